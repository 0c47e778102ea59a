"""Looking a whole journal over: every row held against its model, every log walked again.

Streams: nothing here holds more than one session, or one row, at a time. Reads only, but for `rebuild`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.errors import Busy, CannotWrite, IfsJournalError
from ifs_journal.guide.standing import DoesNotFit
from ifs_journal.journal.check_adopt import UNKNOWN_WORDS
from ifs_journal.journal.check_copy import mend_copy
from ifs_journal.journal.check_file import check_pages, check_references, check_schema, check_words
from ifs_journal.journal.check_projected import mend_session, mending
from ifs_journal.journal.check_raw import raw_rows
from ifs_journal.journal.check_rows import check_rows, mend_rows
from ifs_journal.journal.check_trouble import Progress, Trouble, What, nobody, trouble
from ifs_journal.journal.driver import translated
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Unlock
from ifs_journal.journal.reads import counts, each_session
from ifs_journal.journal.wipe import mark
from ifs_journal.script.bundle import SPEAKING, Bundle, load_bundle
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import stand
from ifs_journal.terms import GUIDE_PROTOCOL

if TYPE_CHECKING:
    from ifs_journal.journal.reads import SessionSummary
    from ifs_journal.session.live import Live

WRONG = (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError)
"""What a row that is not what it is meant to be can lead to, anywhere on the way through it."""


class Checked(NamedTuple):
    """What a look over the whole journal found.

    `walked` sessions were drawn again from their answers; `not_walked` can't be, under today's rules or since
    an answer was removed: that is no trouble. `looked_at` is False where the file is too damaged to go on.
    """

    troubles: tuple[Trouble, ...]
    sessions: int = 0
    walked: int = 0
    not_walked: int = 0
    looked_at: bool = True

    @property
    def mendable(self) -> bool:
        """Whether everything that was found can be made anew from what else is kept."""
        return all(one.mendable for one in self.troubles)

    @property
    def damaged(self) -> bool:
        """Whether something cannot be read, or not as what it is meant to be."""
        return not self.mendable


class Mended(NamedTuple):
    """What was found in the mended copy, and where the earlier file lies; None: it was not replaced."""

    checked: Checked
    aside: Path | None


NOT_OPENED = Checked((Trouble(What.DAMAGED, "", 1, mendable=False),), looked_at=False)
"""What is known of a journal that can't even be opened."""


def check(journal: Journal, progress: Progress = nobody) -> Checked:
    """Look everything over. Raises Busy and CannotWrite; what is wrong with the file is in the answer."""
    connection = journal.connection
    progress("file", 0, 0)
    found: list[Trouble] = []
    sessions = _Sessions()
    looks: tuple[Callable[[], list[Trouble]], ...] = (
        lambda: check_pages(connection, keyed=journal.key is not None),
        lambda: check_schema(connection),
        lambda: check_references(connection),
        lambda: check_rows(connection, progress),
        lambda: check_records(journal, progress),
        lambda: check_words(connection, progress),
        lambda: sessions.check(journal, progress),
    )
    whole = True
    for look in looks:
        try:
            found = _merged(found, look())
        except (Busy, CannotWrite):
            raise
        except IfsJournalError:
            whole = False
    # What was found may be why something else could not be looked at; a mended copy is looked over anew.
    if not whole and not found:
        found.append(Trouble(What.DAMAGED, "", 1, mendable=False))
    walked, not_walked = sessions.walked, sessions.not_walked
    return Checked(tuple(found), walked + not_walked, walked, not_walked, looked_at=whole)


def _merged(found: list[Trouble], more: list[Trouble]) -> list[Trouble]:
    """Findings of one thing that two looks saw, once: the one that names numbers."""
    known = {(one.what, one.where) for one in more}
    return [*(one for one in found if (one.what, one.where) not in known), *more]


def check_records(journal: Journal, progress: Progress = nobody) -> list[Trouble]:
    """Every row of every table, through its model."""
    from ifs_journal.records.stored import models

    found: list[Trouble] = []
    for done, table in enumerate(models()):
        progress("records", done, len(models()))
        found += trouble(What.RECORD, table, _misfits(journal, table))
    return [*found, *trouble(What.BUNDLE, "bundle", _bad_bundles(journal))]


