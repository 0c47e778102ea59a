"""What every row of the journal is meant to be, as pydantic models: one a table, made from the records.

For looking a whole file over, not for everyday reading: a module that needs pydantic, imported late. Numbers
are 0 to 10, times UTC, days local. A model says no more than that a value has its shape; the journal's own
checks, keys and indexes are looked at elsewhere. Errors never show what stood there.
"""

from __future__ import annotations

import types
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Json, StringConstraints, create_model

from ifs_journal.records import TABLES
from ifs_journal.terms import (
    BondKind,
    EndReason,
    Kind,
    Mark,
    PartState,
    PartStatus,
    Role,
    SaidBy,
    TidyKind,
    Wording,
)


def _time(text: str) -> str:
    datetime.fromisoformat(text)
    return text


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


Id = Annotated[
    str, StringConstraints(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")
]
Time = Annotated[str, StringConstraints(pattern=r"\+00:00$"), AfterValidator(_time)]
Day = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d$"), AfterValidator(_day)]
Level = Annotated[int, Field(ge=0, le=10)]
Flag = Literal[0, 1]
Above = Annotated[int, Field(ge=1)]

_TIMES = frozenset({"at", "created_at", "archived_at", "seen_at"})
_DAYS = frozenset({"due", "look_again", "look_back", "next_on"})
_LEVELS = frozenset({"number_value", "relief", "relief_now"})
_LISTS = frozenset({"channels", "flags", "felt", "moves"})


def _one_of(words: Iterable[StrEnum]) -> Any:
    return Annotated[str, StringConstraints(pattern=f"^({'|'.join(words)})$")]


def _maybe(kind: Any) -> Any:
    return kind | None


_BY_HAND: Mapping[str, Mapping[str, Any]] = {
    "bundle": {"hash": str, "protocol": int, "body": Json[dict[str, Any]]},
    "session": {
        "id": Id,
        "script": str,
        "script_version": int,
        "variant": _maybe(str),
        "title": str,
        "language": str,
        "wording": _one_of(Wording),
        "bundle": str,
        "started_at": Time,
        "zone": str,
        "utc_offset": Annotated[int, Field(ge=-1440, le=1440)],
        "local_day": Day,
        "updated_at": Time,
        "ended_at": _maybe(Time),
        "end_reason": _maybe(_one_of(one for one in EndReason if one is not EndReason.SAFETY)),
        "ask_keep": Flag,
        "revision": Above,
        "reached": str,
        "state_before": _maybe(Level),
        "state_before_word": _maybe(str),
        "state_after": _maybe(Level),
        "state_after_word": _maybe(str),
        "highest_state": _maybe(Level),
        "self_available": _maybe(str),
        "target_part": _maybe(Id),
        "parent_session": _maybe(Id),
    },
    "answer": {
        "id": Id,
        "session_id": Id,
        "seq": Above,
        "address": str,
        "kind": _one_of(Kind),
        "value": _maybe(Json),
        "at": Time,
        "prompt": _maybe(str),
        "quotes": Json[dict[str, int]],
        "private": Flag,
        "own_words": Flag,
    },
    "correction": {
        "id": Id,
        "session_id": Id,
        "answer_seq": Above,
        "value": _maybe(Json),
        "at": Time,
        "earlier_kept": Flag,
        "own_words": Flag,
    },
    "taken_back": {"session_id": Id, "revision": Above, "seq": Above, "at": Time | Literal[""]},
    "draft": {"session_id": Id, "address": str, "text": str, "at": Time},
    "part_alias": {"id": Id, "part_id": Id, "alias": str, "alias_key": str},
    "note": {
        "id": Id,
        "session_id": _maybe(Id),
        "part_id": _maybe(Id),
        "text": str,
        "at": Time,
        "local_day": Day,
        "changed_at": _maybe(Time),
    },
    "tag": {"id": Id, "session_id": Id, "tag": str, "tag_key": str, "at": Time},
    "meta": {"key": str, "value": str},
    "tombstone": {"id": Id, "at": Time},
    "parting": {"id": Id, "origin": Id, "seq": Above, "at": Time, "apart": Flag},
    "part_label": {
        "part_id": Id,
        "field": Annotated[str, StringConstraints(pattern="^(name|role|status|state|pronoun)$")],
        "at": Time,
        "value": _maybe(str),
    },
    "bond": {
        "id": Id,
        "part_id": Id,
        "other_id": Id,
        "kind": _one_of(BondKind),
        "words": _maybe(str),
        "at": Time,
        "taken_back_at": _maybe(Time),
    },
    "tidying": {
        "id": Id,
        "part_id": Id,
        "other_id": _maybe(Id),
        "kind": _one_of(TidyKind),
        "at": Time,
        "taken_back_at": _maybe(Time),
    },
    "therapy": {
        "id": Id,
        "day": Day,
        "at": Time,
        "changed_at": _maybe(Time),
        "came": _maybe(str),
        "practice": _maybe(str),
    },
    "mark": {
        "subject": Literal["session", "answer", "part", "note"],
        "subject_id": Id,
        "mark": _one_of(Mark),
        "at": Time,
    },
    "export_log": {
        "id": Id,
        "at": Time,
        "kind": Literal["prep", "export"],
        "format": str,
        "since": _maybe(Day),
        "before": _maybe(Day),
        "options": Json[dict[str, Any]],
        "shared_with": _maybe(str),
        "sha256": Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")],
        "sessions": Annotated[int, Field(ge=0)],
    },
    "saved_filter": {
        "id": Id,
        "name": str,
        "name_key": str,
        "options": Json[dict[str, Any]],
        "at": Time,
    },
}
"""What the projection does not make, and the session's own row."""

_MORE: Mapping[str, Mapping[str, Any]] = {
    "part": {
        "status": _one_of(PartStatus),
        "state": _one_of(PartState),
        "role": _one_of(Role),
        "first_session": _maybe(Id),
        "named_in": _maybe(Id),
        "archived_at": _maybe(Time),
        "pronoun": _maybe(str),
    },
    "person": {"first_session": _maybe(Id), "named_in": _maybe(Id), "relation": _maybe(str)},
    "session_part": {"seen_at": Time},
    "session_person": {"seen_at": Time},
    "part_fact": {"session_id": _maybe(Id), "answer_seq": _maybe(Above), "said_by": _one_of(SaidBy)},
    # Written where a target is counted, and left empty where none is.
    "gate_check": {"target_no": _maybe(int), "class": _maybe(str), "loop_no": _maybe(int)},
    "concern": {"target_no": _maybe(int)},
    "unblend_attempt": {"target_no": _maybe(int), "technique": _maybe(str)},
}
"""Columns that a person, or the journal itself, fills beside the projection's."""


@cache
def models() -> Mapping[str, type[BaseModel]]:
    """The model of each table's row, by the table's name. Columns that hold JSON are given as their text."""
    fields: dict[str, Mapping[str, Any]] = dict(_BY_HAND)
    for record, table in TABLES.items():
        if table not in fields:
            own = {name.rstrip("_"): kind for name, kind in get_type_hints(record).items()}
            kept = {name: _kept(name, kind) for name, kind in own.items()}
            fields[table] = {**kept, **_MORE.get(table, {})}
    return {table: _model(table, columns) for table, columns in fields.items()}


def _model(table: str, columns: Mapping[str, Any]) -> type[BaseModel]:
    config = ConfigDict(strict=True, extra="forbid", hide_input_in_errors=True)
    given: Any = {f"at_{name}": (kind, Field(alias=name)) for name, kind in columns.items()}
    model: type[BaseModel] = create_model(f"Stored_{table}", __config__=config, **given)
    return model


def _kept(name: str, kind: Any) -> Any:
    """A record's field as its column holds it."""
    empty = get_origin(kind) in (Union, types.UnionType) and type(None) in get_args(kind)
    if empty:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if name == "id" or name.endswith("_id") or name == "first_session":
        kind = Id
    elif name in _TIMES:
        kind = Time
    elif name in _DAYS:
        kind = Day
    elif name in _LEVELS:
        kind = Level
    elif name in _LISTS:
        kind = Json[list[str]]
    elif isinstance(kind, type) and issubclass(kind, StrEnum):
        kind = _one_of(kind)
    return _maybe(kind) if empty else kind
