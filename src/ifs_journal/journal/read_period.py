"""What a period held, for the page that looks back on it: counted, or the newest of it in its own words.

All of it over the same sessions as `read_seen`, with the same left out. Words of parts that were visited as
vulnerable ones, are looked after by another, or were marked private stay out as well. Days are
the person's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ifs_journal.journal.read_seen import FOLLOWED, OPEN, Seen

_TENDER = """
    SELECT id AS part_id FROM part WHERE role = 'exile'
    UNION SELECT part_id FROM contact WHERE part_id IS NOT NULL
    UNION SELECT about_part_id FROM permission WHERE about_part_id IS NOT NULL
    UNION SELECT other_id FROM relation WHERE kind = 'protects'
    UNION SELECT other_id FROM bond WHERE kind = 'protects' AND taken_back_at IS NULL
    UNION SELECT subject_id FROM mark WHERE subject = 'part' AND mark = 'private'"""
"""Parts whose words stay out."""
_SPOKEN = f"(x.part_id IS NULL OR x.part_id NOT IN ({_TENDER}))"
_MADE_BY = "x.session_id = f.id"
_OF_EARLIER = """NOT EXISTS (SELECT 1 FROM session q WHERE q.id = {0}.session_id AND (
    q.script IN ('vulnerable', 'together')
    OR EXISTS (SELECT 1 FROM permission v WHERE v.session_id = q.id)
    OR EXISTS (SELECT 1 FROM contact v WHERE v.session_id = q.id)
    OR EXISTS (SELECT 1 FROM shared_trial v WHERE v.session_id = q.id)))"""
"""Holds for a row of an earlier session that may be quoted: of none that is counted nowhere."""


class Learned(NamedTuple):
    """One thing said of a part in the period. `number` is a level, where it is one."""

    part: str
    field: str
    value: str | None
    number: int | None
    day: str
    session: int


class Words(NamedTuple):
    """Words of the person's own. `kind` is what they were an answer to, `part` a name or None."""

    kind: str
    part: str | None
    text: str
    day: str
    session: int


class PromiseMade(NamedTuple):
    """A promise of the period, or one that was spoken of in it. `kept` is what became of it, or None."""

    number: int
    text: str
    part: str | None
    person: str | None
    due: str | None
    kept: str | None
    day: str
    session: int


class Said(NamedTuple):
    """A sentence for somebody that was looked at again: whether it was said, and how that went."""

    kind: str
    person: str | None
    text: str
    delivered: str
    how_it_went: str | None
    day: str
    session: int


class Turned(NamedTuple):
    """A step of repair: a sitting (`after` None), or a look back at one (`after` says what happened)."""

    person: str | None
    kind: str | None
    after: str | None
    closer: str | None
    day: str
    session: int


def kinds(seen: Seen) -> Iterator[tuple[str, str, int]]:
    """Script, its title as it was last, how many sessions. The most frequent first."""
    sql = """
    SELECT script, (SELECT title FROM session WHERE script = f.script ORDER BY started_at DESC LIMIT 1),
        count(*) AS often FROM f GROUP BY script ORDER BY often DESC, script
    """
    return seen.rows(sql)


_FACTS = f"""
FROM f CROSS JOIN part_fact x ON {_MADE_BY} JOIN part p ON p.id = x.part_id
WHERE x.field NOT IN ('trust', 'message', 'appreciation') AND {OPEN} AND {_SPOKEN}
"""


def learned_count(seen: Seen) -> int:
    """How many things were said of parts, beside trust and what `words` gives."""
    return int(next(seen.rows(f"SELECT count(*) {_FACTS}"))[0])


def learned(seen: Seen, limit: int) -> list[Learned]:
    """The newest things said of parts."""
    sql = f"""
    SELECT p.name, x.field, x.value, x.number_value, f.day, f.number {_FACTS}
    ORDER BY x.at DESC, x.number DESC LIMIT ?
    """
    return [Learned(*row) for row in seen.rows(sql, (limit,))]


def words(seen: Seen, limit: int) -> list[Words]:
    """The newest words that were meant to last: what a part wanted known, thanks, an intention."""
    sql = f"""
    SELECT kind, part, text, day, session FROM (
        SELECT x.field AS kind, p.name AS part, x.value AS text, f.day, f.number AS session, x.at
        FROM f CROSS JOIN part_fact x ON {_MADE_BY} JOIN part p ON p.id = x.part_id
        WHERE x.field IN ('message', 'appreciation') AND x.value IS NOT NULL
            AND {OPEN} AND {_SPOKEN}
        UNION ALL
        SELECT x.name, NULL, x.value, f.day, f.number, x.at FROM f CROSS JOIN measure x ON {_MADE_BY}
        WHERE x.name = 'intention' AND x.value IS NOT NULL AND {OPEN}
    ) ORDER BY at DESC, text LIMIT ?
    """
    return [Words(*row) for row in seen.rows(sql, (limit,))]


