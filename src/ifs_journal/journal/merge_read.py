"""One journal's side of a merge: its sessions as copies that can be compared, and its rows as they stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from ifs_journal.journal.change import OF_AN_ANSWER
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import Item, Path, way_id
from ifs_journal.journal.mentions import without_names
from ifs_journal.journal.source import Source, first, rows

Record = dict[str, Any]
"""A row by column."""

ANSWER = ("address", "kind", "value", "prompt", "quotes", "private", "own_words")
"""What an answer says; its seq and time say which it is."""
SESSION = (
    *("script", "script_version", "variant", "title", "language", "wording", "bundle", "started_at"),
    *("zone", "utc_offset", "local_day", "updated_at", "ended_at", "end_reason", "ask_keep", "reached"),
    *("state_before", "state_before_word", "state_after", "state_after_word", "highest_state"),
    *("self_available", "parent_session"),
)
"""What is said of a session, but for its id, its number, its revision and the part it was about."""


@dataclass(frozen=True)
class Copy:
    """A session as one of the two journals has it."""

    here: bool
    id: str
    was: str
    """Its id before this merge: its typed rows still name it so."""
    number: int
    revision: int
    path: Path
    session: Record
    answers: Mapping[Item, Record]
    back: Mapping[Item, int]
    """What was taken back, and at which revision."""
    corrections: Mapping[Item, list[Record]]
    corrections_were: Mapping[Item, list[Record]]
    """The same, with the ids they had before this merge."""
    draft: Record | None
    target: str | None
    """The part it was about."""
    typed: Mapping[str, list[Record]]


def records(source: Source, table: str, names: Iterable[str], rest: str, *values: Any) -> Iterator[Record]:
    """Rows of a table, with the columns named. `rest` is what follows the table's name."""
    wanted = tuple(names)
    for row in rows(source, f"SELECT {', '.join(wanted)} FROM {table} {rest}", values):
        yield dict(zip(wanted, row, strict=True))


@cache
def typed_columns(table: str) -> tuple[str, ...]:
    """The columns of a table of typed rows, without its number."""
    return ("id", *sorted(COLUMNS[table]))


def filled(source: Source) -> tuple[str, ...]:
    """The tables of typed rows that hold any; most journals use a few of them."""
    return tuple(table for table in OF_AN_ANSWER if first(source, f"SELECT 1 FROM {table} LIMIT 1"))


def read_copy(source: Source, session_id: str, *, here: bool, tables: Iterable[str]) -> Copy | None:
    """A session of one journal, or None. `tables` are those that typed rows of it may be in."""
    found = next(
        records(source, "session", ("number", "revision", "target_part", *SESSION), _ITS_ID, session_id), None
    )
    if found is None:
        return None
    target = found.pop("target_part")
    answers = {
        Item(one.pop("at"), one.pop("seq")): one
        for one in records(source, "answer", ("seq", "at", *ANSWER), _OF_IT, session_id)
    }
    back = {
        Item(one["at"], one["seq"]): int(one["revision"])
        for one in records(source, "taken_back", ("seq", "at", "revision"), _OF_IT, session_id)
    }
    by_seq = {item.seq: item for item in answers}
    corrections: dict[Item, list[Record]] = {}
    names = ("answer_seq", "id", "value", "at", "earlier_kept")
    for one in records(source, "correction", names, f"{_OF_IT} ORDER BY at, number", session_id):
        corrections.setdefault(by_seq[one.pop("answer_seq")], []).append(one)
    return Copy(
        here,
        session_id,
        session_id,
        found.pop("number"),
        found.pop("revision"),
        tuple(sorted({*answers, *back}, key=lambda item: (item.seq, item.at))),
        found,
        answers,
        back,
        corrections,
        corrections,
        next(records(source, "draft", ("address", "text", "at"), _OF_IT, session_id), None),
        target,
        {table: list(records(source, table, typed_columns(table), _OF_IT, session_id)) for table in tables},
    )


_ITS_ID = "WHERE id = ?"
_OF_IT = "WHERE session_id = ?"


def partings(source: Source) -> dict[str, dict[Item, bool]]:
    """Where copies of sessions parted, by the session they are versions of."""
    found: dict[str, dict[Item, bool]] = {}
    for origin, at, seq, apart in rows(source, "SELECT origin, at, seq, apart FROM parting"):
        found.setdefault(origin, {})[Item(at, seq)] = bool(apart)
    return found


def tombstones(source: Source) -> dict[str, str]:
    """What was removed, by id, and when (UTC)."""
    return dict(rows(source, "SELECT id, at FROM tombstone"))


def versions_of(origin: str, found: Mapping[Item, bool]) -> list[str]:
    """Every id a version of a session may have."""
    return [origin, *(way_id(origin, item) for item in found)]


def differing(here: Source, there: Source, buried: Mapping[str, str]) -> tuple[set[str], set[str]]:
    """The sessions that are on both sides and not the same, and those that are only there.

    Names of what is `buried` make no difference: they are left out.
    """
    ours, theirs = _prints(here, buried), _prints(there, buried)
    changed = {id_ for id_, found in theirs.items() if ours.get(id_, found) != found}
    return changed, theirs.keys() - ours.keys()


def _prints(source: Source, buried: Mapping[str, str]) -> dict[str, int]:
    """A number for what each session holds, the same for the same within this process."""
    found: dict[str, int] = {}
    for table, names in (
        ("session", ("id", *SESSION)),
        ("answer", ("session_id", "seq", "at", *ANSWER)),
        ("taken_back", ("session_id", "seq", "at")),
        ("correction", ("session_id", "answer_seq", "value", "at", "earlier_kept")),
        ("draft", ("session_id", "address", "text", "at")),
    ):
        value = names.index("value") if "value" in names and buried else None
        # A sum does not ask for an order, and no two rows of a session are the same.
        for row in rows(source, f"SELECT {', '.join(names)} FROM {table}"):
            held = row
            if value is not None and row[value]:
                held = (*row[:value], without_names(row[value], buried), *row[value + 1 :])
            found[row[0]] = found.get(row[0], 0) + hash((table, held))
    return found


def has(source: Source, table: str, id_: str) -> bool:
    """Whether a row of this id is there."""
    return first(source, f"SELECT 1 FROM {table} WHERE id = ?", (id_,)) is not None


def numbers_of(source: Source, ids: Iterable[str]) -> dict[str, int]:
    """The numbers of sessions, by id."""
    sql = "SELECT id, number FROM session WHERE id IN (SELECT value FROM json_each(?))"
    return dict(rows(source, sql, (json.dumps(sorted(ids)),)))


def changes(connection: Connection) -> int:
    """How many rows were changed through this connection so far."""
    return int(first(connection, "SELECT total_changes()")[0])
