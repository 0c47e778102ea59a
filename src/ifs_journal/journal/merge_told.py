"""What a merge tells whoever asked for it, and what it needs to be told: how a log is walked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from ifs_journal.terms import Row

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal


class Walks(Protocol):
    """Whoever can walk a log."""

    def rows(self, journal: Journal, session_id: str) -> Sequence[Row] | None:
        """The typed rows a session's log gives, or None where it can't be walked."""

    def row_ids(self, journal: Journal, session_id: str, name: str) -> Mapping[str, str]:
        """How the typed rows of a session would be called if its id were `name`. Empty if it can't be."""


@dataclass
class Merged:
    """What a merge brought, or would bring. Sessions, parts, people and notes are short numbers here."""

    new: list[int] = field(default_factory=list)
    """Sessions that were not here."""
    changed: list[int] = field(default_factory=list)
    """Sessions that went on there, or whose answers were corrected there."""
    apart: list[tuple[int, ...]] = field(default_factory=list)
    """Sessions that went different ways here and there: the numbers of all versions."""
    parts: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    written: int = 0
    """Parts, people and notes changed, and labels, facts, other names and tags that came."""
    removed: dict[str, int] = field(default_factory=dict)
    """What was removed there and goes here: how many of each table."""
    renumbered: list[tuple[str, int, int]] = field(default_factory=list)
    """What has another number here: the table, the number there, the number here."""
    same_name: list[tuple[int, ...]] = field(default_factory=list)
    """Parts of one name that were made on both sides: their numbers."""
    touched: bool = False
    rewritten: bool = field(default=False, compare=False)
    """Something that stood here is not there any more as it was, so traces of it have to be wiped."""

    @property
    def nothing(self) -> bool:
        """Whether everything was here already."""
        return not self.touched

    def touch(self, *, rewritten: bool = False) -> None:
        """Something is not as it was. `rewritten`: not only by what came in addition."""
        self.touched = True
        self.rewritten = self.rewritten or rewritten

    def count(self, table: str) -> None:
        """Something goes that was removed there."""
        self.touch(rewritten=True)
        self.removed[table] = self.removed.get(table, 0) + 1
