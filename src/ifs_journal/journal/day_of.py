"""To which day a session counts: its own, or the evening before, where it was begun after midnight."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from ifs_journal.errors import Busy, UsageError
from ifs_journal.journal.change import MOVED_ON

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import SessionSummary

LATEST = 6
"""The hour before which a session was begun after midnight rather than in the morning."""
NOT_AT_NIGHT = (
    "#{number} was begun at {time}. What was begun from midnight to six can count to the evening before."
)
PAUSED = "#{number} is not finished. Once it is, it can count to the evening before."


def calendar_day(session: SessionSummary) -> date:
    """The day the calendar showed where a session was begun."""
    return _begun(session).date()


def count_to_evening_before(journal: Journal, session: SessionSummary, *, at: str) -> date:
    """Let a finished session count to the evening before. Gives that day. Raises UsageError, Busy."""
    begun = _begun(session)
    if begun.hour >= LATEST:
        raise UsageError(NOT_AT_NIGHT.format(number=session.number, time=f"{begun:%H:%M}"))
    day = begun.date() - timedelta(days=1)
    _count_to(journal, session, day, at)
    return day


def count_to_own_day(journal: Journal, session: SessionSummary, *, at: str) -> date:
    """Let a finished session count to the day the calendar showed, and give that. Raises UsageError, Busy."""
    day = calendar_day(session)
    _count_to(journal, session, day, at)
    return day


def _begun(session: SessionSummary) -> datetime:
    zone = timezone(timedelta(minutes=session.utc_offset))
    return datetime.fromisoformat(session.started_at).astimezone(zone)


def _count_to(journal: Journal, session: SessionSummary, day: date, at: str) -> None:
    if session.ended_at is None:
        raise UsageError(PAUSED.format(number=session.number))
    with journal.writing() as connection:
        # Of two copies of a finished session, the one that was changed last is kept when they are merged.
        done = connection.execute(
            "UPDATE session SET local_day = ?, updated_at = max(updated_at, ?), revision = revision + 1 "
            "WHERE id = ? AND revision = ?",
            (day.isoformat(), at, session.id, session.revision),
        )
        if done.rowcount != 1:
            raise Busy(MOVED_ON)
