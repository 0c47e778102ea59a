"""A season as a template: its rows as one text, cut where ids, times, days and names stand in it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

from ifs_journal.guide.projection import names_of_rows
from ifs_journal.journal.bulk_rows import Rows
from ifs_journal.journal.shapes import answer_id
from ifs_journal.session.live import Live
from ifs_journal.terms import name_key

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00"
DAY = r"\d{4}-\d\d-\d\d"
ANSWER = "answer"
"""Stands where a row's name would: the id of an answer is made of its seq."""


class Derived(NamedTuple):
    """What an id follows from: the place of its session in the season, and a name (of a row, or a seq)."""

    place: int
    name: str
    seq: int | None = None


@dataclass(frozen=True)
class Template:
    """One season, to be stamped again and again.

    `pieces` are texts and, at every odd place, the number of a token in `tokens`. `sessions` are the ids of
    the sessions and the moment each began, in their order.
    """

    shape: Sequence[tuple[str, tuple[str, ...]]]
    pieces: Sequence[str]
    places: Sequence[int]
    tokens: Sequence[str]
    sessions: Sequence[tuple[str, datetime]]
    derived: Mapping[str, Derived]
    lasting: frozenset[str]
    """Ids of parts and people, which are the same in each season of a cast."""

    @cached_property
    def starts(self) -> list[datetime]:
        """When each session began, UTC."""
        return [at for _, at in self.sessions]

    def place_at(self, moment: datetime) -> int:
        """The session a moment belongs to: the last one that had begun by then."""
        return max(bisect_right(self.starts, moment) - 1, 0)


def template(
    found: Sequence[Rows], lived: Iterable[Live], words: Iterable[str], lasting: Iterable[str]
) -> Template:
    """The template of sessions that were walked, from the rows they left. `words` are to be replaced."""
    text = json.dumps([one.values for one in found], ensure_ascii=False, separators=(",", ":"))
    spellings = {*words, *(name_key(one) for one in words)}
    names = "|".join(re.escape(one) for one in sorted(spellings, key=lambda one: (-len(one), one)))
    cut = re.split(rf"({UUID}|{MOMENT}|{DAY}|\b(?:{names})\b)", text)
    numbers: dict[str, int] = {}
    places = [numbers.setdefault(one, len(numbers)) for one in cut[1::2]]
    sessions: list[tuple[str, datetime]] = []
    derived: dict[str, Derived] = {}
    for place, live in enumerate(lived):
        sessions.append((live.id, datetime.fromisoformat(live.log[0].at)))
        for id_, name in names_of_rows(live.walk, live.id).items():
            derived[id_] = Derived(place, name)
        for item in live.log:
            derived[answer_id(live.id, item.seq)] = Derived(place, f"{ANSWER} {item.seq}", item.seq)
    return Template(
        [(one.table, one.columns) for one in found],
        cut[0::2],
        places,
        list(numbers),
        sessions,
        derived,
        frozenset(lasting),
    )


def filled(one: Template, tokens: Sequence[str]) -> list[list[list[Any]]]:
    """The rows of the template's tables with other tokens in their places."""
    woven = [""] * (2 * len(one.places) + 1)
    woven[0::2] = one.pieces
    woven[1::2] = [tokens[number] for number in one.places]
    rows: list[list[list[Any]]] = json.loads("".join(woven))
    return rows
