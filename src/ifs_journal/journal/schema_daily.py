"""Version 2 of the schema: people, sentences for hard talks, trailheads, notes and tags.

Released text is never changed: a later form is a later step in `schema.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

_TIME = "GLOB '*+00:00'"

_PEOPLE = f"""
CREATE TABLE person (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    relation TEXT,
    created_at TEXT NOT NULL CHECK (created_at {_TIME}),
    first_session TEXT REFERENCES session(id) ON DELETE SET NULL
) STRICT;
CREATE INDEX person_name_key ON person(name_key);
CREATE INDEX person_first_session ON person(first_session);
CREATE TABLE session_person (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    person_id TEXT NOT NULL REFERENCES person(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    seen_at TEXT NOT NULL CHECK (seen_at {_TIME})
) STRICT;
CREATE INDEX session_person_session ON session_person(session_id);
CREATE INDEX session_person_person ON session_person(person_id, seen_at, session_id);
"""

_STATEMENTS = f"""
CREATE TABLE statement (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN (
        'speak_for', 'own_impact', 'need', 'request', 'repair_offer', 'limit', 'letter')),
    person_id TEXT REFERENCES person(id) ON DELETE SET NULL,
    body TEXT NOT NULL,
    held INTEGER NOT NULL DEFAULT 0 CHECK (held IN (0, 1)),
    look_again TEXT CHECK (look_again GLOB '????-??-??'),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX statement_session ON statement(session_id);
CREATE INDEX statement_person ON statement(person_id);
CREATE INDEX statement_look_again ON statement(look_again) WHERE look_again IS NOT NULL;
CREATE TABLE statement_version (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    version_no INTEGER NOT NULL,
    body TEXT NOT NULL,
    flags TEXT NOT NULL CHECK (json_valid(flags)),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX statement_version_session ON statement_version(session_id);
CREATE TABLE statement_outcome (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    statement_id TEXT REFERENCES statement(id) ON DELETE CASCADE,
    delivered TEXT NOT NULL CHECK (delivered IN ('yes', 'not_yet', 'no')),
    how_it_went TEXT,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX statement_outcome_session ON statement_outcome(session_id);
CREATE INDEX statement_outcome_statement ON statement_outcome(statement_id, at);
"""

_TRAILHEADS = f"""
CREATE TABLE trailhead (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    trigger TEXT,
    channels TEXT CHECK (json_valid(channels)),
    noticed TEXT,
    place TEXT,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    parked INTEGER NOT NULL DEFAULT 0 CHECK (parked IN (0, 1)),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX trailhead_session ON trailhead(session_id);
CREATE INDEX trailhead_part ON trailhead(part_id);
CREATE INDEX trailhead_parked ON trailhead(at) WHERE parked = 1;
CREATE TABLE trailhead_visit (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    trailhead_id TEXT NOT NULL REFERENCES trailhead(id) ON DELETE CASCADE,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX trailhead_visit_session ON trailhead_visit(session_id);
CREATE INDEX trailhead_visit_trailhead ON trailhead_visit(trailhead_id);
CREATE TABLE self_moment (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    quality TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX self_moment_session ON self_moment(session_id, quality);
"""

_REMARKS = f"""
CREATE TABLE note (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT REFERENCES session(id) ON DELETE CASCADE,
    part_id TEXT REFERENCES part(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at {_TIME}),
    local_day TEXT NOT NULL CHECK (local_day GLOB '????-??-??')
) STRICT;
CREATE INDEX note_session ON note(session_id) WHERE session_id IS NOT NULL;
CREATE INDEX note_part ON note(part_id) WHERE part_id IS NOT NULL;
CREATE INDEX note_local_day ON note(local_day);
CREATE TABLE tag (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    tag TEXT NOT NULL,
    tag_key TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at {_TIME}),
    UNIQUE (session_id, tag_key)
) STRICT;
CREATE INDEX tag_key ON tag(tag_key, session_id);
CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
"""

# A correction gets a number of its own, so that an index of words can name it for good.
_CORRECTIONS = f"""
CREATE TABLE correction_numbered (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL,
    answer_seq INTEGER NOT NULL,
    value TEXT CHECK (json_valid(value)),
    at TEXT NOT NULL CHECK (at {_TIME}),
    earlier_kept INTEGER NOT NULL DEFAULT 1 CHECK (earlier_kept IN (0, 1)),
    FOREIGN KEY (session_id, answer_seq) REFERENCES answer(session_id, seq) ON DELETE CASCADE
) STRICT;
INSERT INTO correction_numbered (id, session_id, answer_seq, value, at)
    SELECT id, session_id, answer_seq, value, at FROM correction ORDER BY at, rowid;
DROP TABLE correction;
ALTER TABLE correction_numbered RENAME TO correction;
CREATE INDEX correction_answer ON correction(session_id, answer_seq);
ALTER TABLE part ADD COLUMN pronoun TEXT;
"""


def daily_tables(db: Database) -> None:
    """Version 2: what the daily sessions find, and what a person adds by hand."""
    whole = _PEOPLE + _STATEMENTS + _TRAILHEADS + _REMARKS + _CORRECTIONS
    for statement in whole.split(";\n"):
        if statement.strip():
            db.execute(statement)
