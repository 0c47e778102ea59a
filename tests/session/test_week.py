"""What a person would ask of a week, by command: every answer from the week of `session_seven_days.py`."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any

import pytest

import session_seven_days as told
from session_week import Program, Week

ALL = [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def only(found: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    """The one row that has these values."""
    (one,) = [row for row in found if wanted.items() <= row.items()]
    return one


def found_in(program: Program, *arguments: str) -> set[tuple[str, int | None]]:
    """Where a search finds something: the kind, and the session's number."""
    return {(one["kind"], one["number"]) for one in program.json("search", *arguments)}


# --- What did I do this week? ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("narrowed", "numbers"),
    [
        ((), ALL),
        (("--since", "monday"), [13, 12, 11, 10, 9, 8]),
        (("--since", "last 7 days"), ALL),
        (("--since", "last 7 days", "--limit", "3"), [13, 12, 11]),
        (("--since", "last 3 days", "--until", "yesterday"), [11, 10, 9, 8]),
        (("--since", "2026-03-28", "--until", "sunday"), [7, 6, 5]),
        (("--since", "today"), [13, 12]),
        (("--since", "march", "--until", "friday"), [4, 3, 2, 1]),
        (("--until", "2026-03-25"), []),
        (("--script", "check-in"), [13, 3, 1]),
        (("--script", "after-speaking", "--since", "monday"), [9]),
        (("--part", "critic"), [13, 11, 6, 5, 4, 3, 1]),
        (("--part", "zoe"), [13, 12, 10, 4]),
        (("--part", "小さい"), [5]),
        (("--person", "anna"), [9, 7, 5]),
        (("--tag", "etude"), [9, 4]),
        (("--tag", "telephone", "--person", "anna"), []),
        (("--paused",), []),
    ],
)
def test_what_did_i_do(program: Program, narrowed: tuple[str, ...], numbers: list[int]) -> None:
    assert program.numbers("list", *narrowed) == numbers
    page = program.run("list", *narrowed)
    shown = [int(line[1:].split()[0]) for line in page.splitlines() if line.startswith("#")]
    assert shown == numbers
    assert ("There are 10 more. To see them: --limit 13" in page) is ("--limit" in narrowed)
    if not numbers:
        assert page == "Nothing here fits all of that. To see everything: ifs list\n"


def test_every_session_is_on_the_day_it_was_on_the_persons_clock(week: Week) -> None:
    started = {one["number"]: one["started_at"] for one in week.program.json("list")}
    assert started[week.number["hot"]].startswith("2026-03-28T22:40:")
    assert started[week.number["page"]].startswith("2026-03-29T01:50:")
    assert [started[week.number[name]][-6:] for name in ("hot", "page", "anew")] == [
        "+01:00",
        "+01:00",
        "+02:00",
    ]
    after_midnight = only(week.program.json("list"), script="now")
    assert after_midnight["started_at"].startswith("2026-03-30T00:20:")
    assert re.search(
        r"^#8 +2026-03-30 00:20  Now$", week.program.run("list", "--since", "monday"), re.MULTILINE
    )
    page = week.program.json("show", "6")
    spent = datetime.fromisoformat(page["ended_at"]) - datetime.fromisoformat(page["started_at"])
    assert 1800 <= spent.total_seconds() < 1860, "the hour that was left out is not counted"


def test_a_line_says_what_it_was_who_was_there_and_its_tags(program: Program) -> None:
    page = " ".join(program.run("list", "--tag", "telephone").split())
    line = "#4 2026-03-27 20:15 A little room Zoë's façade, the Critic · tagged telephone, Étude"
    assert page.startswith(line)
    entry = only(program.json("list"), number=4)
    assert entry["parts"] == [told.GUARD, told.CRITIC]
    assert entry["tags"] == ["telephone", "Étude"]


# --- What was that about the phone? ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("phone", {("answer", 2), ("answer", 5), ("answer", 6), ("note", None)}),
        ("PHO", {("answer", 2), ("answer", 5), ("answer", 6), ("note", None)}),
        ("naive", {("answer", 2)}),
        ("NAÏVE knot", {("answer", 2)}),
        ("cœur", {("answer", 2)}),
        ("deja vu", {("answer", 8)}),
        ("simkova", {("note", 4)}),
        ("怒って", {("answer", 6)}),
        ("迎え", {("answer", 5)}),
        ("小さい", {("answer", 5), ("part", None)}),
        ('"at nine"', {("answer", 5), ("answer", 7)}),
        ('"nine at"', set()),
        ("nine when came", {("answer", 5), ("answer", 7)}),
        ("isn't wrong", {("answer", 1)}),
        ("isn’t wrong", {("answer", 1)}),
        ("'never again'", {("answer", 1)}),
        ("/mute", {("answer", 4)}),
        ("'09", {("answer", 5), ("note", 4)}),
        ("50%", {("note", None)}),
        ("(sorry", {("answer", 9)}),
        ("germteig!", {("answer", 12)}),
        ("empty battery", {("answer", 6)}),
        ('"unbalanced', set()),
        ("NEAR(phone AND", set()),
        ("buzzing", set()),
    ],
)
def test_what_was_that_about(program: Program, words: str, where: set[tuple[str, int | None]]) -> None:
    assert found_in(program, words) == where


