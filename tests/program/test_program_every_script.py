"""Every listed script and variant in a real terminal, key by key, to its end.

Which questions come, and which keys answer them, is found by living the same session without a terminal.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.guide.question import Place, Question
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, find_session
from ifs_journal.script.library import index
from ifs_journal.session.asker import Aid, Answered, Reply
from ifs_journal.session.moment import Clock
from ifs_journal.session.settings import Settings
from ifs_journal.session.sitting import sit
from ifs_journal.session.start import begin
from ifs_journal.terms import EndReason, Kind, StepType, Wording
from program_terminal import PATIENCE, Terminal
from program_walks import RESTART, REVIEW
from session_talking import Talker

pytestmark = [pytest.mark.pty, pytest.mark.slow]

TYPED = ("  ", "> ")
MORE = "Enter for the next."
Start = Callable[..., Terminal]
EVERY = [
    pytest.param(
        one["id"], variant, columns, id=f"{' --'.join(filter(None, (one['id'], variant)))}-{columns}"
    )
    for one in index()
    if one["listed"] and one["id"] != "now"
    for variant in (None, *one["variants"])
    # Variants differ in which questions come, and not in how wide they are.
    for columns in ((80, 40) if variant is None else (80,))
]
PREFERRED = ("settled", "none", "no", "open", "keep", "i_can_see_it", "eased", "request", "several", "yes")
WORDS: dict[StepType, Any] = {
    StepType.STATE: "settled",
    StepType.SCALE: 5,
    StepType.YES_NO_UNSURE: "yes",
    StepType.CONFIRM: True,
    StepType.DATE: "tomorrow",
    StepType.PERSON: "Anna",
    StepType.SHORT: "a few words",
    StepType.LONG: "not enough",
}


class Met(NamedTuple):
    """One question as it came, and the keys that answer it."""

    address: str
    shown: str
    keys: str


class Liver(Talker):
    """Answers by the question alone, and notes the keys a person would press for that."""

    def __init__(self) -> None:
        super().__init__()
        self.met: list[Met] = []
        self.parts = iter(["Critic", "Joy", "Guard", "Old Sailor", "Owl", "Fox"])

    def ask(self, place: Place, aid: Aid) -> Reply:
        question = place.question
        assert question is not None
        value, keys = self.answered(question, aid)
        self.met.append(Met(question.address, _beginning(question.text.ifs), keys))
        return Answered(value)

    def answered(self, question: Question, aid: Aid) -> tuple[Any, str]:
        """The answer, and its keys."""
        key = {one.value: one.key for one in question.options}
        if question.type is StepType.SETTLE:
            return None, "\r"
        if question.type in (StepType.CHOICE, StepType.CHOICES):
            if not key:
                return ["something else"], "something else\r"
            value = next((one for one in PREFERRED if one in key), next(reversed(key)))
            if question.type is StepType.CHOICES:
                return [value], f"{key[value]}\r"
            # Where one's own words are welcome, a single key does not answer yet.
            return value, key[value] + ("\r" if question.other else "")
        if question.type is StepType.STATE:
            return "settled", key["settled"]
        if question.type in (StepType.YES_NO_UNSURE, StepType.CONFIRM):
            return WORDS[question.type], "y"
        if question.type is StepType.DRAFT:
            text = question.draft or "A part of me felt small."
            return text, "\r" if question.draft else f"{text}\r"
        if question.type in (StepType.PART, StepType.PARTS):
            name = next(self.parts)
            return ([name] if question.type is StepType.PARTS else name), f"{RESTART}{name}\r"
        value = WORDS[question.type]
        return value, f"{RESTART}{value}\r"


def _beginning(text: str) -> str:
    """The first words of a question, on one line: those before any quotation."""
    return " ".join(re.split(r'["“]', text)[0].split()[:4]) or text[:12]


def lived(script: str, variant: str | None, path: Path) -> tuple[list[Met], EndReason | None]:
    """The session without a terminal."""
    create(path)
    with Journal.open(path) as journal:
        live = begin(journal, script, variant=variant, wording=Wording.IFS, clock=Clock())
        liver = Liver()
        ending = sit(journal, live, liver, Settings(), resumed=False, patience=None)
    assert liver.refused == []
    return liver.met, ending.reason


@pytest.mark.parametrize(("script", "variant", "columns"), EVERY)
def test_it_is_walked_to_its_end(
    script: str, variant: str | None, columns: int, journal: Path, ifs: Start, tmp_path: Path
) -> None:
    met, reason = lived(script, variant, tmp_path / "lived" / "journal.db")
    terminal = ifs(script, *([f"--{variant}"] if variant else []), columns=columns)
    for one in met:
        _read_on(terminal, one.shown)
        terminal.press(one.keys)
    _leave(terminal)
    assert "Traceback" not in terminal.raw
    # What is typed, or begun for somebody to change, may take the whole line; all else keeps off the edge.
    assert [one for one in terminal.text.splitlines() if len(one) >= columns and one[:2] not in TYPED] == []
    with Journal.open(journal) as opened:
        kept = entry(opened, find_session(opened, "last").id)
    assert kept.session.end_reason == str(reason)
    addresses = [one.address for one in kept.answers if one.kind is Kind.ANSWER]
    assert addresses == [one.address for one in met if not one.address.startswith("apart-")]


def _read_on(terminal: Terminal, words: str) -> None:
    """Wait for a question. Lines to call may be longer than the screen; whoever reads them presses Enter."""
    end = time.monotonic() + PATIENCE
    while words not in terminal.since:
        assert time.monotonic() < end, f"waited for {words!r}; the screen is\n{terminal.text}"
        if MORE in terminal.since:
            terminal.press("\r")
        assert terminal.read(), f"ended before {words!r}; the screen is\n{terminal.text}"
    terminal.settle(0.05)


def _leave(terminal: Terminal) -> None:
    """Past the lines that two people are shown, or the look at the entry."""
    while terminal.process.poll() is None:
        if REVIEW in terminal.since:
            terminal.press("d")
            break
        if "Press a key" in terminal.since:
            terminal.press(" ")
            break
        terminal.read()
    assert terminal.end() == 0
