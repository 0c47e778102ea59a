"""A few lines for the next therapy session: chosen by the person, one row each, nothing judged."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.therapy import add_therapy, remove_therapy, therapies
from ifs_journal.session.moment import new_id
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


def held(room: Room, ago: int, practice: str | None = None) -> str:
    """A therapy session so many days ago. Gives its id."""
    clock = room.hands.clock()
    day = (clock.today() - timedelta(days=ago)).isoformat()
    id_ = new_id()
    add_therapy(room.journal, therapy_id=id_, day=day, came=None, practice=practice, at=clock.stamp())
    return id_


def test_once_a_therapy_session_is_written_down_lately_means_since_then(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic"], "You are late.", "some", None])
    room.later(days=60)
    room.sit("check-in", ["settled", ["Joy"], "Dance.", "some", None])
    room.later(days=2)
    held(room, 62)
    _, talker, _ = room.sit("before-therapy", ["settled", None])
    assert set(talker.options[-1]) == {"Critic", "Joy"}
    held(room, 2)
    _, talker, _ = room.sit("before-therapy", ["settled", None])
    assert set(talker.options[-1]) == {"Joy"}
    held(room, 1)
    _, talker, _ = room.sit("before-therapy", ["settled", None])
    assert talker.options[-1] == []


def test_what_was_agreed_there_is_shown_and_not_asked_for_again(room: Room) -> None:
    therapy = held(room, 7, "a walk a day")
    live, talker, _ = room.sit("before-therapy", ["settled"])
    assert any('"a walk a day"' in text for _, text in talker.shown)
    assert not any("agreed" in address for address in talker.asked)
    remove_therapy(room.journal, next(one.number for one in therapies(room.journal) if one.id == therapy))
    room.later(hours=2)
    live, talker, _ = room.resume(["settled", *[None] * 4, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert not any("walk" in text for _, text in talker.shown)


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
