"""A part through time: first and latest words, how far it trusts, what gave room, what was promised.

Nothing is added up into a figure of the part itself. What is private stays out (see `read_story`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from ifs_journal.journal.read_story import (
    Kept,
    Labelled,
    Level,
    Month,
    Room,
    Said,
    agreements,
    labelled,
    levels,
    rooms,
    toward,
    words_at,
)
from ifs_journal.journal.read_tidied import record_of
from ifs_journal.journal.source import Source

TRUST, ENERGY = "trust", "energy"


class Story(NamedTuple):
    """All of it, oldest first. Each is empty where there is nothing."""

    first: Said | None
    latest: Said | None
    """None where there are no words but the first."""
    trust: list[Level]
    energy: list[Level]
    room: list[Room]
    toward: list[Month]
    agreements: list[Kept]
    labels: list[Labelled]


def story_of(source: Source, part_id: str) -> Story:
    """The story of a part, and of what was merged into it."""
    record = record_of(source, part_id)
    earliest = words_at(source, record, latest=False)
    latest = words_at(source, record, latest=True)
    return Story(
        earliest,
        None if latest == earliest else latest,
        list(levels(source, record, TRUST)),
        list(levels(source, record, ENERGY)),
        rooms(source, record),
        toward(source, record),
        agreements(source, record),
        labelled(source, part_id),
    )


def turns(found: Sequence[Level]) -> list[Level]:
    """Where a number changed: the first, each that differs from the one before, and the last."""
    if not found:
        return []
    kept = [found[0]]
    kept += [one for before, one in pairwise(found) if one.value != before.value]
    return kept if kept[-1] is found[-1] else [*kept, found[-1]]


def thinned(found: Sequence[Level], most: int) -> list[Level]:
    """At most so many of the numbers, evenly spread, the first and the last among them. At least two."""
    if len(found) <= most:
        return list(found)
    return [found[place * (len(found) - 1) // (most - 1)] for place in range(most)]


def by_outcome(found: Sequence[Kept]) -> dict[str | None, list[Kept]]:
    """Agreements by what was told of them last, None for nothing yet; each the newest first."""
    groups: dict[str | None, list[Kept]] = {}
    for one in reversed(found):
        groups.setdefault(one.kept, []).append(one)
    return groups


def by_month(found: Iterable[Month]) -> dict[str, list[Month]]:
    """How it was felt toward, month by month, the most frequent first within each."""
    months: dict[str, list[Month]] = {}
    for one in found:
        months.setdefault(one.month, []).append(one)
    return months


def by_technique(found: Iterable[Room]) -> dict[str | None, list[Room]]:
    """What followed, by the way room was asked for, the most used way first."""
    ways: dict[str | None, list[Room]] = {}
    for one in found:
        ways.setdefault(one.technique, []).append(one)
    return dict(sorted(ways.items(), key=lambda way: -sum(one.times for one in way[1])))
