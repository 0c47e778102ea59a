"""Whole sessions as a person would answer them, ended by SIGKILL again and again and taken up each time."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from ifs_journal.journal.driver import connect
from ifs_journal.journal.key import SALT_BYTES, derive
from program_terminal import Terminal

LINGER = 0.18
"""Seconds a single key waits in the program before it answers."""

WRITING = 0.08
"""Seconds within which an entered answer is taken in, stored and followed by the next question, or nearly."""

REVIEW = "Anything else with this entry?"
RESTART = "\x15"
"""Ctrl-U: whatever a draft put on the line goes."""


@dataclass(frozen=True)
class Step:
    """What is shown, what is typed, what the journal then holds."""

    shown: str
    keys: str
    value: Any

    @property
    def one_key(self) -> bool:
        """Whether a key answers, without Enter."""
        return len(self.keys) == 1 and self.keys != "\r"

    @property
    def written(self) -> bool:
        """Whether words are typed."""
        return len(self.keys) > 2


def _text(shown: str, text: str, value: Any = None) -> Step:
    return Step(shown, f"{RESTART}{text}\r", text if value is None else value)


def check_in(mark: str) -> tuple[Step, ...]:
    """A check-in. `mark` makes its words unlike any other's."""
    return (
        Step("How are you arriving?", "t", "stirred"),
        _text("Who or what is around", f"Critic {mark}", [f"Critic {mark}"]),
        _text(f"What would Critic {mark} like", f"message {mark}"),
        Step("Is there some of you", "s", "some"),
        _text("Is there anything small", f"tea {mark}"),
    )


def unblend(mark: str) -> tuple[Step, ...]:
    """A little room, with a concerned part that refuses and has its turn, and the first part met again."""
    return (
        Step("How are you arriving?", "t", "stirred"),
        Step("Feel your feet", "\r", None),
        _text("What is it saying", f"never enough {mark}"),
        _text("Read it back", f"Part of me: never enough {mark}"),
        Step("How close is it?", "r", "against_me"),
        Step("leave you a hand's width", "l", "a_little"),
        Step("As you turn to", "r\r", ["reacting"]),
        _text("What is it worried about?", f"drowning {mark}"),
        Step(f'"drowning {mark}". It may', "n", "no_room"),
        Step("It's staying close.", "f", "come_first"),
        _text("What is it saying", f"shut up {mark}"),
        _text("Read it back", f"Part of me: shut up {mark}"),
        Step("How close is it?", "s", "i_can_see_it"),
        Step("As you turn to", "o\r", ["open"]),
        _text("Is it one you know?", f"Guard {mark}"),
        Step("As you turn to", "o\r", ["open"]),
        _text("Is it one you know?", f"Judge {mark}"),
        _text("Before you go:", f"thank you {mark}"),
        Step("as you leave this?", "s", "settled"),
    )


def find_part(mark: str) -> tuple[Step, ...]:
    """From something that happened to a part with a working name."""
    return (
        Step("How are you arriving?", "t", "stirred"),
        _text("What happened?", f"the phone {mark}"),
        Step("And inside:", "b w\r", ["body", "words"]),
        _text("What do you notice of it?", f"a knot {mark}"),
        _text("Is there a place for it", f"chest {mark}"),
        Step("Is it one, or are there", "o", "one"),
        _text("If it had a worry", f"trouble {mark}"),
        _text("Is it one you know?", f"Ducker {mark}"),
        Step("Noticing it can be all for today", "e", "enough"),
        Step("as you leave this?", "s", "settled"),
    )


def speak_for(mark: str) -> tuple[Step, ...]:
    """Words for somebody, from one part, with a request."""
    return (
        Step("How are you arriving?", "s", "settled"),
        _text("Who are the words for?", f"Anna {mark}"),
        Step("Asked of everyone", "n", "no"),
        Step("And the other way round", "n", "no"),
        _text("as a camera would have seen it", f"you came at nine {mark}"),
        _text("Which part of you has", f"Planner {mark}", [f"Planner {mark}"]),
        _text("what did it feel?", f"small {mark}"),
        _text("what was it worried about?", f"you forgot {mark}"),
        _text("what does it need", f"word {mark}"),
        _text("why tell them?", f"we are close {mark}"),
        Step("Does something go with it", "r", "request"),
        _text("One doable thing.", f"a text {mark}"),
        _text("Here it is in one piece.", f"A part of me felt small {mark}. What would help is a text."),
        Step("Is there a day to look at it", "\r", None),
        Step("as you leave this?", "s", "settled"),
    )


