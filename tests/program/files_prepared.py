"""Journals to which something is about to happen, and what lies beside them for it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from file_worker import only, other_machine
from guide_walking import Hands
from ifs_journal.journal import encrypting
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.check_adopt import UNKNOWN_WORDS
from ifs_journal.journal.copies import HAND
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.reads import sessions
from ifs_journal.journal.remove import remove_session
from journal_contents import some_key
from journal_filled import MARK, fill, fill_many
from session_talking import Room

SESSIONS = 12
"""Sessions with a mark of their own in every place that holds words."""
GUIDED = 3
"""Sessions besides that can be walked again."""

PLANTED = (
    "UPDATE session SET highest_state = 1 WHERE number = (SELECT max(number) FROM session)",
    "DELETE FROM session_part WHERE session_id = (SELECT id FROM session ORDER BY number DESC LIMIT 1)",
    "DROP INDEX session_script",
)
"""What `check` finds, and can put right from what else is kept."""


def fill_well(journal: Journal, count: int = SESSIONS) -> Room:
    """Fill a journal so that `check` finds nothing wrong. Gives the room its guided sessions were in."""
    fill_many(journal, count)
    without_words(journal)
    room = Room(journal)
    for number in range(GUIDED):
        sit(room, f"guided {number}")
    return room


def without_words(journal: Journal) -> None:
    """Let the sessions nobody guided say so, as those do whose words are lost."""
    with journal.writing() as connection:
        connection.execute("UPDATE bundle SET protocol = 0, body = ? WHERE hash = 'b1'", (UNKNOWN_WORDS,))


def sit(room: Room, said: str) -> None:
    """One check-in, and some time."""
    room.sit("check-in", ["settled", [f"Critic {said}"], f"{MARK}, {said}", "some", None])
    room.later(minutes=9)


def make_other(journal: Journal, room: Room, path: Path, key: Key | None) -> None:
    """Another machine's journal at `path`, under `key`: it went on from a copy, and so did this one."""
    path.parent.mkdir()
    journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copyfile(journal.path, path)
    with Journal.open(path, unlock=only(journal.key)) as other:
        there = Room(other, room.hands)
        sit(there, "from there")
        fill(other, "only there")
        without_words(other)
        remove_session(other, list(sessions(other))[-1].id)
    if key is not None:
        encrypting.change_key(path, only(journal.key), key)
    sit(room, "from here")


def _with_copy(journal: Journal, room: Room, new: Key | None) -> None:
    back_up(journal.connection, journal.path, HAND, journal.key)
    fill(journal, "later than the copy")
    without_words(journal)


def _with_stale_copy(journal: Journal, room: Room, new: Key | None) -> None:
    copy = back_up(journal.connection, journal.path, "form-1", journal.key)
    assert new is not None
    encrypting.change_key(copy, only(journal.key), new)
    copy.with_name(f"{copy.name}.lock").unlink()


def _with_other(journal: Journal, room: Room, new: Key | None) -> None:
    make_other(journal, room, other_machine(journal.path), new)


def _damaged(journal: Journal, room: Room, new: Key | None) -> None:
    for sql in PLANTED:
        journal.connection.execute(sql)


PREPARING: dict[str, Callable[[Journal, Room, Key | None], None]] = {
    "restore": _with_copy,
    "copies": _with_stale_copy,
    "merge": _with_other,
    "repair": _damaged,
}


class Stock:
    """Folders with a filled journal, plain and encrypted: filled once, copied for each use."""

    def __init__(self, folder: Path, sessions: int = SESSIONS, key: Key | None = None) -> None:
        """Fill both, below `folder`; the encrypted one under `key`, or a cheap one."""
        self.sessions = sessions
        self.old, self.new = key or some_key(), some_key()
        self._filled = {key: self._fill(folder / name, key) for name, key in (("p", None), ("e", self.old))}

    def _fill(self, folder: Path, key: Key | None) -> tuple[Path, Hands]:
        path = folder / "open" / "journal.db"
        path.parent.mkdir(parents=True)
        create(path, key=key)
        with Journal.open(path, unlock=only(key)) as journal:
            room = fill_well(journal, self.sessions)
            return _as_it_lies(path, folder / "filled"), room.hands

    def lay(self, operation: str, folder: Path, key: Key | None, new: Key | None) -> Path:
        """A new folder below `folder` with a journal under `key`, and what an operation needs beside it.

        `new` is the other key there is. The last answers still wait in a `-wal` file.
        """
        filled, hands = self._filled[key]
        path = shutil.copytree(filled, folder / "open") / "journal.db"
        with Journal.open(path, unlock=only(key)) as journal:
            if operation in PREPARING:
                PREPARING[operation](journal, Room(journal, replace(hands)), new)
            return _as_it_lies(path, folder / "template")


def _as_it_lies(path: Path, target: Path) -> Path:
    """A copy of an open journal's folder as a kill would leave it."""
    return shutil.copytree(path.parent, target, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
