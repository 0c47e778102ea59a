"""The whole journal as JSON, complete: importing it gives back the same journal, short numbers aside.

It carries no time of export, no path, no short number and nothing of what was shared before. The same journal
gives the same bytes. Each session, and each row that stands by itself, is on a line of its own, so that a
journal of any size is written and read without being held.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from ifs_journal.journal.source import Source
from ifs_journal.journal.whole import FREE, free_rows, sessions_whole

FORMAT = "ifs-journal"
VERSION = 1
SESSIONS = "session"
"""The name of the list of sessions; the other lists are named like the tables of docs/schema.md."""

Progress = Callable[[int], None]
"""Told now and then how many sessions are written."""

EVERY = 200


def whole_json(source: Source, progress: Progress | None = None) -> Iterator[str]:
    """The document, in pieces. The journal is read as it is now: keep one transaction around it."""
    yield f'{{\n"format": {json.dumps(FORMAT)},\n"version": {VERSION}'
    for table in FREE:
        yield from _listed(table, free_rows(source, table))
    yield from _listed(SESSIONS, _sessions(source, progress))
    yield "\n}\n"


def _listed(name: str, values: Iterator[object]) -> Iterator[str]:
    yield f',\n"{name}": ['
    before = "\n"
    for value in values:
        yield before + line(value)
        before = ",\n"
    yield "]" if before == "\n" else "\n]"


def line(value: object) -> str:
    """A value on one line; what UTF-8 can't carry is escaped."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":"), allow_nan=False)
    return text


def _sessions(source: Source, progress: Progress | None) -> Iterator[object]:
    for count, (session, its) in enumerate(sessions_whole(source), 1):
        yield {**session, **its}
        if progress is not None and count % EVERY == 0:
            progress(count)
