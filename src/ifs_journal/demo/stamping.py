"""Stamping: seasons made from a template, each with its own ids, days, names and words.

What follows from a session's id is made of it by the same rules as in the guide, so that a stamped season is
what walking it would have left.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

from ifs_journal.demo.person import id_of
from ifs_journal.demo.template import UUID, Template, filled
from ifs_journal.guide.projection import row_id
from ifs_journal.journal.bulk_rows import put_rows
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.shapes import answer_id
from ifs_journal.terms import name_key

EARLIEST, LATEST = time(6, 30), time(22, 30)
"""Between these, the sessions of one day are spread, where several days of the story are one."""


@dataclass
class Cast:
    """Those who are in some of the seasons: their names, and what is known of them by the template's ids."""

    names: Mapping[str, str]
    """By a name in the template, the name they have here."""
    lasting: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)
    """By an id of the first template, its latest copy: what the next season of this cast may refer to."""


@dataclass(frozen=True)
class Calendar:
    """When a season is: from a day on, `pace` days of the story to each."""

    begins: date
    told_from: date
    pace: int
    zone: tzinfo

    def day(self, told: date) -> date:
        """The day a day of the template falls on."""
        return self.begins + timedelta(days=(told - self.told_from).days // self.pace)


class Stamp:
    """Stamps seasons into a journal, all of them from one of two templates."""

    def __init__(
        self, connection: Connection, first: Template, again: Template, chance: random.Random
    ) -> None:
        self.connection = connection
        self.first = first
        self.again = again
        self.chance = chance
        # An id of the second template, by what it follows from, is kept under the first one's id for it.
        wanted = set(again.tokens)
        self.kept = {key: id_ for id_, key in first.derived.items() if id_ in wanted}
        self.kept_sessions = {place: id_ for place, (id_, _) in enumerate(first.sessions) if id_ in wanted}

    def season(self, cast: Cast, calendar: Calendar, words: Mapping[str, str]) -> None:
        """Put one season of a cast: its first one, or another. `words` replace those of the template."""
        one = self.again if cast.lasting else self.first
        made = _Season(self, one, cast, calendar, {**words, **cast.names})
        tokens = [made.token(each) for each in one.tokens]
        for (table, columns), rows in zip(one.shape, filled(one, tokens), strict=True):
            if table == "session":
                made.set_offsets(columns, rows)
            put_rows(self.connection, table, columns, rows)
        made.remember()


class _Season:
    def __init__(
        self, stamp: Stamp, one: Template, cast: Cast, calendar: Calendar, words: Mapping[str, str]
    ) -> None:
        self.stamp = stamp
        self.one = one
        self.cast = cast
        self.calendar = calendar
        self.words = {**{name_key(old): name_key(new) for old, new in words.items()}, **words}
        self.starts = _starts(one, calendar)
        self.sessions = {
            id_: id_of(at, stamp.chance.getrandbits(80))
            for (id_, _), at in zip(one.sessions, self.starts, strict=True)
        }
        self.ids = dict(self.sessions)

    def token(self, token: str) -> str:
        if len(token) == 10 and token[4] == "-":
            return self.calendar.day(date.fromisoformat(token)).isoformat()
        if len(token) == 29 and token[10] == "T":
            return self.moment(datetime.fromisoformat(token)).isoformat(timespec="milliseconds")
        if token in self.words:
            return self.words[token]
        return self.id(token)

    def moment(self, told: datetime) -> datetime:
        place = self.one.place_at(told)
        return self.starts[place] + (told - self.one.starts[place])

    def id(self, told: str) -> str:
        if told not in self.ids:
            self.ids[told] = self._id(told)
        return self.ids[told]

    def _id(self, told: str) -> str:
        derived = self.one.derived.get(told)
        if derived is not None:
            session = self.sessions[self.one.sessions[derived.place][0]]
            if derived.seq is not None:
                return answer_id(session, derived.seq)
            return row_id(session, re.sub(UUID, lambda found: self.id(found[0]), derived.name))
        if told in self.one.lasting:
            if told not in self.cast.lasting:
                self.cast.lasting[told] = self._new(told)
            return self.cast.lasting[told]
        return self.cast.earlier.get(told) or self._new(told)

    def _new(self, told: str) -> str:
        """A new UUIDv7, of the moment the template's is of."""
        at = datetime.fromtimestamp((int(told.replace("-", ""), 16) >> 80) / 1000, UTC)
        return id_of(self.moment(at), self.stamp.chance.getrandbits(80))

    def set_offsets(self, columns: tuple[str, ...], rows: list[list[Any]]) -> None:
        """How far the person's clock was from UTC, which differs with the time of the year."""
        offset, start = columns.index("utc_offset"), columns.index("started_at")
        for row in rows:
            local = datetime.fromisoformat(row[start]).astimezone(self.calendar.zone)
            row[offset] = int((local.utcoffset() or timedelta()).total_seconds() // 60)

    def remember(self) -> None:
        """Keep what the next season of this cast may refer to."""
        earlier = self.cast.earlier
        for place, id_ in self.stamp.kept_sessions.items():
            earlier[id_] = self.sessions[self.one.sessions[place][0]]
        for id_, key in self.one.derived.items():
            if key in self.stamp.kept:
                earlier[self.stamp.kept[key]] = self.id(id_)


def _starts(one: Template, calendar: Calendar) -> list[datetime]:
    """When each session begins, UTC. At pace 1 at the time it is told to; else spread over its day."""
    zone = calendar.zone
    local = [at.astimezone(zone) for _, at in one.sessions]
    days = [calendar.day(each.date()) for each in local]
    if calendar.pace == 1:
        times = [each.time() for each in local]
    else:
        times = [_spread(days, place) for place in range(len(days))]
    return [datetime.combine(day, at, zone).astimezone(UTC) for day, at in zip(days, times, strict=True)]


def _spread(days: list[date], place: int) -> time:
    first, count = days.index(days[place]), days.count(days[place])
    begin = datetime.combine(date.min, EARLIEST)
    whole = datetime.combine(date.min, LATEST) - begin
    return (begin + whole * ((place - first) / count)).time().replace(microsecond=0)
