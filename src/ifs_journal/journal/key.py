"""The key of an encrypted journal: made from a passphrase and the file's salt, or given as it is.

SQLCipher's own defaults are kept, so any program that speaks SQLCipher 4 opens the file by the same
passphrase, or by the raw key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

SALT_BYTES = 16
"""The salt is the file's first 16 bytes."""

KEY_BYTES = 32
ROUNDS = 256_000
PAGE = 4096
"""An encrypted journal is a whole number of pages of this size, in bytes."""

PLAIN_MAGIC = b"SQLite format 3\x00"
"""What stands in the place of the salt in a file that is not encrypted."""


class Key:
    """A raw key and the salt of the file it opens. Neither is ever shown."""

    __slots__ = ("raw", "salt")

    def __init__(self, raw: bytes, salt: bytes) -> None:
        """Raises ValueError for a key or a salt of another length."""
        if len(raw) != KEY_BYTES or len(salt) != SALT_BYTES:
            raise ValueError("not a key of a journal")
        self.raw = raw
        self.salt = salt

    def __repr__(self) -> str:
        return "Key(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and (self.raw, self.salt) == (other.raw, other.salt)

    def __hash__(self) -> int:
        return hash((self.raw, self.salt))

    @property
    def literal(self) -> str:
        """The key as `PRAGMA key` and `ATTACH … KEY` take it, without its outer quotes."""
        return f"x'{self.raw.hex()}{self.salt.hex()}'"


Unlock = Callable[[Path, bytes], Iterator[Key]]
"""Gives keys to try, for an encrypted file at a path and its salt; says itself why there are no more."""


def only(key: Key | None) -> Unlock | None:
    """Gives this key and no other; None for a file that is not encrypted."""
    return None if key is None else lambda path, salt: iter((key,))


def derive(passphrase: str, salt: bytes) -> Key:
    """The key a passphrase makes with a salt. Takes about a fifth of a second, and is meant to."""
    import hashlib
    import unicodedata

    # The same letter may come as one character or as two, by keyboard or system.
    words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "surrogateescape")
    return Key(hashlib.pbkdf2_hmac("sha512", words, salt, ROUNDS, KEY_BYTES), salt)


def new_key(passphrase: str) -> Key:
    """A key for a new file: the passphrase with a salt of its own."""
    import secrets

    return derive(passphrase, secrets.token_bytes(SALT_BYTES))
