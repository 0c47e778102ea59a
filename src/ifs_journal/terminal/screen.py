"""The terminal as one object: its streams, how wide it is, and what may be shown on it."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, TextIO

from ifs_journal.errors import Hidden
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.hiding import discard
from ifs_journal.terminal.palette import colour_wanted
from ifs_journal.terms import Colours

if TYPE_CHECKING:
    from rich.console import Console

Line = Sequence[tuple[str, str]]
"""One line to show: pairs of a palette name and text."""

NARROWEST = 40
WIDEST_TEXT = 80
"""Running text is never set wider than this, in columns: longer lines are hard to follow."""

_TOGETHER = (
    r"(?<!\S)(?:ifs (?:(?:parts|promises|therapy|journal|scripts) )?[a-z-]+(?: (?:\d+|last|--[a-z-]+))*"
    r"|--[a-z-]+ \d+|\d[\d-]*(?: \d[\d-]*)+)[.,;:)]*(?!\S)"
)
"""Words that are one thing: a command with its number, an option, a telephone number."""

_BARE = "\x1b[0m\x1b[H\x1b[2J\x1b[3J"
"""Plain letters, cursor home, screen cleared, and last what was scrolled away: clearing a screen moves it up
into the scrollback on some terminals."""


_EMPTY = "\x1b[0m\x1b[H\x1b[2J"
_OWN = "\x1b[?1049h"
_BACK = "\x1b[?1049l"
"""A screen of its own, without a scrollback, and the way back from it."""


def cells(text: str) -> int:
    """How many columns `text` takes."""
    if _narrow(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _narrow(text: str) -> bool:
    """Whether every character takes one column for sure: then no table of widths has to be loaded."""
    if text.isascii():
        return text.isprintable()
    return all(" " <= char <= "~" or "\xae" <= char <= "\u02ff" or char in "–—‘’“”…" for char in text)


def wrap(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` columns, broken at spaces where there are any.

    A command to type and a telephone number stay in one piece where they fit on a line.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph, width):
            joined = f"{line} {word}" if line else word
            if cells(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            *full, line = _pieces(word, width)
            lines.extend(full)
        lines.append(line)
    return lines


@cache
def _together() -> re.Pattern[str]:
    # Made ready when the first text is wrapped that might need it.
    return re.compile(_TOGETHER)


def _words(paragraph: str, width: int) -> Iterator[str]:
    end = 0
    may_hold = "ifs " in paragraph or any("0" <= char <= "9" for char in paragraph)
    for found in _together().finditer(paragraph) if may_hold else ():
        if cells(found.group()) <= width:
            yield from paragraph[end : found.start()].split(" ")[: -1 if found.start() else None]
            yield found.group()
            end = found.end() + 1
    if end <= len(paragraph):
        yield from paragraph[end:].split(" ")


def _pieces(word: str, width: int) -> list[str]:
    if cells(word) <= width:
        return [word]
    if _narrow(word):
        return [word[start : start + width] for start in range(0, len(word), width)]
    from rich.cells import chop_cells

    return chop_cells(word, width) or [""]


def quoted(text: str) -> str:
    """Somebody's own words between quotation marks."""
    return f'"{text}"'


