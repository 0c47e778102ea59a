"""Copies of the journal: made under another name, opened and checked, and only then called a copy.

A copy opens by the key of the journal. It is made by one window at a time; what a copy left behind that was
cut off is removed by the next one.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.copies import DAILY, Copy, copies_beside, copy_path, daily_of, outdated
from ifs_journal.journal.disk import make_empty, onto_disk, passing_name, unlink_with_sides
from ifs_journal.journal.driver import Connection, connect, is_sound, schema_of, tables_in, translated
from ifs_journal.journal.encrypting import overwrite
from ifs_journal.journal.key import Key
from ifs_journal.journal.location import sync_folder, take_name
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.source import HasConnection

UNFINISHED = ".copying"
"""How the name of a copy ends that is being made."""

ATTEMPTS = 5
"""How often a copy is begun anew because another window wrote meanwhile."""

_STEPS = 20_000
"""Steps of the database between two looks at how far a copy is."""

COULD_NOT = (
    "No copy could be made in {folder}: the disk is full, read-only or failing. The journal is as it was."
)
ANOTHER = "Another window is making a copy of the journal. Try again in a moment."
WRITTEN = "Another window kept writing to the journal, so no copy was made. Try again in a moment."
NOT_WHOLE = "The copy did not come out whole, so it was thrown away. The journal is as it was."
TAKEN = "Something is already at {path}, and it stays as it is. Choose another name."

Progress = Callable[[float], None]
"""Told now and then how much of a copy is done, from 0 to 1."""


def back_up(
    connection: Connection,
    journal: Path,
    kind: str,
    key: Key | None,
    *,
    to: Path | None = None,
    progress: Progress | None = None,
) -> Path:
    """Copy an open journal, verify the copy, and say where it is: beside the journal, or at `to`.

    The copy opens by `key`, which opened the journal. It is on disk when this returns (0600), and no file
    that was there is changed. Raises CannotWrite, Busy.
    """
    with copying(journal, elsewhere=to is not None):
        if to is not None:
            return _made(connection, to, key, progress, to.name)
        return _beside(connection, journal, kind, key, datetime.now(UTC), progress)


def daily_copy(
    journal: HasConnection, key: Key | None, now: datetime, *, progress: Progress | None = None
) -> Path | None:
    """Make today's copy of an open journal and let old daily copies go; None when today has one already.

    Also None when another window is at it. Raises CannotWrite, Busy.
    """
    if daily_of(copies_beside(journal.path), _day(now)) is not None:
        return None
    lock = _lock(journal.path)
    if lock is None:
        return None
    try:
        if daily_of(copies_beside(journal.path), _day(now)) is not None:
            return None
        made = _beside(journal.connection, journal.path, DAILY, key, now, progress)
        for one in outdated(copies_beside(journal.path), now):
            remove_copy(one.path)
        return made
    finally:
        lock.release()


def replace_copies(journal: HasConnection, key: Key | None, earlier: list[Copy]) -> Path:
    """Put one fresh copy in the place of earlier ones, which are overwritten and removed.

    Raises CannotWrite, Busy; the earlier ones are then as they were.
    """
    with copying(journal.path):
        made = _beside(journal.connection, journal.path, DAILY, key, datetime.now(UTC))
        for one in earlier:
            remove_copy(one.path)
        return made


def remove_copy(path: Path) -> None:
    """Overwrite a copy with zeros and remove it. Raises CannotWrite when it cannot be removed."""
    wipe_file(path)
    unlink_with_sides(path)


def wipe_file(path: Path) -> None:
    """Write zeros over a file and remove it. One that has another name elsewhere is only unlinked.

    Raises CannotWrite when it cannot be removed.
    """
    with suppress(OSError):
        handle = os.open(path, os.O_RDWR | os.O_CLOEXEC | getattr(os, "O_NOFOLLOW", 0))
        try:
            if os.fstat(handle).st_nlink == 1:
                overwrite(handle)
        finally:
            os.close(handle)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise CannotWrite(f"{path} could not be removed ({error.strerror}).") from error


@contextmanager
def copying(journal: Path, *, elsewhere: bool = False) -> Iterator[None]:
    """Alone with the copies of a journal.

    A copy that goes `elsewhere` can be made of a journal whose folder cannot be written to.
    Raises Busy, CannotWrite.
    """
    try:
        lock = _lock(journal)
    except CannotWrite:
        if not elsewhere:
            raise
        yield
        return
    if lock is None:
        raise Busy(ANOTHER)
    try:
        yield
    finally:
        lock.release()


def lock_name(journal: Path) -> Path:
    """What the lock is called that a copy is made under, without its ending."""
    real = Path(os.path.realpath(journal))
    return real.with_name(f"{real.name}.backup")


def _lock(journal: Path) -> JournalLock | None:
    try:
        return JournalLock(lock_name(journal), exclusive=True)
    except Busy:
        return None


def _day(now: datetime) -> str:
    return now.astimezone().date().isoformat()


def _beside(
    connection: Connection,
    journal: Path,
    kind: str,
    key: Key | None,
    now: datetime,
    progress: Progress | None = None,
) -> Path:
    return _made(connection, copy_path(journal, kind, now), key, progress, lock_name(journal).name)


def _made(
    connection: Connection, target: Path, key: Key | None, progress: Progress | None, name: str
) -> Path:
    """Make a copy that takes its name last. `name` is how unfinished ones for this place are known."""
    if os.path.lexists(target):
        raise CannotWrite(TAKEN.format(path=target))
    with copied(connection, target, key, name=name, progress=progress) as temporary:
        try:
            take_name(temporary, target)
            sync_folder(target.parent)
        except FileExistsError:
            raise CannotWrite(TAKEN.format(path=target)) from None
        except OSError as error:
            raise CannotWrite(COULD_NOT.format(folder=target.parent)) from error
    return target


@contextmanager
def copied(
    connection: Connection,
    target: Path,
    key: Key | None,
    *,
    name: str = "",
    progress: Progress | None = None,
) -> Iterator[Path]:
    """A verified copy of an open journal under a passing name beside `target`, on the disk; gone afterwards.

    The caller is `copying`. `name` is how unfinished ones for this place are known. Raises CannotWrite, Busy.
    """
    name = name or lock_name(target).name
    temporary = passing_name(target, UNFINISHED, name=name)
    try:
        try:
            for left in unfinished(target.with_name(name)):
                left.unlink(missing_ok=True)
            make_empty(temporary)
            with translated(temporary), _told(connection, temporary, progress):
                _write(connection, temporary, key)
            onto_disk(temporary)
        except (OSError, CannotWrite) as error:
            if str(error) == NOT_WHOLE:
                raise
            raise CannotWrite(COULD_NOT.format(folder=target.parent)) from error
        yield temporary
    finally:
        with suppress(OSError):
            unlink_with_sides(temporary)


def unfinished(path: Path) -> list[Path]:
    """What was being copied for this place when it was cut off; nobody's, to whoever is `copying`."""
    name = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}(-journal|-wal|-shm)?")
    try:
        return [path.with_name(one) for one in sorted(os.listdir(path.parent)) if name.fullmatch(one)]
    except OSError:
        return []


