"""Hand-made questions, one of each kind, so that the terminal can be tried without a guide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ifs_journal.guide.question import Choice, Place, Progress, Question, Words
from ifs_journal.session.asker import Aid
from ifs_journal.terms import PartName, StepType, name_key


def same(text: str) -> Words:
    return Words(text, text)


def choice(value: str, key: str, label: str) -> Choice:
    return Choice(value, same(label), key)


CLOSE = (
    choice("i_am_it", "a", "I am it"),
    choice("against_me", "r", "right up against me"),
    choice("i_can_see_it", "s", "I can see it"),
)
STATES = (
    choice("settled", "s", "settled"),
    choice("stirred", "t", "stirred"),
    choice("a_lot", "l", "a lot"),
    choice("too_much", "m", "too much"),
    choice("far_away", "f", "far away or numb"),
    choice("not_sure", "n", "not sure"),
)
SAFETY = (
    choice("safe", "s", "safe enough"),
    choice("not_sure", "u", "not sure"),
    choice("not_safe", "n", "not safe"),
)
AROUND = (choice("quiet", "q", "quiet"), choice("not_sure", "n", "not sure"))
FEEL = (
    choice("reacting", "r", "reacting to it"),
    choice("inside_it", "i", "right inside it"),
    choice("nothing", "n", "nothing, or far off"),
    choice("open", "o", "open to it"),
)
PARTS = [PartName("p-4", 4, "the Judge"), PartName("p-2", 2, "Baker"), PartName("p-1", 1, "Little One")]


def question(kind: StepType, **more: Any) -> Question:
    text = more.pop("text", "What would it like you to know?")
    name = more.pop("name", kind.value)
    return Question(f"try/{name}:1", name, kind, same(text), None, same(text), **more)


QUESTIONS: dict[str, Question] = {
    "settle": question(StepType.SETTLE, text="Feel the chair if you like."),
    "state": question(StepType.STATE, text="How are you arriving?", explicit=True, options=STATES),
    "short": question(StepType.SHORT),
    "short-optional": question(StepType.SHORT, optional=True, may_be_off=True, name="short-optional"),
    "long": question(StepType.LONG, text="Let it have the page.", may_be_off=True),
    "draft": question(StepType.DRAFT, text="Is this what you want to say?", draft="Part of me is tired."),
    "scale": question(StepType.SCALE, text="How much, from 0 to 10?"),
    "choice": question(StepType.CHOICE, text="How close is it?", options=CLOSE),
    "choice-other": question(StepType.CHOICE, options=CLOSE, other=True, name="choice-other"),
    "safety": question(
        StepType.CHOICE, text="Are you safe right now?", options=SAFETY, explicit=True, name="safety"
    ),
    "choices": question(StepType.CHOICES, text="How do you feel toward it?", options=FEEL),
    "choices-other": question(StepType.CHOICES, options=FEEL, other=True, name="choices-other"),
    "yes_no_unsure": question(StepType.YES_NO_UNSURE, text="Does this feel familiar?"),
    "confirm": question(StepType.CONFIRM, text="Is it all right to go on?", explicit=True),
    "part": question(StepType.PART, text="Who is around?", options=AROUND),
    "parts": question(StepType.PARTS, text="Who or what is around in you?", options=AROUND),
    "person": question(StepType.PERSON, text="Who was it?"),
    "date": question(StepType.DATE, text="When?"),
}


def place(name: str, *, context: bool = True) -> Place:
    asked = QUESTIONS[name]
    if not context:
        return Place((), asked, None, Progress(0, 5, 3))
    return Place(
        (),
        asked,
        None,
        Progress(3, 6, 2),
        same("the Judge"),
        (same("the Baker"),),
        "never good enough, whatever I do",
    )


def find_parts(text: str, at_most: int) -> Sequence[PartName]:
    return [part for part in PARTS if name_key(text) in name_key(part.name)][:at_most]


def aid(**more: Any) -> Aid:
    return Aid(find_parts=find_parts, **more)
