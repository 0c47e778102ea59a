"""The schema, as migrations that only go forward.

A migration is a function that is given a `sqlite_utils.Database` inside a transaction. What has been
released is never changed: a later form is a later function. Foreign keys are off while migrations
run (a table that others point at can then be rebuilt) and are checked before each is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.driver import APPLICATION_ID, Connection
from ifs_journal.journal.schema_daily import daily_tables
from ifs_journal.journal.schema_library import library_tables
from ifs_journal.journal.schema_looking_back import looking_back_tables
from ifs_journal.journal.schema_merging import merging_tables
from ifs_journal.journal.schema_search import search_index

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

Step = Callable[["Database"], None]

_TIME = "GLOB '*+00:00'"

_SESSION = f"""
CREATE TABLE bundle (
    hash TEXT PRIMARY KEY NOT NULL,
    protocol INTEGER NOT NULL,
    body TEXT NOT NULL
) STRICT;
CREATE TABLE session (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    script TEXT NOT NULL,
    script_version INTEGER NOT NULL,
    variant TEXT,
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    wording TEXT NOT NULL CHECK (wording IN ('ifs', 'plain')),
    bundle TEXT NOT NULL REFERENCES bundle(hash),
    started_at TEXT NOT NULL CHECK (started_at {_TIME}),
    zone TEXT NOT NULL,
    utc_offset INTEGER NOT NULL CHECK (utc_offset BETWEEN -1440 AND 1440),
    local_day TEXT NOT NULL CHECK (local_day GLOB '????-??-??'),
    updated_at TEXT NOT NULL CHECK (updated_at {_TIME}),
    ended_at TEXT CHECK (ended_at {_TIME}),
    end_reason TEXT CHECK (end_reason IN ('complete', 'stopped', 'not_today', 'partial')),
    ask_keep INTEGER NOT NULL DEFAULT 0 CHECK (ask_keep IN (0, 1)),
    revision INTEGER NOT NULL DEFAULT 1,
    reached TEXT NOT NULL,
    state_before INTEGER CHECK (state_before BETWEEN 0 AND 10),
    state_before_word TEXT,
    state_after INTEGER CHECK (state_after BETWEEN 0 AND 10),
    state_after_word TEXT,
    highest_state INTEGER CHECK (highest_state BETWEEN 0 AND 10),
    self_available TEXT,
    target_part TEXT REFERENCES part(id) ON DELETE SET NULL,
    parent_session TEXT REFERENCES session(id) ON DELETE SET NULL,
    CHECK ((ended_at IS NULL) = (end_reason IS NULL))
) STRICT;
CREATE INDEX session_started_at ON session(started_at);
CREATE INDEX session_script ON session(script, started_at);
CREATE INDEX session_local_day ON session(local_day);
CREATE INDEX session_bundle ON session(bundle);
CREATE INDEX session_open ON session(updated_at) WHERE ended_at IS NULL;
CREATE INDEX session_ask_keep ON session(started_at) WHERE ask_keep = 1;
CREATE INDEX session_target_part ON session(target_part) WHERE target_part IS NOT NULL;
CREATE INDEX session_parent ON session(parent_session) WHERE parent_session IS NOT NULL;
CREATE TABLE answer (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    address TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('answer', 'skip', 'off', 'resumed', 'command')),
    value TEXT CHECK (json_valid(value)),
    at TEXT NOT NULL CHECK (at {_TIME}),
    prompt TEXT,
    quotes TEXT NOT NULL CHECK (json_valid(quotes)),
    private INTEGER NOT NULL DEFAULT 0 CHECK (private IN (0, 1)),
    UNIQUE (session_id, seq),
    CHECK (kind NOT IN ('skip', 'off') OR value IS NULL)
) STRICT;
CREATE TABLE taken_back (
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    revision INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (session_id, revision, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE draft (
    session_id TEXT PRIMARY KEY NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    address TEXT NOT NULL,
    text TEXT NOT NULL,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE TABLE correction (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL,
    answer_seq INTEGER NOT NULL,
    value TEXT CHECK (json_valid(value)),
    at TEXT NOT NULL CHECK (at {_TIME}),
    FOREIGN KEY (session_id, answer_seq) REFERENCES answer(session_id, seq) ON DELETE CASCADE
) STRICT;
CREATE INDEX correction_answer ON correction(session_id, answer_seq);
"""

_PARTS = f"""
CREATE TABLE part (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    role TEXT NOT NULL DEFAULT 'unknown' CHECK (role IN (
        'manager', 'firefighter', 'exile', 'protector_unspecified', 'self_like', 'other', 'unknown')),
    status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'getting_to_know', 'well_known')),
    state TEXT NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'resting', 'retired_role')),
    created_at TEXT NOT NULL CHECK (created_at {_TIME}),
    first_session TEXT REFERENCES session(id) ON DELETE SET NULL,
    archived_at TEXT CHECK (archived_at {_TIME})
) STRICT;
CREATE INDEX part_name_key ON part(name_key);
CREATE INDEX part_first_session ON part(first_session);
CREATE TABLE part_alias (
    id TEXT PRIMARY KEY NOT NULL,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    alias TEXT NOT NULL,
    alias_key TEXT NOT NULL
) STRICT;
CREATE INDEX part_alias_part ON part_alias(part_id);
CREATE INDEX part_alias_key ON part_alias(alias_key);
CREATE TABLE session_part (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    place TEXT NOT NULL CHECK (place IN ('present', 'target', 'concern')),
    seen_at TEXT NOT NULL CHECK (seen_at {_TIME})
) STRICT;
CREATE INDEX session_part_session ON session_part(session_id);
CREATE INDEX session_part_part ON session_part(part_id, seen_at, session_id);
CREATE TABLE part_fact (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    part_id TEXT NOT NULL REFERENCES part(id) ON DELETE CASCADE,
    session_id TEXT REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER,
    field TEXT NOT NULL,
    value TEXT,
    number_value INTEGER CHECK (number_value BETWEEN 0 AND 10),
    said_by TEXT NOT NULL CHECK (said_by IN ('part', 'user', 'therapist', 'edit')),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX part_fact_session ON part_fact(session_id);
CREATE INDEX part_fact_part ON part_fact(part_id, field, at);
"""

_FINDINGS = f"""
CREATE TABLE gate_check (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    gate TEXT NOT NULL,
    target_no INTEGER,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    class TEXT,
    loop_no INTEGER,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX gate_check_session ON gate_check(session_id);
CREATE INDEX gate_check_part ON gate_check(part_id);
CREATE TABLE concern (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    target_no INTEGER,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    feeling TEXT,
    worry TEXT,
    outcome TEXT CHECK (outcome IN ('stepped_back', 'became_target', 'accompanied', 'parked', 'refused')),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX concern_session ON concern(session_id);
CREATE INDEX concern_part ON concern(part_id);
CREATE TABLE unblend_attempt (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    target_no INTEGER,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    technique TEXT,
    response TEXT CHECK (response IN ('eased', 'a_little', 'stayed', 'dont_know')),
    blend_before TEXT CHECK (blend_before IN ('i_am_it', 'against_me', 'i_can_see_it')),
    blend_after TEXT CHECK (blend_after IN ('i_am_it', 'against_me', 'i_can_see_it')),
    fear TEXT,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX unblend_attempt_session ON unblend_attempt(session_id);
CREATE INDEX unblend_attempt_part ON unblend_attempt(part_id);
CREATE TABLE agreement (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    part_id TEXT REFERENCES part(id) ON DELETE SET NULL,
    text TEXT NOT NULL,
    due TEXT,
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX agreement_session ON agreement(session_id);
CREATE INDEX agreement_part ON agreement(part_id);
CREATE INDEX agreement_due ON agreement(due) WHERE due IS NOT NULL;
CREATE TABLE measure (
    id TEXT PRIMARY KEY NOT NULL,
    session_id TEXT NOT NULL REFERENCES session(id) ON DELETE CASCADE,
    answer_seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT,
    number_value INTEGER CHECK (number_value BETWEEN 0 AND 10),
    at TEXT NOT NULL CHECK (at {_TIME})
) STRICT;
CREATE INDEX measure_session ON measure(session_id, name);
"""


def first_tables(db: Database) -> None:
    """Version 1: sessions and their log, parts, and what a session finds."""
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in (_SESSION + _PARTS + _FINDINGS).split(";\n"):
        if statement.strip():
            db.execute(statement)


# Each in the order it is asked for: the first few are then read without sorting all there are.
_IN_ORDER = """
DROP INDEX gate_check_part;
CREATE INDEX gate_check_part ON gate_check(part_id, gate, at, answer_seq);
DROP INDEX unblend_attempt_part;
CREATE INDEX unblend_attempt_part ON unblend_attempt(part_id, at, answer_seq);
CREATE INDEX tag_first ON tag(tag_key, at);
"""


def indexes_in_order(db: Database) -> None:
    """Version 4: what is newest of a part, and how a tag was first written, without reading all of it."""
    for statement in _IN_ORDER.split(";\n"):
        if statement.strip():
            db.execute(statement)


STEPS: tuple[Step, ...] = (
    first_tables,
    daily_tables,
    search_index,
    indexes_in_order,
    library_tables,
    merging_tables,
    looking_back_tables,
)
"""All migrations, oldest first. The place in this list, from 1, is the schema version."""


def migrate(connection: Connection, steps: Sequence[Step] = STEPS) -> None:
    """Apply every migration the file has not seen, each in a transaction of its own.

    A migration that fails leaves the file as it was before that one. The connection leaves with
    foreign keys on.
    """
    from sqlite_utils import Database, Migrations

    migrations = Migrations("ifs-journal")
    for version, step in enumerate(steps, 1):
        migrations(name=f"{version}_{step.__name__}")(_numbered(step, version))
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        migrations.apply(Database(cast("sqlite3.Connection", connection), execute_plugins=False))
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def _numbered(step: Step, version: int) -> Step:
    def run(db: Database) -> None:
        step(db)
        if db.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise IfsJournalError(
                f"The journal could not be brought to form {version}: some rows would have lost what "
                "they belong to. Nothing was changed. Please report this."
            )
        db.execute(f"PRAGMA user_version = {version}")

    return run
