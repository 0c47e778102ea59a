"""The guide as a protocol: one JSON object per line, out on standard output, in on standard input."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Any, BinaryIO

from ifs_journal.guide.question import Choice, Place, Question, Words
from ifs_journal.session.asker import About, Aid, Answered, Commanded, Ending, Hello, Reply, Unreadable
from ifs_journal.session.phrases import ENGLISH, Phrases, phrases_in
from ifs_journal.terms import Command, PartName, StepType

PROTOCOL = 1
MOST_SUGGESTIONS = 20
MOST_REFUSALS = 5
"""Replies refused in a row at one step before the session pauses."""


@dataclass(frozen=True, slots=True)
class PartsWanted:
    """A program wants known parts that fit a text."""

    text: str


class JsonlAsker:
    """Speaks the line protocol. A line that is no reply is answered with an error and the same step."""

    def __init__(self) -> None:
        # Bytes, so that it is UTF-8 whatever the terminal speaks.
        self.source: BinaryIO = sys.stdin.buffer
        self.out: BinaryIO = sys.stdout.buffer
        self.said = ENGLISH

    def begin(self, hello: Hello) -> None:
        """The first line, on resume too."""
        self.said = phrases_in(hello.language)
        self._write(
            event="hello",
            protocol=PROTOCOL,
            session=hello.session,
            script=hello.script,
            version=hello.version,
            language=hello.language,
        )

    def say(self, words: Words, about: About) -> None:
        """Information; needs no reply."""
        more = {} if words.plain == words.ifs else {"plain": words.plain}
        self._write(event="say", text=words.ifs, **more, about=str(about))

    def ask(self, place: Place, aid: Aid) -> Reply:
        """One step event, then replies until one can be used. Raises EOFError at the end of input."""
        question = place.question
        assert question is not None
        while True:
            self._write(**_step_event(place, question, aid, self.said))
            reply = self._read()
            if not isinstance(reply, PartsWanted):
                return reply
            found = aid.find_parts(reply.text, MOST_SUGGESTIONS) if aid.find_parts else []
            self._write(event="say", about="parts", text="", options=[_part_option(one) for one in found])

    def can_clear(self) -> bool:
        """Whoever is on the other end takes care of what is seen."""
        return True

    def alone(self, inside: bool) -> None:
        """Nothing is in view here."""

    def current_text(self) -> str:
        """Nothing is typed here bit by bit."""
        return ""

    def refuse(self, message: str) -> None:
        """The reply did not fit; the same step follows."""
        self._write(event="error", message=message)

    def end(self, ending: Ending) -> None:
        """The last line."""
        self._write(event="end", session=ending.session, reason=str(ending.reason or "paused"))

    def _read(self) -> Reply | PartsWanted:
        line = self.source.readline()
        if not line:
            raise EOFError
        try:
            reply = json.loads(line.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            return Unreadable("That line is not JSON in UTF-8. A reply is one JSON object on one line.")
        if isinstance(reply, dict) and set(reply) == {"answer"}:
            return Answered(reply["answer"])
        if isinstance(reply, dict) and reply.get("command") == "parts":
            text = reply.get("text", "")
            return PartsWanted(text) if isinstance(text, str) else Unreadable("parts takes a text.")
        if isinstance(reply, dict) and set(reply) == {"command"}:
            if reply["command"] in list(Command):
                return Commanded(Command(reply["command"]))
            return Unreadable("There is no such command. Commands: parts, " + ", ".join(Command) + ".")
        return Unreadable('A reply is {"answer": …} or {"command": "…"}.')

    def _write(self, **event: Any) -> None:
        line = json.dumps(event, ensure_ascii=False)
        if not line.isprintable():
            # Some readers break lines at U+2028, and half a surrogate pair has no UTF-8. Escaped, both pass.
            line = json.dumps(event)
        self.out.write(line.encode("utf-8") + b"\n")
        self.out.flush()


def _step_event(place: Place, question: Question, aid: Aid, said: Phrases) -> dict[str, Any]:
    event: dict[str, Any] = {
        "event": "step",
        "address": question.address,
        "step": question.step,
        "type": str(question.type),
        "text": question.text.ifs,
        "plain": question.text.plain,
        "options": _options(question, aid, said),
        "slot": question.slot,
        "optional": question.optional,
        "private": question.private,
        "progress": {"done": place.progress.done, "left_at_most": place.progress.left_at_most},
    }
    if question.other:
        event["other"] = True
    if question.draft is not None:
        event["draft"] = question.draft
    if question.suggested is not None:
        event["suggested"] = question.suggested
    if aid.alike:
        event["alike"] = [
            {"value": one.id, "label": one.name, "because": list(one.because)} for one in aid.alike
        ]
    if place.key_sentence is not None:
        event["key_sentence"] = place.key_sentence
    if place.target is not None:
        event["target"] = place.target.ifs
    if place.waiting:
        event["waiting"] = [one.ifs for one in place.waiting]
    return event


def _options(question: Question, aid: Aid, said: Phrases) -> list[dict[str, str]]:
    choices = said.yes_no_unsure() if question.type is StepType.YES_NO_UNSURE else question.options
    found = [_option(one) for one in choices]
    if question.type in (StepType.PART, StepType.PARTS) and aid.find_parts is not None:
        shown = {one["value"] for one in found}
        known = aid.find_parts("", MOST_SUGGESTIONS)
        found += [_part_option(one) for one in known if one.id not in shown]
    return found


def _option(choice: Choice) -> dict[str, str]:
    option = {"value": choice.value, "label": choice.label.ifs}
    if choice.label.plain != choice.label.ifs:
        option["plain"] = choice.label.plain
    return option


def _part_option(part: PartName) -> dict[str, str]:
    return {"value": part.id, "label": part.name}
