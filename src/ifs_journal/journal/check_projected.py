"""Holding the rows of a session against those that follow from its answers, and putting them right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ifs_journal.journal.change import NAMED, OF_AN_ANSWER, apply, is_buried, kept_values
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import first, rows
from ifs_journal.terms import Difference, Row


def mending(connection: Connection, session_id: str, expected: Iterable[Row]) -> Difference:
    """What has to change so that a session's rows are the expected ones. Empty where they are.

    Rows of an answer that was removed are left as they are: what is left of it is not the log's to say.
    """
    removed = _removed(connection, session_id)
    put: list[Row] = []
    wanted: dict[str, set[str]] = {table: set() for table in OF_AN_ANSWER}
    for row in expected:
        if row.table in NAMED:
            if not _is_there(connection, row.table, row.id) and not is_buried(connection, row.id):
                put.append(row)
            continue
        values = kept_values(connection, session_id, row)
        if row.table in wanted:
            wanted[row.table].add(row.id)
        if values is None or values.get("answer_seq") in removed:
            continue
        if not _is_as(connection, row.table, row.id, values):
            put.append(row)
    drop = [
        Row(table, id_, {})
        for table, ids in wanted.items()
        for id_, seq in _of_session(connection, table, session_id)
        if id_ not in ids and seq not in removed
    ]
    return Difference(tuple(put), tuple(drop))


def mend_session(connection: Connection, session_id: str, expected: Iterable[Row]) -> bool:
    """Put a session's rows right, in the caller's transaction. False when nothing had to be changed."""
    change = mending(connection, session_id, expected)
    if not any(change):
        return False
    apply(connection, session_id, change)
    return True


def _removed(connection: Connection, session_id: str) -> frozenset[int]:
    sql = (
        "SELECT c.answer_seq FROM correction c JOIN answer a ON a.session_id = c.session_id "
        "AND a.seq = c.answer_seq WHERE c.session_id = ? AND a.kind = 'off' AND NOT c.earlier_kept"
    )
    return frozenset(int(seq) for (seq,) in rows(connection, sql, (session_id,)))


def _is_there(connection: Connection, table: str, id_: str) -> bool:
    return first(connection, f"SELECT 1 FROM {table} WHERE id = ?", (id_,)) is not None


def _is_as(connection: Connection, table: str, id_: str, values: Mapping[str, Any]) -> bool:
    names = list(values)
    found = first(connection, f"SELECT {', '.join(names)} FROM {table} WHERE id = ?", (id_,))
    return found is not None and list(found) == [values[name] for name in names]


def _of_session(connection: Connection, table: str, session_id: str) -> list[tuple[str, int]]:
    """The rows that follow from a session's answers: what was written by hand names none."""
    sql = f"SELECT id, answer_seq FROM {table} WHERE session_id = ? AND answer_seq IS NOT NULL"
    return list(rows(connection, sql, (session_id,)))
