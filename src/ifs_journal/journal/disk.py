"""Files as a disk has them: passing names, what SQLite keeps beside one, what outlasts a power cut."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIDES = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite keeps beside a database."""


def passing_name(path: Path, ending: str, *, name: str | None = None) -> Path:
    """A name in the folder of `path` for something that is not finished: hidden, and nobody else's."""
    return path.with_name(f".{name or path.name}.{os.urandom(4).hex()}{ending}")


def make_empty(path: Path) -> None:
    """Make an empty file for the person alone (0600). Raises FileExistsError, OSError."""
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def with_sides(path: Path) -> list[Path]:
    """A database's file and those that may lie beside it. None need be there."""
    return [path, *(path.with_name(path.name + ending) for ending in SIDES)]


def unlink_with_sides(path: Path) -> None:
    """Remove a database and what lies beside it, as far as it is there. Raises OSError."""
    for one in with_sides(path):
        one.unlink(missing_ok=True)


@contextmanager
def written_beside(path: Path, pieces: Iterable[bytes], ending: str = ".new") -> Iterator[Path]:
    """What is to become a file, whole and on the disk under a passing name (0600) beside it.

    It is gone afterwards unless it took a name inside. Raises OSError.
    """
    temporary = passing_name(path, ending)
    make_empty(temporary)
    try:
        with temporary.open("wb") as file:
            file.writelines(pieces)
        onto_disk(temporary)
        yield temporary
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def onto_disk(path: Path) -> None:
    """See that all of a file is on the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def copy_bytes(path: Path, target: Path) -> None:
    """Copy a file byte for byte into one that is there already, and leave it on the disk. Raises OSError."""
    import shutil

    shutil.copyfile(path, target)
    onto_disk(target)


def second_name(path: Path, other: Path) -> None:
    """Let a file be found under another name as well, or a copy of it where that can't be. Raises OSError."""
    try:
        os.link(path, other)
    except OSError:
        # No hard links here (exFAT, some network folders).
        with suppress(FileExistsError):
            make_empty(other)
        copy_bytes(path, other)
