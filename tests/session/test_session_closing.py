"""The ending sessions share: longer only where a part was met, or where it was tender."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import asked, ended, rows, told
from session_talking import Room

MET = ["settled", "the Watch", None, ["open"], None, None]
THANKS = "Thank whoever showed up, in whatever way feels true. Nothing needs solving now."


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def closing_of(talker_asked: list[str]) -> list[str]:
    return [one.split("/closing/", 1)[1] for one in talker_asked if "/closing/" in one]


def test_with_nobody_met_and_nothing_tender_there_is_one_question(room: Room) -> None:
    live, talker, _ = room.sit("find-part", ["settled", *[None] * 7, "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert closing_of(talker.asked) == ["leaving:1/state:1"]
    assert told(talker)[-1] == THANKS


def test_after_a_part_was_met_there_is_room_for_a_last_word(room: Room) -> None:
    live, talker, _ = room.sit("talk", [*MET, "thank you for waiting", "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert closing_of(talker.asked) == ["parting:1", "leaving:1/state:1"]
    said = room.said(live, "parting")
    assert (said.value, said.private) == ("thank you for waiting", True)


def test_after_tender_work_the_evening_and_the_day_after_are_thought_of(room: Room) -> None:
    live, talker, _ = room.sit("talk", [*MET, None, "a_lot", "go_on", "a walk", "yes"])
    assert ended(live) is EndReason.COMPLETE
    assert asked(talker)[-2:] == ["tonight", "tomorrow"]
    kept = {one["name"]: one["value"] for one in rows(room, "measure")}
    assert (kept["tonight"], kept["check_tomorrow"]) == ("a walk", "yes")


def test_enter_asks_nothing_of_tomorrow(room: Room) -> None:
    live, _, _ = room.sit("talk", [*MET, None, "a_lot", "go_on", None, None])
    assert ended(live) is EndReason.COMPLETE
    assert not {"tonight", "check_tomorrow"} & {one["name"] for one in rows(room, "measure")}


def test_a_promise_is_read_back_only_if_one_was_made(room: Room) -> None:
    _, talker, _ = room.sit("talk", [*MET, None, "settled"])
    assert not any("You said you would" in text for text in told(talker))
    _, talker, _ = room.sit("talk", [*MET[:-1], "wish", "a song", None, None, "settled"])
    assert 'You said you would: "a song". It can be changed, or taken back, any day.' in told(talker)


def test_a_stop_is_short(room: Room) -> None:
    live, talker, _ = room.sit("talk", [*MET[:-2], "/stop", "a_lot", "go_on"])
    assert ended(live) is EndReason.STOPPED
    assert closing_of(talker.asked) == ["leaving:1/state:1", "leaving:1/steady:1"]
