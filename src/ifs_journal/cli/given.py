"""Words that come in by standard input where there is no terminal to ask in."""

from __future__ import annotations

import sys

from ifs_journal.cli.context import here
from ifs_journal.errors import BadData, UsageError

NO_TERMINAL = "There is no terminal to ask in, and the words have no argument: give them by standard input."


def from_input() -> str:
    """All of standard input as text, without line breaks at its end.

    Raises UsageError where standard input is the keyboard but nothing can be shown, BadData when it is
    not UTF-8 text.
    """
    here.require_input_free("the words themselves")
    if sys.stdin.isatty():
        raise UsageError(NO_TERMINAL)
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise BadData("What came by standard input is not UTF-8 text.") from None
