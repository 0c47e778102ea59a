"""Maps of parts to draw: as a person would have them, of any size, and with names nobody would expect."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from ifs_journal.insight.map_model import Bond, MapPart, PartsMap
from ifs_journal.insight.map_words import MapWords, Names
from ifs_journal.terminal.part_words import ROLES, STATES
from ifs_journal.terms import BondKind, PartState, Role, Wording

DAY, FROM = date(2026, 3, 1), date(2025, 12, 2)
COMMON = (
    "The Critic",
    "the planner",
    "a quiet one",
    "the one who hurries",
    "内なる批評家",
    "الناقد الداخلي",
    "המבקר",
    "क्षत्रिय",
    "👩‍👩‍👧 the family",
    "the one with the lists, the calendars and the very long explanations of both",
    "Donaudampfschifffahrtsgesellschaftskapitän",
)
NAMES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=60)


def part(number: int, role: Role = Role.MANAGER, **more: object) -> MapPart:
    """A part on the map, called after its number unless told otherwise."""
    values = {
        "id": f"p{number:02}",
        "number": number,
        "name": f"Part {number}",
        "role": role,
        "state": PartState.ACTIVE,
        "sessions": 0,
        "behind": role is Role.EXILE,
        **more,
    }
    return MapPart(**values)


def guards(one: int, other: int) -> Bond:
    """One looks after the other."""
    return Bond(f"p{one:02}", f"p{other:02}", BondKind.PROTECTS)


def facing(one: int, other: int) -> Bond:
    """Two that pull against each other."""
    return Bond(f"p{one:02}", f"p{other:02}", BondKind.POLARIZED)


def of(parts: Sequence[MapPart], *bonds: Bond, since: date | None = None, **more: object) -> PartsMap:
    """A map of these."""
    return PartsMap(DAY, FROM, since, tuple(parts), bonds, names={one.id: one.name for one in parts}, **more)


def crowd(count: int, seed: int = 1, names: Sequence[str] = COMMON) -> PartsMap:
    """So many parts of every role, each vulnerable one guarded, some at odds, some together."""
    chance = random.Random(seed)
    roles = [*Role, Role.EXILE, Role.MANAGER]
    parts = [
        part(
            number,
            roles[number % len(roles)],
            name=names[number % len(names)],
            state=PartState.RESTING if number % 6 == 5 else PartState.ACTIVE,
            sessions=int(chance.expovariate(0.2)),
        )
        for number in range(1, count + 1)
    ]
    inner = [one.number for one in parts if not one.behind]
    bonds = [guards(chance.choice(inner), one.number) for one in parts if one.behind]
    for kind in (BondKind.POLARIZED, BondKind.ALLIED, BondKind.TRIGGERS, BondKind.OTHER):
        pairs = [chance.sample(inner, 2) for _ in range(count // 8 + 1)] if len(inner) > 1 else []
        bonds += [Bond(f"p{min(pair):02}", f"p{max(pair):02}", kind) for pair in pairs]
    return of(parts, *dict.fromkeys(bonds))


def words(wording: Wording = Wording.IFS, names: Names = Names.FULL) -> MapWords:
    """What the program itself says."""
    roles = {role: label.name for role, label in ROLES.items()}
    return MapWords(roles, {state: label.name for state, label in STATES.items()}, names, wording)
