"""Asking for what nobody may see: no echo, not even in stars."""

from __future__ import annotations

import getpass
import sys
import warnings

from ifs_journal.errors import NeedsPassphrase


def can_ask() -> bool:
    """Whether somebody sits in front of this: the keyboard is a terminal, and so is one of the outputs."""
    return sys.stdin.isatty() and (sys.stdout.isatty() or sys.stderr.isatty())


def ask_secret(question: str) -> str:
    """What was typed, without its end of line. Raises EOFError, KeyboardInterrupt, NeedsPassphrase."""
    with warnings.catch_warnings():
        # Where echo cannot be turned off nothing is asked: a passphrase on the screen is worse than none.
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(question)
        except getpass.GetPassWarning:
            raise NeedsPassphrase(
                "This terminal would show the passphrase while it is typed, so it was not asked for. "
                "Give it in a file: --passphrase-file FILE"
            ) from None
