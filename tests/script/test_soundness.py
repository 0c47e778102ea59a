"""What the checker lets pass, the guide can walk: from every start, whatever is answered, to an end.

Scripts are changed at random and checked; those without a fault are walked with random answers. The seed is
fixed, so a failure comes back.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.guide.question import Question
from ifs_journal.guide.walk import Walk
from ifs_journal.script.bundle import Bundle
from ifs_journal.script.checker import check
from ifs_journal.script.flowchart import flowchart
from ifs_journal.script.grammar import build
from ifs_journal.script.library import GATE_FILES, Source, gate_words, read_source, shipped_sources
from ifs_journal.terms import Kind, LogItem, State, StepType

GOOD = Path(__file__).parent / "good"
SOURCES = {**shipped_sources(), **{path.stem: read_source(path) for path in sorted(GOOD.glob("*.toml"))}}
TABLES: dict[str, dict[str, Any]] = {name: source.table for name, source in SOURCES.items()}
GATES = gate_words(met=GATE_FILES)
LISTED = [name for name, table in TABLES.items() if table.get("listed", True)]
STEPS = [step["id"] for table in TABLES.values() for step in table["step"]]
ODD: list[Any] = [
    *(
        "end",
        "target-done",
        "not-today",
        "@open",
        "",
        "item",
        "{x}",
        "session.here",
        "target.part",
        "feel_toward",
    ),
    *(0, -1, 11, 3.5, True, [], {}, ["text"], "parts", "choice", "say"),
    {"slot": "guide.far", "is": True},
    {"slot": "target.part", "answered": True},
]
AT = "2026-03-09T10:00:00+00:00"
LONGEST = 200
"""Questions in one walk; the shipped scripts stay far below."""


def places(table: Any, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield way
    inner = table.items() if isinstance(table, dict) else enumerate(table) if isinstance(table, list) else ()
    for key, value in inner:
        yield from places(value, (*way, key))


def at(table: Any, way: tuple[Any, ...]) -> Any:
    for key in way:
        table = table[key]
    return table


def changed(table: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A copy of a script with one or two things taken out, replaced, or moved."""
    table = copy.deepcopy(table)
    for _ in range(chance.randint(1, 2)):
        way = chance.choice([one for one in places(table) if one])
        home, what = at(table, way[:-1]), chance.random()
        if what < 0.5:
            del home[way[-1]]
        elif what < 0.8:
            home[way[-1]] = chance.choice([*ODD, *STEPS])
        else:
            home[way[-1]] = copy.deepcopy(at(table, chance.choice(list(places(table)))))
    return table


def part(chance: random.Random) -> dict[str, Any]:
    number = chance.randint(1, 9)
    return {"id": f"0192aaaa-0000-7000-8000-{number:012d}", "name": f"Part {number}", "new": True}


def some(question: Question, chance: random.Random, extra: Callable[[], Any] | None) -> list[Any]:
    values: list[Any] = [one.value for one in question.options if chance.random() < 0.5]
    if extra is not None and (not values or chance.random() < 0.5):
        values.append(extra())
    return values or [question.options[0].value]


def answer(question: Question, chance: random.Random) -> Any:
    options = [one.value for one in question.options]
    free = {"other": chance.choice(["want to help", "cross", "hm"])}
    match question.type:
        case StepType.STATE:
            return chance.choice([*map(str, State), 0, 5, 9])
        case StepType.SCALE:
            return chance.randint(0, 10)
        case StepType.CHOICE:
            return free if question.other and chance.random() < 0.2 else chance.choice(options)
        case StepType.CHOICES:
            return some(question, chance, (lambda: free) if question.other else None)
        case StepType.YES_NO_UNSURE:
            return chance.choice(["yes", "no", "unsure"])
        case StepType.CONFIRM:
            return chance.random() < 0.5
        case StepType.PART | StepType.PERSON:
            return next(one for one in iter(lambda: part(chance), None) if one["id"] not in question.unlike)
        case StepType.PARTS:
            return some(question, chance, lambda: part(chance))
        case StepType.DATE:
            return "2026-03-09"
        case StepType.SETTLE:
            return None
    return "some words"


def walk_to_an_end(bundle: Bundle, variant: str | None, chance: random.Random) -> None:
    walk = Walk(bundle)
    walk.apply(LogItem(1, "", Kind.COMMAND, {"command": "start", "variant": variant}, AT))
    for number in range(2, LONGEST):
        place = walk.place()
        if place.end is not None:
            return
        if place.apart is not None:
            value = {"command": "apart", "words": place.apart, "open": chance.random() < 0.9}
            walk.apply(LogItem(number, "", Kind.COMMAND, value, AT))
            continue
        assert place.question is not None, "nothing is asked, and there is no end"
        if chance.random() < 0.02:
            walk.apply(LogItem(number, "", Kind.COMMAND, {"command": "stop"}, AT))
        elif chance.random() < 0.15 and place.question.type is not StepType.SETTLE:
            walk.apply(LogItem(number, place.question.address, Kind.SKIP, None, AT))
        else:
            value = answer(place.question, chance)
            walk.apply(LogItem(number, place.question.address, Kind.ANSWER, value, AT))
    pytest.fail(f"no end after {LONGEST} questions")


@pytest.mark.parametrize("name", LISTED)
def test_good_scripts_come_to_an_end(name: str) -> None:
    bundle, chance = Bundle(name, "en", TABLES, GATES), random.Random(name)
    for variant in [None, *TABLES[name].get("variants", {})]:
        for _ in range(8):
            walk_to_an_end(bundle, variant, chance)


@pytest.mark.parametrize("seed", range(4))
def test_changed_scripts_are_refused_or_come_to_an_end(seed: int) -> None:
    chance = random.Random(seed)
    walked = 0
    for _ in range(200):
        name = chance.choice(LISTED)
        table = changed(TABLES[name], chance)
        faults = check(Source(SOURCES[name].path, table), tables=TABLES, gates=GATES)
        assert all(str(fault) for fault in faults)
        if not faults and walked < 20:
            walked += 1
            flowchart(build(table)), flowchart(build(table), "text")
            bundle = Bundle(name, "en", {**TABLES, name: table}, GATES)
            walk_to_an_end(bundle, chance.choice([None, *table.get("variants", {})]), chance)
    assert walked
