"""Promises on screen: under how it stands with them, each with whom it is to and its day. None is counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from ifs_journal.journal.read_promises import Stands
from ifs_journal.terminal.screen import quoted
from ifs_journal.terminal.times import spoken_day

if TYPE_CHECKING:
    from ifs_journal.journal.read_promises import Promise, Trial
    from ifs_journal.terminal.screen import Screen

HEADINGS: Mapping[Stands, str] = {
    Stands.DUE: "Their day has come",
    Stands.OPEN: "Open",
    Stands.NOT_YET: "Not yet, and open",
    Stands.KEPT: "Kept",
    Stands.ANEW: "Made anew",
    Stands.LET_GO: "Let go",
}
TOLD: Mapping[str, str] = {
    Stands.KEPT: "kept",
    "partly": "kept in part",
    Stands.NOT_YET: "not yet",
    Stands.ANEW: "made anew",
    Stands.LET_GO: "let go",
}
"""What was last said of a promise."""
FLAGS: Mapping[Stands, str] = {
    Stands.DUE: "--due",
    Stands.OPEN: "--open",
    Stands.NOT_YET: "--not-yet",
    Stands.KEPT: "--kept",
    Stands.ANEW: "--anew",
    Stands.LET_GO: "--let-go",
}
TRYING = "To try"
SHARED = "Something two of you are trying"
WITHHELD = "(its words are in the entry)"
MORE = "There are more: ifs promises {flag} --limit {limit}"
SETTLE = "To say how it is with one: ifs promises settle {number}"


def promise_pages(
    screen: Screen,
    found: Mapping[Stands, Sequence[Promise]],
    trials: Sequence[Trial],
    today: date,
    limit: int,
) -> None:
    """The promises of each standing, at most `limit` of each, and what is to be tried."""
    shown = False
    for stands, some in found.items():
        if not some:
            continue
        if shown:
            screen.blank()
        shown = True
        screen.say(HEADINGS[stands], "title")
        for one in some[:limit]:
            screen.say(f"{one.number}: {heading(one, today)}", "quiet")
            screen.say(words(one.text), "answer", indent=2)
        if len(some) > limit:
            screen.say(MORE.format(flag=FLAGS[stands], limit=2 * limit), "quiet")
    if trials:
        if shown:
            screen.blank()
        screen.say(TRYING, "title")
    for trial in trials:
        to = f"{trial.part}, " if trial.part else ""
        screen.say(f"{to}for {said_of_day(trial.due, today)} (#{trial.session})", "quiet")
        screen.say(words(trial.text), "answer", indent=2)


def heading(one: Promise, today: date) -> str:
    """Whom a promise is to, its day, what was last said of it, and where it was made."""
    if one.shared:
        whom = SHARED
    elif one.part:
        whom = f"To {one.part}"
    else:
        whom = f"With {one.person}" if one.person else "A promise"
    pieces = [whom]
    if one.due:
        pieces.append(f"for {said_of_day(one.due, today)}")
    if one.kept:
        pieces.append(f"{TOLD.get(one.kept, one.kept)}, {said_of_day(one.told or one.day, today)}")
    return f"{', '.join(pieces)} (#{one.session})"


def words(text: str | None) -> str:
    """A promise's words in quotes, or where they are."""
    return quoted(text) if text else WITHHELD


def said_of_day(local_day: str, today: date) -> str:
    """A day as one says it, behind or ahead."""
    ahead = (date.fromisoformat(local_day) - today).days
    return "tomorrow" if ahead == 1 else spoken_day(local_day, today)
