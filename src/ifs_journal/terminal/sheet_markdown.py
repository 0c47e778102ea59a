"""A page that looks back, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.sheet import Section, Sheet, Table

_SPECIAL = "\\`*_[]<>#|~&"
_BEGINS_LIST = re.compile(r"\s*(?:[-+]|\d+(?=[.)]))")


def to_markdown(sheet: Sheet) -> str:
    """The whole page. Nothing in somebody's words is taken for markup."""
    return "\n".join(_lines(sheet)).rstrip() + "\n"


def _lines(sheet: Sheet) -> Iterator[str]:
    yield f"# {_text(sheet.title)}"
    yield ""
    for line in sheet.lines:
        yield _text(line)
        yield ""
    for section in sheet.sections:
        yield from _section(section)
    for line in sheet.last_lines:
        yield _text(line)
        yield ""


def _section(section: Section) -> Iterator[str]:
    if section.heading:
        yield f"## {_text(section.heading)}"
        yield ""
    for line in section.lines:
        yield _text(line)
        yield ""
    for figure in section.figures:
        if figure.title and figure.title != section.heading:
            yield f"### {_text(figure.title)}"
            yield ""
        yield from _table(figure.table)
        yield ""
    for quote in section.quotes:
        yield _text(quote.about)
        yield ""
        for line in clean(quote.words, newlines=True).split("\n"):
            yield f"> {_text(line)}".rstrip()
        yield ""


def _table(table: Table) -> Iterator[str]:
    yield _row([table.head, *table.columns])
    yield _row(["---", *("---:" for _ in table.columns)], raw=True)
    for name, counts in table.rows:
        yield _row([name, *map(str, counts)])
    if table.left:
        yield ""
        yield f"and {table.left} more"


def _row(fields: list[str], *, raw: bool = False) -> str:
    return f"| {' | '.join(fields if raw else map(_text, fields))} |"


def _text(text: str) -> str:
    """Text in which nothing is markup, on one line."""
    shown = " ".join(clean(text, newlines=True).split("\n"))
    safe = "".join(f"\\{char}" if char in _SPECIAL else char for char in shown)
    begun = _BEGINS_LIST.match(safe)
    if begun is None:
        return safe
    end = begun.end()
    # A dash is written as one; after a number, it is the full stop that makes a list of it.
    return (
        f"{safe[:end]}\\{safe[end:]}" if safe[end - 1].isdigit() else f"{safe[: end - 1]}\\{safe[end - 1 :]}"
    )
