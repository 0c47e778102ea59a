"""Reading a damaged journal into a new one: all that is whole is there, and what is not is said by number."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import CannotWrite, NotAJournal, WrongKey
from ifs_journal.journal.check_salvage import TableRead
from ifs_journal.journal.driver import connect
from ifs_journal.journal.encrypting import encrypt
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, new_key
from ifs_journal.session.checking import check
from ifs_journal.session.live import moment_of
from ifs_journal.session.salvaging import Salvaged, salvage
from session_talking import ifs
from session_week import Program, commands_at

PAGE = 4096


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the new journal is to be."""
    return tmp_path / "read" / "journal.db"


def ids(path: Path, table: str, key: Key | None = None) -> set[str]:
    with closing(connect(path, key=key)) as connection:
        return {id_ for (id_,) in connection.execute(f"SELECT id FROM {table}").fetchall()}


def leaf_pages(path: Path, table: str) -> list[int]:
    """The pages, from 0, on which rows of a table lie: those that hold a word of each of them."""
    with closing(connect(path)) as connection:
        every = [id_ for (id_,) in connection.execute(f"SELECT id FROM {table}").fetchall()]
    data = path.read_bytes()
    met: Counter[int] = Counter()
    for id_ in every:
        at = data.find(id_.encode())
        while at >= 0:
            page = at // PAGE
            if data[page * PAGE] == 13:
                met[page] += 1
            at = data.find(id_.encode(), at + 1)
    return [page for page, _ in met.most_common()]


def root_page(path: Path, table: str) -> int:
    """The page, from 0, on which a table begins."""
    with closing(connect(path)) as connection:
        sql = "SELECT rootpage FROM sqlite_schema WHERE name = ?"
        return int(connection.execute(sql, (table,)).fetchone()[0]) - 1


def blank(path: Path, page: int) -> None:
    data = bytearray(path.read_bytes())
    data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(data)


def lost(read: TableRead) -> int:
    return sum(high - low + 1 for low, high in read.lost)


def read(path: Path, target: Path, key: Key | None = None) -> Salvaged:
    before = path.read_bytes()
    found = salvage(path, None if key is None else (lambda *_: iter((key,))), target)
    assert path.read_bytes() == before, "the damaged file is not touched"
    assert [one.name for one in target.parent.iterdir() if one.name.startswith(".")] == []
    assert found.after.troubles == ()
    return found


def test_a_whole_journal_is_read_whole(copied: Program, target: Path) -> None:
    found = read(copied.file, target)
    assert found.whole
    assert found.after.walked == 13
    other = Program(target)
    for number in range(1, 14):
        assert other.json("show", str(number)) == copied.json("show", str(number))
    assert other.json("parts") == copied.json("parts")
    assert other.numbers("search", "phone") == copied.numbers("search", "phone")
    assert target.stat().st_mode & 0o077 == 0


@pytest.mark.thinned(6)
@pytest.mark.parametrize("which", range(6))
def test_a_lost_page_of_answers_takes_only_its_own(copied: Program, target: Path, which: int) -> None:
    pages = leaf_pages(copied.file, "answer")
    before = ids(copied.file, "answer")
    blank(copied.file, pages[which])
    found = read(copied.file, target)
    answers = found.tables["answer"]
    assert 0 < lost(answers) < 40
    assert answers.read + lost(answers) == len(before)
    assert ids(target, "answer") <= before
    assert found.tables["session"].whole


def test_lost_sessions_come_back_from_answers_and_indexes(copied: Program, target: Path) -> None:
    before = {one["id"]: one for one in copied.json("list")}
    blank(copied.file, root_page(copied.file, "session"))
    found = read(copied.file, target)
    assert found.made["session"] == lost(found.tables["session"]) > 0
    after = {one["id"]: one for one in Program(target).json("list")}
    assert set(after) == set(before)
    for id_, one in after.items():
        assert (one["number"], one["script"]) == (before[id_]["number"], before[id_]["script"])
        assert moment_of(one["started_at"]) == moment_of(before[id_]["started_at"])


def test_lost_parts_come_back_by_the_names_answers_give(copied: Program, target: Path) -> None:
    before = {one["id"]: (one["number"], one["name"]) for one in copied.json("parts")}
    blank(copied.file, root_page(copied.file, "part"))
    found = read(copied.file, target)
    assert found.made["part"] == len(before)
    assert {one["id"]: (one["number"], one["name"]) for one in Program(target).json("parts")} == before


