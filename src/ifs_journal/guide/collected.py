"""The rows of the deeper sessions: one row for each record slot that was answered, in whatever order.

A record slot such as `session.need_map` becomes one row of its table as soon as one of its fields is
answered; in a group, one row a round. A field a leaner script does not ask stays empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ifs_journal.guide.conditions import KEPT_OFF
from ifs_journal.guide.projected import Projected
from ifs_journal.guide.quoting import spoken
from ifs_journal.guide.state import Asked
from ifs_journal.records import (
    Agreement,
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
    Record,
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
from ifs_journal.terms import StepType, is_level

BY_SLOT: Mapping[str, Any] = {
    "polarity": Polarity,
    "u_turn": UTurn,
    "rupture": Rupture,
    "repair_after": RepairAfter,
    "need_map": NeedMap,
    "need_map_later": NeedMapLater,
    "experiment": Experiment,
    "pattern": Pattern,
    "update": Update,
    "vulnerable": Contact,
    "handoff": Handoff,
    "follow_up": FollowUp,
    "promise_kept": AgreementOutcome,
    "letter": Letter,
    "talk_plan": TalkPlan,
    "talk_after": TalkAfter,
    "shared": Shared,
    "solving": Solving,
}
"""The record each slot becomes, by the slot's first name after its scope."""

EARLIER: Mapping[str, tuple[str, ...]] = {
    "continues_id": ("rupture",),
    "rupture_id": ("rupture",),
    "need_map_id": ("need_map",),
    "talk_plan_id": ("talk",),
    "agreement_id": ("part_promise", "promise"),
}
"""Columns that name a row of an earlier session, and the names that session's words may be known by."""
NEEDED = frozenset({"rupture_id", "need_map_id", "agreement_id"})
"""Without these there is nothing to say: the row is about nothing else."""
DAYS = frozenset({"look_back", "next_on", "due", "look_again"})
LEVELS = frozenset({"relief", "relief_now"})
SEVERAL = frozenset({"felt", "moves"})
OUTCOMES = ("kept", "partly", "not_yet", "let_go")
MADE_ANEW = "renegotiated"
TOPICS: Mapping[str, str] = {
    "session.topic.topics": "topic",
    "session.topic.requests": "request",
    "session.topic.rather_not": "rather_not",
}


def collected(drawn: Projected) -> Iterator[Record]:
    """The rows of all record slots, and what else the deeper sessions leave."""
    for (slot, scope, _), asked in _grouped(drawn).items():
        record = _record(drawn, BY_SLOT[slot], f"{scope}.{slot}", asked)
        if record is not None:
            yield record
    yield from _relations(drawn)
    yield from _permissions(drawn)
    yield from _promises(drawn)
    yield from _topics(drawn)


def _grouped(drawn: Projected) -> dict[tuple[Any, ...], list[Asked]]:
    """The answers of each record: those of one slot that belong to the same target, or the same round."""
    found: dict[tuple[Any, ...], list[Asked]] = {}
    for one in drawn.walk.asked:
        scope, _, name = (one.step.slot or "").partition(".")
        slot = name.partition(".")[0]
        if slot not in BY_SLOT or "." not in name or drawn.value(one) is None:
            continue
        item = None if one.item is None else (one.item.seq, one.item.index)
        belongs = {"target": one.target, "item": item}.get(scope)
        found.setdefault((slot, scope, belongs), []).append(one)
    for name, filled in drawn.walk.session_slots.items():
        # A record may hold nothing but what called scripts gave back.
        slot = name.partition(".")[0]
        if slot in BY_SLOT and "." in name and filled.seq in drawn.by_seq and filled.value != KEPT_OFF:
            found.setdefault((slot, "session", None), [drawn.by_seq[filled.seq]])
    return found


def _record(drawn: Projected, kind: Any, whole: str, asked: list[Asked]) -> Record | None:
    said = {(one.step.slot or "").rpartition(".")[2]: one for one in asked if _of(one, whole)}
    first = asked[0]
    values = {name: _field(drawn, first, f"{whole}.{name}", said.get(name)) for name in kind._fields[4:]}
    values |= {name: _named(drawn, first, name) for name in values if name.endswith("_id")}
    if any(values.get(name) is None for name in NEEDED & values.keys()):
        return None
    if kind is AgreementOutcome:
        values["kept"] = _kept(drawn, values["renegotiated"], asked)
    record: Record = kind(**drawn.base(first, kind.__name__.lower()), **values)
    return record


def _kept(drawn: Projected, renegotiated: Any, asked: list[Asked]) -> str:
    """What became of a promise: what was said of that last. What to do with it now may be asked after."""
    if renegotiated is not None:
        return MADE_ANEW
    said = [drawn.value(one) for one in asked if (one.step.slot or "").endswith(".kept")]
    return next((str(one) for one in reversed(said) if one in OUTCOMES), "not_yet")


def _of(one: Asked, whole: str) -> bool:
    return (one.step.slot or "").startswith(f"{whole}.")


