"""What two people at one screen are asked apart: whether today is a day for it, whether both are ready.

These steps are never part of a session's log. They are walked by themselves, once for each of the two, and
what comes of it is one word: it goes on, or not today. So that nobody can tell who said what, every question
is asked to the end, of both, with the same pace and the same words. Sources: IFIO-4 for agreeing on the frame
first; UTURN-1 and SAFE-3 for asking about safety alone, of everyone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ifs_journal.guide.gate_steps import asked, options
from ifs_journal.script.model import END, Step
from ifs_journal.terms import BetweenPeople, Direction, State, StepType, state_level

APART = "apart"
CHECKS = "checks"
READY = "ready"
KEEPING = "keeping"
SETS = (CHECKS, READY, KEEPING)
FIRST = "first"
SECOND = "second"
BOTH = (FIRST, SECOND)
CALM_UNTIL = 5
"""The highest state, on 0–10, in which two people begin a hard talk."""
REMOVE = "remove"

REQUIRED: Mapping[str, tuple[str, ...]] = {
    CHECKS: ("time", "rest", "stirred", Direction.THEIRS, Direction.MINE, "grown", "record"),
    READY: ("heard", "nearer", "ready"),
}
"""The questions of a set that all have to lead on."""
_OK: Mapping[str, frozenset[Any]] = {
    "time": frozenset({"yes"}),
    "rest": frozenset({"yes"}),
    "record": frozenset({"yes"}),
    "grown": frozenset({"yes"}),
    Direction.THEIRS: frozenset({BetweenPeople.NO, BetweenPeople.WORRIED}),
    Direction.MINE: frozenset({BetweenPeople.NO, BetweenPeople.WORRIED}),
    "heard": frozenset({"yes", "mostly"}),
    "nearer": frozenset({"nearer", "same"}),
    "ready": frozenset({"ready"}),
}
"""The answers with which it goes on, by question. Anything else, and leaving one open, is a no."""


def apart(words: dict[str, Any], which: str) -> list[Step]:
    """The questions of one set, as one of the two is asked them. `words` are the gate's sentences."""
    return {CHECKS: _checks, READY: _ready, KEEPING: _keeping}[which](words[which])


def goes_on(which: str, answers: Mapping[str, Any]) -> bool:
    """Whether one person's answers (by step) lead on. Pure, and the only use ever made of them."""
    return all(_leads_on(step, answers.get(step)) for step in REQUIRED[which])


def _leads_on(step: str, value: Any) -> bool:
    if step == "stirred":
        level = state_level(value)
        return level is not None and level <= CALM_UNTIL and value != State.FAR_AWAY
    return value in _OK[step]


def _settle(words: dict[str, Any], id_: str, following: str) -> Step:
    return asked(words, id_, StepType.SETTLE, next=following)


def _say(words: dict[str, Any], id_: str) -> Step:
    return asked(words, id_, StepType.SAY)


def _choice(words: dict[str, Any], id_: str, values: Iterable[str]) -> Step:
    return asked(
        words,
        id_,
        StepType.CHOICE,
        explicit=True,
        private=True,
        options=options(words[id_]["options"], values),
    )


def _yes_no(words: dict[str, Any], id_: str) -> Step:
    return asked(words, id_, StepType.YES_NO_UNSURE, explicit=True, private=True)


def _checks(words: dict[str, Any]) -> list[Step]:
    state = asked(
        words,
        "stirred",
        StepType.STATE,
        explicit=True,
        private=True,
        options=options(words["stirred"]["options"], State),
    )
    return [
        _say(words, "not-with-fear"),
        _say(words, "may-stop"),
        _yes_no(words, "time"),
        _yes_no(words, "rest"),
        state,
        _choice(words, Direction.THEIRS, BetweenPeople),
        _choice(words, Direction.MINE, BetweenPeople),
        _yes_no(words, "grown"),
        _yes_no(words, "record"),
        _settle(words, "lines", END),
    ]


def _ready(words: dict[str, Any]) -> list[Step]:
    return [
        _choice(words, "heard", ("yes", "mostly", "no")),
        _choice(words, "nearer", ("nearer", "same", "further")),
        _choice(words, "ready", ("ready", "not_yet")),
        _settle(words, "done", END),
    ]


def _keeping(words: dict[str, Any]) -> list[Step]:
    return [_choice(words, "keep", ("keep", REMOVE)), _settle(words, "done", END)]
