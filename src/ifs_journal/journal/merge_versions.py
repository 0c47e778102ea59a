"""All copies of one session, joined: of two logs with the same beginning the longer, of two ways both.

Pure, and the same in whatever order copies are joined. What a log ever held is its path, what was taken back
included, so a path only grows. Where paths part, the earlier way keeps the session's id and the others get
ids of their own, which they never lose again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from ifs_journal.journal.change import OF_AN_ANSWER
from ifs_journal.journal.graves import Item, Path, correction_id, name_of, way_id
from ifs_journal.journal.merge_read import ANSWER, Copy, Record
from ifs_journal.terms import Kind

GONE = "…"
"""Stands where a removed name or quote stood. A text with it wins over the same without."""


@dataclass(frozen=True)
class Version:
    """One way a session went, whole."""

    id: str
    path: Path
    session: Record
    answers: Mapping[Item, Record]
    back: Mapping[Item, int]
    corrections: Mapping[Item, list[Record]]
    draft: Record | None
    target: str | None
    typed: Mapping[str, list[Record]]
    """The typed rows as the copies had them: what stands where the log can't be walked."""


@dataclass(frozen=True)
class Family:
    """What a session and its copies became."""

    origin: str
    copies: Sequence[Copy]
    versions: Sequence[Version]
    partings: Mapping[Item, bool]

    def version_of(self, copy: Copy) -> Version | None:
        """The version a copy is part of now, or None where it was removed."""
        found = [one for one in self.versions if is_beginning(copy.path, one.path)]
        return min(found, key=lambda one: (one.id != copy.id, one.id), default=None)

    def place(self, copy: Copy, upto: Path) -> str | None:
        """The id under which the last item of `upto`, of a copy's path, stands now."""
        version = self.version_of(copy)
        if version is None or version.id == copy.id:
            return None if version is None else copy.id
        name = name_of(self.origin, upto, self.partings)
        return name if any(one.id == name for one in self.versions) else version.id


def is_beginning(path: Path, of: Path) -> bool:
    """Whether a path is the beginning of another, or all of it."""
    return of[: len(path)] == path


def joined(
    origin: str, copies: Sequence[Copy], known: Mapping[Item, bool], buried: Mapping[str, str]
) -> Family:
    """Join the copies of a session. `known` are the partings of both journals, `buried` what was removed."""
    paths = {one.path for one in copies}
    whole = [one for one in paths if not any(one != other and is_beginning(one, other) for other in paths)]
    partings = dict(known)
    for way in _ways(sorted(whole)):
        for item in way:
            partings[item] = partings.get(item, False) or item != way[0]
    versions = [
        _version(name_of(origin, path, partings), path, copies)
        for path in sorted(whole)
        if not is_dead(origin, path, partings, buried)
    ]
    return Family(origin, copies, versions, partings)


def is_dead(origin: str, path: Path, partings: Mapping[Item, bool], buried: Mapping[str, str]) -> bool:
    """Whether a version was removed: its whole session, or a way it went."""
    return origin in buried or any(item in partings and way_id(origin, item) in buried for item in path)


def _ways(paths: Sequence[Path], depth: int = 0) -> Iterator[list[Item]]:
    """Each place where paths part: the first item of every way, the earliest first."""
    while len(paths) > 1:
        ways: dict[Item, list[Path]] = {}
        for path in paths:
            ways.setdefault(path[depth], []).append(path)
        if len(ways) > 1:
            yield sorted(ways)
            for way in ways.values():
                yield from _ways(way, depth + 1)
            return
        depth += 1


def _version(name: str, path: Path, copies: Sequence[Copy]) -> Version:
    whole = [one for one in copies if one.path == path]
    back = {
        item: max(found) for item in path if (found := [one.back[item] for one in copies if item in one.back])
    }
    left = [item for item in path if item not in back]
    every = {item: _corrections(name, item, copies) for item in left}
    corrections = {item: its for item, its in every.items() if its}
    session = _session(whole)
    drafts = [one.draft for one in whole if one.draft is not None and session["ended_at"] is None]
    return Version(
        name,
        path,
        session,
        {item: _answer(item, copies, corrections.get(item, [])) for item in left},
        back,
        corrections,
        max(drafts, key=lambda one: (one["at"], one["address"], one["text"]), default=None),
        max((one.target for one in whole if one.target is not None), default=None),
        _typed(name, path, left, copies),
    )


