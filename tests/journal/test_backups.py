"""Copies of a journal: whole, closed to others, openable by the same key, and kept for a while."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import Busy, CannotWrite, WrongKey
from ifs_journal.journal import backups
from ifs_journal.journal.backups import back_up, daily_copy, lock_name, unfinished
from ifs_journal.journal.copies import DAILY, HAND, Copy, copies_beside, copy_path, outdated
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect, salt_of
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, new_key
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import open_copy
from journal_making import new_session

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)


def copied(journal: Journal, **more: Any) -> Path:
    return back_up(journal.connection, journal.path, HAND, journal.key, **more)


def sessions(path: Path, key: Key | None = None) -> int:
    connection = connect(path, key=key, immutable=True)
    try:
        count: int = connection.execute("SELECT count(*) FROM session").fetchone()[0]
        return count
    finally:
        connection.close()


def test_a_copy_lies_beside_the_journal_for_its_owner_alone(journal: Journal) -> None:
    journal.begin(new_session())
    made = copied(journal)
    assert made.parent == journal.path.parent
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert sessions(made) == 1
    assert [one.path for one in copies_beside(journal.path)] == [made]
    assert unfinished(lock_name(journal.path)) == []


def test_a_copy_of_an_encrypted_journal_opens_by_its_key_and_no_other(tmp_path: Path) -> None:
    path, key = tmp_path / "journal.db", new_key("three small grey stones")
    create(path, key=key)
    with Journal.open(path, unlock=lambda *_: iter([key])) as journal:
        journal.begin(new_session(title="Heron on the ice"))
        made = copied(journal)
    assert salt_of(made) == key.salt
    assert sessions(made, key) == 1
    assert b"Heron" not in made.read_bytes()
    with pytest.raises(WrongKey):
        open_copy(made, lambda _, salt: iter([Key(bytes(32), salt)]))


def test_a_copy_is_made_by_a_window_that_only_reads(path: Path) -> None:
    with Journal.open(path, read_only=True) as journal:
        assert sessions(copied(journal)) == 0
        with pytest.raises(CannotWrite):
            journal.begin(new_session())


def test_a_copy_never_takes_the_place_of_a_file(journal: Journal, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("mine")
    with pytest.raises(CannotWrite, match="stays as it is"):
        copied(journal, to=there)
    assert there.read_text() == "mine"
    assert sessions(copied(journal, to=tmp_path / "new")) == 0


def test_what_a_cut_off_copy_left_is_removed_by_the_next(journal: Journal) -> None:
    left = journal.path.with_name(f".{lock_name(journal.path).name}.0123abcd.copying")
    other = journal.path.with_name(".other.backup.0123abcd.copying")
    for one in (left, left.with_name(f"{left.name}-journal"), other):
        one.touch()
    copied(journal)
    assert unfinished(lock_name(journal.path)) == []
    assert other.exists()


def test_two_windows_do_not_copy_at_once(journal: Journal) -> None:
    lock = JournalLock(lock_name(journal.path), exclusive=True)
    with pytest.raises(Busy, match="Another window"):
        copied(journal)
    assert daily_copy(journal, None, NOW) is None
    lock.release()
    assert daily_copy(journal, None, NOW) is not None


def test_a_copy_that_did_not_come_out_whole_is_thrown_away(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    shapes = iter([[("answer", 1)], [("answer", 2)]])
    monkeypatch.setattr(backups, "_shape", lambda _: next(shapes))
    with pytest.raises(CannotWrite, match="did not come out whole"):
        copied(journal)
    assert copies_beside(journal.path) == []


def test_writing_meanwhile_begins_the_copy_anew(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    shape, written = backups._shape, []

    def write_once(connection: Any) -> Any:
        if not written:
            written.append(True)
            with Journal.open(journal.path) as other:
                other.begin(new_session())
        return shape(connection)

    monkeypatch.setattr(backups, "_shape", write_once)
    assert sessions(copied(journal)) == 1


def test_a_full_disk_is_said_and_leaves_nothing(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotWrite, match="The journal is as it was"):
        copied(journal)
    monkeypatch.undo()
    assert copies_beside(journal.path) == []
    assert unfinished(lock_name(journal.path)) == []


@pytest.mark.parametrize("key", [None, Key(bytes(32), b"salt" * 4)])
def test_how_far_a_copy_is_can_be_heard(
    tmp_path: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "_STEPS", 10)
    heard: list[float] = []
    path = tmp_path / "journal.db"
    create(path, key=key)
    with Journal.open(path, unlock=None if key is None else lambda *_: iter([key])) as journal:
        copied(journal, progress=heard.append)
    assert heard
    assert all(0 <= share <= 1 for share in heard)


def test_one_daily_copy_a_day(journal: Journal) -> None:
    first = daily_copy(journal, None, NOW)
    assert daily_copy(journal, None, NOW + timedelta(minutes=5)) is None
    second = daily_copy(journal, None, NOW + timedelta(days=1))
    assert [one.path for one in copies_beside(journal.path)] == [second, first]


def of_days(*days: int, kind: str = DAILY) -> list[Copy]:
    """Copies made so many days after the ninth of March 2026, a Monday."""
    times = [NOW + timedelta(days=day) for day in days]
    return [Copy(copy_path(Path("/j/journal.db"), kind, one), kind, one) for one in times]


def gone(copies: list[Copy], now: datetime = NOW) -> list[int]:
    return sorted((one.made - NOW).days for one in outdated(copies, now))


def test_seven_days_are_kept_and_four_weeks_before_them() -> None:
    kept = [0, -1, -2, -3, -4, -5, -6, -8, -15, -22, -29]
    every = of_days(*range(-60, 1))
    assert sorted(set(range(-60, 1)) - set(gone(every)), reverse=True) == kept


def test_days_without_a_copy_push_nothing_out() -> None:
    assert gone(of_days(0, -40, -80, -300, -400, -500, -600)) == []


def test_of_one_day_the_newest_is_kept() -> None:
    early, late = of_days(0), of_days(0)
    early[0] = Copy(Path("/j/early"), DAILY, NOW - timedelta(hours=1))
    assert outdated([*early, *late], NOW) == early


def test_other_kinds_stay() -> None:
    assert gone([*of_days(*range(-90, 1), kind=HAND), *of_days(*range(-90, 1), kind="form-4")]) == []


def test_a_clock_that_jumped_back_removes_nothing(journal: Journal) -> None:
    for day in range(20, 27):
        daily_copy(journal, None, NOW + timedelta(days=day))
    before = {one.path for one in copies_beside(journal.path)}
    made = daily_copy(journal, None, NOW)
    assert {one.path for one in copies_beside(journal.path)} == {*before, made}
    assert daily_copy(journal, None, NOW + timedelta(hours=1)) is None


def test_a_copy_of_the_older_name_is_known() -> None:
    path = Path("/j/journal.db.form-3.20260301T080000000000.backup")
    from ifs_journal.journal.copies import _copy

    assert _copy(Path("/j/journal.db"), path) == Copy(path, "form-3", datetime(2026, 3, 1, 8, tzinfo=UTC))
