"""The command line: parse, call, print. No rules of the guide or the journal live here."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress


def main() -> None:
    """Run `ifs`."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        # Answered before anything is imported: the quickest thing a person can ask.
        from ifs_journal import __version__

        print(f"ifs-journal {__version__}")
        return
    _leave_no_dump()
    _start_lightly()
    from ifs_journal.cli.app import run

    run(arguments)


def _leave_no_dump() -> None:
    # A crash would write everything in memory to a file that anyone may find.
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _start_lightly() -> None:
    # pydantic would search every installed package for plugins, which could then see what people write.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    # What is imported stays; looking through it for garbage over and over takes a tenth of the start.
    gc.set_threshold(50_000)


__all__ = ["main"]
