"""The words that sessions were guided by, as the journal kept them."""

from __future__ import annotations

from typing import Any, NamedTuple

from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.source import Source, first


class UsedScript(NamedTuple):
    """A script as a session kept it: the session's short number, and the script's table."""

    session: int
    table: dict[str, Any]


def last_used(source: Source, script: str, version: int) -> UsedScript | None:
    """The script as its latest session of this version has it; None when there was none.

    Raises NotAJournal, Busy, CannotWrite.
    """
    sql = (
        "SELECT s.number, b.body FROM session s JOIN bundle b ON b.hash = s.bundle "
        "WHERE s.script = ? AND s.script_version = ? ORDER BY s.started_at DESC, s.number DESC LIMIT 1"
    )
    found = first(source, sql, (script, version))
    table = None if found is None else from_json(found[1])["scripts"].get(script)
    return None if table is None else UsedScript(int(found[0]), table)
