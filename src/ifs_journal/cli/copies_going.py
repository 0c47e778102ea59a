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
ONE_BESIDE = "So does one copy beside the journal. ifs delete --and-backups lets it go too."
SOME_BESIDE = "So do {count} copies beside the journal. ifs delete --and-backups lets them go too."
BESIDE_LATER = (
    "So do the copies beside the journal. For one fresh copy in their place: ifs journal backup --only"
)
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
    snapshot = [SNAPSHOT_TOO if too else SNAPSHOT] if own_snapshots(journal.path) else []
    if not going.backups:
        return [ELSEWHERE, *snapshot]
    if too:
        days = sorted({one.day for one in copies_beside(journal.path)})
        return [ELSEWHERE, BESIDE_TOO.format(days=", ".join(days)), *snapshot]
    count = len(going.backups)
    beside = ONE_BESIDE if count == 1 else SOME_BESIDE.format(count=count)
    return [f"{ELSEWHERE} {beside}", *snapshot]


def say_still_held(journal: Journal, screen: Screen, tell: Tell = str) -> None:
    """Say that copies keep what the journal let go of a moment ago, and how those beside it go."""
    beside = f" {tell(BESIDE_LATER)}" if copies_beside(journal.path) else ""
    screen.say(f"{tell(ELSEWHERE)}{beside}", "quiet")


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
