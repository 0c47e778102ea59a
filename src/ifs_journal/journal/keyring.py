"""The system's keyring, where a person may let the key of a journal be kept: the raw key, no passphrase.

An item is named by the salt of its file, which says nothing about a person. Only keyrings are used that are
known to keep what they hold encrypted. The library `keyring` need not be there; it is slow to import, and so
it is imported for those alone who chose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ifs_journal.journal.key import Key

SERVICE = "ifs-journal"
"""What the items are filed under."""

ACCEPTED = {
    "keyring.backends.macOS.Keyring": "macOS Keychain",
    "keyring.backends.Windows.WinVaultKeyring": "Windows Credential Manager",
    "keyring.backends.SecretService.Keyring": "the Secret Service of this desktop",
    "keyring.backends.libsecret.Keyring": "the Secret Service of this desktop (libsecret)",
    "keyring.backends.kwallet.DBusKeyring": "KWallet",
    "keyring.backends.kwallet.DBusKeyringKWallet4": "KWallet",
}
"""The keyrings that are used, by the class that speaks to them, and what a person calls each.

By the exact name: a class of the same kind may keep things elsewhere.
"""
CHAINER = "keyring.backends.chainer.ChainerBackend"

HOW_TO_GET_IT = (
    "The keyring is switched on, but what speaks to it is not installed. "
    "To get it:\npip install 'ifs-journal[keyring]'"
)
NONE_HERE = "No keyring was found on this computer, so none is used."
KEEPS_NOTHING = "The keyring that is set up keeps nothing (null), so it is not used."
IN_FILES = "The keyring {name} keeps keys in files of its own, which is not safe enough. It is not used."
UNKNOWN = "The keyring {name} is not one that is known to be safe, so it is not used."
LOCKED = "The keyring is locked, and stayed locked."
NOT_REACHED = "The keyring could not be reached ({kind})."
STAYED = "The keyring did not let the key go. It can be removed there by hand: look for ifs-journal."

_TRIES = 3
"""How often an item is removed: some keyrings can hold several of one name, and remove one at a time."""


class NoKeyring(Exception):
    """The keyring cannot be used; the message is the reason, in a plain line. Never the end of anything."""


class NoSafeKeyring(NoKeyring):
    """There is none here, or none that is used: no key of a journal is in it."""


class NotInstalled(NoKeyring):
    """What speaks to keyrings is not there."""


class SafeKeyring(NamedTuple):
    """A keyring that is used: its name in words, and what speaks to it."""

    name: str
    backend: Any


def safe_keyring() -> SafeKeyring:
    """The keyring of this computer. Raises NoKeyring where there is none, or none that is safe.

    Of several in a row the first safe one is used, and directly: the row itself might pass a key on to
    another one.
    """
    with _reached():
        found = _library().get_keyring()
        refused = None
        for backend in _each(found):
            name = _name(backend)
            if name in ACCEPTED:
                return SafeKeyring(ACCEPTED[name], backend)
            refused = refused or _why_not(name)
    raise NoSafeKeyring(refused or NONE_HERE)


def kept(salt: bytes) -> Key | None:
    """The key that is kept for the file of this salt, if there is one. Raises NoKeyring.

    It may be another file's by now, or of an earlier passphrase: whoever tries it has to see.
    """
    backend = safe_keyring().backend
    with _reached():
        text = backend.get_password(SERVICE, salt.hex())
    try:
        return None if text is None else Key(bytes.fromhex(text), salt)
    except (TypeError, ValueError):
        forget(salt)
        return None


def keep(key: Key) -> bool:
    """Keep a key until it is forgotten. False when it was there already. Raises NoKeyring."""
    if kept(key.salt) == key:
        return False
    backend = safe_keyring().backend
    with _reached():
        backend.set_password(SERVICE, key.salt.hex(), key.raw.hex())
    return True


def forget(salt: bytes) -> bool:
    """Remove the key of the file of this salt. False when none was there. Raises NoKeyring."""
    backend = safe_keyring().backend
    name = salt.hex()
    with _reached():
        if backend.get_password(SERVICE, name) is None:
            return False
        for _ in range(_TRIES):
            backend.delete_password(SERVICE, name)
            if backend.get_password(SERVICE, name) is None:
                return True
    raise NoKeyring(STAYED)


def _library() -> Any:
    try:
        import keyring
    except ImportError:
        raise NotInstalled(HOW_TO_GET_IT) from None
    import logging

    # It has remarks of its own for standard error; what matters of them is said here, in words.
    logging.getLogger("keyring").addHandler(logging.NullHandler())
    return keyring


def _each(found: Any) -> Iterator[Any]:
    if _name(found) == CHAINER:
        yield from found.backends
    else:
        yield found


def _name(backend: Any) -> str:
    kind = type(backend)
    return f"{kind.__module__}.{kind.__qualname__}"


def _why_not(name: str) -> str | None:
    if name == "keyring.backends.fail.Keyring":
        return None
    if name == "keyring.backends.null.Keyring":
        return KEEPS_NOTHING
    words = IN_FILES if name.startswith(("keyrings.alt.", "keyring.backends.file.")) else UNKNOWN
    return words.format(name=name)


@contextmanager
def _reached() -> Iterator[None]:
    """Whatever a keyring raises inside (its own errors, those of D-Bus and of the system) is a NoKeyring.

    Its message is left out: nobody knows what a keyring writes into it.
    """
    try:
        yield
    except NoKeyring:
        raise
    except Exception as error:
        kind = type(error).__name__
        raise NoKeyring(LOCKED if kind == "KeyringLocked" else NOT_REACHED.format(kind=kind)) from None
