"""Two journals become one: everything of the other one comes into this one, by id.

In whatever order journals are merged the same comes out, short numbers aside; merging again changes nothing.
What was removed on either side stays removed. One transaction here; the other journal is only read. How a log
is walked again is the caller's to say (`Walks`): this room knows no guide.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from ifs_journal.journal import merge_things as things
from ifs_journal.journal.change import OF_AN_ANSWER, OF_ANOTHER, apply, drop_forgotten, encoded
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import name_of, origin_of, way_id
from ifs_journal.journal.mentions import blanked, ids_and_words, quoting, unquote, without_words
from ifs_journal.journal.merge_read import (
    Copy,
    Record,
    differing,
    has,
    partings,
    read_copy,
    records,
    tombstones,
    versions_of,
)
from ifs_journal.journal.merge_versions import Family, Version, is_beginning, joined
from ifs_journal.journal.merge_write import (
    exchange,
    insert,
    mend_references,
    rename_sessions,
    rewrite_references,
    update,
    write_typed,
    write_version,
)
from ifs_journal.journal.remove import take_named, take_session
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.journal.wipe import mark
from ifs_journal.terms import Difference, Row

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Walks(Protocol):
    """Whoever can walk a log."""

    def rows(self, journal: Journal, session_id: str) -> Sequence[Row] | None:
        """The typed rows a session's log gives, or None where it can't be walked."""

    def row_ids(self, journal: Journal, session_id: str, name: str) -> Mapping[str, str]:
        """How the typed rows of a session would be called if its id were `name`. Empty if it can't be."""


@dataclass
class Merged:
    """What a merge brought, or would bring. Sessions, parts, people and notes are short numbers here."""

    new: list[int] = field(default_factory=list)
    """Sessions that were not here."""
    changed: list[int] = field(default_factory=list)
    """Sessions that went on there, or whose answers were corrected there."""
    apart: list[tuple[int, ...]] = field(default_factory=list)
    """Sessions that went different ways here and there: the numbers of all versions."""
    parts: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    written: int = 0
    """Parts, people and notes changed, and labels, facts, other names and tags that came."""
    removed: dict[str, int] = field(default_factory=dict)
    """What was removed there and goes here: how many of each table."""
    renumbered: list[tuple[str, int, int]] = field(default_factory=list)
    """What has another number here: the table, the number there, the number here."""
    same_name: list[tuple[int, ...]] = field(default_factory=list)
    """Parts of one name that were made on both sides: their numbers."""
    touched: bool = False

    @property
    def nothing(self) -> bool:
        """Whether everything was here already."""
        return not self.touched


def merge_into(journal: Journal, connection: Connection, other: Journal, walks: Walks) -> Merged:
    """Bring everything of `other` in, inside the transaction `connection` is in."""
    return _Merge(journal, connection, other, walks).run()


