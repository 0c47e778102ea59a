"""The demo journal for tests: an invented person's five months, made once a run and copied for each test."""

from __future__ import annotations

import shutil
from datetime import date
from functools import cache
from pathlib import Path

from ifs_journal.demo.making import make
from ifs_journal.demo.story import story

UNTIL = date(2026, 4, 30)
"""The day the demo journal leads up to: the one after its last sessions. What is due is due on it."""
BEGAN = date(2025, 12, 1)
"""The day of its first session."""
SESSIONS = story().sessions


@cache
def made_in(folder: Path, sessions: int = SESSIONS, seed: int = 1) -> Path:
    """A demo journal, made once for each folder, length and seed."""
    folder.mkdir(exist_ok=True)
    path = folder / f"demo-{sessions}-{seed}.db"
    make(path, sessions, seed, UNTIL)
    return path


def copied(folder: Path, to: Path, sessions: int = SESSIONS, seed: int = 1) -> Path:
    """A copy of a demo journal, to do with as one likes."""
    to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copyfile(made_in(folder, sessions, seed), to)
    to.chmod(0o600)
    return to
