"""`ifs journal check`: what is planted is found and named; what follows from the rest is put right."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import Busy
from ifs_journal.journal.check_trouble import What
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.reads import entry, find_session
from ifs_journal.records.stored import models
from ifs_journal.session.checking import Checked, check, mend
from session_talking import ifs
from session_week import Program, commands_at

pytestmark = pytest.mark.sampled(2)

A_FACT = (
    "INSERT INTO part_fact (id, part_id, session_id, answer_seq, field, value, said_by, at) "
    "SELECT '0192eeee-0000-7000-8000-000000000001', part_id, session_id, answer_seq, field, 'x', "
    "said_by, at FROM part_fact LIMIT 1"
)
WORDS_OF_NONE = f"INSERT INTO bundle VALUES ('{hashlib.sha256(b'{}').hexdigest()}', 0, '{{}}')"
MENDABLE: dict[str, tuple[What, str, str]] = {
    "a fact that is gone": (What.ROWS, "session", "DELETE FROM part_fact WHERE rowid = 2"),
    "a fact that says something else": (
        What.ROWS,
        "session",
        "UPDATE part_fact SET value = 'x' WHERE rowid = 2",
    ),
    "a fact nobody told": (What.ROWS, "session", A_FACT),
    "a state": (What.ROWS, "session", "UPDATE session SET highest_state = 1 WHERE number = 5"),
    "a row of no answer": (What.STRAY, "measure", "UPDATE measure SET answer_seq = 900 WHERE rowid = 1"),
    "words nobody can find": (What.WORDS, "words", "INSERT INTO words (words) VALUES ('delete-all')"),
    "no trigger": (What.SCHEMA, "answer_words_in", "DROP TRIGGER answer_words_in"),
    "no index": (What.SCHEMA, "session_script", "DROP INDEX session_script"),
    "no view": (What.SCHEMA, "searchable_unspaced", "DROP VIEW searchable_unspaced"),
    "a trigger of somebody else's": (
        What.SCHEMA,
        "strange",
        "CREATE TRIGGER strange AFTER INSERT ON answer BEGIN DELETE FROM draft; END",
    ),
    "a circle": (What.CIRCLE, "session", "UPDATE session SET parent_session = id WHERE number = 3"),
    "words of no script": (
        What.UNUSED,
        "bundle",
        WORDS_OF_NONE,
    ),
    "a number to be given twice": (
        What.NUMBERS,
        "session",
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'session'",
    ),
    "no part": (What.REFERENCE, "session_part", "DELETE FROM part WHERE number = 1"),
    "no session": (What.REFERENCE, "answer", "DELETE FROM session WHERE number = 4"),
}

LOST: dict[str, tuple[What, str, str]] = {
    "JSON": (What.RECORD, "answer", "UPDATE answer SET value = '{' WHERE number = 9"),
    "quotes": (What.RECORD, "answer", "UPDATE answer SET quotes = '[1]' WHERE number = 9"),
    "no text": (What.RECORD, "part", "UPDATE part SET name = CAST(x'ff80' AS TEXT) WHERE number = 1"),
    "a word": (What.RECORD, "part_fact", "UPDATE part_fact SET said_by = 'nobody' WHERE rowid = 1"),
    "a day": (What.RECORD, "note", "UPDATE note SET local_day = '2026-02-31' WHERE number = 1"),
    "an id": (What.RECORD, "tag", "UPDATE tag SET id = 'one' WHERE rowid = 1"),
    "a script": (What.BUNDLE, "bundle", "UPDATE bundle SET body = replace(body, 'arriving', 'leaving')"),
}


def plant(path: Path, sql: str) -> None:
    """Change the file past everything that would refuse it."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA foreign_keys = OFF")
        if "TRIGGER" not in sql and "delete-all" not in sql:
            for (made,) in _triggers(connection):
                connection.execute(f"DROP TRIGGER {made.split()[2]}")
            made_again = [made for (made,) in _triggers_of_new()]
            connection.execute(sql)
            for made in made_again:
                connection.execute(made)
        else:
            connection.execute(sql)


