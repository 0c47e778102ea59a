"""The gates, as steps built here and nowhere else.

A script says where a gate stands and where the ways from it lead. What is asked on the way, in which
order, and what it takes to open, cannot be written in a script: it is this page. The sentences are in
`gates.toml` under fixed ids.

Sources: safety between people is asked about what happens, of everyone, in both directions, as UTURN-1 and
SAFE-3 warn; the feel-toward check and the order hear, ask, fear, switch are EARLEY-1's and PW-PROMPT's; the
state check follows WOT-1 to WOT-3. What stands before a vulnerable part is in `gates_tender.py`, what two
people are asked apart in `gates_apart.py`.
"""

from __future__ import annotations

from typing import Any

from ifs_journal.errors import ScriptInvalid
from ifs_journal.guide.gate_steps import asked, options, true, way
from ifs_journal.guide.gates_apart import APART, SETS, apart
from ifs_journal.guide.gates_tender import TENDER, VULNERABLE, tender
from ifs_journal.script.model import (
    GATE_CLOSE,
    GATE_CLOSED,
    GATE_INSIDE,
    GATE_OPEN,
    GATE_PARK,
    GATE_SAFETY,
    GATE_SWITCH,
    Branch,
    Script,
    Step,
)
from ifs_journal.terms import (
    BetweenPeople,
    Direction,
    FeelToward,
    MakesRoom,
    Safety,
    State,
    StepType,
)

FEEL_TOWARD = "feel_toward"
RELATIONAL = "relational"
STATE = "state"
GATES = (FEEL_TOWARD, RELATIONAL, STATE, VULNERABLE, APART)
LEAVING = "leaving"
MOST_STEADYING = 2
"""Rounds of steadying before the suggestion to be near someone."""
SAFETY_FROM = 8
"""From this level on, on 0–10, safety is asked."""
STEADY_FROM = 6
"""From this level on, on 0–10, steadying is offered."""
RISE = 3
"""A rise of this much within a session offers steadying at any level."""

FEELINGS = (
    FeelToward.REACTING,
    FeelToward.INSIDE_IT,
    FeelToward.NOTHING,
    FeelToward.TOO_MUCH,
    FeelToward.OPEN,
)
"""The order they are listed in: mixed, reactions first, so that none looks like the password."""


def gate_script(name: str, words: dict[str, Any], which: str | None) -> Script:
    """A gate as a script the walk can follow. Raises ScriptInvalid for a gate that is not there."""
    if name == FEEL_TOWARD:
        steps = _feel_toward(words[FEEL_TOWARD])
    elif name == RELATIONAL:
        steps = _relational(words[RELATIONAL])
    elif name == VULNERABLE and which in TENDER:
        steps = tender(words[VULNERABLE], which)
    elif name == APART and which in SETS:
        steps = apart(words[APART], which)
    elif name == STATE and which is not None and which in words[STATE] and "state" in words[STATE][which]:
        steps = _state(words[STATE], which)
    else:
        known = ", ".join(GATES)
        raise ScriptInvalid(f"There is no gate “{name}” with the words “{which}”. Gates: {known}.")
    return Script(
        id=name.replace("_", "-"), version=1, title=name, purpose=name, minutes="0", step=tuple(steps)
    )


def _state(words: dict[str, Any], which: str) -> list[Step]:
    leaving = which == LEAVING
    states = options(words["options"], State)
    ways = (
        way("safety", slot="guide.level", at_least=SAFETY_FROM),
        way("steady", slot="guide.needs_steadying", is_=True),
    )
    safe = Step(
        id="safety",
        type=StepType.CHOICE,
        text=words["safety"]["text"],
        plain=words["safety"]["plain"],
        why=words["safety"]["why"],
        explicit=True,
        options=options(words["safety"]["options"], Safety),
        branch=(
            way(GATE_SAFETY, in_=(Safety.NOT_SURE, Safety.NOT_SAFE)),
            way("safety-unanswered", answered=False),
        ),
        next="steady",
    )
    first = words[which]["state"]
    return [
        Step(
            id="state",
            type=StepType.STATE,
            text=first["text"],
            plain=first["plain"],
            why=first["why"],
            options=states,
            explicit=True,
            branch=ways,
            next=GATE_OPEN,
        ),
        safe,
        asked(words, "safety-unanswered", StepType.SAY, next=GATE_CLOSED),
        _steady(words, leaving),
        Step(id="grounding", call="grounding", next="again"),
        asked(
            words,
            "again",
            StepType.STATE,
            options=states,
            explicit=True,
            branch=ways,
            next=GATE_OPEN,
        ),
        asked(
            words,
            "someone",
            StepType.SAY,
            branch=(way(GATE_OPEN, slot="guide.may_go_on", is_=True),),
            next=GATE_CLOSED,
        ),
    ]


