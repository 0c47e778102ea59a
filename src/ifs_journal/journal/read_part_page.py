"""Reading all that is known of one part: for its page.

Times are UTC; `day` is the person's own day of the session something was said in (`YYYY-MM-DD`), None for
what was written by hand. Everything comes newest first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ifs_journal.journal.read_parts import session_count
from ifs_journal.journal.read_tidied import IN_FORCE, PRIVATE_FACT, about, merged, record_of
from ifs_journal.journal.remarks import Note, notes
from ifs_journal.journal.source import Source, first, rows


class FactLine(NamedTuple):
    """One thing said about a part. `earlier` is how many values the same field had before the current one."""

    field: str
    value: str | None
    number_value: int | None
    said_by: str
    at: str
    day: str | None
    session: int | None
    private: bool = False
    earlier: int = 0


class Occasion(NamedTuple):
    """What was happening when a trail led to the part."""

    text: str
    day: str
    session: int


class Attempt(NamedTuple):
    """One request for a little room, and what followed."""

    technique: str | None
    response: str | None
    before: str | None
    after: str | None
    day: str
    session: int


class Toward(NamedTuple):
    """How the person felt toward the part, once."""

    found: str
    day: str
    session: int


class Concern(NamedTuple):
    """What another part was worried about when this one was listened to."""

    worry: str
    outcome: str | None
    by: str | None
    day: str
    session: int


class Promise(NamedTuple):
    """Something small that was agreed with the part. `due` is a day, or None.

    `kept` is what became of it, as it was told last, on the day `kept_on`; both None where nobody said.
    """

    text: str
    due: str | None
    day: str
    session: int
    kept: str | None = None
    kept_on: str | None = None


class Bond(NamedTuple):
    """How the part stands to another, as it was said last.

    `kind` is a `BondKind`, or `protected_by` or `triggered_by`: the same seen from the other side. `day` and
    `session` are those of the session it was said in; what was written by hand has neither, and a time (UTC).
    `words` are the person's own.
    """

    kind: str
    other: str
    day: str | None
    session: int | None
    at: str = ""
    words: str | None = None


class Near(NamedTuple):
    """That a visit to the part, as a tender one, was held, or was asked about and not held. Nothing more."""

    held: bool
    day: str
    session: int


class Sentence(NamedTuple):
    """A sentence for somebody, out of a session the part was in."""

    text: str
    kind: str
    person: str | None
    day: str
    session: int


class Visit(NamedTuple):
    """A session the part was in."""

    number: int
    title: str
    day: str


class PartPage(NamedTuple):
    """All of it. Each is empty where there is nothing."""

    facts: list[FactLine]
    occasions: list[Occasion]
    attempts: list[Attempt]
    toward: list[Toward]
    concerns: list[Concern]
    promises: list[Promise]
    bonds: list[Bond]
    near: list[Near]
    sentences: list[Sentence]
    notes: list[Note]
    visits: list[Visit]
    first_trust: FactLine | None
    """How far it trusted the person when that was first asked."""
    sessions: int
    """In how many sessions the part was."""


def part_page(source: Source, part_id: str, *, newest: int | None = None) -> PartPage:
    """What is known of a part: everything, or the `newest` of each kind and each field's current value.

    What is known of the parts whose records were merged into it is known of it.
    """
    limit = -1 if newest is None else newest
    record = record_of(source, part_id)

    def lines(sql: str) -> Iterator[Any]:
        asked, which = about(sql, record)
        return rows(source, asked, (which, limit))

    return PartPage(
        facts=_all_facts(source, record) if newest is None else _current_facts(source, record),
        occasions=[Occasion(*row) for row in lines(_OCCASIONS)],
        attempts=[Attempt(*row) for row in lines(_ATTEMPTS)],
        toward=[Toward(*row) for row in lines(_TOWARD)],
        concerns=[Concern(*row) for row in lines(_CONCERNS)],
        promises=[Promise(*row) for row in lines(_PROMISES)],
        bonds=_bonds(source, record)[: None if newest is None else newest],
        near=[Near(bool(held), day, number) for held, day, number in lines(_NEAR)],
        sentences=[Sentence(*row) for row in lines(_SENTENCES)],
        notes=_notes(source, record, newest),
        visits=[Visit(*row) for row in lines(_VISITS)],
        first_trust=_first_trust(source, record),
        sessions=session_count(source, part_id),
    )


def _notes(source: Source, record: Sequence[str], newest: int | None) -> list[Note]:
    found = [note for part_id in record for note in notes(source, part_id=part_id, limit=newest)]
    if len(record) > 1:
        found.sort(key=lambda note: (note.local_day, note.number), reverse=True)
    return found[:newest]


_NOT_TENDER = "(SELECT script FROM session v WHERE v.id = {row}.session_id) IS NOT 'vulnerable'"
"""Holds for a row of no visit to a tender part: of such a visit the page has the day alone."""

_FACT = (
    "SELECT f.field, f.value, f.number_value, f.said_by, f.at, s.local_day, s.number, coalesce(a.private, 0) "
    "FROM part_fact f LEFT JOIN session s ON s.id = f.session_id "
    "LEFT JOIN answer a ON a.session_id = f.session_id AND a.seq = f.answer_seq "
    "WHERE f.part_id = ?1 AND s.script IS NOT 'vulnerable'"
)

_FEELING = "feel_toward"
TRUST = "trust"
_FROM_THE_OTHER_SIDE = (
    "CASE kind WHEN 'protects' THEN 'protected_by' WHEN 'triggers' THEN 'triggered_by' ELSE kind END"
)

_OCCASIONS = """
SELECT t.trigger, s.local_day, s.number FROM trailhead t JOIN session s ON s.id = t.session_id
WHERE t.part_id = ?1 AND t.trigger IS NOT NULL ORDER BY t.at DESC, t.answer_seq DESC LIMIT ?2
"""

# What is newest is picked first; only then is each one's session looked up.
_ATTEMPTS = f"""
SELECT u.technique, u.response, u.blend_before, u.blend_after, s.local_day, s.number
FROM (SELECT * FROM unblend_attempt WHERE part_id = ?1
    AND {_NOT_TENDER.format(row="unblend_attempt")} ORDER BY at DESC, answer_seq DESC LIMIT ?2) u
