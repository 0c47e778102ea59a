"""What sessions about somebody leave in the journal, and what they asked and said."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.session.asker import About
from ifs_journal.session.live import Live
from session_talking import Room, Talker

LEAVING = [None, "settled"]
"""What the closing asks after a part was met: nothing more to say to anyone, and settled."""
OWN = ("id", "number", "session_id", "answer_seq", "at")
"""Columns every row has."""


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    """All rows of a table, oldest first."""
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def told(room: Room, table: str) -> list[dict[str, Any]]:
    """What the rows of a table say: their own columns that hold something, without the ids of others."""
    return [
        {
            name: value
            for name, value in row.items()
            if value is not None and name not in OWN and not name.endswith("_id")
        }
        for row in rows(room, table)
    ]


def asked(talker: Talker) -> list[str]:
    """The steps that were asked, without the gates' own and the closing's."""
    found = [one.split("/") for one in talker.asked]
    return [one[1].partition(":")[0] for one in found if len(one) == 2]


def said(talker: Talker) -> list[str]:
    """What the script said between its questions."""
    return talker.about(About.STEP)


def tables(room: Room, *names: str) -> dict[str, int]:
    """How many rows there are in some tables."""
    return {name: len(rows(room, name)) for name in names}


def private(room: Room, live: Live) -> set[str]:
    """The script's own steps whose answers are marked private."""
    found = [one.address.split("/") for one in room.entry(live).answers if one.private]
    return {one[1].partition(":")[0] for one in found if len(one) == 2}
