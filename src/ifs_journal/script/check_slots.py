"""Slots: declared once, typed, scoped; what fills them fits."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ifs_journal.script.check_base import (
    SLOT_TYPES,
    TYPE_FILLED,
    View,
    element,
    named,
    quoted,
    same,
)
from ifs_journal.script.model import SlotType, Step
from ifs_journal.terms import StepType

SCOPES = ("session", "target", "item", "call")
UNDECLARED = "slot-undeclared"
LIKENESS = ("place", "words", "fears")
"""What a known part may be recognised by."""
SLOT_NAME = re.compile(r"[a-z][a-z0-9_]*")


def check_slots(view: View) -> None:
    """Every rule about slots, apart from what calls pass."""
    _declared(view)
    for step, group in view.everything:
        if step.slot is not None and step.type is not None:
            _filled_by_answer(view, step, step.slot, group)
        if step.from_ is not None and step.type is not None:
            _offered(view, step, step.from_, group)
        _recognised(view, step, group)
        if step.set is not None:
            _copied(view, step, step.set, group)
        if step.each is not None and step.id in view.steps:
            _repeated(view, step, step.each)
    _gives(view)


# --- declarations ---------------------------------------------------------------------------------


def _declared(view: View) -> None:
    for scope, table in view.script.slots.items():
        if scope not in SCOPES:
            view.fault(
                "slot-scope",
                f"“{scope}” is not where a slot can belong",
                f"Slots are declared under {quoted(SCOPES)}",
            )
        elif not isinstance(table, dict):
            view.fault(
                "slot-type",
                f"“slots.{scope}” is not a table of slots",
                f"Write [slots.{scope}] and below it one line for each slot",
            )
        else:
            _types(view, f"slots.{scope}", table)
    _types(view, "takes", view.script.takes)
    if "target" in view.script.takes:
        view.fault(
            "slot-scope",
            "“takes.target” is not needed: a caller can always pass a part as `target`",
            "Take it out, and quote the part as {target.name}",
        )
    if not same(view.type_of("target.part") or "part", "part"):
        view.fault(
            "slot-type",
            "“target.part” is the part being listened to, so its type is “part”",
            'Write part = "part" under [slots.target], or choose another name',
        )


def _types(view: View, name: str, table: Mapping[str, SlotType]) -> None:
    for key, slot_type in table.items():
        here = f"{name}.{key}"
        if not SLOT_NAME.fullmatch(key) or here == "slots.target.name":
            view.fault(
                "slot-scope",
                f"“{here}” cannot be the name of a slot",
                "A name has small letters, numbers and _; “target.name” is how a part is called",
            )
        if isinstance(slot_type, dict):
            _types(view, here, slot_type)
        elif not _is_type(slot_type):
            view.fault(
                "slot-type",
                f"“{here}” is declared as {named(slot_type)}, which is no type",
                f'The types are {quoted(SLOT_TYPES)}, or a list of one of them, such as ["text"]',
            )


def _is_type(slot_type: SlotType) -> bool:
    if isinstance(slot_type, list):
        return len(slot_type) == 1 and slot_type[0] in SLOT_TYPES and slot_type[0] not in ("parts", "choices")
    return slot_type in SLOT_TYPES


def known_slot(
    view: View, name: str, step: Step, group: Step | None, *, rule: str = UNDECLARED
) -> SlotType | None:
    """The type of a slot a step names; None, with a fault, when it is not declared or not in reach."""
    scope, _, rest = name.partition(".")
    if scope not in SCOPES:
        view.fault(
            "slot-scope" if rule == UNDECLARED else rule,
            f"“{name}” names no place a slot can belong to",
            f"A slot begins with {quoted(SCOPES)}, such as “target.says”",
            step.id,
        )
        return None
    if scope == "item" and group is None:
        view.fault(
            "slot-scope",
            f"“{name}” is only there inside a group",
            "Move the step into the group, or use a slot of the session or the target",
            step.id,
        )
        return None
    found = view.type_of(name, group)
    if found is None:
        where = "takes or slots.call" if scope == "call" else f"slots.{scope}"
        view.fault(
            rule,
            f"“{name}” is not declared",
            f"Declare “{rest or name}” under [{where}], or look for a misspelling",
            step.id,
        )
    return found


# --- filling --------------------------------------------------------------------------------------


def _filled_by_answer(view: View, step: Step, slot: str, group: Step | None) -> None:
    declared = known_slot(view, slot, step, group)
    if declared is None or step.type is None:
        return
    given = TYPE_FILLED.get(step.type)
    if slot == "item":
        view.fault(
            "slot-scope",
            "“item” is the element itself and cannot be filled",
            "Use a slot such as “item.says”",
            step.id,
        )
    elif given is not None and not _fits(given, declared):
        view.fault(
            "slot-type",
            f"An answer of type “{step.type}” does not fit “{slot}”, which is {named(declared)}",
            f"Declare the slot as “{given}”, or change the answer type",
            step.id,
        )


def _fits(given: SlotType, declared: SlotType) -> bool:
    """Whether a value of one type may be put into a slot of another; a list takes one more element."""
    return same(given, declared) or (isinstance(declared, list) and same(given, element(declared)))


def _copied(view: View, step: Step, slot: str, group: Step | None) -> None:
    declared = known_slot(view, slot, step, group)
    if step.from_ is None:
        view.fault("set-from", "`set` copies a slot, and this step does not say which", "Add `from`", step.id)
        return
    source = view.type_of(step.from_, group)
    if not step.from_.startswith("answer.") or source is None:
        source = known_slot(view, step.from_, step, group)
    if declared is None or source is None:
        return
    first_part = same(source, "parts") and declared == "part"
    if not (_fits(source, declared) or first_part) or isinstance(declared, dict):
        view.fault(
            "slot-type",
            f"“{step.from_}” is {named(source)} and does not fit “{slot}”, which is {named(declared)}",
            "Copy between slots of the same type, or the first of several parts into a slot for one",
            step.id,
        )


def _offered(view: View, step: Step, slot: str, group: Step | None) -> None:
    """A part can be chosen from those a slot names; a choice, from the lines of a text."""
    if slot.startswith("known.") and step.type is StepType.CHOICES:
        known_text(view, slot, step)
        return
    source = known_slot(view, slot, step, group)
    if step.type in (StepType.CHOICE, StepType.CHOICES):
        if source is not None and source != "text":
            view.fault(
                "slot-type",
                f"“{slot}” is {named(source)}; a choice is made from the lines of a text",
                "Name a slot that holds text",
                step.id,
            )
    elif source is not None and not same(source, "parts"):
        view.fault(
            "slot-type",
            f"“{slot}” is {named(source)}; only parts can be chosen from",
            "Name a slot that holds parts",
            step.id,
        )


def known_text(view: View, name: str, step: Step) -> None:
    """See that a script says it knows what it offers the lines of."""
    rest = name.removeprefix("known.")
    if rest not in view.script.knows:
        view.fault(
            UNDECLARED, f"“{name}” is not among what the script knows", f"Add “{rest}” to `knows`", step.id
        )


def known_person(view: View, name: str, step: Step) -> None:
    """See that a gate asks about a person of an earlier session, whom the script says it knows."""
    known_text(view, name, step)
    if not name.endswith("_person"):
        problem = f"“{name}” is no person, and this gate asks about one"
        view.fault("slot-type", problem, "Name a slot of type “person”, or a known person", step.id)


def _recognised(view: View, step: Step, group: Step | None) -> None:
    """What a part is recognised by, or found among the speakers of, is text that was written."""
    for by in step.like:
        if by not in LIKENESS:
            problem = f"A part is not recognised by its “{by}”"
            view.fault("key-wrong", problem, f"It is recognised by {quoted(LIKENESS)}", step.id)
    if step.unlike is not None:
        other = known_slot(view, step.unlike, step, group)
        if other is not None and other != "part":
            problem = f"“{step.unlike}” is {named(other)}, and only a part can be unlike another"
            view.fault("slot-type", problem, "Name a slot that holds a part", step.id)
    for slot in (*step.like.values(), *([step.speakers] if step.speakers else [])):
        found = known_slot(view, slot, step, group)
        if found is not None and found != "text":
            problem = f"“{slot}” is {named(found)}, and only text says who is there"
            view.fault("slot-type", problem, "Name a slot that holds text", step.id)


def _repeated(view: View, step: Step, slot: str) -> None:
    declared = known_slot(view, slot, step, None)
    if declared is not None and element(declared) is None:
        view.fault(
            "group",
            f"A group goes through a list, and “{slot}” is {named(declared)}",
            'Name a slot of type “parts”, or a list such as ["text"]',
            step.id,
        )


def _gives(view: View) -> None:
    for gives in view.script.given_back:
        if view.type_of(gives) is None:
            problem = f"The script gives back “{gives}”, which is not declared"
            view.fault("slot-undeclared", problem, "Declare the slot")
