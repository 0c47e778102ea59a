"""The reading side: plain functions over an open journal (or its connection), giving plain values.

Nothing here writes, and nothing here needs pydantic or sqlite-utils. Every function may raise
NotAJournal, Busy or CannotWrite, as any touch of the file can.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from ifs_journal.errors import Ambiguous, NotAJournal, NotFound
from ifs_journal.journal.change import OF_AN_ANSWER
from ifs_journal.journal.decoding import from_json, word
from ifs_journal.journal.read_parts import (
    PartSummary,
    find_parts,
    near_names,
    part_by_ref,
    parts,
    parts_named,
    short_number,
)
from ifs_journal.journal.remarks import Note, notes
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import EndReason, Kind

if TYPE_CHECKING:
    from ifs_journal.journal.read_earlier import EarlierWords

__all__ = [
    "Entry",
    "EntryAnswer",
    "PartSummary",
    "SessionSummary",
    "Source",
    "answer_text",
    "awaiting_keep",
    "corrections",
    "counts",
    "each_session",
    "entry",
    "find_parts",
    "find_session",
    "last_check_in",
    "morning_intention",
    "near_names",
    "newest_open",
    "part_by_ref",
    "parts",
    "parts_named",
    "paused",
    "sessions",
    "sessions_numbered",
]

_SHORTEST_PREFIX = 4

_LISTS = ("channels", "flags", "felt", "moves")
"""Columns that hold a list, as JSON."""


class SessionSummary(NamedTuple):
    """A session as lists and `resume` see it.

    Times are UTC, `utc_offset` is in minutes, states are 0 to 10. `protocol` is the guide's own, kept
    with the bundle. `parts` are the names of all parts that were there, in order of appearance.
    """

    number: int
    id: str
    script: str
    script_version: int
    variant: str | None
    title: str
    language: str
    wording: str
    bundle: str
    protocol: int
    started_at: str
    zone: str
    utc_offset: int
    local_day: str
    updated_at: str
    ended_at: str | None
    end_reason: EndReason | None
    ask_keep: bool
    revision: int
    reached: str
    state_before: int | None
    state_before_word: str | None
    state_after: int | None
    state_after_word: str | None
    highest_state: int | None
    self_available: str | None
    target_part: str | None
    parent_session: str | None
    parts: tuple[str, ...]
    tags: tuple[str, ...] = ()


class EntryAnswer(NamedTuple):
    """One log item as an entry shows it: `value` is the latest correction, `original` what was answered.

    With `earlier_kept` false, the words before the correction were not kept; an answer that was removed
    is of the kind `off` then.
    """

    number: int
    id: str
    seq: int
    address: str
    kind: Kind
    value: Any
    original: Any
    corrected_at: str | None
    at: str
    prompt: str | None
    quotes: Mapping[str, int]
    private: bool
    earlier_kept: bool = True

    @property
    def removed(self) -> bool:
        """Whether what was said here was removed later."""
        return self.kind is Kind.OFF and not self.earlier_kept


class Entry(NamedTuple):
    """A whole session: what it was, its answers in order, the typed rows by table, and notes on it.

    `earlier` are the words of other sessions it began from.
    """

    session: SessionSummary
    answers: tuple[EntryAnswer, ...]
    rows: Mapping[str, tuple[Mapping[str, Any], ...]]
    notes: tuple[Note, ...] = ()
    earlier: tuple[EarlierWords, ...] = ()


_SESSION = """
SELECT s.number, s.id, s.script, s.script_version, s.variant, s.title, s.language, s.wording, s.bundle,
    b.protocol, s.started_at, s.zone, s.utc_offset, s.local_day, s.updated_at, s.ended_at, s.end_reason,
    s.ask_keep, s.revision, s.reached, s.state_before, s.state_before_word, s.state_after,
    s.state_after_word, s.highest_state, s.self_available, s.target_part, s.parent_session,
    (SELECT json_group_array(name) FROM (
        SELECT p.name FROM session_part sp JOIN part p ON p.id = sp.part_id
        WHERE sp.session_id = s.id GROUP BY p.id ORDER BY min(sp.answer_seq), p.number)),
    (SELECT json_group_array(tag) FROM (
        SELECT (SELECT f.tag FROM tag f WHERE f.tag_key = t.tag_key ORDER BY f.at, f.rowid LIMIT 1) AS tag
        FROM tag t WHERE t.session_id = s.id ORDER BY t.at, t.rowid))
