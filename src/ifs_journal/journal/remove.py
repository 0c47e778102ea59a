"""Removing for good: a session, one answer, what an answer said before, a part, a person, a note.

Each is one transaction, followed by a wipe of the file (see `wipe.py`). Every function gives False when
another window keeps the last traces in the file for now; the next opening of the journal then finishes it.
Copies beside the journal, and exports, keep theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from ifs_journal.errors import Busy, NotFound
from ifs_journal.journal.aside import kept_aside
from ifs_journal.journal.change import (
    MOVED_ON,
    NAMED,
    OF_AN_ANSWER,
    apply,
    bury,
    drop_forgotten,
    drop_unused,
    drop_unused_of_answer,
    encoded,
)
from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import bury_session
from ifs_journal.journal.mentions import blank_name, forget_copies, forget_words, ids_and_words, unquote
from ifs_journal.journal.read_tidied import record_of
from ifs_journal.journal.twins import drop_twins
from ifs_journal.journal.wipe import mark
from ifs_journal.terms import Difference, Kind

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal


def remove_session(journal: Journal, session_id: str, *, asides: bool = True) -> bool:
    """Remove a session, all that follows from it, and parts and people only it ever named.

    With `asides`, the files of answers kept aside for it go too. Raises NotFound.
    """
    with journal.writing() as connection:
        bury_session(connection, session_id)
        take_session(connection, session_id)
        mark(connection, rebuild=True)
    if asides:
        for path in kept_aside(journal.path, session_id):
            path.unlink(missing_ok=True)
    return journal.wipe()


def take_session(connection: Connection, session_id: str, *, named: bool = True) -> None:
    """Remove a session, in the caller's transaction. Raises NotFound.

    Without `named`, the parts and people only it named are left to the caller.
    """
    found = connection.execute("SELECT bundle FROM session WHERE id = ?", (session_id,)).fetchone()
    if found is None:
        raise NotFound("There is no such session in the journal.")
    unquote(connection, ids_and_words(connection, session_id), session_id)
    forget_copies(connection, session_id)
    for table in NAMED if named else ():
        drop_unused(connection, session_id, table)
    connection.execute("DELETE FROM session WHERE id = ?", (session_id,))
    drop_twins(connection)
    connection.execute(
        "DELETE FROM bundle WHERE hash = ?1 AND NOT EXISTS (SELECT 1 FROM session WHERE bundle = ?1)",
        (found[0],),
    )


def remove_answer(
    journal: Journal,
    session_id: str,
    revision: int,
    seq: int,
    change: Difference,
    *,
    at: str,
    correction_id: str,
) -> bool:
    """Remove what one answer said. Its question stays, marked as removed at `at`; rows from it go.

    `change` is what else follows from that. Raises Busy when the entry has moved on, NotFound.
    """
    with journal.writing() as connection:
        old = _answer_of(connection, session_id, revision, seq)
        unquote(connection, ids_and_words(connection, session_id, seq), session_id)
        forget_copies(connection, session_id, seq)
        _replace(connection, session_id, seq, Kind.OFF, None, at, correction_id)
        apply(connection, session_id, change)
        for table in OF_AN_ANSWER:
            sql = f"DELETE FROM {table} WHERE session_id = ? AND answer_seq = ?"
            connection.execute(sql, (session_id, seq))
        for words in old:
            if isinstance(words, str):
                forget_words(connection, session_id, words)
            for id_ in _named_first(words):
                drop_unused_of_answer(connection, session_id, id_)
        mark(connection, rebuild=True)
    return journal.wipe()


def remove_answers(
    journal: Journal,
    session_id: str,
    revision: int,
    seqs: Sequence[int],
    change: Difference,
    *,
    at: str,
    new_id: Callable[[], str],
) -> bool:
    """Remove what several answers said, all in one transaction. Raises as `remove_answer` does."""
    with journal.writing() as connection:
        for raised, seq in enumerate(seqs):
            old = _answer_of(connection, session_id, revision + raised, seq)
            unquote(connection, ids_and_words(connection, session_id, seq), session_id)
            forget_copies(connection, session_id, seq)
            _replace(connection, session_id, seq, Kind.OFF, None, at, new_id())
            for words in old:
                if isinstance(words, str):
                    forget_words(connection, session_id, words)
        apply(connection, session_id, change)
        for table in OF_AN_ANSWER:
            sql = f"DELETE FROM {table} WHERE session_id = ? AND answer_seq = ?"
            for seq in seqs:
                connection.execute(sql, (session_id, seq))
        mark(connection, rebuild=True)
    return journal.wipe()


def replace_answer(
    journal: Journal,
    session_id: str,
    revision: int,
    seq: int,
    value: Any,
    change: Difference,
    *,
    at: str,
    correction_id: str,
) -> bool:
    """Put other words in an answer's place and keep nothing of the earlier ones, only that it was edited.

    Raises Busy when the entry has moved on, NotFound.
    """
    with journal.writing() as connection:
        old = _answer_of(connection, session_id, revision, seq)
        unquote(connection, ids_and_words(connection, session_id, seq), session_id)
        forget_copies(connection, session_id, seq)
        _replace(connection, session_id, seq, Kind.ANSWER, value, at, correction_id)
        apply(connection, session_id, change)
        for words in old:
            if isinstance(words, str) and isinstance(value, str):
                forget_words(connection, session_id, words, value)
        mark(connection, rebuild=True)
    return journal.wipe()


def remove_part(journal: Journal, part_id: str) -> bool:
    """Remove a part: what was learned about it, its places in sessions, and its name in their answers.

    Parts whose records were merged into it go with it: they are one to whoever looks. Words about it in the
    person's own sentences stay. Raises NotFound.
    """
    return _remove_named(journal, "part", record_of(journal, part_id))


def remove_person(journal: Journal, person_id: str) -> bool:
    """Remove a person: their place in sessions, and their name in the answers that name them.

    Words about them in other answers stay. Raises NotFound.
    """
    return _remove_named(journal, "person", (person_id,))


def _remove_named(journal: Journal, table: str, ids: Sequence[str]) -> bool:
    with journal.writing() as connection:
        for id_ in ids:
            if connection.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id_,)).fetchone() is None:
                raise NotFound("That was removed already, in another window.")
            bury(connection, id_)
            take_named(connection, table, id_)
        mark(connection, rebuild=True)
    return journal.wipe()


def take_named(connection: Connection, table: str, id_: str) -> None:
    """Remove a part or a person and its name in answers, in the caller's transaction."""
    for session_id in blank_name(connection, id_):
        # A window that has one of these sessions open is told, rather than writing the name back.
        connection.execute("UPDATE session SET revision = revision + 1 WHERE id = ?", (session_id,))
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))
    drop_twins(connection)


