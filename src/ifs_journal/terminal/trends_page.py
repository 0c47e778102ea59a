"""Change over time as a page: each figure with what was counted, and from how much."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from ifs_journal.insight.counted import Period
from ifs_journal.insight.trends import A_FEW, NAMES, Trend
from ifs_journal.terminal.figure_words import ABOUT, title_of
from ifs_journal.terminal.sheet import Figure, Kind, Section, Sheet, Table, figure_of
from ifs_journal.terms import Wording

FEW = 10
"""Below this many answers it is said that they are few."""
MOST_PARTS = 6
"""For how many parts trust is drawn, where none is asked for by name."""
TITLE = "Over time"
OTHERS = "One by itself: ifs trends NAME. Names: {names}."
APART = "Left out: private answers, visits to vulnerable parts, and sessions for two."
NO_ANSWERS = "Nothing was told about this in these days."
MORE_PARTS = "{count} more parts: ifs trends trust --part NAME"


def trends_sheet(trends: Sequence[Trend], period: Period, wording: Wording, *, whole: bool) -> Sheet:
    """The page of one figure (`whole`), or of a few of them."""
    sections = tuple(_section(one, wording) for one in trends)
    heard = (span_line(period),)
    if whole:
        return Sheet(sections[0].heading, heard, (sections[0]._replace(heading=""),), (APART,))
    rest = [name for name in NAMES if name not in A_FEW]
    others = OTHERS.format(names=", ".join([*A_FEW, *rest]))
    return Sheet(TITLE, heard, sections, (others, APART))


def span_line(period: Period) -> str:
    """From when to when, and how many sessions."""
    sessions = "1 session" if period.sessions == 1 else f"{period.sessions:,} sessions"
    if period.first == period.last:
        return f"{period.first}, {sessions}"
    return f"{period.first} to {period.last}, {sessions}"


def _section(one: Trend, wording: Wording) -> Section:
    title = title_of(one.name, wording)
    if not one.told:
        return Section(title, (NO_ANSWERS,))
    lines = [_from(one)]
    tables = [table for table in one.tables if table.rows and table.total]
    if one.name == "trust" and len(tables) > MOST_PARTS:
        lines.append(MORE_PARTS.format(count=len(tables) - MOST_PARTS))
        tables = tables[:MOST_PARTS]
    figures = [figure_of(table, wording) for table in tables]
    if one.days is not None:
        figures.insert(0, _calendar(one.days, one.period, wording))
    return Section(title, tuple(lines), tuple(figures))


def _from(one: Trend) -> str:
    counted = ABOUT[one.name].counted
    if one.name == "activity":
        days = len(one.days or {})
        return f"From {_several(one.told, 'session')} on {_several(days, 'day')}{_few(one.told)}"
    return f"From {one.told:,} {_single(counted) if one.told == 1 else counted}{_few(one.told)}"


def _few(told: int) -> str:
    return ": few to look at." if told < FEW else "."


def _single(words: str) -> str:
    return words.replace("answers", "answer").replace("maps", "map").replace("requests", "request")


def _several(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _calendar(days: Mapping[date, int], period: Period, wording: Wording) -> Figure:
    """The calendar, and as its table the days and sessions of each month."""
    months: dict[str, list[int]] = {}
    for day, often in sorted(days.items()):
        held = months.setdefault(f"{day:%Y-%m}", [0, 0])
        held[0] += 1
        held[1] += often
    rows = tuple((month, (held[0], held[1])) for month, held in months.items())
    table = Table("month", ("days", "sessions"), rows)
    title = "Day by day"
    return Figure(title, Kind.CALENDAR, table, days, period.first, period.last)
