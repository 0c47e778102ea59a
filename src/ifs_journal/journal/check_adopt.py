"""Answers whose session is gone, and parts or people whose row is gone but whom other rows still name.

Nothing a person wrote is thrown away because the row it hangs on was lost: a session is made again as a
partial entry from what its answers say, a name from an answer in which it was given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ifs_journal.journal.change import NAMED, OF_AN_ANSWER, is_buried
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import first, rows
from ifs_journal.terms import name_key

UNKNOWN_WORDS = '{"gates":{},"language":"en","root":"","scripts":{}}'
"""Kept in the place of a session's words that are lost. Protocol 0: nobody can go on with it."""
UNNAMED = "…"
_BY_HAND = {
    "part": (
        *(("part_alias", "part_id"), ("part_label", "part_id"), ("note", "part_id")),
        *(("bond", "part_id"), ("bond", "other_id"), ("tidying", "part_id"), ("tidying", "other_id")),
    ),
    "person": (),
}
_OWN = {"answer": "at", "draft": "at", "note": "at", "tag": "at"}
"""What a person wrote in a session or put on it, and the column of its time."""

Known = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""What is known otherwise of rows that are gone: by table and id, the columns that are known."""


def adopt(connection: Connection, known: Known | None = None, *, every: bool = False) -> dict[str, int]:
    """Make again what rows hang on, in the caller's transaction. Gives how many of each table were made.

    With `every`, a session is made again for the sake of any row; else for what a person wrote.
    """
    known = known or {}
    unknown = "SELECT DISTINCT bundle, 0, ? FROM session WHERE bundle NOT IN (SELECT hash FROM bundle)"
    connection.execute(f"INSERT INTO bundle (hash, protocol, body) {unknown}", (UNKNOWN_WORDS,))
    made = {"session": 0, "part": 0, "person": 0}
    hanging = {**_OWN, **({table: _at(table) for table in OF_AN_ANSWER} if every else {})}
    for session_id, began, ended in list(rows(connection, _lost_sessions(hanging))):
        if is_buried(connection, str(session_id)):
            continue
        _session(connection, str(session_id), began, ended, known.get("session", {}))
        made["session"] += 1
    for table in NAMED:
        for (id_,) in list(rows(connection, _lost_names(table))):
            made[table] += _named(connection, table, str(id_), known.get(table, {}))
    return made


def _at(table: str) -> str:
    return "at" if "at" in COLUMNS[table] else "seen_at"


def keep_strays(connection: Connection) -> int:
    """Let each row that follows from a lost answer follow from one whose words are not kept. Gives how many.

    What such a row says may be all that is left of it. In the caller's transaction, and after `adopt`.
    """
    made = 0
    for table in OF_AN_ANSWER:
        sql = (
            f"SELECT r.session_id, r.answer_seq, min(r.{_at(table)}), s.script FROM {table} r "
            "JOIN session s ON s.id = r.session_id WHERE r.answer_seq IS NOT NULL AND NOT EXISTS ("
            "SELECT 1 FROM answer a WHERE a.session_id = r.session_id AND a.seq = r.answer_seq) "
            "GROUP BY r.session_id, r.answer_seq"
        )
        for session_id, seq, when, script in list(rows(connection, sql)):
            connection.execute(
                "INSERT INTO answer (id, session_id, seq, address, kind, at, quotes) "
                "VALUES (?, ?, ?, ?, 'off', ?, '{}')",
                (answer_id(session_id, seq), session_id, seq, f"{script}/lost:{seq}", when),
            )
            made += 1
    return made


def _lost_sessions(hanging: Mapping[str, str]) -> str:
    """The sessions that are gone and what hangs on them: their ids, and the first and last time there is."""
    named = [f"SELECT session_id, {at} AS at FROM {table}" for table, at in hanging.items()]
    return (
        f"SELECT session_id, min(at), max(at) FROM ({' UNION ALL '.join(named)}) "
        "WHERE session_id IS NOT NULL AND session_id NOT IN (SELECT id FROM session) GROUP BY session_id"
    )


def _lost_names(table: str) -> str:
    naming = [(user, column) for user, column, _ in NAMED[table]] + list(_BY_HAND[table])
    every = " UNION ALL ".join(f"SELECT {column} AS named FROM {user}" for user, column in naming)
    return (
        f"SELECT DISTINCT named FROM ({every}) WHERE named IS NOT NULL "
        f"AND named NOT IN (SELECT id FROM {table})"
    )


def _session(
    connection: Connection, session_id: str, began: str, ended: str, known: Mapping[str, Mapping[str, Any]]
) -> None:
    """A session from what is left of it: when things were said, and by which script."""
    sql = "SELECT address FROM answer WHERE session_id = ? ORDER BY seq LIMIT 1"
    (address,) = first(connection, sql, (session_id,)) or ("",)
    (seqs,) = first(
        connection, "SELECT coalesce(max(seq), 1) FROM answer WHERE session_id = ?", (session_id,)
    )
    have = known.get(session_id, {})
    script = str(have.get("script") or str(address).partition("/")[0] or "lost")
    bundle, title = _words_of(connection, script, have.get("bundle"))
    values = {
        "id": session_id,
        "script": script,
        "script_version": 1,
        "title": title,
        "language": "en",
        "wording": "ifs",
        "bundle": bundle,
        "started_at": have.get("started_at") or began,
        "zone": "UTC",
        "utc_offset": 0,
        "local_day": have.get("local_day") or str(began)[:10],
        "updated_at": ended,
        "ended_at": ended,
        "end_reason": "partial",
        "reached": address or script,
        "revision": seqs,
    } | ({"number": have["number"]} if "number" in have else {})
    _insert(connection, "session", values)


def _words_of(connection: Connection, script: str, known: Any) -> tuple[str, str]:
    """The bundle a session began under and its title: the one known, else the newest of that script."""
    sql = "SELECT hash FROM bundle WHERE hash = ?"
    if known is None or first(connection, sql, (known,)) is None:
        sql = "SELECT bundle FROM session WHERE script = ? ORDER BY started_at DESC LIMIT 1"
        found = first(connection, sql, (script,))
        known = None if found is None else found[0]
    if known is None:
        known = "lost"
        connection.execute("INSERT OR IGNORE INTO bundle VALUES (?, 0, ?)", (known, UNKNOWN_WORDS))
    sql = "SELECT title FROM session WHERE script = ? ORDER BY started_at DESC LIMIT 1"
    found = first(connection, sql, (script,))
    return str(known), str(found[0]) if found is not None else script


def _named(connection: Connection, table: str, id_: str, known: Mapping[str, Mapping[str, Any]]) -> int:
    """A part or a person by the name an answer gives. Not one that was removed for good."""
    if is_buried(connection, id_):
        return 0
    have = known.get(id_, {})
    name, at, session_id = _name_of(connection, id_)
    name = name or have.get("name_key")
    if name is None and not _is_needed(connection, table, id_):
        return 0
    values = {
        "id": id_,
        "name": name or UNNAMED,
        "name_key": name_key(name or UNNAMED),
        "created_at": at or first(connection, "SELECT strftime('%Y-%m-%dT%H:%M:%S+00:00', 'now')")[0],
        "first_session": session_id,
        "named_in": session_id,
    } | ({"number": have["number"]} if "number" in have else {})
    _insert(connection, table, values)
    return 1


def _name_of(connection: Connection, id_: str) -> tuple[str | None, str | None, str | None]:
    sql = "SELECT value, at, session_id FROM answer WHERE instr(value, ?) > 0 ORDER BY at, seq"
    for value, at, session_id in rows(connection, sql, (id_,)):
        decoded = json.loads(value)
        for one in decoded if isinstance(decoded, list) else [decoded]:
            if isinstance(one, dict) and one.get("id") == id_ and isinstance(one.get("name"), str):
                return one["name"], str(at), str(session_id)
    return None, None, None


def _is_needed(connection: Connection, table: str, id_: str) -> bool:
    """Whether something a person wrote by hand hangs on it."""
    by_hand = [f"SELECT 1 FROM {user} WHERE {column} = ?1" for user, column in _BY_HAND[table]]
    if table == "part":
        by_hand.append("SELECT 1 FROM part_fact WHERE part_id = ?1 AND answer_seq IS NULL")
    return any(first(connection, sql, (id_,)) is not None for sql in by_hand)


def _insert(connection: Connection, table: str, values: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(values))
    connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", list(values.values()))
