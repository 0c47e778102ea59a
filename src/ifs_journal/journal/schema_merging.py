"""Version 6 of the schema: what two copies of a journal need to know to become one again.

What was removed, when things that keep no history were last changed, and where two copies of a session went
different ways. Released text is never changed: a later form is a later step in `schema.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TIME = "GLOB '*+00:00'"

_TABLES = f"""
CREATE TABLE tombstone (
    id TEXT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT, WITHOUT ROWID;
INSERT INTO tombstone (id, at)
    SELECT substr(key, 9), strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00' FROM meta
    WHERE key GLOB 'removed:*';
DELETE FROM meta WHERE key GLOB 'removed:*';
CREATE TABLE parting (
    id TEXT PRIMARY KEY NOT NULL,
    origin TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at TEXT NOT NULL,
    apart INTEGER NOT NULL CHECK (apart IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX parting_origin ON parting(origin);
CREATE TABLE part_label (
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    field TEXT NOT NULL CHECK (field IN ('name', 'role', 'status', 'state', 'pronoun')),
    at TEXT NOT NULL CHECK (at {_TIME}),
    value TEXT,
    PRIMARY KEY (part_id, field, at)
) STRICT, WITHOUT ROWID;
ALTER TABLE taken_back ADD COLUMN at TEXT NOT NULL DEFAULT '';
ALTER TABLE note ADD COLUMN changed_at TEXT CHECK (changed_at {_TIME});
ALTER TABLE part ADD COLUMN named_in TEXT;
ALTER TABLE person ADD COLUMN named_in TEXT;
UPDATE part SET named_in = first_session;
UPDATE person SET named_in = first_session;
CREATE INDEX part_named_in ON part(named_in) WHERE named_in IS NOT NULL;
CREATE INDEX person_named_in ON person(named_in) WHERE named_in IS NOT NULL;
"""


def merging_tables(db: Database) -> None:
    """Version 6: removals are remembered, and two copies of a journal can become one."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
