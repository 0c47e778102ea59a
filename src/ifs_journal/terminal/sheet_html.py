"""A page that looks back, as one HTML file: no script, nothing from elsewhere, made to print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.sheet import Figure, Section, Sheet, Table
from ifs_journal.terminal.svg import STYLE, described, to_svg

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""Nothing may be fetched, whatever stands in the page."""
_LOOK = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem;
  color: #222; background: #fff; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2.2rem; } h3 { font-size: 1rem; }
.quiet, caption { color: #666; text-align: left; }
figure { margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; margin: .5rem 0; font-size: .9rem; }
th, td { padding: .15rem .6rem; border-bottom: 1px solid #ddd; text-align: right; }
th:first-child { text-align: left; font-weight: normal; }
blockquote { margin: .2rem 0 1rem; padding-left: .8rem; border-left: 3px solid #b9a3b9;
  white-space: pre-wrap; }
details summary { color: #666; }
@media (prefers-color-scheme: dark) {
  body { color: #ddd; background: #1b1b1b; } .quiet, caption, details summary { color: #a0a0a0; }
  th, td { border-color: #444; }
}
@media print {
  body { color: #000; background: #fff; margin: 0; max-width: none; font-size: 11pt; }
  h2, h3 { break-after: avoid; } figure, tr, blockquote { break-inside: avoid; }
}
"""


def to_html(sheet: Sheet, language: str = "en") -> str:
    """The whole page. Every text in it is text, whatever it looks like."""
    return "\n".join(_page(sheet, language)) + "\n"


def _page(sheet: Sheet, language: str) -> Iterator[str]:
    yield f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n<meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{escape(_POLICY)}">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">'
    yield f"<title>{_text(sheet.title)}</title>"
    yield f"<style>{_LOOK}{STYLE}</style>\n</head>\n<body>\n<main>"
    yield f"<h1>{_text(sheet.title)}</h1>"
    yield from (f'<p class="quiet">{_text(line)}</p>' for line in sheet.lines)
    for number, section in enumerate(sheet.sections, 1):
        yield from _section(section, number)
    yield from (f'<p class="quiet">{_text(line)}</p>' for line in sheet.last_lines)
    yield "</main>\n</body>\n</html>"


def _section(section: Section, number: int) -> Iterator[str]:
    yield "<section>"
    if section.heading:
        yield f"<h2>{_text(section.heading)}</h2>"
    yield from (f'<p class="quiet">{_text(line)}</p>' for line in section.lines)
    for place, figure in enumerate(section.figures, 1):
        yield from _figure(figure, section, f"figure-{number}-{place}")
    for quote in section.quotes:
        yield f'<p class="quiet">{_text(quote.about)}</p>'
        yield f"<blockquote>{escape(clean(quote.words, newlines=True))}</blockquote>"
    yield "</section>"


def _figure(figure: Figure, section: Section, name: str) -> Iterator[str]:
    if figure.title and figure.title != section.heading:
        yield f"<h3>{_text(figure.title)}</h3>"
    named = figure if figure.title else figure._replace(title=section.heading)
    told = " ".join(section.lines)
    yield f"<figure>\n{to_svg(named, name, described(figure, told), style=False)}</figure>"
    yield "<details open>\n<summary>The same as a table</summary>"
    yield from _table(figure.table)
    yield "</details>"


def _table(table: Table) -> Iterator[str]:
    yield "<table>\n<thead><tr>"
    yield "".join(f'<th scope="col">{_text(name)}</th>' for name in (table.head, *table.columns))
    yield "</tr></thead>\n<tbody>"
    for name, counts in table.rows:
        cells = "".join(f"<td>{number}</td>" for number in counts)
        yield f'<tr><th scope="row">{_text(name)}</th>{cells}</tr>'
    yield "</tbody>\n</table>"
    if table.left:
        yield f'<p class="quiet">and {table.left} more</p>'


def _text(text: str) -> str:
    return escape(clean(text))
