"""The pages that look back: at every width, without colour, read line by line, and kept as files."""

from __future__ import annotations

import io
import os
import re
from datetime import date, timedelta
from html.parser import HTMLParser
from unittest.mock import patch
from xml.dom import minidom

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifs_journal.insight.counted import Counted, Label, Period, counted
from ifs_journal.insight.period import Review, review
from ifs_journal.insight.trends import NAMES, Trend, trend
from ifs_journal.journal.read_filters import Filters
from ifs_journal.journal.read_seen import Seen
from ifs_journal.terminal.plots import LETTERS, drawn
from ifs_journal.terminal.review_page import review_sheet
from ifs_journal.terminal.screen import Screen, cells
from ifs_journal.terminal.sheet import Figure, Kind, Quote, Section, Sheet, Table, table_of
from ifs_journal.terminal.sheet_html import to_html
from ifs_journal.terminal.sheet_markdown import to_markdown
from ifs_journal.terminal.sheet_screen import show_sheet
from ifs_journal.terminal.svg import to_svg_page
from ifs_journal.terminal.trends_page import trends_sheet
from ifs_journal.terms import Wording
from insight_rows import TODAY, ChanceRows
from journal_making import empty

PERIOD = Period(TODAY - timedelta(days=160), TODAY, 60)
TEXTS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=80)
JUDGING = r"\b(good|bad|well done|great|missed|streak|score|average|mean|progress|better|worse|failed)\b"
VOID = {"meta", "link", "img", "br", "hr", "input"}


class Everything:
    """All figures and the page of a period, of one journal."""

    def __init__(self) -> None:
        with empty() as journal:
            rows = ChanceRows(journal.connection, 3)
            rows.fill(60)
            seen = Seen(journal, Filters())
            self.trends: list[Trend] = [trend(name, seen, PERIOD) for name in NAMES]
            self.review: Review = review(seen, PERIOD)

    def sheets(self, wording: Wording = Wording.IFS) -> list[Sheet]:
        whole = [trends_sheet([one], PERIOD, wording, whole=True) for one in self.trends]
        few = trends_sheet(self.trends[:3], PERIOD, wording, whole=False)
        return [*whole, few, review_sheet(self.review, wording)]


@pytest.fixture(scope="module")
def everything() -> Everything:
    return Everything()


def shown(sheet: Sheet, columns: int, *, tables: bool = False, plain: bool = False, **environ: str) -> str:
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns), "LINES": "50"}):
        screen = Screen(io.StringIO(), Out(out), environ=environ, plain=plain)
        show_sheet(screen, sheet, tables=tables)
    return out.getvalue()


class Out:
    """A stream that speaks UTF-8 and is no terminal."""

    encoding = "utf-8"

    def __init__(self, held: io.StringIO) -> None:
        self.write, self.flush, self.isatty = held.write, held.flush, held.isatty

    def fileno(self) -> int:
        raise OSError


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("tables", [False, True])
def test_no_line_is_wider_than_the_terminal(everything: Everything, columns: int, tables: bool) -> None:
    for wording in Wording:
        for sheet in everything.sheets(wording):
            text = shown(sheet, columns, tables=tables)
            assert max(map(cells, text.split("\n"))) < columns
            assert "\x1b" not in text


@pytest.mark.parametrize("wording", Wording)
def test_a_page_describes_and_judges_nothing(everything: Everything, wording: Wording) -> None:
    for sheet in everything.sheets(wording):
        text = shown(sheet, 120, plain=True)
        assert re.findall(JUDGING, text, re.IGNORECASE) == []
        assert "!" not in text


def test_every_number_of_a_figure_is_in_its_table_and_read_out(everything: Everything) -> None:
    for sheet in everything.sheets():
        text = shown(sheet, 80, plain=True)
        drawings = set("█▓▒░▌·")
        assert not drawings & set(text)
        for section in sheet.sections:
            for figure in section.figures:
                for name, counts in figure.table.rows:
                    line = next(one for one in text.split("\n") if one.startswith(f"{name}: "))
                    assert line
                    assert all(str(number) in text for number in counts if number), (
                        "each number that is not nothing is said"
                    )


def test_colour_is_only_used_where_it_is_wanted(everything: Everything) -> None:
    sheet = everything.sheets()[0]
    assert "\x1b" in shown(sheet, 80, FORCE_COLOR="1")
    bare = shown(sheet, 80)
    assert shown(sheet, 80, FORCE_COLOR="1", NO_COLOR="1") == bare
    assert "\x1b" not in shown(sheet, 80, TERM="dumb")
    assert re.sub(r"\x1b\[[\d;]*m", "", shown(sheet, 80, FORCE_COLOR="1")) == bare


