"""Snapshots of journals in a folder that some service carries between machines, one for each machine.

Each machine writes its own and only reads the others'. Nobody holds a lock there, nobody waits for anybody:
a snapshot is a whole encrypted journal that takes its name when all of it is on the disk.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, CannotWrite, NoJournal, NotAJournal, UsageError
from ifs_journal.journal.backups import UNFINISHED, Progress, copied, copying, unfinished, wipe_file
from ifs_journal.journal.disk import make_empty, onto_disk, passing_name
from ifs_journal.journal.driver import is_sound, translated
from ifs_journal.journal.location import sync_folder
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.machines import Place, keep_place, new_id, place_file, read_place

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.key import Unlock

NO_FOLDER = "There is no folder {folder}. Make it first, where your sync service looks after it."
OWN_FOLDER = (
    "That is the folder of the journal itself. The snapshots need one of their own, in what your sync "
    "service carries; the journal stays where it is."
)
WHICH = "Say which folder: ifs journal sync FOLDER. From then on it is remembered."
SEVERAL = "There are several folders. Say which: {folders}"
NOT_WRITTEN = "No snapshot could be written into {folder} ({reason}). The journal is as it was."
NOT_READ = "{name} could not be read ({reason})."
NOT_WHOLE = "{name} is not whole. It may still be on its way here."
AT_IT = "Another window is syncing this journal. Try again in a moment."

_NAME = re.compile(r"journal-([0-9a-f]{16})\.snapshot")


def snapshot_path(folder: Path, machine: str) -> Path:
    """Where the snapshot of a machine lies in a folder."""
    return folder / f"journal-{machine}.snapshot"


def machine_of(snapshot: Path) -> str:
    """The id of the machine that wrote a snapshot."""
    found = _NAME.fullmatch(snapshot.name)
    return "" if found is None else found[1]


def snapshots_in(folder: Path) -> list[Path]:
    """The snapshots in a folder, by name. Raises CannotWrite when it cannot be looked into."""
    try:
        names = sorted(os.listdir(folder))
    except OSError as error:
        raise CannotWrite(NOT_READ.format(name=folder, reason=error.strerror)) from error
    found = [folder / name for name in names if _NAME.fullmatch(name)]
    return [path for path in found if path.is_file() and not path.is_symlink()]


def own_snapshots(journal: Path) -> list[Path]:
    """The snapshots this machine wrote, in whatever folder, as far as they are there."""
    place = read_place(journal)
    if place is None:
        return []
    found = [snapshot_path(folder, place.machine) for folder in place.folders]
    return [path for path in found if path.is_file()]


@contextmanager
def syncing(journal: Path) -> Iterator[None]:
    """Alone with the snapshots of this machine. Raises Busy, CannotWrite."""
    try:
        lock = JournalLock(place_file(journal), exclusive=True)
    except Busy:
        raise Busy(AT_IT) from None
    try:
        yield
    finally:
        lock.release()


def known_folder(journal: Path, folder: Path | None) -> Path:
    """The folder that is meant: the one that was said, or the one that is known. Raises UsageError."""
    if folder is not None:
        return Path(os.path.realpath(folder.expanduser()))
    place = read_place(journal)
    known = [] if place is None else list(place.folders)
    if not known:
        raise UsageError(WHICH)
    if len(known) > 1:
        raise UsageError(SEVERAL.format(folders=", ".join(str(one) for one in known)))
    return known[0]


def chosen_folder(journal: Path, folder: Path | None) -> Path:
    """The folder that is meant, once it can hold snapshots. Raises UsageError."""
    folder = known_folder(journal, folder)
    if not folder.is_dir():
        raise UsageError(NO_FOLDER.format(folder=folder))
    if folder == Path(os.path.realpath(journal)).parent:
        raise UsageError(OWN_FOLDER)
    return folder


def claim(journal: Path, folder: Path) -> Place:
    """Which machine this is, in that folder.

    A snapshot that stands there under its id and that it never wrote is another machine's, which began as a
    copy of this one: then this one takes an id of its own. Raises CannotWrite.
    """
    place = read_place(journal) or Place(new_id())
    own = snapshot_path(folder, place.machine)
    if own.is_file() and _hash(own) not in place.folders.get(folder, []):
        place = Place(new_id())
    return place


def write_snapshot(journal: Journal, place: Place, folder: Path, *, progress: Progress | None = None) -> Path:
    """Write this machine's snapshot anew: made and verified beside the journal, then brought over.

    The caller is `syncing`. Raises CannotWrite, Busy; the earlier snapshot is then as it was.
    """
    target = snapshot_path(folder, place.machine)
    with (
        copying(journal.path),
        copied(journal.connection, journal.path, journal.key, progress=progress) as made,
    ):
        digest = _hash(made)
        # Known before it is there: a cut in between must not make it look like somebody else's.
        place.wrote(folder, digest)
        keep_place(journal.path, place)
        try:
            _bring(made, target, digest)
        except OSError as error:
            raise CannotWrite(NOT_WRITTEN.format(folder=folder, reason=error.strerror)) from error
    return target


def write_again(journal: Journal) -> None:
    """Write this machine's snapshots anew wherever there is one, so that no earlier one is left.

    Raises CannotWrite, Busy.
    """
    if not own_snapshots(journal.path):
        return
    with syncing(journal.path):
        place = read_place(journal.path)
        for path in own_snapshots(journal.path):
            assert place is not None
            write_snapshot(journal, place, path.parent)


def others_in(journal: Path) -> list[Path]:
    """The folders of this machine in which other machines have snapshots. Raises CannotWrite."""
    place = read_place(journal)
    if place is None:
        return []
    here = [folder for folder in place.folders if folder.is_dir()]
    return [one for one in here if any(machine_of(path) != place.machine for path in snapshots_in(one))]


def out_of_reach(journal: Path) -> list[Path]:
    """This machine's snapshots in folders that are not there now, such as on a disk that is not connected."""
    place = read_place(journal)
    if place is None:
        return []
    return [snapshot_path(one, place.machine) for one in place.folders if not one.is_dir()]


