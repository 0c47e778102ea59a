"""Whether a stored value fits the question it answers. The same check holds live and on replay."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ifs_journal.guide.question import Question
from ifs_journal.terms import RECALL, State, StepType, is_level

LONGEST_TEXT = 1_000_000
"""Characters in one answer. A generous end, so that a runaway paste cannot fill the disk."""


def misfit(question: Question, value: Any) -> str | None:
    """What is wrong with a value, in words for a person; None when it fits. Holds no entry text."""
    check = _CHECKS[question.type]
    return check(question, value)


def _text(question: Question, value: Any) -> str | None:
    if not isinstance(value, str):
        return "This takes text."
    if not value.strip():
        return "There is no text in that. To leave it open: /skip"
    if len(value) > LONGEST_TEXT:
        return f"That is longer than the {LONGEST_TEXT:,} characters one answer can hold."
    return None


def _settle(question: Question, value: Any) -> str | None:
    return None if value is None else "This only waits; there is nothing to answer."


def _state(question: Question, value: Any) -> str | None:
    if is_level(value) or (isinstance(value, str) and value in list(State)):
        return None
    return "This takes one of the words shown, or a whole number from 0 to 10."


def _scale(question: Question, value: Any) -> str | None:
    return None if is_level(value) else "This takes a whole number from 0 to 10."


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
    return "This takes one of the choices shown."


def _choices(question: Question, value: Any) -> str | None:
    if isinstance(value, list) and value and all(_choice(question, one) is None for one in value):
        return None
    return "This takes one or more of the choices shown."


def _yes_no_unsure(question: Question, value: Any) -> str | None:
    return None if value in ("yes", "no", "unsure") else "This takes yes, no or unsure."


def _confirm(question: Question, value: Any) -> str | None:
    return None if isinstance(value, bool) else "This takes yes or no."


def _part(question: Question, value: Any) -> str | None:
    if isinstance(value, str) and any(value == one.value for one in question.options):
        return None
    if isinstance(value, dict) and value.get("id") in question.unlike:
        return "That one is already here. This takes a different part."
    bare = {key: one for key, one in value.items() if key != RECALL} if isinstance(value, dict) else value
    return None if _person(question, bare) is None else "This takes the name of a part."


def _parts(question: Question, value: Any) -> str | None:
    if isinstance(value, list) and value and all(_part(question, one) is None for one in value):
        return None
    return "This takes one or more names of parts."


def _person(question: Question, value: Any) -> str | None:
    if isinstance(value, dict) and set(value) <= {"id", "name", "new"} and is_uuid(value.get("id")):
        name = value.get("name")
        if isinstance(name, str) and name.strip():
            return None
    return "This takes a name; any name will do."


def _date(question: Question, value: Any) -> str | None:
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return "This takes a date, such as 2026-03-09, or words such as “tomorrow”."
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
