"""Keeping one answer aside, when the journal moved on under a session that was still being lived."""

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
    path = journal.with_name(f"{journal.name}.kept-{session_id[-12:]}-{item.seq}.json")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return None
    return path
