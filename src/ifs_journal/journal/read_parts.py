"""Reading parts: the list, suggestions while a name is typed, and finding the one that is meant."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from ifs_journal.journal.decoding import from_json, word
from ifs_journal.journal.read_due import OPEN_PROMISE
from ifs_journal.journal.read_tidied import about, merged, record_in, record_of, shown_as, shown_map
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import PartName, Role, name_key

_LONGEST_NUMBER = 18
_SHORTEST_PREFIX = 4
_ALIKE = 0.65
"""How alike two names have to be, from 0 to 1, for one to be taken as a slip for the other."""


class PartSummary(NamedTuple):
    """A part as lists show it.

    `last_seen` is the start (UTC) of the last session it was part of, `last_day` the person's own day
    then (`YYYY-MM-DD`). Parts whose records were merged into it count: their names are among its aliases.
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
    """All parts, the most recently seen first; archived ones at the end, if they are asked for.

    One whose record was merged into another's is not among them: it is read as part of that one.
    """
    found = merged(source)
    where = "" if archived or found else " WHERE p.archived_at IS NULL"
    whole = _folded([_part(row) for row in rows(source, _PART + where + _ORDER)], found)
    return [one for one in whole if archived or one.archived_at is None]


def _folded(parts: Iterable[PartSummary], found: Mapping[str, str]) -> list[PartSummary]:
    """The parts without the merged ones, each with what those bring along, in the same order as ever."""
    every = list(parts)
    if not found:
        return every
    by_id = {one.id: one for one in every}
    whole = []
    for one in every:
        if one.id in found:
            continue
        more = [by_id[id_] for id_ in record_in(found, one.id)[1:] if id_ in by_id]
        whole.append(_with(one, more) if more else one)
    whole.sort(key=lambda one: (one.last_seen or one.created_at, one.number), reverse=True)
    whole.sort(key=lambda one: one.archived_at is not None)
    return whole


def _with(one: PartSummary, more: Iterable[PartSummary]) -> PartSummary:
    every = [one, *more]
    names = {name_key(one.name): one.name}
    for each in every:
        for name in (each.name, *each.aliases):
            names.setdefault(name_key(name), name)
    latest = max(every, key=lambda each: each.last_seen or "")
    aliases = sorted((key, name) for key, name in names.items() if key != name_key(one.name))
    return one._replace(
        aliases=tuple(name for _, name in aliases), last_seen=latest.last_seen, last_day=latest.last_day
    )


def session_counts(source: Source) -> dict[str, int]:
    """In how many sessions each part was, by its id. Reads every appearance: not for a list on screen."""
    found = merged(source)
    sql = (
        "SELECT part_id, count(*) FROM (SELECT DISTINCT part_id, seen_at, session_id FROM session_part) "
        "GROUP BY part_id"
    )
    counts = dict(rows(source, sql))
    # Two parts of one record may have been in the same session.
    return counts | {end: session_count(source, end) for end in set(found.values())}


def session_count(source: Source, part_id: str) -> int:
    """In how many sessions one part was, or what is read as part of it."""
    sql = "SELECT count(*) FROM (SELECT DISTINCT seen_at, session_id FROM session_part WHERE part_id = ?1)"
    sql, which = about(sql, record_of(source, part_id))
    return int(first(source, sql, (which,))[0])


class Trust(NamedTuple):
    """How far a part trusted the person, from 0 to 10, when it was last asked, and on which day.

    `day` is the person's own day (`YYYY-MM-DD`), None for what was written by hand; `at` is UTC.
    """

    value: int
    day: str | None
    at: str


_TRUST = """
SELECT p.id, f.number_value, s.local_day, f.at FROM part p JOIN part_fact f ON f.number = (
    SELECT t.number FROM part_fact t LEFT JOIN session w ON w.id = t.session_id
        LEFT JOIN answer a ON a.session_id = t.session_id AND a.seq = t.answer_seq
    WHERE t.part_id = p.id AND t.field = 'trust' AND t.number_value IS NOT NULL
        AND coalesce(a.private, 0) = 0 AND w.script IS NOT 'vulnerable'
    ORDER BY t.at DESC, t.number DESC LIMIT 1)
LEFT JOIN session s ON s.id = f.session_id
"""


