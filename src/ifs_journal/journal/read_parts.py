"""Reading parts: the list, suggestions while a name is typed, and finding the one that is meant."""

from __future__ import annotations

from typing import Any, NamedTuple

from ifs_journal.journal.decoding import from_json, word
from ifs_journal.journal.read_due import OPEN_PROMISE
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import PartName, Role, name_key

_LONGEST_NUMBER = 18
_SHORTEST_PREFIX = 4
_ALIKE = 0.65
"""How alike two names have to be, from 0 to 1, for one to be taken as a slip for the other."""


class PartSummary(NamedTuple):
    """A part as lists show it.

    `last_seen` is the start (UTC) of the last session it was part of, `last_day` the person's own day
    then (`YYYY-MM-DD`).
    """

    id: str
    number: int
    name: str
    aliases: tuple[str, ...]
    role: Role
    status: str
    state: str
    pronoun: str | None
    created_at: str
    first_session: str | None
    archived_at: str | None
    last_seen: str | None
    last_day: str | None


_PART = """
SELECT p.id, p.number, p.name,
    (SELECT json_group_array(alias) FROM (
        SELECT alias FROM part_alias WHERE part_id = p.id ORDER BY alias_key)),
    p.role, p.status, p.state, p.pronoun, p.created_at, p.first_session, p.archived_at,
    (SELECT max(seen_at) FROM session_part WHERE part_id = p.id) AS last_seen,
    (SELECT s.local_day FROM session_part sp JOIN session s ON s.id = sp.session_id
        WHERE sp.part_id = p.id ORDER BY sp.seen_at DESC, sp.session_id DESC LIMIT 1)
FROM part p
"""

_ORDER = " ORDER BY p.archived_at IS NOT NULL, coalesce(last_seen, p.created_at) DESC, p.number DESC"

_NAMED = "p.name_key = ?1 OR EXISTS (SELECT 1 FROM part_alias a WHERE a.part_id = p.id AND a.alias_key = ?1)"

_BEGINS = (
    "instr(p.name_key, ?1) = 1 OR "
    "EXISTS (SELECT 1 FROM part_alias a WHERE a.part_id = p.id AND instr(a.alias_key, ?1) = 1)"
)
_HAS_WORD = (
    "instr(p.name_key, ?1) > 0 OR "
    "EXISTS (SELECT 1 FROM part_alias a WHERE a.part_id = p.id AND instr(a.alias_key, ?1) > 0)"
)

_ALIASES, _ROLE = 3, 4


def _part(row: Any) -> PartSummary:
    values = list(row)
    values[_ALIASES] = tuple(from_json(values[_ALIASES]))
    values[_ROLE] = word(Role, values[_ROLE])
    return PartSummary(*values)


def parts(source: Source, *, archived: bool = False) -> list[PartSummary]:
    """All parts, the most recently seen first; archived ones at the end, if they are asked for."""
    where = "" if archived else " WHERE p.archived_at IS NULL"
    return [_part(row) for row in rows(source, _PART + where + _ORDER)]


def session_counts(source: Source) -> dict[str, int]:
    """In how many sessions each part was, by its id. Reads every appearance: not for a list on screen."""
    sql = (
        "SELECT part_id, count(*) FROM (SELECT DISTINCT part_id, seen_at, session_id FROM session_part) "
        "GROUP BY part_id"
    )
    return dict(rows(source, sql))


def session_count(source: Source, part_id: str) -> int:
    """In how many sessions one part was."""
    sql = "SELECT count(*) FROM (SELECT DISTINCT seen_at, session_id FROM session_part WHERE part_id = ?)"
    return int(first(source, sql, (part_id,))[0])


def fresh_promises(source: Source, since: str) -> dict[str, str | None]:
    """What was agreed with parts and may still be open, by part id: the day it is for, or None.

    Taken from agreements for a day from `since` (`YYYY-MM-DD`) on, and from those without a day made on
    or after it. What was kept, let go or promised anew is not among them. Of several with a part, the
    nearest day.
    """
    # From the days, not from the parts: what is older than that is never looked at.
    undated = (
        "SELECT a.part_id FROM session s CROSS JOIN agreement a ON a.session_id = s.id "
        f"WHERE s.local_day >= ? AND a.due IS NULL AND a.part_id IS NOT NULL AND {OPEN_PROMISE}"
    )
    dated = (
        "SELECT a.part_id, a.due FROM agreement a WHERE a.due IS NOT NULL AND a.due >= ? "
        f"AND a.part_id IS NOT NULL AND {OPEN_PROMISE} ORDER BY a.due DESC"
    )
    found: dict[str, str | None] = {part_id: None for (part_id,) in rows(source, undated, (since,))}
    return found | dict(rows(source, dated, (since,)))


