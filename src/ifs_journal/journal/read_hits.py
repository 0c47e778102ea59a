"""What was found, as a person is shown it: the text, where it stands, and what it answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ifs_journal.journal.decoding import from_json
from ifs_journal.journal.places import (
    ALIAS,
    ANSWER,
    CORRECTION,
    FACT,
    NOTE,
    PART,
    PERSON,
    THERAPY,
    kind_and_number,
)
from ifs_journal.journal.source import Source, first, rows


class Hit(NamedTuple):
    """One text that was found.

    `kind` is answer, note, therapy, part or person; `number` and `title` are its session's (None and ""
    where it has none), `day` is the person's own. `prompt` is the question it answered, unfilled; `quotes`
    says which answers it quotes, by seq, and `quoted` what they say. `thing` is the number and name of the
    part or person it is or belongs to.
    """

    kind: str
    id: str
    session: str | None
    number: int | None
    title: str
    day: str
    text: str
    seq: int | None = None
    address: str | None = None
    prompt: str | None = None
    quotes: Mapping[str, int] = {}
    quoted: Mapping[int, Any] = {}
    private: bool = False
    thing: tuple[int, str] | None = None


_ANSWER = """
SELECT a.id, s.id, s.number, s.title, s.local_day, {value}, a.seq, a.address, a.prompt, a.quotes, a.private
FROM {tables} JOIN session s ON s.id = a.session_id WHERE {which}
"""
_WHOLE = {
    ANSWER: _ANSWER.format(value="a.value", tables="answer a", which="a.number = ?"),
    CORRECTION: _ANSWER.format(
        value="c.value",
        tables="correction c JOIN answer a ON a.session_id = c.session_id AND a.seq = c.answer_seq",
        which="c.number = ?",
    ),
    NOTE: "SELECT n.id, s.id, s.number, s.title, n.local_day, n.text, p.number, p.name FROM note n "
    "LEFT JOIN session s ON s.id = n.session_id LEFT JOIN part p ON p.id = n.part_id WHERE n.number = ?",
    PART: "SELECT p.id, p.created_at, p.name, p.number, p.name FROM part p WHERE p.number = ?",
    ALIAS: "SELECT p.id, p.created_at, x.alias, p.number, p.name FROM part_alias x "
    "JOIN part p ON p.id = x.part_id WHERE x.number = ?",
    FACT: "SELECT x.id, x.at, x.value, p.number, p.name FROM part_fact x JOIN part p ON p.id = x.part_id "
    "WHERE x.number = ?",
    PERSON: "SELECT p.id, p.created_at, p.name, p.number, p.name FROM person p WHERE p.number = ?",
    THERAPY: "SELECT t.id, t.day, trim(coalesce(t.came, '') || char(10) || coalesce(t.practice, ''), "
    "char(10)) FROM therapy t WHERE t.number = ?",
}


def whole_hits(source: Source, places: Sequence[int]) -> Iterator[Hit]:
    """The texts at these places, in their order, with all that is known of each."""
    for place in places:
        kind, number = kind_and_number(place)
        row = first(source, _WHOLE[kind], (number,))
        if row is None:
            continue
        if kind in (ANSWER, CORRECTION):
            yield _answer(source, row)
        elif kind == NOTE:
            id_, session, entry, title, day, text, part_number, part_name = row
            thing = None if part_number is None else (part_number, part_name)
            yield Hit("note", id_, session, entry, title or "", day, text, thing=thing)
        elif kind == THERAPY:
            id_, day, text = row
            yield Hit("therapy", id_, None, None, "Therapy", day, text)
        else:
            id_, at, text, thing_number, name = row
            what = "person" if kind == PERSON else "part"
            yield Hit(what, id_, None, None, "", at[:10], text, thing=(thing_number, name))


def _answer(source: Source, row: Any) -> Hit:
    id_, session, number, title, day, value, seq, address, prompt, quotes, private = row
    quoted = from_json(quotes)
    return Hit(
        "answer",
        id_,
        session,
        number,
        title,
        day,
        _said(from_json(value)),
        seq,
        address,
        prompt,
        quoted,
        _quoted(source, session, set(quoted.values())),
        bool(private),
    )


def _quoted(source: Source, session: str, seqs: set[int]) -> dict[int, Any]:
    """What a question quotes, as it stands now, by seq."""
    if not seqs:
        return {}
    sql = (
        "SELECT seq, value FROM answer WHERE session_id = ?1 AND seq IN (SELECT value FROM json_each(?2)) "
        "UNION ALL SELECT answer_seq, value FROM (SELECT * FROM correction WHERE session_id = ?1 "
        "AND answer_seq IN (SELECT value FROM json_each(?2)) ORDER BY at, number)"
    )
    found = rows(source, sql, (session, json.dumps(sorted(seqs))))
    return {seq: from_json(value) for seq, value in found}


def _said(value: Any) -> str:
    """The words in an answer, as the index has them."""
    if isinstance(value, list):
        return "; ".join(_said(one) for one in value if isinstance(one, dict))
    if isinstance(value, dict):
        return str(value.get("name") or value.get("other") or "")
    return str(value)
