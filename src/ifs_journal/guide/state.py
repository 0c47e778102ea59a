"""What the guide keeps in mind while it walks: frames, targets, concerned parts, what was answered.

All of it is rebuilt from the log; none of it is stored.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from ifs_journal.script.model import Script, Step
from ifs_journal.terms import ConcernOutcome, Kind


@dataclass(slots=True)
class Filled:
    """A slot's value and the log item it came from.

    `index` says which element of a list answer it is; `each` holds the answers a list was collected from.
    """

    value: Any
    seq: int
    index: int | None = None
    each: tuple[Filled, ...] = ()


class ConcernKind(StrEnum):
    """What brought a concerned part forward."""

    REACTING = "reacting"
    NUMB = "numb"
    WISH = "wish"


@dataclass(slots=True)
class Concern:
    """A part that reacted to the target, and what became of it."""

    kind: ConcernKind
    target: int
    address: str
    seq: int
    feeling: Filled | None
    worry: Filled | None
    outcome: ConcernOutcome | None = None
    becomes: int | None = None


@dataclass(slots=True)
class Target:
    """A part being listened to: its slots, and how its gate has gone."""

    number: int
    from_concern: Concern | None = None
    slots: dict[str, Filled] = field(default_factory=dict)
    key: Filled | None = None
    failed: int = 0
    agenda_done: bool = False


class FrameKind(StrEnum):
    """Why a frame is on the stack."""

    ROOT = "root"
    CALL = "call"
    GATE = "gate"
    GROUP = "group"
    TARGET = "target"


@dataclass(slots=True)
class Frame:
    """A script (or a gate, or a group) being walked, and where in it."""

    kind: FrameKind
    script: Script
    path: str
    target: int
    called: bool
    at: str = ""
    steps: dict[str, Step] = field(init=False)
    visits: Counter[str] = field(default_factory=Counter)
    passed: dict[str, Filled] = field(default_factory=dict)
    """`call.` slots."""
    item: Filled | None = None
    """The current element of a group."""
    item_index: int = 0
    item_slots: dict[str, Filled] = field(default_factory=dict)
    items: list[Filled] = field(default_factory=list)
    gate: str | None = None
    gate_class: str | None = None
    gate_wish: bool = False
    gate_seen: Filled | None = None
    concern: Concern | None = None

    def __post_init__(self) -> None:
        self.steps = {step.id: step for step in self.script.step}


class Round(NamedTuple):
    """One round of a group that was gone through: the item, and what was answered about it."""

    item: Filled
    slots: dict[str, Filled]


class Looked(NamedTuple):
    """One version of a draft that was looked over: the log item, and the ids of the rules it met."""

    seq: int
    rules: tuple[str, ...]


class Asked(NamedTuple):
    """One answered step, as the projection sees it."""

    seq: int
    at: str
    address: str
    step: Step
    gate: str | None
    words: str | None
    target: int
    kind: Kind
    value: Any
    item: Filled | None = None
    """The item of the group the step stands in."""


class Permitted(NamedTuple):
    """One request to be near a vulnerable part: who was asked, their worry, and the answer."""

    seq: int
    who: Filled | None
    reason: Filled | None
    answer: str


class Check(NamedTuple):
    """One time a gate was looked at, and what was found."""

    seq: int
    at: str
    address: str
    gate: str
    target: int
    found: str
    loop: int
