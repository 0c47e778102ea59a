"""What both askers share: the turns of one question, from what was typed to a reply.

The two differ only in how they show a question and read a line; that is left to them.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from ifs_journal.errors import Hidden
from ifs_journal.guide.question import Place, Question, Words
from ifs_journal.guide.quoting import spoken
from ifs_journal.script.library import LANGUAGE
from ifs_journal.session.asker import About, Aid, Answered, Commanded, Ending, Hello, Reply
from ifs_journal.session.phrases import phrases_in
from ifs_journal.terminal.keys import (
    LISTED,
    Again,
    BareWord,
    Edit,
    Empty,
    KeepAnd,
    ListParts,
    Off,
    Outcome,
    ShowKeys,
    answer,
    read_typed,
    without_command,
)
from ifs_journal.terminal.options import one_key, options_of, with_options
from ifs_journal.terminal.screen import Screen
from ifs_journal.terminal.sentences import ENGLISH, WRITING, Sentences, sentences_in
from ifs_journal.terminal.view import earlier
from ifs_journal.terms import Command, EndReason, StepType, Wording

_TYPED = (*WRITING, StepType.PERSON, StepType.PART, StepType.PARTS, StepType.DATE)


FOOT = 6
"""Rows kept free under a screenful, for what is asked next."""


@dataclass(slots=True)
class Asking:
    """One question while it is being asked."""

    place: Place
    question: Question
    aid: Aid
    offered: str = ""
    """What the line starts from."""
    mention: str | None = None
    """An earlier answer that is told and never filled in."""
    fresh: bool = True
    """The question itself is shown, not only the place to type."""
    first_time: bool = True
    off: bool = False
    """What is typed now must not be kept anywhere."""
    enters: int = 0
    kept: str | None = None
    """The text last handed to `aid.keep_draft`."""

    @property
    def many_lines(self) -> bool:
        """Whether the answer may run over several lines."""
        return self.off or self.question.type in (StepType.LONG, StepType.DRAFT)


def welcomes_text(question: Question) -> bool:
    """Whether any words at all can be an answer."""
    return question.other or (question.type in _TYPED and question.type is not StepType.DATE)


class Conversation(ABC):
    """The shared half of an asker. Text held for the next asking stays in memory."""

    def __init__(self, screen: Screen, wording: Wording) -> None:
        """Ask on `screen`, in `wording`."""
        self._screen = screen
        self._wording = wording
        self._said = ENGLISH
        self._language = LANGUAGE
        self._seen: set[tuple[StepType, bool]] = set()
        self._carried: dict[str, str] = {}
        self._answered: tuple[str, str] | None = None
        self._latest = ""
        self._shared = False
        self._alone = False
        """One of two people is asked alone: no answer stays in view."""
        self._foot: str | None = None
        """What stands under each question in place of how far the session is."""
        self._steadying = False
        """The last thing shown was a grounding step, so the next of them waits for Enter."""

    @abstractmethod
    def _read(self, asking: Asking) -> str:
        """Show the question and read what is typed. Reports text as it grows through `_note`."""

    @abstractmethod
    def _pick(self, message: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of a few keys, with nothing typed ahead taken, and return that key."""

    @abstractmethod
    def _wait(self, message: str, *, any_key: bool) -> None:
        """Wait for Enter, or for any key typed from now on."""

    @abstractmethod
    def _keys(self, asking: Asking) -> Sequence[str]:
        """What the keys do at this question."""

    @property
    def said(self) -> Sentences:
        """What is said around the questions, in the language of the session."""
        return self._said

    @property
    def screen(self) -> Screen:
        """Where this conversation is shown."""
        return self._screen

    def pick(self, message: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask something outside a script: (key, label) pairs, and the key that was picked. No default.

        Raises EOFError, KeyboardInterrupt and Hidden, as `ask` does.
        """
        with self._screen.bare_when_hidden():
            return self._pick(message, choices)

    def can_clear(self) -> bool:
        """Whether the screen can be taken away between two people."""
        return self._screen.can_clear

    def alone(self, inside: bool) -> None:
        """Go to a screen of its own, or come back from it; what was shown there is gone."""
        self._screen.aside(inside)
        self._alone = inside
        self._carried.clear()
        self._answered = None

    def current_text(self) -> str:
        """The written answer as typed so far, for whoever catches a signal; empty if it may not be kept."""
        return self._latest

    def speak(self, language: str) -> None:
        """Say all that stands around the questions in a language from here on."""
        self._said, self._language = sentences_in(language), language

    def begin(self, hello: Hello) -> None:
        """Show the title, how to leave, and where help is, from here on in the session's language."""
        self.speak(hello.language)
        self._shared = hello.shared
        if hello.shared:
            # Two look now: what one of them did before is not the other's to read.
            self._screen.clear()
        self._screen.blank()
        self._screen.say(hello.title.worded(self._wording), "title")
        if hello.unkept:
            self._foot = self._said.CRISIS_HINT_SHORT
            self._screen.say(self._said.UNKEPT, "quiet")
            self._screen.blank()
            return
        if hello.resumed:
            self._screen.say(self._said.TAKEN_UP, "quiet")
        leaving = self._said.LEAVING_DUMB if self._screen.dumb else self._said.LEAVING
        self._screen.say(f"{leaving} {self._said.CRISIS_HINT}", "quiet")
        self._screen.blank()

    def say(self, words: Words, about: About) -> None:
        """Show `words`. Grounding goes on at Enter; crisis lines stay until a key is pressed.

        Raises KeyboardInterrupt and Hidden while it waits for one.
        """
        text = words.worded(self._wording)
        if about is About.GROUND:
            if self._steadying:
                self._pause_for(self._said.ENTER_NEXT, any_key=False)
            self._steadying = True
            self._paced(text)
            return
        self._steadying = False
        if self._alone and about is About.CRISIS:
            self._page_alone(text)
            return
        style = "care" if about is About.CRISIS else "text"
        self._screen.say(text, style, indent=0 if about is About.STEP else 2)
        self._screen.blank()
        if about is About.CRISIS:
            message = self._said.ANY_KEY_PLAIN if self._screen.plain else self._said.ANY_KEY
            self._pause_for(message, any_key=True)

    def refuse(self, message: str) -> None:
        """Say why the last reply did not fit, and offer its text to the next asking."""
        if self._answered:
            address, text = self._answered
            self._carried[address] = text
        self._screen.say(message, "notice")
        self._screen.blank()

    def end(self, ending: Ending) -> None:
        """Say where the entry is, or how to go on. After a safety ending the screen is left alone."""
        if ending.reason is EndReason.SAFETY:
            return
        if ending.number is None and self._foot is not None:
            text = self._said.NOT_KEPT
        elif ending.reason is None:
            text = self._said.PAUSED
        elif ending.number is None or self._shared:
            # Between two people even a number would tell how much one of them has written.
            text = self._said.DONE
        else:
            text = self._said.KEPT.format(number=ending.number)
        self._screen.say(text, "quiet")

    def ask(self, place: Place, aid: Aid) -> Reply:
        """Ask `place.question` until there is a reply.

        Raises EOFError at the end of input, KeyboardInterrupt on Ctrl-C and Hidden when somebody hides, with
        the screen bare already; a text in writing is handed to `aid.keep_draft` first. ValueError when there
        is no question.
        """
        if place.question is None:
            raise ValueError("This place has no question to ask. Show its end instead.")
        self._steadying = False
        question = with_options(place.question, phrases_in(self._language))
        asking = self._start(place._replace(question=question), question, aid)
        reply: Reply | None = None
        try:
            with self._screen.bare_when_hidden():
                while reply is None:
                    reply = self._turn(asking)
        except Hidden:
            # A disk that is full is no reason to show anything again.
            with suppress(Exception):
                self._keep(asking)
            raise
        except BaseException:
            self._keep(asking)
            raise
        finally:
            self._latest = ""
        if self._alone and not isinstance(reply, Commanded):
            self._screen.clear()
        else:
            self._screen.blank()
        return reply

    def _start(self, place: Place, question: Question, aid: Aid) -> Asking:
        kind = (question.type, question.other)
        asking = Asking(place, question, aid, first_time=kind not in self._seen)
        self._seen.add(kind)
        carried = self._carried.pop(question.address, None)
        if question.type in _TYPED:
            asking.offered = self._offer(question, aid) if carried is None else carried
        else:
            asking.mention = earlier(question, aid.offer, self._wording, self._said)
            asking.offered = carried or ""
        self._answered = None
        self._latest = asking.offered if question.type in WRITING else ""
        asking.kept = self._latest
        return asking

    def _offer(self, question: Question, aid: Aid) -> str:
        if question.explicit:
            return ""
        offer = aid.offer if aid.offer is not None else question.draft
        if offer is None:
            return ""
        return ", ".join(map(spoken, offer)) if isinstance(offer, (list, tuple)) else spoken(offer)

    def _turn(self, asking: Asking) -> Reply | None:
        typed = self._read(asking)
        if asking.question.type in WRITING:
            self._note(asking, typed)
        outcome = read_typed(asking.question, typed, asking.aid.find_parts, self._said)
        asking.fresh, asking.offered = False, ""
        match outcome:
            case Answered() | Commanded():
                return self._done(asking, outcome, typed)
            case Empty():
                return self._empty(asking)
            case BareWord():
                return self._whose(asking, outcome)
            case KeepAnd():
                self._carry(asking, outcome)
                return Commanded(outcome.command)
            case Off(said):
                return self._off(asking, said)
        self._aside(asking, outcome)
        return None

    def _aside(self, asking: Asking, outcome: Outcome) -> None:
        match outcome:
            case Again(message, text):
                asking.offered = text
                self._tell(message)
            case ShowKeys():
                asking.fresh = True
                self._screen.say("\n".join((*self._keys(asking), *self._commands(asking))), "quiet", indent=2)
                self._screen.blank()
            case Edit(text):
                self._edit(asking, text)
            case ListParts(text):
                self._list_parts(asking, text)

    def _done(self, asking: Asking, reply: Reply, typed: str) -> Reply:
        if isinstance(reply, Answered) and asking.question.type in _TYPED:
            self._answered = (asking.question.address, typed)
        return reply

    def _empty(self, asking: Asking) -> Reply | None:
        question = asking.question
        if question.type in (StepType.SETTLE, StepType.SAY):
            return Answered(None)
        if question.explicit:
            self._tell(self._said.NO_ENTER)
            return None
        asking.enters += 1
        if question.optional or (asking.enters > 1 and welcomes_text(question)):
            return Commanded(Command.SKIP)
        self._tell(self._said.NOTHING_CAME if welcomes_text(question) else self._said.NOT_HERE)
        return None

    def _whose(self, asking: Asking, bare: BareWord) -> Reply | None:
        """Ask once whether a bare command word is the answer or a wish of the person's own."""
        free = welcomes_text(asking.question)
        stay = self._said.BARE_ANSWER if free else self._said.BARE_BACK
        choices = [("a", stay), ("w", self._said.BARE_MEANING[bare.command])]
        if self._pick(self._said.BARE_WORD.format(word=bare.text), choices) == "w":
            self._latest = ""
            return Commanded(bare.command)
        if not free:
            asking.fresh = True
            return None
        meant = answer(asking.question, bare.text, asking.aid.find_parts, self._said)
        if isinstance(meant, Answered):
            return self._done(asking, meant, bare.text)
        self._tell(meant.message)
        return None

    def _off(self, asking: Asking, said: bool) -> Reply:
        """Let the person say it, and let it go: neither text nor draft of it stays."""
        asking.off = True
        self._latest, asking.kept = "", ""
        if asking.aid.keep_draft and asking.question.type in WRITING:
            asking.aid.keep_draft("")
        if said:
            return Commanded(Command.OFF)
        self._tell(self._said.OFF_ASK)
        outcome = read_typed(asking.question, self._read(asking), said=self._said)
        if isinstance(outcome, Commanded | KeepAnd):
            return Commanded(outcome.command)
        return Commanded(Command.OFF)

    def _edit(self, asking: Asking, text: str) -> None:
        from ifs_journal.terminal.editor import EditorUnavailable, edit, editor_command

        asking.offered = text
        try:
            asking.offered = edit(text, self._screen.environ)
        except EditorUnavailable:
            there = editor_command(self._screen.environ)
            self._tell(self._said.EDITOR_FAILED if there else self._said.NO_EDITOR)
        self._note(asking, asking.offered)
        asking.fresh = True

    def _list_parts(self, asking: Asking, text: str) -> None:
        find = asking.aid.find_parts
        found = find(text, LISTED) if find else ()
        names = "\n".join(f"#{part.number} {part.name}" for part in found)
        self._tell(names or self._said.NO_KNOWN_PARTS)

    def _carry(self, asking: Asking, given: KeepAnd) -> None:
        if given.text:
            self._carried[asking.question.address] = given.text
        if given.draft:
            self._note(asking, given.text)
            self._keep(asking)

    def _note(self, asking: Asking, text: str) -> None:
        """Remember the text as typed so far, unless it must not be kept or is a command in the making."""
        kept = without_command(text)
        if not asking.off and asking.question.type in WRITING and (kept or not text):
            self._latest = kept

    def _keep(self, asking: Asking) -> None:
        """Hand the text so far to whoever keeps drafts, if it changed since."""
        if asking.off or asking.aid.keep_draft is None or self._latest == asking.kept:
            return
        asking.kept = self._latest
        asking.aid.keep_draft(self._latest)

    def _tell(self, message: str) -> None:
        self._screen.say(message, "notice")

    def _commands(self, asking: Asking) -> list[str]:
        question = asking.question
        left_out: set[str] = set() if question.may_be_off else {Command.OFF}
        if question.type not in WRITING:
            left_out |= {"editor"}
        if asking.aid.find_parts is None or question.type not in (StepType.PART, StepType.PARTS):
            left_out |= {"parts"}
        shown = dict(self._said.COMMANDS)
        if self._screen.dumb:
            shown[Command.HIDE] = self._said.HIDE_DUMB
        return [f"/{name}  {what}" for name, what in shown.items() if name not in left_out]

    def _pause_for(self, message: str, *, any_key: bool) -> None:
        with suppress(EOFError), self._screen.bare_when_hidden():
            self._wait(message, any_key=any_key)
        self._screen.blank()

    def _page_alone(self, text: str) -> None:
        """A long page where nothing can be scrolled back to: a screenful at a time. What follows waits."""
        self._screen.clear()
        lines = self._screen.wrapped(text, indent=2)
        room = max(self._screen.size.lines - FOOT, 5)
        for start in range(0, len(lines), room):
            self._screen.lines([[("care", line)] for line in lines[start : start + room]])
            if start + room < len(lines):
                self._pause_for(self._said.ENTER_NEXT, any_key=False)
        self._screen.blank()

    def _paced(self, text: str) -> None:
        between = "\n\n" if "\n\n" in text else "\n"
        paragraphs = [part.strip() for part in text.split(between) if part.strip()]
        for place, paragraph in enumerate(paragraphs, 1):
            self._screen.say(paragraph, indent=2)
            if place < len(paragraphs):
                self._pause_for(self._said.ENTER_NEXT, any_key=False)
        self._screen.blank()


def choice_keys(question: Question, said: Sentences) -> list[str]:
    """How a question with options is answered, for the list of keys."""
    return list(said.CHOICE_KEYS) if one_key(question) or options_of(question) else []
