"""The records of the deeper sessions: repair, polarised parts, maps, permission, follow-up, two people.

All but the first four fields of each may be empty: a leaner way through a script asks less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Relation(NamedTuple):
    """How two parts stand to each other, as a person sees it. Source: POL-1.

    `polarized` holds both ways and names them in the order of their ids; `protects` goes from `part_id` to
    `other_id`.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    other_id: str | None
    kind: str


class Polarity(NamedTuple):
    """Two parts that pull apart over one question, and what each wants and fears. Source: POL-2 to POL-4."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    issue: str | None
    a_wants: str | None
    a_fears: str | None
    b_wants: str | None
    b_fears: str | None
    a_heard: str | None
    b_heard: str | None
    shared_aim: str | None
    outcome: str | None


class UTurn(NamedTuple):
    """Attention turned from somebody else to the part that reacts to them. Source: UTURN-1, UTURN-2."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    person_id: str | None
    part_id: str | None
    blame: str | None
    inside: str | None
    belief: str | None
    need: str | None
    happened: str | None
    old: str | None
    response: str | None


class Rupture(NamedTuple):
    """A connection that broke, and what a person found of their own side and the other.

    `continues_id` is the earlier sitting. `look_back` is a local day. Source: REPAIR-3, IFIO-1.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    person_id: str | None
    part_id: str | None
    continues_id: str | None
    seen: str | None
    kind: str | None
    felt: tuple[str, ...] | None
    moves: tuple[str, ...] | None
    moved: str | None
    keeps_safe: str | None
    kind_word: str | None
    comfort: str | None
    my_truth: str | None
    their_truth: str | None
    their_source: str | None
    their_side: str | None
    my_act: str | None
    wish: str | None
    willing: str | None
    how: str | None
    time: str | None
    if_badly: str | None
    look_back: str | None


class RepairAfter(NamedTuple):
    """How a repair went, told on a later day."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    rupture_id: str | None
    happened: str | None
    how_it_went: str | None
    closer: str | None
    parts_did: str | None
    still_needed: str | None


class NeedMap(NamedTuple):
    """From a need to what a part did about it: strategy, aim, relief (0 to 10), cost, then and now."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    person_id: str | None
    situation: str | None
    need: str | None
    event: str | None
    meaning: str | None
    hurt: str | None
    strategy: str | None
    example: str | None
    aim: str | None
    close_to: str | None
    how_far: str | None
    enough: str | None
    relief_now: int | None
    repeats: str | None
    competing: str | None
    won: str | None
    cost: str | None
    best_then: str | None
    fits: str | None


class NeedMapLater(NamedTuple):
    """The relief (0 to 10) that was left a day later."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    need_map_id: str | None
    relief: int | None
    words: str | None


class Experiment(NamedTuple):
    """Another way a part may try, by a local day or open."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    text: str | None
    due: str | None


class Pattern(NamedTuple):
    """What several relationships have in common, under the person's own label."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    label: str | None
    need: str | None
    closeness: str | None
    distance: str | None
    guards: str | None
    shared: str | None


class Update(NamedTuple):
    """The present, told to a part that lives in an earlier time. Source: UPD-1, UPD-2.

    Dangers that are real are kept as real.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    danger: str | None
    still_dangerous: str | None
    believed_age: str | None
    life_like: str | None
    told: str | None
    resources: str | None
    reaction: str | None
    needs_to_see: str | None
    differently: str | None


class Permission(NamedTuple):
    """What a part answered when it was asked whether another may be visited. Source: PERM-1 to PERM-5."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    about_part_id: str | None
    who: str | None
    reason: str | None
    answer: str


class Contact(NamedTuple):
    """A few minutes near a vulnerable part. No story, no memory. Source: PERM-5."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    nearness: str | None
    notices: str | None
    feeling_now: str | None
    need_now: str | None
    offered: str | None
    response: str | None


class Handoff(NamedTuple):
    """What a part would like a therapist to know or be there for. Source: UNBURDEN-3, SAFE-3."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    shown: str | None
    needs: str | None
    for_therapist: str | None
    spontaneous: str | None


class FollowUp(NamedTuple):
    """A visit to a part after earlier work, and the rhythm agreed on. Source: CLOSE-2.

    `next_on` is a local day.
    """

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    here: str | None
    rhythm: str | None
    next_on: str | None


class AgreementOutcome(NamedTuple):
    """What became of an earlier promise: kept, partly, not yet, let go; or made anew."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    agreement_id: str | None
    kept: str
    words: str | None
    renegotiated: str | None


class Letter(NamedTuple):
    """A letter between Self and a part, or to somebody, that stays here."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    part_id: str | None
    direction: str | None
    body: str | None


class TalkPlan(NamedTuple):
    """How somebody means to be in a hard talk."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    person_id: str | None
    about: str | None
    listen_how: str | None
    steady_by: str | None
    hope: str | None
    if_hard: str | None
    look_back: str | None


class TalkAfter(NamedTuple):
    """A hard talk looked back on."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    talk_plan_id: str | None
    person_id: str | None
    how: str | None
    heard: str | None
    said: str | None
    listened: str | None
    parts_did: str | None
    next: str | None


class Topic(NamedTuple):
    """Something chosen for the next therapy session: `topic`, `request` or `rather_not`."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    kind: str
    text: str


class Shared(NamedTuple):
    """What two people said to each other at one screen, and how it was heard. Source: IFIO-1, IFIO-2."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    topic: str | None
    first_because: str | None
    first_said: str | None
    first_mirrored: str | None
    first_matters: str | None
    first_validated: str | None
    second_because: str | None
    second_said: str | None
    second_mirrored: str | None
    second_matters: str | None
    second_validated: str | None


class Solving(NamedTuple):
    """Something two people will try, once both felt heard. `look_again` is a local day."""

    id: str
    session_id: str
    answer_seq: int
    at: str
    options: str | None
    trial: str | None
    look_again: str | None


LIBRARY_TABLES: Mapping[type[Any], str] = {
    Relation: "relation",
    Polarity: "polarity",
    UTurn: "u_turn",
    Rupture: "rupture",
    RepairAfter: "repair_after",
    NeedMap: "need_map",
    NeedMapLater: "need_map_later",
    Experiment: "experiment",
    Pattern: "pattern",
    Update: "update_event",
    Permission: "permission",
    Contact: "contact",
    Handoff: "handoff_note",
    FollowUp: "follow_up",
    AgreementOutcome: "agreement_outcome",
    Letter: "letter",
    TalkPlan: "talk_plan",
    TalkAfter: "talk_after",
    Topic: "topic",
    Shared: "shared_talk",
    Solving: "shared_trial",
}
"""The table each of these belongs to."""
