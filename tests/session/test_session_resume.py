"""Taking a session up again: the same place, asked first how one is, and nothing guessed."""

from __future__ import annotations

import json
import shutil
from typing import Any

import pytest

from guide_walking import values
from ifs_journal.errors import BadData, Busy
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import corrections, find_session
from ifs_journal.session import phrases
from ifs_journal.session.asker import About
from ifs_journal.session.correct import correct, correctable, keep_correction
from ifs_journal.session.sitting import sit
from ifs_journal.terms import EndReason, Kind
from session_talking import TO_THE_GATE, Room, Talker, on_disk


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_soon_after_it_goes_on_at_the_open_question(room: Room) -> None:
    before, _, _ = room.sit("unblend", ["settled", None, "never good enough"])
    room.later(minutes=29)
    live, talker, _ = room.resume([])
    assert talker.asked == ["unblend/part-of-me:1"]
    assert talker.hellos[0].resumed
    assert talker.hellos[0].session == before.id
    assert not any(item.kind is Kind.RESUMED for item in live.log)
    on_disk(live, room.journal)


@pytest.mark.parametrize("away", [{"minutes": 31}, {"hours": 14}, {"days": 400}])
def test_later_it_first_asks_how_one_is(room: Room, away: dict[str, float]) -> None:
    room.sit("unblend", ["settled", None, "never good enough"])
    room.later(**away)
    live, talker, _ = room.resume(["stirred"])
    assert talker.asked == ["returning/now:1/state:1", "unblend/part-of-me:1"]
    (item,) = [item for item in live.log if item.kind is Kind.RESUMED]
    day = room.hands.clock().today().isoformat()
    zone = {"zone": "Europe/Vienna", "offset": item.value["offset"], "day": day}
    assert item.value == {"state": "stirred", **zone}
    assert item.value["offset"] in (60, 120)
    on_disk(live, room.journal)


def test_another_day_asks_even_after_ten_minutes(room: Room) -> None:
    room.later(hours=12, minutes=55)
    room.sit("unblend", ["settled"])
    room.later(minutes=10)
    _, talker, _ = room.resume(["settled"])
    assert talker.asked[0] == "returning/now:1/state:1"


def test_how_one_is_on_returning_counts(room: Room) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    live, _, _ = room.resume([7, "go_on"])
    assert live.walk.highest == 7
    assert room.entry(live).session.highest_state == 7
    assert live.walk.levels == [2, 7]


def test_left_open_on_returning_makes_nothing_up(room: Room) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    live, talker, _ = room.resume(["/skip"])
    assert talker.asked[-1] == "unblend/feel-toward:1/how:1"
    assert [item.value["state"] for item in live.log if item.kind is Kind.RESUMED] == [None]
    assert live.walk.highest == 2


def test_ten_on_returning_offers_no_going_on(room: Room) -> None:
    before, _, _ = room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    live, talker, ending = room.resume([10, "safe", "close"])
    assert talker.options[2] == ["ground", "close"]
    assert ending.reason is None
    assert phrases.ENGLISH.STAYS_PAUSED.ifs in talker.about(About.STEP)
    assert room.entry(live).session.ended_at is None
    assert live.place.question == before.place.question
    assert live.walk.highest == 10


@pytest.mark.parametrize("left", [["close"], [], ["/pause"]])
def test_who_did_not_go_on_is_asked_again_at_once(room: Room, left: list[str]) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    room.resume([10, "safe", *left])
    room.later(minutes=1)
    _, talker, _ = room.resume([])
    assert talker.asked == ["returning/now:1/state:1"]


def test_what_was_being_typed_waits_while_one_is_asked(room: Room) -> None:
    live, _, _ = room.sit("unblend", ["settled", None, "never good enough"], text="Part of")
    room.later(hours=3)
    _, talker, _ = room.resume(["settled", "/ground"])
    assert talker.offers[1:] == ["Part of", "Part of"]
    assert room.journal.draft(live.id) == ("unblend/part-of-me:1", "Part of")


