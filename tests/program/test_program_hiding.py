"""Hiding in the real program, wherever somebody can be reading something of theirs.

Nothing may be left: not on the screen, not above it, not a word after it. And nothing is lost.
"""

from __future__ import annotations

import json
import os
import subprocess
import termios
from collections.abc import Callable
from contextlib import closing

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.driver import connect
from program_terminal import ROWS, Terminal, journal_path, program

pytestmark = [pytest.mark.sampled(6), pytest.mark.pty, pytest.mark.slow, pytest.mark.usefixtures("journal")]

Start = Callable[..., Terminal]
KEY = "\x0c"
TYPED = "/hide\r"


def first_run(ifs: Start, *options: str) -> Terminal:
    journal_path().unlink()
    terminal = ifs("check-in", *options)
    terminal.wait("not now")
    return terminal


def home(ifs: Start) -> Terminal:
    paused(ifs)
    terminal = ifs()
    terminal.wait("leave")
    return terminal


def question(ifs: Start, *options: str) -> Terminal:
    terminal = ifs("check-in", *options)
    terminal.wait("How are you arriving?")
    return terminal


def paused(ifs: Start, *options: str) -> None:
    terminal = question(ifs, *options)
    terminal.press("t\r" if options else "t")
    terminal.wait("Who or what is around")
    terminal.press("\x03")
    assert terminal.end() == 130


def menu_open(ifs: Start) -> Terminal:
    answers = '["settled", ["the Critic", "the Clerk"], "the Critic", "tired", "some", null]'
    subprocess.run(
        program("check-in", "--answers", "-"), input=answers, text=True, check=True, capture_output=True
    )
    terminal = question(ifs)
    terminal.press("t")
    terminal.wait("Who or what is around")
    terminal.press("the")
    terminal.wait_typed("the Clerk")
    return terminal


def crisis_page(ifs: Start, *options: str) -> Terminal:
    terminal = question(ifs, *options)
    terminal.press("/crisis\r")
    terminal.wait("when you are ready to go on.")
    return terminal


def steadying_in_a_session(ifs: Start, *options: str) -> Terminal:
    terminal = question(ifs, *options)
    terminal.press("/ground\r")
    terminal.wait("Enter for the next.")
    return terminal


def steadying(ifs: Start, *options: str) -> Terminal:
    terminal = ifs("ground", *options)
    terminal.wait("Enter for the next.")
    return terminal


def end_for_safety(ifs: Start) -> Terminal:
    terminal = question(ifs)
    terminal.press("m")
    terminal.question("Are you safe right now?")
    terminal.press("x")
    terminal.wait("Press a key")
    return terminal


def keep_it(ifs: Start, *options: str) -> Terminal:
    ended = end_for_safety(ifs)
    ended.press("q")
    assert ended.end() == 40
    terminal = ifs("check-in", *options)
    terminal.wait("remove it for good")
    return terminal


def go_on(ifs: Start, *options: str) -> Terminal:
    paused(ifs)
    terminal = ifs("check-in", *options)
    terminal.wait("begin a new one")
    return terminal


def discarding(ifs: Start) -> Terminal:
    paused(ifs)
    terminal = ifs("discard", "last")
    terminal.wait("keep it")
    return terminal


def review(ifs: Start) -> Terminal:
    terminal = question(ifs)
    terminal.press("/stop\r")
    terminal.wait("Anything else with this entry?")
    return terminal


def reading(ifs: Start) -> Terminal:
    terminal = review(ifs)
    terminal.press("r")
    terminal.wait("Anything else with this entry?")
    return terminal


def correcting(ifs: Start) -> Terminal:
    terminal = question(ifs)
    terminal.press("t")
    terminal.wait("Who or what is around")
    terminal.press("Critic\r")
    terminal.wait("What would Critic like")
    terminal.press("/stop\r")
    terminal.wait("Anything else with this entry?")
    terminal.press("o")
    terminal.wait("Which one?")
    terminal.press("1")
    terminal.wait("How are you arriving?")
    return terminal


