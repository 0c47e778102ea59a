"""Questions outside a session: one line, one of a few keys, somebody's own words.

At each of them /crisis, /ground, /help and /why show their page, and the question comes again. At a line and
at own words /stop, /pause, /back and /skip leave it open, as Enter alone does. Each may raise EOFError,
KeyboardInterrupt and Hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from ifs_journal.guide.question import ALONE, Place, Question, Words
from ifs_journal.session.asker import Aid, Answered, Commanded
from ifs_journal.session.pages import LEAVES, PAGES, show_page
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.conversation import Conversation
from ifs_journal.terminal.lines import LineReader
from ifs_journal.terminal.screen import Line, Screen, cells, wrap
from ifs_journal.terminal.sentences import Sentences
from ifs_journal.terms import Command, StepType, name_key

_MARK = "> "
Matches = Callable[[str], Iterable[str]]
"""What may be meant by the beginning of a word."""


def ask_line(asker: Conversation, text: str, *, note: str = "", matches: Matches | None = None) -> str:
    """Ask for one line; spaces around it are gone, and it is empty when the question was left open.

    `note` stands quietly below the question; `matches` completes what is typed.
    """
    while True:
        typed = _line(asker.screen, text, note, matches).strip()
        command = _command(typed, asker.said)
        if command in LEAVES:
            return ""
        if command is None:
            return typed
        show_page(asker, command)


def ask_key(
    asker: Conversation, text: str, choices: Sequence[tuple[str, str]], *, in_a_row: bool = False
) -> str:
    """Ask for one of a few (key, label) pairs, or Enter, which comes back as the empty string.

    `in_a_row` puts the keys behind the question, where they are few and known and the line has room.
    """
    screen = asker.screen
    fresh = True
    while True:
        if fresh:
            _show_keys(screen, text, choices, in_a_row=in_a_row and not screen.plain)
        given = _key(screen, dict(choices)).strip()
        typed = name_key(given)
        for number, (key, label) in enumerate(choices, 1):
            if typed in (key, label.casefold()) or (screen.plain and typed == str(number)):
                return key
        if not typed:
            return ""
        command = _command(given, asker.said)
        fresh = command in PAGES
        if command is not None and fresh:
            show_page(asker, command)
            continue
        numbers = [str(number) for number in range(1, len(choices) + 1)]
        keys = ", ".join(numbers if screen.plain else dict(choices))
        screen.say(f"One of these, please: {keys}. Enter alone is fine too.", "notice")


def ask_words(
    asker: Conversation,
    text: str,
    *,
    offer: str | None = None,
    keep_draft: Callable[[str], None] | None = None,
) -> str | None:
    """Ask for a text of any length, as it was written. None when the question was left open.

    `keep_draft` is handed what was written so far, also when the asking ends by Ctrl-C.
    """
    question = Question(
        "words", "words", StepType.LONG, Words(text, text), None, Words(text, text), optional=True
    )
    place = Place((), question, None, ALONE)
    while True:
        reply = asker.ask(place, Aid(offer=offer, keep_draft=keep_draft))
        if isinstance(reply, Answered):
            written = str(reply.value)
            return written if written.strip() else None
        if not isinstance(reply, Commanded) or reply.command in LEAVES:
            return None
        show_page(asker, reply.command)


def _command(typed: str, said: Sentences) -> Command | None:
    """The command that a whole line is: with its slash, or a word for crisis as it is."""
    word = typed.casefold()
    if word in (Command.CRISIS, *said.CRISIS_WORDS):
        return Command.CRISIS
    known = word.startswith("/") and word[1:] in (*LEAVES, *PAGES)
    return Command(word[1:]) if known else None


def _line(screen: Screen, text: str, note: str, matches: Matches | None) -> str:
    if screen.plain:
        for shown in filter(None, (text, note)):
            screen.say(shown)
        return _plainly(screen)
    from ifs_journal.terminal import prompts

    def lines(width: int) -> list[Line]:
        room = min(width, screen.text_width)
        asked: list[Line] = [[("question", line)] for line in wrap(clean(text, newlines=True), room)]
        return asked + ([[("quiet", line)] for line in wrap(clean(note), room)] if note else [])

    with screen.bare_when_hidden():
        prompts.discard_typed_ahead()
        return prompts.ask(prompts.Prompt(lines, matches=matches), screen.colour)


def _key(screen: Screen, instant: Mapping[str, str]) -> str:
    if screen.plain:
        return _plainly(screen)
    from ifs_journal.terminal import prompts

    with screen.bare_when_hidden():
        prompts.discard_typed_ahead()
        prompt = prompts.Prompt(
            lambda width: [], instant=instant, ring=list(instant.values()), echo=instant.get
        )
        return prompts.ask(prompt, screen.colour)


def _plainly(screen: Screen) -> str:
    reader = LineReader(screen.stdin, screen.stdout)
    with screen.bare_when_hidden():
        reader.discard()
        return reader.read(mark=_MARK)


def _show_keys(screen: Screen, text: str, choices: Sequence[tuple[str, str]], *, in_a_row: bool) -> None:
    row = " · ".join([text, *(f"{key}: {label}" for key, label in choices)])
    if in_a_row and cells(row) <= screen.text_width:
        screen.say(row, "question")
        return
    screen.say(text, "question")
    for number, (key, label) in enumerate(choices, 1):
        if screen.plain:
            screen.say(f"{number}: {label}")
            continue
        first, *rest = wrap(label, screen.text_width - 4 - cells(key))
        screen.lines([[("key", f"  {key}"), ("option", f"  {first}")]])
        screen.lines([[("option", f"     {line}")] for line in rest])
