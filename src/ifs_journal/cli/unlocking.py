"""Where the passphrase of an encrypted journal comes from, in the order it is looked for.

A file (`--passphrase-file`, `IFS_PASSPHRASE_FILE`), a command of the settings, the keyring if the person
chose it, and the person themself, in a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from ifs_journal.errors import BadData, NeedsPassphrase
from ifs_journal.journal.key import Key, derive
from ifs_journal.journal.opening import NOBODY_TO_ASK

VARIABLE = "IFS_PASSPHRASE_FILE"
STANDARD_INPUT = "-"
TRIES = 3
ASK = "Passphrase (it stays invisible): "
NOT_IT = "That did not open it."
AGAIN = "Once more? Enter alone leaves."
LEFT = "The journal stays closed. ifs now, ifs ground and ifs support open without it."


class Unlocker:
    """Gives keys to try. A key that fitted is known until the program ends."""

    def __init__(self, file: str | None = None, environ: Mapping[str, str] = os.environ) -> None:
        """`file` is what `--passphrase-file` says: a path, or `-` for standard input."""
        self.file = file
        self._environ = environ
        self._known: dict[bytes, Key] = {}
        self._read: str | None = None

    def __call__(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Keys to try for the encrypted file at `path`.

        Raises NeedsPassphrase when nobody can be asked, or when the person would rather not; BadData for
        a passphrase file that cannot be used.
        """
        if salt in self._known:
            yield self._known[salt]
        given = self.given()
        if given is not None:
            yield from keys_of(given, salt)
            return
        yield from self._asked(path, salt)

    def know(self, key: Key | None) -> None:
        """Remember a key that fitted, so that nothing is asked twice."""
        if key is not None:
            self._known[key.salt] = key

    def known(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Only a key that fitted before; nobody is asked. Raises NeedsPassphrase where there is none."""
        if salt not in self._known:
            raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
        yield self._known[salt]

    def forget_given(self) -> None:
        """From now on nothing was given: the next passphrase is asked for."""
        self.file, self._environ, self._read = None, {}, None

    def given(self) -> str | None:
        """The passphrase that was given without asking; None where none was. Raises BadData."""
        if self._read is None:
            self._read = self._given()
        return self._read

    def _given(self) -> str | None:
        named = self.file or self._environ.get(VARIABLE, "").strip()
        return passphrase_in(named) if named else None

    def _asked(self, path: Path, salt: bytes) -> Iterator[Key]:
        from ifs_journal.terminal.secret import ask_secret, can_ask

        if not can_ask():
            raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
        for left in range(TRIES - 1, -1, -1):
            typed = ask_secret(ASK)
            if not typed:
                raise NeedsPassphrase(LEFT)
            yield from keys_of(typed, salt)
            if left:
                print(f"{NOT_IT} {AGAIN}", file=sys.stderr)


def keys_of(text: str, salt: bytes) -> Iterator[Key]:
    """The keys a text may stand for: a recovery code, if it is one, and a passphrase."""
    from ifs_journal.journal.recovery_code import raw_key

    raw = raw_key(text)
    if raw is not None:
        yield Key(raw, salt)
    yield derive(text, salt)


def passphrase_in(file: str) -> str:
    """The passphrase in a file, or on standard input (`-`), without one line break at its end.

    Raises BadData when there is none, or it cannot be read.
    """
    where = "standard input" if file == STANDARD_INPUT else f"the passphrase file {file}"
    try:
        raw = (
            sys.stdin.buffer.read() if file == STANDARD_INPUT else Path(os.path.expanduser(file)).read_bytes()
        )
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise BadData(f"{where} could not be read: {error.strerror}.".capitalize()) from None
    except UnicodeDecodeError:
        raise BadData(f"What {where} holds is not UTF-8 text.") from None
    for ending in ("\r\n", "\n"):
        if text.endswith(ending):
            text = text.removesuffix(ending)
            break
    if not text or "\0" in text:
        raise BadData(f"There is no passphrase in {where}.")
    return text
