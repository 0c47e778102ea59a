"""The daily sessions, sat through with a journal: what each leaves there, and what a later one finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import find_session
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room

SPEAKING = ["settled", "Anna", "no", "no", "you came at nine", ["Critic"], "small", None, None, None, None]
TO_THE_DAY = [*SPEAKING, "When you came at nine, a part of me felt small."]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table}")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def ended(live: Live) -> EndReason | None:
    return live.walk.end


# --- speak-for, and later -------------------------------------------------------------------------


def test_words_for_somebody_leave_a_person_a_part_and_a_sentence(room: Room) -> None:
    live, _, _ = room.sit("speak-for", [*TO_THE_DAY, None, "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert [one["name"] for one in rows(room, "person")] == ["Anna"]
    assert [(one["field"], one["value"], one["said_by"]) for one in rows(room, "part_fact")] == [
        ("feeling", "small", "part")
    ]
    (statement,) = rows(room, "statement")
    assert statement["person_id"] == rows(room, "person")[0]["id"]
    assert statement["look_again"] is None


def test_the_same_name_is_the_same_person(room: Room) -> None:
    room.sit("speak-for", [*TO_THE_DAY, None, "settled"])
    room.sit("speak-for", ["settled", "  anna "])
    assert [one["name"] for one in rows(room, "person")] == ["Anna"]
    assert len(rows(room, "session_person")) == 2


def test_a_person_taken_back_is_gone_and_one_with_a_session_left_stays(room: Room) -> None:
    live, _, _ = room.sit("speak-for", ["settled", "Anna", "/back", "Berta"])
    assert [one["name"] for one in rows(room, "person")] == ["Berta"]
    other, _, _ = room.sit("speak-for", ["settled", "Berta"])
    room.journal.delete_session(live.id)
    assert [one["name"] for one in rows(room, "person")] == ["Berta"]
    room.journal.delete_session(other.id)


def test_words_from_a_hot_moment_come_again_tomorrow(room: Room) -> None:
    hot = ["a_lot", "go_on", *SPEAKING[1:], "When you came at nine, a part of me felt small.", 7, "go_on"]
    live, talker, _ = room.sit("speak-for", hot)
    assert any("tomorrow" in text for _, text in talker.shown)
    (statement,) = rows(room, "statement")
    assert statement["held"] == 1
    assert statement["look_again"] > find_session(room.journal, live.id).local_day
    assert not any(address.startswith("speak-for/day") for address in talker.asked)


def test_said_and_how_it_went(room: Room) -> None:
    room.sit("speak-for", [*TO_THE_DAY, "tomorrow", "settled"])
    room.later(days=1)
    live, talker, _ = room.sit(
        "after-speaking", ["settled", "yes", "She was quiet, then she nodded.", None, "settled"]
    )
    assert ended(live) is EndReason.COMPLETE
    assert 'You wrote, for Anna: "When you came at nine, a part of me felt small."' in [
        text for _, text in talker.shown
    ]
    (outcome,) = rows(room, "statement_outcome")
    assert outcome["statement_id"] == rows(room, "statement")[0]["id"]
    assert (outcome["delivered"], outcome["how_it_went"]) == ("yes", "She was quiet, then she nodded.")
    assert len(rows(room, "session_person")) == 2, "the later session is about Anna too"
    _, talker, _ = room.sit("after-speaking", ["settled"])
    assert any("No words are waiting" in text for _, text in talker.shown)


def test_not_yet_keeps_it_open(room: Room) -> None:
    room.sit("speak-for", [*TO_THE_DAY, None, "settled"])
    room.sit("after-speaking", ["settled", "not_yet", "settled"])
    live, _, _ = room.sit("after-speaking", ["settled", "no", "settled"])
    assert [one["delivered"] for one in rows(room, "statement_outcome")] == ["not_yet", "no"]
    assert ended(live) is EndReason.COMPLETE


def test_put_another_way_it_is_a_new_sentence_behind_the_same_gate(room: Room) -> None:
    room.sit("speak-for", [*TO_THE_DAY, None, "settled"])
    live, talker, _ = room.sit("after-speaking", ["settled", "anew", "no", "worried"])
    question = live.place.question
    assert question is not None
    assert question.draft == "When you came at nine, a part of me felt small."
    assert "after-speaking/between:1/theirs:1" in talker.asked
    live, _, _ = room.resume(["A part of me was small, and it is better.", None, "settled"])
    old, new = rows(room, "statement")
    assert new["body"] == "A part of me was small, and it is better."
    assert new["person_id"] == old["person_id"]
    assert [one["delivered"] for one in rows(room, "statement_outcome")] == ["no"]
    _, talker, _ = room.sit("after-speaking", ["settled"])
    assert any("it is better" in text for _, text in talker.shown), "the new one waits now"


def test_a_sentence_deleted_meanwhile_is_not_there_any_more(room: Room) -> None:
    first, _, _ = room.sit("speak-for", [*TO_THE_DAY, None, "settled"])
    room.sit("after-speaking", ["settled"])
    room.journal.delete_session(first.id)
    live, _, _ = room.resume(["yes", None, None, "settled"])
    assert ended(live) in (EndReason.COMPLETE, EndReason.PARTIAL, None)
    assert rows(room, "statement_outcome") == []


@pytest.mark.parametrize("direction", [["unsafe"], ["no", "unsafe"]])
def test_danger_shows_lines_and_keeps_no_reason(room: Room, direction: list[str]) -> None:
    live, talker, ending = room.sit("speak-for", ["settled", "Anna", *direction])
    assert ending.reason is EndReason.SAFETY
    assert find_session(room.journal, live.id).end_reason is EndReason.STOPPED
    (page,) = [text for about, text in talker.shown if about == "crisis"]
    assert "1800RESPECT" in page
    kept = str([(item.address, item.value) for item in room.journal.log(live.id)])
    assert "unsafe" not in kept
    assert "safety" not in kept


# --- find-part ------------------------------------------------------------------------------------

FOUND = ["settled", "The phone rang", ["body", "words"], "a knot", "chest", "one", "trouble", "the ducker"]


def test_from_outside_to_inside_to_one_part(room: Room) -> None:
    live, _, _ = room.sit("find-part", [*FOUND, "enough", "settled"])
    assert ended(live) is EndReason.COMPLETE
    (trailhead,) = rows(room, "trailhead")
    assert (trailhead["trigger"], trailhead["noticed"], trailhead["place"]) == (
        "The phone rang",
        "a knot",
        "chest",
    )
    assert trailhead["channels"] == '["body","words"]'
    assert trailhead["parked"] == 0
    (part,) = rows(room, "part")
    assert part["id"] == trailhead["part_id"]
    assert part["role"] == "unknown"
    assert {one["field"] for one in rows(room, "part_fact")} == {"noticed", "place", "fears"}


def test_several_voices_are_listed_and_one_is_asked_for(room: Room) -> None:
    several = [*FOUND[:5], "several", "run\nbe polite\nrun", "be polite"]
    live, talker, _ = room.sit("find-part", several)
    assert talker.options[-2] == ["run", "be polite"]
    assert live.walk.session_slots["one"].value == "be polite"


def test_every_question_may_be_left_open(room: Room) -> None:
    live, talker, _ = room.sit("find-part", ["settled", None, ["silence"], *[None] * 5, "/skip"])
    assert ended(live) is EndReason.COMPLETE
    assert not any("place" in address for address in talker.asked)
    assert rows(room, "part") == []
    assert len(rows(room, "trailhead")) == 1


def test_what_was_set_aside_comes_back_until_it_is_taken_up(room: Room) -> None:
    room.sit("find-part", [*FOUND[:7], None, "park", "settled"])
    _, talker, _ = room.sit("find-part", ["settled", "no"])
    assert 'You set something aside earlier: "a knot".' in [text for _, text in talker.shown]
    live, _, _ = room.sit(
        "find-part", ["settled", "yes", ["image"], "a fist", None, None, "the fist", "enough"]
    )
    assert [one["trailhead_id"] for one in rows(room, "trailhead_visit")] == [
        rows(room, "trailhead")[0]["id"]
    ]
    assert not live.walk.session_slots.get("trailhead.trigger")
    _, talker, _ = room.sit("find-part", ["settled"])
    assert not any("set something aside" in text for _, text in talker.shown)


def test_let_go_is_an_answer_too(room: Room) -> None:
    room.sit("find-part", [*FOUND[:7], None, "park", "settled"])
    room.sit("find-part", ["settled", "let_go"])
    assert len(rows(room, "trailhead_visit")) == 1


def test_parts_that_resemble_what_was_noticed_are_offered_and_never_chosen(room: Room) -> None:
    room.sit("find-part", [*FOUND, "enough", "settled"])
    _, talker, _ = room.sit(
        "find-part", ["settled", "The door", ["body"], "a knot again", "chest", "one", None]
    )
    (like,) = talker.aids[-1].alike
    assert like.name == "the ducker"
    assert like.because
    assert talker.offers[-1] is None


# --- self-energy and write ------------------------------------------------------------------------


def test_qualities_are_ticked_and_nothing_is_counted(room: Room) -> None:
    room.sit("self-energy", ["settled", ["calm", "curiosity"], "in the hands", None, None])
    assert [one["quality"] for one in rows(room, "self_moment")] == ["calm", "curiosity"]


@pytest.mark.parametrize("answer", [["none"], None])
def test_none_is_an_answer(room: Room, answer: Any) -> None:
    live, talker, _ = room.sit("self-energy", ["settled", answer, "the fog", "It is tired.", None])
    assert ended(live) is EndReason.COMPLETE
    assert rows(room, "self_moment") == []
    assert "self-energy/where:1" not in talker.asked
    assert [one["value"] for one in rows(room, "part_fact")] == ["It is tired."]


PAGE = "Critic: You are late again.\nme: I hear you.\nSmall one :please stay\nhttps://example.org: no name\n"


def test_a_page_is_private_and_its_speakers_are_filled_in(room: Room) -> None:
    live, talker, _ = room.sit("write", ["settled", PAGE, ["Critic", "Small one"], None])
    assert ended(live) is EndReason.COMPLETE
    (page,) = [one for one in room.entry(live).answers if one.address == "write/page:1"]
    assert page.private
    assert page.value == PAGE
    assert {one["name"] for one in rows(room, "part")} == {"Critic", "Small one"}
    assert talker.asked[-2] == "write/who:1"


def test_who_speaks_is_offered_in_their_order(room: Room) -> None:
    live, _, _ = room.sit("write", ["settled", PAGE])
    question = live.place.question
    assert question is not None
    assert question.draft == "Critic, Small one"


@pytest.mark.parametrize("line", ["me: yes", "I: yes", "Myself : yes", "Self: yes", "the Self: yes"])
def test_the_one_who_writes_is_not_offered_as_a_part(room: Room, line: str) -> None:
    live, _, _ = room.sit("write", ["settled", f"{line}\nMelody: and I am here"])
    question = live.place.question
    assert question is not None
    assert question.draft == "Melody"


def test_no_words_came_is_an_entry(room: Room) -> None:
    live, talker, _ = room.sit("write", ["settled", None])
    assert ended(live) is EndReason.COMPLETE
    assert any("No words came" in text for _, text in talker.shown)


@pytest.mark.parametrize("name", ["Self", "the self", " SELF "])
def test_self_is_no_part(room: Room, name: str) -> None:
    _, talker, _ = room.sit("write", ["settled", PAGE, [name], ["Critic"], None])
    assert any("Self is no part" in one for one in talker.refused)
    assert [one["name"] for one in rows(room, "part")] == ["Critic"]
