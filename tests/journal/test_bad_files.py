"""Damaged journals, made by the hundred: each ends in a clear error or works. No traceback, hang or crash."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from ifs_journal.journal.driver import connect
from journal_mutants import PAGE, mutate

sys.path[:0] = [str(Path(__file__).parents[1] / room) for room in ("guide", "session")]

WORKER = Path(__file__).with_name("journal_mutant_worker.py")
AT_ONCE = 2
SESSIONS, PARTS = 13, 6


class Used(NamedTuple):
    """What became of some damaged journals: those that were used, and what went wrong."""

    used: list[dict[str, Any]]
    wrong: list[str]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which a week was lived."""
    from session_seven_days import live_the_week

    return live_the_week(tmp_path_factory.mktemp("base") / "journal.db").program.file


def use(base: Path, begin: int, end: int) -> Used:
    """Use the journals of these seeds. What ends a worker is noted, and the next goes on behind it."""
    used: list[dict[str, Any]] = []
    wrong: list[str] = []
    while begin < end:
        worker = subprocess.run(
            [sys.executable, str(WORKER), str(base), *map(str, (SESSIONS, PARTS, begin, end))],
            capture_output=True,
            text=True,
            check=False,
        )
        told = [json.loads(line) for line in worker.stdout.splitlines()]
        used += [one for one in told if "seed" in one]
        last = max((one["began"] for one in told if "began" in one), default=begin)
        if worker.returncode != 0:
            wrong.append(f"seed {last} ended the worker ({worker.returncode}): {worker.stderr[-1500:]}")
        begin = last + 1
    wrong += [f"seed {one['seed']} ({one['recipe']}): {each}" for one in used for each in one["wrong"]]
    return Used(used, wrong)


def test_every_damaged_journal_ends_in_a_clear_error_or_works(
    base: Path, pytestconfig: pytest.Config
) -> None:
    count = pytestconfig.getoption("--mutants")
    share = -(-count // AT_ONCE)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        parts = [pool.submit(use, base, at, min(at + share, count)) for at in range(0, count, share)]
    found = [part.result() for part in parts]
    assert [one for part in found for one in part.wrong] == []
    assert sum(len(part.used) for part in found) == count
    codes = {int(code) for part in found for one in part.used for code in one["codes"]}
    assert codes <= {0, 10, 20, 22, 23, 24, 25, 65, 73, 130}
    assert {0, 22} <= codes


def test_a_seed_always_damages_in_the_same_way(base: Path, tmp_path: Path) -> None:
    for seed in (0, 7, 15):
        one, other = tmp_path / "one.db", tmp_path / "other.db"
        assert mutate(seed, base, one) == mutate(seed, base, other)
        assert one.read_bytes() == other.read_bytes()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: PAGE * 9 + 100])


def noise(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:PAGE] + bytes(range(256)) * 16 * 40 + data[PAGE * 41 :])


def other_program(path: Path) -> None:
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA application_id = 7")


def put_in(path: Path, sql: str) -> None:
    """Put a value into the file past everything that would refuse it."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA foreign_keys = OFF")
        for (trigger,) in connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute(sql)


@pytest.mark.thinned(6)
@pytest.mark.parametrize("damaging", [cut, noise, other_program], ids=["cut", "noise", "other program"])
def test_the_program_says_that_a_file_is_damaged(
    base: Path, tmp_path: Path, damaging: Callable[[Path], None]
) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(base.read_bytes())
    damaging(path)
    before = path.read_bytes()
    for arguments in (["list"], ["show", "last"], ["journal", "check"], ["resume", "--jsonl"]):
        done = ifs(path, *arguments)
        assert done.returncode == 22, (arguments, done.stderr)
        assert "ifs journal check" in done.stderr + done.stdout or "other program" in done.stderr
    assert path.read_bytes() == before


def test_a_file_that_may_be_encrypted_is_not_called_damaged(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"%PDF-1.7" + base.read_bytes()[8:])
    assert ifs(path, "list").returncode == 25


def ifs(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "ifs_journal", "--journal", str(path), *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr
    return done


BAD_ROWS = {
    "JSON": "UPDATE answer SET value = '{' WHERE session_id = (SELECT id FROM session WHERE number = 4)",
    "no text": "UPDATE answer SET address = CAST(x'ff80' AS TEXT) "
    "WHERE session_id = (SELECT id FROM session WHERE number = 4)",
    "kind": "UPDATE answer SET kind = 'shouted' WHERE session_id = (SELECT id FROM session WHERE number = 4)",
}


@pytest.mark.thinned(6)
@pytest.mark.parametrize("bad", BAD_ROWS)
def test_a_bad_row_keeps_nobody_from_the_rest(base: Path, tmp_path: Path, bad: str) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(base.read_bytes())
    put_in(path, BAD_ROWS[bad])
    shown = ifs(path, "show", "4")
    assert shown.returncode == 22
    assert "ifs journal check" in shown.stderr
    assert ifs(path, "show", "5").returncode == 0
    assert len(json.loads(ifs(path, "list", "--json").stdout)) == SESSIONS
    assert ifs(path, "journal", "check").returncode == 22


def test_a_session_that_cannot_be_read_is_named_below_the_others(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(base.read_bytes())
    put_in(path, "UPDATE session SET end_reason = 'whatever' WHERE number = 4")
    done = ifs(path, "list", "--json")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)) == SESSIONS - 1
    assert "#4" in done.stderr
    assert "ifs journal check" in done.stderr
