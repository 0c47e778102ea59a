"""Encrypting a journal, decrypting it, giving it another key: each writes the file anew."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ifs_journal.errors import UsageError
from ifs_journal.journal.driver import check_file, check_header, salt_of, translated
from ifs_journal.journal.key import Key, Unlock
from ifs_journal.journal.opening import open_alone
from ifs_journal.journal.replacing import put_another, sweep

ALREADY = "The journal is encrypted already. For another passphrase: ifs journal passphrase"
PLAIN = "The journal is not encrypted. To encrypt it: ifs journal encrypt"

_ZEROS = bytes(1 << 16)


def is_encrypted(path: Path) -> bool:
    """Whether a journal is encrypted (or at least may be). Raises NoJournal, NotAJournal, CannotWrite."""
    return salt_at(path) is not None


def salt_at(path: Path) -> bytes | None:
    """The salt of the file of a journal; None for a plain one. Nothing has to be known to read it.

    Raises as `is_encrypted` does.
    """
    check_file(path)
    with translated(path):
        return salt_of(path)


def encrypt(path: Path, key: Key) -> None:
    """Encrypt a plain journal, and write zeros over the place of the plain file.

    Raises UsageError when it is encrypted, Busy when another window has it, and what opening does.
    """
    if is_encrypted(path):
        raise UsageError(ALREADY)
    with overwritten_after(path):
        _write_anew(path, None, key)


def decrypt(path: Path, unlock: Unlock) -> None:
    """Write an encrypted journal anew as a plain file. Raises as `encrypt` does, and WrongKey."""
    if not is_encrypted(path):
        raise UsageError(PLAIN)
    _write_anew(path, unlock, None)


def change_key(path: Path, unlock: Unlock, key: Key) -> None:
    """Write an encrypted journal anew under another key. Raises as `decrypt` does."""
    if not is_encrypted(path):
        raise UsageError(PLAIN)
    _write_anew(path, unlock, key)


def _write_anew(path: Path, unlock: Unlock | None, key: Key | None) -> None:
    opened = open_alone(path, unlock)
    try:
        with translated(path):
            check_header(opened.connection, path)
            sweep(Path(os.path.realpath(path)))
            put_another(opened.connection, path, key)
    finally:
        opened.close()


@contextmanager
def overwritten_after(path: Path) -> Iterator[None]:
    """Write zeros over the file that has a name now, once another one took its place inside."""
    earlier = None
    with suppress(OSError):
        earlier = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        yield
        if earlier is not None:
            overwrite(earlier)
    finally:
        if earlier is not None:
            os.close(earlier)


def overwrite(handle: int) -> None:
    """Write zeros over a file that has no name any more. A disk may still keep the old blocks elsewhere."""
    with suppress(OSError):
        left = os.fstat(handle).st_size
        while left > 0:
            left -= os.write(handle, _ZEROS[:left])
        os.fsync(handle)