def latest_trust(source: Source) -> dict[str, Trust]:
    """How far each part trusted the person when last asked, by part id. What is private is left out."""
    roots = merged(source)
    found: dict[str, Trust] = {}
    for part_id, *trust in rows(source, _TRUST):
        one, end = Trust(*trust), roots.get(part_id, part_id)
        found[end] = max(found.get(end, one), one, key=lambda each: each.at)
    return found


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
    roots = merged(source)
    found: dict[str, str | None] = {
        roots.get(part_id, part_id): None for (part_id,) in rows(source, undated, (since,))
    }
    for part_id, due in rows(source, dated, (since,)):
        found[roots.get(part_id, part_id)] = due
    return found


def find_parts(source: Source, text: str, limit: int = 20) -> list[PartName]:
    """Parts whose name or alias fits what was typed: beginnings first, then anywhere within.

    Case, accents and spacing do not matter; among equals the most recently seen comes first.
    Archived parts are left out. A name of a merged part stands for the one it was merged into.
    """
    key = name_key(text)
    found = rows(
        source,
        f"""
        WITH fitting AS (
            SELECT {shown_as("named.id", 3)} AS id, min(place) AS place FROM (
                SELECT id, instr(name_key, ?1) AS place FROM part WHERE instr(name_key, ?1) > 0
                UNION ALL
                SELECT part_id, instr(alias_key, ?1) FROM part_alias WHERE instr(alias_key, ?1) > 0
            ) named GROUP BY 1
        )
        SELECT p.id, p.number, p.name FROM fitting f JOIN part p ON p.id = f.id
        WHERE p.archived_at IS NULL
        ORDER BY f.place > 1,
            coalesce((SELECT max(seen_at) FROM session_part WHERE part_id = p.id), p.created_at) DESC,
            p.number DESC
        LIMIT ?2
        """,
        (key, limit, shown_map(source)),
    )
    return [PartName(*row) for row in found]


def part_by_ref(source: Source, ref: str) -> list[PartSummary]:
    """The parts a person may mean by a name, an alias, a number (`3`, `#3`) or an id.

    What fits exactly comes alone; otherwise all whose name, alias or id begins that way; otherwise those
    in whose name or alias a later word does. None fits: an empty list. Archived parts count too, after
    the others. A part whose record was merged stands for the one it was merged into.
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

    by_key: dict[str, list[PartName]] = {}
    for one in parts(source):
        for key in map(name_key, (one.name, *one.aliases)):
            for form in {key, key.partition(" ")[2] or key}:
                by_key.setdefault(form, []).append(PartName(one.id, one.number, one.name))
    near = get_close_matches(name_key(text), by_key, n=limit, cutoff=_ALIKE)
    return list(dict.fromkeys(one for key in near for one in by_key[key]))[:limit]


def _parts_where(source: Source, where: str, value: object) -> list[PartSummary]:
    found = merged(source)
    fitting = [_part(row) for row in rows(source, f"{_PART} WHERE {where}{_ORDER}", (value,))]
    if not found or not fitting:
        return fitting
    ids = {id_ for one in fitting for id_ in record_in(found, found.get(one.id, one.id))}
    these = "p.id IN (SELECT value FROM json_each(?1))"
    whole = rows(source, f"{_PART} WHERE {these}{_ORDER}", (json.dumps(sorted(ids)),))
    return _folded(map(_part, whole), found)


def short_number(ref: str) -> int | None:
    """The short number in `12` or `#12`, or None."""
    digits = ref.removeprefix("#")
    whole = digits.isascii() and digits.isdigit() and not digits.startswith("0")
    if whole and len(digits) <= _LONGEST_NUMBER:
        return int(digits)
    return None
