"""Rows as they lie in the file, for holding them against what they are meant to be.

Text that is not UTF-8 is handed on so that it is seen, rather than refused by the driver with the text itself
in its complaint.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from ifs_journal.journal.driver import Connection
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.source import first, rows


@contextmanager
def any_text(connection: Connection) -> Iterator[None]:
    """Inside, what should be text and is none comes as the bytes it is."""
    driver: Any = connection
    before = driver.text_factory
    driver.text_factory = _text_or_bytes
    try:
        yield
    finally:
        driver.text_factory = before


def _text_or_bytes(raw: bytes) -> str | bytes:
    try:
        return bytes(raw).decode("utf-8")
    except UnicodeDecodeError:
        return bytes(raw)


def raw_rows(journal: Journal, table: str, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows of a table by their numbers (0 where rows have none), one at a time."""
    number = "rowid" if has_rowid(journal.connection, table) else "0"
    sql = f"SELECT {number}, {', '.join(columns)} FROM {table}"
    with any_text(journal.connection):
        for row in rows(journal, sql):
            yield int(row[0]), dict(zip(columns, row[1:], strict=True))


def has_rowid(connection: Connection, table: str) -> bool:
    """Whether the rows of a table are numbered."""
    sql = "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'"
    found = first(connection, sql, (table,))
    return found is not None and not found[0]
