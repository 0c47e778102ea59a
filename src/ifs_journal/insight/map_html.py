"""The map of parts as a page of its own: the picture, and the same in a table for whoever hears it."""

from __future__ import annotations

from collections.abc import Iterator

from ifs_journal.insight.map_model import PartsMap
from ifs_journal.insight.map_shapes import FONT
from ifs_journal.insight.map_svg import escape, svg
from ifs_journal.insight.map_words import GROUND, Entry, MapWords

_STYLE = f"""
body{{margin:0 auto;padding:1.5rem;max-width:75rem;
background:#fbf9f4;color:#3a3d42;font-family:{FONT};line-height:1.5}}
svg{{display:block;max-width:100%;height:auto;margin:0 auto}}
table{{border-collapse:collapse;width:100%;margin:1rem 0 2rem}}
caption{{text-align:left;font-weight:600;padding:.3rem 0}}
th,td{{text-align:left;vertical-align:top;padding:.35rem .9rem .35rem 0;border-top:1px solid #ddd8cc}}
th[scope=row]{{font-weight:600;unicode-bidi:plaintext}}
@media (prefers-color-scheme:dark){{body{{background:#17191c;color:#e4e1d9}} th,td{{border-color:#3a3d42}}}}
@media print{{body{{max-width:none;padding:0}}}}
"""
_COLUMNS = ("Part", "What it is", "To others")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
"""


def html(found: PartsMap, words: MapWords) -> str:
    """The page. It loads nothing, runs nothing, and is light or dark as the reader's machine is."""
    return "".join(_pieces(found, words))


def _pieces(found: PartsMap, words: MapWords) -> Iterator[str]:
    yield _PAGE.format(title=escape(words.title(found)), style=_STYLE)
    yield svg(found, words)
    yield f"<h2>{escape(words.self_name)}</h2>\n<p>{escape(GROUND[words.wording])}</p>\n"
    for group in words.groups(found):
        yield f"<table>\n<caption>{escape(group.heading)}</caption>\n"
        yield "".join(f'<th scope="col">{one}</th>' for one in _COLUMNS).join(("<tr>", "</tr>\n"))
        yield from map(_row, group.entries)
        yield "</table>\n"
    yield f"<p>In numbers: {escape(words.counted(found))}.</p>\n</body>\n</html>\n"


def _row(entry: Entry) -> str:
    about = escape(", ".join(entry.about))
    bonds = "<br>".join(map(escape, entry.bonds))
    return f'<tr><th scope="row">{escape(entry.name)}</th><td>{about}</td><td>{bonds}</td></tr>\n'
