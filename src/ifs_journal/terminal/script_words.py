"""How a script's ways, conditions and quotes are said to somebody who reads it: by number, never by id."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ifs_journal.script.model import END, NOT_TODAY, TARGET_DONE, Option, Script, Step, When
from ifs_journal.terms import StepType, Wording

LETTERS = "abcdefghijklmnopqrstuvwxyz"
GUIDE: Mapping[str, tuple[str, str]] = {
    "far": ("it is far away or numb", "it is not far away or numb"),
    "needs_steadying": ("steadying may help", "no steadying is needed"),
    "may_go_on": ("it is calm enough to go on", "it is too much to go on"),
    "may_switch": ("another part may come first", "no other part may come first"),
    "may_park": ("this part may wait", "this part may not wait"),
    "at_limit": ("it is enough for one visit", "it is not yet enough for one visit"),
    "tender": ("the session was stirring", "the session was not stirring"),
    "stopped": ("it was stopped early", "it was not stopped early"),
    "hot": ("it is a lot, or far away", "it is neither a lot nor far away"),
    "flagged": ("the list of words points at something", "the list of words points at nothing"),
    "met": ("a part was met", "no part was met"),
    "promised": ("something was promised", "nothing was promised"),
    "came_first": ("this part asked to come first", "this is the part it began with"),
    "declined": ("somebody said no", "nobody said no"),
    "flooded_lately": ("it was too much lately", "it was not too much lately"),
    "calm": ("it is calm", "it is not calm"),
}
"""What the guide knows by itself, when it is so and when it is not."""
LEVELS: Mapping[str, str] = {"level": "how strong it is", "highest": "how strong it was at most"}

_QUOTE = re.compile(r"\{([^{}]+)\}")
_NOWHERE = "a step that is not there"


@dataclass
class Told:
    """One script with its steps numbered, and how what is in it is said."""

    script: Script
    wording: Wording = Wording.IFS
    before: str = ""
    """What stands before every number, where several scripts are told in a row."""
    numbers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Number the steps: 1, 2, 3, and 3a, 3b inside a group."""
        for number, step in enumerate(self.script.step, 1):
            self.numbers[step.id] = f"{self.before}{number}"
            for letter, inside in zip(LETTERS, step.step, strict=False):
                self.numbers[inside.id] = f"{self.before}{number}{letter}"

    @cached_property
    def steps(self) -> list[Step]:
        """Every step, those inside groups too."""
        return [one for step in self.script.step for one in (step, *step.step)]

    def worded(self, ifs: str | None, plain: str | None) -> str:
        """One of two wordings."""
        return (plain if self.wording is Wording.PLAIN and plain else ifs) or ""

    def label(self, option: Option) -> str:
        """An option as it is read."""
        return self.worded(option.label, option.plain)

    def place(self, way: str) -> str:
        """Where a way leads."""
        if way == END:
            return "the end"
        if way == NOT_TODAY:
            return "a kind close for today"
        if way == TARGET_DONE:
            return "the end of this part's visit"
        return self.numbers.get(way, _NOWHERE)

    def quotes(self, text: str) -> str:
        """A sentence with what it quotes named in square brackets."""
        return _QUOTE.sub(lambda found: f"[{self._quoted(found[1])}]", text)

    def _quoted(self, name: str) -> str:
        scope, _, rest = name.partition(".")
        if name == "target.name":
            return self.worded("the part", "this side of you")
        if scope == "item" and not rest:
            return "each in turn"
        if scope == "known":
            return f"earlier: {spaced(rest)}"
        if scope == "answer":
            return f"answer {self.numbers.get(rest, '')}"
        filled = self.filled(name)
        return f"answer {filled}" if filled else spaced(rest or scope)

    def filled(self, slot: str) -> str:
        """The numbers of the steps that fill a slot; empty where none does."""
        found = [self.numbers[step.id] for step in self.steps if slot in (step.slot, step.into, step.set)]
        return " or ".join(found)

    # --- conditions ------------------------------------------------------------------------------------

    def condition(self, when: When, step: Step | None) -> str:
        """A condition as a clause: what has to be so."""
        said = self._one(when, step)
        return f"{said}, and {self.condition(when.also, step)}" if when.also else said

    def _one(self, when: When, step: Step | None) -> str:
        scope, _, rest = (when.slot or "").partition(".")
        if scope == "guide" and rest in GUIDE and isinstance(when.is_, bool):
            return GUIDE[rest][0 if when.is_ else 1]
        if scope == "guide":
            return f"{LEVELS.get(rest, spaced(rest))} is {' and '.join(self._tests(when, step))}"
        if scope == "known" and when.answered is not None:
            return f"there is {'' if when.answered else 'no '}earlier: {spaced(rest)}"
        tests = " and ".join(self._tests(when, step))
        if when.slot is None:
            return tests
        filled = self.filled(when.slot)
        return f"{tests} at {filled}" if filled else f"{spaced(rest)}: {tests}"

    def _tests(self, when: When, step: Step | None) -> Iterator[str]:
        if when.is_ is not None:
            yield self._said(when.is_, when.slot, step)
        if when.in_ is not None:
            yield " or ".join(self._said(one, when.slot, step) for one in when.in_)
        if when.has is not None:
            yield f"{self._said(when.has, when.slot, step)} is among them"
        if when.class_ is not None:
            yield f"it is {spaced(when.class_)}"
        if when.at_least is not None:
            yield f"{when.at_least} or more"
        if when.at_most is not None:
            yield f"{when.at_most} or less"
        if when.count_at_least is not None:
            yield f"{when.count_at_least} or more were named"
        if when.answered is not None:
            yield "something was answered" if when.answered else "nothing was answered"

    def _said(self, value: object, slot: str | None, step: Step | None) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        asked: Sequence[Step] = [step] if slot is None and step is not None else self.steps
        for one in asked:
            if slot is None or one.slot == slot:
                for option in one.options:
                    if option.value == value:
                        return f"“{self.label(option)}”"
        words = (
            {"unsure": "not sure"} if slot is None and step and step.type is StepType.YES_NO_UNSURE else {}
        )
        return f"“{words.get(str(value), spaced(str(value)))}”"


def spaced(name: str) -> str:
    """A name of the language as words."""
    return name.replace(".", ", ").replace("_", " ").replace("-", " ")


def lower_first(text: str) -> str:
    """A heading as it stands inside a sentence."""
    return text[:1].lower() + text[1:]
