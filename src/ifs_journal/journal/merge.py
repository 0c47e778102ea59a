"""Two journals become one: everything of the other one comes into this one, by id.

In whatever order journals are merged the same comes out, short numbers aside; merging again changes nothing.
What was removed on either side stays removed. One transaction here; the other journal is only read. How a log
is walked again is the caller's to say (`Walks`): this room knows no guide.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from heapq import merge
from typing import TYPE_CHECKING

from ifs_journal.journal.check_trouble import Progress, nobody
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import origin_of, way_id
from ifs_journal.journal.mentions import without_names
from ifs_journal.journal.merge_read import (
    Copy,
    Record,
    changes,
    differing,
    filled,
    has,
    numbers_of,
    partings,
    read_copy,
    records,
    tombstones,
    versions_of,
)
from ifs_journal.journal.merge_rows import Rows
from ifs_journal.journal.merge_told import Merged, Walks
from ifs_journal.journal.merge_versions import Family, Version, is_beginning, joined
from ifs_journal.journal.merge_whole import TARGET, Whole
from ifs_journal.journal.merge_words import in_other_words, reworded, unquote_removed
from ifs_journal.journal.merge_write import (
    insert,
    put_rows,
    rename_sessions,
    rewrite_references,
    settle,
    write_typed,
    write_version,
)
from ifs_journal.journal.other import OtherJournal
from ifs_journal.journal.remove import take_named, take_session
from ifs_journal.journal.shapes import answer_id
from ifs_journal.journal.source import first, rows

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal


def merge_into(
    journal: Journal,
    connection: Connection,
    other: Journal,
    walks: Walks,
    *,
    progress: Progress = nobody,
    only_look: bool = False,
) -> Merged:
    """Bring everything of `other` in, inside the transaction `connection` is in.

    `progress` hears how much is done. With `only_look` it stops as soon as it is known what would come: the
    caller takes back what was written by then.
    """
    # One view of the other file, whatever another window writes there meanwhile.
    other.connection.execute("BEGIN")
    try:
        found = _Merge(journal, connection, other, walks, progress).run(only_look=only_look)
        if isinstance(other, OtherJournal):
            other.require_as_it_was()
        return found
    finally:
        other.connection.execute("ROLLBACK")


@dataclass
class _Merge:
    journal: Journal
    connection: Connection
    other: Journal
    walks: Walks
    progress: Progress = nobody
    found: Merged = field(default_factory=Merged)
    buried: dict[str, str] = field(default_factory=dict)
    families: dict[str, Family] = field(default_factory=dict)
    family_of: dict[str, Family] = field(default_factory=dict)
    """By every id a version of it has on either side."""
    ids_here: dict[str, str] = field(default_factory=dict)
    ids_there: dict[str, str] = field(default_factory=dict)
    """Ids of answers and rows of sessions that are called otherwise now, by side."""
    parted: set[str] = field(default_factory=set)
    """Sessions whose copies were found to part now."""
    whole: Whole = field(init=False)
    """Sessions only the other journal has."""
    tables: Mapping[bool, tuple[str, ...]] = field(default_factory=dict)
    """Where typed rows are at all, here and there."""
    dirty: set[str] = field(default_factory=set)
    """Sessions whose typed rows may have to follow."""

    def run(self, *, only_look: bool = False) -> Merged:
        """All of it, in the one order in which each step finds what it needs."""
        self.progress("compare", 0, 0)
        self.tables = {True: filled(self.connection), False: filled(self.other)}
        new = self.tombstones()
        self.named_that_went(new, only_look=only_look)
        self.join_families(new)
        its_rows = Rows(self.connection, self.other, self.buried, self.family_of, self.found)
        self.take_dead()
        self.rename()
        self.write_partings()
        self.whole.unquoted = self.unquote()
        self.whole.ids = self.ids_there
        self.join_again()
        self.write_bundles()
        versions = [one for family in self.families.values() for one in family.versions]
        its_rows.write(versions, self.whole, self.ids_here, self.ids_there)
        self.write_sessions()
        if only_look:
            return self.found
        self.whole.write_rows()
        self.follow()
        if self.found.touched:
            settle(self.connection, self.found)
        return self.found

    def tombstones(self) -> set[str]:
        """Remember here what was removed there. Gives what this journal had not heard of."""
        ours, theirs = tombstones(self.connection), tombstones(self.other)
        self.buried = {**theirs, **ours}
        for id_ in theirs.keys() & ours.keys():
            self.buried[id_] = min(ours[id_], theirs[id_])
        for id_, at in self.buried.items():
            if ours.get(id_) != at:
                self.found.touch()
                self.connection.execute(
                    "INSERT INTO tombstone (id, at) VALUES (?, ?) "
                    "ON CONFLICT (id) DO UPDATE SET at = excluded.at",
                    (id_, at),
                )
        return theirs.keys() - ours.keys()

    def named_that_went(self, new: set[str], *, only_look: bool) -> None:
        """Remove parts, people, notes, tags and aliases that were removed there."""
        for id_ in sorted(new):
            for table in ("part", "person"):
                if has(self.connection, table, id_):
                    self.found.count(table)
                    if only_look:
                        # Their names in answers make no difference, and to take them out takes a while.
                        self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))
                    else:
                        take_named(self.connection, table, id_)
            for table in ("note", "tag", "part_alias", "bond", "therapy", "saved_filter"):
                if has(self.connection, table, id_):
                    self.found.count(table)
                    self.connection.execute(f"DELETE FROM {table} WHERE id = ?", (id_,))

    # --- sessions: what becomes of each -----------------------------------------------------------

    def join_families(self, new: set[str]) -> None:
        """Join the copies of every session that is not the same on both sides."""
        ours, theirs = partings(self.connection), partings(self.other)
        origins = {origin for origin, ways in theirs.items() if ours.get(origin) != ways}
        changed, only_there = differing(self.connection, self.other, self.buried)
        # Copies of one session may have any of these names.
        of_several = {id_ for one in (ours, theirs) for pair in one.items() for id_ in versions_of(*pair)}
        self.whole = Whole(
            self.connection,
            self.other,
            self.buried,
            numbers_of(self.other, only_there - of_several - self.buried.keys()),
            self.progress,
        )
        for id_ in (changed | only_there | new) - self.whole.numbers.keys():
            origins.add(origin_of(self.connection, origin_of(self.other, id_)))
        for done, origin in enumerate(sorted(origins)):
            self.progress("compare", done, len(origins))
            ways = dict(ours.get(origin, {}))
            for item, apart in theirs.get(origin, {}).items():
                ways[item] = ways.get(item, False) or apart
            copies = []
            for id_ in versions_of(origin, ways):
                for source, here in ((self.connection, True), (self.other, False)):
                    copy = read_copy(source, id_, here=here, tables=self.tables[here])
                    if copy is not None:
                        copies.append(self.blanked(copy))
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
            self.found.touch()
            self.connection.execute("INSERT INTO tombstone (id, at) VALUES (?, ?)", (family.origin, at))
        self.families[family.origin] = family
        for copy in family.copies:
            self.family_of[copy.id] = family

    def blanked(self, copy: Copy) -> Copy:
        """A copy without the names of parts and people that were removed on the other side."""
        for one in (*copy.answers.values(), *(each for its in copy.corrections.values() for each in its)):
            if one["value"]:
                one["value"] = without_names(one["value"], self.buried)
        return copy

    def unquote(self) -> dict[str, list[str]]:
        """See that nothing quotes what was removed. Gives what whole sessions to come quote of it."""
        before = changes(self.connection)
        found = unquote_removed(self.connection, self.other, self.families.values(), self.family_of)
        if changes(self.connection) != before:
            self.found.touch(rewritten=True)
        return found

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
            self.found.touch()
            rename_sessions(self.connection, names, row_ids)
            self.dirty |= set(names.values())
            self.dirty |= rewrite_references(
                self.connection, self.ids_here, lambda text: reworded(text, self.ids_here)
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
            self.found.touch()
            self.connection.execute("DELETE FROM parting WHERE origin = ?", (origin,))
        for origin in self.parted:
            self.found.touch()
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
                    self.found.count("session")
                    take_session(self.connection, copy.id, named=False)

    def join_again(self) -> None:
        """Join every family once more, from what its copies are by now."""
        for origin, family in list(self.families.items()):
            copies = []
            for copy in family.copies:
                version = family.version_of(copy)
                if not copy.here:
                    copies.append(in_other_words(copy, self.ids_there))
                elif version is not None:
                    now = read_copy(self.connection, version.id, here=True, tables=self.tables[True])
                    assert now is not None
                    now = self.blanked(now)
                    typed = in_other_words(copy, self.ids_here).typed
                    copies.append(replace(now, was=copy.id, corrections_were=copy.corrections, typed=typed))
                else:
                    # Removed by now; what is only its beginning has to go with it.
                    copies.append(copy)
            if copies:
                self.families[origin] = joined(origin, copies, family.partings, self.buried)

    # --- writing ----------------------------------------------------------------------------------

    def write_bundles(self) -> None:
        """Bring the words that the sessions to come were guided by."""
        wanted = {one.session["bundle"] for family in self.families.values() for one in family.versions}
        wanted |= self.whole.bundles()
        for hash_ in sorted(wanted):
            if first(self.connection, "SELECT 1 FROM bundle WHERE hash = ?", (hash_,)) is None:
                its = next(
                    records(self.other, "bundle", ("hash", "protocol", "body"), "WHERE hash = ?", hash_)
                )
                insert(self.connection, "bundle", its)

    def write_sessions(self) -> None:
        """The sessions themselves, those there in the order of their numbers."""
        todo: list[tuple[int, str, Record | tuple[Version, Family]]] = [
            (min((one.number for one in family.copies if not one.here), default=0), one.id, (one, family))
            for family in self.families.values()
            for one in family.versions
        ]
        todo.sort(key=_in_order)
        for there, _, one in merge(todo, self.whole.sessions(), key=_in_order):
            if isinstance(one, dict):
                self.found.touch()
                self.note_new(there, insert(self.connection, "session", one, there))
            else:
                self.write_version(*one)
        for family in self.families.values():
            if len(family.versions) > 1 and family.origin in self.parted:
                self.found.apart.append(tuple(sorted(self.number(one.id) for one in family.versions)))

    def write_version(self, version: Version, family: Family) -> None:
        """One session, as it is now."""
        own = [one for one in family.copies if one.here and family.version_of(one) is version]
        here = own[0] if own else None
        there = [one for one in family.copies if not one.here and is_beginning(one.path, version.path)]
        number = write_version(self.connection, version, here, there, self.found)
        if number is None:
            return
        self.found.touch()
        self.dirty.add(version.id)
        if own:
            self.found.changed.append(number)
        else:
            self.note_new(min((one.number for one in there), default=number), number)

    def note_new(self, there: int, number: int) -> None:
        """Note a session that came, and if its number is another here."""
        self.found.new.append(number)
        if there != number:
            self.found.renumbered.append(("session", there, number))

    def number(self, session_id: str) -> int:
        """A session's short number here."""
        found: int = first(self.connection, "SELECT number FROM session WHERE id = ?", (session_id,))[0]
        return found

    def follow(self) -> None:
        """Let the typed rows of every changed session follow from its log, the earliest session first."""
        versions = {one.id: one for family in self.families.values() for one in family.versions}
        as_it_came = {
            copy.id
            for family in self.families.values()
            for copy in family.copies
            if len(family.copies) == 1 and not copy.here
        }
        sql = "SELECT id FROM session WHERE id IN (SELECT value FROM json_each(?)) ORDER BY started_at, id"
        todo = list(rows(self.connection, sql, (json.dumps(sorted(self.dirty)),)))
        for done, (id_,) in enumerate(todo):
            self.progress("follow", done, len(todo))
            # What comes from there alone needs no walking: its rows came along.
            wanted = None if id_ in as_it_came else self.walks.rows(self.journal, id_)
            if wanted is None:
                if id_ in versions:
                    write_typed(self.connection, versions[id_], self.found)
                    self.connection.execute(TARGET, (versions[id_].target, id_))
                continue
            put_rows(self.connection, id_, wanted)


def _in_order(one: tuple[int, str, object]) -> tuple[int, str]:
    return one[:2]
