"""Conditions: they look at something that is there, and what they ask of it can be true."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ifs_journal.script.check_base import FEEL_TOWARD, TYPE_FILLED, View, quoted, same
from ifs_journal.script.check_slots import known_slot
from ifs_journal.script.model import SlotType, Step, When
from ifs_journal.terms import FeelToward, State, StepType, is_level

GUIDE_KNOWS: Mapping[str, str] = {
    "level": "number",
    "highest": "number",
    "far": "bool",
    "needs_steadying": "bool",
    "may_go_on": "bool",
    "may_switch": "bool",
    "may_park": "bool",
    "at_limit": "bool",
    "tender": "bool",
    "hot": "bool",
    "flagged": "bool",
    "stopped": "bool",
    "met": "bool",
    "came_first": "bool",
    "promised": "bool",
}
"""What the guide knows by itself, as `guide.<name>`."""
WORDS = frozenset({"answered"})
CONDITIONS: Mapping[str, frozenset[str]] = {
    "text": WORDS,
    "person": WORDS,
    "date": WORDS,
    "choice": WORDS | {"is", "in"},
    "part": WORDS | {"is", "in"},
    "yes_no_unsure": WORDS | {"is", "in"},
    "bool": WORDS | {"is"},
    "scale": WORDS | {"is", "at_least", "at_most"},
    "state": WORDS | {"is", "in", "at_least", "at_most"},
    "number": WORDS | {"is", "at_least", "at_most"},
    "choices": WORDS | {"has"},
    "parts": WORDS | {"has", "count_at_least"},
    "class": frozenset({"class", "is", "in"}),
    "list": WORDS,
}
"""Which conditions make sense of which type."""


@dataclass(frozen=True)
class Subject:
    """What a condition looks at: its type, and the values it can have where they are known."""

    type: SlotType
    values: frozenset[str | bool] | None = None


def check_conditions(view: View) -> None:
    """Every condition names something that exists, and can hold."""
    for step, group in view.everything:
        if step.when is not None:
            _condition(view, step, group, step.when, None)
        for option in step.options:
            if option.when is not None:
                _condition(view, step, group, option.when, None)
        for branch in step.branch:
            _condition(view, step, group, branch.when, _answer_of(view, step))


def _answer_of(view: View, step: Step) -> Subject | None:
    if step.gate == FEEL_TOWARD:
        return Subject("class", frozenset(str(one) for one in FeelToward))
    if step.call is not None:
        callee = view.shelf.get(step.call)
        if callee is None or not callee.given_back:
            return None
        inner = View(callee, view.source, view.shelf, view.gates)
        first = callee.given_back[0]
        declared = inner.type_of(first)
        return None if declared is None else Subject(declared, _values(inner, first, None))
    if step.type is None or step.type not in TYPE_FILLED:
        return None
    return Subject(TYPE_FILLED[step.type], _own_values(step))


def _own_values(step: Step) -> frozenset[str | bool] | None:
    if step.type is StepType.YES_NO_UNSURE:
        return frozenset({"yes", "no", "unsure"})
    if step.type is StepType.STATE:
        return frozenset(str(one) for one in State)
    return frozenset(one.value for one in step.options)


def _condition(view: View, step: Step, group: Step | None, when: When, answer: Subject | None) -> None:
    if when.slot is None:
        if answer is None:
            view.fault(
                "condition-slot",
                "There is no answer here for the condition to look at",
                'Say which slot it looks at: when = { slot = "…", … }',
                step.id,
            )
        subject = answer
    else:
        subject = _subject(view, step, group, when.slot)
    if subject is not None:
        for problem, remedy in _impossible(when, subject):
            said = problem.replace("@", f"“{when.slot}”" if when.slot else "the answer")
            view.fault("condition-impossible", said[:1].upper() + said[1:], remedy, step.id)
    if when.also is not None:
        _condition(view, step, group, when.also, answer)


def _subject(view: View, step: Step, group: Step | None, name: str) -> Subject | None:
    scope, _, rest = name.partition(".")
    if scope == "guide":
        if rest in GUIDE_KNOWS:
            return Subject(GUIDE_KNOWS[rest])
        remedy = f"It knows {quoted(GUIDE_KNOWS)}"
        view.fault("condition-slot", f"The guide knows nothing called “{name}”", remedy, step.id)
    elif scope == "gate":
        view.fault(
            "condition-slot",
            f"“{name}” is only known inside the gate",
            'On the gate step itself, write branch = [{ when = { class = "…" }, go = "…" }]',
            step.id,
        )
    elif scope == "known":
        if rest in view.script.knows:
            return Subject("text")
        view.fault(
            "condition-slot", f"“{name}” is not declared", f"Add “{rest}” to the script's `knows`", step.id
        )
    elif scope == "answer":
        found = next((one for one, _ in view.everything if one.id == rest), None)
        if found is not None and found.type in TYPE_FILLED:
            return _answer_of(view, found)
        view.fault(
            "condition-slot", f"There is no answer to a step “{rest}”", "Name a step that asks", step.id
        )
    else:
        declared = known_slot(view, name, step, group, rule="condition-slot")
        return None if declared is None else Subject(declared, _values(view, name, group))
    return None


def _values(view: View, name: str, group: Step | None) -> frozenset[str | bool] | None:
    """The fixed answers a slot can hold, or None where it is filled in ways that cannot be seen here."""
    if name == "item":
        return _values(view, group.each, None) if group is not None and group.each else None
    found: set[str | bool] = set()
    seen = False
    for step, _ in view.everything:
        if name in (step.set, *step.taken_into):
            return None
        if step.slot == name:
            seen = True
            found |= _own_values(step) or set()
    return frozenset(found) if seen else None


def _said(when: When) -> dict[str, Any]:
    said = {
        "is": when.is_,
        "in": when.in_,
        "has": when.has,
        "class": when.class_,
        "at_least": when.at_least,
        "at_most": when.at_most,
        "count_at_least": when.count_at_least,
        "answered": when.answered,
    }
    return {key: value for key, value in said.items() if value is not None}


def _impossible(when: When, subject: Subject) -> Iterator[tuple[str, str]]:
    """What cannot be true in a condition, with `@` for what it looks at."""
    said = _said(when)
    if not said:
        yield "The condition says nothing about @", "Add `is`, `in`, `answered` or another test"
        return
    if isinstance(subject.type, dict):
        yield "@ is a record, and a condition looks at one thing", "Name one slot of the record"
        return
    kind = (
        subject.type if isinstance(subject.type, str) else "parts" if same(subject.type, "parts") else "list"
    )
    if kind not in CONDITIONS:
        return
    for key in said:
        if key not in CONDITIONS[kind]:
            fitting = quoted(sorted(CONDITIONS[kind]))
            yield (
                f"`{key}` can never hold for @, which is {_kind(kind)}",
                f"What can be asked of it: {fitting}",
            )
    said = {key: value for key, value in said.items() if key in CONDITIONS[kind]}
    yield from _wrong_values(said, kind, subject)
    yield from _wrong_numbers(said)


def _kind(kind: str) -> str:
    return {"class": "how someone feels toward a part", "bool": "yes or no"}.get(kind, f"“{kind}”")


def _wrong_values(said: dict[str, Any], kind: str, subject: Subject) -> Iterator[tuple[str, str]]:
    wanted = [said[key] for key in ("is", "has", "class") if key in said] + list(said.get("in", ()))
    if kind == "bool":
        wrong = [one for one in wanted if not isinstance(one, bool)]
        remedy = "It is true or false, without quotes"
    elif kind in ("scale", "number") or (kind == "state" and any(isinstance(one, int) for one in wanted)):
        wrong = [one for one in wanted if not is_level(one)]
        remedy = "It is a whole number from 0 to 10, without quotes"
    else:
        known = subject.values
        wrong = [] if known is None else [one for one in wanted if one not in known or isinstance(one, bool)]
        remedy = f"It can be {quoted(sorted(map(str, known)))}" if known else "It has no fixed answers"
    for one in wrong:
        yield f"@ is never “{str(one).lower() if isinstance(one, bool) else one}”", remedy


def _wrong_numbers(said: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for key in ("at_least", "at_most"):
        if key in said and not is_level(said[key]):
            yield f"`{key}` is {said[key]}, and levels go from 0 to 10", "Choose a number from 0 to 10"
    if said.get("at_least", 0) > said.get("at_most", 10) and is_level(said.get("at_least")):
        yield "`at_least` is more than `at_most`, so no level fits", "Change one of them"
