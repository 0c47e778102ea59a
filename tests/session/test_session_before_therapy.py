"""A few lines for the next therapy session: chosen by the person, one row each, nothing judged."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_talking import Room
from session_tender import rows


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def topics(room: Room) -> list[tuple[str, str]]:
    return [(one["kind"], one["text"]) for one in rows(room, "topic")]


def test_what_was_chosen_becomes_one_row_a_line(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic"], "You are late.", "some", None])
    live, talker, _ = room.sit(
        "before-therapy",
        [
            "settled",
            "a walk a day",
            ["Critic", "the move"],
            "listen\n\nslower please",
            "my father",
            "settled",
        ],
    )
    assert live.walk.end is EndReason.COMPLETE
    assert talker.refused == []
    assert sorted(topics(room)) == [
        ("rather_not", "my father"),
        ("request", "listen"),
        ("request", "slower please"),
        ("topic", "Critic"),
        ("topic", "the move"),
    ]


def test_what_was_there_lately_is_offered(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic", "Joy"], "Critic", "You are late.", "some", None])
    _, talker, _ = room.sit("before-therapy", ["settled", None])
    assert set(talker.options[-1]) == {"Critic", "Joy"}


def test_what_is_long_ago_is_not(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic"], "You are late.", "some", None])
    room.later(days=60)
    _, talker, _ = room.sit("before-therapy", ["settled", None])
    assert talker.options[-1] == []


def test_with_nothing_to_offer_own_words_do(room: Room) -> None:
    room.sit("before-therapy", ["settled", None, ["the move"], None, None, "settled"])
    assert topics(room) == [("topic", "the move")]


def test_all_of_it_may_be_left_open(room: Room) -> None:
    live, talker, _ = room.sit("before-therapy", ["settled", None, None, None, None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert len(talker.asked) == 6
    assert topics(room) == []


def test_what_stays_closed_is_private_and_danger_is_for_saying(room: Room) -> None:
    live, talker, _ = room.sit("before-therapy", ["settled", None, None, None, "my father", "settled"])
    assert room.said(live, "rather-not").private
    assert any("say so to your therapist directly" in text for _, text in talker.shown)
