"""What a session may know of earlier ones: read when it begins, kept as references, read again on resume.

The log of a session holds the references only. What is deleted stays deleted, in every place that quoted it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.guide.gates_tender import VULNERABLE
from ifs_journal.guide.standing import FLOODED
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_earlier import PART, PERSON, THERAPY, text_of
from ifs_journal.session.moment import Clock
from ifs_journal.terms import RECALL, LogItem

if TYPE_CHECKING:
    from ifs_journal.journal.read_known import Quoted
    from ifs_journal.script.model import Script

LOOKING_BACK = "look-back"
"""The variant in which a repair is looked back on, rather than gone on with."""
LATELY_FOR = timedelta(days=30)
"""How far back is looked for the next therapy session while no day of the last one is known."""
A_DAY = timedelta(hours=24)
PROMISE = "promise"
"""The name of the one promise a session is about."""


class Earlier(NamedTuple):
    """What is known, by name: the reference, the text, and the row it belongs to where there is one."""

    refs: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    about: Mapping[str, str] = {}


class _Found(NamedTuple):
    ref: str
    text: str
    row: str | None = None


def known_now(
    journal: Journal, script: Script, variant: str | None, clock: Clock, promise: str | None = None
) -> Earlier:
    """What a script that is beginning may know, by the names it declares.

    `promise` is the id of the one it is to be about, where one was chosen.
    """
    found: dict[str, _Found] = {}
    names = script.knows
    if PROMISE in names:
        found |= _promise(journal, clock, promise)
    for reader in dict.fromkeys(_READERS[name] for name in names if name in _READERS):
        found |= reader(journal, clock)
    if variant == LOOKING_BACK:
        found |= {name: one for name, one in _looking_back(journal, clock).items() if name in names}
    found = {name: one for name, one in found.items() if name in names}
    return Earlier(
        {name: one.ref for name, one in found.items()},
        {name: one.text for name, one in found.items()},
        {name: one.row for name, one in found.items() if one.row is not None},
    )


def known_then(journal: Journal, log: list[LogItem]) -> dict[str, str | None]:
    """The texts a session may quote, read again by the references in its log; None for what is gone."""
    refs = (log[0].value or {}).get("known", {}) if log else {}
    found = {name: text_of(journal, ref) for name, ref in refs.items()}
    # What is known of a part that was chosen on the way stands with its answer, by reference alone.
    for item in log:
        recalled = item.value.get(RECALL, {}) if isinstance(item.value, dict) else {}
        found |= {one["ref"]: text_of(journal, one["ref"]) for one in recalled.values()}
    return found


class Recalled(NamedTuple):
    """What earlier sessions know of a part: what its answer keeps, and the texts by reference."""

    kept: Mapping[str, Mapping[str, str]]
    texts: Mapping[str, str]


def recalled(journal: Journal, part_id: str) -> Recalled:
    """What earlier sessions know of a part that was just chosen."""
    from ifs_journal.journal.read_known import known_of_part

    found = known_of_part(journal, part_id)
    kept = {
        name: {"ref": one.answer_id} | ({"row": one.row} if one.row is not None else {})
        for name, one in found.items()
    }
    return Recalled(kept, {one.answer_id: one.text for one in found.values()})


def facts_now(journal: Journal, script: Script, clock: Clock) -> dict[str, bool]:
    """What is true of the journal now and matters to a script: only what its gates look at."""
    if not any(one.gate == VULNERABLE for one in script.step):
        return {}
    from ifs_journal.journal.read_known import was_flooded

    return {FLOODED: was_flooded(journal, (clock.now() - A_DAY).astimezone(UTC).isoformat())}


def start_value(
    variant: str | None, earlier: Earlier, day: str, facts: Mapping[str, bool] | None = None
) -> dict[str, Any]:
    """The value of a session's first log item."""
    value: dict[str, Any] = {"command": "start", "variant": variant, "known": dict(earlier.refs), "day": day}
    value |= {"facts": dict(facts)} if facts else {}
    return value | ({"about": dict(earlier.about)} if earlier.about else {})


def _intention(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.reads import morning_intention

    found = morning_intention(journal, clock.today().isoformat())
    return {} if found is None else {"morning_intention": _Found(*found)}


def _statement(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_due import open_statement

    found = open_statement(journal, clock.today().isoformat())
    if found is None:
        return {}
    known = {"statement": _Found(found.answer_id, found.body, found.id)}
    if found.person_id is not None and found.person is not None:
        known["statement_person"] = _Found(f"{PERSON}{found.person_id}", found.person, found.person_id)
    return known


def _trailhead(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_due import parked_trailheads

    for found in parked_trailheads(journal):
        if found.words is not None:
            return {"trailhead": _Found(found.answer_id, found.words, found.id)}
    return {}


def _named(name: str, found: Quoted | None) -> dict[str, _Found]:
    if found is None:
        return {}
    known = {name: _Found(found.answer_id, found.text, found.row)}
    if found.person_id is not None and found.person is not None:
        known[f"{name}_person"] = _Found(f"{PERSON}{found.person_id}", found.person, found.person_id)
    return known


def _rupture(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_known import open_rupture

    return _named("rupture", open_rupture(journal))


def _looking_back(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_known import rupture_to_look_back_on

    return _named("rupture", rupture_to_look_back_on(journal, clock.today().isoformat()))


def _need_map(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_known import open_need_map

    return _named("need_map", open_need_map(journal, clock.today().isoformat()))


def _talk(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_known import open_talk

    return _named("talk", open_talk(journal, clock.today().isoformat()))


def _promise(journal: Journal, clock: Clock, chosen: str | None) -> dict[str, _Found]:
    """The chosen promise with whom it was made to, or the one that was most lately due."""
    from ifs_journal.journal.read_promises import promise_to_settle

    found = promise_to_settle(journal, clock.today().isoformat(), chosen)
    if found is None:
        return {}
    known = {PROMISE: _Found(found.answer_id, found.text, found.id)}
    if found.part_id is not None and found.part is not None:
        known[f"{PROMISE}_part"] = _Found(f"{PART}{found.part_id}", found.part, found.part_id)
    elif found.person_id is not None and found.person is not None:
        known[f"{PROMISE}_person"] = _Found(f"{PERSON}{found.person_id}", found.person, found.person_id)
    return known


def _lately(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.read_earlier import LATELY, text_of
    from ifs_journal.journal.therapy import last_therapy

    today = clock.today()
    last = last_therapy(journal, today.isoformat())
    since = (today - LATELY_FOR).isoformat() if last is None else last.day
    ref = f"{LATELY}{since}/{today.isoformat()}"
    text = text_of(journal, ref)
    return {} if text is None else {"lately": _Found(ref, text)}


def _practice(journal: Journal, clock: Clock) -> dict[str, _Found]:
    from ifs_journal.journal.therapy import last_therapy

    last = last_therapy(journal, clock.today().isoformat())
    if last is None or last.practice is None:
        return {}
    return {"practice": _Found(f"{THERAPY}{last.id}", last.practice)}


_READERS: Mapping[str, Callable[[Journal, Clock], dict[str, _Found]]] = {
    "morning_intention": _intention,
    "statement": _statement,
    "statement_person": _statement,
    "trailhead": _trailhead,
    "rupture": _rupture,
    "rupture_person": _rupture,
    "need_map": _need_map,
    "talk": _talk,
    "talk_person": _talk,
    "lately": _lately,
    "practice": _practice,
}