def _session(whole: Sequence[Copy]) -> Record:
    """What is said of the session: ended beats open, then the newest."""

    def rank(one: Record) -> tuple[Any, ...]:
        return one["ended_at"] is not None, one["ended_at"] or "", one["updated_at"], _text(one)

    found = max((one.session for one in whole), key=rank)
    asks = [one.session["ask_keep"] for one in whole if one.session["ended_at"] == found["ended_at"]]
    return {**found, "ask_keep": min(asks)}


def _corrections(name: str, item: Item, copies: Sequence[Copy]) -> list[Record]:
    """Every correction of an item, whichever version it was made in; from the newest that kept nothing on."""
    found: dict[tuple[str, int], list[tuple[bool, Record]]] = {}
    for copy in copies:
        for one in copy.corrections_were.get(item, []):
            found.setdefault((one["at"], one["earlier_kept"]), []).append((copy.was == name, one))
    removed = max((at for at, kept in found if not kept), default="")
    joined = []
    for (at, kept), same in sorted(found.items()):
        if at < removed or (at == removed and kept):
            continue
        ids = [one["id"] for own, one in same if own]
        value = max((one["value"] for _, one in same), key=preference)
        id_ = min(ids) if ids else correction_id(name, item, at, kept)
        joined.append({"id": id_, "value": value, "at": at, "earlier_kept": kept})
    return joined


def _answer(item: Item, copies: Sequence[Copy], corrections: Sequence[Record]) -> Record:
    given = [one.answers[item] for one in copies if item in one.answers]
    best = given[0]
    if any(one != best for one in given):
        best = max(given, key=lambda one: (preference(one["value"]), _text(one)))
    found = dict(best)
    found["prompt"] = max((one["prompt"] for one in given), key=preference)
    for one in corrections:
        if not one["earlier_kept"]:
            found["kind"] = str(Kind.OFF if one["value"] is None else Kind.ANSWER)
            found["value"] = one["value"]
    return {name: found[name] for name in ANSWER}


def preference(text: str | None) -> tuple[int, bool, str]:
    """Which of two texts stays where nothing else decides: the one in which more was removed."""
    return (text or "").count(GONE), text is not None, text or ""


def _typed(name: str, path: Path, left: Iterable[Item], copies: Sequence[Copy]) -> dict[str, list[Record]]:
    """The rows of each answer, from the copies that know most of it."""
    chosen: dict[int, list[Copy]] = {}
    for item in left:
        ranked = [(_knows(one, item, path), one) for one in copies if item in one.answers]
        best = max(rank for rank, _ in ranked)
        chosen[item.seq] = [one for rank, one in ranked if rank == best]
    found: dict[str, dict[str, Record]] = {table: {} for table in OF_AN_ANSWER}
    for copy in copies:
        for table, its in copy.typed.items():
            for row in its:
                if copy not in chosen.get(row["answer_seq"], []):
                    continue
                id_ = row["id"] if copy.was == name else str(uuid5(UUID(name), row["id"]))
                named = {**row, "id": id_, "session_id": name}
                other = found[table].setdefault(id_, named)
                if other != named:
                    found[table][id_] = max(other, named, key=_text)
    return {
        table: sorted(its.values(), key=lambda row: (row["answer_seq"], row["id"]))
        for table, its in found.items()
    }


def _knows(copy: Copy, item: Item, path: Path) -> tuple[str, int]:
    newest = max((one["at"] for one in copy.corrections.get(item, [])), default="")
    return newest, len(copy.path) if is_beginning(copy.path, path) else 0


def _text(row: Mapping[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, ensure_ascii=False)
