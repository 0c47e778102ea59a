"""Where the passphrase of an encrypted journal comes from, in the order it is looked for.

A file (`--passphrase-file`, `IFS_PASSPHRASE_FILE`), a command of the settings, the keyring if the person
chose it, and the person themself, in a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import BadData, NeedsPassphrase, WrongKey
from ifs_journal.journal.key import Key, derive
from ifs_journal.journal.opening import NOBODY_TO_ASK

if TYPE_CHECKING:
    from ifs_journal.session.settings import Settings

VARIABLE = "IFS_PASSPHRASE_FILE"
STANDARD_INPUT = "-"
TRIES = 3
ASK = "Passphrase (it stays invisible): "
ANOTHER = "{name} has a passphrase of its own. That one is asked now."
NOT_IT = "That did not open it."
AGAIN = "Once more? Enter alone leaves."
SURE = (
    "If you are sure of the passphrase, the file itself may be damaged: ifs journal restore shows the copies."
)
OF_ANOTHER = "A journal there has a passphrase of its own. Enter alone leaves it out for now."
LEFT = "The journal stays closed. ifs now, ifs ground and ifs support open without it."
KEPT = "The key is in {name} from now on, until: ifs journal lock"
DID_NOT_FIT = "The key in the keyring did not fit this journal, and was removed."


class Unlocker:
    """Gives keys to try. A key that fitted is known until the program ends."""

    def __init__(self, file: str | None = None, environ: Mapping[str, str] = os.environ) -> None:
        """`file` is what `--passphrase-file` says: a path, or `-` for standard input."""
        self.file = file
        self._environ = environ
        self._known: dict[bytes, Key] = {}
        self._read: str | None = None
        self._typed: str | None = None
        self._asks_only = False
        self._in_keyring: Key | None = None
        self._said: set[str] = set()
        self._whose = ""
        self._tried_out = False
        """Somebody typed all the passphrases they may, and none of them fitted."""

    def __call__(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Keys to try for the encrypted file at `path`.

        Raises NeedsPassphrase when nobody can be asked, when the person would rather not, or when the
        command of the settings fails; BadData for a passphrase file that cannot be used.
        """
        from ifs_journal.cli.dumps import leave_no_dump

        leave_no_dump()
        if salt in self._known:
            yield self._known[salt]
        given = self.given()
        if given is not None:
            yield from keys_of(given, salt)
            return
        yield from self._kept(salt)
        yield from self._asked(path, salt)

    def of_another(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Keys to try for a file that is not the journal; before one is asked for, it is said whose it is."""
        self._whose = path.name
        try:
            yield from self(path, salt)
        finally:
            self._whose = ""

    def know(self, key: Key | None) -> None:
        """Remember a key that fitted, so that nothing is asked twice."""
        if key is not None:
            self._known[key.salt] = key

    def known(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Only a key that fitted before; nobody is asked. Raises NeedsPassphrase where there is none."""
        if salt not in self._known:
            raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
        yield self._known[salt]

    def of_machine(self, salt: bytes, known: Key | None, question: str) -> Iterator[Key]:
        """Keys to try for another machine's snapshot: the known one, those of this journal's passphrase.

        After them its passphrase is asked for, with `question`. Raises NeedsPassphrase as asking does.
        """
        if known is not None and known.salt == salt:
            yield known
        for text in {self._typed, self.given()} - {None}:
            assert text is not None
            yield from keys_of(text, salt)
        from ifs_journal.terminal.secret import can_ask

        if can_ask():
            self._say(OF_ANOTHER)
        yield from self._asked(Path(), salt, question)

    def opened(self, key: Key) -> None:
        """Remember the key that opened the journal; in the keyring as well, if the person chose that."""
        self.know(key)
        if key == self._in_keyring or not self.uses_keyring:
            return
        from ifs_journal.journal import keyring

        self._in_keyring = key
        try:
            if keyring.keep(key):
                self._say(KEPT.format(name=keyring.safe_keyring().name))
        except keyring.NoKeyring as reason:
            self._say(str(reason))

    def or_damage(self, wrong: WrongKey, hint: str = SURE) -> WrongKey:
        """After the last try, the same with what else it may be: damage looks like another passphrase."""
        return WrongKey(f"{wrong}\n{hint}") if self._tried_out else wrong

    def forget_given(self) -> None:
        """From now on nothing was given: the next passphrase is asked for."""
        self.file, self._environ, self._read, self._asks_only = None, {}, None, True

    def given(self) -> str | None:
        """The passphrase that was given without asking; None where none was.

        Raises BadData, and NeedsPassphrase when the command of the settings fails.
        """
        if self._read is None:
            self._read = self._given()
        return self._read

    @property
    def named(self) -> str | None:
        """The file a passphrase is given in, or `-`; None where none is."""
        return self.file or self._environ.get(VARIABLE, "").strip() or None

    @property
    def command(self) -> str | None:
        """The command of the settings that prints the passphrase."""
        found = _settings_naming("passphrase_command")
        return found.passphrase_command if found is not None and not self._asks_only else None

    @property
    def uses_keyring(self) -> bool:
        """Whether the person chose the keyring."""
        found = _settings_naming("keyring")
        return found is not None and found.keyring

    def _given(self) -> str | None:
        if self.named is not None:
            return passphrase_in(self.named)
        if self.command is not None:
            from ifs_journal.cli.passphrase_command import passphrase_from

            return passphrase_from(self.command)
        return None

    def _kept(self, salt: bytes) -> Iterator[Key]:
        """The key in the keyring. One that does not fit is removed."""
        if not self.uses_keyring:
            return
        from ifs_journal.journal import keyring

        try:
            key = keyring.kept(salt)
        except keyring.NoKeyring as reason:
            self._say(str(reason))
            return
        if key is None:
            return
        self._in_keyring = key
        yield key
        # Asked for another one: that key opened nothing.
        self._in_keyring = None
        with suppress(keyring.NoKeyring):
            if keyring.forget(salt):
                self._say(DID_NOT_FIT)

    def _say(self, line: str) -> None:
        """Say something beside the matter, once."""
        if line not in self._said:
            self._said.add(line)
            say_aside(line)

    def _asked(self, path: Path, salt: bytes, question: str = ASK) -> Iterator[Key]:
        from ifs_journal.terminal.secret import ask_secret, can_ask

        if not can_ask():
            raise NeedsPassphrase(NOBODY_TO_ASK.format(path=path))
        if self._whose:
            say_aside(ANOTHER.format(name=self._whose))
        for left in range(TRIES - 1, -1, -1):
            typed = ask_secret(question)
            if not typed:
                raise NeedsPassphrase(LEFT)
            if question == ASK:
                self._typed = typed
            yield from keys_of(typed, salt)
            if left:
                say_aside(f"{NOT_IT} {AGAIN}")
        self._tried_out = True


def _settings_naming(key: str) -> Settings | None:
    """The settings where they name this key; nearly nobody's do, and reading the file takes a while."""
    from ifs_journal.session.settings_place import may_name

    if not may_name(key):
        return None
    from ifs_journal.session.settings import settings_or_default

    return settings_or_default()[0]


def say_aside(line: str) -> None:
    """A quiet line on standard error, where it is in nobody's way."""
    if sys.stderr.isatty():
        from ifs_journal.terminal.screen import Screen

        Screen(stdout=sys.stderr).say(line, "quiet")
    else:
        print(line, file=sys.stderr)


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
        found = passphrase_of(raw)
    except OSError as error:
        raise BadData(f"{where} could not be read: {error.strerror}.".capitalize()) from None
    except UnicodeDecodeError:
        raise BadData(f"What {where} holds is not UTF-8 text.") from None
    if found is None:
        raise BadData(f"There is no passphrase in {where}.")
    return found


def passphrase_of(raw: bytes) -> str | None:
    """The passphrase in some bytes, without one line break at its end; None where there is none.

    Raises UnicodeDecodeError.
    """
    text = raw.decode("utf-8-sig")
    for ending in ("\r\n", "\n"):
        if text.endswith(ending):
            text = text.removesuffix(ending)
            break
    return text if text and "\0" not in text else None
