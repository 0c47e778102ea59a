"""In which direction from Self each part of the inner ring stands: who faces whom, and who is beside whom.

Pure and without chance: the same parts and bonds always give the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi

from ifs_journal.insight.map_model import Bond
from ifs_journal.terms import BondKind

_APART: Mapping[BondKind, float] = {BondKind.POLARIZED: 4.0}
"""How much two that stand so want to face each other."""
_NEAR: Mapping[BondKind, float] = {
    BondKind.PROTECTS: 1.0,
    BondKind.ALLIED: 2.0,
    BondKind.TRIGGERS: 0.5,
    BondKind.OTHER: 0.5,
}
"""How much two that stand so want to be beside each other."""
_SAME_CHARGE = 3.0
"""How much two that guard the same one do."""
_ROUNDS = 12
"""After so many rounds of changing seats it stays as it is."""

Pull = tuple[str, str, float]
"""Two parts, and how much they want to face each other; below nothing, to be beside each other."""


def directions(inner: Sequence[str], bonds: Iterable[Bond]) -> dict[str, float]:
    """The angle of each inner part, in radians clockwise from the right.

    `bonds` may name others; what stands behind an inner part pulls at those that guard it.
    """
    pulls = list(_pulls(set(inner), list(bonds)))
    # Facing each other takes an even number of seats; one may stay empty.
    facing = any(pull > 0 for _, _, pull in pulls)
    count = len(inner) + (len(inner) % 2 if facing else 0)
    if not count:
        return {}
    seats = _Seats(inner, count, pulls)
    seats.settle()
    first = pi if count % 2 == 0 else -pi / 2
    return {one: first + 2 * pi * seat / count for one, seat in seats.of.items()}


def guards_of(bonds: Iterable[Bond], inner: set[str]) -> dict[str, list[str]]:
    """Those of the inner ring that guard each other part, by its id."""
    found: dict[str, list[str]] = {}
    for bond in bonds:
        if bond.kind is BondKind.PROTECTS and bond.part in inner and bond.other not in inner:
            found.setdefault(bond.other, []).append(bond.part)
    return found


def _pulls(inner: set[str], bonds: Sequence[Bond]) -> Iterable[Pull]:
    guards = guards_of(bonds, inner)
    for keepers in guards.values():
        for place, one in enumerate(keepers):
            yield from ((one, another, -_SAME_CHARGE) for another in keepers[place + 1 :])
    for bond in bonds:
        pull = _APART.get(bond.kind, 0.0) - _NEAR.get(bond.kind, 0.0)
        ones = [bond.part] if bond.part in inner else guards.get(bond.part, [])
        others = [bond.other] if bond.other in inner else guards.get(bond.other, [])
        share = max(len(ones) * len(others), 1)
        yield from ((one, other, pull / share) for one in ones for other in others if one != other)


class _Seats:
    """Seats round a table, and who sits where. Lower strain is better."""

    def __init__(self, parts: Sequence[str], count: int, pulls: Iterable[Pull]) -> None:
        self.count = count
        self.cosine = [cos(2 * pi * apart / count) for apart in range(count)]
        self.pulls: dict[str, list[tuple[str, float]]] = {one: [] for one in parts}
        for one, other, pull in pulls:
            self.pulls[one].append((other, pull))
            self.pulls[other].append((one, pull))
        self.of: dict[str, int] = {}
        self.at: list[str | None] = [None] * count
        order = sorted(
            enumerate(parts), key=lambda each: (-sum(abs(pull) for _, pull in self.pulls[each[1]]), each[0])
        )
        for _, one in order:
            free = (seat for seat in range(count) if self.at[seat] is None)
            self.sit(one, min(free, key=lambda seat: (round(self.strain(one, seat), 9), seat)))

    def sit(self, one: str, seat: int) -> None:
        self.of[one], self.at[seat] = seat, one

    def strain(self, one: str, seat: int, but: str | None = None) -> float:
        """How much one part would rather be elsewhere."""
        return sum(
            pull * self.cosine[abs(seat - self.of[other])]
            for other, pull in self.pulls[one]
            if other in self.of and other != but
        )

    def settle(self) -> None:
        """Let two change seats as long as that eases them."""
        bound = [one for one, pulls in self.pulls.items() if pulls]
        for _ in range(_ROUNDS):
            moves = [self.moved(one, seat) for one in bound for seat in range(self.count)]
            if not any(moves):
                return

    def moved(self, one: str, seat: int) -> bool:
        """Whether one part went to a seat, because that is easier for both it and whoever sat there."""
        mine, there = self.of[one], self.at[seat]
        if seat == mine:
            return False
        before, after = self.strain(one, mine, there), self.strain(one, seat, there)
        if there is not None:
            before += self.strain(there, seat, one)
            after += self.strain(there, mine, one)
        if after > before - 1e-9:
            return False
        self.at[mine] = None
        if there is not None:
            self.sit(there, mine)
        self.sit(one, seat)
        return True
