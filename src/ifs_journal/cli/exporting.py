"""What leaves the journal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.share.whole_json import Progress

WHOLE = "The whole journal is written, with everything in it that is private:"
WRITING = {"sessions": "Writing sessions"}


def export_whole(here: Here, to: str, *, force: bool) -> None:
    """Write the whole journal as JSON, to a file or (`-`) to standard output. Raises CannotWrite."""
    from ifs_journal.cli.handing import hand_over, place
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.progress import progress_bar

    screen = here.screen()
    # Seen before the passphrase is asked for.
    place(here, to, force=force)
    with here.open(read_only=True) as journal, progress_bar(screen, WRITING) as tell:
        of = _sessions(journal)
        pieces = _at_one_moment(journal, lambda done: tell("sessions", done, of))
        path = hand_over(here, to, pieces, force=force)
    if path is not None:
        screen.say(WHOLE)
        screen.write(f"{clean(str(path))}\n")


def _sessions(journal: Journal) -> int:
    from ifs_journal.journal.reads import counts

    return counts(journal)["sessions"]


def _at_one_moment(journal: Journal, progress: Progress) -> Iterator[str]:
    """The journal as it is now, whatever another window writes meanwhile."""
    from ifs_journal.share.whole_json import whole_json

    journal.connection.execute("BEGIN")
    try:
        yield from whole_json(journal, progress)
    finally:
        journal.connection.execute("ROLLBACK")
