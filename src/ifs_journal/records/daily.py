"""The records of the daily sessions: parts, what was learned of them, gates, people, words for somebody."""

from __future__ import annotations

from typing import NamedTuple

from ifs_journal.terms import ConcernOutcome, HowClose, Role, Room


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
    """Something small a person said they would do, for a part or with somebody.

    `due` is a local day, or open.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    text: str
    due: str | None
    person_id: str | None = None


class Measure(NamedTuple):
    """A word or a number (0 to 10) a person gave about a moment."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    name: str
    value: str | None
    number_value: int | None


class Person(NamedTuple):
    """A person named for the first time, under whatever name the session's owner chose."""

    id: str
    name: str
    name_key: str
    created_at: str
    first_session: str


class SessionPerson(NamedTuple):
    """That a session was about a person."""

    id: str
    session_id: str
    person_id: str
    answer_seq: int


class Statement(NamedTuple):
    """A sentence for somebody, as it stands now. `held` is 1 where it was too soon to offer it for saying.

    `look_again` is the local day it is shown again, or None. Source: SPEAK-1.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    kind: str
    person_id: str | None
    body: str
    held: int
    look_again: str | None


class StatementVersion(NamedTuple):
    """One version of the sentence, counted from 1, and the ids of the language rules it met."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    version_no: int
    body: str
    flags: tuple[str, ...]


class StatementOutcome(NamedTuple):
    """Whether a sentence of an earlier session was said (`yes`, `not_yet`, `no`), and how it went."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    statement_id: str | None
    delivered: str
    how_it_went: str | None


class Trailhead(NamedTuple):
    """Something noticed that may lead to a part. `parked` is 1 while it waits. Source: TRAIL-1, TRAIL-2."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    trigger: str | None
    channels: tuple[str, ...] | None
    noticed: str | None
    place: str | None
    part_id: str | None
    parked: int


class TrailheadVisit(NamedTuple):
    """That a trailhead parked in an earlier session was taken up."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    trailhead_id: str


class SelfMoment(NamedTuple):
    """A quality of Self that was noticed, even faintly. Source: SELF-1."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    quality: str
