"""Where a person stands, from the journal alone: what is paused, what waits, and one kind suggestion.

The same journal on the same day always gives the same suggestion. It never looks at days on which
nothing was written.
"""

from __future__ import annotations

from collections.abc import Sequence
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
from ifs_journal.journal.read_invented import is_invented
from ifs_journal.journal.read_open import (
    LeftOpen,
    check_was_asked_for,
    map_to_ask_about,
    repairs_to_look_back_on,
    repairs_to_turn_back_to,
    talks_to_look_back_on,
    visits_due,
)
from ifs_journal.journal.reads import SessionSummary, last_check_in, paused
from ifs_journal.journal.source import Source

MENTIONED_FOR = timedelta(days=30)
"""What has waited longer is no longer mentioned; it rests in its entry."""


class Reason(StrEnum):
    """Why something is suggested, the first that holds."""

    STIRRED = "stirred"
    CHECK_ASKED = "check_asked"
    """Yesterday somebody asked for a check today, and there was none yet."""
    STATEMENT = "statement"
    AGREEMENT = "agreement"
    TRIAL = "trial"
    TURNING_BACK = "turning_back"
    LOOKING_BACK = "looking_back"
    VISIT = "visit"
    TALK = "talk"
    MAP = "map"
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
    """Promises of one person; what two people try together is among `trials`."""
    trials: list[DueAgreement]
    turning_back: list[LeftOpen]
    looking_back: list[LeftOpen]
    visits: list[LeftOpen]
    talks: list[LeftOpen]
    maps: list[LeftOpen]
    """The newest map one question is left of, if there is one."""
    trailheads: list[ParkedTrailhead]
    stirred: StirredEnd | None
    last_check_in: str | None
    """The person's day of the newest check-in that has ended."""
    check_asked: bool
    invented: bool = False
    """Whether it is the journal of an invented person."""

    @property
    def waiting(self) -> int:
        """How many things wait, apart from paused sessions."""
        return sum(map(len, self.kinds.values()))

    @property
    def with_a_day(self) -> int:
        """How many things wait whose day has come; a check that was asked for is one of them."""
        dated: tuple[Sequence[object], ...] = (
            self.statements,
            self.agreements,
            self.trials,
            self.looking_back,
            self.visits,
            self.talks,
        )
        return sum(map(len, dated)) + self.check_asked

    @property
    def kinds(self) -> dict[Reason, Sequence[object]]:
        """What waits, by kind, in the order it is spoken of."""
        return {
            Reason.STATEMENT: self.statements,
            Reason.AGREEMENT: self.agreements,
            Reason.TRIAL: self.trials,
            Reason.TURNING_BACK: self.turning_back,
            Reason.LOOKING_BACK: self.looking_back,
            Reason.VISIT: self.visits,
            Reason.TALK: self.talks,
            Reason.MAP: self.maps,
            Reason.TRAILHEAD: self.trailheads,
        }

    @property
    def reason(self) -> Reason:
        """What to suggest."""
        held = {
            Reason.STIRRED: self.stirred,
            Reason.CHECK_ASKED: self.check_asked,
            **self.kinds,
            Reason.PAUSED: self.paused,
            Reason.CHECK_IN: self.last_check_in != self.today.isoformat(),
        }
        return next((reason for reason, found in held.items() if found), Reason.NOTHING)


def standing(source: Source, today: date) -> Standing:
    """Where a person stands on their day `today`."""
    day, since = today.isoformat(), (today - MENTIONED_FOR).isoformat()
    yesterday = (today - timedelta(days=1)).isoformat()
    checked_in = last_check_in(source)
    last_day = None if checked_in is None else checked_in.local_day
    promises = due_agreements(source, day, since=since)
    return Standing(
        today=today,
        paused=paused(source),
        statements=due_statements(source, day, since=since),
        agreements=[one for one in promises if not one.shared],
        trials=[one for one in promises if one.shared],
        turning_back=repairs_to_turn_back_to(source, day, since),
        looking_back=repairs_to_look_back_on(source, day, since),
        visits=visits_due(source, day, since),
        talks=talks_to_look_back_on(source, day, since),
        maps=map_to_ask_about(source, day, since),
        trailheads=parked_trailheads(source, since=since),
        stirred=last_stirred(source, yesterday),
        last_check_in=last_day,
        check_asked=last_day != day and check_was_asked_for(source, yesterday),
        invented=is_invented(source),
    )
