"""What the gates' steps are built with: a question with the gate's own words, its options, its ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ifs_journal.script.model import Branch, Option, Step, When
from ifs_journal.terms import StepType


def asked(words: dict[str, Any], id_: str, type_: StepType, **more: Any) -> Step:
    """A step that asks or says what `words` holds under its id (or under `words_id`)."""
    one = words[more.pop("words_id", id_)]
    return Step(
        id=id_,
        type=type_,
        text=one["text"],
        plain=one["plain"],
        why=one.get("why"),
        why_plain=one.get("why_plain"),
        **more,
    )


def options(table: dict[str, Any], values: Iterable[str], offered: dict[str, When] | None = None) -> Any:
    """The options of a gate, in this order, each with its words."""
    return tuple(
        Option(
            value=str(value),
            label=table[value]["label"],
            plain=table[value].get("plain"),
            key=table[value].get("key"),
            when=(offered or {}).get(value),
        )
        for value in values
    )


def way(go: str, **when: Any) -> Branch:
    """A way that is taken when a condition holds."""
    also = when.pop("also", None)
    return Branch(when=When(**when, also=also), go=go)


def true(slot: str) -> When:
    """A condition: the guide knows this to be so."""
    return When(slot=slot, is_=True)
