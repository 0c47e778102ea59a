"""Somebody who answers without a terminal, and the program run within this process."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import guide_walking as walking
from ifs_journal.guide.question import Place, Words
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, EntryAnswer, entry, find_session, newest_open
from ifs_journal.session.asker import About, Aid, Answered, Commanded, Ending, Hello, Reply
from ifs_journal.session.kept import Kept, open_kept
from ifs_journal.session.live import Live
from ifs_journal.session.settings import Settings
from ifs_journal.session.sitting import sit
from ifs_journal.session.start import begin, take_up
from ifs_journal.terms import Command, Wording

TO_THE_GATE = ["settled", None, "never good enough", "Part of me", "i_can_see_it"]
COMMANDS = {f"/{one}": one for one in Command}


class Talker:
    """Gives prepared replies in order; `/back` and the like are commands. Then the input ends."""

    def __init__(self, replies: Iterable[Any] = (), text: str = "") -> None:
        self.replies = list(replies)
        self.text = text
        self.asked: list[str] = []
        self.offers: list[Any] = []
        self.aids: list[Aid] = []
        self.shown: list[tuple[About, str]] = []
        self.refused: list[str] = []
        self.hellos: list[Hello] = []
        self.ended: list[Ending] = []
        self.options: list[list[str]] = []
        self.clears = True
        self.private: list[tuple[bool, int]] = []

    def begin(self, hello: Hello) -> None:
        """Note it."""
        self.hellos.append(hello)

    def say(self, words: Words, about: About) -> None:
        """Note it."""
        self.shown.append((about, words.ifs))

    def ask(self, place: Place, aid: Aid) -> Reply:
        """The next reply."""
        assert place.question is not None
        self.asked.append(place.question.address)
        self.offers.append(aid.offer)
        self.aids.append(aid)
        self.options.append(walking.values(place.question))
        if not self.replies:
            raise EOFError
        reply = self.replies.pop(0)
        if isinstance(reply, BaseException):
            raise reply
        if callable(reply):
            reply = reply(place, aid)
        known = isinstance(reply, str) and reply in COMMANDS
        return Commanded(COMMANDS[reply]) if known else Answered(reply)

    def can_clear(self) -> bool:
        """Whether a screen could be cleared."""
        return self.clears

    def alone(self, inside: bool) -> None:
        """Note it."""
        self.private.append((inside, len(self.asked)))

    def current_text(self) -> str:
        """What was typed."""
        return self.text

    def refuse(self, message: str) -> None:
        """Note it."""
        self.refused.append(message)

    def end(self, ending: Ending) -> None:
        """Note it."""
        self.ended.append(ending)

    def about(self, about: About) -> list[str]:
        """What was shown about one thing."""
        return [text for kind, text in self.shown if kind is about]


@dataclass
class Room:
    """A journal and a clock, to sit down with."""

    journal: Journal
    hands: walking.Hands = field(default_factory=walking.Hands)
    settings: Settings = field(default_factory=Settings)

    def begin(
        self,
        script: str,
        *,
        variant: str | None = None,
        own: Path | None = None,
        promise: str | None = None,
    ) -> Live:
        """Begin a session, without asking anything yet."""
        clock = self.hands.clock()
        return begin(
            self.journal,
            script,
            variant=variant,
            wording=Wording.IFS,
            clock=clock,
            own=own,
            promise=promise,
        )

    def sit(
        self,
        script: str,
        replies: Iterable[Any],
        *,
        variant: str | None = None,
        patience: int | None = None,
        text: str = "",
        promise: str | None = None,
    ) -> tuple[Live, Talker, Ending]:
        """Begin a session and answer."""
        live, talker = self.begin(script, variant=variant, promise=promise), Talker(replies, text)
        ending = sit(self.journal, live, talker, self.settings, resumed=False, patience=patience)
        return live, talker, ending

    def taken_up(self, ref: str | None = None) -> Live:
        """A paused session as it was left."""
        found = newest_open(self.journal) if ref is None else find_session(self.journal, ref)
        assert found is not None
        return take_up(self.journal, found, self.hands.clock(), None)

    def resume(self, replies: Iterable[Any], ref: str | None = None) -> tuple[Live, Talker, Ending]:
        """Take up a paused session and answer."""
        live, talker = self.taken_up(ref), Talker(replies)
        ending = sit(self.journal, live, talker, self.settings, resumed=True, patience=None)
        return live, talker, ending

    def later(self, **much: float) -> None:
        """Let time pass."""
        self.hands.at += timedelta(**much)

    def entry(self, live: Live) -> Entry:
        """The entry as it is kept."""
        return entry(self.journal, live.id)

    def said(self, live: Live, step: str) -> EntryAnswer:
        """The one answer to a step, as it is kept."""
        (found,) = [one for one in self.entry(live).answers if f"/{step}:" in one.address]
        return found

    def kept(self, live: Live) -> Kept:
        """A session that is kept, to be corrected."""
        return open_kept(self.journal, find_session(self.journal, live.id), self.hands.clock())


def on_disk(live: Live, journal: Journal) -> None:
    """The journal holds exactly the log and the rows of a session."""
    assert [(one.seq, one.address, one.kind, one.value, one.at) for one in journal.log(live.id)] == [
        (one.seq, one.address, one.kind, one.value, one.at) for one in live.log
    ]
    kept = entry(journal, live.id)
    for table, rows in kept.rows.items():
        wanted = {
            row.id: {
                key: list(value) if isinstance(value, tuple) else value for key, value in row.values.items()
            }
            for row in live.rows
            if row.table == table
        }
        found = {row["id"]: {key: row[key] for key in wanted.get(row["id"], {})} for row in rows}
        assert found == wanted
    (summary,) = [row.values for row in live.rows if row.table == "session"]
    assert {key: getattr(kept.session, key) for key in summary} == dict(summary)


class Partner(io.BytesIO):
    """Answers a program as it asks: each line read is made from the event written last."""

    def __init__(self, out: io.BytesIO, answer: Callable[[dict[str, Any]], Any]) -> None:
        super().__init__()
        self.out = out
        self.answer = answer
        self.given: list[tuple[str, Any]] = []

    def readline(self, size: int | None = -1) -> bytes:
        """The reply to the step that is open."""
        event = json.loads(self.out.getvalue().splitlines()[-1])
        reply = self.answer(event)
        self.given.append((event["address"], reply))
        return json.dumps({"answer": reply}).encode() + b"\n"


def ifs(
    monkeypatch: pytest.MonkeyPatch,
    *arguments: str,
    stdin: bytes | str = b"",
    partner: Callable[[io.BytesIO], Partner] | None = None,
) -> tuple[int, str, str]:
    """Run `ifs` within this process. Gives the exit code and what it wrote, as UTF-8."""
    from ifs_journal.cli.app import run

    given = stdin.encode() if isinstance(stdin, str) else stdin
    out, err = io.BytesIO(), io.StringIO()
    source = io.BytesIO(given) if partner is None else partner(out)
    with monkeypatch.context() as inside:
        inside.setattr(sys, "stdin", io.TextIOWrapper(source, encoding="utf-8"))
        stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
        inside.setattr(sys, "stdout", stdout)
        inside.setattr(sys, "stderr", err)
        try:
            run(list(arguments))
            code = 0
        except SystemExit as left:
            code = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        stdout.flush()
        text = out.getvalue().decode("utf-8")
    return code, text, err.getvalue()


def lines(replies: Sequence[Any]) -> str:
    """Replies of the line protocol: `/back` and the like are commands, all else an answer."""
    made = [
        {"command": COMMANDS[one]} if isinstance(one, str) and one in COMMANDS else {"answer": one}
        for one in replies
    ]
    return "".join(json.dumps(one) + "\n" for one in made)


def events(text: str) -> list[dict[str, Any]]:
    """The events of the line protocol, one each line, nothing else."""
    return [json.loads(line) for line in text.splitlines()]
