"""Version 3 of the schema: the words of the journal, so that they can be found again.

Two FTS5 indexes of one view. `words` knows words; `words_unspaced` knows three characters at a time and
holds only texts in scripts that put no spaces between words. Neither keeps a copy of a text. They are
contentless and filled by triggers: FTS5 reads no view that needs json_each. What is indexed is worked out
from one row and nothing else, so a row that goes, in whatever order, takes exactly its own words along.
Whether a text is still the current one is asked when it is looked for.

Released text is never changed: a later form is a later step in `schema.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ifs_journal.journal.places import (
    ALIAS,
    ANSWER,
    CORRECTION,
    FACT,
    KIND_SPAN,
    NOTE,
    PART,
    PERSON,
    THERAPY,
    UNSPACED,
)
from ifs_journal.terms import State

if TYPE_CHECKING:
    from sqlite_utils import Database

    from ifs_journal.journal.driver import Connection

_ANSWERED = """CASE json_type({row}.value)
        WHEN 'text' THEN iif({row}.own_words, {row}.value ->> '$', NULL)
        WHEN 'object' THEN coalesce({row}.value ->> '$.name', {row}.value ->> '$.other')
        WHEN 'array' THEN (
            SELECT group_concat(coalesce(one.value ->> '$.name', one.value ->> '$.other'), '; ')
            FROM json_each({row}.value) one WHERE one.type = 'object')
    END"""

_TEXTS: tuple[tuple[int, str, str, str], ...] = (
    (ANSWER, "answer", f"iif({{row}}.kind = 'answer', {_ANSWERED}, NULL)", "kind, value, own_words"),
    (CORRECTION, "correction", _ANSWERED, "value, own_words"),
    (NOTE, "note", "{row}.text", "text"),
    (PART, "part", "{row}.name", "name"),
    (ALIAS, "part_alias", "{row}.alias", "alias"),
    # What was learned in a session stands in its answers, and is found there.
    (FACT, "part_fact", "iif({row}.answer_seq IS NULL, {row}.value, NULL)", "answer_seq, value"),
    (PERSON, "person", "{row}.name", "name"),
)
"""What is found, by kind: its table, the text of one row, and the columns that text depends on."""

_THERAPY = (
    THERAPY,
    "therapy",
    "trim(coalesce({row}.came, '') || char(10) || coalesce({row}.practice, ''), char(10))",
    "came, practice",
)
"""What is found since version 7 beside them."""

_COLUMNS = """
ALTER TABLE answer ADD COLUMN own_words INTEGER NOT NULL DEFAULT 1 CHECK (own_words IN (0, 1));
ALTER TABLE correction ADD COLUMN own_words INTEGER NOT NULL DEFAULT 1 CHECK (own_words IN (0, 1));
CREATE TABLE part_alias_numbered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    alias TEXT NOT NULL,
    alias_key TEXT NOT NULL
) STRICT;
INSERT INTO part_alias_numbered (id, part_id, alias, alias_key)
    SELECT id, part_id, alias, alias_key FROM part_alias ORDER BY rowid;
DROP TABLE part_alias;
ALTER TABLE part_alias_numbered RENAME TO part_alias;
CREATE INDEX part_alias_part ON part_alias(part_id);
CREATE INDEX part_alias_key ON part_alias(alias_key);
"""

_INDEXES = """
CREATE VIRTUAL TABLE words USING fts5(
    text, content='', tokenize='unicode61 remove_diacritics 2', prefix='2 3');
CREATE VIRTUAL TABLE words_unspaced USING fts5(text, content='', tokenize='trigram');
INSERT INTO words (words, rank) VALUES ('secure-delete', 1);
INSERT INTO words_unspaced (words_unspaced, rank) VALUES ('secure-delete', 1);
"""

_AS_THE_ANSWER = """    UPDATE correction SET own_words = 0 WHERE number = NEW.number AND EXISTS (
        SELECT 1 FROM answer a
        WHERE a.session_id = NEW.session_id AND a.seq = NEW.answer_seq AND NOT a.own_words);
