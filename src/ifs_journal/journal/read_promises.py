"""Promises, as they stand: due, open, kept, not yet, made anew, let go; and what is to be tried by a day.

Plain reading, like `reads`: nothing here writes. `today` is the person's own day, `YYYY-MM-DD`. Of what two
people try together, of what was marked private and of what a vulnerable part was told there are no words
here; that there is a promise, and its day, is.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from ifs_journal.journal.read_due import OPEN_PROMISE
from ifs_journal.journal.read_tidied import record_of, shown_as, shown_map
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import Source, first, rows


class Stands(StrEnum):
    """How it stands with a promise."""

    DUE = "due"
    """Its day is today or has passed, and nothing final was said."""
    OPEN = "open"
    NOT_YET = "not_yet"
    """Last said: not yet, or in part. It is open as well."""
    KEPT = "kept"
    ANEW = "renegotiated"
    LET_GO = "let_go"


FINAL = (Stands.KEPT, Stands.ANEW, Stands.LET_GO)
KEPT = (*FINAL, Stands.NOT_YET, "partly")
"""What can be said of a promise."""
STILL_OPEN = (Stands.DUE, Stands.OPEN, Stands.NOT_YET)
VULNERABLE = "vulnerable"
"""The script whose words are shown in its own entry alone."""


class Promise(NamedTuple):
    """One promise. `number` is its own short number; days are local ones.

    `text` is None where its words are not shown here. `told` is the day something was last said of it.
    """

    number: int
    id: str
    session: int
    day: str
    part: str | None
    part_number: int | None
    person: str | None
    text: str | None
    due: str | None
    shared: bool
    kept: str | None
    told: str | None
    told_in: int | None
    """The number of the session it was said in, where any word about it stands."""


class ToSettle(NamedTuple):
    """One promise a session can be about: its words, where they were said, and to whom."""

    id: str
    number: int
    answer_id: str
    text: str
    part_id: str | None
    part: str | None
    person_id: str | None
    person: str | None


class Trial(NamedTuple):
    """Another way a part may try, for a day."""

    session: int
    day: str
    part: str | None
    text: str | None
    due: str


_LAST = "(SELECT id FROM agreement_outcome WHERE agreement_id = a.id ORDER BY at DESC LIMIT 1)"
_MADE = """
SELECT a.number, a.id, a.due FROM agreement a
WHERE (?1 IS NULL OR a.part_id IN (SELECT value FROM json_each(?1)))
    AND (?2 IS NULL OR a.person_id = ?2) ORDER BY a.number DESC
"""
_TOLD = "SELECT agreement_id, kept FROM agreement_outcome ORDER BY at"
_SHARED = "EXISTS (SELECT 1 FROM shared_trial t WHERE t.session_id = a.session_id)"
_WHOLE = f"""
SELECT a.number, a.id, s.number, s.local_day, p.name, p.number, w.name,
    CASE WHEN coalesce(x.private, 0) OR s.script = '{VULNERABLE}' OR {_SHARED} THEN NULL ELSE a.text END,
    a.due, {_SHARED}, o.kept, l.local_day, l.number
