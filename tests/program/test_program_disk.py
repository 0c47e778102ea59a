"""A full, failing or read-only disk while the journal's whole file changes: told as 73, the journal whole."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs POSIX", allow_module_level=True)

from file_worker import LATER, only
from ifs_journal.errors import CannotWrite
from ifs_journal.journal import encrypting
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.schema import STEPS
from ifs_journal.journal.stale import rewrite, stale_copies
from journal_contents import assert_sound, beside, contents, some_key
from journal_filled import fill_many, holding, numbered
from program_locked import KEY, PASSPHRASE
from program_terminal import program

SESSIONS = 40
DATABASE = {"journal.db-wal", "journal.db-shm"}
"""What the database itself puts beside an open journal, and removes when there is room to."""
LIMITED = """
import resource, runpy, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
runpy.run_module("ifs_journal", run_name="__main__", alter_sys=True)
"""

WHOLE_FILE = [
    pytest.param(["journal", "encrypt"], None, id="encrypt"),
    pytest.param(["journal", "passphrase"], KEY, id="passphrase"),
    pytest.param(["journal", "decrypt", "--yes"], KEY, id="decrypt"),
    pytest.param(["journal", "backup"], None, id="backup-plain"),
    pytest.param(["journal", "backup"], KEY, id="backup-encrypted"),
]
"""What writes the file anew or copies it, and the key of the journal it is done to."""


def mounted(*arguments: str) -> bool:
    with suppress(OSError):
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, of 8 MiB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mounted("-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", str(folder)):
        pytest.skip("NOT TESTED here: a full disk and a read-only one. Mounting one needs root on Linux.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def filled(path: Path, key: Key | None) -> Path:
    create(path, key=key)
    with Journal.open(path, unlock=only(key)) as journal:
        fill_many(journal, SESSIONS)
    return path


def no_room(folder: Path) -> Path:
    """Fill a disk to its last block. Gives what has to go for it to have room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert shutil.disk_usage(folder).free == 0
    return ballast


