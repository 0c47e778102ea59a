"""The gate before a vulnerable part: is today a day for it, may it be visited, is there warmth.

Only a clear yes leads on. A no, not being sure and leaving a question open all end it, each with a word for
the one who said no and for the one who waits. Sources: PERM-1 to PERM-5 for asking every protector that may
object and for stopping at any no; SAFE-1, SAFE-3 and UNBURDEN-2 for whom this is not a tool.
"""

from __future__ import annotations

from typing import Any

from ifs_journal.guide.gate_steps import asked, options, way
from ifs_journal.script.model import GATE_CLOSED, GATE_OPEN, Branch, Step
from ifs_journal.terms import StepType

VULNERABLE = "vulnerable"
ENTRY = "entry"
PERMISSION = "permission"
WARMTH = "warmth"
TENDER = (ENTRY, PERMISSION, WARMTH)
"""The three times this gate is met, in this order."""
WAITS = "wait-for-you"
"""Where every no leads: a word for the one who waits."""
MOST_ASKED = 3
"""Parts that are asked for their permission, one by one, before the whole is asked."""

_DECLINED = way("no", slot="guide.declined", is_=True)


def tender(words: dict[str, Any], which: str) -> list[Step]:
    """The steps of one of the three. `words` are the gate's sentences."""
    return {ENTRY: _entry, PERMISSION: _permission, WARMTH: _warmth}[which](words[which])


def _clear_yes(words: dict[str, Any], id_: str, following: str, otherwise: str) -> Step:
    return asked(
        words,
        id_,
        StepType.YES_NO_UNSURE,
        explicit=True,
        private=True,
        branch=(_DECLINED, way(following, is_="yes")),
        next=otherwise,
    )


def _said(words: dict[str, Any], id_: str, following: str, *ways: Branch) -> Step:
    return asked(words, id_, StepType.SAY, branch=ways, next=following)


def _entry(words: dict[str, Any]) -> list[Step]:
    first = words["first"]
    limits = [
        asked(words, name, StepType.SETTLE if name in first["pauses"] else StepType.SAY, next=after)
        for name, after in zip(first["limits"], [*first["limits"][1:], "fits"], strict=True)
    ]
    return [
        _said(
            words,
            "before",
            limits[0].id,
            _DECLINED,
            way("flooded", slot="guide.flooded_lately", is_=True),
            way("strong", slot="guide.calm", is_=False),
        ),
        *limits,
        asked(
            words,
            "fits",
            StepType.CHOICE,
            explicit=True,
            private=True,
            options=options(words["fits"]["options"], ("one_of_them", "none", "not_sure")),
            branch=(_DECLINED, way("guard", is_="none")),
            next="not-this",
        ),
        asked(
            words,
            "guard",
            StepType.PART,
            recall=True,
            private=True,
            slot="session.guard",
            branch=(_DECLINED, way("stop", slot="known.part_interviewed", answered=True)),
            next="meet-first",
        ),
        _clear_yes(words, "stop", "afterwards", "no"),
        _clear_yes(words, "afterwards", GATE_OPEN, "no"),
        *(_said(words, one, WAITS) for one in ("flooded", "strong", "not-this", "meet-first", "no")),
        asked(words, WAITS, StepType.SETTLE, next=GATE_CLOSED),
    ]


def _permission(words: dict[str, Any]) -> list[Step]:
    def uneasy(id_: str) -> Step:
        return asked(
            words,
            id_,
            StepType.YES_NO_UNSURE,
            explicit=True,
            private=True,
            branch=(_DECLINED, way("all-agree", is_="no"), way("who", is_="yes")),
            next="no",
        )

    return [
        uneasy("uneasy"),
        asked(
            words,
            "who",
            StepType.SHORT,
            optional=True,
            private=True,
            slot="call.who",
            at_most=MOST_ASKED,
            then="no",
        ),
        asked(words, "fear", StepType.SHORT, optional=True, private=True, slot="call.fear"),
        _said(words, "true-word", "may"),
        _clear_yes(words, "may", "another", "no"),
        uneasy("another"),
        _clear_yes(words, "all-agree", GATE_OPEN, "no"),
        _said(words, "no", WAITS),
        asked(words, WAITS, StepType.SETTLE, next=GATE_CLOSED),
    ]


def _warmth(words: dict[str, Any]) -> list[Step]:
    return [
        asked(
            words,
            "own-words",
            StepType.SHORT,
            private=True,
            branch=(_DECLINED, way("no", answered=False)),
            next="warm",
        ),
        _clear_yes(words, "warm", GATE_OPEN, "no"),
        _said(words, "no", WAITS),
        asked(words, WAITS, StepType.SETTLE, next=GATE_CLOSED),
    ]
