"""What a person reads: both wordings, why it is asked, options that differ, quotes that can be filled."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ifs_journal.script.check_base import View, element, named, quoted
from ifs_journal.script.model import Piece, SlotType, Step
from ifs_journal.terms import State, StepType

REFERENCE = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
SAYABLE = frozenset({"text", "person", "date", "part", "parts"})
"""Types that hold words of a person, and so can be quoted. A choice is stored as a value nobody reads."""
GATES_OWN = frozenset({"concern", "person", "waiting", "worry"})
LOOKS = ("speaking",)
"""The sets of language rules a draft can be looked over with."""
KEPT_FREE = "c"
"""No option is picked with this letter: whoever types the word crisis must never pick an answer by it."""

COMMON = frozenset({"id", "alone", "when", "next", "branch", "at_most", "then"})
SPOKEN = frozenset({"type", "text", "plain"})
ASKED = SPOKEN | {"why", "why_plain", "optional", "private", "explicit", "slot"}
WITH_OPTIONS = frozenset({StepType.CHOICE, StepType.CHOICES, StepType.STATE, StepType.PART, StepType.PARTS})
WRITTEN = frozenset({StepType.SHORT, StepType.LONG, StepType.DRAFT})
BY_KIND: Mapping[str, frozenset[str]] = {
    "call": COMMON | {"call", "with_", "into"},
    "gate": (COMMON | {"gate", "words", "open", "closed", "inside", "from_"}) - {"next"},
    "each": (COMMON | {"each", "step"}) - {"then"},
    "set": COMMON | {"set", "from_"},
}


def check_words(view: View) -> None:
    """Every rule about words, options and quotes."""
    for key in ("title", "purpose", "minutes"):
        if not getattr(view.script, key).strip():
            view.fault(
                "wording-missing",
                f"`{key}` is empty",
                "It is shown in the list of scripts; write a few words",
            )
    for step, group in view.everything:
        _keys_fit(view, step)
        if step.type is not None:
            _wordings(view, step)
            _options(view, step)
            _quotes(view, step, group)


# --- keys -----------------------------------------------------------------------------------------


def kind_of(step: Step) -> str:
    """What a step does: `type`, `call`, `gate`, `each` or `set`."""
    return next(key for key in ("type", "call", "gate", "each", "set") if getattr(step, key) is not None)


def allowed_keys(step: Step) -> frozenset[str]:
    """The keys that mean something on a step of this kind."""
    kind = kind_of(step)
    if kind != "type":
        return BY_KIND[kind]
    if step.type is StepType.SAY:
        return COMMON | SPOKEN
    if step.type is StepType.SETTLE:
        return COMMON | SPOKEN | {"why", "why_plain", "handover"}
    allowed = COMMON | ASKED | {"whose"}
    if step.type in WITH_OPTIONS:
        allowed |= {"options"}
    if step.type in (StepType.CHOICE, StepType.CHOICES):
        allowed |= {"other"}
    if step.type in (StepType.PART, StepType.PARTS, StepType.CHOICE, StepType.CHOICES):
        allowed |= {"from_"}
    if step.type is StepType.PART:
        allowed |= {"like", "recall", "unlike"}
    if step.type is StepType.PARTS:
        allowed |= {"speakers"}
    if step.type is StepType.DRAFT:
        allowed |= {"draft", "pieces", "look"}
    if step.type in WRITTEN:
        allowed |= {"key_sentence"}
    return allowed


def _keys_fit(view: View, step: Step) -> None:
    allowed = allowed_keys(step)
    kind = kind_of(step)
    what = f"a step of type “{step.type}”" if kind == "type" else f"a `{kind}` step"
    for key in Step._fields:
        if getattr(step, key) != Step._field_defaults.get(key) and key not in allowed and key != "id":
            shown = key.rstrip("_")
            view.fault("key-misplaced", f"`{shown}` means nothing on {what}", f"Take `{shown}` away", step.id)
    if step.optional and (step.explicit or step.type in (StepType.STATE, StepType.CONFIRM)):
        view.fault(
            "key-misplaced",
            "This question needs an explicit answer, so it cannot be optional",
            "Take `optional` away; /skip is always possible",
            step.id,
        )
    if step.then is not None and step.at_most is None:
        view.fault(
            "key-misplaced",
            "`then` says where to go after `at_most` times, which is not given",
            "Add `at_most`",
            step.id,
        )
    if step.at_most is not None and step.then is None and step.each is None:
        view.fault(
            "at-most-without-then",
            f"After {step.at_most} times there is no way on from here",
            "Say with `then` where to go after that",
            step.id,
        )


# --- wordings -------------------------------------------------------------------------------------


def _wordings(view: View, step: Step) -> None:
    for key in ("text", "plain"):
        if not (getattr(step, key) or "").strip():
            view.fault(
                "wording-missing", f"`{key}` is missing", "Every sentence is there in both wordings", step.id
            )
    if step.asks and step.type is not StepType.SETTLE and not (step.why or "").strip():
        view.fault(
            "wording-missing",
            "`why` is missing",
            "Say in a sentence why this is asked; people can look at it",
            step.id,
        )
    if step.type is StepType.DRAFT and not (step.draft or "").strip() and not step.pieces:
        view.fault(
            "draft-missing",
            "There is no text to begin from",
            "Write `draft` or `pieces`, put together from earlier answers, or use the type “long”",
            step.id,
        )
    if step.draft is not None and step.pieces:
        view.fault(
            "key-misplaced",
            "A draft begins from `draft` or from `pieces`, and this has both",
            "Take one of them away",
            step.id,
        )
    if not set(step.whose) <= {"first", "second"}:
        problem = "Of two people there is the first and the second"
        view.fault("key-wrong", problem, 'Write whose = ["first"], ["second"], or both', step.id)
    if step.look is not None and step.look not in LOOKS:
        view.fault(
            "key-wrong", f"There are no language rules called “{step.look}”", f"Use {quoted(LOOKS)}", step.id
        )


def _options(view: View, step: Step) -> None:
    if step.type in (StepType.CHOICE, StepType.CHOICES) and len(step.options) < 2 and step.from_ is None:
        view.fault("options-missing", "A choice needs at least two options", "Add `options`", step.id)
    if step.type is StepType.STATE:
        left = [str(one) for one in State if str(one) not in {option.value for option in step.options}]
        extra = [option.value for option in step.options if option.value not in list(State)]
        if left or extra:
            view.fault(
                "options-missing",
                "A state is always asked with the same six words",
                f"The options are {quoted(State)}, each once",
                step.id,
            )
    values: set[str] = set()
    keys: dict[str, str] = {}
    for option in step.options:
        if option.value in values:
            view.fault(
                "option-keys", f"Two options have the value “{option.value}”", "Give each its own", step.id
            )
        values.add(option.value)
        if not option.label.strip():
            view.fault(
                "wording-missing",
                f"The option “{option.value}” has no label",
                "Write what a person reads",
                step.id,
            )
            continue
        _key(view, step, option.key or option.label.strip()[0].lower(), option.value, keys)


def _key(view: View, step: Step, key: str, value: str, keys: dict[str, str]) -> None:
    letter = "a" <= key <= "z"
    if not letter and (step.type is StepType.STATE or not key.isdigit()):
        view.fault(
            "option-keys",
            f"The option “{value}” would be picked with “{key}”",
            "Give it a `key` from a to z",
            step.id,
        )
    elif key == KEPT_FREE:
        view.fault(
            "option-keys",
            f"The option “{value}” would be picked with “{KEPT_FREE}”, the first letter of crisis",
            "Give it another `key`",
            step.id,
        )
    elif key in keys:
        view.fault(
            "option-keys",
            f"The options “{keys[key]}” and “{value}” are both picked with “{key}”",
            "Give one of them another `key`",
            step.id,
        )
    keys.setdefault(key, value)


# --- quotes ---------------------------------------------------------------------------------------


def _quotes(view: View, step: Step, group: Step | None) -> None:
    for key in ("text", "plain", "draft"):
        _quoted_in(view, step, group, key, getattr(step, key) or "")
    for piece in step.pieces:
        _pieces(view, step, piece)
    words = [("why", step.why), ("why_plain", step.why_plain)]
    words += [("an option", text) for option in step.options for text in (option.label, option.plain)]
    for where, text in words:
        if text and re.search(r"[{}]", text):
            view.fault(
                "reference-place",
                f"{where if where == 'an option' else f'`{where}`'} cannot quote anything".capitalize(),
                "Quotes in braces stand in `text`, `plain`, `draft` and `pieces`",
                step.id,
            )
    standard, plain = (set(REFERENCE.findall(one or "")) for one in (step.text, step.plain))
    if step.text and step.plain and standard != plain:
        view.fault(
            "reference-both",
            f"Only one of the two wordings quotes {quoted(sorted(standard ^ plain))}",
            "Quote the same in `text` and in `plain`",
            step.id,
        )


def _pieces(view: View, step: Step, piece: Piece) -> None:
    """A piece quotes what is there: inside the group it goes through, the items of that group."""
    rounds = view.steps.get(piece.each or "")
    if piece.each is not None and (rounds is None or rounds.each is None):
        view.fault(
            "reference-unknown",
            f"A piece goes through “{piece.each}”, and there is no such group",
            "Name a step that has `each`",
            step.id,
        )
        return
    for text in (*piece.text, *piece.again):
        _quoted_in(view, step, rounds if piece.each else None, "pieces", text)


def _quoted_in(view: View, step: Step, group: Step | None, key: str, text: str) -> None:
    if re.search(r"[{}]", REFERENCE.sub("", text)):
        view.fault(
            "reference-unknown",
            f"`{key}` has a brace that is not part of a quote",
            "A quote is written like {target.says}, in small letters and without spaces",
            step.id,
        )
    for name in dict.fromkeys(REFERENCE.findall(text)):
        if name in ("target.name", "guide.promises"):
            continue
        found, remedy = _looked_up(view, group, name)
        if found is None:
            view.fault("reference-unknown", f"This quotes “{name}”, which is not there", remedy, step.id)
        elif not sayable(found):
            view.fault(
                "reference-type",
                f"This quotes “{name}”, which is {named(found)} and has no words of its own",
                "Quote text, a person, a part or a date; for a choice, branch to a sentence of its own",
                step.id,
            )


def _looked_up(view: View, group: Step | None, name: str) -> tuple[SlotType | None, str]:
    """The type behind a quote, or None and what helps."""
    scope, _, rest = name.partition(".")
    if scope == "known":
        return ("text" if rest in view.script.knows else None), f"Add “{rest}” to the script's `knows`"
    if name in GATES_OWN:
        return None, "Only the gates can quote that"
    if scope == "answer":
        return view.type_of(name), f"Name a step that asks for something; there is none called “{rest}”"
    if scope == "item" and group is None:
        return None, "An item can be quoted only inside its group"
    return view.type_of(name, group), "Declare the slot, or look for a misspelling"


def sayable(slot_type: SlotType) -> bool:
    """Whether a value of this type has words that can be quoted."""
    if isinstance(slot_type, dict):
        return False
    inner = element(slot_type)
    return (inner if isinstance(slot_type, list) else slot_type) in SAYABLE
