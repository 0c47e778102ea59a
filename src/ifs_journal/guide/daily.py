"""The rows of the daily sessions: people, sentences for them, trailheads, qualities of Self."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ifs_journal.guide.projected import Projected
from ifs_journal.guide.state import Asked
from ifs_journal.records import (
    Person,
    Record,
    SelfMoment,
    SessionPerson,
    Statement,
    StatementOutcome,
    StatementVersion,
    Trailhead,
    TrailheadVisit,
)
from ifs_journal.terms import StepType, name_key

STARTED = 1
"""The seq of the item every log begins with."""
BODY = "session.statement.body"
LIMIT = "limit"
WISHED = {"own": "own_impact", "ask": "request", "understand": "repair_offer"}
"""What a sentence after a rupture is, by what was wished for."""
NOT_SAID = "no"
TAKEN_UP = ("yes", "let_go")
PARK = "park"
NONE_FOUND = "none"


def people(drawn: Projected) -> list[Record]:
    """Everybody named, once, and that the session was about them."""
    found: dict[str, Record] = {}
    for one in drawn.walk.asked:
        value = drawn.value(one)
        if one.step.type is not StepType.PERSON or not isinstance(value, dict):
            continue
        id_, name = value["id"], value["name"]
        if value.get("new"):
            made = Person(id_, name, name_key(name), created_at=one.at, first_session=drawn.session_id)
            found.setdefault(f"person {id_}", made)
        row = SessionPerson(drawn.id(one.address, f"person-{id_}"), drawn.session_id, id_, one.seq)
        found.setdefault(f"present {id_}", row)
    for name, known in drawn.walk.about.items():
        if name.endswith("_person") and drawn.walk.asked:
            # Known from the start, so no answer that is taken out takes it along.
            row = SessionPerson(drawn.id("about", f"person-{known}"), drawn.session_id, known, STARTED)
            found.setdefault(f"present {known}", row)
    return list(found.values())


# --- sentences for somebody -----------------------------------------------------------------------


def statements(drawn: Projected) -> Iterator[Record]:
    """The sentence as it stands, each of its versions, and what became of an earlier one."""
    versions = [one for one in drawn.walk.asked if one.step.slot == BODY and drawn.value(one) is not None]
    met = {one.seq: one.rules for one in drawn.walk.looks}
    for number, one in enumerate(versions, 1):
        yield StatementVersion(
            **drawn.base(one, "version"),
            version_no=number,
            body=drawn.value(one),
            flags=met.get(one.seq, ()),
        )
    if versions:
        yield _statement(drawn, versions)
    yield from _outcome(drawn)


def _statement(drawn: Projected, versions: list[Asked]) -> Record:
    latest = versions[-1]
    held = drawn.walk.hot
    return Statement(
        id=drawn.id(versions[0].address, "statement"),
        session_id=drawn.session_id,
        answer_seq=latest.seq,
        at=latest.at,
        kind=_kind(drawn),
        person_id=drawn.person_id(),
        body=drawn.value(latest),
        held=int(held),
        look_again=_tomorrow(drawn.walk.day) if held else _slot(drawn, "session.statement.look_again"),
    )


def _kind(drawn: Projected) -> str:
    """What a sentence is: what was chosen last of all that says so."""
    if _slot(drawn, "session.rupture.how") == "letter_here":
        return "letter"
    if LIMIT in (_slot(drawn, "session.statement.asks"), _slot(drawn, "session.rupture.wish")):
        return LIMIT
    return WISHED.get(_slot(drawn, "session.rupture.wish") or "", "speak_for")


def _tomorrow(day: str | None) -> str | None:
    return None if day is None else (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _outcome(drawn: Projected) -> Iterator[Record]:
    earlier = drawn.walk.about.get("statement")
    one = drawn.asked("session.said")
    if earlier is None or one is None:
        return
    value = drawn.value(one)
    if value is not None:
        # A sentence that is written anew was not said as it was.
        yield StatementOutcome(
            **drawn.base(one, "outcome"),
            statement_id=earlier,
            delivered=value if value in ("yes", "not_yet") else NOT_SAID,
            how_it_went=_slot(drawn, "session.how_it_went"),
        )


# --- trailheads -----------------------------------------------------------------------------------


def trailheads(drawn: Projected) -> Iterator[Record]:
    """What was noticed, and that something set aside earlier was taken up."""
    first = drawn.walk.targets[0].number if drawn.walk.targets else 0
    told = [
        one
        for one in drawn.walk.asked
        if (one.step.slot or "").startswith("session.trailhead.")
        or (one.step.slot in ("target.noticed", "target.place") and one.target == first)
    ]
    told = [one for one in told if drawn.value(one) is not None]
    declared = drawn.walk.root is not None and "trailhead" in drawn.walk.root.slots.get("session", {})
    if told and declared:
        yield _trailhead(drawn, told)
    earlier = drawn.walk.about.get("trailhead")
    taken = drawn.asked("session.pick_up")
    if earlier is not None and taken is not None and drawn.value(taken) in TAKEN_UP:
        yield TrailheadVisit(**drawn.base(taken, "visit"), trailhead_id=earlier)


def _trailhead(drawn: Projected, told: list[Asked]) -> Record:
    words = {one.step.slot: one for one in told}
    in_words = words.get("target.noticed") or words.get("session.trailhead.trigger") or told[0]
    channels = _slot(drawn, "session.trailhead.channels")
    return Trailhead(
        id=drawn.id(drawn.walk.bundle.root, "trailhead"),
        session_id=drawn.session_id,
        answer_seq=in_words.seq,
        at=told[0].at,
        trigger=_words(drawn, words.get("session.trailhead.trigger")),
        channels=None if channels is None else tuple(channels),
        noticed=_words(drawn, words.get("target.noticed")),
        place=_words(drawn, words.get("target.place")),
        part_id=drawn.part_id(0) if drawn.walk.targets else None,
        parked=int(_slot(drawn, "session.trailhead.next") == PARK),
    )


def self_moments(drawn: Projected) -> Iterator[Record]:
    """One row for each quality that was ticked."""
    one = drawn.asked("session.qualities")
    if one is None:
        return
    for quality in drawn.value(one) or ():
        if quality != NONE_FOUND:
            yield SelfMoment(**drawn.base(one, f"quality-{quality}"), quality=quality)


# --- looking a slot up ----------------------------------------------------------------------------


def _slot(drawn: Projected, slot: str) -> Any:
    one = drawn.asked(slot)
    return None if one is None else drawn.value(one)


def _words(drawn: Projected, one: Asked | None) -> str | None:
    value = None if one is None else drawn.value(one)
    return value if isinstance(value, str) else None
