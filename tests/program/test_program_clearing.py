"""Clearing the screen when a session is over: by one key, or each time where that is set."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.session.settings_file import set_value
from program_terminal import Terminal, program

pytestmark = [pytest.mark.pty, pytest.mark.usefixtures("journal")]

Start = Callable[..., Terminal]
CLEARED = "\x1b[2J\x1b[3J"
REVIEW = "Anything else with this entry?"


@pytest.fixture
def each_time() -> None:
    """The screen is cleared after every session."""
    set_value("clear_after", True)


def stopped(ifs: Start, *options: str, columns: int = 80, **environ: str) -> Terminal:
    """A session that was ended kindly, and what is offered then."""
    terminal = ifs("check-in", *options, columns=columns, **environ)
    terminal.wait("How are you arriving?")
    terminal.press("/stop\r")
    terminal.wait(REVIEW)
    terminal.settle(0.1)
    return terminal


def assert_bare(terminal: Terminal, code: int) -> None:
    assert terminal.end() == code
    assert terminal.text == ""
    assert terminal.raw.endswith(CLEARED)


@pytest.mark.parametrize("columns", [80, 40])
def test_one_key_at_the_end_clears_all_of_it(ifs: Start, columns: int) -> None:
    terminal = stopped(ifs, columns=columns)
    assert "leave, and clear the screen" in terminal.since
    terminal.press("l")
    assert_bare(terminal, 0)


def test_line_by_line(ifs: Start) -> None:
    terminal = stopped(ifs, "--plain")
    terminal.press("l\r")
    assert_bare(terminal, 0)


def test_nothing_is_cleared_unasked(ifs: Start) -> None:
    terminal = stopped(ifs)
    terminal.press("d")
    assert terminal.end() == 0
    assert CLEARED not in terminal.raw


@pytest.mark.usefixtures("each_time")
def test_each_time_after_the_end(ifs: Start) -> None:
    terminal = stopped(ifs)
    terminal.press("d")
    assert_bare(terminal, 0)


@pytest.mark.usefixtures("each_time")
def test_each_time_at_a_pause(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.wait("How are you arriving?")
    terminal.press("\x03")
    assert_bare(terminal, 130)


@pytest.mark.usefixtures("each_time")
def test_each_time_after_what_is_not_kept(ifs: Start) -> None:
    terminal = ifs("now")
    terminal.wait("Something has you.")
    terminal.press("\x03")
    assert_bare(terminal, 130)


@pytest.mark.usefixtures("each_time")
def test_lines_to_call_stay(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.wait("How are you arriving?")
    terminal.press("m")
    terminal.question("Are you safe right now?")
    terminal.press("x")
    terminal.wait("Press a key")
    terminal.press("q")
    assert terminal.end() == 40
    assert CLEARED not in terminal.raw


@pytest.mark.usefixtures("each_time")
def test_a_terminal_that_cannot_be_cleared_offers_nothing_and_stays_as_it_is(ifs: Start) -> None:
    terminal = stopped(ifs, TERM="dumb")
    assert "clear the screen" not in terminal.since
    terminal.press("1\r")
    assert terminal.end() == 0
    assert "\x1b" not in terminal.raw
    assert terminal.raw.rstrip().endswith("> 1")


@pytest.mark.usefixtures("each_time")
def test_what_goes_to_another_program_is_never_cleared() -> None:
    answers = '["settled", ["Critic"], "never enough", "some", null]'
    done = subprocess.run(
        program("check-in", "--answers", "-"),
        input=answers,
        text=True,
        capture_output=True,
        timeout=30,
        check=True,
    )
    assert "\x1b" not in done.stdout + done.stderr


def config(*arguments: str) -> str:
    """What `ifs config` prints into a pipe."""
    done = subprocess.run(
        program("config", *arguments), capture_output=True, text=True, check=True, timeout=30
    )
    return done.stdout


def test_it_is_switched_on_and_off() -> None:
    on = config("clear_after", "on")
    assert "is cleared" in on
    assert "Lines to call stay" in on
    assert config("clear_after") == "on\n"
    assert "stays as it is" in config("clear_after", "off")
