"""Saved filters, what some days held, and figures over time, asked of the journal of the week."""

from __future__ import annotations

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ifs_journal.journal.journal import Journal
from session_week import Program

FIGURES = ("activity", "distress", "self", "trust", "thriving", "strategies", "room")


def test_a_saved_filter_narrows_down_as_its_options_do(copied: Program) -> None:
    options = ("--since", "past week", "--script", "check-in", "--min-distress", "3")
    assert copied.run("filters", "save", "Hard days", *options).startswith("Saved.")
    assert copied.numbers("list", "--filter", "hard days") == copied.numbers("list", *options)
    assert copied.numbers("list", "--filter", "hard") == copied.numbers("list", *options)
    assert copied.json("review", "--filter", "hard") == copied.json("review", *options)
    assert copied.json("trends", "--filter", "hard") == copied.json("trends", *options)
    (kept,) = copied.json("filters", "list")
    assert (kept["name"], kept["options"]) == (
        "Hard days",
        {"since": "past week", "script": "check-in", "min_distress": 3},
    )
    assert "since: past week, script: check-in, min distress: 3" in copied.run("filters", "list")


def test_what_is_typed_beside_a_saved_filter_wins(copied: Program) -> None:
    copied.run("filters", "save", "day", "--since", "2026-03-30", "--until", "2026-03-30")
    assert copied.numbers("list", "--filter", "day", "--until", "today") == copied.numbers(
        "list", "--since", "2026-03-30"
    )


def test_days_of_a_saved_filter_move_along_with_the_days(copied: Program) -> None:
    copied.run("filters", "save", "lately", "--since", "past 3 days")
    now = copied.numbers("list", "--filter", "lately")
    later = Program(copied.file, lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
    assert now
    assert later.numbers("list", "--filter", "lately") == []


def test_a_saved_filter_follows_its_part_to_a_new_name(copied: Program) -> None:
    part = next(one for one in copied.json("parts") if one["sessions"])
    copied.run("filters", "save", "with it", "--part", str(part["number"]))
    before = copied.numbers("list", "--filter", "with it")
    with Journal.open(copied.file) as journal:
        journal.connection.execute(
            "UPDATE part SET name = 'Wren', name_key = 'wren' WHERE id = ?", (part["id"],)
        )
    assert "part: Wren" in copied.run("filters", "list")
    assert copied.numbers("list", "--filter", "with it") == before != []


def test_a_filter_whose_part_is_gone_says_so(copied: Program) -> None:
    part = next(one for one in copied.json("parts") if one["sessions"])
    copied.run("filters", "save", "with it", "--part", str(part["number"]))
    with Journal.open(copied.file) as journal:
        journal.connection.execute("DELETE FROM part WHERE id = ?", (part["id"],))
    assert "no longer in the journal" in copied.run("list", "--filter", "with it", code=10)
    assert "no longer in the journal" in copied.run("filters", "list")


def test_a_filter_is_replaced_under_its_name_and_removed_without_a_trace(copied: Program) -> None:
    copied.run("filters", "save", "zimtschnecke", "--tag", "telephone")
    said = copied.run("filters", "save", "Zimtschnecke", "--since", "monday")
    assert said.startswith("Saved in place of the earlier one.")
    assert [one["options"] for one in copied.json("filters", "list")] == [{"since": "monday"}]
    copied.run("filters", "remove", "zimtschnecke")
    assert copied.json("filters", "list") == []
    for file in (copied.file, copied.file.with_name(f"{copied.file.name}-wal")):
        assert not file.exists() or b"imtschnecke" not in file.read_bytes()
    assert "No filter is saved" in copied.run("list", "--filter", "zimtschnecke", code=10)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), 2),
        (("--since", "soon"), 2),
        (("--part", "nobody of this name"), 10),
        (("--script", "no-such"), 10),
        (("--min-distress", "11"), 2),
    ],
)
def test_a_filter_that_could_find_nothing_is_not_saved(
    copied: Program, options: tuple[str, ...], code: int
) -> None:
    copied.run("filters", "save", "this", *options, code=code)
    assert copied.json("filters", "list") == []


def test_reading_with_a_filter_changes_nothing_and_the_names_of_filters_are_met_kindly(
    copied: Program,
) -> None:
    copied.run("filters", "save", "one day", "--since", "monday")
    copied.run("filters", "save", "one week", "--since", "past week")
    assert copied.run("list", "--filter", "one", code=11).startswith("That fits more than one: ")
    assert copied.numbers("list", "--filter", "ONE  week") == copied.numbers("list", "--since", "past week")


