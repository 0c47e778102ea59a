"""What belongs to no one session, joined: parts and people, their other names, labels, facts, notes, tags.

Pure, and the same in whatever order journals are joined. Both sides' rows come without their numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from uuid import UUID, uuid5

from ifs_journal.journal.merge_read import Record
from ifs_journal.journal.merge_versions import preference
from ifs_journal.journal.twins import TABLES
from ifs_journal.terms import name_key

Side = Mapping[str, Sequence[Record]]
"""The rows of one journal by table."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "part": (
        *("id", "name", "name_key", "role", "status", "state", "pronoun"),
        *("created_at", "archived_at", "named_in"),
    ),
    "person": ("id", "name", "name_key", "relation", "created_at", "named_in"),
    "part_label": ("part_id", "field", "at", "value"),
    "part_alias": ("id", "part_id", "alias", "alias_key"),
    "part_fact": ("id", "part_id", "field", "value", "number_value", "said_by", "at"),
    "note": ("id", "session_id", "part_id", "text", "at", "local_day", "changed_at"),
    "tag": ("id", "session_id", "tag", "tag_key", "at"),
    "bond": ("id", "part_id", "other_id", "kind", "words", "at", "taken_back_at"),
    "tidying": ("id", "part_id", "other_id", "kind", "at", "taken_back_at"),
    "therapy": ("id", "day", "at", "changed_at", "came", "practice"),
    "saved_filter": ("id", "name", "name_key", "options", "at"),
    "mark": ("subject", "subject_id", "mark", "at"),
}
"""The tables joined here, and their columns but for a number. Of facts, only those written by hand."""

KEYS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(COLUMNS, ("id",)),
    "part_label": ("part_id", "field", "at"),
    "saved_filter": ("name_key",),
    "mark": ("subject", "subject_id"),
}
NUMBERED = ("part", "person", "note", "therapy")
"""Those of them people know by a number."""

TWINS = "twins"
"""What stands beside the tables: rows that say the same as another."""

_AS_IT_CAME = {"role": "unknown", "status": "new", "state": "active", "pronoun": None}

Place = Callable[[Record, str], str | None]
"""A row's session and the moment it belongs to -> the session it belongs to now, or None."""


def joined_things(
    ours: Side, theirs: Side, buried: Container[str], sessions: Container[str]
) -> dict[str, list[Record]]:
    """The rows of both journals as one, without what belongs to a part or a session that is gone."""
    found: dict[str, list[Record]] = {}
    found["part_label"] = _union(ours, theirs, "part_label", lambda row: preference(row["value"]))
    labels: dict[str, list[Record]] = {}
    for row in found["part_label"]:
        labels.setdefault(row["part_id"], []).append(row)
    found["part"], aliases = _parts(ours, theirs, labels, buried)
    found["person"] = _people(ours, theirs, buried)
    parts = {row["id"] for row in found["part"]}

    def stays(row: Record) -> bool:
        there = row.get("part_id") is None or row["part_id"] in parts
        session = row.get("session_id")
        return row.get("id") not in buried and there and (session is None or session in sessions)

    found["part_label"] = list(filter(stays, found["part_label"]))
    found["part_fact"] = list(filter(stays, _union(ours, theirs, "part_fact", _any)))
    aliases += [*ours["part_alias"], *theirs["part_alias"]]
    found["part_alias"], more_names = _alike(filter(stays, aliases), "part_alias")
    found["note"] = list(filter(stays, _union(ours, theirs, "note", _newest)))
    found["tag"], more_tags = _alike(filter(stays, [*ours["tag"], *theirs["tag"]]), "tag")
    found[TWINS] = more_names + more_tags
    _by_hand(found, ours, theirs, buried)
    there = {table: {row["id"] for row in found[table]} for table in ("part", "note")}
    marks = _union(ours, theirs, "mark", _at)
    found["mark"] = [row for row in marks if _is_there(row, {"session": sessions, **there})]
    return found


def _by_hand(found: dict[str, list[Record]], ours: Side, theirs: Side, buried: Container[str]) -> None:
    """What was said by hand when looking back. What was taken back on one side is taken back."""
    parts = {row["id"] for row in found["part"]}
    for table in ("bond", "tidying"):
        found[table] = [
            row
            for row in _union(ours, theirs, table, lambda row: (row["taken_back_at"] or "", *_any(row)))
            if row["id"] not in buried and {row["part_id"], row["other_id"] or row["part_id"]} <= parts
        ]
    for part in found["part"]:
        tidied = [row for row in found["tidying"] if row["part_id"] == part["id"] and row["kind"] != "split"]
        if tidied:
            hidden = [row["at"] for row in tidied if row["taken_back_at"] is None]
            part["archived_at"] = max(hidden, default=None)
    therapy = _union(ours, theirs, "therapy", lambda row: (row["changed_at"] or row["at"], *_any(row)))
    found["therapy"] = [row for row in therapy if row["id"] not in buried]
    left = {
        side: [row for row in one["saved_filter"] if row["id"] not in buried]
        for side, one in (("ours", ours), ("theirs", theirs))
    }
    found["saved_filter"] = _union(
        {"saved_filter": left["ours"]}, {"saved_filter": left["theirs"]}, "saved_filter", _at
    )


