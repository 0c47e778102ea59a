"""The map of parts as a picture: one SVG that needs nothing else and runs nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

from ifs_journal.insight.map_key import samples
from ifs_journal.insight.map_layout import Box, Ground, Spot, layout
from ifs_journal.insight.map_lines import Taken, curves
from ifs_journal.insight.map_model import DIRECTED, MapPart, PartsMap
from ifs_journal.insight.map_shapes import STYLE, node, number, tip
from ifs_journal.insight.map_text import Written, em, written
from ifs_journal.insight.map_words import NOBODY, MapWords

SIZE = 13.0
"""Of letters, in points."""
LINE = 16.0
_SMALLEST, _LARGEST = 9.0, 24.0
"""The radius of a part that was not here in the window, and of the one that was here most."""
_LABEL = 8.5
"""How wide a name is set, in ems, before it goes on below."""
_MOST_LINES = 3
_AIR = 5.0
_MARGIN = 28.0
_LEAST_WIDTH = 560.0
_STRETCH = 1.35
_APART = 88.0
_FIRST = 104.0
_CENTRE = Box(-62, -34, 62, 34)
_LEAST = Box(-150, -100, 150, 100)
"""The light round Self is given room, however few there are."""
_CORNER = 1.12
"""How much further than its radius a shape reaches at most."""


class Drawn(NamedTuple):
    """A part where it stands on the picture, and how its name is written beneath it."""

    part: MapPart
    spot: Spot
    radius: float
    name: Written
    label: Box


@dataclass(frozen=True)
class Picture:
    """The map with a place for everything: what is drawn, what is left out, and what each is called."""

    found: PartsMap
    left: tuple[MapPart, ...]
    words: MapWords
    named: Mapping[str, str]
    drawn: Mapping[str, Drawn]

    @property
    def extent(self) -> Box:
        """What all of it takes up, Self in the middle of it."""
        boxes = [_LEAST, *map(_whole, self.drawn.values())]
        return Box(
            min(box.left for box in boxes),
            min(box.top for box in boxes),
            max(box.right for box in boxes),
            max(box.bottom for box in boxes),
        )


def picture(whole: PartsMap, words: MapWords) -> Picture:
    """Lay the map out. The same map and words always give the same picture."""
    found, left = whole.drawn()
    named = words.named(whole)
    most = max((one.sessions for one in found.parts), default=0)
    radii = {one.id: _radius(one.sessions, most) for one in found.parts}
    names = {one.id: written(named[one.id], _LABEL, _MOST_LINES) for one in found.parts}
    for one in found.parts:
        if names[one.id].cut:
            names[one.id] = _numbered(named[one.id], one.number)
    boxes = {one.id: _box(radii[one.id], names[one.id]) for one in found.parts}
    spots = layout(found.parts, found.bonds, boxes, Ground(_CENTRE, _STRETCH, _APART, _FIRST))
    drawn = {}
    for one in found.parts:
        spot, radius, name = spots[one.id], radii[one.id], names[one.id]
        drawn[one.id] = Drawn(one, spot, radius, name, _label(radius, name, spot))
    return Picture(found, left, words, named, drawn)


def _radius(sessions: int, most: int) -> float:
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(sessions / most) if most else _SMALLEST


def _numbered(name: str, number: int) -> Written:
    """A name that is too long, cut, and its number: by that it is found in the list under the map."""
    return Written((*written(name, _LABEL, _MOST_LINES - 1).lines, f"#{number}"), True)


def _box(radius: float, name: Written) -> Box:
    reach = radius * _CORNER
    half = max(reach, max(map(em, name.lines)) * SIZE / 2) + _AIR
    return Box(-half, -reach - _AIR, half, reach + 2 * _AIR + LINE * len(name.lines))


def _label(radius: float, name: Written, spot: Spot) -> Box:
    # Letters are measured generously; lines come nearer to what they most likely are.
    half = max(map(em, name.lines)) * SIZE / 2 * 0.92
    top = spot.y + radius * _CORNER + 3
    return Box(spot.x - half, top, spot.x + half, top + LINE * len(name.lines))


def _whole(one: Drawn) -> Box:
    return _box(one.radius, one.name).at(one.spot.x, one.spot.y)


def svg(whole: PartsMap, words: MapWords) -> str:
    """The picture as a document of its own."""
    return "".join(_Page(picture(whole, words)).pieces())


class _Page:
    """Everything on the picture from top to bottom: title, map, key, names in full, what changed."""

    def __init__(self, shown: Picture) -> None:
        self.shown = shown
        extent = shown.extent
        self.width = max(extent.right - extent.left + 2 * _MARGIN, _LEAST_WIDTH)
        # In the middle of what is there, not of Self: nothing hangs over an edge.
        self.x = self.width / 2 - (extent.left + extent.right) / 2
        self.y = _MARGIN + 2 * LINE - extent.top + 8
        self.below = self.y + extent.bottom + 1.5 * LINE

    def pieces(self) -> Iterator[str]:
        """The document, piece by piece."""
        words, found = self.shown.words, self.shown.found
        body = [*self.ground(), *self.lines(), *self.parts(), *self.self_name()]
        under = [*self.key(), *self.remarks()]
        height = self.below + _MARGIN - LINE / 2
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(height)}" '
            f'width="{number(self.width)}" height="{number(height)}" role="img" '
            'aria-labelledby="mp-t mp-d">\n'
            f'<title id="mp-t">{escape(words.title(found))}</title>\n'
            f'<desc id="mp-d">{escape(" ".join(spoken(self.shown)))}</desc>\n<style>{STYLE}</style>\n'
            f'<rect class="mp-paper" width="{number(self.width)}" height="{number(height)}"/>\n'
        )
        yield self.text(_MARGIN, _MARGIN + SIZE, words.title(found), "mp-title")
        yield from body
        yield from under
        yield "</svg>\n"

    def ground(self) -> Iterator[str]:
        """Self: a light under all of it that has no edge."""
        extent = self.shown.extent
        wide = max(extent.right, -extent.left) * 1.02
        high = max(extent.bottom, -extent.top) * 1.02
        yield (
            '<radialGradient id="mp-g"><stop class="mp-glow" offset="0" stop-opacity=".62"/>'
            '<stop class="mp-glow" offset=".32" stop-opacity=".24"/>'
            '<stop class="mp-glow" offset="1" stop-opacity="0"/></radialGradient>\n'
            f'<ellipse cx="{number(self.x)}" cy="{number(self.y)}" rx="{number(wide)}" ry="{number(high)}" '
            'fill="url(#mp-g)"/>\n'
        )

    def self_name(self) -> Iterator[str]:
        yield self.text(self.x, self.y + 7, self.shown.words.self_name, "mp-self", middle=True)

    def lines(self) -> Iterator[str]:
        taken = {
            id_: Taken(
                one.spot._replace(x=one.spot.x + self.x, y=one.spot.y + self.y),
                one.radius * _CORNER,
                one.label.at(self.x, self.y),
            )
            for id_, one in self.shown.drawn.items()
        }
        centre = _CENTRE.at(self.x, self.y)
        for bond, found in curves(self.shown.found.bonds, taken, centre):
            (sx, sy), (bx, by), (ex, ey) = found
            begun = " mp-begun" if bond.begun else ""
            yield (
                f'<path class="mp-line mp-{bond.kind}{begun}" d="M{number(sx)} {number(sy)}'
                f'Q{number(bx)} {number(by)} {number(ex)} {number(ey)}"/>'
            )
            out, onward = found.turns
            if bond.kind not in DIRECTED:
                yield tip(bond.kind, sx, sy, out)
            yield tip(bond.kind, ex, ey, onward) + "\n"

    def parts(self) -> Iterator[str]:
        for one in self.shown.drawn.values():
            x, y = one.spot.x + self.x, one.spot.y + self.y
            yield node(one.part.role, one.radius, x, y, resting=one.part.resting)
            if one.part.came:
                yield node(one.part.role, one.radius - 4, x, y, resting=one.part.resting)
            first = y + one.radius * _CORNER + 3 + SIZE * 0.9
            looks = "mp-halo mp-quiet" if one.part.resting else "mp-halo"
            for place, line in enumerate(one.name.lines):
                yield self.text(x, first + place * LINE, line, looks, middle=True)

    # --- beneath the map ---------------------------------------------------------------------------

    def key(self) -> Iterator[str]:
        """What the shapes and lines that are there mean."""
        x = _MARGIN
        for sample in samples(self.shown.found, self.shown.words):
            needed = sample.wide + 8 + em(sample.text) * SIZE * 0.9
            if x > _MARGIN and x + needed > self.width - _MARGIN:
                x = _MARGIN
                self.below += LINE * 1.6
            yield f'<g transform="translate({number(x)} {number(self.below)})">{sample.drawing}</g>'
            yield self.text(x + sample.wide + 8, self.below + SIZE * 0.35, sample.text)
            x += needed + 18
        self.below += LINE * 2

    def remarks(self) -> Iterator[str]:
        """Names in full, those who are not drawn, and what changed."""
        cut = [one for one in self.shown.drawn.values() if one.name.cut]
        full = [f"#{one.part.number}  {self.shown.named[one.part.id]}" for one in cut]
        yield from self.paragraph(full)
        if not self.shown.found.parts:
            yield from self.paragraph([NOBODY])
        if self.shown.left:
            count = len(self.shown.left)
            others = "1 other part is" if count == 1 else f"{count} other parts are"
            yield from self.paragraph([f"{others} not drawn here."])
        if self.shown.found.since is not None:
            heading = f"What changed since {self.shown.found.since.isoformat()}"
            said = self.shown.words.changes(self.shown.found) or ["Nothing that was written down."]
            yield from self.paragraph([heading], "mp-head")
            self.below -= LINE * 0.5
            yield from self.paragraph(said)

    def paragraph(self, lines: Sequence[str], looks: str = "") -> Iterator[str]:
        room = (self.width - 2 * _MARGIN) / SIZE
        for text in lines:
            for line in written(text, room, 20).lines:
                yield self.text(_MARGIN, self.below + SIZE * 0.35, line, looks)
                self.below += LINE * 1.15
        if lines:
            self.below += LINE * 0.6

    def text(self, x: float, y: float, text: str, looks: str = "", *, middle: bool = False) -> str:
        anchor = ' text-anchor="middle"' if middle else ""
        # What is cut or set in lines goes in its own direction, whatever stands before it.
        return (
            f'<text class="{f"mp-text {looks}".strip()}" x="{number(x)}" y="{number(y)}"{anchor} '
            f'style="unicode-bidi:plaintext">{escape(text)}</text>\n'
        )


def spoken(shown: Picture) -> Iterable[str]:
    """The picture in sentences, for whoever hears it."""
    for group in shown.words.groups(shown.found):
        for entry in group.entries:
            about = ", ".join(entry.about)
            bonds = "; ".join(entry.bonds)
            yield f"{entry.name}{f', {about}' if about else ''}{f': {bonds}' if bonds else ''}."


def escape(text: str) -> str:
    """`text` as it stands in a document."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
