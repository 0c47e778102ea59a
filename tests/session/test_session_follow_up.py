"""Coming back to a part: what was last known of it, an honest word about a promise, and no counting."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room, Talker
from session_tender import rows

CHECKED_IN = ["settled", ["Critic"], "You are late.", "some", "tea at four"]
EASY = ["settled", "Critic", "here", "resting", None, None, None, "settled"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


@pytest.fixture
def promised(room: Room) -> Room:
    """The day after something small was promised to the Critic."""
    room.sit("check-in", CHECKED_IN)
    room.later(days=1)
    return room


def sat(room: Room, replies: list[Any]) -> tuple[Live, Talker]:
    live, talker, _ = room.sit("follow-up", replies)
    assert talker.refused == []
    return live, talker


def said(talker: Talker) -> str:
    return "\n".join(text for _, text in talker.shown)


def visits(room: Room, how_many: int) -> None:
    for _ in range(how_many):
        sat(room, [*EASY[:6], "any_days", "settled"])
        room.later(days=1)


# --- the easy way ---------------------------------------------------------------------------------


def test_a_short_visit_is_seven_answers_and_a_way_out(room: Room) -> None:
    live, talker = sat(room, EASY)
    assert live.walk.end is EndReason.COMPLETE
    assert len(talker.asked) == 8
    (visit,) = rows(room, "follow_up")
    assert visit["part_id"] == rows(room, "part")[0]["id"]
    assert (visit["here"], visit["rhythm"], visit["next_on"]) == ("here", None, None)
    assert [(one["field"], one["value"]) for one in rows(room, "part_fact")] == [("doing", "resting")]
    assert rows(room, "agreement") == []
    assert rows(room, "agreement_outcome") == []


def test_the_same_door_is_shown(room: Room) -> None:
    room.sit(
        "find-part",
        ["settled", "The bell", ["body"], "a fist", "stomach", "one", "trouble", "Critic", "enough"],
    )
    _, talker = sat(room, ["settled", "Critic"])
    assert '"trouble"' in said(talker)
    assert '"stomach"' in said(talker)


def test_a_part_nobody_met_before_is_shown_nothing(room: Room) -> None:
    _, talker = sat(room, ["settled", "Somebody new"])
    assert "last" not in said(talker)
    assert talker.asked[-1] == "follow-up/here:1"


def test_nobody_is_called_when_nobody_is_named(room: Room) -> None:
    live, talker = sat(room, ["settled", None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert "nobody is called" in said(talker)
    assert rows(room, "follow_up") == []
    assert rows(room, "part") == []


def test_all_but_the_state_may_be_left_open(room: Room) -> None:
    live, _ = sat(room, ["settled", "Critic", None, None, None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "follow_up") == []


# --- here, quiet, changed, not to be found --------------------------------------------------------


def test_quiet_is_an_answer(room: Room) -> None:
    _, talker = sat(room, ["settled", "Critic", "quiet"])
    assert "Quiet is an answer" in said(talker)


def test_a_changed_part_is_noted_beside_how_it_was(room: Room) -> None:
    sat(room, ["settled", "Critic", "changed", "smaller, with a hat", "new_job", None, None, None, "settled"])
    facts = {one["field"]: one["value"] for one in rows(room, "part_fact")}
    assert facts == {"image": "smaller, with a hat", "doing": "new_job"}


def test_not_finding_it_asks_who_is_in_front_and_nothing_of_it(promised: Room) -> None:
    live, talker = sat(
        promised, ["settled", "Critic", "cannot_find", "Fog", "kept", "more", "not_sure", "close", "settled"]
    )
    assert live.walk.end is EndReason.COMPLETE
    assert not any(one in address for one in ("doing", "wants", "trust") for address in talker.asked)
    assert {one["name"] for one in rows(promised, "part")} == {"Critic", "Fog"}
    (visit,) = rows(promised, "follow_up")
    assert (visit["here"], visit["rhythm"]) == ("cannot_find", "close")


def test_the_one_in_front_is_another(room: Room) -> None:
    _, talker, _ = room.sit("follow-up", ["settled", "Critic", "cannot_find", "Critic"])
    assert len(talker.refused) == 1


@pytest.mark.parametrize(
    ("doing", "word"), [("resting", "Rest is welcome"), ("old_job", "Rest is there for it")]
)
def test_rest_is_welcome_whatever_it_does(room: Room, doing: str, word: str) -> None:
    _, talker = sat(room, ["settled", "Critic", "here", doing])
    assert word in said(talker)


# --- the promise ----------------------------------------------------------------------------------


def outcome(room: Room) -> dict[str, Any]:
    (found,) = rows(room, "agreement_outcome")
    assert found["agreement_id"] == rows(room, "agreement")[0]["id"]
    return dict(found)


@pytest.mark.parametrize("kept", ["kept", "let_go"])
def test_a_promise_kept_or_let_go_is_finished(promised: Room, kept: str) -> None:
    live, talker = sat(promised, ["settled", "Critic", "here", kept, "resting", None, None, None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert outcome(promised)["kept"] == kept
    assert not any("own-it" in one for one in talker.asked)
    _, talker = sat(promised, ["settled", "Critic", "here"])
    assert talker.asked[-1] == "follow-up/doing:1"


@pytest.mark.parametrize("kept", ["partly", "not_yet"])
def test_an_unkept_one_is_owned_and_stays(promised: Room, kept: str) -> None:
    sat(
        promised,
        ["settled", "Critic", "here", kept, "I forgot.", None, "resting", None, None, None, "settled"],
    )
    found = outcome(promised)
    assert (found["kept"], found["words"], found["renegotiated"]) == (kept, "I forgot.", None)
    _, talker = sat(promised, ["settled", "Critic", "here"])
    assert talker.asked[-1] == "follow-up/promised:1"


def test_it_can_be_made_anew_with_a_day(promised: Room) -> None:
    anew = ["not_yet", None, "tea on sunday", "sunday", "resting", "a rest", None, None, "settled"]
    live, talker = sat(promised, ["settled", "Critic", "here", *anew])
    assert live.walk.end is EndReason.COMPLETE
    assert outcome(promised)["renegotiated"] == "tea on sunday"
    assert not any("follow-up/promise:" in one for one in talker.asked), "one promise at a time"
    assert [(one["text"], one["due"]) for one in rows(promised, "agreement")] == [
        ("tea at four", None),
        ("tea on sunday", "2026-03-15"),
    ]
    live, talker = sat(promised, ["settled", "Critic", "here"])
    question = live.place.question
    assert question is not None
    assert '"tea on sunday"' in question.text.ifs


def test_what_is_said_about_it_is_private(promised: Room) -> None:
    live, _ = sat(promised, ["settled", "Critic", "here", "not_yet", "I forgot."])
    assert promised.said(live, "own-it").private


def test_left_open_it_is_asked_another_time(promised: Room) -> None:
    _, talker = sat(promised, ["settled", "Critic", "here", None])
    assert talker.asked[-1] == "follow-up/doing:1"
    assert rows(promised, "agreement_outcome") == []


def test_a_wish_may_become_a_small_promise(room: Room) -> None:
    sat(room, [*EASY[:4], "a quiet evening", "ten minutes", "tomorrow", None, None, "settled"])
    (promise,) = rows(room, "agreement")
    assert (promise["text"], promise["due"]) == ("ten minutes", "2026-03-10")
    assert ("wants", "a quiet evening") in [(one["field"], one["value"]) for one in rows(room, "part_fact")]


# --- more, and the next time ----------------------------------------------------------------------


def test_a_little_more_asks_whether_the_others_know_and_how_far_it_trusts(room: Room) -> None:
    _, talker = sat(room, [*EASY[:5], "more", "no", 4, "close", "settled"])
    assert "A word to them will do" in said(talker)
    (trust,) = [one for one in rows(room, "part_fact") if one["field"] == "trust"]
    assert trust["number_value"] == 4


def test_a_story_is_kept_for_company(room: Room) -> None:
    live, talker = sat(room, [*EASY[:5], "story", "yes", None, None, "that it waits", None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert "with someone beside you" in said(talker)
    assert [one["for_therapist"] for one in rows(room, "handoff_note")] == ["that it waits"]


def test_a_story_is_not_offered_for_one_that_was_not_found(room: Room) -> None:
    _, talker = sat(room, ["settled", "Critic", "cannot_find", None])
    assert talker.options[-1] == ["enough", "more"]


@pytest.mark.parametrize("rhythm", ["weekly", "once"])
def test_a_day_is_asked_only_where_there_is_one(room: Room, rhythm: str) -> None:
    sat(room, [*EASY[:6], rhythm, "friday", "settled"])
    (visit,) = rows(room, "follow_up")
    assert (visit["rhythm"], visit["next_on"]) == (rhythm, "2026-03-13")


@pytest.mark.parametrize("rhythm", ["any_days", "close"])
def test_any_days_have_no_day(room: Room, rhythm: str) -> None:
    live, _ = sat(room, [*EASY[:6], rhythm, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "follow_up")[0]["rhythm"] == rhythm


def test_days_without_a_visit_are_never_mentioned(room: Room) -> None:
    visits(room, 2)
    room.later(days=90)
    _, talker = sat(room, EASY)
    assert not any(word in said(talker) for word in ("missed", "days ago", "90", "streak"))


def test_the_twenty_first_visit_closes_the_round_kindly(room: Room) -> None:
    visits(room, 20)
    live, _ = sat(room, [*EASY[:6], "once", "friday", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    room.later(days=1)
    live, talker = sat(room, [*EASY[:6], "close", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert "the door stays open" in said(talker)
    assert talker.options[-2] == ["once", "close"]
    room.later(days=1)
    _, talker = sat(room, EASY)
    assert "twenty-first" not in said(talker), "a new round may begin"
