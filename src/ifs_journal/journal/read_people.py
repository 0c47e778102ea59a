"""Reading people: suggestions while a name is typed, and finding the one that is meant."""

from __future__ import annotations

from typing import Any, NamedTuple

from ifs_journal.journal.read_parts import short_number
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import name_key

_SHORTEST_PREFIX = 4


class PersonName(NamedTuple):
    """A person as suggestions see them."""

    id: str
    number: int
    name: str


class PersonSummary(NamedTuple):
    """A person as lists show them, under whatever name they were given.

    `last_seen` is the start (UTC) of the last session about them, `last_day` the writer's own day then
    (`YYYY-MM-DD`).
    """

    id: str
    number: int
    name: str
    relation: str | None
    created_at: str
    first_session: str | None
    last_seen: str | None
    last_day: str | None


_PERSON = """
SELECT p.id, p.number, p.name, p.relation, p.created_at, p.first_session,
    (SELECT max(seen_at) FROM session_person WHERE person_id = p.id) AS last_seen,
    (SELECT s.local_day FROM session_person sp JOIN session s ON s.id = sp.session_id
        WHERE sp.person_id = p.id ORDER BY sp.seen_at DESC, sp.session_id DESC LIMIT 1)
FROM person p
"""

_ORDER = " ORDER BY coalesce(last_seen, p.created_at) DESC, p.number DESC"


def people(source: Source) -> list[PersonSummary]:
    """Everybody who was named, the one a session was last about first."""
    return [PersonSummary(*row) for row in rows(source, _PERSON + _ORDER)]


def find_people(source: Source, text: str, limit: int = 20) -> list[PersonName]:
    """People whose name fits what was typed: beginnings first, then anywhere within.

    Case, accents and spacing do not matter; among equals the most recently named comes first.
    """
    found = rows(
        source,
        """
        SELECT p.id, p.number, p.name FROM person p WHERE instr(p.name_key, ?1) > 0
        ORDER BY instr(p.name_key, ?1) > 1,
            coalesce((SELECT max(seen_at) FROM session_person WHERE person_id = p.id), p.created_at) DESC,
            p.number DESC
        LIMIT ?2
        """,
        (name_key(text), limit),
    )
    return [PersonName(*row) for row in found]


def person_by_ref(source: Source, ref: str) -> list[PersonSummary]:
    """The people somebody may mean by a name, a number (`3`, `#3`) or an id.

    What fits exactly comes alone; otherwise all whose name or id begins that way. None fits: an empty
    list.
    """
    text = ref.strip()
    key = name_key(text)
    if not key:
        return []
    attempts: list[tuple[str, Any]] = [("p.name_key = ?1", key)]
    number = short_number(text)
    if number is not None:
        attempts.append(("p.number = ?1", number))
    attempts += [("p.id = ?1", text.lower()), ("instr(p.name_key, ?1) = 1", key)]
    if len(text) >= _SHORTEST_PREFIX:
        attempts.append(("instr(p.id, ?1) = 1", text.lower()))
    for where, value in attempts:
        found = [PersonSummary(*row) for row in rows(source, f"{_PERSON} WHERE {where}{_ORDER}", (value,))]
        if found:
            return found
    return []


def part_name(source: Source, part_id: str) -> str | None:
    """What a part is called, or None when it is not there any more."""
    found = first(source, "SELECT name FROM part WHERE id = ?", (part_id,))
    return None if found is None else str(found[0])


def person_name(source: Source, person_id: str) -> str | None:
    """What a person is called, or None when they are not there any more."""
    found = first(source, "SELECT name FROM person WHERE id = ?", (person_id,))
    return None if found is None else str(found[0])
