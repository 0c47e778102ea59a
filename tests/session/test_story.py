"""Four days in somebody's week, from a deadline to a promise that was not kept, and every row they leave.

A part freezes before a deadline. Another is impatient, will not make room, and takes its turn first. The
first draft of what to tell the manager says “you never”. Two promises are made, and one of them is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.session.asker import About
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room, Talker, on_disk

OPEN = ["open"]
FREEZES = [
    "stirred",
    "shoulders up, hands above the keys",
    "same",
    "someone gone very still",
]
IMPATIENT = [
    ["reacting"],
    "the report is due on Friday and it only sits there",
    "no_room",
    "come_first",
]
HAS_ITS_TURN = [
    "a push in the jaw",
    "stronger",
    "a foreman with a watch",
    OPEN,
    "it does not look up",
    "we will lose this job",
    "get it done before anybody shouts",
    "wish",
    "they find out we are slow",
    None,
    "for never giving up on us",
    "ten minutes on the outline before nine",
    "2026-03-10",
    "Driver",
]
IS_MET_AGAIN = [
    OPEN,
    "its shoulders come down a little",
    "I cannot breathe when the clock runs",
    "keep us from doing it wrong",
    "wish",
    "everyone sees it is not good",
    None,
    "for holding still when it mattered",
    "look out of the window with it at noon",
    "2026-03-11",
    "Freezer",
]
LEAVING = [None, "settled"]
YOU_NEVER = "You never ask before you move a deadline."
KINDER = (
    "When the deadline moved to Friday, a part of me froze. It was worried that it would do it wrong. "
    "What would help is hearing of a new date the day before. Would that work for you, or what would?"
)


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def columns(room: Room, table: str, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows(room, table)]


def sat(room: Room, script: str, replies: list[Any]) -> tuple[Live, Talker]:
    live, talker, ending = room.sit(script, replies)
    assert (ending.reason, talker.refused, talker.replies) == (EndReason.COMPLETE, [], [])
    on_disk(live, room.journal)
    return live, talker


@pytest.fixture
def monday(room: Room) -> tuple[Live, Talker]:
    return sat(room, "six-fs", [*FREEZES, *IMPATIENT, *HAS_ITS_TURN, *IS_MET_AGAIN, *LEAVING])


@pytest.fixture
def tuesday(room: Room, monday: tuple[Live, Talker]) -> tuple[Live, Talker]:
    room.later(days=1)
    said = [
        "the deadline moved to Friday",
        ["Freezer"],
        "frozen",
        "it would do it wrong",
        "time to look twice",
    ]
    words = ["I want to do this well", "request", "hearing of a new date the day before"]
    draft = [YOU_NEVER, "change", KINDER, "2026-03-12"]
    return sat(
        room, "speak-for", ["settled", "my manager", "worried", "no", *said, *words, *draft, "settled"]
    )


@pytest.fixture
def thursday(room: Room, tuesday: tuple[Live, Talker]) -> list[tuple[Live, Talker]]:
    room.later(days=2)
    not_kept = [
        "settled",
        "Freezer",
        "here",
        "not_yet",
        "I said noon, and I worked through it",
        "two minutes at noon",
    ]
    after = ["2026-03-13", "old_job", "that you come, even late", None, "any_days", "settled"]
    kept = ["settled", "Driver", "quiet", "kept", "resting", None, None, "once", "2026-03-20", "settled"]
    return [sat(room, "follow-up", [*not_kept, *after]), sat(room, "follow-up", kept)]


def test_who_was_there(room: Room, monday: tuple[Live, Talker]) -> None:
    live, talker = monday
    assert columns(room, "part", "name", "role", "first_session") == [
        ("Driver", "unknown", live.id),
        ("Freezer", "unknown", live.id),
    ]
    names = {row["id"]: row["name"] for row in rows(room, "part")}
    assert sorted(
        (names[part], place) for part, place in columns(room, "session_part", "part_id", "place")
    ) == [("Driver", "target"), ("Freezer", "target")]
    (session,) = rows(room, "session")
    assert (session["script"], session["end_reason"]) == ("six-fs", "complete")
    assert (session["state_before"], session["state_after"], session["highest_state"]) == (4, 2, 4)
    assert names[session["target_part"]] == "Freezer"
    assert talker.asked.count("six-fs/toward:1/how:1") == 1


def test_the_impatient_one_made_no_room_and_had_its_turn(room: Room, monday: tuple[Live, Talker]) -> None:
    names = {row["id"]: row["name"] for row in rows(room, "part")}
    (concern,) = rows(room, "concern")
    assert concern["worry"] == "the report is due on Friday and it only sits there"
    assert (concern["outcome"], names[concern["part_id"]]) == ("became_target", "Driver")
    checks = columns(room, "gate_check", "gate", "target_no", "part_id", "class", "loop_no")
    assert [(gate, target, names[part], found, loop) for gate, target, part, found, loop in checks] == [
        ("feel_toward", 0, "Freezer", "reacting", 1),
        ("feel_toward", 1, "Driver", "open", 1),
        ("feel_toward", 0, "Freezer", "open", 2),
    ]


def test_what_was_learned_of_both_in_their_own_words(room: Room, monday: tuple[Live, Talker]) -> None:
    names = {row["id"]: row["name"] for row in rows(room, "part")}
    facts = columns(room, "part_fact", "part_id", "field", "value", "said_by")
    assert sorted((names[part], field, value, by) for part, field, value, by in facts) == [
        ("Driver", "appreciation", "for never giving up on us", "user"),
        ("Driver", "fears", "they find out we are slow", "part"),
        ("Driver", "image", "a foreman with a watch", "user"),
        ("Driver", "job", "get it done before anybody shouts", "part"),
        ("Driver", "message", "we will lose this job", "part"),
        ("Driver", "place", "a push in the jaw", "user"),
        ("Driver", "toward_self", "it does not look up", "part"),
        ("Freezer", "appreciation", "for holding still when it mattered", "user"),
        ("Freezer", "fears", "everyone sees it is not good", "part"),
        ("Freezer", "image", "someone gone very still", "user"),
        ("Freezer", "job", "keep us from doing it wrong", "part"),
        ("Freezer", "message", "I cannot breathe when the clock runs", "part"),
        ("Freezer", "place", "shoulders up, hands above the keys", "user"),
        ("Freezer", "toward_self", "its shoulders come down a little", "part"),
    ]


def test_two_promises_are_kept_and_read_back_at_the_end(room: Room, monday: tuple[Live, Talker]) -> None:
    _, talker = monday
    names = {row["id"]: row["name"] for row in rows(room, "part")}
    made = columns(room, "agreement", "part_id", "person_id", "text", "due")
    assert [(names[part], person, text, due) for part, person, text, due in made] == [
        ("Driver", None, "ten minutes on the outline before nine", "2026-03-10"),
        ("Freezer", None, "look out of the window with it at noon", "2026-03-11"),
    ]
    (read_back,) = [text for text in talker.about(About.STEP) if text.startswith("You said you would:")]
    assert '"ten minutes on the outline before nine", "look out of the window with it at noon"' in read_back


def test_nothing_else_is_left_of_monday(room: Room, monday: tuple[Live, Talker]) -> None:
    live, _ = monday
    assert {row.table for row in live.rows} == {
        *("session", "part", "session_part", "part_fact", "gate_check", "concern", "agreement", "measure"),
    }
    assert columns(room, "measure", "name", "value", "number_value") == [
        ("state_arriving", "stirred", 4),
        ("state_leaving", "settled", 2),
    ]


def test_the_first_draft_says_you_never_and_both_are_kept(room: Room, tuesday: tuple[Live, Talker]) -> None:
    live, talker = tuesday
    (statement,) = rows(room, "statement")
    (person,) = rows(room, "person")
    assert person["name"] == "my manager"
    assert statement["body"] == KINDER
    assert (statement["person_id"], statement["held"], statement["look_again"]) == (
        person["id"],
        0,
        "2026-03-12",
    )
    first, second = rows(room, "statement_version")
    assert (first["body"], second["body"]) == (YOU_NEVER, KINDER)
    assert first["flags"] != "[]"
    assert second["flags"] == "[]"
    assert any("You never" in text for text in talker.about(About.STEP))
    assert columns(room, "session_person", "session_id", "person_id") == [(live.id, person["id"])]
    gates = [row["gate"] for row in rows(room, "gate_check") if row["session_id"] == live.id]
    assert gates == ["relational_theirs", "relational_mine"]


def test_one_promise_was_not_kept_and_is_made_smaller(
    room: Room, thursday: list[tuple[Live, Talker]]
) -> None:
    (visit, talker), (other, _) = thursday
    names = {row["id"]: row["name"] for row in rows(room, "part")}
    promised = {row["id"]: row["text"] for row in rows(room, "agreement")}
    outcomes = columns(
        room, "agreement_outcome", "session_id", "agreement_id", "kept", "words", "renegotiated"
    )
    assert [(session, promised[agreement], *rest) for session, agreement, *rest in outcomes] == [
        (
            visit.id,
            "look out of the window with it at noon",
            "renegotiated",
            "I said noon, and I worked through it",
            "two minutes at noon",
        ),
        (other.id, "ten minutes on the outline before nine", "kept", None, None),
    ]
    assert [(names[row["part_id"]], row["text"], row["due"]) for row in rows(room, "agreement")][2:] == [
        ("Freezer", "two minutes at noon", "2026-03-13"),
    ]
    visits = columns(room, "follow_up", "part_id", "here", "rhythm", "next_on")
    assert [(names[part], *rest) for part, *rest in visits] == [
        ("Freezer", "here", "any_days", None),
        ("Driver", "quiet", "once", "2026-03-20"),
    ]
    said = " ".join(talker.about(About.STEP))
    assert "I cannot breathe when the clock runs" in said


def test_a_promise_made_smaller_is_the_one_that_is_open(
    room: Room, thursday: list[tuple[Live, Talker]]
) -> None:
    from ifs_journal.journal.read_known import known_of_part

    parts = {row["name"]: row["id"] for row in rows(room, "part")}
    assert known_of_part(room.journal, parts["Freezer"])["part_promise"].text == "two minutes at noon"
    assert "part_promise" not in known_of_part(room.journal, parts["Driver"])


def test_the_first_day_is_as_it_was(room: Room, monday: tuple[Live, Talker], thursday: Any) -> None:
    live, _ = monday
    on_disk(live, room.journal)
