"""What was tidied in the record of the parts: what is read as part of what, and what can be taken back.

The parts themselves are as they are. Nothing is moved when a record is merged: it is read along with the
other for as long as that holds.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ifs_journal.journal.source import Source, rows
from ifs_journal.terms import TidyKind

IN_FORCE = "taken_back_at IS NULL"
"""Holds for a row of `tidying` or `bond` that was not taken back."""

PRIVATE_FACT = "(coalesce(a.private, 0) = 1 OR s.script IS 'vulnerable')"
"""Holds for a fact whose answer `a` is private, or whose session `s` was a visit to a tender part."""

_MERGED = f"""
SELECT part_id, other_id FROM tidying
WHERE kind = '{TidyKind.MERGED}' AND other_id IS NOT NULL AND {IN_FORCE} ORDER BY at, id
"""


class Tidied(NamedTuple):
    """Something done by hand that can be taken back: archived, merged or split, or a bond of that kind.

    `words` are the person's own about a bond. `at` is UTC.
    """

    id: str
    what: str
    number: int
    name: str
    other_number: int | None
    other: str | None
    words: str | None
    at: str
    bond: bool


def merged(source: Source) -> dict[str, str]:
    """Each part whose record is read as part of another's, and that other: the one that is shown.

    Two copies of a journal may have merged two parts into each other: of a circle, the part with the
    lowest id is the one that is shown.
    """
    into = dict(rows(source, _MERGED))
    found = {part_id: _end(into, part_id) for part_id in into}
    return {part_id: end for part_id, end in found.items() if part_id != end}


def _end(into: Mapping[str, str], part_id: str) -> str:
    seen = [part_id]
    while (following := into.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def record_of(source: Source, part_id: str) -> tuple[str, ...]:
    """The part, and all whose records are read as part of its own, in the order of their ids."""
    return record_in(merged(source), part_id)


def record_in(found: Mapping[str, str], part_id: str) -> tuple[str, ...]:
    """The same, where it is known already what is merged."""
    return (part_id, *sorted(one for one, end in found.items() if end == part_id))


def about(sql: str, record: Collection[str]) -> tuple[str, str]:
    """A query about one part, given as `= ?1`, and its first parameter; made to ask about a whole record.

    Where the record is one part it stays as it is, and keeps the way it goes along its index.
    """
    if len(record) == 1:
        return sql, next(iter(record))
    return sql.replace("= ?1", "IN (SELECT value FROM json_each(?1))"), json.dumps(list(record))


def shown_as(column: str, parameter: int) -> str:
    """In a query, the part shown for the one a column (with its table) names.

    The parameter of this number is `shown_map`.
    """
    return f"coalesce((SELECT value FROM json_each(?{parameter}) WHERE key = {column}), {column})"


def shown_map(source: Source) -> str:
    """What `merged` says, as a query takes it."""
    return json.dumps(merged(source))


_TIDIED = f"""
SELECT t.id, t.kind, p.number, p.name, o.number, o.name, NULL, t.at AS at, 0
FROM tidying t JOIN part p ON p.id = t.part_id LEFT JOIN part o ON o.id = t.other_id
WHERE t.{IN_FORCE}
UNION ALL
SELECT b.id, b.kind, p.number, p.name, o.number, o.name, b.words, b.at, 1
FROM bond b JOIN part p ON p.id = b.part_id JOIN part o ON o.id = b.other_id
WHERE b.{IN_FORCE}
ORDER BY 8 DESC, 1 DESC
"""


def tidied(source: Source) -> list[Tidied]:
    """What was tidied by hand and not taken back, the newest first."""
    return [Tidied(*row)._replace(bond=bool(row[-1])) for row in rows(source, _TIDIED)]


class BondLine(NamedTuple):
    """How one part stands to another, as the person wrote it by hand."""

    id: str
    part_id: str
    other_id: str
    kind: str
    words: str | None
    at: str


def bonds_of(source: Source, record: Iterable[str]) -> list[BondLine]:
    """The bonds written by hand that name a part of a record, on either side, the newest first."""
    named = json.dumps(list(record))
    here = "IN (SELECT value FROM json_each(?1))"
    sql = (
        f"SELECT id, part_id, other_id, kind, words, at FROM bond WHERE {IN_FORCE} "
        f"AND (part_id {here} OR other_id {here}) ORDER BY at DESC, id DESC"
    )
    return [BondLine(*row) for row in rows(source, sql, (named,))]
