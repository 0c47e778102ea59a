"""Reading a damaged file: table by table, around whatever cannot be read, down to single rows.

Works on a copy of its own. A table is read from its beginning to the first place that breaks, then from its
end backwards, then the gap between by halves; what stays unread is said by number. What an index still says
of rows that are lost is read from there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from ifs_journal.errors import IfsJournalError, NotAJournal
from ifs_journal.journal.driver import Connection, connect, translated
from ifs_journal.journal.key import Key

MOST_TRIES = 5_000
"""How often a table may fail to be read before the rest of its gap is given up."""

BEYOND = 10_000
"""How many numbers past the last one that is known are tried, where nothing says how many there were."""

Span = tuple[int, int]
"""Numbers from and to, both included."""


class RowRead(NamedTuple):
    """One row: its number, its values by column, and whether letters of it could not be read."""

    number: int
    values: dict[str, Any]
    letters_lost: bool


class Torn:
    """A damaged file, open."""

    def __init__(self, path: Path, key: Key | None) -> None:
        """Raises NotAJournal where not even its list of tables can be read."""
        self.path = path
        self.key = key
        self._letters_lost = False
        self.connection = self._open()
        self.tables: dict[str, list[str]] = self._tables()

    def close(self) -> None:
        """Close it."""
        with suppress(Exception):
            self.connection.close()

    def rows(self, table: str, lost: list[Span]) -> Iterator[RowRead]:
        """Every row that can be read. Numbers that could not be read are added to `lost`."""
        if not self._has_numbers(table):
            yield from self._unnumbered(table, lost)
            return
        yield from _Numbered(self, table, lost).rows()
        if lost and (there := self._numbers_by_index(table, lost)) is not None:
            lost[:] = there

    def in_indexes(self, table: str, lost: Sequence[Span]) -> dict[int, dict[str, Any]]:
        """What indexes still say of rows whose numbers are lost."""
        found: dict[int, dict[str, Any]] = {}
        for name, columns in self._indexes(table):
            sql = f'SELECT rowid, {", ".join(columns)} FROM "{table}" INDEXED BY "{name}"'
            with suppress(IfsJournalError):
                for row in self.run(sql):
                    number = row[0]
                    if isinstance(number, int) and any(low <= number <= high for low, high in lost):
                        found.setdefault(number, {}).update(zip(columns, row[1:], strict=True))
        return found

    def _numbers_by_index(self, table: str, lost: Sequence[Span]) -> list[Span] | None:
        """Which of the numbers that are lost there were, by an index that can be read; None: nobody knows."""
        for name, _ in self._indexes(table):
            found: list[int] = []
            try:
                for (number,) in self.run(f'SELECT rowid FROM "{table}" INDEXED BY "{name}"'):
                    if isinstance(number, int) and any(low <= number <= high for low, high in lost):
                        found.append(number)
            except IfsJournalError:
                continue
            return _spans(sorted(found))
        return None

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
        """Rows of a query. Raises NotAJournal (or another error of the file) where it breaks."""
        with translated(self.path):
            yield from self.connection.execute(sql, parameters)

    def read(self, sql: str, columns: Sequence[str], parameters: Sequence[Any] = ()) -> Iterator[RowRead]:
        """The same, as rows of a table: the number comes first."""
        for row in self.run(sql, parameters):
            lost, self._letters_lost = self._letters_lost, False
            yield RowRead(row[0], dict(zip(columns, row[1:], strict=True)), lost)

    def highest(self, table: str) -> int | None:
        """The highest number a table is known to have had, by whatever still says it."""
        found: list[int] = []
        last = 'SELECT coalesce(max(rowid), 0) FROM "{}" INDEXED BY "{}"'
        named = [last.format(table, name) for name, _ in self._indexes(table)]
        noted = f"SELECT max(seq) FROM sqlite_sequence WHERE name = '{table}'"
        for sql in (f'SELECT max(rowid) FROM "{table}"', noted, *named):
            with suppress(IfsJournalError):
                found += [most for (most,) in self.run(sql) if isinstance(most, int)]
        return max(found, default=None)

    def _open(self) -> Connection:
        connection = connect(self.path, key=self.key)
        driver: Any = connection
        driver.text_factory = self._text
        # A list of tables that is itself in disorder is then read as far as it goes.
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def _text(self, raw: bytes) -> str:
        text = bytes(raw).decode("utf-8", "replace")
        self._letters_lost = self._letters_lost or "\ufffd" in text
        return text

    def _tables(self) -> dict[str, list[str]]:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        found: dict[str, list[str]] = {}
        with suppress(IfsJournalError):
            for (name,) in list(self._names(sql)):
                with suppress(IfsJournalError):
                    named = self.run("SELECT name FROM pragma_table_info(?)", (name,))
                    found[str(name)] = [str(column) for (column,) in named]
        if not found:
            raise NotAJournal(f"Nothing of a journal can be read at {self.path}.")
        return found

    def _names(self, sql: str) -> Iterator[Any]:
        with suppress(IfsJournalError):
            yield from self.run(sql)

    def _has_numbers(self, table: str) -> bool:
        sql = "SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'"
        return not any(without for (without,) in self.run(sql, (table,)))

    def _indexes(self, table: str) -> list[tuple[str, list[str]]]:
        found = []
        with suppress(IfsJournalError):
            whole = "SELECT name FROM pragma_index_list(?) WHERE NOT partial"
            for (name,) in list(self.run(whole, (table,))):
                columns = "SELECT name FROM pragma_index_info(?) ORDER BY seqno"
                found.append((str(name), [str(one) for (one,) in self.run(columns, (name,))]))
        return found

    def _unnumbered(self, table: str, lost: list[Span]) -> Iterator[RowRead]:
        """A table whose rows have no numbers: from its beginning, and from its end, as far as each goes."""
        columns = self.tables[table]
        sql = f'SELECT 0, {", ".join(columns)} FROM "{table}"'
        key = "SELECT name FROM pragma_table_info(?) WHERE pk ORDER BY pk"
        met: set[tuple[Any, ...]] = set()
        try:
            for one in self.read(sql, columns):
                met.add(tuple(one.values.values()))
                yield one
        except IfsJournalError:
            lost.append((0, 0))
            order = ", ".join(f"{name} DESC" for (name,) in self.run(key, (table,)))
            with suppress(IfsJournalError):
                for one in self.read(f"{sql} ORDER BY {order}", columns):
                    if tuple(one.values.values()) not in met:
                        yield one


def _spans(numbers: Sequence[int]) -> list[Span]:
    spans: list[Span] = []
    for number in numbers:
        if spans and spans[-1][1] + 1 >= number:
            spans[-1] = (spans[-1][0], number)
        else:
            spans.append((number, number))
    return spans


class _Numbered:
    """One table whose rows are numbered."""

    def __init__(self, torn: Torn, table: str, lost: list[Span]) -> None:
        self.torn = torn
        self.lost = lost
        self.table = table
        self.columns = torn.tables[table]
        self.sql = f'SELECT rowid, {", ".join(self.columns)} FROM "{table}" NOT INDEXED'
        self.tries = 0

    def rows(self) -> Iterator[RowRead]:
        last: int | None = None
        try:
            for one in self.torn.read(f"{self.sql} ORDER BY rowid", self.columns):
                last = one.number
                yield one
            return
        except IfsJournalError:
            pass
        begin = 1 if last is None else last + 1
        end: int | None = None
        try:
            for one in self.torn.read(
                f"{self.sql} WHERE rowid >= ? ORDER BY rowid DESC", self.columns, (begin,)
            ):
                end = one.number
                yield one
            return
        except IfsJournalError:
            pass
        if end is None:
            most = self.torn.highest(self.table)
            end = (begin + BEYOND if most is None else most) + 1
        yield from self._between(begin, end - 1)

    def _between(self, begin: int, end: int) -> Iterator[RowRead]:
        waiting: list[Span] = [(begin, end)]
        sql = f"{self.sql} WHERE rowid BETWEEN ? AND ? ORDER BY rowid"
        while waiting:
            low, high = waiting.pop()
            if low > high:
                continue
            if self.tries >= MOST_TRIES:
                self._give_up(low, high)
                continue
            last = low - 1
            try:
                for one in self.torn.read(sql, self.columns, (low, high)):
                    last = one.number
                    yield one
            except IfsJournalError:
                self.tries += 1
                if last >= low:
                    waiting.append((last + 1, high))
                elif low == high:
                    self._give_up(low, high)
                else:
                    middle = (low + high) // 2
                    waiting += [(middle + 1, high), (low, middle)]

    def _give_up(self, low: int, high: int) -> None:
        if self.lost and self.lost[-1][1] + 1 == low:
            low = self.lost.pop()[0]
        self.lost.append((low, high))
