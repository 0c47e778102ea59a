"""What keeps every test away from a person's journal and from the network. `conftest.py` puts it to work.

Home, data folder and IFS_JOURNAL point into a temporary folder, where programs a test starts live too.
Under that lies an audit hook, which Python cannot take back: touching a file of the real journal, or
reaching out over a socket, raises `Refused` whatever the code under test does.
"""

from __future__ import annotations

import os
import socket
import sys
import time
from pathlib import Path

import platformdirs
import pytest


class Refused(AssertionError):
    """A test tried what no test may do."""


def _real_places() -> tuple[str, ...]:
    named = os.environ.get("IFS_JOURNAL")
    places = [
        platformdirs.user_data_dir("ifs-journal", appauthor=False),
        platformdirs.user_config_dir("ifs-journal", appauthor=False),
        *([named, f"{named}.lock", f"{named}-wal", f"{named}-shm"] if named else []),
    ]
    return tuple(os.path.realpath(place) for place in places)


REAL_PLACES = _real_places()
"""Files and folders of the person who runs the tests, as they were before anything was hidden."""

TOUCHING = frozenset(
    {"open", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.scandir", "sqlite3.connect"}
)
REACHING_OUT = frozenset(
    {
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
    }
)


def refuse_from_now_on() -> None:
    """Install the audit hook. It stays until this Python ends."""
    sys.addaudithook(_refuse)


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event in TOUCHING:
        for place in args[:2]:
            if isinstance(place, str | bytes | os.PathLike):
                _refuse_real_place(os.path.realpath(os.fsdecode(place)))
    elif event in REACHING_OUT:
        inside = isinstance(args[0], socket.socket) and args[0].family == getattr(socket, "AF_UNIX", None)
        if not inside:
            raise Refused(f"a test tried to reach out: {event}")


def _refuse_real_place(path: str) -> None:
    for real in REAL_PLACES:
        if path == real or path.startswith(real + os.sep):
            raise Refused(f"a test tried to touch a person's own files: {path}")


def _environment(home: Path) -> dict[str, str | None]:
    """The environment of a person who has nothing yet and lives in `home`. None: not set."""
    return {
        "HOME": str(home),
        "USERPROFILE": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_RUNTIME_DIR": str(home / "runtime"),
        "XDG_STATE_HOME": str(home / "state"),
        "LANG": "C.UTF-8",
        "LC_ALL": None,
        "PAGER": "cat",
        "PROMPT_TOOLKIT_NO_CPR": "1",
        "TERM": "xterm-256color",
        "TZ": "Europe/Vienna",
        **dict.fromkeys(("COLUMNS", "LINES", "EDITOR", "VISUAL")),
        **dict.fromkeys(("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "NO_COLOR")),
        **{name: None for name in os.environ if name.startswith("IFS_")},
        "IFS_JOURNAL": str(home / "journal" / "journal.db"),
    }


def live_in(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process, and what it starts, live in `home`."""
    for name, value in _environment(home).items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    if hasattr(time, "tzset"):
        time.tzset()
