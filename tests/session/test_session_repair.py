"""Repair, sat through in both sittings: one's own side, turning back, and looking back days later."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import find_session
from ifs_journal.terms import EndReason
from session_between import LEAVING, asked, private, rows, said, tables, told
from session_talking import Room, Talker

TO_THE_BREAK = ["settled", "Anna", "no", "no", "you left the table"]
TO_THE_GATE = [*TO_THE_BREAK, "no use talking", "Icewall", "my dignity"]
OWN_SIDE = [*TO_THE_GATE, ["open"], "I see what you look after.", "tea"]
BOTH_TRUTHS = ["a part of me felt left", "were worn out", "guess", "slammed the door"]
BACK_AGAIN = ["settled", "no", "no", *BOTH_TRUTHS]
WORDS = "When you left the table, a part of me felt left."


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def one_side_seen(room: Room) -> None:
    room.sit("repair", [*OWN_SIDE, "maybe", *LEAVING])
    room.later(days=1)


def turned_back(room: Room, *, look_back: str | None = "in 3 days") -> None:
    one_side_seen(room)
    to_the_words = [*BACK_AGAIN, "understood", "that I stayed", WORDS]
    room.sit("repair", [*to_the_words, "in_person", None, None, look_back, "settled"], variant="turning-back")


def draft_after(room: Room, *replies: Any) -> str | None:
    live, _, _ = room.sit("repair", [*BACK_AGAIN, *replies], variant="turning-back")
    question = live.place.question
    assert question is not None
    return question.draft


# --- one's own side -----------------------------------------------------------------------------------


def test_ones_own_side_can_be_all(room: Room) -> None:
    live, talker, _ = room.sit("repair", [*OWN_SIDE, "maybe", *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert asked(talker) == ["who", "seen", "moved", "which", "keeps-safe", "see-it", "comfort", "willing"]
    assert told(room, "rupture") == [
        {
            "seen": "you left the table",
            "moved": "no use talking",
            "keeps_safe": "my dignity",
            "kind_word": "I see what you look after.",
            "comfort": "tea",
            "willing": "maybe",
        }
    ]
    (rupture,), (person,), (part,) = rows(room, "rupture"), rows(room, "person"), rows(room, "part")
    assert rupture["person_id"] == person["id"]
    assert (rupture["part_id"], part["role"]) == (part["id"], "unknown")
    assert any("ifs repair --turning-back" in one for one in said(talker))


def test_no_step_of_it_goes_near_a_vulnerable_part(room: Room) -> None:
    live, _, _ = room.sit("repair", [*OWN_SIDE, "yes", "settled", *BOTH_TRUTHS, "nothing", *LEAVING])
    assert live.walk.end is EndReason.COMPLETE
    assert tables(room, "contact", "permission", "handoff_note", "statement", "agreement") == {
        "contact": 0,
        "permission": 0,
        "handoff_note": 0,
        "statement": 0,
        "agreement": 0,
    }


def test_what_is_tender_is_private(room: Room) -> None:
    live, _, _ = room.sit("repair", [*OWN_SIDE, "maybe", *LEAVING])
    assert private(room, live) == {"keeps-safe", "see-it", "comfort"}


def test_every_step_left_open_is_an_entry(room: Room) -> None:
    open_ones = [None] * 4
    live, talker, _ = room.sit(
        "repair", [*TO_THE_BREAK[:4], *open_ones, ["open"], None, None, None, *LEAVING]
    )
    assert live.walk.end is EndReason.COMPLETE
    assert rows(room, "rupture") == []
    assert any("No is clear" in one for one in said(talker))


def test_a_no_from_the_one_that_guards_is_thanked(room: Room) -> None:
    _, talker, _ = room.sit("repair", [*TO_THE_GATE, ["open"], None, None, "not_yet", *LEAVING])
    assert any("Not today is not never." in one for one in said(talker))
    assert any("Not yet is a whole answer" in one for one in said(talker))
    (rupture,) = told(room, "rupture")
    assert "kind_word" not in rupture
    assert rupture["willing"] == "not_yet"


def test_no_room_is_kept_company_and_the_rest_goes_on(room: Room) -> None:
    reacting = [["reacting"], "it is useless", "no_room", "company", None]
    live, talker, _ = room.sit("repair", [*TO_THE_GATE, *reacting, "tea", "maybe", "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert "see-it" not in asked(talker)
    assert any("There isn't much room" in one for one in said(talker))


def test_a_part_that_comes_first_is_heard_and_changes_nothing_of_the_break(room: Room) -> None:
    first = [["reacting"], "it is useless", "no_room", "come_first", "Judge", "I am tired of this", ["open"]]
    _, talker, _ = room.sit("repair", [*TO_THE_GATE, *first, ["open"], "I see you.", None, "maybe", *LEAVING])
    assert [one["value"] for one in rows(room, "part_fact")] == ["I am tired of this"]
    names = {one["id"]: one["name"] for one in rows(room, "part")}
    assert names[rows(room, "part_fact")[0]["part_id"]] == "Judge"
    (rupture,) = rows(room, "rupture")
    assert names[rupture["part_id"]] == "Icewall"
    assert (rupture["keeps_safe"], rupture["kind_word"]) == ("my dignity", "I see you.")
    assert asked(talker).count("keeps-safe") == asked(talker).count("see-it") == 1
    assert asked(talker).count("who") == 1


def test_a_person_left_unnamed_changes_nothing_of_what_is_asked(room: Room) -> None:
    _, talker, _ = room.sit("repair", ["settled", "/skip", *OWN_SIDE[2:], "maybe", *LEAVING])
    assert "its-word" not in asked(talker)
    assert rows(room, "rupture")[0]["keeps_safe"] == "my dignity"
    room.later(days=1)
    _, talker, _ = room.sit("repair", ["settled"], variant="turning-back")
    assert 'You wrote: "you left the table".' in said(talker)


@pytest.mark.parametrize(
    "replies", [["a_lot", "go_on", "in_it"], ["too_much", "safe", "close"], ["far_away", "close"]]
)
def test_still_in_it_the_repair_waits(room: Room, replies: list[Any]) -> None:
    live, talker, _ = room.sit("repair", replies)
    assert live.walk.end is EndReason.NOT_TODAY
    assert any("ifs now" in one for one in said(talker))
    assert "repair/who:1" not in talker.asked


def test_danger_ends_it_and_nothing_of_that_is_kept(room: Room) -> None:
    live, _, ending = room.sit("repair", ["settled", "Anna", "no", "unsafe"])
    assert ending.reason is EndReason.SAFETY
    assert find_session(room.journal, live.id).end_reason is EndReason.STOPPED
    assert "unsafe" not in str([item.value for item in room.journal.log(live.id)])
    assert rows(room, "rupture") == []


def test_longer_it_asks_for_the_kind_and_whether_it_is_familiar(room: Room) -> None:
    longer = [*TO_THE_BREAK, "betrayal", ["unseen", "alone"], "no use talking", ["retreat"], "Icewall"]
    rest = ["my dignity", ["open"], "I see you.", "not_sure", None, "maybe", *LEAVING]
    live, talker, _ = room.sit("repair", [*longer, *rest], variant="long")
    assert live.walk.end is EndReason.COMPLETE
    assert any("third person" in one for one in said(talker))
    (rupture,) = told(room, "rupture")
    assert (rupture["kind"], rupture["felt"], rupture["moves"]) == (
        "betrayal",
        '["unseen","alone"]',
        '["retreat"]',
    )
    after = talker.asked[talker.asked.index("repair/familiar:1") + 1]
    assert after == "repair/comfort:1", "whether it is familiar is all that is asked about before"


# --- turning back -------------------------------------------------------------------------------------


def test_turning_back_in_one_sitting_asks_the_state_again_and_safety_once(room: Room) -> None:
    replies = [*OWN_SIDE, "yes", "stirred", *BOTH_TRUTHS, "ask", "ten minutes tonight"]
    _, talker, _ = room.sit("repair", replies)
    assert "repair/checking:1/state:1" in talker.asked
    assert sum("/theirs:" in one for one in talker.asked) == 1


def test_while_it_is_a_lot_turning_back_waits(room: Room) -> None:
    steadied = ["a_lot", "go_on", "over", *OWN_SIDE[1:]]
    live, talker, _ = room.sit("repair", [*steadied, "yes", "a_lot", "go_on", *LEAVING, None, None])
    assert live.walk.end is EndReason.COMPLETE
    assert "my-truth" not in asked(talker)
    assert any("wait a night" in one for one in said(talker))


def test_on_another_day_it_goes_on_from_the_break(room: Room) -> None:
    one_side_seen(room)
    _, talker, _ = room.sit("repair", [*BACK_AGAIN, "understood", None], variant="turning-back")
    assert 'You wrote, about Anna: "you left the table".' in said(talker)
    assert "repair/between:1/theirs:1" in talker.asked
    (first, second) = rows(room, "rupture")
    assert second["continues_id"] == first["id"]
    assert second["person_id"] == first["person_id"]
    assert (second["my_truth"], second["their_truth"], second["their_source"], second["my_act"]) == (
        "a part of me felt left",
        "were worn out",
        "guess",
        "slammed the door",
    )


def test_a_new_break_does_not_go_on_from_one_that_is_open(room: Room) -> None:
    one_side_seen(room)
    room.sit("repair", ["settled", "Ben", "no", "no", "you laughed", None, None, None, ["open"]])
    assert [one["continues_id"] for one in rows(room, "rupture")] == [None, None]
    assert len(rows(room, "session_person")) == 2


def test_a_lot_on_that_day_leaves_it_for_another(room: Room) -> None:
    one_side_seen(room)
    live, talker, _ = room.sit("repair", ["a_lot", "go_on", "a_lot", "go_on"], variant="turning-back")
    assert asked(talker) == []
    assert any("wait a night" in one for one in said(talker))
    assert len(rows(room, "rupture")) == 1
    assert not any("/between:" in one for one in live.walk.occurrences)


def test_nothing_waits_before_there_was_a_break(room: Room) -> None:
    live, talker, _ = room.sit("repair", ["settled"], variant="turning-back")
    assert live.walk.end is EndReason.COMPLETE
    assert any("No repair is waiting" in one for one in said(talker))


FRAME = (
    "When you left the table, this is what happened in me. What is true for me: a part of me felt left. "
    "Maybe you were worn out. I may have that wrong. What I did: I slammed the door. "
    "That is mine to answer for."
)


@pytest.mark.parametrize(
    ("wish", "words", "end"),
    [
        ("understood", "that I stayed", " What I most want you to know is that I stayed."),
        ("understand", "how that was for you", " I'd like to understand how that was for you."),
        (
            "own",
            "I'm sorry I slammed it. I will say I need air",
            " I'm sorry I slammed it. I will say I need air.",
        ),
        ("ask", "ten minutes", " What would help is ten minutes. Would that work for you, or what would?"),
        ("limit", "leave the room", " To look after myself, I will leave the room."),
    ],
)
def test_one_wish_and_the_words_for_it(room: Room, wish: str, words: str, end: str) -> None:
    one_side_seen(room)
    assert draft_after(room, wish, words) == FRAME + end


def test_an_apology_is_never_put_into_the_words(room: Room) -> None:
    one_side_seen(room)
    draft = draft_after(room, "own", None)
    assert draft == FRAME
    assert "sorry" not in draft.casefold()


def test_the_frames_are_not_pointed_at(room: Room) -> None:
    one_side_seen(room)
    live, talker, _ = room.sit("repair", [*BACK_AGAIN, "own", "I regret it"], variant="turning-back")
    question = live.place.question
    assert question is not None
    _, talker, _ = room.resume([question.draft])
    assert "look" not in asked(talker)


def test_nothing_yet_needs_no_words(room: Room) -> None:
    one_side_seen(room)
    live, talker, _ = room.sit("repair", [*BACK_AGAIN, "nothing", "settled"], variant="turning-back")
    assert live.walk.end is EndReason.COMPLETE
    assert any("Nothing yet is a whole answer" in one for one in said(talker))
    assert rows(room, "statement") == []


@pytest.mark.parametrize(
    ("wish", "kind"),
    [
        ("understood", "speak_for"),
        ("understand", "repair_offer"),
        ("own", "own_impact"),
        ("ask", "request"),
        ("limit", "limit"),
    ],
)
def test_the_words_are_kept_for_that_person(room: Room, wish: str, kind: str) -> None:
    one_side_seen(room)
    body = f"{WORDS} What would help is ten minutes. Would that work for you?"
    replies = [*BACK_AGAIN, wish, "some words", body, "call", "Sunday", "ring Ben", "in 3 days", "settled"]
    live, talker, _ = room.sit("repair", replies, variant="turning-back")
    assert live.walk.end is EndReason.COMPLETE
    (statement,), rupture = rows(room, "statement"), rows(room, "rupture")[-1]
    assert (statement["kind"], statement["body"], statement["held"]) == (kind, body, 0)
    assert statement["person_id"] == rupture["person_id"]
    assert (rupture["wish"], rupture["how"], rupture["time"], rupture["if_badly"]) == (
        wish,
        "call",
        "Sunday",
        "ring Ben",
    )
    assert rupture["look_back"] == "2026-03-13"
    assert any("A limit is a whole repair" in one for one in said(talker)) is (wish == "limit")


def test_a_letter_that_stays_is_the_whole_of_it(room: Room) -> None:
    one_side_seen(room)
    replies = [*BACK_AGAIN, "understood", "I miss you", "I miss you.", "letter_here", "settled"]
    live, talker, _ = room.sit("repair", replies, variant="turning-back")
    assert live.walk.end is EndReason.COMPLETE
    assert asked(talker)[-1] == "how"
    assert any("The letter stays here" in one for one in said(talker))
    assert [one["kind"] for one in rows(room, "statement")] == ["letter"]


def test_words_that_turned_hot_are_held_till_tomorrow(room: Room) -> None:
    one_side_seen(room)
    room.sit("repair", [*BACK_AGAIN, "own", "I regret it"], variant="turning-back")
    room.later(hours=2)
    live, talker, _ = room.resume(["a_lot", "go_on", WORDS, "settled", None, None])
    assert live.walk.end is EndReason.COMPLETE
    assert any("tomorrow" in one for one in said(talker))
    assert "how" not in asked(talker)
    (statement,) = rows(room, "statement")
    assert statement["held"] == 1
    assert statement["look_again"] > find_session(room.journal, live.id).local_day


# --- looking back -------------------------------------------------------------------------------------


def looked_back(room: Room, replies: list[Any]) -> Talker:
    room.later(days=3)
    live, talker, _ = room.sit("repair", ["settled", *replies, "settled"], variant="look-back")
    assert live.walk.end is EndReason.COMPLETE
    assert 'You wrote, about Anna: "you left the table".' in said(talker)
    return talker


@pytest.mark.parametrize("happened", ["yes", "another_way"])
def test_how_it_went(room: Room, happened: str) -> None:
    turned_back(room)
    looked_back(room, [happened, "He listened.", "nearer", "Icewall stood at the door", "a little"])
    assert told(room, "repair_after") == [
        {
            "happened": happened,
            "how_it_went": "He listened.",
            "closer": "nearer",
            "parts_did": "Icewall stood at the door",
            "still_needed": "a little",
        }
    ]
    assert rows(room, "repair_after")[0]["rupture_id"] == rows(room, "rupture")[-1]["id"]
    _, talker, _ = room.sit("repair", ["settled"], variant="look-back")
    assert any("no repair to look back on" in one for one in said(talker))


def test_not_yet_stays_open_without_hurry(room: Room) -> None:
    turned_back(room)
    talker = looked_back(room, ["not_yet"])
    assert any("Not yet is fine" in one for one in said(talker))
    looked_back(room, ["no"])
    assert [one["happened"] for one in rows(room, "repair_after")] == ["not_yet", "no"]


def test_without_a_day_it_can_be_looked_back_on_too(room: Room) -> None:
    turned_back(room, look_back=None)
    assert "happened" in asked(looked_back(room, ["no"]))
