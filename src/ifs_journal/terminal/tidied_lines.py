"""What was tidied in the record of the parts, in words: a line for each thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ifs_journal.terminal.clean import clean
from ifs_journal.terminal.part_words import BONDS
from ifs_journal.terminal.screen import Line, Screen, cells, shorten, wrap
from ifs_journal.terminal.times import day_here
from ifs_journal.terms import TidyKind

if TYPE_CHECKING:
    from ifs_journal.journal.read_tidied import Tidied

LONGEST_NAME = 40
TIDIED = {
    TidyKind.ARCHIVED: "in the archive",
    TidyKind.MERGED: "read as part of {other}",
    TidyKind.SPLIT: "begun out of {other}",
}


def tidied_text(one: Tidied) -> str:
    """One thing that was tidied, such as `The Judge (#2): read as part of The Critic (#1)`."""
    other = "" if one.other is None else _name(one.other, one.other_number)
    if one.bond:
        text = BONDS.get(one.what, "and {other}").format(other=other)
        return f"{_name(one.name, one.number)} {text}" + (f": {clean(one.words)}" if one.words else "")
    return f"{_name(one.name, one.number)}: {TIDIED[TidyKind(one.what)].format(other=other)}"


def _name(name: str, number: int | None) -> str:
    return f"{shorten(clean(name), LONGEST_NAME)} (#{number})"


def tidied_lines(screen: Screen, found: Sequence[Tidied]) -> None:
    """What was tidied, each with the number it can be taken back by and its day."""
    widest = len(str(len(found)))
    for number, one in enumerate(found, 1):
        text, day = tidied_text(one), day_here(one.at)
        if screen.plain:
            screen.say(f"{number}. {text}, {day}")
            continue
        first, *more = wrap(text, screen.text_width - widest - 2)
        shown: list[Line] = [[("key", f"{number:>{widest}}"), ("text", f"  {first}")]]
        margin = " " * (widest + 2)
        shown += [[("text", margin + line)] for line in more]
        if cells((more or [first])[-1]) + len(margin) + len(day) + 2 <= screen.text_width:
            shown[-1] = [*shown[-1], ("quiet", f"  {day}")]
        else:
            shown.append([("quiet", margin + day)])
        screen.lines(shown)