def _triggers(connection: Any) -> list[Any]:
    found: list[Any] = connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
    return found


def _triggers_of_new() -> list[tuple[str]]:
    from ifs_journal.journal.check_file import newest_schema

    return [(made,) for (kind, _), made in newest_schema().items() if kind == "trigger"]


def looked_over(path: Path) -> Checked:
    with Journal.open(path, read_only=True) as journal:
        return check(journal)


def found_in(checked: Checked) -> set[tuple[What, str]]:
    return {(one.what, one.where) for one in checked.troubles}


def run(program: Program, *arguments: str) -> tuple[int, str, str]:
    with commands_at(program.file, program.tick) as monkeypatch:
        return ifs(monkeypatch, *arguments)


def rows(path: Path) -> dict[str, list[Any]]:
    """Every row of every table, without the number it has there."""
    with closing(connect(path)) as connection:
        sql = (
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%words%' "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '!_%' ESCAPE '!' AND name <> 'meta'"
        )
        names = [name for (name,) in connection.execute(sql).fetchall()]
        return {name: sorted(map(repr, _without_numbers(connection, name))) for name in names}


def _without_numbers(connection: Any, table: str) -> list[Any]:
    sql = "SELECT name FROM pragma_table_info(?) WHERE name <> 'number'"
    columns = ", ".join(name for (name,) in connection.execute(sql, (table,)).fetchall())
    found: list[Any] = connection.execute(f"SELECT {columns} FROM {table}").fetchall()
    return found


@contextmanager
def untouched(path: Path) -> Iterator[None]:
    """What is done inside leaves the file as it is, byte for byte."""
    before = path.read_bytes()
    yield
    assert path.read_bytes() == before


def test_every_column_of_every_table_has_its_shape() -> None:
    from ifs_journal.journal.check_file import newest_schema
    from ifs_journal.journal.driver import in_memory
    from ifs_journal.journal.schema import migrate

    tables = {
        name
        for (kind, name), made in newest_schema().items()
        if kind == "table" and not made.startswith("CREATE VIRTUAL") and not name.startswith(("words", "_"))
    }
    assert tables == set(models())
    with closing(in_memory()) as connection:
        migrate(connection)
        for table, model in models().items():
            sql = "SELECT name FROM pragma_table_info(?) WHERE name <> 'number'"
            columns = {name for (name,) in connection.execute(sql, (table,)).fetchall()}
            assert columns == {one.alias for one in model.model_fields.values()}, table


def test_a_week_is_well(copied: Program) -> None:
    checked = looked_over(copied.file)
    assert checked.troubles == ()
    assert (checked.walked, checked.not_walked) == (13, 0)


def test_corrected_and_removed_things_are_no_trouble(copied: Program) -> None:
    copied.run("parts", "rename", "1", "the Judge")
    copied.run("delete", "--part", "2", "--yes")
    shown = copied.json("show", "5")
    words = [one for one in shown["answers"] if isinstance(one["value"], str) and one["kind"] == "answer"]
    copied.run("edit", "5", "--answer", str(words[-1]["seq"]), stdin="other words")
    copied.run("delete", "5", "--answer", str(words[2]["seq"]), "--yes")
    copied.run("delete", "3", "--yes")
    checked = looked_over(copied.file)
    assert checked.troubles == ()


@pytest.mark.thinned(6)
@pytest.mark.parametrize("planted", MENDABLE)
def test_what_follows_from_the_rest_is_found_and_put_right(copied: Program, planted: str) -> None:
    what, where, sql = MENDABLE[planted]
    before = rows(copied.file)
    plant(copied.file, sql)
    checked = looked_over(copied.file)
    assert (what, where) in found_in(checked)
    assert checked.mendable
    mended = mend(copied.file, None)
    assert mended.checked.troubles == ()
    assert mended.aside is not None
    assert (what, where) in found_in(looked_over(mended.aside))
    assert looked_over(copied.file).troubles == ()
    if planted not in ("a circle", "no part", "no session"):
        assert rows(copied.file) == before


