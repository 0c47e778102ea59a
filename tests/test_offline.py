"""Nothing reaches out: no socket is connected, bound or listened on, no name is looked up.

prompt_toolkit runs on asyncio, whose event loop wakes itself through a pair of sockets joined to each
other (`socket.socketpair`). That pair leads nowhere outside the process; it and nothing else is allowed.
"""

from __future__ import annotations

import socket
import sys
import time
from pathlib import Path

import pexpect
import pytest

from ifs_journal.journal.create import create

EXAMPLE = Path(__file__).parents[1] / "examples" / "check-in.toml"
SETTLED = 0.5
"""Seconds until a question that has appeared takes keys."""
HOOK = """
import os, sys
def watch(event, args):
    if event.startswith("socket.") or event.startswith(("urllib.", "http.", "ftplib.", "smtplib.")):
        with open(os.environ["SOCKETS_SEEN"], "a") as seen:
            family = getattr(args[0], "family", None) if args else None
            if event == "socket.__new__":
                family = args[1]
            seen.write(f"{event} {int(family) if family is not None else ''}\\n")
sys.addaudithook(watch)
"""


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Path:
    """Where every program started from now on writes what it did with sockets."""
    folder = tmp_path / "watching"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    file = tmp_path / "seen.txt"
    file.touch()
    monkeypatch.setenv("SOCKETS_SEEN", str(file))
    monkeypatch.setenv("PYTHONPATH", str(folder))
    create(journal_file)
    return file


def ifs(*arguments: str) -> pexpect.spawn:
    return pexpect.spawn(
        sys.executable, ["-m", "ifs_journal", *arguments], encoding="utf-8", timeout=20, dimensions=(50, 100)
    )


def ended(child: pexpect.spawn) -> str:
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0, child.before
    return str(child.before)


def events(seen: Path) -> list[str]:
    return seen.read_text(encoding="utf-8").splitlines()


def test_the_hook_sees_what_it_should(seen: Path):
    code = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    assert ended(pexpect.spawn(sys.executable, ["-c", code], encoding="utf-8", timeout=60)) == ""
    assert events(seen) == ["socket.__new__ 2", "socket.connect 2"]


def test_recorded_session_and_pages_touch_no_socket(seen: Path):
    assert "Kept as #1" in ended(ifs("check-in", "--answers", str(EXAMPLE)))
    for command in (["list"], ["show"], ["show", "--json"], ["parts"], ["support"], ["--help"]):
        assert ended(ifs(*command))
    assert events(seen) == []


@pytest.mark.pty
def test_a_check_in_typed_in_a_terminal_makes_only_the_pair_asyncio_wakes_itself_with(seen: Path):
    child = ifs("check-in", "--quick")
    for shown, keys in (
        ("How are you arriving?", "s"),
        ("Who or what is around", "the planner\r"),
        ("Is there some of you", "s"),
        ("Anything else with this entry?", "d"),
    ):
        child.expect_exact(shown)
        # Keys typed before a question that needs care are thrown away, as they are meant to be.
        time.sleep(SETTLED)
        child.send(keys)
    ended(child)
    assert set(events(seen)) <= {f"socket.__new__ {int(socket.AF_UNIX)}"}
