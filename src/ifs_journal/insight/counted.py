"""Counts in rows and columns, and stretches of days: what every figure here is made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ifs_journal.journal.read_seen import Bucket

LONGEST_IN_WEEKS = 100
"""Up to so many days are put together by weeks."""
LONGEST_IN_MONTHS = 1100
"""And up to so many by months, then by years."""


class Label(NamedTuple):
    """What a row or a column is. `name` is what a person called it; other keys have words elsewhere.

    The key of a part is its id.
    """

    key: str
    name: str | None = None


class Counted(NamedTuple):
    """How often each row went with each column. `name` says what was counted."""

    name: str
    rows_are: str
    columns_are: str
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    counts: tuple[tuple[int, ...], ...]
    whose: str | None = None
    """The part all of it is about, by name, where it is about one."""

    @property
    def total(self) -> int:
        """The sum of all counts."""
        return sum(map(sum, self.counts))


class Period(NamedTuple):
    """Days from the first to the last, both within, and how many sessions fit in them."""

    first: date
    last: date
    sessions: int

    @property
    def bucket(self) -> Bucket:
        """How its days are put together: a handful of columns to a few dozen."""
        days = (self.last - self.first).days
        if days <= LONGEST_IN_WEEKS:
            return Bucket.WEEK
        return Bucket.MONTH if days <= LONGEST_IN_MONTHS else Bucket.YEAR

    @property
    def stretches(self) -> tuple[Label, ...]:
        """Every week, month or year of it, the empty ones too."""
        return tuple(map(Label, _stretches(self.first, self.last, self.bucket)))


def _stretches(first: date, last: date, bucket: Bucket) -> Iterable[str]:
    if bucket is Bucket.WEEK:
        monday = first - timedelta(days=first.weekday())
        return [(monday + timedelta(days=days)).isoformat() for days in range(0, (last - monday).days + 1, 7)]
    if bucket is Bucket.YEAR:
        return [f"{year:04}" for year in range(first.year, last.year + 1)]
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in months]


def counted(
    name: str,
    rows_are: str,
    columns_are: str,
    found: Iterable[tuple[str, str, int]],
    *,
    columns: Sequence[Label],
    order: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    whose: str | None = None,
    every_row: bool = False,
) -> Counted:
    """Rows of (row, column, how often) as a table.

    Rows come in the given order, then the most frequent; those never met are left out, unless `every_row` is
    wanted. A column that is not among `columns` comes after them.
    """
    sums: dict[str, dict[str, int]] = {key: {} for key in order} if every_row else {}
    known = {one.key: None for one in columns}
    for row, column, often in found:
        known.setdefault(column)
        mine = sums.setdefault(row, {})
        mine[column] = mine.get(column, 0) + often
    place = {key: number for number, key in enumerate(order)}
    named = names or {}
    keys = sorted(
        sums,
        key=lambda key: (place.get(key, len(place)), -sum(sums[key].values()), named.get(key, key), key),
    )
    across = tuple(Label(key) for key in known)
    return Counted(
        name,
        rows_are,
        columns_are,
        tuple(Label(key, named.get(key)) for key in keys),
        across,
        tuple(tuple(sums[key].get(one.key, 0) for one in across) for key in keys),
        whose,
    )


def one_column(
    name: str,
    rows_are: str,
    found: Iterable[tuple[str, int]],
    *,
    column: str = "sessions",
    order: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
) -> Counted:
    """Rows of (row, how often) as a table of one column."""
    three = ((row, column, often) for row, often in found)
    return counted(name, rows_are, "count", three, columns=(Label(column),), order=order, names=names)