@pytest.mark.parametrize("answer", ["not_safe", "not_sure"])
def test_not_safe_on_returning_ends_and_keeps_no_reason(room: Room, answer: str) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    live, talker, ending = room.resume([9, answer])
    assert ending.reason is EndReason.SAFETY
    assert talker.about(About.CRISIS)
    kept = room.entry(live)
    assert (kept.session.end_reason, kept.session.ask_keep) == (EndReason.STOPPED, True)
    assert answer not in str([one.value for one in kept.answers])
    assert "goes_on" not in str([one.value for one in kept.answers])


def test_stopping_on_returning_ends_the_session(room: Room) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    live, _, ending = room.resume(["/stop"])
    assert ending.reason is EndReason.STOPPED
    assert room.entry(live).session.end_reason is EndReason.STOPPED


def test_the_latest_word_on_returning_is_where_one_is(room: Room) -> None:
    room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    rest = ["ground", None, None, None]
    live, _, _ = room.resume([7, *rest, 6, *rest, 7])
    assert live.walk.levels == [2, 7, 6, 7]


def test_a_session_can_be_taken_up_many_times(room: Room) -> None:
    replies = [*TO_THE_GATE, ["reacting"], "it will drown me", "no_room", "come_first"]
    room.sit("unblend", replies[:1])
    for reply in replies[1:]:
        live, talker, _ = room.resume([reply])
        assert len(talker.asked) == 2
    on_disk(live, room.journal)
    whole, _, _ = room.sit("unblend", replies)
    assert [item.address for item in live.log if item.kind is Kind.ANSWER] == [
        item.address for item in whole.log if item.kind is Kind.ANSWER
    ]


def test_back_goes_on_across_a_pause(room: Room) -> None:
    room.sit("unblend", TO_THE_GATE)
    live, talker, _ = room.resume(["/back", "/back", "/back"])
    assert talker.asked == [
        "unblend/feel-toward:1/how:1",
        "unblend/how-close:1",
        "unblend/part-of-me:1",
        "unblend/says:1",
    ]
    assert talker.offers == [None, "i_can_see_it", "Part of me", "never good enough"]
    on_disk(live, room.journal)


def test_the_seq_of_what_was_taken_back_is_not_used_again_after_a_pause(room: Room) -> None:
    room.sit("unblend", ["settled", None, "never good enough", "/back"])
    live, _, _ = room.resume(["something else"])
    assert [item.seq for item in live.log] == [1, 2, 3, 5, 6, 7]


def test_what_was_being_typed_is_offered_again(room: Room) -> None:
    replies: list[Any] = [*TO_THE_GATE[:4], "i_am_it", "stayed", "being weak", None, "the_page"]
    live, talker, _ = room.sit("unblend", replies, text="let me tell you")
    assert talker.asked[-1] == "unblend/page:1"
    assert room.journal.draft(live.id) == ("unblend/page:1", "let me tell you")
    live, talker, _ = room.resume(["let me tell you all"])
    assert talker.offers[0] == "let me tell you"
    assert room.journal.draft(live.id) is None


def test_a_draft_is_saved_while_it_is_typed(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["settled", None, "never good enough"])
    keep = talker.aids[-1].keep_draft
    assert keep is not None
    keep("Part of me: \x1b[31m\u202e")
    assert room.journal.draft(live.id) == ("unblend/part-of-me:1", "Part of me: \x1b[31m\u202e")


def test_a_choice_has_no_draft(room: Room) -> None:
    live, talker, _ = room.sit("unblend", [], text="half a word")
    assert talker.aids[-1].keep_draft is None
    assert room.journal.draft(live.id) is None


