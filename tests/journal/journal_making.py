"""Builders of sessions, log items and rows, also used by the processes the tests start."""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.shapes import NewSession
from ifs_journal.terms import Difference, Kind, LogItem, Row

START = "2026-03-01T08:00:00+00:00"


def new_id() -> str:
    """A new id."""
    return str(uuid.uuid4())


def at(minute: int) -> str:
    """A time that many minutes after the start of the day's first session."""
    return f"2026-03-01T{8 + minute // 60:02}:{minute % 60:02}:00+00:00"


def item(seq: int, value: Any = "an answer", **more: Any) -> LogItem:
    """A log item; its address and time follow from its seq."""
    values = {"address": f"check-in/step:{seq}", "kind": Kind.ANSWER, "at": at(seq), **more}
    return LogItem(seq=seq, value=value, **values)


def new_session(**more: Any) -> NewSession:
    """A new check-in with its first answer."""
    values: dict[str, Any] = {
        "id": new_id(),
        "script": "check-in",
        "script_version": 1,
        "title": "Check-in",
        "language": "en",
        "wording": "ifs",
        "bundle_hash": "b1",
        "bundle_protocol": 1,
        "bundle_body": '{"script":"check-in"}',
        "started_at": START,
        "zone": "Europe/Berlin",
        "utc_offset": 60,
        "local_day": "2026-03-01",
        "reached": "check-in/step:2",
        "first": item(1),
    }
    return NewSession(**{**values, **more})


def part(name: str, **more: Any) -> Row:
    """A part as a projection names it."""
    return Row("part", more.pop("id", None) or new_id(), {"name": name, "created_at": START, **more})


def present(part_id: str, seq: int, place: str = "present") -> Row:
    """The row that says a part was there."""
    return Row("session_part", new_id(), {"part_id": part_id, "answer_seq": seq, "place": place})


def put(*rows: Row) -> Difference:
    """A difference that only puts rows."""
    return Difference(put=rows)


def drop(*rows: Row) -> Difference:
    """A difference that only drops rows."""
    return Difference(drop=rows)


@contextmanager
def empty() -> Iterator[Journal]:
    """A new journal, open, for one example of many."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        create(path)
        with Journal.open(path) as journal:
            yield journal


def structure(path: Path) -> list[tuple[Any, ...]]:
    """All that the schema of a file holds, in one order."""
    connection = connect(path)
    try:
        return connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY name"
        ).fetchall()
    finally:
        connection.close()
