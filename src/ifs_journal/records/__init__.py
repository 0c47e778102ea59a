"""Typed records: what the projection draws out of a session's log, one class a table.

Each record names the answer it came from (`answer_seq`). Numbers are 0 to 10. Times are UTC, ISO 8601. They
are plain values: the journal's own checks refuse what is out of range, and tests hold every record against
these types. A field that is a word of Python has an underscore after it here, and none in the journal.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.records.daily import (
    Agreement,
    ConcernRecord,
    GateCheck,
    Measure,
    Part,
    PartFact,
    Person,
    SelfMoment,
    SessionPart,
    SessionPerson,
    SessionSummary,
    Statement,
    StatementOutcome,
    StatementVersion,
    Trailhead,
    TrailheadVisit,
    UnblendAttempt,
)
from ifs_journal.records.library import (
    LIBRARY_TABLES,
    AgreementOutcome,
    Contact,
    Experiment,
    FollowUp,
    Handoff,
    Letter,
    NeedMap,
    NeedMapLater,
    Pattern,
    Permission,
    Polarity,
    Relation,
    RepairAfter,
    Rupture,
    Shared,
    Solving,
    TalkAfter,
    TalkPlan,
    Topic,
    Update,
    UTurn,
)
from ifs_journal.terms import Row

Record = Any
"""One of the classes in `TABLES`. Each is a NamedTuple that begins with its `id`."""

TABLES: Mapping[type[Any], str] = {
    SessionSummary: "session",
    Part: "part",
    SessionPart: "session_part",
    PartFact: "part_fact",
    GateCheck: "gate_check",
    ConcernRecord: "concern",
    UnblendAttempt: "unblend_attempt",
    Agreement: "agreement",
    Measure: "measure",
    Person: "person",
    SessionPerson: "session_person",
    Statement: "statement",
    StatementVersion: "statement_version",
    StatementOutcome: "statement_outcome",
    Trailhead: "trailhead",
    TrailheadVisit: "trailhead_visit",
    SelfMoment: "self_moment",
    **LIBRARY_TABLES,
}
"""The table each kind of record belongs to."""

__all__ = [
    "TABLES",
    "Agreement",
    "AgreementOutcome",
    "ConcernRecord",
    "Contact",
    "Experiment",
    "FollowUp",
    "GateCheck",
    "Handoff",
    "Letter",
    "Measure",
    "NeedMap",
    "NeedMapLater",
    "Part",
    "PartFact",
    "Pattern",
    "Permission",
    "Person",
    "Polarity",
    "Record",
    "Relation",
    "RepairAfter",
    "Rupture",
    "SelfMoment",
    "SessionPart",
    "SessionPerson",
    "SessionSummary",
    "Shared",
    "Solving",
    "Statement",
    "StatementOutcome",
    "StatementVersion",
    "TalkAfter",
    "TalkPlan",
    "Topic",
    "Trailhead",
    "TrailheadVisit",
    "UTurn",
    "UnblendAttempt",
    "Update",
    "row_of",
]


def row_of(record: Record) -> Row:
    """A record as what the journal stores."""
    values = {name.rstrip("_"): value for name, value in record._asdict().items() if name != "id"}
    return Row(TABLES[type(record)], record.id, values)
