"""Therapy sessions on screen: the day, what came of it, what was agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifs_journal.journal.therapy import Therapy
    from ifs_journal.terminal.screen import Screen

AGREED = "Agreed:"


def therapy_lines(screen: Screen, found: Sequence[Therapy]) -> None:
    """Each session under its number and day, its words whole."""
    for place, one in enumerate(found):
        if place:
            screen.blank()
        changed = ", changed later" if one.changed_at else ""
        screen.say(f"{one.number}: {one.day}{changed}", "quiet")
        if one.came:
            screen.say(one.came, "answer", indent=2)
        if one.practice:
            screen.say(AGREED, "quiet", indent=2)
            screen.say(one.practice, "answer", indent=4)