def self_energy(mark: str) -> tuple[Step, ...]:
    """Two qualities, faintly, and who stands in front."""
    return (
        Step("How are you arriving?", "s", "settled"),
        Step("Which of these are around", "l q\r", ["calm", "curiosity"]),
        _text("Where do you notice it", f"hands {mark}"),
        _text("Is somebody standing", f"Fog {mark}"),
        _text("like you to know about", f"it is tired {mark}"),
        Step("If you like: think of someone", "\r", None),
    )


def write(mark: str) -> tuple[Step, ...]:
    """A page, and who was on it."""
    return (
        Step("How are you arriving?", "s", "settled"),
        _text("The page is yours.", f"a line {mark}"),
        _text("Who was on the page?", f"Scribe {mark}", [f"Scribe {mark}"]),
        Step("read it once, slowly", "\r", None),
    )


SCRIPTS: dict[str, Callable[[str], tuple[Step, ...]]] = {
    "check-in": check_in,
    "unblend": unblend,
    "find-part": find_part,
    "speak-for": speak_for,
    "self-energy": self_energy,
    "write": write,
}
"""Every session that keeps its answers as they come."""


class Moment(StrEnum):
    """When a session is killed."""

    SHOWN = "right after the question appeared"
    TYPING = "in the middle of typing"
    DRAFT = "while a draft is being kept"
    ENTERED = "right after the answer was entered"
    STARTING = "while the program starts"


