"""A new journal filled row by row from elsewhere, beside the one it is to be merged into; gone afterwards.

It has the key of that journal, so that nothing lies open on the disk. Whoever reads rows from elsewhere has
seen that each has its shape; that they hold together is seen here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ifs_journal.errors import BadData, Busy
from ifs_journal.journal.driver import connect, translated
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import only
from ifs_journal.journal.lock import JournalLock
from ifs_journal.journal.opening import open_copy
from ifs_journal.journal.replacing import building
from ifs_journal.journal.schema import migrate
from ifs_journal.journal.whole import fill

NOT_TOGETHER = "What is in it does not hold together: {what}. Nothing was taken in."
AT_IT = "Another window is taking something in. Try again in a moment."

Rows = Iterable[tuple[str, Mapping[str, Any]]]
"""Tables, and rows as their columns hold them."""


@contextmanager
def filled(journal: Journal, rows: Rows) -> Iterator[Journal]:
    """A journal of these rows, to be read. Raises BadData for rows that do not hold together, CannotWrite."""
    place = _place(journal.path)
    try:
        lock = JournalLock(place, exclusive=True)
    except Busy:
        raise Busy(AT_IT) from None
    try:
        with building(place) as temporary:
            _fill(temporary, journal, rows)
            opened = open_copy(temporary, only(journal.key))
            with Journal(temporary, opened) as other:
                yield other
    finally:
        lock.path.unlink(missing_ok=True)
        lock.release()


def _place(journal: Path) -> Path:
    real = Path(os.path.realpath(journal))
    return real.with_name(f"{real.name}.import")


def _fill(path: Path, journal: Journal, rows: Rows) -> None:
    connection = connect(path, key=journal.key)
    try:
        with translated(path):
            migrate(connection)
            # Whether all that is referred to is there is seen once, at the end.
            for name in ("foreign_keys = OFF", "journal_mode = OFF", "synchronous = OFF"):
                connection.execute(f"PRAGMA {name}").fetchall()
            connection.execute("BEGIN")
            for table, row in rows:
                _insert(connection, table, row)
            wrong = connection.execute("PRAGMA foreign_key_check").fetchone()
            if wrong is not None:
                raise BadData(NOT_TOGETHER.format(what=f"a row of {wrong[0]} names what is not there"))
            connection.execute("COMMIT")
    finally:
        connection.close()


def _insert(connection: Any, table: str, row: Mapping[str, Any]) -> None:
    """Insert one row. Raises BadData for one that its table does not take."""
    from sqlcipher3 import dbapi2

    try:
        fill(connection, table, row)
    except (dbapi2.IntegrityError, dbapi2.DataError, OverflowError):
        # Without the error it came from: that may hold what stood there.
        raise BadData(
            NOT_TOGETHER.format(what=f"a row of {table} is twice there, or not as it may be")
        ) from None
