"""The key in the system's keyring: which keyrings are used, and what is said of the others."""

from __future__ import annotations

import sys
from types import SimpleNamespace
from typing import Any

import pytest

from ifs_journal.journal import keyring
from ifs_journal.journal.key import Key

KEY = Key(bytes(range(32)), bytes(range(16)))
OTHER = Key(bytes(32), KEY.salt)
NAME = KEY.salt.hex()


class Fake:
    """A keyring in memory. `fails` is raised by whatever is asked of it."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.items: dict[tuple[str, str], str] = {}
        self.fails = fails
        self.stubborn = False

    def get_password(self, service: str, name: str) -> str | None:
        if self.fails is not None:
            raise self.fails
        return self.items.get((service, name))

    def set_password(self, service: str, name: str, value: str) -> None:
        if self.fails is not None:
            raise self.fails
        self.items[service, name] = value

    def delete_password(self, service: str, name: str) -> None:
        if not self.stubborn:
            del self.items[service, name]


class KeyringLocked(Exception):
    """Named as the library names it."""


def called(name: str, *given: Any) -> Any:
    """A keyring whose class has this full name."""
    module, _, short = name.rpartition(".")
    return type(short, (Fake,), {"__module__": module, "__qualname__": short})(*given)


@pytest.fixture
def use(monkeypatch: pytest.MonkeyPatch):
    def use(backend: Any) -> Any:
        monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_keyring=lambda: backend))
        return backend

    return use


@pytest.mark.parametrize("name", keyring.ACCEPTED)
def test_a_safe_keyring_keeps_a_key_and_lets_it_go(use: Any, name: str):
    backend = use(called(name))
    assert keyring.safe_keyring() == (keyring.ACCEPTED[name], backend)
    assert keyring.kept(KEY.salt) is None
    assert keyring.keep(KEY) is True
    assert keyring.keep(KEY) is False
    assert keyring.kept(KEY.salt) == KEY
    assert backend.items == {("ifs-journal", NAME): KEY.raw.hex()}
    assert keyring.keep(OTHER) is True
    assert keyring.kept(KEY.salt) == OTHER
    assert keyring.forget(KEY.salt) is True
    assert keyring.forget(KEY.salt) is False
    assert backend.items == {}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("keyring.backends.fail.Keyring", "No keyring was found"),
        ("keyring.backends.null.Keyring", "keeps nothing"),
        ("keyrings.alt.file.PlaintextKeyring", "files of its own"),
        ("keyrings.alt.file.EncryptedKeyring", "files of its own"),
        ("somebodys.cloud.Keyring", "somebodys.cloud.Keyring is not one that is known to be safe"),
        ("somebodys.keyring.backends.SecretService.Keyring", "not one that is known to be safe"),
    ],
)
def test_any_other_keyring_is_refused_with_the_reason_and_never_spoken_to(use: Any, name: str, said: str):
    backend = use(called(name, AssertionError("was asked")))
    for act in (lambda: keyring.kept(KEY.salt), lambda: keyring.keep(KEY), lambda: keyring.forget(KEY.salt)):
        with pytest.raises(keyring.NoSafeKeyring, match=said) as raised:
            act()
        assert "\n" not in str(raised.value)
    assert backend.items == {}


def test_of_several_in_a_row_the_first_safe_one_is_used_directly(use: Any):
    plain, safe = called("keyrings.alt.file.PlaintextKeyring"), called("keyring.backends.kwallet.DBusKeyring")
    row = called(keyring.CHAINER, AssertionError("was asked"))
    row.backends = [plain, safe]
    use(row)
    assert keyring.keep(KEY) is True
    assert (plain.items, len(safe.items)) == ({}, 1)
    row.backends = [plain]
    with pytest.raises(keyring.NoSafeKeyring, match="files of its own"):
        keyring.keep(KEY)
    row.backends = []
    with pytest.raises(keyring.NoSafeKeyring, match="No keyring was found"):
        keyring.keep(KEY)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyringLocked("words of its own"), "is locked"),
        (OSError("words of its own"), "could not be reached (OSError)"),
        (RuntimeError("words of its own"), "could not be reached (RuntimeError)"),
    ],
)
def test_a_keyring_that_fails_is_a_reason_in_our_own_words(use: Any, error: Exception, said: str):
    use(called("keyring.backends.SecretService.Keyring", error))
    with pytest.raises(keyring.NoKeyring) as raised:
        keyring.kept(KEY.salt)
    assert said in str(raised.value)
    assert "words of its own" not in str(raised.value)
    assert not isinstance(raised.value, keyring.NoSafeKeyring)


def test_without_the_library_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(keyring.NotInstalled, match=r"pip install 'ifs-journal\[keyring\]'"):
        keyring.safe_keyring()


@pytest.mark.parametrize("text", ["", "not hex", "ab" * 31, "ab" * 33])
def test_what_cannot_be_a_key_is_removed(use: Any, text: str):
    backend = use(called("keyring.backends.macOS.Keyring"))
    backend.items["ifs-journal", NAME] = text
    assert keyring.kept(KEY.salt) is None
    assert backend.items == {}


def test_a_key_that_stays_although_it_was_removed_is_told(use: Any):
    backend = use(called("keyring.backends.macOS.Keyring"))
    keyring.keep(KEY)
    backend.stubborn = True
    with pytest.raises(keyring.NoKeyring, match="by hand"):
        keyring.forget(KEY.salt)


def test_the_names_are_those_of_the_library():
    from importlib import import_module

    for name in (*keyring.ACCEPTED, keyring.CHAINER):
        module, _, short = name.rpartition(".")
        found = getattr(import_module(module), short)
        assert f"{found.__module__}.{found.__qualname__}" == name
