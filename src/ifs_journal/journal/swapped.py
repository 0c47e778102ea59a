"""A journal's file that another program replaced while it was open, as a sync service does.

What SQLite keeps beside a file (`-wal`) belongs to that very file: read together with another one it makes
that one unreadable. So the lock beside the journal remembers which two files belong together, by their
inodes, and a `-wal` that is left over from a file that is gone is put aside before anything reads it.
"""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ifs_journal.errors import Busy, CannotWrite, IfsJournalError
from ifs_journal.journal.copies import REPLACED, copy_path
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.key import Key
from ifs_journal.journal.lock import JournalLock

SWAPPED = (
    "The file at {path} is not the one this session opened: it was moved or replaced meanwhile. Nothing was "
    "written to it. Start again to use the file that is there now."
)
RESCUED = (
    "All that was kept before is in a copy. To bring it into the file that is there now: "
    "ifs journal merge {path}"
)
OPEN_STILL = (
    "The file at {path} was replaced while another window had the journal open. Nothing was changed. Close "
    "that window first, then try again."
)
NOT_ASIDE = "{name} belongs to another file, and could not be put aside ({reason}). Nothing was changed."


def rescue(connection: Connection, path: Path, key: Key | None) -> Path | None:
    """Copy an open file in whose place another one stands, beside that one. None where that can't be done."""
    from ifs_journal.journal.backups import back_up

    if path.exists():
        with suppress(IfsJournalError):
            return back_up(connection, path, REPLACED, key)
    return None


def refusal(path: Path, rescued: Path | None) -> Busy:
    """What is said to a window whose file is not at `path` any more."""
    told = SWAPPED.format(path=path)
    return Busy(told if rescued is None else f"{told}\n{RESCUED.format(path=rescued)}")


def wal_of(path: Path) -> Path:
    """Where the answers wait that are not in the journal's file itself yet."""
    real = Path(os.path.realpath(path))
    return real.with_name(real.name + "-wal")


def remember(path: Path, lock: JournalLock) -> None:
    """Note in the lock which `-wal` belongs to the file at `path`. The file is open and locked."""
    with suppress(OSError):
        lock.note(_pair(path) or "")


def is_of_another(path: Path, lock: JournalLock) -> bool:
    """Whether the `-wal` beside the file at `path` was that of another file, which stood there before."""
    try:
        wal = wal_of(path)
        if wal.stat().st_size == 0:
            return False
        noted, now = lock.noted().split(), (_pair(path) or "").split()
    except (OSError, ValueError):
        return False
    return len(noted) == len(now) == 2 and noted[1] == now[1] and noted[0] != now[0]


def put_aside(path: Path, *, rescued: bool = False) -> None:
    """Put a `-wal` of another file out of the way, or remove it where all of it was `rescued`.

    Raises Busy when a window still has it open, CannotWrite.
    """
    try:
        lock = JournalLock(path, exclusive=True)
    except Busy:
        raise Busy(OPEN_STILL.format(path=path)) from None
    try:
        # Another window may have done it a moment ago.
        if not is_of_another(path, lock):
            return
        wal = wal_of(path)
        try:
            if rescued:
                wal.unlink()
            else:
                aside = copy_path(path, REPLACED, datetime.now(UTC))
                wal.replace(aside.with_name(f"{aside.name}-wal"))
            wal.with_name(wal.name.removesuffix("-wal") + "-shm").unlink(missing_ok=True)
        except OSError as error:
            raise CannotWrite(NOT_ASIDE.format(name=wal.name, reason=error.strerror)) from error
    finally:
        lock.release()


def _pair(path: Path) -> str | None:
    """The inodes of the file and of its `-wal`; None where there is none."""
    try:
        return f"{os.stat(path).st_ino} {os.stat(wal_of(path)).st_ino}"
    except FileNotFoundError:
        return None