def shorten(text: str, width: int) -> str:
    """`text` cut to `width` columns, between words if it can be, with an ellipsis for what was left out."""
    if cells(text) <= width:
        return text
    cut = _pieces(text, max(width - 1, 1))[0]
    whole = cut if text[len(cut)] == " " else cut.rpartition(" ")[0]
    return (whole if len(whole) > len(cut) // 2 else cut).rstrip() + "…"


class Screen:
    """Where words are shown. Facts about the terminal are asked anew, so a resize is noticed."""

    def __init__(
        self,
        stdin: TextIO | None = None,
        stdout: TextIO | None = None,
        *,
        environ: Mapping[str, str] | None = None,
        plain: bool = False,
        colours: Colours = Colours.AUTO,
    ) -> None:
        """Take the process's own streams and environment unless others are given."""
        self.stdin = stdin or sys.stdin
        self.stdout = stdout or sys.stdout
        self.environ = os.environ if environ is None else environ
        self.dumb = self.environ.get("TERM", "") in ("dumb", "unknown")
        self.plain = plain or self.dumb
        self.colour = colour_wanted(self.environ, self.stdout.isatty(), colours) and not self.plain
        self._console: Console | None = None
        self._held: list[str] | None = None
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")

    @property
    def interactive(self) -> bool:
        """Whether both ends are a terminal, so that keys can be read one at a time."""
        return self.stdin.isatty() and self.stdout.isatty()

    @property
    def size(self) -> os.terminal_size:
        """Columns and rows as they are now."""
        try:
            found = os.get_terminal_size(self.stdout.fileno())
        except (OSError, ValueError):
            found = os.terminal_size((0, 0))
        if found.columns and found.lines:
            return found
        return shutil.get_terminal_size((80, 24))

    @property
    def width(self) -> int:
        """Columns, at least 40."""
        return max(self.size.columns, NARROWEST)

    @property
    def text_width(self) -> int:
        """Columns for running text."""
        return min(self.width - 1, WIDEST_TEXT)

    def say(self, text: str, style: str = "text", *, indent: int = 0) -> None:
        """Show `text`, cleaned and wrapped, in one palette style. Line breaks in it are kept."""
        safe = clean(text, newlines=True)
        if self.plain:
            self.write(safe + "\n")
            return
        self.lines([[(style, line)] for line in self.wrapped(safe, indent=indent)])

    def wrapped(self, text: str, *, indent: int = 0) -> list[str]:
        """`text`, cleaned, in the lines it is shown in."""
        margin = " " * indent
        lines = wrap(clean(text, newlines=True), self.text_width - indent)
        return [margin + line if line else "" for line in lines]

    def lines(self, lines: Sequence[Line]) -> None:
        """Show lines that are cleaned and wrapped already."""
        if self.plain or not self.colour:
            self.write("".join("".join(text for _, text in line) + "\n" for line in lines))
            return
        from rich.text import Text

        console = self._rich()
        with console.capture() as captured:
            for line in lines:
                shown = Text.assemble(*((text, style) for style, text in line))
                console.print(shown, soft_wrap=True)
        self.write(captured.get())

    def blank(self) -> None:
        """An empty line."""
        self.write("\n")

    def write(self, text: str) -> None:
        """Send `text` as it is. The caller has cleaned it."""
        if self._held is not None:
            self._held.append(text)
            return
        self.stdout.write(text)
        self.stdout.flush()

    def page(self, text: str) -> None:
        """Show a long text through the person's pager when it does not fit on the screen."""
        with self.paged():
            self.say(text)

    @contextmanager
    def paged(self) -> Iterator[None]:
        """What is shown inside goes through the person's pager when it does not fit on the screen."""
        if self.plain or not self.interactive or self._held is not None:
            yield
            return
        held: list[str] = []
        self._held = held
        try:
            yield
        finally:
            self._held = None
        text = "".join(held)
        if text.count("\n") >= self.size.lines - 1:
            from ifs_journal.terminal.pager import show_long

            if show_long(text, self.environ):
                return
        self.write(text)

    @property
    def can_clear(self) -> bool:
        """Whether what is shown can be taken away again."""
        return self.interactive and not self.plain

    def clear(self) -> None:
        """An empty screen, where there can be one."""
        if self.can_clear:
            self.write(_EMPTY)

    def aside(self, inside: bool) -> None:
        """Go to a screen of its own, or come back from it. It is empty when it is left."""
        if self.can_clear:
            self.write(f"{_OWN}{_EMPTY}" if inside else f"{_EMPTY}{_BACK}")

    @property
    def can_be_bare(self) -> bool:
        """Whether everything shown can be taken away for good, with what can be scrolled back to."""
        return self.interactive and not self.dumb

    def hide(self) -> None:
        """Take everything shown away, what can be scrolled back to as well, and forget what was typed since.

        A dumb terminal can take nothing away: there it moves up, out of sight.
        """
        with suppress(OSError, ValueError):
            if self.stdout.isatty():
                self.write("\n" * self.size.lines if self.dumb else _BARE)
        # Words typed after it belong to nobody's shell, nor to its history.
        with suppress(OSError, ValueError, Hidden):
            discard(self.stdin.fileno())

    @contextmanager
    def bare_when_hidden(self) -> Iterator[None]:
        """Whoever hides sees a bare screen at once, before anything is kept, however slow the disk."""
        try:
            yield
        except Hidden:
            self.hide()
            raise

    def _rich(self) -> Console:
        if self._console is None:
            from rich.console import Console

            from ifs_journal.terminal.palette import rich_theme

            self._console = Console(
                file=self.stdout,
                theme=rich_theme(),
                force_terminal=True,
                highlight=False,
                markup=False,
                emoji=False,
            )
        return self._console
