"""Files beside the journal: an answer kept aside when the journal moved on, and copies of it."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.driver import connect, translated
from ifs_journal.journal.key import Key
from ifs_journal.terms import LogItem

PLAIN, SEALED = ".json", ".db"
"""How the name of a file ends that holds an answer kept aside: to be read by anyone, or encrypted."""


class KeptAside(NamedTuple):
    """An answer kept aside: its file, and what the log item held. The session is named by its id."""

    path: Path
    session_id: str
    seq: int
    address: str
    value: Any
    at: str
    prompt: str | None
    quotes: dict[str, int]


def keep_aside(journal: Path, session_id: str, item: LogItem, key: Key | None = None) -> Path | None:
    """Write one log item to a file of its own beside the journal (0600). None when that cannot be done.

    The file is JSON: the session's id, and the item with its value. With the key of an encrypted journal
    it is a database under that key instead, with the same text in `kept`. It never takes another file's
    place.
    """
    text = json.dumps({"session": session_id, "item": asdict(item)}, ensure_ascii=False, indent=2)
    real = Path(os.path.realpath(journal))
    path = real.with_name(f"{_beginning(real, session_id)}{item.seq}.json")
    return write_aside(path, text, key)


def read_aside(path: Path, key: Key | None) -> KeptAside | None:
    """What a file kept aside holds; `key` is the journal's. None when it can't be read by it, or holds none.

    It changes nothing.
    """
    try:
        data = path.read_bytes() if path.suffix == PLAIN else _unsealed(path, key)
        found = json.loads(data.decode("utf-8", "surrogatepass"))
        item = {name: found["item"][name] for name in ("seq", "address", "value", "at", "prompt", "quotes")}
        return KeptAside(path, str(found["session"]), **item)
    except (OSError, ValueError, KeyError, TypeError, IfsJournalError):
        return None


def _unsealed(path: Path, key: Key | None) -> bytes:
    """Raises WrongKey, NotAJournal, ValueError."""
    if key is None:
        raise ValueError
    with translated(path), closing(connect(path, key=key, immutable=True)) as connection:
        return bytes(connection.execute("SELECT item FROM kept").fetchone()[0])


def write_aside(path: Path, text: str, key: Key | None) -> Path | None:
    """Write a text to a new file, encrypted (and then ending in `.db`) if there is a key. None: not done."""
    path = path if key is None else path.with_suffix(SEALED)
    data = text.encode("utf-8", "surrogatepass")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            if key is None:
                file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return None
    return path if key is None or _sealed(path, data, key) else None


def _sealed(path: Path, data: bytes, key: Key) -> bool:
    """Fill an empty file with a text under a key. What cannot be sealed is not left there at all."""
    try:
        with translated(path), closing(connect(path, key=key)) as connection:
            connection.execute("CREATE TABLE kept (item BLOB NOT NULL)")
            connection.execute("INSERT INTO kept VALUES (?)", (data,))
    except IfsJournalError:
        path.unlink(missing_ok=True)
        return False
    return True


def kept_aside(journal: Path, session_id: str = "") -> list[Path]:
    """The files in which answers of a session (or of any) were kept aside, by name."""
    real = Path(os.path.realpath(journal))
    beginning = _beginning(real, session_id) if session_id else f"{real.name}.kept-"
    return sorted([*_beside(real, beginning, PLAIN), *_beside(real, beginning, SEALED)])


def backups_beside(journal: Path) -> list[Path]:
    """The copies of the journal that lie beside it, by name."""
    return _beside(journal, f"{journal.name}.", ".backup")


def _beginning(journal: Path, session_id: str) -> str:
    return f"{journal.name}.kept-{session_id[-12:]}-"


def _beside(journal: Path, beginning: str, ending: str) -> list[Path]:
    try:
        names = sorted(os.listdir(journal.parent))
    except OSError:
        return []
    return [journal.with_name(name) for name in names if name.startswith(beginning) and name.endswith(ending)]
