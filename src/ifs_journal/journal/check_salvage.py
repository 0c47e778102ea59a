"""Everything that can be read of a damaged journal, in a new one. The damaged file is not touched."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ifs_journal.errors import CannotWrite, IfsJournalError, NeedsPassphrase, NotAJournal, WrongKey
from ifs_journal.journal.check_copy import copy_file, open_loosely
from ifs_journal.journal.check_seals import seal_anew
from ifs_journal.journal.check_torn import RowRead, Span, Torn
from ifs_journal.journal.check_trouble import SHOWN, Progress, nobody
from ifs_journal.journal.create import create
from ifs_journal.journal.disk import make_empty, unlink_with_sides
from ifs_journal.journal.driver import NOT_OPENED, Connection, check_file, connect, translated
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import PAGE, PLAIN_MAGIC, SALT_BYTES, Key, Unlock
from ifs_journal.journal.location import make_folder, sync_folder, take_name
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import NOBODY_TO_ASK, Opened, identity
from ifs_journal.journal.replacing import leave_wal

_LOOKED_AT = 1 << 18
"""Bytes at the beginning of a file in which a plain journal has the words of its schema."""

_HINTED = ("session", "part", "person", "part_alias")
"""Tables whose lost rows can partly be made again from what indexes say of them."""


@dataclass
class TableRead:
    """What became of one table: rows read, spans of numbers that could not be read, rows that were refused.

    A row is refused when it is not what its kind of row is. `letters` are rows in which letters were lost.
    """

    read: int = 0
    lost: list[Span] = field(default_factory=list)
    missing: bool = False
    refused: list[int] = field(default_factory=list)
    refused_times: int = 0
    letters: list[int] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether everything in it was read."""
        return not (self.lost or self.missing or self.refused_times or self.letters)


@dataclass
class Salvage:
    """What was read of a damaged file, and what the indexes say of rows that were not."""

    tables: dict[str, TableRead] = field(default_factory=dict)
    known: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


@contextmanager
def salvaging(path: Path, unlock: Unlock | None, target: Path) -> Iterator[tuple[Torn, Journal]]:
    """A damaged file to be read, and a new journal that takes the name `target` when this is left in peace.

    Nobody else has the journal meanwhile. The new one is under the key of the old. Raises Busy, CannotWrite
    when something is at `target` already, and what opening raises.
    """
    check_file(path)
    if os.path.lexists(target):
        raise CannotWrite(f"Something is already at {target}, and it stays as it is. Choose another name.")
    try:
        make_folder(target.parent)
    except OSError as error:
        raise CannotWrite(f"No journal could be made at {target}: {error.strerror}.") from error
    key = _key_for(path, unlock)
    lock = JournalLock(path, exclusive=True)
    beginning = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    copy, new = beginning.with_name(f"{beginning.name}.old"), beginning.with_name(f"{beginning.name}.new")
    try:
        _copy_all(path, copy)
        if key is not None:
            seal_anew(copy, key)
        with _torn(copy, key) as torn, _filling(new, key) as journal:
            yield torn, journal
        try:
            take_name(new, target)
            sync_folder(target.parent)
        except OSError as error:
            raise CannotWrite(f"No journal could be made at {target}: {error.strerror}.") from error
    finally:
        for one in (copy, new):
            unlink_with_sides(one)
            one.with_name(f"{one.name}.lock").unlink(missing_ok=True)
        lock.release()


def read_all(torn: Torn, journal: Journal, progress: Progress = nobody) -> Salvage:
    """Read every table into a new journal, in the caller's transaction, with foreign keys off."""
    from ifs_journal.records.stored import models

    found = Salvage()
    for done, (table, model) in enumerate(models().items()):
        progress("reading", done, len(models()))
        read = found.tables[table] = TableRead()
        columns = _columns_of(journal.connection, table)
        if table not in torn.tables:
            read.missing = True
            continue
        fits = model.__pydantic_validator__.validate_python
        for row in torn.rows(table, read.lost):
            _take(journal.connection, table, columns, row, fits, read)
        if read.lost and table in _HINTED:
            found.known[table] = _hints(journal.connection, table, torn.in_indexes(table, read.lost))
    return found


