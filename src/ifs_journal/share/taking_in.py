"""Taking in a whole journal: filled from its rows, looked over like any journal, only then to be merged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from ifs_journal.errors import BadData
from ifs_journal.journal.check_trouble import Progress, nobody
from ifs_journal.journal.filling import filled
from ifs_journal.session.checking import check
from ifs_journal.share.json_rows import rows_in

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

NOT_CLEAN = (
    "It was read, but not all of it holds together ({what}), so nothing was taken in. If it was written from "
    "a journal of yours: ifs journal check --repair there, and export it once more."
)


@contextmanager
def whole_in(file: IO[str], journal: Journal, progress: Progress = nobody) -> Iterator[Journal]:
    """The journal whose JSON is in `file`, to be merged into this one. Raises BadData, CannotWrite, Busy."""
    with filled(journal, rows_in(file)) as other:
        troubles = check(other, progress).troubles
        if troubles:
            what = ", ".join(sorted({str(one.what) for one in troubles}))
            raise BadData(NOT_CLEAN.format(what=what))
        yield other
