"""Where the journal lies."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

VARIABLE = "IFS_JOURNAL"
FILE_NAME = "journal.db"


def journal_path(option: Path | None, environ: Mapping[str, str]) -> Path:
    """The journal's path: the option, else `IFS_JOURNAL`, else the platform's user data folder.

    A leading `~` is the person's home folder. The path need not exist.
    """
    if option is not None:
        return option.expanduser()
    named = environ.get(VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_dir

    return Path(user_data_dir("ifs-journal", appauthor=False)) / FILE_NAME


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing, for the person alone. Raises OSError."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for new in reversed(missing):
        new.mkdir(mode=0o700, exist_ok=True)


def take_name(temporary: Path, path: Path) -> None:
    """Let a finished file take its name, which nothing has yet. Raises FileExistsError, OSError."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise
    except OSError:
        # No hard links here (exFAT, some network folders): claim the name first, so that the
        # rename can only ever replace the claim.
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        temporary.replace(path)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder last through a power cut (where folders can be synced)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
