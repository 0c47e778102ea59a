"""What lies beside the journal and can be read without its present key: plain, or under an earlier key.

Copies of it, answers that were kept aside, and this machine's snapshots wherever they lie.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.aside import PLAIN, backups_beside, kept_aside, write_aside
from ifs_journal.journal.backups import remove_copy
from ifs_journal.journal.driver import salt_of, translated
from ifs_journal.journal.encrypting import overwritten_after
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import open_copy
from ifs_journal.journal.replacing import build_copy, building, put_in_place
from ifs_journal.journal.snapshots import machine_of, own_snapshots


class Stale(NamedTuple):
    """A copy, and whether it is not encrypted at all."""

    path: Path
    plain: bool

    @property
    def snapshot(self) -> bool:
        """Whether it is a snapshot for other machines, in a folder of its own."""
        return bool(machine_of(self.path))


def stale_copies(journal: Path, key: Key | None) -> list[Stale]:
    """The files beside the journal that do not open by its key, and snapshots of this machine that do not.

    `key` None: it is not encrypted.
    """
    if key is None:
        return []
    found = []
    for path in [*backups_beside(journal), *kept_aside(journal), *own_snapshots(journal)]:
        if path.suffix == PLAIN:
            found.append(Stale(path, True))
            continue
        with suppress(IfsJournalError, OSError), translated(path):
            salt = salt_of(path)
            if salt != key.salt:
                found.append(Stale(path, salt is None))
    return found


def rewrite(copy: Stale, key: Key, unlock: Unlock) -> bool:
    """Write a copy anew under `key`. False when it cannot be opened, and so stays as it was."""
    if copy.path.suffix == PLAIN:
        return _seal(copy, key)
    try:
        opened = open_copy(copy.path, unlock)
    except IfsJournalError:
        return False
    lock = JournalLock(copy.path, exclusive=True)
    try:
        with building(copy.path) as temporary:
            build_copy(opened.connection, temporary, key)
            opened.close()
            with overwritten_after(copy.path):
                put_in_place(temporary, copy.path)
    finally:
        opened.close()
        lock.release()
        lock.path.unlink(missing_ok=True)
    return True


def _seal(copy: Stale, key: Key) -> bool:
    """Encrypt an answer kept aside, and remove the file it lay in."""
    try:
        text = copy.path.read_text(encoding="utf-8", errors="surrogatepass")
    except (OSError, ValueError):
        return False
    if write_aside(copy.path, text, key) is None:
        return False
    remove_copy(copy.path)
    return True
