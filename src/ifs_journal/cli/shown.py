"""JSON as commands print it, and the shapes that more than one of them prints. Their keys are a contract."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ifs_journal.journal.reads import Entry, EntryAnswer, SessionSummary
    from ifs_journal.journal.remarks import Note


def print_json(value: Any) -> None:
    """Print one value as JSON, readable as it stands."""
    from ifs_journal.journal.change import to_json

    # JSON is UTF-8 whatever the terminal speaks.
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{to_json(value, indent=2)}\n".encode())
    sys.stdout.buffer.flush()


def print_json_list(values: Iterable[Any]) -> None:
    """Print a list as `print_json` does, holding one of its values at a time."""
    from ifs_journal.journal.change import to_json

    sys.stdout.flush()
    out = sys.stdout.buffer
    before = "[\n  "
    for value in values:
        # Inside JSON's strings a line break is written as \n, so every real one is between values.
        indented = to_json(value, indent=2).replace("\n", "\n  ")
        out.write(f"{before}{indented}".encode())
        before = ",\n  "
    out.write(b"[]\n" if before.startswith("[") else b"\n]\n")
    out.flush()


def session_json(one: SessionSummary) -> dict[str, Any]:
    """A session as JSON has it."""
    from ifs_journal.terminal.times import with_offset

    return {
        "id": one.id,
        "number": one.number,
        "script": one.script,
        "version": one.script_version,
        "variant": one.variant,
        "title": one.title,
        "started_at": with_offset(one.started_at, one.utc_offset),
        "ended_at": one.ended_at and with_offset(one.ended_at, one.utc_offset),
        "end_reason": one.end_reason and str(one.end_reason),
        "paused": one.ended_at is None,
        "state_before": one.state_before,
        "state_before_word": one.state_before_word,
        "state_after": one.state_after,
        "state_after_word": one.state_after_word,
        "self_available": one.self_available,
        "parts": list(one.parts),
        "tags": list(one.tags),
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """An entry as JSON has it: the session's keys, its answers in order, its typed rows by table.

    `earlier` are words it began from; their `text` is null when they were removed.
    """
    from ifs_journal.terms import Kind

    offset = entry.session.utc_offset
    values = {one.seq: one.value for one in entry.answers}
    given = [one for one in entry.answers if one.kind in (Kind.ANSWER, Kind.SKIP, Kind.OFF)]
    rows = {table: [_bare(row) for row in found] for table, found in entry.rows.items()}
    return {
        **session_json(entry.session),
        "earlier": [one._asdict() for one in entry.earlier],
        "answers": [_answer_json(one, values, offset) for one in given],
        **rows,
        "notes": [note_json(one) for one in entry.notes],
    }


def note_json(one: Note) -> dict[str, Any]:
    """A note as JSON has it. `session` and `part` are what it is on, by id, or null."""
    from ifs_journal.terminal.times import with_offset

    return {
        "id": one.id,
        "number": one.number,
        "text": one.text,
        "at": with_offset(one.at, 0),
        "day": one.local_day,
        "session": one.session_id,
        "part": one.part_id,
    }


def _answer_json(one: EntryAnswer, values: dict[int, Any], offset: int) -> dict[str, Any]:
    from ifs_journal.guide.quoting import fill
    from ifs_journal.terminal.times import with_offset

    found = {
        "id": one.id,
        "seq": one.seq,
        "address": one.address,
        "kind": str(one.kind),
        "prompt": fill(one.prompt or "", one.quotes, values.get),
        "value": one.value,
        "private": one.private,
        "at": with_offset(one.at, offset),
    }
    if one.removed and one.corrected_at:
        found["removed_at"] = with_offset(one.corrected_at, offset)
    elif one.corrected_at and not one.earlier_kept:
        found["edited_at"] = with_offset(one.corrected_at, offset)
    elif one.corrected_at:
        found["first_answer"] = one.original
        found["corrected_at"] = with_offset(one.corrected_at, offset)
    return found


def _bare(row: Any) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("session_id", "number")}