def _take(
    connection: Connection, table: str, columns: Mapping[str, bool], row: RowRead, fits: Any, read: TableRead
) -> None:
    values = {name: value for name, value in row.values.items() if name in columns}
    try:
        # A column this version added is filled by the table itself.
        required = {name: value for name, value in values.items() if name != "number"}
        if set(columns) - {"number"} == set(required):
            fits(required)
        with translated(None):
            _insert(connection, table, values, None if "number" in columns else row.number)
    except (ValueError, RecursionError, OverflowError, IfsJournalError) as error:
        if isinstance(error, CannotWrite):
            raise
        read.refused_times += 1
        if len(read.refused) < SHOWN:
            read.refused.append(row.number)
        return
    read.read += 1
    if row.letters_lost and len(read.letters) < SHOWN:
        read.letters.append(row.number)


def _insert(connection: Connection, table: str, values: Mapping[str, Any], number: int | None) -> None:
    names, given = list(values), list(values.values())
    if number:
        names, given = ["rowid", *names], [number, *given]
    marks = ", ".join("?" * len(given))
    connection.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", given)


def _hints(
    connection: Connection, table: str, lost: Mapping[int, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """What is known of rows that are lost, by their id; an alias is made again from its folded form."""
    known: dict[str, dict[str, Any]] = {}
    for number, values in lost.items():
        if not isinstance(values.get("id"), str):
            continue
        known[values["id"]] = {**values, "number": number}
        if table == "part_alias" and {"part_id", "alias_key"} <= set(values):
            with suppress(IfsJournalError), translated(None):
                _insert(connection, table, {**values, "number": number, "alias": values["alias_key"]}, None)
    return known


def _columns_of(connection: Connection, table: str) -> dict[str, bool]:
    sql = 'SELECT name, "notnull" FROM pragma_table_info(?)'
    return {str(name): bool(needed) for name, needed in connection.execute(sql, (table,))}


@contextmanager
def _torn(copy: Path, key: Key | None) -> Iterator[Torn]:
    try:
        torn = Torn(copy, key)
    except NotAJournal:
        if key is not None or not _splice_header(copy):
            raise
        torn = Torn(copy, key)
    try:
        yield torn
    finally:
        torn.close()


@contextmanager
def _filling(new: Path, key: Key | None) -> Iterator[Journal]:
    create(new, key=key)
    with translated(new):
        connection = open_loosely(new, key)
        try:
            yield Journal(new, Opened(connection, None, identity(new), key))
            leave_wal(connection, new)
        finally:
            connection.close()


def _key_for(path: Path, unlock: Unlock | None) -> Key | None:
    """The key a damaged file opens with; None for one that is not encrypted. Raises as opening does.

    Only its first page has to be whole. A plain file whose beginning is damaged is known by its schema.
    """
    with path.open("rb") as file:
        beginning = file.read(_LOOKED_AT)
    if beginning.startswith(PLAIN_MAGIC) or b"CREATE TABLE" in beginning:
        return None
    if unlock is None:
        raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
    wrong: IfsJournalError | None = None
    for key in unlock(path, beginning[:SALT_BYTES]):
        try:
            connection = connect(path, key=key, immutable=True)
            try:
                # Its schema may be damaged too: what says that the key fits is the first page.
                with translated(path):
                    connection.execute("PRAGMA schema_version").fetchone()
            finally:
                connection.close()
        except NotAJournal:
            wrong = WrongKey(NOT_OPENED.format(path=path))
        else:
            return key
    raise wrong or NeedsPassphrase(NOBODY_TO_ASK.format(path=path))


def _copy_all(path: Path, copy: Path) -> None:
    """Copy the file and what waits beside it, byte for byte."""
    real = Path(os.path.realpath(path))
    for ending in ("", "-wal"):
        beside = real.with_name(real.name + ending)
        if beside.exists():
            made = copy.with_name(copy.name + ending)
            make_empty(made)
            copy_file(beside, made)


_HEADER = PLAIN_MAGIC + PAGE.to_bytes(2, "big") + bytes((1, 1, 0, 64, 32, 32))


def _splice_header(copy: Path) -> bool:
    """Put the fixed beginning of a plain file back in its place. False where it stands there already."""
    with copy.open("r+b") as file:
        before = file.read(len(_HEADER))
        waiting = copy.with_name(copy.name + "-wal")
        # Which of the two ways of writing was in use is said by what lies beside it.
        way = bytes((2, 2)) if waiting.exists() and waiting.stat().st_size else bytes((1, 1))
        header = _HEADER[:18] + way + _HEADER[20:]
        if before == header:
            return False
        file.seek(0)
        file.write(header)
    return True
