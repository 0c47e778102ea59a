"""Making a new journal, without ever taking the place of a file that is there."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.disk import make_empty, onto_disk, passing_name, unlink_with_sides
from ifs_journal.journal.driver import connect, settle, translated
from ifs_journal.journal.key import Key
from ifs_journal.journal.location import make_folder, sync_folder, take_name
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.schema import STEPS, Step, migrate


def create(path: Path, *, key: Key | None = None, steps: Sequence[Step] = STEPS) -> None:
    """Make a new, empty journal at `path`: folder 0700 if it is new, file 0600. Without `key`, unencrypted.

    It is built under another name in the same folder and takes its name only when it is whole and
    on disk. `steps` are the migrations; only tests name others.
    Raises CannotWrite when something is there already, or the folder cannot be written to.
    """
    refuse_taken(path)
    try:
        make_folder(path.parent)
        lock = JournalLock(path, exclusive=True)
        try:
            _build(path, key, steps)
        finally:
            lock.release()
    except FileExistsError:
        raise _taken(path) from None
    except OSError as error:
        raise CannotWrite(f"No journal could be made at {path}: {error.strerror}.") from error


def _taken(path: Path) -> CannotWrite:
    return CannotWrite(
        f"Something is already at {path}, and it stays as it is. Choose another name with --journal."
    )


def refuse_taken(path: Path) -> None:
    """See that nothing is in the way of a new journal at `path`. Raises CannotWrite."""
    if os.path.lexists(path):
        raise _taken(path)
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        raise CannotWrite(
            f"{wal} belongs to a journal that was here before and may hold answers of it. "
            "Put it back beside that journal or move it away, then try again."
        )


def _build(path: Path, key: Key | None, steps: Sequence[Step]) -> None:
    temporary = passing_name(path, ".new")
    make_empty(temporary)
    try:
        with translated(path):
            connection = connect(temporary, key=key)
            try:
                settle(connection, temporary)
                migrate(connection, steps)
                # Closing does this too, but says nothing when the disk is full, and the file is then damaged.
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            finally:
                connection.close()
        onto_disk(temporary)
        take_name(temporary, path)
        sync_folder(path.parent)
    finally:
        unlink_with_sides(temporary)
