"""The page about the schema, written from the file itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ifs_journal.journal.source import Source, first, rows

PURPOSE: Mapping[str, str] = {
    "agreement": "What was agreed with a part in a session, and when it is due.",
    "agreement_outcome": "What became of a promise, told later: kept, partly, not yet, made anew, let go.",
    "answer": "The log: every answer, skip or command of a session, in order of `seq`, as it was given.",
    "bond": "How two parts stand to each other, said by hand. `taken_back_at`: until then.",
    "bundle": "The words a session was guided by, kept whole so that a later version changes nothing in it.",
    "concern": "A part not at ease with listening to the target: its worry, and what became of it.",
    "contact": "A few minutes near a vulnerable part: how near, what it felt and needed that day.",
    "correction": "A later, dated correction of an answer. The answer itself stays.",
    "draft": "Text being typed, until its answer is kept. At most one a session.",
    "experiment": "Another way a part may try, and by when.",
    "export_log": "What was shared: when, of which days, with whom if that was said, a hash. Never the text.",
    "follow_up": "A visit to a part after earlier work, and the rhythm agreed on. Gaps are not counted.",
    "gate_check": "How the person felt toward a part (or another gate's answer), each time it was asked.",
    "handoff_note": "What a part would like a therapist to know, or be there for.",
    "letter": "A letter between Self and a part, or to somebody. It stays here.",
    "mark": "How far a session, an answer, a part or a note may be shared, where the person said so.",
    "measure": "Other named answers of a session: a word, a number, an intention.",
    "meta": "What the file remembers about itself, such as that something removed is still to be wiped. "
    "`machine:…`: what opens another machine's snapshot. `twin:…`: a tag or another name that was given on "
    "several machines, beside the one that is shown.",
    "need_map": "A need, what happened to it, what a part did, its relief, its cost, then and now.",
    "need_map_later": "What was left of the relief a day later.",
    "note": "A note written by hand: on a session, on a part, or by itself.",
    "part": "A part the person has named, and its short number.",
    "part_alias": "Other names for a part.",
    "part_label": "Each change of a part's name or labels by hand, and when: the newest is the current one.",
    "parting": "Where two copies of a session went different ways. `apart`: what follows stands under `id`.",
    "part_fact": "What was said about a part, when, and by whom. The newest of a field is the current one.",
    "pattern": "What several relationships have in common, under the person's own label.",
    "permission": "What a part answered to whether another may be visited. Left open is a no.",
    "person": "A person who was named, and the short number. Any name will do; none has to be real.",
    "polarity": "Two parts that pull apart over one question: what each wants and fears.",
    "relation": "How two parts stand to each other. `polarized` names them in the order of their ids.",
    "repair_after": "How a repair went, told on a later day.",
    "rupture": "A connection that broke: one side, both truths, one wish. `continues_id`: its first sitting.",
    "saved_filter": "Options of looking back that were given a name.",
    "self_moment": "A quality of Self that was noticed, even faintly. Never counted up.",
    "session": "One guided session: which script, when, how the person was, how it ended.",
    "session_part": "Which parts were there in a session, and in what place.",
    "session_person": "Which people a session was about.",
    "shared_talk": "What two people said to each other at one screen, and how it was heard.",
    "shared_trial": "Something small two people will try.",
    "statement": "A sentence for somebody, as it stands. `held`: it was too soon to offer it for saying.",
    "statement_outcome": "Said or not, and how it went: told in a later session.",
    "statement_version": "Each version of a session's sentence, and the rules of the language look it met.",
    "tag": "A word a session was tagged with.",
    "taken_back": "Which seq was taken back at which revision, and when it was given. The answer is gone.",
    "talk_after": "A hard talk looked back on.",
    "talk_plan": "How somebody means to be in a hard talk.",
    "therapy": "A therapy session: its day, what came of it, what is to be practised.",
    "tidying": "What was tidied in the record of parts: archived, merged into `other_id`, split from it.",
    "tombstone": "What was removed for good, by id, so that no other copy of the journal brings it back.",
    "topic": "Something chosen for the next therapy session, or what stays closed for now.",
    "trailhead": "Something noticed that may lead to a part. `parked` means it waits for another day.",
    "trailhead_visit": "That a parked trailhead was taken up again.",
    "u_turn": "Attention turned from somebody else to the part that reacts to them.",
    "unblend_attempt": "Each time a part was asked for a little room, and what happened.",
    "update_event": "The present, told to a part that lives in an earlier time. Real dangers stay real.",
}
"""What each table is for, in one line."""

FINDING: Mapping[str, str] = {
    "searchable": "What can be found, text by text. `place` is the row's number, and its kind times 2^40: "
    "0 answer, 1 correction, 2 note, 3 part, 4 alias, 5 fact added by hand, 6 person.",
    "searchable_unspaced": "Those of them in scripts that put no spaces between words.",
    "words": "The words of `searchable` (FTS5, contentless, secure-delete on). Its rowid is the place.",
    "words_unspaced": "The same for `searchable_unspaced`, three characters at a time.",
}
"""The views and indexes that words are found by, and what each is for. Triggers keep them."""

_PREAMBLE = """# The journal's schema

One SQLite file (3.42 or newer reads it), written from the schema itself. Times are UTC, ISO 8601,
ending in `+00:00`; `local_day` is the person's own day. Ids are lower-case UUIDs; `number` is the
short number people use. Levels are whole numbers from 0 to 10.
"""


def schema_markdown(source: Source) -> str:
    """The text of `docs/schema.md`, for the schema of an open journal."""
    version = first(source, "PRAGMA user_version")[0]
    lines = [_PREAMBLE, f"Schema version: {version}.", ""]
    tables = rows(
        source,
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' "
        "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' AND name NOT LIKE '!_%' ESCAPE '!' ORDER BY name",
    )
    for (table,) in list(tables):
        lines += [
            f"## {table}",
            "",
            PURPOSE[table],
            "",
            *_columns(source, table),
            "",
            *_indexes(source, table),
        ]
    lines += ["## Finding words", "", "Views, and virtual tables that keep no copy of a text.", ""]
    lines += [f"- {name}: {purpose}" for name, purpose in FINDING.items()]
    return "\n".join(lines).rstrip() + "\n"


def _columns(source: Source, table: str) -> Iterator[str]:
    references = {
        column: f"{target}.{key}, on delete {on_delete.lower()}"
        for _, _, target, column, key, _, on_delete, _ in rows(
            source, "SELECT * FROM pragma_foreign_key_list(?)", (table,)
        )
    }
    yield "| column | type | empty | default | refers to |"
    yield "| --- | --- | --- | --- | --- |"
    sql = 'SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)'
    for name, kind, required, default, key in rows(source, sql, (table,)):
        marks = f"{kind}, primary key" if key else kind
        empty = "no" if required or key else "may be"
        yield f"| {name} | {marks} | {empty} | {default or ''} | {references.get(name, '')} |"


def _indexes(source: Source, table: str) -> Iterator[str]:
    found = list(rows(source, 'SELECT name, "unique" FROM pragma_index_list(?) ORDER BY name', (table,)))
    listed = False
    for name, unique in found:
        columns = [column for (column,) in rows(source, "SELECT name FROM pragma_index_info(?)", (name,))]
        if (unique and len(columns) > 1) or not name.startswith("sqlite_"):
            yield f"- {'unique: ' if unique else 'index: '}{', '.join(columns)}"
            listed = True
    if listed:
        yield ""
