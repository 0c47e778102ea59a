"""What the checker says of scripts that belong together, and of the shipped ones."""

from __future__ import annotations

import copy
import time
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import NotFound
from ifs_journal.script.checker import check, check_file, check_library
from ifs_journal.script.library import Source, gate_words, shipped_sources

STATE_GATE = {"id": "arriving", "gate": "state", "words": "arriving", "open": "ask", "closed": "not-today"}
BYE = {"id": "bye", "type": "say", "text": "Thank you.", "plain": "Thanks."}


def asking(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "short", "text": "And now?", "plain": "And now?", "why": "To hear.", **more}


def script(name: str, *steps: dict[str, Any], **more: Any) -> Source:
    table = {
        "id": name,
        "version": 1,
        "title": name,
        "purpose": name,
        "minutes": "1",
        "step": list(steps),
        **more,
    }
    return Source(Path(f"{name}.toml"), table)


def told(*sources: Source) -> list[tuple[str, str | None, str]]:
    library = {**shipped_sources(), **{source.path.stem: source for source in sources}}
    names = {source.path.name for source in sources}
    return [
        (fault.file.removesuffix(".toml"), fault.step, fault.rule)
        for fault in check_library(library, gate_words())
        if fault.file in names
    ]


def test_the_shipped_scripts_are_sound() -> None:
    assert [str(fault) for fault in check_library(shipped_sources(), gate_words())] == []


def test_the_library_is_checked_quickly() -> None:
    sources, gates = shipped_sources(), gate_words()
    check_library(sources, gates)
    began = time.process_time()
    check_library(sources, gates)
    assert time.process_time() - began < 0.3


def test_a_chain_of_calls_that_comes_back_is_told_in_each_script() -> None:
    one = script("one", {"id": "go", "call": "two"}, listed=False)
    two = script("two", {"id": "go", "call": "three"}, listed=False)
    three = script("three", {"id": "go", "call": "one"}, listed=False)
    expected = [(name, "go", "call-recursive") for name in ("one", "two", "three")]
    assert told(one, two, three) == expected


def test_a_call_made_only_by_a_variant_counts_too() -> None:
    added = {"after": "bye", "step": [{"id": "again", "call": "round"}]}
    source = script("round", BYE, listed=False, variants={"more": {"help": "more", "add": [added]}})
    assert told(source) == [("round", "again", "call-recursive")]


def test_what_a_gate_calls_counts_too() -> None:
    library = dict(shipped_sources())
    table = copy.deepcopy(library["grounding"].table)
    table["step"].append({"id": "leave", "call": "closing"})
    library["grounding"] = Source(library["grounding"].path, table)
    rules = {(fault.file, fault.rule) for fault in check_library(library, gate_words())}
    assert {("grounding.toml", "call-recursive"), ("closing.toml", "call-recursive")} <= rules


def test_the_script_the_gate_calls_says_where_inside_leads() -> None:
    source = shipped_sources()["unblend"]
    table = copy.deepcopy(source.table)
    (gate,) = (step for step in table["step"] if step.get("gate") == "feel_toward")
    del gate["inside"]
    tables = {name: one.table for name, one in shipped_sources().items()}
    faults = check(Source(source.path, table), tables={**tables, "unblend": table}, gates=gate_words())
    assert [(fault.step, fault.rule) for fault in faults] == [(gate["id"], "gate-ways")]


def test_an_opening_that_is_called_may_ask_the_state() -> None:
    opening = script("opening", {**STATE_GATE, "open": "end"}, listed=False)
    begins = script("begins", {"id": "open", "call": "opening"}, asking("ask"), BYE, on_stop="bye")
    assert told(opening, begins) == []
    hasty = script("opening", asking("ask"), listed=False)
    assert told(hasty, begins) == [("begins", "open", "gate-required")]


def test_only_steadying_may_come_before_the_state() -> None:
    sit = {"id": "sit", "type": "settle", "text": "Sit. Enter when you do.", "plain": "Sit. Press Enter."}
    steady = {"id": "steady", "call": "grounding"}
    source = script("softly", sit, steady, STATE_GATE, asking("ask"), BYE, on_stop="bye")
    assert told(source) == []


def test_a_variant_that_loses_a_fault_is_not_told_of_it() -> None:
    unheard = asking("ask", why="")
    source = script(
        "calm", STATE_GATE, unheard, BYE, on_stop="bye", variants={"brief": {"help": "less", "drop": ["bye"]}}
    )
    assert told(source) == [("calm", "ask", "wording-missing")]


def test_a_step_that_is_passed_over_does_not_count_as_a_question_on_the_way_round() -> None:
    maybe = asking("ask", when={"slot": "guide.far", "is": True}, next="wait")
    wait = {**BYE, "id": "wait", "branch": [{"when": {"slot": "guide.far", "is": False}, "go": "ask"}]}
    source = script("spin", STATE_GATE, maybe, wait, BYE, on_stop="bye")
    assert {rule for _, _, rule in told(source)} == {"cycle-without-question", "cycle-without-maximum"}


def test_a_script_that_only_speaks_needs_no_gate_and_no_stop() -> None:
    assert told(script("words", BYE)) == []


@pytest.mark.parametrize("key", ["step", "id"])
def test_a_file_without_its_beginnings_is_told_so(key: str) -> None:
    source = script("bare", BYE)
    del source.table[key]
    assert [fault.rule for fault in check(source, tables={}, gates=gate_words())] == ["key-missing"]


def test_a_file_that_is_not_there_is_not_a_fault(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        check_file(tmp_path / "nothing.toml", tables={}, gates=gate_words())


def test_a_file_that_is_not_text_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(b"\xff\xfe")
    (fault,) = check_file(path, tables={}, gates=gate_words())
    assert (fault.rule, fault.problem) == ("toml", "Cannot be read: it is not UTF-8 text")


def about_somebody(*, safety_first: bool) -> Source:
    """A script about a break with somebody, in which another part may come first."""
    who = {
        "id": "who",
        "type": "person",
        "slot": "session.person",
        "text": "Who?",
        "plain": "Who?",
        "why": "So.",
    }
    safety = {
        "id": "safety",
        "gate": "relational",
        "from": "session.person",
        "open": "guards",
        "closed": "bye",
    }
    toward = {"id": "toward", "gate": "feel_toward", "open": "heard", "closed": "bye"}
    heard = {"id": "heard", "type": "say", "text": "Heard.", "plain": "Heard.", "next": "target-done"}
    steps = [who, safety] if safety_first else []
    return script(
        "break",
        {**STATE_GATE, "open": steps[0]["id"] if steps else "guards"},
        *steps,
        asking("guards", slot="session.rupture.keeps_safe"),
        toward,
        heard,
        asking("after", slot="session.rupture.comfort"),
        BYE,
        on_stop="bye",
        on_new_target="guards",
        after_targets="after",
        slots={"session": {"person": "person", "rupture": {"keeps_safe": "text", "comfort": "text"}}},
    )


def test_a_part_that_comes_first_needs_no_second_question_about_safety() -> None:
    assert told(about_somebody(safety_first=True)) == []


def test_safety_is_asked_before_a_part_can_come_first() -> None:
    assert told(about_somebody(safety_first=False)) == [
        ("break", "guards", "gate-required"),
        ("break", "after", "gate-required"),
    ]
