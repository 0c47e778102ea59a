"""From an answer as it comes in to the value that is kept.

A terminal, a file and a program all give the same raw answers; this is where a part's name becomes a part
and a day in words becomes a date. Whether the result fits is the guide's own check.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ifs_journal.guide.fit import is_uuid, misfit
from ifs_journal.guide.question import Question
from ifs_journal.session.moment import Clock, new_id
from ifs_journal.terms import PartName, StepType, is_self, name_key

LONGEST_NAME = 200
Find = Callable[[str], Sequence[PartName]]
"""(name, alias, number or id) -> what it fits; one is a match, several are ambiguous."""


class Finders(NamedTuple):
    """How names are looked up: parts, and people."""

    part: Find
    person: Find


NOBODY = Finders(lambda _: [], lambda _: [])
"""Where no name is known."""


class Naming(NamedTuple):
    """What is said of a name that cannot be taken."""

    wanted: str
    unreadable: str
    several: str
    unknown: str


PART = Naming(
    "This takes the name of a part.",
    "A part needs a name that can be read. To leave it open: /skip",
    "That fits more than one part. Which one: {numbers}?",
    "There is no part with that number.",
)
PERSON = Naming(
    "This takes the name of a person.",
    "A person needs a name that can be read. To leave it open: /skip",
    "That fits more than one person. Which one: {numbers}?",
    "There is no person with that number.",
)
NAME_TOO_LONG = f"That is longer than the {LONGEST_NAME} characters a name can hold."
SELF_IS_NO_PART = "Self is no part; it is the one who can listen to parts. /skip is fine too."
SAYS = (*PART, *PERSON, NAME_TOO_LONG, SELF_IS_NO_PART)
"""Everything this page says of an answer, beside what the guide says."""


class Misfit(Exception):
    """An answer does not fit its question. Says why in words for a person, without the answer itself."""

    def __init__(self, says: str, **values: str) -> None:
        """Take one of the sentences of this page or the guide's, and what it quotes."""
        super().__init__(says.format_map(values))
        self.says = says
        self.values = values


def stored(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    """The value to keep for a raw answer. Raises Misfit."""
    make = _MAKERS.get(question.type)
    value = raw if make is None else make(question, raw, find, clock)
    wrong = misfit(question, value)
    if wrong is not None:
        raise Misfit(wrong)
    return value


def _choice(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    known = isinstance(raw, str) and any(raw == one.value for one in question.options)
    return {"other": raw} if question.other and isinstance(raw, str) and not known else raw


def _choices(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    given = raw if isinstance(raw, list) else [raw]
    found: list[Any] = []
    for one in given:
        value = _choice(question, one, find, clock)
        if value not in found:
            found.append(value)
    return found


def _date(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    from ifs_journal.session.days import day_in_words

    day = day_in_words(raw, clock.today()) if isinstance(raw, str) else None
    return raw if day is None else day.isoformat()


def _part(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    for option in question.options:
        if raw == option.value:
            # A part named earlier in this session is an option by its id; "quiet" and the like are words.
            return {"id": raw, "name": option.label.ifs} if is_uuid(raw) else raw
    if isinstance(raw, str) and is_self(raw):
        raise Misfit(SELF_IS_NO_PART)
    return _named(raw, find.part, PART)


def _person(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    return _named(raw, find.person, PERSON)


def _named(raw: Any, find: Find, says: Naming) -> Any:
    """The known one that a name, a number or an id means; else a new one of that name."""
    if not isinstance(raw, str | int) or isinstance(raw, bool):
        raise Misfit(says.wanted)
    name = " ".join(str(raw).split())
    if not name or not name_key(name):
        raise Misfit(says.unreadable)
    if len(name) > LONGEST_NAME:
        raise Misfit(NAME_TOO_LONG)
    matches = find(name)
    if len(matches) > 1:
        raise Misfit(says.several, numbers=", ".join(f"#{one.number}" for one in matches))
    if matches:
        return {"id": matches[0].id, "name": matches[0].name}
    if name.removeprefix("#").isdigit():
        raise Misfit(says.unknown)
    return {"id": new_id(), "name": name, "new": True}


def _parts(question: Question, raw: Any, find: Finders, clock: Clock) -> Any:
    given = raw if isinstance(raw, list) else [raw]
    found: list[Any] = []
    keys: set[str] = set()
    for one in given:
        value = _part(question, one, find, clock)
        key = value if isinstance(value, str) else name_key(value["name"])
        if key not in keys:
            keys.add(key)
            found.append(value)
    return found


_MAKERS = {
    StepType.CHOICE: _choice,
    StepType.CHOICES: _choices,
    StepType.DATE: _date,
    StepType.PART: _part,
    StepType.PARTS: _parts,
    StepType.PERSON: _person,
}
