"""The map of parts on a terminal: drawn in letters where there is room, and always told in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ifs_journal.insight.map_layout import Box, Ground, Spot, layout
from ifs_journal.insight.map_lines import Curve, Taken, curve
from ifs_journal.insight.map_model import MapPart, PartsMap
from ifs_journal.insight.map_text import graphemes
from ifs_journal.insight.map_words import GROUND, NOBODY, Entry, MapWords
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, Screen, cells, shorten, wrap
from ifs_journal.terms import BondKind

NARROWEST_MAP = 60
"""Columns below which nothing is drawn."""
MOST_ON_SCREEN = 20
"""Parts above which nothing is drawn."""
_LINES = 2
_WIDTHS = (18, 14, 11)
"""How wide a name may be, in columns; the widest with which all of it fits is taken."""
_STRETCHES = (3.4, 2.8, 2.3, 1.9, 1.6)
_STEPS = 200
_DRAWN = (BondKind.PROTECTS, BondKind.POLARIZED)
"""The bonds that are drawn. All of them are told beneath."""

DOTS = ". . looks after"
STROKES = "--- pull against each other"
RESTING = "z resting"
NEW = "+ came since {since}"
UNCHANGED = "Nothing that was written down."


class Cell(NamedTuple):
    """What stands in a column: a letter (empty behind a wide one) and its style."""

    text: str
    style: str


Grid = list[list[Cell]]
_BLANK = Cell(" ", "text")


def map_page(screen: Screen, found: PartsMap, words: MapWords) -> None:
    """The map: drawn where there is room for it, then in words, then what changed."""
    screen.say(words.title(found), "title")
    if not found.parts:
        screen.say(NOBODY, "quiet")
    else:
        grid = None if screen.plain else drawn(found, words, screen.width - 1)
        if grid is not None:
            screen.blank()
            screen.lines(_without_edges([_line(row) for row in grid]))
            screen.blank()
            for text in _key(found, words):
                screen.say(text, "quiet")
        else:
            screen.say(f"The numbers are {words.counted(found)}.", "quiet")
        _told(screen, found, words)
    if found.since is not None:
        screen.blank()
        screen.say(f"What changed since {found.since.isoformat()}", "key")
        for text in words.changes(found) or [UNCHANGED]:
            screen.say(text, indent=2)


# --- in words -------------------------------------------------------------------------------------


def _told(screen: Screen, found: PartsMap, words: MapWords) -> None:
    screen.blank()
    screen.say(words.self_name, "key")
    screen.say(GROUND[words.wording], "quiet", indent=2)
    for group in words.groups(found):
        screen.blank()
        screen.say(group.heading, "key")
        for entry in group.entries:
            _entry(screen, entry)


def _entry(screen: Screen, entry: Entry) -> None:
    if screen.plain:
        about = f"{entry.name}, {', '.join(entry.about)}." if entry.about else f"{entry.name}."
        screen.say(" ".join([about, *(f"{bond[:1].upper()}{bond[1:]}." for bond in entry.bonds)]))
        return
    style = "quiet" if entry.part.resting else "answer"
    about = " · ".join(entry.about)
    room = screen.text_width - 2
    lines: list[Line] = [[(style, "  " + line)] for line in wrap(clean(entry.name), room)]
    if about and cells(clean(entry.name)) + cells(about) + 2 <= room:
        lines[-1] = [*lines[-1], ("quiet", "  " + about)]
    elif about:
        lines += [[("quiet", "    " + line)] for line in wrap(about, room - 2)]
    for bond in entry.bonds:
        lines += [[("text", "    " + line)] for line in wrap(clean(bond), room - 2)]
    screen.lines(lines)


# --- drawn ----------------------------------------------------------------------------------------


def drawn(found: PartsMap, words: MapWords, columns: int) -> Grid | None:
    """The map in letters, at most so many columns wide. None where it is told in words alone."""
    if columns + 1 < NARROWEST_MAP or len(found.parts) > MOST_ON_SCREEN:
        return None
    named = words.named(found)
    bonds = [bond for bond in found.bonds if bond.kind in _DRAWN]
    wide = cells(words.self_name) / 2 + 4
    for width in _WIDTHS:
        labels = {one.id: _label(one, clean(named[one.id]), width) for one in found.parts}
        boxes = {id_: _box(lines) for id_, lines in labels.items()}
        for stretch in _STRETCHES:
            ground = Ground(Box(-wide, -1.5, wide, 1.5), stretch, 3.5, 4.0)
            spots = layout(found.parts, found.bonds, boxes, ground)
            whole = _extent(spots, boxes, ground.centre)
            if whole.right - whole.left <= columns:
                paper = _Paper(whole, words.self_name)
                for bond in bonds:
                    paper.line(bond.kind, _curve(bond.part, bond.other, spots, boxes, ground.centre))
                for one in found.parts:
                    paper.name(labels[one.id], spots[one.id], "quiet" if one.resting else "answer")
                return paper.grid
    return None


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


def _extent(spots: Mapping[str, Spot], boxes: Mapping[str, Box], centre: Box) -> Box:
    whole = [centre, *(boxes[id_].at(spot.x, spot.y) for id_, spot in spots.items())]
    return Box(
        min(box.left for box in whole),
        min(box.top for box in whole),
        max(box.right for box in whole),
        max(box.bottom for box in whole),
    )


def _curve(one: str, other: str, spots: Mapping[str, Spot], boxes: Mapping[str, Box], centre: Box) -> Curve:
    taken = {id_: Taken(spot, 0.0, boxes[id_].at(spot.x, spot.y)) for id_, spot in spots.items()}
    return curve(one, other, taken, centre, gap=0.0)


class _Paper:
    """Rows of letters, Self in the middle."""

    def __init__(self, whole: Box, self_name: str) -> None:
        self.x, self.y = -whole.left, -whole.top
        wide, high = round(whole.right - whole.left) + 1, round(whole.bottom - whole.top) + 1
        self.grid: Grid = [[_BLANK] * wide for _ in range(high)]
        self.kept: set[tuple[int, int]] = set()
        spaced = f"~  {self_name}  ~"
        self.name([spaced], Spot(0.0, 0.0, 0.0, 0), "key")

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
            elif steep or column % 3 == 0:
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


def _without_edges(lines: Sequence[Line]) -> Sequence[Line]:
    """Without the empty lines above and below."""
    inside = [place for place, line in enumerate(lines) if line]
    return lines[inside[0] : inside[-1] + 1]


def _key(found: PartsMap, words: MapWords) -> Iterator[str]:
    said = []
    if any(not one.behind for one in found.parts):
        said.append(f"[ ] {words.around[:1].lower()}{words.around[1:]}")
    if any(one.behind for one in found.parts):
        said.append(f"( ) {words.behind[:1].lower()}{words.behind[1:]}")
    if any(one.sessions for one in found.parts):
        said.append(f"number: {words.counted(found)}")
    kinds = {bond.kind for bond in found.bonds}
    said += [
        text for kind, text in ((BondKind.PROTECTS, DOTS), (BondKind.POLARIZED, STROKES)) if kind in kinds
    ]
    if any(one.resting for one in found.parts):
        said.append(RESTING)
    if any(one.came for one in found.parts):
        said.append(NEW.format(since=found.since))
    yield " · ".join(said)
