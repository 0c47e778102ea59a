"""Opening a journal: lock, check, migrate if it is older, settle; or read it where nothing can be written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, CannotWrite, NeedsPassphrase, NotAJournal, WrongKey
from ifs_journal.journal.decoding import UNREADABLE
from ifs_journal.journal.driver import (
    SCHEMA_VERSION,
    Connection,
    check_file,
    check_header,
    connect,
    is_sound,
    require_readable,
    salt_of,
    settle,
    translated,
)
from ifs_journal.journal.key import Key, Unlock, only
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.replacing import sweep
from ifs_journal.journal.swapped import is_of_another, put_aside, remember
from ifs_journal.journal.wipe import finish_wipe

if TYPE_CHECKING:
    from ifs_journal.journal.schema import Step

Identity = tuple[int, int]

NOBODY_TO_ASK = (
    "The journal at {path} is encrypted, and there is nobody to ask for its passphrase. Give it in a file: "
    "--passphrase-file FILE (- for standard input), or IFS_PASSPHRASE_FILE."
)


@dataclass(slots=True)
class Opened:
    """An open journal: its connection, its lock (None where nothing can be written) and which file it is.

    `key` is None for a journal that is not encrypted.
    """

    connection: Connection
    lock: JournalLock | None
    identity: Identity
    key: Key | None = None

    def close(self) -> None:
        """Close the file, then let go of the lock."""
        self.connection.close()
        if self.lock is not None:
            self.lock.release()


def identity(path: Path) -> Identity:
    """Which file stands at a path: device and inode."""
    found = path.stat()
    return found.st_dev, found.st_ino


def open_journal(
    path: Path, *, read_only: bool, steps: Sequence[Step] | None = None, unlock: Unlock | None = None
) -> Opened:
    """Open a journal for the whole of a command.

    For reading only, a place that cannot be written to is read without a lock, if no answers are
    still waiting in a `-wal` file beside it. `unlock` gives the keys to try when the file is encrypted.
    `steps` are the migrations; only tests name others.
    Raises NoJournal, NotAJournal, NewerJournal, WrongKey, NeedsPassphrase, Busy, CannotWrite.
    """
    check_file(path)
    newest = SCHEMA_VERSION if steps is None else len(steps)
    try:
        return _open_here(path, newest, steps, unlock, read_only=read_only)
    except CannotWrite:
        if not read_only:
            raise
    return _open_untouched(path, newest, unlock)


def open_alone(path: Path, unlock: Unlock | None) -> Opened:
    """Open a journal with nobody else in it, to put another file in its place. Its form is not looked at.

    Raises what `open_journal` does; Busy when another window has it.
    """
    check_file(path)
    return _connected(path, unlock, exclusive=True)


def _open_here(
    path: Path, newest: int, steps: Sequence[Step] | None, unlock: Unlock | None, *, read_only: bool
) -> Opened:
    opened = _connected(path, unlock, exclusive=False)
    try:
        with translated(path):
            if check_header(opened.connection, path, newest) < newest:
                opened.close()
                known = opened.key
                _bring_up_file(path, newest, steps, known)
                opened = _connected(path, only(known), exclusive=False)
            settle(opened.connection, path)
            if opened.lock is not None:
                remember(path, opened.lock)
            sweep(Path(os.path.realpath(path)))
            finish_wipe(opened.connection)
            if read_only:
                opened.connection.execute("PRAGMA query_only = ON")
    except BaseException:
        opened.close()
        raise
    return opened


def _connected(path: Path, unlock: Unlock | None, *, exclusive: bool) -> Opened:
    """Take the lock and open the file, with the first key that fits.

    The lock is not held while somebody is thinking of a passphrase.
    """

    def act(path: Path, key: Key | None) -> Opened:
        return _with_key(path, key, exclusive=exclusive)

    with translated(path):
        return first_that_fits(path, unlock, act, immutable=False)


def _keys(path: Path, salt: bytes, unlock: Unlock | None) -> Iterator[Key]:
    if unlock is None:
        raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
    return unlock(path, salt)


def _with_key(path: Path, key: Key | None, *, exclusive: bool) -> Opened:
    lock = _lock(path, exclusive=exclusive)
    try:
        before = _identity_or_busy(path)
        with translated(path):
            connection = connect(path, key=key)
        try:
            require_readable(connection, path, keyed=key is not None)
        except BaseException:
            connection.close()
            raise
        remember(path, lock)
    except BaseException:
        lock.release()
        raise
    return Opened(connection, lock, before, key)


def _lock(path: Path, *, exclusive: bool) -> JournalLock:
    """The lock, once nothing lies beside the file that belongs to another one."""
    lock = JournalLock(path, exclusive=exclusive)
    if is_of_another(path, lock):
        lock.release()
        put_aside(path)
        return JournalLock(path, exclusive=exclusive)
    return lock


def _identity_or_busy(path: Path) -> Identity:
    try:
        return identity(path)
    except FileNotFoundError:
        raise Busy(f"The journal at {path} was moved or replaced a moment ago. Try again.") from None


def _bring_up_file(path: Path, newest: int, steps: Sequence[Step] | None, key: Key | None) -> None:
    """Migrate an older journal, alone with it, after a verified copy."""
    from ifs_journal.journal.backups import back_up
    from ifs_journal.journal.copies import FORM

    opened = _connected(path, only(key), exclusive=True)
    try:
        with translated(path):
            version = check_header(opened.connection, path, newest)
            if version < newest:
                _require_whole(opened.connection)
                settle(opened.connection, path)
                back_up(opened.connection, path, FORM.format(version=version), opened.key)
                _migrated(opened.connection, path, newest, steps)
    finally:
        opened.close()


def bring_up(connection: Connection, path: Path) -> None:
    """Migrate a copy of an older journal, of which nobody else knows. Raises NotAJournal.

    `path` is where what it is a copy of lies.
    """
    _require_whole(connection)
    _migrated(connection, path, SCHEMA_VERSION, None)


def _require_whole(connection: Connection) -> None:
    """See, before an older journal is touched, that there is no damage in it. Raises NotAJournal."""
    if not is_sound(connection, None):
        raise NotAJournal(UNREADABLE)


def _migrated(connection: Connection, path: Path, newest: int, steps: Sequence[Step] | None) -> None:
    from ifs_journal.journal.schema import STEPS, migrate

    try:
        migrate(connection, STEPS if steps is None else steps)
    except (KeyError, TypeError, ValueError, AttributeError):
        # What it remembers of earlier steps is not what is remembered of them.
        raise NotAJournal(UNREADABLE) from None
    if check_header(connection, path, newest) < newest:
        # It says that it is older than what it remembers having become.
        raise NotAJournal(UNREADABLE)


def open_copy(path: Path, unlock: Unlock | None) -> Opened:
    """Open a finished copy of a journal for reading, of whatever form, without a lock.

    Raises NoJournal, NotAJournal, WrongKey, NeedsPassphrase.
    """
    check_file(path)
    with translated(path):
        return first_that_fits(path, unlock, _copy_with_key)


def _copy_with_key(path: Path, key: Key | None) -> Opened:
    connection = connect(path, key=key, immutable=True)
    try:
        require_readable(connection, path, keyed=key is not None)
        return Opened(connection, None, identity(path), key)
    except BaseException:
        with suppress(Exception):
            connection.close()
        raise


def first_that_fits(
    path: Path, unlock: Unlock | None, act: Callable[[Path, Key | None], Opened], *, immutable: bool = True
) -> Opened:
    """Let `act` open a file, with the keys there are or with none for a plain one.

    Raises WrongKey when none fits, NeedsPassphrase, NotAJournal.
    """
    salt = salt_of(path, immutable=immutable)
    if salt is None:
        return act(path, None)
    wrong = None
    for key in _keys(path, salt, unlock):
        try:
            return act(path, key)
        except WrongKey as error:
            wrong = error
    raise wrong or NeedsPassphrase(NOBODY_TO_ASK.format(path=path))


def _open_untouched(path: Path, newest: int, unlock: Unlock | None) -> Opened:
    real = Path(os.path.realpath(path))
    wal = real.with_name(real.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        raise CannotWrite(
            f"The journal at {path} cannot be read where it is: its folder cannot be written to, and the "
            f"latest answers are still in {wal.name} beside it. Copy both files ({real.name} and "
            f"{wal.name}) into a folder of your own and open the copy with --journal."
        )
    with translated(path):
        return first_that_fits(path, unlock, lambda path, key: _untouched(path, newest, key))


def _untouched(path: Path, newest: int, key: Key | None) -> Opened:
    opened = _copy_with_key(path, key)
    try:
        if check_header(opened.connection, path, newest) < newest:
            raise CannotWrite(
                f"The journal at {path} comes from an earlier version and cannot be brought up to date "
                "where it is. Copy it into a folder of your own and open the copy with --journal."
            )
        opened.connection.execute("PRAGMA query_only = ON")
        return opened
    except BaseException:
        with suppress(Exception):
            opened.close()
        raise
