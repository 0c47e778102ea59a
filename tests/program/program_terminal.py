"""The real program in a real terminal: started, typed at key by key, read, killed.

No pexpect here, though the terminal is of the same kind: several sessions run side by side in threads,
and a process with threads must not fork. A small shell opens the terminal and becomes the program.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pyte

PATIENCE = 20.0
"""Seconds a screen may take to show what is waited for."""

ROWS = 40
_ESCAPE = re.compile(r"\x1b(?:\][^\x07]*\x07|\[[0-?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78])")
_OPEN_TERMINAL = 'exec "$@" <"$IFS_TEST_TERMINAL" >"$IFS_TEST_TERMINAL" 2>&1'


def noon() -> str:
    """A zone in which it is about noon now, so that no test meets midnight."""
    hours = datetime.now(UTC).hour - 12
    return f"Etc/GMT{hours:+d}" if hours else "Etc/GMT"


def program(*arguments: str) -> list[str]:
    """The command that runs `ifs`."""
    return [sys.executable, "-m", "ifs_journal", *arguments]


def unescaped(raw: str) -> str:
    """What was sent to a terminal as running text: no escapes, all white space the same."""
    return " ".join(_ESCAPE.sub("", raw).split())


class Terminal:
    """`ifs` with these arguments, in a terminal of its own, in this test's home."""

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        environ: Mapping[str, str] | None = None,
        command: list[str] | None = None,
    ) -> None:
        self.columns = columns
        self.raw = ""
        self.pressed_at = 0
        self._screen = pyte.HistoryScreen(columns, ROWS, history=2000)
        self._stream = pyte.Stream(self._screen)
        self._fed = 0
        self._bytes = b""
        self.master, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
        env = {**os.environ, "TZ": noon(), "IFS_TEST_TERMINAL": os.ttyname(terminal), **(environ or {})}
        # A session leader that opens a terminal gets it as its controlling one: Ctrl-C and SIGHUP are real.
        self.process = subprocess.Popen(
            ["sh", "-c", _OPEN_TERMINAL, "sh", *(command or program(*arguments))],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        # Held until the end, so that nothing the program still said is gone with it.
        self._terminal = terminal

    def read(self, seconds: float = 0.05) -> bool:
        """Take in what the program shows within that time. False when it shows no more, ever."""
        if not select.select([self.master], [], [], seconds)[0]:
            return self.process.poll() is None
        data = os.read(self.master, 65536)
        self._bytes += data
        text = self._bytes.decode("utf-8", "ignore") if _whole(self._bytes) else ""
        if text:
            self.raw += text
            self._bytes = b""
        return True

    def settle(self, seconds: float) -> None:
        """Go on reading for that long, whatever comes."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not self.read(min(left, 0.05)):
                return

    @property
    def since(self) -> str:
        """What was shown since the last key, as running text."""
        return unescaped(self.raw[self.pressed_at :])

    def wait(self, words: str) -> None:
        """Wait until these words are shown after the last key pressed."""
        end = time.monotonic() + PATIENCE
        while words not in self.since:
            going = self.read()
            if words in self.since:
                return
            assert time.monotonic() < end, f"waited for {words!r}; the screen is\n{self.text}"
            assert going, f"ended before {words!r} was shown; the screen is\n{self.text}"

    def wait_typed(self, words: str) -> None:
        """Wait until these words stand on the screen, however they came there."""
        end = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < end, f"waited for {words!r}; the screen is\n{self.text}"
            self.read()

    def question(self, words: str) -> str:
        """Wait until a question with these words is shown whole. Gives its block."""
        self.wait(words)
        end = time.monotonic() + PATIENCE
        while " answered · " not in self.since[self.since.rindex(words) :]:
            assert time.monotonic() < end, f"no progress under {words!r}; the screen is\n{self.text}"
            self.read()
        self.settle(0.02)
        return self.block

    def press(self, keys: str) -> None:
        """Type, one key at a time, once the program reads keys. An escape sequence is one key."""
        self._until_keys_are_read()
        self.pressed_at = len(self.raw)
        for key in [keys] if keys.startswith("\x1b") else keys:
            self.send(key.encode())

    def _until_keys_are_read(self) -> None:
        """A prompt turns the terminal's own echo off, after it let go of what was typed too early."""
        end = time.monotonic() + PATIENCE
        while termios.tcgetattr(self.master)[3] & termios.ECHO:
            assert time.monotonic() < end, f"no prompt came; the screen is\n{self.text}"
            self.read()

    def send(self, data: bytes) -> None:
        """Hand bytes to the terminal, reading meanwhile what comes back."""
        while data:
            if select.select([], [self.master], [], 0.05)[1]:
                written = os.write(self.master, data[:1024])
                data = data[written:]
            if len(data) > 0:
                self.read(0)

    def paste(self, text: str) -> None:
        """Paste as a terminal does that marks pastes."""
        self.pressed_at = len(self.raw)
        self.send(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def answer(self, keys: str, then: str) -> None:
        """Type an answer, and wait for what comes next."""
        self.press(keys)
        self.wait(then)

    def signal(self, number: int) -> None:
        """Send the program a signal."""
        os.kill(self.process.pid, number)

    def end(self, look: Callable[[int], None] = lambda terminal: None) -> int:
        """Wait for the program to end by itself, and look at the terminal it leaves. Gives its exit code."""
        end = time.monotonic() + PATIENCE
        while self.process.poll() is None:
            assert time.monotonic() < end, f"still running; the screen is\n{self.text}"
            self.read()
        while select.select([self.master], [], [], 0)[0]:
            self.read(0)
        look(self.master)
        self.close()
        return self.process.returncode

    def kill(self) -> None:
        """SIGKILL, and wait until nothing of it runs any more."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=PATIENCE)
        self.close()

    def hang_up(self) -> None:
        """Close the terminal's window: the program gets SIGHUP, and nowhere to write to."""
        self.close()
        self.process.wait(timeout=PATIENCE)

    def close(self) -> None:
        """Let go of the terminal."""
        if self.master >= 0:
            os.close(self.master)
            os.close(self._terminal)
            self.master = -1

    @property
    def text(self) -> str:
        """The screen as a person sees it, with what was scrolled away above it."""
        self._stream.feed(self.raw[self._fed :])
        self._fed = len(self.raw)
        above = ["".join(line[at].data for at in range(self.columns)) for line in self._screen.history.top]
        return "\n".join(line.rstrip() for line in [*above, *self._screen.display]).rstrip()

    @property
    def cursor(self) -> tuple[int, int]:
        """Where the cursor stands: column and row, from 0."""
        _ = self.text
        return self._screen.cursor.x, self._screen.cursor.y

    @property
    def shown(self) -> str:
        """The lines on screen now, as running text."""
        _ = self.text
        return " ".join(" ".join(self._screen.display).split())

    @property
    def block(self) -> str:
        """The open question and what stays in view above it, as running text: the last block on screen."""
        lines = self.text.splitlines()
        start = max((at for at, line in enumerate(lines) if not line.strip()), default=-1)
        return " ".join(" ".join(lines[start + 1 :]).split())

    def assert_kind(self) -> None:
        """No line touches the right edge, nothing fell over."""
        wide = [line for line in self.text.splitlines() if len(line) >= self.columns]
        assert wide == [], self.text
        assert "Traceback" not in self.raw


def _whole(data: bytes) -> bool:
    """Whether no character is cut at the end."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end - error.start > 3 or error.end < len(data)
    return True


def journal_path() -> Path:
    """This test's journal."""
    return Path(os.environ["IFS_JOURNAL"])