FROM agreement a JOIN session s ON s.id = a.session_id
LEFT JOIN answer x ON x.session_id = a.session_id AND x.seq = a.answer_seq
LEFT JOIN part p ON p.id = {shown_as("a.part_id", 2)} LEFT JOIN person w ON w.id = a.person_id
LEFT JOIN agreement_outcome o ON o.id = {_LAST} LEFT JOIN session l ON l.id = o.session_id
WHERE a.number IN (SELECT value FROM json_each(?1)) ORDER BY a.number DESC
"""
_TO_SETTLE = f"""
SELECT a.id, a.number, a.session_id, a.answer_seq, a.text, p.id, p.name, a.person_id, w.name
FROM agreement a LEFT JOIN part p ON p.id = {shown_as("a.part_id", 2)}
LEFT JOIN person w ON w.id = a.person_id
"""


def promises(
    source: Source,
    today: str,
    *,
    limit: int,
    only: Collection[Stands] = tuple(Stands),
    part_id: str | None = None,
    person_id: str | None = None,
) -> dict[Stands, list[Promise]]:
    """The newest promises of each standing in `only`, at most one more than `limit` of each.

    One that is due, or not yet kept, is open as well: it is there when only open ones are asked for.
    """
    numbers: dict[Stands, list[int]] = {one: [] for one in Stands if one in only}
    headings = {(kept, due): _heading(kept, due, only) for kept in (None, *KEPT) for due in (False, True)}
    # Read once in one piece: looking each promise up by itself takes twice as long where there are many.
    told: dict[str, str] = dict(rows(source, _TOLD))
    for number, id_, due in rows(source, _MADE, (_record(source, part_id), person_id)):
        heading = headings.get((told.get(id_), due is not None and due <= today))
        if heading is None or len(numbers[heading]) > limit:
            continue
        numbers[heading].append(number)
        if all(len(each) > limit for each in numbers.values()):
            break
    whole = _whole(source, [number for each in numbers.values() for number in each])
    return {one: [whole[number] for number in each if number in whole] for one, each in numbers.items()}


def _record(source: Source, part_id: str | None) -> str | None:
    """The ids of a part and of what is read as part of it, as JSON."""
    return None if part_id is None else json.dumps(record_of(source, part_id))


def _heading(kept: str | None, due: bool, only: Collection[Stands]) -> Stands | None:
    """The heading a promise is shown under, of those wanted. What is due is also open, or not yet."""
    if kept in FINAL:
        found = [Stands(kept)]
    else:
        said = Stands.OPEN if kept is None else Stands.NOT_YET
        found = [Stands.DUE, said, Stands.OPEN] if due else [said, Stands.OPEN]
    return next((one for one in found if one in only), None)


def _whole(source: Source, numbers: list[int]) -> Mapping[int, Promise]:
    found = [Promise(*row) for row in rows(source, _WHOLE, (json.dumps(numbers), shown_map(source)))]
    return {one.number: one._replace(shared=bool(one.shared)) for one in found}


def find_promise(source: Source, number: int) -> Promise | None:
    """The promise with this number, or None."""
    return _whole(source, [number]).get(number)


def promise_to_settle(source: Source, today: str, chosen: str | None = None) -> ToSettle | None:
    """The chosen promise (by id); without one the latest that is due, else the newest open one."""
    if chosen is not None:
        return _to_settle(source, "WHERE a.id = ?1", chosen)
    open_ = f"WHERE {OPEN_PROMISE} AND NOT {_SHARED}"
    due = _to_settle(source, f"{open_} AND a.due <= ?1 ORDER BY a.due DESC, a.number DESC LIMIT 1", today)
    return due or _to_settle(source, f"{open_} ORDER BY a.number DESC LIMIT 1")


def _to_settle(source: Source, which: str, value: str | None = None) -> ToSettle | None:
    found: Any = first(source, f"{_TO_SETTLE} {which}", (value, shown_map(source)))
    if found is None:
        return None
    id_, number, session_id, seq, *rest = found
    return ToSettle(id_, number, answer_id(session_id, seq), *rest)


def trials(source: Source, since: str, *, part_id: str | None = None) -> list[Trial]:
    """What a part may try, for a day from `since` on, the nearest day first."""
    sql = f"""
        SELECT s.number, s.local_day, p.name,
            CASE WHEN coalesce(a.private, 0) OR s.script = '{VULNERABLE}' THEN NULL ELSE e.text END, e.due
        FROM experiment e JOIN session s ON s.id = e.session_id
        LEFT JOIN answer a ON a.session_id = e.session_id AND a.seq = e.answer_seq
        LEFT JOIN part p ON p.id = {shown_as("e.part_id", 3)}
        WHERE e.due >= ?1 AND (?2 IS NULL OR e.part_id IN (SELECT value FROM json_each(?2)))
        ORDER BY e.due, e.at
    """
    return [Trial(*row) for row in rows(source, sql, (since, _record(source, part_id), shown_map(source)))]