FROM session s JOIN bundle b ON b.hash = s.bundle
"""

_REASON, _ASK_KEEP, _PARTS, _TAGS = 16, 17, 28, 29


def _summary(row: Any) -> SessionSummary:
    values = list(row)
    values[_REASON] = None if values[_REASON] is None else word(EndReason, values[_REASON])
    values[_ASK_KEEP] = bool(values[_ASK_KEEP])
    values[_PARTS] = tuple(from_json(values[_PARTS]))
    values[_TAGS] = tuple(from_json(values[_TAGS]))
    return SessionSummary(*values)


def each_session(
    source: Source,
    *,
    limit: int | None = None,
    since_utc: str | None = None,
    until_utc: str | None = None,
    script: str | None = None,
    state: Literal["paused", "ended"] | None = None,
    oldest_first: bool = False,
) -> Iterator[SessionSummary]:
    """Sessions one by one, the newest first, begun at or after `since_utc` and before `until_utc`."""
    wanted: list[tuple[str, object]] = []
    if since_utc is not None:
        wanted.append(("s.started_at >= ?", since_utc))
    if until_utc is not None:
        wanted.append(("s.started_at < ?", until_utc))
    if script is not None:
        wanted.append(("s.script = ?", script))
    conditions = [condition for condition, _ in wanted]
    if state is not None:
        conditions.append("s.ended_at IS NULL" if state == "paused" else "s.ended_at IS NOT NULL")
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    way = "" if oldest_first else " DESC"
    sql = f"{_SESSION}{where} ORDER BY s.started_at{way}, s.number{way} LIMIT ?"
    parameters = [*(value for _, value in wanted), -1 if limit is None else limit]
    return (_summary(row) for row in rows(source, sql, parameters))


def sessions(
    source: Source,
    *,
    limit: int | None = None,
    since_utc: str | None = None,
    until_utc: str | None = None,
    script: str | None = None,
    state: Literal["paused", "ended"] | None = None,
) -> list[SessionSummary]:
    """The same as `each_session`, as a list."""
    found = each_session(
        source, limit=limit, since_utc=since_utc, until_utc=until_utc, script=script, state=state
    )
    return list(found)


def sessions_numbered(source: Source, numbers: Sequence[int]) -> list[SessionSummary]:
    """The sessions with these short numbers, in the order given. One that can't be read is left out."""
    sql = f"{_SESSION} WHERE s.number IN (SELECT value FROM json_each(?))"
    found: dict[int, SessionSummary] = {}
    for row in rows(source, sql, (json.dumps(list(numbers)),)):
        with suppress(NotAJournal):
            found[row[0]] = _summary(row)
    return [found[number] for number in numbers if number in found]


def find_session(source: Source, ref: str) -> SessionSummary:
    """The session meant by `12`, `#12`, `last`, an id, or the beginning of one (four characters or more).

    Raises NotFound, Ambiguous.
    """
    text = ref.strip().lower()
    if text == "last":
        for summary in each_session(source, limit=1):
            return summary
        raise NotFound("There are no sessions in the journal yet.")
    number = short_number(text)
    if number is not None:
        found = first(source, f"{_SESSION} WHERE s.number = ?", (number,))
        if found is not None:
            return _summary(found)
    if len(text) >= _SHORTEST_PREFIX:
        fitting = list(rows(source, f"{_SESSION} WHERE s.id >= ?1 AND s.id < ?1 || 'g' LIMIT 2", (text,)))
        if len(fitting) == 1:
            return _summary(fitting[0])
        if fitting:
            raise Ambiguous("More than one session's id begins that way. Give more of it, or its number.")
    raise NotFound("There is no such session. To see them with their numbers: ifs list")


def paused(source: Source) -> list[SessionSummary]:
    """Sessions that have not ended, the one gone on with last first."""
    sql = f"{_SESSION} WHERE s.ended_at IS NULL ORDER BY s.updated_at DESC, s.number DESC"
    return [_summary(row) for row in rows(source, sql)]


def newest_open(source: Source) -> SessionSummary | None:
    """The unfinished session that was gone on with last."""
    sql = f"{_SESSION} WHERE s.ended_at IS NULL ORDER BY s.updated_at DESC, s.number DESC LIMIT 1"
    found = first(source, sql)
    return None if found is None else _summary(found)


def awaiting_keep(source: Source) -> list[SessionSummary]:
    """Ended sessions of which the person is still to say whether they are kept, oldest first."""
    sql = f"{_SESSION} WHERE s.ask_keep = 1 ORDER BY s.started_at, s.number"
    return [_summary(row) for row in rows(source, sql)]


