"""From a need to relief: the short way, the long one, and one question on another day."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, only, private, rows, told
from session_talking import Room

SHORT = ["settled", "he read while I talked", "closeness", "interrupted", "I am dull", "small"]
SHORT += ["language", "made a joke", 6]
FURTHER = ["more", "the Joker", "mitigate", "him", "until he was cross", "one look", "nearly_always"]
FURTHER += ["one that went silent", "not being laughed at", "the evening", "it made people laugh"]
VARIED = ["partly", "say it once first", "2026-03-15", "being quick"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_ten_answers_are_a_map(room: Room) -> None:
    live, talker, _ = room.sit("need-map", [*SHORT, "enough", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert len(asked(talker)) == 10 + len(TO_LEAVE)
    (map_,) = rows(room, "need_map")
    assert {name: value for name, value in map_.items() if value is not None and name in SHORT_NAMES} == {
        "situation": "he read while I talked",
        "need": "closeness",
        "event": "interrupted",
        "meaning": "I am dull",
        "hurt": "small",
        "strategy": "language",
        "example": "made a joke",
        "relief_now": 6,
    }
    assert filled(live) == {"need_map"}
    assert private(room, live, "meaning", "hurt")
    assert any("need-map --next-day" in text for text in told(talker))


SHORT_NAMES = (
    *("situation", "need", "event", "meaning", "hurt", "strategy", "example", "aim", "close_to", "how_far"),
    *("enough", "relief_now", "repeats", "competing", "won", "cost", "best_then", "fits", "part_id"),
)


def test_further_asks_the_rest_and_a_small_variation(room: Room) -> None:
    live, _, _ = room.sit("need-map", [*SHORT, *FURTHER, *VARIED, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (map_,) = rows(room, "need_map")
    (part,) = rows(room, "part")
    assert only(map_, *SHORT_NAMES[7:]) == {
        "aim": "mitigate",
        "close_to": "him",
        "how_far": "until he was cross",
        "enough": "one look",
        "relief_now": 6,
        "repeats": "nearly_always",
        "competing": "one that went silent",
        "won": "not being laughed at",
        "cost": "the evening",
        "best_then": "it made people laugh",
        "fits": "partly",
        "part_id": part["id"],
    }
    (experiment,) = rows(room, "experiment")
    assert only(experiment, "text", "due", "part_id") == {
        "text": "say it once first",
        "due": "2026-03-15",
        "part_id": part["id"],
    }
    assert facts(room) == [("appreciation", "being quick", "user")]
    assert filled(live) == {"need_map", "experiment"}
    assert private(room, live, "how-far", "cost")


@pytest.mark.parametrize("fits", ["yes", "not_sure", None])
def test_what_still_fits_is_not_asked_to_change(room: Room, fits: str | None) -> None:
    live, talker, _ = room.sit("need-map", [*SHORT, *FURTHER, fits, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "experiment" not in asked(talker)
    assert rows(room, "experiment") == []


def test_no_variation_is_no_experiment(room: Room) -> None:
    live, talker, _ = room.sit("need-map", [*SHORT, *FURTHER, "no", None, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "experiment-day" not in asked(talker)
    assert rows(room, "experiment") == []


def test_every_question_may_be_left_open(room: Room) -> None:
    live, _, _ = room.sit("need-map", ["settled", *[None] * 9, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert rows(room, "need_map") == []


def test_a_need_may_have_its_own_word(room: Room) -> None:
    room.sit("need-map", ["settled", None, "to be asked first"])
    assert rows(room, "need_map")[0]["need"] == "to be asked first"


def test_a_day_later_one_question(room: Room) -> None:
    room.sit("need-map", [*SHORT, "enough", *TO_LEAVE])
    room.later(days=1)
    live, talker, _ = room.sit("need-map", ["settled", 2, *TO_LEAVE], variant="next-day")
    assert ended(live) is EndReason.COMPLETE
    assert any('"made a joke"' in text for text in told(talker))
    (later,) = rows(room, "need_map_later")
    assert later["need_map_id"] == rows(room, "need_map")[0]["id"]
    assert later["relief"] == 2
    assert filled(live) == {"need_map_later"}
    _, talker, _ = room.sit("need-map", ["settled"], variant="next-day")
    assert any("No map is waiting" in text for text in told(talker))


def test_a_day_later_words_will_do(room: Room) -> None:
    room.sit("need-map", [*SHORT, "enough", *TO_LEAVE])
    room.later(days=1)
    room.sit("need-map", ["settled", None, "stale by morning", *TO_LEAVE], variant="next-day")
    (later,) = rows(room, "need_map_later")
    assert only(later, "relief", "words") == {"relief": None, "words": "stale by morning"}


def test_on_the_same_day_it_is_too_early(room: Room) -> None:
    room.sit("need-map", [*SHORT, "enough", *TO_LEAVE])
    live, talker, _ = room.sit("need-map", ["settled"], variant="next-day")
    assert ended(live) is EndReason.COMPLETE
    assert any("No map is waiting" in text for text in told(talker))
