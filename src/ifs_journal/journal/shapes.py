"""What goes in and out of the writing side: a session's head, what it begins with, how it ends."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from ifs_journal.terms import Difference, LogItem


class Head(NamedTuple):
    """A session's id, its short number, and the revision the next change has to name."""

    id: str
    number: int
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """All that a session begins with. Times are UTC, ISO 8601, ending in `+00:00`.

    `zone` is an IANA name, `utc_offset` is in minutes, `local_day` is the person's day (`YYYY-MM-DD`)
    at the start. `bundle_body` is kept once for each `bundle_hash`. `first` may be absent.
    """

    id: str
    script: str
    script_version: int
    title: str
    language: str
    wording: str
    bundle_hash: str
    bundle_protocol: int
    bundle_body: str
    started_at: str
    zone: str
    utc_offset: int
    local_day: str
    reached: str
    variant: str | None = None
    parent_session: str | None = None
    first: LogItem | None = None
    rows: Difference = field(default_factory=Difference)


def answer_id(session_id: str, seq: int) -> str:
    """The id of an answer: the same session and seq give the same id, always."""

    return str(uuid.uuid5(uuid.UUID(session_id), str(seq)))


class Ended(NamedTuple):
    """The end of a session, kept with its last item: why, when (UTC), and whether to ask about keeping it."""

    reason: str
    at: str
    ask_keep: bool = False
