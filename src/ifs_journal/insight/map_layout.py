"""Where each part of the map stands. Pure geometry, for any picture: in points, or in letters of a terminal.

Self is in the middle. The others stand round it on rings that are wider than high: those who look after
something on the inner rings, those who are looked after outside, behind the ones that guard them, on the same
ray. Each brings a box that nothing else may touch; rings grow until nothing does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import atan2, cos, gcd, hypot, pi, sin
from typing import NamedTuple

from ifs_journal.insight.map_model import Bond, MapPart
from ifs_journal.insight.map_order import directions, guards_of
from ifs_journal.terms import BondKind

_MOST_LANES = 5
_GROWTH = 1.3
_CLOSER = 4
"""How rings grow until there is room, and how often the step back is halved."""
_WIDER = (1.0, 1.25, 1.5)
_NUDGES = (0.0, 0.5, -0.5, 1.0, -1.0, 1.5, -1.5)
"""How far beside its ray one that is behind may stand, in widths of itself, before it goes further out."""


class Box(NamedTuple):
    """What a thing takes up, from its own middle: left and top are below nothing."""

    left: float
    top: float
    right: float
    bottom: float

    def at(self, x: float, y: float) -> Box:
        """The same, with its middle at a place."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def meets(self, other: Box) -> bool:
        """Whether two have something in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


class Spot(NamedTuple):
    """Where a part stands, from the middle of Self. Angles go clockwise from the right."""

    x: float
    y: float
    angle: float
    ring: int


class Ground(NamedTuple):
    """What a picture is made of: Self's box, how much wider than high the rings are, how far apart they are.

    `first` is how near to Self the first ring may be. Distances are measured downwards.
    """

    centre: Box
    stretch: float
    apart: float
    first: float


def layout(
    parts: Sequence[MapPart], bonds: Sequence[Bond], boxes: Mapping[str, Box], ground: Ground
) -> dict[str, Spot]:
    """Where each part stands. No two of their boxes meet, and none meets Self's."""
    inner = [one.id for one in parts if not one.behind]
    angles = directions(inner, bonds)
    placed = _inner_rings(inner, angles, boxes, ground)
    outer = [one.id for one in parts if one.behind]
    _Behind(placed, boxes, ground, bonds).place(outer)
    return {one.id: placed[one.id] for one in parts}


def _on_ray(angle: float, reach: float, ground: Ground, ring: int) -> Spot:
    return Spot(ground.stretch * reach * cos(angle), reach * sin(angle), angle, ring)


# --- the inner rings ------------------------------------------------------------------------------


