"""A page that looks back, before it is shown: sections with sentences, figures, and the person's own words.

The same page is then set for a terminal, as Markdown or as HTML. Its texts are as they were said; whoever
sets it makes them harmless for their medium.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from ifs_journal.insight.counted import Counted, Label
from ifs_journal.terminal.figure_words import HEADS, key_words, title_of
from ifs_journal.terms import Wording

MOST_ROWS = 12
"""Rows of a figure on a page. All of them are in its JSON."""


class Kind(StrEnum):
    """How a figure is drawn."""

    BARS = "bars"
    GRID = "grid"
    CALENDAR = "calendar"


class Table(NamedTuple):
    """A table as it is read: what stands over its rows, its columns, and each row's name with its numbers.

    `over_time` is whether its columns are weeks, months or years.
    """

    head: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    over_time: bool = False
    left: int = 0
    """Rows there are beside those."""


class Figure(NamedTuple):
    """One drawing with the table of its numbers. `days` are those of a calendar, from `first` to `last`."""

    title: str
    kind: Kind
    table: Table
    days: Mapping[date, int] | None = None
    first: date = date.min
    last: date = date.min


class Quote(NamedTuple):
    """Somebody's words, and what is said of them: whose, and when."""

    words: str
    about: str


class Section(NamedTuple):
    """One section of a page: sentences, then figures, then words."""

    heading: str
    lines: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    quotes: tuple[Quote, ...] = ()


class Sheet(NamedTuple):
    """A whole page."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    last_lines: tuple[str, ...] = ()


def table_of(one: Counted, wording: Wording, most: int | None = MOST_ROWS) -> Table:
    """A table of counts in words."""
    kept = one.rows if most is None else one.rows[:most]
    over_time = one.columns_are in ("day", "week", "month", "year")
    return Table(
        HEADS.get(one.rows_are, one.rows_are),
        tuple(_named(one, label, one.columns_are, wording) for label in one.columns),
        tuple(
            (_named(one, label, one.rows_are, wording), counts)
            for label, counts in zip(kept, one.counts, strict=False)
        ),
        over_time,
        len(one.rows) - len(kept),
    )


def figure_of(one: Counted, wording: Wording, title: str | None = None) -> Figure:
    """A table of counts as bars where it has one column, else as a grid."""
    kind = Kind.BARS if len(one.columns) == 1 else Kind.GRID
    named = title_of(one.name, wording, one.whose) if title is None else title
    return Figure(named, kind, table_of(one, wording, None if one.rows_are == "level" else MOST_ROWS))


def _named(one: Counted, label: Label, what: str, wording: Wording) -> str:
    if what == "part_and_technique":
        return f"{label.name}: {key_words(what, label.key, one.name, wording)}"
    return label.name if label.name is not None else key_words(what, label.key, one.name, wording)
