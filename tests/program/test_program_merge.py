"""Merging in a real terminal, and cut off between two steps: what is asked, and what is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.copies import copies_beside
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import sessions
from ifs_journal.session.checking import check
from ifs_journal.session.merging import merge
from program_terminal import Terminal
from session_talking import Room

pytestmark = pytest.mark.sampled(6)

Start = Callable[..., Terminal]
MARK = "zitronengras"
HERE = "sauerampfer"
CRITIC = ["settled", ["Critic"], MARK, "some", None]
ASKED = "Merge it into this one?"
CUT_OFF = """
import os, signal, sys
from sqlcipher3 import dbapi2

connect, before = dbapi2.connect, sys.argv.pop(1)


def watched(*given, **named):
    connection = connect(*given, **named)
    connection.set_trace_callback(stop)
    return connection


def stop(sql):
    if f"{sql}\\n".startswith(before):
        os.kill(os.getpid(), signal.SIGKILL)


dbapi2.connect = watched
from ifs_journal.__main__ import main

main()
"""
"""Runs `ifs`, and dies where a statement begins with these words."""


@pytest.fixture
def mine(journal: Path) -> Path:
    """This test's journal, with a session."""
    with Journal.open(journal) as opened:
        Room(opened).sit("check-in", ["settled", ["Critic"], HERE, "some", None])
    return journal


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another one, with two."""
    path = tmp_path / "other.db"
    create(path)
    with Journal.open(path) as opened:
        for _ in range(2):
            Room(opened).sit("check-in", CRITIC)
    return path


def count(path: Path) -> int:
    """How many sessions a journal holds, once it is seen to be whole."""
    with Journal.open(path) as journal:
        assert check(journal).troubles == ()
        return len(sessions(journal))


@pytest.mark.pty
@pytest.mark.parametrize("columns", [80, 40])
def test_it_is_asked_what_becomes_of_it(ifs: Start, mine: Path, other: Path, columns: int) -> None:
    for keys, code in (("y\x03", 130), ("n", 0)):
        terminal = ifs("journal", "merge", str(other), columns=columns)
        terminal.wait(ASKED)
        assert "2 new sessions" in terminal.since
        assert max(map(len, terminal.text.splitlines())) <= columns
        terminal.press(keys)
        assert terminal.end() == code
        assert count(mine) == 1
        assert list(mine.parent.glob("*before-merge*")) == []
    assert "Nothing was changed." in terminal.shown
    terminal = ifs("journal", "merge", str(other), columns=columns)
    terminal.wait(ASKED)
    terminal.press("m")
    terminal.wait("Merged.")
    assert terminal.end() == 0
    assert count(mine) == 3
    assert MARK not in terminal.raw
    assert HERE not in terminal.raw


@pytest.mark.parametrize(
    ("before", "left"),
    [("INSERT INTO session_part", 1), ("COMMIT\n", 1), ("VACUUM\n", 2)],
    ids=["midway", "at the end", "before it is wiped"],
)
def test_cut_off_between_two_steps_it_is_as_before_or_whole(
    mine: Path, other: Path, before: str, left: int
) -> None:
    with Journal.open(mine) as here, Journal.open(other) as there:
        merge(there, here)
        there.delete_session(sessions(here)[0].id)
        assert [one.number for one in sessions(there)] == [2, 1]
    earlier = other.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", CUT_OFF, before, "journal", "merge", str(other), "--yes"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert other.read_bytes() == earlier
    assert count(mine) == left
    files = [file.name for file in mine.parent.iterdir() if HERE.encode() in file.read_bytes()]
    copies = [one.path.name for one in copies_beside(mine)]
    assert set(files) - set(copies) == (set() if left == 2 else {mine.name})
