"""A draft put together from answers: no gaps, no doubled words, the person's own from then on."""

from __future__ import annotations

from typing import Any

import pytest

import guide_walking as walking
from ifs_journal.session.live import Live

ANNA = walking.person("Anna")
CRITIC, JOY = walking.part("Critic"), walking.part("Joy")


def speaking(
    event: Any = "you came at nine",
    voices: Any = None,
    told: list[Any] | None = None,
    rest: list[Any] | None = None,
    state: Any = "settled",
) -> Live:
    """`speak-for`, at the draft."""
    live = walking.script_walk("speak-for", [state])
    if walking.open_question(live).step == "steady":
        walking.give(live, "go_on")
    walking.go(live, [ANNA, "no", "no", event, voices or [CRITIC]])
    walking.go(live, told or ["small", "you forgot me", "being told"])
    return walking.go(live, rest or ["I want us close", "request", "a text before eight"])


def draft(live: Live) -> str:
    question = walking.open_question(live)
    assert question.step == "draft"
    return question.draft or ""


def test_it_comes_in_one_piece() -> None:
    assert draft(speaking()) == (
        "When you came at nine, this is what happened in me. A part of me felt small. "
        "It was worried that you forgot me. What matters to it is being told. "
        "I'm telling you this because I want us close. "
        "What would help is a text before eight. Would that work for you, or what would?"
    )


def test_what_was_left_open_leaves_no_gap() -> None:
    live = speaking(None, told=["small", None, None], rest=[None, None])
    assert draft(live) == "A part of me felt small."
    assert "…" not in draft(speaking(None, told=[None, None, None], rest=[None, "nothing"]))


def test_each_part_has_its_say_and_the_second_is_another() -> None:
    live = speaking(voices=[CRITIC, JOY], told=["small", None, "rest", "glad", "it stays like this", None])
    whole = "A part of me felt small. What matters to it is rest. Another part of me felt glad. "
    assert whole in draft(live)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("When you came at nine.", "When you came at nine, this"),
        ("when you came at nine", "When you came at nine, this"),
        ("you came at nine!", "When you came at nine, this"),
        ("When", "When When, this"),
    ],
)
def test_words_are_not_doubled_and_stops_not_either(said: str, shown: str) -> None:
    assert draft(speaking(said)).startswith(shown)


def test_a_limit_stands_where_a_request_would() -> None:
    live = speaking(rest=[None, "limit", "I will leave the room if there is shouting"])
    assert draft(live).endswith("To look after myself, I will leave the room if there is shouting.")


def test_an_apology_is_never_put_into_it() -> None:
    assert "sorry" not in draft(speaking()).casefold()


def test_it_remembers_what_it_was_put_together_from() -> None:
    live = speaking()
    walking.give(live, draft(live))
    (item,) = [one for one in live.log if one.address.startswith("speak-for/draft:")]
    by_seq = {one.seq: one for one in live.log}
    sources = {name: by_seq[seq].value for name, seq in item.quotes.items() if name.startswith("draft:")}
    assert sources["draft:session.event"] == "you came at nine"
    assert sources["draft:item.feeling.0"] == "small"


def test_it_begins_again_from_what_it_was_made_into() -> None:
    live = speaking()
    walking.give(live, "You never listen.")
    assert walking.open_question(live).step == "look"
    assert "“You never" in walking.said(live.place) or "“you never" in walking.said(live.place).casefold()
    walking.give(live, "change")
    assert draft(live) == "You never listen."
    walking.give(live, "When the phone was off, a part of me felt alone. What would help is a text.")
    assert walking.open_question(live).step == "day"
    walking.give(live, "2026-03-20")
    versions = walking.rows_of(live, "statement_version")
    assert [(one["version_no"], one["body"][:9]) for one in versions] == [(1, "You never"), (2, "When the ")]
    assert versions[0]["flags"]
    assert not versions[1]["flags"]
    (statement,) = walking.rows_of(live, "statement")
    assert statement["body"] == versions[1]["body"]
    assert (statement["held"], statement["look_again"]) == (0, "2026-03-20")
    assert statement["person_id"] == ANNA["id"]
    walking.assert_replays(live)


@pytest.mark.parametrize("state", ["a_lot", 6, "far_away"])
def test_while_it_is_a_lot_the_words_wait_for_tomorrow(state: Any) -> None:
    live = speaking(state=state)
    walking.give(live, draft(live))
    if walking.open_question(live).step == "look":
        walking.give(live, "keep")
    assert "shown to you again tomorrow" in walking.said(live.place)
    assert walking.open_question(live).address.startswith("speak-for/closing"), (
        "no day is asked, nothing offered"
    )
    (statement,) = walking.rows_of(live, "statement")
    assert (statement["held"], statement["look_again"]) == (1, "2026-03-10")


def test_at_too_much_no_words_are_written() -> None:
    live = walking.script_walk("speak-for", [8, "safe"])
    assert "go_on" not in walking.values(walking.open_question(live))


def test_leaving_in_calm_does_not_make_words_written_in_the_heat_ready() -> None:
    live = speaking(state="a_lot")
    walking.give(live, draft(live))
    walking.go(live, ["keep"] if walking.open_question(live).step == "look" else [])
    walking.give(live, "settled")
    assert walking.rows_of(live, "statement")[0]["held"] == 1


def test_going_back_to_say_it_is_calm_does_not_make_words_ready() -> None:
    live = walking.script_walk("speak-for", ["a_lot"])
    live.take_back()
    walking.go(live, ["settled", ANNA, "no", "no", "you came at nine", [CRITIC], "small", *[None] * 4])
    walking.give(live, draft(live))
    assert "shown to you again tomorrow" in walking.said(live.place)
    assert walking.rows_of(live, "statement")[0]["held"] == 1
    walking.assert_replays(live)
