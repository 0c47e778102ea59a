"""The shapes and colours of the drawn map: a shape for each role, a kind of line for each bond.

Every meaning has a form of its own; colour only repeats it.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, pi, sin

from ifs_journal.terms import BondKind, Role

FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif"

ROLE_CLASS: Mapping[Role, str] = {
    Role.MANAGER: "mp-manager",
    Role.FIREFIGHTER: "mp-firefighter",
    Role.PROTECTOR_UNSPECIFIED: "mp-protector",
    Role.SELF_LIKE: "mp-selflike",
    Role.EXILE: "mp-tender",
    Role.OTHER: "mp-open",
    Role.UNKNOWN: "mp-open",
}

STYLE = f"""
.mp-paper{{fill:#fbf9f4}} .mp-text{{fill:#3a3d42;font-family:{FONT};font-size:13px}}
.mp-halo{{stroke:#fbf9f4;stroke-width:5px;stroke-linejoin:round;stroke-opacity:.86;paint-order:stroke}}
.mp-quiet{{fill:#6d7177}} .mp-head{{font-weight:600}} .mp-title{{font-size:17px;font-weight:600}}
.mp-self{{font-size:21px;letter-spacing:.14em;fill:#7a5a1c}} .mp-glow{{stop-color:#f0c977}}
.mp-node{{stroke-width:1.8px;stroke-linejoin:round}} .mp-resting{{opacity:.5}}
.mp-manager{{fill:#d5e1ec;stroke:#4f7191}} .mp-firefighter{{fill:#f4d8cb;stroke:#b0583a}}
.mp-protector{{fill:#d2e5dd;stroke:#417e6c}} .mp-selflike{{fill:#e0daee;stroke:#75659f}}
.mp-tender{{fill:#f7e3ea;stroke:#a85b78}} .mp-open{{fill:#eeece7;stroke:#7d8187;stroke-dasharray:3 3}}
.mp-line{{fill:none;stroke-linecap:round}} .mp-protects{{stroke:#6d7a74;stroke-width:1.7px}}
.mp-polarized{{stroke:#b0583a;stroke-width:1.7px;stroke-dasharray:8 6}}
.mp-allied{{stroke:#417e6c;stroke-width:2.6px;stroke-dasharray:.1 6}}
.mp-triggers{{stroke:#8b7434;stroke-width:1.4px;stroke-dasharray:9 4 1 4}}
.mp-other{{stroke:#8a8e94;stroke-width:1.1px}} .mp-begun{{stroke-width:3px}} .mp-tip{{stroke-dasharray:none}}
@media (prefers-color-scheme:dark){{
.mp-paper{{fill:#17191c}} .mp-text{{fill:#e4e1d9}} .mp-halo{{stroke:#17191c}} .mp-quiet{{fill:#a4a7ab}}
.mp-self{{fill:#f0d59a}} .mp-glow{{stop-color:#7a5c1f}}
.mp-manager{{fill:#26384a;stroke:#8fb2d2}} .mp-firefighter{{fill:#4a2a1f;stroke:#e59a7d}}
.mp-protector{{fill:#1f3d34;stroke:#83c2ae}} .mp-selflike{{fill:#352e49;stroke:#b3a4dc}}
.mp-tender{{fill:#472835;stroke:#dd9cb5}} .mp-open{{fill:#2a2c30;stroke:#a4a7ab}}
.mp-protects{{stroke:#a2b0a9}} .mp-polarized{{stroke:#e59a7d}} .mp-allied{{stroke:#83c2ae}}
.mp-triggers{{stroke:#cdb56c}} .mp-other{{stroke:#8a8e94}}
}}
"""
"""Looks of everything. The classes begin alike, so that the picture can stand in any page."""


def number(value: float) -> str:
    """A number as the picture has it: short, and the same on every machine."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def _corners(count: int, radius: float, turn: float, x: float, y: float) -> str:
    angles = [turn + 2 * pi * corner / count for corner in range(count)]
    points = (f"{number(x + radius * cos(each))} {number(y + radius * sin(each))}" for each in angles)
    return f"M{'L'.join(points)}Z"


def node(role: Role, radius: float, x: float, y: float, *, resting: bool = False) -> str:
    """A part's shape round a place: square, diamond, hexagon, circle, ringed or broken circle."""
    looks = f"mp-node {ROLE_CLASS[role]}{' mp-resting' if resting else ''}"
    if role is Role.MANAGER:
        side = radius * 0.88
        return (
            f'<rect class="{looks}" x="{number(x - side)}" y="{number(y - side)}" width="{number(2 * side)}" '
            f'height="{number(2 * side)}" rx="{number(radius * 0.3)}"/>'
        )
    if role is Role.FIREFIGHTER:
        return f'<path class="{looks}" d="{_corners(4, radius * 1.12, -pi / 2, x, y)}"/>'
    if role is Role.PROTECTOR_UNSPECIFIED:
        return f'<path class="{looks}" d="{_corners(6, radius, 0, x, y)}"/>'
    rings = (radius, radius * 0.45) if role is Role.SELF_LIKE else (radius,)
    at = f'cx="{number(x)}" cy="{number(y)}"'
    return "".join(f'<circle class="{looks}" {at} r="{number(ring)}"/>' for ring in rings)


def tip(kind: BondKind, x: float, y: float, turn: float) -> str:
    """The end of a line at a place, where its kind has one. `turn` is where it points."""
    size = 7.0

    def at(along: float, aside: float) -> str:
        across, down = along * cos(turn) - aside * sin(turn), along * sin(turn) + aside * cos(turn)
        return f"{number(x + across)} {number(y + down)}"

    looks = f"mp-line mp-tip mp-{kind}"
    if kind is BondKind.POLARIZED:
        # A bar: here it stops, and neither gives way.
        return f'<path class="{looks}" d="M{at(0, -size)}L{at(0, size)}"/>'
    if kind in (BondKind.PROTECTS, BondKind.TRIGGERS):
        return f'<path class="{looks}" d="M{at(-size, -size * 0.62)}L{at(0, 0)}L{at(-size, size * 0.62)}"/>'
    return ""
