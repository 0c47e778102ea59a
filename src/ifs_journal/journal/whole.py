"""A journal as a whole, row by row: read in an order that depends on nothing but what it holds, and filled.

Numbers people know things by are the file's own and are left out; so is what a file remembers about itself. A
column that holds JSON is its value. What is empty is left out of a row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from ifs_journal.journal.change import OF_AN_ANSWER, encoded, to_json
from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import Source, rows

Record = dict[str, Any]

OWN = ("meta", "export_log")
"""Tables that are of this file, or of what was done with it, and of no other."""

FREE: Mapping[str, tuple[str, ...]] = {
    "bundle": ("hash",),
    "person": ("id",),
    "part": ("id",),
    "part_alias": ("id",),
    "part_label": ("part_id", "field", "at"),
    "part_fact": ("id",),
    "bond": ("id",),
    "tidying": ("id",),
    "note": ("id",),
    "therapy": ("id",),
    "saved_filter": ("name_key",),
    "mark": ("subject", "subject_id"),
    "parting": ("id",),
    "tombstone": ("id",),
}
"""Tables of rows that stand by themselves, and what they are ordered by. Of facts, only those by hand."""

LOG: Mapping[str, tuple[str, ...]] = {
    "answer": ("seq",),
    "taken_back": ("seq", "revision"),
    "correction": ("at", "id"),
    "draft": (),
    "tag": ("tag_key",),
}
"""Tables whose rows belong to a session and follow from nothing else, and their order within it."""

WITHIN: Mapping[str, tuple[str, ...]] = {**LOG, **dict.fromkeys(OF_AN_ANSWER, ("answer_seq", "id"))}
"""Every table whose rows belong to a session."""

LEFT_OUT = {"session": {"number", "revision"}, "taken_back": set[str]()}
"""Columns that each file has of its own; elsewhere it is the number."""

AS_JSON: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"value", "quotes"}),
    "correction": frozenset({"value"}),
    "trailhead": frozenset({"channels"}),
    "statement_version": frozenset({"flags"}),
    "rupture": frozenset({"felt", "moves"}),
    "saved_filter": frozenset({"options"}),
}
"""Columns that hold JSON and are given as its value. The words of a bundle stay as they are hashed."""


def columns_of(source: Source, table: str) -> list[str]:
    """The columns of a table that are not the file's own."""
    own = LEFT_OUT.get(table, {"number"})
    sql = "SELECT name FROM pragma_table_info(?)"
    return [name for (name,) in rows(source, sql, (table,)) if name not in own]


def free_rows(source: Source, table: str) -> Iterator[Record]:
    """The rows of a table that stand by themselves."""
    which = " WHERE session_id IS NULL" if table == "part_fact" else ""
    order = ", ".join(FREE[table])
    names = columns_of(source, table)
    for row in rows(source, f"SELECT {', '.join(names)} FROM {table}{which} ORDER BY {order}"):
        yield _record(table, names, row)


def sessions_whole(source: Source) -> Iterator[tuple[Record, Mapping[str, list[Record]]]]:
    """Every session, in the order of the ids, with its rows by table; one is held at a time."""
    streams = {table: _by_session(source, table) for table in WITHIN}
    heads = {table: next(stream, None) for table, stream in streams.items()}
    names = columns_of(source, "session")
    for row in rows(source, f"SELECT {', '.join(names)} FROM session ORDER BY id"):
        session = _record("session", names, row)
        found: dict[str, list[Record]] = {}
        for table, head in heads.items():
            if head is not None and head[0] == session["id"]:
                found[table] = head[1]
                heads[table] = next(streams[table], None)
        yield session, found


def _by_session(source: Source, table: str) -> Iterator[tuple[str, list[Record]]]:
    names = [name for name in columns_of(source, table) if name != "session_id"]
    order = ", ".join(("session_id", *WITHIN[table]))
    sql = f"SELECT session_id, {', '.join(names)} FROM {table} WHERE session_id IS NOT NULL ORDER BY {order}"
    for session_id, its in groupby(rows(source, sql), key=itemgetter(0)):
        yield session_id, [_record(table, names, row[1:]) for row in its]


def _record(table: str, names: Sequence[str], row: Sequence[Any]) -> Record:
    decoded = AS_JSON.get(table, frozenset())
    return {
        name: from_json(value) if name in decoded else value
        for name, value in zip(names, row, strict=True)
        if value is not None
    }


def stored(table: str, row: Mapping[str, Any]) -> Record:
    """A row as its columns hold it. Raises ValueError for what JSON can't hold."""
    decoded = AS_JSON.get(table, frozenset())
    return {name: _text(table, name, value) if name in decoded else value for name, value in row.items()}


def _text(table: str, name: str, value: Any) -> str | None:
    return encoded(value) if name == "value" else to_json(value)


def fill(connection: Connection, table: str, row: Mapping[str, Any]) -> None:
    """Insert one row, as its columns hold it. Raises what the driver raises."""
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))
