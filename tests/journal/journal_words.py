"""What the index of words holds, beside what it would hold if it were made anew."""

from __future__ import annotations

from typing import Any

from ifs_journal.journal.driver import Connection

INDEXES = {
    "words": ("searchable", "tokenize='unicode61 remove_diacritics 2', prefix='2 3'"),
    "words_unspaced": ("searchable_unspaced", "tokenize='trigram'"),
}


def _contents(connection: Connection, schema: str, table: str) -> tuple[list[Any], list[Any]]:
    connection.execute("DROP TABLE IF EXISTS temp.listed")
    connection.execute(f"CREATE VIRTUAL TABLE temp.listed USING fts5vocab('{schema}', '{table}', 'instance')")
    listed = connection.execute("SELECT term, doc, offset FROM temp.listed ORDER BY 1, 2, 3").fetchall()
    sizes = connection.execute(f"SELECT id, sz FROM {schema}.{table}_docsize ORDER BY 1").fetchall()
    return listed, sizes


def assert_index_is_true(connection: Connection) -> None:
    """The indexes are sound, and hold what new ones would."""
    for index, (view, options) in INDEXES.items():
        connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
        connection.execute("DROP TABLE IF EXISTS temp.fresh")
        connection.execute(f"CREATE VIRTUAL TABLE temp.fresh USING fts5(text, content='', {options})")
        connection.execute(f"INSERT INTO temp.fresh (rowid, text) SELECT place, text FROM {view}")
        assert _contents(connection, "main", index) == _contents(connection, "temp", "fresh"), index
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
