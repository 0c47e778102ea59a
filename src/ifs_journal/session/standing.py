"""Where a person stands, from the journal alone: what is paused, what waits, and one kind suggestion.

The same journal on the same day always gives the same suggestion. It never looks at days on which
nothing was written.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ifs_journal.journal.read_due import (
    DueAgreement,
    ParkedTrailhead,
    SavedStatement,
    StirredEnd,
    due_agreements,
    due_statements,
    last_stirred,
    parked_trailheads,
)
from ifs_journal.journal.reads import SessionSummary, last_check_in, paused
from ifs_journal.journal.source import Source

MENTIONED_FOR = timedelta(days=30)
"""What has waited longer is no longer mentioned; it rests in its entry."""


class Reason(StrEnum):
    """Why something is suggested, the first that holds."""

    STIRRED = "stirred"
    STATEMENT = "statement"
    AGREEMENT = "agreement"
    TRAILHEAD = "trailhead"
    PAUSED = "paused"
    CHECK_IN = "check_in"
    NOTHING = "nothing"
    """Checked in today, and nothing waits."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What home has to tell. Each list has the latest first."""

    today: date
    paused: list[SessionSummary]
    statements: list[SavedStatement]
    agreements: list[DueAgreement]
    trailheads: list[ParkedTrailhead]
    stirred: StirredEnd | None
    last_check_in: str | None
    """The person's day of the newest check-in that has ended."""

    @property
    def waiting(self) -> int:
        """How many things wait, apart from paused sessions."""
        return len(self.statements) + len(self.agreements) + len(self.trailheads)

    @property
    def reason(self) -> Reason:
        """What to suggest."""
        held = {
            Reason.STIRRED: self.stirred,
            Reason.STATEMENT: self.statements,
            Reason.AGREEMENT: self.agreements,
            Reason.TRAILHEAD: self.trailheads,
            Reason.PAUSED: self.paused,
            Reason.CHECK_IN: self.last_check_in != self.today.isoformat(),
        }
        return next((reason for reason, found in held.items() if found), Reason.NOTHING)


def standing(source: Source, today: date) -> Standing:
    """Where a person stands on their day `today`."""
    day, since = today.isoformat(), (today - MENTIONED_FOR).isoformat()
    checked_in = last_check_in(source)
    return Standing(
        today,
        paused(source),
        due_statements(source, day, since=since),
        due_agreements(source, day, since=since),
        parked_trailheads(source, since=since),
        last_stirred(source, (today - timedelta(days=1)).isoformat()),
        None if checked_in is None else checked_in.local_day,
    )
