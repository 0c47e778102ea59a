"""The gate for safety between people: asked in both directions, of everyone, and never got round."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import guide_answers as answers
import guide_scripts as scripts
import guide_walking as walking
from ifs_journal.guide.walk import walk
from ifs_journal.script.bundle import Bundle
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason, Kind

ANNA = walking.person("Anna")
TWICE: dict[str, Any] = {
    "id": "made",
    "version": 1,
    "title": "Twice",
    "purpose": "Asks about two people, one of them again.",
    "minutes": "2",
    "on_stop": "bye",
    "slots": {"session": {"one": "person", "other": "person", "statement": "text"}},
    "step": [
        {"id": "arriving", "gate": "state", "words": "arriving", "open": "one", "closed": "not-today"},
        *(
            step
            for name in ("one", "other")
            for step in (
                {
                    "id": name,
                    "type": "person",
                    "slot": f"session.{name}",
                    "text": "Who?",
                    "plain": "Who?",
                    "why": "Any name.",
                },
                {
                    "id": f"safe-{name}",
                    "gate": "relational",
                    "from": f"session.{name}",
                    "open": "other" if name == "one" else "words",
                    "closed": "bye",
                },
            )
        ),
        {
            "id": "words",
            "type": "short",
            "slot": "session.statement",
            "text": "What?",
            "plain": "What?",
            "why": "Any words.",
        },
        {"id": "bye", "type": "say", "text": "Thank you.", "plain": "Thank you."},
    ],
}


def asked_about(person: Any = ANNA) -> Live:
    """`speak-for`, at the first question about safety."""
    return walking.script_walk("speak-for", ["settled", person])


def test_both_directions_are_asked_and_named() -> None:
    live = asked_about()
    theirs = walking.open_question(live)
    assert theirs.address == "speak-for/between:1/theirs:1"
    assert "with Anna" in theirs.text.ifs
    assert theirs.explicit
    assert not theirs.optional
    assert walking.values(theirs) == ["no", "worried", "unsafe"]
    walking.give(live, "worried")
    assert walking.open_question(live).step == "mine"
    walking.give(live, "no")
    assert walking.open_question(live).step == "event"
    assert [(row["gate"], row["class"]) for row in walking.rows_of(live, "gate_check")] == [
        ("relational_theirs", "worried"),
        ("relational_mine", "no"),
    ]


def test_somebody_without_a_name_is_asked_about_all_the_same() -> None:
    live = asked_about(None)
    assert "with this person, is there" in walking.open_question(live).text.ifs
    walking.give(live, "no")
    assert "could this person be afraid" in walking.open_question(live).text.ifs


@pytest.mark.parametrize("direction", ["theirs", "mine"])
def test_danger_ends_the_session_and_leaves_no_reason(direction: str) -> None:
    live = asked_about()
    if direction == "mine":
        walking.give(live, "no")
    walking.give(live, "unsafe")
    assert live.walk.end is EndReason.SAFETY
    assert live.walk.unsafe == direction
    assert "unsafe" not in str([item.value for item in live.log])
    assert [row["class"] for row in walking.rows_of(live, "gate_check")] == ["no"] * (direction == "mine")
    ended = walking.memory(live).ended
    assert ended is not None
    assert ended.reason == "stopped"
    assert walk(live.bundle, live.log, live.known).unsafe is None


@pytest.mark.parametrize("skipped", ["theirs", "mine"])
def test_left_open_it_stays_closed(skipped: str) -> None:
    live = asked_about()
    if skipped == "mine":
        walking.give(live, "no")
    walking.give(live, None)
    assert "unwritten" in walking.said(live.place)
    assert walking.open_question(live).address.startswith("speak-for/closing")
    assert walking.rows_of(live, "statement") == []


def test_it_is_asked_once_about_each_person() -> None:
    tables = {**scripts.LIBRARY, "made": TWICE}
    assert scripts.faults(TWICE) == []
    same = walking.in_memory(Bundle("made", "en", tables, scripts.GATES))
    walking.go(same, ["settled", ANNA, "no", "no", walking.person("Anna", new=False)])
    assert walking.open_question(same).step == "words"
    other = walking.in_memory(Bundle("made", "en", tables, scripts.GATES))
    walking.go(other, ["settled", ANNA, "no", "no", walking.person("my manager")])
    assert walking.open_question(other).address == "made/safe-other:1/theirs:1"


def test_going_back_asks_again() -> None:
    live = asked_about()
    walking.go(live, ["no", "no"])
    live.take_back()
    assert walking.open_question(live).step == "mine"
    live.take_back()
    live.take_back()
    walking.give(live, walking.person("my manager"))
    assert "my manager" in walking.open_question(live).text.ifs
    walking.assert_replays(live)


@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[*HealthCheck])
@given(data=st.data())
def test_no_way_leads_to_words_but_through_both_answers(data: st.DataObject) -> None:
    """Skipping, going back, coming back another day: words are only asked for once both were answered."""
    live = walking.script_walk("speak-for", ["settled"])
    for _ in range(data.draw(st.integers(3, 25))):
        question = live.place.question
        if question is None:
            return
        way, value = data.draw(answers.move(live, stopping=False))
        answers.make(live, way, value)
        question = live.place.question
        beyond = question is not None and not question.address.startswith(
            ("speak-for/arriving", "speak-for/who", "speak-for/between", "speak-for/closing")
        )
        given_ = {
            item.address.split("/")[-1].partition(":")[0]: item.value
            for item in live.log
            if "/between:" in item.address and item.kind is Kind.ANSWER
        }
        assert not beyond or set(given_) == {"theirs", "mine"}
        assert "unsafe" not in given_.values()


def test_an_own_script_cannot_leave_it_out() -> None:
    table = {**TWICE, "step": [one for one in TWICE["step"] if one.get("gate") != "relational"]}
    found = [fault for fault in scripts.faults(table) if fault.rule == "gate-required"]
    assert [fault.step for fault in found] == ["words"]
    assert "safety between people" in found[0].problem


def test_an_own_script_cannot_lead_round_it() -> None:
    steps = [dict(one) for one in TWICE["step"]]
    steps[1]["next"] = "other"
    steps[3]["next"] = "words"
    found = {fault.rule for fault in scripts.faults({**TWICE, "step": steps})}
    assert "gate-required" in found