def find_parts(source: Source, text: str, limit: int = 20) -> list[PartName]:
    """Parts whose name or alias fits what was typed: beginnings first, then anywhere within.

    Case, accents and spacing do not matter; among equals the most recently seen comes first.
    Archived parts are left out.
    """
    key = name_key(text)
    found = rows(
        source,
        """
        WITH fitting AS (
            SELECT id, min(place) AS place FROM (
                SELECT id, instr(name_key, ?1) AS place FROM part WHERE instr(name_key, ?1) > 0
                UNION ALL
                SELECT part_id, instr(alias_key, ?1) FROM part_alias WHERE instr(alias_key, ?1) > 0
            ) GROUP BY id
        )
        SELECT p.id, p.number, p.name FROM fitting f JOIN part p ON p.id = f.id
        WHERE p.archived_at IS NULL
        ORDER BY f.place > 1,
            coalesce((SELECT max(seen_at) FROM session_part WHERE part_id = p.id), p.created_at) DESC,
            p.number DESC
        LIMIT ?2
        """,
        (key, limit),
    )
    return [PartName(*row) for row in found]


def part_by_ref(source: Source, ref: str) -> list[PartSummary]:
    """The parts a person may mean by a name, an alias, a number (`3`, `#3`) or an id.

    What fits exactly comes alone; otherwise all whose name, alias or id begins that way; otherwise those
    in whose name or alias a later word does. None fits: an empty list. Archived parts count too, after
    the others.
    """
    text = ref.strip()
    key = name_key(text)
    if not key:
        return []
    attempts: list[tuple[str, object]] = [(_NAMED, key)]
    number = short_number(text)
    if number is not None:
        attempts.append(("p.number = ?1", number))
    attempts.append(("p.id = ?1", text.lower()))
    attempts.append((_BEGINS, key))
    if len(text) >= _SHORTEST_PREFIX:
        attempts.append(("instr(p.id, ?1) = 1", text.lower()))
    attempts.append((_HAS_WORD, f" {key}"))
    for where, value in attempts:
        found = _parts_where(source, where, value)
        if found:
            return found
    return []


def parts_named(source: Source, name: str) -> list[PartSummary]:
    """The parts that have this very name or alias. Case, accents and spacing do not matter."""
    return _parts_where(source, _NAMED, name_key(name))


def near_names(source: Source, text: str, limit: int = 3) -> list[PartName]:
    """Parts whose name or alias, with or without its first word, is a slip or two from `text`, nearest first.

    Archived ones are left out.
    """
    from difflib import get_close_matches

    sql = (
        "SELECT p.name_key, p.id, p.number, p.name FROM part p WHERE p.archived_at IS NULL UNION ALL "
        "SELECT a.alias_key, p.id, p.number, p.name FROM part_alias a JOIN part p ON p.id = a.part_id "
        "WHERE p.archived_at IS NULL"
    )
    by_key: dict[str, list[PartName]] = {}
    for key, *part in rows(source, sql):
        for form in {key, key.partition(" ")[2] or key}:
            by_key.setdefault(form, []).append(PartName(*part))
    near = get_close_matches(name_key(text), by_key, n=limit, cutoff=_ALIKE)
    return list(dict.fromkeys(one for key in near for one in by_key[key]))[:limit]


def _parts_where(source: Source, where: str, value: object) -> list[PartSummary]:
    return [_part(row) for row in rows(source, f"{_PART} WHERE {where}{_ORDER}", (value,))]


def short_number(ref: str) -> int | None:
    """The short number in `12` or `#12`, or None."""
    digits = ref.removeprefix("#")
    whole = digits.isascii() and digits.isdigit() and not digits.startswith("0")
    if whole and len(digits) <= _LONGEST_NUMBER:
        return int(digits)
    return None