def gate_looks(seen: Seen) -> Iterator[tuple[str, int]]:
    """How somebody felt toward a part, each time that was asked, and how often."""
    sql = f"""
    SELECT x.class, count(*) FROM f CROSS JOIN gate_check x ON {_MADE_BY}
    WHERE x.gate = 'feel_toward' AND x.class IS NOT NULL AND {OPEN} GROUP BY 1
    """
    return seen.rows(sql)


# Of each visit to a part the last look; before it, the last that was not open; between them, what was done.
_OPENED = f"""
looks AS (SELECT x.session_id, x.target_no, x.answer_seq, x.class
    FROM f CROSS JOIN gate_check x ON {_MADE_BY}
    WHERE x.gate = 'feel_toward' AND x.class IS NOT NULL AND {OPEN}),
visits AS (SELECT session_id, target_no, max(CASE WHEN class = 'open' THEN answer_seq END) AS opened,
        max(CASE WHEN class <> 'open' THEN answer_seq END) AS other FROM looks GROUP BY 1, 2),
turned AS (SELECT session_id, target_no, other AS since, opened AS until FROM visits
    WHERE opened > other),
between_them AS (
    SELECT t.session_id, t.target_no, CASE x.outcome WHEN 'became_target' THEN 'heard_first'
            ELSE 'concern_' || x.outcome END AS what
    FROM turned t CROSS JOIN concern x ON x.session_id = t.session_id
    WHERE +x.answer_seq BETWEEN t.since AND t.until AND x.outcome IS NOT NULL
        AND x.outcome NOT IN ('refused', 'parked') AND {OPEN}
    UNION
    SELECT t.session_id, t.target_no, coalesce(x.technique, 'asking')
    FROM turned t CROSS JOIN unblend_attempt x ON x.session_id = t.session_id
    WHERE +x.answer_seq BETWEEN t.since AND t.until AND {OPEN})
"""


def openings(seen: Seen) -> Iterator[tuple[str, int]]:
    """Visits to parts by how they came to be open, and how many.

    `at_once`; what was done between the last look that was not open and the open one (several can be counted
    for one visit); `in_its_time` where nothing was; `not_that_day` where the last look was not open.
    """
    sql = f"""
    , {_OPENED}
    SELECT 'at_once', count(*) FROM visits WHERE opened IS NOT NULL AND other IS NULL
    UNION ALL SELECT what, count(*) FROM between_them GROUP BY what
    UNION ALL SELECT 'in_its_time', count(*) FROM turned t WHERE NOT EXISTS (
        SELECT 1 FROM between_them b WHERE b.session_id = t.session_id AND b.target_no IS t.target_no)
    UNION ALL SELECT 'not_that_day', count(*) FROM visits WHERE opened IS NULL OR other > opened
    """
    return (row for row in seen.rows(sql) if row[1])


def helped(seen: Seen) -> Iterator[tuple[str, str, str, int]]:
    """Part (its name), way of asking it for room, what followed, how often."""
    sql = f"""
    SELECT p.name, coalesce(x.technique, 'asking'), {FOLLOWED}, count(*)
    FROM f CROSS JOIN unblend_attempt x ON {_MADE_BY}
    LEFT JOIN m ON m.part_id = x.part_id JOIN part p ON p.id = coalesce(m.whole, x.part_id)
    WHERE {OPEN} GROUP BY p.id, 2, 3 ORDER BY p.name, 2
    """
    return seen.rows(sql)


def promises_made(seen: Seen) -> int:
    """How many promises were made. One made anew counts as made."""
    sql = f"SELECT count(*) FROM f CROSS JOIN agreement x ON {_MADE_BY} WHERE {OPEN}"
    return int(next(seen.rows(sql))[0])


def promise_outcomes(seen: Seen) -> Iterator[tuple[str, int]]:
    """What was said of earlier promises, and how often."""
    sql = f"""
    SELECT x.kept, count(*) FROM f CROSS JOIN agreement_outcome x ON {_MADE_BY} WHERE {OPEN} GROUP BY 1
    """
    return seen.rows(sql)