JOIN session s ON s.id = u.session_id ORDER BY u.at DESC, u.answer_seq DESC
"""

_TOWARD = f"""
SELECT g.class, s.local_day, s.number
FROM (SELECT * FROM gate_check WHERE part_id = ?1 AND gate = '{_FEELING}' AND class IS NOT NULL
        AND {_NOT_TENDER.format(row="gate_check")}
    ORDER BY at DESC, answer_seq DESC LIMIT ?2) g
JOIN session s ON s.id = g.session_id ORDER BY g.at DESC, g.answer_seq DESC
"""

# Back along the last time each target was asked about, until there are enough. The + keeps to one session.
_CONCERNS = f"""
SELECT c.worry, c.outcome, p.name, s.local_day, s.number
FROM (SELECT w.* FROM gate_check g CROSS JOIN concern w
        ON w.session_id = g.session_id AND w.target_no = g.target_no
    WHERE g.part_id = ?1 AND g.gate = '{_FEELING}' AND w.worry IS NOT NULL
        AND {_NOT_TENDER.format(row="g")}
        AND NOT EXISTS (SELECT 1 FROM gate_check l WHERE l.session_id = g.session_id
            AND l.target_no = g.target_no AND l.gate = g.gate AND +l.part_id = g.part_id
            AND (l.at, l.answer_seq) > (g.at, g.answer_seq))
    ORDER BY g.at DESC, g.answer_seq DESC, w.at DESC, w.answer_seq DESC LIMIT ?2) c
JOIN session s ON s.id = c.session_id LEFT JOIN part p ON p.id = c.part_id
ORDER BY c.at DESC, c.answer_seq DESC
"""

_PROMISES = """
SELECT a.text, a.due, s.local_day, s.number, o.kept, l.local_day
FROM (SELECT * FROM agreement WHERE part_id = ?1 ORDER BY at DESC, answer_seq DESC LIMIT ?2) a
JOIN session s ON s.id = a.session_id
LEFT JOIN agreement_outcome o ON o.id = (SELECT id FROM agreement_outcome
    WHERE agreement_id = a.id ORDER BY at DESC LIMIT 1)
LEFT JOIN session l ON l.id = o.session_id
ORDER BY a.at DESC, a.answer_seq DESC
"""

# What was said last of each pair, in a session or by hand. A pair at odds is written one way, and holds
# both ways.
_BONDS = f"""
SELECT b.kind, b.other_id, s.local_day, s.number, b.at, b.words
FROM (SELECT kind, other_id, session_id, max(at) AS at, words FROM (
        SELECT kind, other_id, session_id, at, NULL AS words FROM relation WHERE part_id = ?1
        UNION ALL
        SELECT {_FROM_THE_OTHER_SIDE}, part_id, session_id, at, NULL FROM relation WHERE other_id = ?1
        UNION ALL
        SELECT kind, other_id, NULL, at, words FROM bond WHERE part_id = ?1 AND {IN_FORCE}
        UNION ALL
        SELECT {_FROM_THE_OTHER_SIDE}, part_id, NULL, at, words FROM bond WHERE other_id = ?1 AND {IN_FORCE})
    GROUP BY kind, other_id, words) b
