"""The one protocol between the loop and whoever answers: a terminal, a file of answers, a program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from ifs_journal.guide.question import Place, Words
from ifs_journal.script.library import LANGUAGE
from ifs_journal.terms import Alike, Command, EndReason, PartName


class About(StrEnum):
    """What a piece of information is about."""

    STEP = "step"
    WHY = "why"
    GROUND = "ground"
    HELP = "help"
    CRISIS = "crisis"
    PARTS = "parts"


class Answered(NamedTuple):
    """An answer as the front end has it. The loop checks it and turns it into what is stored."""

    value: Any


class Commanded(NamedTuple):
    """A command instead of an answer. `text` is what was typed with it, for `/off` only."""

    command: Command
    text: str | None = None


class Unreadable(NamedTuple):
    """What came in was no reply at all. `message` says why, without it."""

    message: str


Reply = Answered | Commanded | Unreadable


class Aid(NamedTuple):
    """What a front end may use while it asks one question."""

    offer: Any = None
    """A value to start from: an answer just taken back, or a draft saved earlier. Never stored by itself."""
    keep_draft: Callable[[str], None] | None = None
    """Call with the text typed so far, at least every five seconds, on `long` and `draft` steps."""
    find_parts: Callable[[str, int], Sequence[PartName]] | None = None
    """(text, at most how many) -> known parts (or people) whose name fits the text, newest first."""
    alike: Sequence[Alike] = ()
    """Known parts that resemble what was noticed, nearest first. Offered, never chosen."""


class Hello(NamedTuple):
    """A session as it opens or is taken up again."""

    session: str | None
    script: str
    version: int
    title: Words
    resumed: bool
    shared: bool = False
    """Two people look at the screen."""
    unkept: bool = False
    """Nothing is kept unless it is asked for at the end."""
    language: str = LANGUAGE
    """What the session is asked in, and so what is said around its questions."""


class Ending(NamedTuple):
    """How a session ended. `number` is its short number, as in `ifs show 12`."""

    reason: EndReason | None
    """None when it is paused."""
    session: str | None
    number: int | None


class Asker(Protocol):
    """Shows what the guide says, asks its questions, brings back replies.

    `ask` raises EOFError at the end of input and KeyboardInterrupt on Ctrl-C; the loop then pauses. Hidden,
    from `ask` or `say`, makes it pause too and goes on up: nothing may be shown any more, not even an end.
    """

    def begin(self, hello: Hello) -> None:
        """A session opens."""

    def say(self, words: Words, about: About) -> None:
        """Show a sentence or a page of information. Needs no reply (but may be paced by a key)."""

    def ask(self, place: Place, aid: Aid) -> Reply:
        """Ask `place.question` and wait for a reply."""

    def can_clear(self) -> bool:
        """Whether what one of two people sees can be taken away before the other looks."""

    def alone(self, inside: bool) -> None:
        """Ask one of two people alone from here on (`inside`), or no longer. Nothing of it stays in view."""

    def current_text(self) -> str:
        """What was typed so far at the open question, if there is anything."""

    def refuse(self, message: str) -> None:
        """The last reply did not fit; the same question comes again. `message` holds no entry text."""

    def end(self, ending: Ending) -> None:
        """The session is over, or paused."""
