"""Erasing a journal and everything of it that lies beside it.

The journal goes last: while it is there, nobody takes a half-done erasing for a finished one. A file gets
another name before it is overwritten, so that none ever stands half overwritten under its own; what was cut
off under such a name is finished by the next erasing.
"""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from ifs_journal.errors import CannotWrite, NoJournal, NotAJournal
from ifs_journal.journal.backups import UNFINISHED, lock_name, wipe_file
from ifs_journal.journal.disk import passing_name
from ifs_journal.journal.driver import APPLICATION_ID, connect, salt_of, translated
from ifs_journal.journal.location import sync_folder
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.machines import ENDING as MACHINE
from ifs_journal.journal.machines import place_file

ERASING = ".erasing"
"""How the name of a file ends that is being overwritten."""

NOTHING = "There is no journal at {path}, and nothing of one lies beside it."
OTHER = "{path} is a database of some other program, not a journal. It was left as it is."
NO_JOURNAL = "{path} is not a journal. It was left as it is."

_CUT_OFF = (
    rf"(\.[^/]+)?\.[0-9a-f]{{8}}(\.new|{re.escape(UNFINISHED)}|{re.escape(ERASING)})(-wal|-shm|-journal)?"
)
"""What follows the dot and the journal's name in the name of something that was not finished."""


class Erasable(NamedTuple):
    """What goes, in the order it goes."""

    copies: list[Path]
    asides: list[Path]
    """Answers that were kept aside."""
    leftovers: list[Path]
    """Of something that was cut off, and what says which machine this is."""
    journal: list[Path]
    """The file, what SQLite keeps beside it, and a link that leads to it."""

    @property
    def files(self) -> list[Path]:
        """All of it."""
        return [*self.copies, *self.asides, *self.leftovers, *self.journal]


def erasable(path: Path) -> Erasable:
    """What erasing the journal at `path` would remove.

    An encrypted journal need not be opened for it. Raises NoJournal when nothing is there, NotAJournal for a
    file that can be none, CannotWrite.
    """
    real = Path(os.path.realpath(path))
    if real.exists():
        _require_journal(real)
    found = Erasable([], [], [], [])
    for name, folder in {(path.name, path.parent), (real.name, real.parent)}:
        found.asides.extend(_named(folder, rf"{re.escape(name)}\.kept-[^/]+\.(json|db)(-journal)?"))
        found.leftovers.extend(_named(folder, rf"\.{re.escape(name)}{_CUT_OFF}"))
    name = re.escape(real.name)
    found.copies.extend(_named(real.parent, rf"{name}\.[^/]+\.backup(-wal|-shm|-journal|\.lock)?"))
    found.leftovers.extend(_named(real.parent, rf"{name}{re.escape(MACHINE)}"))
    found.journal.extend(_named(real.parent, rf"{name}(-wal|-shm|-journal)"))
    if real.exists():
        found.journal.append(real)
    if path.is_symlink():
        found.journal.append(path)
    if not found.files:
        raise NoJournal(NOTHING.format(path=path))
    return found


def _named(folder: Path, name: str) -> list[Path]:
    try:
        return [folder / one for one in sorted(os.listdir(folder)) if re.fullmatch(name, one)]
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CannotWrite(f"The folder {folder} cannot be read ({error.strerror}).") from error


def _require_journal(real: Path) -> None:
    """See that the file is a journal, or may be an encrypted one. Raises NotAJournal."""
    if not real.is_file():
        raise NotAJournal(NO_JOURNAL.format(path=real))
    if real.stat().st_size == 0:
        return
    with translated(real):
        if salt_of(real, immutable=True) is not None:
            return
        connection = connect(real, immutable=True)
        try:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise NotAJournal(OTHER.format(path=real))
        finally:
            connection.close()


def erase(path: Path) -> None:
    """Overwrite and remove all of it, the journal last.

    Zeros are written first, as far as that is of use: a disk may keep the old blocks elsewhere. Raises Busy
    when another window has the journal, CannotWrite, and what `erasable` raises; called again, it goes on.
    """
    real = Path(os.path.realpath(path))
    erasable(path)
    with ExitStack() as held:
        locks = []
        for one in (real, lock_name(real), place_file(real)):
            locks.append(JournalLock(one, exclusive=True))
            held.callback(locks[-1].release)
        for one in erasable(path).files:
            _remove(one, path if one.parent == path.parent else real)
        sync_folder(real.parent)
        for lock in reversed(locks):
            lock.path.unlink(missing_ok=True)


def _remove(path: Path, journal: Path) -> None:
    if path.is_symlink():
        path.unlink()
        return
    if not path.name.endswith(ERASING):
        hidden = passing_name(path, ERASING, name=journal.name)
        try:
            path.replace(hidden)
        except FileNotFoundError:
            return
        except OSError as error:
            raise CannotWrite(f"{path} could not be removed ({error.strerror}).") from error
        path = hidden
    wipe_file(path)
