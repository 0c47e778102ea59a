"""Tags and other names that several machines gave alike: one row stands for all, the others are kept here.

Each was given once, so each has an id. Whoever removes what they see removes all of them that are known
there; one that was given elsewhere, and not known there, stays. So it does not matter in which order journals
are merged. They lie in `meta`, under `twin:` and their id, each as the row it would be.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.journal.change import bury, to_json
from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import Source, rows

TABLES = {"tag": ("session_id", "tag_key"), "part_alias": ("part_id", "alias_key")}
"""The tables that have them, and what two rows have in common that say the same."""

_OWNERS = {"session_id": "session", "part_id": "part"}
_MARK = "twin:"

Twin = dict[str, Any]
"""The row it would be, by column, and its `table`."""


def twins(source: Source) -> list[Twin]:
    """All of them."""
    return [from_json(value) for (value,) in rows(source, "SELECT value FROM meta WHERE key GLOB ?", (_ALL,))]


def put_twins(connection: Connection, before: Mapping[str, Twin], after: Mapping[str, Twin]) -> None:
    """Make those that are kept, by id, the ones in `after`."""
    for id_ in before.keys() - after.keys():
        _drop(connection, id_)
    for id_, one in after.items():
        if before.get(id_) != one:
            _drop(connection, id_)
            values = (f"{_MARK}{id_}", to_json(one))
            connection.execute("INSERT INTO meta (key, value) VALUES (?, ?)", values)


def bury_twins(connection: Connection, table: str, *same: str) -> None:
    """Remember as removed what says the same as a row that is removed. `same` is what they have in common."""
    for one in twins(connection):
        if one["table"] == table and tuple(one[name] for name in TABLES[table]) == same:
            bury(connection, one["id"])
            _drop(connection, one["id"])


def drop_twins(connection: Connection) -> None:
    """Forget those of sessions and parts that are gone."""
    for one in twins(connection):
        column = TABLES[one["table"]][0]
        sql = f"SELECT 1 FROM {_OWNERS[column]} WHERE id = ?"
        if connection.execute(sql, (one[column],)).fetchone() is None:
            _drop(connection, one["id"])


def _drop(connection: Connection, id_: str) -> None:
    connection.execute("DELETE FROM meta WHERE key = ?", (f"{_MARK}{id_}",))


_ALL = f"{_MARK}*"
