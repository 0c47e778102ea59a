"""The days that are still to come: promises, visits, what is to be looked at or tried, each with its day.

Plain reading, like `reads`. `today` is the person's own day, `YYYY-MM-DD`. `words` are the person's own; they
are None where they are not shown outside their entry: marked private, of two people, near a vulnerable part.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ifs_journal.journal.read_due import OPEN_PROMISE
from ifs_journal.journal.read_known import NOT_LOOKED_BACK, OPEN_TALK
from ifs_journal.journal.read_tidied import shown_as, shown_map
from ifs_journal.journal.source import Source, rows


class Dated(NamedTuple):
    """Something for a day. `kind` is promise, trial, try, sentence, repair, talk or visit; `at` is UTC."""

    kind: str
    id: str
    day: str
    at: str
    name: str | None
    """The part or the person it is about."""
    words: str | None


_SHOWN = "coalesce(x.private, 0) = 0 AND s.script <> 'vulnerable'"
_SHARED = "EXISTS (SELECT 1 FROM shared_trial o WHERE o.session_id = a.session_id)"
_ANSWER = "LEFT JOIN answer x ON x.session_id = {0}.session_id AND x.seq = {0}.answer_seq"

_COMING = (
    f"""
    SELECT iif({_SHARED}, 'trial', 'promise'), a.id, a.due, a.at,
        iif({_SHARED}, NULL, coalesce(p.name, w.name)), iif({_SHOWN} AND NOT {_SHARED}, a.text, NULL)
    FROM agreement a JOIN session s ON s.id = a.session_id {_ANSWER.format("a")}
    LEFT JOIN part p ON p.id = a.part_id LEFT JOIN person w ON w.id = a.person_id
    WHERE a.due >= ?1 AND {OPEN_PROMISE}
    """,
    f"""
    SELECT 'try', e.id, e.due, e.at, p.name, iif({_SHOWN}, e.text, NULL)
    FROM experiment e JOIN session s ON s.id = e.session_id {_ANSWER.format("e")}
    LEFT JOIN part p ON p.id = e.part_id WHERE e.due >= ?1
    """,
    f"""
    SELECT 'sentence', t.id, t.look_again, t.at, p.name, iif({_SHOWN}, t.body, NULL)
    FROM statement t JOIN session s ON s.id = t.session_id {_ANSWER.format("t")}
    LEFT JOIN person p ON p.id = t.person_id
    WHERE t.look_again >= ?1 AND NOT EXISTS (SELECT 1 FROM statement_outcome o
        WHERE o.statement_id = t.id AND o.delivered IN ('yes', 'no'))
    """,
    f"""
    SELECT 'repair', r.id, r.look_back, r.at, p.name, iif({_SHOWN}, r.seen, NULL)
    FROM rupture r JOIN session s ON s.id = r.session_id {_ANSWER.format("r")}
    LEFT JOIN person p ON p.id = r.person_id WHERE r.look_back >= ?1 AND {NOT_LOOKED_BACK}
    """,
    f"""
    SELECT 'talk', t.id, t.look_back, t.at, p.name, iif({_SHOWN}, t.about, NULL)
    FROM talk_plan t JOIN session s ON s.id = t.session_id {_ANSWER.format("t")}
    LEFT JOIN person p ON p.id = t.person_id WHERE t.look_back >= ?1 AND {OPEN_TALK}
    """,
    f"""
    SELECT 'visit', f.id, f.next_on, f.at, p.name, NULL
    FROM follow_up f JOIN part p ON p.id = {shown_as("f.part_id", 2)}
    WHERE f.next_on >= ?1 AND p.archived_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM follow_up l WHERE l.at > f.at AND (l.part_id = p.id
            OR l.part_id IN (SELECT key FROM json_each(?2) WHERE value = p.id)))
    """,
)


def coming(source: Source, today: str) -> list[Dated]:
    """Everything for a day from today on, the nearest first. What is no day of the calendar is left out."""
    given = {1: (today,), 2: (today, shown_map(source))}
    found = [Dated(*row) for sql in _COMING for row in rows(source, sql, given[2 if "?2" in sql else 1])]
    return sorted((one for one in found if _is_day(one.day)), key=lambda one: (one.day, one.kind, one.id))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
