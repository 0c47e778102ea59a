"""Version 7 of the schema: what is said by hand when looking back, and when something is shared.

How parts stand to each other, what was tidied in the record of parts, therapy sessions, filters that got a
name; how far a thing may be shared, and what was. What is taken back says when. An index holds the few
answers that are private, because whatever is counted leaves them out. Released text is never changed: a later
form is a later step in `schema.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.journal.schema_search import therapy_words

if TYPE_CHECKING:
    from sqlite_utils import Database

_TIME = "GLOB '*+00:00'"
_DAY = "GLOB '????-??-??'"

_TABLES = f"""
CREATE TABLE bond (
    id TEXT PRIMARY KEY NOT NULL,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('protects', 'polarized', 'allied', 'triggers', 'other')),
    words TEXT,
    at TEXT NOT NULL CHECK (at {_TIME}),
    taken_back_at TEXT CHECK (taken_back_at {_TIME}),
    CHECK (part_id <> other_id)
) STRICT;
CREATE INDEX bond_part ON bond(part_id, at);
CREATE INDEX bond_other ON bond(other_id, at);
CREATE TABLE tidying (
    id TEXT PRIMARY KEY NOT NULL,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    other_id TEXT REFERENCES part(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('archived', 'merged', 'split')),
    at TEXT NOT NULL CHECK (at {_TIME}),
    taken_back_at TEXT CHECK (taken_back_at {_TIME}),
    CHECK ((kind = 'archived') = (other_id IS NULL)),
    CHECK (other_id IS NULL OR part_id <> other_id)
) STRICT;
CREATE INDEX tidying_part ON tidying(part_id, at);
CREATE INDEX tidying_other ON tidying(other_id, at) WHERE other_id IS NOT NULL;
CREATE TABLE therapy (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    day TEXT NOT NULL CHECK (day {_DAY}),
    at TEXT NOT NULL CHECK (at {_TIME}),
    changed_at TEXT CHECK (changed_at {_TIME}),
    came TEXT,
    practice TEXT
) STRICT;
CREATE INDEX therapy_day ON therapy(day);
CREATE INDEX answer_private ON answer(session_id, seq) WHERE private = 1;
CREATE TABLE saved_filter (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    options TEXT NOT NULL CHECK (json_valid(options)),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE TABLE mark (
    subject TEXT NOT NULL CHECK (subject IN ('session', 'answer', 'part', 'note')),
    subject_id TEXT NOT NULL,
    mark TEXT NOT NULL CHECK (mark IN ('private', 'therapist', 'shareable')),
    at TEXT NOT NULL CHECK (at {_TIME}),
    PRIMARY KEY (subject, subject_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE export_log (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL CHECK (at {_TIME}),
    kind TEXT NOT NULL CHECK (kind IN ('prep', 'export')),
    format TEXT NOT NULL,
    since TEXT CHECK (since {_DAY}),
    before TEXT CHECK (before {_DAY}),
    options TEXT NOT NULL CHECK (json_valid(options)),
    shared_with TEXT,
    sha256 TEXT NOT NULL,
    sessions INTEGER NOT NULL CHECK (sessions >= 0)
) STRICT;
"""

_SUBJECTS = ("session", "answer", "part", "note")
"""What can be marked. A mark goes with what it is on."""


def looking_back_tables(db: Database) -> None:
    """Version 7: bonds between parts, tidying, therapy sessions, saved filters, marks, what was shared."""
    for statement in _TABLES.split(";\n"):
        if statement.strip():
            db.execute(statement)
    for subject in _SUBJECTS:
        db.execute(
            f"CREATE TRIGGER mark_of_{subject} AFTER DELETE ON {subject} BEGIN "
            f"DELETE FROM mark WHERE subject = '{subject}' AND subject_id = old.id; END"
        )
    therapy_words(db)
