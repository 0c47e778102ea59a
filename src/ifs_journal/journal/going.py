"""What a removal takes with it, in counts and names, to be said before anything is removed. Reads only."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ifs_journal.journal.aside import backups_beside, kept_aside
from ifs_journal.journal.change import UNUSED
from ifs_journal.journal.mentions import ids_and_words, quoting
from ifs_journal.journal.read_tidied import about, record_of
from ifs_journal.journal.source import HasConnection, first, rows

_SAID = (
    "kind IN ('answer', 'off') AND NOT EXISTS (SELECT 1 FROM correction c WHERE kind = 'off' "
    "AND c.session_id = answer.session_id AND c.answer_seq = answer.seq)"
)
"""Answers that were given and not removed since."""


class Going(NamedTuple):
    """How much goes with a session, an answer, a part or a person, and what else shows it."""

    answers: int = 0
    notes: int = 0
    tags: int = 0
    facts: int = 0
    promises: int = 0
    sentences: int = 0
    repairs: int = 0
    maps: int = 0
    letters: int = 0
    talks: int = 0
    therapist_notes: int = 0
    """Notes for a therapist, from a part."""
    sessions: int = 0
    """In how many sessions a part or a person is named."""
    parts: tuple[str, ...] = ()
    """Parts first met there, which nothing else mentions; with a part, those merged into it."""
    people: tuple[str, ...] = ()
    quoted_in: tuple[int, ...] = ()
    """The numbers of other sessions that quote it and will show "…" in its place."""
    asides: tuple[Path, ...] = ()
    """Files beside the journal with answers of the session that were kept aside."""
    backups: tuple[Path, ...] = ()
    """Copies of the journal beside it, which keep theirs."""


def session_going(journal: HasConnection, session_id: str) -> Going:
    """What goes with a session."""
    ids = frozenset(ids_and_words(journal, session_id))
    return Going(
        answers=_count(journal, "answer", f"session_id = ? AND {_SAID}", session_id),
        notes=_count(journal, "note", "session_id = ?", session_id),
        tags=_count(journal, "tag", "session_id = ?", session_id),
        facts=_count(journal, "part_fact", "session_id = ?", session_id),
        promises=_count(journal, "agreement", "session_id = ?", session_id),
        sentences=_count(journal, "statement", "session_id = ?", session_id),
        **_deeper(journal, session_id),
        parts=_names(journal, f"SELECT name FROM part WHERE {UNUSED['part']} ORDER BY number", session_id),
        people=_names(
            journal, f"SELECT name FROM person WHERE {UNUSED['person']} ORDER BY number", session_id
        ),
        quoted_in=tuple(one.number for one in quoting(journal, ids, session_id)),
        asides=tuple(kept_aside(journal.path, session_id)),
        backups=tuple(backups_beside(journal.path)),
    )


def answer_going(journal: HasConnection, session_id: str, seq: int) -> Going:
    """What goes with one answer."""
    which = "session_id = ? AND answer_seq = ?"
    ids = frozenset(ids_and_words(journal, session_id, seq))
    return Going(
        answers=1,
        facts=_count(journal, "part_fact", which, session_id, seq),
        promises=_count(journal, "agreement", which, session_id, seq),
        sentences=_count(journal, "statement", which, session_id, seq),
        quoted_in=tuple(one.number for one in quoting(journal, ids, session_id)),
        backups=tuple(backups_beside(journal.path)),
    )


def part_going(journal: HasConnection, part_id: str) -> Going:
    """What goes with a part, and with those whose records were merged into it."""
    record = record_of(journal, part_id)
    facts, which = about("SELECT count(*) FROM part_fact WHERE part_id = ?1", record)
    notes, _ = about("SELECT count(*) FROM note WHERE part_id = ?1", record)
    sessions, _ = about("SELECT count(DISTINCT session_id) FROM session_part WHERE part_id = ?1", record)
    names, among = about("SELECT name FROM part WHERE id = ?1 ORDER BY number", record[1:] or record)
    return Going(
        notes=int(first(journal, notes, (which,))[0]),
        facts=int(first(journal, facts, (which,))[0]),
        sessions=int(first(journal, sessions, (which,))[0]),
        parts=_names(journal, names, among) if record[1:] else (),
        backups=tuple(backups_beside(journal.path)),
    )


def person_going(journal: HasConnection, person_id: str) -> Going:
    """What goes with a person."""
    return Going(
        sessions=_sessions(journal, "session_person", "person_id", person_id),
        backups=tuple(backups_beside(journal.path)),
    )


def note_going(journal: HasConnection) -> Going:
    """What goes with a note: itself alone."""
    return Going(notes=1, backups=tuple(backups_beside(journal.path)))


_DEEPER = {
    "repairs": ("rupture",),
    "maps": ("need_map",),
    "letters": ("letter",),
    "talks": ("talk_plan", "shared_talk"),
    "therapist_notes": ("handoff_note", "topic"),
}
"""What the deeper sessions leave, and the tables each is kept in. It goes with its session: an answer that is
removed takes a field of it along, and the rest stays."""


def _deeper(journal: HasConnection, session_id: str) -> dict[str, int]:
    return {
        name: sum(_count(journal, table, "session_id = ?", session_id) for table in tables)
        for name, tables in _DEEPER.items()
    }


def _count(journal: HasConnection, table: str, where: str, *which: object) -> int:
    return int(first(journal, f"SELECT count(*) FROM {table} WHERE {where}", which)[0])


def _sessions(journal: HasConnection, table: str, column: str, id_: str) -> int:
    sql = f"SELECT count(DISTINCT session_id) FROM {table} WHERE {column} = ?"
    return int(first(journal, sql, (id_,))[0])


def _names(journal: HasConnection, sql: str, session_id: str) -> tuple[str, ...]:
    return tuple(str(name) for (name,) in rows(journal, sql, (session_id,)))
