"""Safety between two people: what the gate takes note of, and whom it was asked about.

What ends a session here is never stored: neither the answer nor the reason.
"""

from __future__ import annotations

from typing import Any

from ifs_journal.guide import slots
from ifs_journal.guide.gates import RELATIONAL
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import Check, Frame
from ifs_journal.script.model import GATE_OPEN, Step
from ifs_journal.terms import Direction, LogItem

KNOWN = "known."


def heard(standing: Standing, frame: Frame, step: Step, item: LogItem, value: Any) -> None:
    """Take note of one answer inside the gate."""
    if frame.gate == RELATIONAL and step.id in list(Direction) and value is not None:
        gate = f"{RELATIONAL}_{step.id}"
        standing.checks.append(Check(item.seq, item.at, item.address, gate, frame.target, str(value), 1))


def decided(standing: Standing, person: str | None, go: str) -> None:
    """Take note of how the gate ended: with this person it is safe enough, or the question was left open."""
    if go == GATE_OPEN:
        standing.safe_with.add(person)
    else:
        standing.unasked = True


def person_of(standing: Standing, frame: Frame, step: Step) -> str | None:
    """The id of the person a gate asks about; None where nobody was named."""
    if step.from_ is not None and step.from_.startswith(KNOWN):
        return standing.about.get(step.from_.removeprefix(KNOWN))
    found = slots.filled(standing, frame, step.from_) if step.from_ else None
    return found.value.get("id") if found is not None and isinstance(found.value, dict) else None
