"""The seals of an encrypted file: each page has one, and where it does not fit the page stays shut.

A bit that flipped on a disk spoils a few letters; the seal then refuses all the others. In a copy that is
only read to save what can be saved, such a page is sealed anew with what stands in it. What comes out of it
is held against what a row is meant to be, like everything else. The copy stays encrypted.
"""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from ifs_journal.journal.key import KEY_BYTES, PAGE, SALT_BYTES, Key

_SEAL_BYTES = 64
_SEALED = PAGE - _SEAL_BYTES
_MASK = 0x3A
_ROUNDS = 2
"""SQLCipher 4's own: the seal's key is made from the page key, with the salt masked, in two rounds."""


def seal_anew(copy: Path, key: Key) -> int:
    """Seal those pages of an encrypted file again whose seal does not fit. Gives how many there were."""
    salt = bytes(one ^ _MASK for one in key.salt)
    sealing = hashlib.pbkdf2_hmac("sha512", key.raw, salt, _ROUNDS, KEY_BYTES)
    changed = 0
    with copy.open("r+b") as file:
        number = 0
        while len(page := file.read(PAGE)) == PAGE:
            number += 1
            # The first page begins with the salt, which is not under the seal.
            begin = SALT_BYTES if number == 1 else 0
            said = page[begin:_SEALED] + number.to_bytes(4, "little")
            seal = hmac.digest(sealing, said, "sha512")
            if seal != page[_SEALED:]:
                file.seek(-_SEAL_BYTES, 1)
                file.write(seal)
                changed += 1
    return changed
