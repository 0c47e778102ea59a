"""The key of the drawn map: a sample of each shape and line that is on it, and what it means."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi
from typing import NamedTuple

from ifs_journal.insight.map_model import DIRECTED, PartsMap
from ifs_journal.insight.map_shapes import node, number, tip
from ifs_journal.insight.map_words import KEY, MapWords
from ifs_journal.terms import BondKind, Role

RESTING = "paler: resting, or retired from its role"
SIZE = "size: {counted}"
CAME = "double outline: came since {since}"
BEGUN = "thick line: since {since}"
_SHAPE, _LINE = 18.0, 38.0
_PLAIN_SHAPE = Role.PROTECTOR_UNSPECIFIED


class Sample(NamedTuple):
    """What is drawn, from its left edge rightwards, how wide that is in points, and what it means."""

    drawing: str
    wide: float
    text: str


def samples(found: PartsMap, words: MapWords) -> Iterator[Sample]:
    """The key, of what is there and of nothing else."""
    roles = {Role.UNKNOWN if one.role is Role.OTHER else one.role for one in found.parts}
    for role in Role:
        if role in roles:
            yield Sample(node(role, 8, 9, 0), _SHAPE, words.roles[role])
    if any(one.resting for one in found.parts):
        yield Sample(node(_PLAIN_SHAPE, 8, 9, 0, resting=True), _SHAPE, RESTING)
    if any(one.sessions for one in found.parts):
        two = node(_PLAIN_SHAPE, 4, 5, 0) + node(_PLAIN_SHAPE, 8, 19, 0)
        yield Sample(two, _SHAPE + 10, SIZE.format(counted=words.counted(found)))
    kinds = {bond.kind for bond in found.bonds}
    for kind in BondKind:
        if kind in kinds:
            yield Sample(_line(kind), _LINE, KEY[kind])
    if any(one.came for one in found.parts):
        two = node(_PLAIN_SHAPE, 9, 9, 0) + node(_PLAIN_SHAPE, 5, 9, 0)
        yield Sample(two, _SHAPE, CAME.format(since=found.since))
    if any(bond.begun for bond in found.bonds):
        thick = f'<path class="mp-line mp-other mp-begun" d="M2 0H{number(_LINE - 4)}"/>'
        yield Sample(thick, _LINE, BEGUN.format(since=found.since))


def _line(kind: BondKind) -> str:
    end = _LINE - 4
    line = f'<path class="mp-line mp-{kind}" d="M2 0H{number(end)}"/>'
    back = "" if kind in DIRECTED else tip(kind, 2, 0, pi)
    return line + back + tip(kind, end, 0, 0.0)
