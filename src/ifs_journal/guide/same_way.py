"""Whether other words in one answer would have led the same way. Only then may they take its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ifs_journal.guide.standing import DoesNotFit
from ifs_journal.guide.walk import Walk, walk
from ifs_journal.terms import LogItem


def same_way(before: Walk, log: Sequence[LogItem]) -> bool:
    """Whether a log with an item changed leads to where `before` stands, by the same steps and gates."""
    try:
        after = walk(before.bundle, log, before.known)
    except DoesNotFit:
        return False
    return _way(before) == _way(after)


def _way(one: Walk) -> tuple[Any, ...]:
    question = one.question
    return (
        [(each.seq, each.address, each.gate, each.target) for each in one.asked],
        one.checks,
        [(each.kind, each.target, each.seq, each.outcome, each.becomes) for each in one.concerns],
        one.end,
        one.highest,
        one.far,
        None if question is None else (question.address, [choice.value for choice in question.options]),
    )
