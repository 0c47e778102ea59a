"""Sessions that only the other journal has: they come as they stand, and are never held in memory.

Nothing has to be compared or walked: their rows are read there and written here, table after table. Names and
words that were removed on this side are left out on the way, and what they name of others is named as it is
now.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ifs_journal.journal.change import OF_AN_ANSWER, OF_ANOTHER
from ifs_journal.journal.check_trouble import Progress, nobody
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.mentions import UUIDS, without_names, without_words
from ifs_journal.journal.merge_read import ANSWER, SESSION, Record, records, typed_columns
from ifs_journal.journal.merge_words import reworded
from ifs_journal.journal.source import Source, rows

LOG: Mapping[str, tuple[str, ...]] = {
    "answer": ("id", "session_id", "seq", "at", *ANSWER),
    "taken_back": ("session_id", "revision", "seq", "at"),
    "correction": ("id", "session_id", "answer_seq", "value", "at", "earlier_kept"),
    "draft": ("session_id", "address", "text", "at"),
}
"""The tables of a log and their columns, but for a number. Answers come first: an index asks for them."""

_OF_THEM = "WHERE session_id IN (SELECT value FROM json_each(?))"


@dataclass
class Whole:
    """The sessions only the other journal has."""

    connection: Connection
    other: Source
    buried: Mapping[str, str]
    numbers: Mapping[str, int]
    """By id, the numbers they have there."""
    progress: Progress = nobody
    ids: Mapping[str, str] = field(default_factory=dict)
    """Answers and rows of other sessions that are called otherwise now."""
    unquoted: Mapping[str, list[str]] = field(default_factory=dict)
    """By session, words it quotes that were removed since."""

    def bundles(self) -> set[str]:
        """The hashes of the words they were guided by."""
        sql = "SELECT DISTINCT bundle FROM session WHERE id IN (SELECT value FROM json_each(?))"
        return {hash_ for (hash_,) in rows(self.other, sql, (self._listed(),))}

    def mentioned(self, ids: Iterable[str]) -> set[str]:
        """Which of these parts and people they mention."""
        wanted, found = set(ids), set[str]()
        if not wanted or not self.numbers:
            return found
        for (value,) in rows(self.other, f"SELECT value FROM answer {_OF_THEM}", (self._listed(),)):
            found.update(wanted.intersection(UUIDS.findall(value or "")))
        for table in OF_AN_ANSWER:
            for row in self._rows(table, typed_columns(table)):
                found.update(wanted.intersection(one for one in row if isinstance(one, str)))
        return found

    def sessions(self) -> Iterator[tuple[int, str, Record]]:
        """The sessions themselves, to be written: number there, id and row, in the order of the numbers."""
        names = ("id", "number", "revision", *SESSION)
        which = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY number"
        for its in records(self.other, "session", names, which, self._listed()):
            number = its.pop("number")
            its["revision"] += 1
            yield number, its["id"], its

    def write_rows(self) -> None:
        """What belongs to them: their logs, the rows that follow from those, the parts they were about."""
        if not self.numbers:
            return
        for table, names in LOG.items():
            self._copy(table, names, "session_id", self._log_row(names))
        for table in OF_AN_ANSWER:
            self._copy(table, typed_columns(table), "session_id, answer_seq, id", self._typed_row(table))
        sql = "SELECT target_part, id FROM session WHERE target_part IS NOT NULL AND id IN "
        targets = rows(self.other, f"{sql}(SELECT value FROM json_each(?))", (self._listed(),))
        for target, id_ in targets:
            self.connection.execute(TARGET, (target, id_))

    def _copy(
        self, table: str, names: tuple[str, ...], order: str, changed: Callable[[list[Any]], None] | None
    ) -> None:
        marks = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
        place = names.index("session_id")
        last, done, of = "", 0, len(self.numbers)
        for found in self._rows(table, names, order):
            row = list(found)
            if changed is not None:
                changed(row)
            self.connection.execute(sql, row)
            if table == "answer" and row[place] != last:
                last, done = row[place], done + 1
                self.progress("sessions", done, of)

    def _rows(self, table: str, names: tuple[str, ...], order: str = "1") -> Iterator[Any]:
        sql = f"SELECT {', '.join(names)} FROM {table} {_OF_THEM} ORDER BY {order}"
        return rows(self.other, sql, (self._listed(),))

    def _log_row(self, names: tuple[str, ...]) -> Callable[[list[Any]], None] | None:
        """What has to be changed in a row of a log on its way."""
        if "value" not in names or not (self.buried or self.ids or self.unquoted):
            return None
        value, session = names.index("value"), names.index("session_id")
        prompt = names.index("prompt") if "prompt" in names else None

        def change(row: list[Any]) -> None:
            if row[value]:
                row[value] = reworded(without_names(row[value], self.buried), self.ids)
            for words in self.unquoted.get(row[session], ()):
                if prompt is not None and row[prompt]:
                    row[prompt] = without_words(row[prompt], words)

        return change

    def _typed_row(self, table: str) -> Callable[[list[Any]], None] | None:
        """What has to be changed in a typed row on its way."""
        places = [place for place, name in enumerate(typed_columns(table)) if name in OF_ANOTHER]
        if not places or not self.ids:
            return None

        def change(row: list[Any]) -> None:
            for place in places:
                row[place] = self.ids.get(row[place], row[place])

        return change

    def _listed(self) -> str:
        return json.dumps(list(self.numbers))


TARGET = (
    "UPDATE session SET target_part = (SELECT id FROM part WHERE id = ?1) "
    "WHERE id = ?2 AND target_part IS NULL"
)
"""Says of a session (`?2`) which part it was about, as far as that part is there."""
