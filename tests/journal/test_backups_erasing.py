"""Erasing: everything of one journal, nothing of another, and finished when it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest

from ifs_journal.errors import Busy, CannotWrite, NoJournal, NotAJournal
from ifs_journal.journal import erasing
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.copies import HAND
from ifs_journal.journal.create import create
from ifs_journal.journal.erasing import erasable, erase
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import new_key


@pytest.fixture
def full(path: Path) -> Path:
    """A journal with a copy, an answer kept aside, and what was left of something cut off."""
    with Journal.open(path) as journal:
        back_up(journal.connection, path, HAND, None)
    for name in (
        f"{path.name}.kept-0123456789ab-4.json",
        f"{path.name}.before-restore-20260301T080000000000.backup-wal",
        f".{path.name}.0123abcd.new",
        f".{path.name}.backup.0123abcd.copying-journal",
        f".{path.name}.hand-20260301T080000000000.backup.0123abcd.erasing",
        f"{path.name}-wal",
    ):
        path.with_name(name).write_bytes(b"words")
    return path


def test_nothing_is_left(full: Path) -> None:
    erase(full)
    assert list(full.parent.iterdir()) == []
    with pytest.raises(NoJournal):
        erase(full)
    create(full)


def test_nothing_of_another_journal_goes(full: Path) -> None:
    others = [
        full.with_name(name)
        for name in (
            "journal.dbx",
            "other.db",
            "other.db.hand-1.backup",
            "letter.backup",
            ".other.0123abcd.new",
        )
    ]
    for one in others:
        one.write_text("mine")
    erase(full)
    assert sorted(full.parent.iterdir()) == sorted(others)


def test_the_journal_goes_last(full: Path) -> None:
    assert erasable(full).files[-1] == full


def test_an_encrypted_journal_goes_without_its_passphrase(tmp_path: Path) -> None:
    path = tmp_path / "kept" / "journal.db"
    create(path, key=new_key("three small grey stones"))
    erase(path)
    assert list(path.parent.iterdir()) == []


def test_a_link_goes_with_what_it_leads_to(full: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(full)
    link.with_name(f"{link.name}.kept-0123456789ab-4.json").touch()
    erase(link)
    assert list(tmp_path.iterdir()) == [full.parent]
    assert list(full.parent.iterdir()) == []


def test_the_words_are_overwritten_before_the_name_goes(full: Path, tmp_path: Path) -> None:
    spare = tmp_path / "open"
    with full.with_name(f"{full.name}.kept-0123456789ab-4.json").open("rb") as file:
        erase(full)
        assert file.read() == bytes(5)
    assert not spare.exists()


def test_a_file_with_another_name_elsewhere_keeps_its_words_there(full: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "snapshot"
    elsewhere.hardlink_to(full)
    before = elsewhere.read_bytes()
    erase(full)
    assert elsewhere.read_bytes() == before


def test_an_open_journal_is_not_erased(full: Path) -> None:
    full.with_name(f"{full.name}-wal").unlink()
    with Journal.open(full), pytest.raises(Busy):
        erase(full)
    assert full.exists()


@pytest.mark.parametrize("content", [b"a letter", b"SQLite format 3\x00" + bytes(4080)])
def test_what_is_not_a_journal_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter"
    path.write_bytes(content)
    with pytest.raises(NotAJournal):
        erase(path)
    assert path.read_bytes() == content


@pytest.mark.parametrize("cut_off_at", range(1, 9))
def test_what_was_cut_off_is_finished_the_next_time(
    full: Path, monkeypatch: pytest.MonkeyPatch, cut_off_at: int
) -> None:
    wiped, left = erasing.wipe_file, iter(range(1, 99))

    def stop(path: Path) -> None:
        if next(left) == cut_off_at:
            raise KeyboardInterrupt
        wiped(path)

    monkeypatch.setattr(erasing, "wipe_file", stop)
    try:
        erase(full)
    except KeyboardInterrupt:
        monkeypatch.undo()
        erase(full)
    assert list(full.parent.iterdir()) == []


def test_what_cannot_be_removed_is_said(full: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(CannotWrite, match="could not be removed"):
        erase(full)
    assert full.exists()
