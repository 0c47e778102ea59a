"""Whether a script's condition holds. Structured tables only; nothing in a script is evaluated as code."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ifs_journal.terms import state_level

if TYPE_CHECKING:
    from ifs_journal.script.model import When

KEPT_OFF = {"kept": "off"}
"""What a slot holds when its answer was kept off the record: something was said, nobody knows what."""


def holds(when: When, answer: Any, slot: Callable[[str], Any]) -> bool:
    """Whether `when` holds for this answer, with slots looked up by `slot`."""
    subject = slot(when.slot) if when.slot is not None else answer
    return _own(when, subject) and (when.also is None or holds(when.also, answer, slot))


def _own(when: When, subject: Any) -> bool:
    level = state_level(subject)
    checks = (
        (when.answered, lambda: (subject is not None) == when.answered),
        (when.is_, lambda: subject == when.is_),
        (when.class_, lambda: subject == when.class_),
        (when.in_, lambda: isinstance(subject, str) and subject in (when.in_ or ())),
        (when.has, lambda: isinstance(subject, list) and when.has in subject),
        (when.at_least, lambda: level is not None and level >= (when.at_least or 0)),
        (when.at_most, lambda: level is not None and level <= (when.at_most or 0)),
        (when.count_at_least, lambda: _count(subject) >= (when.count_at_least or 0)),
    )
    return all(check() for said, check in checks if said is not None)


def _count(subject: Any) -> int:
    """How many things a list names. Fixed options such as "quiet" are answers, not things."""
    if not isinstance(subject, list):
        return 0
    return sum(1 for one in subject if isinstance(one, dict) and one != KEPT_OFF)
