"""Removed means removed: no page of the file, and no write still waiting beside it, holds the old words.

`secure_delete` overwrites what is removed, but SQLite moves rows between pages as it works and leaves copies
of them in the gaps; so after a removal the file is written anew (`VACUUM`) and the `-wal` file is cut to
nothing. A window that is reading keeps the second from happening: then a mark in `meta` stays, and the next
command that opens the journal finishes it.
"""

from __future__ import annotations

from ifs_journal.errors import Busy, CannotWrite
from ifs_journal.journal.driver import BUSY_MS, Connection, translated

DUE = "wipe_due"
"""The key in `meta` that says something is still to be wiped; its value says what."""

REBUILD = "rebuild"
SHORTEN = "shorten"

PATIENCE_MS = 1000
"""How long a removal waits for another window that is reading, in milliseconds."""


def mark(connection: Connection, *, rebuild: bool) -> None:
    """Note, in the transaction that removes something, that a wipe has to follow.

    Without `rebuild` only the `-wal` file is cut: for words taken back moments after they were written.
    """
    before = _due(connection)
    what = REBUILD if rebuild or (before or "").startswith(REBUILD) else SHORTEN
    connection.execute(
        "INSERT INTO meta (key, value) VALUES (?1, ?2 || ' ' || hex(randomblob(8))) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (DUE, what),
    )


def wipe(connection: Connection, *, patience_ms: int = 0) -> bool:
    """Finish what is marked. False when another window or a full disk is in the way: the mark stays."""
    try:
        with translated(None):
            due = _due(connection)
            if due is None:
                return True
            connection.execute(f"PRAGMA busy_timeout = {patience_ms}").fetchall()
            try:
                return _wipe(connection, due)
            finally:
                connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}").fetchall()
    except (Busy, CannotWrite):
        return False


def _wipe(connection: Connection, due: str) -> bool:
    if due.startswith(REBUILD):
        connection.execute("VACUUM")
        # Another window may have marked something of its own meanwhile: only this mark is changed.
        shorter = due.replace(REBUILD, SHORTEN)
        connection.execute("UPDATE meta SET value = ? WHERE key = ? AND value = ?", (shorter, DUE, due))
        due = shorter
    if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
        return False
    connection.execute("DELETE FROM meta WHERE key = ? AND value = ?", (DUE, due))
    return True


def finish_wipe(connection: Connection) -> None:
    """What every opening of the journal does: finish a wipe that is due, if nobody is in the way."""
    there = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").fetchone()
    if there is not None and _due(connection) is not None:
        wipe(connection)


def _due(connection: Connection) -> str | None:
    found = connection.execute("SELECT value FROM meta WHERE key = ?", (DUE,)).fetchone()
    return None if found is None else str(found[0])
