"""A `keyring` library for the whole program that keeps everything in one file, to be looked at."""

from __future__ import annotations

import json
import os
from pathlib import Path

LIBRARY = """
import importlib, os
def get_keyring():
    module, _, name = os.environ["FAKE_KEYRING"].rpartition(".")
    return getattr(importlib.import_module(module), name)()
"""
BACKEND = """
import json, os
class Keyring:
    def _items(self):
        with open(os.environ["FAKE_KEYRING_FILE"], encoding="utf-8") as file:
            return json.load(file)
    def _write(self, items):
        with open(os.environ["FAKE_KEYRING_FILE"], "w", encoding="utf-8") as file:
            json.dump(items, file)
    def get_password(self, service, name):
        if os.environ.get("FAKE_KEYRING_LOCKED"):
            raise KeyringLocked("nobody reads this")
        return self._items().get(f"{service}/{name}")
    def set_password(self, service, name, value):
        self._write({**self._items(), f"{service}/{name}": value})
    def delete_password(self, service, name):
        items = self._items()
        del items[f"{service}/{name}"]
        self._write(items)
class KeyringLocked(Exception):
    pass
"""
SAFE = "keyring.backends.SecretService.Keyring"
PLAIN_TEXT = "keyrings.alt.file.PlaintextKeyring"


class FakeKeyring:
    """What the stub keeps, and the environment in which the program finds it."""

    def __init__(self, folder: Path) -> None:
        """Write the stub into `folder`."""
        for name, text in (
            ("keyring/__init__.py", LIBRARY),
            ("keyring/backends/__init__.py", ""),
            ("keyring/backends/SecretService.py", BACKEND),
            ("keyrings/alt/file.py", BACKEND.replace("class Keyring:", "class PlaintextKeyring:")),
        ):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        self.file = folder / "items.json"
        self.items = {}
        self.environ = {
            "PYTHONPATH": str(folder),
            "FAKE_KEYRING": SAFE,
            "FAKE_KEYRING_FILE": str(self.file),
        }

    @property
    def items(self) -> dict[str, str]:
        """What is kept: by service and name, the value."""
        found: dict[str, str] = json.loads(self.file.read_text(encoding="utf-8"))
        return found

    @items.setter
    def items(self, value: dict[str, str]) -> None:
        self.file.write_text(json.dumps(value), encoding="utf-8")


def without_library(folder: Path) -> dict[str, str]:
    """An environment in which importing `keyring` fails, as where it was never installed."""
    path = folder / "keyring.py"
    path.write_text("raise ModuleNotFoundError('No module named keyring')\n", encoding="utf-8")
    return {"PYTHONPATH": os.fspath(folder)}
