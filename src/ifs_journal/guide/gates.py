"""The gates, as steps built here and nowhere else.

A script says where a gate stands and where the ways from it lead. What is asked on the way, in which
order, and what it takes to open, cannot be written in a script: it is this page. The sentences are in
`gates.toml` under fixed ids.

Sources: safety between people is asked about what happens, of everyone, in both directions, as UTURN-1 and
SAFE-3 warn; the feel-toward check and the order hear, ask, fear, switch are EARLEY-1's and PW-PROMPT's; the
state check follows WOT-1 to WOT-3.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ifs_journal.errors import ScriptInvalid
from ifs_journal.script.model import (
    GATE_CLOSE,
    GATE_CLOSED,
    GATE_INSIDE,
    GATE_OPEN,
    GATE_PARK,
    GATE_SAFETY,
    GATE_SWITCH,
    Branch,
    Option,
    Script,
    Step,
    When,
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
GATES = (FEEL_TOWARD, RELATIONAL, STATE)
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
    elif name == STATE and which is not None and which in words[STATE] and "state" in words[STATE][which]:
        steps = _state(words[STATE], which)
    else:
        known = ", ".join(GATES)
        raise ScriptInvalid(f"There is no gate “{name}” with the words “{which}”. Gates: {known}.")
    return Script(
        id=name.replace("_", "-"), version=1, title=name, purpose=name, minutes="0", step=tuple(steps)
    )


def _asked(words: dict[str, Any], id_: str, type_: StepType, **more: Any) -> Step:
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


def _options(table: dict[str, Any], values: Iterable[str], offered: dict[str, When] | None = None) -> Any:
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


def _way(go: str, **when: Any) -> Branch:
    also = when.pop("also", None)
    return Branch(when=When(**when, also=also), go=go)


def _true(slot: str) -> When:
    return When(slot=slot, is_=True)


def _state(words: dict[str, Any], which: str) -> list[Step]:
    leaving = which == LEAVING
    states = _options(words["options"], State)
    ways = (
        _way("safety", slot="guide.level", at_least=SAFETY_FROM),
        _way("steady", slot="guide.needs_steadying", is_=True),
    )
    safe = Step(
        id="safety",
        type=StepType.CHOICE,
        text=words["safety"]["text"],
        plain=words["safety"]["plain"],
        why=words["safety"]["why"],
        explicit=True,
        options=_options(words["safety"]["options"], Safety),
        branch=(
            _way(GATE_SAFETY, in_=(Safety.NOT_SURE, Safety.NOT_SAFE)),
            _way("safety-unanswered", answered=False),
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
        _asked(words, "safety-unanswered", StepType.SAY, next=GATE_CLOSED),
        _steady(words, leaving),
        Step(id="grounding", call="grounding", next="again"),
        _asked(
            words,
            "again",
            StepType.STATE,
            options=states,
            explicit=True,
            branch=ways,
            next=GATE_OPEN,
        ),
        _asked(
            words,
            "someone",
            StepType.SAY,
            branch=(_way(GATE_OPEN, slot="guide.may_go_on", is_=True),),
            next=GATE_CLOSED,
        ),
    ]


def _steady(words: dict[str, Any], leaving: bool) -> Step:
    which = "steady-leaving" if leaving else "steady"
    offered = None if leaving else {"go_on": _true("guide.may_go_on")}
    values = ("ground", "go_on") if leaving else ("ground", "go_on", "close")
    return _asked(
        words,
        "steady",
        StepType.CHOICE,
        words_id=which,
        explicit=True,
        at_most=MOST_STEADYING,
        then="someone",
        options=_options(words[which]["options"], values, offered),
        branch=(
            _way("grounding", is_="ground"),
            _way(GATE_OPEN, is_="go_on"),
            _way(GATE_CLOSED, is_="close"),
            _way(GATE_OPEN, answered=False, also=_true("guide.may_go_on")),
        ),
        next=GATE_CLOSED,
    )


def _relational(words: dict[str, Any]) -> list[Step]:
    """Both directions, each with its own words; the second is asked unless the first was danger."""
    return [
        _between(words, Direction.THEIRS, Direction.MINE),
        _between(words, Direction.MINE, GATE_OPEN),
        _asked(words, "unanswered", StepType.SAY, next=GATE_CLOSED),
    ]


def _between(words: dict[str, Any], direction: Direction, following: str) -> Step:
    return _asked(
        words,
        direction,
        StepType.CHOICE,
        explicit=True,
        options=_options(words[direction]["options"], BetweenPeople),
        branch=(
            _way(GATE_SAFETY, is_=BetweenPeople.UNSAFE),
            _way("unanswered", answered=False),
        ),
        next=following,
    )


def _sorted_ways() -> tuple[Branch, ...]:
    """Where each group of feelings leads, once it is known which one decides."""
    group = "gate.class"
    return (
        _way("checking", slot=group, is_=FeelToward.TOO_MUCH),
        _way("as-it-is", slot=group, is_=FeelToward.OPEN, also=_true("gate.wish")),
        _way(GATE_OPEN, slot=group, is_=FeelToward.OPEN),
        _way("held", slot="guide.at_limit", is_=True),
        _way(GATE_INSIDE, slot=group, is_=FeelToward.INSIDE_IT),
        _way("worry", slot=group, is_=FeelToward.REACTING),
        _way("numb", slot=group, is_=FeelToward.NOTHING),
    )


def _feel_toward(words: dict[str, Any]) -> list[Step]:
    return [*_feel_toward_asks(words), *_feel_toward_concern(words), *_feel_toward_detours(words)]


def _feel_toward_asks(words: dict[str, Any]) -> list[Step]:
    feelings = _options(words["options"], FEELINGS)
    return [
        _asked(
            words,
            "how",
            StepType.CHOICES,
            explicit=True,
            other=True,
            options=feelings,
            branch=(_way("nearest", slot="gate.class", is_="unsorted"), *_sorted_ways()),
            next="held",
        ),
        _asked(
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
        "options": _options(words["room"]["options"], MakesRoom),
        "branch": (_way("how", is_=MakesRoom.GIVES_ROOM),),
        "next": "turn",
    }
    stays = (_way("beside", is_="company"), _way(GATE_PARK, is_="park"), _way(GATE_CLOSE, is_="close"))
    whole = ("come_first", "company", "park", "close")
    offered = {"come_first": _true("guide.may_switch"), "park": _true("guide.may_park")}
    turns = words["turn"]["options"]
    return [
        _asked(
            words,
            "worry",
            StepType.SHORT,
            optional=True,
            branch=(_way("room-wordless", answered=False),),
            next="room",
        ),
        _asked(words, "room", StepType.CHOICE, **room),
        _asked(words, "room-wordless", StepType.CHOICE, **room),
        _asked(
            words,
            "turn",
            StepType.CHOICE,
            explicit=True,
            options=_options(turns, whole, offered),
            branch=(_way("comes-first", is_="come_first"), *stays),
            next=GATE_CLOSED,
        ),
        _asked(
            words,
            "held",
            StepType.CHOICE,
            explicit=True,
            options=_options(turns, whole[1:]),
            branch=stays,
            next=GATE_CLOSED,
        ),
        _asked(words, "comes-first", StepType.SAY, next=GATE_SWITCH),
        _asked(words, "beside", StepType.SETTLE, next=GATE_CLOSED),
    ]


def _feel_toward_detours(words: dict[str, Any]) -> list[Step]:
    numb = words["numb"]["options"]
    return [
        _asked(
            words,
            "numb",
            StepType.CHOICE,
            explicit=True,
            options=_options(numb, ("foggy", "between", "quiet")),
            branch=(_way("grounding", is_="foggy"), _way("worry", is_="between")),
            next="held",
        ),
        Step(id="grounding", call="grounding", next="how"),
        Step(
            id="checking",
            gate=STATE,
            words="checking",
            branch=(_way("held", class_="open", also=_true("guide.at_limit")),),
            open="how",
            closed=GATE_CLOSE,
        ),
        _asked(
            words,
            "as-it-is",
            StepType.YES_NO_UNSURE,
            explicit=True,
            branch=(_way(GATE_OPEN, is_="yes"), _way("held", slot="guide.at_limit", is_=True)),
            next="worry",
        ),
        Step(id="unblend", call="unblend", next="how"),
    ]
