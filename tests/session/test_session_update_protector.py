"""A protector is shown today; what is still dangerous is asked first, and an alarm that is right stands."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, only, private, rows, told
from session_talking import Room

TO_DANGER = ["settled", "the Guard", ["open"], 2]
TOLD = ["a child", "the old flat", "I am grown, it is March", "a key of my own\nMira\nI can drive"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_it_is_shown_today_and_may_take_it_as_it_does(room: Room) -> None:
    shown = [*TO_DANGER, "no", *TOLD, "doubtful", "the calendar", "look twice, then rest", 3, "tomorrow"]
    live, talker, _ = room.sit("update-protector", [*shown, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (update,) = rows(room, "update_event")
    assert only(
        update,
        *["danger", "still_dangerous", "believed_age", "life_like", "told", "resources", "reaction"],
        *["needs_to_see", "differently"],
    ) == {
        "danger": "no",
        "still_dangerous": None,
        "believed_age": "a child",
        "life_like": "the old flat",
        "told": "I am grown, it is March",
        "resources": "a key of my own\nMira\nI can drive",
        "reaction": "doubtful",
        "needs_to_see": "the calendar",
        "differently": "look twice, then rest",
    }
    assert facts(room) == [("trust", 2, "user"), ("believed_age", "a child", "part"), ("trust", 3, "user")]
    assert [one["next_on"] for one in rows(room, "follow_up")] == ["2026-03-10"]
    assert filled(live) == {"update_event", "follow_up"}
    steps = asked(talker)
    assert steps.index("danger") < steps.index("told") < steps.index("resources")


@pytest.mark.parametrize("danger", ["yes", "not_sure"])
def test_a_real_threat_stands_and_nothing_is_shown_against_it(room: Room, danger: str) -> None:
    replies = [*TO_DANGER, danger, "he has my address", "its watching", 2, None, *TO_LEAVE]
    live, talker, _ = room.sit("update-protector", replies)
    assert ended(live) is EndReason.COMPLETE
    (update,) = rows(room, "update_event")
    assert only(update, "danger", "still_dangerous", "told", "resources", "reaction") == {
        "danger": danger,
        "still_dangerous": "he has my address",
        "told": None,
        "resources": None,
        "reaction": None,
    }
    assert private(room, live, "still-dangerous")
    assert not {"believed-age", "told", "resources", "differently"} & set(asked(talker))
    said = told(talker)
    assert any("nothing here argues with it" in text for text in said)
    assert any("ifs support" in text for text in said)
    assert ("appreciation", "its watching", "user") in facts(room)


def test_left_open_it_is_treated_as_real(room: Room) -> None:
    live, talker, _ = room.sit("update-protector", [*TO_DANGER, "/skip", None, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "told" not in asked(talker)
    assert rows(room, "update_event") == []


def test_where_a_part_of_it_is_real_that_part_stands(room: Room) -> None:
    replies = [*TO_DANGER, "partly", "the stairs at night", None, None, None, None, "relieved", None, None]
    live, talker, _ = room.sit("update-protector", [*replies, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("its watch stands" in text for text in told(talker))
    assert rows(room, "update_event")[0]["still_dangerous"] == "the stairs at night"
    assert "told" in asked(talker)
    assert "needs-to-see" not in asked(talker), "it has seen what it needed"


def test_sad_is_welcome_and_nobody_tender_is_visited(room: Room) -> None:
    _, talker, _ = room.sit("update-protector", [*TO_DANGER, "no", *TOLD, "sad"])
    assert any("we leave that one be today" in text for text in told(talker))
    assert asked(talker)[-1] == "needs-to-see"


def test_what_was_shown_before_is_offered_again_to_be_changed(room: Room) -> None:
    first = [*TO_DANGER, "no", *TOLD, "no_change", None, None, None, None, *TO_LEAVE]
    room.sit("update-protector", first)
    live, talker, _ = room.sit("update-protector", [*TO_DANGER, "no", None, None, None])
    question = live.place.question
    assert question is not None
    assert question.draft == TOLD[-1]
    assert asked(talker)[-1] == "shown-again"


def test_what_was_shown_to_one_is_not_offered_to_another(room: Room) -> None:
    first = [*TO_DANGER, "no", *TOLD, "no_change", None, None, None, None, *TO_LEAVE]
    room.sit("update-protector", first)
    turn = ["settled", "the Cat", ["reacting"], "it is too soft", "no_room", "come_first", "the Guard"]
    visit = [["open"], None, "yes", None, None, None]
    _, talker, _ = room.sit("update-protector", [*turn, *visit, ["open"], None, "no", None, None, None])
    assert asked(talker)[-1] == "resources"


def test_a_closed_gate_shows_it_nothing(room: Room) -> None:
    closed = ["settled", "the Guard", ["reacting"], None, "no_room", "company", None]
    live, talker, _ = room.sit("update-protector", [*closed, "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert "danger" not in asked(talker)
    assert filled(live) == {"concern"}
