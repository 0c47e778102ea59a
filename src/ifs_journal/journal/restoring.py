"""Putting a copy in the journal's place: looked through, compared, the present file kept aside, then renamed.

A kill at any moment leaves the present journal or the restored one, whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from ifs_journal.errors import BadData, CannotWrite, NoJournal, NotAJournal, UsageError
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.copies import BEFORE_RESTORE, copy_path
from ifs_journal.journal.disk import SIDES, second_name
from ifs_journal.journal.driver import (
    SCHEMA_VERSION,
    Connection,
    check_header,
    connect,
    is_sound,
    translated,
)
from ifs_journal.journal.key import Key, Unlock, only
from ifs_journal.journal.location import make_folder, sync_folder
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import Opened, open_alone, open_copy
from ifs_journal.journal.replacing import NOT_WHOLE, build_copy, building, leave_wal, put_in_place, sweep

ITSELF = "That is the journal itself. A copy of it is wanted."
WAITING = (
    "Beside {path} lies {name}, with answers that are not in the file itself. It is a journal in use, not a "
    "finished copy. To make a copy of it: ifs --journal {path} journal backup"
)
DAMAGED = "The copy at {path} is damaged. Nothing was changed. Another copy may be whole."

_COUNTED = {
    "session": ("revision", "updated_at", "end_reason", "title"),
    "note": ("text", "session_id", "part_id"),
    "part": ("name", "role", "status", "state", "archived_at"),
}
"""What makes two rows of one id differ, in every form a journal had."""


class Counts(NamedTuple):
    """Of one kind: how many are only in the journal, only in the copy, and in both but not alike."""

    only_here: int
    only_there: int
    differ: int


class Comparison(NamedTuple):
    """What a copy holds beside the present journal. Counts and days, no words."""

    sessions: Counts
    notes: Counts
    parts: Counts
    newest_here: str | None
    """The day of the newest session (`YYYY-MM-DD`)."""
    newest_there: str | None


def open_source(path: Path, journal: Path, unlock: Unlock | None) -> Opened:
    """Open a copy to restore from, and see that it is whole.

    Raises UsageError for the journal itself, BadData for a file in use, NewerJournal, NotAJournal, and what
    opening a copy does.
    """
    if path.exists() and journal.exists() and path.samefile(journal):
        raise UsageError(ITSELF)
    wal = path.with_name(path.name + "-wal")
    if wal.exists() and wal.stat().st_size > 0:
        raise BadData(WAITING.format(path=path, name=wal.name))
    opened = open_copy(path, unlock)
    try:
        with translated(path):
            check_header(opened.connection, path)
            _require_whole(opened.connection, path, opened.key)
    except BaseException:
        opened.close()
        raise
    return opened


def _require_whole(connection: Connection, path: Path, key: Key | None) -> None:
    if not is_sound(connection, key):
        raise NotAJournal(DAMAGED.format(path=path))


def compare(here: Connection, there: Connection) -> Comparison:
    """What is only in the journal, only in the copy, or in both and not alike. Raises what reading does."""
    with translated(None):
        counts = [_counts(here, there, table) for table in _COUNTED]
        return Comparison(counts[0], counts[1], counts[2], _newest(here), _newest(there))


def _counts(here: Connection, there: Connection, table: str) -> Counts:
    mine, theirs = _rows(here, table), _rows(there, table)
    both = mine.keys() & theirs.keys()
    differ = sum(mine[one] != theirs[one] for one in both)
    return Counts(len(mine) - len(both), len(theirs) - len(both), differ)


def _rows(connection: Connection, table: str) -> dict[str, int]:
    """The rows by id, each as a number that stands for what it holds. A table an old form lacks is empty."""
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?", (table,))
    if there.fetchone() is None:
        return {}
    found = connection.execute(f"SELECT id, {', '.join(_COUNTED[table])} FROM {table}")
    return {row[0]: hash(tuple(row)) for row in found}


def _newest(connection: Connection) -> str | None:
    found = connection.execute("SELECT max(local_day) FROM session").fetchone()[0]
    return None if found is None else str(found)


def restore(path: Path, source: Opened, unlock: Unlock | None) -> Path:
    """Put a whole copy in the place of the journal at `path`, under the journal's present key.

    Gives where the earlier file is kept. Raises Busy when another window has the journal, CannotWrite, and
    what opening the journal does; it is then as it was.
    """
    present = open_alone(path, unlock)
    real = Path(os.path.realpath(path))
    try:
        with translated(path):
            sweep(real)
            with _built(source, real, present.key) as new:
                aside = back_up(present.connection, real, BEFORE_RESTORE, present.key)
                leave_wal(present.connection, path)
                put_in_place(new, real)
        return aside
    finally:
        present.close()


def restore_over(path: Path, source: Opened) -> Path | None:
    """Put a whole copy where no journal is, or one that cannot be opened, under the copy's own key.

    Gives where the earlier file is kept, if there was one. Raises Busy, CannotWrite.
    """
    real = Path(os.path.realpath(path))
    try:
        make_folder(real.parent)
    except OSError as error:
        raise CannotWrite(f"The folder {real.parent} cannot be made: {error.strerror}.") from error
    lock = JournalLock(real, exclusive=True)
    try:
        sweep(real)
        with _built(source, real, source.key) as new:
            aside = _put_aside(real)
            put_in_place(new, real)
        return aside
    finally:
        lock.release()


@contextmanager
def _built(source: Opened, real: Path, key: Key | None) -> Iterator[Path]:
    """The copy written anew under `key`, brought to today's form, and checked."""
    with building(real) as new:
        build_copy(source.connection, new, key)
        connection = connect(new, key=key)
        try:
            with translated(new):
                if check_header(connection, new) < SCHEMA_VERSION:
                    from ifs_journal.journal.schema import migrate

                    migrate(connection)
                    if not is_sound(connection, None):
                        raise CannotWrite(NOT_WHOLE.format(name=new.name))
        finally:
            connection.close()
        yield new


def _put_aside(real: Path) -> Path | None:
    """Give a file that cannot be opened, and the answers beside it, another name. Raises CannotWrite."""
    if not os.path.lexists(real):
        return None
    aside = copy_path(real, BEFORE_RESTORE, datetime.now(UTC))
    try:
        second_name(real, aside)
        aside.chmod(0o600)
        # An old `-wal` must never lie beside the new file.
        for ending in SIDES:
            one = real.with_name(real.name + ending)
            if one.exists():
                one.replace(aside.with_name(aside.name + ending))
        sync_folder(real.parent)
    except OSError as error:
        raise CannotWrite(f"{real} could not be kept aside: {error.strerror}.") from error
    return aside


def open_present(path: Path, unlock: Unlock | None) -> Opened | None:
    """The journal a copy is to replace, with nobody else in it; None where it is missing or does not open.

    Raises WrongKey, where it may be damaged as well as have another passphrase, Busy, NewerJournal,
    NeedsPassphrase, CannotWrite.
    """
    try:
        # Looked at first without touching it: SQLite removes a `-wal` beside a file it cannot read.
        looked = open_copy(path, unlock)
        key = looked.key
        try:
            with translated(path):
                check_header(looked.connection, path)
        finally:
            looked.close()
        opened = open_alone(path, only(key))
    except (NoJournal, NotAJournal):
        return None
    try:
        with translated(path):
            sound = is_sound(opened.connection, None, quick=True)
    except NotAJournal:
        sound = False
    except BaseException:
        opened.close()
        raise
    if sound:
        return opened
    opened.close()
    return None
