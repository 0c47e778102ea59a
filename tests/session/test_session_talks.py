"""Before and after a hard talk, sat through: the plan, and the talk looked back on."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_between import asked, private, rows, said, tables, told
from session_talking import Room

TO_THE_TALK = ["settled", "Anna", "worried", "no"]
PLAN = ["the money", "Counter", ["calm"], "say back what I heard", "feet", "ten minutes"]
LOOKED = ["a little", "Counter went quiet", "Counter", "you worked hard"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def planned(room: Room) -> None:
    room.sit("before-a-talk", [*TO_THE_TALK, *PLAN, "tomorrow", "settled"])
    room.later(days=1)


# --- before -------------------------------------------------------------------------------------------


def test_how_to_be_in_a_talk(room: Room) -> None:
    live, talker, _ = room.sit("before-a-talk", [*TO_THE_TALK, *PLAN, "tomorrow", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert asked(talker) == [
        "who",
        "about",
        "loud",
        "around",
        "listen-how",
        "steady-by",
        "if-hard",
        "look-back",
    ]
    assert told(room, "talk_plan") == [
        {
            "about": "the money",
            "listen_how": "say back what I heard",
            "steady_by": "feet",
            "if_hard": "ten minutes",
            "look_back": "2026-03-10",
        }
    ]
    assert rows(room, "talk_plan")[0]["person_id"] == rows(room, "person")[0]["id"]
    assert [one["quality"] for one in rows(room, "self_moment")] == ["calm"]
    assert [one["name"] for one in rows(room, "part")] == ["Counter"]
    assert tables(room, "statement", "rupture", "agreement") == {
        "statement": 0,
        "rupture": 0,
        "agreement": 0,
    }
    assert any("ifs speak-for" in one for one in said(talker))


def test_danger_ends_it_before_anything_is_planned(room: Room) -> None:
    _, _, ending = room.sit("before-a-talk", ["settled", "Anna", "unsafe"])
    assert ending.reason is EndReason.SAFETY
    assert rows(room, "talk_plan") == []


def test_everything_left_open_is_a_session_too(room: Room) -> None:
    live, _, _ = room.sit("before-a-talk", [*TO_THE_TALK, *[None] * 7, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "talk_plan") == rows(room, "self_moment") == []


def test_longer_it_hears_the_worry_and_a_hope(room: Room) -> None:
    longer = ["the money", "to have said it kindly", "Counter", "to be laughed at", *PLAN[2:]]
    room.sit("before-a-talk", [*TO_THE_TALK, *longer, None, "settled"], variant="long")
    assert told(room, "talk_plan")[0]["hope"] == "to have said it kindly"
    assert [(one["field"], one["value"]) for one in rows(room, "part_fact")] == [
        ("fears", "to be laughed at")
    ]


# --- after --------------------------------------------------------------------------------------------


def test_the_talk_is_looked_back_on_in_five_questions(room: Room) -> None:
    planned(room)
    live, talker, _ = room.sit("after-a-talk", ["settled", "hard", *LOOKED, "rest", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert 'Before the talk with Anna you wrote: "the money".' in said(talker)
    assert asked(talker) == ["how", "listened", "parts-did", "needs-word", "its-word", "next"]
    assert told(room, "talk_after") == [
        {"how": "hard", "listened": "a little", "parts_did": "Counter went quiet", "next": "rest"}
    ]
    (after,), (plan,) = rows(room, "talk_after"), rows(room, "talk_plan")
    assert (after["talk_plan_id"], after["person_id"]) == (plan["id"], plan["person_id"])
    assert [(one["field"], one["value"], one["said_by"]) for one in rows(room, "part_fact")] == [
        ("kindness", "you worked hard", "user")
    ]
    _, talker, _ = room.sit("after-a-talk", ["settled"])
    assert not any("Before the talk" in one for one in said(talker)), "looked back on, it waits no more"


def test_a_talk_that_was_not_held_waits_on(room: Room) -> None:
    planned(room)
    live, talker, _ = room.sit("after-a-talk", ["settled", "not_yet", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert any("Not held is an answer too" in one for one in said(talker))
    _, talker, _ = room.sit("after-a-talk", ["settled"])
    assert any("the money" in one for one in said(talker))


def test_a_talk_that_was_not_prepared_can_be_looked_back_on(room: Room) -> None:
    live, talker, _ = room.sit(
        "after-a-talk", ["settled", "Ben", "mixed", None, "nobody came", None, None, "settled"]
    )
    assert live.walk.end is EndReason.COMPLETE
    assert asked(talker)[0] == "who"
    assert rows(room, "talk_after")[0]["person_id"] == rows(room, "person")[0]["id"]
    assert "its-word" not in asked(talker)


@pytest.mark.parametrize(
    ("following", "sentence"),
    [
        ("words", "ifs speak-for"),
        ("talk_again", "ifs before-a-talk"),
        ("repair", "ifs repair"),
        ("rest", "Then it rests"),
        (None, "Then it rests"),
    ],
)
def test_what_comes_next_is_only_pointed_to(room: Room, following: Any, sentence: str) -> None:
    planned(room)
    live, talker, _ = room.sit("after-a-talk", ["settled", "better", *LOOKED, following, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert any(sentence in one for one in said(talker))


def test_longer_it_asks_what_was_heard_and_said(room: Room) -> None:
    planned(room)
    room.sit(
        "after-a-talk",
        ["settled", "hard", "he is scared too", "not the half of it", *LOOKED, "rest", "settled"],
        variant="long",
    )
    after = told(room, "talk_after")[0]
    assert (after["heard"], after["said"]) == ("he is scared too", "not the half of it")


def test_what_parts_did_and_a_word_to_one_are_private(room: Room) -> None:
    planned(room)
    live, _, _ = room.sit("after-a-talk", ["settled", "hard", *LOOKED, "rest", "settled"])
    assert private(room, live) == {"parts-did", "its-word"}
