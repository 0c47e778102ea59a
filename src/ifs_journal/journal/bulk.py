"""Writing a whole journal at once, for one that is made and not lived: many sessions to a transaction.

Nothing here is for a person's own journal: until `filling` is left, what is written may be lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.change import storable
from ifs_journal.journal.create import create, refuse_taken
from ifs_journal.journal.disk import onto_disk, passing_name, unlink_with_sides
from ifs_journal.journal.driver import Connection, translated
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.location import sync_folder, take_name
from ifs_journal.journal.read_invented import INVENTED

BY_HAND: Mapping[str, frozenset[str]] = {
    "note": frozenset({"id", "session_id", "part_id", "text", "at", "local_day"}),
    "tag": frozenset({"id", "session_id", "tag", "tag_key", "at"}),
    "bond": frozenset({"id", "part_id", "other_id", "kind", "words", "at"}),
    "therapy": frozenset({"id", "day", "at", "came", "practice"}),
    "part_label": frozenset({"part_id", "field", "at", "value"}),
}
"""Tables and columns `Batched.add` may write."""
LABELS = ("role", "status", "state")


class Batched(Journal):
    """A journal whose changes share the transaction that is open, many sessions to each."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The transaction that is open anyway."""
        yield self.connection

    def begin_batch(self) -> None:
        """Open a transaction. Foreign keys are looked at when it is over."""
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute("PRAGMA defer_foreign_keys = ON")

    def next_batch(self) -> None:
        """Close the transaction and open another."""
        self.connection.execute("COMMIT")
        self.begin_batch()

    def add(self, table: str, values: Mapping[str, Any]) -> None:
        """Put a row of what people make by hand. Raises ValueError for any other table or column."""
        if not BY_HAND.get(table, frozenset()).issuperset(values):
            raise ValueError(f"not made by hand: {table}({', '.join(sorted(values))})")
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        self.connection.execute(sql, [storable(value) for value in values.values()])

    def label(self, part_id: str, field: str, value: str, at: str) -> None:
        """Say of a part what its role, status or state is from a moment on. Raises ValueError for others."""
        if field not in LABELS:
            raise ValueError(f"no label: {field}")
        self.connection.execute(f"UPDATE part SET {field} = ? WHERE id = ?", (value, part_id))
        self.add("part_label", {"part_id": part_id, "field": field, "at": at, "value": value})


@contextmanager
def filling(path: Path) -> Iterator[Batched]:
    """A new unencrypted journal at `path`, to be filled. It takes its name when the block is left in order.

    It is marked as an invented person's. Raises CannotWrite when something is there, or it can't be written.
    """
    refuse_taken(path)
    making = passing_name(path, ".making")
    try:
        create(making)
        with translated(path), Batched.open(making) as journal:
            run = journal.connection.execute
            # Nothing of it is of use before it is whole, so nothing has to be durable before.
            run("PRAGMA synchronous = OFF")
            run("PRAGMA cache_size = -65536")
            journal.begin_batch()
            run("INSERT INTO meta (key, value) VALUES (?, '1')", (INVENTED,))
            yield journal
            run("COMMIT")
            run("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        _keep(making, path)
    finally:
        unlink_with_sides(making)
        making.with_name(f"{making.name}.lock").unlink(missing_ok=True)


def _keep(making: Path, path: Path) -> None:
    try:
        onto_disk(making)
        take_name(making, path)
        sync_folder(path.parent)
    except FileExistsError:
        refuse_taken(path)
        raise
    except OSError as error:
        raise CannotWrite(f"No journal could be made at {path}: {error.strerror}.") from error