@pytest.fixture
def given(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `ifs` on a journal, with its passphrase and a new one at hand."""
    files = {}
    for name, words in (("old", PASSPHRASE), ("new", "eight tin whistles hum")):
        files[name] = tmp_path / name
        files[name].write_text(words, encoding="utf-8")

    def run(
        path: Path, *arguments: str, text: str = "", most: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        more = ["--new-passphrase-file", str(files["new"])] if "passphrase" in arguments else []
        words = ["--journal", str(path), "--passphrase-file", str(files["old"]), *arguments, *more]
        command = program(*words) if most is None else [sys.executable, "-c", LIMITED, str(most), *words]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60, check=False)
        assert "Traceback" not in done.stderr
        assert numbered(1) not in done.stderr
        return done

    return run


def assert_as_before(path: Path, key: Key | None, before: Any) -> None:
    assert contents(path, key) == before
    assert_sound(path, key)


@pytest.mark.parametrize(("arguments", "key"), WHOLE_FILE)
def test_a_full_disk(disk: Path, given: Any, arguments: list[str], key: Key | None) -> None:
    path = filled(disk / "kept" / "journal.db", key)
    before, ballast = contents(path, key), no_room(disk)
    done = given(path, *arguments)
    assert done.returncode == 73, done.stderr
    assert "full" in done.stderr
    # What waits in the files of the database is brought in by the next opening.
    assert beside(path) <= DATABASE
    ballast.unlink()
    assert_as_before(path, key, before)
    assert given(path, *arguments).returncode == 0
    assert {name for name in beside(path) if not name.endswith(".backup")} == set()


@pytest.mark.parametrize(("arguments", "key"), WHOLE_FILE)
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_limit_to_the_size_of_files(
    tmp_path: Path, given: Any, arguments: list[str], key: Key | None, share: float
) -> None:
    """A write that comes back short, and then fails."""
    path = filled(tmp_path / "kept" / "journal.db", key)
    before = contents(path, key)
    done = given(path, *arguments, most=int(path.stat().st_size * share) + 100)
    assert done.returncode == 73, done.stderr
    assert beside(path) <= DATABASE
    assert_as_before(path, key, before)


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_disk_that_became_read_only(disk: Path, given: Any, key: Key | None) -> None:
    path = filled(disk / "kept" / "journal.db", key)
    before = path.read_bytes()
    assert mounted("-o", "remount,ro", str(disk))
    try:
        changes = [["journal", "encrypt"]] if key is None else [param.values[0] for param in WHOLE_FILE[1:]]
        for arguments in (*changes, ["delete", "1", "--yes"], ["note"], ["check-in", "--answers", "-"]):
            done = given(path, *arguments, text='["settled"]' if "check-in" in arguments else "a note")
            assert done.returncode == 73, (arguments, done.stderr)
            assert path.read_bytes() == before
        for arguments in (
            ["list", "--json"],
            ["search", "enough"],
            ["parts"],
            ["journal", "info"],
        ):
            done = given(path, *arguments)
            assert done.returncode == 0, (arguments, done.stderr)
    finally:
        assert mounted("-o", "remount,rw", str(disk))
    assert beside(path) == set()


@pytest.mark.parametrize("form", [SCHEMA_VERSION - 1, SCHEMA_VERSION])
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_another_journal_on_a_read_only_disk_comes_in(
    disk: Path, tmp_path: Path, given: Any, key: Key | None, form: int
) -> None:
    other, mine = disk / "other.db", tmp_path / "mine.db"
    create(other, key=key, steps=STEPS[:form])
    create(mine, key=key)
    before = other.read_bytes()
    assert mounted("-o", "remount,ro", str(disk))
    try:
        done = given(mine, "journal", "merge", str(other), "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        assert other.read_bytes() == before
    finally:
        assert mounted("-o", "remount,rw", str(disk))


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_removing_on_a_full_disk_is_finished_once_there_is_room(
    disk: Path, given: Any, key: Key | None
) -> None:
    path = filled(disk / "kept" / "journal.db", key)
    before, ballast = contents(path, key), no_room(disk)
    done = given(path, "delete", "1", "--yes")
    assert done.returncode in (0, 73), done.stderr
    ballast.unlink()
    if done.returncode == 73:
        assert_as_before(path, key, before)
        assert given(path, "delete", "1", "--yes").returncode == 0
    assert given(path, "list").returncode == 0
    assert_sound(path, key)
    kept = repr(contents(path, key))
    assert f"not {numbered(0)} enough" not in kept
    assert holding(path.parent, f"not {numbered(0)} enough") == []


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_answers_on_a_disk_that_fills_up(disk: Path, given: Any, key: Key | None) -> None:
    path = disk / "kept" / "journal.db"
    create(path, key=key)
    ballast = no_room(disk)
    os.truncate(ballast, ballast.stat().st_size - 1_500_000)
    page = "w" * 60_000
    kept = 0
    for _ in range(100):
        answers = json.dumps(["settled", ["Critic"], f"{page} {kept:03}", "some", None])
        done = given(path, "check-in", "--answers", "-", text=answers)
        if done.returncode != 0:
            break
        kept += 1
    assert done.returncode == 73, done.stderr
    assert kept > 3
    assert_sound(path, key)
    with Journal.open(path, unlock=only(key)) as journal:
        whole = journal.connection.execute(
            "SELECT count(*) FROM answer WHERE value LIKE '%w 0__\"' OR value LIKE '%w 0__'"
        ).fetchone()[0]
    assert whole >= kept
    assert beside(path) <= DATABASE


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_without_room_for_a_copy_an_older_journal_stays_as_it_is(disk: Path, key: Key | None) -> None:
    path = filled(disk / "kept" / "journal.db", key)
    before, ballast = contents(path, key), no_room(disk)
    with pytest.raises(CannotWrite):
        Journal.open(path, unlock=only(key), steps=LATER)
    assert beside(path) <= DATABASE
    ballast.unlink()
    assert_as_before(path, key, before)
    Journal.open(path, unlock=only(key), steps=LATER).close()


def failing(monkeypatch: pytest.MonkeyPatch, name: str, number: int) -> list[int]:
    """Let a call of `os` fail with an input/output error, the so-many-th time. Gives how often it came."""
    real, came = getattr(os, name), [0]

    def call(*given: Any, **named: Any) -> Any:
        came[0] += 1
        if came[0] == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*given, **named)

    monkeypatch.setattr(os, name, call)
    return came


CHANGES: dict[str, Callable[[Path, Key | None, Key], object]] = {
    "encrypt": lambda path, key, new: encrypting.encrypt(path, new),
    "passphrase": lambda path, key, new: encrypting.change_key(path, only(key), new),
    "decrypt": lambda path, key, new: encrypting.decrypt(path, only(key)),
    "copies": lambda path, key, new: rewrite(stale_copies(path, new)[0], new, only(key)),
}


@pytest.mark.thinned(2)
@pytest.mark.parametrize(("name", "number"), [("fsync", 1), ("fsync", 2), ("replace", 1), ("fsync", 3)])
@pytest.mark.parametrize("what", CHANGES)
def test_a_disk_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, name: str, number: int
) -> None:
    key, new = None if what == "encrypt" else some_key(), some_key()
    path = filled(tmp_path / "kept" / "journal.db", key)
    if what == "copies":
        shutil.copyfile(path, path.with_name(f"{path.name}.form-1.backup"))
        encrypting.change_key(path, only(key), new)
    now = new if what == "copies" else key
    before, names = contents(path, now), beside(path)
    with monkeypatch.context() as failure:
        failing(failure, name, number)
        with pytest.raises(CannotWrite):
            CHANGES[what](path, key, new)
    if number == 3:
        # The last of them is the folder's, after the new file has taken its place.
        now = None if what == "decrypt" else new
    assert_as_before(path, now, before)
    assert beside(path) <= names | DATABASE
