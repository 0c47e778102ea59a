"""What fitting sessions leave to be counted, summed up by SQL: few rows come back, however many there are.

Left out of all of it: sessions in which a vulnerable part may be visited, sessions two people share, and
every answer and session marked private. Records of parts that were put together count as one.
`bucket` is how days are put together over time; a level is 0 to 10.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from ifs_journal.journal.apart import APART, APART_BUNDLES, marked_private
from ifs_journal.journal.read_filters import Filters, narrowed, whole
from ifs_journal.journal.source import Source, rows

OPEN = """NOT EXISTS (SELECT 1 FROM answer w
    WHERE w.session_id = x.session_id AND w.seq = x.answer_seq AND w.private = 1)
    AND NOT EXISTS (SELECT 1 FROM h WHERE h.session_id = x.session_id AND h.seq = x.answer_seq)"""
"""Holds for a row `x` that came of an answer not marked private."""
_ASKED = {"before": "state_arriving", "after": "state_leaving"}
"""The measure that each of a session's states was told as."""
_STATE = """CASE WHEN NOT EXISTS (SELECT 1 FROM answer w CROSS JOIN measure x
        ON x.session_id = w.session_id AND x.answer_seq = w.seq
        WHERE w.session_id = f.id AND w.private = 1 AND x.name = '{name}')
    AND NOT EXISTS (SELECT 1 FROM h CROSS JOIN measure x
        ON x.session_id = h.session_id AND x.answer_seq = h.seq
        WHERE h.session_id = f.id AND x.name = '{name}')
    THEN coalesce(f.state_{when}_word, CAST(f.state_{when} AS TEXT)) END"""
_CLOSE = "CASE {0} WHEN 'i_am_it' THEN 0 WHEN 'against_me' THEN 1 WHEN 'i_can_see_it' THEN 2 END"
FOLLOWED = f"""coalesce(x.response, CASE
    WHEN {_CLOSE.format("x.blend_after")} > {_CLOSE.format("x.blend_before")} THEN 'further'
    WHEN {_CLOSE.format("x.blend_after")} < {_CLOSE.format("x.blend_before")} THEN 'nearer'
    WHEN x.blend_after = x.blend_before THEN 'as_near' ELSE 'not_said' END)"""
"""What followed a request for room: its answer, or how near the part was afterwards."""


class Bucket(StrEnum):
    """How days are put together."""

    DAY = "day"
    WEEK = "week"
    """Named by its Monday."""
    MONTH = "month"
    YEAR = "year"


_BUCKETS = {
    Bucket.DAY: "f.day",
    Bucket.WEEK: "date(f.day, 'weekday 0', '-6 days')",
    Bucket.MONTH: "substr(f.day, 1, 7)",
    Bucket.YEAR: "substr(f.day, 1, 4)",
}


