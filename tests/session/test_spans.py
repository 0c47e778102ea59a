"""Stretches of days in words: what each form means, and that stretches of one kind leave no day out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ifs_journal.errors import UsageError
from ifs_journal.session.days import WEEKDAYS
from ifs_journal.session.spans import MONTHS, Span, month_of, span_in_words, week_of, year_of

MONDAY = date(2026, 3, 9)
DAYS = st.dates(date(1900, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    "said", ["therapy", "last therapy", "Since the last therapy session", "the last therapy"]
)
def test_therapy_is_the_day_of_the_last_session_where_there_is_one(said: str) -> None:
    held = date(2026, 2, 24)
    assert span_in_words(said, MONDAY, therapy=lambda: held) == Span(held, held + timedelta(days=1))
    with pytest.raises(UsageError, match="No therapy session is written down yet"):
        span_in_words(said, MONDAY, therapy=lambda: None)
    with pytest.raises(UsageError, match="not understood"):
        span_in_words(said, MONDAY)


@pytest.mark.parametrize(
    ("said", "start", "end"),
    [
        ("2026-03-09", "2026-03-09", "2026-03-10"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2025", "2025-01-01", "2026-01-01"),
        ("today", "2026-03-09", "2026-03-10"),
        (" Yesterday ", "2026-03-08", "2026-03-09"),
        ("monday", "2026-03-09", "2026-03-10"),
        ("last monday", "2026-03-02", "2026-03-03"),
        ("tuesday", "2026-03-03", "2026-03-04"),
        ("Sun", "2026-03-08", "2026-03-09"),
        ("march", "2026-03-01", "2026-04-01"),
        ("last march", "2025-03-01", "2025-04-01"),
        ("april", "2025-04-01", "2025-05-01"),
        ("sept 2024", "2024-09-01", "2024-10-01"),
        ("this week", "2026-03-09", "2026-03-16"),
        ("last week", "2026-03-02", "2026-03-09"),
        ("this month", "2026-03-01", "2026-04-01"),
        ("last month", "2026-02-01", "2026-03-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("3 days ago", "2026-03-06", "2026-03-07"),
        ("a week ago", "2026-03-02", "2026-03-03"),
        ("2 months ago", "2026-01-09", "2026-01-10"),
        ("one year ago", "2025-03-09", "2025-03-10"),
        ("past 10 days", "2026-02-28", "2026-03-10"),
        ("last 2 weeks", "2026-02-24", "2026-03-10"),
        ("past month", "2026-02-10", "2026-03-10"),
        ("two weeks ago", "2026-02-23", "2026-02-24"),
        ("past three days", "2026-03-07", "2026-03-10"),
        ("the day before yesterday", "2026-03-07", "2026-03-08"),
        ("last weekend", "2026-03-07", "2026-03-09"),
        ("9 march", "2026-03-09", "2026-03-10"),
        ("March 10", "2025-03-10", "2025-03-11"),
        ("1. dec 2024", "2024-12-01", "2024-12-02"),
        ("december 1, 2024", "2024-12-01", "2024-12-02"),
        ("29 february", "2024-02-29", "2024-03-01"),
        ("9.3.2025", "2025-03-09", "2025-03-10"),
    ],
)
def test_words_name_days(said: str, start: str, end: str) -> None:
    assert span_in_words(said, MONDAY) == Span(date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("said", "today", "day"),
    [
        ("a month ago", date(2026, 3, 31), date(2026, 2, 28)),
        ("1 month ago", date(2024, 3, 30), date(2024, 2, 29)),
        ("a year ago", date(2024, 2, 29), date(2023, 2, 28)),
        ("13 months ago", date(2026, 1, 31), date(2024, 12, 31)),
    ],
)
def test_a_month_without_that_day_gives_its_last(said: str, today: date, day: date) -> None:
    assert span_in_words(said, today).start == day


@pytest.mark.parametrize(
    "said",
    [
        "",
        "soon",
        "next week",
        "the may flower",
        "ma",
        "2023-02-29",
        "2026-13",
        "0000",
        "9999",
        "03/05/2026",
        "9999 years ago",
        "past 0 days",
        "20260309",
        "2026-W11",
        "' OR 1=1",
    ],
)
def test_other_words_are_refused_with_what_is_understood(said: str) -> None:
    with pytest.raises(UsageError, match="3 days ago"):
        span_in_words(said, MONDAY)


def test_what_is_refused_is_not_repeated() -> None:
    with pytest.raises(UsageError) as told:
        span_in_words("something private", MONDAY)
    assert "private" not in str(told.value)


@given(DAYS)
def test_every_day_is_in_one_week_one_month_and_one_year(day: date) -> None:
    for around in (week_of, month_of, year_of):
        span = around(day)
        assert span.start <= day < span.end
        assert around(span.start) == around(span.end - timedelta(days=1)) == span
        assert around(span.end).start == span.end
        assert around(span.start - timedelta(days=1)).end == span.start
    assert (week_of(day).end - week_of(day).start).days == 7
    assert span_in_words(day.isoformat(), MONDAY) == Span(day, day + timedelta(days=1))
    assert span_in_words(f"{day:%Y-%m}", MONDAY) == month_of(day)


@given(DAYS, st.sampled_from([*WEEKDAYS, *MONTHS, *(f"last {name}" for name in (*WEEKDAYS, *MONTHS))]))
def test_a_name_is_the_last_one_that_has_begun(today: date, name: str) -> None:
    span = span_in_words(name, today)
    assert span.start <= today
    bare = name.removeprefix("last ")
    if bare in MONTHS:
        assert span == month_of(span.start)
        assert MONTHS[span.start.month - 1] == bare
        assert (today - span.start).days <= 366 + 31 * name.startswith("last ")
    else:
        assert WEEKDAYS[span.start.weekday()] == bare
        assert (today - span.start).days <= (7 if name.startswith("last ") else 6)
    if name.startswith("last "):
        assert today >= span.end


@given(DAYS, DAYS, st.sampled_from(["{day} {month}", "{month} {day}", "{day}. {month}"]))
def test_a_day_of_a_month_is_the_last_one_that_has_begun(today: date, day: date, form: str) -> None:
    said = form.format(day=day.day, month=MONTHS[day.month - 1])
    span = span_in_words(said, today)
    assert (span.start.month, span.start.day) == (day.month, day.day)
    assert span.end - span.start == timedelta(days=1)
    assert timedelta(0) <= today - span.start <= timedelta(days=8 * 366)
    assert span_in_words(f"{said} {day.year}", today) == span_in_words(day.isoformat(), today)
    assert span_in_words(f"{day.day}.{day.month}.{day.year}", today).start == day


@given(DAYS)
def test_a_weekend_has_begun_and_with_last_it_is_over(today: date) -> None:
    begun, over = span_in_words("weekend", today), span_in_words("last weekend", today)
    assert begun.start.weekday() == over.start.weekday() == 5
    assert begun.start <= today < begun.start + timedelta(days=7)
    assert over.end <= today < over.end + timedelta(days=7)


@given(DAYS, st.integers(1, 400), st.sampled_from(["day", "week", "month", "year"]))
def test_counted_stretches_end_today_and_grow(today: date, count: int, unit: str) -> None:
    span = span_in_words(f"past {count} {unit}s", today)
    assert span.end == today + timedelta(days=1)
    assert span.start == span_in_words(f"{count} {unit}s ago", today).end
    assert span_in_words(f"past {count + 1} {unit}s", today).start < span.start
