"""Does what was tidied hold together? Records merged into each other in a circle, parts wrongly put aside.

Looking reads only. Putting right writes into whatever it is given, and is given a copy.
"""

from __future__ import annotations

from ifs_journal.journal.check_trouble import Trouble, What, trouble
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.read_tidied import IN_FORCE
from ifs_journal.journal.source import rows
from ifs_journal.journal.tidy import ARCHIVED_SINCE
from ifs_journal.terms import TidyKind

_MERGED = f"kind = '{TidyKind.MERGED}' AND other_id IS NOT NULL AND {IN_FORCE}"
_CIRCLE = f"""
WITH RECURSIVE into_(part_id, other_id) AS (SELECT part_id, other_id FROM tidying WHERE {_MERGED}),
up(start, here) AS (
    SELECT part_id, other_id FROM into_
    UNION SELECT up.start, i.other_id FROM up JOIN into_ i ON i.part_id = up.here)
SELECT rowid FROM tidying WHERE {_MERGED} AND part_id IN (SELECT start FROM up WHERE start = here)
ORDER BY at DESC, id DESC
"""
_NOT_AS_TIDIED = f"archived_at IS NOT {ARCHIVED_SINCE}"


def check_tidied(connection: Connection) -> list[Trouble]:
    """Records merged in a circle, and parts of which it is not as tidied whether they are put aside."""
    archived = rows(connection, f"SELECT rowid FROM part WHERE {_NOT_AS_TIDIED}")
    return [
        *trouble(What.CIRCLE, "tidying", (number for (number,) in rows(connection, _CIRCLE))),
        *trouble(What.ASIDE, "part", (number for (number,) in archived)),
    ]


def mend_tidied(connection: Connection) -> None:
    """Take back the newest merging of each circle, and put aside what was tidied away and nothing else."""
    while newest := connection.execute(_CIRCLE).fetchone():
        connection.execute("UPDATE tidying SET taken_back_at = at WHERE rowid = ?", newest)
    connection.execute(f"UPDATE part SET archived_at = {ARCHIVED_SINCE} WHERE {_NOT_AS_TIDIED}")
