"""What the projection's rooms share: a walked session's values, texts and ids."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from ifs_journal.guide.conditions import KEPT_OFF
from ifs_journal.guide.quoting import spoken
from ifs_journal.guide.state import Asked, Filled, Target
from ifs_journal.guide.walk import Walk
from ifs_journal.terms import StepType


@dataclass
class Projected:
    """A walked session as rows are drawn from it: values with their corrections, ids that stay the same."""

    walk: Walk
    session_id: str
    corrections: dict[int, Any]
    by_seq: dict[int, Asked] = field(init=False)
    names: dict[str, str] = field(default_factory=dict)
    """What each id was made of, beside the session's."""

    def __post_init__(self) -> None:
        self.by_seq = {one.seq: one for one in self.walk.asked}

    def id(self, address: str, name: str) -> str:
        """The id of what follows from an answer under this name."""
        whole = f"{address}#{name}"
        made = str(uuid5(UUID(self.session_id), whole))
        self.names[made] = whole
        return made

    def value(self, one: Asked) -> Any:
        """What was answered, its latest correction applied; None where it was not kept."""
        value = self.corrections.get(one.seq, one.value)
        return None if value == KEPT_OFF else value

    def text(self, filled: Filled | None) -> str | None:
        """The words in a slot, or None."""
        if filled is None:
            return None
        value = self.corrections.get(filled.seq, filled.value)
        if isinstance(value, list):
            value = [one for one in value if isinstance(one, dict)]
        return None if not value or value == KEPT_OFF else spoken(value)

    def slot(self, target: Target, name: str) -> Any:
        """The value in a slot of a target, or None."""
        filled = target.slots.get(name)
        if filled is None or filled.value == KEPT_OFF:
            return None
        return self.corrections.get(filled.seq, filled.value)

    def part_id(self, target_number: int) -> str | None:
        """The id of the part a target turned out to be; without a name, the one the session began about."""
        part = self.walk.targets[target_number].slots.get("part")
        if part is None and target_number == 0:
            return self.known_part()
        return part.value.get("id") if part is not None and isinstance(part.value, dict) else None

    def known_part(self) -> str | None:
        """The id of the part a session is about from its start, without asking who is there.

        None until something was answered: what only began has no rows yet.
        """
        if not self.walk.asked:
            return None
        return next((row for name, row in self.walk.about.items() if name.endswith("_part")), None)

    def asked(self, slot: str) -> Asked | None:
        """The answer that fills a slot now."""
        return next((one for one in reversed(self.walk.asked) if one.step.slot == slot), None)

    def person_id(self) -> str | None:
        """The id of the person the session is about: the one named last, else the one known from before."""
        for one in reversed(self.walk.asked):
            value = self.value(one)
            if one.step.type is StepType.PERSON and isinstance(value, dict):
                found: str | None = value.get("id")
                return found
        return next((row for name, row in self.walk.about.items() if name.endswith("_person")), None)

    def base(self, one: Asked, name: str) -> dict[str, Any]:
        """What every row that follows from an answer begins with."""
        return {
            "id": self.id(one.address, name),
            "session_id": self.session_id,
            "answer_seq": one.seq,
            "at": one.at,
        }
