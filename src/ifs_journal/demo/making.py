"""Making a journal of an invented person: the story once, or as many seasons of it as are wanted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from ifs_journal.demo.beside import put_beside
from ifs_journal.demo.person import Person
from ifs_journal.demo.season import casts_of, finished, season
from ifs_journal.demo.story import Scene, story
from ifs_journal.demo.walking import Walker
from ifs_journal.journal.bulk import Batched, filling
from ifs_journal.session.live import Live

Tell = Callable[[int, int], None]
"""Told how many sessions are made, and of how many."""
Lived = list[tuple[Scene, Live]]


def make(path: Path, sessions: int, seed: int, until: date, tell: Tell = lambda done, of: None) -> None:
    """A new unencrypted journal at `path` with so many sessions, the last on the day before `until`.

    The same numbers and day always give the same content. Raises CannotWrite when something is there
    already, or it can't be written; nothing is left then.
    """
    told = story()
    with filling(path) as journal:
        if sessions <= told.sessions:
            _once(journal, sessions, seed, until, tell)


def _once(journal: Batched, sessions: int, seed: int, until: date, tell: Tell) -> None:
    """The story itself, from its beginning, as far as it goes with so few sessions."""
    told = story()
    person = Person(told, seed, until - timedelta(days=told.days), casts_of(told, seed)[0])
    scenes = season(person)[:sessions]
    if scenes:
        # However far it goes, it goes on until yesterday.
        person.begins = until - timedelta(days=scenes[-1].day + 1)
    live_through(journal, person, scenes, lambda done: tell(done, sessions))


def live_through(
    journal: Batched,
    person: Person,
    scenes: list[Scene],
    tell: Callable[[int], None],
    *,
    open_end: bool = True,
) -> Lived:
    """Walk scenes in their order, with what lies beside them. Without `open_end`, none is left paused."""
    walker = Walker(journal, person)
    lived: Lived = []
    for done, scene in enumerate(scenes):
        tell(done)
        one = scene if open_end else finished(scene)
        lived.append((one, walker.walk(one)))
    put_beside(journal, person, lived)
    return lived