def test_the_words_of_a_script_that_are_lost_are_those_it_still_has(copied: Program, target: Path) -> None:
    with closing(connect(copied.file)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM bundle WHERE rowid % 2")
    found = read(copied.file, target)
    assert found.named_what_is_gone == ()
    assert found.after.walked == 13


def test_an_answer_that_is_lost_leaves_what_followed_from_it(copied: Program, target: Path) -> None:
    with closing(connect(copied.file)) as connection:
        (session, seq, fact) = connection.execute(
            "SELECT session_id, answer_seq, id FROM part_fact WHERE answer_seq IS NOT NULL LIMIT 1"
        ).fetchone()
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("DELETE FROM answer WHERE session_id = ? AND seq = ?", (session, seq))
    found = read(copied.file, target)
    assert found.made["answer"] == 1
    assert fact in ids(target, "part_fact")
    assert Program(target).json("show", session)["answers"]


def test_rows_that_are_not_what_they_should_be_are_counted(copied: Program, target: Path) -> None:
    with closing(connect(copied.file)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for trigger in ("note_words_changed", "tag_words_changed"):
            connection.execute(f"DROP TRIGGER IF EXISTS {trigger}")
        connection.execute("UPDATE note SET text = CAST(x'61ff62' AS TEXT) WHERE number = 1")
        connection.execute("UPDATE note SET local_day = 'whenever' WHERE number = 2")
    found = read(copied.file, target)
    notes = found.tables["note"]
    assert notes.letters == [1]
    assert notes.refused == [2]


def test_a_damaged_beginning_is_put_back(copied: Program, target: Path) -> None:
    data = copied.file.read_bytes()
    copied.file.write_bytes(bytes(24) + data[24:])
    assert read(copied.file, target).whole


def test_a_file_cut_short(copied: Program, target: Path) -> None:
    data = copied.file.read_bytes()
    copied.file.write_bytes(data[: len(data) * 2 // 3 + 77])
    found = read(copied.file, target)
    assert not found.whole
    with Journal.open(target) as journal:
        assert check(journal).troubles == ()


def test_an_encrypted_journal_stays_encrypted(copied: Program, target: Path) -> None:
    key = new_key("four words on paper")
    encrypt(copied.file, key)
    data = bytearray(copied.file.read_bytes())
    for page in (30, 90, 150):
        data[page * PAGE + 200] ^= 1
    copied.file.write_bytes(data)
    found = read(copied.file, target, key)
    assert found.tables["session"].read + found.made["session"] == 13
    assert b"SQLite format" not in target.read_bytes()[:PAGE]
    with pytest.raises(NotAJournal), closing(connect(target)) as connection:
        _raise_ours(connection)
    with pytest.raises(WrongKey):
        salvage(copied.file, lambda *_: iter((new_key("other words"),)), target.with_name("other.db"))


def _raise_ours(connection: Any) -> None:
    from ifs_journal.journal.driver import translated

    with translated(None):
        connection.execute("SELECT count(*) FROM sqlite_schema")


def test_nothing_is_ever_overwritten(copied: Program, target: Path) -> None:
    target.parent.mkdir()
    target.write_text("mine")
    with pytest.raises(CannotWrite):
        salvage(copied.file, None, target)
    assert target.read_text() == "mine"


def test_what_never_was_a_journal_leaves_nothing(tmp_path: Path, target: Path) -> None:
    path = tmp_path / "else.db"
    path.write_bytes(b"nothing of a journal " * 1000)
    with pytest.raises((NotAJournal, WrongKey)):
        salvage(path, lambda *_: iter((new_key("some"),)), target)
    assert not target.exists()


def test_the_command_says_what_was_lost_and_no_word_of_it(copied: Program, tmp_path: Path) -> None:
    blank(copied.file, leaf_pages(copied.file, "answer")[0])
    shutil.copy(copied.file, tmp_path / "again.db")
    target = tmp_path / "new.db"
    code, out, err = run(copied, "journal", "check", "--salvage", str(target))
    assert (code, err) == (0, "")
    assert "answer: rows #" in out
    assert "Sessions: 13" in out
    code, out, _ = run(Program(tmp_path / "again.db"), "journal", "check", "--salvage", str(target), "--json")
    assert code == 73
    code, out, _ = run(copied, "journal", "check", "--salvage", str(tmp_path / "third.db"), "--json")
    assert code == 0
    told = json.loads(out)
    assert not told["whole"]
    assert told["well"]
    assert told["tables"]["answer"]["lost"]


def run(program: Program, *arguments: str) -> tuple[int, str, str]:
    with commands_at(program.file, program.tick) as monkeypatch:
        return ifs(monkeypatch, *arguments)
