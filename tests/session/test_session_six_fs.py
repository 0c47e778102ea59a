"""Six steps with one part: what is asked, what it leaves, and what is left in peace."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, only, private, rows, told
from session_talking import Room

TO_THE_GATE = ["settled", "a knot in the chest", None, "a grey fist"]
OPEN = [*TO_THE_GATE, ["open"], "it looks up", "I am tired", "keeps me on time"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_the_nine_answers_and_a_name_are_facts_in_two_voices(room: Room) -> None:
    replies = [*OPEN, "open", "we would be late", None, "its long hours", "the Watch", *TO_LEAVE]
    live, talker, _ = room.sit("six-fs", replies)
    assert ended(live) is EndReason.COMPLETE
    assert facts(room) == [
        ("place", "a knot in the chest", "user"),
        ("image", "a grey fist", "user"),
        ("toward_self", "it looks up", "part"),
        ("message", "I am tired", "part"),
        ("job", "keeps me on time", "part"),
        ("fears", "we would be late", "part"),
        ("appreciation", "its long hours", "user"),
    ]
    (part,) = rows(room, "part")
    assert only(part, "name", "role") == {"name": "the Watch", "role": "unknown"}
    assert filled(live) == set()
    assert asked(talker)[:13] == [
        *["state", "where", "focus", "like-what", "how", "takes", "know", "job", "between", "fears"],
        *["guards", "thanks", "name"],
    ]
    assert private(room, live, "where")


def test_enter_alone_goes_kindly_through_to_the_end(room: Room) -> None:
    replies = ["settled", "a blank", None, None, ["open"], None, None, None, "open", None, None, None]
    live, talker, _ = room.sit("six-fs", [*replies, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "guards" not in asked(talker), "where no fear was said, nobody is looked for behind it"
    assert rows(room, "part") == []


@pytest.mark.parametrize(
    ("replies", "steps"),
    [
        (["gone", "stop", None], ["focus", "gone", "name"]),
        (["gone", "look", "a hum", None], ["focus", "gone", "where", "focus", "like-what"]),
        (["gone", "wait", None, None], ["focus", "gone", "wait", "focus", "like-what"]),
        ([*["gone", None, None] * 3, None], [*["focus", "gone", "wait"] * 3, "name"]),
    ],
    ids=["stop", "look", "wait", "quiet every time"],
)
def test_one_that_went_quiet_may_stay_quiet(room: Room, replies: list[Any], steps: list[str]) -> None:
    _, talker, _ = room.sit("six-fs", ["settled", "a knot", *replies])
    met = asked(talker)[2:]
    assert met[: len(steps)] == steps
    assert "how" not in met


def test_somebody_behind_the_fear_is_noted_and_left_in_peace(room: Room) -> None:
    replies = [*OPEN, "open", "it would be seen", "a small one", "its care", "the Watch", *TO_LEAVE]
    live, talker, _ = room.sit("six-fs", replies)
    assert ("guards", "a small one", "part") in facts(room)
    assert private(room, live, "guards")
    assert "It may be looking after someone tender. We leave that one be today." in told(talker)
    assert filled(live) == set(), "nobody is met, and no permission is asked"
    assert [one["name"] for one in rows(room, "part")] == ["the Watch"]


@pytest.mark.parametrize("answer", ["something_else", "cant_tell"])
def test_when_something_else_has_come_in_the_gate_is_met_again(room: Room, answer: str) -> None:
    again = [*OPEN, answer, ["reacting"], "it is lazy", "gives_room", ["open"], "we would be late"]
    live, talker, _ = room.sit("six-fs", [*again, None, None, "the Watch", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "six-fs/toward-again:1/how:1" in talker.asked
    assert [one["worry"] for one in rows(room, "concern")] == ["it is lazy"]
    assert ("fears", "we would be late", "part") in facts(room)


def test_a_wish_becomes_a_small_promise_with_a_day(room: Room) -> None:
    wish = [*OPEN, "wish", None, "its care", "ten quiet minutes", "tomorrow", "the Watch", *TO_LEAVE]
    _, talker, _ = room.sit("six-fs", wish)
    (promise,) = rows(room, "agreement")
    assert promise["text"] == "ten quiet minutes"
    assert promise["part_id"] == rows(room, "part")[0]["id"]
    assert promise["due"] == "2026-03-10"
    assert any('"ten quiet minutes"' in text for text in told(talker))


def test_enter_for_no_makes_no_promise(room: Room) -> None:
    live, talker, _ = room.sit("six-fs", [*OPEN, "wish", None, None, None, "the Watch", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert rows(room, "agreement") == []
    assert "promise-day" not in asked(talker)


def test_a_story_is_honoured_and_kept_for_company(room: Room) -> None:
    story = [*OPEN, "story", "if_helped", "a blanket", "a minute each evening", "tonight"]
    rest = ["It wants to be believed.", "its patience", "the Watch", *TO_LEAVE]
    live, talker, _ = room.sit("six-fs", [*story, *rest])
    assert ended(live) is EndReason.COMPLETE
    (note,) = rows(room, "handoff_note")
    assert only(note, "shown", "needs", "for_therapist", "spontaneous") == {
        "shown": None,
        "needs": "a blanket",
        "for_therapist": "It wants to be believed.",
        "spontaneous": None,
    }
    assert note["part_id"] == rows(room, "part")[0]["id"]
    assert [one["text"] for one in rows(room, "agreement")] == ["a minute each evening"]
    assert private(room, live, "a-line")
    assert "fears" not in asked(talker)


def test_a_part_that_will_not_wait_is_heard_and_nothing_is_opened(room: Room) -> None:
    _, talker, _ = room.sit("six-fs", [*OPEN, "story", "no", None, None, None, None, "the Watch"])
    assert any("isn't something to open alone" in text for text in told(talker))
    assert rows(room, "handoff_note") == []
    assert rows(room, "agreement") == []


def test_what_shifts_by_itself_is_let_be_and_looked_in_on(room: Room) -> None:
    shifted = [*OPEN, "shifted", "it put its bag down", "tomorrow", None, "the Watch", *TO_LEAVE]
    live, _, _ = room.sit("six-fs", shifted)
    (note,) = rows(room, "handoff_note")
    assert note["spontaneous"] == "it put its bag down"
    (visit,) = rows(room, "follow_up")
    assert only(visit, "here", "rhythm", "next_on") == {"here": None, "rhythm": None, "next_on": "2026-03-10"}
    assert private(room, live, "shifted")


def test_no_room_today_is_a_visit_too(room: Room) -> None:
    replies = [*TO_THE_GATE, ["reacting"], "it is lazy", "no_room", "company", None, "the Watch"]
    live, talker, _ = room.sit("six-fs", [*replies, "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert "takes" not in asked(talker)
    assert {field for field, _, _ in facts(room)} == {"place", "image"}


def test_one_who_comes_first_has_the_same_visit_and_the_other_is_asked_anew(room: Room) -> None:
    switch = [*TO_THE_GATE, ["reacting"], "it is lazy", "no_room", "come_first"]
    first = ["hot cheeks", None, None, ["open"], None, "I keep order", None, "open", None, None, "the Boss"]
    back = [["open"], None, "let me sleep", None, "open", None, None, "the Slow one", *TO_LEAVE]
    live, _, _ = room.sit("six-fs", [*switch, *first, *back])
    assert ended(live) is EndReason.COMPLETE
    names = {one["id"]: one["name"] for one in rows(room, "part")}
    said = {(names[one["part_id"]], one["value"]) for one in rows(room, "part_fact")}
    assert {("the Boss", "I keep order"), ("the Slow one", "let me sleep")} <= said
    (concern,) = rows(room, "concern")
    assert names[concern["part_id"]] == "the Boss"


def test_a_stop_leaves_what_was_said_and_closes_shortly(room: Room) -> None:
    live, talker, _ = room.sit("six-fs", [*OPEN, "/stop", "settled"])
    assert ended(live) is EndReason.STOPPED
    assert "parting" not in asked(talker)
    assert room.said(live, "know").value == "I am tired"
