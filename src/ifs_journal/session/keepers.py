"""Where the changes of a session go: into a journal, or nowhere."""

from __future__ import annotations

from typing import Any

from ifs_journal.errors import Busy
from ifs_journal.journal.aside import keep_aside
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.shapes import Ended, Head
from ifs_journal.session.moment import new_id
from ifs_journal.terms import Difference, Kind, LogItem

IN_HAND = "The answer in hand is kept beside the journal, in {name}. To read it: ifs journal aside"


class JournalKeeper:
    """Keeps one session's changes in a journal, each in one transaction."""

    def __init__(self, journal: Journal, head: Head) -> None:
        self.journal = journal
        self.head = head
        self._next = journal.next_seq(head.id)

    def next_seq(self) -> int:
        """The seq the next item takes."""
        return self._next

    def append(self, item: LogItem, change: Difference, *, reached: str, ended: Ended | None) -> None:
        """Keep one item and what follows from it.

        Raises Busy when the session or the file moved on elsewhere; an answer in hand is then kept aside.
        """
        try:
            revision = self.journal.append(
                self.head.id,
                self.head.revision,
                item,
                change,
                # A pause or coming back answers nothing: what was being typed waits on.
                clear_draft=item.kind not in (Kind.COMMAND, Kind.RESUMED),
                reached=reached,
                ended=ended,
            )
        except Busy as busy:
            aside = None
            if item.kind is Kind.ANSWER:
                aside = keep_aside(self.journal.path, self.head.id, item, self.journal.key)
            if aside is None:
                raise
            raise Busy(f"{busy} {IN_HAND.format(name=aside.name)}") from None
        self._moved(revision, item.seq)

    def take_back(self, seqs: list[int], carry: LogItem | None, change: Difference, *, reached: str) -> None:
        """Remove items and what followed from them."""
        revision = self.journal.take_back(
            self.head.id, self.head.revision, seqs, carry, change, reached=reached
        )
        self._moved(revision, carry.seq if carry else 0)

    def save_draft(self, address: str, text: str, at: str) -> None:
        """Keep what is being typed."""
        self.journal.save_draft(self.head.id, address, text, at)

    def correct(self, seq: int, value: Any, change: Difference, at: str) -> None:
        """Keep a dated correction of one answer."""
        revision = self.journal.correct(
            self.head.id, self.head.revision, seq, value, change, at=at, correction_id=new_id()
        )
        self._moved(revision, 0)

    def replace(self, seq: int, value: Any, change: Difference, at: str) -> bool:
        """Put other words in an answer's place; the earlier ones are not kept."""
        from ifs_journal.journal.remove import replace_answer

        clean = replace_answer(
            self.journal,
            self.head.id,
            self.head.revision,
            seq,
            value,
            change,
            at=at,
            correction_id=new_id(),
        )
        self._moved(self.head.revision + 1, 0)
        return clean

    def remove(self, seq: int, change: Difference, at: str) -> bool:
        """Remove what one answer said."""
        from ifs_journal.journal.remove import remove_answer

        clean = remove_answer(
            self.journal, self.head.id, self.head.revision, seq, change, at=at, correction_id=new_id()
        )
        self._moved(self.head.revision + 1, 0)
        return clean

    def remove_all(self, seqs: list[int], change: Difference, at: str) -> bool:
        """Remove what several answers said, at once."""
        from ifs_journal.journal.remove import remove_answers

        clean = remove_answers(
            self.journal, self.head.id, self.head.revision, seqs, change, at=at, new_id=new_id
        )
        self._moved(self.head.revision + len(seqs), 0)
        return clean

    def _moved(self, revision: int, seq: int) -> None:
        self.head = Head(self.head.id, self.head.number, revision)
        self._next = max(self._next, seq + 1)


class NoTrace:
    """Keeps nothing: for what runs before a session, or leaves no trace by design."""

    def __init__(self, first: int = 1) -> None:
        """`first` is the seq the first item takes."""
        self._next = first

    def next_seq(self) -> int:
        """The seq the next item takes."""
        return self._next

    def append(self, item: LogItem, change: Difference, *, reached: str, ended: Ended | None) -> None:
        """Count the item."""
        self._next = item.seq + 1

    def take_back(self, seqs: list[int], carry: LogItem | None, change: Difference, *, reached: str) -> None:
        """Nothing was kept."""

    def save_draft(self, address: str, text: str, at: str) -> None:
        """Nothing is kept."""

    def correct(self, seq: int, value: Any, change: Difference, at: str) -> None:
        """Nothing was kept that could be corrected."""

    def replace(self, seq: int, value: Any, change: Difference, at: str) -> bool:
        """Nothing was kept that could be replaced."""
        return True

    def remove(self, seq: int, change: Difference, at: str) -> bool:
        """Nothing was kept that could be removed."""
        return True

    def remove_all(self, seqs: list[int], change: Difference, at: str) -> bool:
        """Nothing was kept that could be removed."""
        return True