IN_A_TERMINAL = [
    first_run,
    home,
    question,
    menu_open,
    crisis_page,
    steadying_in_a_session,
    steadying,
    end_for_safety,
    keep_it,
    go_on,
    discarding,
    review,
    reading,
    correcting,
]
LINE_BY_LINE = [first_run, question, crisis_page, steadying_in_a_session, steadying, keep_it, go_on]


def hide(terminal: Terminal, keys: str) -> None:
    """Press the keys, and see that nothing stays and the terminal is as a shell expects it."""
    terminal.settle(0.1)
    assert terminal.text
    terminal.press(keys)
    assert terminal.end(look=assert_cooked) == 130
    assert terminal.text == ""
    assert terminal.cursor == (0, 0)
    assert terminal.raw.endswith("\x1b[2J\x1b[3J")


def assert_cooked(descriptor: int) -> None:
    """Lines are read whole and shown as they are typed."""
    flags = termios.tcgetattr(descriptor)[3]
    assert flags & termios.ICANON
    assert flags & termios.ECHO


@pytest.mark.parametrize("prepare", IN_A_TERMINAL)
def test_one_key(ifs: Start, prepare: Callable[..., Terminal]) -> None:
    hide(prepare(ifs), KEY)


@pytest.mark.parametrize("prepare", [first_run, home, keep_it, review, correcting, crisis_page])
def test_typed(ifs: Start, prepare: Callable[..., Terminal]) -> None:
    hide(prepare(ifs), TYPED)


@pytest.mark.parametrize("keys", [KEY, TYPED])
@pytest.mark.parametrize("prepare", LINE_BY_LINE)
def test_line_by_line(ifs: Start, prepare: Callable[..., Terminal], keys: str) -> None:
    hide(prepare(ifs, "--plain"), keys)


@pytest.mark.parametrize("options", [[], ["--plain"]])
def test_nothing_but_a_pause_is_kept_and_the_text_is_there_again(ifs: Start, options: list[str]) -> None:
    terminal = question(ifs, *options)
    terminal.press("t\r" if options else "t")
    terminal.wait("Who or what is around")
    terminal.press("Critic\r")
    for keys in (f"half a thought{KEY}", "half a thought /hide\r"):
        terminal.wait("What would Critic like")
        terminal.settle(0.2)
        hide(terminal, keys if options else f"\x15{keys}")
        terminal = ifs("resume", *options)
        terminal.wait("half a thought")
        terminal.settle(0.2)
    terminal.press("\r")
    terminal.wait("Is there some of you")
    terminal.press(KEY)
    assert terminal.end() == 130
    with closing(connect(journal_path())) as connection:
        rows = connection.execute("SELECT kind, value FROM answer ORDER BY seq").fetchall()
        assert connection.execute("SELECT * FROM draft").fetchall() == []
    kept = [(kind, json.loads(value)) for kind, value in rows]
    assert [value for kind, value in kept if kind == "answer"][-1] == "half a thought"
    commands = [value["command"] for kind, value in kept if kind == "command"]
    assert commands == ["start", "pause", "pause", "pause"]


def test_a_key_pressed_in_haste(ifs: Start) -> None:
    terminal = question(ifs)
    hide(terminal, KEY * 5)


def test_without_colour(ifs: Start) -> None:
    terminal = ifs("check-in", NO_COLOR="1")
    terminal.wait("How are you arriving?")
    hide(terminal, KEY)


@pytest.mark.parametrize("keys", [KEY, TYPED])
def test_a_terminal_that_cannot_be_cleared_moves_it_out_of_sight(ifs: Start, keys: str) -> None:
    terminal = ifs("check-in", TERM="dumb")
    terminal.wait("How are you arriving?")
    terminal.press(keys)
    assert terminal.end() == 130
    assert terminal.shown == ""
    assert "\x1b" not in terminal.raw
    assert terminal.raw.endswith("\r\n" * ROWS)
    assert "Paused" not in terminal.raw
