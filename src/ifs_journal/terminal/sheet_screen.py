"""A page that looks back, on a screen: drawn, or as tables read line by line."""

from __future__ import annotations

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.plots import BLOCKS, LETTERS, Marks, drawn
from ifs_journal.terminal.screen import Line, Screen, cells, quoted
from ifs_journal.terminal.sheet import Figure, Kind, Section, Sheet, Table

MORE_ROWS = "and {left} more"
NOTHING = "none"
WIDEST = 120
"""Figures are never drawn wider, in columns."""


def show_sheet(screen: Screen, sheet: Sheet, *, tables: bool = False) -> None:
    """Show the whole page. With `tables`, and where a screen reader is expected, nothing is drawn."""
    screen.say(sheet.title, "title")
    for line in sheet.lines:
        screen.say(line, "quiet")
    for section in sheet.sections:
        if section.heading:
            screen.blank()
        _section(screen, section, tables=tables or screen.plain)
    if sheet.last_lines:
        screen.blank()
    for line in sheet.last_lines:
        screen.say(line, "quiet")


def _section(screen: Screen, section: Section, *, tables: bool) -> None:
    if section.heading:
        screen.say(section.heading, "title")
    for line in section.lines:
        screen.say(line, "quiet")
    for figure in section.figures:
        if figure.title and figure.title != section.heading:
            screen.blank()
            screen.say(figure.title)
        if screen.plain:
            _read_out(screen, figure.table)
        elif tables:
            _in_columns(screen, figure.table)
        else:
            screen.lines(drawn(_cleaned(figure), _width(screen), _marks(screen)))
        if figure.table.left and (tables or figure.kind is not Kind.CALENDAR):
            screen.say(MORE_ROWS.format(left=figure.table.left), "quiet")
    for quote in section.quotes:
        screen.say(quote.about, "quiet")
        screen.say(quoted(quote.words), "quote", indent=2)


def _width(screen: Screen) -> int:
    return min(screen.width - 1, WIDEST)


def _marks(screen: Screen) -> Marks:
    encoding = (getattr(screen.stdout, "encoding", None) or "ascii").lower()
    return BLOCKS if encoding.startswith("utf") else LETTERS


def _cleaned(figure: Figure) -> Figure:
    """Names made harmless to show."""
    table = figure.table
    return figure._replace(
        table=table._replace(
            columns=tuple(map(clean, table.columns)),
            rows=tuple((clean(name), counts) for name, counts in table.rows),
        )
    )


def _read_out(screen: Screen, table: Table) -> None:
    """A row a sentence; where nothing was counted, nothing is said."""
    one = len(table.columns) == 1
    for name, counts in table.rows:
        told = [
            str(number) if one else f"{column} {number}"
            for column, number in zip(table.columns, counts, strict=True)
            if number
        ]
        screen.say(f"{name}: {', '.join(told) or NOTHING}")


def _in_columns(screen: Screen, table: Table) -> None:
    """The table in columns where they fit, else read out row by row."""
    label = max([cells(clean(name)) for name, _ in table.rows] + [cells(table.head)], default=0)
    widths = [
        max(cells(column), *(len(str(counts[place])) for _, counts in table.rows), 1) + 2
        for place, column in enumerate(table.columns)
        if table.rows
    ]
    if label + sum(widths) >= screen.width or not table.rows:
        _read_out(screen, table)
        return
    head = "".join(column.rjust(width) for column, width in zip(table.columns, widths, strict=True))
    lines: list[Line] = [[("quiet", table.head + " " * (label - cells(table.head)) + head)]]
    for name, counts in table.rows:
        shown = clean(name)
        numbers = "".join(str(number).rjust(width) for number, width in zip(counts, widths, strict=True))
        lines.append([("text", shown + " " * (label - cells(shown)) + numbers)])
    screen.lines(lines)
