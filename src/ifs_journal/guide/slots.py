"""Slots: what answers fill, and how they are read again, each with the log item it came from."""

from __future__ import annotations

from typing import Any

from ifs_journal.guide.conditions import KEPT_OFF
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import Filled, Frame
from ifs_journal.script.model import Script, Step

PLURAL = ("parts", "choices")
"""Slot types that hold several things in one answer."""


def filled(standing: Standing, frame: Frame, name: str) -> Filled | None:
    """A slot's value with where it came from, or None when it is not filled."""
    scope, _, rest = name.partition(".")
    if scope == "session":
        return standing.session_slots.get(rest)
    if scope == "target":
        return standing.targets[frame.target].slots.get(rest)
    if scope == "call":
        return frame.passed.get(rest)
    if scope == "answer":
        return standing.by_step.get(rest)
    if scope == "item":
        return frame.item_slots.get(rest) if rest else frame.item
    return None


def fill(standing: Standing, frame: Frame, name: str, value: Filled) -> None:
    """Fill a slot; a list slot takes one more element, and remembers where each came from."""
    scope, _, rest = name.partition(".")
    home = {
        "session": standing.session_slots,
        "target": standing.targets[frame.target].slots,
        "call": frame.passed,
        "item": frame.item_slots,
    }[scope]
    declared = declared_type(frame.script, name)
    if isinstance(declared, list) and not isinstance(value.value, list):
        before = home.get(rest)
        each = (*(before.each if before else ()), value)
        home[rest] = Filled([one.value for one in each], value.seq, each=each)
    else:
        home[rest] = value


def copy(standing: Standing, frame: Frame, step: Step) -> None:
    """What a `set` step does. From several parts, a slot for one takes the first."""
    found = filled(standing, frame, step.from_ or "")
    if found is None:
        return
    declared = declared_type(frame.script, step.set or "")
    several = isinstance(declared, list) or declared in PLURAL
    if isinstance(found.value, list) and not several:
        found = next(iter(elements(found)), None)
    if found is not None:
        fill(standing, frame, step.set or "", found)


def elements(found: Filled) -> list[Filled]:
    """The things a list names, one by one. Fixed options such as "quiet" are answers, not things."""
    if found.each:
        return [one for one in found.each if one.value != KEPT_OFF]
    given = found.value if isinstance(found.value, list) else []
    return [
        Filled(one, found.seq, index=index)
        for index, one in enumerate(given)
        if isinstance(one, dict) and one != KEPT_OFF
    ]


PROMISES = ("agreement", "promise_kept.renegotiated")
"""Slots of a session in which something is promised, apart from what is promised to the part listened to."""


def promises(standing: Standing) -> list[str]:
    """What was promised in this session so far, in the person's words, in the order it was said."""
    said = [target.slots.get("agreement") for target in standing.targets]
    said += [standing.session_slots.get(name) for name in PROMISES]
    there = [one for one in said if one is not None and isinstance(one.value, str)]
    return [one.value for one in sorted(there, key=lambda one: one.seq)]


def declared_type(script: Script, name: str) -> Any:
    """The type a script declares for a slot (`target.says`), or None. Records are walked by their dots."""
    scope, *rest = name.split(".")
    here: Any = script.takes if scope == "call" and scope not in script.slots else script.slots.get(scope)
    for key in rest:
        here = here.get(key) if isinstance(here, dict) else None
    return here
