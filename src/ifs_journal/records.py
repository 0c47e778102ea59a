"""Typed records: what the projection draws out of a session's log, one class a table.

Each record names the answer it came from (`answer_seq`). Numbers are 0 to 10. Times are UTC, ISO 8601. They
are plain values: the journal's own checks refuse what is out of range, and tests hold every record against
these types. A field that is a word of Python has an underscore after it here, and none in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ifs_journal.terms import ConcernOutcome, HowClose, Role, Room, Row


class SessionSummary(NamedTuple):
    """What a session's own row takes from its log."""

    id: str
    state_before: int | None = None
    state_before_word: str | None = None
    state_after: int | None = None
    state_after_word: str | None = None
    highest_state: int | None = None
    self_available: str | None = None
    target_part: str | None = None


class Part(NamedTuple):
    """A part named for the first time. Its role is unknown until the person says otherwise."""

    id: str
    name: str
    name_key: str
    created_at: str
    first_session: str
    role: Role = Role.UNKNOWN


class SessionPart(NamedTuple):
    """That a part was in a session, and how: present, listened to (target), or concerned."""

    id: str
    session_id: str
    part_id: str
    answer_seq: int
    place: str


class PartFact(NamedTuple):
    """One thing learned about a part, and whose words it is. The newest is current; none is overwritten."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str
    field: str
    value: str | None
    number_value: int | None
    said_by: str


class GateCheck(NamedTuple):
    """One look at the feel-toward gate. Source: EARLEY-1."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    gate: str
    target_no: int
    part_id: str | None
    class_: str
    loop_no: int


class ConcernRecord(NamedTuple):
    """A concerned part, its worry, and what became of it."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    target_no: int
    part_id: str | None
    feeling: str | None
    worry: str | None
    outcome: ConcernOutcome | None


class UnblendAttempt(NamedTuple):
    """One request for room. Source: UNB-1, UNB-2."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    target_no: int
    part_id: str | None
    technique: str
    response: Room | None
    blend_before: HowClose | None
    blend_after: HowClose | None
    fear: str | None


class Agreement(NamedTuple):
    """Something small a person said they would do for a part. `due` is a local day, or open."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    text: str
    due: str | None


class Measure(NamedTuple):
    """A word or a number (0 to 10) a person gave about a moment."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    name: str
    value: str | None
    number_value: int | None


Record = (
    SessionSummary
    | Part
    | SessionPart
    | PartFact
    | GateCheck
    | ConcernRecord
    | UnblendAttempt
    | Agreement
    | Measure
)

TABLES: Mapping[type[Record], str] = {
    SessionSummary: "session",
    Part: "part",
    SessionPart: "session_part",
    PartFact: "part_fact",
    GateCheck: "gate_check",
    ConcernRecord: "concern",
    UnblendAttempt: "unblend_attempt",
    Agreement: "agreement",
    Measure: "measure",
}
"""The table each kind of record belongs to."""


def row_of(record: Record) -> Row:
    """A record as what the journal stores."""
    values = {name.rstrip("_"): value for name, value in record._asdict().items() if name != "id"}
    return Row(TABLES[type(record)], record.id, values)
