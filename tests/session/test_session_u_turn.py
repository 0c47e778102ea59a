"""A U-turn, sat through: what somebody did, what reacts in oneself, and what one does with it."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_between import LEAVING, asked, private, rows, said, tables, told
from session_talking import Room

BLAME = "She never asks me."
TO_BLAME = ["settled", "Anna", "no", "no"]
TO_THE_GATE = [*TO_BLAME, BLAME, None, "a tight chest", "Fist"]
INSIDE = [*TO_THE_GATE, ["open"], "I don't count", "being asked"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_from_what_they_did_to_what_reacts_and_back(room: Room) -> None:
    live, talker, _ = room.sit("u-turn", [*INSIDE, "nothing", *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert asked(talker) == [
        "who",
        "blame",
        "thanks",
        "inside",
        "which",
        "belief",
        "need",
        "re-turn",
    ]
    assert told(room, "u_turn") == [
        {
            "blame": BLAME,
            "inside": "a tight chest",
            "belief": "I don't count",
            "need": "being asked",
            "response": "nothing",
        }
    ]
    (turn,), (person,), (part,) = rows(room, "u_turn"), rows(room, "person"), rows(room, "part")
    assert (turn["person_id"], turn["part_id"]) == (person["id"], part["id"])
    assert (part["name"], part["role"]) == ("Fist", "unknown")
    assert tables(room, "statement", "rupture", "agreement") == {
        "statement": 0,
        "rupture": 0,
        "agreement": 0,
    }


def test_safety_comes_before_anything_is_said_about_them(room: Room) -> None:
    live, _, ending = room.sit("u-turn", ["settled", "Anna", "unsafe"])
    assert ending.reason is EndReason.SAFETY
    assert rows(room, "u_turn") == []
    assert "unsafe" not in str([item.value for item in room.journal.log(live.id)])


def test_blame_and_what_is_tender_are_private(room: Room) -> None:
    live, _, _ = room.sit("u-turn", [*INSIDE, "nothing", *LEAVING])
    assert private(room, live) == {"blame", "inside", "belief", "need"}


def test_blame_can_be_said_and_not_kept(room: Room) -> None:
    _, talker, _ = room.sit("u-turn", [*TO_BLAME, "/off", None, "a tight chest"], text=BLAME)
    assert "thanks" in asked(talker)
    assert told(room, "u_turn") == [{"inside": "a tight chest"}]


def test_nothing_to_blame_is_an_answer(room: Room) -> None:
    live, talker, _ = room.sit("u-turn", [*TO_BLAME, None, None, None, ["open"], None, None, None, *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert "thanks" not in asked(talker)
    assert rows(room, "u_turn") == []


@pytest.mark.parametrize(
    ("response", "more", "sentence"),
    [
        ("limit", ["leave the room"], "A limit is a whole answer."),
        ("limit", [None], "A limit is a whole answer."),
        ("ask", ["to be asked first"], "ifs speak-for"),
        ("speak", [], "ifs speak-for"),
        ("listen", [], "ifs before-a-talk"),
        ("nothing", [], "Nothing, for now, is an answer."),
    ],
)
def test_every_way_back_is_whole(room: Room, response: str, more: list[Any], sentence: str) -> None:
    live, talker, _ = room.sit("u-turn", [*INSIDE, response, *more, *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert any(sentence in one for one in said(talker))
    assert rows(room, "u_turn")[0]["response"] == response


def test_a_part_that_comes_first_is_heard_and_the_turn_stays_about_the_first(room: Room) -> None:
    first = [["reacting"], "that is unfair", "no_room", "come_first", "Judge", "look at both sides", ["open"]]
    _, talker, _ = room.sit(
        "u-turn", [*TO_THE_GATE, *first, ["open"], "I don't count", None, "nothing", *LEAVING]
    )
    names = {one["id"]: one["name"] for one in rows(room, "part")}
    (fact,), (turn,) = rows(room, "part_fact"), rows(room, "u_turn")
    assert (names[fact["part_id"]], fact["value"]) == ("Judge", "look at both sides")
    assert (names[turn["part_id"]], turn["belief"]) == ("Fist", "I don't count")
    assert asked(talker).count("which") == asked(talker).count("its-name") == 1


def test_a_person_left_unnamed_changes_nothing_of_what_is_asked(room: Room) -> None:
    _, talker, _ = room.sit("u-turn", ["settled", "/skip", *INSIDE[2:], "nothing", *LEAVING])
    assert "its-name" not in asked(talker)
    assert (rows(room, "u_turn")[0]["belief"], rows(room, "u_turn")[0]["need"]) == (
        "I don't count",
        "being asked",
    )
    assert not any("…" in one for one in said(talker))


def test_without_room_one_can_still_choose(room: Room) -> None:
    live, talker, _ = room.sit(
        "u-turn", [*TO_THE_GATE, ["reacting"], None, "no_room", "company", None, "limit", None, "settled"]
    )
    assert live.walk.end is EndReason.COMPLETE
    assert "belief" not in asked(talker)
    assert rows(room, "u_turn")[0]["response"] == "limit"


def test_longer_it_asks_what_happened_to_the_need_and_no_story(room: Room) -> None:
    live, _, _ = room.sit("u-turn", [*INSIDE, "threatened", "both", "nothing", *LEAVING], variant="long")
    assert live.walk.end is EndReason.COMPLETE
    (turn,) = told(room, "u_turn")
    assert (turn["happened"], turn["old"]) == ("threatened", "both")
