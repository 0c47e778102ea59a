"""What is remembered of removed sessions, where copies of one may have gone different ways.

A session is known by its id. Once two copies of it parted (see `parting`), the first item of each way on has
an id of its own; a version that is removed is remembered under that one, so that the other versions stay.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid5

from ifs_journal.journal.change import bury
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import Source, rows

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal


class Item(NamedTuple):
    """What tells a log item from every other of its session: its time (UTC) and its seq."""

    at: str
    seq: int


Path = tuple[Item, ...]
"""All that was ever in a log, in order of seq; also what was taken back since."""
Partings = Mapping[Item, bool]
"""Where the copies of one session parted: the first item of each way, and whether it stands apart."""


def way_id(origin: str, item: Item) -> str:
    """The id of the way that begins with an item, among the versions of the session `origin`."""
    return str(uuid5(UUID(origin), f"{item.seq} {item.at}"))


def name_of(origin: str, path: Iterable[Item], partings: Partings) -> str:
    """The id a version has: its session's own, unless its way stands apart from the first one."""
    apart = [item for item in path if partings.get(item)]
    return way_id(origin, apart[-1]) if apart else origin


def correction_id(session_id: str, item: Item, at: str, kept: int) -> str:
    """The id of a correction that came from another version of a session."""
    return str(uuid5(UUID(session_id), f"correction {item.seq} {at} {kept}"))


def grave_of(origin: str, path: Iterable[Item], partings: Partings) -> str:
    """The id under which the removal of a version is remembered."""
    parted = [item for item in path if item in partings]
    return way_id(origin, parted[-1]) if parted else origin


def origin_of(source: Source, session_id: str) -> str:
    """The session that this one is a version of; itself where there is no other."""
    return next((origin for (origin,) in rows(source, _ORIGIN, (session_id,))), session_id)


def partings_of(source: Source, origin: str) -> dict[Item, bool]:
    """Where the copies of a session parted."""
    return {Item(at, seq): bool(apart) for at, seq, apart in rows(source, _PARTINGS, (origin,))}


def path_of(source: Source, session_id: str) -> Path:
    """All that was ever in a session's log."""
    found = (Item(at, seq) for at, seq in rows(source, _PATH, (session_id,)))
    return tuple(sorted(found, key=lambda item: (item.seq, item.at)))


def bury_session(connection: Connection, session_id: str) -> None:
    """Remember that a session, or this version of one, was removed. To be called while it is there."""
    origin = origin_of(connection, session_id)
    partings = partings_of(connection, origin)
    bury(connection, grave_of(origin, path_of(connection, session_id), partings))
    names = [origin, *(way_id(origin, item) for item, apart in partings.items() if apart)]
    left = [id_ for id_ in names if id_ != session_id and list(rows(connection, _THERE, (id_,)))]
    if not left:
        bury(connection, origin)
        connection.execute("DELETE FROM parting WHERE origin = ?", (origin,))
        for table in ("part", "person"):
            for id_ in names:
                sql = f"UPDATE {table} SET named_in = ? WHERE named_in = ?"
                connection.execute(sql, (origin, id_))


def removed_count(source: Source) -> int:
    """How many things are remembered as removed."""
    return int(next(rows(source, "SELECT count(*) FROM tombstone"))[0])


def forget_removed(journal: Journal) -> None:
    """Forget what was removed: an older copy could bring it back."""
    with journal.writing() as connection:
        connection.execute("DELETE FROM tombstone")


_ORIGIN = "SELECT origin FROM parting WHERE id = ?"
_PARTINGS = "SELECT at, seq, apart FROM parting WHERE origin = ?"
_PATH = (
    "SELECT at, seq FROM answer WHERE session_id = ?1 "
    "UNION SELECT at, seq FROM taken_back WHERE session_id = ?1"
)
_THERE = "SELECT 1 FROM session WHERE id = ?"
