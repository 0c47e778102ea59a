"""Reading a part through time: its words, how far it trusted, what gave room, what was promised and kept.

Days are the person's own (`YYYY-MM-DD`), those of the session something was said in; None for what was
written by hand, which has a time (UTC) alone. What is private, and all of visits to a tender part, is left
out everywhere. Everything comes oldest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ifs_journal.journal.read_tidied import PRIVATE_FACT, about
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import SaidBy

WORDS = ("says", "message", "wants", "insight", "fears", "needs", "hope")
"""Fields in which a part has words, those it said of its own accord first."""


class Said(NamedTuple):
    """Words about a part or of it, as they were written, and whose they are."""

    field: str
    text: str
    said_by: str
    day: str | None
    at: str
    session: int | None


class Level(NamedTuple):
    """A number from 0 to 10, on its day."""

    value: int
    day: str | None
    at: str
    session: int | None


class Room(NamedTuple):
    """How often a way of asking for a little room was followed by this."""

    technique: str | None
    response: str | None
    times: int


class Month(NamedTuple):
    """How often, in a month (`YYYY-MM`), the person felt this way toward the part."""

    month: str
    found: str
    times: int


class Kept(NamedTuple):
    """Something agreed with the part, and what was told of it last: what, in which words, on which day."""

    text: str
    due: str | None
    day: str
    session: int
    kept: str | None
    words: str | None
    kept_on: str | None


class Labelled(NamedTuple):
    """A label or the name, as it was set by hand at a time (UTC)."""

    field: str
    value: str | None
    at: str


_SAID_IN = (
    "LEFT JOIN session s ON s.id = f.session_id "
    "LEFT JOIN answer a ON a.session_id = f.session_id AND a.seq = f.answer_seq"
)
"""The session and the answer a row `f` follows from."""
_OPENLY = f"NOT {PRIVATE_FACT}"


def words_at(source: Source, record: Sequence[str], *, latest: bool) -> Said | None:
    """The first or the latest words of a part: its own if it has any, else what is said of it."""
    order = "DESC" if latest else "ASC"
    for voice in (f"f.said_by = '{SaidBy.PART}'", "1"):
        sql, which = about(
            "SELECT f.at, f.number, f.field, f.value, f.said_by, s.local_day, s.number FROM part_fact f "
            f"{_SAID_IN} WHERE f.part_id = ?1 AND f.field = ?2 AND f.value IS NOT NULL AND {voice} "
            f"AND {_OPENLY} ORDER BY f.at {order}, f.number {order} LIMIT 1",
            record,
        )
        # Field by field, each along its index, from the end that is wanted.
        found = [row for name in WORDS if (row := first(source, sql, (which, name))) is not None]
        if found:
            at, _, field, text, said_by, day, session = (max if latest else min)(found)
            return Said(field, text, said_by, day, at, session)
    return None


def levels(source: Source, record: Sequence[str], field: str) -> Iterator[Level]:
    """Every number a field of a part was given."""
    sql, which = about(
        f"SELECT f.number_value, s.local_day, f.at, s.number FROM part_fact f {_SAID_IN} "
        f"WHERE f.part_id = ?1 AND f.field = ?2 AND f.number_value IS NOT NULL AND {_OPENLY} "
        "ORDER BY f.at, f.number",
        record,
    )
    return (Level(*row) for row in rows(source, sql, (which, field)))


def rooms(source: Source, record: Sequence[str]) -> list[Room]:
    """What followed each way of asking for room, and how often; the most frequent first."""
    return [Room(*row) for row in _of(source, _ROOMS, record)]


def toward(source: Source, record: Sequence[str]) -> list[Month]:
    """How the person felt toward the part, by month."""
    return [Month(*row) for row in _of(source, _TOWARD, record)]


def agreements(source: Source, record: Sequence[str]) -> list[Kept]:
    """What was agreed with the part, and what became of each."""
    return [Kept(*row) for row in _of(source, _AGREED, record)]


def labelled(source: Source, part_id: str) -> list[Labelled]:
    """When its name and labels were set by hand."""
    sql = "SELECT field, value, at FROM part_label WHERE part_id = ? ORDER BY at, field"
    return [Labelled(*row) for row in rows(source, sql, (part_id,))]


_ROOMS = f"""
SELECT f.technique, f.response, count(*) FROM unblend_attempt f {_SAID_IN}
WHERE f.part_id = ?1 AND coalesce(f.technique, f.response) IS NOT NULL AND {_OPENLY}
GROUP BY f.technique, f.response ORDER BY 3 DESC, 1, 2
"""
_TOWARD = f"""
SELECT substr(s.local_day, 1, 7), f.class, count(*) FROM gate_check f {_SAID_IN}
WHERE f.part_id = ?1 AND f.gate = 'feel_toward' AND f.class IS NOT NULL AND {_OPENLY}
GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
"""
_AGREED = f"""
SELECT f.text, f.due, s.local_day, s.number, o.kept,
    CASE WHEN coalesce(w.private, 0) THEN NULL ELSE o.words END, l.local_day
FROM agreement f {_SAID_IN}
LEFT JOIN agreement_outcome o ON o.id = (SELECT id FROM agreement_outcome
    WHERE agreement_id = f.id ORDER BY at DESC LIMIT 1)
LEFT JOIN session l ON l.id = o.session_id
LEFT JOIN answer w ON w.session_id = o.session_id AND w.seq = o.answer_seq
WHERE f.part_id = ?1 AND {_OPENLY} ORDER BY f.number
"""


def _of(source: Source, sql: str, record: Sequence[str]) -> Iterator[Any]:
    asked, which = about(sql, record)
    return rows(source, asked, (which,))
