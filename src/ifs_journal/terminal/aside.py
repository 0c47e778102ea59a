"""Questions outside a session that Enter alone may answer: one line, or one of a few keys.

Enter alone always comes back as the empty string, and what was typed before the question was shown
answers nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ifs_journal.terminal.lines import LineReader
from ifs_journal.terminal.screen import Screen, cells, wrap
from ifs_journal.terms import name_key

_MARK = "> "


def ask_line(screen: Screen, text: str) -> str:
    """Ask for one line; spaces around it are gone. Raises EOFError and KeyboardInterrupt."""
    screen.say(text, "question")
    return _read(screen, {}).strip()


def ask_key(screen: Screen, text: str, choices: Sequence[tuple[str, str]], *, in_a_row: bool = False) -> str:
    """Ask for one of a few (key, label) pairs, or Enter. Raises EOFError and KeyboardInterrupt.

    `in_a_row` puts the keys behind the question, where they are few and known and the line has room.
    """
    row = " · ".join([text, *(f"{key}: {label}" for key, label in choices)])
    if in_a_row and not screen.plain and cells(row) <= screen.text_width:
        screen.say(row, "question")
    else:
        screen.say(text, "question")
        _show(screen, choices)
    while True:
        typed = name_key(_read(screen, dict(choices)))
        for number, (key, label) in enumerate(choices, 1):
            if typed in (key, label.casefold()) or (screen.plain and typed == str(number)):
                return key
        if not typed:
            return ""
        keys = ", ".join(str(number) for number in range(1, len(choices) + 1))
        keys = keys if screen.plain else ", ".join(key for key, _ in choices)
        screen.say(f"One of these, please: {keys}. Enter alone is fine too.", "notice")


def _show(screen: Screen, choices: Sequence[tuple[str, str]]) -> None:
    for number, (key, label) in enumerate(choices, 1):
        if screen.plain:
            screen.say(f"{number}: {label}")
            continue
        first, *rest = wrap(label, screen.text_width - 4 - cells(key))
        screen.lines([[("key", f"  {key}"), ("option", f"  {first}")]])
        screen.lines([[("option", f"     {line}")] for line in rest])


def _read(screen: Screen, instant: Mapping[str, str]) -> str:
    if screen.plain:
        reader = LineReader(screen.stdin, screen.stdout)
        reader.discard()
        return reader.read(mark=_MARK)
    from ifs_journal.terminal import prompts

    prompts.discard_typed_ahead()
    prompt = prompts.Prompt(
        lines=lambda width: [], instant=instant, ring=list(instant.values()), echo=instant.get
    )
    return prompts.ask(prompt, screen.colour)