def _inner_rings(
    inner: Sequence[str], angles: Mapping[str, float], boxes: Mapping[str, Box], ground: Ground
) -> dict[str, Spot]:
    """As many rings, and as far apart, as give the smallest picture. Neighbours stand on different ones."""
    if not inner:
        return {}
    order = sorted(inner, key=lambda one: angles[one])
    best: dict[str, Spot] = {}
    least = 0.0
    for lanes in range(1, min(_MOST_LANES, max(len(order) // 4, 1)) + 1):
        for wider in _WIDER if lanes > 1 else _WIDER[:1]:
            apart = ground._replace(apart=ground.apart * wider)
            for step in _steps(lanes):
                found = _in_lanes(order, angles, boxes, apart, lanes, step, least)
                if found is not None:
                    best, least = found, max(_reach(spot, ground) for spot in found.values())
    return best


def _steps(lanes: int) -> Sequence[int]:
    """By how many rings neighbours may be apart so that all rings are used alike."""
    return [step for step in range(1, lanes // 2 + 1) if gcd(step, lanes) == 1] or [1]


def _reach(spot: Spot, ground: Ground) -> float:
    return hypot(spot.x / ground.stretch, spot.y)


def _in_lanes(
    order: Sequence[str],
    angles: Mapping[str, float],
    boxes: Mapping[str, Box],
    ground: Ground,
    lanes: int,
    step: int,
    least: float,
) -> dict[str, Spot] | None:
    """The inner parts on so many rings, as near to Self as they fit. None if that is further than `least`."""
    rings = [place * step % lanes for place in range(len(order))]

    def spots(reach: float) -> dict[str, Spot]:
        return {
            one: _on_ray(angles[one], reach + ring * ground.apart, ground, ring)
            for one, ring in zip(order, rings, strict=True)
        }

    def fits(reach: float) -> bool:
        places = spots(reach)
        return _apart([boxes[one].at(places[one].x, places[one].y) for one in order], ground.centre)

    tight, reach = 0.0, ground.first
    while not fits(reach):
        tight, reach = reach, reach * _GROWTH
        if least and tight + (lanes - 1) * ground.apart >= least:
            return None
    for _ in range(_CLOSER if tight else 0):
        middle = (tight + reach) / 2
        tight, reach = (tight, middle) if fits(middle) else (middle, reach)
    if least and reach + (lanes - 1) * ground.apart >= least:
        return None
    return spots(reach)


def _apart(boxes: Sequence[Box], centre: Box) -> bool:
    if any(box.meets(centre) for box in boxes):
        return False
    # Along the rows from the left: only what begins before another ends can meet it.
    ordered = sorted(boxes)
    for place, box in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.left >= box.right:
                break
            if box.meets(other):
                return False
    return True


# --- behind them ----------------------------------------------------------------------------------


class _Behind:
    """Places those that stand outside, one after the other, each behind the ones that guard it."""

    def __init__(
        self, placed: dict[str, Spot], boxes: Mapping[str, Box], ground: Ground, bonds: Sequence[Bond]
    ) -> None:
        self.placed, self.boxes, self.ground, self.bonds = placed, boxes, ground, bonds
        self.guards = guards_of(bonds, set(placed))
        self.taken = [ground.centre, *(boxes[one].at(spot.x, spot.y) for one, spot in placed.items())]
        self.first_ring = max((spot.ring for spot in placed.values()), default=-1) + 1
        within = ground.first - ground.apart
        self.reach = max((_reach(spot, ground) for spot in placed.values()), default=within) + ground.apart

    def place(self, outer: Sequence[str]) -> None:
        """Those with a guard first, in the order of their rays; the others find a place between."""
        guarded = [one for one in outer if one in self.guards]
        angles = {one: self.middle(self.guards[one]) for one in guarded}
        for one in sorted(guarded, key=lambda one: round(angles[one], 9)):
            self.stand(one, angles[one])
        for one in outer:
            if one not in self.guards:
                self.stand(one, self.beside(one))

    def stand(self, one: str, angle: float) -> None:
        box = self.boxes[one]
        for spot in self.tries(angle, box):
            there = box.at(spot.x, spot.y)
            if not any(there.meets(other) for other in self.taken):
                self.placed[one] = spot
                self.taken.append(there)
                return

    def tries(self, angle: float, box: Box) -> Iterator[Spot]:
        """Places for one, the best first: on its ray, a little beside it, and then further out."""
        width = max(box.right - box.left, self.ground.stretch * (box.bottom - box.top)) / self.ground.stretch
        ring = 0
        while True:
            reach = self.reach + ring * self.ground.apart / 2
            for nudge in _NUDGES:
                yield _on_ray(angle + nudge * width / reach, reach, self.ground, self.first_ring + ring // 2)
            ring += 1

    def middle(self, ids: Iterable[str]) -> float:
        """The direction between several."""
        angles = [self.placed[one].angle for one in ids]
        x, y = sum(map(cos, angles)), sum(map(sin, angles))
        return (atan2(y, x) if abs(x) + abs(y) > 1e-6 else angles[0]) % (2 * pi)

    def beside(self, one: str) -> float:
        """A direction for one that nobody guards: facing whom it pulls against, else near whom it is with."""
        against: list[str] = []
        near: list[str] = []
        for bond in self.bonds:
            other = bond.other if bond.part == one else bond.part
            if one in (bond.part, bond.other) and other in self.placed:
                (against if bond.kind is BondKind.POLARIZED else near).append(other)
        if against:
            return (self.middle(against) + pi) % (2 * pi)
        return self.middle(near) if near else self.widest_gap()

    def widest_gap(self) -> float:
        """The direction in which there is most room outside."""
        outside = [spot.angle % (2 * pi) for spot in self.placed.values() if spot.ring >= self.first_ring]
        around = sorted(outside or [spot.angle % (2 * pi) for spot in self.placed.values()])
        if not around:
            return -pi / 2
        gaps = [(after - before, before) for before, after in pairwise([*around, around[0] + 2 * pi])]
        wide, before = max(gaps, key=lambda gap: (round(gap[0], 9), -gap[1]))
        return (before + wide / 2) % (2 * pi)