def last_check_in(source: Source) -> SessionSummary | None:
    """The newest check-in that has ended."""
    return next(each_session(source, limit=1, script="check-in", state="ended"), None)


def morning_intention(source: Source, local_day: str) -> tuple[str, str] | None:
    """The intention set on a person's day (`YYYY-MM-DD`): the id of its answer, and the text."""
    found = first(
        source,
        """
        SELECT a.id, m.value FROM session s
        JOIN measure m ON m.session_id = s.id AND m.name = 'intention'
        JOIN answer a ON a.session_id = s.id AND a.seq = m.answer_seq
        WHERE s.local_day = ? AND m.value IS NOT NULL
        ORDER BY m.at DESC, a.number DESC LIMIT 1
        """,
        (local_day,),
    )
    return None if found is None else (str(found[0]), str(found[1]))


def answer_text(source: Source, answer_id: str) -> str | None:
    """The text of one answer by its id, its latest correction applied; None when there is no text."""
    found = first(
        source,
        """
        SELECT coalesce((
            SELECT c.value FROM correction c WHERE c.session_id = a.session_id AND c.answer_seq = a.seq
            ORDER BY c.at DESC, c.rowid DESC LIMIT 1), a.value)
        FROM answer a WHERE a.id = ?
        """,
        (answer_id,),
    )
    value = None if found is None else from_json(found[0])
    return value if isinstance(value, str) else None


def corrections(source: Source, session_id: str) -> dict[int, Any]:
    """The latest correction of each corrected answer, by seq."""
    sql = "SELECT answer_seq, value FROM correction WHERE session_id = ? ORDER BY at, rowid"
    return {seq: from_json(value) for seq, value in rows(source, sql, (session_id,))}


def counts(source: Source) -> dict[str, int]:
    """How many sessions, how many of them paused, and how many parts."""
    sql = (
        "SELECT (SELECT count(*) FROM session), (SELECT count(*) FROM session WHERE ended_at IS NULL), "
        "(SELECT count(*) FROM part)"
    )
    found = first(source, sql, ())
    return dict(zip(("sessions", "paused", "parts"), found or (0, 0, 0), strict=True))


def entry(source: Source, session_id: str) -> Entry:
    """A whole session by its id. Raises NotFound."""
    found = first(source, f"{_SESSION} WHERE s.id = ?", (session_id,))
    if found is None:
        raise NotFound("There is no such session in the journal.")
    from ifs_journal.journal.read_earlier import earlier_words

    typed = {table: tuple(_typed_rows(source, table, session_id)) for table in OF_AN_ANSWER}
    on_it = tuple(notes(source, session_id=session_id))
    answers = tuple(_answers(source, session_id))
    return Entry(_summary(found), answers, typed, on_it, tuple(earlier_words(source, answers)))


def _answers(source: Source, session_id: str) -> Iterator[EntryAnswer]:
    corrections = {
        seq: (value, at, bool(kept))
        for seq, value, at, kept in rows(
            source,
            "SELECT answer_seq, value, at, earlier_kept FROM correction "
            "WHERE session_id = ? ORDER BY at, number",
            (session_id,),
        )
    }
    sql = (
        "SELECT number, id, seq, address, kind, value, at, prompt, quotes, private "
        "FROM answer WHERE session_id = ? ORDER BY seq"
    )
    for number, id_, seq, address, kind, value, at, prompt, quotes, private in rows(
        source, sql, (session_id,)
    ):
        original = from_json(value)
        latest, corrected_at, kept = corrections.get(seq, (value, None, True))
        yield EntryAnswer(
            number=number,
            id=id_,
            seq=seq,
            address=address,
            kind=word(Kind, kind),
            value=from_json(latest),
            original=original,
            corrected_at=corrected_at,
            at=at,
            prompt=prompt,
            quotes=from_json(quotes),
            private=bool(private),
            earlier_kept=kept,
        )


def _typed_rows(source: Source, table: str, session_id: str) -> Iterator[Mapping[str, Any]]:
    names = [name for (name,) in rows(source, "SELECT name FROM pragma_table_info(?)", (table,))]
    sql = f"SELECT {', '.join(names)} FROM {table} WHERE session_id = ? ORDER BY answer_seq, id"
    for row in rows(source, sql, (session_id,)):
        found = dict(zip(names, row, strict=True))
        yield found | {name: from_json(found[name]) for name in _LISTS if name in found}
