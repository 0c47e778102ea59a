"""The lines between parts: how each bends so that it leaves others alone, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import atan2, hypot
from typing import NamedTuple

from ifs_journal.insight.map_layout import Box, Spot
from ifs_journal.insight.map_model import Bond

_BENDS = (0.0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6)
"""How far a line may bend, in lengths of itself; the straightest that is free is taken."""
_SAMPLES = 24
_FINE = 100
_CROSSING = 1.0
"""What it costs a line to lead through something, beside the bends."""
_GAP = 6.0

Point = tuple[float, float]


class Taken(NamedTuple):
    """What a part takes up where it stands: its shape as a circle, and the box of its name."""

    spot: Spot
    radius: float
    label: Box

    def holds(self, at: Point, gap: float = 0.0) -> bool:
        """Whether a point is in it, or nearer to it than `gap`."""
        box = self.label
        inside = box.left - gap < at[0] < box.right + gap and box.top - gap < at[1] < box.bottom + gap
        return inside or hypot(at[0] - self.spot.x, at[1] - self.spot.y) < self.radius + gap


class Curve(NamedTuple):
    """A bent line: where it begins, what it bends to, where it ends."""

    start: Point
    bend: Point
    end: Point

    def at(self, t: float) -> Point:
        """The point a share of the way along."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        return (
            a * self.start[0] + b * self.bend[0] + c * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.end[1],
        )

    def between(self, first: float, last: float) -> Curve:
        """The piece from one share of the way to another."""
        # The bend of a piece lies where the tangents of its ends meet.
        a, b, c = (1 - first) * (1 - last), last + first - 2 * first * last, first * last
        bend = (
            a * self.start[0] + b * self.bend[0] + c * self.end[0],
            a * self.start[1] + b * self.bend[1] + c * self.end[1],
        )
        return Curve(self.at(first), bend, self.at(last))

    @property
    def turns(self) -> tuple[float, float]:
        """Which way it points out of its start, and out of its end."""
        (sx, sy), (bx, by), (ex, ey) = self
        return atan2(sy - by, sx - bx), atan2(ey - by, ex - bx)


def curves(
    bonds: Sequence[Bond], taken: Mapping[str, Taken], centre: Box, gap: float = _GAP
) -> Iterator[tuple[Bond, Curve]]:
    """The line of each bond: past Self and the others, if there is a way, and beside any of the same two.

    It ends `gap` before the two it joins.
    """
    met: dict[tuple[str, str], int] = {}
    for bond in bonds:
        # Found in one order of the two, so that what goes back lies beside what goes there.
        one, other = sorted((bond.part, bond.other))
        beside = met.get((one, other), 0)
        met[one, other] = beside + 1
        found = _ended(_way(one, other, taken, centre, beside), taken[one], taken[other], gap)
        yield bond, found if bond.part == one else Curve(*reversed(found))


def _way(one: str, other: str, taken: Mapping[str, Taken], centre: Box, beside: int) -> Curve:
    """The best way from middle to middle, or where others lie there already, the next best."""
    others = [each for id_, each in taken.items() if id_ not in (one, other)]
    found: list[tuple[float, Curve]] = []
    for bend in _BENDS:
        bent = _bent(taken[one].spot, taken[other].spot, bend)
        found.append((_cost(bent, others, centre, abs(bend)), bent))
        if not beside and found[-1][0] < _CROSSING:
            # Free; what bends more is never better.
            break
    found.sort(key=lambda each: each[0])
    return found[min(beside, len(found) - 1)][1]


def _ended(whole: Curve, first: Taken, last: Taken, gap: float) -> Curve:
    steps = [step / _FINE for step in range(_FINE + 1)]
    start = max((t for t in steps if t < 0.5 and first.holds(whole.at(t), gap)), default=0.0) + 1 / _FINE
    end = min((t for t in steps if t > 0.5 and last.holds(whole.at(t), gap)), default=1.0) - 1 / _FINE
    return whole.between(start, end)


def _bent(start: Spot, end: Spot, bend: float) -> Curve:
    middle = ((start.x + end.x) / 2, (start.y + end.y) / 2)
    across = (-(end.y - start.y) * bend, (end.x - start.x) * bend)
    return Curve((start.x, start.y), (middle[0] + across[0], middle[1] + across[1]), (end.x, end.y))


def _cost(found: Curve, others: Sequence[Taken], centre: Box, bend: float) -> float:
    points = [found.at(step / _SAMPLES) for step in range(1, _SAMPLES)]
    near = [each for each in others if _may_meet(each, found)]
    met = sum(any(each.holds(point) for point in points) for each in near)
    through = any(centre.left < x < centre.right and centre.top < y < centre.bottom for x, y in points)
    return _CROSSING * (met + through) + bend


def _may_meet(each: Taken, found: Curve) -> bool:
    xs, ys = zip(*found, strict=True)
    reach = max(each.radius, each.label.right - each.spot.x, each.spot.x - each.label.left)
    tall = max(each.radius, each.label.bottom - each.spot.y)
    return (
        min(xs) < each.spot.x + reach
        and each.spot.x - reach < max(xs)
        and min(ys) < each.spot.y + tall
        and each.spot.y - tall < max(ys)
    )
