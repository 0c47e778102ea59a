"""One question after words about dying, or about hurting oneself: could you act on this?

Asked at most once a sitting, right after the answer with these words was kept, as a small session that leaves
no trace: neither that it was asked nor what was answered is written down anywhere. A familiar wish not to be
here is no danger by itself, so “no” leads on; only "not sure" and "yes" end the session, as “not safe” does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from ifs_journal.guide.phrase_list import PhraseList
from ifs_journal.guide.question import Question, Words
from ifs_journal.script.bundle import Bundle
from ifs_journal.script.library import phrase_words
from ifs_journal.session.asker import About, Asker
from ifs_journal.session.live import Live
from ifs_journal.session.small import small_session
from ifs_journal.terms import CouldAct, EndReason, StepType

if TYPE_CHECKING:
    from ifs_journal.session.loop import Desk

NAME = "could-you-act"
"""The small session's name, and so the beginning of its question's address."""
WRITTEN = (StepType.SHORT, StepType.LONG, StepType.DRAFT)
GENTLE_FROM = 9
"""A script that is open at this state, on 0–10, or above stays open after a “no”; a deeper one closes."""


@dataclass
class Watch:
    """What one sitting knows of the question, in memory only. `on` is whether it may be asked at all."""

    on: bool
    small: bool = False
    """Today stays small: nothing deeper is gone on with in this sitting."""

    def hears(self, live: Live, question: Question, value: Any) -> bool:
        """Whether an answer asks for the question. True at most once."""
        root = live.walk.root
        if not self.on or root is None or root.shared:
            return False
        text = _own_words(question, value)
        phrases = _phrases(live.bundle.language) if text else None
        if phrases is None or not phrases.finds(text):
            return False
        self.on = False
        return True

    def keep_small(self, live: Live) -> bool:
        """Close again where going back led out of the closing. Says whether it did."""
        if not self.small or _leaving(live):
            return False
        live.stop()
        return True


@cache
def _phrases(language: str) -> PhraseList | None:
    """The list of a language. Read when an answer first needs it, so that nothing begins later for it."""
    words = phrase_words(language)
    return None if words is None else PhraseList(words)


def ask(live: Live, asker: Asker, desk: Desk) -> bool:
    """Ask, and do what follows from the answer. False when the session is paused instead.

    Raises what the loop raises.
    """
    # The loop asks this module, which walks its small session by the same loop.
    from ifs_journal.session.loop import Impatient, run

    words = phrase_words(live.bundle.language)
    assert words is not None
    check = _small_session(live, words)
    try:
        reason = run(check, asker, replace(desk, saved_draft=None), outer=False).reason
    except Impatient:
        _pause(live, desk)
        raise
    if reason is None:
        _pause(live, desk)
        return live.walk.end is not None
    given = check.walk.by_step.get("act")
    answer = given.value if given else None
    with desk.interrupts.held():
        if answer in (CouldAct.NOT_SURE, CouldAct.YES):
            live.leave_for_safety("safety")
            return True
        closes = _goes_small(live, desk.watch) or (reason is EndReason.STOPPED and not _leaving(live))
        if closes:
            live.stop()
    _show_lines(live, asker, desk, words["after"]["no" if answer == CouldAct.NO else "open"])
    if desk.watch.small:
        asker.say(small_words(live), About.STEP)
    return True


def small_words(live: Live) -> Words:
    """That today stays small."""
    return _worded((phrase_words(live.bundle.language) or {})["small"])


def _own_words(question: Question, value: Any) -> str:
    """What somebody wrote themselves in an answer; empty where it is an option, a name or a number."""
    if question.type in WRITTEN:
        return value if isinstance(value, str) else ""
    given = value if isinstance(value, list) else [value]
    return "\n\n".join(one["other"] for one in given if isinstance(one, dict) and "other" in one)


def _goes_small(live: Live, watch: Watch) -> bool:
    """Whether a deeper session now turns to its closing. In its closing it stays there."""
    root = live.walk.root
    watch.small = live.walk.end is None and root is not None and root.state_at_most < GENTLE_FROM
    return watch.small and not _leaving(live)


def _leaving(live: Live) -> bool:
    return live.walk.end is not None or live.walk.closing or live.walk.stopping is not None


def _pause(live: Live, desk: Desk) -> None:
    if live.walk.end is None:
        with desk.interrupts.held():
            live.command("pause")


def _show_lines(live: Live, asker: Asker, desk: Desk, sentence: dict[str, str]) -> None:
    """The lines to reach, once, under a sentence that says why they are there."""
    lines = "\n".join(["", "", *desk.crisis_lines(False)])
    said = _worded(sentence)
    asker.say(Words(said.ifs + lines, said.plain + lines), About.CRISIS)


def _worded(one: dict[str, str]) -> Words:
    return Words(one["text"], one["plain"])


def _small_session(live: Live, words: dict[str, Any]) -> Live:
    """A small session without a trace that asks the one question."""
    asked = words["question"]
    options = [{"value": value, **option} for value, option in asked["options"].items()]
    sentences = {key: asked[key] for key in ("text", "plain", "why", "why_plain")}
    table: dict[str, Any] = {
        **{"id": NAME, "version": 1, "title": NAME, "purpose": NAME, "minutes": "0"},
        "step": [
            {"id": "before", "type": "say", **words["before"]},
            {"id": "act", "type": "choice", "explicit": True, "private": True, **sentences}
            | {"options": options},
        ],
    }
    bundle = Bundle(NAME, live.bundle.language, {NAME: table}, live.bundle.gates)
    return small_session(live, bundle)
