"""A session without a journal: lived through in memory, with every change applied as a journal would."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from ifs_journal.guide.projection import project
from ifs_journal.guide.question import Place, Question
from ifs_journal.guide.walk import Walk, walk
from ifs_journal.journal.shapes import Ended
from ifs_journal.script.bundle import Bundle, bundle_of
from ifs_journal.session.live import Live
from ifs_journal.session.moment import Clock
from ifs_journal.terms import Difference, Kind, LogItem, Row, StepType, Wording

START = datetime(2026, 3, 9, 10, 0, tzinfo=UTC)
NAMES = ("Critic", "Joy", "Über-Wächter", "小さい子")
PART_IDS = {name: f"0192aaaa-0000-7000-8000-00000000000{number}" for number, name in enumerate(NAMES, 1)}
PEOPLE = ("Anna", "my manager")
PERSON_IDS = {name: f"0192eeee-0000-7000-8000-00000000000{number}" for number, name in enumerate(PEOPLE, 1)}
ABOUT = {
    "statement": "0192ffff-0000-7000-8000-000000000001",
    "statement_person": PERSON_IDS["Anna"],
    "trailhead": "0192ffff-0000-7000-8000-000000000002",
}
"""The rows of earlier sessions a session may be about, where it knows of them."""
MEMORY_SESSION = "0192bbbb-0000-7000-8000-000000000001"


@dataclass
class Hands:
    """A clock that goes on by itself, a second at each look, and can be set forward."""

    at: datetime = START

    def tick(self) -> datetime:
        """The present moment."""
        self.at += timedelta(seconds=1)
        return self.at

    def clock(self) -> Clock:
        """The clock with these hands, in Vienna."""
        return Clock(self.tick, lambda: ("Europe/Vienna", ZoneInfo("Europe/Vienna")))


@dataclass
class Memory:
    """Keeps a session's changes as the journal does: items, rows, what was taken back."""

    rows: dict[tuple[str, str], Row] = field(default_factory=dict)
    used: set[int] = field(default_factory=lambda: {1})
    items: dict[int, LogItem] = field(default_factory=dict)
    ended: Ended | None = None

    def next_seq(self) -> int:
        """One more than was ever used."""
        return max(self.used) + 1

    def append(self, item: LogItem, change: Difference, *, reached: str, ended: Ended | None) -> None:
        """Keep one item and what follows from it."""
        assert self.ended is None
        assert item.seq not in self.used
        self.used.add(item.seq)
        self.items[item.seq] = item
        self.ended = ended
        self._apply(change)

    def take_back(self, seqs: list[int], carry: LogItem | None, change: Difference, *, reached: str) -> None:
        """Remove items and what followed from them."""
        for seq in seqs:
            del self.items[seq]
        if carry is not None:
            self.used.add(carry.seq)
            self.items[carry.seq] = carry
        self._apply(change)

    def save_draft(self, address: str, text: str, at: str) -> None:
        """Not needed here."""

    def correct(self, seq: int, value: Any, change: Difference, at: str) -> None:
        """Keep what follows from a correction."""
        self._apply(change)

    def knows(self, table: str, name: str) -> bool:
        """Whether a part (or a person) was named already."""
        return (table, PART_IDS[name] if table == "part" else PERSON_IDS[name]) in self.rows

    def _apply(self, change: Difference) -> None:
        for row in change.drop:
            del self.rows[row.table, row.id]
        for row in change.put:
            self.rows[row.table, row.id] = row


@cache
def shipped(name: str) -> Bundle:
    """A shipped script with all it can reach, read once."""
    return bundle_of(name)


def start_item(bundle: Bundle, variant: str | None) -> LogItem:
    """The first item of every log."""
    return LogItem(
        1,
        bundle.root,
        Kind.COMMAND,
        {"command": "start", "variant": variant, "about": ABOUT, "day": "2026-03-09"},
        START.isoformat("T", "seconds"),
    )


def in_memory(
    bundle: Bundle,
    variant: str | None = None,
    *,
    session: str = MEMORY_SESSION,
    known: Mapping[str, str] | None = None,
    hands: Hands | None = None,
) -> Live:
    """A session begun in memory."""
    keeper = Memory()
    live = Live(
        session,
        1,
        bundle,
        Wording.IFS,
        (hands or Hands()).clock(),
        keeper,
        known=dict(known or {}),
        log=[start_item(bundle, variant)],
    )
    keeper.rows = {(row.table, row.id): row for row in live.rows}
    return live


def memory(live: Live) -> Memory:
    """What the session's keeper kept."""
    assert isinstance(live.keeper, Memory)
    return live.keeper


def part(name: str, *, new: bool = True) -> dict[str, Any]:
    """A part as an answer holds it."""
    found = {"id": PART_IDS.get(name) or str(uuid.uuid5(uuid.NAMESPACE_OID, name)), "name": name}
    return {**found, "new": True} if new else found


def names_for(question: Question) -> list[str]:
    """The names of parts that fit a question which may want another part than an earlier one."""
    return [name for name in NAMES if PART_IDS[name] not in question.unlike]


def person(name: str, *, new: bool = True) -> dict[str, Any]:
    """A person as an answer holds them."""
    found = {"id": PERSON_IDS[name], "name": name}
    return {**found, "new": True} if new else found


def open_question(live: Live) -> Question:
    """What is asked now."""
    question = live.place.question
    assert question is not None, f"nothing is asked: {live.place.end}"
    return question


def give(live: Live, value: Any) -> None:
    """Answer the open question; None leaves it open (or is a pause at rest)."""
    question = open_question(live)
    skipped = value is None and question.type is not StepType.SETTLE
    live.answer(question, Kind.SKIP if skipped else Kind.ANSWER, value)


def script_walk(name: str, answers: Iterable[Any], variant: str | None = None) -> Live:
    """A shipped script answered in order, as `go` does."""
    live = in_memory(shipped(name), variant)
    go(live, answers)
    return live


def go(live: Live, answers: Iterable[Any]) -> Live:
    """Answer in order. A pair `(step, value)` also says which step has to be asked."""
    for answer in answers:
        if isinstance(answer, tuple):
            step, value = answer
            assert open_question(live).step == step, open_question(live).address
            give(live, value)
        else:
            give(live, answer)
    return live


def settle(live: Live) -> Live:
    """Rest at every pause that follows."""
    while live.place.question is not None and live.place.question.type is StepType.SETTLE:
        give(live, None)
    return live


def values(question: Question) -> list[str]:
    """The options' values, in order."""
    return [one.value for one in question.options]


def rows_of(live: Live, table: str) -> list[Mapping[str, Any]]:
    """The projected rows of one table."""
    return [row.values for row in live.rows if row.table == table]


def said(place: Place) -> str:
    """All that is said here."""
    return "\n".join(words.ifs for words in place.says)


def without_highest(rows: Iterable[Row]) -> list[Row]:
    """Rows apart from the highest state, which nothing takes back."""
    return [
        Row(row.table, row.id, {**row.values, "highest_state": None}) if row.table == "session" else row
        for row in rows
    ]


def replayed(live: Live) -> Walk:
    """The same log, walked from the beginning."""
    return walk(live.bundle, live.log, live.known)


def assert_replays(live: Live) -> None:
    """Walking the log again leads to the same place and the same rows, and the keeper has exactly those."""
    again = replayed(live)
    assert again.place() == live.walk.place() or live.walk.end is not None
    assert again.highest == live.walk.highest
    rows = project(again, live.id)
    assert rows == live.rows
    assert {(row.table, row.id): row for row in rows} == memory(live).rows
    assert list(memory(live).items.values()) == live.log[1:]