def _steady(words: dict[str, Any], leaving: bool) -> Step:
    which = "steady-leaving" if leaving else "steady"
    offered = None if leaving else {"go_on": true("guide.may_go_on")}
    values = ("ground", "go_on") if leaving else ("ground", "go_on", "close")
    return asked(
        words,
        "steady",
        StepType.CHOICE,
        words_id=which,
        explicit=True,
        at_most=MOST_STEADYING,
        then="someone",
        options=options(words[which]["options"], values, offered),
        branch=(
            way("grounding", is_="ground"),
            way(GATE_OPEN, is_="go_on"),
            way(GATE_CLOSED, is_="close"),
            way(GATE_OPEN, answered=False, also=true("guide.may_go_on")),
        ),
        next=GATE_CLOSED,
    )


def _relational(words: dict[str, Any]) -> list[Step]:
    """Both directions, each with its own words; the second is asked unless the first was danger."""
    return [
        _between(words, Direction.THEIRS, Direction.MINE),
        _between(words, Direction.MINE, GATE_OPEN),
        asked(words, "unanswered", StepType.SAY, next=GATE_CLOSED),
    ]


def _between(words: dict[str, Any], direction: Direction, following: str) -> Step:
    return asked(
        words,
        direction,
        StepType.CHOICE,
        explicit=True,
        options=options(words[direction]["options"], BetweenPeople),
        branch=(
            way(GATE_SAFETY, is_=BetweenPeople.UNSAFE),
            way("unanswered", answered=False),
        ),
        next=following,
    )


def _sorted_ways() -> tuple[Branch, ...]:
    """Where each group of feelings leads, once it is known which one decides."""
    group = "gate.class"
    return (
        way("checking", slot=group, is_=FeelToward.TOO_MUCH),
        way("as-it-is", slot=group, is_=FeelToward.OPEN, also=true("gate.wish")),
        way(GATE_OPEN, slot=group, is_=FeelToward.OPEN),
        way("held", slot="guide.at_limit", is_=True),
        way(GATE_INSIDE, slot=group, is_=FeelToward.INSIDE_IT),
        way("worry", slot=group, is_=FeelToward.REACTING),
        way("numb", slot=group, is_=FeelToward.NOTHING),
    )


def _feel_toward(words: dict[str, Any]) -> list[Step]:
    return [*_feel_toward_asks(words), *_feel_toward_concern(words), *_feel_toward_detours(words)]


def _feel_toward_asks(words: dict[str, Any]) -> list[Step]:
    feelings = options(words["options"], FEELINGS)
    return [
        asked(
            words,
            "how",
            StepType.CHOICES,
            explicit=True,
            other=True,
            options=feelings,
            branch=(way("nearest", slot="gate.class", is_="unsorted"), *_sorted_ways()),
            next="held",
        ),
        asked(
            words,
            "nearest",
            StepType.CHOICE,
            explicit=True,
            options=feelings,
            branch=_sorted_ways(),
            next="held",
        ),
    ]


def _feel_toward_concern(words: dict[str, Any]) -> list[Step]:
    room = {
        "explicit": True,
        "options": options(words["room"]["options"], MakesRoom),
        "branch": (way("how", is_=MakesRoom.GIVES_ROOM),),
        "next": "turn",
    }
    stays = (way("beside", is_="company"), way(GATE_PARK, is_="park"), way(GATE_CLOSE, is_="close"))
    whole = ("come_first", "company", "park", "close")
    offered = {"come_first": true("guide.may_switch"), "park": true("guide.may_park")}
    turns = words["turn"]["options"]
    return [
        asked(
            words,
            "worry",
            StepType.SHORT,
            optional=True,
            branch=(way("room-wordless", answered=False),),
            next="room",
        ),
        asked(words, "room", StepType.CHOICE, **room),
        asked(words, "room-wordless", StepType.CHOICE, **room),
        asked(
            words,
            "turn",
            StepType.CHOICE,
            explicit=True,
            options=options(turns, whole, offered),
            branch=(way("comes-first", is_="come_first"), *stays),
            next=GATE_CLOSED,
        ),
        asked(
            words,
            "held",
            StepType.CHOICE,
            explicit=True,
            options=options(turns, whole[1:]),
            branch=stays,
            next=GATE_CLOSED,
        ),
        asked(words, "comes-first", StepType.SAY, next=GATE_SWITCH),
        asked(words, "beside", StepType.SETTLE, next=GATE_CLOSED),
    ]


def _feel_toward_detours(words: dict[str, Any]) -> list[Step]:
    numb = words["numb"]["options"]
    return [
        asked(
            words,
            "numb",
            StepType.CHOICE,
            explicit=True,
            options=options(numb, ("foggy", "between", "quiet")),
            branch=(way("grounding", is_="foggy"), way("worry", is_="between")),
            next="held",
        ),
        Step(id="grounding", call="grounding", next="how"),
        Step(
            id="checking",
            gate=STATE,
            words="checking",
            branch=(way("held", class_="open", also=true("guide.at_limit")),),
            open="how",
            closed=GATE_CLOSE,
        ),
        asked(
            words,
            "as-it-is",
            StepType.YES_NO_UNSURE,
            explicit=True,
            branch=(way(GATE_OPEN, is_="yes"), way("held", slot="guide.at_limit", is_=True)),
            next="worry",
        ),
        Step(id="unblend", call="unblend", next="how"),
    ]
