"""Which part, person or tag somebody means: the one that fits what was typed, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal.read_parts import find_parts, near_names, part_by_ref
from ifs_journal.journal.read_people import PersonName, find_people, person_by_ref
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import PartName, name_key

MOST_NAMED = 9
"""How many of several that fit are named; with more, more of the name is wanted."""
_MOST_NEAR = 3


class Numbered(Protocol):
    """A part or a person, known by a short number."""

    @property
    def number(self) -> int:
        """The short number."""


def part_meant(source: Source, ref: str) -> PartName:
    """The one part meant by a name, an alias, a number or an id; a piece of a name is enough.

    For looking, never for changing. Raises NotFound, Ambiguous.
    """
    found = part_by_ref(source, ref) or (find_parts(source, ref) if name_key(ref) else [])
    if not found:
        raise no_such_part(source, ref)
    if len(found) > 1:
        raise several(found, "part")
    return PartName(found[0].id, found[0].number, found[0].name)


def person_meant(source: Source, ref: str, *, loosely: bool = False) -> PersonName:
    """The one person meant by a name, its beginning, a number or an id. Raises NotFound, Ambiguous.

    `loosely` takes any piece of a name: for looking, never for changing.
    """
    found: Sequence[PersonName] = [PersonName(*one[:3]) for one in person_by_ref(source, ref)]
    if not found and loosely and name_key(ref):
        found = find_people(source, ref)
    if not found:
        raise NotFound(
            "Nobody of that name is in the journal. People are known as you named them in a session."
        )
    if len(found) > 1:
        raise several(sorted(found, key=lambda one: one.number), "person")
    return found[0]


def tag_meant(source: Source, tag: str) -> str:
    """A tag's key: that tag, else the one that begins so. Raises NotFound, Ambiguous."""
    key = name_key(tag.strip().removeprefix("#"))
    if key and first(source, "SELECT 1 FROM tag WHERE tag_key = ? LIMIT 1", (key,)):
        return key
    fitting = [] if not key else _tags_beginning(source, key)
    if not fitting:
        raise NotFound("No entry has that tag. To give one: ifs tag")
    if len(fitting) > 1:
        raise Ambiguous(f"That fits more than one tag: {', '.join(fitting[:MOST_NAMED])}.")
    return fitting[0]


def _tags_beginning(source: Source, key: str) -> list[str]:
    sql = "SELECT DISTINCT tag_key FROM tag WHERE instr(tag_key, ?) = 1 ORDER BY tag_key LIMIT ?"
    return [found for (found,) in rows(source, sql, (key, MOST_NAMED + 1))]


def no_such_part(source: Source, ref: str) -> NotFound:
    """That there is no such part, with the names that are near."""
    near = ", ".join(f"{one.name} (#{one.number})" for one in near_names(source, ref, _MOST_NEAR))
    told = f"There is no part called that. Near it: {near}." if near else "There is no part called that."
    return NotFound(f"{told} To see them: ifs parts")


def several(found: Sequence[Numbered], what: str) -> Ambiguous:
    """That several parts, or people, fit: their numbers."""
    numbers = ", ".join(f"#{one.number}" for one in found[:MOST_NAMED])
    more = " or another" if len(found) > MOST_NAMED else ""
    return Ambiguous(f"That fits more than one {what}. Which one: {numbers}{more}?")
