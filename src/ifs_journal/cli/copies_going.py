"""What becomes of the copies beside the journal when something is removed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.copies import copies_beside

if TYPE_CHECKING:
    from ifs_journal.journal.going import Going
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.said import Tell
    from ifs_journal.terminal.screen import Screen

ELSEWHERE = "Exports and copies made elsewhere still hold it."
BESIDE = "So do the copies beside the journal. For one fresh copy in their place: ifs journal backup --only"
BESIDE_TOO = (
    "The copies beside the journal go too, and one fresh copy without it takes their place. "
    "They are from: {days}."
)
REPLACED = "The earlier copies are gone; one fresh copy is in their place."
STAY = "It is gone from the journal, but the copies beside it could not be replaced."


def said_of_copies(journal: Journal, going: Going, *, too: bool) -> list[str]:
    """What keeps a copy of what goes, or that the copies beside the journal go `too`."""
    if too and going.backups:
        days = sorted({one.day for one in copies_beside(journal.path)})
        return [ELSEWHERE, BESIDE_TOO.format(days=", ".join(days))]
    return [_still_held(bool(going.backups), str)]


def say_still_held(journal: Journal, screen: Screen, tell: Tell = str) -> None:
    """Say that copies keep what the journal let go of a moment ago, and how those beside it go."""
    screen.say(_still_held(bool(copies_beside(journal.path)), tell), "quiet")


def _still_held(beside: bool, tell: Tell) -> str:
    return f"{tell(ELSEWHERE)} {tell(BESIDE)}" if beside else tell(ELSEWHERE)


def replace_beside(journal: Journal, screen: Screen) -> None:
    """Put one fresh copy in the place of those beside the journal. Raises Busy, CannotWrite."""
    from ifs_journal.journal.backups import replace_copies

    earlier = copies_beside(journal.path)
    if not earlier:
        return
    try:
        replace_copies(journal, journal.key, earlier)
    except (Busy, CannotWrite):
        screen.say(STAY, "notice")
        raise
    screen.say(REPLACED)
