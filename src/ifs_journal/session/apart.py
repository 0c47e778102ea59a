"""Two people at one screen, each asked alone: what they say stays here, for as long as it takes to answer.

Both are asked the same, one after the other, always to the end. The answers live in memory only, in a small
session of their own that leaves no trace; all that comes out is whether it goes on, or whose words go.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ifs_journal.guide.gates_apart import APART, BOTH, CHECKS, KEEPING, READY, REMOVE, goes_on
from ifs_journal.guide.question import Place, Words
from ifs_journal.script.bundle import Bundle
from ifs_journal.session.asker import About, Aid, Answered, Asker, Commanded, Ending, Hello, Reply
from ifs_journal.session.live import Live
from ifs_journal.session.small import small_session
from ifs_journal.terms import Command, StepType

ALONE = "alone"
LINES = "lines"


class Said(NamedTuple):
    """What two people said apart comes down to: whether it goes on, and whose words are to be taken out."""

    opened: bool
    remove: tuple[str, ...] = ()


@dataclass
class Apart:
    """Asks two people, each alone. `run` walks one small session; `lines` are those to be reached."""

    live: Live
    asker: Asker
    lines: Callable[[], list[str]]
    run: Callable[[Live, Asker], Ending]

    def ask(self, words: str, *, again: bool = False) -> Said:
        """Ask both. Raises EOFError, KeyboardInterrupt and Hidden as asking does; nothing is kept then."""
        if again:
            self._say("again")
        if words == CHECKS and not self.asker.can_clear():
            self._say("cannot-clear")
        given = {who: self._one(words, who) for who in BOTH}
        if words == KEEPING:
            return Said(True, tuple(who for who in BOTH if given[who].get("keep") == REMOVE))
        # Both were asked to the end before either was looked at.
        opened = all(goes_on(words, given[who]) for who in BOTH)
        if words == READY:
            self._say("both-ready" if opened else "not-yet")
        return Said(opened)

    def say_not_today(self) -> None:
        """The one sentence for every reason there can be."""
        self._say("not-today")

    def _one(self, words: str, who: str) -> dict[str, Any]:
        small = self._small(words, who)
        alone = _Alone(self.asker, self.lines)
        self.asker.alone(True)
        try:
            ending = self.run(small, alone)
        finally:
            self.asker.alone(False)
        if ending.reason is None:
            raise EOFError
        return {} if alone.declined else {one.step.id: one.value for one in small.walk.asked}

    def _small(self, words: str, who: str) -> Live:
        turn = self._turns()[f"{words}-{who}"]
        table: dict[str, Any] = {
            "id": f"{APART}-{who}",
            "version": 1,
            "title": APART,
            "purpose": APART,
            "minutes": "1",
            "step": [
                {"id": ALONE, "type": str(StepType.SETTLE), **turn},
                {"id": words, "gate": APART, "words": words, "open": "end", "closed": "end"},
            ],
        }
        bundle = Bundle(table["id"], self.live.bundle.language, {table["id"]: table}, self.live.bundle.gates)
        return small_session(self.live, bundle)

    def _turns(self) -> dict[str, Any]:
        found: dict[str, Any] = self.live.bundle.gates[APART]["turns"]
        return found

    def _say(self, name: str) -> None:
        one = self._turns()[name]
        self.asker.say(Words(one["text"], one["plain"]), About.STEP)


@dataclass
class _Alone:
    """One of the two, alone with the questions. Stopping here asks the rest all the same, and means no."""

    asker: Asker
    lines: Callable[[], list[str]]
    declined: bool = field(default=False)

    def begin(self, hello: Hello) -> None:
        """Nothing opens here."""

    def say(self, words: Words, about: About) -> None:
        """Show it, to the one who is there."""
        self.asker.say(words, about)

    def ask(self, place: Place, aid: Aid) -> Reply:
        """Ask. Everybody is shown who can be reached, before the last pause."""
        question = place.question
        if question is not None and question.step == LINES:
            text = "\n".join(self.lines())
            self.asker.say(Words(text, text), About.CRISIS)
        reply = self.asker.ask(place, aid)
        if isinstance(reply, Commanded) and reply.command is Command.STOP:
            self.declined = True
            settles = question is not None and question.type is StepType.SETTLE
            return Answered(None) if settles else Commanded(Command.SKIP)
        return reply

    def can_clear(self) -> bool:
        """As the one who shows it says."""
        return self.asker.can_clear()

    def alone(self, inside: bool) -> None:
        """It is private already."""

    def current_text(self) -> str:
        """Nothing that is typed here is kept."""
        return ""

    def refuse(self, message: str) -> None:
        """Say why it did not fit."""
        self.asker.refuse(message)

    def end(self, ending: Ending) -> None:
        """Nothing ends here."""
