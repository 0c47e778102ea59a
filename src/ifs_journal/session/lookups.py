"""Who is meant by a name: known parts and people, found exactly, and parts that resemble what was noticed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import Alike, PartName, name_key

MOST_ALIKE = 3


def find_exactly(journal: Journal, ref: str) -> list[PartName]:
    """The parts a whole name, alias, number or id means. Its beginning is not enough: it may be new."""
    from ifs_journal.journal.reads import part_by_ref

    found = ((PartName(one.id, one.number, one.name), one.aliases) for one in part_by_ref(journal, ref))
    return [one for one, aliases in found if _is_named(one, aliases, ref)]


def find_person(journal: Journal, ref: str) -> list[PartName]:
    """The people a whole name, number or id means."""
    from ifs_journal.journal.read_people import person_by_ref

    found = (PartName(one.id, one.number, one.name) for one in person_by_ref(journal, ref))
    return [one for one in found if _is_named(one, (), ref)]


def _is_named(one: PartName, aliases: Iterable[str], ref: str) -> bool:
    bare = ref.removeprefix("#")
    return (
        name_key(ref) in map(name_key, (one.name, *aliases))
        or one.id == ref.lower()
        or (bare.isdigit() and one.number == int(bare))
    )


def suggest_people(journal: Journal, text: str, limit: int) -> Sequence[PartName]:
    """Known people whose name fits what was typed, the most recently seen first."""
    from ifs_journal.journal.read_people import find_people

    return [PartName(*one) for one in find_people(journal, text, limit)]


def alike(journal: Journal, noticed: Mapping[str, str | None]) -> Sequence[Alike]:
    """Known parts that resemble what was noticed: its place, its words, its fears."""
    from ifs_journal.journal.read_like import parts_like

    def lines(name: str) -> list[str]:
        text = noticed.get(name)
        return [] if text is None else [text]

    found = parts_like(
        journal, place=noticed.get("place"), words=lines("words"), fears=lines("fears"), limit=MOST_ALIKE
    )
    return [Alike(one.id, one.number, one.name, one.because) for one in found]
