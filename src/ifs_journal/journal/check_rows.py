"""Do the rows belong together? What follows from no answer, what nobody uses, what goes round in a circle.

Looking reads only. Putting right writes into whatever it is given, and is given a copy.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ifs_journal.journal.change import OF_AN_ANSWER
from ifs_journal.journal.check_adopt import adopt
from ifs_journal.journal.check_file import check_references, newest_schema, schema
from ifs_journal.journal.check_tidied import check_tidied, mend_tidied
from ifs_journal.journal.check_trouble import Progress, Trouble, What, nobody, trouble
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import rows

_STRAY = (
    "FROM {table} WHERE answer_seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM answer a "
    "WHERE a.session_id = {table}.session_id AND a.seq = {table}.answer_seq)"
)
_UNUSED = "FROM bundle WHERE NOT EXISTS (SELECT 1 FROM session s WHERE s.bundle = bundle.hash)"
_CIRCLES = (("session", "parent_session"), ("rupture", "continues_id"))
_CIRCLE = (
    "WITH RECURSIVE up(start, here) AS (SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL "
    "UNION SELECT start, t.{column} FROM up JOIN {table} t ON t.id = up.here WHERE t.{column} IS NOT NULL) "
    "SELECT t.rowid FROM up JOIN {table} t ON t.id = up.start WHERE up.here = up.start"
)
_REUSED = "SELECT max(number) FROM {table}"


def check_rows(connection: Connection, progress: Progress = nobody) -> list[Trouble]:
    """What does not belong to anything, or to itself."""
    found: list[Trouble] = []
    for done, table in enumerate(OF_AN_ANSWER):
        progress("rows", done, len(OF_AN_ANSWER))
        stray = f"SELECT rowid {_STRAY.format(table=table)}"
        found += trouble(What.STRAY, table, _numbers(connection, stray))
    found += trouble(What.UNUSED, "bundle", _numbers(connection, f"SELECT rowid {_UNUSED}"))
    for table, column in _CIRCLES:
        circle = _CIRCLE.format(table=table, column=column)
        found += trouble(What.CIRCLE, table, _numbers(connection, circle))
    found += check_tidied(connection)
    for table, most, _ in _numbered_too_low(connection):
        found.append(Trouble(What.NUMBERS, table, 1, (most,)))
    return found


def mend_rows(connection: Connection) -> None:
    """Put right what follows from the rest: indexes, triggers, views, words, rows that belong to nothing.

    In the caller's transaction, with foreign keys off. What a person wrote is never removed by it: a row that
    follows from an answer can be drawn from the answers again.
    """
    from ifs_journal.journal.schema_search import words_anew

    _mend_schema(connection)
    connection.execute("REINDEX")
    # Before any row is touched: the triggers of a row write into the indexes of words.
    words_anew(connection)
    adopt(connection)
    for table in OF_AN_ANSWER:
        connection.execute(f"DELETE {_STRAY.format(table=table)}")
    for table, column in _CIRCLES:
        which = f"rowid IN ({_CIRCLE.format(table=table, column=column)})"
        connection.execute(f"UPDATE {table} SET {column} = NULL WHERE {which}")
    _mend_references(connection)
    mend_tidied(connection)
    connection.execute(f"DELETE {_UNUSED}")
    for table, most, known in list(_numbered_too_low(connection)):
        sql = "UPDATE sqlite_sequence SET seq = ?1 WHERE name = ?2"
        if not known:
            sql = "INSERT INTO sqlite_sequence (seq, name) VALUES (?1, ?2)"
        connection.execute(sql, (most, table))


def _mend_schema(connection: Connection) -> None:
    here, wanted = schema(connection), newest_schema()
    for (kind, name), made in here.items():
        unlike = wanted.get((kind, name)) not in (None, made)
        if (kind in ("index", "trigger", "view") and unlike) or _is_strange(kind, name, wanted):
            connection.execute(f'DROP {kind} "{name}"')
    here = schema(connection)
    # Views first: a trigger may speak of one.
    for (kind, name), made in sorted(wanted.items(), key=lambda one: one[0][0] != "view"):
        if (kind, name) not in here and kind in ("index", "trigger", "view"):
            connection.execute(made)


def _is_strange(kind: str, name: str, wanted: Any) -> bool:
    return kind == "trigger" and (kind, name) not in wanted


def _mend_references(connection: Connection) -> None:
    """Let a row that names what is gone name nothing; take it out where it is about nothing else.

    What a person wrote is left as it is, and stays reported.
    """
    tables = {one.where for one in check_references(connection)}
    names = {table: _columns(connection, table) for table in tables}
    for table, rowid, parent, key in connection.execute("PRAGMA foreign_key_check").fetchall():
        columns = [name for number, name in _keys(connection, table) if number == key]
        if rowid is None:
            gone = f"{columns[0]} NOT IN (SELECT id FROM {parent})"
            connection.execute(f"DELETE FROM {table} WHERE {gone}")
        elif len(columns) == 1 and not names[table][columns[0]]:
            connection.execute(f"UPDATE {table} SET {columns[0]} = NULL WHERE rowid = ?", (rowid,))
        elif table in OF_AN_ANSWER and "session_id" not in columns:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))


def _columns(connection: Connection, table: str) -> dict[str, bool]:
    """The columns of a table, and whether each has to hold something."""
    sql = 'SELECT name, "notnull" FROM pragma_table_info(?)'
    return {str(name): bool(needed) for name, needed in rows(connection, sql, (table,))}


def _keys(connection: Connection, table: str) -> list[tuple[int, str]]:
    return list(rows(connection, 'SELECT id, "from" FROM pragma_foreign_key_list(?)', (table,)))


def _numbers(connection: Connection, sql: str) -> Iterator[int]:
    return (int(number) for (number,) in rows(connection, sql))


def _numbered_too_low(connection: Connection) -> Iterator[tuple[str, int, bool]]:
    """Tables whose next short number was given before: the highest there is, and whether one is noted."""
    noted = dict(rows(connection, "SELECT name, seq FROM sqlite_sequence"))
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
    for (table,) in list(rows(connection, sql)):
        ((most,),) = rows(connection, _REUSED.format(table=table))
        if most is not None and most > (noted.get(table) or 0):
            yield str(table), int(most), table in noted
