"""The command line: parse, call, print. No rules of the guide or the journal live here."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `ifs`."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # Answered before anything is imported: the quickest thing a person can ask.
        from ifs_journal import __version__

        print(f"ifs-journal {__version__}")
        return
    from ifs_journal.cli.app import run

    run(arguments)


__all__ = ["main"]
