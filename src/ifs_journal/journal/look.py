"""Looking at a journal's file from outside, and inside where nobody has to be asked. It changes nothing."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ifs_journal.errors import NotAJournal
from ifs_journal.journal.copies import copies_beside
from ifs_journal.journal.driver import check_file, check_header, in_memory, is_sound, salt_of, translated
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.opening import open_copy
from ifs_journal.journal.stale import stale_copies

LONGEST_LOOK = 256 << 20
"""Bytes up to which every page of a file is looked at."""

DAMAGED = (
    "The journal at {path} is damaged. Nothing was changed in it. "
    "If you have a copy, keep this file aside and use the copy."
)


@dataclass(frozen=True, slots=True)
class Outside:
    """What can be seen of a journal that is there without opening it."""

    path: Path
    bytes: int
    encrypted: bool
    """It does not begin as a plain one does, and has the size of an encrypted one."""
    mode: int | None
    folder_mode: int | None
    """Permission bits of the file and its folder; None where there are none, or others own it."""
    shared_folder: bool
    """Several people keep files in the folder, as in `/tmp`."""
    waiting: int
    """Bytes in a `-wal` file beside it: answers that are not in the one file yet."""
    copies: int
    newest_copy: float | None
    """When the newest copy was made, in seconds since 1970."""
    plain_copies: tuple[str, ...]
    """Names of files beside an encrypted journal that are not encrypted."""


def outside(path: Path) -> Outside:
    """Look at a journal from outside. Raises NoJournal, NotAJournal, CannotWrite, OSError."""
    check_file(path)
    real = Path(os.path.realpath(path))
    with translated(path):
        salt = salt_of(real, immutable=True)
    wal = real.with_name(f"{real.name}-wal")
    copies = copies_beside(real)
    plain = [] if salt is None else [one for one in stale_copies(real, Key(bytes(32), salt)) if one.plain]
    return Outside(
        path=path,
        bytes=real.stat().st_size,
        encrypted=salt is not None,
        mode=own_mode(real),
        folder_mode=own_mode(real.parent),
        shared_folder=bool(real.parent.stat().st_mode & 0o1000),
        waiting=wal.stat().st_size if wal.exists() else 0,
        copies=len(copies),
        newest_copy=copies[0].made.timestamp() if copies else None,
        plain_copies=tuple(one.path.name for one in plain),
    )


def require_sound(path: Path, unlock: Unlock | None, *, whole: bool) -> int:
    """Look inside a journal without a lock, and give its form; `whole` looks at every page.

    Raises NotAJournal, NewerJournal, WrongKey, NeedsPassphrase.
    """
    opened = open_copy(path, unlock)
    try:
        with translated(path):
            form = check_header(opened.connection, path)
            sound = not whole or is_sound(opened.connection, None, quick=True)
    finally:
        with suppress(Exception):
            opened.close()
    if not sound:
        raise NotAJournal(DAMAGED.format(path=path))
    return form


def own_mode(path: Path) -> int | None:
    """The permission bits of something that is the person's own; None where that means nothing."""
    if os.name == "nt":
        return None
    found = path.stat()
    return found.st_mode & 0o777 if found.st_uid == os.getuid() else None


def free_space(path: Path) -> int | None:
    """Bytes that are free where a journal is, or would be. None where the system does not say."""
    folder = path.absolute().parent
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def versions() -> dict[str, str]:
    """The versions of what keeps the journal, by name."""
    from sqlcipher3 import dbapi2

    from ifs_journal import __version__

    connection = in_memory()
    try:
        cipher = str(connection.execute("PRAGMA cipher_version").fetchone()[0])
    finally:
        connection.close()
    return {
        "ifs-journal": __version__,
        "Python": ".".join(map(str, sys.version_info[:3])),
        "SQLite": dbapi2.sqlite_version,
        "SQLCipher": cipher,
    }
