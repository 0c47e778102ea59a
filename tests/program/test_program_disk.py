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
from functools import partial
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs POSIX", allow_module_level=True)

from file_worker import DOING, LATER, only
from files_prepared import Stock
from ifs_journal.errors import CannotWrite
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.schema import STEPS
from journal_contents import assert_sound, beside, contents
from journal_filled import holding, numbered
from program_disks import mounted, small_disk
from program_files import OPERATIONS, Figures, Operation, Scene
from program_locked import KEY, PASSPHRASE
from program_terminal import program

pytestmark = pytest.mark.sampled(6)

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
    pytest.param(["journal", "restore", "{copy}", "--yes"], None, id="restore-plain"),
    pytest.param(["journal", "restore", "{copy}", "--yes"], KEY, id="restore-encrypted"),
    pytest.param(["journal", "merge", "{other}", "--yes"], None, id="merge-plain"),
    pytest.param(["journal", "merge", "{other}", "--yes"], KEY, id="merge-encrypted"),
    pytest.param(["journal", "check", "--repair", "--yes"], None, id="repair-plain"),
    pytest.param(["journal", "check", "--repair", "--yes"], KEY, id="repair-encrypted"),
]
"""What writes the file anew, copies it, or changes much of it, and the key of the journal it is done to."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, of 8 MiB."""
    with small_disk(tmp_path / "disk", "8m") as folder:
        yield folder


@pytest.fixture(scope="module")
def stock(tmp_path_factory: pytest.TempPathFactory) -> Stock:
    return Stock(tmp_path_factory.mktemp("stock"), SESSIONS, KEY)


@pytest.fixture
def filled(stock: Stock, tmp_path: Path) -> Callable[..., Path]:
    """Puts a filled journal at a path, in a new folder, and beside it what an operation needs."""

    def fill(path: Path, key: Key | None, operation: str = "") -> Path:
        template = stock.lay(operation, tmp_path / "laid", key, None)
        shutil.copytree(template, path.parent)
        Journal.open(path, unlock=only(key)).close()
        return path

    return fill


def spelled(arguments: list[str], path: Path, tmp_path: Path) -> list[str]:
    """The words of a command, with the files it is about."""
    copy = next((path.parent / name for name in beside(path) if name.endswith(".backup")), path)
    return [one.format(copy=copy, other=tmp_path / "laid" / "other" / path.name) for one in arguments]


def operation_of(arguments: list[str]) -> str:
    """What has to be prepared for a command."""
    return "repair" if "--repair" in arguments else arguments[1]


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


@pytest.mark.thinned(6)
@pytest.mark.parametrize(("arguments", "key"), WHOLE_FILE)
def test_a_full_disk(
    disk: Path, tmp_path: Path, filled: Any, given: Any, arguments: list[str], key: Key | None
) -> None:
    path = filled(disk / "kept" / "journal.db", key, operation_of(arguments))
    arguments = spelled(arguments, path, tmp_path)
    before, names, ballast = contents(path, key), beside(path), no_room(disk)
    done = given(path, *arguments)
    assert done.returncode == 73, done.stderr
    assert "full" in done.stderr
    # What waits in the files of the database is brought in by the next opening.
    assert beside(path) <= names | DATABASE
    ballast.unlink()
    assert_as_before(path, key, before)
    assert given(path, *arguments).returncode == 0
    assert {name for name in beside(path) if not name.endswith(".backup")} == set()
    if "passphrase" not in arguments:
        assert given(path, "journal", "check").returncode == 0


@pytest.mark.thinned(14)
@pytest.mark.parametrize(("arguments", "key"), WHOLE_FILE)
@pytest.mark.parametrize("share", [0.0, 0.4, 0.9])
def test_a_limit_to_the_size_of_files(
    tmp_path: Path, filled: Any, given: Any, arguments: list[str], key: Key | None, share: float
) -> None:
    """A write that comes back short, and then fails."""
    path = filled(tmp_path / "kept" / "journal.db", key, operation_of(arguments))
    arguments = spelled(arguments, path, tmp_path)
    before, names = contents(path, key), beside(path)
    done = given(path, *arguments, most=int(path.stat().st_size * share) + 100)
    assert done.returncode == 73, done.stderr
    assert beside(path) <= names | DATABASE
    assert_as_before(path, key, before)


@pytest.mark.thinned(4)
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_disk_that_became_read_only(
    disk: Path, tmp_path: Path, filled: Any, given: Any, key: Key | None
) -> None:
    path = filled(disk / "kept" / "journal.db", key, "merge")
    given(path, "journal", "backup")
    before, names = path.read_bytes(), beside(path)
    assert mounted("-o", "remount,ro", str(disk))
    try:
        changes = [param.values[0] for param in WHOLE_FILE if param.values[1] is key]
        for words in (
            *changes,
            ["delete", "1", "--yes"],
            ["note"],
            ["check-in", "--answers", "-"],
        ):
            if "--repair" in words:
                continue
            arguments = spelled(words, path, tmp_path)
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
    assert beside(path) == names


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


