"""Whether a stored value fits the question it answers. The same check holds live and on replay."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ifs_journal.guide.question import Question
from ifs_journal.terms import RECALL, State, StepType, is_level

LONGEST_TEXT = 1_000_000
"""Characters in one answer. A generous end, so that a runaway paste cannot fill the disk."""

TEXT = "This takes text."
NO_TEXT = "There is no text in that. To leave it open: /skip"
TOO_LONG = f"That is longer than the {LONGEST_TEXT:,} characters one answer can hold."
WAITS = "This only waits; there is nothing to answer."
STATE = "This takes one of the words shown, or a whole number from 0 to 10."
SCALE = "This takes a whole number from 0 to 10."
CHOICE = "This takes one of the choices shown."
CHOICES = "This takes one or more of the choices shown."
YES_NO_UNSURE = "This takes yes, no or unsure."
CONFIRM = "This takes yes or no."
PART = "This takes the name of a part."
ANOTHER_PART = "That one is here already. This takes a different part."
PARTS = "This takes one or more names of parts."
PERSON = "This takes a name; any name will do."
DATE = "This takes a date, such as 2026-03-09, or words such as “tomorrow”."

SAYS = (
    TEXT,
    NO_TEXT,
    TOO_LONG,
    WAITS,
    STATE,
    SCALE,
    CHOICE,
    CHOICES,
    YES_NO_UNSURE,
    CONFIRM,
    PART,
    ANOTHER_PART,
    PARTS,
    PERSON,
    DATE,
)
"""Everything this page says of an answer."""


def misfit(question: Question, value: Any) -> str | None:
    """What is wrong with a value, in words for a person; None when it fits. Holds no entry text."""
    check = _CHECKS[question.type]
    return check(question, value)


def _text(question: Question, value: Any) -> str | None:
    if not isinstance(value, str):
        return TEXT
    if not value.strip():
        return NO_TEXT
    if len(value) > LONGEST_TEXT:
        return TOO_LONG
    return None


def _settle(question: Question, value: Any) -> str | None:
    return None if value is None else WAITS


def _state(question: Question, value: Any) -> str | None:
    if is_level(value) or (isinstance(value, str) and value in list(State)):
        return None
    return STATE


def _scale(question: Question, value: Any) -> str | None:
    return None if is_level(value) else SCALE


def _is_free(question: Question, value: Any) -> bool:
    return (
        question.other
        and isinstance(value, dict)
        and set(value) == {"other"}
        and _text(question, value["other"]) is None
    )


def _choice(question: Question, value: Any) -> str | None:
    if isinstance(value, str) and any(value == one.value for one in question.options):
        return None
    if _is_free(question, value):
        return None
    return CHOICE


def _choices(question: Question, value: Any) -> str | None:
    if isinstance(value, list) and value and all(_choice(question, one) is None for one in value):
        return None
    return CHOICES


def _yes_no_unsure(question: Question, value: Any) -> str | None:
    return None if value in ("yes", "no", "unsure") else YES_NO_UNSURE


def _confirm(question: Question, value: Any) -> str | None:
    return None if isinstance(value, bool) else CONFIRM


def _part(question: Question, value: Any) -> str | None:
    if isinstance(value, str) and any(value == one.value for one in question.options):
        return None
    if isinstance(value, dict) and value.get("id") in question.unlike:
        return ANOTHER_PART
    bare = {key: one for key, one in value.items() if key != RECALL} if isinstance(value, dict) else value
    return None if _person(question, bare) is None else PART


def _parts(question: Question, value: Any) -> str | None:
    if isinstance(value, list) and value and all(_part(question, one) is None for one in value):
        return None
    return PARTS


def _person(question: Question, value: Any) -> str | None:
    if isinstance(value, dict) and set(value) <= {"id", "name", "new"} and is_uuid(value.get("id")):
        name = value.get("name")
        if isinstance(name, str) and name.strip():
            return None
    return PERSON


def _date(question: Question, value: Any) -> str | None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return DATE
    return None


def is_uuid(value: Any) -> bool:
    """Whether a value is the text of a UUID."""
    try:
        UUID(value)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


_CHECKS = {
    StepType.SAY: _settle,
    StepType.SETTLE: _settle,
    StepType.STATE: _state,
    StepType.SHORT: _text,
    StepType.LONG: _text,
    StepType.DRAFT: _text,
    StepType.PERSON: _person,
    StepType.SCALE: _scale,
    StepType.CHOICE: _choice,
    StepType.CHOICES: _choices,
    StepType.YES_NO_UNSURE: _yes_no_unsure,
    StepType.CONFIRM: _confirm,
    StepType.PART: _part,
    StepType.PARTS: _parts,
    StepType.DATE: _date,
}