@dataclass
class Figures:
    """What came of it."""

    kills: int = 0
    encrypted: int = 0
    """Kills of sessions in an encrypted journal."""
    resumes: int = 0
    finished: int = 0
    acknowledged: int = 0
    """Answers after which the next question was seen."""
    unseen: int = 0
    """Answers that were stored though the program was killed before it could show the next question."""
    moments: dict[Moment, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)

    def add(self, other: Figures) -> None:
        """Count these in."""
        for name in ("kills", "encrypted", "resumes", "finished", "acknowledged", "unseen"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for moment, count in other.moments.items():
            self.moments[moment] = self.moments.get(moment, 0) + count
        self.lost += other.lost
        self.damaged += other.damaged

    def __str__(self) -> str:
        """One line to be quoted."""
        kinds = ", ".join(f"{count} {moment}" for moment, count in sorted(self.moments.items()))
        return (
            f"{self.kills} kills, {self.encrypted} in an encrypted journal ({kinds}); "
            f"{self.acknowledged} answers acknowledged, {len(self.lost)} lost; "
            f"{self.unseen} stored before the next question could be shown; "
            f"{len(self.damaged)} integrity failures; {self.resumes} resumes, "
            f"{self.finished} sessions finished"
        )


class Walk:
    """One session, from its first question to its end, through any number of kills."""

    def __init__(
        self, script: str, journal: Path, chance: random.Random, passphrase_file: Path | None = None
    ) -> None:
        """With the file of its passphrase, the journal is an encrypted one."""
        self.script = script
        self.journal = journal
        self.environ = {"IFS_JOURNAL": str(journal)}
        self.key = None
        if passphrase_file is not None:
            self.environ["IFS_PASSPHRASE_FILE"] = str(passphrase_file)
            self.key = derive(passphrase_file.read_text(encoding="utf-8"), journal.read_bytes()[:SALT_BYTES])
        self.chance = chance
        mark = "".join(chance.choices("bcdfghklmnp", k=6))
        self.steps = SCRIPTS[script](mark)
        self.at = 0
        self.figures = Figures()
        self.terminal: Terminal | None = None

    def run(self, points: Sequence[tuple[int, Moment]]) -> Figures:
        """Answer step by step, killed at these points (step, moment), in their order at each step."""
        waiting = list(points)
        try:
            self._start(self.script)
            while self.at < len(self.steps):
                self._there().wait(self.steps[self.at].shown)
                due = next((point for point in waiting if point[0] <= self.at), None)
                if due is None:
                    self._answer()
                else:
                    waiting.remove(due)
                    self._kill(due[1])
            self._finish()
        finally:
            if self.terminal is not None:
                self.terminal.kill()
        return self.figures

    def _there(self) -> Terminal:
        assert self.terminal is not None
        return self.terminal

    def _start(self, *arguments: str) -> None:
        self.terminal = Terminal(*arguments, environ=self.environ)

    @property
    def _following(self) -> str:
        return self.steps[self.at + 1].shown if self.at + 1 < len(self.steps) else REVIEW

    def _answer(self) -> None:
        self._there().press(self.steps[self.at].keys)
        self._there().wait(self._following)
        self._acknowledged()

    def _acknowledged(self) -> None:
        self.at += 1
        self.figures.acknowledged += 1

    def _kill(self, moment: Moment) -> None:
        step = self.steps[self.at]
        may_be_stored = False
        if moment in (Moment.TYPING, Moment.DRAFT) and (step.written or step.one_key):
            self._there().press(step.keys[:-2] if step.written else step.keys)
            self._there().settle(
                self.chance.uniform(1.9, 2.2) if moment is Moment.DRAFT else self.chance.uniform(0.0, 0.08)
            )
            may_be_stored = step.one_key
        elif moment is Moment.ENTERED:
            self._there().press(step.keys)
            self._there().settle((LINGER if step.one_key else 0.0) + self.chance.uniform(0.0, WRITING))
            may_be_stored = True
            if self._following in self._there().since:
                self._acknowledged()
                may_be_stored = False
        self._end(moment)
        self._look(may_be_stored)
        if moment is Moment.STARTING:
            self._start("resume")
            time.sleep(self.chance.uniform(0.0, 0.6))
            self._end(moment)
            self._look(may_be_stored=False)
        if self.at < len(self.steps):
            self._start("resume")
            self._there().wait(self.steps[self.at].shown)
            self.figures.resumes += 1

    def _end(self, moment: Moment) -> None:
        self._there().kill()
        self.terminal = None
        self.figures.kills += 1
        self.figures.moments[moment] = self.figures.moments.get(moment, 0) + 1

    def _look(self, may_be_stored: bool) -> None:
        """See what a copy of the file holds, so that the program itself meets it as the kill left it."""
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / "journal.db"
            for ending in ("", "-wal"):
                source = self.journal.with_name(self.journal.name + ending)
                if source.exists():
                    shutil.copyfile(source, copy.with_name(copy.name + ending))
            found, ended = self._read(copy)
        expected = [step.value for step in self.steps]
        if found[: self.at] != expected[: self.at]:
            self.figures.lost.append(f"{self.script}, step {self.at}: {len(found)} of {self.at} are there")
        elif len(found) > self.at:
            assert may_be_stored, f"{self.script}, step {self.at}: nobody entered an answer"
            assert found == expected[: self.at + 1], f"{self.script}, step {self.at}: another answer"
            self.at += 1
            self.figures.unseen += 1
        assert ended == (self.at == len(self.steps))

    def _read(self, copy: Path) -> tuple[list[Any], bool]:
        connection = connect(copy, key=self.key)
        try:
            sound = connection.execute("PRAGMA integrity_check").fetchall()
            keyed = connection.execute("PRAGMA foreign_key_check").fetchall()
            if sound != [("ok",)] or keyed:
                self.figures.damaged.append(f"{self.script}, step {self.at}: {sound} {keyed}")
            session, ended_at = connection.execute(
                "SELECT id, ended_at FROM session ORDER BY number DESC LIMIT 1"
            ).fetchone()
            rows = connection.execute(
                "SELECT value FROM answer WHERE session_id = ? AND kind IN ('answer', 'skip', 'off') "
                "ORDER BY seq",
                (session,),
            ).fetchall()
        finally:
            connection.close()
        return [
            _simple(None if value is None else json.loads(value)) for (value,) in rows
        ], ended_at is not None

    def _finish(self) -> None:
        if self.terminal is not None:
            self.terminal.wait(REVIEW)
            self.terminal.press("d")
            assert self.terminal.end() == 0
            self.terminal = None
        self._look(may_be_stored=False)
        self.figures.finished += 1


def _simple(value: Any) -> Any:
    """A stored value as the steps have it: parts by their names."""
    if isinstance(value, list):
        return [_simple(one) for one in value]
    return value["name"] if isinstance(value, dict) and "name" in value else value


def every_step(script: str, *moments: Moment) -> list[tuple[int, Moment]]:
    """These moments at every step."""
    return [(at, moment) for at in range(len(SCRIPTS[script](""))) for moment in moments]


def at_random(script: str, chance: random.Random) -> list[tuple[int, Moment]]:
    """About two kills a step, at moments chosen by chance; answers being written are met most often."""
    weights = {
        Moment.ENTERED: 12,
        Moment.TYPING: 4,
        Moment.SHOWN: 2,
        Moment.STARTING: 1,
        Moment.DRAFT: 1,
    }
    steps = range(len(SCRIPTS[script]("")))
    return [(at, chance.choices(list(weights), list(weights.values()))[0]) for at in steps for _ in range(2)]
