"""Where something made to be kept or shared goes: a new file of one's own, or standard output."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from ifs_journal.errors import CannotWrite

THERE = "Something of that name is there already. To write over it: --force"
NOT_THE_JOURNAL = "That is the journal itself, or belongs to it. Nothing was written."
NOT_WRITTEN = "That file could not be written ({why}). Nothing was changed."
STANDARD = "-"


def print_text(text: str) -> None:
    """Print a whole document to standard output, as UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()


def write_file(path: Path, text: str, journal: Path, *, force: bool) -> None:
    """Write a document to a file for the person alone (0600), whole or not at all.

    What is there stays, unless `force` is given; the journal and what lies beside it always stay.
    Raises CannotWrite.
    """
    from ifs_journal.journal.disk import passing_name, with_sides

    if any(_same(path, one) for one in [*with_sides(journal), journal.with_name(f"{journal.name}.lock")]):
        raise CannotWrite(NOT_THE_JOURNAL)
    if os.path.lexists(path) and not force:
        raise CannotWrite(THERE)
    making = passing_name(path, ".new")
    try:
        if path.exists() and not path.is_file():
            # A pipe or a device is written to, never replaced.
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        with os.fdopen(os.open(making, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        making.replace(path.resolve())
    except OSError as error:
        with suppress(OSError):
            making.unlink(missing_ok=True)
        raise CannotWrite(NOT_WRITTEN.format(why=error.strerror or type(error).__name__)) from None


def _same(path: Path, other: Path) -> bool:
    try:
        return path.resolve() == other.resolve() or path.samefile(other)
    except OSError:
        return False
