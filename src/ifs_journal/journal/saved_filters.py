"""Keeping filters under a name, and removing them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ifs_journal.journal.change import bury, storable, to_json
from ifs_journal.journal.wipe import mark
from ifs_journal.terms import name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal


def save_filter(journal: Journal, name: str, options: Mapping[str, Any], *, id_: str, at: str) -> bool:
    """Keep a filter. Gives whether one of that name was there before: this one has taken its place."""
    key = name_key(name)
    kept = to_json(dict(options))
    with journal.writing() as connection:
        before = connection.execute("SELECT id FROM saved_filter WHERE name_key = ?", (key,)).fetchone()
        if before is None:
            connection.execute(
                "INSERT INTO saved_filter (id, name, name_key, options, at) VALUES (?, ?, ?, ?, ?)",
                (id_, storable(name), key, kept, at),
            )
        else:
            connection.execute(
                "UPDATE saved_filter SET name = ?, options = ?, at = ? WHERE id = ?",
                (storable(name), kept, at, before[0]),
            )
            mark(connection, rebuild=True)
    journal.wipe()
    return before is not None


def remove_filter(journal: Journal, id_: str) -> bool:
    """Remove a filter. False when another window keeps traces of it in the file for now."""
    with journal.writing() as connection:
        bury(connection, id_)
        connection.execute("DELETE FROM saved_filter WHERE id = ?", (id_,))
        mark(connection, rebuild=True)
    return journal.wipe()
