"""Where a session stands: everything the guide knows of it, and nothing that moves it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ifs_journal.guide.question import Question, Words
from ifs_journal.guide.quoting import UNSAID
from ifs_journal.guide.speaking import Finding
from ifs_journal.guide.state import (
    Asked,
    Check,
    Concern,
    Filled,
    Frame,
    FrameKind,
    Looked,
    Permitted,
    Round,
    Target,
)
from ifs_journal.script.bundle import Bundle
from ifs_journal.script.model import Script, Step
from ifs_journal.terms import RECALL, EndReason, State, state_level

HOT_FROM = 6
"""From this level on, on 0–10, what is written for somebody is kept for another day."""


OF_PART = "part_"
"""How the names begin of what is known of a part, once one was chosen."""
FLOODED = "flooded"
"""Among the facts a session begins with: that it was too much within the last day."""


class DoesNotFit(Exception):
    """A log item does not belong where the walk stands. Nothing is guessed then."""


class Standing:
    """A session's frames and targets, its slots, what was asked and seen. All of it follows from the log."""

    def __init__(self, bundle: Bundle, known: Mapping[str, str] | None = None) -> None:
        """`known` holds the texts of earlier sessions that this one may quote.

        By name; for what is known of a part that is chosen on the way, by the reference in its answer.
        """
        self.bundle = bundle
        self.known = {name: text for name, text in (known or {}).items() if not name.startswith(OF_PART)}
        self.about: dict[str, str] = {}
        """The rows of earlier sessions that what is known came from, by its name."""
        self.day: str | None = None
        """The person's day (`YYYY-MM-DD`) when this sitting began."""
        self.root: Script | None = None
        self.frames: list[Frame] = []
        self.targets: list[Target] = []
        self.concerns: list[Concern] = []
        self.asked: list[Asked] = []
        self.checks: list[Check] = []
        self.session_slots: dict[str, Filled] = {}
        self.by_step: dict[str, Filled] = {}
        self.values: dict[int, Any] = {}
        self.says: list[Words] = []
        self.end: EndReason | None = None
        self.levels: list[int] = []
        self.highest: int | None = None
        self.far = False
        self.stopping: EndReason | None = None
        self.closing = False
        self.done = 0
        self.question: Question | None = None
        self.occurrences: Counter[str] = Counter()
        self.gates: dict[tuple[str, str | None], Script] = {}
        self.rounds: dict[str, list[Round]] = {}
        self.looks: list[Looked] = []
        self.findings: tuple[Finding, ...] = ()
        """What the language rules point at in the draft that was answered last."""
        self.hot = False
        """Whether it was a lot, or far away, when the person last said how they are (leaving apart)."""
        self.kept_hot = False
        """It was a lot on this day, and that answer was taken back: for words to somebody it still counts."""
        self.safe_with: set[str | None] = set()
        """The people safety was asked about in this session, by id; None where nobody was named."""
        self.unasked = False
        """Whether safety between people was left open somewhere."""
        self.unsafe: str | None = None
        """Which question ended the session for safety. Never stored."""
        self._begin_deeper()

    def _begin_deeper(self) -> None:
        """What only the deeper sessions look at."""
        self.now = ""
        """The time (UTC) of the log item the walk stands at."""
        self.facts: dict[str, bool] = {}
        """What is true of the journal as this sitting began."""
        self.permissions: list[Permitted] = []
        self.met = False
        """Whether a feel-toward gate has opened."""
        self.declined = False
        """Whether there was a no before a vulnerable part. It holds for the whole session."""
        self.entered = False
        self.goodbye = False
        self.contact_from: str | None = None
        """The time (UTC) from which a vulnerable part may be visited."""
        self.apart: str | None = None
        """Two people are asked something privately, each alone: which set of questions."""

    def waiting(self) -> list[Target]:
        """The targets set aside until the present one has had its visit, the latest first."""
        now = self.current_target()
        at_gates = {frame.target for frame in self.frames if frame.kind is FrameKind.GATE}
        under = [self.targets[frame.target] for frame in self.frames if frame.kind is not FrameKind.GATE]
        found: list[Target] = []
        for one in reversed(under):
            # A script that only calls others for its parts has listened to nobody itself.
            listened_to = one.slots or one.from_concern is not None or one.number in at_gates
            if one is not now and one not in found and listened_to:
                found.append(one)
        return found

    def current_target(self) -> Target | None:
        """The part being listened to now."""
        return self.targets[self.frames[-1].target] if self.frames else None

    def leaving(self) -> bool:
        """Whether the session is on its way out already."""
        return self.goodbye or self.closing or self.stopping is not None

    def left_unasked(self) -> bool:
        """Whether safety between people was left open, and nothing could follow for that reason."""
        return self.unasked and not self.safe_with

    def is_handover(self) -> bool:
        """Whether the keyboard is going from one of two people to the other right now."""
        frame = self.frames[-1] if self.question is not None and self.frames else None
        return frame is not None and self.step_of(frame, frame.at).handover

    def step_of(self, frame: Frame, step_id: str) -> Step:
        """A step of the frame's script. Raises DoesNotFit when there is none of that id."""
        if step_id not in frame.steps:
            raise DoesNotFit(f"{frame.script.id} has no step {step_id}")
        return frame.steps[step_id]

    def new_address(self, frame: Frame, step: Step) -> str:
        """The address of a step that is met now: its path, and which time it is."""
        bare = f"{frame.path}/{step.id}"
        self.occurrences[bare] += 1
        return f"{bare}:{self.occurrences[bare]}"

    def gate_words(self, frame: Frame) -> str | None:
        """Which of its sets of sentences a gate speaks with, inside a gate."""
        if frame.kind is not FrameKind.GATE:
            return None
        parent = self.frames[-2]
        return self.step_of(parent, parent.at).words

    def note_state(self, value: Any) -> None:
        """Take note of how the person is: a word or a number."""
        if value is not None:
            self.far = value == State.FAR_AWAY
        level = state_level(value)
        if level is not None:
            self.levels.append(level)
            self.raise_highest(level)

    def note_sitting(self, value: Mapping[str, Any]) -> None:
        """Take note of the day a sitting begins on, and of what it is about as far as that is still there."""
        day = value.get("day", self.day)
        self.kept_hot = self.kept_hot and day == self.day
        self.day = day
        self.facts = dict(value.get("facts", self.facts))
        about = value.get("about", {})
        self.about |= {name: row for name, row in about.items() if name in self.known}

    def note_part(self, recall: Mapping[str, Any]) -> None:
        """Take note of what earlier sessions know of the part that was chosen last."""
        for names in (self.known, self.about):
            for name in [one for one in names if one.startswith(OF_PART)]:
                del names[name]
        for name, found in recall.items():
            self.known[name] = self.known.get(found["ref"], UNSAID)
            if "row" in found:
                self.about[name] = found["row"]

    def note_part_of(self, frame: Frame) -> None:
        """Know again what was known of the part a frame is about."""
        part = self.targets[frame.target].slots.get("part")
        value = {} if part is None else part.value
        self.note_part(value.get(RECALL, {}) if isinstance(value, dict) else {})

    def is_hot(self) -> bool:
        """Whether it is a lot now, or far away: too soon for words to somebody."""
        return self.kept_hot or self.far or (bool(self.levels) and self.levels[-1] >= HOT_FROM)

    def raise_highest(self, level: int | None) -> None:
        """The highest level (0 to 10) of a session never falls."""
        if level is not None:
            self.highest = max(level, self.highest or 0)
