"""Handing something over: to standard output, or to a file that is never the journal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ifs_journal.cli.context import Here

STANDARD_OUTPUT = "-"


def hand_over(here: Here, to: str | None, pieces: Iterable[str], *, force: bool) -> Path | None:
    """Write to a new file, or to standard output where none (or `-`) is named; then there is no path.

    Raises CannotWrite for what is there already, unless `force` says it may go, and for the journal itself.
    """
    from ifs_journal.share.to_file import to_file, to_output

    path = place(here, to, force=force)
    if path is None:
        to_output(pieces)
    else:
        to_file(path, pieces, force=force)
    return path


def place(here: Here, to: str | None, *, force: bool) -> Path | None:
    """Where it would be written, seen before anything is read. Raises CannotWrite."""
    from ifs_journal.share.to_file import refuse_journal, refuse_taken

    if to is None or to == STANDARD_OUTPUT:
        return None
    path = Path(to).expanduser().absolute()
    refuse_journal(path, here.journal_path)
    refuse_taken(path, force=force)
    return path