LEFT JOIN session s ON s.id = b.session_id ORDER BY b.at DESC
"""

_NEAR = """
SELECT n.held, s.local_day, s.number
FROM (SELECT session_id, max(held) AS held, max(at) AS at FROM (
        SELECT session_id, 1 AS held, at FROM contact WHERE part_id = ?1
        UNION ALL
        SELECT session_id, 0, at FROM permission WHERE about_part_id = ?1)
    GROUP BY session_id ORDER BY at DESC LIMIT ?2) n
JOIN session s ON s.id = n.session_id ORDER BY n.at DESC
"""

# From the newest sentence backwards: there are few of them, and many appearances of a part, so the + keeps
# it to those of one session.
_SENTENCES = """
SELECT t.body, t.kind, p.name, s.local_day, s.number
FROM statement t JOIN session s ON s.id = t.session_id LEFT JOIN person p ON p.id = t.person_id
WHERE EXISTS (SELECT 1 FROM session_part sp WHERE sp.session_id = t.session_id AND +sp.part_id = ?1)
ORDER BY t.at DESC, t.answer_seq DESC LIMIT ?2
"""

_VISITS = """
SELECT s.number, s.title, s.local_day
FROM (SELECT DISTINCT seen_at, session_id FROM session_part WHERE part_id = ?1
    ORDER BY seen_at DESC, session_id DESC LIMIT ?2) sp
JOIN session s ON s.id = sp.session_id ORDER BY sp.seen_at DESC, sp.session_id DESC
"""


def _bonds(source: Source, record: Sequence[str]) -> list[Bond]:
    """How it stands to each other part; one that was merged counts as the one it was merged into."""
    sql, which = about(_BONDS, record)
    roots = merged(source)
    found: dict[tuple[str, str, str | None], Bond] = {}
    for kind, other, *said in rows(source, sql, (which,)):
        end = roots.get(other, other)
        bond = Bond(kind, end, *said)
        if end not in record:
            found.setdefault((kind, end, bond.words), bond)
    names = dict(rows(source, "SELECT id, name FROM part")) if found else {}
    return [bond._replace(other=names[bond.other]) for bond in found.values()]


def _all_facts(source: Source, record: Sequence[str]) -> list[FactLine]:
    sql, which = about(f"{_FACT} ORDER BY f.at DESC, f.number DESC", record)
    return [_line(row) for row in rows(source, sql, (which,))]


def facts_to_copy(source: Source, part_id: str) -> list[tuple[str, FactLine]]:
    """What another part may begin with: the id of each fact and the fact, the newest first.

    What is private, or was said on a visit to a tender part, is not among it.
    """
    copied = (
        _FACT.replace("SELECT ", "SELECT f.id, ", 1)
        + f" AND NOT {PRIVATE_FACT} ORDER BY f.at DESC, f.number DESC"
    )
    sql, which = about(copied, record_of(source, part_id))
    return [(id_, _line(fact)) for id_, *fact in rows(source, sql, (which,))]


def current_fact(source: Source, part_id: str, field: str) -> FactLine | None:
    """The newest value of one field, or None."""
    return _current(source, record_of(source, part_id), field)


def _current(source: Source, record: Sequence[str], field: str) -> FactLine | None:
    sql, which = about(f"{_FACT} AND f.field = ?2 ORDER BY f.at DESC, f.number DESC LIMIT 1", record)
    found = first(source, sql, (which, field))
    return None if found is None else _line(found)


def _first_trust(source: Source, record: Sequence[str]) -> FactLine | None:
    known = f"f.field = '{TRUST}' AND f.number_value IS NOT NULL"
    sql, which = about(f"{_FACT} AND {known} ORDER BY f.at, f.number LIMIT 1", record)
    found = first(source, sql, (which,))
    return None if found is None else _line(found)


def _line(row: Any) -> FactLine:
    found = FactLine(*row)
    return found._replace(private=bool(found.private))


def _current_facts(source: Source, record: Sequence[str]) -> list[FactLine]:
    """The newest value of each field, the newest field first."""
    counted = (
        "SELECT field, count(*) FROM part_fact f WHERE part_id = ?1 "
        f"AND {_NOT_TENDER.format(row='f')} GROUP BY field"
    )
    sql, which = about(counted, record)
    fields = list(rows(source, sql, (which,)))
    found = [(_current(source, record, field), count) for field, count in fields]
    lines = [line._replace(earlier=count - 1) for line, count in found if line is not None]
    return sorted(lines, key=lambda line: line.at, reverse=True)
