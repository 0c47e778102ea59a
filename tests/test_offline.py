"""Nothing reaches out: no socket is connected, bound or listened on, no name is looked up.

prompt_toolkit runs on asyncio, whose event loop wakes itself through a pair of sockets joined to each
other (`socket.socketpair`). That pair leads nowhere outside the process; it and nothing else is allowed.

What Python itself does is seen by an audit hook in every process that is started here. What a library might
do past Python would fail where there is no network at all: there the commands run too.
"""

from __future__ import annotations

import ast
import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
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


PASSPHRASE = "seven grey herons wade"
ANSWERS = ("check-in", "--answers", str(EXAMPLE))
COMMANDS = (
    ANSWERS,
    ("list",),
    ("show",),
    ("show", "--json"),
    ("search", "words"),
    ("parts",),
    ("parts", "show", "1"),
    ("note", "--list"),
    ("tag", "--list"),
    ("tag", "last", "work"),
    ("scripts", "list"),
    ("scripts", "check"),
    ("config",),
    ("journal", "info"),
    ("journal", "backup"),
    ("support",),
    ("--help",),
    ("--version",),
    (),
    ("delete", "last", "--yes"),
)
"""The main commands, in an order in which each finds what it needs; they work on any journal."""

ENCRYPTING = (
    ("journal", "encrypt"),
    *COMMANDS,
    ("journal", "sync", "{folder}"),
    ("journal", "passphrase", "--new-passphrase-file", "{passphrase}"),
    ("journal", "decrypt", "--yes"),
)
"""The same on a journal that is encrypted on the way, and then no more."""


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    return file


def run(command: Sequence[str], passphrase: Path, before: Sequence[str] = ()) -> None:
    """Run one command to its end, without a terminal."""
    words = [word.format(passphrase=passphrase, folder=passphrase.parent) for word in command]
    given = ["--passphrase-file", str(passphrase)] if words else []
    done = subprocess.run(
        [*before, sys.executable, "-m", "ifs_journal", *given, *words],
        input="",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, (words, done.stderr)


ALL_IN_ONE = """
import io, json, os, sys
from ifs_journal.cli.app import run
for words in json.loads(sys.argv[1]):
    sys.stdin = io.TextIOWrapper(io.BytesIO())
    try:
        run(words)
    except SystemExit as left:
        if left.code:
            sys.exit(f"{words}: {left.code}")
    if os.path.getsize(os.environ["SOCKETS_SEEN"]):
        sys.exit(f"{words}: reached out")
"""
"""Runs commands one after the other within one process, to the first that fails or touches a socket."""


def test_no_command_touches_a_socket_or_needs_a_network(
    seen: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
):
    """All of them, watched, where there is no network if that can be had. The three below take longer."""
    monkeypatch.setenv("IFS_PASSPHRASE_FILE", str(passphrase))
    commands = [
        [word.format(passphrase=passphrase, folder=passphrase.parent) for word in command]
        for command in ENCRYPTING
    ]
    done = subprocess.run(
        [*without_network(), sys.executable, "-c", ALL_IN_ONE, json.dumps(commands)],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert events(seen) == []


@pytest.mark.slow
def test_no_command_touches_a_socket(seen: Path, passphrase: Path):
    for command in COMMANDS:
        run(command, passphrase)
        assert events(seen) == [], command


@pytest.mark.slow
def test_no_command_touches_a_socket_on_an_encrypted_journal(
    seen: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IFS_PASSPHRASE_FILE", str(passphrase))
    for command in ENCRYPTING:
        run(command, passphrase)
        assert events(seen) == [], command


def _works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def without_network() -> list[str]:
    """How a command is run where there is no network interface at all; empty where that is not allowed."""
    for words in (["unshare", "-n", "--"], ["unshare", "-rn", "--"]):
        if shutil.which("unshare") and _works([*words, "true"]):
            return words
    return []


@pytest.mark.slow
def test_the_commands_run_where_there_is_no_network_at_all(
    journal_file: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
):
    before = without_network()
    if not before:
        pytest.skip("NOT TESTED here: running without any network interface. It needs Linux and unshare.")
    reach = "import socket; socket.create_connection(('127.0.0.1', 9), 5)"
    alone = subprocess.run(
        [*before, sys.executable, "-c", reach], capture_output=True, text=True, check=False
    )
    assert "unreachable" in alone.stderr
    create(journal_file)
    monkeypatch.setenv("IFS_PASSPHRASE_FILE", str(passphrase))
    for command in ENCRYPTING:
        run(command, passphrase, before)


SPEAKING_TO_A_NETWORK = frozenset(
    {
        "aiohttp",
        "asyncore",
        "ftplib",
        "http",
        "httplib2",
        "httpx",
        "imaplib",
        "nntplib",
        "paramiko",
        "poplib",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "telnetlib",
        "twisted",
        "urllib",
        "urllib3",
        "webbrowser",
        "websockets",
        "wsgiref",
        "xmlrpc",
    }
)


def imported(module: Path) -> set[str]:
    """The packages a module names in its imports, wherever in it, and in calls that import by name."""
    found = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {one.name.partition(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(str(node.module).partition(".")[0])
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("__import__", "import_module"):
                found.add(str(node.args[0].value).partition(".")[0])
    return found


def test_no_module_of_ours_names_a_library_that_speaks_to_a_network():
    modules = list((Path(__file__).parents[1] / "src").rglob("*.py"))
    assert len(modules) > 100
    assert {str(one): found for one in modules if (found := imported(one) & SPEAKING_TO_A_NETWORK)} == {}


def test_the_look_at_imports_sees_each_kind(tmp_path: Path):
    module = tmp_path / "module.py"
    for line in (
        "import http.client",
        "from urllib.request import urlopen",
        "def f():\n    import socket as s",
        "importlib.import_module('ssl')",
        "__import__('requests')",
    ):
        module.write_text(line, encoding="utf-8")
        assert imported(module) & SPEAKING_TO_A_NETWORK, line


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


@pytest.mark.pty
def test_a_passphrase_typed_in_a_terminal_goes_nowhere(seen: Path):
    child = ifs("journal", "encrypt")
    for shown in ("New passphrase", "The same once more"):
        child.expect_exact(shown)
        time.sleep(SETTLED)
        child.send(f"{PASSPHRASE}\r")
    child.expect_exact("encrypted now")
    child.expect_exact("Enter: later.")
    time.sleep(SETTLED)
    child.send("\r")
    ended(child)
    child = ifs("list")
    child.expect_exact("Passphrase (it stays invisible)")
    time.sleep(SETTLED)
    child.send(f"{PASSPHRASE}\r")
    ended(child)
    assert set(events(seen)) <= {f"socket.__new__ {int(socket.AF_UNIX)}"}
