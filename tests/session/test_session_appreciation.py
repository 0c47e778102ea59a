"""A round of thanks: a fact for each part that was thanked, and nothing for the rest."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, rows, told
from session_talking import Room

THREE = ["settled", ["Critic", "Joy", "Watch"]]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_one_true_thank_you_each(room: Room) -> None:
    live, talker, _ = room.sit("appreciation", [*THREE, "for watching", None, "the long nights", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    critic, _, watch = rows(room, "part")
    assert [(one["part_id"], one["field"], one["value"]) for one in rows(room, "part_fact")] == [
        (critic["id"], "appreciation", "for watching"),
        (watch["id"], "appreciation", "the long nights"),
    ]
    assert filled(live) == set()
    assert "takes-it" not in asked(talker)


def test_the_long_way_asks_how_a_thank_you_is_taken(room: Room) -> None:
    replies = [*THREE, "for watching", "doubtful", None, "the long nights", None, *TO_LEAVE]
    live, talker, _ = room.sit("appreciation", replies, variant="long")
    assert ended(live) is EndReason.COMPLETE
    assert ("emotion", "doubtful", "user") in facts(room)
    assert asked(talker).count("takes-it") == 2, "where nothing was said, nothing is asked about it"


def test_three_are_thanked_and_a_fourth_is_only_noted(room: Room) -> None:
    _, talker, _ = room.sit("appreciation", ["settled", ["A", "B", "D", "E"], None, None, None, *TO_LEAVE])
    assert asked(talker).count("thank") == 3


@pytest.mark.parametrize("nobody", [["nobody"], None])
def test_nobody_came_to_mind(room: Room, nobody: list[str] | None) -> None:
    live, talker, _ = room.sit("appreciation", ["settled", nobody, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("Nobody came to mind" in text for text in told(talker))
    assert rows(room, "part") == []
