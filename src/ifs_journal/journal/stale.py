"""Copies of the journal that can be read without its present key: plain ones, and those of an earlier key."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.aside import backups_beside
from ifs_journal.journal.driver import salt_of, translated
from ifs_journal.journal.encrypting import overwrite
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import open_copy
from ifs_journal.journal.replacing import build_copy, building, put_in_place


class Stale(NamedTuple):
    """A copy, and whether it is not encrypted at all."""

    path: Path
    plain: bool


def stale_copies(journal: Path, key: Key | None) -> list[Stale]:
    """The copies beside the journal that do not open by its key, by name. `key` None: it is not encrypted."""
    found = []
    for path in backups_beside(journal) if key is not None else ():
        with suppress(IfsJournalError, OSError), translated(path):
            salt = salt_of(path)
            if key is not None and salt != key.salt:
                found.append(Stale(path, salt is None))
    return found


def rewrite(copy: Stale, key: Key, unlock: Unlock) -> bool:
    """Write a copy anew under `key`. False when it cannot be opened, and so stays as it was."""
    try:
        opened = open_copy(copy.path, unlock)
    except IfsJournalError:
        return False
    lock = JournalLock(copy.path, exclusive=True)
    try:
        with building(copy.path) as temporary:
            build_copy(opened.connection, temporary, key)
            opened.close()
            earlier = os.open(copy.path, os.O_RDWR | os.O_CLOEXEC)
            try:
                put_in_place(temporary, copy.path)
                overwrite(earlier)
            finally:
                os.close(earlier)
    finally:
        opened.close()
        lock.release()
        lock.path.unlink(missing_ok=True)
    return True


def remove(copy: Stale) -> None:
    """Remove a copy, after writing zeros over it."""
    with suppress(OSError):
        handle = os.open(copy.path, os.O_RDWR | os.O_CLOEXEC)
        try:
            overwrite(handle)
        finally:
            os.close(handle)
    copy.path.unlink(missing_ok=True)
