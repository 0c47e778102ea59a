"""The parts a person knows, by hand: in a terminal, and as a script would."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import Terminal, program

Start = Callable[..., Terminal]
pytestmark = [pytest.mark.usefixtures("journal"), pytest.mark.sampled(6)]


def run(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        program("parts", *arguments), input=text, capture_output=True, text=True, timeout=60, check=False
    )
    assert "Traceback" not in done.stderr
    return done


def made(*arguments: str, text: str = "") -> str:
    done = run(*arguments, text=text)
    assert done.returncode == 0, done.stderr
    return done.stdout


def shown(name: str) -> dict[str, Any]:
    return dict(json.loads(made("show", name, "--json")))


def test_adding_naming_and_describing_without_a_terminal() -> None:
    assert "#1" in made("add", "The Critic", "--role", "manager", "--pronoun", "she")
    assert "The Worrier" in made("rename", "critic", "The Worrier")
    made("alias", "1", "Worry")
    made("edit", "worry", "--status", "getting to know", "--field", "place", text="in the\nchest\n")
    made("edit", "1", "--field", "place", "--said-by", "part", text="the jaw")
    made("edit", "1", "--field", "trust", text="3\n")
    found = shown("the critic")
    assert (found["name"], found["number"], found["role"]) == ("The Worrier", 1, "manager")
    assert (found["status"], found["pronoun"]) == ("getting_to_know", "she")
    assert found["aliases"] == ["The Critic", "Worry"]
    facts = [(one["field"], one["value"], one["number_value"], one["said_by"]) for one in found["facts"]]
    assert facts == [
        ("trust", None, 3, "user"),
        ("place", "the jaw", None, "part"),
        ("place", "in the\nchest", None, "user"),
    ]
    assert found["promise"] is None
    assert found["sessions"] == 0
    made("alias", "1", "worry", "--remove")
    assert shown("1")["aliases"] == ["The Critic"]
    assert [one["name"] for one in json.loads(made("--json"))] == ["The Worrier"]
    page = made("show", "1")
    assert 'where: "the jaw"' in page
    assert "in the" not in page
    assert "in the" in made("show", "1", "--history")


def test_renaming_without_the_old_name() -> None:
    made("add", "Joy")
    made("rename", "joy", "Glee", "--no-alias")
    assert run("show", "joy").returncode == 10
    assert shown("glee")["aliases"] == []


@pytest.mark.thinned(8)
@pytest.mark.parametrize(
    ("arguments", "text", "code"),
    [
        (["show"], "", 2),
        (["add"], "", 2),
        (["add", "Self"], "", 2),
        (["add", "  the self "], "", 2),
        (["rename", "Joy", "SELF"], "", 2),
        (["alias", "Joy", "Self"], "", 2),
        (["add", ""], "", 2),
        (["add", "#12"], "", 2),
        (["add", "x" * 201], "", 2),
        (["add", "joy"], "", 11),
        (["rename", "Gloom", "JOY"], "", 11),
        (["alias", "Gloom", "joy"], "", 11),
        (["rename", "Joy"], "", 2),
        (["alias", "Joy", "nobody", "--remove"], "", 10),
        (["edit", "Joy"], "", 2),
        (["edit", "Joy", "--role", "self"], "", 2),
        (["edit", "Joy", "--field", "colour"], "x", 2),
        (["edit", "Joy", "--field", "place"], "  \n", 65),
        (["edit", "Joy", "--role", "other", "--field", "trust"], "11", 65),
        (["edit", "Joy", "--field", "place", "--said-by", "boss"], "x", 2),
        (["edit", "Joy", "--said-by", "me"], "", 2),
        (["edit", "nobody", "--role", "other"], "", 10),
    ],
)
def test_what_does_not_fit_changes_nothing(arguments: list[str], text: str, code: int) -> None:
    made("add", "Joy")
    made("add", "Gloom")
    before = made("--json")
    done = run(*arguments, text=text)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert len(done.stderr.strip()) > 20
    assert made("--json") == before
    assert shown("joy")["facts"] == []


def test_two_parts_share_a_name_on_purpose() -> None:
    made("add", "Joy")
    made("add", "joy", "--another")
    done = run("show", "JOY")
    assert done.returncode == 11
    assert "#1" in done.stderr
    assert "#2" in done.stderr


def test_a_slip_in_a_name_shows_what_is_near_and_no_more() -> None:
    for name in ("Critic", "Joker", "Sleeper"):
        made("add", name)
    done = run("show", "kritik")
    assert done.returncode == 10
    assert "Critic (#1)" in done.stderr
    assert "Joker" not in done.stderr
    assert "Near" not in run("show", "nobody").stderr


def test_an_empty_list() -> None:
    assert json.loads(made("--json")) == []
    assert "ifs parts add" in made()


# --- in a terminal -----------------------------------------------------------------------------------


@pytest.mark.pty
@pytest.mark.parametrize("columns", [80, pytest.param(40, marks=pytest.mark.slow)])
def test_a_part_is_added_and_described_in_a_terminal(ifs: Start, columns: int) -> None:
    terminal = ifs("parts", "add", columns=columns)
    terminal.wait("What would you call it?")
    terminal.press("Self\r")
    terminal.wait("Self is not a part")
    terminal.press("The late one\r")
    terminal.wait("Written down as #1")
    terminal.wait("m yes, a little")
    terminal.press("m")
    terminal.wait("d done")
    terminal.press("w")
    terminal.wait("b back")
    terminal.press("1")
    terminal.wait("Enter leaves it")
    terminal.press("in the throat\r")
    terminal.wait("t my therapist's")
    terminal.press("p")
    terminal.wait("d done")
    terminal.press("l")
    terminal.wait("b back")
    terminal.press("r")
    terminal.wait("e something else")
    terminal.press("f")
    terminal.wait("d done")
    terminal.press("d")
    assert terminal.end() == 0
    found = shown("late")
    assert found["role"] == "firefighter"
    assert [(one["value"], one["said_by"]) for one in found["facts"]] == [("in the throat", "part")]


@pytest.mark.thinned(4)
@pytest.mark.pty
def test_a_taken_name_is_asked_about(ifs: Start) -> None:
    made("add", "Joy")
    terminal = ifs("parts", "add", "joy")
    terminal.wait("s that one")
    terminal.press("s")
    terminal.wait("nothing needs adding")
    assert terminal.end() == 0
    assert len(json.loads(made("--json"))) == 1
    terminal = ifs("parts", "add", "joy")
    terminal.wait("a another part")
    terminal.press("a")
    terminal.wait("Written down as #2")
    assert terminal.end() == 0
    terminal = ifs("parts", "show", "joy")
    terminal.wait("That fits more than one part.")
    terminal.press("2")
    terminal.wait("Nothing is written about it yet")
    assert terminal.end() == 0


@pytest.mark.pty
def test_a_part_is_renamed_in_a_terminal(ifs: Start) -> None:
    made("add", "Joy")
    terminal = ifs("parts", "rename")
    terminal.wait("Which part?")
    terminal.press("joy\r")
    terminal.wait("What is it called now?")
    terminal.press("Glee\r")
    terminal.wait("by the old name as well: Joy?")
    terminal.press("y")
    terminal.wait("It can still be found as Joy.")
    assert terminal.end() == 0
    assert shown("joy")["name"] == "Glee"


@pytest.mark.pty
def test_leaving_half_way_changes_nothing(ifs: Start) -> None:
    made("add", "Joy")
    before = made("--json")
    for keys, code in (("\x03", 130), ("/stop\r", 0), ("/hide\r", 130)):
        terminal = ifs("parts", "rename", "joy")
        terminal.wait("What is it called now?")
        terminal.press(keys)
        assert terminal.end() == code
    terminal = ifs("parts", "edit", "joy")
    terminal.wait("d done")
    terminal.press("\x03")
    assert terminal.end() == 130
    assert made("--json") == before


@pytest.mark.pty
def test_crisis_lines_are_one_word_away(ifs: Start) -> None:
    terminal = ifs("parts", "add")
    terminal.wait("What would you call it?")
    terminal.press("crisis\r")
    terminal.wait("local emergency number")
    terminal.wait("Press a key when you are ready")
    terminal.press("x")
    terminal.wait("What would you call it?")
    terminal.press("\r")
    assert terminal.end() == 0
    assert json.loads(made("--json")) == []
