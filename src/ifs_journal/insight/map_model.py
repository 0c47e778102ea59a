"""Who is on the map of parts on a day, how they stand to each other, and what changed since another day.

A map shows what the person said and nothing that was concluded from it. Self is the ground of it and never
one of these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from ifs_journal.journal.decoding import word
from ifs_journal.journal.read_map import (
    BondEvent,
    Known,
    LabelChange,
    Tidied,
    bond_events,
    known_parts,
    label_changes,
    tidied,
    visits,
)
from ifs_journal.journal.source import Source
from ifs_journal.terms import BondKind, PartState, Role, is_self

WINDOW = 90
"""How many days a part's sessions are counted over, unless a day is given to count from."""
MOST_DRAWN = 60
"""How many parts a picture holds and stays readable."""

DIRECTED = (BondKind.PROTECTS, BondKind.TRIGGERS)
"""Bonds that go from one part to the other. The others hold both ways."""
_OPEN_ROLES = (Role.UNKNOWN, Role.OTHER)


class MapPart(NamedTuple):
    """A part on the map. `sessions` is in how many it was in the window, `behind` whether others guard it.

    `came` is true for one that was not there yet before the day that is looked back to.
    """

    id: str
    number: int
    name: str
    role: Role
    state: PartState
    sessions: int
    behind: bool
    came: bool = False

    @property
    def resting(self) -> bool:
        """Whether it is at rest, or retired from its role."""
        return self.state is not PartState.ACTIVE


class Bond(NamedTuple):
    """How `part` stands to `other`, by their ids. `begun` is true for one that is new since then."""

    part: str
    other: str
    kind: BondKind
    begun: bool = False


class ChangeKind(StrEnum):
    """What can change on a map."""

    CAME = "came"
    BACK = "back"
    """Taken out of the archive, or out of another part's record."""
    ARCHIVED = "archived"
    MERGED = "merged"
    ROLE = "role"
    STATE = "state"
    BOND_BEGUN = "bond_begun"
    BOND_ENDED = "bond_ended"


class Change(NamedTuple):
    """One thing that is not as it was. `before` and `after` are roles, or states; `bond` its kind."""

    kind: ChangeKind
    part: str
    other: str | None = None
    before: str | None = None
    after: str | None = None
    bond: BondKind | None = None


class PartsMap(NamedTuple):
    """The map of one day. `counted_from` is the first day of the window, `since` the day looked back to.

    `names` are by id, of those too that a change names and that are not on the map.
    """

    day: date
    counted_from: date
    since: date | None
    parts: tuple[MapPart, ...]
    bonds: tuple[Bond, ...]
    changes: tuple[Change, ...] = ()
    names: Mapping[str, str] = MappingProxyType({})

    def drawn(self, most: int = MOST_DRAWN) -> tuple[PartsMap, tuple[MapPart, ...]]:
        """The map with at most so many parts, and those left out of it.

        Those with bonds stay before others, and among these whoever was here more.
        """
        bound = {end for bond in self.bonds for end in (bond.part, bond.other)}
        ranked = sorted(self.parts, key=lambda one: (one.id not in bound, -one.sessions, one.number))
        kept = {one.id for one in ranked[:most]}
        parts = tuple(one for one in self.parts if one.id in kept)
        bonds = tuple(bond for bond in self.bonds if bond.part in kept and bond.other in kept)
        left = tuple(one for one in self.parts if one.id not in kept)
        return self._replace(parts=parts, bonds=bonds), left


def parts_map(source: Source, day: date, since: date | None, day_of: Callable[[str], str]) -> PartsMap:
    """The map as it was at the end of `day`, with what changed from `since` on.

    `day_of` gives the person's own day of a stored UTC time.
    """
    facts = _Facts(
        tuple(one for one in known_parts(source) if not is_self(one.name)),
        tuple(label_changes(source)),
        tuple(bond_events(source)),
        tuple(tidied(source)),
        day_of,
    )
    counted_from = since or day - timedelta(days=WINDOW - 1)
    now = facts.on(day)
    counts = visits(source, counted_from.isoformat(), day.isoformat(), now.folded)
    before = None if since is None else facts.on(since - timedelta(days=1))
    guarded = {other for part, other, kind in now.bonds if kind is BondKind.PROTECTS}
    guards = {part for part, other, kind in now.bonds if kind is BondKind.PROTECTS}
    parts = []
    for one in facts.known:
        if one.id not in now.here:
            continue
        role, state = now.here[one.id]
        behind = role is Role.EXILE or (role in _OPEN_ROLES and one.id in guarded and one.id not in guards)
        came = before is not None and one.id not in before.here
        sessions = counts.get(one.id, 0)
        parts.append(MapPart(one.id, one.number, one.name, role, state, sessions, behind, came))
    bonds = tuple(Bond(*bond, begun=before is not None and bond not in before.bonds) for bond in now.bonds)
    changes = () if before is None else tuple(_changes(facts.known, before, now))
    names = {one.id: one.name for one in facts.known}
    return PartsMap(day, counted_from, since, tuple(parts), bonds, changes, names)


