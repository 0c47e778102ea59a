"""Times and days as they are shown: the person's own, with the offset they had then."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone


def local(moment: str, offset_minutes: int) -> datetime:
    """A stored UTC time as it was on the person's clock. `offset_minutes` is from UTC."""
    return datetime.fromisoformat(moment).astimezone(timezone(timedelta(minutes=offset_minutes)))


def with_offset(moment: str, offset_minutes: int) -> str:
    """ISO 8601 with the person's offset."""
    return local(moment, offset_minutes).isoformat(timespec="seconds")


def day_and_time(moment: str, offset_minutes: int) -> str:
    """Such as `2026-03-09 21:40`."""
    return local(moment, offset_minutes).strftime("%Y-%m-%d %H:%M")


def day(moment: str, offset_minutes: int = 0) -> str:
    """Such as `2026-03-09`."""
    return local(moment, offset_minutes).strftime("%Y-%m-%d")
