"""Whose journal it is: a zone, the names and ids of those met so far, and one stream of chance."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ifs_journal.demo.story import Story
from ifs_journal.session.moment import Clock
from ifs_journal.session.values import Finders
from ifs_journal.terms import PartName, name_key

PAUSE = (4, 40)
"""Seconds between two answers, at least and at most."""


@dataclass
class Person:
    """An invented person, who is the same for the same seed."""

    story: Story
    seed: int | str
    begins: date
    """The day the story's day 0 falls on."""
    cast: Mapping[str, str]
    chance: random.Random = field(init=False)
    zone: tzinfo = field(init=False)
    words: dict[str, str] = field(init=False)
    """What stands for a name in braces: those of the cast, and words that differ from seed to seed."""
    met: dict[tuple[str, str], str] = field(default_factory=dict)
    """The id of a part or a person, by table and folded name."""

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.seed}")
        self.zone = zone_of(self.story.zone)
        self.words = {name: self.chance.choice(words) for name, words in self.story.swaps.items()}
        self.words |= self.cast

    def new_id(self, at: datetime) -> str:
        """A UUIDv7 of a moment, out of the stream."""
        return id_of(at, self.chance.getrandbits(80))

    def filled(self, value: Any) -> Any:
        """A value of the story with the names and words of this person in it."""
        if isinstance(value, str):
            for name, word in self.words.items():
                value = value.replace(f"{{{name}}}", word)
            return value
        if isinstance(value, list):
            return [self.filled(one) for one in value]
        return value

    def moment(self, day: int, at: str) -> datetime:
        """A day of the story and a time on it, as UTC."""
        when = datetime.combine(self.begins + timedelta(days=day), time.fromisoformat(at), self.zone)
        return when.astimezone(UTC)

    def clock(self, at: datetime) -> Clock:
        """The clock of one session, which goes on by some seconds at each look."""
        return Clock(Ticking(at, self.chance), lambda: (str(self.zone), self.zone))

    def finders(self) -> Finders:
        """Who is meant by a name."""
        return Finders(lambda name: self._known("part", name), lambda name: self._known("person", name))

    def _known(self, table: str, name: str) -> list[PartName]:
        found = self.met.get((table, name_key(name)))
        return [] if found is None else [PartName(found, 0, " ".join(name.split()))]

    def named(self, table: str, value: dict[str, Any], at: datetime) -> dict[str, Any]:
        """A part or person as an answer holds it; a new one gets its id from the stream, and is known now."""
        if not value.get("new"):
            return value
        made = self.new_id(at)
        self.met[table, name_key(value["name"])] = made
        return {**value, "id": made}


@dataclass
class Ticking:
    """Time inside one session: some seconds pass with each look at the clock."""

    now: datetime
    chance: random.Random

    def __call__(self) -> datetime:
        """The present moment, a little later than the one before."""
        self.now += timedelta(seconds=self.chance.randint(*PAUSE), milliseconds=self.chance.randint(0, 999))
        return self.now


def id_of(at: datetime, chance: int) -> str:
    """A UUIDv7 of a moment and 80 bits."""
    bits = (int(at.timestamp() * 1000) << 80) | chance
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)
    return str(UUID(int=bits))


def zone_of(name: str) -> tzinfo:
    """A zone by its name; UTC on a machine that knows no zones."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return ZoneInfo("UTC") if name == "UTC" else UTC
