"""Notes, corrections and removals in a terminal, and a second window that is reading meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.driver import connect
from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]
Start = Callable[..., Terminal]
WORDS = "zimtschnecke"


def printed(*arguments: str, text: str = "") -> str:
    done = subprocess.run(
        program(*arguments), input=text, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


@pytest.fixture
def checked_in(journal: Path) -> Path:
    """A journal with a check-in whose small wish was put together from its message, and no copy of it."""
    printed("config", "backups", "off")
    printed(
        "check-in", "--answers", "-", text=json.dumps(["settled", ["Critic"], WORDS, "some", f"a {WORDS}"])
    )
    with closing(connect(journal)) as connection:
        source = "SELECT seq FROM answer WHERE address = 'check-in/message:1'"
        connection.execute(
            f"UPDATE answer SET quotes = json_set(quotes, '$.\"draft:target.message\"', ({source})) "
            "WHERE address = 'check-in/small-wish:1'"
        )
    return journal


def files_with(words: str) -> list[str]:
    folder = journal_path().parent
    return [file.name for file in folder.iterdir() if words.encode() in file.read_bytes()]


@pytest.mark.usefixtures("checked_in")
@pytest.mark.parametrize("columns", [80, 40])
def test_an_answer_is_asked_again_and_what_was_made_of_it_too(ifs: Start, columns: int) -> None:
    terminal = ifs("edit", "1", "--forget-earlier", columns=columns)
    terminal.wait("2 What would Critic like")
    terminal.wait("n none of them")
    terminal.press("2")
    terminal.wait(f"> {WORDS}")
    terminal.press("\x15softer\r")
    terminal.wait("The earlier words are gone.")
    terminal.wait("was put together from this one.")
    terminal.wait("leave it as it is")
    terminal.press("h")
    terminal.wait(f"> a {WORDS}")
    terminal.press("\x15tea\r")
    terminal.wait("The earlier words are gone.")
    assert terminal.end() == 0
    terminal.assert_kind()
    assert files_with(WORDS) == []


@pytest.mark.usefixtures("checked_in")
def test_a_removed_answer_offers_what_was_made_of_it(ifs: Start) -> None:
    terminal = ifs("delete", "1", "--answer", "message", columns=40)
    terminal.wait("k keep it")
    terminal.press("k")
    terminal.wait("Kept.")
    assert terminal.end() == 0
    assert files_with(WORDS) != []
    terminal = ifs("delete", "1", "--answer", "message", columns=40)
    terminal.wait("k keep it")
    terminal.press("r")
    terminal.wait("Remove it too?")
    terminal.wait("k keep it")
    terminal.press("r")
    terminal.wait("is removed.")
    assert terminal.end() == 0
    terminal.assert_kind()
    assert files_with(WORDS) == []


@pytest.mark.usefixtures("journal")
def test_a_note_broken_off_is_not_lost(ifs: Start) -> None:
    terminal = ifs("note")
    terminal.wait("What would you like to note?")
    terminal.press("half a thought")
    terminal.wait_typed("half a thought")
    terminal.press("\x03")
    terminal.wait("ifs edit --note 1")
    assert terminal.end() == 130
    terminal = ifs("edit", "--note", "1")
    terminal.wait("> half a thought")
    terminal.press(", and the rest\r")
    assert terminal.end() == 0
    assert "half a thought, and the rest" in printed("note", "--list")


@pytest.mark.usefixtures("journal")
def test_a_note_asks_for_a_person_first_when_one_is_needed(ifs: Start) -> None:
    terminal = ifs("note")
    terminal.wait("What would you like to note?")
    terminal.press("crisis\r")
    terminal.wait("Press a key when you are ready")
    terminal.press(" ")
    terminal.wait("> crisis")
    terminal.press("\x15\r")
    terminal.wait("nothing is kept")
    assert terminal.end() == 0


@pytest.mark.usefixtures("checked_in")
def test_the_whole_entry_goes_while_another_window_reads(ifs: Start) -> None:
    with closing(connect(journal_path())) as reading:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM answer").fetchone()
        terminal = ifs("delete", "1")
        terminal.wait("5 answers")
        terminal.wait("k keep it")
        terminal.press("r")
        terminal.wait("Traces of it are still in the file")
        assert terminal.end() == 0
    assert printed("list", "--json") == "[]\n"
    assert files_with(WORDS) == []


@pytest.mark.usefixtures("checked_in")
def test_what_is_to_go_is_asked(ifs: Start) -> None:
    terminal = ifs("delete", columns=40)
    terminal.wait("x nothing")
    terminal.press("p")
    terminal.wait("Which part?")
    terminal.press("critic\r")
    terminal.wait("k keep it")
    terminal.press("r")
    terminal.wait("is removed.")
    assert terminal.end() == 0
    terminal.assert_kind()
    assert files_with("Critic") == []
    terminal = ifs("delete")
    terminal.wait("x nothing")
    terminal.press("a")
    terminal.wait("Of which session?")
    terminal.press("last\r")
    terminal.wait("What would … like you to know?")
    terminal.wait("n none of them")
    terminal.press("n")
    terminal.wait("Kept.")
    assert terminal.end() == 0
