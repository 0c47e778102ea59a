"""Making a journal of an invented person: the story once, or as many seasons of it as are wanted."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from math import ceil
from pathlib import Path

from ifs_journal.demo.beside import put_beside
from ifs_journal.demo.person import Person, zone_of
from ifs_journal.demo.season import casts_of, finished, season
from ifs_journal.demo.stamping import Calendar, Cast, Stamp
from ifs_journal.demo.story import Scene, Story, story
from ifs_journal.demo.template import Template, template
from ifs_journal.demo.walking import Walker
from ifs_journal.journal.bulk import Batched, filling
from ifs_journal.journal.bulk_rows import copy_bundles, marks_of, rows_since
from ifs_journal.session.live import Live
from ifs_journal.terms import name_key

Tell = Callable[[int, int], None]
"""Told how many sessions are made, and of how many."""
Lived = list[tuple[Scene, Live]]
MOST_DAYS = 12 * 365
"""More seasons than fit into so many days go by faster: several days of the story are one then."""
SEASONS_A_BATCH = 8
SPARE = 1
"""How many casts come only at the beginning, in a season that is not whole."""


def make(path: Path, sessions: int, seed: int, until: date, tell: Tell = lambda done, of: None) -> None:
    """A new unencrypted journal at `path` with so many sessions, the last on the day before `until`.

    The same numbers and day always give the same content. Raises CannotWrite when something is there
    already, or it can't be written; nothing is left then.
    """
    told = story()
    with filling(path) as journal:
        making = _Making(journal, told, sessions, seed, tell)
        whole, rest = divmod(sessions, told.sessions)
        if whole == 0:
            making.beginning(rest, until, 0)
        else:
            making.all(whole, rest, until)


class _Making:
    def __init__(self, journal: Batched, told: Story, sessions: int, seed: int, tell: Tell) -> None:
        self.journal = journal
        self.told = told
        self.sessions = sessions
        self.seed = seed
        self.casts = casts_of(told, seed)
        self.done = 0
        self._tell = tell

    def tell(self, more: int = 1) -> None:
        self._tell(self.done, self.sessions)
        self.done += more

    def person(self, which: str, begins: date, cast: int) -> Person:
        return Person(self.told, f"{self.seed} {which}", begins, self.casts[cast])

    def beginning(self, sessions: int, until: date, cast: int) -> None:
        """The story from its beginning as far as so few sessions go, which end on the day before `until`."""
        person = self.person("beginning", until, cast)
        scenes = season(person)[:sessions]
        if scenes:
            person.begins -= timedelta(days=scenes[-1].day + 1)
        live_through(self.journal, person, scenes, self.tell, open_end=cast == 0)

    def all(self, whole: int, rest: int, until: date) -> None:
        """So many whole seasons, the last of them lived through now, and before them the rest."""
        stamped = whole - 1
        pace = max(ceil(stamped * self.told.days / MOST_DAYS), 1)
        length = timedelta(days=ceil(self.told.days / pace))
        last = until - timedelta(days=self.told.days)
        self.beginning(rest, last - stamped * length, len(self.casts) - SPARE)
        cast = stamped % (len(self.casts) - SPARE)
        person = self.person("last", last, cast)
        if stamped:
            known = self.stamp(stamped, [last - (stamped - one) * length for one in range(stamped)], pace)
            person.met |= known[cast]
        live_through(self.journal, person, season(person), self.tell)

    def stamp(self, count: int, begins: list[date], pace: int) -> list[dict[tuple[str, str], str]]:
        """Stamp seasons. Gives, for each cast, who is known of it by then."""
        teller = self.person("told", self.told_from, 0)
        with tempfile.TemporaryDirectory() as folder, filling(Path(folder) / "told.db") as scratch:
            first = _told(scratch, teller)
            teller.begins += timedelta(days=self.told.days)
            again = _told(scratch, teller)
            copy_bundles(scratch.connection, self.journal.connection)
        chance = random.Random(f"{self.seed} stamped")
        stamp = Stamp(self.journal.connection, first, again, chance)
        casts = [Cast(_renamed(self.casts[0], one)) for one in self.casts[: len(self.casts) - SPARE]]
        zone = zone_of(self.told.zone)
        for number in range(count):
            cast = casts[number % len(casts)]
            told_from = teller.begins if cast.lasting else self.told_from
            words = {teller.words[name]: chance.choice(several) for name, several in self.told.swaps.items()}
            stamp.season(cast, Calendar(begins[number], told_from, pace, zone), words)
            self.tell(self.told.sessions)
            if number % SEASONS_A_BATCH == 0:
                self.journal.next_batch()
        return [_known(teller, one) for one in casts]

    told_from = date(2026, 1, 1)
    """When the templates are told of. Any day would do."""


def _told(scratch: Batched, person: Person) -> Template:
    marks = marks_of(scratch.connection)
    lived = live_through(scratch, person, season(person), lambda: None, open_end=False)
    rows = rows_since(scratch.connection, marks)
    words = [*person.cast.values(), *(person.words[name] for name in person.story.swaps)]
    return template(rows, [live for _, live in lived], words, person.met.values())


def _renamed(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, str]:
    return {old[role]: name for role, name in new.items()}


def _known(teller: Person, cast: Cast) -> dict[tuple[str, str], str]:
    """Who is known of a cast, by table and folded name."""
    folded = {name_key(old): name_key(new) for old, new in cast.names.items()}
    return {
        (table, folded[key]): cast.lasting[told]
        for (table, key), told in teller.met.items()
        if told in cast.lasting
    }


def live_through(
    journal: Batched, person: Person, scenes: list[Scene], tell: Callable[[], None], *, open_end: bool = True
) -> Lived:
    """Walk scenes in their order, with what lies beside them. Without `open_end`, none is left paused."""
    walker = Walker(journal, person)
    lived: Lived = []
    for scene in scenes:
        tell()
        one = scene if open_end else finished(scene)
        lived.append((one, walker.walk(one)))
    put_beside(journal, person, lived)
    return lived
