"""What became of a promise: told in a few answers, also to the part it was made to, and never counted."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_promises import Stands, promises
from ifs_journal.journal.remove import remove_part
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room, Talker, on_disk
from session_tender import rows

CHECKED_IN = ["settled", ["Critic"], "You are late.", "some", "tea at four"]
PUT_PLAINLY = "I did not come, and I am here now."


@pytest.fixture
def room(journal: Journal) -> Room:
    """The day after something small was promised to the Critic."""
    room = Room(journal)
    room.sit("check-in", CHECKED_IN)
    room.later(days=1)
    return room


def settled(room: Room, replies: list[Any], promise: str | None = None) -> tuple[Live, Talker]:
    live, talker, _ = room.sit("promise", replies, promise=promise)
    assert talker.refused == []
    on_disk(live, room.journal)
    return live, talker


def said(talker: Talker) -> str:
    return "\n".join(text for _, text in talker.shown)


def standing(room: Room) -> dict[str, list[str | None]]:
    found = promises(room.journal, room.hands.clock().today().isoformat(), limit=9)
    return {str(stands): [one.text for one in each] for stands, each in found.items() if each}


def nobodys(room: Room) -> str:
    """A promise that was made to nobody in particular. Gives its id."""
    own = "UPDATE agreement SET part_id = NULL"
    with room.journal.writing() as connection:
        connection.execute(own)
    return str(rows(room, "agreement")[0]["id"])


def test_kept_is_one_answer_and_a_word_if_one_likes(room: Room) -> None:
    live, talker = settled(room, ["kept", None])
    assert live.walk.end is EndReason.COMPLETE
    assert len(talker.asked) == 2
    assert 'What you told Critic: "tea at four"' in said(talker)
    assert standing(room) == {"kept": ["tea at four"]}


def test_not_yet_is_said_to_the_part_and_its_answer_is_heard(room: Room) -> None:
    live, _ = settled(
        room,
        ["not_yet", PUT_PLAINLY, "it looks away", "smaller", "one cup, sitting down", "tomorrow", "settled"],
    )
    assert live.walk.end is EndReason.COMPLETE
    (critic,) = rows(room, "part")
    told, made = rows(room, "agreement_outcome")[0], rows(room, "agreement")[-1]
    assert (told["kept"], told["words"], told["renegotiated"]) == (
        "renegotiated",
        PUT_PLAINLY,
        "one cup, sitting down",
    )
    assert (made["part_id"], made["text"]) == (critic["id"], "one cup, sitting down")
    facts = [(one["part_id"], one["value"]) for one in rows(room, "part_fact") if one["field"] == "took_word"]
    assert facts == [(critic["id"], "it looks away")]
    assert all(room.said(live, step).private for step in ("own-it", "takes-it"))
    assert standing(room) == {"open": ["one cup, sitting down"], "renegotiated": ["tea at four"]}


def test_the_visit_is_one_to_the_part(room: Room) -> None:
    live, _ = settled(room, ["kept", None])
    (critic,) = rows(room, "part")
    here = [one for one in rows(room, "session_part") if one["session_id"] == live.id]
    assert [(one["part_id"], one["place"]) for one in here] == [(critic["id"], "target")]


@pytest.mark.parametrize(("replies", "kept"), [
    (["partly", None, None, None, "settled"], "partly"),
    (["not_yet", None, None, "let_go", "settled"], "let_go"),
    (["partly", None, None, "smaller", None, "settled"], "partly"),
    (["anew", None, "settled"], "not_yet"),
    (["let_go", None], "let_go"),
])  # fmt: skip
def test_what_was_said_last_counts(room: Room, replies: list[Any], kept: str) -> None:
    live, _ = settled(room, replies)
    assert live.walk.end is EndReason.COMPLETE
    assert [one["kept"] for one in rows(room, "agreement_outcome")] == [kept]


def test_left_for_another_day_nothing_is_written_of_it(room: Room) -> None:
    live, talker = settled(room, [None])
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "agreement_outcome") == []
    assert len(talker.asked) == 1


def test_with_nobody_it_is_the_same_without_the_part(room: Room) -> None:
    chosen = nobodys(room)
    live, talker = settled(room, ["not_yet", "the week was full", "let_go"], promise=chosen)
    assert live.walk.end is EndReason.COMPLETE
    assert 'What you wrote down: "tea at four"' in said(talker)
    assert not any("own-it" in one or "takes-it" in one for one in talker.asked)
    assert standing(room) == {"let_go": ["tea at four"]}


def test_with_nobody_it_can_be_made_anew(room: Room) -> None:
    settled(room, ["anew", "a short walk", None], promise=nobodys(room))
    assert [(one["part_id"], one["text"]) for one in rows(room, "agreement")][-1] == (None, "a short walk")


def test_the_chosen_one_is_asked_about_and_no_other(room: Room) -> None:
    first = str(rows(room, "agreement")[0]["id"])
    room.sit("check-in", ["settled", ["Joy"], "Dance.", "some", "music at six"])
    _, talker = settled(room, ["kept", None], promise=first)
    assert "tea at four" in said(talker)
    assert "music" not in said(talker)


def test_a_pause_in_it_goes_on_with_the_same_promise(room: Room) -> None:
    live, talker, _ = room.sit("promise", ["not_yet", PUT_PLAINLY])
    assert live.walk.end is None
    room.later(hours=2)
    live, talker, _ = room.resume(["settled", "a nod", None, "settled"])
    assert talker.refused == []
    assert live.walk.end is EndReason.COMPLETE
    assert standing(room) == {"not_yet": ["tea at four"]}


def test_a_part_that_was_removed_meanwhile_stays_away(room: Room) -> None:
    room.sit("promise", ["not_yet"])
    remove_part(room.journal, str(rows(room, "part")[0]["id"]))
    room.later(hours=2)
    live, _, _ = room.resume(["settled", None, None, None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "part") == []
    assert all(one["part_id"] is None for one in rows(room, "agreement"))


def test_with_nothing_open_nothing_is_asked(room: Room) -> None:
    settled(room, ["kept", None])
    live, talker = settled(room, [])
    assert live.walk.end is EndReason.COMPLETE
    assert talker.asked == []
    assert Stands.KEPT in promises(room.journal, "2030-01-01", limit=1)
