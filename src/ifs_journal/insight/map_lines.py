"""The lines between parts: how each bends so that it leaves others alone, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import atan2, hypot
from typing import NamedTuple

from ifs_journal.insight.map_layout import Box, Spot

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


def curve(one: str, other: str, taken: Mapping[str, Taken], centre: Box, gap: float = _GAP) -> Curve:
    """The line from one part to another: past Self and past the others, if there is a way.

    It ends `gap` before them.
    """
    first, last = taken[one], taken[other]
    others = [each for id_, each in taken.items() if id_ not in (one, other)]
    found: list[tuple[float, Curve]] = []
    for bend in _BENDS:
        bent = _bent(first.spot, last.spot, bend)
        found.append((_cost(bent, others, centre, abs(bend)), bent))
        if found[-1][0] < _CROSSING:
            # Free; what bends more is never better.
            break
    best = min(found, key=lambda each: each[0])[1]
    steps = [step / _FINE for step in range(_FINE + 1)]
    start = max((t for t in steps if t < 0.5 and first.holds(best.at(t), gap)), default=0.0) + 1 / _FINE
    end = min((t for t in steps if t > 0.5 and last.holds(best.at(t), gap)), default=1.0) - 1 / _FINE
    return best.between(start, end)


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
