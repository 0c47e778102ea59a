"""Figures drawn with letters: bars, grids, calendars. Readable without colour, in 40 columns too.

Every drawing is a list of lines of (palette name, text). Names are cleaned already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ifs_journal.terminal.screen import Line, cells, shorten, wrap
from ifs_journal.terminal.sheet import Figure, Kind, Table

LONGEST_LABEL = 28
"""Columns for the names of rows, at most; and never more than a good third of the width."""
LONGEST_BAR = 50
LONGEST_PIECE = 4
"""Columns of a bar for each one that was counted, at most: few are not drawn as if they were many."""
HEADING = 10
"""Columns of a heading in words, which stands on several lines."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


class Marks(NamedTuple):
    """The letters drawings are made of: nothing, four shades, a whole and half a piece of a bar."""

    none: str
    shades: str
    whole: str
    half: str


BLOCKS = Marks("·", "░▒▓█", "█", "▌")
LETTERS = Marks(".", "-+x#", "#", "")
"""For terminals that don't speak Unicode."""


def drawn(figure: Figure, width: int, marks: Marks = BLOCKS) -> list[Line]:
    """A figure in at most `width` columns."""
    if figure.kind is Kind.CALENDAR:
        return _calendar(figure.days or {}, figure.first, figure.last, width, marks)
    if figure.kind is Kind.BARS:
        return _bars(figure.table, width, marks)
    return _grid(figure.table, width, marks)


