"""What a typed line means: an answer, a command, or something to ask again about.

Pure and shared by both askers. A slash begins a command, two slashes a literal one, a bare `?`
shows the keys, and a bare command word is asked about once, because parts say those words too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ifs_journal.guide.question import Question
from ifs_journal.session.asker import Answered, Commanded
from ifs_journal.terminal.hiding import before_hiding
from ifs_journal.terminal.options import find_option, find_options
from ifs_journal.terminal.sentences import ENGLISH, WRITING, Sentences
from ifs_journal.terms import Command, PartName, StepType, name_key

FindParts = Callable[[str, int], Sequence[PartName]]

BARE_WORDS = (Command.STOP, Command.HELP, Command.BACK, Command.SKIP, Command.PAUSE)
LISTED = 50
"""How many known parts a number is looked up among."""


@dataclass(frozen=True, slots=True)
class Again:
    """The line does not fit: say `message` and ask again, starting from `text`."""

    message: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """Enter alone."""


@dataclass(frozen=True, slots=True)
class ShowKeys:
    """A bare `?`."""


@dataclass(frozen=True, slots=True)
class BareWord:
    """The whole answer is a command's name: whose word is it?"""

    command: Command
    text: str


@dataclass(frozen=True, slots=True)
class KeepAnd:
    """A command given while something was already written: do it, and keep `text` for the next asking."""

    command: Command
    text: str
    draft: bool = True
    """Whether the text is writing worth keeping as a draft, not the command's own word."""


@dataclass(frozen=True, slots=True)
class Off:
    """`/off`. `said` when the text was already typed with it."""

    said: bool


@dataclass(frozen=True, slots=True)
class Edit:
    """Open the editor on `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class ListParts:
    """`/parts ba`: show the known parts that fit."""

    text: str


Outcome = Answered | Commanded | Again | Empty | ShowKeys | BareWord | KeepAnd | Off | Edit | ListParts


def read_typed(
    question: Question, typed: str, find_parts: FindParts | None = None, said: Sentences = ENGLISH
) -> Outcome:
    """What `typed` means as a reply to `question`, asked in the language of `said`."""
    line = typed.strip()
    if not line:
        return Empty()
    if line == "?":
        return ShowKeys()
    if line.startswith("//"):
        return answer(question, line[1:], find_parts, said)
    command = _slash(question, line, said)
    if command is not None:
        return command
    return _bare(question, line, said) or answer(question, line, find_parts, said)


def without_command(text: str) -> str:
    """`text` without a command being typed: what is worth keeping as a draft."""
    before = before_hiding(text)
    if before is not None:
        return before
    head, _, last = text.rpartition("\n")
    return head.rstrip() if last.startswith("/") and not last.startswith("//") else text


def _slash(question: Question, line: str, said: Sentences) -> Outcome | None:
    head, _, last = line.rpartition("\n")
    if not last.startswith("/"):
        return None
    word, _, rest = last[1:].strip().partition(" ")
    word = _command_word(word, said)
    if head:
        known = word in said.COMMANDS and not rest
        return _command(question, word, "", head.rstrip(), said) if known else None
    if word not in said.COMMANDS:
        kept = line if question.type in WRITING else ""
        names = " ".join(f"/{name}" for name in said.COMMANDS)
        return Again(said.UNKNOWN_COMMAND.format(word=word, commands=names + "."), kept)
    return _command(question, word, rest, "", said)


def _command(question: Question, word: str, rest: str, before: str, said: Sentences) -> Outcome:
    if word == "parts":
        return ListParts(rest)
    if word == "editor":
        if question.type in WRITING:
            return Edit(before or rest)
        return Again(said.EDITOR_TEXT_ONLY)
    command = Command(word)
    if command is Command.OFF:
        return Off(bool(rest or before)) if question.may_be_off else Again(said.NO_OFF, before)
    return KeepAnd(command, before) if before else Commanded(command)


def _command_word(typed: str, said: Sentences) -> str:
    """A command by what was typed for it: its own name, or a word for it in the session's language."""
    word = name_key(typed)
    if word in {Command.CRISIS, *map(name_key, said.CRISIS_WORDS)}:
        return Command.CRISIS
    return word if word in said.COMMANDS else _own(said).get(word, word)


def _own(said: Sentences) -> dict[str, str]:
    return {name_key(word): command for word, command in said.COMMAND_WORDS.items()}


def _bare(question: Question, line: str, said: Sentences) -> Outcome | None:
    word = _command_word(line.strip().rstrip(".!\u2026"), said)
    if word == Command.CRISIS:
        return KeepAnd(Command.CRISIS, line if question.type in WRITING else "", draft=False)
    if word not in BARE_WORDS or find_option(question, line, loosely=False):
        return None
    return BareWord(Command(word), line)


def answer(
    question: Question, text: str, find_parts: FindParts | None = None, said: Sentences = ENGLISH
) -> Answered | Again:
    """`text` as an answer of the question's type, in the values the loop takes."""
    match question.type:
        case StepType.SAY | StepType.SETTLE:
            return Again(said.SETTLE_TEXT)
        case StepType.STATE:
            return _state(question, text, said)
        case StepType.SCALE:
            number = _number(text)
            return Again(said.WHOLE_NUMBER) if number is None else Answered(number)
        case StepType.CHOICE | StepType.YES_NO_UNSURE | StepType.CONFIRM:
            return _choice(question, text, said)
        case StepType.CHOICES:
            return _choices(question, text, said)
        case StepType.PART:
            return Answered(_part(question, text, find_parts))
        case StepType.PARTS:
            return _parts(question, text, find_parts, said)
        case _:
            return Answered(text)


def _number(text: str) -> int | None:
    bare = text.strip()
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 4 and int(bare) <= 10 else None


def _state(question: Question, text: str, said: Sentences) -> Answered | Again:
    number = _number(text)
    if number is not None:
        return Answered(number)
    found = find_option(question, text)
    return Answered(found.value) if found else Again(said.STATE_NUMBER)


def _choice(question: Question, text: str, said: Sentences) -> Answered | Again:
    found = find_option(question, text, loosely=not question.other)
    if found is None:
        return Answered(text) if question.other else Again(said.NOT_HERE)
    return Answered(found.value in ("yes", "true") if question.type is StepType.CONFIRM else found.value)


def _choices(question: Question, text: str, said: Sentences) -> Answered | Again:
    found = find_options(question, text)
    if found is not None:
        return Answered(found)
    return Answered(text) if question.other else Again(said.NOT_HERE, text)


def _part(question: Question, text: str, find_parts: FindParts | None) -> str:
    found = find_option(question, text, loosely=False)
    if found:
        return found.value
    number = text.strip().removeprefix("#")
    if find_parts and number.isascii() and number.isdecimal():
        for part in find_parts("", LISTED):
            if part.number == int(number):
                return part.id
    return text.strip()


def _parts(question: Question, text: str, find_parts: FindParts | None, said: Sentences) -> Answered | Again:
    known = {name_key(part.name) for part in find_parts(text, LISTED)} if find_parts else set()
    names = [text] if name_key(text) in known else text.replace("\n", ",").split(",")
    found = [_part(question, name, find_parts) for name in names if name.strip()]
    return Answered(list(dict.fromkeys(found))) if found else Again(said.NOT_HERE)