@pytest.mark.parametrize(
    ("narrowed", "where"),
    [
        (("--since", "monday"), {("note", None)}),
        (("--until", "2026-03-27"), {("answer", 2)}),
        (("--person", "anna"), {("answer", 5)}),
        (("--part", "critic", "--script", "write"), {("answer", 6)}),
        (("--tag", "telephone"), set()),
    ],
)
def test_and_only_there(program: Program, narrowed: tuple[str, ...], where: set[tuple[str, Any]]) -> None:
    assert found_in(program, "phone", *narrowed) == where


def test_what_was_found_is_marked_under_its_question(program: Program) -> None:
    page = program.run("search", "phone")
    assert "#2  2026-03-26  Finding a part\n  What happened? One line, as a camera would have" in page
    assert "  The *phone* rang at ten to nine; it was Anna's number\n" in page
    assert "2026-04-01  note\n  Read again before the session: 50% of this was about the *phone*" in page
    long = only(program.json("search", "phone"), number=6)
    assert long["private"] is True
    assert len(long["snippet"]) < 200
    assert {long["snippet"][start:end] for start, end in long["matches"]} == {"phone"}
    assert long["text"] == told.PAGE
    assert program.run("search", "🌱").startswith("There is no word in that to look for.")
    assert program.run("search", "buzzing").startswith("Nothing with those words is here.")


# --- Which parts are there, and who is the critic? ------------------------------------------------


def test_which_parts_are_there(program: Program) -> None:
    assert program.run("parts").splitlines() == [
        "#2  Zoë's façade  last seen 2026-04-01",
        "#1  the Critic    last seen 2026-04-01  promise",
        "#3  小さい子      last seen 2026-03-28",
    ]
    found = program.json("parts")
    assert [(one["number"], one["name"], one["sessions"]) for one in found] == [
        (2, told.GUARD, 4),
        (1, told.CRITIC, 7),
        (3, told.SMALL, 1),
    ]


def test_who_is_the_critic(program: Program) -> None:
    page = program.run("parts", "show", "critic")
    assert page.startswith("the Critic\n#1 · last seen 2026-04-01\n")
    for words in (
        '  it says: "faster"  the part, 2026-03-31, #11\n',
        "  it fears: \"it'd be like '09\"  the part, 2026-03-28, #5\n",
        "  you told it: I can stop the moment you ask me to.  you, 2026-03-27, #4\n",
        "  \"that it'll drown us both\"  Zoë's façade, 2026-03-27, #4; it was heard first\n",
        "  ring Mum before six o'clock  said 2026-03-26, #1\n",
        "In 7 sessions\n",
        "Earlier words and all the rest: ifs parts show 1 --all\n",
    ):
        assert words in page
    assert told.SLASH not in page, "its first words are for --history"


def test_its_first_and_its_latest_words(program: Program) -> None:
    page = program.run("parts", "show", "critic", "--history")
    assert page.index('"faster"') < page.index(f'"{told.SLASH}"')
    assert "In 7 sessions\n  #13  Check-in  2026-04-01\n" in page
    assert page.endswith("  #1  Check-in  2026-03-26\n")
    facts = program.json("parts", "show", "critic")["facts"]
    assert [one["value"] for one in facts if one["field"] == "says"] == ["faster", told.SLASH]
    assert only(facts, field="message")["value"] == told.MESSAGE
    assert facts[-1]["session"] == 1


def test_what_helped_it_give_room(program: Program) -> None:
    page = program.run("parts", "show", "1")
    assert (
        "What helped it give room\n"
        "  asking for a hand's width: it eased  2026-03-31, #11\n"
        "  looking at it from across the room: you could see it  2026-03-27, #4\n"
        "  asking for a hand's width: it stayed  2026-03-27, #4\n"
    ) in page
    found = program.json("parts", "show", "1")
    assert [(one["technique"], one["response"], one["after"]) for one in found["unblend_attempts"]] == [
        ("asking", "eased", None),
        ("across_the_room", None, "i_can_see_it"),
        ("asking", "stayed", None),
    ]
    assert [one["found"] for one in found["felt_toward"]] == ["open", "open", "reacting"]


@pytest.mark.parametrize("ref", ["zoe", "Zoë’s façade", "ZOE'S FACADE", "#2", "2"])
def test_a_part_is_found_however_its_name_is_typed(program: Program, ref: str) -> None:
    assert program.json("parts", "show", ref)["name"] == told.GUARD


# --- What did I want to say to Anna, how did it change, and did I say it? -------------------------


