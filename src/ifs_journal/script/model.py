"""The script language as data: what a script, a step, a slot and a branch may say.

A script is read by people first. Every key here is explained in `docs/writing-scripts.md`. A key that is a
word of Python has an underscore after it here, and none in a script. `grammar.py` makes these from tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ifs_journal.terms import StepType

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


class When(NamedTuple):
    """A condition on this step's answer, or on the slot it names. All that is said must hold."""

    slot: str | None = None
    is_: str | int | bool | None = None
    in_: tuple[str, ...] | None = None
    has: str | None = None
    class_: str | None = None
    at_least: int | None = None
    at_most: int | None = None
    count_at_least: int | None = None
    answered: bool | None = None
    also: When | None = None


class Branch(NamedTuple):
    """Where to go when a condition holds. The first that holds decides."""

    when: When
    go: str


class Option(NamedTuple):
    """One possible answer of a choice."""

    value: str
    label: str
    plain: str | None = None
    key: str | None = None
    when: When | None = None
    """Offered only if this holds."""


class Piece(NamedTuple):
    """Sentences a draft is put together from. One whose quotes are not all filled is left out.

    With `each` (a group's id) they are said once for every round of it, from the second round on as `again`.
    """

    text: tuple[str, ...]
    each: str | None = None
    again: tuple[str, ...] = ()


class Step(NamedTuple):
    """One step: it asks (`type`), calls a script, meets a gate, repeats a group, or copies a slot."""

    id: str
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
    pieces: tuple[Piece, ...] = ()
    """What a draft begins from, where one template is not enough."""
    look: str | None = None
    """Which set of language rules is shown against the text, as advice."""
    like: Mapping[str, str] = {}
    """Slots by which a known part may be recognised: its `place`, `words` and `fears`."""
    recall: bool = False
    """On a part: what earlier sessions know of it can be quoted from here on."""
    unlike: str | None = None
    """On a part: a slot with another one, which this has to be different from."""
    handover: bool = False
    """On a pause: the keyboard goes to the other person. Nobody goes back across it."""
    whose: tuple[str, ...] = ()
    """Of two people at one screen, whose words the answer is: `first`, `second`, or both."""
    speakers: str | None = None
    """A text whose speakers (`Name: …` at the beginning of a line) are offered as parts."""
    key_sentence: bool = False
    slot: str | None = None

    alone: bool = False
    """Passed over when the script is called by another."""
    when: When | None = None
    """Passed over unless this holds."""
    next: str | None = None
    branch: tuple[Branch, ...] = ()
    at_most: int | None = None
    """How often the step may be met (for one part); after that the way leads to `then`."""
    then: str | None = None

    call: str | None = None
    with_: Mapping[str, str] = {}
    into: str | tuple[str, ...] | None = None
    """Where a caller puts what it gets back: a slot, or one for each that the other script gives."""

    gate: str | None = None
    words: str | None = None
    """Which of the gate's sets of sentences is used."""
    open: str | None = None
    closed: str | None = None
    inside: str | None = None

    each: str | None = None
    step: tuple[Step, ...] = ()

    set: str | None = None
    from_: str | None = None

    @property
    def asks(self) -> bool:
        """Whether a person is asked something here (a pause counts; a plain sentence does not)."""
        return self.type is not None and self.type is not StepType.SAY

    @property
    def taken_into(self) -> tuple[str, ...]:
        """The slots that a call fills when it comes back."""
        return _several(self.into)


SlotType = str | list[Any] | dict[str, Any]


class Insertion(NamedTuple):
    """Steps a variant adds, right after a step that is there."""

    after: str
    step: tuple[Step, ...]


class Variant(NamedTuple):
    """Another way through the same script. It becomes a flag: `--quick`."""

    help: str
    knows: tuple[str, ...] | None = None
    """What of earlier sessions it may quote, in place of what the script itself says."""
    keep: tuple[str, ...] | None = None
    drop: tuple[str, ...] = ()
    add: tuple[Insertion, ...] = ()
    replace: tuple[Step, ...] = ()


class Script(NamedTuple):
    """A guided session, or a piece one calls."""

    id: str
    version: int
    title: str
    purpose: str
    minutes: str
    step: tuple[Step, ...]
    title_plain: str | None = None
    sources: tuple[str, ...] = ()
    listed: bool = True
    """False for pieces that only other scripts call."""
    keep: str | None = None
    """The slot that says, at the very end, whether anything is kept. Until then nothing is."""

    shared: bool = False
    """Two people look at the screen: nothing of the journal is shown."""
    over: str | None = None
    """Where to go when contact with a vulnerable part has lasted long enough."""
    state_at_most: int = 10
    """How high the state may be for this script to go on; above it only grounding or closing is offered."""
    on_stop: str | None = None
    on_new_target: str | None = None
    after_targets: str | None = None
    takes: Mapping[str, SlotType] = {}
    """What a caller passes (as `call.<name>`)."""
    gives: str | tuple[str, ...] | None = None
    """The slot a caller gets back, or several in their order."""
    knows: tuple[str, ...] = ()
    """What of earlier sessions it may quote, as `known.<name>`."""
    slots: Mapping[str, SlotType] = {}
    variants: Mapping[str, Variant] = {}

    @property
    def given_back(self) -> tuple[str, ...]:
        """The slots a caller gets back."""
        return _several(self.gives)


def _several(slots: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return () if slots is None else (slots,) if isinstance(slots, str) else slots
