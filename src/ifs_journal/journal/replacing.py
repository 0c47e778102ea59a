"""Putting another file in the journal's place: built whole under another name, verified, then renamed.

A kill at any moment leaves the earlier file or the new one, and never a `-wal` of one beside the other.
What was being built when the power went is removed by the next opening.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.disk import make_empty, onto_disk, passing_name, unlink_with_sides
from ifs_journal.journal.driver import Connection, connect, is_sound, schema_of, tables_in, translated
from ifs_journal.journal.key import Key
from ifs_journal.journal.location import sync_folder
from ifs_journal.journal.lock import JournalLock

MADE = "made"
"""What a file being built is called in SQL."""


def put_another(connection: Connection, path: Path, key: Key | None) -> None:
    """Write an open journal anew under `key` (None: not encrypted), and put that in the journal's place.

    The caller is alone with the journal (see `open_alone`) and closes the connection afterwards; it is of
    no use then. Raises CannotWrite, NotAJournal; the journal is then as it was.
    """
    real = Path(os.path.realpath(path))
    with building(real) as temporary:
        build_copy(connection, temporary, key)
        leave_wal(connection, path)
        put_in_place(temporary, real)


@contextmanager
def building(path: Path) -> Iterator[Path]:
    """A new empty file (0600) beside `path`, under a name of its own, gone afterwards unless it was renamed.

    Whoever builds holds the exclusive lock of `path`: a file of such a name is then nobody's.
    """
    temporary = passing_name(path, ".new")
    try:
        make_empty(temporary)
    except OSError as error:
        raise CannotWrite(f"Nothing can be written beside {path}: {error.strerror}.") from error
    try:
        yield temporary
    finally:
        unlink_with_sides(temporary)


def sweep(path: Path) -> None:
    """Remove what a build left behind that was cut off: of the journal, or of a copy beside it.

    The caller holds the lock of `path` and has read from it: what a rollback had to bring back is back.
    Copies are made and written anew under locks of their own, which may be held now.
    """
    left = re.compile(
        rf"\.({re.escape(path.name)}(?:\..+)?)\.[0-9a-f]{{8}}\.(?:new|copying)(?:-wal|-shm|-journal)?"
    )
    with suppress(OSError):
        for name in os.listdir(path.parent):
            found = left.fullmatch(name)
            if found and (found[1] == path.name or not _being_built(path.with_name(found[1]))):
                path.with_name(name).unlink(missing_ok=True)
        _drop_unused_rollback(path.with_name(f"{path.name}-journal"))


def _drop_unused_rollback(rollback: Path) -> None:
    """Remove a rollback file that was cut off before it was of use; SQLite leaves such a one lying there."""
    if rollback.exists():
        with rollback.open("rb") as file:
            unused = file.read(1) in (b"", b"\0")
        if unused:
            rollback.unlink(missing_ok=True)


def _being_built(copy: Path) -> bool:
    known = copy.with_name(f"{copy.name}.lock").exists()
    try:
        lock = JournalLock(copy, exclusive=True)
    except Busy:
        return True
    if not known:
        lock.path.unlink(missing_ok=True)
    lock.release()
    return False


def build_copy(connection: Connection, target: Path, key: Key | None) -> None:
    """Copy an open journal into the empty file `target`, under `key` (None: not encrypted), and verify it.

    The copy is on disk when this returns. It has its own pages: nothing that was removed is in it.
    Raises CannotWrite, NotAJournal.
    """
    # An error names the journal, not the file that is about to vanish.
    with translated(None):
        connection.execute("PRAGMA foreign_keys = OFF").fetchall()
        try:
            with _attached(connection, target, key):
                _copy(connection)
            _onto_disk(target)
            _require_sound(target, key)
            with _attached(connection, target, key):
                _require_same(connection, target)
        finally:
            connection.execute("PRAGMA foreign_keys = ON").fetchall()


def put_in_place(new: Path, path: Path) -> None:
    """Let a finished file take the journal's name, for good. Raises CannotWrite."""
    _onto_disk(new)
    try:
        new.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(f"The new file could not take the place of {path}: {error.strerror}.") from error


def _onto_disk(file: Path) -> None:
    try:
        onto_disk(file)
    except OSError as error:
        raise CannotWrite(NOT_ON_DISK.format(name=file.name, reason=error.strerror)) from error


NOT_ON_DISK = "The disk did not take a copy of the journal ({name}: {reason}). The journal is as it was."


def leave_wal(connection: Connection, path: Path) -> None:
    """Bring everything into the one file, so that nothing of it lies beside. Raises CannotWrite."""
    with translated(path):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        if connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] != "delete":
            raise CannotWrite(
                f"The journal at {path} could not be brought into one file. Nothing was changed."
            )


@contextmanager
def _attached(connection: Connection, target: Path, key: Key | None) -> Iterator[None]:
    literal = "''" if key is None else f'"{key.literal}"'
    connection.execute(f"ATTACH ? AS {MADE} KEY {literal}", (str(target),))
    try:
        yield
    except BaseException:
        # What went wrong first is what has to be told.
        with suppress(Exception):
            connection.execute(f"DETACH {MADE}")
        raise
    connection.execute(f"DETACH {MADE}")


def _copy(connection: Connection) -> None:
    # Until it is finished nobody needs it whole: a build that is cut off is thrown away.
    connection.execute(f"PRAGMA {MADE}.journal_mode = OFF").fetchall()
    connection.execute(f"PRAGMA {MADE}.synchronous = OFF").fetchall()
    connection.execute(f"SELECT sqlcipher_export('{MADE}')").fetchall()
    for name in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA main.{name}").fetchone()[0]
        connection.execute(f"PRAGMA {MADE}.{name} = {value}")


def _require_sound(target: Path, key: Key | None) -> None:
    other = connect(target, key=key)
    try:
        if not is_sound(other, key):
            raise CannotWrite(NOT_WHOLE.format(name=target.name))
    finally:
        other.close()


NOT_WHOLE = "A copy of the journal did not come out whole ({name}). The journal is as it was."


def _require_same(connection: Connection, target: Path) -> None:
    """Compare the copy with the journal: the schema word for word, every row of every table."""
    here = schema_of(connection)
    alike = here == schema_of(connection, MADE)
    if not alike or any(_differ(connection, name) for name in tables_in(here)):
        raise CannotWrite(NOT_WHOLE.format(name=target.name))


def _differ(connection: Connection, table: str) -> bool:
    columns = connection.execute("SELECT name, pk FROM pragma_table_info(?)", (table,)).fetchall()
    quoted = [_quoted(name) for name, _ in columns]
    keys = [_quoted(name) for name, place in columns if place]
    mine, theirs = f"main.{_quoted(table)}", f"{MADE}.{_quoted(table)}"
    counts = f"SELECT (SELECT count(*) FROM {mine}) <> (SELECT count(*) FROM {theirs})"
    if connection.execute(counts).fetchone()[0]:
        return True
    if keys:
        same = " AND ".join(f"a.{one} = b.{one}" for one in keys)
        left, right = (", ".join(f"{side}.{one}" for one in quoted) for side in "ab")
        sql = f"SELECT 1 FROM {mine} a LEFT JOIN {theirs} b ON {same} WHERE ({left}) IS NOT ({right}) LIMIT 1"
    else:
        sql = f"SELECT * FROM {mine} EXCEPT SELECT * FROM {theirs} LIMIT 1"
    return connection.execute(sql).fetchone() is not None


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
