"""A word in everything that is written, the secrets that open it, and where any of them stands."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from ifs_journal.journal.key import Key
from ifs_journal.journal.recovery_code import rows_of
from program_leaks import files_in, in_files, in_process, titles
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, program

WORD = "zimtschneckenzeit"
"""Part of everything that is answered, typed, noted or looked for."""
SECRETS = (WORD, PASSPHRASE, KEY.raw, *rows_of(KEY.raw))
ASKED = "Passphrase (it stays invisible):"
ALLOWED = {f"journal/journal.db{ending}" for ending in ("", ".lock", ".backup.lock", "-wal", "-shm")}


def home() -> Path:
    """This test's home: the data folder, the settings, the runtime folder and the temporary one are in it."""
    return Path(os.environ["HOME"])


def only(key: Key):
    """What opens a file by this key."""
    return lambda path, salt: iter((key,))


def leaks(terminal: Terminal | None = None, *more: str | bytes) -> list[str]:
    """Where a secret stands. The screen itself is no leak: a window's title is."""
    secrets = (*SECRETS, *more)
    found = in_files(secrets, home())
    if terminal is not None:
        assert titles(terminal.raw) == []
        if terminal.process.poll() is None:
            found += in_process(secrets, terminal.process.pid)
    return found


def unlock(terminal: Terminal, passphrase: str = PASSPHRASE) -> None:
    """Type the passphrase when it is asked for."""
    terminal.wait(ASKED)
    terminal.press(f"{passphrase}\r")


def names() -> set[str]:
    """All files there are, by their places in the home."""
    return {str(file.relative_to(home())) for file in files_in(home())}


def unexpected() -> set[str]:
    """Files other than the journal, what the database keeps beside it, locks, and the copy of the day."""
    return {name for name in names() if not re.search(r"\.daily-\d+T\d+\.backup$", name)} - ALLOWED


def printed(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """Run `ifs` without a terminal."""
    return subprocess.run(
        program(*arguments), input=text, capture_output=True, text=True, timeout=60, check=False
    )
