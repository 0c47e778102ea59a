"""The map of parts drawn in letters: names round Self, with lines between those who guard or pull apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ifs_journal.insight.map_layout import Box, Ground, Spot, layout
from ifs_journal.insight.map_lines import Curve, Taken, curves
from ifs_journal.insight.map_model import MapPart, PartsMap
from ifs_journal.insight.map_text import graphemes
from ifs_journal.insight.map_words import MapWords
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, cells, shorten, wrap
from ifs_journal.terms import BondKind

_LINES = 2
_WIDTHS = (18, 14, 11)
"""How wide a name may be, in columns; the widest with which all of it fits is taken."""
_STRETCHES = (3.4, 2.8, 2.3, 1.9, 1.6)
_STEPS = 200
_DRAWN = (BondKind.PROTECTS, BondKind.POLARIZED)
"""The bonds that are drawn. All of them are told beneath."""


class Cell(NamedTuple):
    """What stands in a column: a letter (empty behind a wide one) and its style."""

    text: str
    style: str


Grid = list[list[Cell]]
_BLANK = Cell(" ", "text")


def drawn(found: PartsMap, words: MapWords, columns: int) -> list[Line]:
    """The map in letters, at most so many columns wide. Empty where there is no room for it."""
    named = words.named(found)
    wide = cells(words.self_name) / 2 + 4
    for width in _WIDTHS:
        labels = {one.id: _label(one, clean(named[one.id]), width) for one in found.parts}
        boxes = {id_: _box(lines) for id_, lines in labels.items()}
        for stretch in _STRETCHES:
            ground = Ground(Box(-wide, -1.5, wide, 1.5), stretch, 3.5, 4.0)
            spots = layout(found.parts, found.bonds, boxes, ground)
            there = [ground.centre, *(boxes[id_].at(spot.x, spot.y) for id_, spot in spots.items())]
            left, right = min(box.left for box in there), max(box.right for box in there)
            if right - left <= columns:
                paper = _Paper(there, words.self_name)
                _fill(paper, found, labels, spots, boxes)
                return _without_edges([_line(row) for row in paper.grid])
    return []


def _fill(
    paper: _Paper,
    found: PartsMap,
    labels: Mapping[str, Sequence[str]],
    spots: Mapping[str, Spot],
    boxes: Mapping[str, Box],
) -> None:
    """Names first: no line is drawn over one."""
    for one in found.parts:
        paper.name(labels[one.id], spots[one.id], "quiet" if one.resting else "answer")
    taken = {id_: Taken(spot, 0.0, boxes[id_].at(spot.x, spot.y)) for id_, spot in spots.items()}
    bonds = [bond for bond in found.bonds if bond.kind in _DRAWN]
    for bond, line in curves(bonds, taken, paper.centre, gap=0.0):
        paper.line(bond.kind, line)


def _label(one: MapPart, name: str, width: int) -> list[str]:
    """A part's name in brackets, with its sessions and marks behind it."""
    marks = f" {one.sessions}" * bool(one.sessions) + " z" * one.resting + " +" * one.came
    lines = wrap(name, width)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], shorten(" ".join(lines[_LINES - 1 :]), width)]
    opening, closing = "()" if one.behind else "[]"
    lines = [opening + lines[0], *(" " + line for line in lines[1:])]
    return [*lines[:-1], lines[-1] + closing + marks]


def _box(lines: Sequence[str]) -> Box:
    # A column and half a row more on each side: places are rounded to whole letters.
    half = max(map(cells, lines)) / 2 + 1
    return Box(-half, -len(lines) / 2 - 0.5, half, len(lines) / 2 + 0.5)


class _Paper:
    """Rows of letters, Self in the middle."""

    def __init__(self, there: Sequence[Box], self_name: str) -> None:
        """Paper for all that is there; the first of it is Self's own place."""
        self.centre = there[0]
        self.x = -min(box.left for box in there)
        self.y = -min(box.top for box in there)
        wide = round(max(box.right for box in there) + self.x) + 1
        high = round(max(box.bottom for box in there) + self.y) + 1
        self.grid: Grid = [[_BLANK] * wide for _ in range(high)]
        self.kept: set[tuple[int, int]] = set()
        self.name([f"~  {self_name}  ~"], Spot(0.0, 0.0, 0.0, 0), "key")

    def line(self, kind: BondKind, found: Curve) -> None:
        """Dots, or strokes in the direction of the line. Nothing that is written is written over."""
        (sx, sy), (ex, ey) = found.start, found.end
        # One mark a row where it is steep, one a column where it is not: a thin line either way.
        steep = abs(ey - sy) * 2 > abs(ex - sx)
        met: set[int] = set()
        for step in range(_STEPS + 1):
            x, y = found.at(step / _STEPS)
            column, row = round(x + self.x), round(y + self.y)
            along = row if steep else column
            if along in met or not self.free(column, row):
                continue
            met.add(along)
            if kind is BondKind.POLARIZED:
                ahead, behind = (
                    found.at(min(step / _STEPS + 0.02, 1.0)),
                    found.at(max(step / _STEPS - 0.02, 0.0)),
                )
                mark = Cell(_stroke(ahead[0] - behind[0], ahead[1] - behind[1]), "notice")
                self.grid[row][column] = mark
            elif steep or len(met) % 3 == 1:
                self.grid[row][column] = Cell(".", "quiet")

    def free(self, column: int, row: int) -> bool:
        inside = 0 <= row < len(self.grid) and 0 <= column < len(self.grid[0])
        return inside and (column, row) not in self.kept

    def name(self, lines: Sequence[str], spot: Spot, style: str) -> None:
        """Write lines round a place."""
        width = max(map(cells, lines))
        first = round(spot.y + self.y - (len(lines) - 1) / 2)
        left = round(spot.x + self.x - width / 2)
        for place, line in enumerate(lines):
            column = left
            for cluster in graphemes(line):
                wide = cells(cluster)
                for extra in range(wide):
                    self.grid[first + place][column + extra] = Cell("" if extra else cluster, style)
                    self.kept.add((column + extra, first + place))
                column += wide


def _stroke(across: float, down: float) -> str:
    if abs(down) < abs(across) * 0.35:
        return "-"
    if abs(across) < abs(down) * 0.4:
        return "|"
    return "\\" if (across > 0) == (down > 0) else "/"


def _line(row: Sequence[Cell]) -> Line:
    """A row as pieces of one style each, without the blanks at its end."""
    pieces: list[tuple[str, str]] = []
    for cell in row:
        if pieces and pieces[-1][0] == cell.style:
            pieces[-1] = (cell.style, pieces[-1][1] + cell.text)
        else:
            pieces.append((cell.style, cell.text))
    while pieces and not pieces[-1][1].strip():
        pieces.pop()
    return [*pieces[:-1], (pieces[-1][0], pieces[-1][1].rstrip())] if pieces else []


def _without_edges(lines: list[Line]) -> list[Line]:
    """Without the empty lines above and below."""
    inside = [place for place, line in enumerate(lines) if line]
    return lines[inside[0] : inside[-1] + 1]
