"""From a step to the sentence a person reads: both wordings, quotes filled, options that are offered now."""

from __future__ import annotations

import re

from ifs_journal.guide import feelings
from ifs_journal.guide.between import KNOWN
from ifs_journal.guide.conditions import KEPT_OFF, holds
from ifs_journal.guide.drafting import draft_of
from ifs_journal.guide.gates import FEEL_TOWARD
from ifs_journal.guide.gates_tender import VULNERABLE
from ifs_journal.guide.knowledge import look
from ifs_journal.guide.question import Choice, Question, Words
from ifs_journal.guide.quoting import UNSAID, fill, replace
from ifs_journal.guide.slots import filled, promises
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import ConcernKind, Filled, Frame, FrameKind, Target
from ifs_journal.script.model import Script, Step, When
from ifs_journal.terms import StepType, is_self, name_key

SPEAKER = re.compile(r"^[ \t]*([^\s:][^:\n]{0,38}?)[ \t]*:(?!//)", re.MULTILINE)
WRITER = ("i", "me", "myself")
"""How the one who writes stands before a colon. That is nobody's part."""
"""A name at the beginning of a line, before a colon; short, so that a sentence is not taken for one."""


def question(standing: Standing, frame: Frame, step: Step, address: str) -> Question:
    """The question an asked step puts, ready to be shown."""
    assert step.type is not None
    quotes: dict[str, int] = {}
    prompt = Words(
        _open_template(standing, frame, step.text or "", "text", quotes),
        _open_template(standing, frame, step.plain or step.text or "", "plain", quotes),
    )
    in_gate = frame.kind is FrameKind.GATE
    offered = tuple(
        Choice(one.value, Words(one.label, one.plain or one.label), one.key or one.label[0].lower())
        for one in step.options
        if one.when is None or holds(one.when, None, lambda name: look(standing, frame, name))
    )
    if step.from_ is not None and step.type in (StepType.PART, StepType.PARTS):
        offered += _known_here(standing, frame, step.from_)
    elif step.from_ is not None:
        offered += _lines_of(standing, frame, step.from_)
    draft, sources = draft_of(standing, frame, step)
    nearest = in_gate and step.id == "nearest" and frame.gate == FEEL_TOWARD
    return Question(
        address=address,
        step=step.id,
        type=step.type,
        text=_filled(standing, prompt, quotes),
        why=_why(step),
        prompt=prompt,
        quotes=quotes | sources,
        options=offered,
        other=step.other,
        slot=step.slot,
        optional=step.optional,
        private=step.private or _is_tender(step),
        explicit=step.explicit or step.type in (StepType.STATE, StepType.CONFIRM),
        may_be_off=may_be_off(frame.script, step) and not in_gate,
        draft=draft if step.speakers is None else _speakers_of(standing, frame, step.speakers),
        like={by: _text(standing, frame, slot) for by, slot in step.like.items()},
        unlike=_unlike(standing, frame, step.unlike),
        recall=step.recall,
        suggested=feelings.suggestion(standing, frame) if nearest else None,
    )


def _is_tender(step: Step) -> bool:
    """Whether an answer is about a vulnerable part. Those are private, whatever a script says."""
    return (step.slot or "").partition(".")[2].partition(".")[0] == VULNERABLE


def _unlike(standing: Standing, frame: Frame, slot: str | None) -> tuple[str, ...]:
    found = filled(standing, frame, slot) if slot else None
    return (found.value["id"],) if found is not None and isinstance(found.value, dict) else ()


def _known_here(standing: Standing, frame: Frame, slot: str) -> tuple[Choice, ...]:
    """The parts a slot names, to choose from."""
    found = filled(standing, frame, slot)
    parts = [one for one in (found.value if found else []) if isinstance(one, dict) and "id" in one]
    return tuple(
        Choice(part["id"], Words(part["name"], part["name"]), str(number))
        for number, part in enumerate(parts, 1)
    )


def _text(standing: Standing, frame: Frame, slot: str) -> str | None:
    if slot.startswith("known."):
        return standing.known.get(slot.removeprefix("known."))
    found = filled(standing, frame, slot)
    return found.value if found is not None and isinstance(found.value, str) else None


def _lines_of(standing: Standing, frame: Frame, slot: str) -> tuple[Choice, ...]:
    """The lines of a text, to choose one from. What is stored is the line itself."""
    lines = dict.fromkeys(" ".join(one.split()) for one in (_text(standing, frame, slot) or "").splitlines())
    return tuple(
        Choice(line, Words(line, line), str(number))
        for number, line in enumerate((one for one in lines if one), 1)
    )


def _speakers_of(standing: Standing, frame: Frame, slot: str) -> str | None:
    """Who speaks in a text (`Name: …` at the beginning of a line), in their order, without who writes."""
    found = (" ".join(one.split()) for one in SPEAKER.findall(_text(standing, frame, slot) or ""))
    return ", ".join(dict.fromkeys(one for one in found if not _writes(one))) or None


def _writes(name: str) -> bool:
    return is_self(name) or name_key(name) in WRITER


def sentence(standing: Standing, frame: Frame, step: Step) -> Words:
    """What a `say` step says."""
    return _worded(standing, frame, step.text or "", step.plain or step.text or "")


def gate_sentence(standing: Standing, frame: Frame, name: str) -> Words:
    """A sentence the feel-toward gate says on its own."""
    words = standing.bundle.gates[FEEL_TOWARD][name]
    return _worded(standing, frame, words["text"], words["plain"])


def has_label(target: Target) -> bool:
    """Whether there is anything to call a part by yet."""
    return "part" in target.slots or target.from_concern is not None


