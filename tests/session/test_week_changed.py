"""Second thoughts about a week: another name, other words, an entry that is to go. Each on its own copy."""

from __future__ import annotations

from typing import Any

import pytest

import session_seven_days as told
from session_week import Program, Week

TRUER = "It said: \"I'm scared you'd forget,\" no more than that. 🫶"
NEW_NAME = "Wächterin O’Malley"


def answer(program: Program, ref: str, address: str) -> dict[str, Any]:
    (found,) = [one for one in program.json("show", ref)["answers"] if one["address"].endswith(address)]
    return dict(found)


def finds(program: Program, words: str) -> list[tuple[str, int | None]]:
    return [(one["kind"], one["number"]) for one in program.json("search", words)]


def files_with(program: Program, words: str) -> list[str]:
    return [one.name for one in program.file.parent.iterdir() if words.encode() in one.read_bytes()]


# --- I named it wrongly ---------------------------------------------------------------------------


def test_a_part_is_renamed_and_found_by_both_names(copied: Program) -> None:
    assert copied.run("parts", "rename", "zoe", NEW_NAME) == (
        f"#2 is called {NEW_NAME} now. What was written before keeps its words.\n"
        f"It can still be found as {told.GUARD}.\n"
    )
    for ref in (told.GUARD, "zoe's facade", NEW_NAME, "wachterin o'malley"):
        page = copied.run("parts", "show", ref)
        assert page.startswith(f"{NEW_NAME}\n#2 · last seen 2026-04-01\nalso called {told.GUARD}\n")
        assert copied.numbers("list", "--part", ref) == [13, 12, 10, 4]
    assert finds(copied, "wachterin") == [("part", None)]
    assert ("part", None) in finds(copied, "facade")
    assert NEW_NAME in copied.run("list", "--limit", "1")
    assert told.GUARD in copied.run("show", "4"), "what was written keeps its words"
    assert "#2  Wächterin O’Malley" in copied.run("parts")


# --- I wrote something wrong ----------------------------------------------------------------------


def test_words_are_put_right_and_the_earlier_ones_are_kept(copied: Program) -> None:
    said = copied.run("edit", "1", "--answer", "message", stdin=TRUER)
    assert said.startswith("Kept, with today's date")
    found = answer(copied, "1", "message:1")
    assert (found["value"], found["first_answer"]) == (TRUER, told.MESSAGE)
    assert found["corrected_at"].startswith("2026-04-01T")
    page = " ".join(copied.run("show", "1").split())
    assert f"{TRUER} corrected 2026-04-01; before: {told.MESSAGE}" in page
    assert finds(copied, "forget") == [("answer", 1)]
    assert f'"{TRUER}"' in " ".join(copied.run("parts", "show", "critic").split())


def test_or_they_are_replaced_and_nothing_is_left(copied: Program) -> None:
    assert files_with(copied, "naturally") == [copied.file.name]
    copied.run("edit", "9", "--answer", "how-it-went", "--forget-earlier", stdin="She was quiet.")
    found = answer(copied, "9", "how-it-went:1")
    assert (found["value"], "first_answer" in found) == ("She was quiet.", False)
    assert "edited on 2026-04-01; the earlier words were not kept" in copied.run("show", "9")
    assert finds(copied, "naturally") == []
    assert files_with(copied, "naturally") == []
    assert [one["how_it_went"] for one in copied.rows("statement_outcome") if one["delivered"] == "yes"] == [
        "She was quiet."
    ]


def test_the_words_for_anna_are_put_right_in_their_statement_too(copied: Program) -> None:
    copied.run("edit", "5", "--answer", "draft", stdin="When you came, a part of me felt small.")
    (statement,) = copied.json("show", "5")["statement"]
    assert statement["body"] == "When you came, a part of me felt small."
    assert f"Words for Anna, from #5:\n  {statement['body']}\n" in copied.run("show", "7")


def test_an_answer_that_is_removed_takes_nobody_along(copied: Program) -> None:
    copied.run("delete", "9", "--answer", "after-speaking/arriving:1/state:1", "--yes")
    assert copied.json("show", "9")["state_before_word"] is None
    assert copied.numbers("list", "--person", "anna") == [9, 7, 5]


# --- I don't want her name in here ----------------------------------------------------------------


