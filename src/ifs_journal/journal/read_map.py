"""Reading what the map of parts is drawn from: who there is, how they stand to each other, what was tidied.

Only what may be shown: nothing that is private or was marked so by hand, and nothing out of a visit
to a tender part or a session of two people.
Times are UTC; a `day` is the person's own (`YYYY-MM-DD`), None for what was written by hand.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ifs_journal.journal.apart import APART, APART_BUNDLES, marked_private
from ifs_journal.journal.source import Source, rows
from ifs_journal.terms import TidyKind

# `r` is a row that says which answer of which session it is from, `s` that session.
_TOLD_OPENLY = f"""s.script NOT IN {APART} AND s.bundle NOT IN ({APART_BUNDLES})
    AND s.id NOT IN ({marked_private("session")})
    AND NOT EXISTS (SELECT 1 FROM answer a
        WHERE a.session_id = r.session_id AND +a.seq = r.answer_seq AND a.private = 1)
    AND (r.session_id, r.answer_seq) NOT IN (SELECT session_id, seq FROM answer
        WHERE id IN ({marked_private("answer")}))"""
_OPEN = f"FROM session s WHERE s.id = r.session_id AND {_TOLD_OPENLY}"


class Known(NamedTuple):
    """A part there is, with the day it was first named on in a session."""

    id: str
    number: int
    name: str
    role: str
    state: str
    created_at: str
    day: str | None
    archived_at: str | None


class LabelChange(NamedTuple):
    """A part's role or state was written by hand."""

    part: str
    field: str
    at: str
    value: str | None


class BondEvent(NamedTuple):
    """One part was said to stand to another in some way, or no longer to (`begins` is false)."""

    part: str
    other: str
    kind: str
    at: str
    day: str | None
    begins: bool


class Tidied(NamedTuple):
    """The record of a part was put away, or into another's (`other`), and perhaps taken out again."""

    part: str
    other: str | None
    at: str
    taken_back_at: str | None


def known_parts(source: Source) -> Iterator[Known]:
    """The parts a map may show, in the order of their numbers; archived ones too.

    One that was marked private is left out, and so is a part that was named only where nothing may be
    shown, until something is said of it by hand.
    """
    sql = f"""
    SELECT p.id, p.number, p.name, p.role, p.state, p.created_at, f.local_day, p.archived_at
    FROM part p LEFT JOIN session f ON f.id = p.first_session
    WHERE p.id NOT IN ({marked_private("part")}) AND (p.named_in IS NULL
        OR EXISTS (SELECT 1 FROM session_part r WHERE r.part_id = p.id AND EXISTS (SELECT 1 {_OPEN}))
        OR EXISTS (SELECT 1 FROM part_label l WHERE l.part_id = p.id)
        OR EXISTS (SELECT 1 FROM bond b WHERE b.part_id = p.id)
        OR EXISTS (SELECT 1 FROM bond b WHERE b.other_id = p.id))
    ORDER BY p.number
    """
    return (Known(*row) for row in rows(source, sql))


def visits(source: Source, since: str, until: str, folded: Mapping[str, str]) -> dict[str, int]:
    """In how many sessions each part was, from one local day to another, both counted in; by part id.

    What `folded` names is counted as the part it stands for; a session in which both were counts once.
    """
    # Looked up for every row: only where there is something to look up.
    stands_for = "coalesce((SELECT value FROM json_each(?) WHERE key = r.part_id), r.part_id)"
    sql = f"""
    SELECT {stands_for if folded else "r.part_id"}, count(DISTINCT s.number)
    FROM session s CROSS JOIN session_part r ON r.session_id = s.id
    WHERE s.local_day >= ? AND s.local_day <= ? AND {_TOLD_OPENLY}
    GROUP BY 1
    """
    given = [json.dumps(folded)] if folded else []
    return dict(rows(source, sql, (*given, since, until)))


def label_changes(source: Source) -> Iterator[LabelChange]:
    """Every role and state that was written by hand, the oldest first."""
    sql = "SELECT part_id, field, at, value FROM part_label WHERE field IN ('role', 'state') ORDER BY at"
    return (LabelChange(*row) for row in rows(source, sql))


def bond_events(source: Source) -> Iterator[BondEvent]:
    """What was said of how parts stand to each other, in sessions and by hand, the oldest first."""
    sql = f"""
    SELECT r.part_id, r.other_id, r.kind, r.at, (SELECT s.local_day {_OPEN}), 1 AS begins
    FROM relation r WHERE EXISTS (SELECT 1 {_OPEN})
    UNION ALL SELECT part_id, other_id, kind, at, NULL, 1 FROM bond
    UNION ALL SELECT part_id, other_id, kind, taken_back_at, NULL, 0 FROM bond WHERE taken_back_at IS NOT NULL
    ORDER BY 4, 6
    """
    return (BondEvent(*row)._replace(begins=bool(row[-1])) for row in rows(source, sql))


def tidied(source: Source) -> Iterator[Tidied]:
    """Every record of a part that was put away, or into another's, the oldest first."""
    kinds = f"'{TidyKind.ARCHIVED}', '{TidyKind.MERGED}'"
    sql = f"SELECT part_id, other_id, at, taken_back_at FROM tidying WHERE kind IN ({kinds}) ORDER BY at, id"
    return (Tidied(*row) for row in rows(source, sql))
