"""Answers that were kept aside, in a plain and in an encrypted journal: told of, read, and taken back in."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.aside import keep_aside, kept_aside
from ifs_journal.terms import Kind, LogItem
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
WORDS = "said in the other window"
ANSWERS = json.dumps(["settled", ["Critic"], "rest", "some", "tea"])


@pytest.fixture(params=["plain", "encrypted"])
def environ(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """A journal with one check-in, of either kind, and what opens it without asking."""
    request.getfixturevalue("journal" if request.param == "plain" else "locked")
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    found = {} if request.param == "plain" else {"IFS_PASSPHRASE_FILE": str(file)}
    run("check-in", "--answers", "-", text=ANSWERS, **found)
    return found


def run(*arguments: str, text: str = "", **environ: str) -> str:
    done = subprocess.run(
        program(*arguments),
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**os.environ, **environ},
    )
    assert WORDS not in done.stderr
    return " ".join(done.stdout.split())


def put_aside(environ: dict[str, str], session: str = "", seq: int = 99) -> Path:
    """Keep an answer to the question about the message aside, as a session does."""
    entry: dict[str, Any] = json.loads(run("show", "1", "--json", **environ))
    address = next(one["address"] for one in entry["answers"] if one["value"] == "rest")
    item = LogItem(
        seq,
        address,
        Kind.ANSWER,
        WORDS,
        "2026-03-09T12:00:00+00:00",
        prompt="What would {who} like you to know?",
        quotes={"who": 2},
    )
    found = keep_aside(journal_path(), session or entry["id"], item, KEY if environ else None)
    assert found is not None
    return found


def test_there_is_none(environ: dict[str, str]) -> None:
    assert "No answer is kept aside." in run("journal", "aside", **environ)
    assert json.loads(run("journal", "aside", "--json", **environ)) == []
    assert "aside" not in run("journal", "info", **environ)


def test_it_is_told_of_and_shown_and_stays_until_something_is_said(environ: dict[str, str]) -> None:
    path = put_aside(environ)
    assert "ifs journal aside" in run("journal", "info", **environ)
    assert json.loads(run("journal", "info", "--json", **environ))["kept_aside"] == 1
    assert "An answer is kept aside" in run("doctor", **environ)
    shown = run("journal", "aside", **environ)
    assert WORDS in shown
    assert "What would … like you to know?" in shown
    assert "ifs journal aside --note" in shown
    (found,) = json.loads(run("journal", "aside", "--json", **environ))
    assert (found["file"], found["number"], found["value"]) == (path.name, 1, WORDS)
    assert path.exists()


def test_it_becomes_a_note_on_its_session(environ: dict[str, str]) -> None:
    put_aside(environ)
    put_aside(environ, seq=100)
    assert "2 answers are kept aside" in run("journal", "info", **environ)
    assert "Kept as note 2 on #1." in run("journal", "aside", "--note", **environ)
    assert kept_aside(journal_path()) == []
    assert WORDS in run("show", "1", **environ)


def test_one_of_a_session_that_is_gone_becomes_a_note_by_itself(environ: dict[str, str]) -> None:
    put_aside(environ, session="0" * 36)
    assert "Kept as note 1. To read it: ifs note --list" in run("journal", "aside", "--note", **environ)
    assert WORDS in run("note", "--list", **environ)


def test_one_that_does_not_open_is_named_and_left(environ: dict[str, str]) -> None:
    path = put_aside(environ)
    path.write_bytes(b"\xaa" * 8192)
    assert f"{path.name} does not open." in run("journal", "aside", "--note", **environ)
    assert path.exists()


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize(("key", "left"), [("n", False), ("l", True), ("r", False)])
def test_where_it_may_go_is_asked(
    ifs: Start, environ: dict[str, str], key: str, left: bool, columns: int
) -> None:
    path = put_aside(environ)
    terminal = ifs("journal", "aside", columns=columns, **environ)
    terminal.wait(WORDS)
    terminal.wait("remove it for good")
    terminal.settle(0.1)
    terminal.press(key)
    assert terminal.end() == 0
    terminal.assert_kind()
    assert path.exists() is left
    assert (WORDS in run("show", "1", **environ)) is (key == "n")


def test_the_next_session_says_so(ifs: Start, environ: dict[str, str]) -> None:
    put_aside(environ)
    terminal = ifs("check-in", **environ)
    terminal.wait("An answer is kept aside, beside the journal. To read it: ifs journal aside")
    terminal.question("How are you arriving?")
    terminal.press("\x03")
    assert terminal.end() == 130
