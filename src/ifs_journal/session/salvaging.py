"""Reading what a damaged journal still holds into a new one, and saying exactly what could not be read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.errors import IfsJournalError
from ifs_journal.journal.check_adopt import adopt, keep_strays
from ifs_journal.journal.check_file import check_references
from ifs_journal.journal.check_rows import mend_rows
from ifs_journal.journal.check_salvage import TableRead, read_all, salvaging
from ifs_journal.journal.check_trouble import Progress, Trouble, nobody
from ifs_journal.journal.driver import translated
from ifs_journal.script.bundle import bundle_of
from ifs_journal.session.checking import Checked, check, rebuild
from ifs_journal.terms import GUIDE_PROTOCOL

if TYPE_CHECKING:
    from ifs_journal.journal.driver import Connection
    from ifs_journal.journal.key import Unlock


class Salvaged(NamedTuple):
    """What became of a damaged journal: table by table; rows that named what is gone; what was made again.

    `made` counts sessions, parts and people made again because something still named them, and answers of
    which only what follows from them is left. `after` is what a look over the new journal found.
    """

    tables: Mapping[str, TableRead]
    named_what_is_gone: tuple[Trouble, ...]
    made: Mapping[str, int]
    after: Checked

    @property
    def whole(self) -> bool:
        """Whether everything was read."""
        lost = any(not one.whole for one in self.tables.values())
        return not (lost or self.named_what_is_gone or any(self.made.values()))


def salvage(path: Path, unlock: Unlock | None, target: Path, progress: Progress = nobody) -> Salvaged:
    """Read everything that can be read into a new journal at `target`. The damaged file is not touched.

    Raises NotAJournal where nothing of a journal can be read, Busy, CannotWrite, and what a key raises.
    """
    with salvaging(path, unlock, target) as (torn, journal), translated(target):
        connection = journal.connection
        connection.execute("BEGIN IMMEDIATE")
        found = read_all(torn, journal, progress)
        _known_words(connection)
        made = dict(adopt(connection, found.known, every=True))
        made["answer"] = keep_strays(connection)
        gone = tuple(check_references(connection))
        mend_rows(connection)
        rebuild(journal, progress)
        connection.execute("COMMIT")
        after = check(journal, progress)
    return Salvaged(found.tables, gone, made, after)


def _known_words(connection: Connection) -> None:
    """Where the words of a session are lost, and are the ones a script still has: these."""
    sql = (
        "SELECT DISTINCT s.bundle, s.script, s.language FROM session s "
        "WHERE NOT EXISTS (SELECT 1 FROM bundle b WHERE b.hash = s.bundle)"
    )
    for wanted, script, language in connection.execute(sql).fetchall():
        try:
            bundle = bundle_of(str(script), language=str(language))
        except IfsJournalError:
            continue
        if bundle.hash == wanted:
            connection.execute(
                "INSERT OR IGNORE INTO bundle VALUES (?, ?, ?)", (wanted, GUIDE_PROTOCOL, bundle.body)
            )
