"""A session being lived through: its log, where it stands, and the journal that keeps up with it.

Every change goes the same way: the item joins the walk, the walk is projected, and the journal takes the item
and the difference in one transaction. When the method returns, it is on disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from ifs_journal.errors import BadData
from ifs_journal.guide.drafting import SOURCE
from ifs_journal.guide.gates_apart import APART
from ifs_journal.guide.projection import difference, project
from ifs_journal.guide.question import Place, Question
from ifs_journal.guide.walk import Walk, walk
from ifs_journal.journal.shapes import Ended
from ifs_journal.script.bundle import Bundle
from ifs_journal.session.moment import Clock
from ifs_journal.terms import Difference, EndReason, Kind, LogItem, Row, StepType, Wording

OWN_WORDS = (StepType.SHORT, StepType.LONG, StepType.DRAFT, StepType.PERSON)
"""Where text is what a person wrote. Elsewhere it is an option or a date, and free words are in a record."""


class Keeper(Protocol):
    """Where a session's changes go. The journal is one; a session that leaves no trace has another."""

    def next_seq(self) -> int:
        """The seq the next item takes; one that was taken back is not used again."""

    def append(self, item: LogItem, change: Difference, *, reached: str, ended: Ended | None) -> None:
        """Keep one item and what follows from it, and the end if this is it."""

    def take_back(self, seqs: list[int], carry: LogItem | None, change: Difference, *, reached: str) -> None:
        """Remove items and what followed from them."""

    def save_draft(self, address: str, text: str, at: str) -> None:
        """Keep what is being typed."""

    def correct(self, seq: int, value: Any, change: Difference, at: str) -> None:
        """Keep a dated correction of one answer."""

    def replace(self, seq: int, value: Any, change: Difference, at: str) -> bool:
        """Put other words in an answer's place, the earlier ones not kept. False: traces stay for now."""

    def remove(self, seq: int, change: Difference, at: str) -> bool:
        """Remove what one answer said. False: traces stay in the file for now."""

    def remove_all(self, seqs: list[int], change: Difference, at: str) -> bool:
        """Remove what several answers said, at once. False: traces stay in the file for now."""


