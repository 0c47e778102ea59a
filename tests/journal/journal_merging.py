"""Copies of journals that go different ways and are merged, and what they hold, numbers apart."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.merge import merge_into
from ifs_journal.journal.merge_told import Merged, Walks
from ifs_journal.journal.reads import corrections
from ifs_journal.journal.twins import twins
from ifs_journal.terms import Kind, LogItem, Row

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
APART = {"number", "revision"}
"""Columns of which each machine has its own."""
NOT_KEPT = ("words", "words_unspaced", "sqlite_", "_sqlite", "meta")


class NoGuide:
    """Walks nothing: sessions are joined as they stand."""

    def rows(self, journal: Journal, session_id: str) -> Sequence[Row] | None:
        """None: it can't be walked."""

    def row_ids(self, journal: Journal, session_id: str, name: str) -> Mapping[str, str]:
        """Nothing is known of other ids."""
        return {}


class SmallGuide:
    """Walks any log: a measure for words, and for a part that it was there."""

    def rows(self, journal: Journal, session_id: str) -> Sequence[Row] | None:
        """What follows from each answer, its latest correction applied."""
        return rows_from(session_id, journal.log(session_id), corrections(journal, session_id))

    def row_ids(self, journal: Journal, session_id: str, name: str) -> Mapping[str, str]:
        """The ids under another name."""
        log, later = journal.log(session_id), corrections(journal, session_id)
        pairs = zip(rows_from(session_id, log, later), rows_from(name, log, later), strict=True)
        return {one.id: other.id for one, other in pairs}


def rows_from(session_id: str, log: Sequence[LogItem], later: Mapping[int, Any]) -> list[Row]:
    """The typed rows of a log."""
    found: list[Row] = []
    for item in log:
        value = later.get(item.seq, item.value)
        own = {"session_id": session_id, "answer_seq": item.seq}
        id_ = str(uuid5(UUID(session_id), item.address))
        if item.kind is Kind.ANSWER and isinstance(value, str):
            found.append(Row("measure", id_, {**own, "name": "word", "value": value, "at": item.at}))
        elif item.kind is Kind.ANSWER and isinstance(value, dict):
            if value.get("new"):
                part = {"name": value["name"], "created_at": item.at, "first_session": session_id}
                found.append(Row("part", value["id"], part))
            found.append(Row("session_part", id_, {**own, "part_id": value["id"], "place": "present"}))
    return found


def merge(journal: Journal, other: Journal, walks: Walks | None = None) -> Merged:
    """Merge, without a guide if none is given, and see that the file is whole."""
    with journal.writing() as connection:
        found = merge_into(journal, connection, other, walks or NoGuide())
    assert journal.wipe()
    whole(journal)
    return found


def whole(journal: Journal) -> None:
    """References hold, the file is sound, and the index knows exactly the words there are."""
    connection = journal.connection
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    for index in ("words", "words_unspaced"):
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def content(journal: Journal, *, numbers: bool = False) -> dict[str, list[tuple[tuple[str, Any], ...]]]:
    """Every row of every table, but for what each machine has of its own."""
    connection = journal.connection
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
    ).fetchall()
    found = {}
    for (table,) in tables:
        if table.startswith(NOT_KEPT):
            continue
        names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        kept = [name for name in names if numbers or name not in APART]
        rows = connection.execute(f"SELECT {', '.join(kept)} FROM {table}").fetchall()
        found[table] = sorted((tuple(zip(kept, row, strict=True)) for row in rows), key=repr)
    found["twins"] = sorted((tuple(sorted(one.items())) for one in twins(journal)), key=repr)
    return found


def _without_dangling(journal: Journal) -> dict[str, list[tuple[tuple[str, Any], ...]]]:
    """The content; what an entry names of a session that is gone reads the same, whatever its id was."""
    there = {id_ for (id_,) in journal.connection.execute("SELECT id FROM answer UNION SELECT id FROM part")}

    def told(value: Any) -> Any:
        return _UUID.sub(lambda found: found[0] if found[0] in there else "gone", value)

    found = content(journal)
    found["answer"] = [
        tuple((name, told(value) if name == "value" and value else value) for name, value in row)
        for row in found["answer"]
    ]
    return found


def differences(one: Journal, other: Journal, *, versions: bool = True) -> dict[str, Any]:
    """By table, the rows only one of two journals has.

    Without `versions` it does not matter on which version of a session that parted a note or a tag is.
    """
    ours, theirs = _without_dangling(one), _without_dangling(other)
    if not versions:
        for journal, found in ((one, ours), (other, theirs)):
            origin = dict(journal.connection.execute("SELECT id, origin FROM parting").fetchall())
            for table in ("note", "tag", "twins"):
                rows = [
                    tuple((name, origin.get(value, value)) for name, value in row) for row in found[table]
                ]
                found[table] = sorted(rows, key=repr)
    return {
        table: (set(rows) - set(theirs[table]), set(theirs[table]) - set(rows))
        for table, rows in ours.items()
        if rows != theirs[table]
    }


def copy_of(journal: Journal, path: Path) -> Path:
    """A copy of an open journal, as a file at `path`."""
    journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    shutil.copy(journal.path, path)
    return path


@cache
def _new() -> Path:
    """An empty journal, made once."""
    path = Path(tempfile.mkdtemp(prefix="ifs-journal-tests-")) / "new.db"
    create(path)
    return path


@contextmanager
def opened(*paths: Path) -> Iterator[list[Journal]]:
    """Several journals, open; each is made where there is none."""
    journals = []
    try:
        for path in paths:
            if not path.exists():
                shutil.copy(_new(), path)
            journal = Journal.open(path)
            # Nobody pulls the plug here.
            journal.connection.execute("PRAGMA synchronous = OFF")
            journals.append(journal)
        yield journals
        for journal in journals:
            journal.connection.execute("DELETE FROM meta WHERE key = 'wipe_due'")
    finally:
        for journal in journals:
            journal.close()
