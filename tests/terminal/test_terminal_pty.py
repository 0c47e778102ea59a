"""A few real terminals: the driver script in a pty, read through a virtual screen."""

from __future__ import annotations

import json
import os
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

pexpect = pytest.importorskip("pexpect")
pyte = pytest.importorskip("pyte")

pytestmark = [
    pytest.mark.sampled(3),
    pytest.mark.pty,
    pytest.mark.skipif(os.name == "nt", reason="needs a pty"),
]

HERE = Path(__file__).parent
PATIENCE = 15.0


class Terminal:
    """The driver in a pty of a given size."""

    def __init__(self, tmp_path: Path, *arguments: str, columns: int = 80, **environ: str) -> None:
        self.to = tmp_path / "replies.json"
        paths = os.pathsep.join(part for part in sys.path if part)
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(tmp_path),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "PYTHONPATH": paths,
            "PROMPT_TOOLKIT_NO_CPR": "1",
            **environ,
        }
        command = [str(HERE / "terminal_driver.py"), "--to", str(self.to), *arguments]
        self.screen = pyte.HistoryScreen(columns, 30, history=1000)
        self.stream = pyte.Stream(self.screen)
        self.raw = ""
        self.child = pexpect.spawn(
            sys.executable, command, env=env, dimensions=(30, columns), encoding="utf-8", timeout=1
        )
        self.child.delaybeforesend = None

    def read(self) -> bool:
        """Whether anything came."""
        try:
            data = self.child.read_nonblocking(65536, timeout=0.1)
        except pexpect.TIMEOUT:
            return False
        self.raw += data
        self.stream.feed(data)
        return True

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip()

    def wait(self, words: str) -> None:
        end = time.monotonic() + PATIENCE
        while words not in self.text:
            assert time.monotonic() < end, f"waited for {words!r}; the screen is\n{self.text}"
            self.read()
        # A screen comes in pieces: it is whole when nothing more comes.
        with suppress(pexpect.EOF):
            while self.read():
                pass

    def press(self, keys: str) -> None:
        """Type once a prompt reads keys: it lets go of what was typed before, and leaves the line mode."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self.child.child_fd)[3] & termios.ECHO:
            assert time.monotonic() < end, f"no prompt came; the screen is\n{self.text}"
            self.read()
        self.child.send(keys)

    def press_too_early(self, keys: str) -> None:
        """Type whatever the program is doing."""
        self.child.send(keys)

    def replies(self) -> dict[str, Any]:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                self.read()
            except pexpect.EOF:
                break
        return dict(json.loads(self.to.read_text(encoding="utf-8")))


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.child.close(force=True)


@pytest.mark.parametrize("columns", [80, 40])
def test_a_short_session(tmp_path: Path, terminals: list[Terminal], columns: int) -> None:
    terminal = Terminal(tmp_path, "state", "choice", "long", "confirm", columns=columns)
    terminals.append(terminal)
    terminal.wait("How are you arriving?")
    assert "never good enough" in terminal.text
    assert "with the Judge" in terminal.text
    assert "the Baker" in terminal.text
    assert "3 answered" in terminal.text
    assert "Ctrl-C" in terminal.text
    terminal.press("t")
    terminal.wait("How close is it?")
    assert "> stirred" in terminal.text
    terminal.press("s")
    terminal.wait("Let it have the page.")
    assert "Ctrl-J" in terminal.text
    terminal.press("first 🙂")
    terminal.press("\x1b\r")
    terminal.press("second")
    terminal.wait("second")
    terminal.press("\r")
    terminal.wait("Is it all right to go on?")
    terminal.press("y")
    assert terminal.replies() == {
        "replies": [
            {"answer": "stirred"},
            {"answer": "i_can_see_it"},
            {"answer": "first 🙂\nsecond"},
            {"answer": True},
        ],
        "drafts": [],
        "heavy": [],
    }
    assert "Kept as #12" in terminal.text
    assert all(len(line.rstrip()) < columns for line in terminal.screen.display)


def test_typed_ahead_does_not_answer_an_explicit_question(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "--slow", "0.6", "settle", "safety")
    terminals.append(terminal)
    terminal.wait("Feel the chair")
    terminal.press("\r")
    time.sleep(0.3)
    terminal.press_too_early("\rs\rs")
    terminal.wait("Are you safe right now?")
    time.sleep(0.4)
    terminal.read()
    assert "> safe enough" not in terminal.text
    terminal.press("\r")
    terminal.wait("Enter alone is not")
    terminal.press("u")
    assert terminal.replies()["replies"] == [{"answer": None}, {"answer": "not_sure"}]


def test_typed_ahead_does_not_answer_one_in_plain_mode(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "--plain", "--slow", "0.6", "settle", "confirm")
    terminals.append(terminal)
    terminal.wait("Press Enter when you are ready.")
    terminal.wait("\n>")
    terminal.press("\r")
    time.sleep(0.3)
    terminal.press_too_early("y\r")
    terminal.wait("Is it all right to go on?")
    terminal.wait("Type y or n")
    time.sleep(0.2)
    terminal.press("n\r")
    assert terminal.replies()["replies"] == [{"answer": None}, {"answer": False}]


@pytest.mark.parametrize("environ", [{}, {"TERM": "dumb"}])
def test_plain_reads_a_long_line_whole(
    tmp_path: Path, terminals: list[Terminal], environ: dict[str, str]
) -> None:
    text = "wörd 🙂 " * 2_000
    arguments = ["short", "choice"] if environ else ["--plain", "short", "choice"]
    terminal = Terminal(tmp_path, *arguments, columns=80, **environ)
    terminals.append(terminal)
    terminal.wait("Type your answer, then Enter.")
    terminal.wait("\n>")
    data = text.encode()
    assert len(data) > 20_000
    for start in range(0, len(data), 1000):
        os.write(terminal.child.child_fd, data[start : start + 1000])
        terminal.read()
    terminal.press("\r")
    terminal.wait("How close is it?")
    terminal.press("2\n")
    assert terminal.replies()["replies"] == [{"answer": text.strip()}, {"answer": "against_me"}]
    assert "\x1b" not in terminal.raw


def test_plain_editing(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "--plain", "short", "long", "short")
    terminals.append(terminal)
    terminal.wait("\n>")
    terminal.press("abe\u0301👩\u200d👧\x7f\x7fc\x1b[D\x1b[3~\r")
    terminal.wait("Let it have the page.")
    terminal.wait("new line.")
    terminal.press("no\x15one\\\r")
    time.sleep(0.2)
    terminal.press("two\r")
    terminal.wait("to know?\nType your answer, then Enter.\n>")
    terminal.press("\x04")
    assert terminal.replies()["replies"] == [
        {"answer": "abc"},
        {"answer": "one\ntwo"},
        {"raised": "EOFError"},
    ]


@pytest.mark.parametrize("arguments", [[], ["--plain"]])
def test_ctrl_c_keeps_the_text_and_says_how_to_come_back(
    tmp_path: Path, terminals: list[Terminal], arguments: list[str]
) -> None:
    terminal = Terminal(tmp_path, *arguments, "long")
    terminals.append(terminal)
    terminal.wait("Let it have the page.")
    terminal.wait("\n>")
    terminal.press("a few words")
    terminal.wait("> a few words")
    terminal.press("\x03")
    found = terminal.replies()
    assert found["replies"] == [{"raised": "KeyboardInterrupt"}]
    assert found["drafts"] == ["a few words"]
    assert "ifs resume" in terminal.text


def test_no_color_sends_no_colour(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "choice", NO_COLOR="1")
    terminals.append(terminal)
    terminal.wait("How close is it?")
    assert "\x1b[38" not in terminal.raw
    assert "\x1b[0;38" not in terminal.raw
    assert "How close is it?" in terminal.text
    terminal.press("a")
    assert terminal.replies()["replies"] == [{"answer": "i_am_it"}]


def test_a_resize_does_not_break_a_prompt(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "long")
    terminals.append(terminal)
    terminal.wait("Let it have the page.")
    terminal.press("before")
    terminal.wait("before")
    terminal.screen.resize(30, 44)
    terminal.child.setwinsize(30, 44)
    terminal.press(" after")
    terminal.wait("after")
    terminal.press("\r")
    assert terminal.replies()["replies"] == [{"answer": "before after"}]


def test_crisis_lines_stay_until_a_key(tmp_path: Path, terminals: list[Terminal]) -> None:
    terminal = Terminal(tmp_path, "crisis", "ground", "settle")
    terminals.append(terminal)
    terminal.wait("Press a key")
    assert "116 123" in terminal.text
    assert "Press your feet down" not in terminal.text
    terminal.press("x")
    terminal.wait("Press your feet down")
    assert "three straight lines" not in terminal.text
    terminal.press("\r")
    terminal.wait("three straight lines")
    terminal.press("\r")
    terminal.wait("Feel the chair")
    terminal.press("\r")
    assert terminal.replies()["replies"][-1] == {"answer": None}


@pytest.mark.thinned(6)
@pytest.mark.parametrize("keys", ["\x0c", "/hide\r"])
@pytest.mark.parametrize("arguments", [[], ["--plain"]])
@pytest.mark.parametrize(
    "name", ["settle", "state", "long", "choices", "part", "parts", "date", "crisis", "ground", "pick"]
)
def test_hiding_leaves_a_bare_screen(
    tmp_path: Path, terminals: list[Terminal], name: str, arguments: list[str], keys: str
) -> None:
    terminal = Terminal(tmp_path, *arguments, name)
    terminals.append(terminal)
    terminal.wait("Making a little room")
    terminal.press(keys)
    found = terminal.replies()
    assert found["replies"] == [{"raised": "Hidden"}]
    assert "\x1b[3J" in terminal.raw
    assert terminal.text.strip() == "REPLIES 1"
    assert not terminal.screen.history.top


@pytest.mark.parametrize("arguments", [[], ["--plain"]])
def test_hiding_keeps_the_text(tmp_path: Path, terminals: list[Terminal], arguments: list[str]) -> None:
    terminal = Terminal(tmp_path, *arguments, "long")
    terminals.append(terminal)
    terminal.wait("\n>")
    terminal.press("a few words")
    terminal.wait("> a few words")
    terminal.press("\x0c")
    found = terminal.replies()
    assert found["replies"] == [{"raised": "Hidden"}]
    assert found["drafts"] == ["a few words"]
    assert terminal.text.strip() == "REPLIES 1"


@pytest.mark.parametrize("arguments", [[], ["--plain"]])
def test_hiding_pressed_before_a_question_asks_counts_too(
    tmp_path: Path, terminals: list[Terminal], arguments: list[str]
) -> None:
    terminal = Terminal(tmp_path, *arguments, "--slow", "0.6", "settle", "safety")
    terminals.append(terminal)
    terminal.wait("Feel the chair")
    terminal.press("\r")
    time.sleep(0.3)
    terminal.press_too_early("s\x0c")
    assert terminal.replies()["replies"] == [{"answer": None}, {"raised": "Hidden"}]
    assert terminal.text.strip() == "REPLIES 2"


@pytest.mark.parametrize("arguments", [[], ["--plain"]])
def test_a_form_feed_in_a_paste_is_no_key(
    tmp_path: Path, terminals: list[Terminal], arguments: list[str]
) -> None:
    terminal = Terminal(tmp_path, *arguments, "short")
    terminals.append(terminal)
    terminal.wait("\n>")
    terminal.press("one\x0ctwo")
    terminal.wait("onetwo")
    terminal.press("\r")
    assert terminal.replies()["replies"] == [{"answer": "onetwo"}]


@pytest.mark.parametrize("keys", ["\x0c", "/hide\r"])
def test_hiding_on_a_terminal_that_cannot_be_cleared(
    tmp_path: Path, terminals: list[Terminal], keys: str
) -> None:
    terminal = Terminal(tmp_path, "long", TERM="dumb")
    terminals.append(terminal)
    terminal.wait("\n>")
    assert "Ctrl-L" not in terminal.text
    terminal.press("?\r")
    terminal.wait("this terminal can't be cleared")
    terminal.press(keys)
    assert terminal.replies()["replies"] == [{"raised": "Hidden"}]
    assert "\x1b" not in terminal.raw
    assert terminal.text.strip() == "REPLIES 1"