def _field(drawn: Projected, first: Asked, slot: str, one: Asked | None) -> Any:
    """One field of a record, as its column can hold it; a person's own script may ask it otherwise."""
    name = slot.rpartition(".")[2]
    if name == "believed_age" and one is None:
        return drawn.text(drawn.walk.targets[first.target].slots.get("believed_age"))
    value = _given(drawn, first, slot) if one is None else drawn.value(one)
    if value is None:
        return None
    if name in LEVELS:
        return value if is_level(value) else None
    if name in DAYS:
        return value if _is_day(value) else None
    if name in SEVERAL:
        given = value if isinstance(value, list) else [value]
        return tuple(spoken(one) for one in given)
    return spoken(value)


def _given(drawn: Projected, first: Asked, slot: str) -> Any:
    """A field nobody was asked for: one that a called script gave back, or that was copied."""
    scope, _, where = slot.partition(".")
    slots = drawn.walk.session_slots if scope == "session" else drawn.walk.targets[first.target].slots
    filled = slots.get(where) if scope in ("session", "target") else None
    if filled is None or filled.value == KEPT_OFF:
        return None
    return drawn.corrections.get(filled.seq, filled.value)


def _is_day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value).isoformat() == value)
    except (TypeError, ValueError):
        return False


def _named(drawn: Projected, first: Asked, name: str) -> str | None:
    """The id a record names: its part, its person, or the row of an earlier session it goes on from."""
    if name in EARLIER:
        about = drawn.walk.about
        return next((about[known] for known in EARLIER[name] if known in about), None)
    item = None if first.item is None else first.item.value
    if name == "person_id":
        # In a group over people, the person of the round; a record made elsewhere, the session's own.
        return str(item["id"]) if isinstance(item, dict) and _is_person(drawn, item) else drawn.person_id()
    if name == "part_id" and isinstance(item, dict) and "id" in item and not _is_person(drawn, item):
        found: str = item["id"]
        return found
    return drawn.part_id(first.target)


def _is_person(drawn: Projected, item: Any) -> bool:
    return isinstance(item, dict) and any(
        one.step.type is StepType.PERSON
        and isinstance(one.value, dict)
        and one.value.get("id") == item.get("id")
        for one in drawn.walk.asked
    )


# --- parts to one another -------------------------------------------------------------------------


def _relations(drawn: Projected) -> Iterator[Record]:
    sides = [drawn.asked("session.side_a"), drawn.asked("session.side_b")]
    pair = sorted(filter(None, (_part_of(drawn, one) for one in sides)))
    if sides[1] is not None and len(set(pair)) == 2:
        # A pair has no direction, so it is written one way only.
        yield Relation(
            **drawn.base(sides[1], "polarized"), part_id=pair[0], other_id=pair[1], kind="polarized"
        )
    for one in drawn.walk.asked:
        guarded = _part_of(drawn, one) if one.step.slot == "target.guarded_part" else None
        guard = drawn.part_id(one.target)
        if guarded and guard and guarded != guard:
            yield Relation(**drawn.base(one, "protects"), part_id=guard, other_id=guarded, kind="protects")


def _permissions(drawn: Projected) -> Iterator[Record]:
    """What was answered to each request to be near a vulnerable part. Left open is a no."""
    for seq, who, reason, answer in drawn.walk.permissions:
        one = drawn.by_seq[seq]
        yield Permission(
            **drawn.base(one, "permission"),
            about_part_id=drawn.part_id(one.target),
            who=drawn.text(who),
            reason=drawn.text(reason),
            answer=answer,
        )


# --- promises and topics --------------------------------------------------------------------------


def _promises(drawn: Projected) -> Iterator[Record]:
    """Promises of the whole session: to both sides of a question, with a person, or made anew."""
    made = {
        "session.agreement": ("session.agreement_due", None),
        "session.promise_kept.renegotiated": ("session.promise_kept.renegotiated_due", "part"),
        "session.solving.trial": ("session.solving.look_again", None),
    }
    for slot, (due_slot, whose) in made.items():
        one = drawn.asked(slot)
        text = None if one is None else drawn.value(one)
        if one is None or not isinstance(text, str):
            continue
        due = drawn.asked(due_slot)
        day = None if due is None else drawn.value(due)
        part_id = drawn.part_id(one.target) if whose else None
        yield Agreement(
            **drawn.base(one, "agreement"),
            part_id=part_id,
            text=text,
            due=day if _is_day(day) else None,
            person_id=None if part_id else drawn.person_id(),
        )


def _topics(drawn: Projected) -> Iterator[Record]:
    """What was chosen for the next therapy session, one row a line."""
    for slot, kind in TOPICS.items():
        one = drawn.asked(slot)
        value = None if one is None else drawn.value(one)
        if one is None or value is None:
            continue
        lines = value.splitlines() if isinstance(value, str) else [spoken(each) for each in value]
        said = dict.fromkeys(" ".join(line.split()) for line in lines)
        for number, text in enumerate((line for line in said if line), 1):
            yield Topic(**drawn.base(one, f"{kind}-{number}"), kind=kind, text=text)


def _part_of(drawn: Projected, one: Asked | None) -> str | None:
    value = None if one is None else drawn.value(one)
    return value.get("id") if isinstance(value, dict) else None
