"""Stretches of days in words: a small closed grammar that looks back and gives half-open ranges.

What every form means is fixed: a week begins on Monday; a weekday or a month without a year is the last
one that has begun, so on a Monday "monday" is today, and in March "march" is this March. Nothing is
guessed: words that are not listed here are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ifs_journal.errors import UsageError

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
SHORTEST_NAME = 3
"""Letters by which a month or weekday is known: `mar`, `sept`, `tues`."""

UNDERSTOOD = (
    "Days that are understood: a date such as 2026-03-09, 2026-03 or 2026; today, yesterday; monday; "
    "march, march 2025, 9 march; this week, last month, past year, last weekend; 3 days ago, two weeks ago; "
    "past 10 days; therapy."
)
# Made ready only when words come this far: most days are given as dates.
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(\d{{1,4}}|a|an|{'|'.join(_WORDS)})"
_UNIT = r"(day|week|month|year)"
_AGO = rf"{_NUMBER} {_UNIT}s? ago"
_PAST = rf"(?:the )?(?:past|last) {_NUMBER} {_UNIT}s?"
_WHOLE = r"(this|last|past) (week|month|year)"
_NAMED_MONTH = r"([a-z]+) (\d{4})"
_NAMED_DAY = r"(?:(\d{1,2})\.? ([a-z]+)|([a-z]+) (\d{1,2}))(?:,? (\d{4}))?"
_DOTTED = r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})"


NO_THERAPY = "No therapy session is written down yet. To add one: ifs therapy"
_THERAPY = r"(?:since )?(?:the )?(?:last )?therapy(?: session)?"


class Span(NamedTuple):
    """A stretch of days: the first, and the day after the last."""

    start: date
    end: date


def span_in_words(text: str, today: date, *, therapy: Callable[[], date | None] | None = None) -> Span:
    """The days that words name, seen from `today`, the person's own. Raises UsageError for other words.

    `therapy` looks up the day of the last therapy session, where there is a journal to ask.
    """
    said = " ".join(text.casefold().split())
    if therapy is not None and re.fullmatch(_THERAPY, said):
        held = therapy()
        if held is None:
            raise UsageError(NO_THERAPY)
        return _day(held)
    try:
        found = _date(said) or _named(said, today) or _counted(said, today)
    except (ValueError, OverflowError):
        found = None
    if found is None:
        raise UsageError(f"Those days are not understood. {UNDERSTOOD}")
    return found


def month_of(day: date) -> Span:
    """The calendar month a day is in."""
    first = day.replace(day=1)
    return Span(first, _months_on(first, 1))


def week_of(day: date) -> Span:
    """The week a day is in, from its Monday."""
    first = day - timedelta(days=day.weekday())
    return Span(first, first + timedelta(days=7))


def year_of(day: date) -> Span:
    """The calendar year a day is in."""
    return Span(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def _day(day: date) -> Span:
    return Span(day, day + timedelta(days=1))


def _date(said: str) -> Span | None:
    dotted = re.fullmatch(_DOTTED, said) if "." in said else None
    if dotted:
        return _day(date(int(dotted[3]), int(dotted[2]), int(dotted[1])))
    pieces = said.split("-")
    if not all(piece.isascii() and piece.isdigit() for piece in pieces):
        return None
    if [len(piece) for piece in pieces] != [4, 2, 2][: len(pieces)]:
        return None
    year, month, day = (*map(int, pieces), 1, 1)[:3]
    return (year_of, month_of, _day)[len(pieces) - 1](date(year, month, day))


def _named(said: str, today: date) -> Span | None:
    from ifs_journal.session.days import WEEKDAYS

    if said in ("today", "yesterday", "the day before yesterday"):
        return _day(today - timedelta(days=("today", "yesterday", "the day before yesterday").index(said)))
    if said in ("weekend", "last weekend"):
        # Of the weekends that have begun the last; with "last", of those that are over.
        back = (today.weekday() - 5) % 7
        saturday = today - timedelta(days=back + 7 * (said.startswith("last ") and back < 2))
        return Span(saturday, saturday + timedelta(days=2))
    named = re.fullmatch(_NAMED_DAY, said)
    if named and _place(named[2] or named[3], MONTHS) is not None:
        return _named_day(named, today)
    weekday = _place(said.removeprefix("last "), WEEKDAYS)
    if weekday is not None:
        back = (today.weekday() - weekday) % 7
        return _day(today - timedelta(days=back or 7 * said.startswith("last ")))
    dated = re.fullmatch(_NAMED_MONTH, said)
    month = _place(dated[1] if dated else said.removeprefix("last "), MONTHS)
    if month is None:
        return None
    if dated:
        return month_of(date(int(dated[2]), month + 1, 1))
    begun = month + 1 < today.month or (month + 1 == today.month and not said.startswith("last "))
    return month_of(date(today.year - (not begun), month + 1, 1))


def _named_day(named: re.Match[str], today: date) -> Span:
    """Such as `9 march 2025`; without a year, the last such day that has begun."""
    number, month = int(named[1] or named[4]), _place(named[2] or named[3], MONTHS)
    assert month is not None
    if named[5]:
        return _day(date(int(named[5]), month + 1, number))
    # The 29th of February is looked for further back.
    for year in range(today.year, today.year - 9, -1):
        try:
            day = date(year, month + 1, number)
        except ValueError:
            continue
        if day <= today:
            return _day(day)
    raise ValueError


def _place(said: str, names: tuple[str, ...]) -> int | None:
    """Where a name stands in a list, known by its first letters."""
    if len(said) < SHORTEST_NAME:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(said)), None)


def _counted(said: str, today: date) -> Span | None:
    around = {"day": _day, "week": week_of, "month": month_of, "year": year_of}
    whole = re.fullmatch(_WHOLE, said)
    if whole and whole[1] != "past":
        return around[whole[2]](today if whole[1] == "this" else _back(today, 1, whole[2]))
    if whole:
        return Span(_back(today, 1, whole[2]) + timedelta(days=1), today + timedelta(days=1))
    ago = re.fullmatch(_AGO, said)
    if ago:
        return _day(_back(today, _count(ago[1]), ago[2]))
    past = re.fullmatch(_PAST, said)
    if past and _count(past[1]):
        return Span(_back(today, _count(past[1]), past[2]) + timedelta(days=1), today + timedelta(days=1))
    return None


def _count(said: str) -> int:
    if said.isdigit():
        return int(said)
    return _WORDS.index(said) + 1 if said in _WORDS else 1


def _back(day: date, count: int, unit: str) -> date:
    """The day that many units before; a month without that day gives its last one."""
    if unit in ("day", "week"):
        return day - timedelta(days=count * (7 if unit == "week" else 1))
    first = _months_on(day.replace(day=1), -count * (12 if unit == "year" else 1))
    last = month_of(first).end - timedelta(days=1)
    return min(first.replace(day=min(day.day, last.day)), last)


def _months_on(first: date, count: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + count, 12)
    return date(year, month + 1, 1)
