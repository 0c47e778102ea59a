"""The file itself: making, opening, refusing, permissions, settings, where nothing can be written."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from ifs_journal.errors import (
    Busy,
    CannotWrite,
    IfsJournalError,
    NeedsPassphrase,
    NewerJournal,
    NoJournal,
    NotAJournal,
    WrongKey,
)
from ifs_journal.journal import driver, location, opening, reads
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.lock import JournalLock
from ifs_journal.terms import Difference
from journal_making import item, new_session


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def umask_022() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_the_option_comes_before_the_variable_and_that_before_the_data_folder() -> None:
    environ = {"IFS_JOURNAL": "/somewhere/mine.db"}
    assert location.journal_path(Path("/given.db"), environ) == Path("/given.db")
    assert location.journal_path(None, environ) == Path("/somewhere/mine.db")
    fallback = location.journal_path(None, {"IFS_JOURNAL": " "})
    assert fallback.name == "journal.db"
    assert "ifs-journal" in str(fallback)


def test_durability_settings_hold(journal: Journal) -> None:
    held = {
        name: journal.connection.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "busy_timeout")
    }
    assert held == {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 5000,
    }


class Unsettling:
    """A connection on which one setting never holds."""

    def __init__(self, real: driver.Connection) -> None:
        self.real = real

    def execute(self, sql: str, parameters: tuple[object, ...] = ()) -> driver.Cursor:
        if sql == "PRAGMA journal_mode = WAL":
            return self.real.execute("PRAGMA journal_mode = DELETE")
        return self.real.execute(sql, parameters)


def test_a_setting_that_does_not_hold_is_refused(path: Path) -> None:
    connection = driver.connect(path)
    with pytest.raises(CannotWrite, match="journal_mode"):
        driver.settle(Unsettling(connection), path)
    connection.close()


def test_folder_and_files_are_the_persons_own(tmp_path: Path, umask_022: None) -> None:
    path = tmp_path / "a" / "b" / "journal.db"
    create(path)
    with Journal.open(path) as journal:
        journal.begin(new_session())
        modes = {file.name: mode(file) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(
        ("journal.db", "journal.db-wal", "journal.db-shm", "journal.db.lock"), 0o600
    )
    assert mode(path.parent) == mode(path.parent.parent) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    folder = tmp_path / "open"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    create(folder / "journal.db")
    assert mode(folder) == 0o755


def test_create_leaves_one_whole_file(path: Path) -> None:
    assert sorted(file.name for file in path.parent.iterdir()) == ["journal.db", "journal.db.lock"]
    assert path.read_bytes().startswith(b"SQLite format 3\0")


@pytest.mark.parametrize("kind", ["file", "folder", "dangling link"])
def test_create_never_takes_the_place_of_anything(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "journal.db"
    if kind == "file":
        path.write_text("something else")
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(CannotWrite, match="already"):
        create(path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["journal.db"]


def test_create_loses_a_race_politely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal.db"
    monkeypatch.setattr("ifs_journal.journal.create.refuse_taken", lambda _: None)
    path.write_text("something else")
    with pytest.raises(CannotWrite, match="already"):
        create(path)
    assert path.read_text() == "something else"
    assert {file.name for file in tmp_path.iterdir()} == {"journal.db", "journal.db.lock"}


def test_create_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    path = tmp_path / "journal.db"
    create(path)
    Journal.open(path).close()
    assert {file.name for file in tmp_path.iterdir()} == {"journal.db", "journal.db.lock"}
    path.with_name("other.db").write_text("something else")
    with pytest.raises(CannotWrite):
        create(path.with_name("other.db"))


def test_create_does_not_adopt_an_earlier_journals_last_answers(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.with_name("journal.db-wal").write_bytes(b"answers")
    with pytest.raises(CannotWrite, match="move it away"):
        create(path)


def test_a_missing_journal_says_how_to_begin_one(tmp_path: Path) -> None:
    with pytest.raises(NoJournal, match="ifs journal init --unencrypted"):
        Journal.open(tmp_path / "journal.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"a note\n", b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000, bytes(range(256)) * 40],
    ids=["empty", "text", "no whole page", "only the header", "bytes"],
)
def test_what_is_not_a_journal_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NotAJournal):
            Journal.open(path, read_only=read_only)
    assert path.read_bytes() == content


def test_random_bytes_may_be_an_encrypted_journal_until_a_key_is_tried(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    content = os.urandom(12_288)
    path.write_bytes(content)
    for read_only in (False, True):
        with pytest.raises(NeedsPassphrase):
            Journal.open(path, read_only=read_only)
        with pytest.raises(WrongKey):
            Journal.open(path, read_only=read_only, unlock=lambda _, salt: iter([Key(bytes(32), salt)]))
    assert path.read_bytes() == content


def test_a_folder_is_not_a_journal(tmp_path: Path) -> None:
    with pytest.raises(NotAJournal):
        Journal.open(tmp_path)


def test_another_programs_database_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    other = dbapi2.connect(str(path))
    other.execute("CREATE TABLE mine (x)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotAJournal, match="other program"):
        Journal.open(path)
    assert path.read_bytes() == before
    assert not path.with_name("journal.db-wal").exists()


def test_a_newer_journal_stays_as_it_is(path: Path) -> None:
    connection = driver.connect(path)
    connection.execute(f"PRAGMA user_version = {driver.SCHEMA_VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(NewerJournal, match="newer version"):
            Journal.open(path, read_only=read_only)
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} == {"journal.db", "journal.db.lock"}


def test_a_damaged_page_is_told_kindly(path: Path) -> None:
    with Journal.open(path) as journal:
        for _ in range(40):
            journal.begin(new_session(first=item(1, "long " * 200)))
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xff" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(NotAJournal, match="damaged"), Journal.open(path) as journal:
        reads.sessions(journal)


def test_paths_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "a?b#c%41 é" / "jour?nal.db"
    create(path)
    with Journal.open(path) as journal:
        journal.begin(new_session())
    with Journal.open(path, read_only=True) as journal:
        assert len(reads.sessions(journal)) == 1


def test_a_file_replaced_under_an_open_session_gets_nothing(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    create(other)
    with Journal.open(path) as journal:
        head = journal.begin(new_session())
        other.replace(path)
        with pytest.raises(Busy, match="not the one this session opened"):
            journal.append(head.id, head.revision, item(2), Difference(), reached="x")
        path.unlink()
        with pytest.raises(Busy):
            journal.save_draft(head.id, "x", "text", item(2).at)


def test_replacing_the_file_needs_it_closed_everywhere(path: Path) -> None:
    with Journal.open(path):
        JournalLock(path).release()
        with pytest.raises(Busy, match="another window"):
            JournalLock(path, exclusive=True)
    lock = JournalLock(path, exclusive=True)
    with pytest.raises(Busy, match="being replaced"):
        Journal.open(path)
    lock.release()
    lock.release()
    Journal.open(path).close()


def test_reading_only_cannot_write(path: Path) -> None:
    with Journal.open(path, read_only=True) as journal, pytest.raises(CannotWrite):
        journal.begin(new_session())


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("database or disk is full", CannotWrite),
        ("attempt to write a readonly database", CannotWrite),
        ("unable to open database file", CannotWrite),
        ("disk I/O error", CannotWrite),
        ("database is locked", Busy),
        ("database table is locked: answer", Busy),
        ("file is not a database", NotAJournal),
        ("database disk image is malformed", NotAJournal),
        ("no such table: secret", NotAJournal),
        ("Could not decode to UTF-8 column 'value' with text 'secret'", NotAJournal),
        ("near “secret”: syntax error", IfsJournalError),
    ],
)
@pytest.mark.parametrize("family", ["sqlcipher3", "sqlite3"])
def test_both_families_of_exceptions_are_translated(
    message: str, expected: type[IfsJournalError], family: str
) -> None:
    import sqlite3

    error = dbapi2.OperationalError if family == "sqlcipher3" else sqlite3.OperationalError
    with pytest.raises(IfsJournalError) as caught, driver.translated(Path("/j.db")):
        raise error(message)
    assert type(caught.value) is expected
    assert "secret" not in str(caught.value)
    if "UTF-8" in message:
        assert caught.value.__cause__ is None


@pytest.fixture
def read_only_mount(path: Path) -> Iterator[Path]:
    """The journal's folder, mounted so that nothing in it can be written, by anyone."""
    folder = path.parent
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if sys.platform != "linux" or mount is None or umount is None or os.geteuid() != 0:
        pytest.skip("SKIPPED FOR REAL: a read-only mount needs Linux and root")
    if subprocess.run([mount, "--bind", folder, folder], check=False, capture_output=True).returncode:
        pytest.skip("SKIPPED FOR REAL: this machine allows no mounts")
    try:
        subprocess.run([mount, "-o", "remount,ro,bind", folder], check=True, capture_output=True)
        yield path
    finally:
        subprocess.run([umount, folder], check=True)


