"""What two people answer at one screen."""

from __future__ import annotations

from typing import Any

FINE: dict[str, Any] = {
    "alone": None,
    "time": "yes",
    "rest": "yes",
    "stirred": "settled",
    "theirs": "no",
    "mine": "worried",
    "grown": "yes",
    "record": "yes",
    "lines": None,
}
READY = [None, "mostly", "nearer", "ready", None]
NOT_READY = [None, "yes", "same", "not_yet", None]
KEEP = [None, "keep", None]
TAKE_OUT = [None, "remove", None]


def alone(**other: Any) -> list[Any]:
    """What one of the two answers in the private check; `other` in place of what lets it go on."""
    return list((FINE | other).values())


def both(first: list[Any], second: list[Any]) -> list[Any]:
    """What both answer, one after the other."""
    return [*first, *second]


def turn(said: str, mirrored: str = "You were scared.", *, heard: str = "yes") -> list[Any]:
    """One turn: spoken, said back, answered."""
    return [None, None, said, None, mirrored, None, heard, None, "that it was scared", "it makes sense"]


CHECKED = both(alone(), alone())
TURNS = ["the evenings", *turn("A part of me felt alone."), *turn("A part of me felt cornered.")]
