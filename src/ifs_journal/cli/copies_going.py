"""What becomes of the copies beside the journal when something is removed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.copies import copies_beside
from ifs_journal.journal.snapshots import own_snapshots

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
SNAPSHOT = "This machine's snapshot for the other ones keeps it until the next: ifs journal sync"
SNAPSHOT_TOO = "This machine's snapshot for the other ones is written anew without it."
STAY = "It is gone from the journal, but the copies beside it could not be replaced."


def said_of_copies(journal: Journal, going: Going, *, too: bool) -> list[str]:
    """What keeps a copy of what goes, or that the copies beside the journal go `too`."""
    if not too:
        return _still_held(journal, str)
    lines = [ELSEWHERE]
    if going.backups:
        days = sorted({one.day for one in copies_beside(journal.path)})
        lines.append(BESIDE_TOO.format(days=", ".join(days)))
    return [*lines, SNAPSHOT_TOO] if own_snapshots(journal.path) else lines


def say_still_held(journal: Journal, screen: Screen, tell: Tell = str) -> None:
    """Say that copies keep what the journal let go of a moment ago, and how those beside it go."""
    for line in _still_held(journal, tell):
        screen.say(line, "quiet")


def _still_held(journal: Journal, tell: Tell) -> list[str]:
    beside = f" {tell(BESIDE)}" if copies_beside(journal.path) else ""
    snapshot = [tell(SNAPSHOT)] if own_snapshots(journal.path) else []
    return [f"{tell(ELSEWHERE)}{beside}", *snapshot]


def replace_beside(journal: Journal, screen: Screen) -> None:
    """Put one fresh copy in the place of those beside the journal, and a fresh snapshot in that of its own.

    Raises Busy, CannotWrite.
    """
    from ifs_journal.journal.backups import replace_copies
    from ifs_journal.journal.snapshots import write_again

    earlier = copies_beside(journal.path)
    try:
        if journal.key is not None:
            write_again(journal)
        if not earlier:
            return
        replace_copies(journal, journal.key, earlier)
    except (Busy, CannotWrite):
        screen.say(STAY, "notice")
        raise
    screen.say(REPLACED)
