"""What is around the journal: who else may read it, and whether something carries its folder elsewhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from ifs_journal.journal.aside import backups_beside

FILE_MODE = 0o600
FOLDER_MODE = 0o700

_SERVICES = (
    ("dropbox", "Dropbox"),
    ("onedrive", "OneDrive"),
    ("mobile documents", "iCloud"),
    ("icloud", "iCloud"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("nextcloud", "Nextcloud"),
)
_MARKS = ((".stfolder", "Syncthing"), (".dropbox", "Dropbox"), (".nextcloudsync.log", "Nextcloud"))


class Open(NamedTuple):
    """A file or folder that others on this computer may look into."""

    path: Path
    mode: int
    wanted: int


def too_open(journal: Path) -> list[Open]:
    """The journal, what lies beside it and its folder, as far as others may look into them.

    The folder counts only when nothing but the journal's own is in it: others are not ours to close.
    """
    if os.name == "nt":
        return []
    real = Path(os.path.realpath(journal))
    beside = [real.with_name(real.name + ending) for ending in ("-wal", "-shm")]
    files = [real, *beside, *backups_beside(real)]
    found = [_looked_at(one, FILE_MODE) for one in files]
    if _own_folder(real):
        found.append(_looked_at(real.parent, FOLDER_MODE))
    return [one for one in found if one is not None and one.mode & ~one.wanted]


def mend(found: list[Open]) -> None:
    """Close them to others. Raises OSError where the system refuses."""
    for one in found:
        one.path.chmod(one.mode & one.wanted)


def _looked_at(path: Path, wanted: int) -> Open | None:
    try:
        return Open(path, stat.S_IMODE(path.stat().st_mode), wanted)
    except OSError:
        return None


def _own_folder(journal: Path) -> bool:
    try:
        names = os.listdir(journal.parent)
    except OSError:
        return False
    return all(name.startswith((journal.name, f".{journal.name}")) for name in names)


def carried_by(journal: Path) -> str | None:
    """The service that seems to carry the journal's folder to other machines, or None."""
    real = Path(os.path.realpath(journal))
    for folder in real.parents:
        name = folder.name.casefold()
        for word, service in _SERVICES:
            if name == word or name.startswith((f"{word} ", f"{word}-", f"{word}(")):
                return service
        for mark, service in _MARKS:
            if (folder / mark).exists() and folder != Path.home():
                return service
    return None
