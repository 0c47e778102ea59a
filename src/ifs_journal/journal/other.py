"""Opening another journal to read it, and leaving no mark on it: no lock, no newer form, no file beside it.

One of an earlier form is brought up to date in memory, and never on a disk.
"""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path

from ifs_journal.errors import Busy
from ifs_journal.journal.disk import SIDES
from ifs_journal.journal.driver import (
    SCHEMA_VERSION,
    Connection,
    View,
    check_file,
    check_header,
    connect,
    into_memory,
    require_readable,
    translated,
)
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.opening import Opened, bring_up, first_that_fits, identity

Stamp = tuple[tuple[int, ...] | None, ...]

WRITTEN = (
    "Something wrote to {path} while it was being read. Nothing was taken from it. Try again in a moment."
)


class OtherJournal(Journal):
    """Another journal, open for reading only. Its file stays as it is, byte for byte."""

    def __init__(self, path: Path, opened: Opened, stamp: Stamp | None) -> None:
        """Wrap what was opened. `stamp` is how its files were then; None where nothing can change it now."""
        super().__init__(path, opened)
        self._stamp = stamp

    @classmethod
    def open_other(cls, path: Path, unlock: Unlock | None = None) -> OtherJournal:
        """Open one; `unlock` gives the keys to try when it is encrypted.

        Raises NoJournal, NotAJournal, NewerJournal, WrongKey, NeedsPassphrase, Busy, CannotWrite.
        """
        path = path.absolute()
        check_file(path)
        real = Path(os.path.realpath(path))
        stamp, view = _stamp(real), _view(real)
        with translated(path):
            opened = first_that_fits(path, unlock, partial(_opened, view=view))
        other = cls(path, opened, None if view is View.SHARED else stamp)
        try:
            with translated(path):
                if check_header(opened.connection, path) < SCHEMA_VERSION:
                    return cls(path, other._brought_up(view), None)
                opened.connection.execute("PRAGMA query_only = ON")
        except BaseException:
            other.close()
            raise
        return other

    def require_as_it_was(self) -> None:
        """See that what was read was one state of the file. Raises Busy when another program wrote to it."""
        if self._stamp is not None and _stamp(Path(os.path.realpath(self.path))) != self._stamp:
            raise Busy(WRITTEN.format(path=self.path))

    def _brought_up(self, view: View) -> Opened:
        """The same in today's form, in memory; the file is closed then."""
        memory = into_memory(self.path, self.key, view)
        try:
            self.require_as_it_was()
            bring_up(memory, self.path)
            memory.execute("PRAGMA query_only = ON")
        except BaseException:
            memory.close()
            raise
        self.close()
        return Opened(memory, None, identity(self.path), self.key)


def _opened(path: Path, key: Key | None, *, view: View) -> Opened:
    connection: Connection = connect(path, key=key, view=view)
    try:
        require_readable(connection, path, keyed=key is not None)
        return Opened(connection, None, identity(path), key)
    except BaseException:
        with suppress(Exception):
            connection.close()
        raise


def _view(path: Path) -> View:
    """How to read a file without writing anything near it."""
    waiting = [ending for ending in SIDES if _size(path, ending)]
    if "-shm" in waiting or "-journal" in waiting:
        # Another window may be in it. What would be needed is there, or it can't be read without mending.
        return View.SHARED
    return View.ALONE if waiting else View.IMMUTABLE


def _size(path: Path, ending: str) -> int:
    try:
        return path.with_name(path.name + ending).stat().st_size
    except OSError:
        return 0


def _stamp(path: Path) -> Stamp:
    return tuple(_seen(path.with_name(path.name + ending)) for ending in ("", "-wal"))


def _seen(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
