"""Correcting and removing in kept sessions: the rows follow, the way stays, a log can still be walked."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from ifs_journal.errors import Busy, NotFound, UsageError
from ifs_journal.guide.projection import project
from ifs_journal.guide.walk import walk
from ifs_journal.journal import remove
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import corrections, find_session, parts
from ifs_journal.session import start
from ifs_journal.session.correct import built_from, correctable, find_answer, keep_correction
from ifs_journal.session.kept import AsItStands, Kept, Walked
from ifs_journal.session.live import Live
from ifs_journal.terms import Difference, Kind
from session_talking import TO_THE_GATE, Room

CHECK_IN = ["settled", ["Critic"], "be kinder", "some", "tea"]
WORDS = "be kinder"


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def edit(one: Kept, step: str, value: Any, *, forget: bool = False) -> None:
    one.keep(find_answer(one.answers(), step), value, forget=forget)


def still_walks(room: Room, live: Live) -> None:
    """The log leads where it led, and the rows kept are the ones that follow from it."""
    stood = start.stand(room.journal, find_session(room.journal, live.id), room.hands.clock())
    assert [one.address for one in stood.walk.asked] == [one.address for one in live.walk.asked]
    assert stood.rows == project(walk(live.bundle, stood.log, live.known), live.id, stood.corrections)
    facts = [row["value"] for row in room.entry(live).rows["part_fact"]]
    assert facts == [row.values["value"] for row in stood.rows if row.table == "part_fact"]


# --- replacing words for good -----------------------------------------------------------------------


def test_words_replaced_for_good_are_the_answer_from_then_on(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    edit(room.kept(live), "message", "a first correction")
    edit(room.kept(live), "message", "be slower", forget=True)
    shown = room.said(live, "message")
    assert (shown.value, shown.original, shown.earlier_kept) == ("be slower", "be slower", False)
    assert [row["value"] for row in room.entry(live).rows["part_fact"]] == ["be slower"]
    still_walks(room, live)


def test_a_dated_correction_after_words_were_replaced_keeps_the_replaced_ones(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    edit(room.kept(live), "message", "be slower", forget=True)
    room.later(minutes=1)
    edit(room.kept(live), "message", "be slowest")
    shown = room.said(live, "message")
    assert (shown.value, shown.original, shown.earlier_kept) == ("be slowest", "be slower", True)
    still_walks(room, live)


def test_a_choice_or_a_number_is_never_replaced(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    for step, value in (("self", "plenty"), ("state", 3)):
        with pytest.raises(UsageError, match="own words"):
            edit(room.kept(live), step, value, forget=True)
    assert corrections(room.journal, live.id) == {}


def test_words_that_led_on_are_not_replaced_by_others_that_would_not(room: Room) -> None:
    wish = [*TO_THE_GATE, ["curious, and I want to fix it"], "open"]
    live, _, _ = room.sit("unblend", wish)
    asked = [one.address for one in live.walk.asked]
    one = room.kept(live)
    how = next(each for each in one.answers() if each.question.step == "how")
    with pytest.raises(UsageError, match="depended on these words"):
        one.keep(how, [{"other": "curious"}], forget=True)
    one.keep(how, [{"other": "warm, and I want to fix it"}], forget=True)
    live, _, _ = room.resume([])
    assert [one.address for one in live.walk.asked] == asked


# --- sessions that are still open --------------------------------------------------------------------


def test_an_open_session_is_changed_inside_it_or_without_a_trace(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN[:3])
    one = room.kept(live)
    with pytest.raises(UsageError, match="/back"):
        one.require_editable(forget=False)
    with pytest.raises(UsageError, match="/back"):
        edit(one, "message", "be slower")
    edit(one, "message", "be slower", forget=True)
    live, _, ending = room.resume(["plenty", "tea"])
    assert ending.reason == "complete"
    assert [row["value"] for row in room.entry(live).rows["part_fact"]] == ["be slower"]
    still_walks(room, live)


def test_rows_of_a_session_that_goes_on_follow_its_corrections(room: Room) -> None:
    live, _, _ = room.sit("unblend", [*TO_THE_GATE[:4], "i_am_it"])
    close = next(one for one in live.log if one.address.endswith("how-close:1"))
    room.journal.correct(
        live.id,
        find_session(room.journal, live.id).revision,
        close.seq,
        "against_me",
        Difference(),
        at=live.clock.stamp(),
        correction_id="0192eeee-0000-7000-8000-000000000001",
    )
    live, _, _ = room.resume(["stayed"])
    assert [row["blend_before"] for row in room.entry(live).rows["unblend_attempt"]] == ["against_me"]
    live, _, _ = room.resume(["it fears that"])
    assert [row["blend_before"] for row in room.entry(live).rows["unblend_attempt"]] == ["against_me"]
    assert room.entry(live).rows["unblend_attempt"][0]["fear"] == "it fears that"


def test_an_answer_the_open_session_goes_on_from_is_not_removed(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN[:3])
    one = room.kept(live)
    who, message = room.said(live, "who"), room.said(live, "message")
    with pytest.raises(UsageError, match="still open"):
        one.remove(who.seq)
    one.remove(message.seq)
    live, _, ending = room.resume(["plenty", "tea"])
    assert ending.reason == "complete"
    assert room.entry(live).rows["part_fact"] == ()


# --- removing what one answer said -------------------------------------------------------------------


def test_a_removed_answer_leaves_its_question_and_the_log_can_be_walked(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    room.kept(live).remove(room.said(live, "message").seq)
    shown = room.said(live, "message")
    assert (shown.kind, shown.value, shown.removed) == (Kind.OFF, None, True)
    assert room.entry(live).rows["part_fact"] == ()
    assert len(room.entry(live).rows["agreement"]) == 1
    still_walks(room, live)
    edit(room.kept(live), "small-wish", "soup")
    assert [row["text"] for row in room.entry(live).rows["agreement"]] == ["soup"]
    with pytest.raises(NotFound):
        find_answer(room.kept(live).answers(), "message")


def test_after_an_answer_the_way_needed_is_gone_the_entry_can_be_read_and_corrected(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    room.kept(live).remove(room.said(live, "state").seq)
    after = room.entry(live)
    assert (after.session.state_before, after.session.state_before_word) == (None, None)
    assert [row for row in after.rows["measure"] if row["name"].startswith("state")] == []
    assert len(after.answers) == len(live.log)
    one = room.kept(live)
    assert isinstance(one, AsItStands)
    assert [each.question.step for each in one.answers()] == ["message", "small-wish"]
    edit(one, "message", "be slower")
    assert [row["value"] for row in room.entry(live).rows["part_fact"]] == ["be slower"]
    edit(one, "small-wish", "soup", forget=True)
    assert [row["text"] for row in room.entry(live).rows["agreement"]] == ["soup"]
    one.remove(room.said(live, "message").seq)
    assert room.entry(live).rows["part_fact"] == ()


@pytest.mark.parametrize("rules", [None, 99])
def test_what_another_answer_says_too_stays(
    room: Room, monkeypatch: pytest.MonkeyPatch, rules: int | None
) -> None:
    live, _, _ = room.sit("check-in", ["settled", ["Critic"], "tea", "some", "tea"])
    if rules is not None:
        monkeypatch.setattr(start, "GUIDE_PROTOCOL", rules)
    edit(room.kept(live), "message", "soup")
    assert [row["text"] for row in room.entry(live).rows["agreement"]] == ["tea"]
    edit(room.kept(live), "message", "tea", forget=True)
    room.kept(live).remove(room.said(live, "message").seq)
    assert [row["text"] for row in room.entry(live).rows["agreement"]] == ["tea"]
    assert room.entry(live).rows["part_fact"] == ()


def test_removing_the_answer_that_names_a_part_removes_a_part_nothing_else_names(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    room.kept(live).remove(room.said(live, "who").seq)
    assert parts(room.journal) == []
    assert room.entry(live).rows["part_fact"] == ()
    live, _, _ = room.sit("check-in", ["settled", ["Critic", "Child"], "Critic", "be kinder", "some", "tea"])
    room.kept(live).remove(room.said(live, "who").seq)
    assert [one.name for one in parts(room.journal)] == ["Critic"]


def test_a_session_of_earlier_rules_can_still_be_corrected(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    monkeypatch.setattr(start, "GUIDE_PROTOCOL", 99)
    one = room.kept(live)
    assert isinstance(one, AsItStands)
    edit(one, "message", "be slower")
    assert room.said(live, "message").original == WORDS
    assert [row["value"] for row in room.entry(live).rows["part_fact"]] == ["be slower"]


def test_a_sentence_of_earlier_rules_follows_its_correction(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    speaking = ["settled", "Anna", "no", "no", None, ["Critic"], "small", None, None, None, None]
    live, _, _ = room.sit("speak-for", [*speaking, "A part of me felt small.", None, "settled"])
    monkeypatch.setattr(start, "GUIDE_PROTOCOL", 99)
    edit(room.kept(live), "draft", "It felt very small.")
    assert [row["body"] for row in room.entry(live).rows["statement"]] == ["It felt very small."]
    assert [row["flags"] for row in room.entry(live).rows["statement_version"]] == [[]]


# --- names, and texts put together from others -------------------------------------------------------


def test_a_session_goes_on_after_a_part_of_it_was_removed(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN[:2])
    remove.remove_part(room.journal, parts(room.journal)[0].id)
    live, _, ending = room.resume(["be kinder", "plenty", "tea"])
    assert ending.reason == "complete"
    assert parts(room.journal) == []
    assert room.entry(live).rows["part_fact"] == ()
    assert [row["part_id"] for row in room.entry(live).rows["agreement"]] == [None]
    edit(room.kept(live), "message", "be slower")


def test_a_window_that_still_has_the_part_is_told(room: Room) -> None:
    room.sit("check-in", CHECK_IN[:2])
    window = room.taken_up()
    remove.remove_part(room.journal, parts(room.journal)[0].id)
    question = window.place.question
    assert question is not None
    with pytest.raises(Busy):
        window.answer(question, Kind.ANSWER, "be kinder")


def test_texts_put_together_from_an_answer_are_found(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    wish, message = room.said(live, "small-wish"), room.said(live, "message")
    log = [
        replace(one, quotes={"draft:target.message": message.seq}) if one.seq == wish.seq else one
        for one in live.log
    ]
    assert built_from(log, message.seq) == [wish.seq]
    assert built_from(log, wish.seq) == []


def test_an_answer_is_meant_by_seq_address_or_step(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    answers = correctable(live)
    message = room.said(live, "message")
    for ref in (str(message.seq), message.address, "message", "message:1"):
        assert find_answer(answers, ref).seq == message.seq
    for ref in ("who", "1", "99", "nothing"):
        with pytest.raises(NotFound):
            find_answer(answers, ref)


def test_two_windows_correcting_one_entry(room: Room) -> None:
    live, _, _ = room.sit("check-in", CHECK_IN)
    first, second = room.kept(live), room.kept(live)
    assert isinstance(second, Walked)
    edit(first, "message", "one")
    with pytest.raises(Busy):
        edit(second, "message", "two", forget=True)
    with pytest.raises(Busy):
        second.remove(room.said(live, "message").seq)
    with pytest.raises(Busy):
        keep_correction(room.journal, second.live, room.said(live, "message").seq, "two")
    assert room.said(live, "message").value == "one"
