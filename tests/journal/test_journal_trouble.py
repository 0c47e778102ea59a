"""What happens to kept answers when the disk fills, a process is killed, or two windows write at once."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ifs_journal.errors import CannotWrite
from ifs_journal.journal import journal as journal_module
from ifs_journal.journal import reads
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.terms import Difference
from journal_making import item, new_session

WRITER = Path(__file__).with_name("journal_writer.py")


def writer(path: Path, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), *map(str, arguments)], stdout=subprocess.PIPE, text=True
    )


def promised(output: str) -> tuple[str, list[int]]:
    """The session a writer began, and the seqs it was told are kept (a cut last line counts for nothing)."""
    lines = [line.split() for line in output.splitlines(keepends=True) if line.endswith("\n")]
    session = next((words[1] for words in lines if words[0] == "session"), "")
    return session, [int(words[1]) for words in lines if words[0] == "kept"]


def assert_sound(path: Path) -> None:
    connection = connect(path)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        connection.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
def test_a_full_disk_keeps_what_was_kept(path: Path) -> None:
    process = writer(path, 20, 20_000, 600_000)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 73, output
    session, kept = promised(output)
    assert len(kept) > 3
    assert_sound(path)
    with Journal.open(path) as journal:
        assert [entry.seq for entry in journal.log(session)] == [1, *kept]
        revision = reads.find_session(journal, session).revision
        journal.append(session, revision, item(kept[-1] + 1, at=item(1).at), Difference(), reached="x")


def test_after_an_error_at_the_disk_the_same_window_can_go_on(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = journal.begin(new_session())
    real = journal_module.apply

    def full(*_: object) -> None:
        raise journal_module_error("database or disk is full")

    monkeypatch.setattr(journal_module, "apply", full)
    with pytest.raises(CannotWrite, match="still there"):
        journal.append(head.id, 1, item(2), Difference(), reached="x")
    monkeypatch.setattr(journal_module, "apply", real)
    journal.append(head.id, 1, item(2), Difference(), reached="x")
    assert [entry.seq for entry in journal.log(head.id)] == [1, 2]


def journal_module_error(message: str) -> Exception:
    from sqlcipher3 import dbapi2

    return dbapi2.OperationalError(message)


def kill_and_look(path: Path, delay: float) -> int:
    process = writer(path, 20)
    assert process.stdout is not None
    head = process.stdout.readline()
    time.sleep(delay)
    process.kill()
    with process.stdout:
        rest = process.stdout.read()
    process.wait(timeout=30)
    session, kept = promised(head + rest)
    with Journal.open(path) as journal:
        there = [entry.seq for entry in journal.log(session)]
        summary = reads.find_session(journal, session)
        named = reads.entry(journal, session).rows["session_part"]
    assert there[: len(kept) + 1] == [1, *kept]
    assert len(there) <= len(kept) + 2, "at most the answer that was being written is there too"
    assert summary.revision == len(there)
    assert [row["answer_seq"] for row in named] == there[1:]
    return len(kept)


def test_ten_kills_lose_no_answer(path: Path) -> None:
    chance = random.Random(7)
    kept = [kill_and_look(path, chance.uniform(0.0, 0.12)) for _ in range(10)]
    assert sum(kept) > 10
    assert_sound(path)


@pytest.mark.kills
@pytest.mark.slow
def test_many_kills_lose_no_answer(path: Path, request: pytest.FixtureRequest) -> None:
    chance = random.Random()
    for _ in range(request.config.getoption("--kills", 25)):
        kill_and_look(path, chance.uniform(0.0, 0.4))
    assert_sound(path)


def test_two_windows_writing_different_sessions_never_wait_in_vain(path: Path) -> None:
    processes = [writer(path, 3) for _ in range(2)]
    outputs = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0], [output[-200:] for output in outputs]
    with Journal.open(path) as journal:
        for output in outputs:
            session, kept = promised(output)
            assert len(kept) > 20
            assert [entry.seq for entry in journal.log(session)] == [1, *kept]
    assert_sound(path)
