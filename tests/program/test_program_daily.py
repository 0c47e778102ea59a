"""The daily sessions in a real terminal: every question met, answered and kept; and `now`."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import sessions
from program_terminal import Terminal, journal_path
from program_walks import SCRIPTS, Walk

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
FOOT = "Not safe? Type crisis."


@pytest.mark.thinned(8)
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_session_is_walked_to_its_end(script: str, journal: Path) -> None:
    figures = Walk(script, journal, random.Random(script)).run([])
    assert figures.finished == 1
    assert figures.acknowledged == len(SCRIPTS[script](""))
    assert (figures.lost, figures.damaged) == ([], [])


def meets(terminal: Terminal, words: str) -> None:
    """Wait until a question of `now` is shown whole: its foot line comes last."""
    terminal.wait(words)
    terminal.wait(FOOT)


@pytest.mark.parametrize("columns", [80, 40])
def test_now_is_three_screens_and_needs_no_journal(ifs: Start, columns: int) -> None:
    terminal = ifs("now", columns=columns)
    meets(terminal, "Something has you.")
    assert "Nothing is kept unless you say so" in terminal.since
    terminal.press("\r")
    meets(terminal, "One word for it")
    terminal.press("tight\r")
    meets(terminal, "Could it leave you")
    assert '"tight". It can stay.' in terminal.since
    terminal.press("\r")
    meets(terminal, "one small thing")
    terminal.press("\r")
    terminal.wait("Nothing of it was kept.")
    assert terminal.end() == 0
    terminal.assert_kind()
    assert not journal_path().exists()


def test_now_can_be_kept(ifs: Start, journal: Path) -> None:
    terminal = ifs("now")
    for shown, keys in (
        ("Something has you.", "\r"),
        ("One word for it", "tight\r"),
        ("Could it leave you", "b"),
        ("one small thing", "g"),
        ("Keep this in the journal", "k"),
    ):
        meets(terminal, shown)
        terminal.press(keys)
    terminal.wait("Kept as #1.")
    assert terminal.end() == 0
    with Journal.open(journal) as opened:
        assert [one.script for one in sessions(opened)] == ["now"]


def test_crisis_typed_slowly_shows_the_lines_and_goes_on(ifs: Start) -> None:
    terminal = ifs("now")
    meets(terminal, "Something has you.")
    terminal.press("\r")
    meets(terminal, "One word for it")
    terminal.press("\r")
    meets(terminal, "Could it leave you")
    for letter in "crisis":
        terminal.press(letter)
        terminal.settle(0.3)
    terminal.press("\r")
    terminal.wait("Press a key when you are ready")
    terminal.press(" ")
    meets(terminal, "Could it leave you")
    terminal.press("\r")
    meets(terminal, "one small thing")
    terminal.press("\r")
    assert terminal.end() == 0
