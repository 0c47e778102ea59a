"""A journal that is lived with for days: sessions on a clock that is set, and `ifs` run between them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from ifs_journal.guide.question import Place
from ifs_journal.journal.journal import Journal
from ifs_journal.session import moment
from ifs_journal.session.asker import Aid, Ending
from ifs_journal.session.live import Live
from session_talking import Room, Talker, ifs

VIENNA = ZoneInfo("Europe/Vienna")
EVENING = datetime(2026, 4, 1, 21, 0, tzinfo=VIENNA)
"""When the questions about the week are asked."""


@dataclass
class Program:
    """`ifs` with one journal, at a moment that `tick` tells (UTC)."""

    file: Path
    tick: Callable[[], datetime] = lambda: EVENING.astimezone(UTC)

    def run(self, *arguments: str, stdin: str = "", code: int = 0) -> str:
        """Run it. Gives what it printed, or what it complained of."""
        with commands_at(self.file, self.tick) as monkeypatch:
            found, out, err = ifs(monkeypatch, *arguments, stdin=stdin)
        assert found == code, (arguments, found, err)
        assert (err == "") == (code == 0), err
        return out or err

    def json(self, *arguments: str) -> Any:
        """The same, read as JSON."""
        return json.loads(self.run(*arguments, "--json"))

    def numbers(self, *arguments: str) -> list[int | None]:
        """The sessions in an answer, by their short numbers, in order."""
        return [one["number"] for one in self.json(*arguments)]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Every row of a table, as it is in the file."""
        with Journal.open(self.file, read_only=True) as journal:
            cursor: Any = journal.connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
            names = [one[0] for one in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]


@dataclass
class Week:
    """The journal of the week, what each session was called here, and who answered in it."""

    room: Room
    program: Program
    number: dict[str, int] = field(default_factory=dict)
    talkers: dict[str, Talker] = field(default_factory=dict)
    home: dict[str, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    """Home at certain moments: the page, and its JSON."""

    def at(self, day: str, time: str) -> None:
        """Let the local clock stand there; it only ever goes forward."""
        now = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=VIENNA).astimezone(UTC)
        assert now > self.room.hands.at
        self.room.hands.at = now

    def sit(self, name: str, script: str, told: Sequence[Any], variant: str | None = None) -> None:
        """Sit through a session. What is told is a step and its answer, or a command such as `/pause`."""
        self._note(name, *self.room.sit(script, replies(told), variant=variant))

    def resume(self, name: str, told: Sequence[Any]) -> None:
        """Go on with what is paused."""
        self._note(name, *self.room.resume(replies(told)))

    def _note(self, name: str, live: Live, talker: Talker, ending: Ending) -> None:
        assert not talker.replies, f"{name}: {len(talker.replies)} of them were not asked for"
        assert not talker.refused, talker.refused
        assert live.number is not None
        self.number[name], self.talkers[name] = live.number, talker

    def looks_home(self, name: str) -> None:
        """Note what home tells now."""
        self.home[name] = self.program.run(), self.program.json()


def replies(told: Sequence[Any]) -> list[Any]:
    """What a Talker is given: each answer is given only to the step it is meant for."""
    return [one if isinstance(one, str) else partial(_to_the_step, *one) for one in told]


def _to_the_step(step: str, value: Any, place: Place, aid: Aid) -> Any:
    assert place.question is not None
    assert place.question.step == step, f"{place.question.address} is asked, not {step}"
    return value(place, aid) if callable(value) else value


@contextmanager
def commands_at(file: Path, tick: Callable[[], datetime]) -> Iterator[pytest.MonkeyPatch]:
    """Commands read this journal, and their clock shows what `tick` says."""

    clock = moment.Clock(tick, lambda: ("Europe/Vienna", VIENNA))
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("IFS_JOURNAL", os.fspath(file))
        monkeypatch.setattr(moment, "Clock", lambda: clock)
        yield monkeypatch
