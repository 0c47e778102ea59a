"""One thing that was said on a page, and where it comes from: behind it where there is room, else beneath."""

from __future__ import annotations

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.screen import Line, Screen, cells, wrap


def item(screen: Screen, text: str, source: str) -> None:
    """Show it. `source` is such as whose words it is, and the day; it may be empty."""
    if screen.plain:
        screen.say(f"{text} ({source})" if source else text)
        return
    lines = wrap(clean(text, newlines=True), screen.text_width - 2)
    shown: list[Line] = [[("answer", "  " + line)] for line in lines]
    beneath = clean(source)
    if not beneath:
        return screen.lines(shown)
    if cells(lines[-1]) + cells(beneath) + 4 <= screen.text_width:
        shown[-1] = [*shown[-1], ("quiet", "  " + beneath)]
    else:
        shown += [[("quiet", "    " + line)] for line in wrap(beneath, screen.text_width - 4)]
    screen.lines(shown)
