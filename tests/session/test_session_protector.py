"""A protector is asked about its work and thanked; what its way costs is asked last, of the person."""

from __future__ import annotations

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.terms import EndReason
from session_meeting import TO_LEAVE, asked, ended, facts, filled, private, rows, told
from session_talking import Room

TO_THE_HUB = ["settled", "the Counter", ["open"], 3, "counts everything", "calm", "chaos"]
THANKED = ["its long hours", "a shrug", 4, "sleep"]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_the_lean_way_leaves_each_fact_in_its_voice(room: Room) -> None:
    live, talker, _ = room.sit(
        "protector", [*TO_THE_HUB, None, "you rush", "slow down", None, *THANKED, *TO_LEAVE]
    )
    assert ended(live) is EndReason.COMPLETE
    assert facts(room) == [
        ("trust", 3, "user"),
        ("job", "counts everything", "part"),
        ("hope", "calm", "part"),
        ("fears", "chaos", "part"),
        ("insight", "you rush", "part"),
        ("needs_from_self", "slow down", "part"),
        ("appreciation", "its long hours", "user"),
        ("toward_self", "a shrug", "part"),
        ("trust", 4, "user"),
        ("cost", "sleep", "user"),
    ]
    assert filled(live) == set(), "nothing was promised, and nobody else was met"
    assert private(room, live, "cost")
    assert asked(talker)[-3:] == ["cost", "parting", "state"], "the cost comes after the thanks"


def test_enough_asked_leads_to_the_thanks_at_once(room: Room) -> None:
    live, talker, _ = room.sit("protector", [*TO_THE_HUB, "thank", *THANKED, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert len(talker.asked) == 14
    assert not {"insight", "needs-from-self", "likes-job"} & set(asked(talker))


def test_trust_is_asked_again_only_where_it_was_given(room: Room) -> None:
    replies = ["settled", "the Counter", ["open"], None, "counts", None, None, "thank", "its care", None]
    live, talker, _ = room.sit("protector", [*replies, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "trust-after" not in asked(talker)


def test_more_holds_the_rest_and_no_date_of_anything_that_happened(room: Room) -> None:
    more = ["more", "lists", "dizzy", "always", "tired_of_it", 2, "won't say", "gardening"]
    live, talker, _ = room.sit("protector", [*TO_THE_HUB, *more, None, None, None, 3, None, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert {
        ("how", "lists", "part"),
        ("would_feel", "dizzy", "part"),
        ("since_when", "always", "part"),
        ("likes_job", "tired_of_it", "part"),
        ("energy", 2, "user"),
        ("guards", "won't say", "part"),
        ("preferred_role", "gardening", "part"),
    } <= set(facts(room))
    assert private(room, live, "would-feel", "guards")
    assert any("left in peace today" in text for text in told(talker))
    assert filled(live) == set()


def test_another_voice_about_it_is_a_question_and_leads_back_to_the_gate(room: Room) -> None:
    again = ["another", ["reacting"], "it ruins everything", "gives_room", ["open"]]
    anew = ["I keep count so nothing is lost", None, None, "thank", None, 3, None]
    live, talker, _ = room.sit("protector", [*TO_THE_HUB, *again, *anew, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert "protector/toward-again:1/how:1" in talker.asked
    assert ("job", "I keep count so nothing is lost", "part") in facts(room)
    assert [one["worry"] for one in rows(room, "concern")] == ["it ruins everything"]


def test_what_it_needs_may_become_a_small_promise(room: Room) -> None:
    wish = [None, None, "a pause at noon", "five minutes at noon", "tomorrow", None, 3, None]
    live, _, _ = room.sit("protector", [*TO_THE_HUB, *wish, *TO_LEAVE])
    (promise,) = rows(room, "agreement")
    assert (promise["text"], promise["due"]) == ("five minutes at noon", "2026-03-10")
    assert promise["part_id"] == rows(room, "part")[0]["id"]
    assert filled(live) == {"agreement"}


def test_quick_asks_its_job_and_its_fear_and_thanks_it(room: Room) -> None:
    replies = ["settled", "the Counter", ["open"], "counts", "chaos", "its care", None, *TO_LEAVE]
    live, talker, _ = room.sit("protector", replies, variant="quick")
    assert ended(live) is EndReason.COMPLETE
    assert asked(talker)[:7] == ["state", "who", "how", "job", "fears", "appreciation", "toward-self"]


def test_its_last_words_are_shown_when_it_is_chosen_again(room: Room) -> None:
    room.sit("protector", [*TO_THE_HUB, "thank", None, 3, None, *TO_LEAVE])
    _, talker, _ = room.sit("protector", ["settled", "the Counter"])
    assert 'The last words you kept from it: "chaos".' in told(talker)


def test_one_without_a_name_can_be_named_at_the_end(room: Room) -> None:
    replies = ["settled", None, ["open"], None, "counts", None, None, "thank", None, None, "the Counter"]
    live, _, _ = room.sit("protector", [*replies, *TO_LEAVE])
    assert ended(live) is EndReason.COMPLETE
    assert ("job", "counts", "part") in facts(room)
    assert [one["name"] for one in rows(room, "part")] == ["the Counter"]


def test_a_closed_gate_asks_it_nothing(room: Room) -> None:
    closed = ["settled", "the Counter", ["reacting"], None, "no_room", "company", None]
    live, talker, _ = room.sit("protector", [*closed, "settled"])
    assert ended(live) is EndReason.COMPLETE
    assert facts(room) == []
    assert "job" not in asked(talker)
