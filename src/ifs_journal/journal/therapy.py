"""Therapy sessions: the day, what came of it, what was agreed to practise. Kept by hand, one row each."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.errors import NotFound
from ifs_journal.journal.change import bury, storable
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.journal.wipe import mark

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

NO_THERAPY = "There is no therapy session with that number. To see them: ifs therapy list"
CHANGED_ELSEWHERE = "This was changed or removed in another window. Nothing was changed here."


class Therapy(NamedTuple):
    """A therapy session as it was written down. `day` is the person's own, `at` and `changed_at` are UTC."""

    number: int
    id: str
    day: str
    came: str | None
    """What came of it."""
    practice: str | None
    """What was agreed to try or to practise."""
    at: str
    changed_at: str | None


_THERAPY = "SELECT number, id, day, came, practice, at, changed_at FROM therapy"


def therapies(source: Source, limit: int = -1) -> list[Therapy]:
    """The therapy sessions, the latest first."""
    sql = f"{_THERAPY} ORDER BY day DESC, number DESC LIMIT ?"
    return [Therapy(*row) for row in rows(source, sql, (limit,))]


def therapy(source: Source, number: int) -> Therapy:
    """One by its number. Raises NotFound."""
    found = first(source, f"{_THERAPY} WHERE number = ?", (number,))
    if found is None:
        raise NotFound(NO_THERAPY)
    return Therapy(*found)


def last_therapy(source: Source, today: str) -> Therapy | None:
    """The latest one, up to and with the day `today`, or None."""
    sql = f"{_THERAPY} WHERE day <= ? ORDER BY day DESC, number DESC LIMIT 1"
    found = first(source, sql, (today,))
    return None if found is None else Therapy(*found)


def therapy_practice(source: Source, therapy_id: str) -> str | None:
    """What was agreed in one of them, or None where nothing was, or it is gone."""
    found = first(source, "SELECT practice FROM therapy WHERE id = ?", (therapy_id,))
    return None if found is None or found[0] is None else str(found[0])


def add_therapy(
    journal: Journal, *, therapy_id: str, day: str, came: str | None, practice: str | None, at: str
) -> int:
    """Keep one. Gives its short number."""
    with journal.writing() as connection:
        return connection.execute(
            "INSERT INTO therapy (id, day, at, came, practice) VALUES (?, ?, ?, ?, ?)",
            (therapy_id, day, at, storable(came), storable(practice)),
        ).lastrowid


def change_therapy(journal: Journal, before: Therapy, after: Therapy, *, at: str) -> bool:
    """Put `after` in the place of `before`; earlier words are not kept.

    False when another window keeps traces of them in the file for now. Raises NotFound when it is not as it
    was read.
    """
    with journal.writing() as connection:
        done = connection.execute(
            "UPDATE therapy SET day = ?, came = ?, practice = ?, changed_at = ? "
            "WHERE number = ? AND id = ? AND day = ? AND came IS ? AND practice IS ?",
            (
                after.day,
                storable(after.came),
                storable(after.practice),
                at,
                before.number,
                before.id,
                before.day,
                before.came,
                before.practice,
            ),
        )
        if done.rowcount != 1:
            raise NotFound(CHANGED_ELSEWHERE)
        mark(connection, rebuild=True)
    return journal.wipe()


def remove_therapy(journal: Journal, number: int) -> bool:
    """Remove one for good. False as for `change_therapy`. Raises NotFound."""
    with journal.writing() as connection:
        found = connection.execute("SELECT id FROM therapy WHERE number = ?", (number,)).fetchone()
        if found is None:
            raise NotFound(NO_THERAPY)
        bury(connection, found[0])
        connection.execute("DELETE FROM therapy WHERE number = ?", (number,))
        mark(connection, rebuild=True)
    return journal.wipe()
