"""What a session may know of earlier ones: repairs, maps and talks that are not finished, what a part said.

Plain reading, like `reads`: nothing here writes. A day is the person's own, `YYYY-MM-DD`. What is quoted
comes with the id of the answer it was given in, so that what is removed later is gone wherever it was quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ifs_journal.journal.change import encoded
from ifs_journal.journal.read_due import OPEN_PROMISE
from ifs_journal.journal.read_tidied import about, record_of, shown_as, shown_map
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import Source, first, rows

MOST_VISITS = 20
"""Visits to a part in one series before its last one."""
UNSAID = "…"
INTERVIEW = "protector"
"""The script in which a protector is got to know, so that what it guards may be visited one day."""
STRONG_FROM = 8
"""From this level (0 to 10) on it was too much."""

WORDS = ("message", "says", "wants")
LESSER_WORDS = ("fears", "needs")
"""Where a part has said nothing of its own accord, what it was asked."""
PLACES = ("place", "noticed", "image")


class Quoted(NamedTuple):
    """Words of an earlier session: the answer they were given in, and the row they belong to, if any."""

    answer_id: str
    text: str
    row: str | None = None
    person_id: str | None = None
    person: str | None = None


NOT_LOOKED_BACK = """NOT EXISTS (SELECT 1 FROM repair_after a
    WHERE a.rupture_id = r.id AND a.happened IN ('yes', 'no', 'another_way'))"""
"""Holds for a repair `r` that nobody has told the end of."""

_RUPTURE = """
SELECT r.session_id, r.answer_seq, coalesce(r.seen, e.seen), r.id, r.person_id, p.name,
    coalesce(e.session_id, r.session_id)
