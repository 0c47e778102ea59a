"""Another journal comes into this one: the plan and the act are the same, and only the act is kept.

What a log leads to is the guide's to say, so changed sessions are walked again here, under the words they
began with.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import UsageError
from ifs_journal.guide.projection import project
from ifs_journal.guide.standing import DoesNotFit
from ifs_journal.journal.check_trouble import Progress, nobody
from ifs_journal.journal.merge import merge_into
from ifs_journal.journal.merge_told import Merged
from ifs_journal.journal.reads import find_session
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import stand
from ifs_journal.terms import Row

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.live import Live

THE_SAME = "That is this journal itself. To merge, give the file of another one."


class _Undone(Exception):
    """Takes back a merge that was only looked at."""


class ByTheGuide:
    """Walks kept logs as their sessions were walked."""

    def rows(self, journal: Journal, session_id: str) -> Sequence[Row] | None:
        """The typed rows a session's log gives, or None where it can't be walked."""
        live = _walked(journal, session_id)
        return None if live is None else live.rows

    def row_ids(self, journal: Journal, session_id: str, name: str) -> Mapping[str, str]:
        """How its typed rows would be called if its id were `name`; empty where it can't be walked."""
        live = _walked(journal, session_id)
        if live is None:
            return {}
        renamed = project(live.walk, name, live.corrections)
        return {old.id: new.id for old, new in zip(live.rows, renamed, strict=True) if old.id != new.id}


def _walked(journal: Journal, session_id: str) -> Live | None:
    try:
        return stand(journal, find_session(journal, session_id), Clock())
    except DoesNotFit:
        return None


def look(journal: Journal, other: Journal, progress: Progress = nobody) -> Merged:
    """What a merge would bring. Nothing is kept of it. Raises as `merge` does."""
    found = Merged()
    try:
        with journal.writing() as connection:
            found = merge_into(journal, connection, other, ByTheGuide(), progress=progress, only_look=True)
            raise _Undone
    except _Undone:
        # What was undone still lies in the file beside the journal; it is cut off.
        journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return found


def merge(journal: Journal, other: Journal, progress: Progress = nobody) -> tuple[Merged, bool]:
    """Bring everything of another journal in, in one transaction. The other one is only read.

    `progress` hears of `compare`, `sessions` and `follow`, how much of each is done, and of how much.
    Gives what came, and False when another window keeps traces of what was removed for now.
    Raises UsageError for the journal itself, Busy, CannotWrite, NotAJournal.
    """
    with journal.writing() as connection:
        found = merge_into(journal, connection, other, ByTheGuide(), progress=progress)
    return found, journal.wipe()


def require_another(journal: Journal, other: Journal) -> None:
    """See that two open journals are two files. Raises UsageError."""
    require_another_file(journal.path, other.path)


def require_another_file(journal: Path, other: Path) -> None:
    """See that two paths do not lead to one file. Raises UsageError."""
    with suppress(FileNotFoundError):
        if journal.samefile(other):
            raise UsageError(THE_SAME)
