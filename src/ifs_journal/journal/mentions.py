"""Where a removed thing is still mentioned: sessions that quote another's words, answers that hold a name.

A question keeps its quotes open and they are filled in when it is read, so within a session nothing is left
to look for. What a session took over from an earlier one, and names that stand in answers, are found here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ifs_journal.journal.change import OF_AN_ANSWER, encoded, to_json
from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.source import Source, rows
from ifs_journal.terms import name_key

REMOVED = "…"
"""Stands where a removed name or quote stood."""

UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_STILL_SAID = (
    "SELECT 1 FROM answer WHERE session_id = ? AND value = ?",
    "SELECT 1 FROM correction WHERE session_id = ? AND value = ?",
)


class Quoting(NamedTuple):
    """A session that quotes something of another: its id, its short number, the ids of what it quotes."""

    session_id: str
    number: int
    quoted: frozenset[str]


def quoting(source: Source, ids: frozenset[str], but: str) -> list[Quoting]:
    """The sessions that quote an answer or a row with one of these ids, except the session `but`."""
    sql = (
        "SELECT s.id, s.number, a.value FROM answer a JOIN session s ON s.id = a.session_id "
        "WHERE ((a.seq = 1 AND a.kind = 'command' AND instr(a.value, '\"known\":{\"') > 0) "
        'OR instr(a.value, \'"recall":{"\') > 0) AND s.id <> ? ORDER BY s.number, a.seq'
    )
    found = []
    for session_id, number, value in rows(source, sql, (but,)):
        decoded = from_json(value)
        known = decoded.get("known") or decoded.get("recall")
        held = frozenset(_texts(known)) & ids
        if held:
            found.append(Quoting(session_id, number, held))
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)


def ids_and_words(source: Source, session_id: str, seq: int | None = None) -> dict[str, str]:
    """What others may quote of a session, or of one of its answers: ids and the words they stand for."""
    only = "" if seq is None else " AND {} = ?2"
    which = [session_id] if seq is None else [session_id, seq]
    found: dict[str, str] = {}
    answers = "SELECT id, value FROM answer WHERE session_id = ?1 AND value IS NOT NULL"
    for id_, value in rows(source, answers + only.format("seq"), which):
        decoded = from_json(value)
        if isinstance(decoded, str):
            found[id_] = decoded
    corrected = (
        "SELECT a.id, c.value FROM correction c JOIN answer a ON a.session_id = c.session_id "
        "AND a.seq = c.answer_seq WHERE c.session_id = ?1 AND c.value IS NOT NULL"
    )
    for id_, value in rows(source, corrected + only.format("c.answer_seq") + " ORDER BY c.number", which):
        decoded = from_json(value)
        if isinstance(decoded, str):
            found[id_] = decoded
    for table, column in (("statement", "body"), ("agreement", "text"), ("trailhead", "noticed")):
        sql = f"SELECT id, {column} FROM {table} WHERE session_id = ?1 AND {column} IS NOT NULL"
        found.update(rows(source, sql + only.format("answer_seq"), which))
    return found


def unquote(connection: Connection, words: Mapping[str, str], but: str) -> None:
    """Put "…" in the place of words that other sessions took over into their questions."""
    for one in quoting(connection, frozenset(words), but):
        for id_ in one.quoted:
            _replace_in_prompts(connection, one.session_id, words[id_])


def without_words(prompt: str, words: str) -> str:
    """A question with "…" in the place of words it quotes."""
    return re.sub(rf"(?<!\w){re.escape(words)}(?!\w)", REMOVED, prompt) if words.strip() else prompt


def _replace_in_prompts(connection: Connection, session_id: str, words: str) -> None:
    if not words.strip():
        return
    sql = "SELECT number, prompt FROM answer WHERE session_id = ? AND instr(prompt, ?) > 0"
    for number, prompt in connection.execute(sql, (session_id, words)).fetchall():
        new = without_words(prompt, words)
        connection.execute("UPDATE answer SET prompt = ? WHERE number = ?", (new, number))


def forget_words(connection: Connection, session_id: str, old: str, new: str | None = None) -> None:
    """In a session's typed rows, put `new` where exactly the words `old` stand. None: they go.

    A row that cannot do without them goes too. Where another answer still says the same, nothing changes.
    """
    said = (session_id, to_json(old))
    if any(connection.execute(sql, said).fetchone() for sql in _STILL_SAID):
        return
    for table in OF_AN_ANSWER:
        described = connection.execute('SELECT name, type, "notnull" FROM pragma_table_info(?)', (table,))
        for column, kind, needed in described.fetchall():
            if kind != "TEXT" or column in ("id", "session_id", "at"):
                continue
            which = (session_id, old)
            if new is None and needed:
                connection.execute(f"DELETE FROM {table} WHERE session_id = ? AND {column} = ?", which)
            else:
                sql = f"UPDATE {table} SET {column} = ? WHERE session_id = ? AND {column} = ?"
                connection.execute(sql, (new, *which))


def forget_copies(connection: Connection, session_id: str, seq: int | None = None) -> None:
    """Remove what other parts began with that was first said in a session, or in one of its answers.

    A part that was split off began with copies; each is known by saying the same at the very same time.
    """
    only = "" if seq is None else " AND o.answer_seq = ?2"
    connection.execute(
        "DELETE FROM part_fact WHERE session_id IS NULL AND EXISTS (SELECT 1 FROM part_fact o "
        f"WHERE o.session_id = ?1{only} AND o.part_id <> part_fact.part_id AND o.field = part_fact.field "
        "AND o.at = part_fact.at AND o.said_by = part_fact.said_by AND o.value IS part_fact.value "
        "AND o.number_value IS part_fact.number_value)",
        [session_id] if seq is None else [session_id, seq],
    )


def blank_name(connection: Connection, thing_id: str) -> list[str]:
    """Put "…" in the place of a part's or a person's name in every answer that holds it by its id.

    Gives the ids of the sessions touched.
    """
    touched: list[str] = []
    for table in ("answer", "correction"):
        sql = f"SELECT number, session_id, value FROM {table} WHERE instr(value, ?) > 0"
        for number, session_id, value in connection.execute(sql, (thing_id,)).fetchall():
            new = encoded(blanked(from_json(value), thing_id))
            if new == value:
                continue
            connection.execute(f"UPDATE {table} SET value = ? WHERE number = ?", (new, number))
            touched.append(session_id)
    return list(dict.fromkeys(touched))


def _is_name(value: Any, name: str) -> bool:
    return isinstance(value, str) and name_key(value) == name_key(name)


def without_names(value: str, gone: Mapping[str, object]) -> str:
    """An answer's value, in JSON, without the names of the parts and people of `gone`, which is by id."""
    if gone and '"id":' in value:
        for id_ in {one for one in UUIDS.findall(value) if one in gone}:
            value = encoded(blanked(from_json(value), id_)) or value
    return value


def blanked(value: Any, thing_id: str) -> Any:
    """An answer's value without the name of the part or person with this id."""
    if isinstance(value, list):
        return [blanked(one, thing_id) for one in value]
    if isinstance(value, dict) and value.get("id") == thing_id:
        # No longer new: a session that is gone on with does not make it again.
        recalled = {"recall": value["recall"]} if "recall" in value else {}
        return {"id": thing_id, "name": REMOVED, **recalled}
    return value
