"""Reading filters that were given a name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import name_key

_SHOWN = 9
_OWNERS = {"part": "part", "person": "person"}


class SavedFilter(NamedTuple):
    """A filter by its name. `options` hold days in words; parts and people by id, tags by key."""

    id: str
    name: str
    options: Mapping[str, Any]
    part: str | None = None
    """The name its part has now."""
    person: str | None = None


_FILTER = """
SELECT f.id, f.name, f.options,
    (SELECT name FROM part WHERE id = json_extract(f.options, '$.part')),
    (SELECT name FROM person WHERE id = json_extract(f.options, '$.person'))
FROM saved_filter f
"""


def saved_filters(source: Source) -> list[SavedFilter]:
    """All of them, by name."""
    return [_saved(row) for row in rows(source, f"{_FILTER} ORDER BY f.name_key")]


def saved_filter(source: Source, name: str) -> SavedFilter:
    """The one of this name, or whose name begins so. Raises NotFound, Ambiguous."""
    key = name_key(name)
    found = first(source, f"{_FILTER} WHERE f.name_key = ?", (key,))
    if found is not None:
        return _saved(found)
    sql = f"{_FILTER} WHERE ?1 <> '' AND substr(f.name_key, 1, length(?1)) = ?1 ORDER BY f.name_key LIMIT ?2"
    fitting = [_saved(row) for row in rows(source, sql, (key, _SHOWN + 1))]
    if not fitting:
        raise NotFound("No filter is saved under that name. To see them: ifs filters list")
    if len(fitting) > 1:
        raise Ambiguous(f"That fits more than one: {', '.join(one.name for one in fitting[:_SHOWN])}.")
    return fitting[0]


def still_there(source: Source, what: str, id_: str) -> bool:
    """Whether a `part` or a `person` of this id is in the journal."""
    return first(source, f"SELECT 1 FROM {_OWNERS[what]} WHERE id = ?", (id_,)) is not None


def _saved(row: Any) -> SavedFilter:
    id_, name, options, part, person = row
    found = from_json(options)
    return SavedFilter(id_, name, found if isinstance(found, dict) else {}, part, person)