def _is_there(mark: Record, there: Mapping[str, Container[str]]) -> bool:
    """Whether what a mark is on is there. Of answers that is seen once all sessions are written."""
    return mark["subject"] == "answer" or mark["subject_id"] in there[mark["subject"]]


def _at(row: Record) -> tuple[object, ...]:
    return (row["at"], *_any(row))


def is_forgotten(row: Record, joined: Mapping[str, Sequence[Record]], sessions: Container[str]) -> bool:
    """Whether a part or a person came with a session that is gone, and nobody wrote about it by hand."""
    if row["named_in"] is None or row["named_in"] in sessions or row.get("relation") is not None:
        return False
    usual = all(row.get(field, value) == value for field, value in _AS_IT_CAME.items())
    about = ("part_label", "part_alias", "part_fact", "note", "bond", "tidying")
    return usual and not any(
        row["id"] in (one["part_id"], one.get("other_id")) for table in about for one in joined[table]
    )


def _union(
    ours: Side, theirs: Side, table: str, rank: Callable[[Record], tuple[object, ...]]
) -> list[Record]:
    """Both sides' rows; of two with one key the one that ranks higher."""
    found: dict[tuple[object, ...], Record] = {}
    for row in (*ours[table], *theirs[table]):
        key = tuple(row[name] for name in KEYS[table])
        found[key] = max(found.get(key, row), row, key=rank)
    return list(found.values())


def _any(row: Record) -> tuple[object, ...]:
    return tuple((value is not None, str(value)) for value in row.values())


def _newest(row: Record) -> tuple[object, ...]:
    return (row["changed_at"] or row["at"], *preference(row["text"]), *_any(row))


def _alike(rows: Iterable[Record], table: str) -> tuple[list[Record], list[Record]]:
    """Of rows that say the same, the one with the smallest id; and the others, as twins."""
    by_id: dict[str, Record] = {}
    for row in rows:
        by_id[row["id"]] = min(by_id.get(row["id"], row), row, key=_any)
    first: dict[tuple[object, ...], Record] = {}
    others: list[Record] = []
    for _, row in sorted(by_id.items()):
        which = tuple(row[name] for name in TABLES[table])
        if first.setdefault(which, row) is not row:
            others.append({**row, "table": table})
    return list(first.values()), others


def _pairs(ours: Side, theirs: Side, table: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in (*ours[table], *theirs[table]):
        found.setdefault(row["id"], []).append(row)
    return found


def _parts(
    ours: Side, theirs: Side, labels: Mapping[str, Sequence[Record]], buried: Container[str]
) -> tuple[list[Record], list[Record]]:
    """The parts, and names that become aliases because nothing says which of two is the later."""
    parts: list[Record] = []
    aliases: list[Record] = []
    for id_, same in _pairs(ours, theirs, "part").items():
        if id_ in buried:
            continue
        part = _thing(same)
        dated = {row["field"]: row for row in sorted(labels.get(id_, []), key=lambda row: row["at"])}
        for field, usual in _AS_IT_CAME.items():
            part[field] = max((row[field] for row in same), key=lambda value: (value != usual, value or ""))
        part["name"] = max(row["name"] for row in same)
        part["archived_at"] = max((row["archived_at"] for row in same), key=lambda at: at or "")
        part |= {field: row["value"] for field, row in dated.items()}
        part["name_key"] = _key(part["name"], same)
        if "name" not in dated:
            others = {row["name"] for row in same if row["name_key"] != part["name_key"]}
            aliases += [_alias(id_, name) for name in sorted(others)]
        parts.append(part)
    return parts, aliases


def _key(name: str, same: Sequence[Record]) -> str:
    return next((row["name_key"] for row in same if row["name"] == name), name_key(name))


def _alias(part_id: str, name: str) -> Record:
    key = name_key(name)
    return {
        "id": str(uuid5(UUID(part_id), f"alias {key}")),
        "part_id": part_id,
        "alias": name,
        "alias_key": key,
    }


def _people(ours: Side, theirs: Side, buried: Container[str]) -> list[Record]:
    people = []
    for id_, same in _pairs(ours, theirs, "person").items():
        if id_ not in buried:
            person = _thing(same)
            person["name"] = max(row["name"] for row in same)
            person["name_key"] = _key(person["name"], same)
            person["relation"] = max((row["relation"] for row in same), key=lambda text: text or "")
            people.append(person)
    return people


def _thing(same: Sequence[Record]) -> Record:
    """What two rows of one part or person have in common: since when, and which session named it first."""
    named_in = min((row["named_in"] for row in same if row["named_in"] is not None), default=None)
    return {**same[0], "created_at": min(row["created_at"] for row in same), "named_in": named_in}