def remove_note(journal: Journal, number: int) -> bool:
    """Remove a note. Raises NotFound."""
    with journal.writing() as connection:
        found = connection.execute("SELECT id FROM note WHERE number = ?", (number,)).fetchone()
        if found is None:
            raise NotFound("There is no such note. To see them: ifs note --list")
        bury(connection, found[0])
        connection.execute("DELETE FROM note WHERE number = ?", (number,))
        drop_forgotten(connection)
        mark(connection, rebuild=True)
    return journal.wipe()


def _answer_of(connection: Connection, session_id: str, revision: int, seq: int) -> list[Any]:
    """All an answer ever said, from the first words to the latest; and the entry's revision is raised."""
    done = connection.execute(
        "UPDATE session SET revision = revision + 1 WHERE id = ? AND revision = ?", (session_id, revision)
    )
    if done.rowcount != 1:
        raise Busy(MOVED_ON)
    sql = (
        "SELECT value FROM answer WHERE session_id = ?1 AND seq = ?2 UNION ALL "
        "SELECT value FROM correction WHERE session_id = ?1 AND answer_seq = ?2"
    )
    found = connection.execute(sql, (session_id, seq)).fetchall()
    if not found:
        raise NotFound("There is no such answer in this session.")
    return [from_json(value) for (value,) in found if value is not None]


def _replace(
    connection: Connection, session_id: str, seq: int, kind: Kind, value: Any, at: str, correction_id: str
) -> None:
    text = encoded(value)
    connection.execute(
        "UPDATE answer SET kind = ?, value = ? WHERE session_id = ? AND seq = ?",
        (str(kind), text, session_id, seq),
    )
    connection.execute("DELETE FROM correction WHERE session_id = ? AND answer_seq = ?", (session_id, seq))
    connection.execute(
        "INSERT INTO correction (id, session_id, answer_seq, value, at, earlier_kept) "
        "VALUES (?, ?, ?, ?, ?, 0)",
        (correction_id, session_id, seq, text, at),
    )


def _named_first(value: Any) -> list[str]:
    """The ids of the parts and people that an answer was the first to name."""
    given = value if isinstance(value, list) else [value]
    return [one["id"] for one in given if isinstance(one, dict) and one.get("new") and "id" in one]
