"""What the invented person answers: what the story says, else what they usually say."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ifs_journal.demo.person import Person
from ifs_journal.demo.story import Scene
from ifs_journal.guide.question import Question
from ifs_journal.session.live import Live
from ifs_journal.session.values import Misfit, stored
from ifs_journal.terms import Kind, StepType

USUAL = (
    "safe",
    "open",
    "i_can_see_it",
    "a_little",
    "gives_room",
    "enough",
    "go_on",
    "no",
)
"""Options they usually pick where the story says nothing, the first that is offered."""
LEAVING = {"settled": "settled", "stirred": "settled", "a_lot": "stirred"}
"""How a session leaves somebody who came to it like this."""


class Untold(Exception):
    """The story has no answer for a step that can't be left out, or one that does not fit.

    Says where. Only a change of a script or of the story leads here.
    """


@dataclass
class Answers:
    """The answers to one scene, each used once."""

    person: Person
    scene: Scene
    told: list[tuple[str, Any]] = field(init=False)

    def __post_init__(self) -> None:
        self.told = list(self.scene.says)

    def to(self, question: Question, live: Live) -> tuple[Kind, Any]:
        """The kind of answer, and its value as it is kept. Raises Untold."""
        found = next((one for one in self.told if one[0] == question.step), None)
        if found is None:
            raw = self._usual(question)
        else:
            self.told.remove(found)
            raw = self.person.filled(found[1])
        if raw == "/off" and question.may_be_off:
            return Kind.OFF, None
        if raw is None and question.type is not StepType.SETTLE:
            if not question.optional:
                raise Untold(f"{self._where(question)} needs an answer")
            return Kind.SKIP, None
        return Kind.ANSWER, self._kept(question, raw, live)

    def _kept(self, question: Question, raw: Any, live: Live) -> Any:
        if question.type is StepType.DATE and isinstance(raw, int):
            raw = (live.clock.today() + timedelta(days=raw)).isoformat()
        try:
            value = stored(question, raw, self.person.finders(), live.clock)
        except Misfit as misfit:
            raise Untold(f"{self._where(question)}: {misfit}") from None
        at = live.clock.now()
        if question.type is StepType.PART and isinstance(value, dict):
            return self.person.named("part", value, at)
        if question.type is StepType.PERSON and isinstance(value, dict):
            return self.person.named("person", value, at)
        if question.type is StepType.PARTS:
            return [self.person.named("part", one, at) if isinstance(one, dict) else one for one in value]
        return value

    def _usual(self, question: Question) -> Any:
        offered = [one.value for one in question.options]
        match question.type:
            case StepType.STATE:
                first = not question.address.rsplit("/", 2)[1].startswith(("leaving", "closing"))
                return self.scene.mood if first else LEAVING.get(str(self.scene.mood), "settled")
            case StepType.DRAFT:
                return question.draft
            case StepType.CHOICE | StepType.CHOICES | StepType.YES_NO_UNSURE:
                if question.optional and question.step != "more":
                    return None
                usual = next((one for one in USUAL if one in offered), None)
                return [usual] if usual is not None and question.type is StepType.CHOICES else usual
        return None

    def _where(self, question: Question) -> str:
        return f"day {self.scene.day}, {question.address} ({question.type})"