@pytest.mark.thinned(4)
@pytest.mark.parametrize("planted", LOST)
def test_what_cannot_be_read_is_found_and_left_as_it_is(copied: Program, planted: str) -> None:
    what, where, sql = LOST[planted]
    plant(copied.file, sql)
    checked = looked_over(copied.file)
    assert (what, where) in found_in(checked)
    assert not checked.mendable
    with untouched(copied.file):
        code, out, _ = run(copied, "journal", "check", "--repair", "--yes")
    assert code == 22
    assert "--salvage" in out


def test_a_session_that_is_gone_comes_back_as_far_as_its_answers_say(copied: Program) -> None:
    before = copied.json("show", "4")
    plant(copied.file, "DELETE FROM session WHERE number = 4")
    mend(copied.file, None)
    with Journal.open(copied.file, read_only=True) as journal:
        after = entry(journal, find_session(journal, before["id"]).id)
    said = {one.seq: one.value for one in after.answers}
    assert {one["seq"]: said[one["seq"]] for one in before["answers"]} == {
        one["seq"]: one["value"] for one in before["answers"]
    }
    assert after.session.end_reason == "partial"
    assert after.session.script == before["script"]


def test_a_part_that_is_gone_gets_its_name_from_an_answer(copied: Program) -> None:
    before = {one["id"]: one["name"] for one in copied.json("parts")}
    plant(copied.file, "DELETE FROM part WHERE number = 1")
    mend(copied.file, None)
    assert {one["id"]: one["name"] for one in copied.json("parts")} == before


def test_the_command_says_what_it_found_and_asks_before_it_changes_anything(copied: Program) -> None:
    assert "All is well" in copied.run("journal", "check")
    assert copied.json("journal", "check")["well"]
    plant(copied.file, MENDABLE["a fact that is gone"][2])
    code, out, err = run(copied, "journal", "check", "--json")
    assert (code, err) == (22, "")
    (trouble,) = json.loads(out)["troubles"]
    assert trouble == {"what": "rows", "where": "session", "count": 1, "numbers": [4], "repairable": True}
    with untouched(copied.file):
        code, _, err = run(copied, "journal", "check", "--repair")
    assert code == 2
    assert "--yes" in err
    code, out, _ = run(copied, "journal", "check", "--repair", "--yes", "--json")
    assert code == 0
    assert Path(json.loads(out)["earlier_file"]).exists()
    assert copied.json("journal", "check")["well"]


def test_no_words_of_an_entry_are_in_what_is_said(copied: Program) -> None:
    plant(copied.file, "UPDATE answer SET value = '{zimtschnecke' WHERE number = 9")
    plant(
        copied.file, "UPDATE part SET name = 'zimtschnecke', name_key = CAST(x'ff' AS TEXT) WHERE number = 1"
    )
    for options in ([], ["--json"], ["--repair", "--yes"]):
        code, out, err = run(copied, "journal", "check", *options)
        assert code == 22
        assert "zimtschnecke" not in out + err


def test_nothing_is_put_right_while_another_window_has_the_journal(copied: Program) -> None:
    plant(copied.file, MENDABLE["a fact that is gone"][2])
    other = JournalLock(copied.file)
    try:
        with untouched(copied.file), pytest.raises(Busy):
            mend(copied.file, None)
    finally:
        other.release()
    assert [one.name for one in copied.file.parent.iterdir() if "repair" in one.name] == []


def test_a_copy_that_does_not_come_out_well_takes_nobodys_place(
    copied: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(copied.file, MENDABLE["a fact that is gone"][2])
    monkeypatch.setattr("ifs_journal.session.checking.rebuild", lambda *_: 0)
    before = copied.file.read_bytes()
    mended = mend(copied.file, None)
    assert mended.aside is None
    assert found_in(mended.checked) == {(What.ROWS, "session")}
    assert copied.file.read_bytes()[:18] == before[:18]
    assert [one.name for one in copied.file.parent.iterdir() if one.name.endswith((".new", ".backup"))] == []