def kept_answer(path: Path) -> None:
    with Journal.open(path) as journal:
        journal.begin(new_session())


@pytest.fixture
def with_an_answer(path: Path) -> Path:
    kept_answer(path)
    return path


def test_reading_where_nothing_can_be_written(with_an_answer: Path, read_only_mount: Path) -> None:
    with Journal.open(read_only_mount, read_only=True) as journal:
        assert [session.number for session in reads.sessions(journal)] == [1]
    with pytest.raises(CannotWrite):
        Journal.open(read_only_mount)


@pytest.fixture
def with_a_wal(path: Path) -> Path:
    """A journal whose last answers are only in its `-wal`, as after a kill."""
    beside = path.parent / "beside"
    beside.mkdir()
    with Journal.open(path) as journal:
        journal.begin(new_session())
        for file in path.parent.glob("journal.db*"):
            if not file.name.endswith("-shm"):
                shutil.copy2(file, beside)
    path.unlink()
    for file in beside.iterdir():
        file.replace(path.parent / file.name)
    assert path.with_name("journal.db-wal").stat().st_size > 0
    return path


def test_reading_answers_that_are_still_beside_it(with_a_wal: Path, read_only_mount: Path) -> None:
    with pytest.raises(CannotWrite, match="Copy both files"):
        Journal.open(read_only_mount, read_only=True)


@pytest.mark.parametrize("waiting", [False, True])
def test_reading_without_leave_to_write(path: Path, monkeypatch: pytest.MonkeyPatch, waiting: bool) -> None:
    kept_answer(path)
    if waiting:
        path.with_name("journal.db-wal").write_bytes(b"answers")

    def refuse(*_: object, **__: object) -> None:
        raise CannotWrite("read-only")

    monkeypatch.setattr(opening, "JournalLock", refuse)
    if waiting:
        with pytest.raises(CannotWrite, match="Copy both files"):
            Journal.open(path, read_only=True)
        return
    with Journal.open(path, read_only=True) as journal:
        assert len(reads.sessions(journal)) == 1
    with pytest.raises(CannotWrite):
        Journal.open(path)
