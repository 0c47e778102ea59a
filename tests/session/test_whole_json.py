"""The whole journal as JSON: what comes out goes in, and comes out again, byte for byte."""

from __future__ import annotations

import io
import json
import os
import random
import stat
from contextlib import suppress
from pathlib import Path

import pytest

from ifs_journal.errors import CannotWrite, IfsJournalError
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.session.checking import check
from ifs_journal.session.merging import merge
from ifs_journal.share.taking_in import whole_in
from ifs_journal.share.to_file import to_file
from ifs_journal.share.whole_json import whole_json
from session_seven_days import live_the_week
from session_talking import ifs


def exported(journal: Journal) -> str:
    return "".join(whole_json(journal))


def taken_in(text: str, path: Path) -> Journal:
    create(path)
    journal = Journal.open(path)
    with whole_in(io.StringIO(text), journal) as other:
        merge(journal, other)
    return journal


@pytest.fixture(scope="module")
def week(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("week") / "journal.db"
    live_the_week(path)
    with Journal.open(path) as journal:
        return exported(journal)


def test_a_round_trip_gives_the_same_bytes(week: str, tmp_path: Path) -> None:
    with taken_in(week, tmp_path / "new.db") as journal:
        assert exported(journal) == week
        assert check(journal).troubles == ()
        with whole_in(io.StringIO(week), journal) as other:
            found, _ = merge(journal, other)
        assert found.nothing


def test_it_is_plain_json_and_other_layouts_are_read_too(week: str, tmp_path: Path) -> None:
    document = json.loads(week)
    assert document["format"] == "ifs-journal"
    with taken_in(json.dumps(document, indent=2), tmp_path / "new.db") as journal:
        assert exported(journal) == week


@pytest.mark.thinned(10)
@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_file_ends_in_a_clear_error_or_a_clean_import(week: str, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    text = week
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(text))
        text = chance.choice(
            [
                text[:at] + text[at + chance.randint(1, 40) :],
                text[:at] + chance.choice(['"', "{", "]", "0", "null", "\n", "é"]) + text[at:],
                text[:at],
                text[:at] + chance.choice("0123456789abcdef") + text[at + 1 :],
            ]
        )
    with suppress(IfsJournalError), taken_in(text, tmp_path / "new.db") as journal:
        assert check(journal).troubles == ()
    with Journal.open(tmp_path / "new.db") as journal:
        assert check(journal).looked_at
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("command", [("export",), ("review", "--format", "html"), ("remind", "--ics")])
def test_nothing_that_leaves_is_written_over_the_journal(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path, command: tuple[str, ...]
) -> None:
    create(journal_file)
    before = journal_file.read_bytes()
    to = () if command[-1] == "--ics" else ("--to",)
    code, _, err = ifs(monkeypatch, *command, *to, str(journal_file), "--force")
    assert code == 73, err
    assert journal_file.read_bytes() == before


def test_a_folder_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    for taken in (tmp_path / "folder", tmp_path / "pipe"):
        make = os.mkfifo if taken.name == "pipe" else os.mkdir
        make(taken)
        kind = stat.S_IFMT(taken.stat().st_mode)
        with pytest.raises(CannotWrite, match="stays as it is"):
            to_file(taken, ["words"], force=True)
        assert stat.S_IFMT(taken.stat().st_mode) == kind
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder", "pipe"]