def _write(connection: Connection, temporary: Path, key: Key | None) -> None:
    """Copy until nobody wrote meanwhile, then see that the copy holds the same."""
    reading_only = connection.execute("PRAGMA query_only").fetchone()[0]
    connection.execute("PRAGMA query_only = OFF").fetchall()
    try:
        for _ in range(ATTEMPTS):
            before = _version(connection)
            os.truncate(temporary, 0)
            connection.execute("VACUUM INTO ?", (str(temporary),))
            shape = _shape(connection)
            if _version(connection) == before:
                _verify(shape, temporary, key)
                return
    finally:
        connection.execute(f"PRAGMA query_only = {reading_only}").fetchall()
    raise Busy(WRITTEN)


def _version(connection: Connection) -> int:
    return int(connection.execute("PRAGMA data_version").fetchone()[0])


def _verify(shape: list[tuple[Any, ...]], copy: Path, key: Key | None) -> None:
    other = connect(copy, key=key, immutable=True)
    try:
        if not is_sound(other, key, quick=True) or _shape(other) != shape:
            raise CannotWrite(NOT_WHOLE)
    finally:
        other.close()


def _shape(connection: Connection) -> list[tuple[Any, ...]]:
    """The schema word for word, its version, and how many rows each table has."""
    schema = schema_of(connection)
    counts = [
        (name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])
        for name in tables_in(schema)
    ]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    return [*schema, *counts, ("user_version", version)]


@contextmanager
def _told(connection: Connection, temporary: Path, progress: Progress | None) -> Iterator[None]:
    """While inside, `progress` hears how much of the copy is written."""
    if progress is None:
        yield
        return
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    # SQLCipher gives the size of an encrypted file's pages as text.
    whole = max(1, pages * int(connection.execute("PRAGMA page_size").fetchone()[0]))

    def look() -> int:
        with suppress(OSError):
            progress(min(1.0, temporary.stat().st_size / whole))
        return 0

    driver = cast(Any, connection)
    driver.set_progress_handler(look, _STEPS)
    try:
        yield
    finally:
        driver.set_progress_handler(None, 0)
