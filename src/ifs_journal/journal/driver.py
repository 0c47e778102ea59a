"""The one driver, its settings, and the one place that translates its exceptions.

Everything that touches the file goes through `sqlcipher3`, keyed or not. Its exceptions are no
relatives of `sqlite3`'s, and sqlite-utils may raise those, so `translated` knows both families.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, cast

from sqlcipher3 import dbapi2

from ifs_journal.errors import (
    Busy,
    CannotWrite,
    IfsJournalError,
    NewerJournal,
    NoJournal,
    NotAJournal,
    WrongKey,
)
from ifs_journal.journal.decoding import UNREADABLE
from ifs_journal.journal.key import PAGE, PLAIN_MAGIC, Key

APPLICATION_ID = 0x49465331
"""Stands in the file's header ("IFS1") and says whose file it is."""

SCHEMA_VERSION = 7
"""The schema this version reads and writes; the file carries it as `user_version`."""

BUSY_MS = 5000
"""How long one window waits for another's write, in milliseconds."""

_CANNOT_WRITE = (
    ("SQLITE_FULL", 13, "database or disk is full"),
    ("SQLITE_READONLY", 8, "readonly database"),
    ("SQLITE_CANTOPEN", 14, "unable to open database"),
    ("SQLITE_IOERR", 10, "disk i/o error"),
    ("SQLITE_PERM", 3, "access permission denied"),
)
_BUSY = (("SQLITE_BUSY", 5, "is locked"), ("SQLITE_LOCKED", 6, "locked"))
_NOT_A_JOURNAL = (
    ("SQLITE_NOTADB", 26, "not a database"),
    ("SQLITE_CORRUPT", 11, "malformed"),
)
NOT_OPENED = (
    "That does not open the journal at {path}: it was another passphrase, or the file is no "
    "longer a journal. Nothing was changed in it."
)
_NOT_AS_MADE = (
    "could not decode",
    "malformed json",
    "malformed database schema",
    "invalid fts5 file format",
    "no such table",
    "no such column",
    "has no column",
    "no such module",
    "already exists",
    "unsupported file format",
    "vtable constructor failed",
    "error in view",
    "error in trigger",
    "error in table",
    "error in index",
)
"""What the driver says of a file whose rows or tables are not what they were made as. Its words may quote a
row, so they are never shown and never kept with the error."""


class Cursor(Protocol):
    """What is used of a driver's cursor."""

    rowcount: int
    lastrowid: int

    def fetchone(self) -> Any:
        """The next row, or None."""

    def fetchall(self) -> list[Any]:
        """All rows that are left."""

    def __iter__(self) -> Iterator[Any]:
        """Row by row."""


class Connection(Protocol):
    """What is used of a driver's connection. Transactions are begun and ended by name."""

    @property
    def in_transaction(self) -> bool:
        """A transaction is open."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for each row of values."""

    def close(self) -> None:
        """Close the file."""


def _families() -> tuple[type[BaseException], ...]:
    standard = sys.modules.get("sqlite3")
    return (dbapi2.Error,) if standard is None else (dbapi2.Error, standard.Error)


def _fits(error: BaseException, kinds: Sequence[tuple[str, int, str]]) -> bool:
    code = getattr(error, "sqlite_errorcode", None)
    # `sqlcipher_export` says only SQLITE_ERROR (1), and in words what it was.
    if isinstance(code, int) and code & 0xFF != 1:
        return any(code & 0xFF == kind[1] for kind in kinds)
    message = str(error).lower()
    return any(kind[2] in message for kind in kinds)


def translate(error: BaseException, path: Path | None) -> IfsJournalError:
    """The error a person is told about, for an exception of the driver or of `sqlite3`."""
    where = f"the journal at {path}" if path is not None else "the journal"
    if any(one in str(error).lower() for one in _NOT_AS_MADE):
        return NotAJournal(UNREADABLE)
    if _fits(error, _CANNOT_WRITE):
        return CannotWrite(
            f"Nothing could be written to {where}: the disk is full, read-only or failing. "
            "What was kept before is still there. Make room, or give the folder back its "
            "permission to be written to, then go on with: ifs resume"
        )
    if _fits(error, _BUSY):
        return Busy(f"Another window is using {where}. Try again in a moment.")
    if _fits(error, _NOT_A_JOURNAL):
        return NotAJournal(
            f"{_sentence(where)} is not a journal, or it is damaged. Nothing was changed in it. "
            "If you have a copy, keep this file aside and use the copy. To see what can still be read: "
            "ifs journal check"
        )
    return IfsJournalError(f"Something unexpected went wrong with {where} ({type(error).__name__}).")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@contextmanager