def test_a_terminal_without_unicode_gets_letters() -> None:
    days = {TODAY: 3, TODAY - timedelta(days=1): 1}
    table = Table("part", ("2026-03",), (("Critic", (3,)),), over_time=True)
    for kind in Kind:
        figure = Figure("a figure", kind, table, days, TODAY - timedelta(days=20), TODAY)
        text = "\n".join("".join(piece for _, piece in line) for line in drawn(figure, 60, LETTERS))
        assert text.isascii()


def test_the_calendar_has_every_day_once_in_its_place() -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 10)
    days = {first: 1, date(2026, 2, 14): 2, last: 7}
    figure = Figure("", Kind.CALENDAR, Table("month", (), ()), days, first, last)
    lines = ["".join(piece for _, piece in line) for line in drawn(figure, 60)]
    weekdays = {line[:2]: line[4::2] for line in lines[1:8]}
    assert sum(row.count("·") for row in weekdays.values()) == (last - first).days + 1 - len(days)
    monday = first - timedelta(days=first.weekday())
    for day, mark in zip(days, "░▒█", strict=True):
        row = weekdays[("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")[day.weekday()]]
        assert row[(day - monday).days // 7] == mark
    assert lines[-1].split() == ["·", "none", "░", "1", "▒", "2-3", "▓", "4-5", "█", "6-7"]


class Page(HTMLParser):
    """What an HTML page is made of, and whether every element that is begun ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.links: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    return page


def test_a_page_to_keep_needs_nothing_from_elsewhere_and_runs_nothing(everything: Everything) -> None:
    for sheet in everything.sheets():
        html = to_html(sheet)
        page = read(html)
        assert not page.seen & {"script", "link", "img", "iframe", "object", "form"}
        assert page.links == []
        assert "url(" not in html
        assert "@import" not in html
        assert set(re.findall(r"https?://\S+?(?=[\"'\s])", html)) <= {"http://www.w3.org/2000/svg"}
        assert "prefers-color-scheme: dark" in html
        assert "@media print" in html
        figures = sum(len(one.figures) for one in sheet.sections)
        assert html.count("<svg") == html.count("<table>") == html.count("<title id=") == figures


def test_a_figure_to_keep_is_whole_by_itself(everything: Everything) -> None:
    for sheet in everything.sheets()[: len(NAMES)]:
        figures = sheet.sections[0].figures
        root = minidom.parseString(to_svg_page(figures, sheet.title, "told")).documentElement
        assert root.getAttribute("role") == "img"
        assert root.getElementsByTagName("title")[0].firstChild.data == sheet.title
        assert root.getElementsByTagName("desc")[0].firstChild.data.startswith("told")
        assert not root.getElementsByTagName("image")


@settings(max_examples=40, deadline=None)
@given(TEXTS, TEXTS)
def test_names_and_words_are_never_markup(name: str, words: str) -> None:
    table = table_of(one_row(name), Wording.IFS)
    figures = (Figure(name, Kind.BARS, table), Figure(name, Kind.GRID, table))
    sheet = Sheet("Looking back", (), (Section("Words", figures=figures, quotes=(Quote(words, name),)),))
    assert not read(to_html(sheet)).seen & {"script", "img", "a", "b", "i"}
    minidom.parseString(to_svg_page(figures, name, name))
    for columns in (40, 80):
        text = shown(sheet, columns)
        assert max(map(cells, text.split("\n"))) < columns
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    for line in to_markdown(sheet).split("\n"):
        assert not re.match(r"(?!> |#|\| ).*(?<!\\)[<*_`]", line)


def one_row(name: str) -> Counted:
    return counted(
        "parts", "part", "count", [("1", "sessions", 2)], columns=[Label("sessions")], names={"1": name}
    )


def test_more_rows_than_fit_a_page_are_counted_and_said() -> None:
    found = [(str(number), "sessions", 1) for number in range(20)]
    names = {str(number): f"part {number:02}" for number in range(20)}
    table = table_of(counted("parts", "part", "count", found, columns=[], names=names), Wording.IFS)
    assert (len(table.rows), table.left) == (12, 8)
    figure = Figure("", Kind.BARS, table)
    assert "and 8 more" in shown(Sheet("", (), (Section("Parts", figures=(figure,)),)), 80)


def test_few_answers_are_called_few(everything: Everything) -> None:
    one = everything.trends[NAMES.index("room")]
    few = one._replace(told=3)
    sheet = trends_sheet([few], PERIOD, Wording.IFS, whole=True)
    assert sheet.sections[0].lines[0] == "From 3 requests for room: few to look at."
    none = trends_sheet([one._replace(told=0)], PERIOD, Wording.IFS, whole=True)
    assert none.sections[0].figures == ()
