"""Mending works on a copy, which takes the journal's place only when it was looked over and found well."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.copies import BEFORE_REPAIR, copy_path
from ifs_journal.journal.disk import copy_bytes, second_name
from ifs_journal.journal.driver import Connection, check_header, connect, settle, translated
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.opening import Opened, identity, open_alone
from ifs_journal.journal.replacing import building, leave_wal, put_in_place, sweep

NO_COPY = "No copy could be made at {path}: {reason}. Nothing was changed."


def mend_copy(path: Path, unlock: Unlock | None, mend: Callable[[Journal], bool]) -> Path | None:
    """Copy the journal, let `mend` work on the copy, and put the copy in its place when that says True.

    The earlier file stays beside it; gives where, or None when nothing was put in its place. Raises Busy when
    another window has the journal, CannotWrite, and what opening raises; the journal is then as it was.
    """
    opened = open_alone(path, unlock)
    real = Path(os.path.realpath(path))
    try:
        with translated(path):
            check_header(opened.connection, path)
            sweep(real)
            leave_wal(opened.connection, path)
            opened.connection.close()
        with building(real) as temporary:
            copy_file(real, temporary)
            if not _mended(temporary, opened.key, mend):
                return None
            aside = keep_beside(real)
            try:
                put_in_place(temporary, real)
            except BaseException:
                # Once the copy has the journal's name, the earlier file has only this one.
                if temporary.exists():
                    aside.unlink(missing_ok=True)
                raise
            return aside
    finally:
        with suppress(Exception):
            opened.close()


def open_loosely(path: Path, key: Key | None) -> Connection:
    """Open a copy that is worked on. Its rows may name what is not there: foreign keys are off."""
    connection = connect(path, key=key)
    settle(connection, path)
    connection.execute("PRAGMA foreign_keys = OFF").fetchall()
    return connection


def _mended(temporary: Path, key: Key | None, mend: Callable[[Journal], bool]) -> bool:
    with translated(temporary):
        connection = open_loosely(temporary, key)
        try:
            copy = Journal(temporary, Opened(connection, None, identity(temporary), key))
            if not mend(copy):
                return False
            leave_wal(connection, temporary)
            return True
        finally:
            connection.close()


def copy_file(path: Path, target: Path) -> None:
    """Copy a file byte for byte, and leave it on disk. Raises CannotWrite."""
    try:
        copy_bytes(path, target)
    except OSError as error:
        raise CannotWrite(NO_COPY.format(path=target, reason=error.strerror)) from error


def keep_beside(path: Path) -> Path:
    """Give a file a second name beside it, under which it stays. Raises CannotWrite."""
    aside = copy_path(path, BEFORE_REPAIR, datetime.now(UTC))
    try:
        second_name(path, aside)
    except OSError as error:
        raise CannotWrite(NO_COPY.format(path=aside, reason=error.strerror)) from error
    return aside
