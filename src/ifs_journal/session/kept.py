"""A kept session, its answers to be corrected or removed: walked where its log can be, as it stands if not.

A log can't be walked any more when the guide's rules have changed, or when an answer its way needed was
removed. Written answers can then still be corrected; the typed rows that hold exactly their words follow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from ifs_journal.errors import UsageError
from ifs_journal.guide.question import Question, Words
from ifs_journal.guide.quoting import fill
from ifs_journal.guide.standing import DoesNotFit
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.reads import Entry, EntryAnswer, entry
from ifs_journal.journal.shapes import Head
from ifs_journal.script.labels import BundleLabels
from ifs_journal.session.correct import (
    Changed,
    Correctable,
    built_from,
    correctable,
    keep_correction,
    remove_said,
    still_open,
)
from ifs_journal.session.keepers import JournalKeeper
from ifs_journal.session.live import Live
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import stand
from ifs_journal.terms import Difference, Kind, LogItem, Row, StepType, Wording

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import SessionSummary


class Kept(Protocol):
    """What is done with the answers of a kept session."""

    number: int | None
    wording: Wording
    clock: Clock

    @property
    def open(self) -> bool:
        """Whether the session has not ended yet."""

    def require_editable(self, *, forget: bool) -> None:
        """See, before anything is asked, that answers can be changed now. Raises UsageError."""

    def answers(self) -> list[Correctable]:
        """The answers that can be corrected, in order."""

    def keep(self, one: Correctable, value: Any, *, forget: bool) -> Changed:
        """Keep a correction. `forget` keeps nothing of the earlier words."""

    def remove(self, seq: int) -> Changed:
        """Remove what one answer said."""

    def built_from(self, seq: int) -> list[int]:
        """The later answers whose text was put together from this one."""


def open_kept(journal: Journal, summary: SessionSummary, clock: Clock) -> Kept:
    """A session of the journal, for correcting and removing."""
    try:
        return Walked(journal, stand(journal, summary, clock))
    except DoesNotFit:
        return AsItStands(journal, summary, clock)


class Walked:
    """A session whose log leads where it led."""

    def __init__(self, journal: Journal, live: Live) -> None:
        self.journal = journal
        self.live = live
        self.number = live.number
        self.wording = live.wording
        self.clock = live.clock

    @property
    def open(self) -> bool:
        """Whether the session has not ended yet."""
        return self.live.walk.end is None

    def require_editable(self, *, forget: bool) -> None:
        """See, before anything is asked, that answers can be changed now. Raises UsageError."""
        if self.open and not forget:
            raise UsageError(still_open(self.live))

    def answers(self) -> list[Correctable]:
        """The answers that can be corrected, in order."""
        return correctable(self.live)

    def keep(self, one: Correctable, value: Any, *, forget: bool) -> Changed:
        """Keep a correction. `forget` keeps nothing of the earlier words."""
        return keep_correction(self.journal, self.live, one.seq, value, forget=forget)

    def remove(self, seq: int) -> Changed:
        """Remove what one answer said."""
        return remove_said(self.live, seq)

    def built_from(self, seq: int) -> list[int]:
        """The later answers whose text was put together from this one."""
        return built_from(self.live.log, seq)


@dataclass
class AsItStands:
    """A session whose log can't be walked: its written answers, under the questions as they were asked."""

    journal: Journal
    summary: SessionSummary
    clock: Clock
    number: int | None = field(init=False)
    wording: Wording = field(init=False)
    entry: Entry = field(init=False)
    keeper: JournalKeeper = field(init=False)

    def __post_init__(self) -> None:
        self.number = self.summary.number
        self.wording = Wording(self.summary.wording)
        self.entry = entry(self.journal, self.summary.id)
        head = Head(self.summary.id, self.summary.number, self.summary.revision)
        self.keeper = JournalKeeper(self.journal, head)

    @property
    def open(self) -> bool:
        """Whether the session has not ended yet."""
        return self.summary.ended_at is None

    def require_editable(self, *, forget: bool) -> None:
        """Nothing stands in the way: nobody can go on with it."""

    def answers(self) -> list[Correctable]:
        """The written answers, in order."""
        labels = BundleLabels(self.journal.find_bundle(self.summary.bundle) or '{"scripts":{},"gates":{}}')
        values = {one.seq: one.value for one in self.entry.answers}
        return [
            Correctable(one.seq, _question(one, values), one.value)
            for one in self.entry.answers
            if one.kind is Kind.ANSWER and isinstance(one.value, str) and not labels.of(one.address)
        ]

    def keep(self, one: Correctable, value: Any, *, forget: bool) -> Changed:
        """Keep a correction. `forget` keeps nothing of the earlier words."""
        clean = True
        change = Difference(put=self._rows_with(one, value))
        if forget:
            clean = self.keeper.replace(one.seq, value, change, self.clock.stamp())
        else:
            self.keeper.correct(one.seq, value, change, self.clock.stamp())
        self.entry = entry(self.journal, self.summary.id)
        return Changed(one.seq, clean)

    def remove(self, seq: int) -> Changed:
        """Remove what one answer said."""
        clean = self.keeper.remove(seq, Difference(), self.clock.stamp())
        self.entry = entry(self.journal, self.summary.id)
        return Changed(seq, clean)

    def built_from(self, seq: int) -> list[int]:
        """The later answers whose text was put together from this one."""
        items = [
            LogItem(one.seq, one.address, one.kind, one.value, one.at, quotes=one.quotes)
            for one in self.entry.answers
        ]
        return built_from(items, seq)

    def _rows_with(self, one: Correctable, new: str) -> tuple[Row, ...]:
        """The typed rows that hold exactly the words of an answer, with `new` in their place."""
        others = any(each.value == one.value and each.seq != one.seq for each in self.entry.answers)
        found = []
        for table, rows in self.entry.rows.items():
            for row in rows:
                if others and row.get("answer_seq") != one.seq:
                    continue
                own = (name for name in row if name in COLUMNS[table])
                swapped = {name: new for name in own if row[name] == one.value}
                if swapped:
                    found.append(Row(table, row["id"], swapped))
        return tuple(found)


def _question(one: EntryAnswer, values: Mapping[int, Any]) -> Question:
    prompt = one.prompt or one.address
    text = fill(prompt, one.quotes, values.get)
    return Question(
        address=one.address,
        step=one.address.rsplit("/", 1)[-1].partition(":")[0],
        type=StepType.LONG,
        text=Words(text, text),
        why=None,
        prompt=Words(prompt, prompt),
        private=one.private,
    )