def test_what_i_wanted_to_say_and_when_i_was_to_see_it_again(week: Week) -> None:
    hot = week.program.json("show", str(week.number["hot"]))
    (statement,) = hot["statement"]
    assert (statement["body"], statement["held"], statement["look_again"]) == (told.HELD, 1, "2026-03-29")
    assert [one["body"] for one in hot["statement_version"]] == [told.HELD]
    said = [text for _, text in week.talkers["hot"].shown]
    assert any("shown to you again tomorrow" in text for text in said)
    assert not any(step.endswith("/day:1") for step in week.talkers["hot"].asked)
    page = " ".join(week.program.run("show", "5").split())
    assert told.HELD in page
    assert "小さい子: what did it feel?" in page
    assert "before you go? I can leave it here" in page


def test_how_it_changed(week: Week) -> None:
    shown = [text for _, text in week.talkers["anew"].shown]
    assert f'You wrote, for Anna: "{told.HELD}"' in shown
    assert any(text.startswith("“You never") for text in shown)
    anew = week.program.json("show", str(week.number["anew"]))
    versions = [(one["version_no"], one["body"], one["flags"]) for one in anew["statement_version"]]
    assert versions == [(1, told.NEVER, ["you_always"]), (2, told.SAID, [])]
    (statement,) = anew["statement"]
    assert (statement["body"], statement["held"], statement["look_again"]) == (told.SAID, 0, "2026-03-30")
    page = " ".join(week.program.run("show", "7").split())
    before, after = page.index(told.NEVER), page.index(told.SAID)
    assert page.index(f"Words for Anna, from #5: {told.HELD}") < before < after
    assert "with this person, is there anything" in page


def test_did_i_say_it(week: Week) -> None:
    said = week.program.json("show", str(week.number["said"]))
    (outcome,) = said["statement_outcome"]
    assert (outcome["delivered"], outcome["how_it_went"]) == ("yes", told.WENT)
    (statement,) = week.program.json("show", "7")["statement"]
    assert outcome["statement_id"] == statement["id"]
    page = " ".join(week.program.run("show", "9").split())
    assert f"Words for Anna, from #7: {told.SAID}" in page
    assert "How is it with these words now? said, or sent" in page
    assert told.WENT in page
    assert week.program.numbers("list", "--person", "Anna") == [9, 7, 5]


# --- What is waiting? -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "reason", "counts", "says"),
    [
        ("paused", "trailhead", (1, 0, 1), "Paused: 1, the latest begun today."),
        ("to look at", "statement", (0, 1, 1), "A sentence you saved yesterday is ready to be looked at"),
        ("before it was said", "statement", (0, 1, 1), "Waiting: 1 sentence to look at again, 1 thing you"),
        (
            "after it was said",
            "trailhead",
            (0, 0, 1),
            "Something you noticed on Thursday is there whenever you like.",
        ),
        ("after it was taken up", "check_in", (0, 0, 0), "A check-in takes a minute or two."),
    ],
)
def test_what_is_waiting(week: Week, when: str, reason: str, counts: tuple[int, ...], says: str) -> None:
    page, found = week.home[when]
    assert found["suggestion"]["reason"] == reason
    assert tuple(found[key] for key in ("paused", "statements_due", "trailheads_parked")) == counts
    assert says in page
    for word in ("Anna", "Critic", "knot", "nine"):
        assert word not in page + json.dumps(found), "home tells counts, no names and no words"
    assert ("ifs after-speaking" in page) is bool(counts[1])
    assert ("ifs find-part" in page) is bool(counts[2])
    assert ("ifs resume" in page) is bool(counts[0])


def test_in_the_end_nothing_is(program: Program) -> None:
    found = program.json()
    assert (found["day"], found["last_check_in"]) == ("2026-04-01", "2026-04-01")
    assert found["suggestion"]["reason"] == "nothing"
    assert program.run().startswith("The last check-in was today.\nNothing else is waiting.\n")


# --- What did I note? -----------------------------------------------------------------------------


def test_what_did_i_note(program: Program) -> None:
    assert program.run("note", "--list") == (
        f"note 3, 2026-04-01\n  {told.BY_ITSELF}\n".replace("\n50%", "\n  50%")
        + f"\nnote 2 on {told.GUARD}, 2026-04-01\n  {told.ON_THE_GUARD}\n"
        f"\nnote 1 on #4, 2026-03-27\n  {told.ON_DAY_TWO}\n"
    )
    found = program.json("note", "--list")
    assert [one["text"] for one in found] == [told.BY_ITSELF, told.ON_THE_GUARD, told.ON_DAY_TWO]
    assert f"note 1, 2026-03-27\n  {told.ON_DAY_TWO}\n" in program.run("show", "4")
    assert f"\nNotes\n  {told.ON_THE_GUARD}  2026-04-01, note 2\n" in program.run("parts", "show", "zoe")
    assert program.run("tag", "--list") == "Étude: 2 sessions\ntelephone: 1 session\n"
