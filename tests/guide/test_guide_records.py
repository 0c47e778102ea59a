"""Every row the projection asks for is what its record says it is, held against the types by pydantic."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from guide_walking import script_walk
from ifs_journal.guide.projection import project
from ifs_journal.records import TABLES, row_of
from ifs_journal.terms import Row

CRITIC = {"id": "0192aaaa-0000-7000-8000-000000000001", "name": "the critic", "new": True}
WALKS: dict[str, list[Any]] = {
    "unblend": [
        "stirred",
        None,
        "never good enough",
        "Part of me",
        "i_am_it",
        "stayed",
        "being weak",
        "I can stop",
        "move",
        None,
        "i_can_see_it",
        ["reacting", {"other": "cross"}],
        "it takes over",
        "gives_room",
        ["open"],
        CRITIC,
        "settled",
    ],
    "check-in": [7, "go_on", [CRITIC], "rest", "a_little", "tea"],
}


def record(row: Row) -> Any:
    kind = next(kind for kind, table in TABLES.items() if table == row.table)
    names = {name.rstrip("_"): name for name in kind._fields}
    return kind(**{"id": row.id}, **{names[key]: value for key, value in row.values.items()})


@pytest.mark.parametrize("script", WALKS)
def test_every_row_is_a_sound_record(script: str) -> None:
    live = script_walk(script, WALKS[script])
    rows = project(live.walk, live.id)
    assert {row.table for row in rows} >= {"session", "part", "session_part", "part_fact"}
    for row in rows:
        one = record(row)
        assert row_of(one) == row
        TypeAdapter(type(one)).validate_python(one._asdict())
