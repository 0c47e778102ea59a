"""Small files written whole or not at all: 0600, in a folder of 0700, on disk before they have a name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.disk import written_beside
from ifs_journal.journal.location import make_folder, take_name


def replace_file(file: Path, text: str) -> None:
    """Write `text` in place of what is there. A link stays a link: what it points to is replaced.

    Raises CannotWrite.
    """
    real = Path(os.path.realpath(file))
    with _written(file, real, text) as temporary:
        temporary.replace(real)


def new_file(file: Path, text: str) -> None:
    """Write `text` where nothing is yet. Raises CannotWrite, also when something is there already."""
    if os.path.lexists(file):
        raise _taken(file)
    with _written(file, file, text) as temporary:
        try:
            take_name(temporary, file)
        except FileExistsError:
            raise _taken(file) from None


def _taken(file: Path) -> CannotWrite:
    return CannotWrite(f"Something is already at {file}, and it stays as it is. Choose another name.")


@contextmanager
def _written(file: Path, real: Path, text: str) -> Iterator[Path]:
    """The text in a temporary file beside `real`, whole and on disk, until it has taken its name."""
    try:
        make_folder(real.parent)
        with written_beside(real, [text.encode()]) as temporary:
            yield temporary
    except OSError as problem:
        raise CannotWrite(f"{file}: this cannot be written ({problem.strerror}).") from problem
