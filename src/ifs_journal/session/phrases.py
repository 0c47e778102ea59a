"""What the loop itself says, in one place, both wordings. Scripts and gates have their own words.

English stands here; another language gives the same names its own words in `[session]` of its `said.toml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import ClassVar

from ifs_journal.guide import fit
from ifs_journal.guide.question import Choice, Words
from ifs_journal.script.library import LANGUAGE
from ifs_journal.session import values
from ifs_journal.terms import Direction


def _same(text: str) -> Words:
    return Words(text, text)


class Phrases:
    """The sentences by name."""

    NO_WHY = Words(
        "Nothing hangs on this one. It makes room for what comes next.",
        "This one only makes room for the next.",
    )
    HELP: ClassVar[tuple[Words, ...]] = (
        Words(
            "If you could use a person right now: /crisis shows lines to call, your own people first.",
            "If you want a person right now: /crisis shows who you can call or write to, "
            "your own people first.",
        ),
        Words(
            "For this step: /why says what it is for. /skip leaves it open. "
            "/back takes the last answer back.",
            "For this step: /why says what it's for. /skip leaves it. /back undoes the last answer.",
        ),
        Words(
            "/ground steadies you. /pause keeps everything for later. /stop ends gently. "
            "/off uses an answer without keeping it.",
            "/ground helps you steady. /pause keeps it all for later. /stop ends gently. "
            "/off means: don't keep this answer.",
        ),
    )
    AT_THE_START = _same("This is the first question; there is nothing before it to go back to.")
    NOT_OFF = _same(
        "This answer decides what comes next, so it can't be left out of the record. /skip leaves it open."
    )
    KEPT_OFF = _same("Not kept. It was enough that you said it.")
    SAFETY: ClassVar[Mapping[str, tuple[Words, Words]]] = {
        "safety": (
            Words(
                "Thank you for saying so. Parts work can wait; you come first. "
                "Nothing has to be decided here.",
                "Thank you for saying so. This can wait. You come first. "
                "You don't have to decide anything here.",
            ),
            Words(
                "Is there one person you could tell, in your own words, or only “I'm not okay”? "
                "That is enough.",
                "Is there one person you could tell? “I'm not okay” is enough.",
            ),
        ),
        Direction.THEIRS: (
            Words(
                "Thank you for saying so. Then no words are owed to anyone today, and no part of you is to "
                "blame. These people have heard it from many others.",
                "Thank you for saying so. You don't owe anyone words today. It isn't your fault. "
                "These people have heard it from many others.",
            ),
            Words(
                "If this screen is shared with anyone: /hide clears it, "
                "and a call leaves a trace on a phone.",
                "If someone shares this screen: /hide clears it. A call can be seen on a phone later.",
            ),
        ),
        Direction.MINE: (
            Words(
                "Thank you for saying so. A part may have its reasons; what I do stays mine to answer for. "
                "Distance comes before words now, and there is help for exactly this.",
                "Thank you for saying so. There may be reasons. What you do is still yours to answer for. "
                "Keep some distance before any words. There is help for exactly this.",
            ),
            Words(
                "Is there one person you could tell that you are worried about what you might do? "
                "That is enough.",
                "Is there one person you could tell that you're worried about what you might do?",
            ),
        ),
    }
    """What is said before and after the lines, by which question ended the session."""
    STAYS_PAUSED = _same("Then it stays as it is, paused. Not today is not never.")
    YES_NO_UNSURE: ClassVar[Mapping[str, tuple[str, str]]] = {
        "yes": ("yes", "y"),
        "no": ("no", "n"),
        "unsure": ("not sure", "u"),
    }
    """The answers to a question of yes and no: what is read, and the key."""
    REFUSALS: ClassVar[Mapping[str, str]] = {one: one for one in (*fit.SAYS, *values.SAYS)}
    """What is said of an answer that does not fit, by its English sentence."""

    def yes_no_unsure(self) -> tuple[Choice, ...]:
        """The same as options."""
        return tuple(Choice(value, _same(text), key) for value, (text, key) in self.YES_NO_UNSURE.items())

    def refusal(self, misfit: values.Misfit) -> str:
        """Why an answer does not fit."""
        return self.REFUSALS.get(misfit.says, misfit.says).format_map(misfit.values)


ENGLISH = Phrases()


@cache
def phrases_in(language: str) -> Phrases:
    """The sentences in a language; English for what it does not have."""
    if language == LANGUAGE:
        return ENGLISH
    from ifs_journal.session.said import in_language

    return in_language(Phrases(), language, "session")
