"""The options of a question as they are shown, and finding the one that typed words mean."""

from __future__ import annotations

import re
from dataclasses import replace

from ifs_journal.guide.question import Choice, Question
from ifs_journal.session.phrases import ENGLISH, Phrases
from ifs_journal.terms import StepType, name_key

_OTHER_WORDS = {
    "unsure": ("unsure", "don't know", "dont know", "weiß nicht", "weiss nicht"),
    "yes": ("yeah", "yep", "jo"),
    "no": ("nope", "nö"),
}
"""What people also type for these, in any language."""
_YES_NO = {StepType.YES_NO_UNSURE: 3, StepType.CONFIRM: 2}
"""How many of yes, no and not sure a question takes."""
_LETTERED = (StepType.STATE, StepType.YES_NO_UNSURE, StepType.CONFIRM)


def with_options(question: Question, said: Phrases) -> Question:
    """The question, with the yes and no of the session's language where it asks for them."""
    if question.options or question.type not in _YES_NO:
        return question
    return replace(question, options=said.yes_no_unsure()[: _YES_NO[question.type]])


def options_of(question: Question) -> tuple[Choice, ...]:
    """The options in the order they are shown: a suggested one first, nothing chosen."""
    options = with_options(question, ENGLISH).options
    return tuple(sorted(options, key=lambda option: option.value != question.suggested))


def numbered(question: Question) -> bool:
    """Whether a number picks an option. In a state question a number is the answer itself."""
    return question.type not in (*_LETTERED, StepType.PART, StepType.PARTS)


def one_key(question: Question) -> bool:
    """Whether a single key answers at once."""
    kinds = (*_LETTERED, StepType.CHOICE)
    return question.type in kinds and not question.other


def keys_of(question: Question) -> dict[str, Choice]:
    """Every single key that answers at once, and its option. Keys win over numbers."""
    options = options_of(question)
    found: dict[str, Choice] = {}
    if numbered(question) and len(options) < 10:
        found.update({str(place): option for place, option in enumerate(options, 1)})
    found.update({option.key.casefold(): option for option in options if len(option.key) == 1})
    return found


def _exact(question: Question, typed: str) -> Choice | None:
    wanted = name_key(typed)
    options = options_of(question)
    for option in options:
        if wanted and wanted == name_key(option.key):
            return option
    if numbered(question) and wanted.isdecimal() and 1 <= int(wanted) <= len(options):
        return options[int(wanted) - 1]
    for option in options:
        names = [option.value, option.value.replace("_", " "), option.label.ifs, option.label.plain]
        if question.type in _LETTERED:
            names += _OTHER_WORDS.get(option.value, ())
        if wanted in {name_key(name) for name in names}:
            return option
    return None


def find_option(question: Question, typed: str, *, loosely: bool = True) -> Choice | None:
    """The one option that `typed` means: key, number, value, label, or the start of just one label.

    Without `loosely` the start of a label is not enough (where a free answer is welcome, "no" may
    be the first word of something else).
    """
    exact = _exact(question, typed)
    wanted = name_key(typed)
    if exact or not loosely or len(wanted) < 2:
        return exact
    near = [
        option
        for option in options_of(question)
        if any(name_key(label).startswith(wanted) for label in (option.label.ifs, option.label.plain))
    ]
    return near[0] if len(near) == 1 else None


def find_options(question: Question, typed: str) -> list[str] | None:
    """The values of several options, or None when the line holds anything else."""
    whole = find_option(question, typed, loosely=not question.other)
    if whole:
        return [whole.value]
    for pattern in (r"[\s,;]+", r"[,;]"):
        words = [word for word in re.split(pattern, typed.strip()) if word.strip()]
        found = [find_option(question, word, loosely=not question.other) for word in words]
        if found and all(found):
            return list(dict.fromkeys(option.value for option in found if option))
    return None
