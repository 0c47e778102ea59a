"""Talking to and fro with a part, as long as both like."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, rows, told
from session_talking import Room

OPEN = ["settled", "the Watch", "a low hum", ["open"]]
THREE = ["are you there?", "yes", "thank you", "a nod", "what is it like?", "long"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_what_it_said_is_its_own_and_what_the_person_said_is_no_fact(room: Room) -> None:
    live, _, _ = room.sit("talk", [*OPEN, *THREE[:4], None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert facts(room) == [
        ("noticed", "a low hum", "user"),
        ("message", "yes", "part"),
        ("message", "a nod", "part"),
    ]
    assert filled(live) == set()
    said = [one.value for one in room.entry(live).answers if "/you-" in one.address]
    assert said == ["are you there?", "thank you", None]


def test_enter_at_once_is_a_kind_end(room: Room) -> None:
    live, talker, _ = room.sit("talk", [*OPEN, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert asked(talker)[-4:] == ["you-1", "left", "parting", "state"]


def test_silence_is_welcome_and_leaves_nothing_said(room: Room) -> None:
    live, talker, _ = room.sit("talk", [*OPEN, "hello", None, "I can wait", None, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("That's an answer too" in text for text in told(talker))
    assert [field for field, _, _ in facts(room)] == ["noticed"]


def test_every_three_rounds_the_gate_is_met_again_and_the_fourth_time_is_the_last(room: Room) -> None:
    rounds = [*THREE, ["open"]] * 3 + THREE
    live, talker, _ = room.sit("talk", [*OPEN, *rounds, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert [one for one in talker.asked if "/how:" in one] == [f"talk/toward:{n}/how:1" for n in range(1, 5)]
    assert len([one for one in facts(room) if one[0] == "message"]) == 12
    assert any("That was a long talk" in text for text in told(talker))
    assert len([text for text in told(talker) if text.startswith("Take turns")]) == 1


def test_what_comes_up_midway_is_heard_before_the_talk_goes_on(room: Room) -> None:
    midway = [["reacting"], "it talks too much", "gives_room", ["open"], None, None]
    live, _, _ = room.sit("talk", [*OPEN, *THREE, *midway, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert [one["worry"] for one in rows(room, "concern")] == ["it talks too much"]


def test_a_gate_that_stays_closed_midway_ends_the_talk_beside_it(room: Room) -> None:
    _, talker, _ = room.sit("talk", [*OPEN, *THREE, ["reacting"], None, "no_room", "company", None])
    assert asked(talker)[-1] == "parting"
    assert any("Being near it counts" in text for text in told(talker))


def test_a_wish_at_the_end_becomes_a_promise(room: Room) -> None:
    live, _, _ = room.sit("talk", [*OPEN, None, "wish", "a song", None, *TO_LEAVE])
    assert [(one["text"], one["due"]) for one in rows(room, "agreement")] == [("a song", None)]
    assert filled(live) == {"agreement"}


def test_a_story_at_the_end_is_kept_for_company(room: Room) -> None:
    story = [None, "story", "yes", "quiet", None, "It carries something."]
    live, _, _ = room.sit("talk", [*OPEN, *story, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert [one["needs"] for one in rows(room, "handoff_note")] == ["quiet"]
    assert filled(live) == {"handoff_note"}


def test_what_shifted_by_itself_is_let_be(room: Room) -> None:
    _, _, _ = room.sit("talk", [*OPEN, None, "shifted", "lighter", None, *TO_LEAVE])
    assert [one["spontaneous"] for one in rows(room, "handoff_note")] == ["lighter"]


def test_its_last_words_are_there_when_the_talk_is_taken_up(room: Room) -> None:
    room.sit("talk", [*OPEN, *THREE[:2], None, None, *TO_LEAVE])
    _, talker, _ = room.sit("talk", ["settled", "the Watch"])
    assert 'The last words you kept from it: "yes".' in told(talker)


def test_its_latest_words_stay_in_view(room: Room) -> None:
    live, _, _ = room.sit("talk", [*OPEN, *THREE[:4]])
    assert live.place.key_sentence == "a nod"


def test_taken_back_a_round_is_gone(room: Room) -> None:
    _, _, _ = room.sit("talk", [*OPEN, *THREE[:2], "/back", "no", None, None, *TO_LEAVE])
    assert [value for field, value, _ in facts(room) if field == "message"] == ["no"]
