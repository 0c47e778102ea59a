"""What a person adds by hand: notes (on a session, on a part, or by themselves) and tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.errors import NotFound
from ifs_journal.journal.change import bury, storable
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.journal.twins import bury_twins
from ifs_journal.journal.wipe import mark
from ifs_journal.terms import name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

NO_NOTE = "There is no such note. To see them: ifs note --list"


class Note(NamedTuple):
    """A note as it is shown. `at` is UTC, `local_day` the person's own day.

    `session` is the number of the session it is on, `part` the name of the part; both may be None.
    """

    number: int
    id: str
    text: str
    at: str
    local_day: str
    session: int | None
    session_id: str | None
    part: str | None
    part_id: str | None


class TagCount(NamedTuple):
    """A tag as it was first written, and how many sessions carry it."""

    tag: str
    sessions: int


_NOTE = (
    "SELECT n.number, n.id, n.text, n.at, n.local_day, s.number, n.session_id, p.name, n.part_id "
    "FROM note n LEFT JOIN session s ON s.id = n.session_id LEFT JOIN part p ON p.id = n.part_id"
)


def add_note(
    journal: Journal,
    text: str,
    *,
    note_id: str,
    at: str,
    local_day: str,
    session_id: str | None = None,
    part_id: str | None = None,
) -> int:
    """Keep a note, on a session, on a part, or by itself. Gives its short number."""
    values = (note_id, session_id, part_id, storable(text), at, local_day)
    with journal.writing() as connection:
        return connection.execute(
            "INSERT INTO note (id, session_id, part_id, text, at, local_day) VALUES (?, ?, ?, ?, ?, ?)",
            values,
        ).lastrowid


def change_note(journal: Journal, number: int, text: str, *, before: str) -> bool:
    """Put another text in a note's place; the earlier one is not kept.

    `before` is the text as it was read. False when another window keeps traces of it in the file for now.
    Raises NotFound when the note is gone, or was changed elsewhere.
    """
    with journal.writing() as connection:
        done = connection.execute(
            "UPDATE note SET text = ?, changed_at = strftime('%Y-%m-%dT%H:%M:%f', 'now') || '+00:00' "
            "WHERE number = ? AND text = ?",
            (storable(text), number, storable(before)),
        )
        if done.rowcount != 1:
            raise NotFound("This note was changed or removed in another window. Nothing was changed here.")
        mark(connection, rebuild=True)
    return journal.wipe()


def note(source: Source, number: int) -> Note:
    """One note by its number. Raises NotFound."""
    found = first(source, f"{_NOTE} WHERE n.number = ?", (number,))
    if found is None:
        raise NotFound(NO_NOTE)
    return Note(*found)


def notes(
    source: Source, *, session_id: str | None = None, part_id: str | None = None, limit: int | None = None
) -> list[Note]:
    """Notes on a session, in the order they were written; those on a part, or all, the newest first."""
    at_most = -1 if limit is None else limit
    if session_id is not None:
        return _notes(source, "WHERE n.session_id = ? ORDER BY n.number LIMIT ?", session_id, at_most)
    if part_id is not None:
        return _notes(source, "WHERE n.part_id = ? ORDER BY n.number DESC LIMIT ?", part_id, at_most)
    return _notes(source, "ORDER BY n.at DESC, n.number DESC LIMIT ?", at_most)


def _notes(source: Source, rest: str, *values: object) -> list[Note]:
    return [Note(*row) for row in rows(source, f"{_NOTE} {rest}", values)]


def add_tags(journal: Journal, session_id: str, tags: Iterable[tuple[str, str]], *, at: str) -> None:
    """Put tags on a session: pairs of an id and a tag. One that is there already stays as it was."""
    with journal.writing() as connection:
        for id_, tag in tags:
            connection.execute(
                "INSERT INTO tag (id, session_id, tag, tag_key, at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (session_id, tag_key) DO NOTHING",
                (id_, session_id, storable(tag), name_key(tag), at),
            )


def remove_tags(journal: Journal, session_id: str, tags: Sequence[str]) -> tuple[list[str], bool]:
    """Take tags off a session. Gives those that were there, and whether the file holds no trace of them."""
    gone: list[str] = []
    with journal.writing() as connection:
        for tag in tags:
            which = (session_id, name_key(tag))
            sql = "SELECT id, tag FROM tag WHERE session_id = ? AND tag_key = ?"
            for id_, found in connection.execute(sql, which).fetchall():
                gone.append(found)
                bury(connection, id_)
            connection.execute("DELETE FROM tag WHERE session_id = ? AND tag_key = ?", which)
            bury_twins(connection, "tag", *which)
        if gone:
            mark(connection, rebuild=True)
    return gone, journal.wipe()


def tag_counts(source: Source) -> list[TagCount]:
    """Every tag, the most used first."""
    sql = (
        "SELECT (SELECT f.tag FROM tag f WHERE f.tag_key = t.tag_key ORDER BY f.at, f.rowid LIMIT 1), "
        "count(*) FROM tag t GROUP BY t.tag_key ORDER BY count(*) DESC, t.tag_key"
    )
    return [TagCount(*row) for row in rows(source, sql)]