def test_what_does_not_fit_becomes_a_readable_partial_entry(room: Room) -> None:
    live, _, _ = room.sit("unblend", ["settled", None, "never good enough"])
    with room.journal.connection as connection:
        connection.execute("UPDATE answer SET address = 'unblend/gone:1' WHERE seq = 4")
    with pytest.raises(
        BadData, match=r"Everything answered is kept: ifs show 1\. To begin anew: ifs unblend"
    ):
        room.taken_up()
    kept = room.entry(live)
    assert kept.session.end_reason is EndReason.PARTIAL
    assert kept.answers[3].value == "never good enough"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE bundle SET protocol = 99",
        "UPDATE bundle SET body = '{}'",
        "UPDATE bundle SET body = 'torn'",
        "UPDATE answer SET value = '99' WHERE seq = 2",
        "DELETE FROM answer WHERE seq = 2",
        "UPDATE answer SET kind = 'off', value = NULL WHERE seq = 2",
    ],
)
def test_whatever_does_not_fit_is_never_guessed(room: Room, change: str) -> None:
    live, _, _ = room.sit("unblend", ["settled", None, "never good enough"])
    room.journal.connection.execute(change)
    with pytest.raises(BadData) as told:
        room.taken_up()
    assert told.value.exit_code == 65
    assert "never good enough" not in str(told.value)
    assert room.entry(live).session.end_reason is EndReason.PARTIAL


def test_new_words_do_not_change_a_paused_session(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    live, _, _ = room.sit("unblend", ["settled", None])
    body = json.loads(room.journal.find_bundle(live.bundle.hash) or "")
    body["scripts"]["unblend"]["step"][2]["text"] = "What did it say back then?"
    room.journal.connection.execute(
        "UPDATE bundle SET body = ?", (json.dumps(body, sort_keys=True, separators=(",", ":")),)
    )
    again = room.taken_up()
    assert again.place.question is not None
    assert again.place.question.text.ifs == "What did it say back then?"


def test_a_session_whose_last_item_ended_it_is_only_finished(room: Room) -> None:
    live, _, ending = room.sit("check-in", ["settled", "/skip", "/skip"])
    assert ending.reason is EndReason.COMPLETE
    room.journal.connection.execute("UPDATE session SET ended_at = NULL, end_reason = NULL")
    room.later(hours=5)
    again, talker, ending = room.resume([])
    assert talker.asked == []
    assert ending.reason is EndReason.COMPLETE
    assert room.entry(again).session.end_reason is EndReason.COMPLETE
    assert again.log == live.log


# Two windows, another file


def test_two_windows_do_not_write_over_each_other(room: Room) -> None:
    room.sit("unblend", ["settled", None])
    one, other = room.taken_up(), room.taken_up()
    question = one.place.question
    assert question is not None
    one.answer(question, Kind.ANSWER, "from one window")
    with pytest.raises(Busy) as told:
        other.answer(question, Kind.ANSWER, "from the other")
    assert told.value.exit_code == 24
    assert "other window" in str(told.value) or "another window" in str(told.value)
    assert "from the other" not in str(told.value)
    with pytest.raises(Busy):
        room.taken_up().__class__.take_back(other)
    on_disk(one, room.journal)


def test_a_session_ended_elsewhere_is_not_written_to(room: Room) -> None:
    room.sit("unblend", ["settled", None])
    one, other = room.taken_up(), room.taken_up()
    one.stop()
    one.stop()
    with pytest.raises(Busy):
        sit(room.journal, other, Talker(["words"]), room.settings, resumed=False, patience=None)


def test_a_replaced_file_is_not_written_to(room: Room) -> None:
    live, _, _ = room.sit("unblend", ["settled", None])
    path = room.journal.path
    room.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)
    before = path.read_bytes()
    with pytest.raises(Busy) as told:
        sit(room.journal, live, Talker(["a secret"]), room.settings, resumed=False, patience=None)
    assert told.value.exit_code == 24
    assert "a secret" not in str(told.value)
    assert path.read_bytes() == before
    (aside,) = path.parent.glob("*.kept-*.json")
    assert aside.name in str(told.value)
    assert json.loads(aside.read_text(encoding="utf-8"))["item"]["value"] == "a secret"
    assert aside.stat().st_mode & 0o077 == 0


def test_the_rules_for_going_on_are_those_of_today(room: Room) -> None:
    live, _, _ = room.sit("unblend", TO_THE_GATE)
    body = json.loads(room.journal.find_bundle(live.bundle.hash) or "")
    body["scripts"]["unblend"]["state_at_most"] = 10
    room.journal.connection.execute("UPDATE bundle SET body = ?", (json.dumps(body),))
    room.later(hours=3)
    _, talker, _ = room.resume([10, "safe"])
    assert talker.options[2] == ["ground", "close"]


