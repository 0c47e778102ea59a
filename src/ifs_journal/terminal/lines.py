"""Reading one line without redrawing and without the terminal's limit of 4,096 bytes.

A terminal in its usual line mode throws away what goes beyond 4,096 bytes. Here it hands over bytes
as they come, and the little editing a line needs is done by hand: echo, Backspace over a whole
character, Ctrl-U. Where the input is not a terminal, lines are read as they are.
"""

from __future__ import annotations

import codecs
import os
import select
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from ifs_journal.errors import Hidden
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.hiding import HIDE_KEY, discard, unless_hidden
from ifs_journal.terminal.screen import cells

TICK = 2.0
"""Seconds between calls of `on_tick` while nothing is typed."""

PASTE_GAP = 0.03
"""Seconds within which more input after a line break means a paste, not a pressed Enter."""

_JOINER = "\u200d"


def without_last(text: str) -> str:
    """`text` without its last character as a person sees it: accents and joined emoji go together."""
    while text:
        last, text = text[-1], text[:-1]
        if unicodedata.category(last) in ("Mn", "Me", "Mc", "Cf") or 0x1F3FB <= ord(last) <= 0x1F3FF:
            continue
        if text.endswith(_JOINER):
            continue
        break
    return text


class _Line:
    """The line being typed, and what each character does to it."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self.text = ""
        self.write = write
        self._escape = ""

    @property
    def in_escape(self) -> bool:
        """Whether the next character belongs to an escape sequence."""
        return bool(self._escape)

    def take(self, char: str) -> bool:
        """Apply one character. True when it asks for the end of input on an empty line."""
        if self._escape:
            self._escaped(char)
        elif char == "\x1b":
            self._escape = char
        elif char in "\x7f\x08":
            self._rub_out()
        elif char == "\x15":
            self.text = ""
            self.write("\n> ")
        elif char == "\x03":
            raise KeyboardInterrupt
        elif char == "\x04":
            return not self.text
        elif char == "\t" or char >= " ":
            self.add(char)
        return False

    def add(self, char: str) -> None:
        """Put one character on the line and show it."""
        self.text += char
        self.write("\n" if char == "\n" else clean(char))

    def _rub_out(self) -> None:
        shorter = without_last(self.text)
        gone = max(cells(clean(self.text)) - cells(clean(shorter)), 0)
        self.text = shorter
        self.write("\b" * gone + " " * gone + "\b" * gone)

    def _escaped(self, char: str) -> None:
        if self._escape == "\x1b" and char in "[O":
            self._escape += char
        elif self._escape == "\x1b" or "@" <= char <= "~":
            self._escape = ""
            if char in "\r\n":
                self.add("\n")


class LineReader:
    """Reads lines from a terminal or a stream. Bytes that belong to the next line are kept for it."""

    def __init__(self, stdin: TextIO, stdout: TextIO) -> None:
        """Read from `stdin`, echo to `stdout`."""
        self._stdin = stdin
        self._stdout = stdout
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._pending = ""

    @property
    def terminal(self) -> bool:
        """Whether somebody is typing on a terminal."""
        return os.name == "posix" and self._stdin.isatty()

    def discard(self) -> None:
        """Forget what was typed before now, where the input is a terminal. Raises Hidden on Ctrl-L."""
        if not self.terminal:
            return
        pending, self._pending = self._pending, ""
        if HIDE_KEY in pending:
            raise Hidden
        discard(self._stdin.fileno())

    def read(
        self,
        *,
        mark: str = "",
        many_lines: bool = False,
        on_text: Callable[[str], None] = lambda text: None,
        on_tick: Callable[[], None] = lambda: None,
    ) -> str:
        """One answer. A line that ends with a backslash goes on in the next where `many_lines` is true.

        `mark` is shown once keys are read one by one, so that nothing typed after it can be cut or lost.
        Raises EOFError at the end of input, KeyboardInterrupt on Ctrl-C and Hidden on Ctrl-L and `/hide`.
        """
        lines: list[str] = []
        while True:
            line = self._line(mark, many_lines, lambda text: on_text("\n".join([*lines, text])), on_tick)
            mark = ""
            if not (many_lines and line.endswith("\\")):
                return unless_hidden("\n".join([*lines, line]))
            lines.append(line[:-1])

    def _line(
        self, mark: str, many_lines: bool, on_text: Callable[[str], None], on_tick: Callable[[], None]
    ) -> str:
        if not self.terminal:
            self._show(mark)
            line = self._stdin.readline()
            if not line:
                raise EOFError
            return line.removesuffix("\n").removesuffix("\r")
        with _unlimited(self._stdin.fileno()):
            self._show(mark)
            try:
                return self._typed(many_lines, on_text, on_tick)
            except BaseException:
                self._show("\n")
                raise

    def _typed(self, many_lines: bool, on_text: Callable[[str], None], on_tick: Callable[[], None]) -> str:
        echo: list[str] = []
        line = _Line(echo.append)
        while True:
            try:
                done = self._take_pending(line, many_lines)
            finally:
                # Words that came in one piece with a Ctrl-L or Ctrl-C are kept as well.
                on_text(line.text)
            self._show("".join(echo))
            echo.clear()
            if done:
                return line.text
            self._fill(on_tick)

    def _take_pending(self, line: _Line, many_lines: bool) -> bool:
        """Apply what has come. True when Enter ended the line; the rest stays pending."""
        text, self._pending = self._pending, ""
        for place, char in enumerate(text):
            # Inside a paste it is a form feed, and what follows is nothing for a shell to read.
            if char == HIDE_KEY and not text[place:].strip(HIDE_KEY + "\r\n"):
                raise Hidden
            ended = char in "\r\n" and not line.in_escape
            if not ended:
                if line.take(char):
                    raise EOFError
                continue
            rest = text[place + 1 :]
            if not rest and not self._ready(PASTE_GAP):
                line.write("\n")
                return True
            line.add("\n" if many_lines else " ")
        return False

    def _show(self, text: str) -> None:
        self._stdout.write(text)
        self._stdout.flush()

    def _ready(self, seconds: float) -> bool:
        return bool(select.select([self._stdin.fileno()], [], [], seconds)[0])

    def _fill(self, on_tick: Callable[[], None]) -> None:
        while not self._ready(TICK):
            on_tick()
        data = os.read(self._stdin.fileno(), 65536)
        if not data:
            raise EOFError
        self._pending += self._decoder.decode(data)


@contextmanager
def _unlimited(descriptor: int) -> Iterator[None]:
    """Character by character instead of line by line, without the terminal's own echo."""
    import termios

    before = termios.tcgetattr(descriptor)
    now = termios.tcgetattr(descriptor)
    now[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
    termios.tcsetattr(descriptor, termios.TCSADRAIN, now)
    try:
        yield
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
