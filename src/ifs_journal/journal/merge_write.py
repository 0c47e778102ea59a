"""Writing what a merge came to: row by row, and only where something differs.

Runs inside the caller's transaction, with foreign keys deferred. A row that is the same already is not
touched, so that merging again changes nothing at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from ifs_journal.journal.change import OF_AN_ANSWER, OF_ANOTHER, apply, drop_forgotten
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import Item, correction_id
from ifs_journal.journal.merge_read import Copy, Record, changes, records, typed_columns
from ifs_journal.journal.merge_told import Merged
from ifs_journal.journal.merge_versions import Version
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import rows
from ifs_journal.journal.wipe import mark
from ifs_journal.terms import Difference, Row

MOVING = "~"
"""Ends an id while several sessions exchange theirs."""

_OF_A_SESSION = (*OF_AN_ANSWER, "answer", "taken_back", "correction", "draft", "note", "tag")


def insert(connection: Connection, table: str, values: Record, number: int | None = None) -> int:
    """Insert a row. It keeps its number if none so high was ever used here; else it takes the next free one.

    Gives the number.
    """
    if number is not None:
        used = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        if used is None or number > used[0]:
            values = {"number": number, **values}
    marks = ", ".join("?" * len(values))
    done = connection.execute(
        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values())
    )
    return done.lastrowid


def update(connection: Connection, table: str, key: Record, values: Record) -> None:
    """Change the columns of the row with this key."""
    where = " AND ".join(f"{name} = ?" for name in key)
    assignments = ", ".join(f"{name} = ?" for name in values)
    parameters = [*values.values(), *key.values()]
    connection.execute(f"UPDATE {table} SET {assignments} WHERE {where}", parameters)


def exchange(
    connection: Connection,
    table: str,
    key: tuple[str, ...],
    before: Iterable[Record],
    after: Iterable[Record],
    found: Merged,
) -> None:
    """Make the rows `before` of a table into the rows `after`, and note in `found` if anything changed."""

    def keyed(its: Iterable[Record]) -> dict[tuple[object, ...], Record]:
        return {tuple(row[name] for name in key): row for row in its}

    old, new = keyed(before), keyed(after)
    for which in old.keys() - new.keys():
        where = " AND ".join(f"{name} = ?" for name in key)
        connection.execute(f"DELETE FROM {table} WHERE {where}", which)
    for which, row in new.items():
        if which not in old:
            insert(connection, table, row)
        elif old[which] != row:
            update(connection, table, {name: row[name] for name in key}, row)
    if old != new:
        found.touch(rewritten=any(new.get(which) != row for which, row in old.items()))


def write_version(
    connection: Connection, version: Version, here: Copy | None, there: Iterable[Copy], found: Merged
) -> int | None:
    """Make a session here what the version says. Gives its number where it changed, or None.

    `here` is this journal's own copy, under the version's id already. The typed rows are another step.
    """
    id_ = version.id
    before = None if here is None else _tables(here, id_)
    after = _tables(version, id_)
    if before == after and here is not None and here.session == version.session:
        return None
    others = sorted(there, key=lambda one: one.number)
    revision = 1 + max(one.revision for one in (*others, *([] if here is None else [here])))
    if here is None:
        values = {"id": id_, **version.session, "revision": revision}
        number = insert(connection, "session", values, others[0].number if others else None)
    else:
        number = here.number
        update(connection, "session", {"id": id_}, {**version.session, "revision": revision})
    for table, key in (
        # An index of words asks the answer when a correction comes, so the answer comes first.
        ("answer", ("seq",)),
        ("taken_back", ("seq", "at")),
        ("correction", ("id",)),
        ("draft", ()),
    ):
        own = key if table == "correction" else ("session_id", *key)
        exchange(connection, table, own, (before or {}).get(table, []), after[table], found)
    return number


def _tables(one: Copy | Version, id_: str) -> dict[str, list[Record]]:
    return {
        "answer": [
            {"id": answer_id(id_, item.seq), "session_id": id_, "seq": item.seq, "at": item.at, **values}
            for item, values in sorted(one.answers.items(), key=lambda pair: pair[0].seq)
        ],
        "taken_back": [
            {"session_id": id_, "revision": revision, "seq": item.seq, "at": item.at}
            for item, revision in sorted(one.back.items())
        ],
        "correction": [
            {"session_id": id_, "answer_seq": item.seq, **values}
            for item, found in sorted(one.corrections.items())
            for values in sorted(found, key=lambda each: (each["at"], each["id"]))
        ],
        "draft": [] if one.draft is None else [{"session_id": id_, **one.draft}],
    }


def write_typed(connection: Connection, version: Version, found: Merged) -> None:
    """The typed rows of a session whose log can't be walked, as its copies had them."""
    for table, its in version.typed.items():
        before = records(connection, table, typed_columns(table), "WHERE session_id = ?", version.id)
        exchange(connection, table, ("id",), list(before), its, found)