@dataclass
class _Merge:
    journal: Journal
    connection: Connection
    other: Journal
    walks: Walks
    found: Merged = field(default_factory=Merged)
    buried: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    family_of: dict[str, Family] = field(default_factory=dict)
    """By every id a version of it has on either side."""
    ids_here: dict[str, str] = field(default_factory=dict)
    ids_there: dict[str, str] = field(default_factory=dict)
    """Ids of answers and rows of sessions that are called otherwise now, by side."""
    ours: things.Side = field(default_factory=dict)
    theirs: things.Side = field(default_factory=dict)
    """Both journals' rows that belong to no one session, as they were."""
    parted: set[str] = field(default_factory=set)
    """Sessions whose copies were found to part now."""
    dirty: set[str] = field(default_factory=set)
    """Sessions whose typed rows may have to follow."""

    def run(self) -> Merged:
        """All of it, in the one order in which each step finds what it needs."""
        new = self.tombstones()
        self.named_that_went(new)
        self.join_families(new)
        self.ours = self.side(self.connection, here=True)
        self.theirs = self.side(self.other, here=False)
        self.take_dead()
        self.rename()
        self.write_partings()
        self.unquote()
        self.join_again()
        self.write_bundles()
        self.write_things()
        self.write_versions()
        self.follow()
        self.settle()
        return self.found

    def tombstones(self) -> set[str]:
        """Remember here what was removed there. Gives what this journal had not heard of."""
        ours, theirs = tombstones(self.connection), tombstones(self.other)
        self.buried = {**theirs, **ours}
        for id_ in theirs.keys() & ours.keys():
            self.buried[id_] = min(ours[id_], theirs[id_])
        for id_, at in self.buried.items():
            if ours.get(id_) != at:
                self.touch()
                self.connection.execute(
                    "INSERT INTO tombstone (id, at) VALUES (?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                    (id_, at),
                )
        return theirs.keys() - ours.keys()

    def touch(self) -> None:
        """Something is not as it was."""
        self.found.touched = True

    def count(self, table: str) -> None:
        """Something goes that was removed there."""
        self.touch()
        self.found.removed[table] = self.found.removed.get(table, 0) + 1

    def named_that_went(self, new: set[str]) -> None:
        """Remove parts, people, notes, tags and aliases that were removed there."""
        for id_ in sorted(new):
            for table in ("part", "person"):
                if has(self.connection, table, id_):
                    self.count(table)
                    take_named(self.connection, table, id_)
            for table in ("note", "tag", "part_alias"):
                if has(self.connection, table, id_):
                    self.count(table)
                    self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))

    # --- sessions: what becomes of each -----------------------------------------------------------

    def join_families(self, new: set[str]) -> None:
        """Join the copies of every session that is not the same on both sides."""
        ours, theirs = partings(self.connection), partings(self.other)
        origins = {origin for origin, ways in theirs.items() if ours.get(origin) != ways}
        for id_ in differing(self.connection, self.other) | new:
            origins.add(origin_of(self.connection, origin_of(self.other, id_)))
        for origin in sorted(origins):
            ways = dict(ours.get(origin, {}))
            for item, apart in theirs.get(origin, {}).items():
                ways[item] = ways.get(item, False) or apart
            copies = []
            for id_ in versions_of(origin, ways):
                for source, here in ((self.connection, True), (self.other, False)):
                    copy = read_copy(source, id_, here=here)
                    if copy is not None:
                        copies.append(copy if here else self.blanked(copy))
            if not copies:
                continue
            family = joined(origin, copies, ways, self.buried)
            self.add_family(family)
            if origin not in self.buried and family.partings != ours.get(origin, {}):
                self.parted.add(origin)

    def add_family(self, family: Family) -> None:
        """Note a session's family, and that it is gone where nothing is left of it."""
        if not family.versions and family.origin not in self.buried:
            ways = [way_id(family.origin, item) for item in family.partings]
            at = max(self.buried[way] for way in ways if way in self.buried)
            self.buried[family.origin] = at
            self.touch()
            self.connection.execute("INSERT INTO tombstone (id, at) VALUES (?, ?)", (family.origin, at))
        self.families[family.origin] = family
        for copy in family.copies:
            self.family_of[copy.id] = family

    def blanked(self, copy: Copy) -> Copy:
        """A copy from there, without the names of parts and people that were removed here."""
        for one in (*copy.answers.values(), *(each for its in copy.corrections.values() for each in its)):
            for id_ in set(_UUID.findall(one["value"] or "")) & self.buried.keys():
                one["value"] = encoded(blanked(json.loads(one["value"]), id_))
        return copy

    def rename(self) -> None:
        """Give this journal's own sessions the ids they have now, and see to what refers to them."""
        names: dict[str, str] = {}
        row_ids: dict[str, str] = {}
        for family in self.families.values():
            for copy in family.copies:
                version = family.version_of(copy)
                if version is None or version.id == copy.id:
                    continue
                journal = self.journal if copy.here else self.other
                own = self.walks.row_ids(journal, copy.id, version.id)
                self.note_ids(family, copy, version, own)
                if copy.here:
                    names[copy.id] = version.id
                    row_ids |= own
        if names:
            self.touch()
            rename_sessions(self.connection, names, row_ids)
            self.dirty |= set(names.values())
            self.dirty |= rewrite_references(
                self.connection, self.ids_here, lambda text: _reworded(text, self.ids_here)
            )

    def note_ids(self, family: Family, copy: Copy, version: Version, row_ids: Mapping[str, str]) -> None:
        """Note what the answers and rows of a copy are called now, item by item."""
        ids = self.ids_here if copy.here else self.ids_there
        by_seq: dict[int, list[str]] = {}
        for its in copy.typed.values():
            for row in its:
                by_seq.setdefault(row["answer_seq"], []).append(row["id"])
        for upto, item in enumerate(copy.path, 1):
            if family.place(copy, copy.path[:upto]) != version.id:
                continue
            ids[answer_id(copy.id, item.seq)] = answer_id(version.id, item.seq)
            for id_ in by_seq.get(item.seq, []):
                if id_ in row_ids:
                    ids[id_] = row_ids[id_]

    def write_partings(self) -> None:
        """Remember where copies of sessions parted, as long as there is anything of them."""
        for origin in partings(self.connection).keys() & self.buried.keys():
            self.touch()
            self.connection.execute("DELETE FROM parting WHERE origin = ?", (origin,))
        for origin in self.parted:
            self.touch()
            family = self.families[origin]
            for item, apart in family.partings.items():
                values = (way_id(family.origin, item), family.origin, item.seq, item.at, int(apart))
                self.connection.execute(
                    "INSERT INTO parting (id, origin, seq, at, apart) VALUES (?, ?, ?, ?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET apart = excluded.apart",
                    values,
                )

    def take_dead(self) -> None:
        """Remove the sessions that were removed there."""
        for family in self.families.values():
            for copy in family.copies:
                if copy.here and family.version_of(copy) is None:
                    self.count("session")
                    take_session(self.connection, copy.id, named=False)

    def unquote(self) -> None:
        """Where an answer was removed or replaced on one side: the other's questions quote it no more."""
        theirs: dict[str, str] = {}
        for family in self.families.values():
            for copy in family.copies:
                words = self.words_gone(family, copy)
                if not copy.here:
                    theirs |= words
                elif words:
                    version = family.version_of(copy)
                    unquote(self.connection, words, version.id if version else copy.id)
        if theirs:
            self.unquote_there(theirs)

    def words_gone(self, family: Family, copy: Copy) -> dict[str, str]:
        """What a copy still holds and was removed, by the ids others quote it under."""
        version = family.version_of(copy)
        source: Source = self.connection if copy.here else self.other
        if version is None:
            return {} if copy.here else ids_and_words(source, copy.id)
        words: dict[str, str] = {}
        for item, found in version.corrections.items():
            held = {one["at"] for one in copy.corrections.get(item, []) if not one["earlier_kept"]}
            fresh = [one for one in found if not one["earlier_kept"] and one["at"] not in held]
            if fresh and item in copy.answers:
                id_ = version.id if copy.here else copy.id
                words |= ids_and_words(source, id_, item.seq)
        return words

    def unquote_there(self, words: Mapping[str, str]) -> None:
        """The same in what comes from there."""
        for one in quoting(self.other, frozenset(words), ""):
            family = self.family_of.get(one.session_id)
            for copy in family.copies if family else ():
                if copy.here or copy.id != one.session_id:
                    continue
                for answer in copy.answers.values():
                    for id_ in one.quoted:
                        if answer["prompt"]:
                            answer["prompt"] = without_words(answer["prompt"], words[id_])

    def join_again(self) -> None:
        """Join every family once more, from what its copies are by now."""
        for origin, family in list(self.families.items()):
            copies = []
            for copy in family.copies:
                version = family.version_of(copy)
                if not copy.here:
                    copies.append(_in_other_words(copy, self.ids_there))
                elif version is not None:
                    now = read_copy(self.connection, version.id, here=True)
                    assert now is not None
                    typed = _in_other_words(copy, self.ids_here).typed
                    copies.append(replace(now, was=copy.id, typed=typed))
                else:
                    # Removed by now; what is only its beginning has to go with it.
                    copies.append(copy)
            if copies:
                self.families[origin] = joined(origin, copies, family.partings, self.buried)

    # --- writing ----------------------------------------------------------------------------------

    def write_bundles(self) -> None:
        """Bring the words that the sessions to come were guided by."""
        wanted = {one.session["bundle"] for family in self.families.values() for one in family.versions}
        for hash_ in sorted(wanted):
            if first(self.connection, "SELECT 1 FROM bundle WHERE hash = ?", (hash_,)) is None:
                its = next(
                    records(self.other, "bundle", ("hash", "protocol", "body"), "WHERE hash = ?", hash_)
                )
                insert(self.connection, "bundle", its)

    def write_things(self) -> None:
        """Parts, people and all that belongs to no one session."""
        present = {id_ for (id_,) in rows(self.connection, "SELECT id FROM session")}
        for family in self.families.values():
            present |= {one.id for one in family.versions}
        joined_rows = things.joined_things(self.ours, self.theirs, self.buried, present)
        now = self.rows_of(self.connection)
        mentioned = self.mentioned()
        for table in ("part", "person"):
            kept = {row["id"] for row in now[table]} | mentioned
            joined_rows[table] = [
                row
                for row in joined_rows[table]
                if row["id"] in kept or not things.is_forgotten(row, joined_rows, present)
            ]
        numbers = {
            table: dict(rows(self.other, f"SELECT id, number FROM {table}")) for table in things.NUMBERED
        }
        before = {id_ for (id_,) in rows(self.connection, "SELECT id FROM part")}
        for table, after in joined_rows.items():
            self.write_table(table, now[table], after, numbers.get(table, {}))
        self.note_same_names(before)

    def mentioned(self) -> set[str]:
        """Every id that the sessions to be written mention."""
        found: set[str] = set()
        for family in self.families.values():
            for version in family.versions:
                for answer in version.answers.values():
                    found.update(_UUID.findall(answer["value"] or ""))
                for its in version.typed.values():
                    found.update(value for row in its for value in row.values() if isinstance(value, str))
        return found

    def write_table(
        self, table: str, before: Sequence[Record], after: Sequence[Record], numbers: Mapping[str, int]
    ) -> None:
        """One table. What is new comes in the order of its numbers there."""
        key = things.KEYS[table]
        old = {tuple(row[name] for name in key): row for row in before}
        kept = {tuple(row[name] for name in key) for row in after}
        gone = [row for which, row in old.items() if which not in kept]
        if exchange(self.connection, table, key, gone, []):
            self.touch()
        for row in sorted(after, key=lambda row: (numbers.get(row.get("id", ""), 0), str(row[key[0]]))):
            earlier = old.get(tuple(row[name] for name in key))
            if earlier == row:
                continue
            self.touch()
            if earlier is not None:
                self.found.written += 1
                update(self.connection, table, {name: row[name] for name in key}, row)
                continue
            number = insert(self.connection, table, row, numbers.get(row.get("id", "")))
            self.note_new(table, numbers.get(row.get("id", "")), number)

    def note_new(self, table: str, there: int | None, number: int) -> None:
        """Note what came, and if its number is another here."""
        lists = {"part": self.found.parts, "person": self.found.people, "note": self.found.notes}
        if table not in lists:
            self.found.written += 1
            return
        lists[table].append(number)
        if there is not None and there != number:
            self.found.renumbered.append((table, there, number))

    def note_same_names(self, before: set[str]) -> None:
        """Note parts of one name, of which one came and one was here."""
        sql = (
            "SELECT name_key, id, number FROM part WHERE name_key IN "
            "(SELECT name_key FROM part GROUP BY name_key HAVING count(*) > 1) ORDER BY name_key, number"
        )
        by_name: dict[str, list[tuple[str, int]]] = {}
        for key, id_, number in rows(self.connection, sql):
            by_name.setdefault(key, []).append((id_, number))
        for same in by_name.values():
            if any(id_ not in before for id_, _ in same):
                self.found.same_name.append(tuple(number for _, number in same))

    @staticmethod
    def rows_of(source: Source) -> dict[str, list[Record]]:
        """One journal's rows that belong to no one session."""
        return {
            table: list(
                records(source, table, names, "WHERE session_id IS NULL" if table == "part_fact" else "")
            )
            for table, names in things.COLUMNS.items()
        }

    def side(self, source: Source, *, here: bool) -> things.Side:
        """The same, each with the session it belongs to now. To be read before any session is renamed."""
        found = self.rows_of(source)
        for table, column, at in (
            ("note", "session_id", "at"),
            ("tag", "session_id", "at"),
            ("part", "named_in", "created_at"),
            ("person", "named_in", "created_at"),
        ):
            for row in found[table]:
                row[column] = self.placed(row[column], row[at], here=here)
        return found

    def placed(self, session_id: str | None, at: str, *, here: bool) -> str | None:
        """The session something of a moment belongs to now."""
        family = None if session_id is None else self.family_of.get(session_id)
        if family is None:
            return session_id
        own = (one for one in family.copies if one.here == here and one.id == session_id)
        copy = next(own, None)
        if copy is None:
            return session_id
        upto = len([item for item in copy.path if item.at <= at]) or 1
        if family.version_of(copy) is None:
            gone = family.origin in self.buried
            return family.origin if gone else name_of(family.origin, copy.path[:upto], family.partings)
        return family.place(copy, copy.path[:upto])

    def write_versions(self) -> None:
        """The sessions themselves, those there in the order of their numbers."""
        todo = [
            (min((one.number for one in family.copies if not one.here), default=0), one, family)
            for family in self.families.values()
            for one in family.versions
        ]
        for _, version, family in sorted(todo, key=lambda each: (each[0], each[1].id)):
            self.write_version(version, family)
        for family in self.families.values():
            if len(family.versions) > 1 and family.origin in self.parted:
                self.found.apart.append(tuple(sorted(self.number(one.id) for one in family.versions)))

    def write_version(self, version: Version, family: Family) -> None:
        """One session, as it is now."""
        own = [one for one in family.copies if one.here and family.version_of(one) is version]
        here = own[0] if own else None
        there = [one for one in family.copies if not one.here and is_beginning(one.path, version.path)]
        number = write_version(self.connection, version, here, there)
        if number is None:
            return
        self.touch()
        self.dirty.add(version.id)
        (self.found.changed if own else self.found.new).append(number)
        theirs = min((one.number for one in there), default=number)
        if not own and theirs != number:
            self.found.renumbered.append(("session", theirs, number))

    def number(self, session_id: str) -> int:
        """A session's short number here."""
        found: int = first(self.connection, "SELECT number FROM session WHERE id = ?", (session_id,))[0]
        return found

    def follow(self) -> None:
        """Let the typed rows of every changed session follow from its log, the earliest session first."""
        versions = {one.id: one for family in self.families.values() for one in family.versions}
        sql = "SELECT id FROM session WHERE id IN (SELECT value FROM json_each(?)) ORDER BY started_at, id"
        for (id_,) in list(rows(self.connection, sql, (json.dumps(sorted(self.dirty)),))):
            wanted = self.walks.rows(self.journal, id_)
            if wanted is None:
                if id_ in versions:
                    write_typed(self.connection, versions[id_])
                    self.connection.execute(_TARGET, (versions[id_].target, id_))
                continue
            self.put_rows(id_, wanted)

    def put_rows(self, session_id: str, wanted: Sequence[Row]) -> None:
        """Make a session's typed rows what its log gives. A part's labels are not the session's to set."""
        there = {(row.table, row.id) for row in wanted}
        extra = [
            Row(table, id_, {})
            for table in OF_AN_ANSWER
            for (id_,) in rows(self.connection, f"SELECT id FROM {table} WHERE session_id = ?", (session_id,))
            if (table, id_) not in there
        ]
        put = [
            row._replace(values={k: v for k, v in row.values.items() if k != "role"})
            if row.table == "part"
            else row
            for row in wanted
        ]
        apply(self.connection, session_id, Difference(tuple(put), tuple(extra)))

    def settle(self) -> None:
        """See that all references hold, and that what was removed leaves no trace."""
        if not self.found.touched:
            return
        mend_references(self.connection)
        for table in ("part", "person"):
            self.connection.execute(
                f"UPDATE {table} SET first_session = ({_NAMED_IN}) WHERE first_session IS NOT ({_NAMED_IN})"
            )
        drop_forgotten(self.connection)
        unused = "SELECT hash FROM bundle WHERE hash NOT IN (SELECT bundle FROM session)"
        self.connection.execute(f"DELETE FROM bundle WHERE hash IN ({unused})")
        mark(self.connection, rebuild=True)


_TARGET = (
    "UPDATE session SET target_part = (SELECT id FROM part WHERE id = ?1) "
    "WHERE id = ?2 AND target_part IS NULL"
)
_NAMED_IN = "SELECT s.id FROM session s WHERE s.id = named_in"


def _in_other_words(copy: Copy, ids: Mapping[str, str]) -> Copy:
    """A copy from there, naming answers and rows of other sessions by the ids they have now."""
    if not ids:
        return copy
    answers = {
        item: {**one, "value": None if one["value"] is None else _reworded(one["value"], ids)}
        for item, one in copy.answers.items()
    }
    typed = {
        table: [
            {name: ids.get(value, value) if name in OF_ANOTHER else value for name, value in row.items()}
            for row in its
        ]
        for table, its in copy.typed.items()
    }
    return replace(copy, answers=answers, typed=typed)


def _reworded(text: str, ids: Mapping[str, str]) -> str:
    return _UUID.sub(lambda found: ids.get(found[0], found[0]), text)
