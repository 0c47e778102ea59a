"""A few minutes near a tender part: what it leaves, how it ends, and what it never asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room, Talker, on_disk
from session_tender import (
    AGREED,
    CONTACT,
    ENTRY,
    GOODBYE,
    KINDLY,
    LEAVING,
    NAMED,
    OFFERED,
    TO_CONTACT,
    WHOLE,
    guarded_room,
    rows,
    was_near,
)


@pytest.fixture
def room(guarded: Path, journal_file: Path) -> Iterator[Room]:
    with guarded_room(guarded, journal_file) as found:
        yield found


def sat(room: Room, replies: list[Any]) -> tuple[Live, Talker]:
    live, talker, _ = room.sit("vulnerable", replies)
    assert talker.refused == []
    return live, talker


def part_named(room: Room, name: str) -> str:
    (found,) = [one["id"] for one in rows(room, "part") if one["name"] == name]
    return str(found)


# --- a whole visit --------------------------------------------------------------------------------


def test_a_whole_visit_leaves_contact_permission_and_a_small_promise(room: Room) -> None:
    live, _ = sat(room, WHOLE)
    assert live.walk.end is EndReason.COMPLETE
    tender = part_named(room, "Little one")
    (contact,) = rows(room, "contact")
    kept = ("part_id", "nearness", "notices", "feeling_now", "need_now", "offered", "response")
    assert [contact[name] for name in kept] == [
        tender,
        "behind_glass",
        "looks_away",
        "lonely",
        "that I stay",
        "visit",
        "it nods",
    ]
    (permission,) = rows(room, "permission")
    assert (permission["about_part_id"], permission["answer"]) == (tender, "yes")
    (promise,) = rows(room, "agreement")
    assert (promise["part_id"], promise["text"]) == (tender, "a minute each evening")
    assert promise["due"] == "2026-03-12"
    (note,) = rows(room, "handoff_note")
    assert (note["part_id"], note["for_therapist"]) == (tender, "it was calm")
    on_disk(live, room.journal)


def test_the_gates_are_met_in_their_order(room: Room) -> None:
    live, _ = sat(room, WHOLE)
    met = [one for one in rows(room, "gate_check") if one["session_id"] == live.id]
    assert [(one["gate"], one["class"]) for one in met] == [
        ("vulnerable_entry", "open"),
        ("vulnerable_permission", "open"),
        ("feel_toward", "open"),
        ("vulnerable_warmth", "open"),
    ]


def test_every_word_of_it_is_private(room: Room) -> None:
    live, _ = sat(room, WHOLE)
    free = [one for one in room.entry(live).answers if isinstance(one.value, str) and one.value != "settled"]
    assert free
    assert [one.address for one in free if not one.private] == []


def test_no_role_is_put_on_anybody(room: Room) -> None:
    sat(room, WHOLE)
    assert {one["role"] for one in rows(room, "part")} == {"unknown"}


def test_the_tender_one_is_another_than_its_guard(room: Room) -> None:
    _, talker, _ = room.sit("vulnerable", [*ENTRY, "Guard"])
    assert len(talker.refused) == 1
    assert talker.asked[-1] == "vulnerable/who:1"


def test_it_says_at_the_start_how_short_it_is(room: Room) -> None:
    _, talker = sat(room, [])
    assert "ten minutes at most" in talker.shown[0][1]


def test_every_question_of_contact_may_be_left_open(room: Room) -> None:
    silent = [None, None, None, None, None, None, "settled", None, None]
    live, talker = sat(room, [*ENTRY, None, None, *AGREED, *KINDLY, *silent, *GOODBYE])
    assert live.walk.end is EndReason.COMPLETE
    assert was_near(talker)
    assert rows(room, "contact") == []
    assert [one["name"] for one in rows(room, "part")] == ["Guard"]


@pytest.mark.parametrize("offer", ["quiet", "company", "blanket", "light", "my old coat"])
def test_what_is_offered_is_followed_by_how_it_is_taken(room: Room, offer: str) -> None:
    sat(room, [*TO_CONTACT, *CONTACT, offer, "it takes it", "settled", "none", None, *GOODBYE])
    (contact,) = rows(room, "contact")
    assert (contact["offered"], contact["response"]) == (offer, "it takes it")
    assert rows(room, "agreement") == []


@pytest.mark.parametrize("answers", [["nothing"], [None], ["visit", None]])
def test_offering_nothing_is_asked_no_further(room: Room, answers: list[Any]) -> None:
    _, talker = sat(room, [*TO_CONTACT, *CONTACT, *answers])
    assert talker.asked[-1] == "vulnerable/how-is-it:1/state:1"
    assert rows(room, "agreement") == []


# --- permission -----------------------------------------------------------------------------------


def test_each_one_that_is_uneasy_is_heard_and_asked(room: Room) -> None:
    uneasy = ["yes", "the worrier", "that I drown", "yes", "yes", "the proud one", None, "yes", "no", "yes"]
    _, talker = sat(room, [*ENTRY, *NAMED, *uneasy, *KINDLY, *CONTACT])
    assert was_near(talker)
    assert [(one["who"], one["reason"], one["answer"]) for one in rows(room, "permission")] == [
        ("the worrier", "that I drown", "yes"),
        ("the proud one", None, "yes"),
        (None, None, "yes"),
    ]


def test_a_no_is_kept_with_its_reason_and_ends_it(room: Room) -> None:
    live, talker = sat(room, [*ENTRY, *NAMED, "yes", "the worrier", "that I drown", "no", *LEAVING])
    assert live.walk.end is EndReason.NOT_TODAY
    assert not was_near(talker)
    (permission,) = rows(room, "permission")
    assert (permission["reason"], permission["answer"]) == ("that I drown", "no")
    assert rows(room, "contact") == []


# --- how it ends ----------------------------------------------------------------------------------


@pytest.mark.parametrize("stirred", [["a_lot", "close"], ["far_away", "close"], [9, "safe", "close"]])
def test_when_it_stirs_the_visit_turns_to_its_goodbye(room: Room, stirred: list[Any]) -> None:
    live, talker = sat(room, [*TO_CONTACT, *CONTACT, *OFFERED, *stirred, *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert "vulnerable/goodbye:1" in talker.asked
    assert not any("beyond" in one or "for-therapist" in one for one in talker.asked)


def test_a_story_is_honoured_and_kept_for_company(room: Room) -> None:
    story = ["settled", "story", "if_helped", "a light", "a minute", "tomorrow", "that it waits"]
    live, talker = sat(room, [*TO_CONTACT, *CONTACT, "nothing", *story, *GOODBYE])
    assert live.walk.end is EndReason.COMPLETE
    assert "vulnerable/for-therapist:1" not in talker.asked
    (note,) = rows(room, "handoff_note")
    assert (note["needs"], note["for_therapist"]) == ("a light", "that it waits")
    assert [one["text"] for one in rows(room, "agreement")] == ["a minute"]


def test_what_shifted_by_itself_is_let_be_and_noted(room: Room) -> None:
    sat(room, [*TO_CONTACT, *CONTACT, "nothing", "settled", "shifted", "it got lighter", None, *GOODBYE])
    (note,) = rows(room, "handoff_note")
    assert (note["spontaneous"], note["for_therapist"]) == ("it got lighter", None)


def test_stopping_anywhere_leaves_a_word_for_the_one_who_waits(room: Room) -> None:
    for met in range(1, len(WHOLE) - 1, 3):
        live, talker = sat(room, [*WHOLE[:met], "/stop", "settled"])
        assert live.walk.end is EndReason.STOPPED
        assert any("not today is not never" in text for _, text in talker.shown), talker.asked


def test_the_last_question_can_be_stopped_at_too(room: Room) -> None:
    live, _ = sat(room, [*WHOLE[:-1], "/stop", *LEAVING])
    assert live.walk.end is EndReason.STOPPED


def test_a_story_that_waits_is_not_asked_for_a_second_promise(room: Room) -> None:
    handed_over = ["story", "yes", "quiet", "ask about it", *GOODBYE]
    live, talker = sat(room, [*TO_CONTACT, *CONTACT, *OFFERED, "settled", *handed_over])
    assert live.walk.end is EndReason.COMPLETE
    assert not any("handing-over/promise" in one for one in talker.asked)
    (promise,) = rows(room, "agreement")
    assert promise["text"] == "a minute each evening"
