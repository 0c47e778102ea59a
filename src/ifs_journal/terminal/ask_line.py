"""Asking for one line outside a session: a name, a word about a part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, Screen, wrap


def ask_line(
    screen: Screen,
    message: str,
    *,
    note: str = "",
    offered: str = "",
    matches: Callable[[str], Iterable[str]] | None = None,
    many_lines: bool = False,
) -> str:
    """Ask and give what was typed, without the spaces around it. Enter alone gives what was `offered`.

    `note` stands quietly below the question; `matches` completes what is typed. Ctrl-C and the end of the
    input raise EOFError, since nothing has been written yet.
    """
    try:
        if screen.plain:
            return _plainly(screen, message, note, offered, many_lines=many_lines)
        from ifs_journal.terminal import prompts

        def lines(width: int) -> Sequence[Line]:
            room = min(width, screen.text_width)
            asked: list[Line] = [[("question", line)] for line in wrap(clean(message, newlines=True), room)]
            return asked + ([[("quiet", line)] for line in wrap(clean(note), room)] if note else [])

        prompt = prompts.Prompt(lines, default=offered, matches=matches, many_lines=many_lines)
        return prompts.ask(prompt, screen.colour).strip()
    except KeyboardInterrupt:
        raise EOFError from None


def _plainly(screen: Screen, message: str, note: str, offered: str, *, many_lines: bool) -> str:
    from ifs_journal.terminal.lines import LineReader

    screen.say(message)
    for text in (note, f"Enter alone keeps: {offered}" if offered else ""):
        if text:
            screen.say(text)
    typed = LineReader(screen.stdin, screen.stdout).read(mark="> ", many_lines=many_lines)
    return typed.strip() or offered