def test_a_name_goes_and_nothing_else_that_was_answered(week: Week, copied: Program) -> None:
    copied.run("delete", "--person", "anna", "--yes")
    for number in ("5", "7", "9"):
        before, after = (one.json("show", number) for one in (week.program, copied))
        changed = [
            one["address"].rpartition("/")[2]
            for one, now in zip(before["answers"], after["answers"], strict=True)
            if one["value"] != now["value"]
        ]
        assert changed == (["who:1"] if number == "5" else [])
        assert after["state_before_word"] == before["state_before_word"]
    assert answer(copied, "5", "who:1")["value"]["name"] == "…"
    assert "\nWords for …, from #7:\n" in copied.run("show", "9")
    copied.run("list", "--person", "anna", code=10)
    copied.run("edit", "9", "--answer", "how-it-went", stdin="She was quiet.")


# --- I don't want this entry any more -------------------------------------------------------------


@pytest.fixture
def without_the_hot_words(week: Week, copied: Program) -> Program:
    """The same week without the session in which the words for Anna were first written."""
    said = " ".join(copied.run("delete", str(week.number["hot"]), "--yes").split())
    assert "#5, Speaking for a part, 2026-03-28: 18 answers, 5 things learned about parts," in said
    assert f"Parts met there and mentioned nowhere else: “{told.SMALL}”." in said
    assert "People named there" not in said, "Anna is in two other sessions"
    assert "Quoted in #7: “…” will stand there instead." in said
    return copied


def test_it_is_gone_and_the_numbers_of_the_others_stay(without_the_hot_words: Program) -> None:
    program = without_the_hot_words
    assert program.numbers("list") == [13, 12, 11, 10, 9, 8, 7, 6, 4, 3, 2, 1]
    assert program.run("show", "5", code=10)
    assert program.numbers("list", "--person", "anna") == [9, 7]
    assert program.run("show", "4").startswith("#4  A little room\n")


def test_what_quoted_it_shows_three_dots(without_the_hot_words: Program) -> None:
    assert "\nWords for Anna:\n  …\n" in without_the_hot_words.run("show", "7")
    assert "\nWords for Anna, from #7:\n" in without_the_hot_words.run("show", "9")


@pytest.mark.parametrize(
    "words", ["furious", "in the kitchen", "a promise is", "迎え", "小さい", "like us to talk"]
)
def test_search_does_not_find_it(without_the_hot_words: Program, words: str) -> None:
    assert finds(without_the_hot_words, words) == []
    # A single word may well stand in a script, which the journal keeps.
    if words != "furious":
        assert files_with(without_the_hot_words, words) == []


def test_parts_only_it_named_are_gone(without_the_hot_words: Program) -> None:
    assert [one["name"] for one in without_the_hot_words.json("parts")] == [told.GUARD, told.CRITIC]
    without_the_hot_words.run("parts", "show", told.SMALL, code=10)
    assert without_the_hot_words.json("parts", "show", "critic")["sessions"] == 6


def test_the_words_put_another_way_are_still_there_and_said(without_the_hot_words: Program) -> None:
    assert [one["body"] for one in without_the_hot_words.rows("statement")] == [told.SAID]
    assert [one["delivered"] for one in without_the_hot_words.rows("statement_outcome")] == ["yes"]


def test_the_next_session_gets_a_number_nobody_had(copied: Program) -> None:
    copied.run("delete", "last", "--yes")
    copied.run("check-in", "--answers", "-", stdin='["settled", null, "some"]')
    assert copied.numbers("list", "--limit", "1") == [14]


def test_a_morning_that_is_removed_leaves_the_evening_without_its_intention(copied: Program) -> None:
    assert f"That morning, from #1:\n  {told.INTENTION}\n" in copied.run("show", "3")
    copied.run("delete", "1", "--yes")
    assert "That morning:\n  …\n" in copied.run("show", "3")
    assert files_with(copied, "somebody I'm fond of") == []


def test_what_was_noticed_is_removed_and_its_visit_with_it(copied: Program) -> None:
    copied.run("delete", "2", "--yes")
    assert copied.rows("trailhead_visit") == []
    assert [one["noticed"] for one in copied.rows("trailhead")] == [told.HARBOUR]
    assert "Set aside:\n  …\n" in copied.run("show", "10")