def test_what_does_not_fit_on_returning_pauses_too(room: Room) -> None:
    live, _, _ = room.sit("unblend", TO_THE_GATE)
    room.later(hours=3)
    talker = Talker(["splendid"] * 9)
    with pytest.raises(BadData):
        sit(room.journal, room.taken_up(), talker, room.settings, resumed=True, patience=5)
    assert [(one.reason, one.number) for one in talker.ended] == [(None, live.number)]
    assert room.entry(live).session.ended_at is None


# Corrections


def test_a_correction_is_dated_and_the_way_stays(room: Room) -> None:
    live, _, _ = room.sit("check-in", ["a_lot", "go_on", ["Critic"], "be kinder", "some", "tea"])
    before = list(room.journal.log(live.id))
    state = correctable(live)[0]
    assert (state.value, state.question.step) == ("a_lot", "state")
    room.later(minutes=3)
    keep_correction(room.journal, live, state.seq, "stirred")
    kept = room.entry(live)
    assert room.journal.log(live.id) == before
    assert (kept.answers[1].value, kept.answers[1].original) == ("stirred", "a_lot")
    assert kept.answers[1].corrected_at is not None
    assert (kept.session.state_before, kept.session.state_before_word) == (4, "stirred")
    assert kept.session.highest_state == 6
    assert kept.session.end_reason is EndReason.COMPLETE


def test_rows_follow_a_correction_and_the_next(room: Room) -> None:
    live, _, _ = room.sit("check-in", ["settled", ["Critic"], "be kinder", "some", "tea"])
    by_step = {one.question.step: one for one in correctable(live)}
    assert set(by_step) == {"state", "message", "self", "small-wish"}
    keep_correction(room.journal, live, by_step["message"].seq, "be slower")
    keep_correction(room.journal, live, by_step["small-wish"].seq, "soup")
    keep_correction(room.journal, live, by_step["self"].seq, "a_little")
    keep_correction(room.journal, live, by_step["message"].seq, "be \x07 slowest")
    kept = room.entry(live)
    assert [row["value"] for row in kept.rows["part_fact"]] == ["be \x07 slowest"]
    assert [row["text"] for row in kept.rows["agreement"]] == ["soup"]
    assert kept.session.self_available == "a_little"
    assert corrections(room.journal, live.id) == {
        by_step["message"].seq: "be \x07 slowest",
        by_step["small-wish"].seq: "soup",
        by_step["self"].seq: "a_little",
    }


def test_correcting_asks_the_same_question_and_can_be_left(room: Room) -> None:
    live, _, _ = room.sit("check-in", ["settled", ["Critic"], "be kinder", "some", "tea"])
    one = next(one for one in correctable(live) if one.question.step == "self")
    talker = Talker(["splendid", "plenty"])
    assert correct(room.journal, live, one, talker)
    assert len(talker.refused) == 1
    assert talker.offers[0] == "some"
    assert values(one.question) == ["plenty", "some", "a_little", "cant_tell"]
    assert not correct(room.journal, live, one, Talker(["/back"]))
    assert corrections(room.journal, live.id) == {one.seq: "plenty"}


def test_a_correction_of_what_another_window_changed_is_refused(room: Room) -> None:
    live, _, _ = room.sit("check-in", ["settled", ["Critic"], "be kinder", "some", "tea"])
    one = correctable(live)[0]
    room.journal.correct(
        live.id,
        find_session(room.journal, live.id).revision,
        one.seq,
        "stirred",
        _nothing(),
        at="2026-03-09T12:00:00+00:00",
        correction_id="0192eeee-0000-7000-8000-000000000001",
    )
    with pytest.raises(Busy):
        keep_correction(room.journal, live, one.seq, "settled")


def _nothing() -> Any:
    from ifs_journal.terms import Difference

    return Difference()
