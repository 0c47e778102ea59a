"""The map of parts in words: for its key, for what changed, and for whoever hears it instead of seeing it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from ifs_journal.insight.map_model import Change, ChangeKind, MapPart, PartsMap
from ifs_journal.insight.map_text import initials, tidy
from ifs_journal.terms import BondKind, PartState, Role, Wording


class Names(StrEnum):
    """How parts are named on a map."""

    FULL = "full"
    INITIALS = "initials"


SELF: Mapping[Wording, str] = {Wording.IFS: "Self", Wording.PLAIN: "You"}
GROUND: Mapping[Wording, str] = {
    Wording.IFS: "The ground they all stand on. Not a part.",
    Wording.PLAIN: "The you that can listen. Not one of them.",
}
AROUND: Mapping[Wording, str] = {Wording.IFS: "Around Self", Wording.PLAIN: "Around you"}
BEHIND: Mapping[Wording, str] = {
    Wording.IFS: "Behind those who guard them",
    Wording.PLAIN: "Further back, looked after",
}
NOBODY = "Nobody is on the map for that day yet."
BONDS: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "looks after",
    BondKind.POLARIZED: "pulls against",
    BondKind.ALLIED: "stands beside",
    BondKind.TRIGGERS: "stirs up",
    BondKind.OTHER: "has to do with",
}
_BACK: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "is looked after by",
    BondKind.TRIGGERS: "is stirred up by",
}
_NO_LONGER: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "no longer looks after",
    BondKind.POLARIZED: "no longer pulls against",
    BondKind.ALLIED: "no longer stands beside",
    BondKind.TRIGGERS: "no longer stirs up",
    BondKind.OTHER: "no longer has to do with",
}
KEY: Mapping[BondKind, str] = {
    BondKind.PROTECTS: "looks after",
    BondKind.POLARIZED: "pull against each other",
    BondKind.ALLIED: "stand beside each other",
    BondKind.TRIGGERS: "stirs up",
    BondKind.OTHER: "have to do with each other",
}
"""What each kind of line means."""


class Entry(NamedTuple):
    """One part in words: what it is called, what it is, and how it stands to each other one."""

    part: MapPart
    name: str
    about: tuple[str, ...]
    bonds: tuple[str, ...]


class Group(NamedTuple):
    """Parts under one heading."""

    heading: str
    entries: tuple[Entry, ...]


class MapWords(NamedTuple):
    """How a map speaks: names in full or initials, the names of roles and states, and the wording."""

    roles: Mapping[Role, str]
    states: Mapping[PartState, str]
    names: Names = Names.FULL
    wording: Wording = Wording.IFS

    @property
    def self_name(self) -> str:
        """What Self is called."""
        return SELF[self.wording]

    @property
    def around(self) -> str:
        """Over those around Self."""
        return AROUND[self.wording]

    @property
    def behind(self) -> str:
        """Over those behind them."""
        return BEHIND[self.wording]

    def named(self, found: PartsMap) -> dict[str, str]:
        """What each part is called, by id. Two with the same initials are told apart by their numbers."""
        if self.names is Names.FULL:
            numbers = {one.id: one.number for one in found.parts}
            return {id_: tidy(name) or f"#{numbers.get(id_, '?')}" for id_, name in found.names.items()}
        short = {id_: initials(name) or "?" for id_, name in found.names.items()}
        several = {one for one in short.values() if list(short.values()).count(one) > 1}
        order = {id_: place for place, id_ in enumerate(found.names, 1)}
        numbers = {one.id: one.number for one in found.parts}
        return {
            id_: f"{one} {numbers.get(id_, order[id_])}" if one in several else one
            for id_, one in short.items()
        }

    def title(self, found: PartsMap) -> str:
        """What the map is of."""
        return f"Map of parts, {found.day.isoformat()}"

    def counted(self, found: PartsMap) -> str:
        """What size, or a number, stands for."""
        return f"sessions since {found.counted_from.isoformat()}"

    def groups(self, found: PartsMap) -> Iterator[Group]:
        """Everybody on the map, those around Self first; in the order of their numbers."""
        named = self.named(found)
        for heading, behind in ((self.around, False), (self.behind, True)):
            entries = tuple(
                Entry(one, named[one.id], tuple(self.about(one)), tuple(bonds_of(one, found, named)))
                for one in found.parts
                if one.behind is behind
            )
            if entries:
                yield Group(heading, entries)

    def about(self, one: MapPart) -> Iterator[str]:
        """What a part is, in a few words."""
        if one.role is not Role.UNKNOWN:
            yield self.roles[one.role]
        if one.resting:
            yield self.states[one.state]
        if one.sessions:
            yield "in 1 session" if one.sessions == 1 else f"in {one.sessions} sessions"
        if one.came:
            yield "new on the map"

    def change(self, one: Change, named: Mapping[str, str]) -> str:
        """One change as a sentence."""
        part = named[one.part]
        other = named.get(one.other or "", "")
        match one.kind:
            case ChangeKind.CAME:
                return f"{part} came."
            case ChangeKind.BACK:
                return f"{part} is back on the map."
            case ChangeKind.ARCHIVED:
                return f"{part} was put away."
            case ChangeKind.MERGED:
                return f"{part} is now written down with {other}."
            case ChangeKind.ROLE:
                return f"{part}: {self.role(one.before)} before, {self.role(one.after)} now."
            case ChangeKind.STATE:
                return f"{part}: {self.state(one.before)} before, {self.state(one.after)} now."
            case ChangeKind.BOND_BEGUN:
                return f"{part} now {BONDS[one.bond or BondKind.OTHER]} {other}."
            case ChangeKind.BOND_ENDED:
                return f"{part} {_NO_LONGER[one.bond or BondKind.OTHER]} {other}."

    def role(self, value: str | None) -> str:
        """The name of a role."""
        return self.roles[Role(value or Role.UNKNOWN)]

    def state(self, value: str | None) -> str:
        """The name of a state."""
        return self.states[PartState(value or PartState.ACTIVE)]

    def changes(self, found: PartsMap) -> list[str]:
        """Everything that changed, a sentence each. Empty where no day is looked back to."""
        named = self.named(found)
        return [self.change(one, named) for one in found.changes]


def bonds_of(one: MapPart, found: PartsMap, named: Mapping[str, str]) -> Iterator[str]:
    """How a part stands to the others, seen from it."""
    for bond in found.bonds:
        if bond.part == one.id:
            yield f"{BONDS[bond.kind]} {named[bond.other]}"
        elif bond.other == one.id:
            yield f"{_BACK.get(bond.kind, BONDS[bond.kind])} {named[bond.part]}"