def remove_snapshot(path: Path) -> None:
    """Remove a snapshot. Raises CannotWrite."""
    for left in unfinished(path):
        wipe_file(left)
    wipe_file(path)


def leave(journal: Path, folder: Path) -> bool:
    """Remove this machine's snapshot from a folder, and forget the folder. False when none was there."""
    place = read_place(journal)
    if place is None or folder not in place.folders:
        return False
    remove_snapshot(snapshot_path(folder, place.machine))
    del place.folders[folder]
    keep_place(journal, place)
    return True


@contextmanager
def reading(snapshot: Path, unlock: Unlock) -> Iterator[Journal]:
    """Another machine's snapshot as a journal to read. Its file stays as it is.

    Raises NotAJournal for what is not whole, Busy when it changes meanwhile, and what opening raises.
    """
    from ifs_journal.journal.other import OtherJournal

    try:
        opened = OtherJournal.open_other(snapshot, unlock)
    except (NotAJournal, NoJournal):
        raise NotAJournal(NOT_WHOLE.format(name=snapshot.name)) from None
    with opened as other:
        try:
            with translated(snapshot):
                whole = other.key is not None and is_sound(other.connection, other.key)
        except NotAJournal:
            whole = False
        if not whole:
            raise NotAJournal(NOT_WHOLE.format(name=snapshot.name))
        yield other


def _hash(path: Path) -> str:
    """What tells one snapshot from every other. Raises CannotWrite when it cannot be read."""
    import hashlib

    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise CannotWrite(NOT_READ.format(name=path.name, reason=error.strerror)) from error


def _bring(made: Path, target: Path, digest: str) -> None:
    """Bring a finished file into another folder, where it takes its name last. Raises OSError."""
    for left in unfinished(target):
        left.unlink(missing_ok=True)
    temporary = passing_name(target, UNFINISHED)
    make_empty(temporary)
    try:
        shutil.copyfile(made, temporary)
        onto_disk(temporary)
        if _hash(temporary) != digest:
            raise OSError(5, "it did not come out whole")
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
    with suppress(OSError):
        # Some folders of services cannot be synced by name; the next snapshot comes anyway.
        sync_folder(target.parent)