def label(standing: Standing, target: Target, *, waits: bool = False) -> Words:
    """How a part is spoken of: its name, else what it was heard to worry about, else "this part".

    One who waits is out of sight, so it is known by what it said rather than as "this part".
    """
    quotes: dict[str, int] = {}
    templates = Words(
        _label_template(standing, target, "text", quotes, waits),
        _label_template(standing, target, "plain", quotes, waits),
    )
    return _filled(standing, templates, quotes)


def may_be_off(script: Script, step: Step) -> bool:
    """Whether an answer may be kept off the record: words only, and no branch reads them."""
    if step.type not in (StepType.SHORT, StepType.LONG):
        return False
    if any(step.slot is not None and step.slot in (one.from_, one.speakers) for one in script.step):
        return False
    return not any(_reads(when, step.slot) for when in _conditions(script, step))


def _conditions(script: Script, step: Step) -> list[When]:
    """Every condition that might look at this step's answer: its own branches, and all that name a slot."""
    found = [branch.when for branch in step.branch if branch.when.slot is None]
    for one in script.step:
        found += [branch.when for branch in one.branch if branch.when.slot]
        found += [option.when for option in one.options if option.when]
        if one.when:
            found.append(one.when)
    return found


def _reads(when: When, slot: str | None) -> bool:
    looks = when.slot is None or when.slot == slot
    content = any(
        one is not None for one in (when.is_, when.in_, when.has, when.class_, when.at_least, when.at_most)
    )
    return (looks and content) or (
        when.also is not None and when.also.slot == slot and _reads(when.also, slot)
    )


def _why(step: Step) -> Words | None:
    return Words(step.why, step.why_plain or step.why) if step.why else None


def _worded(standing: Standing, frame: Frame, text: str, plain: str) -> Words:
    quotes: dict[str, int] = {}
    return _filled(
        standing,
        Words(
            _open_template(standing, frame, text, "text", quotes),
            _open_template(standing, frame, plain, "plain", quotes),
        ),
        quotes,
    )


def _filled(standing: Standing, template: Words, quotes: dict[str, int]) -> Words:
    look = standing.values.get
    return Words(fill(template.ifs, quotes, look), fill(template.plain, quotes, look))


def _open_template(
    standing: Standing, frame: Frame, template: str, wording: str, quotes: dict[str, int]
) -> str:
    """The template with what is not a quote already said, and every quote's source noted in `quotes`."""

    def one(reference: str) -> str | None:
        if reference == "target.name":
            return _label_template(standing, standing.targets[frame.target], wording, quotes)
        if reference == "waiting":
            waits = label(standing, standing.targets[frame.target], waits=True)
            return waits.plain if wording == "plain" else waits.ifs
        if reference == "person" and _known_person(standing, frame) is not None:
            return _known_person(standing, frame)
        if reference == "guide.promises":
            return _listed(promises(standing))
        if reference.startswith("known."):
            return standing.known.get(reference.removeprefix("known."), UNSAID)
        found = _quoted(standing, frame, reference)
        if found is None and reference == "person":
            return str(standing.bundle.gates["names"]["somebody"][wording])
        return UNSAID if found is None else _source(reference, found, quotes)

    return replace(template, one)


def _source(reference: str, found: Filled, quotes: dict[str, int]) -> str:
    """The open reference for a quoted value, its source noted: for a list, one for each element."""
    if found.value == KEPT_OFF:
        return UNSAID
    if found.each:
        pieces = (_source(f"{reference}.{number}", one, quotes) for number, one in enumerate(found.each))
        return ", ".join(pieces)
    name = reference if found.index is None else f"{reference}.{found.index}"
    quotes[name] = found.seq
    return f"{{{name}}}"


def _quoted(standing: Standing, frame: Frame, reference: str) -> Filled | None:
    if reference == "concern":
        return frame.concern.worry if frame.concern else None
    if reference == "person" and frame.kind is FrameKind.GATE:
        parent = standing.frames[-2]
        slot = standing.step_of(parent, parent.at).from_
        return filled(standing, parent, slot) if slot else None
    return filled(standing, frame, reference)


def _known_person(standing: Standing, frame: Frame) -> str | None:
    """The name of a person of an earlier session, where a gate asks about them."""
    if frame.kind is not FrameKind.GATE:
        return None
    parent = standing.frames[-2]
    slot = standing.step_of(parent, parent.at).from_ or ""
    return standing.known.get(slot.removeprefix(KNOWN)) if slot.startswith(KNOWN) else None


def _listed(said: list[str]) -> str:
    """Several words of a person's, each in quotes, as the end of a sentence."""
    stop = "" if said and said[-1].endswith((".", "!", "?", "…")) else "."
    return ", ".join(f'"{one}"' for one in said) + stop


def _label_template(
    standing: Standing, target: Target, wording: str, quotes: dict[str, int], waits: bool = False
) -> str:
    named = target.slots.get("part")
    if named is not None:
        return _source("name", named, quotes)
    names = standing.bundle.gates["names"]
    concern = target.from_concern
    says = target.slots.get("says")
    if waits and says is not None and says.value != KEPT_OFF:
        quotes["says"] = says.seq
        return str(names["saying"][wording])
    if concern is None:
        return str(names["unnamed"][wording])
    if concern.worry is not None:
        quotes["worry"] = concern.worry.seq
        return str(names["worried"][wording]).replace("{concern}", "{worry}")
    return str(names["numb" if concern.kind is ConcernKind.NUMB else "stepped_in"][wording])
