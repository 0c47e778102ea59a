"""The schema: frozen lists that agree with the vocabulary, migrations, their copies, the page about it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from ifs_journal import terms
from ifs_journal.errors import Busy, CannotWrite, IfsJournalError, NewerJournal
from ifs_journal.journal import backups as backups_made
from ifs_journal.journal import reads, schema
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION, connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.schema_doc import PURPOSE, schema_markdown
from ifs_journal.terms import Difference
from journal_making import item, new_session, part, present, put, structure


def invented(db: Any) -> None:
    """An invented next version: one more table, and a rebuilt one that others point at."""
    db.execute("CREATE TABLE weather (session_id TEXT NOT NULL REFERENCES session(id), sky TEXT) STRICT")
    db.execute("INSERT INTO weather SELECT id, 'grey' FROM session")
    # What reads the table, or listens to it, stands aside while it is rebuilt.
    aside = db.execute(
        "SELECT type, name, sql FROM sqlite_schema "
        "WHERE type = 'view' OR (type = 'trigger' AND tbl_name = 'part') ORDER BY rowid"
    ).fetchall()
    for kind, name, _ in aside:
        db.execute(f"DROP {kind} {name}")
    sql = db.execute("SELECT sql FROM sqlite_schema WHERE name = 'part'").fetchone()[0]
    db.execute(
        sql.replace("CREATE TABLE part ", "CREATE TABLE part_new ").replace(") STRICT", ", hue TEXT) STRICT")
    )
    db.execute("INSERT INTO part_new SELECT *, 'grey' FROM part")
    db.execute("DROP TABLE part")
    db.execute("ALTER TABLE part_new RENAME TO part")
    db.execute("CREATE INDEX part_name_key ON part(name_key)")
    db.execute("CREATE INDEX part_first_session ON part(first_session)")
    for _, _, created in aside:
        db.execute(created)


def failing(db: Any) -> None:
    """An invented next version that stops half way."""
    db.execute("CREATE TABLE weather (sky TEXT)")
    db.execute("INSERT INTO nowhere VALUES (1)")


def orphaning(db: Any) -> None:
    """An invented next version that would leave rows without what they belong to."""
    db.execute("DELETE FROM part")


LATER = (*schema.STEPS, invented)


def content(path: Path) -> dict[str, list[Any]]:
    connection = connect(path)
    try:
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in PURPOSE
        }
    finally:
        connection.close()


@pytest.fixture
def filled(path: Path) -> Path:
    with Journal.open(path) as journal:
        critic = part("Critic")
        journal.begin(new_session(rows=put(critic, present(critic.id, 1))))
    return path


def backups(path: Path) -> list[Path]:
    return sorted(path.parent.glob("*.backup"))


def test_there_is_a_step_for_each_version() -> None:
    assert len(schema.STEPS) == SCHEMA_VERSION


def test_opening_a_journal_of_today_makes_no_copy(filled: Path) -> None:
    Journal.open(filled).close()
    assert backups(filled) == []


@pytest.mark.parametrize("read_only", [False, True])
def test_an_older_journal_is_copied_then_brought_up_to_date(filled: Path, read_only: bool) -> None:
    before, old = content(filled), structure(filled)
    with Journal.open(filled, steps=LATER, read_only=read_only) as journal:
        assert journal.connection.execute("SELECT sky FROM weather").fetchall() == [("grey",)]
        assert journal.connection.execute("PRAGMA user_version").fetchone() == (len(LATER),)
        assert journal.connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert reads.find_session(journal, "1").parts == ("Critic",)
    (copy,) = backups(filled)
    assert content(copy) == before
    assert structure(copy) == old
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert f"form-{SCHEMA_VERSION}" in copy.name
    Journal.open(filled, steps=LATER).close()
    assert backups(filled) == [copy]
    with pytest.raises(NewerJournal):
        Journal.open(filled)
    Journal.open(copy).close()


def test_a_migrated_journal_has_the_form_of_a_new_one(filled: Path, tmp_path: Path) -> None:
    Journal.open(filled, steps=LATER).close()
    create(tmp_path / "new.db", steps=LATER)
    assert structure(filled) == structure(tmp_path / "new.db")


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_a_journal_of_every_earlier_form_gets_the_form_of_a_new_one(version: int, tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    create(old, steps=schema.STEPS[:version])
    Journal.open(old).close()
    create(new)
    assert structure(old) == structure(new)


@pytest.mark.parametrize("step", [failing, orphaning])
def test_a_migration_that_fails_changes_nothing(filled: Path, step: Callable[[Any], None]) -> None:
    before, old = content(filled), structure(filled)
    with pytest.raises(IfsJournalError):
        Journal.open(filled, steps=(*schema.STEPS, step))
    assert content(filled) == before
    assert structure(filled) == old
    assert len(backups(filled)) == 1
    Journal.open(filled).close()


def test_a_migration_waits_for_no_other_window(filled: Path) -> None:
    lock = JournalLock(filled)
    with pytest.raises(Busy, match="Close it there"):
        Journal.open(filled, steps=LATER)
    lock.release()
    assert backups(filled) == []


def test_a_copy_that_is_not_whole_stops_the_migration(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = content(filled)
    counts = iter([[("answer", 1)], [("answer", 2)]])
    monkeypatch.setattr(backups_made, "_shape", lambda _: next(counts))
    with pytest.raises(CannotWrite, match="did not come out whole"):
        Journal.open(filled, steps=LATER)
    assert backups(filled) == []
    assert content(filled) == before


def test_an_older_journal_that_cannot_be_written_says_so(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise CannotWrite("read-only")

    monkeypatch.setattr("ifs_journal.journal.opening.JournalLock", refuse)
    with pytest.raises(CannotWrite, match="earlier version"):
        Journal.open(filled, steps=LATER, read_only=True)


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("part", "role", terms.Role),
        ("concern", "outcome", terms.ConcernOutcome),
        ("unblend_attempt", "response", terms.Room),
        ("unblend_attempt", "blend_before", terms.HowClose),
        ("unblend_attempt", "blend_after", terms.HowClose),
        ("answer", "kind", terms.Kind),
        ("session", "wording", terms.Wording),
    ],
)
def test_the_files_words_are_those_of_the_vocabulary(
    path: Path, table: str, column: str, words: type[StrEnum]
) -> None:
    sql = next(row[3] for row in structure(path) if row[:2] == ("table", table))
    listed = sql.split(f"CHECK ({column} IN (")[1].split("))")[0]
    assert {word.strip().strip("'") for word in listed.split(",")} == {str(word) for word in words}


def test_every_table_is_strict(journal: Journal) -> None:
    loose = journal.connection.execute(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_%' ESCAPE '!'"
    ).fetchall()
    assert loose == []


def test_every_reference_has_an_index(journal: Journal) -> None:
    """Without one, removing a session or a part would read whole tables."""
    connection = journal.connection
    for table in PURPOSE:
        keys = connection.execute(f"SELECT * FROM pragma_foreign_key_list('{table}')")
        for column in {row[3] for row in keys if row[1] == 0}:
            plan = connection.execute(
                f"EXPLAIN QUERY PLAN SELECT 1 FROM {table} WHERE {column} = 'x'"
            ).fetchall()
            assert "SEARCH" in plan[0][3], (table, column, plan)


def test_the_page_names_every_table_and_column(journal: Journal) -> None:
    page = schema_markdown(journal)
    for table, purpose in PURPOSE.items():
        assert f"## {table}\n\n{purpose}\n" in page
    assert "| session_id | TEXT | no |  | session.id, on delete cascade |" in page
    assert "| number | INTEGER, primary key |" in page
    assert "- index: part_id, seen_at, session_id" in page
    assert "sqlite_migrations" not in page
    assert page == schema_markdown(journal.connection)


def test_deleting_any_session_takes_its_rows_along(journal: Journal) -> None:
    head = journal.begin(new_session())
    journal.append(head.id, 1, item(2), Difference(), reached="x")
    journal.take_back(head.id, 2, [2], None, Difference(), reached="x")
    journal.delete_session(head.id)
    connection = journal.connection
    left = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in PURPOSE}
    assert {table for table, count in left.items() if count} == {"tombstone"}
