"""From a walked log to the typed rows of the journal.

Pure: the same log gives the same rows, with the same ids (derived from session, address and field). The
journal receives the difference between what was and what is, and applies it with the answer itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from ifs_journal.guide.collected import collected
from ifs_journal.guide.conditions import KEPT_OFF
from ifs_journal.guide.daily import STARTED, people, self_moments, statements, trailheads
from ifs_journal.guide.gates_tender import VULNERABLE
from ifs_journal.guide.projected import Projected
from ifs_journal.guide.quoting import spoken
from ifs_journal.guide.state import Asked, Concern
from ifs_journal.guide.walk import Walk
from ifs_journal.records import (
    Agreement,
    ConcernRecord,
    GateCheck,
    Measure,
    Part,
    PartFact,
    Record,
    SessionPart,
    SessionSummary,
    UnblendAttempt,
    row_of,
)
from ifs_journal.terms import Difference, Row, StepType, name_key, state_level

FACTS = {
    **dict.fromkeys(
        (
            "says",
            "message",
            "it_said",
            "fear_of_unblending",
            "feeling",
            "fears",
            "needs",
            "wants",
            "job",
            "how",
            "hope",
            "would_feel",
            "since_when",
            "likes_job",
            "insight",
            "guards",
            "needs_from_self",
            "preferred_role",
            "believed_age",
            "belief",
            "toward_self",
            "took_word",
        ),
        "part",
    ),
    **dict.fromkeys(
        (
            "noticed",
            "place",
            "image",
            "emotion",
            "energy",
            "strategy",
            "reassurance",
            "appreciation",
            "kindness",
            "cost",
            "doing",
            "trust",
            "trust_after",
        ),
        "user",
    ),
}
"""Slots of a target, or of a part a group goes through, that are facts about it, and whose voice they are."""
SAME_FACT = {"trust_after": "trust", "it_said": "message"}
"""Slots that tell the same of a part as another, later or again."""
MEASURES = ("self_available", "managing", "thriving", "intention", "tonight", "check_tomorrow")
"""Session slots that are kept as measures of the day."""


def project(walk: Walk, session_id: str, corrections: Mapping[int, Any] | None = None) -> tuple[Row, ...]:
    """The rows a walked session gives. `corrections` replace values by seq; the way taken stays as it was."""
    return tuple(
        row_of(record) for record in _Projection(walk, session_id, dict(corrections or {})).records()
    )


def names_of_rows(walk: Walk, session_id: str) -> Mapping[str, str]:
    """By id, what the ids of a walked session's rows are made of: the same names give another session's."""
    made = _Projection(walk, session_id, {})
    made.records()
    return made.names


def row_id(session_id: str, name: str) -> str:
    """The id a session's row of this name has."""
    return str(uuid5(UUID(session_id), name))


def difference(before: Iterable[Row], after: Iterable[Row]) -> Difference:
    """What to put and what to drop so that `before` becomes `after`."""
    old = {(row.table, row.id): row for row in before}
    new = {(row.table, row.id): row for row in after}
    put = tuple(row for key, row in new.items() if old.get(key) != row)
    # What was put last goes first, so that nothing is dropped while something still refers to it.
    drop = tuple(row for key, row in reversed(old.items()) if key not in new)
    return Difference(put, drop)


