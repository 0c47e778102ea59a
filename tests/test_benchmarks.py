"""The measured journals hold what answering one by one leaves, or their figures would mean nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from benchmarks.invented import Person, make_journal, write_one_by_one

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_invented import INVENTED

SESSIONS = 120


def contents(path: Path) -> dict[str, list[Any]]:
    with Journal.open(path, read_only=True) as journal:
        run = journal.connection.execute
        tables = run("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
        return {table: sorted(run(_whole(table)).fetchall(), key=repr) for (table,) in sorted(tables)}


def _whole(table: str) -> str:
    if table == "part_fact":
        # Its number says in which order facts came in: of a part named late, one by one, that is later.
        columns = "id, part_id, session_id, answer_seq, field, value, number_value, said_by, at"
        return f"SELECT {columns} FROM part_fact"
    return f"SELECT * FROM {table}"


def test_bulk_writing_leaves_the_same_rows_as_answering_one_by_one(tmp_path: Path):
    quick, slow = tmp_path / "quick.db", tmp_path / "slow.db"
    make_journal(quick, SESSIONS, seed=7)
    create(slow)
    with Journal.open(slow) as journal:
        write_one_by_one(journal, Person(7), SESSIONS)
    expected = contents(slow)
    assert contents(quick) == expected | {"meta": [(INVENTED, "1")]}
    assert len(expected["session"]) == SESSIONS
    filled = ("answer", "part", "session_part", "measure", "gate_check", "note", "tag", "person", "statement")
    assert all(expected[table] for table in filled)
