"""What a session may know of earlier ones: read when it begins, kept as references, read again on resume.

The log of a session holds the references only. What is deleted stays deleted, in every place that quoted it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_earlier import PERSON, text_of
from ifs_journal.session.moment import Clock
from ifs_journal.terms import LogItem


class Earlier(NamedTuple):
    """What is known, by name: the reference, the text, and the row it belongs to where there is one."""

    refs: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    about: Mapping[str, str] = {}


class _Found(NamedTuple):
    ref: str
    text: str
    row: str | None = None


def known_now(journal: Journal, names: tuple[str, ...], clock: Clock) -> Earlier:
    """What a script that is beginning may know, by the names it declares."""
    found: dict[str, _Found] = {}
    for reader in dict.fromkeys(_READERS[name] for name in names if name in _READERS):
        found |= reader(journal, clock)
    found = {name: one for name, one in found.items() if name in names}
    return Earlier(
        {name: one.ref for name, one in found.items()},
        {name: one.text for name, one in found.items()},
        {name: one.row for name, one in found.items() if one.row is not None},
    )


def known_then(journal: Journal, log: list[LogItem]) -> dict[str, str | None]:
    """The texts a session may quote, read again by the references in its log; None for what is gone."""
    refs = (log[0].value or {}).get("known", {}) if log else {}
    return {name: text_of(journal, ref) for name, ref in refs.items()}


def start_value(variant: str | None, earlier: Earlier, day: str) -> dict[str, Any]:
    """The value of a session's first log item."""
    value: dict[str, Any] = {"command": "start", "variant": variant, "known": dict(earlier.refs), "day": day}
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


_READERS: Mapping[str, Callable[[Journal, Clock], dict[str, _Found]]] = {
    "morning_intention": _intention,
    "statement": _statement,
    "statement_person": _statement,
    "trailhead": _trailhead,
}
