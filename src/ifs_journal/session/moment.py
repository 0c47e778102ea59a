"""The clock and the maker of ids: what the guide itself must not have."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from uuid import UUID


def new_id() -> str:
    """A new UUIDv7: ids made later sort later."""
    stamp = time.time_ns() // 1_000_000
    bits = (stamp << 80) | int.from_bytes(os.urandom(10), "big")
    bits = (bits & ~(0xF << 76)) | (0x7 << 76)
    bits = (bits & ~(0x3 << 62)) | (0x2 << 62)
    return str(UUID(int=bits))


def _local_zone() -> tuple[str, tzinfo]:
    from tzlocal import get_localzone

    zone = get_localzone()
    return str(zone), zone


MIDNIGHT = clock_time()


def _chosen_beginning() -> clock_time:
    from ifs_journal.session.settings_place import may_name

    if not may_name("day_begins"):
        return MIDNIGHT
    from ifs_journal.session.settings import settings_or_default

    return settings_or_default()[0].day_begins


@dataclass(frozen=True)
class Clock:
    """Now, in UTC and in the person's own zone. Tests hand in another `tick`, `zone` and `day_begins`.

    A day begins when the person says it does: until then it is the evening before.
    """

    tick: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: Callable[[], tuple[str, tzinfo]] = field(default=_local_zone)
    day_begins: Callable[[], clock_time] = _chosen_beginning

    def now(self) -> datetime:
        """The present moment, UTC."""
        return self.tick()

    def stamp(self) -> str:
        """The present moment as the journal keeps it."""
        return self.now().isoformat(timespec="milliseconds")

    def local(self, moment: datetime | None = None) -> datetime:
        """A moment (now, if none is given) in the person's zone."""
        return (moment or self.now()).astimezone(self.zone()[1])

    def today(self) -> date:
        """The person's day."""
        if self.zone is _local_zone and self.day_begins() == MIDNIGHT:
            # The system knows its own day; only the zone's name has to be looked up.
            return self.now().astimezone().date()
        return self.day_of(self.now())

    def day_of(self, moment: datetime) -> date:
        """The person's day at a moment. A day that has begun goes on, also where clocks are set back."""
        local, begins = self.local(moment), self.day_begins()
        day = local.date()
        if local.time() >= begins:
            return day
        began = datetime.combine(day, begins, local.tzinfo)
        return day if began.astimezone(UTC) <= moment else day - timedelta(days=1)

    def zone_name(self) -> str:
        """The IANA name of the person's zone."""
        return self.zone()[0]

    def offset_minutes(self) -> int:
        """How far the person's clock is from UTC now, in minutes."""
        offset = self.local().utcoffset()
        return 0 if offset is None else int(offset.total_seconds() // 60)
