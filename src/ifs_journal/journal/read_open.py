"""What the deeper sessions left open and whose day has come: repairs, visits, talks, a map, a check.

Plain reading, like `reads`: nothing here writes. `today` is the person's own day, `YYYY-MM-DD`; what has
waited since before `since` is left out. Each list has the latest first.
"""

from __future__ import annotations

from typing import NamedTuple

from ifs_journal.journal.read_known import NOT_LOOKED_BACK, ONE_SITTING, OPEN_TALK, UNANSWERED_MAP
from ifs_journal.journal.read_tidied import shown_as, shown_map
from ifs_journal.journal.source import Source, first, rows


class LeftOpen(NamedTuple):
    """One thing that waits. `local_day` is the person's day it was begun on, `due` the day it is for.

    `name` is the part's or the person's, if there is one; `words` are the person's own about it.
    """

    session_number: int
    local_day: str
    name: str | None
    words: str | None
    due: str


def repairs_to_turn_back_to(source: Source, today: str, since: str) -> list[LeftOpen]:
    """Repairs of which the first sitting was held on an earlier day, and the second not yet."""
    sql = f"""
        SELECT s.number, s.local_day, p.name, r.seen, date(s.local_day, '+1 day')
        FROM rupture r JOIN session s ON s.id = r.session_id LEFT JOIN person p ON p.id = r.person_id
        WHERE r.at >= ?1 AND {ONE_SITTING} AND {NOT_LOOKED_BACK}
            AND s.local_day < ?2 AND s.ended_at IS NOT NULL
        ORDER BY r.at DESC
    """
    return _found(source, sql, since, today)


def repairs_to_look_back_on(source: Source, today: str, since: str) -> list[LeftOpen]:
    """Repairs whose day to look back on is today or has passed.

    One that was looked at today and is not told to its end comes again on another day.
    """
    sql = f"""
        SELECT s.number, s.local_day, p.name, coalesce(r.seen, e.seen), r.look_back
        FROM rupture r JOIN session s ON s.id = r.session_id LEFT JOIN rupture e ON e.id = r.continues_id
        LEFT JOIN person p ON p.id = r.person_id
        WHERE r.look_back BETWEEN ?1 AND ?2 AND {NOT_LOOKED_BACK}
            AND NOT EXISTS (SELECT 1 FROM repair_after a JOIN session l ON l.id = a.session_id
                WHERE a.rupture_id = r.id AND l.local_day >= ?2)
        ORDER BY r.look_back DESC, r.at DESC
    """
    return _found(source, sql, since, today)


def visits_due(source: Source, today: str, since: str) -> list[LeftOpen]:
    """Parts that are to be visited today, or were to be, and with which nothing was agreed on since."""
    sql = f"""
        SELECT s.number, s.local_day, p.name, NULL, f.next_on
        FROM follow_up f JOIN session s ON s.id = f.session_id
        JOIN part p ON p.id = {shown_as("f.part_id", 3)}
        WHERE f.next_on BETWEEN ?1 AND ?2 AND p.archived_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM follow_up l WHERE l.at > f.at AND (l.part_id = p.id
                OR l.part_id IN (SELECT key FROM json_each(?3) WHERE value = p.id)))
        ORDER BY f.next_on DESC, f.at DESC
    """
    return _found(source, sql, since, today, shown_map(source))


def talks_to_look_back_on(source: Source, today: str, since: str) -> list[LeftOpen]:
    """Talks that were prepared for and whose day to look back on is today or has passed.

    One of which today was said that it is yet to come, comes again on another day.
    """
    sql = f"""
        SELECT s.number, s.local_day, p.name, t.about, t.look_back
        FROM talk_plan t JOIN session s ON s.id = t.session_id LEFT JOIN person p ON p.id = t.person_id
        WHERE t.look_back BETWEEN ?1 AND ?2 AND {OPEN_TALK}
            AND NOT EXISTS (SELECT 1 FROM talk_after a JOIN session l ON l.id = a.session_id
                WHERE a.talk_plan_id = t.id AND l.local_day >= ?2)
        ORDER BY t.look_back DESC, t.at DESC
    """
    return _found(source, sql, since, today)


def map_to_ask_about(source: Source, today: str, since: str) -> list[LeftOpen]:
    """The newest map of an earlier day of which nobody has told what was left of the relief: one, or none."""
    sql = f"""
        SELECT s.number, s.local_day, p.name, coalesce(m.example, m.situation), date(s.local_day, '+1 day')
        FROM need_map m JOIN session s ON s.id = m.session_id LEFT JOIN part p ON p.id = m.part_id
        WHERE {UNANSWERED_MAP} AND m.at >= ?2 AND s.ended_at IS NOT NULL ORDER BY m.at DESC LIMIT 1
    """
    return _found(source, sql, today, since)


def check_was_asked_for(source: Source, yesterday: str) -> bool:
    """Whether, on that day, somebody asked to be reminded of a check on the next."""
    sql = """
        SELECT 1 FROM session s JOIN measure m ON m.session_id = s.id AND m.name = 'check_tomorrow'
        WHERE s.local_day = ? AND m.value = 'yes' LIMIT 1
    """
    return first(source, sql, (yesterday,)) is not None


def _found(source: Source, sql: str, *values: str) -> list[LeftOpen]:
    return [LeftOpen(*row) for row in rows(source, sql, values)]
