"""The map of parts: on the terminal, and as a file to keep or to share. Reads only."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.cli.context import Here
from ifs_journal.cli.handing import STANDARD_OUTPUT
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.insight.map_model import PartsMap
    from ifs_journal.insight.map_words import MapWords

ENDINGS = {
    ".svg": "svg",
    ".html": "html",
    ".htm": "html",
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".json": "json",
}
"""Which format a file's name asks for."""
FORMATS = ("svg", "html", "mermaid", "dot", "json")
WHICH = f"--format takes one of: {', '.join(FORMATS)}."
NAMES = "--names takes full or initials."
NO_ENDING = f"The ending of that file names no format. {WHICH}"
NO_FILE = "--force is for a file that --to names."
AFTER = "--since lies after the day of the map."
WRITTEN = "The map is written:"
HOLDS = "It holds the {what} of {count}."


class Wanted(NamedTuple):
    """What the options of `ifs parts map` say, as they were typed."""

    format: str | None = None
    to: str | None = None
    at: str | None = None
    since: str | None = None
    names: str = "full"
    force: bool = False
    plain: bool = False

    def kind(self) -> str | None:
        """The format of a file, or None for the terminal. Raises UsageError."""
        if self.format is not None and self.format not in FORMATS:
            raise UsageError(WHICH)
        if self.names not in ("full", "initials"):
            raise UsageError(NAMES)
        if self.force and self.to is None:
            raise UsageError(NO_FILE)
        if self.format is not None or self.to is None or self.to == STANDARD_OUTPUT:
            return self.format
        found = ENDINGS.get(Path(self.to).suffix.lower())
        if found is None:
            raise UsageError(NO_ENDING)
        return found

    def days(self) -> tuple[date, date | None]:
        """The day of the map, and the one looked back to. Raises UsageError."""
        from ifs_journal.session.moment import Clock

        today = Clock().today()
        if self.at is None and self.since is None:
            return today, None
        from ifs_journal.session.spans import span_in_words

        last = today if self.at is None else span_in_words(self.at, today).end - timedelta(days=1)
        since = None if self.since is None else span_in_words(self.since, today).start
        day = min(last, today)
        if since is not None and since > day:
            raise UsageError(AFTER)
        return day, since


def show_map(here: Here, wanted: Wanted) -> None:
    """The map as it was on a day. Raises UsageError, CannotWrite."""
    from ifs_journal.insight.map_model import parts_map

    kind = wanted.kind()
    day, since = wanted.days()
    with here.open(read_only=True) as journal:
        found = parts_map(journal, day, since, _day_here)
    words = _words(here, wanted)
    if kind is None:
        from ifs_journal.terminal.map_page import map_page

        screen = here.screen(plain=wanted.plain)
        with screen.paged():
            map_page(screen, found, words)
        return
    _hand_over(here, wanted, kind, found, words)


def _hand_over(here: Here, wanted: Wanted, kind: str, found: PartsMap, words: MapWords) -> None:
    """Give a document to a file or to standard output, and say once what it holds."""
    from ifs_journal.cli.handing import hand_over

    document = _maker(kind)(found, words)
    path = hand_over(here, wanted.to, [document], force=wanted.force)
    if path is None:
        if kind != "json" and not sys.stdout.isatty():
            print(_holds(found, wanted), file=sys.stderr)
        return
    from ifs_journal.terminal.clean import clean

    screen = here.screen()
    screen.say(WRITTEN)
    # A path is never broken: it is there to be copied.
    screen.write(f"{clean(str(path))}\n")
    screen.say(_holds(found, wanted), "quiet")


def _maker(kind: str) -> Callable[[PartsMap, MapWords], str]:
    """What makes the documents of a format."""
    if kind == "svg":
        from ifs_journal.insight.map_svg import svg

        return svg
    if kind == "html":
        from ifs_journal.insight.map_html import html

        return html
    from ifs_journal.insight import map_graphs

    return {"mermaid": map_graphs.mermaid, "dot": map_graphs.dot, "json": map_graphs.json_text}[kind]


def _holds(found: PartsMap, wanted: Wanted) -> str:
    count = len(found.parts)
    parts = "1 part" if count == 1 else f"{count} parts"
    what = "initials" if wanted.names == "initials" else "name" if count == 1 else "names"
    return HOLDS.format(what=what, count=parts)


def _words(here: Here, wanted: Wanted) -> MapWords:
    from ifs_journal.insight.map_words import MapWords, Names
    from ifs_journal.terminal.part_words import ROLES, STATES

    return MapWords(
        {role: label.name for role, label in ROLES.items()},
        {state: label.name for state, label in STATES.items()},
        Names(wanted.names),
        here.wording,
    )


def _day_here(moment: str) -> str:
    """The day of a stored UTC time on this computer's clock: for what was written outside any session."""
    return datetime.fromisoformat(moment).astimezone().date().isoformat()
