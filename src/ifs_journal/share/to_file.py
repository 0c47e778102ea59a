"""Writing what leaves the journal: to standard output, or to a file that is there whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.disk import with_sides, written_beside
from ifs_journal.journal.location import sync_folder, take_name

TAKEN = "Something is already at {path}, and it stays as it is. Choose another name, or say --force."
NO_FILE = "{path} is a folder or a device, and stays as it is. Choose another name."
NO_FOLDER = "There is no folder {folder} to write into."
THE_JOURNAL = "{path} is the journal itself, or belongs to it, and stays as it is. Choose another name."
UNFINISHED = ".writing"
"""Not the ending of what an opening of the journal sweeps away: it may lie beside it."""
REFUSED = "{path} could not be written ({reason}). Nothing is there that was not there before."


def to_output(pieces: Iterable[str]) -> None:
    """Write to standard output, as UTF-8 whatever the terminal speaks. Raises BrokenPipeError, OSError."""
    sys.stdout.flush()
    for piece in pieces:
        sys.stdout.buffer.write(piece.encode())
    sys.stdout.buffer.flush()


def to_file(path: Path, pieces: Iterable[str | bytes], *, force: bool = False) -> None:
    """Write a new file for the person alone (0600). With `force` it may take another's place.

    It takes its name when all of it is on the disk: cut off, nothing is there, or what was there before.
    Raises CannotWrite.
    """
    refuse_taken(path, force=force)
    whole = (piece.encode() if isinstance(piece, str) else piece for piece in pieces)
    try:
        with written_beside(path, whole, UNFINISHED) as temporary:
            if force:
                temporary.replace(path)
            else:
                take_name(temporary, path)
            with suppress(OSError):
                sync_folder(path.parent)
    except FileExistsError:
        raise CannotWrite(TAKEN.format(path=path)) from None
    except OSError as error:
        raise CannotWrite(REFUSED.format(path=path, reason=error.strerror)) from error


def refuse_taken(path: Path, *, force: bool) -> None:
    """See that a file can be written there, before anything is asked or read. Raises CannotWrite."""
    if not path.parent.is_dir():
        raise CannotWrite(NO_FOLDER.format(folder=path.parent))
    if not os.path.lexists(path):
        return
    if path.exists() and not path.is_file():
        raise CannotWrite(NO_FILE.format(path=path))
    if not force:
        raise CannotWrite(TAKEN.format(path=path))


def refuse_journal(path: Path, journal: Path) -> None:
    """See that the journal and what lies beside it are never written over. Raises CannotWrite."""
    own = [*with_sides(journal), journal.with_name(f"{journal.name}.lock")]
    if any(path.resolve() == one.resolve() or _is_same(path, one) for one in own):
        raise CannotWrite(THE_JOURNAL.format(path=path))


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False
