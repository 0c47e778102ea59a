"""Figures as SVG: bars, grids, calendars. Each has a title and a description."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from html import escape

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.plots import MONTHS, WEEKDAYS, step
from ifs_journal.terminal.screen import cells, shorten
from ifs_journal.terminal.sheet import Figure, Kind, Table

STYLE = """
svg.figure { max-width: 100%; height: auto; font: 13px system-ui, sans-serif; }
.figure text { fill: #222; } .figure .quiet { fill: #666; } .figure .none { fill: #e6e6e6; }
.figure .on-dark { fill: #fff; }
.figure .s0 { fill: #b9cfe4; } .figure .s1 { fill: #86abd0; } .figure .s2 { fill: #4f82b5; }
.figure .s3 { fill: #28598c; }
@media (prefers-color-scheme: dark) {
  .figure text { fill: #ddd; } .figure .quiet { fill: #a0a0a0; } .figure .none { fill: #333; }
  .figure .s0 { fill: #2c4a68; } .figure .s1 { fill: #3f6d9a; } .figure .s2 { fill: #6b9dcc; }
  .figure .s3 { fill: #a9cdf0; } .figure .on-dark { fill: #111; }
}
@media print { .figure text { fill: #000; } }
"""
"""How figures look. A page with several of them needs it once."""
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
CHAR = 7.2
"""About how wide a letter is, in pixels; one that takes two columns, twice that."""
LONGEST = 34
"""Letters of a row's name."""
LINE = 22
"""Pixels from row to row."""
BAR = 260
PIECE = 24
"""Pixels of a bar for each one that was counted, at most."""
CELL = 34
DAY = 14
LATE = 20
"""A month that is begun after this day has no room for its name."""
ON_DARK = 2
"""From this shade on numbers are set in the other colour."""


Drawing = tuple[list[str], float, float]
"""What is drawn, and how wide and high it is, in pixels."""
HEAD = 28
"""Pixels for a figure's title."""


def to_svg(figure: Figure, name: str, described: str, *, style: bool) -> str:
    """One figure. `name` makes its ids; with `style` it stands alone, without a page around it."""
    inside, width, height = _drawing(figure)
    return _svg(inside, (width, height), name, figure.title, described, style=style)


def _drawing(figure: Figure) -> Drawing:
    if figure.kind is Kind.CALENDAR:
        return _calendar(figure.days or {}, figure.first, figure.last)
    return _bars(figure) if figure.kind is Kind.BARS else _grid(figure)


def _svg(
    inside: Sequence[str], size: tuple[float, float], name: str, title: str, about: str, *, style: bool
) -> str:
    width, height = size
    look = f"<style>{STYLE}</style>\n" if style else ""
    return (
        f'<svg class="figure" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'aria-labelledby="{name}-title {name}-desc" '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}">\n'
        f'<title id="{name}-title">{_safe(title)}</title>\n'
        f'<desc id="{name}-desc">{_safe(about)}</desc>\n'
        f"{look}" + "\n".join(inside) + "\n</svg>\n"
    )


def to_svg_page(figures: Sequence[Figure], title: str, told: str) -> str:
    """Several figures in one file, one below the other, each under its own title."""
    inside, y, width = [], 0.0, 0.0
    for figure in figures:
        named = figure if figure.title else figure._replace(title=title)
        drawn, across, tall = _drawing(named)
        heading = _text(0, y + 16, clean(named.title))
        group = "\n".join(drawn)
        inside.append(f'{heading}\n<g transform="translate(0 {y + HEAD:.1f})">\n{group}\n</g>')
        y += tall + HEAD + LINE
        width = max(width, across, cells(named.title) * CHAR)
    if not figures:
        # Nothing was counted; a picture without a size would not be shown at all.
        lines = [clean(title), *(clean(line) for line in told.splitlines() if line.strip())]
        inside = [_text(0, 16 + LINE * at, line) for at, line in enumerate(lines)]
        width, y = max(map(cells, lines)) * CHAR, 16.0 + LINE * len(lines)
    about = " ".join(described(one) for one in figures)
    return _svg(inside, (width, y), "figure", title, f"{told} {about}".strip(), style=True)


def described(figure: Figure, told: str = "") -> str:
    """A figure in a sentence or two, for whoever doesn't see it."""
    table = figure.table
    if figure.kind is Kind.CALENDAR:
        held = sum(1 for often in (figure.days or {}).values() if often)
        return (
            f"A calendar from {figure.first} to {figure.last}; {held} days in it are marked. {told}".strip()
        )
    kind = "Bars" if figure.kind is Kind.BARS else "A grid of numbers"
    rows = ", ".join(clean(name) for name, _ in table.rows)
    return f"{kind}, a row each for: {rows}. {told}".strip()


def _safe(text: str) -> str:
    """Text that XML can hold, and that is never markup."""
    return escape(clean(text)).translate(_NOT_XML)


def _text(x: float, y: float, text: str, look: str = "", anchor: str = "start") -> str:
    kind = f' class="{look}"' if look else ""
    place = f' text-anchor="{anchor}"' if anchor != "start" else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind}{place}>{_safe(text)}</text>'


def _box(x: float, y: float, width: float, height: float, look: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2" class="{look}"/>'


def _names(table: Table) -> tuple[list[str], float]:
    names = [shorten(clean(name), LONGEST) for name, _ in table.rows]
    return names, max(map(cells, names), default=0) * CHAR + 12


def _bars(figure: Figure) -> Drawing:
    names, label = _names(figure.table)
    numbers = [counts[0] for _, counts in figure.table.rows]
    most = max(numbers, default=1) or 1
    inside = []
    for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
        y = place * LINE
        length = max(min(BAR, most * PIECE) * number / most, 2 if number else 0)
        inside.append(_text(label - 8, y + 15, name, anchor="end"))
        inside.append(_box(label, y + 4, length, LINE - 8, "s2"))
        inside.append(_text(label + length + 6, y + 15, f"{number:,}"))
    return inside, label + BAR + 70, len(numbers) * LINE + 6


def _grid(figure: Figure) -> Drawing:
    table = figure.table
    names, label = _names(table)
    columns = [clean(name) for name in table.columns]
    wide = max(map(cells, columns), default=0) * CHAR + 16
    turned = table.over_time or (wide > CELL * 3 and len(columns) > 4)
    cell = CELL if turned else max(wide, CELL)
    top = wide * 0.75 + 8 if turned else LINE
    most = max((number for _, counts in table.rows for number in counts), default=0)
    inside = []
    for place, name in enumerate(columns):
        x = label + place * cell + cell / 2
        if turned:
            inside.append(
                f'<text class="quiet" transform="translate({x:.1f} {top - 6:.1f}) rotate(-45)">'
                f"{_safe(name)}</text>"
            )
        else:
            inside.append(_text(x, top - 7, name, "quiet", "middle"))
    for row, (name, (_, counts)) in enumerate(zip(names, table.rows, strict=True)):
        y = top + row * LINE
        inside.append(_text(label - 8, y + 15, name, anchor="end"))
        inside += _cells(counts, label, y, cell, most)
    extra = wide * 0.75 if turned else 0
    return inside, label + len(columns) * cell + extra + 10, top + len(names) * LINE + 6


def _cells(counts: tuple[int, ...], label: float, y: float, cell: float, most: int) -> Iterator[str]:
    for place, number in enumerate(counts):
        x = label + place * cell
        shade = step(number, most) if number else 0
        yield _box(x + 1, y + 1, cell - 2, LINE - 2, f"s{shade}" if number else "none")
        if number:
            look = "on-dark" if shade >= ON_DARK else ""
            yield _text(x + cell / 2, y + 15, str(number), look, "middle")


def _calendar(days: Mapping[date, int], first: date, last: date) -> Drawing:
    """A band of weeks for each year, so that it stays as wide as a page."""
    most = max(days.values(), default=0)
    inside: list[str] = []
    top = 0.0
    for year in range(first.year, last.year + 1):
        begun, ended = max(first, date(year, 1, 1)), min(last, date(year, 12, 31))
        inside += _year(days, begun, ended, top, most)
        top += 7 * DAY + 44
    for shade, held in _steps(most).items():
        x = 40 + shade * 80
        inside.append(_box(x, top, DAY - 2, DAY - 2, f"s{shade}"))
        inside.append(_text(x + DAY + 4, top + 11, held, "quiet"))
    return inside, 40 + 54 * DAY, top + 24


def _year(days: Mapping[date, int], first: date, last: date, top: float, most: int) -> Iterator[str]:
    monday = first - timedelta(days=first.weekday())
    yield _text(0, top + 12, str(first.year), "quiet")
    for weekday, name in enumerate(WEEKDAYS):
        if weekday % 2 == 0:
            yield _text(12, top + 29 + weekday * DAY, name, "quiet")
    month = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        week = (day - monday).days // 7
        x, y = 40 + week * DAY, top + 18 + day.weekday() * DAY
        # Late in a month there is no room for its name before the next one's.
        if day.month != month and day.day <= LATE:
            yield _text(x, top + 12, MONTHS[day.month - 1], "quiet")
        month = day.month
        often = days.get(day, 0)
        look = f"s{step(often, most)}" if often else "none"
        yield _box(x, y, DAY - 2, DAY - 2, look)


def _steps(most: int) -> dict[int, str]:
    held: dict[int, list[int]] = {}
    for number in range(1, most + 1):
        held.setdefault(step(number, most), []).append(number)
    return {
        shade: str(numbers[0]) + (f"-{numbers[-1]}" if len(numbers) > 1 else "")
        for shade, numbers in held.items()
    }
