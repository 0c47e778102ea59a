"""Typed records: what the projection draws out of a session's log, one class a table.

Each record names the answer it came from (`answer_seq`). Numbers are 0–10. Times are UTC, ISO 8601.
Errors never show the value that was refused.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from ifs_journal.terms import ConcernOutcome, FeelToward, HowClose, Role, Room, Row

Ten = Annotated[int, Field(ge=0, le=10)]


class Record(BaseModel):
    """What all records share. `row` turns one into what the journal stores."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_enum_values=True,
        populate_by_name=True,
        defer_build=True,
    )
    table: ClassVar[str]
    id: str

    def row(self) -> Row:
        """The record as a row, its id apart."""
        values: dict[str, Any] = self.model_dump(by_alias=True, exclude={"id"})
        return Row(self.table, self.id, values)


class FromAnswer(Record):
    """A record that came from one answer of one session."""

    session_id: str
    answer_seq: int
    at: str


class SessionSummary(Record):
    """What a session's own row takes from its log."""

    table: ClassVar[str] = "session"
    state_before: Ten | None = None
    state_before_word: str | None = None
    state_after: Ten | None = None
    state_after_word: str | None = None
    highest_state: Ten | None = None
    self_available: str | None = None
    target_part: str | None = None


class Part(Record):
    """A part named for the first time. Its role is unknown until the person says otherwise."""

    table: ClassVar[str] = "part"
    name: str
    name_key: str
    role: Role = Role.UNKNOWN
    created_at: str
    first_session: str


class SessionPart(Record):
    """That a part was in a session, and how: present, listened to (target), or concerned."""

    table: ClassVar[str] = "session_part"
    session_id: str
    part_id: str
    answer_seq: int
    place: str


class PartFact(FromAnswer):
    """One thing learned about a part, and whose words it is. The newest is current; none is overwritten."""

    table: ClassVar[str] = "part_fact"
    part_id: str
    field: str
    value: str | None
    number_value: Ten | None = None
    said_by: str


class GateCheckRow(FromAnswer):
    """One look at the feel-toward gate. Source: EARLEY-1."""

    table: ClassVar[str] = "gate_check"
    gate: str
    target_no: int
    part_id: str | None
    found: FeelToward | str = Field(alias="class")
    loop_no: int


class ConcernRow(FromAnswer):
    """A concerned part, its worry, and what became of it."""

    table: ClassVar[str] = "concern"
    target_no: int
    part_id: str | None
    feeling: str | None
    worry: str | None
    outcome: ConcernOutcome | None


class UnblendAttempt(FromAnswer):
    """One request for room. Source: UNB-1, UNB-2."""

    table: ClassVar[str] = "unblend_attempt"
    target_no: int
    part_id: str | None
    technique: str
    response: Room | None
    blend_before: HowClose | None
    blend_after: HowClose | None
    fear: str | None


class Agreement(FromAnswer):
    """Something small a person said they would do for a part. `due` is a local day, or open."""

    table: ClassVar[str] = "agreement"
    part_id: str | None
    text: str
    due: str | None


class Measure(FromAnswer):
    """A word or a number (0–10) a person gave about a moment."""

    table: ClassVar[str] = "measure"
    name: str
    value: str | None
    number_value: Ten | None = None
