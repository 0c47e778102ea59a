"""Letters inside: to a part only by somebody open to it, from a part only by one that would like to."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, only, private, rows, told
from session_talking import Room

TO = ["settled", "to_part", "Pusher"]
FROM = ["settled", "from_part", "Critic"]
LETTER = "Dear Pusher,\nI see how early you get up."


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_a_letter_to_a_part_is_private_and_says_who_wrote(room: Room) -> None:
    live, _, _ = room.sit("letter", [*TO, ["open"], LETTER, "it blinks", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (letter,) = rows(room, "letter")
    (part,) = rows(room, "part")
    assert only(letter, "part_id", "direction", "body") == {
        "part_id": part["id"],
        "direction": "to_part",
        "body": LETTER,
    }
    assert facts(room) == [("emotion", "it blinks", "user")]
    assert filled(live) == {"letter"}
    assert private(room, live, "to-part")


def test_somebody_who_is_fed_up_with_it_does_not_write_to_it(room: Room) -> None:
    live, talker, _ = room.sit(
        "letter", [*TO, ["reacting"], "it wins", "no_room", "company", None, *TO_LEAVE]
    )
    assert ended(live) is EndReason.COMPLETE
    assert "to-part" not in asked(talker)
    assert any("letter can wait" in text for text in told(talker))
    assert rows(room, "letter")[0]["body"] is None


def test_one_that_came_first_is_heard_and_gets_no_letter_of_another(room: Room) -> None:
    first = [["reacting"], "it wins", "no_room", "come_first", ["open"], "I only want to help"]
    live, talker, _ = room.sit("letter", [*TO, *first, ["open"], LETTER, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert asked(talker).count("to-part") == 1
    (letter,) = rows(room, "letter")
    assert letter["body"] == LETTER
    assert private(room, live, "came-first")


def test_a_part_that_would_like_to_has_the_page_and_is_read(room: Room) -> None:
    live, talker, _ = room.sit("letter", [*FROM, "yes", "You are late again.", None, "I hear you", *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    (letter,) = rows(room, "letter")
    assert only(letter, "direction", "body") == {"direction": "from_part", "body": "You are late again."}
    assert asked(talker)[-len(TO_LEAVE) - 2 : -len(TO_LEAVE)] == ["read-it", "and-you"]
    assert private(room, live, "from-part", "and-you")


@pytest.mark.parametrize("answer", ["no", "unsure", "tender", "/skip"])
def test_without_a_yes_no_page_is_given(room: Room, answer: str) -> None:
    live, talker, _ = room.sit("letter", [*FROM, answer, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "from-part" not in asked(talker)


def test_a_letter_may_stay_unwritten(room: Room) -> None:
    live, talker, _ = room.sit("letter", [*TO, ["open"], None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert any("may stay unwritten" in text for text in told(talker))
    assert "takes-it" not in asked(talker)
