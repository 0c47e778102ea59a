"""The clock and the maker of ids: what the guide itself must not have."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
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


@dataclass(frozen=True)
class Clock:
    """Now, in UTC and in the person's own zone. Tests hand in another `tick` and `zone`."""

    tick: Callable[[], datetime] = lambda: datetime.now(UTC)
    zone: Callable[[], tuple[str, tzinfo]] = field(default=_local_zone)

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
        if self.zone is _local_zone:
            # The system knows its own day; only the zone's name has to be looked up.
            return self.now().astimezone().date()
        return self.local().date()

    def zone_name(self) -> str:
        """The IANA name of the person's zone."""
        return self.zone()[0]

    def offset_minutes(self) -> int:
        """How far the person's clock is from UTC now, in minutes."""
        offset = self.local().utcoffset()
        return 0 if offset is None else int(offset.total_seconds() // 60)
