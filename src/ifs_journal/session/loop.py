"""The loop: current step, ask, keep the answer and what follows from it, move on, repeat."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ifs_journal.errors import BadData, Hidden
from ifs_journal.guide.gates_apart import APART
from ifs_journal.guide.question import Place, Question, Words
from ifs_journal.session import could_act
from ifs_journal.session.apart import Said
from ifs_journal.session.asker import About, Aid, Answered, Asker, Commanded, Ending, Unreadable
from ifs_journal.session.earlier import Recalled
from ifs_journal.session.interrupts import Interrupts
from ifs_journal.session.live import Live
from ifs_journal.session.phrases import phrases_in
from ifs_journal.session.values import Finders, Misfit, stored
from ifs_journal.terms import RECALL, Alike, Command, Direction, EndReason, Kind, PartName, StepType

DRAFTED = (StepType.SHORT, StepType.LONG, StepType.DRAFT)


class Impatient(BadData):
    """Too many replies in a row did not fit one step; the session is paused. Says which step."""


@dataclass
class Desk:
    """What the loop needs beside the session: lookups, and the pages that need no journal."""

    find: Finders
    suggest_parts: Callable[[str, int], Sequence[PartName]]
    suggest_people: Callable[[str, int], Sequence[PartName]]
    alike: Callable[[Mapping[str, str | None]], Sequence[Alike]]
    recalled: Callable[[str], Recalled]
    """What earlier sessions know of a part, by its id."""
    crisis_lines: Callable[[bool], list[str]]
    """The lines to reach; those about abuse first where that was the question."""
    grounding: Callable[[bool], list[str]]
    apart: Callable[[str], Said]
    """Ask two people, each alone."""
    not_today: Callable[[], None]
    """Say the one sentence with which two people leave it for another day."""
    interrupts: Interrupts
    watch: could_act.Watch
    patience: int | None = None
    """How many refusals at one step are borne; None is without end."""
    saved_draft: tuple[str, str] | None = None


def run(live: Live, asker: Asker, desk: Desk, *, outer: bool = True) -> Ending:
    """Walk a person through a session, to its end or to a pause.

    Raises Impatient, Hidden, and what the keeper raises.

    `outer` is False for a small session within another: the front end is then not told that it ended.
    """
    return _Loop(live, asker, desk, outer).run()


class _Loop:
    def __init__(self, live: Live, asker: Asker, desk: Desk, outer: bool) -> None:
        self.live = live
        self.said = phrases_in(live.bundle.language)
        self.outer = outer
        self.asker = asker
        self.desk = desk
        self.offer: Any = None
        self.refused = 0
        self.paused = False
        self.shared = live.bundle.script(live.bundle.root).shared
        self.heard = False

    def run(self) -> Ending:
        self.say_all(self.live.place)
        while not self.paused:
            place = self.live.place
            if place.apart is not None and place.end is None:
                self.apart(place.apart)
                continue
            if place.question is None or place.end is not None:
                break
            try:
                self.turn(place, place.question)
            except (EOFError, KeyboardInterrupt):
                self.pause(place.question)
            except Hidden:
                # The screen is bare and stays so. If the pause cannot be kept, that is not said either:
                # every answer is on disk, and a session without its pause is taken up all the same.
                with suppress(Exception, KeyboardInterrupt):
                    self.pause(place.question)
                raise
            except Impatient:
                raise
            except BadData:
                self.pause(place.question)
                raise
        return self.ending()

    def turn(self, place: Place, question: Question) -> None:
        reply = self.asker.ask(place, self.aid(question))
        if isinstance(reply, Commanded):
            # Pages wait for a key, so only what a command keeps is shielded from signals.
            self.command(reply, question)
            return
        with self.desk.interrupts.held():
            if isinstance(reply, Unreadable):
                self.refuse(reply.message, question)
            else:
                self.answer(reply, question)
        if self.heard:
            self.heard = False
            self.paused = not could_act.ask(self.live, self.asker, self.desk)
            if not self.paused:
                self.moved_on()

    def answer(self, reply: Answered, question: Question) -> None:
        if reply.value is None and question.optional and question.type is not StepType.SETTLE:
            self.keep(question, Kind.SKIP, None)
            return
        try:
            value = stored(question, reply.value, self.desk.find, self.live.clock)
        except Misfit as misfit:
            self.refuse(self.said.refusal(misfit), question)
            self.offer = reply.value if isinstance(reply.value, str) else None
            return
        if question.recall and isinstance(value, dict):
            found = self.desk.recalled(value["id"])
            value = value | ({RECALL: dict(found.kept)} if found.kept else {})
            self.live.learn(found.texts)
        self.keep(question, Kind.ANSWER, value)

    def command(self, reply: Commanded, question: Question) -> None:
        acts: dict[Command, Callable[[], None]] = {
            Command.BACK: self.back,
            Command.SKIP: lambda: self.keep(question, Kind.SKIP, None),
            Command.PAUSE: lambda: self.pause(question),
            Command.HIDE: lambda: self.pause(question),
            Command.STOP: self.stop,
            Command.GROUND: self.ground,
            Command.WHY: lambda: self.tell(About.WHY, question.why or self.said.NO_WHY),
            Command.HELP: lambda: self.tell(About.HELP, *self.said.HELP),
            Command.CRISIS: self.crisis,
            Command.OFF: lambda: self.off(question),
        }
        acts[reply.command]()
        if reply.command in (Command.WHY, Command.HELP, Command.GROUND, Command.CRISIS) and reply.text:
            self.offer = reply.text

    def apart(self, words: str) -> None:
        """Ask two people, each alone. Leaving in the middle is a pause, and nothing was said."""
        try:
            said = self.desk.apart(words)
        except (EOFError, KeyboardInterrupt):
            self.paused = True
        except Hidden:
            with suppress(Exception, KeyboardInterrupt), self.desk.interrupts.held():
                self.live.command("pause")
            raise
        else:
            with self.desk.interrupts.held():
                if said.remove:
                    self.live.take_out(said.remove)
                self.live.command(APART, words=words, open=said.opened)
            self.moved_on()
            return
        with self.desk.interrupts.held():
            self.live.command("pause")

    # --- what each does ---------------------------------------------------------------------------

    def keep(self, question: Question, kind: Kind, value: Any) -> None:
        with self.desk.interrupts.held():
            self.live.answer(question, kind, value)
        self.heard = kind is Kind.ANSWER and self.desk.watch.hears(self.live, question, value)
        if not self.heard:
            self.moved_on()

    def off(self, question: Question) -> None:
        if not question.may_be_off:
            self.refuse(self.said.NOT_OFF.worded(self.live.wording), question)
            return
        self.tell(About.STEP, self.said.KEPT_OFF)
        self.keep(question, Kind.OFF, None)

    def back(self) -> None:
        with self.desk.interrupts.held():
            was_there, value = self.live.take_back()
            small = self.desk.watch.keep_small(self.live)
        if not was_there:
            self.tell(About.STEP, self.said.AT_THE_START)
            return
        if small:
            self.tell(About.STEP, could_act.small_words(self.live))
        self.moved_on()
        self.offer = None if small else value

    def stop(self) -> None:
        with self.desk.interrupts.held():
            self.live.stop()
        self.moved_on()

    def ground(self) -> None:
        with self.desk.interrupts.held():
            self.live.command("ground")
        self.tell(About.GROUND, *(Words(one, one) for one in self.desk.grounding(self.live.walk.far)))

    def crisis(self) -> None:
        self.page(self.desk.crisis_lines(False))

    def page(self, lines: list[str]) -> None:
        """One page, which stays until a key is pressed."""
        text = "\n".join(lines)
        self.tell(About.CRISIS, Words(text, text))

    def pause(self, question: Question) -> None:
        self.paused = True
        with self.desk.interrupts.held():
            text = self.asker.current_text()
            if text and question.type in DRAFTED:
                self.live.keeper.save_draft(question.address, text, self.live.clock.stamp())
            self.live.command("pause")

    def moved_on(self) -> None:
        self.offer = None
        self.refused = 0
        self.say_all(self.live.place)

    # --- speaking ---------------------------------------------------------------------------------

    def say_all(self, place: Place) -> None:
        if place.end is EndReason.SAFETY:
            # Whoever is not safe hears that first, and no closing words before it.
            return
        for words in place.says:
            self.asker.say(words, About.STEP)

    def tell(self, about: About, *all_words: Words) -> None:
        for words in all_words:
            self.asker.say(words, about)

    def refuse(self, message: str, question: Question) -> None:
        self.asker.refuse(message)
        self.refused += 1
        if self.desk.patience is not None and self.refused >= self.desk.patience:
            self.pause(question)
            raise Impatient(f"{question.address}: {message}")

    def aid(self, question: Question) -> Aid:
        drafted = question.type in DRAFTED
        if drafted and self.offer is None and self.desk.saved_draft is not None:
            address, text = self.desk.saved_draft
            self.offer = text if address == question.address else None
        return Aid(
            offer=self.offer,
            keep_draft=(lambda text: self.draft(question.address, text)) if drafted else None,
            find_parts=self.desk.suggest_people
            if question.type is StepType.PERSON
            else self.desk.suggest_parts,
            alike=self.desk.alike(question.like) if any(question.like.values()) else (),
        )

    def draft(self, address: str, text: str) -> None:
        with self.desk.interrupts.held():
            self.live.keeper.save_draft(address, text, self.live.clock.stamp())

    def ending(self) -> Ending:
        reason = self.live.place.end
        if reason is EndReason.SAFETY:
            asked = self.live.walk.unsafe or "safety"
            thanks, someone = (words.worded(self.live.wording) for words in self.said.SAFETY[asked])
            # Leaving the page by Ctrl-C is leaving it: the session is over and kept either way.
            with suppress(KeyboardInterrupt, EOFError):
                self.page([thanks, "", *self.desk.crisis_lines(asked in list(Direction)), "", someone])
        if reason is not None and self.shared:
            # Whoever of the two needs them, for whatever reason: the lines are there at every end.
            with suppress(KeyboardInterrupt, EOFError):
                if reason is EndReason.NOT_TODAY:
                    self.desk.not_today()
                self.page(self.desk.crisis_lines(False))
        ending = Ending(reason, self.live.id if self.live.number is not None else None, self.live.number)
        if self.outer:
            self.asker.end(ending)
        return ending
