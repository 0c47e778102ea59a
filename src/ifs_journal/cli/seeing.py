"""Seeing change: what a period held, and figures over time. On screen, or as a page to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.cli.context import Here
from ifs_journal.cli.narrowing import Narrowing
from ifs_journal.cli.shown import print_json
from ifs_journal.errors import NotFound, UsageError

if TYPE_CHECKING:
    from ifs_journal.insight.counted import Period
    from ifs_journal.insight.trends import Trend
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_seen import Seen
    from ifs_journal.terminal.sheet import Sheet

REVIEW_FORMATS = ("markdown", "html", "json")
TRENDS_FORMATS = ("svg", "html", "json")
ENDINGS = {".md": "markdown", ".markdown": "markdown", ".html": "html", ".htm": "html", ".svg": "svg"}
WEEK, MONTH, QUARTER = "past week", "past month", "past 3 months"
NO_SESSIONS = "Nothing here yet. To begin: ifs check-in"
NOTHING_FITS = "No session fits these days. Another stretch of days: --since"
UNKNOWN = "There is no figure called that. There are: {names}."
ONE_BY_NAME = "One figure makes one SVG. Which one: {names}?"


class Kept(NamedTuple):
    """How a page is to be kept: in which form, and where. Without a file it goes to standard output."""

    format: str | None = None
    to: str | None = None
    force: bool = False

    def form(self, offered: tuple[str, ...], *, as_json: bool) -> str | None:
        """The form wanted, or None for the screen. Raises UsageError."""
        ending = Path(self.to or "").suffix.lower()
        guessed = "json" if as_json or ending == ".json" else ENDINGS.get(ending)
        form = self.format or guessed
        if self.format is not None and as_json and self.format != "json":
            raise UsageError("--json and another --format are two forms; one of them, please.")
        if form is None and self.to is not None:
            raise UsageError(f"--to needs a form: --format {'|'.join(offered)}.")
        if form is not None and form not in offered:
            raise UsageError(f"--format takes {', '.join(offered)}.")
        return form

    def write(self, here: Here, text: str) -> None:
        """To the file, or to standard output. Raises CannotWrite where something is there already."""
        from ifs_journal.cli.handing import hand_over
        from ifs_journal.terminal.clean import clean

        if hand_over(here, self.to, [text], force=self.force) is not None:
            print(f"It is in {clean(str(self.to))}")


def review(here: Here, narrowing: Narrowing, kept: Kept, *, as_json: bool, plain: bool) -> None:
    """What the sessions of some days held. Raises UsageError, NotFound, Ambiguous, CannotWrite."""
    from ifs_journal.insight.period import review as look

    form = kept.form(REVIEW_FORMATS, as_json=as_json)
    with here.open(read_only=True) as journal:
        seen = _seen(journal, _within(narrowing, journal, WEEK))
        period = _asked(seen)
        found = look(seen, period)
        empty = not period.sessions and _is_empty(journal)
    if form == "json":
        from ifs_journal.cli.seeing_json import review_json

        _write_json(here, kept, review_json(found))
        return
    from ifs_journal.terminal.review_page import review_sheet

    if form is None and not period.sessions:
        here.screen(plain=plain).say(NO_SESSIONS if empty else NOTHING_FITS, "quiet")
        return
    _show(here, review_sheet(found, here.wording), kept, form, plain=plain, tables=False)


def trends(
    here: Here, name: str | None, narrowing: Narrowing, kept: Kept, *, as_json: bool, plain: bool, table: bool
) -> None:
    """Figures over time: one, or a few. Raises UsageError, NotFound, Ambiguous, CannotWrite."""
    from ifs_journal.insight.trends import A_FEW, NAMES, period_of, trend

    form = kept.form(TRENDS_FORMATS, as_json=as_json)
    wanted = A_FEW if name is None else (_named(name, NAMES),)
    if name is None and form == "svg":
        raise UsageError(ONE_BY_NAME.format(names=", ".join(NAMES)))
    with here.open(read_only=True) as journal:
        seen = _seen(journal, _within(narrowing, journal, QUARTER))
        period = period_of(seen)
        found = [] if period is None else [trend(one, seen, period) for one in wanted]
        empty = period is None and _is_empty(journal)
    if form == "json":
        from ifs_journal.cli.seeing_json import trends_json

        _write_json(here, kept, trends_json(found, period))
        return
    if period is None:
        here.screen(plain=plain).say(NO_SESSIONS if empty else NOTHING_FITS, "quiet")
        return
    _show_trends(here, found, period, kept, form, whole=name is not None, plain=plain, table=table)


def _show_trends(
    here: Here,
    found: list[Trend],
    period: Period,
    kept: Kept,
    form: str | None,
    *,
    whole: bool,
    plain: bool,
    table: bool,
) -> None:
    from ifs_journal.terminal.trends_page import trends_sheet

    sheet = trends_sheet(found, period, here.wording, whole=whole)
    if form == "svg":
        from ifs_journal.terminal.svg import to_svg_page

        section = sheet.sections[0]
        told = " ".join((*sheet.lines, *section.lines))
        kept.write(here, to_svg_page(section.figures, sheet.title, told))
        return
    _show(here, sheet, kept, form, plain=plain, tables=table)


def _show(here: Here, sheet: Sheet, kept: Kept, form: str | None, *, plain: bool, tables: bool) -> None:
    if form == "markdown":
        from ifs_journal.terminal.sheet_markdown import to_markdown

        kept.write(here, to_markdown(sheet))
    elif form == "html":
        from ifs_journal.terminal.sheet_html import to_html

        kept.write(here, to_html(sheet))
    else:
        from ifs_journal.terminal.sheet_screen import show_sheet

        screen = here.screen(plain=plain)
        with screen.paged():
            show_sheet(screen, sheet, tables=tables)


def _write_json(here: Here, kept: Kept, value: object) -> None:
    if kept.to is None:
        print_json(value)
        return
    from ifs_journal.journal.change import to_json

    kept.write(here, f"{to_json(value, indent=2)}\n")


def _seen(journal: Journal, narrowing: Narrowing) -> Seen:
    from ifs_journal.journal.read_seen import Seen

    return Seen(journal, narrowing.filters(journal))


def _within(narrowing: Narrowing, journal: Journal, usual: str) -> Narrowing:
    """With the usual stretch of days where none is said, neither by an option nor by a saved filter."""
    whole = narrowing.with_saved(journal)
    if whole.since is not None or whole.until is not None:
        return narrowing
    return narrowing._replace(since=usual, until="today")


def _asked(seen: Seen) -> Period:
    """The days that were asked for; where one end is open, up to the session there."""
    from datetime import date, timedelta

    from ifs_journal.insight.counted import Period

    sessions, first, last = seen.days()
    since, before = seen.filters.since, seen.filters.before
    ended = before - timedelta(days=1) if before else None
    begun = since or (date.fromisoformat(first) if first else ended)
    ended = ended or (date.fromisoformat(last) if last else begun)
    if begun is None or ended is None:
        raise ValueError("one end of the days looked at is always said")
    return Period(begun, ended, sessions)


def _is_empty(journal: Journal) -> bool:
    from ifs_journal.journal.read_filters import ALL, count_sessions

    return count_sessions(journal, ALL, 1) == 0


def _named(name: str, names: tuple[str, ...]) -> str:
    """The figure meant by a name or its beginning. Raises NotFound."""
    said = name.strip().casefold()
    fitting = [one for one in names if said and one.startswith(said)]
    if said in names or len(fitting) == 1:
        return said if said in names else fitting[0]
    raise NotFound(UNKNOWN.format(names=", ".join(names)))
