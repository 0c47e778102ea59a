"""What every check shares: a fault, the shelf of scripts that may be called, a script in one variant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ifs_journal.script.grammar import validated
from ifs_journal.script.library import Source
from ifs_journal.script.model import Script, SlotType, Step
from ifs_journal.terms import StepType

STATE = "state"
FEEL_TOWARD = "feel_toward"
RELATIONAL = "relational"
VULNERABLE = "vulnerable"
APART = "apart"
GATES = (FEEL_TOWARD, RELATIONAL, STATE, VULNERABLE, APART)
WORDS: Mapping[str, tuple[str, ...]] = {
    VULNERABLE: ("entry", "permission", "warmth"),
    APART: ("checks", "ready", "keeping"),
}
"""Which sets of sentences the gates have that are met more than once, apart from the state's."""
GROUNDING = "grounding"
UNBLEND = "unblend"
"""The feel-toward gate calls this script when somebody is right inside a part."""
LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a script: where, which rule, what is the matter, and what helps."""

    file: str
    line: int | None
    step: str | None
    rule: str
    problem: str
    remedy: str
    variant: str | None = None

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        step = f" step “{self.step}”" if self.step else ""
        variant = f" in the variant “{self.variant}”" if self.variant else ""
        return f"{where}{step}{variant}: {self.problem}. {self.remedy}."


class Shelf:
    """The scripts that may be called, parsed when first looked at."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        self.tables = tables
        self._parsed: dict[str, Script | None] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.tables

    def get(self, name: str) -> Script | None:
        """A script by id; None when it is not there, or breaks the language itself."""
        if name not in self._parsed:
            self._parsed[name] = self._parse(name)
        return self._parsed[name]

    def put(self, script: Script) -> None:
        """Let a script that is already parsed be found."""
        self._parsed[script.id] = script

    def _parse(self, name: str) -> Script | None:
        from pydantic import ValidationError

        table = self.tables.get(name)
        try:
            return None if table is None else validated(table)
        except ValidationError:
            return None


@dataclass
class View:
    """A script in one of its variants, and the faults found in it."""

    script: Script
    source: Source
    shelf: Shelf
    gates: Mapping[str, Any]
    variant: str | None = None
    faults: list[Fault] = field(default_factory=list)

    def fault(self, rule: str, problem: str, remedy: str, step: str | None = None) -> None:
        """Note a fault. `problem` and `remedy` are sentences without their full stop."""
        line = self.source.lines.get(step) if step else None
        found = Fault(self.source.path.name, line, step, rule, problem, remedy, self.variant)
        if found not in self.faults:
            self.faults.append(found)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The steps outside groups, by id."""
        return {step.id: step for step in self.script.step}

    @cached_property
    def everything(self) -> list[tuple[Step, Step | None]]:
        """Every step with the group it is in, if any."""
        return list(_with_groups(self.script.step, None))

    def type_of(self, name: str, group: Step | None = None) -> SlotType | None:
        """The type behind a name: a slot, `item`, `call.x`, `answer.step`. None when there is none."""
        scope, _, rest = name.partition(".")
        if scope == "answer":
            return self._answer_type(rest)
        if scope == "item":
            if group is None:
                return None
            if not rest:
                return element(self.type_of(group.each or ""))
        if scope == "call" and rest.split(".")[0] in self.script.takes:
            return _down(self.script.takes, rest)
        return _down(self.script.slots, name) if rest else None

    def _answer_type(self, step_id: str) -> SlotType | None:
        for step, _ in self.everything:
            if step.id == step_id and step.type is not None:
                return TYPE_FILLED.get(step.type)
        return None


def _with_groups(steps: tuple[Step, ...], group: Step | None) -> Iterator[tuple[Step, Step | None]]:
    for step in steps:
        yield step, group
        yield from _with_groups(step.step, step)


def _down(table: Mapping[str, SlotType], name: str) -> SlotType | None:
    here: Any = table
    for key in name.split("."):
        here = here.get(key) if isinstance(here, Mapping) else None
    found: SlotType | None = here
    return found


TYPE_FILLED: Mapping[StepType, str] = {
    StepType.SHORT: "text",
    StepType.LONG: "text",
    StepType.DRAFT: "text",
    StepType.PERSON: "person",
    StepType.SCALE: "scale",
    StepType.STATE: "state",
    StepType.CHOICE: "choice",
    StepType.CHOICES: "choices",
    StepType.YES_NO_UNSURE: "yes_no_unsure",
    StepType.CONFIRM: "bool",
    StepType.PART: "part",
    StepType.PARTS: "parts",
    StepType.DATE: "date",
}
"""What kind of slot an answer type fills."""

SLOT_TYPES = tuple(dict.fromkeys(TYPE_FILLED.values()))
PLURAL = {"part": "parts", "choice": "choices"}
SINGULAR = {plural: one for one, plural in PLURAL.items()}


def element(slot_type: SlotType | None) -> SlotType | None:
    """What one element of a list type is; None when the type is no list."""
    if isinstance(slot_type, list):
        return slot_type[0] if len(slot_type) == 1 else None
    return SINGULAR.get(slot_type) if isinstance(slot_type, str) else None


def same(one: SlotType | None, other: SlotType | None) -> bool:
    """Whether two types hold the same things: a list of parts may be written in two ways."""
    return bool(_plain(one) == _plain(other))


def _plain(slot_type: SlotType | None) -> Any:
    if isinstance(slot_type, list) and len(slot_type) == 1 and isinstance(slot_type[0], str):
        return PLURAL.get(slot_type[0], slot_type)
    return slot_type


def named(slot_type: SlotType | None) -> str:
    """A type as a message says it."""
    if isinstance(slot_type, list):
        return f"a list of {quoted(slot_type)}"
    return "a record" if isinstance(slot_type, dict) else f"“{slot_type}”"


def quoted(names: Any) -> str:
    """Names in a row, for a message."""
    return ", ".join(f"“{one}”" for one in names)
