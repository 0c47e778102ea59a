"""The map of parts for other programs: Mermaid, Graphviz, and JSON. The keys of the JSON are a contract."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from ifs_journal.insight.map_model import Change, PartsMap
from ifs_journal.insight.map_svg import picture
from ifs_journal.insight.map_words import BONDS, KEY, MapWords
from ifs_journal.terms import BondKind, Role

_MERMAID_NODE: Mapping[Role, tuple[str, str]] = {
    Role.MANAGER: ('["', '"]'),
    Role.FIREFIGHTER: ('{"', '"}'),
    Role.PROTECTOR_UNSPECIFIED: ('{{"', '"}}'),
    Role.SELF_LIKE: ('(["', '"])'),
    Role.EXILE: ('(("', '"))'),
    Role.OTHER: ('("', '")'),
    Role.UNKNOWN: ('("', '")'),
}
_MERMAID_LINE: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "-->",
    BondKind.POLARIZED: "x-. {words} .-x",
    BondKind.ALLIED: "---",
    BondKind.TRIGGERS: "-.->",
    BondKind.OTHER: "-.-",
}
_DOT_NODE: Mapping[Role, str] = {
    Role.MANAGER: "box",
    Role.FIREFIGHTER: "diamond",
    Role.PROTECTOR_UNSPECIFIED: "hexagon",
    Role.SELF_LIKE: "doublecircle",
    Role.EXILE: "circle",
    Role.OTHER: "ellipse",
    Role.UNKNOWN: "ellipse",
}
_DOT_LINE: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "",
    BondKind.POLARIZED: " dir=both arrowhead=tee arrowtail=tee style=dashed",
    BondKind.ALLIED: " dir=none style=dotted penwidth=2",
    BondKind.TRIGGERS: " style=dashed arrowhead=vee",
    BondKind.OTHER: " dir=none",
}
_INCH = 72.0
_MERMAID_TEXT = str.maketrans({char: f"#{ord(char)};" for char in '"#<>&`\\[]{}()|;*_~'})


def mermaid(whole: PartsMap, words: MapWords) -> str:
    """A flowchart for Mermaid. Its layout is its own; Self is above all, without a frame."""
    return "\n".join(_mermaid(whole, words)) + "\n"


def _mermaid(whole: PartsMap, words: MapWords) -> Iterator[str]:
    found, _ = whole.drawn()
    named = words.named(whole)
    number = {one.id: one.number for one in found.parts}
    yield f"%% {words.title(found)}"
    yield "flowchart TB"
    yield f'  self["{words.self_name}"]'
    yield "  classDef ground fill:none,stroke:none,font-size:22px"
    yield "  classDef resting opacity:0.55"
    yield "  class self ground"
    for one in found.parts:
        opening, closing = _MERMAID_NODE[one.role]
        yield f"  p{one.number}{opening}{named[one.id].translate(_MERMAID_TEXT)}{closing}"
        if one.resting:
            yield f"  class p{one.number} resting"
    for one in found.parts:
        if not one.behind:
            yield f"  self ~~~ p{one.number}"
    for bond in found.bonds:
        line = _MERMAID_LINE[bond.kind]
        said = f" {line.format(words=BONDS[bond.kind])} " if "{" in line else f" {line}|{BONDS[bond.kind]}| "
        yield f"  p{number[bond.part]}{said}p{number[bond.other]}"


def dot(whole: PartsMap, words: MapWords) -> str:
    """A graph for Graphviz with the places of the picture, in inches; `neato` draws it."""
    return "\n".join(_dot(whole, words)) + "\n"


def _dot(whole: PartsMap, words: MapWords) -> Iterator[str]:
    shown = picture(whole, words)
    number = {one.id: one.number for one in shown.found.parts}
    yield "digraph parts {"
    yield f"  label={_quoted(words.title(whole))}; layout=neato; overlap=true; splines=true;"
    yield '  node [fontname="sans-serif" fontsize=10]; edge [fontname="sans-serif" fontsize=8];'
    yield f'  self [label={_quoted(words.self_name)} shape=plaintext fontsize=18 pos="0,0!"];'
    for one in shown.drawn.values():
        # Points, and upwards: as Graphviz measures.
        place = f"{one.spot.x / _INCH:.2f},{-one.spot.y / _INCH:.2f}!"
        size = f"width={max(one.radius * 2 / _INCH, 0.3):.2f}"
        style = " style=dashed" if one.part.resting or one.part.role in (Role.UNKNOWN, Role.OTHER) else ""
        yield (
            f"  p{one.part.number} [label={_quoted(shown.named[one.part.id])} "
            f'shape={_DOT_NODE[one.part.role]} {size}{style} pos="{place}"];'
        )
    for bond in shown.found.bonds:
        said = _quoted(KEY[bond.kind])
        yield f"  p{number[bond.part]} -> p{number[bond.other]} [tooltip={said}{_DOT_LINE[bond.kind]}];"
    yield "}"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def as_json(whole: PartsMap, words: MapWords) -> dict[str, Any]:
    """Everything on the map.

    Places are in points from the middle of Self, to the right and down; null for a part that is not drawn.
    """
    shown = picture(whole, words)
    ends = {one.id: one for one in whole.parts}
    return {
        "day": whole.day.isoformat(),
        "since": whole.since and whole.since.isoformat(),
        "counted_from": whole.counted_from.isoformat(),
        "parts": [
            {
                "id": one.id,
                "number": one.number,
                "name": shown.named[one.id],
                "role": str(one.role),
                "state": str(one.state),
                "sessions": one.sessions,
                "behind": one.behind,
                "came": one.came if whole.since else None,
                "place": _place(shown.drawn[one.id].spot) if one.id in shown.drawn else None,
            }
            for one in whole.parts
        ],
        "bonds": [
            {
                "kind": str(bond.kind),
                "part": ends[bond.part].number,
                "other": ends[bond.other].number,
                "begun": bond.begun if whole.since else None,
            }
            for bond in whole.bonds
        ],
        "changes": [_change(one, shown.named) for one in whole.changes] if whole.since else None,
    }


def _place(spot: Any) -> dict[str, Any]:
    return {"x": round(spot.x, 1), "y": round(spot.y, 1), "ring": spot.ring}


def _change(one: Change, named: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "part": named[one.part],
        "other": named.get(one.other or ""),
        "before": one.before,
        "after": one.after,
        "bond": one.bond and str(one.bond),
    }


def json_text(whole: PartsMap, words: MapWords) -> str:
    """The JSON as text."""
    return json.dumps(as_json(whole, words), ensure_ascii=False, indent=2) + "\n"
