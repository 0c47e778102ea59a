"""The passphrase of the encrypted journals in these tests, and the key it makes for them."""

from __future__ import annotations

from ifs_journal.journal.key import new_key

PASSPHRASE = "seven grey herons wade"
KEY = new_key(PASSPHRASE)
