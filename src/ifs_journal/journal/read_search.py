"""Finding words again. What it costs follows what is found and shown, not how much the journal holds.

Few places: all of them are looked at and ranked by bm25. Many: a rank would say little and cost much, so
sessions are walked from the newest on, some at a time, and the index is asked only about their answers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from ifs_journal.journal.places import (
    ALIAS,
    ANSWER,
    CORRECTION,
    FACT,
    KIND_SPAN,
    NOTE,
    PART,
    PERSON,
    THERAPY,
    kind_and_number,
)
from ifs_journal.journal.read_filters import ALL, Filters, conditions_of, session_numbers, whole
from ifs_journal.journal.read_hits import Hit, whole_hits
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.journal.words import Sought, Term, sought

MANY = 1000
"""From this many places on, what is found is shown newest first instead of ranked."""

_FIRST_WALK = 50
"""At least so many sessions are looked through at first where there are many places; then twice as many."""
_LONGEST_WALK = 5000
"""And never more than these at first."""
_ANSWERS_EACH = 5
"""About how many answers a session has."""
_GAP = 2000
"""Answers further apart than this are asked for by themselves."""


class Found(NamedTuple):
    """What was found: at most as many as asked for, whether they are ranked, and whether there are more."""

    hits: tuple[Hit, ...]
    ranked: bool
    more: bool


_Light = tuple[int, str]
"""A place, and when what stands there was said (UTC)."""


def search(source: Source, typed: str | Sought, filters: Filters = ALL, *, limit: int = 20) -> Found:
    """The texts that hold all the words typed, where their sessions fit the filters.

    Parts and people of that name come first, then the best ranked, or the newest where there are many.
    """
    wanted = typed if isinstance(typed, Sought) else sought(typed)
    if wanted.empty:
        return Found((), ranked=True, more=False)
    filters = whole(source, filters)
    found = list(islice(_places(source, wanted), MANY + 1))
    ranked = len(found) <= MANY
    if ranked:
        light = _current(source, found, filters)
        rank = _ranks(source, wanted, {place for place, _ in light})
        light.sort(key=itemgetter(1), reverse=True)
        light.sort(key=lambda one: (not _is_name(one[0]), rank.get(one[0], 0.0)))
    else:
        # Where they lie this far apart, about so many sessions hold as many as are wanted.
        at_first = (limit + 1) * (found[-1] - found[0]) // MANY // _ANSWERS_EACH
        size = min(max(at_first, _FIRST_WALK), _LONGEST_WALK)
        newest = _newest(source, wanted, filters, limit + 1, size)
        light = [*_others(source, wanted, filters), *newest]
        light.sort(key=itemgetter(1), reverse=True)
        light.sort(key=lambda one: not _is_name(one[0]))
    hits = tuple(whole_hits(source, [place for place, _ in light[:limit]]))
    return Found(hits, ranked, len(light) > limit)


# --- asking the index ------------------------------------------------------------------------------

_INSTR = {
    ANSWER: ("answer", "value"),
    CORRECTION: ("correction", "value"),
    NOTE: ("note", "text"),
    PART: ("part", "name"),
    ALIAS: ("part_alias", "alias"),
    FACT: ("part_fact", "value"),
    PERSON: ("person", "name"),
    THERAPY: ("therapy", "coalesce(x.came, '') || char(10) || coalesce(x.practice, '')"),
}


def _places(source: Source, wanted: Sought, between: tuple[int, int] | None = None) -> Iterator[int]:
    """The places that hold all the words, each once; within a range of places if one is given."""
    if not wanted.terms:
        yield from _held(source, wanted, between, inside=True)
        return
    seen: set[int] = set()
    for inside in (False, True) if wanted.inside else (False,):
        for place in _held(source, wanted, between, inside=inside):
            if place not in seen:
                seen.add(place)
                yield place


def _held(source: Source, wanted: Sought, between: tuple[int, int] | None, *, inside: bool) -> Iterator[int]:
    """The same: the words by themselves, or `inside` of texts without spaces."""
    conditions: list[str] = []
    parameters: list[Any] = []
    runs = _quoted_all((*wanted.inside, *wanted.long_runs))
    if not inside:
        place, table = "w.rowid", "words w"
        conditions.append("w.words MATCH ?")
        parameters.append(_asked(wanted.terms))
        if wanted.long_runs:
            conditions.append("w.rowid IN (SELECT rowid FROM words_unspaced WHERE words_unspaced MATCH ?)")
            parameters.append(_quoted_all(wanted.long_runs))
    elif runs:
        place, table = "w.rowid", "words_unspaced w"
        conditions.append("w.words_unspaced MATCH ?")
        parameters.append(runs)
    else:
        # One or two characters: no index knows them. Only the texts of such scripts are looked through.
        place, table = "w.id", "words_unspaced_docsize w"
    for run in wanted.short_runs:
        condition, given = _holding(place, run)
        conditions.append(condition)
        parameters += given
    if between is not None:
        conditions.append(f"{place} BETWEEN ? AND ?")
        parameters += between
    sql = f"SELECT {place} FROM {table} WHERE {' AND '.join(conditions)}"
    return (place for (place,) in rows(source, sql, parameters))


def _asked(terms: Sequence[Term]) -> str:
    return " AND ".join(term.asked for term in terms)


def _quoted_all(runs: Sequence[str]) -> str:
    return " AND ".join(f'"{run}"' for run in runs)


def _holding(place: str, run: str) -> tuple[str, list[Any]]:
    """The condition that the text at a place holds a few characters."""
    pieces = [
        f"EXISTS (SELECT 1 FROM {table} x WHERE x.number = {place} - {kind * KIND_SPAN} "
        f"AND instr({column if kind == THERAPY else f'x.{column}'}, ?))"
        for kind, (table, column) in _INSTR.items()
    ]
    return f"({' OR '.join(pieces)})", [run] * len(pieces)


def _ranks(source: Source, wanted: Sought, places: set[int]) -> dict[int, float]:
    """The bm25 of places, the lower the better. Words that are everywhere weigh nothing, and are left out."""
    rare = [term for term in wanted.terms if places and _is_rare(source, term)]
    if not rare:
        return {}
    sql = "SELECT rowid, bm25(words) FROM words WHERE words MATCH ?"
    return {place: rank for place, rank in rows(source, sql, (_asked(rare),)) if place in places}


def _is_rare(source: Source, term: Term) -> bool:
    sql = "SELECT rowid FROM words WHERE words MATCH ? LIMIT 1 OFFSET ?"
    return first(source, sql, (term.asked, MANY)) is None


# --- which of them are current and fit ---------------------------------------------------------------

_UNCORRECTED = (
    "NOT EXISTS (SELECT 1 FROM correction c WHERE c.session_id = a.session_id AND c.answer_seq = a.seq)"
)
_LATEST = (
    "NOT EXISTS (SELECT 1 FROM correction l WHERE l.session_id = c.session_id "
    "AND l.answer_seq = c.answer_seq AND (l.at, l.number) > (c.at, c.number))"
)


def _current(source: Source, places: Iterable[int], filters: Filters) -> list[_Light]:
    """Those of the places that hold a text as it stands now, and fit."""
    by_kind: dict[int, list[int]] = {}
    for place in places:
        kind, number = kind_and_number(place)
        by_kind.setdefault(kind, []).append(number)
    found: list[_Light] = []
    for kind, numbers in by_kind.items():
        sql, parameters = _looking_at(kind, filters)
        given = [json.dumps(numbers), *parameters]
        found += [(kind * KIND_SPAN + number, at) for number, at in rows(source, sql, given)]
    return found


def _looking_at(kind: int, filters: Filters) -> tuple[str, list[Any]]:
    fits, parameters = conditions_of(filters)
    # From what was found to its session (CROSS JOIN keeps that order), never through all sessions that fit.
    among = "IN (SELECT value FROM json_each(?))"
    if kind == ANSWER:
        tables = "answer a CROSS JOIN session s ON s.id = a.session_id"
        where = f"a.number {among} AND {_UNCORRECTED} AND {fits}"
        return f"SELECT a.number, s.started_at FROM {tables} WHERE {where}", parameters
    if kind == CORRECTION:
        tables = "correction c CROSS JOIN session s ON s.id = c.session_id"
        where = f"c.number {among} AND {_LATEST} AND {fits}"
        return f"SELECT c.number, s.started_at FROM {tables} WHERE {where}", parameters
    if kind == NOTE:
        return _notes(filters, among)
    if kind == THERAPY:
        return _therapy(filters, among)
    return _timeless(kind, filters, among)


def _notes(filters: Filters, among: str) -> tuple[str, list[Any]]:
    """Notes have a day of their own, and a session, a part, or neither."""
    fits, parameters = conditions_of(filters._replace(since=None, before=None, part=None, merged=()))
    wanted = [f"n.number {among}", f"({fits})"]
    if filters.part is not None:
        these = "IN (SELECT value FROM json_each(?))"
        wanted.append(
            f"(n.part_id {these} OR EXISTS (SELECT 1 FROM session_part w WHERE w.session_id = s.id "
            f"AND +w.part_id {these}))"
        )
        parameters += [filters.record, filters.record]
    if filters.since is not None:
        wanted.append("n.local_day >= ?")
        parameters.append(filters.since.isoformat())
    if filters.before is not None:
        wanted.append("n.local_day < ?")
        parameters.append(filters.before.isoformat())
    # Where the session decides, a note without one cannot fit.
    join = "LEFT JOIN" if fits == "1" else "CROSS JOIN"
    tables = f"note n {join} session s ON s.id = n.session_id"
    return f"SELECT n.number, n.at FROM {tables} WHERE {' AND '.join(wanted)}", parameters


def _therapy(filters: Filters, among: str) -> tuple[str, list[Any]]:
    """What was written down of therapy sessions. They have a day, and belong to nothing else."""
    wanted, parameters = [f"t.number {among}"], []
    if filters.since is not None:
        wanted.append("t.day >= ?")
        parameters.append(filters.since.isoformat())
    if filters.before is not None:
        wanted.append("t.day < ?")
        parameters.append(filters.before.isoformat())
    if filters._replace(since=None, before=None).any:
        wanted.append("0")
    return f"SELECT t.number, t.at FROM therapy t WHERE {' AND '.join(wanted)}", parameters


def _timeless(kind: int, filters: Filters, among: str) -> tuple[str, list[Any]]:
    """Names, and what was added to a part by hand. They belong to no session and to no day."""
    table, owner, at = {
        PART: ("part", "id", "x.created_at"),
        ALIAS: ("part_alias", "part_id", "''"),
        FACT: ("part_fact", "part_id", "x.at"),
        PERSON: ("person", "id", "x.created_at"),
    }[kind]
    if kind == PERSON:
        only, these, wanted = Filters(person=filters.person), "= ?", filters.person
    else:
        only = Filters(part=filters.part, merged=filters.merged)
        these, wanted = "IN (SELECT value FROM json_each(?))", filters.record
    fits = "1" if not filters.any else f"x.{owner} {these}" if filters == only else "0"
    sql = f"SELECT x.number, {at} FROM {table} x WHERE x.number {among} AND {fits}"
    return sql, [wanted] if filters.any and filters == only else []


def _is_name(place: int) -> bool:
    return kind_and_number(place)[0] in (PART, ALIAS, PERSON)


# --- where there are many ------------------------------------------------------------------------------


def _others(source: Source, wanted: Sought, filters: Filters) -> list[_Light]:
    """What fits and is no answer: notes, corrections, names. The newest of each kind."""
    found: list[int] = []
    if next(_places(source, wanted, (KIND_SPAN, (THERAPY + 1) * KIND_SPAN)), None) is None:
        return []
    for kind in range(ANSWER + 1, THERAPY + 1):
        everything = (kind * KIND_SPAN, (kind + 1) * KIND_SPAN - 1)
        found += islice(_places(source, wanted, everything), MANY)
    return _current(source, found, filters)


def _newest(source: Source, wanted: Sought, filters: Filters, enough: int, size: int) -> list[_Light]:
    """The answers of the newest fitting sessions that hold the words: at least `enough`, if there are any.

    `size` is how many sessions are looked through at first.
    """
    walk = session_numbers(source, filters)
    found: list[_Light] = []
    while len(found) < enough:
        sessions = json.dumps(list(islice(walk, size)))
        if sessions == "[]":
            break
        for stretch in _stretches(source, sessions):
            places = json.dumps(list(_places(source, wanted, stretch)))
            found += rows(source, _OF_SESSIONS, (places, sessions))
        size *= 2
    return found


_OF_SESSIONS = (
    "SELECT a.number, s.started_at FROM answer a CROSS JOIN session s ON s.id = a.session_id "
    "WHERE a.number IN (SELECT value FROM json_each(?)) "
    f"AND +s.number IN (SELECT value FROM json_each(?)) AND {_UNCORRECTED}"
)


def _stretches(source: Source, sessions: str) -> Iterator[tuple[int, int]]:
    """From where to where the answers of sessions go, without large gaps: each is asked for by itself."""
    ends = rows(
        source,
        "SELECT min(a.number), max(a.number) FROM session s JOIN answer a ON a.session_id = s.id "
        "WHERE s.number IN (SELECT value FROM json_each(?)) GROUP BY s.number ORDER BY 1",
        (sessions,),
    )
    stretch: tuple[int, int] | None = None
    for start, end in ends:
        if stretch is not None and start - stretch[1] <= _GAP:
            stretch = (stretch[0], max(end, stretch[1]))
            continue
        if stretch is not None:
            yield stretch
        stretch = (start, end)
    if stretch is not None:
        yield stretch