"""
"""A correction of an option is an option. Comes after its words went in, and takes them out again."""


def search_index(db: Database) -> None:
    """Version 3: what people wrote can be found, and an answer says whether it is in their own words."""
    _run(db, _COLUMNS)
    _tell_own_words(db)
    _views(db, _TEXTS)
    _run(db, _INDEXES)
    fill_words(db)
    for kind, table, text, columns in _TEXTS:
        for trigger in _triggers(kind, table, text, columns):
            db.execute(trigger)


def therapy_words(db: Database) -> None:
    """Version 7: what was written down of therapy sessions can be found too."""
    for view in ("searchable_unspaced", "searchable"):
        db.execute(f"DROP VIEW {view}")
    _views(db, (*_TEXTS, _THERAPY))
    for trigger in _triggers(*_THERAPY):
        db.execute(trigger)


def _views(db: Database, texts: tuple[tuple[int, str, str, str], ...]) -> None:
    db.execute(f"CREATE VIEW searchable (place, text) AS\n{_searchable(texts)}")
    db.execute(
        "CREATE VIEW searchable_unspaced (place, text) AS\n"
        f"SELECT place, text FROM searchable WHERE text GLOB '*[{UNSPACED}]*'"
    )


def fill_words(db: Database | Connection) -> None:
    """Fill both indexes anew from what is kept: for whatever changed rows without their triggers."""
    for index, view in (("words", "searchable"), ("words_unspaced", "searchable_unspaced")):
        db.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
        db.execute(f"INSERT INTO {index} (rowid, text) SELECT place, text FROM {view}")


def words_anew(connection: Connection) -> None:
    """Make both indexes anew, whatever became of them, and fill them."""
    for index in ("words", "words_unspaced"):
        connection.execute(f"DROP TABLE IF EXISTS {index}")
    for statement in _INDEXES.split(";\n"):
        if statement.strip():
            connection.execute(statement)
    fill_words(connection)


def _run(db: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            db.execute(statement)


def _searchable(texts: tuple[tuple[int, str, str, str], ...]) -> str:
    branches = []
    for kind, table, text, _ in texts:
        said = text.format(row="r")
        branches.append(
            f"SELECT r.number + {kind * KIND_SPAN}, {said} FROM {table} r WHERE coalesce({said}, '') <> ''"
        )
    return "\nUNION ALL\n".join(branches)


def _triggers(kind: int, table: str, text: str, columns: str) -> Iterator[str]:
    old, new = text.format(row="OLD"), text.format(row="NEW")
    taken, put = _each_index("OLD", kind, old, removing=True), _each_index("NEW", kind, new, removing=False)
    # One trigger for each event: several would run in no promised order.
    after = _AS_THE_ANSWER if kind == CORRECTION else ""
    yield f"CREATE TRIGGER {table}_words_in AFTER INSERT ON {table} BEGIN\n{put}{after}END"
    yield f"CREATE TRIGGER {table}_words_out AFTER DELETE ON {table} BEGIN\n{taken}END"
    yield (
        f"CREATE TRIGGER {table}_words_changed AFTER UPDATE OF number, {columns} ON {table} BEGIN\n"
        f"{taken}{put}END"
    )


def _each_index(row: str, kind: int, text: str, *, removing: bool) -> str:
    place = f"{row}.number + {kind * KIND_SPAN}"
    lines = ""
    for index, fits in (("words", "t <> ''"), ("words_unspaced", f"t GLOB '*[{UNSPACED}]*'")):
        names, values = ("rowid, text", f"{place}, t")
        if removing:
            names, values = f"{index}, {names}", f"'delete', {values}"
        lines += (
            f"    INSERT INTO {index} ({names}) SELECT {values} FROM (SELECT {text} AS t) WHERE {fits};\n"
        )
    return lines


def _tell_own_words(db: Database) -> None:
    """Mark the answers of older journals that are no words of the person's: options, dates, states."""
    common = [*State, "yes", "no", "unsure"]
    for bundle, body in db.execute("SELECT hash, body FROM bundle").fetchall():
        offered = sorted({*common, *_offered(json.loads(body))})
        db.execute(
            "UPDATE answer SET own_words = 0 WHERE session_id IN (SELECT id FROM session WHERE bundle = ?) "
            "AND json_type(value) = 'text' AND (value ->> '$' IN (SELECT value FROM json_each(?)) "
            "OR value GLOB '\"[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]\"')",
            (bundle, json.dumps(offered)),
        )
    db.execute(
        "UPDATE correction SET own_words = 0 WHERE EXISTS (SELECT 1 FROM answer a "
        "WHERE a.session_id = correction.session_id AND a.seq = correction.answer_seq AND NOT a.own_words)"
    )


def _offered(body: Any) -> Iterator[str]:
    """The values of all options anywhere in a bundle: a list of tables in scripts, a table in gates."""
    waiting = [body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
            options = one.get("options")
            if isinstance(options, dict):
                yield from options
            elif isinstance(options, list):
                yield from (
                    str(each["value"]) for each in options if isinstance(each, dict) and "value" in each
                )
