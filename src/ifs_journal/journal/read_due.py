"""What waits: sentences to look at again, promises whose day has come, what was parked, how it last ended.

Plain reading, like `reads`: nothing here writes. `today` is the person's own day, `YYYY-MM-DD`. `since`
leaves out what has waited for longer than that day; without it, everything counts.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import Source, first, rows

STIRRED_FROM = 6
"""From this level (0 to 10) on a session ended stirred: "a lot", far away, and above."""


class SavedStatement(NamedTuple):
    """A sentence kept for later. `local_day` is the person's day it was written on."""

    number: int
    id: str
    session_id: str
    session_number: int
    local_day: str
    kind: str
    person_id: str | None
    person: str | None
    body: str
    held: bool
    """Written while things were hot, and kept for another day."""
    look_again: str | None
    answer_seq: int

    @property
    def answer_id(self) -> str:
        """The id of the answer its words were given in."""
        return answer_id(self.session_id, self.answer_seq)


class DueAgreement(NamedTuple):
    """A promise, with the day it was promised for: to a part, to a person, or to nobody in particular.

    Of something two people try together (`shared`) there are no words here: they belong to both.
    """

    number: int
    id: str
    session_number: int
    local_day: str
    part_id: str | None
    part: str | None
    text: str
    due: str
    person: str | None
    shared: bool


class ParkedTrailhead(NamedTuple):
    """Something noticed and left for another time. `place` is where in the body, if that was said."""

    number: int
    id: str
    session_number: int
    local_day: str
    trigger: str | None
    noticed: str | None
    place: str | None
    part_id: str | None
    session_id: str
    answer_seq: int

    @property
    def words(self) -> str | None:
        """What was noticed, or what happened, in the person's own words."""
        return self.noticed or self.trigger or self.place

    @property
    def answer_id(self) -> str:
        """The id of the answer those words were given in."""
        return answer_id(self.session_id, self.answer_seq)


class StirredEnd(NamedTuple):
    """The newest session that has ended, where it ended with much stirred."""

    session_number: int
    local_day: str
    level: int


_STATEMENT = """
SELECT t.number, t.id, t.session_id, s.number, s.local_day, t.kind, t.person_id, p.name, t.body, t.held,
    t.look_again, t.answer_seq
FROM statement t JOIN session s ON s.id = t.session_id LEFT JOIN person p ON p.id = t.person_id
"""

_OPEN = """NOT EXISTS (SELECT 1 FROM statement_outcome o
    WHERE o.statement_id = t.id AND o.delivered IN ('yes', 'no'))"""

_NOT_TODAY = """NOT EXISTS (SELECT 1 FROM statement_outcome o JOIN session l ON l.id = o.session_id
    WHERE o.statement_id = t.id AND l.local_day >= ?2)"""


def due_statements(source: Source, today: str, *, since: str = "") -> list[SavedStatement]:
    """Sentences whose day to be looked at again has come, the latest first.

    One that was said, or that will not be, is no longer among them; one that was looked at today and
    not said yet comes again on another day.
    """
    sql = (
        f"{_STATEMENT} WHERE t.look_again BETWEEN ?1 AND ?2 AND {_OPEN} AND {_NOT_TODAY} "
        "ORDER BY t.look_again DESC, t.at DESC, t.answer_seq DESC"
    )
    return [_statement(row) for row in rows(source, sql, (since, today))]


def open_statement(source: Source, today: str) -> SavedStatement | None:
    """The sentence to look at again: the latest that is due, else the newest not known to be said."""
    due = due_statements(source, today)
    if due:
        return due[0]
    found = first(source, f"{_STATEMENT} WHERE {_OPEN} ORDER BY t.at DESC, t.answer_seq DESC LIMIT 1")
    return None if found is None else _statement(found)


def _statement(row: Any) -> SavedStatement:
    found = SavedStatement(*row)
    return found._replace(held=bool(found.held))


OPEN_PROMISE = """coalesce((SELECT o.kept FROM agreement_outcome o WHERE o.agreement_id = a.id
    ORDER BY o.at DESC LIMIT 1), '') NOT IN ('kept', 'renegotiated', 'let_go')"""
"""Holds for a promise `a` that nothing was said of yet, or last that it is kept in part, or not yet."""

_TRIED_TOGETHER = "EXISTS (SELECT 1 FROM shared_trial t WHERE t.session_id = a.session_id)"

# A trial of two people is over once they sat down together again on its day or later.
_MET_SINCE = """EXISTS (SELECT 1 FROM shared_trial t JOIN session l
    ON l.script = s.script AND l.started_at > s.started_at
    WHERE t.session_id = a.session_id AND l.local_day >= a.due AND l.end_reason = 'complete')"""


def due_agreements(source: Source, today: str, *, since: str = "") -> list[DueAgreement]:
    """Promises whose day is today or has passed and that are still open, the latest first."""
    sql = f"""
        SELECT a.number, a.id, s.number, s.local_day, a.part_id, p.name, a.text, a.due, w.name,
            {_TRIED_TOGETHER}
        FROM agreement a JOIN session s ON s.id = a.session_id LEFT JOIN part p ON p.id = a.part_id
        LEFT JOIN person w ON w.id = a.person_id
        WHERE a.due BETWEEN ?1 AND ?2 AND {OPEN_PROMISE} AND NOT {_MET_SINCE}
        ORDER BY a.due DESC, a.at DESC, a.answer_seq DESC
    """
    return [_agreement(row) for row in rows(source, sql, (since, today))]


def _agreement(row: Any) -> DueAgreement:
    found = DueAgreement(*row)
    return found._replace(shared=True, text="") if found.shared else found._replace(shared=False)


def parked_trailheads(source: Source, *, since: str = "") -> list[ParkedTrailhead]:
    """What was noticed, parked and not come back to since, the latest first.

    `since` is compared with the time it was noticed, UTC.
    """
    sql = """
        SELECT t.number, t.id, s.number, s.local_day, t.trigger, t.noticed, t.place, t.part_id,
            t.session_id, t.answer_seq
        FROM trailhead t JOIN session s ON s.id = t.session_id
        WHERE t.parked = 1 AND t.at >= ?1
            AND NOT EXISTS (SELECT 1 FROM trailhead_visit v WHERE v.trailhead_id = t.id)
        ORDER BY t.at DESC, t.number DESC
    """
    return [ParkedTrailhead(*row) for row in rows(source, sql, (since,))]


def last_stirred(source: Source, yesterday: str) -> StirredEnd | None:
    """The newest ended session, if it is of `yesterday` or later and ended with much stirred.

    Where nobody asked how it ended, the highest state of the session stands for its end.
    """
    sql = """
        SELECT number, local_day, coalesce(state_after, highest_state) FROM session
        WHERE ended_at IS NOT NULL ORDER BY started_at DESC, number DESC LIMIT 1
    """
    found = first(source, sql)
    if found is None or found[2] is None:
        return None
    ended = StirredEnd(*found)
    return ended if ended.local_day >= yesterday and ended.level >= STIRRED_FROM else None
