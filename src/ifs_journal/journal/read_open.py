"""What earlier sessions left open, for a new one to take up: a sentence not said yet, something set aside."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import Source, first


class OpenStatement(NamedTuple):
    """A sentence for somebody that was neither said nor let go. `answer_id` is that of its latest version."""

    id: str
    answer_id: str
    text: str
    person_id: str | None
    person: str | None


class ParkedTrailhead(NamedTuple):
    """Something noticed and set aside. `answer_id` is that of the words it was noted in."""

    id: str
    answer_id: str
    text: str


def open_statement(source: Source, today: date) -> OpenStatement | None:
    """The sentence to look at again: one whose day has come before any other, else the newest."""
    found = first(
        source,
        """
        SELECT s.id, s.session_id, s.answer_seq, s.body, p.id, p.name FROM statement s
        LEFT JOIN person p ON p.id = s.person_id
        WHERE NOT EXISTS (
            SELECT 1 FROM statement_outcome o WHERE o.statement_id = s.id AND o.delivered <> 'not_yet')
        ORDER BY coalesce(s.look_again, '9999') <= ? DESC, s.at DESC, s.number DESC LIMIT 1
        """,
        (today.isoformat(),),
    )
    if found is None:
        return None
    id_, session_id, seq, body, person_id, person = found
    return OpenStatement(id_, answer_id(session_id, seq), body, person_id, person)


def parked_trailhead(source: Source) -> ParkedTrailhead | None:
    """What was set aside last and not taken up since, if there are words for it."""
    found = first(
        source,
        """
        SELECT t.id, t.session_id, t.answer_seq, coalesce(t.noticed, t.trigger) FROM trailhead t
        WHERE t.parked = 1 AND coalesce(t.noticed, t.trigger) IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM trailhead_visit v WHERE v.trailhead_id = t.id)
        ORDER BY t.at DESC, t.number DESC LIMIT 1
        """,
    )
    return None if found is None else ParkedTrailhead(found[0], answer_id(found[1], found[2]), found[3])


def person_name(source: Source, person_id: str) -> str | None:
    """What a person is called, or None when they are not there any more."""
    found = first(source, "SELECT name FROM person WHERE id = ?", (person_id,))
    return None if found is None else str(found[0])
