"""The same need with several people: one row a person, and what they share."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, filled, only, private, rows, told
from session_talking import Room

TWO = ["settled", "closeness", "Anna", "Ben", None]
ROUNDS = ["interrupted", "withdrawal", None, "threatened", "language", None]
FURTHER = ["lean in", "call a lot", "I go first", "the Caller", "something small", "the early bird"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_two_people_side_by_side(room: Room) -> None:
    live, talker, _ = room.sit("relationship-pattern", [*TWO, *ROUNDS, "enough", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    anna, ben = rows(room, "person")
    assert [only(one, "person_id", "event", "strategy") for one in rows(room, "need_map")] == [
        {"person_id": anna["id"], "event": "interrupted", "strategy": "withdrawal"},
        {"person_id": ben["id"], "event": "threatened", "strategy": "language"},
    ]
    (pattern,) = rows(room, "pattern")
    assert only(pattern, "need", "label") == {"need": "closeness", "label": None}
    assert filled(live) == {"person", "session_person", "need_map", "pattern"}
    assert asked(talker).count("rest") == 2, "a rest after each"
    assert not {"theirs", "mine"} & set(asked(talker)), "nothing is said to anyone"


def test_near_far_what_is_shared_and_a_name_of_ones_own(room: Room) -> None:
    live, _, _ = room.sit("relationship-pattern", [*TWO, *ROUNDS, "more", *FURTHER, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (pattern,) = rows(room, "pattern")
    assert only(pattern, "closeness", "distance", "shared", "guards", "label") == {
        "closeness": "lean in",
        "distance": "call a lot",
        "shared": "I go first",
        "guards": "something small",
        "label": "the early bird",
    }
    (part,) = rows(room, "part")
    assert [one["part_id"] for one in rows(room, "need_map")] == [part["id"]] * 2
    assert private(room, live, "guards")


def test_three_people_at_most(room: Room) -> None:
    live, talker, _ = room.sit("relationship-pattern", [*TWO[:2], "Anna", "Ben", "Cleo", "met"])
    assert asked(talker).count("person") == 3
    assert rows(room, "need_map")[0]["event"] == "met"
    assert live.place.question is not None
    assert live.place.question.step == "strategy"


def test_nobody_named_is_fine(room: Room) -> None:
    live, talker, _ = room.sit("relationship-pattern", ["settled", None, None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "event" not in asked(talker)
    assert filled(live) == set()


def test_being_hurt_by_somebody_is_not_called_a_pattern(room: Room) -> None:
    _, talker, _ = room.sit("relationship-pattern", ["settled"])
    assert any("no pattern of yours" in text and "/crisis" in text for text in told(talker))
