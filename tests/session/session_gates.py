"""The gates that tests try to get past: what leads to each, what keeps it closed, what lies behind it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

import pytest

from ifs_journal.errors import Busy
from ifs_journal.session.live import Live
from ifs_journal.session.sitting import sit
from session_between import rows
from session_talking import Room, Talker, events, ifs, lines

SPOKEN = [
    "settled",
    "Anna",
    "no",
    "no",
    "you came at nine",
    ["Critic"],
    "small",
    *[None] * 4,
    "I felt small.",
]
SEEN = ["settled", "Anna", "no", "no", "you left", "no use", "Icewall", "dignity", ["open"], "I see.", "tea"]
AWAY = [{"minutes": 0}, {"minutes": 31}, {"days": 1}, {"days": 400}, {"hours": -2}, {"days": -3}]
"""For how long somebody is away; less than nothing is a clock that was set back."""


@dataclass(frozen=True)
class Gate:
    """A gate of a script: what leads to it, where one may be while it is closed, what keeps it closed."""

    script: str
    before: list[Any]
    here: frozenset[str]
    no: list[list[Any]]
    tables: tuple[str, ...]
    variant: str | None = None
    yes: tuple[Any, ...] = ("no", "no", "words")
    """What opens it, and a first answer behind it."""
    earlier: tuple[str, list[Any]] | None = None
    """A session of an earlier day that this one goes on from."""

    def behind(self, asked: list[str]) -> list[str]:
        """What was asked that lies behind the gate."""
        own = [one for one in asked if one.startswith(f"{self.script}/")]
        return [one for one in own if one.split("/")[1].partition(":")[0] not in self.here]


def between(script: str, table: str, *here: str, **more: Any) -> Gate:
    """A gate for safety between people, with every answer that does not open it."""
    around = frozenset({"arriving", "who", "between", "closing", *here})
    before = more.pop("before", ["settled", "Anna"])
    return Gate(script, before, around, [["/skip"], ["no", "/skip"], ["worried", "/skip"]], (table,), **more)


STRONG = [
    [8, "/skip"],
    [9, "safe", "close"],
    [9, "safe", "/skip"],
    [10, "safe", "close"],
    ["too_much", "safe", "close"],
    ["too_much", "/skip"],
    ["a_lot", "close"],
    ["far_away", "close"],
]
CLOSED = [
    [["reacting"], "it is useless", "no_room", "close"],
    [["reacting"], None, "unsure", "close"],
    [["reacting"], "it is useless", "no_room", "company", None],
    [["open", "reacting"], "it is useless", "/skip", "close"],
    [["nothing"], "quiet", "close"],
    [["nothing"], "between", None, "no_room", "close"],
    [["too_much"], 9, "safe", "close"],
    [["too_much"], 9, "/skip"],
    ["/skip", "close"],
    [[{"other": "far from it"}], "/skip", "close"],
    [[{"other": "fond of it"}], "reacting", None, "no_room", "close"],
    [["open", {"other": "want to fix it"}], "no", None, "no_room", "close"],
]
OPEN = (["open"], "words")
MEETING = frozenset({"arriving", "where", "focus", "gone", "like-what", "toward", "name", "closing"})


def state(script: str, *tables: str) -> Gate:
    """The gate at which a session asks how somebody is, on a strong day."""
    return Gate(script, [], frozenset({"arriving"}), STRONG, tables, yes=("settled", "words", "words"))


GATES = {
    "state": state("six-fs", "part_fact"),
    "state before speaking": state("speak-for", "statement", "person"),
    "state before a repair": state("repair", "rupture", "person"),
    "toward": Gate(
        "six-fs", ["settled", "a knot", None, "a fist"], MEETING, CLOSED, ("part_fact",), yes=OPEN
    ),
    "toward a protector": Gate(
        "protector",
        ["settled", "Guard"],
        frozenset({"arriving", "who", "toward", "name", "closing"}),
        CLOSED,
        ("part_fact",),
        yes=OPEN,
    ),
    "speaking": between("speak-for", "statement"),
    "u-turn": between("u-turn", "u_turn"),
    "repair": between("repair", "rupture"),
    "turning back": between(
        "repair",
        "statement",
        variant="turning-back",
        before=["settled"],
        earlier=("repair", [*SEEN, "maybe", None, "settled"]),
    ),
    "before a talk": between("before-a-talk", "talk_plan"),
    "after speaking": between(
        "after-speaking",
        "statement",
        "said",
        before=["settled", "anew"],
        earlier=("speak-for", [*SPOKEN, None, "settled"]),
    ),
}
BETWEEN = {name: one for name, one in GATES.items() if "between" in one.here}
PAIRS = [(gate, no) for gate in GATES.values() for no in gate.no]
NAMES = [f"{name}: {no}" for name, gate in GATES.items() for no in gate.no]


@dataclass
class Tried:
    """Somebody at a gate: what was there before, and all that was asked."""

    room: Room
    gate: Gate
    there: dict[str, int] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def count(self) -> dict[str, int]:
        """How many rows the gate's tables have."""
        # What a person noticed of a part is asked before the gate; what it said, behind it.
        return {
            table: sum(one.get("said_by") != "user" for one in rows(self.room, table))
            for table in self.gate.tables
        }

    def begin(self) -> None:
        """What an earlier day has left."""
        if self.gate.earlier is not None:
            script, replies = self.gate.earlier
            self.room.sit(script, replies)
            self.room.later(days=1)
        self.there = self.count()

    def sit(self, replies: list[Any]) -> Live:
        """Sit down, answer what leads to the gate, and then this."""
        self.begin()
        live, talker, _ = self.room.sit(
            self.gate.script, [*self.gate.before, *replies], variant=self.gate.variant
        )
        assert talker.refused == []
        self.asked += talker.asked
        return live

    def resume(self, live: Live, replies: list[Any]) -> Live:
        """Come back, and answer this."""
        again, talker, _ = self.room.resume(replies, live.id)
        self.asked += talker.asked
        return again

    def goes_on_in(self, other: Live, replies: list[Any]) -> None:
        """Go on in a window that does not know yet what became of the session."""
        talker = Talker(replies)
        with pytest.raises(Busy):
            sit(self.room.journal, other, talker, self.room.settings, resumed=False, patience=None)
        self.asked += talker.asked

    def assert_held(self) -> None:
        """Nothing behind the gate was asked, and nothing of it is there."""
        assert self.gate.behind(self.asked) == []
        assert self.count() == self.there


def through(
    monkeypatch: pytest.MonkeyPatch, front: str, attempt: Tried, replies: list[Any]
) -> tuple[int, list[str]]:
    """The same by a front end. Gives the exit code, and what was asked by the line protocol."""
    gate = attempt.gate
    arguments = [gate.script, *([f"--{gate.variant}"] if gate.variant else [])]
    if front == "--answers":
        given = [{"command": one[1:]} if str(one).startswith("/") else one for one in replies]
        code, _, _ = ifs(monkeypatch, *arguments, front, "-", stdin=json.dumps(given))
        return code, []
    code, out, _ = ifs(monkeypatch, *arguments, front, stdin=lines(replies))
    return code, [one["address"] for one in events(out) if one["event"] == "step"]
