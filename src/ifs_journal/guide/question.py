"""What the guide says about where a session stands: the question, what is said before it, the end.

These are plain values. A front end shows them and gives back a reply; it needs to know nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ifs_journal.terms import EndReason, StepType, Wording


class Words(NamedTuple):
    """One sentence in both wordings, its quotes filled in."""

    ifs: str
    plain: str

    def worded(self, wording: Wording) -> str:
        """The sentence in the wording a person chose."""
        return self.plain if wording is Wording.PLAIN else self.ifs


class Choice(NamedTuple):
    """One option: the value that is stored, its label, and the key that picks it in a terminal."""

    value: str
    label: Words
    key: str


@dataclass(frozen=True, slots=True)
class Question:
    """One asked step, ready to be shown."""

    address: str
    """Path plus occurrence: `six-fs/gate:2/unblend/ask-room:1`."""
    step: str
    type: StepType
    text: Words
    why: Words | None
    prompt: Words
    """The question as the script has it, quotes not filled in."""
    quotes: Mapping[str, int] = field(default_factory=dict)
    """Each reference in `prompt` and the seq of the log item it stands for."""
    options: tuple[Choice, ...] = ()
    other: bool = False
    """A free answer is welcome beside the options."""
    slot: str | None = None
    optional: bool = False
    private: bool = False
    explicit: bool = False
    """Safety, permission, state, consent: no default, no typed-ahead input, an explicit key."""
    may_be_off: bool = False
    """The answer may be kept off the record (no branch reads it)."""
    draft: str | None = None
    """For `draft` steps: the text assembled from earlier answers. For `parts`: who speaks in a text."""
    like: Mapping[str, str | None] = field(default_factory=dict)
    """For `part` steps: what a known part may be recognised by (`place`, `words`, `fears`), as answered."""
    unlike: tuple[str, ...] = ()
    """For `part` steps: the ids of parts this has to be different from."""
    recall: bool = False
    """For `part` steps: what earlier sessions know of the part is wanted with it."""
    suggested: str | None = None
    """An option a word list finds near; shown first, never chosen for the person."""


class Progress(NamedTuple):
    """How far along a session is, in asked steps.

    `left_at_most` is the longest way on without going round again, `left_at_least` the shortest that
    takes what is asked as it comes.
    """

    done: int
    left_at_most: int
    left_at_least: int = 0


ALONE = Progress(0, 0, 0)
"""Of a question that stands by itself, outside a session."""


class Place(NamedTuple):
    """Where a session stands after its log."""

    says: tuple[Words, ...]
    """Sentences to show before the question, or before the end."""
    question: Question | None
    end: EndReason | None
    progress: Progress
    target: Words | None = None
    """The part being listened to now, as it may be named on screen."""
    waiting: tuple[Words, ...] = ()
    """The parts whose turn was set aside and who wait, the latest first."""
    key_sentence: str | None = None
    """The sentence that stays in view, in the person's own words."""
    apart: str | None = None
    """Two people are asked something privately now, each alone; which sentences of it are used."""