class Seen:
    """The fitting sessions of a journal, and what can be counted of them."""

    def __init__(self, source: Source, filters: Filters) -> None:
        """`filters` say which sessions fit."""
        self.source = source
        self.filters = filters
        query = narrowed(whole(source, filters))
        kinds = ", ".join(f"'{one}'" for one in APART)
        self._begin = (
            "WITH f AS MATERIALIZED (SELECT s.id, s.local_day AS day, s.number, s.script, s.title, "
            "s.state_before, s.state_before_word, s.state_after, s.state_after_word, s.self_available "
            f"FROM {query.tables} WHERE {query.where} AND s.script NOT IN ({kinds}) "
            "AND s.bundle NOT IN (SELECT value FROM json_each(?)) "
            f"AND s.id NOT IN ({marked_private('session')})), "
            "h AS MATERIALIZED (SELECT session_id, seq FROM answer "
            f"WHERE id IN ({marked_private('answer')})), "
            "m AS MATERIALIZED (SELECT key AS part_id, value AS whole FROM json_each(?)) "
        )
        apart = json.dumps([found for (found,) in rows(source, APART_BUNDLES)])
        self._given = (*query.parameters, apart, json.dumps(_put_together(source)))

    def rows(self, sql: str, more: Sequence[Any] = ()) -> Iterator[Any]:
        """The rows of a query over `f`, the fitting sessions.

        `m` are parts that were put together, `h` answers marked private by hand.
        """
        return rows(self.source, self._begin + sql.lstrip(), (*self._given, *more))

    def days(self) -> tuple[int, str | None, str | None]:
        """How many sessions fit, and the first and the last of their days."""
        often, begun, ended = next(self.rows("SELECT count(*), min(day), max(day) FROM f"))
        return often, begun, ended

    def names(self, ids: Sequence[str]) -> dict[str, str]:
        """The names of parts, by id."""
        sql = "SELECT id, name FROM part WHERE id IN (SELECT value FROM json_each(?))"
        return dict(rows(self.source, sql, (json.dumps(list(ids)),)))

    # --- parts -----------------------------------------------------------------------------------------

    def part_activity(self, bucket: Bucket) -> Iterator[tuple[str | None, str, int]]:
        """In how many sessions a part (its id) was, by stretch of days; and any part (None), by day."""
        one = "" if self.one_part is None else _OF_PART
        sql = f"""
        , d AS MATERIALIZED (SELECT DISTINCT f.number, f.day, coalesce(m.whole, x.part_id) AS part
            FROM f CROSS JOIN session_part x ON x.session_id = f.id
            LEFT JOIN m ON m.part_id = x.part_id WHERE {OPEN}{one})
        SELECT NULL, f.day, count(DISTINCT f.number) FROM d f GROUP BY f.day
        UNION ALL SELECT f.part, {_BUCKETS[bucket]}, count(*) FROM d f GROUP BY 1, 2
        """
        return self.rows(sql, self._part())

    def part_sessions(self) -> Iterator[tuple[str, int]]:
        """Part (its id), and in how many sessions it was; the most often seen first."""
        sql = f"""
        SELECT coalesce(m.whole, x.part_id), count(DISTINCT f.id) AS often
        FROM f CROSS JOIN session_part x ON x.session_id = f.id LEFT JOIN m ON m.part_id = x.part_id
        WHERE {OPEN} GROUP BY 1 ORDER BY often DESC, min(x.seen_at), 1
        """
        return self.rows(sql)

    def trust(self, bucket: Bucket) -> Iterator[tuple[str, str, int, int]]:
        """Part (its id), stretch of days, level of trust told in it, how often."""
        one = _OF_PART if self.filters.part is not None else ""
        sql = f"""
        SELECT coalesce(m.whole, x.part_id), {_BUCKETS[bucket]}, x.number_value, count(*)
        FROM f CROSS JOIN part_fact x ON x.session_id = f.id LEFT JOIN m ON m.part_id = x.part_id
        WHERE x.field = 'trust' AND x.number_value IS NOT NULL AND {OPEN}{one} GROUP BY 1, 2, 3
        """
        return self.rows(sql, self._part())

    @property
    def one_part(self) -> str | None:
        """The id of the one part asked for, or of the one its record is read with."""
        part = self.filters.part
        return None if part is None else _put_together(self.source).get(part, part)

    def _part(self) -> Sequence[str]:
        return () if self.one_part is None else (self.one_part,)

    # --- the day ---------------------------------------------------------------------------------------

    def states(self, bucket: Bucket) -> Iterator[tuple[str | None, str | None, str, int]]:
        """State at the beginning and at the end, stretch of days, of how many sessions.

        A state is its word, or a level given instead; None where it is not known, or private.
        """
        before, after = (_STATE.format(when=when, name=name) for when, name in _ASKED.items())
        return self.rows(f"SELECT {before}, {after}, {_BUCKETS[bucket]}, count(*) FROM f GROUP BY 1, 2, 3")

    def qualities(self, bucket: Bucket) -> Iterator[tuple[str, str, int]]:
        """Quality of Self, stretch of days, in how many sessions it was around."""
        sql = f"""
        SELECT x.quality, {_BUCKETS[bucket]}, count(DISTINCT f.id)
        FROM f CROSS JOIN self_moment x ON x.session_id = f.id WHERE {OPEN} GROUP BY 1, 2
        """
        return self.rows(sql)

    def measures(self, name: str, bucket: Bucket) -> Iterator[tuple[str, str, int]]:
        """A measure in words: what was said, stretch of days, how often."""
        sql = f"""
        SELECT x.value, {_BUCKETS[bucket]}, count(*)
        FROM f CROSS JOIN measure x ON x.session_id = f.id
        WHERE x.name = ? AND x.value IS NOT NULL AND {OPEN} GROUP BY 1, 2
        """
        return self.rows(sql, (name,))

    # --- what was tried --------------------------------------------------------------------------------

    def relief(self, *, later: bool) -> Iterator[tuple[str, int, int]]:
        """Strategy, the relief it brought (at once, or a day later), how often."""
        what = "l.relief" if later else "x.relief_now"
        also = "CROSS JOIN need_map_later l ON l.need_map_id = x.id" if later else ""
        shown = f" AND {OPEN.replace('x.', 'l.')}" if later else ""
        sql = f"""
        SELECT coalesce(x.strategy, 'not_said'), {what}, count(*)
        FROM f CROSS JOIN need_map x ON x.session_id = f.id {also}
        WHERE {what} IS NOT NULL AND {OPEN}{shown} GROUP BY 1, 2
        """
        return self.rows(sql)

    def relief_pairs(self) -> Iterator[tuple[int, int, int]]:
        """The relief at once, the relief a day later, how often: of maps where both were told."""
        sql = f"""
        SELECT x.relief_now, l.relief, count(*)
        FROM f CROSS JOIN need_map x ON x.session_id = f.id
        CROSS JOIN need_map_later l ON l.need_map_id = x.id
        WHERE x.relief_now IS NOT NULL AND l.relief IS NOT NULL AND {OPEN} AND {OPEN.replace("x.", "l.")}
        GROUP BY 1, 2
        """
        return self.rows(sql)

    def responses(self) -> Iterator[tuple[str, str, int]]:
        """Way of asking for room, what followed, how often."""
        sql = f"""
        SELECT coalesce(x.technique, 'asking'), {FOLLOWED}, count(*)
        FROM f CROSS JOIN unblend_attempt x ON x.session_id = f.id WHERE {OPEN} GROUP BY 1, 2
        """
        return self.rows(sql)

    def nearness(self) -> Iterator[tuple[str, str, str, int]]:
        """Way of asking for room, how near the part was before, how near after, how often."""
        sql = f"""
        SELECT coalesce(x.technique, 'asking'), x.blend_before, x.blend_after, count(*)
        FROM f CROSS JOIN unblend_attempt x ON x.session_id = f.id
        WHERE x.blend_before IS NOT NULL AND x.blend_after IS NOT NULL AND {OPEN} GROUP BY 1, 2, 3
        """
        return self.rows(sql)


_OF_PART = " AND coalesce(m.whole, x.part_id) = ?"


def _put_together(source: Source) -> dict[str, str]:
    """Parts whose record is read as part of another's: the id of each, and of the one it ends up with."""
    sql = """
    SELECT part_id, other_id FROM tidying
    WHERE kind = 'merged' AND taken_back_at IS NULL AND other_id IS NOT NULL ORDER BY at
    """
    into: dict[str, str] = dict(rows(source, sql))
    return {one: _end(one, into) for one in into}


def _end(one: str, into: dict[str, str]) -> str:
    seen = {one}
    while into.get(one) is not None and into[one] not in seen:
        one = into[one]
        seen.add(one)
    return one
