"""Another file in the journal's place: what waited for the earlier one is never read together with it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs POSIX", allow_module_level=True)

from ifs_journal.errors import Busy
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.reads import sessions
from ifs_journal.terms import Difference
from journal_contents import assert_sound, some_key
from journal_filled import fill_many
from journal_making import item, new_session

LEFT = """
import os, signal, sys
from pathlib import Path
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from journal_making import new_session
raw = bytes.fromhex(sys.argv[2])
key = Key(raw[:32], raw[32:]) if raw else None
journal = Journal.open(Path(sys.argv[1]), unlock=lambda path, salt: iter(() if key is None else (key,)))
journal.begin(new_session())
if sys.argv[3] != "-":
    os.replace(sys.argv[3], sys.argv[1])
os.kill(os.getpid(), signal.SIGKILL)
"""
"""Begins a session, lets another file take the journal's place if one is named, and is killed."""


@pytest.fixture(params=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return None if request.param == "plain" else some_key()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the journal belongs; nothing is there yet."""
    return tmp_path / "here" / "journal.db"


def only(key: Key | None):
    return lambda path, salt: iter(() if key is None else (key,))


def made(path: Path, key: Key | None, other: Path | None = None) -> Path:
    """A journal with one session, and a longer one from elsewhere at `other`."""
    create(path, key=key)
    with Journal.open(path, unlock=only(key)) as journal:
        journal.begin(new_session())
    if other is not None:
        shutil.copyfile(path, other)
        with Journal.open(other, unlock=only(key)) as journal:
            fill_many(journal, 20)
    return path


def killed(path: Path, key: Key | None, other: Path | None = None) -> None:
    digits = "" if key is None else (key.raw + key.salt).hex()
    words = [sys.executable, "-c", LEFT, str(path), digits, str(other or "-")]
    paths = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    assert subprocess.run(words, check=False, env=paths).returncode < 0
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


def count(path: Path, key: Key | None) -> int:
    with Journal.open(path, unlock=only(key)) as journal:
        found = len(list(sessions(journal)))
    assert_sound(path, key)
    return found


def left(path: Path) -> list[str]:
    return [one.name for one in path.parent.iterdir() if one.name.endswith("backup-wal")]


def test_what_a_kill_left_is_read_with_the_file_it_is_of(path: Path, key: Key | None) -> None:
    killed(made(path, key), key)
    assert count(path, key) == 2
    assert left(path) == []


@pytest.mark.parametrize("with_lock", [True, False])
def test_so_it_is_where_both_were_carried_elsewhere(
    path: Path, key: Key | None, tmp_path: Path, with_lock: bool
) -> None:
    killed(made(path, key), key)
    shutil.copytree(path.parent, tmp_path / "elsewhere")
    there = tmp_path / "elsewhere" / path.name
    if not with_lock:
        there.with_name(f"{there.name}.lock").unlink()
    assert count(there, key) == 2
    assert left(there) == []


def test_with_another_file_it_is_not_read(path: Path, key: Key | None, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    made(path, key, other)
    there = count(other, key)
    killed(path, key, other)
    assert count(path, key) == there
    assert len(left(path)) == 1


def test_whoever_comes_while_the_earlier_file_is_open_waits_outside(
    path: Path, key: Key | None, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    made(path, key, other)
    there = count(other, key)
    with Journal.open(path, unlock=only(key)) as journal:
        head = journal.begin(new_session())
        other.replace(path)
        with pytest.raises(Busy, match="another window"):
            Journal.open(path, unlock=only(key))
        with pytest.raises(Busy, match="ifs journal merge"):
            journal.append(head.id, 1, item(2), Difference(), reached="x")
    assert count(path, key) == there
    assert left(path) == []
    (copy,) = path.parent.glob("*.replaced-*.backup")
    assert count(copy, key) == 2
