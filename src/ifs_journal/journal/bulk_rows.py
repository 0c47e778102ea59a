"""Rows of whole sessions, as they lie in the tables: read from one journal, put into another in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from ifs_journal.journal.bulk import BY_HAND
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import rows

_FIRST = ("session", "part", "person", "answer")
TABLES = (*_FIRST, *sorted({*COLUMNS, *BY_HAND} - set(_FIRST)))
"""The tables that hold what a season is made of, in the order in which they are put."""


class Rows(NamedTuple):
    """All that some sessions left in one table, in its order there; short numbers are left out."""

    table: str
    columns: tuple[str, ...]
    values: tuple[tuple[Any, ...], ...]


def marks_of(connection: Connection) -> dict[str, int]:
    """How far each table is filled now."""
    found = {}
    for table in TABLES:
        order = _order(connection, table)
        sql = f"SELECT coalesce(max({order}), 0) FROM {table}" if order else f"SELECT count(*) FROM {table}"
        found[table] = int(next(rows(connection, sql))[0])
    return found


def rows_since(connection: Connection, marks: dict[str, int]) -> list[Rows]:
    """What was put into the tables since `marks` were taken."""
    found = []
    for table in TABLES:
        columns = tuple(name for name in _columns(connection, table) if name != "number")
        order = _order(connection, table)
        listed = ", ".join(columns)
        if order:
            sql, after = f"SELECT {listed} FROM {table} WHERE {order} > ? ORDER BY {order}", (marks[table],)
        else:
            # Without a rowid a table lies in the order of its key: what these hold is ordered by time.
            sql, after = f"SELECT {listed} FROM {table} ORDER BY at LIMIT -1 OFFSET ?", (marks[table],)
        values = tuple(tuple(row) for row in rows(connection, sql, after))
        if values:
            found.append(Rows(table, columns, values))
    return found


def put_rows(connection: Connection, table: str, columns: Sequence[str], values: Iterable[Any]) -> None:
    """Put rows into a table. Raises ValueError for a table that is not listed here."""
    if table not in TABLES:
        raise ValueError(f"not a table of a season: {table}")
    sql = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    connection.executemany(sql, values)


def copy_bundles(source: Connection, to: Connection) -> None:
    """The scripts' words the sessions refer to."""
    found = list(rows(source, "SELECT hash, protocol, body FROM bundle"))
    to.executemany("INSERT OR IGNORE INTO bundle (hash, protocol, body) VALUES (?, ?, ?)", found)


def _columns(connection: Connection, table: str) -> list[str]:
    return [str(name) for (name,) in rows(connection, "SELECT name FROM pragma_table_info(?)", (table,))]


def _order(connection: Connection, table: str) -> str | None:
    sql = "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?"
    without_rowid = next(rows(connection, sql, (table,)))[0]
    return None if without_rowid else "rowid"
