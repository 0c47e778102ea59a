"""Applying a difference: the typed rows that follow a session's log, put and dropped.

Runs inside the caller's transaction, with foreign keys deferred. Table and column names come from
`columns.py` and nowhere else. A session changes its own rows only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.driver import Connection
from ifs_journal.terms import Difference, Row, name_key

OF_AN_ANSWER = tuple(table for table, columns in COLUMNS.items() if {"session_id", "answer_seq"} <= columns)
"""The tables whose rows each follow from one answer of a session."""

MOVED_ON = "This entry was changed or removed in another window. Nothing was changed here. Try again."
"""Said when an entry that is corrected or removed is no longer as it was read."""

_IDENTITY = frozenset({"name", "name_key", "created_at", "first_session"})

_NAMES_PART = ("part_id", "other_id", "about_part_id")


def _naming(*columns: str) -> tuple[tuple[str, str, str], ...]:
    """Every column of a session's rows that names a part (or a person), an alias's own apart."""
    return tuple(
        (table, column, "session_id")
        for table, has in COLUMNS.items()
        for column in columns
        if column in has and "session_id" in has
    )


NAMED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "part": (*_naming(*_NAMES_PART), ("session", "target_part", "id")),
    "person": _naming("person_id"),
}
"""What is named once and used again, and everything that names it: table, column, and the column of whose
session it is."""

_AS_IT_CAME: Mapping[str, str] = {
    "part": (
        "role = 'unknown' AND status = 'new' AND state = 'active' AND pronoun IS NULL "
        "AND NOT EXISTS (SELECT 1 FROM part_alias a WHERE a.part_id = part.id) "
        "AND NOT EXISTS (SELECT 1 FROM part_label l WHERE l.part_id = part.id) "
        "AND NOT EXISTS (SELECT 1 FROM note n WHERE n.part_id = part.id) "
        "AND NOT EXISTS (SELECT 1 FROM bond b WHERE b.part_id = part.id AND b.taken_back_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM bond b WHERE b.other_id = part.id AND b.taken_back_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM tidying t WHERE t.part_id = part.id AND t.taken_back_at IS NULL) "
        "AND NOT EXISTS (SELECT 1 FROM tidying t WHERE t.other_id = part.id AND t.taken_back_at IS NULL)"
    ),
    "person": "relation IS NULL",
}
"""What nobody wrote about by hand. One somebody did stays, whatever becomes of its first session."""

_BURIED = (*_NAMES_PART, "person_id", "target_part")
"""Columns that name what is remembered as removed, so that no log makes it again."""
OF_ANOTHER = {
    "statement_id": "statement",
    "trailhead_id": "trailhead",
    "rupture_id": "rupture",
    "continues_id": "rupture",
    "need_map_id": "need_map",
    "agreement_id": "agreement",
    "talk_plan_id": "talk_plan",
}
"""Columns that name a row of another session, which may be gone for any reason."""
_FIRST = {table: place for place, table in enumerate(("part", "person", "trailhead", "statement"))}
_CANNOT_DO_WITHOUT = {
    ("session_part", "part_id"),
    ("part_fact", "part_id"),
    ("session_person", "person_id"),
    ("statement_outcome", "statement_id"),
    ("trailhead_visit", "trailhead_id"),
    ("relation", "part_id"),
    ("relation", "other_id"),
    ("repair_after", "rupture_id"),
    ("need_map_later", "need_map_id"),
    ("agreement_outcome", "agreement_id"),
}
"""What makes no sense as a row once the part, person or sentence it names was removed."""


def _unused(table: str) -> str:
    elsewhere = " AND ".join(
        f"NOT EXISTS (SELECT 1 FROM {user} r WHERE r.{column} = {table}.id AND r.{owner} IS NOT ?1)"
        for user, column, owner in NAMED[table]
    )
    born = "(first_session = ?1 OR (first_session IS NULL AND named_in IS NOT NULL))"
    return f"{born} AND {_AS_IT_CAME[table]} AND {elsewhere}"


UNUSED: Mapping[str, str] = {table: _unused(table) for table in NAMED}
"""Parts (or people) that a session (`?1`) was the first to name, or one that is gone, and that nothing
else mentions. With an empty id: those that nothing mentions at all."""


def storable(value: Any) -> Any:
    """A value as a column can hold it: JSON for lists and records, and text that UTF-8 can carry."""
    if value is None or isinstance(value, float):
        return value
    if isinstance(value, (bool, int)):
        return int(value)
    if isinstance(value, str):
        return str(value).encode("utf-8", "replace").decode("utf-8")
    return to_json(value)


def to_json(value: Any, *, indent: int | None = None) -> str:
    """JSON text, readable as it stands; escaped only where UTF-8 could not carry it."""
    separators = (",", ":") if indent is None else None

    def text(ascii_only: bool) -> str:
        return json.dumps(
            value, ensure_ascii=ascii_only, allow_nan=False, separators=separators, indent=indent
        )

    readable = text(False)
    try:
        readable.encode("utf-8")
    except UnicodeEncodeError:
        return text(True)
    return readable


def encoded(value: Any) -> str | None:
    """An answer's value as its column holds it."""
    return None if value is None else to_json(value)


def apply(connection: Connection, session_id: str, change: Difference) -> None:
    """Apply a session's difference. Raises ValueError for a table, column or session not its own."""
    for row in change.drop:
        if row.table not in NAMED:
            _drop(connection, session_id, row)
    # Whatever may be referred to goes first, so that a row never names what is not there yet.
    for row in sorted(change.put, key=lambda row: _FIRST.get(row.table, len(_FIRST))):
        _put(connection, session_id, row)
    for row in change.drop:
        if row.table in NAMED:
            drop_unused(connection, session_id, row.table, row.id)


