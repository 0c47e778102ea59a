"""The feel-toward gate's judgement: what an answer means for the way on.

Words decide nothing here by themselves. A person sorts their own feelings; with several, the most cautious
decides; skipping or not being sure never opens the gate. A word list may only put a reaction first, or notice
a wish to fix.
"""

from __future__ import annotations

import re
from typing import Any

from ifs_journal.guide.gates import FEEL_TOWARD
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import Check, Concern, ConcernKind, Filled, Frame
from ifs_journal.script.model import Step
from ifs_journal.terms import ConcernOutcome, FeelToward, LogItem, MakesRoom

UNSORTED = "unsorted"
NONE = "none"
TURNS = {
    "come_first": ConcernOutcome.BECAME_TARGET,
    "company": ConcernOutcome.ACCOMPANIED,
    "park": ConcernOutcome.PARKED,
}


def heard(standing: Standing, frame: Frame, step: Step, item: LogItem, value: Any) -> None:
    """Take note of one answer inside a gate, before the way out of its step is chosen."""
    if frame.gate != FEEL_TOWARD:
        return
    if step.id == "how":
        _sort(standing, frame, item, value)
    elif step.id == "nearest":
        _decide(standing, frame, item, value or NONE)
    elif step.id == "worry":
        _concern(standing, frame, item, value)
    elif step.id in ("room", "room-wordless") and frame.concern is not None:
        if value is not None:
            gives = value == MakesRoom.GIVES_ROOM
            frame.concern.outcome = ConcernOutcome.STEPPED_BACK if gives else ConcernOutcome.REFUSED
    elif step.id in ("turn", "held") and frame.concern is not None and value in TURNS:
        frame.concern.outcome = TURNS[value]
    elif step.id == "numb" and value == "foggy":
        standing.far = True
    elif step.id == "as-it-is":
        standing.targets[frame.target].agenda_done = True


def _sort(standing: Standing, frame: Frame, item: LogItem, value: Any) -> None:
    frame.concern = None
    given = value if isinstance(value, list) else []
    free = " ".join(one["other"] for one in given if isinstance(one, dict))
    known = {one for one in given if isinstance(one, str)}
    frame.gate_seen = Filled(value, item.seq) if given else None
    # The check for an agenda comes once for a part in a session, and only after a wish to help or fix.
    wishes = bool(free) and bool(_near(free, standing.bundle.gates["near_words"].get("wish", [])))
    frame.gate_wish = wishes and not standing.targets[frame.target].agenda_done
    if not given:
        _decide(standing, frame, item, NONE)
    elif not known:
        frame.gate_class = UNSORTED
    else:
        _decide(standing, frame, item, next(one for one in FeelToward if one in known))


def _decide(standing: Standing, frame: Frame, item: LogItem, found: str) -> None:
    target = standing.targets[frame.target]
    frame.gate_class = str(found)
    if found != FeelToward.OPEN:
        target.failed += 1
    loop = 1 + sum(1 for one in standing.checks if one.target == frame.target and one.gate == FEEL_TOWARD)
    standing.checks.append(
        Check(item.seq, item.at, item.address, FEEL_TOWARD, frame.target, str(found), loop)
    )


def _concern(standing: Standing, frame: Frame, item: LogItem, value: Any) -> None:
    kind = {FeelToward.NOTHING: ConcernKind.NUMB, FeelToward.OPEN: ConcernKind.WISH}.get(
        FeelToward(frame.gate_class or FeelToward.REACTING), ConcernKind.REACTING
    )
    worry = None if value is None else Filled(value, item.seq)
    frame.concern = Concern(kind, frame.target, item.address, item.seq, frame.gate_seen, worry)
    standing.concerns.append(frame.concern)


def _near(text: str, words: list[str]) -> list[str]:
    folded = text.casefold()
    return [word for word in words if re.search(rf"\b{re.escape(word)}\b", folded)]


def suggestion(standing: Standing, frame: Frame) -> str | None:
    """The group a person's own words hint at: a reaction, or nothing at all. Never `open`."""
    seen = frame.gate_seen.value if frame.gate_seen else []
    free = " ".join(one["other"] for one in seen if isinstance(one, dict))
    for group in (FeelToward.TOO_MUCH, FeelToward.INSIDE_IT, FeelToward.REACTING, FeelToward.NOTHING):
        if _near(free, standing.bundle.gates["near_words"].get(group, [])):
            return str(group)
    return None