# --- what some days held ---------------------------------------------------------------------------


def test_a_review_without_options_is_of_the_past_seven_days(program: Program) -> None:
    found = program.json("review")
    assert (found["first_day"], found["last_day"]) == ("2026-03-26", "2026-04-01")
    assert found == program.json("review", "--week") == program.json("review", "--since", "past week")
    month = program.json("review", "--month")
    assert (month["first_day"], month["sessions"] >= found["sessions"]) == ("2026-03-02", True)
    assert sum(one["sessions"] for one in found["kinds"]) == found["sessions"] > 0


def test_the_page_has_the_same_in_every_form(program: Program, tmp_path: Path) -> None:
    page = program.run("review")
    assert page.startswith("Looking back\n2026-03-26 to 2026-04-01, ")
    markdown = program.run("review", "--format", "markdown")
    html = program.run("review", "--format", "html")
    for heading in ("Sessions", "Parts that were there", "How it was", "Words of these days"):
        assert f"\n{heading}\n" in page
        assert f"\n## {heading}\n" in markdown
        assert f"<h2>{heading}</h2>" in html
    file = tmp_path / "week.html"
    assert program.run("review", "--to", str(file)) == f"It is in {file}\n"
    assert file.read_text(encoding="utf-8") == html
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "--force" in program.run("review", "--to", str(file), code=73)
    program.run("review", "--to", str(file), "--force")


@pytest.mark.parametrize(
    "options",
    [
        ("review", "--week", "--month"),
        ("review", "--week", "--since", "monday"),
        ("review", "--format", "svg"),
        ("review", "--json", "--format", "html"),
        ("review", "--to", "somewhere"),
        ("trends", "--format", "svg"),
        ("trends", "--format", "markdown"),
        ("review", "--since", "today", "--until", "yesterday"),
    ],
)
def test_options_that_do_not_go_together_are_refused(program: Program, options: tuple[str, ...]) -> None:
    program.run(*options, code=2)


def test_days_without_a_session_are_said_without_a_word_about_it(program: Program) -> None:
    said = "No session fits these days. Another stretch of days: --since\n"
    for command in ("review", "trends"):
        assert program.run(command, "--since", "2020-01-01", "--until", "2020-01-31") == said
    assert program.json("trends", "--until", "2020")["trends"] == []
    assert program.json("review", "--until", "2020-05")["sessions"] == 0


def test_a_journal_without_sessions_says_how_to_begin(journal: Journal, journal_file: Path) -> None:
    journal.close()
    empty = Program(journal_file)
    for command in ("review", "trends"):
        assert empty.run(command) == "Nothing here yet. To begin: ifs check-in\n"
    assert empty.run("filters", "list").startswith("No filter is saved yet.")


# --- figures over time -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_comes_by_its_name_in_every_form(program: Program, name: str) -> None:
    found = program.json("trends", name)
    (one,) = found["trends"]
    assert one["name"] == name
    for table in one["tables"]:
        assert len(table["rows"]) == len(table["counts"])
        assert all(len(row) == len(table["columns"]) for row in table["counts"])
    assert "<svg" in program.run("trends", name, "--format", "svg")
    assert program.run("trends", name, "--format", "html").startswith("<!doctype html>")
    plain = program.run("trends", name, "--plain")
    assert not set("█▓▒░▌·") & set(plain)
    assert not set("█▓▒░▌·") & set(program.run("trends", name, "--table"))


def test_a_figure_is_known_by_its_beginning(program: Program) -> None:
    assert program.json("trends", "dis") == program.json("trends", "distress")
    assert "activity, distress" in program.run("trends", "t", code=10)
    assert "activity, distress" in program.run("trends", "nothing", code=10)


def test_a_few_figures_come_without_a_name(program: Program) -> None:
    assert [one["name"] for one in program.json("trends")["trends"]] == ["activity", "distress", "self"]
    page = program.run("trends")
    assert all(name in page for name in FIGURES)


def test_a_figure_of_one_part_is_of_that_part_alone(program: Program) -> None:
    part = next(one for one in program.json("parts") if one["sessions"] > 1)
    (one,) = program.json("trends", "activity", "--part", str(part["number"]))["trends"]
    assert [row["name"] for row in one["tables"][0]["rows"]] == [part["name"]]
    assert sum(one["days"].values()) == one["told"] == part["sessions"]