_PROMISE = f"""
SELECT x.number, x.text, p.name, w.name, x.due, {{kept}}, f.day, f.number FROM f {{tables}}
LEFT JOIN part p ON p.id = x.part_id LEFT JOIN person w ON w.id = x.person_id
WHERE {_SPOKEN} AND {OPEN} {{more}} ORDER BY {{order}} DESC LIMIT ?
"""


def promises(seen: Seen, limit: int) -> list[PromiseMade]:
    """The newest promises made, with what was said of each last."""
    kept = "(SELECT o.kept FROM agreement_outcome o WHERE o.agreement_id = x.id ORDER BY o.at DESC LIMIT 1)"
    sql = _PROMISE.format(
        kept=kept, tables=f"CROSS JOIN agreement x ON {_MADE_BY}", more="", order="x.number"
    )
    return [PromiseMade(*row) for row in seen.rows(sql, (limit,))]


def promises_spoken_of(seen: Seen, limit: int) -> list[PromiseMade]:
    """The newest things said of earlier promises, with the day they were said on."""
    tables = "CROSS JOIN agreement_outcome o ON o.session_id = f.id JOIN agreement x ON x.id = o.agreement_id"
    sql = _PROMISE.format(
        kept="o.kept",
        tables=tables,
        more=f"AND {OPEN.replace('x.', 'o.')} AND {_OF_EARLIER.format('x')}",
        order="o.at",
    )
    return [PromiseMade(*row) for row in seen.rows(sql, (limit,))]


def statements_written(seen: Seen) -> Iterator[tuple[str, int]]:
    """Kind of sentence for somebody, and how many were written."""
    sql = f"SELECT x.kind, count(*) FROM f CROSS JOIN statement x ON {_MADE_BY} WHERE {OPEN} GROUP BY 1"
    return seen.rows(sql)


_OUTCOMES = f"FROM f CROSS JOIN statement_outcome x ON {_MADE_BY}"


def statement_outcomes(seen: Seen) -> Iterator[tuple[str, int]]:
    """Whether a sentence was said (`yes`, `not_yet`, `no`), and how often that was the answer."""
    return seen.rows(f"SELECT x.delivered, count(*) {_OUTCOMES} WHERE {OPEN} GROUP BY 1")


def statements_said(seen: Seen, limit: int) -> list[Said]:
    """The newest answers about sentences, with the sentence."""
    written = OPEN.replace("x.", "t.")
    sql = f"""
    SELECT t.kind, w.name, t.body, x.delivered, x.how_it_went, f.day, f.number {_OUTCOMES}
    JOIN statement t ON t.id = x.statement_id LEFT JOIN person w ON w.id = t.person_id
    WHERE {OPEN} AND {written} AND {_OF_EARLIER.format("t")} ORDER BY x.at DESC LIMIT ?
    """
    return [Said(*row) for row in seen.rows(sql, (limit,))]


def repairs(seen: Seen, limit: int) -> list[Turned]:
    """The newest sittings of repair, and looks back at them."""
    sql = f"""
    SELECT person, kind, happened, closer, day, session FROM (
        SELECT w.name AS person, x.kind, NULL AS happened, NULL AS closer, f.day, f.number AS session, x.at
        FROM f CROSS JOIN rupture x ON {_MADE_BY} LEFT JOIN person w ON w.id = x.person_id WHERE {OPEN}
        UNION ALL
        SELECT w.name, r.kind, coalesce(x.happened, 'not_said'), x.closer, f.day, f.number, x.at
        FROM f CROSS JOIN repair_after x ON {_MADE_BY} JOIN rupture r ON r.id = x.rupture_id
        LEFT JOIN person w ON w.id = r.person_id WHERE {OPEN} AND {_OF_EARLIER.format("r")}
    ) ORDER BY at DESC LIMIT ?
    """
    return [Turned(*row) for row in seen.rows(sql, (limit,))]


def repair_counts(seen: Seen) -> tuple[int, int]:
    """How many sittings of repair there were, and how many looks back at one."""
    sittings = f"SELECT count(*) FROM f CROSS JOIN rupture x ON {_MADE_BY} WHERE {OPEN}"
    looks = f"SELECT count(*) FROM f CROSS JOIN repair_after x ON {_MADE_BY} WHERE {OPEN}"
    return int(next(seen.rows(sittings))[0]), int(next(seen.rows(looks))[0])
