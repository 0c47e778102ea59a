"""What lies beside the sessions of a season: tags and notes, bonds, labels, hours with a therapist."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from ifs_journal.demo.person import Person
from ifs_journal.demo.story import Scene
from ifs_journal.journal.bulk import Batched
from ifs_journal.session.live import Live
from ifs_journal.terms import name_key

AT = "18:30"
"""When on its day something is written down that belongs to no session."""
AN_HOUR = timedelta(minutes=50)


class _Thing(NamedTuple):
    at: datetime
    put: Callable[[], None]


def put_beside(journal: Batched, person: Person, lived: Sequence[tuple[Scene, Live]]) -> None:
    """Keep it all, in the order in which it came about. Raises KeyError for a part nobody has met."""
    last = max((scene.day for scene, _ in lived), default=-1)
    things = [*_remarks(journal, person, lived), *_by_hand(journal, person, last)]
    for one in sorted(things, key=lambda each: each.at):
        one.put()


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _remarks(journal: Batched, person: Person, lived: Sequence[tuple[Scene, Live]]) -> list[_Thing]:
    found = []
    for scene, live in lived:
        at = datetime.fromisoformat(live.log[-1].at) + timedelta(minutes=1)
        for tag in scene.tags:
            values = {"id": person.new_id(at), "session_id": live.id, "tag": tag, "tag_key": name_key(tag)}
            found.append(_row(journal, "tag", at, values))
        if scene.note is not None:
            text = person.filled(scene.note)
            values = {"id": person.new_id(at), "session_id": live.id, "text": text}
            found.append(_row(journal, "note", at, {**values, "local_day": _day(person, scene.day)}))
    return found


def _by_hand(journal: Batched, person: Person, last: int) -> list[_Thing]:
    def until_then(told: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
        return (one for one in told if one["day"] <= last)

    story = person.story
    found = []
    for one in until_then(story.notes):
        at = person.moment(one["day"], AT)
        values = {"id": person.new_id(at), "text": person.filled(one["text"]), "part_id": _part(person, one)}
        found.append(_row(journal, "note", at, {**values, "local_day": _day(person, one["day"])}))
    for one in until_then(story.bonds):
        at = person.moment(one["day"], AT)
        both = {"part_id": _part(person, one), "other_id": _part(person, one, "other")}
        values = {
            "id": person.new_id(at),
            **both,
            "kind": one["kind"],
            "words": person.filled(one.get("words")),
        }
        found.append(_row(journal, "bond", at, values))
    for one in until_then(story.therapy):
        at = person.moment(one["day"], AT) + AN_HOUR
        values = {"id": person.new_id(at), "day": _day(person, one["day"])}
        said = {name: person.filled(one.get(name)) for name in ("came", "practice")}
        found.append(_row(journal, "therapy", at, {**values, **said}))
    for one in until_then(story.labels):
        found.append(_labels(journal, person, one))
    return found


def _row(journal: Batched, table: str, at: datetime, values: dict[str, Any]) -> _Thing:
    return _Thing(at, lambda: journal.add(table, {**values, "at": _stamp(at)}))


def _labels(journal: Batched, person: Person, one: Mapping[str, Any]) -> _Thing:
    at = person.moment(one["day"], AT)
    part = _part(person, one)
    said = {name: one[name] for name in ("role", "status", "state") if name in one}

    def put() -> None:
        for field, value in said.items():
            journal.label(part or "", field, value, _stamp(at))

    return _Thing(at, put)


def _part(person: Person, one: Mapping[str, Any], name: str = "part") -> str | None:
    if name not in one:
        return None
    return person.met["part", name_key(person.cast[one[name]])]


def _day(person: Person, day: int) -> str:
    return (person.begins + timedelta(days=day)).isoformat()
