"""The journal of an invented person, to look around in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shlex import quote

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

MAKING = {"demo": "making it up"}
WHERE = (
    "This makes the journal of an invented person, to look around in. Your own journal is not touched. "
    "Say where the new file may go, for example: ifs demo --into demo.db"
)
YOURS = "Your own journal belongs there. Name another file, for example: ifs demo --into demo.db"
MOST = 1_000_000
FEW = "--sessions takes a whole number from 1 to {most}."


def demo(here: Here, into: Path | None, *, sessions: int, seed: int, until: str | None) -> None:
    """Make it. Raises UsageError without a place for it, and CannotWrite where something is there already."""
    from ifs_journal.demo.making import make
    from ifs_journal.journal.location import journal_path
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.progress import progress_bar

    if into is None:
        raise UsageError(WHERE)
    if not 1 <= sessions <= MOST:
        raise UsageError(FEW.format(most=MOST))
    path, screen = into.expanduser().absolute(), here.screen()
    if path == journal_path(None, {}).absolute():
        raise UsageError(YOURS)
    with progress_bar(screen, MAKING) as tell:
        make(path, sessions, seed, _day(until), lambda done, of: tell("demo", done, of))
    screen.say("The journal of an invented person is at")
    screen.write(f"{clean(str(path))}\n")
    screen.say("It is not encrypted. To look around:")
    screen.write(f"{clean(f'ifs list --journal {quote(str(path))}')}\n")


def _day(until: str | None) -> date:
    from ifs_journal.session.days import day_in_words
    from ifs_journal.session.moment import Clock

    today = Clock().today()
    if until is None:
        return today
    found = day_in_words(until, today)
    if found is None:
        raise UsageError("--until takes a day, such as 2026-05-01 or yesterday.")
    return found
