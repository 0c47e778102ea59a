"""Files beside the journal: an answer kept aside when the journal moved on, and copies of it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path

from ifs_journal.terms import LogItem


def keep_aside(journal: Path, session_id: str, item: LogItem) -> Path | None:
    """Write one log item to a file of its own beside the journal (0600). None when that cannot be done.

    The file is JSON: the session's id, and the item with its value. It never takes another file's place.
    """
    text = json.dumps({"session": session_id, "item": asdict(item)}, ensure_ascii=False, indent=2)
    path = journal.with_name(f"{_beginning(journal, session_id)}{item.seq}.json")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return None
    return path


def kept_aside(journal: Path, session_id: str) -> list[Path]:
    """The files in which answers of a session were kept aside, by name."""
    return _beside(journal, _beginning(journal, session_id), ".json")


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
