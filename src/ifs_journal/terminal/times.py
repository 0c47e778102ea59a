"""Times and days as they are shown: the person's own, with the offset they had then."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifs_journal.session.said import Tell

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


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


def day_here(moment: str) -> str:
    """The day of a stored UTC time on this computer's clock: for what was written outside any session."""
    return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d")


def spoken_day(local_day: str, today: date, tell: Tell = str) -> str:
    """A day (`YYYY-MM-DD`) up to today as one says it: today, yesterday, Tuesday, and then `2026-03-09`."""
    then = date.fromisoformat(local_day)
    ago = (today - then).days
    if ago in (0, 1):
        return tell(("today", "yesterday")[ago])
    return tell(DAYS[then.weekday()]) if 1 < ago < 7 else local_day


def on_day(local_day: str, today: date, tell: Tell = str) -> str:
    """The same after a verb: today, yesterday, on Tuesday, on 2026-03-09."""
    said = spoken_day(local_day, today, tell)
    return said if said in (tell("today"), tell("yesterday")) else tell("on {day}").format(day=said)