class _Day(NamedTuple):
    """What stood at the end of a day: who was here, as what; who stood for whom; which bonds."""

    here: dict[str, tuple[Role, PartState]]
    folded: dict[str, str]
    archived: set[str]
    bonds: tuple[tuple[str, str, BondKind], ...]


class _Facts(NamedTuple):
    known: Sequence[Known]
    labels: Sequence[LabelChange]
    events: Sequence[BondEvent]
    tidied: Sequence[Tidied]
    day_of: Callable[[str], str]

    def on(self, day: date) -> _Day:
        last = day.isoformat()
        labels = self.labelled(last)
        folded = self.folded(last)
        archived = self.archived(last)
        gone = {*folded, *archived}
        here = {
            one.id: labels[one.id]
            for one in self.known
            if one.id not in gone and (one.day or self.day_of(one.created_at)) <= last
        }
        return _Day(here, folded, archived, tuple(self.bonds(last, folded, here)))

    def by(self, at: str | None, last: str) -> bool:
        """Whether a moment was there, and no later than the end of a day."""
        return at is not None and self.day_of(at) <= last

    def labelled(self, last: str) -> dict[str, tuple[Role, PartState]]:
        found: dict[tuple[str, str], str | None] = {}
        ever: set[tuple[str, str]] = set()
        for one in self.labels:
            ever.add((one.part, one.field))
            if self.by(one.at, last):
                found[one.part, one.field] = one.value
        given: dict[str, tuple[Role, PartState]] = {}
        for part in self.known:
            # What has no history was always as it is.
            role = found.get((part.id, "role")) if (part.id, "role") in ever else part.role
            state = found.get((part.id, "state")) if (part.id, "state") in ever else part.state
            given[part.id] = word(Role, role or Role.UNKNOWN), word(PartState, state or PartState.ACTIVE)
        return given

    def archived(self, last: str) -> set[str]:
        tidied = [one for one in self.tidied if one.other is None]
        known = {one.part for one in tidied}
        found = {one.part for one in tidied if self.by(one.at, last) and not self.by(one.taken_back_at, last)}
        return found | {
            one.id for one in self.known if one.id not in known and self.by(one.archived_at, last)
        }

    def folded(self, last: str) -> dict[str, str]:
        """Whom each part stands in for no longer by itself, followed to the end."""
        into = {
            one.part: one.other
            for one in self.tidied
            if one.other is not None and self.by(one.at, last) and not self.by(one.taken_back_at, last)
        }
        found = {}
        for part in into:
            end, met = part, {part}
            while end in into and into[end] not in met:
                end = into[end]
                met.add(end)
            # Two that were merged into each other by two copies of a journal: the first in order stays.
            end = min(met) if end in into else end
            if end != part:
                found[part] = end
        return found

    def bonds(
        self, last: str, folded: Mapping[str, str], here: Mapping[str, object]
    ) -> Iterable[tuple[str, str, BondKind]]:
        standing: dict[tuple[str, str, BondKind], bool] = {}
        kinds = set(BondKind)
        for one in self.events:
            if (one.day or self.day_of(one.at)) > last:
                continue
            kind = BondKind(one.kind) if one.kind in kinds else BondKind.OTHER
            ends = (one.part, one.other) if kind in DIRECTED else tuple(sorted((one.part, one.other)))
            standing[ends[0], ends[1], kind] = one.begins
        found: dict[tuple[str, str, BondKind], None] = {}
        for (one_end, other_end, kind), stands in standing.items():
            part, other = folded.get(one_end, one_end), folded.get(other_end, other_end)
            if kind not in DIRECTED:
                part, other = sorted((part, other))
            if stands and part != other and part in here and other in here:
                found[part, other, kind] = None
        return sorted(found)


def _changes(known: Sequence[Known], before: _Day, now: _Day) -> Iterable[Change]:
    were = {*before.here, *before.folded, *before.archived}
    for one in known:
        if one.id in now.here and one.id not in before.here:
            yield Change(ChangeKind.BACK if one.id in were else ChangeKind.CAME, one.id)
    for one in known:
        if one.id in before.here and one.id in now.folded:
            yield Change(ChangeKind.MERGED, one.id, now.folded[one.id])
        elif one.id in before.here and one.id in now.archived:
            yield Change(ChangeKind.ARCHIVED, one.id)
    for place, kind in enumerate((ChangeKind.ROLE, ChangeKind.STATE)):
        for one in known:
            was, became = before.here.get(one.id), now.here.get(one.id)
            if was is not None and became is not None and was[place] != became[place]:
                yield Change(kind, one.id, None, str(was[place]), str(became[place]))
    for part, other, bond in now.bonds:
        if (part, other, bond) not in before.bonds:
            yield Change(ChangeKind.BOND_BEGUN, part, other, bond=bond)
    for part, other, bond in before.bonds:
        # What went with a part that was put away is told with that part.
        if (part, other, bond) not in now.bonds and part in now.here and other in now.here:
            yield Change(ChangeKind.BOND_ENDED, part, other, bond=bond)