def _labels(table: Table, width: int) -> tuple[list[list[str]], int]:
    """The names of the rows, each on a line or two, and how wide they are."""
    most = min(LONGEST_LABEL, width * 2 // 5)
    names = []
    for name, _ in table.rows:
        first, *more = wrap(name, most)
        names.append([first, shorten(" ".join(more), most)] if more else [first])
    return names, max((cells(line) for lines in names for line in lines), default=0)


def _second(names: Sequence[str]) -> list[Line]:
    """The second line of a name, where it has one."""
    return [[("text", line)] for line in names[1:]]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


# --- bars ------------------------------------------------------------------------------------------


def _bars(table: Table, width: int, marks: Marks) -> list[Line]:
    names, label = _labels(table, width)
    numbers = [counts[0] for _, counts in table.rows]
    figures = max((len(f"{number:,}") for number in numbers), default=1)
    room = max(width - label - figures - 3, 1)
    most = max(numbers, default=1) or 1
    room = min(room, most * LONGEST_PIECE, LONGEST_BAR)
    lines: list[Line] = []
    for name, number in zip(names, numbers, strict=True):
        bar = _bar(number, most, room, marks)
        lines.append([("text", f"{_padded(name[0], label)}  "), ("key", bar), ("text", f" {number:,}")])
        lines += _second(name)
    return lines


def _bar(number: int, most: int, room: int, marks: Marks) -> str:
    """A bar as long as the number says. Something is never drawn as nothing."""
    halves = round(2 * room * number / most)
    if number and not halves:
        halves = 1
    bar = marks.whole * (halves // 2) + marks.half * (halves % 2)
    return bar or (marks.whole if number else "")


# --- grids -----------------------------------------------------------------------------------------


def _grid(table: Table, width: int, marks: Marks) -> list[Line]:
    """Rows of numbers, each with a shade before it. Where it is too wide, it goes on below."""
    names, label = _labels(table, width)
    most = max((number for _, counts in table.rows for number in counts), default=0)
    cell = _cell_width(table, most)
    across = max((width - label) // cell, 1)
    lines: list[Line] = []
    for start in range(0, len(table.columns), across):
        if lines:
            lines.append([("text", "")])
        stretch = slice(start, start + across)
        for heading in _headings(table, stretch, cell):
            lines.append([("quiet", f"{' ' * label}{heading}".rstrip())])
        for name, (_, counts) in zip(names, table.rows, strict=True):
            drawn_cells = [_cell(number, most, cell, marks) for number in counts[stretch]]
            lines.append([("text", _padded(name[0], label)), *drawn_cells])
            lines += _second(name)
    return lines


def _cell_width(table: Table, most: int) -> int:
    numbers = len(str(most)) + 2
    if table.over_time:
        return max(numbers, 5 if any(len(name) == 4 for name in table.columns) else 4)
    return max(numbers, *(min(cells(name), HEADING) + 1 for name in table.columns), 3)


def _cell(number: int, most: int, width: int, marks: Marks) -> tuple[str, str]:
    if not number:
        return "quiet", marks.none.rjust(width)
    return "key", f" {_shade(number, most, marks)}{number}".rjust(width)


def _shade(number: int, most: int, marks: Marks) -> str:
    return marks.shades[step(number, most)]


def step(number: int, most: int) -> int:
    """Which of the four shades, from 0; each number its own where there are no more than four."""
    return number - 1 if most <= 4 else min((number * 4 - 1) // most, 3)


def _headings(table: Table, stretch: slice, cell: int) -> list[str]:
    names = table.columns[stretch]
    if not table.over_time:
        words = [wrap(name, max(cell - 1, 1)) for name in names]
        tall = max(map(len, words), default=0)
        full = [[""] * (tall - len(lines)) + lines for lines in words]
        return ["".join(f" {_padded(lines[row], cell - 1)}" for lines in full) for row in range(tall)]
    upper, lower = "", ""
    before = ""
    for name in names:
        over, under = _time(name)
        upper += (over if over != before else "").rjust(cell)
        lower += under.rjust(cell)
        before = over
    return [line for line in (upper, lower) if line.strip()]


def _time(name: str) -> tuple[str, str]:
    """A stretch of days in two lines: year and month, month and day, or the year alone."""
    year, _, rest = name.partition("-")
    month, _, day = rest.partition("-")
    if day:
        return MONTHS[int(month) - 1], day
    return (f"'{year[2:]}", month) if month else ("", year)


# --- calendars -------------------------------------------------------------------------------------


def _calendar(days: Mapping[date, int], first: date, last: date, width: int, marks: Marks) -> list[Line]:
    """A column a week, a row a weekday, the oldest week first."""
    label = 4
    begun = first - timedelta(days=first.weekday())
    weeks = (last - begun).days // 7 + 1
    wide = 2 if weeks * 2 + label <= width else 1
    across = max((width - label) // wide, 1)
    most = max(days.values(), default=0)
    lines: list[Line] = []
    for start in range(0, weeks, across):
        if lines:
            lines.append([("text", "")])
        mondays = [begun + timedelta(days=7 * week) for week in range(start, min(start + across, weeks))]
        lines.append([("quiet", f"{' ' * label}{_months_over(mondays, wide)}".rstrip())])
        for weekday, name in enumerate(WEEKDAYS):
            row = [
                _day(monday + timedelta(days=weekday), days, first, last, most, marks) for monday in mondays
            ]
            lines.append([("quiet", _padded(name, label)), *_runs(row, wide)])
    lines.append([("quiet", f"{' ' * label}{_legend(most, marks)}")])
    return lines


def _months_over(mondays: Sequence[date], wide: int) -> str:
    """The months over their first weeks, where there is room for their names."""
    text = ""
    before: tuple[int, int] | None = None
    for place, monday in enumerate(mondays):
        month = (monday.year, monday.month)
        fresh = month != before
        before = month
        if not fresh or len(text) > place * wide:
            continue
        named = MONTHS[monday.month - 1]
        if monday.month == 1 or not text.strip():
            named = f"{named} {monday.year}"
        if len(named) <= (len(mondays) - place) * wide:
            text = f"{text.ljust(place * wide)}{named} "
    return text


def _day(
    day: date, days: Mapping[date, int], first: date, last: date, most: int, marks: Marks
) -> tuple[str, str]:
    if not first <= day <= last:
        return "quiet", " "
    number = days.get(day, 0)
    return ("key", _shade(number, most, marks)) if number else ("quiet", marks.none)


def _runs(row: Sequence[tuple[str, str]], wide: int) -> list[tuple[str, str]]:
    """Neighbours in one style as one piece."""
    found: list[tuple[str, str]] = []
    for style, mark in row:
        piece = mark + " " * (wide - 1)
        if found and found[-1][0] == style:
            found[-1] = (style, found[-1][1] + piece)
        else:
            found.append((style, piece))
    if found and found[-1][1].isspace():
        found.pop()
    return found


def _legend(most: int, marks: Marks) -> str:
    """What each shade stands for."""
    steps: dict[int, list[int]] = {}
    for number in range(1, most + 1):
        steps.setdefault(step(number, most), []).append(number)
    told = [
        f"{marks.shades[step]} {held[0]}" + (f"-{held[-1]}" if held[-1] > held[0] else "")
        for step, held in steps.items()
    ]
    return "  ".join([f"{marks.none} none", *told])
