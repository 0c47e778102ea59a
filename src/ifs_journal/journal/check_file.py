"""Is the file whole? Its pages, its schema, its keys, its indexes of words. Reads only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache

from ifs_journal.errors import NotAJournal
from ifs_journal.journal.check_trouble import Progress, Trouble, What, nobody, trouble
from ifs_journal.journal.driver import Connection, in_memory
from ifs_journal.journal.source import rows

MOST = 1000
"""How many complaints the file's own check gives, at most."""

_OF_AN_INDEX = re.compile(r"(?:missing from index|entries in index|entry in index) (\w+)")
_OF_A_ROW = re.compile(r"(?:constraint failed in|value in) (\w+)")
_OF_WORDS = re.compile(r"inverted index for FTS5 table main\.(\w+)")

Described = Mapping[tuple[str, str], str]
"""A schema: what makes each thing, by its type and name."""


def check_pages(connection: Connection, *, keyed: bool) -> list[Trouble]:
    """What the file's own checks find. `keyed`: it is encrypted, and each page is held against its seal."""
    found: Counter[tuple[What, str]] = Counter()
    if keyed:
        found[What.DAMAGED, ""] = sum(1 for _ in rows(connection, "PRAGMA cipher_integrity_check"))
    try:
        for (message,) in rows(connection, f"PRAGMA integrity_check({MOST})"):
            if message != "ok":
                found[_kind(str(message))] += 1
    except NotAJournal:
        found.update(_by_table(connection) or {(What.DAMAGED, ""): 1})
    return [
        Trouble(what, where, count, mendable=what in (What.INDEX, What.WORDS))
        for (what, where), count in found.items()
        if count
    ]


def _by_table(connection: Connection) -> Counter[tuple[What, str]]:
    """Where the check of the whole breaks, table by table: an index of words alone can be made anew."""
    found: Counter[tuple[What, str]] = Counter()
    sql = "SELECT name, sql LIKE 'CREATE VIRTUAL%' FROM sqlite_schema WHERE type = 'table'"
    for name, virtual in list(rows(connection, sql)):
        try:
            for (message,) in rows(connection, f"PRAGMA integrity_check('{name}')"):
                if message != "ok":
                    found[_kind(str(message))] += 1
        except NotAJournal:
            found[(What.WORDS, str(name)) if virtual else (What.DAMAGED, "")] += 1
    return found


def _kind(message: str) -> tuple[What, str]:
    for what, form in ((What.INDEX, _OF_AN_INDEX), (What.RECORD, _OF_A_ROW), (What.WORDS, _OF_WORDS)):
        met = form.search(message)
        if met is not None:
            return what, met.group(1)
    return What.DAMAGED, ""


def schema(connection: Connection) -> Described:
    """The schema of a file, without what the driver adds by itself."""
    sql = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"
    return {(str(kind), str(name)): str(made) for kind, name, made in rows(connection, sql)}


@cache
def newest_schema() -> Described:
    """The schema this version makes."""
    from ifs_journal.journal.schema import migrate

    connection = in_memory()
    try:
        migrate(connection)
        return schema(connection)
    finally:
        connection.close()


def check_schema(connection: Connection) -> list[Trouble]:
    """Where the schema is not the one this version makes. What is more is a person's own; triggers never."""
    here, wanted = schema(connection), newest_schema()
    found = [
        Trouble(What.SCHEMA, name, 1, mendable=kind != "table")
        for (kind, name), made in wanted.items()
        if here.get((kind, name)) != made
    ]
    more = [name for kind, name in here if kind == "trigger" and (kind, name) not in wanted]
    return [*found, *(Trouble(What.SCHEMA, name, 1) for name in more)]


def check_references(connection: Connection) -> list[Trouble]:
    """Rows that name others that are not there."""
    met: dict[str, list[int]] = {}
    for table, rowid, _, _ in rows(connection, "PRAGMA foreign_key_check"):
        met.setdefault(str(table), []).append(0 if rowid is None else int(rowid))
    return [
        one
        for table, numbers in met.items()
        for one in trouble(What.REFERENCE, table, dict.fromkeys(numbers), mendable=table != "correction")
    ]


_UNSEEN = "SELECT place FROM {view} WHERE NOT EXISTS (SELECT 1 FROM {index}_docsize d WHERE d.id = place)"


def check_words(connection: Connection, progress: Progress = nobody) -> list[Trouble]:
    """Whether every text is found by its words, and no more is found than there is."""
    return [
        *_check_index(connection, "words", "searchable", progress),
        *_check_index(connection, "words_unspaced", "searchable_unspaced", progress),
    ]


def _check_index(connection: Connection, index: str, view: str, progress: Progress) -> list[Trouble]:
    unseen = trouble(
        What.WORDS, index, (place for (place,) in rows(connection, _UNSEEN.format(view=view, index=index)))
    )
    held, there = next(
        rows(connection, f"SELECT (SELECT count(*) FROM {index}_docsize), (SELECT count(*) FROM {view})")
    )
    if unseen or held != there:
        return unseen or [Trouble(What.WORDS, index, abs(int(held) - int(there)))]
    return trouble(What.WORDS, index, _not_found(connection, index, view, int(there), progress))


def _not_found(
    connection: Connection, index: str, view: str, there: int, progress: Progress
) -> Iterator[int]:
    """The places of texts that are not found by the longest of their words."""
    from ifs_journal.journal.words import sought

    by_word = f"SELECT 1 FROM {index} WHERE {index} MATCH ? AND rowid = ?"
    for done, (place, text) in enumerate(rows(connection, f"SELECT place, text FROM {view}")):
        if done % 1000 == 0:
            progress("words", done, there)
        looked_for = sought(str(text))
        asked = [one.asked for one in looked_for.terms] if index == "words" else _quoted(looked_for.long_runs)
        if asked and connection.execute(by_word, (max(asked, key=len), place)).fetchone() is None:
            yield int(place)


def _quoted(runs: tuple[str, ...]) -> list[str]:
    return ['"' + run.replace('"', '""') + '"' for run in runs]