def drop_unused(connection: Connection, session_id: str, table: str, only: str | None = None) -> None:
    """Remove parts (or people) first named by this session, or the one given, that nothing else refers to."""
    which = "" if only is None else " AND id = ?2"
    wanted = [] if only is None else [only]
    connection.execute(f"DELETE FROM {table} WHERE {UNUSED[table]}{which}", [session_id, *wanted])


def drop_forgotten(connection: Connection) -> None:
    """Remove parts and people whose first session is gone and that nothing mentions any more."""
    for table in NAMED:
        connection.execute(f"DELETE FROM {table} WHERE {UNUSED[table]}", ("",))


def drop_unused_of_answer(connection: Connection, session_id: str, id_: str) -> None:
    """Remove a part or person whose naming answer is gone, unless another answer or session mentions it."""
    for table in NAMED:
        here = f"SELECT 1 FROM session_{table} WHERE session_id = ? AND {table}_id = ?"
        if connection.execute(here, (session_id, id_)).fetchone() is None:
            drop_unused(connection, session_id, table, id_)


def _checked(session_id: str, row: Row) -> dict[str, Any]:
    allowed = COLUMNS.get(row.table)
    if allowed is None or not allowed.issuperset(row.values):
        raise ValueError(f"not a row of the journal: {row.table}({', '.join(sorted(row.values))})")
    values = {name: storable(value) for name, value in row.values.items()}
    if "session_id" in allowed and values.setdefault("session_id", session_id) != session_id:
        raise ValueError(f"a row of {row.table} names another session")
    return values


def _drop(connection: Connection, session_id: str, row: Row) -> None:
    allowed = COLUMNS.get(row.table)
    if allowed is None or row.table == "session":
        raise ValueError(f"rows of {row.table} cannot be dropped by a difference")
    if "session_id" in allowed:
        connection.execute(f"DELETE FROM {row.table} WHERE id = ? AND session_id = ?", (row.id, session_id))
    else:
        connection.execute(f"DELETE FROM {row.table} WHERE id = ?", (row.id,))


def _put(connection: Connection, session_id: str, row: Row) -> None:
    values = _checked(session_id, row)
    if not _names_what_is_there(connection, row.table, values):
        return
    if row.table == "session":
        if row.id != session_id:
            raise ValueError("a session changes no other session's row")
        _update(connection, "session", values, "id = ?", [session_id])
        return
    if row.table in NAMED:
        _put_named(connection, session_id, row.table, row.id, values)
        return
    if row.table == "part_alias":
        values.setdefault("alias_key", name_key(values.get("alias", "")))
        owner, owned = "id = ?", [row.id]
    else:
        owner, owned = "id = ? AND session_id = ?", [row.id, session_id]
    if row.table in ("session_part", "session_person") and "seen_at" not in values:
        values["seen_at"] = connection.execute(
            "SELECT started_at FROM session WHERE id = ?", (session_id,)
        ).fetchone()[0]
    if not _update(connection, row.table, values, owner, owned):
        _insert(connection, row.table, row.id, values)


def kept_values(connection: Connection, session_id: str, row: Row) -> dict[str, Any] | None:
    """A row's values as they would be kept now; None where it is about nothing that is still there."""
    values = _checked(session_id, row)
    return values if _names_what_is_there(connection, row.table, values) else None


def _names_what_is_there(connection: Connection, table: str, values: dict[str, Any]) -> bool:
    """A session's log may still name what a person removed for good: its rows then name nothing there.

    False for a row that is about nothing else.
    """
    for column in (*_BURIED, *OF_ANOTHER):
        if values.get(column) is not None and _is_gone(connection, column, values[column]):
            if (table, column) in _CANNOT_DO_WITHOUT:
                return False
            values[column] = None
    return True


def _is_gone(connection: Connection, column: str, id_: str) -> bool:
    table = OF_ANOTHER.get(column)
    if table is None:
        return is_buried(connection, id_)
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id_,)).fetchone() is None


def bury(connection: Connection, id_: str) -> None:
    """Remember that something was removed for good: its id and when, and nothing else of it."""
    connection.execute(
        "INSERT INTO tombstone (id, at) VALUES (?, strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00') "
        "ON CONFLICT (id) DO NOTHING",
        (id_,),
    )


def is_buried(connection: Connection, id_: str) -> bool:
    """Whether a person removed this for good."""
    return connection.execute("SELECT 1 FROM tombstone WHERE id = ?", (id_,)).fetchone() is not None


def _put_named(
    connection: Connection, session_id: str, table: str, row_id: str, values: dict[str, Any]
) -> None:
    """Insert a part or a person, or update what its first session says of it. A name once given stays."""
    if is_buried(connection, row_id):
        return
    known = connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)).fetchone()
    if known is None:
        values.setdefault("name_key", name_key(values.get("name", "")))
        values.setdefault("first_session", session_id)
        values["named_in"] = values["first_session"]
        _insert(connection, table, row_id, values)
        return
    rest = {name: value for name, value in values.items() if name not in _IDENTITY}
    _update(connection, table, rest, "id = ? AND first_session = ?", [row_id, session_id])


def _update(
    connection: Connection, table: str, values: Mapping[str, Any], where: str, which: list[str]
) -> bool:
    if not values:
        return False
    assignments = ", ".join(f"{name} = ?" for name in values)
    done = connection.execute(f"UPDATE {table} SET {assignments} WHERE {where}", [*values.values(), *which])
    return done.rowcount > 0


def _insert(connection: Connection, table: str, row_id: str, values: Mapping[str, Any]) -> None:
    names = ", ".join(["id", *values])
    marks = ", ".join("?" * (len(values) + 1))
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", [row_id, *values.values()])
