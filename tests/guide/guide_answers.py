"""Hypothesis strategies: any legal answer to a question, and any way a person may go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

import guide_walking as walking
from ifs_journal.guide.fit import is_uuid
from ifs_journal.guide.question import Question
from ifs_journal.session.live import Live
from ifs_journal.terms import Kind, State, StepType

ANY_TEXT = st.text(st.characters(codec=None, categories=None), min_size=1, max_size=30).filter(str.strip)
"""Any text there can be: control characters, escapes, right-to-left marks, emoji, half a surrogate pair."""
WORDS = st.sampled_from(
    [
        "never good enough",
        "I want to fix it",
        "angry with it",
        "it's me",
        "blank",
        "warm",
        "a {target.name} in braces",
        "…",
    ]
)
TEXT = st.one_of(WORDS, WORDS, ANY_TEXT)
STATES = st.one_of(st.sampled_from([*State]).map(str), st.integers(0, 10))


def answer(live: Live, question: Question) -> st.SearchStrategy[Any]:
    """Any value that fits the question."""
    options = st.sampled_from(walking.values(question)) if question.options else st.nothing()
    free = TEXT.map(lambda text: {"other": text}) if question.other else st.nothing()
    parts = st.sampled_from(walking.names_for(question)).map(
        lambda name: walking.part(name, new=not walking.memory(live).knows("part", name))
    )
    strategies: dict[StepType, Callable[[], st.SearchStrategy[Any]]] = {
        StepType.SETTLE: st.none,
        StepType.STATE: lambda: STATES,
        StepType.SHORT: lambda: TEXT,
        StepType.LONG: lambda: TEXT,
        StepType.DRAFT: lambda: TEXT,
        StepType.PERSON: lambda: st.sampled_from(walking.PEOPLE).map(
            lambda name: walking.person(name, new=not walking.memory(live).knows("person", name))
        ),
        StepType.SCALE: lambda: st.integers(0, 10),
        StepType.CHOICE: lambda: options | free,
        StepType.CHOICES: lambda: st.lists(options | free, min_size=1, max_size=3),
        StepType.YES_NO_UNSURE: lambda: st.sampled_from(["yes", "no", "unsure"]),
        StepType.CONFIRM: st.booleans,
        StepType.PART: lambda: parts | options.map(lambda value: _named(question, value)),
        StepType.PARTS: lambda: st.lists(
            parts | options.map(lambda value: _named(question, value)), min_size=1, max_size=3, unique_by=str
        ),
        StepType.DATE: lambda: st.dates().map(str),
    }
    return strategies[question.type]()


def _named(question: Question, value: str) -> Any:
    """An option for a part: the part itself where the option stands for one, else its word."""
    labels = {one.value: one.label.ifs for one in question.options}
    return {"id": value, "name": labels[value]} if is_uuid(value) else value


def move(live: Live, *, stopping: bool = True) -> st.SearchStrategy[tuple[str, Any]]:
    """Any way to go on from here, answers most of the time."""
    question = walking.open_question(live)
    ways: list[st.SearchStrategy[tuple[str, Any]]] = [
        st.tuples(st.just("answer"), answer(live, question)),
    ] * 6
    ways.append(st.just(("skip", None)))
    ways.append(st.just(("back", None)))
    ways.append(st.sampled_from([("ground", None), ("pause", None), ("resumed", None)]))
    if question.may_be_off:
        ways.append(st.just(("off", None)))
    if stopping:
        ways.append(st.sampled_from([("stop", None), ("ground", None), ("pause", None)]))
    return st.one_of(ways).flatmap(
        lambda way: st.tuples(st.just("resumed"), STATES) if way[0] == "resumed" else st.just(way)
    )


def make(live: Live, way: str, value: Any) -> None:
    """Go that way."""
    question = walking.open_question(live)
    if way == "answer":
        live.answer(question, Kind.ANSWER, value)
    elif way in ("skip", "off"):
        live.answer(question, Kind(way), None)
    elif way == "back":
        live.take_back()
    elif way == "stop":
        live.stop()
    elif way == "resumed":
        live.resumed(value)
    else:
        live.command(way)
