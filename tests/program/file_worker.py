"""A process that does one thing to a whole journal file, and can be made to die at any point of it.

    python file_worker.py OPERATION PATH KEY NEW_KEY [STOP]

A key is 96 hex digits, or `-`. Prints `ready`, waits for a line, acts, and prints `done`, how many points it
passed at which it could have died, and which of them stood before or after a call that changes a name or
asks the disk to keep something; the others stood before an SQL statement. With STOP it dies by SIGKILL at
that point, counted from 0.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from ifs_journal.errors import CannotWrite
from ifs_journal.journal import encrypting
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.copies import BEFORE_MERGE, HAND, copies_beside
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import KEY_BYTES, Key, Unlock
from ifs_journal.journal.reads import sessions
from ifs_journal.journal.remove import remove_part, remove_session
from ifs_journal.journal.restoring import open_source, restore
from ifs_journal.journal.schema import STEPS
from ifs_journal.journal.stale import rewrite, stale_copies

CALLS = ("replace", "rename", "link", "unlink", "remove", "fsync")
"""What of `os` changes names, or asks the disk to keep something."""


def weather(db: Any) -> None:
    """An invented next version: one more table, with a row for each session."""
    db.execute("CREATE TABLE weather (session_id TEXT NOT NULL REFERENCES session(id), sky TEXT) STRICT")
    db.execute("INSERT INTO weather SELECT id, 'grey' FROM session")


def hue(db: Any) -> None:
    """And one after it, which writes to every part."""
    db.execute("ALTER TABLE part ADD COLUMN hue TEXT")
    db.execute("UPDATE part SET hue = 'grey'")


LATER = (*STEPS, weather, hue)


class Points:
    """Counts the points at which this process can be made to die, and dies at one of them."""

    def __init__(self, stop: int | None) -> None:
        self.passed = 0
        self.calls: list[int] = []
        self._stop = stop

    def __call__(self, *_: object) -> None:
        if self.passed == self._stop:
            os.kill(os.getpid(), signal.SIGKILL)
        self.passed += 1

    def watch(self) -> None:
        """From now on each such call and statement is a point."""
        for name in CALLS:
            setattr(os, name, self._around(getattr(os, name)))
        connect = dbapi2.connect

        def watched(*given: Any, **named: Any) -> Any:
            connection = connect(*given, **named)
            connection.set_trace_callback(self)
            return connection

        dbapi2.connect = watched

    def _around(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            self.calls.append(self.passed)
            self()
            result = real(*given, **named)
            self.calls.append(self.passed)
            self()
            return result

        return call


def only(key: Key | None) -> Unlock:
    """What opens a file by this key."""
    return lambda path, salt: iter(() if key is None else (key,))


def _remove_half(path: Path, key: Key | None) -> None:
    """Remove every second session, and the parts that were in it."""
    with Journal.open(path, unlock=only(key)) as journal:
        for one in list(sessions(journal))[::2]:
            remove_session(journal, one.id)
            for name in one.parts:
                # Parts that were named nowhere else are gone with it.
                found = journal.connection.execute("SELECT id FROM part WHERE name = ?", (name,)).fetchone()
                if found is not None:
                    remove_part(journal, found[0])


def _rewrite_copies(path: Path, key: Key | None, new: Key | None) -> None:
    assert new is not None
    for one in stale_copies(path, key):
        assert rewrite(one, key or new, only(new))


def _migrate(path: Path, key: Key | None, new: Key | None) -> None:
    Journal.open(path, unlock=only(key), steps=LATER).close()


def _back_up(path: Path, key: Key | None, new: Key | None) -> None:
    with Journal.open(path, unlock=only(key)) as journal:
        back_up(journal.connection, path, HAND, key)


def _restore(path: Path, key: Key | None, new: Key | None) -> None:
    (copy,) = (one.path for one in copies_beside(path))
    with closing(open_source(copy, path, only(key))) as source:
        restore(path, source, only(key))


def _merge(path: Path, key: Key | None, new: Key | None) -> None:
    from ifs_journal.session.merging import merge

    with (
        Journal.open(path, unlock=only(key)) as journal,
        Journal.open(other_machine(path), read_only=True, unlock=only(new)) as other,
    ):
        back_up(journal.connection, path, BEFORE_MERGE, key)
        merge(journal, other)


def _repair(path: Path, key: Key | None, new: Key | None) -> None:
    from ifs_journal.session.checking import mend

    if mend(path, only(key)).aside is None:
        # What a failing disk made of the copy was seen, and the journal is as it was.
        raise CannotWrite("the copy did not come out well")


def _encrypt(path: Path, key: Key | None, new: Key | None) -> None:
    assert new is not None
    encrypting.encrypt(path, new)


def _change_key(path: Path, key: Key | None, new: Key | None) -> None:
    assert new is not None
    encrypting.change_key(path, only(key), new)


def other_machine(path: Path) -> Path:
    """Where the journal of another machine lies that is merged into the one at `path`."""
    return path.parents[1] / "other" / path.name


DOING: dict[str, Callable[[Path, Key | None, Key | None], object]] = {
    "create": lambda path, key, new: create(path, key=new),
    "encrypt": _encrypt,
    "passphrase": _change_key,
    "decrypt": lambda path, key, new: encrypting.decrypt(path, only(key)),
    "copies": _rewrite_copies,
    "delete": lambda path, key, new: _remove_half(path, key),
    "migrate": _migrate,
    "backup": _back_up,
    "restore": _restore,
    "merge": _merge,
    "repair": _repair,
}
"""What can be done to a journal's whole file. `program_files.OPERATIONS` names each, plain or encrypted."""


def key_of(digits: str) -> Key | None:
    """A key as it is handed over."""
    if digits == "-":
        return None
    return Key(bytes.fromhex(digits[: KEY_BYTES * 2]), bytes.fromhex(digits[KEY_BYTES * 2 :]))


def main(arguments: Sequence[str]) -> None:
    """Wait, act, say so."""
    operation, path, key, new, *stop = arguments
    points = Points(int(stop[0]) if stop else None)
    print("ready", flush=True)
    sys.stdin.readline()
    points.watch()
    DOING[operation](Path(path), key_of(key), key_of(new))
    print("done", points.passed, *points.calls, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
