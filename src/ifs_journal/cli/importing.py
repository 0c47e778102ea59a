"""Taking something in: read and looked over, then said, asked, done and told as a merge is."""

from __future__ import annotations

import io
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from ifs_journal.cli.context import Here
from ifs_journal.errors import BadData

STANDARD_INPUT = "-"
NOT_READ = "{what} could not be read: {reason}."


def take_in(here: Here, source: str, *, dry: bool, sure: bool, as_json: bool, plain: bool) -> None:
    """Take in the JSON of a whole journal. Raises BadData, UsageError, and what opening and writing raise."""
    from ifs_journal.cli.checking import DOING
    from ifs_journal.cli.merging import Bringing, Way
    from ifs_journal.share.taking_in import whole_in
    from ifs_journal.terminal.progress import progress_bar

    if source == STANDARD_INPUT:
        here.require_input_free("what is to be taken in")
    screen = here.screen(plain=plain)
    way = Way("In it:", "Take it in?", "t", "take it in", "Taken in.")
    with _text(source) as file, here.open() as journal, ExitStack() as open_later:
        with progress_bar(screen, DOING) as progress:
            other = open_later.enter_context(whole_in(file, journal, progress))
        Bringing(here, screen, way, as_json).bring(journal, other, sure=sure, dry=dry)


def _text(source: str) -> IO[str]:
    """What is to be taken in, as text. Raises BadData."""
    if source == STANDARD_INPUT:
        return io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="\n")
    try:
        return Path(source).expanduser().open(encoding="utf-8-sig", newline="\n")
    except OSError as error:
        raise BadData(NOT_READ.format(what=source, reason=error.strerror)) from None