def _misfits(journal: Journal, table: str) -> Iterator[int]:
    from ifs_journal.records.stored import models

    model = models()[table]
    columns = [str(one.alias) for one in model.model_fields.values()]
    fits = model.__pydantic_validator__.validate_python
    return (number for number, row in raw_rows(journal, table, columns) if not _fits(fits, row))


def is_damaged(journal: Journal) -> bool:
    """Whether something cannot be read as what it is meant to be; stops at the first that is found."""
    from ifs_journal.records.stored import models

    try:
        if check_schema(journal.connection) or any(_bad_bundles(journal)):
            return True
        if any(True for table in models() for _ in _misfits(journal, table)):
            return True
        return bool(check_pages(journal.connection, keyed=False) or check_references(journal.connection))
    except (Busy, CannotWrite):
        return False
    except IfsJournalError:
        return True


def _fits(validate: Any, row: dict[str, Any]) -> bool:
    try:
        validate(row)
    except (ValueError, RecursionError):
        return False
    return True


def _bad_bundles(journal: Journal) -> Iterator[int]:
    """The kept words of scripts that are not what their name was made of, or can't be read."""
    for number, row in raw_rows(journal, "bundle", ["hash", "protocol", "body"]):
        try:
            body = row["body"]
            if body == UNKNOWN_WORDS:
                continue
            same = hashlib.sha256(body.encode("utf-8")).hexdigest() == row["hash"]
            if not same or (row["protocol"] == GUIDE_PROTOCOL and not load_bundle(body).scripts):
                yield number
        except (*WRONG, IfsJournalError):
            yield number


class _Sessions:
    """Every session, walked again, and how many could be."""

    def __init__(self) -> None:
        self.walked = 0
        self.not_walked = 0

    def check(self, journal: Journal, progress: Progress) -> list[Trouble]:
        return trouble(What.ROWS, "session", self._differing(journal, progress))

    def _differing(self, journal: Journal, progress: Progress) -> Iterator[int]:
        for summary, live in _standing(journal, progress):
            if live is None:
                self.not_walked += 1
                continue
            self.walked += 1
            if any(mending(journal.connection, summary.id, live.rows)):
                yield summary.number


def rebuild(journal: Journal, progress: Progress = nobody) -> int:
    """Draw the rows of every session that can be walked from its answers again, in the caller's transaction.

    Gives how many sessions changed.
    """
    changed = 0
    for summary, live in _standing(journal, progress):
        if live is not None and mend_session(journal.connection, summary.id, live.rows):
            changed += 1
    return changed


def _standing(journal: Journal, progress: Progress) -> Iterator[tuple[SessionSummary, Live | None]]:
    """Every session with where its log leads, the oldest first; None for one that can't be walked."""
    clock = Clock()
    total = counts(journal)["sessions"]
    for done, summary in enumerate(each_session(journal, oldest_first=True)):
        if done % 20 == 0:
            progress("sessions", done, total)
        try:
            yield summary, stand(journal, summary, clock, bundles=_read_bundle)
        except (DoesNotFit, *WRONG):
            yield summary, None


@lru_cache(maxsize=64)
def _read_bundle(body: str) -> Bundle:
    """A bundle, remembered. Language rules that are the same are one: making them ready takes a while."""
    bundle = load_bundle(body)
    if SPEAKING in bundle.gates:
        rules = json.dumps(bundle.gates[SPEAKING], sort_keys=True)
        bundle.gates[SPEAKING] = _rules.setdefault(rules, bundle.gates[SPEAKING])
    return bundle


_rules: dict[str, Any] = {}


def mend(path: Path, unlock: Unlock | None, progress: Progress = nobody) -> Mended:
    """Put right what follows from the rest: on a copy, which takes the journal's place if it is then well.

    Raises Busy when another window has the journal, CannotWrite; the journal is then as it was.
    """
    after: list[Checked] = []

    def work(copy: Journal) -> bool:
        mend_all(copy, progress)
        after.append(check(copy, progress))
        return not after[0].troubles

    aside = mend_copy(path, unlock, work)
    return Mended(after[0], aside)


def mend_all(copy: Journal, progress: Progress = nobody) -> None:
    """Mend a copy, in one transaction."""
    connection = copy.connection
    with translated(copy.path):
        connection.execute("BEGIN IMMEDIATE")
        mend_rows(connection)
        rebuild(copy, progress)
        # Words of rows that went must not stay in the gaps between the others.
        mark(connection, rebuild=True)
        connection.execute("COMMIT")
    copy.wipe()
