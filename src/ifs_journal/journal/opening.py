"""Opening a journal: lock, check, migrate if it is older, settle; or read it where nothing can be written."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.driver import (
    SCHEMA_VERSION,
    Connection,
    check_file,
    check_header,
    connect,
    settle,
    translated,
)
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.wipe import finish_wipe

if TYPE_CHECKING:
    from ifs_journal.journal.schema import Step

Identity = tuple[int, int]


@dataclass(slots=True)
class Opened:
    """An open journal: its connection, its lock (None where nothing can be written) and which file it is."""

    connection: Connection
    lock: JournalLock | None
    identity: Identity

    def close(self) -> None:
        """Close the file, then let go of the lock."""
        self.connection.close()
        if self.lock is not None:
            self.lock.release()


def identity(path: Path) -> Identity:
    """Which file stands at a path: device and inode."""
    found = path.stat()
    return found.st_dev, found.st_ino


def open_journal(path: Path, *, read_only: bool, steps: Sequence[Step] | None = None) -> Opened:
    """Open a journal for the whole of a command.

    For reading only, a place that cannot be written to is read without a lock, if no answers are
    still waiting in a `-wal` file beside it. `steps` are the migrations; only tests name others.
    Raises NoJournal, NotAJournal, NewerJournal, Busy, CannotWrite.
    """
    check_file(path)
    newest = SCHEMA_VERSION if steps is None else len(steps)
    try:
        return _open_here(path, newest, steps, read_only=read_only)
    except CannotWrite:
        if not read_only:
            raise
    return _open_untouched(path, newest)


def _open_here(path: Path, newest: int, steps: Sequence[Step] | None, *, read_only: bool) -> Opened:
    opened = _connected(path, exclusive=False)
    try:
        with translated(path):
            if check_header(opened.connection, path, newest) < newest:
                opened.close()
                _bring_up(path, newest, steps)
                opened = _connected(path, exclusive=False)
            settle(opened.connection, path)
            finish_wipe(opened.connection)
            if read_only:
                opened.connection.execute("PRAGMA query_only = ON")
    except BaseException:
        opened.close()
        raise
    return opened


def _connected(path: Path, *, exclusive: bool) -> Opened:
    lock = JournalLock(path, exclusive=exclusive)
    try:
        before = _identity_or_busy(path)
        with translated(path):
            connection = connect(path)
    except BaseException:
        lock.release()
        raise
    return Opened(connection, lock, before)


def _identity_or_busy(path: Path) -> Identity:
    try:
        return identity(path)
    except FileNotFoundError:
        raise Busy(f"The journal at {path} was moved or replaced a moment ago. Try again.") from None


def _bring_up(path: Path, newest: int, steps: Sequence[Step] | None) -> None:
    """Migrate an older journal, alone with it, after a verified copy."""
    from ifs_journal.journal.schema import STEPS, back_up, migrate

    opened = _connected(path, exclusive=True)
    try:
        with translated(path):
            version = check_header(opened.connection, path, newest)
            if version < newest:
                settle(opened.connection, path)
                back_up(opened.connection, path, version)
                migrate(opened.connection, STEPS if steps is None else steps)
    finally:
        opened.close()


def _open_untouched(path: Path, newest: int) -> Opened:
    real = Path(os.path.realpath(path))
    wal = real.with_name(real.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        raise CannotWrite(
            f"The journal at {path} cannot be read where it is: its folder cannot be written to, and the "
            f"latest answers are still in {wal.name} beside it. Copy both files ({real.name} and "
            f"{wal.name}) into a folder of your own and open the copy with --journal."
        )
    with translated(path):
        connection = connect(path, immutable=True)
        try:
            if check_header(connection, path, newest) < newest:
                raise CannotWrite(
                    f"The journal at {path} comes from an earlier version and cannot be brought up to date "
                    "where it is. Copy it into a folder of your own and open the copy with --journal."
                )
            connection.execute("PRAGMA query_only = ON")
            found = identity(path)
        except BaseException:
            with suppress(Exception):
                connection.close()
            raise
    return Opened(connection, None, found)
