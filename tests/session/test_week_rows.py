"""What a week leaves in the journal: every row it must, no row it must not. And a session taken up again."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import session_seven_days as told
from ifs_journal.terms import Kind
from session_week import Program, Week

Rows = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def rows(week: Week) -> Rows:
    """The rows of a table: session number, then the values of these columns."""
    numbers = {one["id"]: one["number"] for one in week.program.rows("session")}

    def act(table: str, *columns: str) -> list[tuple[Any, ...]]:
        found = week.program.rows(table)
        return [(numbers[one["session_id"]], *(one[name] for name in columns)) for one in found]

    return act


def test_words_for_anna(week: Week, rows: Rows) -> None:
    (anna,) = week.program.rows("person")
    assert anna["name"] == "Anna"
    assert rows("session_person", "person_id") == [(number, anna["id"]) for number in (5, 7, 9)]
    assert rows("statement", "kind", "person_id", "body", "held", "look_again") == [
        (5, "speak_for", anna["id"], told.HELD, 1, "2026-03-29"),
        (7, "speak_for", anna["id"], told.SAID, 0, "2026-03-30"),
    ]
    assert rows("statement_version", "version_no", "body", "flags") == [
        (5, 1, told.HELD, "[]"),
        (7, 1, told.NEVER, '["you_always"]'),
        (7, 2, told.SAID, "[]"),
    ]
    first, second = (one["id"] for one in week.program.rows("statement"))
    assert rows("statement_outcome", "statement_id", "delivered", "how_it_went") == [
        (7, first, "no", None),
        (9, second, "yes", told.WENT),
    ]


def test_safety_between_the_two_was_asked_each_time(rows: Rows) -> None:
    relational = [one for one in rows("gate_check", "gate", "class") if one[1].startswith("relational")]
    assert relational == [
        (5, "relational_theirs", "no"),
        (5, "relational_mine", "worried"),
        (7, "relational_theirs", "no"),
        (7, "relational_mine", "worried"),
    ]


def test_what_was_parked_and_taken_up(week: Week, rows: Rows) -> None:
    guard = week.program.json("parts", "show", "zoe")["id"]
    columns = ("trigger", "channels", "noticed", "place", "part_id", "parked")
    assert rows("trailhead", *columns) == [
        (2, told.RANG, '["body","words"]', told.KNOT, told.HEART, None, 1),
        (10, None, '["image"]', told.HARBOUR, None, guard, 0),
    ]
    assert rows("trailhead_visit", "trailhead_id") == [(10, week.program.rows("trailhead")[0]["id"])]
    assert f"Set aside, from #2:\n  {told.KNOT}\n" in week.program.run("show", "10")


def test_qualities_of_self(rows: Rows) -> None:
    assert rows("self_moment", "quality") == [(12, "calm"), (12, "playfulness")]


def test_the_worried_one_refused_and_had_its_turn(week: Week, rows: Rows) -> None:
    guard, critic = (week.program.json("parts", "show", one)["id"] for one in ("zoe", "critic"))
    assert rows("concern", "part_id", "worry", "outcome") == [
        (4, guard, "that it'll drown us both", "became_target")
    ]
    columns = ("part_id", "technique", "response", "blend_before", "blend_after", "fear")
    assert rows("unblend_attempt", *columns) == [
        (4, critic, "asking", "stayed", "i_am_it", None, told.OUTRUN),
        (4, critic, "across_the_room", None, "i_am_it", "i_can_see_it", None),
        (11, critic, "asking", "eased", "against_me", None, None),
    ]
    toward = [one for one in rows("gate_check", "gate", "part_id", "class") if one[1] == "feel_toward"]
    assert [one[2:] for one in toward] == [
        (critic, "reacting"),
        (guard, "open"),
        (critic, "open"),
        (critic, "open"),
    ]


def test_what_is_known_of_the_parts(week: Week, rows: Rows) -> None:
    names = {one["id"]: one["name"] for one in week.program.rows("part")}
    found = {
        (number, names[part], field, value, said_by)
        for number, part, field, value, said_by in rows("part_fact", "part_id", "field", "value", "said_by")
    }
    assert found == {
        (1, told.CRITIC, "message", told.MESSAGE, "part"),
        (4, told.CRITIC, "says", told.SLASH, "part"),
        (4, told.CRITIC, "fear_of_unblending", told.OUTRUN, "part"),
        (4, told.CRITIC, "reassurance", "I can stop the moment you ask me to.", "user"),
        (4, told.GUARD, "says", told.SHUT_UP, "part"),
        (5, told.CRITIC, "feeling", "furious", "part"),
        (5, told.CRITIC, "fears", "it'd be like '09", "part"),
        (5, told.CRITIC, "needs", "that a promise is a promise", "part"),
        (5, told.SMALL, "feeling", "small", "part"),
        (5, told.SMALL, "fears", told.CHILD_SAYS, "part"),
        (10, told.GUARD, "noticed", told.HARBOUR, "user"),
        (10, told.GUARD, "fears", "the last ferry", "part"),
        (11, told.CRITIC, "says", "faster", "part"),
        (12, told.GUARD, "message", "someone's got to watch the door", "part"),
        (13, told.GUARD, "message", "ok.", "part"),
    }
    assert len(names) == 3


def test_days_are_the_persons_own(week: Week) -> None:
    days = {one["number"]: (one["local_day"], one["utc_offset"]) for one in week.program.rows("session")}
    assert days[5] == ("2026-03-28", 60)
    assert days[6] == ("2026-03-29", 60)
    assert days[7] == ("2026-03-29", 120)
    assert days[8] == ("2026-03-30", 120)
    assert {zone["zone"] for zone in week.program.rows("session")} == {"Europe/Vienna"}


def test_a_now_that_is_kept_is_an_entry_and_one_that_is_not_leaves_no_trace(week: Week) -> None:
    assert week.program.numbers("list", "--script", "now") == [8]
    assert "One word for it, if there is one.\n  tight; Déjà-vu\n" in week.program.run("show", "8")
    for one in week.program.file.parent.iterdir():
        assert b"buzzing" not in one.read_bytes()


def test_the_evening_begins_with_the_mornings_words_and_asks_nothing_about_them(week: Week) -> None:
    assert f'This morning you wrote: "{told.INTENTION}".' in [one for _, one in week.talkers["evening"].shown]
    assert f"That morning, from #1:\n  {told.INTENTION}\n" in week.program.run("show", "3")
    assert [text for _, text in week.talkers["last evening"].shown if "This morning" in text] == []


# --- paused on Friday, taken up on Saturday -------------------------------------------------------


def test_the_state_is_asked_before_anything_else(week: Week) -> None:
    talker = week.talkers["room"]
    assert talker.hellos[0].resumed
    assert [one.rpartition("/")[2] for one in talker.asked[:2]] == ["state:1", "how-close:1"]
    log = [one for one in week.program.rows("answer") if one["address"].startswith("unblend")]
    resumed = [json.loads(one["value"]) for one in log if one["kind"] == Kind.RESUMED]
    assert len(resumed) == 1
    assert "settled" in str(resumed)


def test_what_was_answered_before_is_there(week: Week) -> None:
    answers = {one["address"]: one for one in week.program.json("show", "4")["answers"]}
    assert answers["unblend/says:1"]["value"] == told.SLASH
    assert answers["unblend/says:1"]["at"].startswith("2026-03-27T20:15")
    assert answers["unblend/how-close:1"]["at"].startswith("2026-03-28T09:05")
    assert answers["unblend/part-of-me:1"]["value"] == f'Part of me: "{told.SLASH}"'


def test_while_it_was_paused_home_offered_to_go_on(week: Week) -> None:
    page, found = week.home["paused"]
    assert found["paused"] == 1
    assert "To go on: ifs resume" in page


def test_the_page_is_kept_to_the_last_letter_and_marked_private(program: Program) -> None:
    (page,) = [one for one in program.json("show", "6")["answers"] if one["address"] == "write/page:1"]
    assert (page["value"], page["private"]) == (told.PAGE, True)
    shown = program.run("show", "6")
    assert max(map(len, shown.splitlines())) <= 80
    assert "\n  /etc isn't a place for feelings 🌧️\n  怒っている\n" in shown