@dataclass
class Live:
    """One session, live. `known` are the texts of earlier sessions it may quote.

    `corrections` are the latest of each answer corrected since, by seq: the rows follow them, the way stays.
    """

    id: str
    number: int | None
    bundle: Bundle
    wording: Wording
    clock: Clock
    keeper: Keeper
    known: dict[str, str] = field(default_factory=dict)
    log: list[LogItem] = field(default_factory=list)
    corrections: dict[int, Any] = field(default_factory=dict)
    walk: Walk = field(init=False)
    rows: tuple[Row, ...] = field(init=False)

    def __post_init__(self) -> None:
        self.stand_again()

    @property
    def place(self) -> Place:
        """Where the session stands."""
        return self.walk.place()

    def answer(self, question: Question, kind: Kind, value: Any) -> None:
        """Keep an answer, a skip, or that an answer was given off the record."""
        prompt = question.prompt.worded(self.wording)
        item = LogItem(
            self.keeper.next_seq(),
            question.address,
            kind,
            value,
            self.clock.stamp(),
            prompt=prompt,
            quotes={
                name: seq
                for name, seq in question.quotes.items()
                if name.startswith(SOURCE) or f"{{{name}}}" in prompt
            },
            private=question.private,
            own_words=question.type in OWN_WORDS,
        )
        self.walk.apply(item)
        if self.walk.end is EndReason.SAFETY:
            # Neither this answer nor the reason is kept: the record says that the session was stopped.
            unsafe = self.walk.unsafe
            self.stand_again()
            self.leave_for_safety(unsafe)
            return
        self._append(item)

    def command(self, command: str, **more: Any) -> None:
        """Keep a command that belongs to the record: ground, pause, stop."""
        # No address: where somebody stopped can say why, and that is theirs.
        item = LogItem(
            self.keeper.next_seq(),
            self.bundle.root,
            Kind.COMMAND,
            {"command": command, **more},
            self.clock.stamp(),
        )
        self.walk.apply(item)
        self._append(item)

    def stop(self, *, at_once: bool = False) -> None:
        """Stop: through the one closing, or at once."""
        self.command("stop")
        if at_once and self.walk.end is None:
            self.command("stop")

    def learn(self, texts: Mapping[str, str]) -> None:
        """Know more of earlier sessions, by reference, before an answer that names them is kept."""
        self.known |= texts
        self.walk.known |= texts

    def leave_for_safety(self, unsafe: str | None) -> None:
        """End here because somebody may not be safe; `unsafe` is what asked. The record has a stop."""
        if self.walk.end is None:
            self.stop(at_once=True)
        self.walk.end, self.walk.unsafe = EndReason.SAFETY, unsafe

    def resumed(self, value: Any, *, goes_on: bool = True, facts: Mapping[str, bool] | None = None) -> None:
        """Keep that the session was taken up again, how the person is now, and if it did not go on yet."""
        zone: dict[str, Any] = {"zone": self.clock.zone_name(), "offset": self.clock.offset_minutes()}
        zone["day"] = self.clock.today().isoformat()
        zone |= {"facts": dict(facts)} if facts else {}
        item = LogItem(
            self.keeper.next_seq(),
            self.bundle.root,
            Kind.RESUMED,
            {"state": value, **zone, **({} if goes_on else {"goes_on": False})},
            self.clock.stamp(),
        )
        self.walk.apply(item)
        self._append(item)

    def take_back(self) -> tuple[bool, Any]:
        """Take back the last answer (passing over pauses at rest), or a stop.

        Gives whether there was one, and its value.
        """
        resting = {one.seq for one in self.walk.asked if one.step.type is StepType.SETTLE}
        taken: list[int] = []
        found: LogItem | None = None
        handed = {one.seq for one in self.walk.asked if one.step.handover}
        if self.walk.is_handover():
            return False, None
        for item in reversed(self.log):
            asked_apart = item.kind is Kind.COMMAND and item.value.get("command") == APART
            if item.seq in handed or asked_apart:
                # The keyboard was in other hands before that: what they wrote is theirs to take back.
                break
            stops = item.kind is Kind.COMMAND and item.value.get("command") == "stop"
            if item.kind in (Kind.ANSWER, Kind.SKIP, Kind.OFF) or stops:
                taken.append(item.seq)
                if item.seq not in resting:
                    found = item
                    break
        if found is None:
            return False, None
        self._shorten(taken)
        return True, None if found.kind is not Kind.ANSWER else found.value

    def _shorten(self, taken: list[int]) -> None:
        highest, declined, hot = self.walk.highest, self.walk.declined, self.walk.hot
        before = self.rows
        seq = self.keeper.next_seq()
        self.log = [item for item in self.log if item.seq not in taken]
        self.corrections = {seq: value for seq, value in self.corrections.items() if seq not in taken}
        carry = None
        self.walk = walk(self.bundle, self.log, self.known)
        if self.walk.highest != highest or self.walk.declined != declined:
            # The highest state of a session cannot be taken back, nor a no before a vulnerable part.
            value = {"command": "back", "state": highest, "hot": hot}
            value |= {"declined": True} if declined else {}
            carry = LogItem(seq, self.bundle.root, Kind.COMMAND, value, self.clock.stamp())
            self.walk.apply(carry)
            self.log.append(carry)
        self.rows = project(self.walk, self.id, self.corrections)
        self.keeper.take_back(taken, carry, difference(before, self.rows), reached=self._reached())

    def take_out(self, whose: tuple[str, ...]) -> bool:
        """Remove the words of one of two people, or of both. False: traces stay in the file for now.

        The session goes on as if they were still there, and can't be taken up again after it.
        """
        seqs = [
            one.seq for one in self.walk.asked if one.value is not None and set(one.step.whose) & set(whose)
        ]
        if not seqs:
            return True
        before = self.rows
        self.corrections |= dict.fromkeys(seqs)
        self.rows = project(self.walk, self.id, self.corrections)
        put, drop = difference(before, self.rows)
        put = tuple(row for row in put if row.values.get("answer_seq") not in seqs)
        return self.keeper.remove_all(seqs, Difference(put, drop), self.clock.stamp())

    def _append(self, item: LogItem) -> None:
        before = self.rows
        self.rows = project(self.walk, self.id, self.corrections)
        ended = None
        if self.walk.end is not None:
            # A stop without its closing is looked at again at the next start, whatever the reason was.
            unfinished = self.walk.end is EndReason.STOPPED and item.kind is Kind.COMMAND
            ended = Ended(str(self.walk.end), item.at, ask_keep=unfinished)
        self.keeper.append(item, difference(before, self.rows), reached=self._reached(), ended=ended)
        self.log.append(item)

    def _reached(self) -> str:
        if self.walk.question is not None:
            return self.walk.question.address
        return self.walk.asked[-1].address if self.walk.asked else self.bundle.root

    def stand_again(self) -> None:
        """Stand where the log leads, with the rows that follow from it."""
        self.walk = walk(self.bundle, self.log, self.known)
        self.rows = project(self.walk, self.id, self.corrections)


def moment_of(text: str) -> datetime:
    """A stored time as a moment. Raises BadData when it is none."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadData("A time in the journal cannot be read. The file may be damaged.") from None
