"""What a search found, a few lines each: where it stands, what was asked, and the words around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ifs_journal.guide.quoting import fill
from ifs_journal.journal.words import Snippet, Sought, snippet
from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, Screen, shorten, wrap

if TYPE_CHECKING:
    from ifs_journal.journal.read_hits import Hit
    from ifs_journal.journal.read_search import Found

NO_WORDS = "There is no word in that to look for. The first letters of one are enough."
NOTHING = "Nothing with those words is here. The beginning of a word is enough to find it."
NOTHING_THERE = "Nothing with those words is there. Fewer options look through more of the journal."
NEWEST = "Those words are in many places, so the newest come first."
MORE = "There is more. To see it: --limit {limit}"
MARK = "*"
"""Stands on both sides of what was found where no colour shows it: it can be seen, and read aloud."""
INDENT = 2
LONGEST_SNIPPET = 160


def found_page(screen: Screen, found: Found, wanted: Sought, *, narrowed: bool, limit: int) -> None:
    """All that was found. `narrowed` says whether it was looked for in a part of the journal only."""
    if not found.hits:
        nothing = NO_WORDS if wanted.empty else NOTHING_THERE if narrowed else NOTHING
        screen.say(nothing, "quiet")
        return
    above: tuple[str | None, str] | None = None
    for one in found.hits:
        if above is not None:
            screen.blank()
        if (one.session, one.kind) != above or one.session is None:
            screen.lines([_head(one)])
        above = (one.session, one.kind)
        _find(screen, one, wanted)
    notes = ([] if found.ranked else [NEWEST]) + ([MORE.format(limit=limit * 2)] if found.more else [])
    if notes:
        screen.blank()
        screen.say(" ".join(notes), "quiet")


def _head(one: Hit) -> Line:
    if one.kind in ("part", "person") and one.thing is not None:
        number, name = one.thing
        return [("quiet", f"{one.kind} "), ("key", f"#{number}"), ("text", f"  {clean(name)}")]
    what = ["note"] if one.kind == "note" else []
    if one.kind == "note" and one.thing is not None:
        what = [f"note on #{one.thing[0]} {clean(one.thing[1])}"]
    rest = ", ".join([*([clean(one.title)] if one.title else []), *what])
    number_shown = [] if one.number is None else [("key", f"#{one.number}"), ("text", "  ")]
    return [*number_shown, ("quiet", f"{one.day}  {rest}")]


def _find(screen: Screen, one: Hit, wanted: Sought) -> None:
    width = screen.text_width - INDENT
    if one.prompt:
        question = clean(fill(one.prompt, one.quotes, one.quoted.get))
        asked = question if screen.plain else shorten(question, width)
        screen.say(asked, "quiet", indent=INDENT)
    if one.thing is not None and one.text == one.thing[1]:
        return
    cut = snippet(one.text, wanted, min(LONGEST_SNIPPET, 2 * width - 4))
    screen.lines(list(_lines(screen, cut, width)))
    if one.private:
        screen.say("private", "quiet", indent=INDENT)


def _lines(screen: Screen, cut: Snippet, width: int) -> Iterator[Line]:
    """The snippet, wrapped, with what was found marked."""
    mark = "" if screen.colour else MARK
    text, styles = "", ""
    at = 0
    for start, end in [*cut.places, (len(cut.text), len(cut.text))]:
        before, within = clean(cut.text[at:start]), clean(cut.text[start:end])
        within = f"{mark}{within}{mark}" if within else ""
        text, styles = text + before + within, styles + " " * len(before) + "m" * len(within)
        at = end
    lines = [text] if screen.plain else wrap(text, width)
    at = 0
    for line in lines:
        at = text.index(line, at)
        yield [("text", " " * INDENT), *_styled(line, styles[at : at + len(line)])]
        at += len(line)


def _styled(line: str, styles: str) -> Iterator[tuple[str, str]]:
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or styles[at] != styles[start]:
            yield ("mark" if styles[start] == "m" else "answer", line[start:at])
            start = at
