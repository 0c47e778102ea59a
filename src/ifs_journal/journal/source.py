"""What the reading side reads from: an open journal, or a bare connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from ifs_journal.journal.driver import Connection, Cursor, translated


class HasConnection(Protocol):
    """An open `Journal`, as far as reading needs it."""

    path: Path

    @property
    def connection(self) -> Connection:
        """The open connection."""


Source = HasConnection | Connection


def rows(source: Source, sql: str, parameters: Sequence[Any] = ()) -> Iterator[Any]:
    """The rows of a query, one by one, with the driver's exceptions translated."""
    connection, path = _parts_of(source)
    with translated(path):
        cursor: Cursor = connection.execute(sql, parameters)
        yield from cursor


def first(source: Source, sql: str, parameters: Sequence[Any] = ()) -> Any:
    """The first row of a query, or None."""
    return next(rows(source, sql, parameters), None)


def _parts_of(source: Source) -> tuple[Connection, Path | None]:
    held: Any = source
    return getattr(held, "connection", held), getattr(held, "path", None)