def translated(path: Path | None) -> Iterator[None]:
    """Whatever the driver raises inside leaves as one of `ifs_journal.errors`."""
    try:
        yield
    except Exception as error:
        if isinstance(error, _families()):
            told = translate(error, path)
            raise told from (None if str(told) == UNREADABLE else error)
        if isinstance(error, UnicodeDecodeError):
            # The driver's own complaint quoted a name out of the file that is no text.
            raise NotAJournal(UNREADABLE) from None
        raise


def _uri(path: Path, query: str) -> str:
    text = str(path.absolute())
    if os.name == "nt":
        text = "/" + text.replace("\\", "/")
    for char, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        text = text.replace(char, code)
    return f"file:{text}?{query}"


class View(StrEnum):
    """How a file is looked at that is only read; the value is what SQLite calls it."""

    IMMUTABLE = "mode=ro&immutable=1"
    """Nobody can write to it, and nothing lies beside it that belongs to it: without any lock."""
    SHARED = "mode=ro"
    """Others may be in it: with SQLite's own locks."""
    ALONE = f"mode=ro&vfs={'win32' if os.name == 'nt' else 'unix'}-none"
    """Nobody is in it, and a `-wal` file lies beside it: that is read along, and nothing is made or taken."""


def connect(
    path: Path, *, key: Key | None = None, immutable: bool = False, view: View | None = None
) -> Connection:
    """A bare connection to an existing file, with no setting but silence, patience and its key.

    Nothing is read yet, so a wrong key is not seen here. `immutable` is short for that view.
    """
    query = View.IMMUTABLE if immutable else view or "mode=rw"
    connection = dbapi2.connect(_uri(path, query), uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    # SQLCipher would write its complaints to standard error, past everything that words things here.
    connection.execute("PRAGMA cipher_log_level = NONE")
    if key is not None:
        connection.execute(f'PRAGMA key = "{key.literal}"')
    if view is View.ALONE:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    return cast(Connection, connection)


def in_memory() -> Connection:
    """A connection to an empty file that is only in memory."""
    return cast(Connection, dbapi2.connect(":memory:", isolation_level=None))


def into_memory(path: Path, key: Key | None, view: View) -> Connection:
    """A copy of a file in memory, where it can be changed. The key is known to open it."""
    connection = cast(Connection, dbapi2.connect("file::memory:", uri=True, isolation_level=None))
    connection.execute("PRAGMA cipher_log_level = NONE")
    literal = "''" if key is None else f'"{key.literal}"'
    if view is View.ALONE:
        # Of every file that is attached from here on, too.
        connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    connection.execute(f"ATTACH ? AS file KEY {literal}", (_uri(path, view),))
    connection.execute("SELECT sqlcipher_export('main', 'file')").fetchall()
    for name in ("application_id", "user_version"):
        value = connection.execute(f"PRAGMA file.{name}").fetchone()[0]
        connection.execute(f"PRAGMA main.{name} = {value}")
    connection.execute("DETACH file")
    # Views and triggers were written into the schema as rows; from here on they are known.
    connection.execute("PRAGMA writable_schema = RESET").fetchall()
    return connection


def salt_of(path: Path, *, immutable: bool = False) -> bytes | None:
    """The salt of an encrypted file; None for one that is not encrypted.

    Read through the driver: closing a handle of our own would drop the locks of every connection in
    this process. Raises NotAJournal for what can be neither.
    """
    size = path.stat().st_size
    connection = connect(path, key=Key(bytes(32), bytes(16)), immutable=immutable)
    try:
        salt = bytes.fromhex(connection.execute("PRAGMA cipher_salt").fetchone()[0])
    finally:
        connection.close()
    if salt == PLAIN_MAGIC:
        return None
    if size % PAGE:
        raise NotAJournal(
            f"The journal at {path} is not a journal, or it is damaged. Nothing was changed in it. "
            "If you have a copy, keep this file aside and use the copy."
        )
    return salt


def require_readable(connection: Connection, path: Path, *, keyed: bool) -> None:
    """See that the file opens. Raises WrongKey for an encrypted one that does not, NotAJournal.

    A key that opens the first page is the right one, whatever is missing behind it.
    """
    try:
        with translated(path):
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except NotAJournal as problem:
        if not keyed or (problem.__cause__ is not None and not _fits(problem.__cause__, _NOT_A_JOURNAL[:1])):
            raise
        raise WrongKey(NOT_OPENED.format(path=path)) from None


def check_file(path: Path) -> None:
    """See that something is there to be opened.

    Raises NoJournal when nothing is, NotAJournal for a folder or an empty file.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NoJournal(
            f"There is no journal at {path} yet. To begin one: ifs check-in\n"
            "Where nothing can be asked, this makes it: ifs journal init --unencrypted"
        ) from None
    except OSError as error:
        raise CannotWrite(f"The journal at {path} could not be opened: {error.strerror}.") from error
    if not path.is_file() or found.st_size == 0:
        raise NotAJournal(f"{path} is not a journal: it is a folder, a device or an empty file.")


def check_header(connection: Connection, path: Path, newest: int = SCHEMA_VERSION) -> int:
    """The schema version of an open file, once it is known to be a journal this version can read.

    Reads and never writes. The header is read through the driver and not by opening the file a
    second time: closing a second handle would drop the locks of every connection in this process.
    Raises NotAJournal, NewerJournal.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION_ID or version < 1:
        raise NotAJournal(f"{path} is a database of some other program, not a journal. It was left as it is.")
    if version > newest:
        raise NewerJournal(
            f"The journal at {path} was written by a newer version of ifs-journal "
            f"(its form is {version}, this version knows up to {newest}). It was left untouched. "
            "To open it, install the newer version: pip install --upgrade ifs-journal"
        )
    return version


def is_sound(connection: Connection, key: Key | None, *, quick: bool = False) -> bool:
    """Whether every page of an open file is as it was written, and all that is referred to is there.

    `quick` leaves out what takes longest, and the references. Raises what the driver raises.
    """
    pages = "quick_check(1)" if quick else "integrity_check(1)"
    if connection.execute(f"PRAGMA {pages}").fetchone()[0] != "ok":
        return False
    if key is not None and connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        return False
    return quick or connection.execute("PRAGMA foreign_key_check").fetchone() is None


def schema_of(connection: Connection, database: str = "main") -> list[tuple[str, str, str, str | None]]:
    """The schema of an open database, word for word: type, name, table, SQL."""
    sql = f"SELECT type, name, tbl_name, sql FROM {database}.sqlite_schema ORDER BY type, name"
    return connection.execute(sql).fetchall()


def tables_in(schema: list[tuple[str, str, str, str | None]]) -> list[str]:
    """The tables of a schema that hold rows of their own."""
    return [
        name
        for kind, name, _, sql in schema
        if kind == "table" and not (sql or "").upper().startswith("CREATE VIRTUAL")
    ]


def settle(connection: Connection, path: Path) -> None:
    """Set what durability, privacy and order depend on, and read it back.

    Raises CannotWrite when the place does not allow it (some network folders cannot hold WAL).
    """
    wanted: list[tuple[str, str, object]] = [
        ("busy_timeout", str(BUSY_MS), BUSY_MS),
        ("journal_mode", "WAL", "wal"),
        ("synchronous", "FULL", 2),
        ("secure_delete", "ON", 1),
        ("foreign_keys", "ON", 1),
    ]
    if sys.platform == "darwin":
        wanted.append(("fullfsync", "ON", 1))
    for name, value, read_back in wanted:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != read_back:
            raise CannotWrite(
                f"The folder of {path} cannot keep answers safely (the setting {name} did not hold). "
                "Choose a folder on this computer's own disk with --journal."
            )
