"""Tidying the record of parts, and a part's story: in a terminal, and as a script would."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import Terminal
from test_program_parts import made, run, shown

Start = Callable[..., Terminal]
pytestmark = [pytest.mark.usefixtures("journal"), pytest.mark.sampled(6)]


def listed(*arguments: str) -> list[str]:
    return [one["name"] for one in json.loads(made(*arguments, "--json"))]


def tidied() -> list[dict[str, Any]]:
    return list(json.loads(made("undo", "--json")))


def test_a_record_is_archived_merged_split_and_related_and_all_of_it_taken_back() -> None:
    for name in ("The Critic", "The Judge", "Joy"):
        made("add", name)
    made("edit", "critic", "--field", "says", "--said-by", "part", text="hurry")
    before = {name: shown(name) for name in ("critic", "judge", "joy")}
    assert "not" not in made("merge", "judge", "critic").partition("\n")[0]
    assert "the record" in made("archive", "joy")
    assert "Written down as #4" in made("split", "critic", "The fast one", "--field", "says")
    made("relate", "critic", "polarised", "fast")
    assert "they take turns" not in made("relate", "critic", "other", "fast", text="they take turns\n")
    assert listed() == ["The fast one", "The Critic"]
    assert listed("--archived") == ["Joy"]
    assert shown("judge")["aliases"] == ["The Judge"]
    assert [one["value"] for one in shown("fast")["facts"]] == ["hurry"]
    assert [(one["kind"], one["words"]) for one in shown("fast")["relations"]] == [
        ("other", "they take turns"),
        ("polarized", None),
    ]
    assert [one["what"] for one in tidied()] == ["other", "polarized", "split", "archived", "merged"]
    assert "The Judge (#2): read as part of The Critic (#1)" in made("undo")
    while tidied():
        made("undo", "last")
    assert {name: shown(name) for name in before} == before
    assert "nothing to take back" in made("undo")


@pytest.mark.thinned(8)
@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        (["archive"], "", 2),
        (["archive", "nobody"], "", 10),
        (["archive", "J"], "", 11),
        (["merge", "Joy"], "", 2),
        (["merge", "Joy", "joy"], "", 2),
        (["split", "Joy"], "", 2),
        (["split", "Joy", "gloom"], "", 11),
        (["split", "Joy", "Self"], "", 2),
        (["split", "Joy", "New", "--field", "colour"], "", 2),
        (["relate", "Joy"], "", 2),
        (["relate", "Joy", "owns", "Gloom"], "", 2),
        (["relate", "Joy", "other", "Gloom"], "  ", 65),
        (["relate", "Joy", "allied", "joy"], "", 2),
        (["undo", "1"], "", 10),
        (["undo", "last"], "", 10),
        (["--sort", "worth"], "", 2),
        (["--role", "self"], "", 2),
        (["--since", "someday"], "", 2),
    ],
)
def test_what_does_not_fit_tidies_nothing(arguments: list[str], text: str, code: int) -> None:
    for name in ("Joy", "Jolly", "Gloom"):
        made("add", name)
    before = made("--json", "--all")
    done = run(*arguments, text=text)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert made("--json", "--all") == before
    assert tidied() == []


def test_the_list_is_sorted_and_narrowed() -> None:
    made("add", "Zeal", "--role", "manager")
    made("add", "Ärger", "--state", "resting")
    made("add", "Joy", "--role", "manager", "--status", "well_known")
    for name, trust in (("zeal", "3"), ("joy", "8")):
        made("edit", name, "--field", "trust", text=trust)
    assert listed("--sort", "name") == ["Ärger", "Joy", "Zeal"]
    assert listed("--sort", "met") == ["Zeal", "Ärger", "Joy"]
    assert listed("--sort", "trust")[:2] == ["Joy", "Zeal"]
    assert listed("--role", "manager", "--sort", "name") == ["Joy", "Zeal"]
    assert listed("--status", "well known") == ["Joy"]
    assert listed("--state", "resting") == ["Ärger"]
    assert listed("--since", "today") == []
    assert "No part fits that" in made("--since", "today")
    assert "trusts you mostly (8 of 10)" in made()
    assert json.loads(made("--json", "--role", "manager", "--sort", "met"))[0]["trust"] == {
        "value": 3,
        "day": None,
    }


def test_a_story_without_a_terminal() -> None:
    made("add", "Joy")
    assert "no story to tell yet" in made("story", "joy")
    for field, text in (
        ("says", "hello"),
        ("trust", "2"),
        ("trust", "7"),
        ("says", "again"),
        ("energy", "4"),
    ):
        made("edit", "joy", "--field", field, "--said-by", "part", text=text)
    made("edit", "joy", "--role", "other")
    told = json.loads(made("story", "joy", "--json"))
    assert (told["first_words"]["text"], told["latest_words"]["text"]) == ("hello", "again")
    assert [one["value"] for one in told["trust"]] == [2, 7]
    assert [(one["field"], one["value"]) for one in told["labels"]] == [("role", "other")]
    page = made("story", "joy")
    assert 'it says: "hello"' in page
    assert "mostly (7 of 10)" in page
    assert run("story", "nobody").returncode == 10


# --- in a terminal -----------------------------------------------------------------------------------


@pytest.mark.pty
def test_records_are_merged_and_taken_apart_in_a_terminal(ifs: Start) -> None:
    made("add", "The Critic")
    made("add", "The Judge")
    terminal = ifs("parts", "merge")
    terminal.wait("Which record is to be read as part of another?")
    terminal.press("judge\r")
    terminal.wait("As part of which one?")
    terminal.press("critic\r")
    terminal.wait("found by either name")
    terminal.wait("The parts are as they are")
    assert terminal.end() == 0
    assert listed() == ["The Critic"]
    terminal = ifs("parts", "undo", columns=40)
    terminal.wait("Which one is taken back?")
    terminal.press("1")
    terminal.wait("Taken back")
    assert terminal.end() == 0
    assert len(listed()) == 2


@pytest.mark.thinned(4)
@pytest.mark.pty
def test_a_new_part_is_begun_out_of_a_record_in_a_terminal(ifs: Start) -> None:
    made("add", "Critic")
    for text in ("one", "two", "three"):
        made("edit", "critic", "--field", "says", text=text)
    terminal = ifs("parts", "split", "critic")
    terminal.wait("What would you call the new one?")
    terminal.press("Hurry\r")
    terminal.wait("Enter takes none")
    terminal.press("9\r")
    terminal.wait("Numbers of lines above")
    terminal.press("3 1\r")
    terminal.wait("Written down as #2")
    assert terminal.end() == 0
    assert [one["value"] for one in shown("hurry")["facts"]] == ["three", "one"]
    assert len(shown("critic")["facts"]) == 3


@pytest.mark.thinned(4)
@pytest.mark.pty
def test_how_two_parts_stand_is_asked_in_a_terminal(ifs: Start) -> None:
    made("add", "Guard")
    made("add", "A small one")
    terminal = ifs("parts", "relate")
    terminal.wait("Which part?")
    terminal.press("guard\r")
    terminal.wait("How do they stand to each other")
    terminal.press("e")
    terminal.wait("And which other part?")
    terminal.press("small\r")
    terminal.wait("In your words, then?")
    terminal.press("they share a room\r")
    terminal.wait("This is how you see it now")
    assert terminal.end() == 0
    assert shown("small")["relations"][0]["words"] == "they share a room"


@pytest.mark.pty
def test_earlier_words_are_one_key_away(ifs: Start) -> None:
    made("add", "Critic")
    for text in ("the first of all", "and a later one"):
        made("edit", "critic", "--field", "says", text=text)
    terminal = ifs("parts", "show", "critic")
    terminal.wait("and a later one")
    terminal.wait("m show them")
    terminal.press("m")
    terminal.wait("the first of all")
    assert terminal.end() == 0
    terminal = ifs("parts", "show", "critic")
    terminal.wait("m show them")
    terminal.press("\r")
    assert terminal.end() == 0
    assert "the first of all" not in terminal.text
    assert "--all" in made("show", "critic")