class _Projection(Projected):
    def records(self) -> list[Record]:
        found: list[Record] = [*self.parts(), *people(self)]
        for one in self.walk.asked:
            found += self.facts(one)
        found += self.checks()
        found += [self.concern(one) for one in self.walk.concerns]
        found += self.attempts()
        found += statements(self)
        found += trailheads(self)
        found += self_moments(self)
        found += collected(self)
        return [*found, self.summary()]

    # --- parts ------------------------------------------------------------------------------------

    def parts(self) -> list[Record]:
        found: dict[str, Record] = {}
        for one in self.walk.asked:
            if one.step.type not in (StepType.PART, StepType.PARTS):
                continue
            given = one.value if isinstance(one.value, list) else [one.value]
            for part in (each for each in given if isinstance(each, dict) and each != KEPT_OFF):
                if part.get("new"):
                    found.setdefault(f"part {part['id']}", self.new_part(part, one.at))
                place = "target" if one.step.slot == "target.part" else "present"
                key = f"{place} {part['id']}"
                found.setdefault(key, self.session_part(one, part["id"], place))
        known = self.known_part()
        if known is not None:
            # Known from the start, so no answer that is taken out takes it along.
            id_ = self.id("about", f"part-{known}")
            found.setdefault(
                f"target {known}", SessionPart(id_, self.session_id, known, STARTED, place="target")
            )
        return list(found.values())

    def new_part(self, part: Mapping[str, Any], at: str) -> Record:
        return Part(
            id=part["id"],
            name=part["name"],
            name_key=name_key(part["name"]),
            created_at=at,
            first_session=self.session_id,
        )

    def session_part(self, one: Asked, part_id: str, place: str) -> Record:
        return SessionPart(
            id=self.id(one.address, f"{place}-{part_id}"),
            session_id=self.session_id,
            part_id=part_id,
            answer_seq=one.seq,
            place=place,
        )

    # --- what one answer says ----------------------------------------------------------------------

    def facts(self, one: Asked) -> list[Record]:
        value = self.value(one)
        if value is None or one.step.slot is None:
            return [self.state(one)] if one.step.type is StepType.STATE and value is not None else []
        scope, _, name = one.step.slot.partition(".")
        if scope in ("target", "item") and name in FACTS:
            part_id = self.part_id(one.target) if scope == "target" else self.item_id(one)
            return [self.fact(one, part_id, name, value)] if part_id else []
        if one.step.slot == "target.agreement":
            return [self.agreement(one, value)]
        if scope == "session" and name in MEASURES:
            return [self.measure(one, name, value)]
        return []

    def item_id(self, one: Asked) -> str | None:
        """The id of the part a group is at."""
        item = None if one.item is None else one.item.value
        return item.get("id") if isinstance(item, dict) else None

    def fact(self, one: Asked, part_id: str, name: str, value: Any) -> Record:
        number = value if isinstance(value, int) else None
        words = None if number is not None else spoken(value)
        return PartFact(
            **self.base(one, name),
            part_id=part_id,
            field=SAME_FACT.get(name, name),
            value=words,
            number_value=number,
            said_by=FACTS[name],
        )

    def agreement(self, one: Asked, value: Any) -> Record:
        due = self.slot(self.walk.targets[one.target], "agreement_due")
        part_id = self.part_id(one.target)
        return Agreement(**self.base(one, "agreement"), part_id=part_id, text=value, due=due)

    def measure(self, one: Asked, name: str, value: Any) -> Record:
        number = value if isinstance(value, int) else None
        words = None if number is not None else spoken(value)
        return Measure(**self.base(one, name), name=name, value=words, number_value=number)

    def state(self, one: Asked) -> Record:
        value = self.value(one)
        word = value if isinstance(value, str) else None
        name = f"state_{one.words or 'now'}"
        return Measure(**self.base(one, name), name=name, value=word, number_value=state_level(value))

    # --- what the gates saw -----------------------------------------------------------------------

    def checks(self) -> list[Record]:
        return [
            GateCheck(
                id=self.id(one.address, f"check-{one.gate}" if one.gate.startswith(VULNERABLE) else "check"),
                session_id=self.session_id,
                answer_seq=one.seq,
                at=one.at,
                gate=one.gate,
                target_no=one.target,
                part_id=self.part_id(one.target),
                class_=one.found,
                loop_no=one.loop,
            )
            for one in self.walk.checks
        ]

    def concern(self, one: Concern) -> Record:
        return ConcernRecord(
            **self.base(self.by_seq[one.seq], "concern"),
            target_no=one.target,
            part_id=None if one.becomes is None else self.part_id(one.becomes),
            feeling=self.text(one.feeling),
            worry=self.text(one.worry),
            outcome=one.outcome,
        )

    def attempts(self) -> list[Record]:
        """One row a request for room, and one a further way that was tried."""
        found: list[Record] = []
        close: dict[int, Any] = {}
        for one in self.walk.asked:
            value = self.value(one)
            slot = (one.step.slot or "").removeprefix("target.")
            if slot in ("blend_before", "blend_after"):
                close[one.target] = value
                if slot == "blend_after" and found and isinstance(found[-1], UnblendAttempt):
                    found[-1] = found[-1]._replace(blend_after=value)
            elif slot == "room" and value is not None:
                found.append(self.attempt(one, "asking", value, close.get(one.target)))
            elif slot == "technique" and value not in (None, "none"):
                found.append(self.attempt(one, value, None, close.get(one.target)))
        return found

    def attempt(self, one: Asked, technique: str, response: Any, before: Any) -> Record:
        target = self.walk.targets[one.target]
        fear = self.text(target.slots.get("fear_of_unblending")) if response == "stayed" else None
        return UnblendAttempt(
            **self.base(one, "attempt"),
            target_no=one.target,
            part_id=self.part_id(one.target),
            technique=technique,
            response=response,
            blend_before=before,
            blend_after=None,
            fear=fear,
        )

    # --- the session's own row --------------------------------------------------------------------

    def summary(self) -> Record:
        states = [one for one in self.walk.asked if one.step.type is StepType.STATE and one.value is not None]
        before = next((self.value(one) for one in states if one.words == "arriving"), None)
        after = next((self.value(one) for one in reversed(states) if one.words == "leaving"), None)
        available = self.walk.session_slots.get("self_available")
        named = (self.part_id(one.number) for one in self.walk.targets)
        return SessionSummary(
            id=self.session_id,
            state_before=state_level(before),
            state_before_word=before if isinstance(before, str) else None,
            state_after=state_level(after),
            state_after_word=after if isinstance(after, str) else None,
            highest_state=self.walk.highest,
            self_available=self.text(available),
            target_part=next((one for one in named if one), None),
        )
