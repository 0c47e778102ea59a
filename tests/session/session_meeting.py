"""What a session with a part leaves in the journal, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.session.asker import About
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_talking import Room, Talker

TO_LEAVE = [None, "settled"]
"""A last word left unsaid, and how the person is as they leave."""
COMMON = frozenset({"session", "part", "session_part", "part_fact", "gate_check", "measure"})
"""Tables nearly every session with a part fills."""


def rows(room: Room, table: str) -> list[Mapping[str, Any]]:
    """All rows of a table, oldest first."""
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table} ORDER BY rowid")
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def facts(room: Room) -> list[tuple[str, Any, str]]:
    """What is known of parts: which fact, what, and whose voice it is."""
    return [
        (one["field"], one["value"] if one["number_value"] is None else one["number_value"], one["said_by"])
        for one in rows(room, "part_fact")
    ]


def filled(live: Live) -> set[str]:
    """The tables a session left rows in, besides those nearly every session does."""
    return {row.table for row in live.rows} - COMMON


def only(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Some columns of a row."""
    return {name: row[name] for name in names}


def ended(live: Live) -> EndReason | None:
    """How a session ended."""
    return live.walk.end


def asked(talker: Talker) -> list[str]:
    """The steps that were asked, without the gates' own and the closing's."""
    return [one.rsplit("/", 1)[1].partition(":")[0] for one in talker.asked]


def told(talker: Talker) -> list[str]:
    """What the script said between its questions."""
    return talker.about(About.STEP)


def private(room: Room, live: Live, *steps: str) -> bool:
    """Whether the answers to these steps are marked private."""
    return all(room.said(live, step).private for step in steps)