FROM rupture r LEFT JOIN rupture e ON e.id = r.continues_id LEFT JOIN person p ON p.id = r.person_id
"""

ONE_SITTING = """r.wish IS NULL AND r.continues_id IS NULL
    AND NOT EXISTS (SELECT 1 FROM rupture l WHERE l.continues_id = r.id)"""
"""Holds for a repair `r` of which only the first sitting was held."""
UNANSWERED_MAP = """s.local_day < ?1 AND s.script = 'need-map'
    AND coalesce(m.example, m.situation) IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM need_map_later l WHERE l.need_map_id = m.id)"""
"""Holds for a map `m` of a session `s` before the day `?1`, with no word yet on how much relief was left."""
OPEN_TALK = """t.about IS NOT NULL AND NOT EXISTS (SELECT 1 FROM talk_after a
    WHERE a.talk_plan_id = t.id AND a.how IS NOT 'not_yet')"""
"""Holds for a talk `t` that was prepared for and not looked back on."""


def open_rupture(source: Source) -> Quoted | None:
    """The newest repair of which only the first sitting was held."""
    return _rupture(source, f"{ONE_SITTING} AND {NOT_LOOKED_BACK}")


def rupture_to_look_back_on(source: Source, today: str) -> Quoted | None:
    """The repair whose day to look back has come, the latest; else the newest not looked back on."""
    due = _rupture(source, f"r.look_back <= ? AND {NOT_LOOKED_BACK}", today)
    return due or _rupture(source, f"r.wish IS NOT NULL AND {NOT_LOOKED_BACK}")


def _rupture(source: Source, which: str, *values: str) -> Quoted | None:
    sql = f"{_RUPTURE} WHERE {which} ORDER BY r.look_back DESC, r.at DESC LIMIT 1"
    found = first(source, sql, values)
    if found is None:
        return None
    session_id, seq, seen, row, person_id, person, said_in = found
    text = seen or UNSAID
    return Quoted(_said(source, said_in, text) or answer_id(session_id, seq), text, row, person_id, person)


def open_need_map(source: Source, today: str) -> Quoted | None:
    """What a part did, mapped on an earlier day, with no word yet on what was left of the relief."""
    sql = f"""
        SELECT m.session_id, m.answer_seq, coalesce(m.example, m.situation), m.id
        FROM need_map m JOIN session s ON s.id = m.session_id
        WHERE {UNANSWERED_MAP} ORDER BY m.at DESC LIMIT 1
    """
    found = first(source, sql, (today,))
    if found is None:
        return None
    session_id, seq, text, row = found
    return Quoted(_said(source, session_id, text) or answer_id(session_id, seq), text, row)


def open_talk(source: Source, today: str) -> Quoted | None:
    """The talk to look back on: the latest whose day has come, else the newest that was prepared for."""
    return _talk(source, "AND t.look_back <= ? ORDER BY t.look_back DESC", today) or _talk(source, "")


def _talk(source: Source, which: str, *values: str) -> Quoted | None:
    order = f"{which}, t.at DESC" if which else "ORDER BY t.at DESC"
    sql = f"""
        SELECT t.session_id, t.answer_seq, t.about, t.id, t.person_id, p.name
        FROM talk_plan t LEFT JOIN person p ON p.id = t.person_id
        WHERE {OPEN_TALK} {order} LIMIT 1
    """
    found = first(source, sql, values)
    if found is None:
        return None
    session_id, seq, text, row, person_id, person = found
    return Quoted(_said(source, session_id, text) or answer_id(session_id, seq), text, row, person_id, person)


def was_flooded(source: Source, since: str) -> bool:
    """Whether it was too much in a session at `since` (UTC) or later. Times ahead of the clock count too."""
    sql = """
        SELECT EXISTS (SELECT 1 FROM session WHERE updated_at >= ?1 AND highest_state >= ?2)
            OR EXISTS (SELECT 1 FROM gate_check WHERE at >= ?1 AND class = 'too_much')
    """
    return bool(first(source, sql, (since, STRONG_FROM))[0])


# --- of one part ----------------------------------------------------------------------------------


def known_of_part(source: Source, part_id: str) -> dict[str, Quoted]:
    """What earlier sessions know of a part, by the name a script quotes it with. Merged records count."""
    record = record_of(source, part_id)
    found = {
        "part_words": _fact(source, record, WORDS) or _fact(source, record, LESSER_WORDS),
        "part_place": _fact(source, record, PLACES),
        "part_guards": _fact(source, record, ("guards",)),
        "part_interviewed": _fact(source, record, ("job", "hope", "fears"), script=INTERVIEW),
        "part_promise": _promise(source, record),
        "part_resources": _resources(source, record),
        "part_visits_full": _visits(source, record),
    }
    return {name: one for name, one in found.items() if one is not None}


def _fact(
    source: Source, record: Sequence[str], fields: tuple[str, ...], script: str | None = None
) -> Quoted | None:
    marks = ", ".join("?" * len(fields))
    only = "" if script is None else " AND s.script = ? AND s.end_reason = 'complete'"
    sql, which = about(
        "SELECT f.session_id, f.answer_seq, f.value FROM part_fact f JOIN session s ON s.id = f.session_id "
        f"WHERE f.part_id = ?1 AND f.field IN ({marks}) AND f.value IS NOT NULL "
        f"AND f.answer_seq IS NOT NULL{only} ORDER BY f.at DESC, f.number DESC LIMIT 1",
        record,
    )
    found = first(source, sql, (which, *fields, *([] if script is None else [script])))
    return None if found is None else Quoted(answer_id(found[0], found[1]), found[2])


def _promise(source: Source, record: Sequence[str]) -> Quoted | None:
    sql = f"""
        SELECT a.session_id, a.answer_seq, a.text, a.id FROM agreement a
        WHERE a.part_id = ?1 AND {OPEN_PROMISE}
        ORDER BY a.at DESC, a.number DESC LIMIT 1
    """
    sql, which = about(sql, record)
    found = first(source, sql, (which,))
    return None if found is None else Quoted(answer_id(found[0], found[1]), found[2], found[3])


def _resources(source: Source, record: Sequence[str]) -> Quoted | None:
    sql, which = about(
        "SELECT session_id, answer_seq, resources FROM update_event "
        "WHERE part_id = ?1 AND resources IS NOT NULL ORDER BY at DESC LIMIT 1",
        record,
    )
    found = first(source, sql, (which,))
    if found is None:
        return None
    return Quoted(_said(source, found[0], found[2]) or answer_id(found[0], found[1]), found[2])


def _visits(source: Source, record: Sequence[str]) -> Quoted | None:
    sql = """
        SELECT count(*), max(session_id), max(answer_seq) FROM follow_up f
        WHERE f.part_id = ?1 AND f.here IS NOT NULL AND f.at > coalesce(
            (SELECT max(at) FROM follow_up WHERE part_id = ?1 AND rhythm = 'close'), '')
    """
    sql, which = about(sql, record)
    count, session_id, seq = first(source, sql, (which,))
    return Quoted(answer_id(session_id, seq), str(count)) if count >= MOST_VISITS else None


def _said(source: Source, session_id: str, text: str) -> str | None:
    """The id of the answer that has exactly these words."""
    sql = "SELECT id FROM answer WHERE session_id = ? AND value = ? ORDER BY seq LIMIT 1"
    found = first(source, sql, (session_id, encoded(text)))
    return None if found is None else str(found[0])


# --- of the time since ----------------------------------------------------------------------------


def lately(source: Source, since: str, until: str) -> str | None:
    """What there is to talk about of the days from `since` to `until` (included), one line a thing."""
    sql = _PARTS_LATELY.format(shown=shown_as("sp.part_id", 3))
    present = rows(source, sql, (since, until, shown_map(source)))
    lines = [str(name) for (name,) in present]
    lines += [line for sql, shape in _LATELY for line in _lines(source, sql, shape, (since, until))]
    return "\n".join(dict.fromkeys(lines)) or None


_PARTS_LATELY = """
SELECT p.name FROM session_part sp JOIN part p ON p.id = {shown} JOIN session s ON s.id = sp.session_id
WHERE s.local_day BETWEEN ?1 AND ?2 AND p.archived_at IS NULL
GROUP BY p.id ORDER BY count(*) DESC, max(sp.seen_at) DESC LIMIT 5
"""
_RUPTURES_LATELY = """
SELECT coalesce(p.name, 'somebody') FROM rupture r JOIN session s ON s.id = r.session_id
LEFT JOIN person p ON p.id = r.person_id
WHERE s.local_day BETWEEN ?1 AND ?2 ORDER BY r.at DESC LIMIT 3
"""
_HANDOFFS_LATELY = """
SELECT coalesce(p.name, 'a part') FROM handoff_note h JOIN session s ON s.id = h.session_id
LEFT JOIN part p ON p.id = h.part_id
WHERE s.local_day BETWEEN ?1 AND ?2 ORDER BY h.at DESC LIMIT 3
"""
_PROMISES_LATELY = """
SELECT coalesce(p.name, 'a part') FROM agreement_outcome o JOIN agreement a ON a.id = o.agreement_id
JOIN session s ON s.id = o.session_id LEFT JOIN part p ON p.id = a.part_id
WHERE s.local_day BETWEEN ?1 AND ?2 AND o.kept IN ('not_yet', 'partly') ORDER BY o.at DESC LIMIT 3
"""
_LATELY: tuple[tuple[str, str], ...] = (
    (_RUPTURES_LATELY, "a rupture with {}"),
    (_HANDOFFS_LATELY, "what {} would like you to know"),
    (_PROMISES_LATELY, "a promise to {} that is not kept yet"),
)
"""What is worth a line after the parts, in this order, and how the line reads."""


def _lines(source: Source, sql: str, shape: str, span: tuple[str, str]) -> list[str]:
    return [shape.format(name) for (name,) in rows(source, sql, span)]
