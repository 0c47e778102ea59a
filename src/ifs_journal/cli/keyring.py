"""The key in the system's keyring, as a person meets it: switched on and off, forgotten, told of."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import CannotWrite, IfsJournalError

if TYPE_CHECKING:
    from ifs_journal.journal.key import Key

PLAIN = "The journal is not encrypted: there is no key to forget."
FORGOTTEN = "The key is forgotten. The passphrase is asked for again."
NOTHING_TO_FORGET = "There is nothing to forget."
NOTHING_THERE = f"No key of this journal was in the keyring. {NOTHING_TO_FORGET}"
ON = (
    "After the passphrase opened the journal once, its key is kept in {name}.\nTo forget it: ifs journal lock"
)
ON_FOR_LATER = "The setting is kept, but for now the passphrase is asked each time.\n{reason}"
OFF = "The passphrase is asked each time."
OFF_ALSO = "The key that was in the keyring is forgotten."
NOT_FORGOTTEN = "Whether a key is still in the keyring could not be seen. {reason}"
ASKED = "The passphrase is asked each time."
BY_FILE = "The passphrase comes from a file."
BY_COMMAND = "The passphrase comes from the passphrase command of your settings."
BY_KEYRING = "The key is kept in {name}."


def lock(here: Here) -> None:
    """Forget the key in the keyring; the passphrase is not needed for that.

    Raises NoJournal, NotAJournal; CannotWrite when the keyring cannot be reached, so that a key may stay.
    """
    from ifs_journal.journal import keyring
    from ifs_journal.journal.encrypting import salt_at

    screen = here.screen()
    salt = salt_at(here.journal_path)
    if salt is None:
        screen.say(PLAIN)
        return
    try:
        screen.say(FORGOTTEN if keyring.forget(salt) else NOTHING_THERE)
    except keyring.NoSafeKeyring as reason:
        screen.say(f"{reason} {NOTHING_TO_FORGET}")
    except keyring.NoKeyring as reason:
        if here.unlocker.uses_keyring or not isinstance(reason, keyring.NotInstalled):
            raise CannotWrite(NOT_FORGOTTEN.format(reason=reason)) from None
        screen.say(NOTHING_THERE)


def switched(here: Here, on: bool) -> str:
    """What to say of the keyring once it is switched on or off. Switched off, the key is forgotten."""
    from ifs_journal.journal import keyring

    if on:
        try:
            return ON.format(name=keyring.safe_keyring().name)
        except keyring.NoKeyring as reason:
            return ON_FOR_LATER.format(reason=reason)
    salt = _salt(here)
    try:
        forgotten = salt is not None and keyring.forget(salt)
    except (keyring.NoSafeKeyring, keyring.NotInstalled):
        forgotten = False
    except keyring.NoKeyring as reason:
        return f"{OFF} {NOT_FORGOTTEN.format(reason=reason)}"
    return f"{OFF} {OFF_ALSO}" if forgotten else OFF


def forget_earlier(here: Here, salt: bytes | None) -> None:
    """Let a key go that opens nothing any more. Nothing happens where the keyring was never chosen."""
    if salt is None or not here.unlocker.uses_keyring:
        return
    from ifs_journal.cli.unlocking import say_aside
    from ifs_journal.journal import keyring

    try:
        keyring.forget(salt)
    except keyring.NoSafeKeyring:
        pass
    except keyring.NoKeyring as reason:
        say_aside(NOT_FORGOTTEN.format(reason=reason))


def opens_by(here: Here, key: Key | None) -> tuple[str, str]:
    """How an open journal opened: a word of a contract (`none`, `passphrase`, `keyring`), and a sentence."""
    if key is None:
        return "none", ""
    if here.unlocker.named is not None:
        return "passphrase", BY_FILE
    if here.unlocker.command is not None:
        return "passphrase", BY_COMMAND
    if here.unlocker.uses_keyring:
        from ifs_journal.journal import keyring

        with suppress(keyring.NoKeyring):
            if keyring.kept(key.salt) == key:
                return "keyring", BY_KEYRING.format(name=keyring.safe_keyring().name)
    return "passphrase", ASKED


def _salt(here: Here) -> bytes | None:
    """The salt of the journal; None where there is none, or nothing that has one."""
    from ifs_journal.journal.encrypting import salt_at

    try:
        return salt_at(here.journal_path)
    except (IfsJournalError, OSError):
        return None
