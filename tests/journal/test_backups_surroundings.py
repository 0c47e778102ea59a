"""What is around a journal: modes that let others look, folders that are carried to other machines."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ifs_journal.journal.surroundings import carried_by, mend, too_open

if os.name == "nt":
    pytest.skip("modes are of another kind there", allow_module_level=True)


def test_a_new_journal_is_closed_to_others(path: Path) -> None:
    path.parent.chmod(0o700)
    assert too_open(path) == []


def test_what_is_open_is_named_and_closed(path: Path) -> None:
    copy = path.with_name(f"{path.name}.hand-20260301T080000000000.backup")
    copy.touch()
    for one, mode in ((path, 0o644), (copy, 0o640), (path.parent, 0o755)):
        one.chmod(mode)
    found = too_open(path)
    assert [one.path for one in found] == [path, copy, path.parent]
    mend(found)
    assert too_open(path) == []
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent)] == [0o600, 0o700]


def test_a_folder_of_other_things_is_left_as_it_is(path: Path) -> None:
    path.with_name("letters").mkdir()
    path.parent.chmod(0o755)
    assert too_open(path) == []


@pytest.mark.parametrize(
    ("folder", "service"),
    [
        ("Dropbox", "Dropbox"),
        ("Dropbox (Personal)", "Dropbox"),
        ("OneDrive - Bakery", "OneDrive"),
        ("Library/Mobile Documents/notes", "iCloud"),
        ("Google Drive/mine", "Google Drive"),
        ("Nextcloud", "Nextcloud"),
        ("Dropboxes", None),
        ("kept", None),
    ],
)
def test_a_folder_that_looks_carried_elsewhere(tmp_path: Path, folder: str, service: str | None) -> None:
    assert carried_by(tmp_path / folder / "journal.db") == service


def test_a_folder_with_a_mark_in_a_folder_above(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert carried_by(tmp_path / "deep" / "kept" / "journal.db") == "Syncthing"
