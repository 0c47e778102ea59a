"""Erasing everything here, after saying what goes and what stays elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.cli.asking import CONSENT
from ifs_journal.cli.context import Here
from ifs_journal.errors import IfsJournalError, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.erasing import Erasable
    from ifs_journal.terminal.screen import Screen

GOES = "This would go for good, with every session, note and part in it:"
NO_WAY_BACK = "There is no way back from this. A recovery code or a passphrase does not bring it back."
STAYS = "This stays, and is yours to remove or keep:"
SETTINGS = "the settings, with the people you can reach:"
SCRIPTS = "your own scripts:"
ELSEWHERE = "pages that were exported, and copies made in other places"
DISK = (
    "The files are overwritten first. A solid-state disk, or a folder that is backed up or carried to other "
    "machines, may still keep what was there before."
)
SNAPSHOT = "this machine's snapshot for the other ones:"
SNAPSHOT_AWAY = "this machine's snapshot, in a folder that is not there now:"
OTHERS_STAY = "the snapshots of other machines:"
IN_KEYRING = "the key in the keyring"
WORD = "erase"
ASK = "To erase all of it, type: erase"
NOTE = "Enter alone keeps everything."
KEPT = "Everything is kept."
DONE = "Erased. Nothing of the journal is left here."


Named = tuple[str, "Path | None"]
"""Such as `your own scripts:`, and where it lies."""


class Other(NamedTuple):
    """Something of the journal that lies elsewhere on this computer and goes with it."""

    what: str
    """Such as `the key in the keyring`."""
    remove: Callable[[], None]
    path: Path | None = None


def others_here(here: Here) -> list[Other]:
    """What of this journal the computer keeps outside its folder, and how each is removed."""
    from ifs_journal.cli.keyring import forget_earlier
    from ifs_journal.journal.driver import salt_of
    from ifs_journal.journal.snapshots import own_snapshots, remove_snapshot

    found = [Other(SNAPSHOT, partial(remove_snapshot, one), one) for one in own_snapshots(here.journal_path)]
    if not here.unlocker.uses_keyring:
        return found
    salt = None
    with suppress(IfsJournalError, OSError):
        salt = salt_of(here.journal_path)
    return found if salt is None else [*found, Other(IN_KEYRING, lambda: forget_earlier(here, salt))]


def erase(here: Here, *, sure: bool) -> None:
    """Remove the journal and all that belongs to it. Raises Busy, NoJournal, NotAJournal, CannotWrite."""
    from ifs_journal.journal.erasing import erasable
    from ifs_journal.journal.erasing import erase as act

    path, screen = here.journal_path.absolute(), here.screen()
    found, others = erasable(path), others_here(here)
    if not sure and not screen.interactive:
        raise UsageError(CONSENT)
    _say(screen, found, others, _staying(path))
    if not sure and not _typed(here, screen):
        screen.say(KEPT, "quiet")
        return
    for other in others:
        other.remove()
    act(path)
    screen.say(DONE)


def _say(screen: Screen, found: Erasable, others: list[Other], staying: list[Named]) -> None:
    from ifs_journal.terminal.clean import clean

    screen.say(GOES)
    for one in found.files:
        screen.write(f"  {clean(str(one))}\n")
    for other in others:
        _name(screen, (other.what, other.path))
    screen.say(NO_WAY_BACK)
    screen.say(STAYS)
    for named in staying:
        _name(screen, named)
    screen.say(DISK, "quiet")


def _name(screen: Screen, named: Named) -> None:
    """A thing, and where it lies in a line of its own: a path is never broken, it is there to be copied."""
    from ifs_journal.terminal.clean import clean

    what, path = named
    screen.say(what, indent=2)
    if path is not None:
        screen.write(f"  {clean(str(path))}\n")


def _staying(journal: Path) -> list[Named]:
    from ifs_journal.journal.snapshots import others_in, out_of_reach
    from ifs_journal.session.settings import config_file, own_scripts

    lines: list[tuple[str, Path]] = [(SETTINGS, config_file()), (SCRIPTS, own_scripts())]
    return [
        *((text, path) for text, path in lines if path.exists()),
        *((SNAPSHOT_AWAY, path) for path in out_of_reach(journal)),
        *((OTHERS_STAY, folder) for folder in others_in(journal)),
        (ELSEWHERE, None),
    ]


def _typed(here: Here, screen: Screen) -> bool:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_line

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    return ask_line(asker, ASK, note=NOTE).casefold() == WORD