def rename_sessions(connection: Connection, names: Mapping[str, str], row_ids: Mapping[str, str]) -> None:
    """Give sessions other ids, and all that is theirs. `row_ids` says how typed rows are called then."""
    for old, new in names.items():
        _rename(connection, old, new + MOVING)
    for new in names.values():
        _rename(connection, new + MOVING, new)
    for new in names.values():
        _rename_log(connection, new)
        for table in OF_AN_ANSWER:
            for row in list(records(connection, table, ("id",), "WHERE session_id = ?", new)):
                id_ = row_ids.get(row["id"]) or str(uuid5(UUID(new), row["id"]))
                update(connection, table, {"id": row["id"]}, {"id": id_})


def _rename(connection: Connection, old: str, new: str) -> None:
    connection.execute("UPDATE session SET id = ? WHERE id = ?", (new, old))
    connection.execute("UPDATE session SET parent_session = ? WHERE parent_session = ?", (new, old))
    for table in _OF_A_SESSION:
        connection.execute(f"UPDATE {table} SET session_id = ? WHERE session_id = ?", (new, old))
    for table in ("part", "person"):
        connection.execute(f"UPDATE {table} SET first_session = ? WHERE first_session = ?", (new, old))


def _rename_log(connection: Connection, session_id: str) -> None:
    """Give the answers of a session, and their corrections, the ids that follow from its own."""
    for row in list(records(connection, "answer", ("seq", "at"), "WHERE session_id = ?", session_id)):
        key = {"session_id": session_id, "seq": row["seq"]}
        update(connection, "answer", key, {"id": answer_id(session_id, row["seq"])})
        names = ("id", "at", "earlier_kept")
        rest = "WHERE session_id = ? AND answer_seq = ?"
        item = Item(row["at"], row["seq"])
        for one in list(records(connection, "correction", names, rest, session_id, row["seq"])):
            id_ = correction_id(session_id, item, one["at"], one["earlier_kept"])
            update(connection, "correction", {"id": one["id"]}, {"id": id_})


def rewrite_references(
    connection: Connection, ids: Mapping[str, str], reworded: Callable[[str], str]
) -> set[str]:
    """Let what sessions keep of earlier ones name them by their present ids. Gives the sessions changed."""
    touched: set[str] = set()
    for table, columns in COLUMNS.items():
        for column in columns & OF_ANOTHER.keys():
            for old, new in ids.items():
                sql = f"UPDATE {table} SET {column} = ? WHERE {column} = ?"
                connection.execute(sql, (new, old))
    sql = (
        'SELECT number, session_id, value FROM answer WHERE instr(value, \'"known":{"\') > 0 '
        'OR instr(value, \'"recall":{"\') > 0 OR instr(value, \'"about":{"\') > 0'
    )
    for number, session_id, value in connection.execute(sql).fetchall():
        new = reworded(value)
        if new != value:
            connection.execute("UPDATE answer SET value = ? WHERE number = ?", (new, number))
            touched.add(session_id)
    return touched


def put_rows(connection: Connection, session_id: str, wanted: Sequence[Row]) -> None:
    """Make a session's typed rows what its log gives. A part's labels are not the session's to set."""
    there = {(row.table, row.id) for row in wanted}
    extra = [
        Row(table, id_, {})
        for table in OF_AN_ANSWER
        for (id_,) in rows(connection, f"SELECT id FROM {table} WHERE session_id = ?", (session_id,))
        if (table, id_) not in there
    ]
    put = [
        row._replace(values={k: v for k, v in row.values.items() if k != "role"})
        if row.table == "part"
        else row
        for row in wanted
    ]
    apply(connection, session_id, Difference(tuple(put), tuple(extra)))


def settle(connection: Connection, found: Merged) -> None:
    """See that all references hold, and that what was removed leaves no trace."""
    for table in ("part", "person"):
        connection.execute(
            f"UPDATE {table} SET first_session = ({_NAMED_IN}) WHERE first_session IS NOT ({_NAMED_IN})"
        )
    connection.execute(
        "DELETE FROM mark WHERE subject = 'answer' AND subject_id NOT IN (SELECT id FROM answer)"
    )
    before = changes(connection)
    mend_references(connection)
    drop_forgotten(connection)
    if found.rewritten or changes(connection) != before:
        mark(connection, rebuild=True)
    unused = "SELECT hash FROM bundle WHERE hash NOT IN (SELECT bundle FROM session)"
    connection.execute(f"DELETE FROM bundle WHERE hash IN ({unused})")


_NAMED_IN = "SELECT s.id FROM session s WHERE s.id = named_in"


def mend_references(connection: Connection) -> None:
    """See that no row names what is not there: it goes, or names nothing, as after a removal."""
    for table, rowid, _, key in connection.execute("PRAGMA foreign_key_check").fetchall():
        listed = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        column, on_delete = next((one[3], one[6]) for one in listed if one[0] == key)
        if on_delete == "SET NULL":
            connection.execute(f"UPDATE {table} SET {column} = NULL WHERE rowid = ?", (rowid,))
        else:
            connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