@pytest.mark.thinned(4)
@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_removing_on_a_full_disk_is_finished_once_there_is_room(
    disk: Path, filled: Any, given: Any, key: Key | None
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


@pytest.mark.thinned(4)
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
def test_without_room_for_a_copy_an_older_journal_stays_as_it_is(
    disk: Path, filled: Any, key: Key | None
) -> None:
    path = filled(disk / "kept" / "journal.db", key)
    before, ballast = contents(path, key), no_room(disk)
    with pytest.raises(CannotWrite):
        Journal.open(path, unlock=only(key), steps=LATER)
    assert beside(path) <= DATABASE
    ballast.unlink()
    assert_as_before(path, key, before)
    Journal.open(path, unlock=only(key), steps=LATER).close()


FAILING = Path(__file__).with_name("failing_disk.c")
POINTS = 8
"""Changes of files that are made to fail, of each thing and in each way."""


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that lets a disk fail below everything, the database too."""
    library, compiler = tmp_path_factory.mktemp("failing") / "failing.so", shutil.which("cc")
    if compiler is None or not Path("/proc/self/fd").exists():
        pytest.skip("NOT TESTED here: a disk that fails below the database. It needs Linux and a C compiler.")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(FAILING), "-ldl"], check=True)
    return library


def cut_short(scene: Scene, library: Path, path: Path, at: int, how: str) -> tuple[bool, int]:
    """Do it while a change fails. Whether it said to be done, and how many changes there were."""
    count = scene.folder / "count"
    settings = {"UNDER": str(path.parent), "AT": str(at), "HOW": how, "COUNT": str(count)}
    done = subprocess.run(
        scene.command(path),
        input="go\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "LD_PRELOAD": str(library), **{f"FAIL_{k}": v for k, v in settings.items()}},
    )
    assert done.returncode == 0 or done.stderr.splitlines()[-1].startswith(REFUSED), done.stderr
    return done.returncode == 0, int(count.read_text())


REFUSED = "ifs_journal.errors.CannotWrite: "
CHANGING = [one for one in OPERATIONS if one.name in ("backup", "restore", "merge", "repair")]


@pytest.mark.thinned(14)
@pytest.mark.parametrize("how", ["EIO", "ENOSPC", "SHORT"])
@pytest.mark.parametrize("operation", CHANGING, ids=str)
def test_a_disk_that_fails_below_the_database(
    stock: Stock, tmp_path: Path, failing: Path, operation: Operation, how: str
) -> None:
    scene = Scene(operation, tmp_path / "scene", stock)
    scene.once()
    told, changes = cut_short(scene, failing, scene.fresh(), 0, how)
    assert told
    assert changes > POINTS
    for number in range(POINTS):
        at, path = 1 + number * (changes - 1) // (POINTS - 1), scene.fresh()
        told, _ = cut_short(scene, failing, path, at, how)
        scene.look(path, Figures(), told=told, where=f"{how} at change {at} of {changes}")


def fails(monkeypatch: pytest.MonkeyPatch, name: str, number: int, act: Callable[[], object]) -> str:
    """Do something while a call of `os` fails with an input/output error, the so-many-th time it comes.

    Gives what came of it: `done`, `refused`, or that the call did not come so often.
    """
    real, came = getattr(os, name), 0

    def call(*given: Any, **named: Any) -> Any:
        nonlocal came
        came += 1
        if came == number:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*given, **named)

    with monkeypatch.context() as failure:
        failure.setattr(os, name, call)
        try:
            act()
        except CannotWrite:
            return "refused"
    return "done" if came >= number else "did not come"


@pytest.mark.thinned(10)
@pytest.mark.parametrize("operation", OPERATIONS, ids=str)
def test_a_disk_that_fails(
    stock: Stock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, operation: Operation
) -> None:
    """Wherever a name is changed or a file is brought onto the disk: whole, as before or as it was to be."""
    scene = Scene(operation, tmp_path / "scene", stock)
    scene.once()
    met = 0
    for name in ("fsync", "replace", "link"):
        for number in range(1, 50):
            path = scene.fresh()
            act = partial(DOING[operation.name], path, scene.key, scene.new)
            came = fails(monkeypatch, name, number, act)
            if came == "did not come":
                break
            met += 1
            scene.look(path, Figures(), told=came == "done", where=f"{name} {number} failing")
    assert met > 1 or operation.name in ("delete", "migrate")
