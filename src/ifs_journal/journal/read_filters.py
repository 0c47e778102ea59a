"""Narrowing down sessions: which conditions a query gets, and in which order it finds the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from ifs_journal.journal.read_tidied import record_of
from ifs_journal.journal.source import Source, first, rows


class Filters(NamedTuple):
    """What sessions have to be. Days are the person's own: the first, and the day after the last.

    `part` and `person` are ids, `tag` is a key as `name_key` makes it. `min_distress` is a level from 0 to 10
    that the state reached at least once. `merged` is filled in by `whole`.
    """

    since: date | None = None
    before: date | None = None
    script: str | None = None
    part: str | None = None
    person: str | None = None
    tag: str | None = None
    paused: bool = False
    min_distress: int | None = None
    merged: tuple[str, ...] = ()

    @property
    def record(self) -> str:
        """The ids of the part and of all that is read as part of it, as JSON."""
        return json.dumps([self.part, *self.merged])

    @property
    def any(self) -> bool:
        """Whether anything is narrowed down at all."""
        return self != ALL


ALL = Filters()
"""Nothing narrowed down."""


def whole(source: Source, filters: Filters) -> Filters:
    """The filters with the parts whose records are read as part of the one that is wanted."""
    if filters.part is None:
        return filters
    return filters._replace(merged=record_of(source, filters.part)[1:])


class Narrowed(NamedTuple):
    """Filters as SQL over `session s`: the tables, the conditions, their parameters, the newest first."""

    tables: str
    where: str
    parameters: tuple[Any, ...]
    order: str


def narrowed(filters: Filters) -> Narrowed:
    """The query that walks the fitting sessions from the newest on, along an index, and may stop at any."""
    if filters.part is not None:
        rest = conditions_of(filters._replace(part=None, merged=()))
        if filters.merged:
            return _of_record(filters.record, rest)
        return _walked("session_part", "part_id", filters.part, rest)
    if filters.person is not None:
        rest = conditions_of(filters._replace(person=None))
        return _walked("session_person", "person_id", filters.person, rest)
    order = "s.started_at DESC, s.number DESC"
    if filters.tag is not None:
        # Nobody gives a tag very often: those sessions are fetched, then sorted.
        where, parameters = conditions_of(filters._replace(tag=None))
        tables = "tag t CROSS JOIN session s ON s.id = t.session_id"
        return Narrowed(tables, f"t.tag_key = ? AND {where}", (filters.tag, *parameters), order)
    where, parameters = conditions_of(filters)
    if filters.paused:
        # Few are. The + keeps the query from walking all that ended in search of them.
        order = "+s.started_at DESC, s.number DESC"
    return Narrowed("session s", where, tuple(parameters), order)


def _walked(table: str, column: str, wanted: str, rest: tuple[str, list[Any]]) -> Narrowed:
    """Along a table that is in order of time under each part or person; of a session's rows, the first."""
    # The + keeps it to the few rows of one session, whatever is known of the sizes.
    earlier = f"e.session_id = d.session_id AND +e.{column} = d.{column} AND e.id < d.id"
    where = f"d.{column} = ? AND NOT EXISTS (SELECT 1 FROM {table} e WHERE {earlier}) AND {rest[0]}"
    tables = f"{table} d CROSS JOIN session s ON s.id = d.session_id"
    return Narrowed(tables, where, (wanted, *rest[1]), "d.seen_at DESC, s.number DESC")


def _of_record(record: str, rest: tuple[str, list[Any]]) -> Narrowed:
    """Few parts are merged: the sessions of all of a record are fetched, then sorted."""
    here = "part_id IN (SELECT value FROM json_each(?))"
    tables = (
        f"(SELECT DISTINCT session_id FROM session_part WHERE {here}) d "
        "CROSS JOIN session s ON s.id = d.session_id"
    )
    return Narrowed(tables, rest[0], (record, *rest[1]), "s.started_at DESC, s.number DESC")


def conditions_of(filters: Filters) -> tuple[str, list[Any]]:
    """The filters as one condition on a session that is at hand already, and its parameters."""
    found: list[tuple[str, Any]] = []
    if filters.since is not None:
        # The local day decides. The start in UTC, which sessions are ordered by, is at most a day off.
        found.append(("s.local_day >= ?", filters.since.isoformat()))
        found.append(("s.started_at >= ?", _moved(filters.since, -1)))
    if filters.before is not None:
        found.append(("s.local_day < ?", filters.before.isoformat()))
        found.append(("s.started_at < ?", _moved(filters.before, 1)))
    if filters.script is not None:
        found.append(("s.script = ?", filters.script))
    if filters.min_distress is not None:
        found.append(
            ("max(ifnull(s.highest_state, -1), ifnull(s.state_before, -1)) >= ?", filters.min_distress)
        )
    for table, column, wanted in (
        ("session_part", "part_id", None if filters.merged else filters.part),
        ("session_person", "person_id", filters.person),
        ("tag", "tag_key", filters.tag),
    ):
        if wanted is not None:
            in_it = f"w.session_id = s.id AND +w.{column} = ?"
            found.append((f"EXISTS (SELECT 1 FROM {table} w WHERE {in_it})", wanted))
    if filters.merged:
        in_it = "w.session_id = s.id AND +w.part_id IN (SELECT value FROM json_each(?))"
        found.append((f"EXISTS (SELECT 1 FROM session_part w WHERE {in_it})", filters.record))
    conditions = [condition for condition, _ in found]
    if filters.paused:
        # In so many words: an index holds just these.
        conditions.append("s.ended_at IS NULL")
    return " AND ".join(conditions) or "1", [value for _, value in found]


def _moved(day: date, days: int) -> str:
    try:
        return (day + timedelta(days=days)).isoformat()
    except OverflowError:
        return day.isoformat()


def count_sessions(source: Source, filters: Filters, at_most: int) -> int:
    """How many sessions fit. Counting ends at `at_most`."""
    query = narrowed(whole(source, filters))
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {query.tables} WHERE {query.where} LIMIT ?)"
    return int(first(source, sql, (*query.parameters, at_most))[0])


def session_numbers(source: Source, filters: Filters, limit: int = -1) -> Iterator[int]:
    """The numbers of the fitting sessions, the newest first; -1 means all."""
    query = narrowed(whole(source, filters))
    sql = f"SELECT s.number FROM {query.tables} WHERE {query.where} ORDER BY {query.order} LIMIT ?"
    return (number for (number,) in rows(source, sql, (*query.parameters, limit)))


def script_was_used(source: Source, script: str) -> bool:
    """Whether any session of this kind is in the journal."""
    return first(source, "SELECT 1 FROM session WHERE script = ? LIMIT 1", (script,)) is not None
