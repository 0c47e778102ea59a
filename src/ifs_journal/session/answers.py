"""Answers from a file: the whole session answered beforehand, step by step.

JSON is a list; TOML holds `answers = [ … ]`. An item is a value, or `{ step = "…", answer = … }`, or
`{ command = "…" }`. Anything that does not fit ends with what is wrong and where, and nothing is lost.
"""

from __future__ import annotations

import json
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from ifs_journal.errors import BadData
from ifs_journal.guide.question import Place, Question, Words
from ifs_journal.session.asker import About, Aid, Answered, Commanded, Ending, Hello, Reply
from ifs_journal.terms import Command


class AnswerMissing(BadData):
    """The file ended, or met another step than the one it was written for. The session is kept, paused."""


@dataclass(frozen=True, slots=True)
class Given:
    """One item of the file."""

    step: str | None
    reply: Reply


def read_answers(source: str) -> list[Given]:
    """The answers in a file (`-` for standard input). Raises BadData when it is neither JSON nor TOML."""
    try:
        raw = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as problem:
        raise BadData(f"The answers file cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise BadData("The answers file is not UTF-8 text.") from None
    return [_given(number, item) for number, item in enumerate(_items(text), 1)]


def _items(text: str) -> list[Any]:
    # Both raise a plain ValueError for a number of many thousand digits.
    try:
        items = json.loads(text)
    except (ValueError, RecursionError):
        try:
            items = tomllib.loads(text).get("answers")
        except (ValueError, RecursionError):
            raise BadData("The answers file is neither JSON (a list) nor TOML (answers = [ … ]).") from None
    if not isinstance(items, list):
        raise BadData("The answers file holds no list: JSON is a list, TOML has answers = [ … ].")
    return items


def _given(number: int, item: Any) -> Given:
    if not isinstance(item, dict):
        return Given(None, Answered(_plain(item)))
    step = item.get("step")
    keys = set(item) - {"step"}
    if step is not None and not isinstance(step, str):
        raise BadData(f"Answer {number}: step takes an address as text.")
    if keys == {"answer"}:
        return Given(step, Answered(_plain(item["answer"])))
    if keys == {"command"}:
        if item["command"] in list(Command):
            return Given(step, Commanded(Command(item["command"])))
        known = ", ".join(Command)
        raise BadData(f"Answer {number}: there is no such command. Commands: {known}.")
    raise BadData(f"Answer {number}: an item is a value, or has step and answer, or command.")


def _plain(value: Any) -> Any:
    """TOML has dates of its own; here a date is text."""
    return value.isoformat() if hasattr(value, "isoformat") else value


def meets(wanted: str, question: Question) -> bool:
    """Whether a step as a file names it (a whole address, its end, or a bare id) is the one that is asked."""
    last = question.address.rsplit("/", 1)[-1]
    return wanted in (question.address, last, question.step) or question.address.endswith(f"/{wanted}")


class FileAsker:
    """Answers each question with the next item. Says nothing but how it ended."""

    def __init__(self, given: list[Given], out: TextIO) -> None:
        self.given = list(given)
        self.out = out
        self.used = 0
        self.problem: str | None = None

    @property
    def left_over(self) -> int:
        """Answers nobody asked for."""
        return len(self.given) - self.used

    def begin(self, hello: Hello) -> None:
        """Nothing to show."""

    def say(self, words: Words, about: About) -> None:
        """Nothing to show."""

    def ask(self, place: Place, aid: Aid) -> Reply:
        """The next item. Raises AnswerMissing when there is none, or it was meant for another step."""
        question = place.question
        assert question is not None
        if self.used == len(self.given):
            raise AnswerMissing(f"The answers end before {question.address}. {self._kept()}")
        given = self.given[self.used]
        if given.step is not None and not meets(given.step, question):
            raise AnswerMissing(
                f"Answer {self.used + 1} is meant for {given.step}, "
                f"but {question.address} is asked. {self._kept()}"
            )
        self.used += 1
        return given.reply

    def can_clear(self) -> bool:
        """Whoever is on the other end takes care of what is seen."""
        return True

    def alone(self, inside: bool) -> None:
        """Nothing is in view here."""

    def current_text(self) -> str:
        """Nothing is typed here bit by bit."""
        return ""

    def refuse(self, message: str) -> None:
        """Keep what was wrong, for the end."""
        self.problem = f"Answer {self.used}: {message}"

    def end(self, ending: Ending) -> None:
        """Say the number, so that the entry can be found."""
        if ending.number is not None and ending.reason is not None:
            self.out.write(f"Kept as #{ending.number}.\n")

    def _kept(self) -> str:
        return "What was answered is kept, paused: ifs resume"
