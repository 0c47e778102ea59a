"""The journal file: making one, and saying where it is."""

from __future__ import annotations

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError


def init(here: Here, *, unencrypted: bool) -> None:
    """Make a journal."""
    from ifs_journal.journal.create import create
    from ifs_journal.terminal.clean import clean

    if not unencrypted:
        raise UsageError(
            "This version makes unencrypted journals only, and only when asked to: "
            "ifs journal init --unencrypted"
        )
    path = here.journal_path
    create(path)
    screen = here.screen()
    screen.say("A new journal is at")
    screen.write(f"{clean(str(path))}\n")
    screen.say("It is not encrypted: whoever can open your files can read it. To begin: ifs check-in")


def info(here: Here, *, as_json: bool) -> None:
    """Where the journal is, how big, and how many sessions and parts."""
    from ifs_journal.cli.removing import several
    from ifs_journal.cli.shown import print_json
    from ifs_journal.journal.reads import counts
    from ifs_journal.terminal.clean import clean

    with here.open(read_only=True) as journal:
        found = counts(journal)
    path = here.journal_path.absolute()
    facts = {"path": str(path), "bytes": path.stat().st_size, "encrypted": False, **found}
    if as_json:
        print_json(facts)
        return
    screen = here.screen()
    # A path is never broken: it is there to be copied.
    screen.write(f"{clean(str(path))}\n")
    screen.say(f"{facts['bytes']:,} bytes, not encrypted")
    paused = f", {found['paused']} of them paused" if found["paused"] else ""
    sessions, known = several(found["sessions"], "session"), several(found["parts"], "part")
    screen.say(f"{sessions}{paused}; {known}")
