"""The script language as data: what a script, a step, a slot and a branch may say.

A script is read by people first. Every key here is explained in `docs/writing-scripts.md`.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from ifs_journal.terms import StepType

ID_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
Identifier = Annotated[str, StringConstraints(pattern=ID_PATTERN)]

END = "end"
"""Go here to finish the script (or to return from a call)."""
NOT_TODAY = "not-today"
"""Go here to close the whole session because a gate stayed closed."""
TARGET_DONE = "target-done"
"""Go here when the part being listened to has had its visit."""
PLACES = frozenset({END, NOT_TODAY, TARGET_DONE})

GATE_OPEN = "@open"
GATE_CLOSED = "@closed"
GATE_INSIDE = "@inside"
GATE_SWITCH = "@switch"
GATE_PARK = "@park"
GATE_CLOSE = "@close"
GATE_SAFETY = "@safety"
GATE_ENDS = frozenset({GATE_OPEN, GATE_CLOSED, GATE_INSIDE, GATE_SWITCH, GATE_PARK, GATE_CLOSE, GATE_SAFETY})
"""How a gate can end. Only the gates' own steps, which are code, may go to these."""


class Model(BaseModel):
    """Unknown keys are refused, so a misspelt one is never silently ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)


class When(Model):
    """A condition on this step's answer, or on the slot it names. All that is said must hold."""

    slot: str | None = None
    is_: str | int | bool | None = Field(None, alias="is")
    in_: tuple[str, ...] | None = Field(None, alias="in")
    has: str | None = None
    class_: str | None = Field(None, alias="class")
    at_least: int | None = None
    at_most: int | None = None
    count_at_least: int | None = None
    answered: bool | None = None
    also: When | None = None


class Branch(Model):
    """Where to go when a condition holds. The first that holds decides."""

    when: When
    go: str


class Option(Model):
    """One possible answer of a choice."""

    value: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    label: str
    plain: str | None = None
    key: Annotated[str, StringConstraints(pattern=r"^[a-z]$")] | None = None
    when: When | None = None
    """Offered only if this holds."""


class Step(Model):
    """One step: it asks (`type`), calls a script, meets a gate, repeats a group, or copies a slot."""

    id: Identifier
    type: StepType | None = None
    text: str | None = None
    plain: str | None = None
    why: str | None = None
    why_plain: str | None = None
    options: tuple[Option, ...] = ()
    other: bool = False
    optional: bool = False
    private: bool = False
    explicit: bool = False
    draft: str | None = None
    key_sentence: bool = False
    slot: str | None = None

    alone: bool = False
    """Passed over when the script is called by another."""
    when: When | None = None
    """Passed over unless this holds."""
    next: str | None = None
    branch: tuple[Branch, ...] = ()
    at_most: Annotated[int, Field(ge=1, le=50)] | None = None
    """How often the step may be met (for one part); after that the way leads to `then`."""
    then: str | None = None

    call: str | None = None
    with_: dict[str, str] = Field(default_factory=dict, alias="with")
    into: str | None = None

    gate: str | None = None
    words: str | None = None
    """Which of the gate's sets of sentences is used."""
    open: str | None = None
    closed: str | None = None
    inside: str | None = None

    each: str | None = None
    step: tuple[Step, ...] = ()

    set: str | None = None
    from_: str | None = Field(None, alias="from")

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        kinds = [
            name
            for name, given in (
                ("type", self.type),
                ("call", self.call),
                ("gate", self.gate),
                ("each", self.each),
                ("set", self.set),
            )
            if given is not None
        ]
        if len(kinds) != 1:
            said = " and ".join(kinds) or "none of them"
            raise ValueError(f"a step has exactly one of type, call, gate, each, set; this one has {said}")
        return self

    @property
    def asks(self) -> bool:
        """Whether a person is asked something here (a pause counts; a plain sentence does not)."""
        return self.type is not None and self.type is not StepType.SAY


SlotType = str | list[Any] | dict[str, Any]


class Insertion(Model):
    """Steps a variant adds, right after a step that is there."""

    after: Identifier
    step: tuple[Step, ...]


class Variant(Model):
    """Another way through the same script. It becomes a flag: `--quick`."""

    help: str
    keep: tuple[Identifier, ...] | None = None
    drop: tuple[Identifier, ...] = ()
    add: tuple[Insertion, ...] = ()
    replace: tuple[Step, ...] = ()


class Script(Model):
    """A guided session, or a piece one calls."""

    id: Identifier
    version: Annotated[int, Field(ge=1)]
    title: str
    title_plain: str | None = None
    purpose: str
    minutes: str
    sources: tuple[str, ...] = ()
    listed: bool = True
    """False for pieces that only other scripts call."""

    state_at_most: Annotated[int, Field(ge=0, le=10)] = 10
    """How high the state may be for this script to go on; above it only grounding or closing is offered."""
    on_stop: str | None = None
    on_new_target: str | None = None
    after_targets: str | None = None
    takes: dict[str, SlotType] = Field(default_factory=dict)
    """What a caller passes (as `call.<name>`)."""
    gives: str | None = None
    """The slot a caller gets back."""
    knows: tuple[str, ...] = ()
    """What of earlier sessions it may quote, as `known.<name>`."""
    slots: dict[str, SlotType] = Field(default_factory=dict)
    step: tuple[Step, ...] = Field(min_length=1)
    variants: dict[Identifier, Variant] = Field(default_factory=dict)
