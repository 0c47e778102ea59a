"""Two parts at odds: each met through its own gate, what each hears, and where nothing is bargained for."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, only, private, rows, told
from session_talking import Room

NAMED = ["settled", "Answer the letter, or not?", "Peace", "Enough"]
BOTH_MET = [*NAMED, ["open"], "that it ends", "shouting", ["open"], "a sorry", "nothing changes"]
TO_HARM = [*BOTH_MET, "go_on", None, "both", "yes", "yes", "to be treated well"]
GROUNDED = [None, None, None]
TRIAL = ("outcome", "trial", "trial-day")
THANKS = ["for wanting peace", None]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_both_are_met_and_that_can_be_all(room: Room) -> None:
    live, talker, _ = room.sit("polarized", [*BOTH_MET, "enough", *THANKS, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert facts(room) == [
        ("wants", "that it ends", "part"),
        ("fears", "shouting", "part"),
        ("wants", "a sorry", "part"),
        ("fears", "nothing changes", "part"),
        ("appreciation", "for wanting peace", "user"),
    ]
    peace, enough = rows(room, "part")
    assert [one["part_id"] for one in rows(room, "part_fact")] == [
        *[peace["id"]] * 2,
        *[enough["id"]] * 2,
        peace["id"],
    ]
    (pair,) = rows(room, "relation")
    assert pair["kind"] == "polarized"
    assert {pair["part_id"], pair["other_id"]} == {peace["id"], enough["id"]}
    (polarity,) = rows(room, "polarity")
    assert only(polarity, "issue", "a_wants", "a_fears", "b_wants", "b_fears", "a_heard", "outcome") == {
        "issue": "Answer the letter, or not?",
        "a_wants": "that it ends",
        "a_fears": "shouting",
        "b_wants": "a sorry",
        "b_fears": "nothing changes",
        "a_heard": None,
        "outcome": None,
    }
    assert filled(live) == {"relation", "polarity"}
    assert "harm" not in asked(talker)


def test_what_the_two_said_is_a_row_where_nothing_else_was(room: Room) -> None:
    live, _, _ = room.sit("polarized", ["settled", None, *BOTH_MET[2:], None, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (polarity,) = rows(room, "polarity")
    assert only(polarity, "issue", "a_wants", "b_fears") == {
        "issue": None,
        "a_wants": "that it ends",
        "b_fears": "nothing changes",
    }


def test_each_hears_what_the_other_fears_and_a_trial_has_a_day(room: Room) -> None:
    replies = [*TO_HARM, "no", "trial", "wait until Sunday", "2026-03-15", *THANKS, *TO_LEAVE]
    live, talker, _ = room.sit("polarized", replies)
    assert ended(live) is EndReason.COMPLETE
    (polarity,) = rows(room, "polarity")
    assert only(polarity, "a_heard", "b_heard", "shared_aim", "outcome") == {
        "a_heard": "yes",
        "b_heard": "yes",
        "shared_aim": "to be treated well",
        "outcome": "trial",
    }
    (promise,) = rows(room, "agreement")
    assert only(promise, "text", "due", "part_id") == {
        "text": "wait until Sunday",
        "due": "2026-03-15",
        "part_id": None,
    }
    assert private(room, live, "harm")
    assert asked(talker).index("harm") < asked(talker).index("trial")
    assert "{session.polarity.b_fears}" in (room.said(live, "a-hears").prompt or "")
    assert "{session.polarity.a_fears}" in (room.said(live, "b-hears").prompt or "")


@pytest.mark.parametrize("answer", ["yes", "unsure", "/skip"])
def test_nothing_is_tried_out_about_harm_and_a_note_can_be_left(room: Room, answer: str) -> None:
    replies = [*TO_HARM, answer, *GROUNDED, "both are afraid", *THANKS, *TO_LEAVE]
    live, talker, _ = room.sit("polarized", replies)
    assert ended(live) is EndReason.COMPLETE
    assert not set(TRIAL) & set(asked(talker))
    assert any("neither is bargained with" in text for text in told(talker))
    assert any("/crisis" in text for text in told(talker))
    (note,) = rows(room, "handoff_note")
    assert note["for_therapist"] == "both are afraid"
    assert rows(room, "agreement") == []
    assert rows(room, "polarity")[0]["outcome"] is None
    assert private(room, live, "for-therapist")


@pytest.mark.parametrize("first", ["almost", "no"])
def test_said_once_more_and_not_twice(room: Room, first: str) -> None:
    replies = [*BOTH_MET, "go_on", None, "both", first, None, first, "rather_not", None, "no", "not_yet"]
    live, talker, _ = room.sit("polarized", [*replies, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert asked(talker).count("a-hears") == 2
    assert asked(talker).count("b-hears") == 1
    (polarity,) = rows(room, "polarity")
    assert only(polarity, "a_heard", "b_heard", "outcome") == {
        "a_heard": first,
        "b_heard": "rather_not",
        "outcome": "not_yet",
    }
    assert rows(room, "agreement") == []


@pytest.mark.parametrize("no", ["not_today", "/skip"])
def test_a_no_to_listening_is_kept(room: Room, no: str) -> None:
    live, talker, _ = room.sit("polarized", [*BOTH_MET, "go_on", None, no, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert not {"a-hears", "b-hears", "harm", *TRIAL} & set(asked(talker))
    assert any("Then not today" in text for text in told(talker))


@pytest.mark.parametrize(
    ("only_one", "hears", "spared"),
    [("first_only", "a-hears", "b-hears"), ("second_only", "b-hears", "a-hears")],
)
def test_one_that_would_not_listen_is_told_nothing(
    room: Room, only_one: str, hears: str, spared: str
) -> None:
    replies = [*BOTH_MET, "go_on", None, only_one, "yes", None, "no", "not_yet", None, None, *TO_LEAVE]
    live, talker, _ = room.sit("polarized", replies)
    assert ended(live) is EndReason.COMPLETE
    assert hears in asked(talker)
    assert spared not in asked(talker)


def test_a_trial_left_open_is_no_promise(room: Room) -> None:
    live, talker, _ = room.sit("polarized", [*TO_HARM, "no", "trial", None, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert rows(room, "agreement") == []
    assert "trial-day" not in asked(talker)


@pytest.mark.parametrize(
    "met",
    [
        [["open"], None, None, ["open"], "a sorry", "nothing changes"],
        [["open"], "that it ends", "shouting", ["open"], "a sorry", None],
        [["nothing"], "quiet", "company", None, ["open"], "a sorry", "nothing changes"],
    ],
    ids=["the first has no words", "the second does not say", "the first keeps its door closed"],
)
def test_where_one_has_not_said_its_fear_they_do_not_meet(room: Room, met: list[Any]) -> None:
    live, talker, _ = room.sit("polarized", [*NAMED, *met, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("don't have to meet" in text for text in told(talker))
    assert "go-on" not in asked(talker)


def test_who_prefers_one_side_is_heard_first_and_the_side_waits(room: Room) -> None:
    prefers = [["reacting"], "that it gives in again", "no_room", "come_first", ["open"], "being weak"]
    live, _, _ = room.sit("polarized", [*NAMED, *prefers])
    place = live.place
    assert place.target is not None
    assert place.target.ifs == "Peace"
    assert place.waiting == ()
    live, _, _ = room.resume([*BOTH_MET[4:], "enough", None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (polarity,) = rows(room, "polarity")
    assert only(polarity, "a_fears", "b_fears") == {"a_fears": "shouting", "b_fears": "nothing changes"}


def test_while_one_is_met_nobody_else_is_said_to_wait(room: Room) -> None:
    live, _, _ = room.sit("polarized", NAMED)
    assert live.place.waiting == ()


def test_the_same_part_is_not_both_sides(room: Room) -> None:
    _, talker, _ = room.sit("polarized", [*NAMED[:3], "peace", "Enough"])
    assert len(talker.refused) == 1


@pytest.mark.parametrize("names", [["/skip"], ["Peace", "/skip"]])
def test_two_need_not_be_named(room: Room, names: list[str]) -> None:
    live, talker, _ = room.sit("polarized", ["settled", None, *names, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("It's fine not to know both" in text for text in told(talker))
    assert rows(room, "relation") == []
