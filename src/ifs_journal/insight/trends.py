"""Change over time, counted: one figure by name. Nothing is interpreted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import NamedTuple

from ifs_journal.insight.counted import Counted, Label, Period, counted
from ifs_journal.journal.read_seen import Bucket, Seen
from ifs_journal.terms import State

STATES = (*State, *map(str, range(11)))
"""Words for how one is, then the levels somebody gave instead of one. "Not sure" is no level."""
LEVELS = tuple(map(str, range(11)))
AVAILABLE = ("plenty", "some", "a_little", "cant_tell")
THRIVING = ("surviving", "both", "thriving", "cant_tell")
MANAGING = ("managing", "both", "at_ease", "cant_tell")
CLOSE = ("i_am_it", "against_me", "i_can_see_it")
FOLLOWED = ("eased", "a_little", "stayed", "dont_know", "further", "as_near", "nearer", "not_said")
_NOW, _LATER = "now", "day_later"


class Trend(NamedTuple):
    """One figure. `told` is how many answers, or days, it is made of.

    `days` holds how many sessions each day had, where the figure is a calendar.
    """

    name: str
    period: Period
    told: int
    tables: tuple[Counted, ...]
    days: Mapping[date, int] | None = None


def period_of(seen: Seen) -> Period | None:
    """The days from the first fitting session to the last. None without a session."""
    sessions, first, last = seen.days()
    if first is None or last is None:
        return None
    return Period(date.fromisoformat(first), date.fromisoformat(last), sessions)


def trend(name: str, seen: Seen, period: Period) -> Trend:
    """One figure by its name. Raises KeyError for a name there is not."""
    return _BY_NAME[name](seen, period)


def _activity(seen: Seen, period: Period) -> Trend:
    days: dict[date, int] = {}
    found: list[tuple[str, str, int]] = []
    for part, when, often in seen.part_activity(period.bucket):
        if part is None:
            days[date.fromisoformat(when)] = often
        else:
            found.append((part, when, often))
    names = seen.names(sorted({one[0] for one in found}))
    table = counted("parts", "part", str(period.bucket), found, columns=period.stretches, names=names)
    return Trend("activity", period, sum(days.values()), (table,), days)


def _distress(seen: Seen, period: Period) -> Trend:
    tables = [
        counted(
            f"state_{when}",
            "state",
            str(period.bucket),
            seen.states(when, period.bucket),
            columns=period.stretches,
            order=STATES,
        )
        for when in ("before", "after")
    ]
    both = list(seen.both_states())
    columns = [Label(key) for key in STATES if any(key == after for _, after, _ in both)]
    pairs = counted("before_and_after", "state_before", "state_after", both, columns=columns, order=STATES)
    return Trend("distress", period, tables[0].total, (pairs, *tables))


def _self(seen: Seen, period: Period) -> Trend:
    qualities = counted(
        "qualities",
        "quality",
        str(period.bucket),
        seen.qualities(period.bucket),
        columns=period.stretches,
    )
    available = _measured(seen, period, "self_available", AVAILABLE)
    return Trend("self", period, available.total + seen.quality_sessions(), (available, qualities))


def _measured(seen: Seen, period: Period, name: str, order: tuple[str, ...]) -> Counted:
    found = seen.measures(name, period.bucket)
    return counted(name, "answer", str(period.bucket), found, columns=period.stretches, order=order)


def _trust(seen: Seen, period: Period) -> Trend:
    found = list(seen.trust(period.bucket))
    often: dict[str, int] = {}
    for part, _, _, times in found:
        often[part] = often.get(part, 0) + times
    names = seen.names(sorted(often))
    parts = sorted(often, key=lambda one: (-often[one], names.get(one, ""), one))
    tables = tuple(
        counted(
            "trust",
            "level",
            str(period.bucket),
            ((str(level), when, times) for whose, when, level, times in found if whose == part),
            columns=period.stretches,
            order=LEVELS[::-1],
            whose=names.get(part, ""),
            every_row=True,
        )
        for part in parts
    )
    return Trend("trust", period, sum(often.values()), tables)


def _thriving(seen: Seen, period: Period) -> Trend:
    thriving = _measured(seen, period, "thriving", THRIVING)
    managing = _measured(seen, period, "managing", MANAGING)
    return Trend("thriving", period, thriving.total + managing.total, (thriving, managing))


def _strategies(seen: Seen, period: Period) -> Trend:
    levels = tuple(map(Label, LEVELS))
    found = [
        counted(
            f"relief_{when}",
            "strategy",
            "relief",
            ((strategy, str(level), times) for strategy, level, times in seen.relief(later=when == _LATER)),
            columns=levels,
        )
        for when in (_NOW, _LATER)
    ]
    return Trend("strategies", period, found[0].total, tuple(found))


def _room(seen: Seen, period: Period) -> Trend:
    responses = list(seen.responses())
    columns = tuple(Label(key) for key in FOLLOWED if any(key == what for _, what, _ in responses))
    followed = counted("what_followed", "technique", "followed", responses, columns=columns)
    near: dict[str, list[tuple[str, str, int]]] = {}
    for technique, before, after, times in seen.nearness():
        near.setdefault(technique, []).append((before, after, times))
    nearness = [
        counted(
            f"nearness_{technique}",
            "near_before",
            "near_after",
            near[technique],
            columns=tuple(map(Label, CLOSE)),
            order=CLOSE,
        )
        for technique in sorted(near, key=lambda one: (-sum(times for *_, times in near[one]), one))
    ]
    return Trend("room", period, followed.total, (followed, *nearness))


_BY_NAME: Mapping[str, Callable[[Seen, Period], Trend]] = {
    "activity": _activity,
    "distress": _distress,
    "self": _self,
    "trust": _trust,
    "thriving": _thriving,
    "strategies": _strategies,
    "room": _room,
}
NAMES = tuple(_BY_NAME)
"""Every figure there is."""
A_FEW = ("activity", "distress", "self")
"""What is shown where none is asked for by name."""

__all__ = ["A_FEW", "NAMES", "Bucket", "Trend", "period_of", "trend"]
