"""What belongs to no one session, brought in: read on both sides, joined, and written where it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ifs_journal.journal import merge_things as things
from ifs_journal.journal.driver import Connection
from ifs_journal.journal.graves import name_of
from ifs_journal.journal.mentions import UUIDS
from ifs_journal.journal.merge_read import Record, records
from ifs_journal.journal.merge_told import Merged
from ifs_journal.journal.merge_versions import Family, Version
from ifs_journal.journal.merge_whole import Whole
from ifs_journal.journal.merge_write import exchange, insert, update
from ifs_journal.journal.source import Source, rows
from ifs_journal.journal.twins import put_twins, twins


@dataclass
class Rows:
    """Both sides' rows, as they were before any session was renamed or removed."""

    connection: Connection
    other: Source
    buried: Mapping[str, str]
    family_of: Mapping[str, Family]
    found: Merged
    ours: things.Side = field(init=False)
    theirs: things.Side = field(init=False)

    def __post_init__(self) -> None:
        self.ours = self.side(self.connection, here=True)
        self.theirs = self.side(self.other, here=False)

    def write(
        self,
        versions: Sequence[Version],
        whole: Whole,
        answers_here: Mapping[str, str],
        answers_there: Mapping[str, str],
    ) -> None:
        """Write them. The sessions are to be written next: what they mention has to be there.

        `answers_here` and `answers_there` say how answers of each side are called now.
        """
        for side, names in ((self.ours, answers_here), (self.theirs, answers_there)):
            for row in side["mark"]:
                row["subject_id"] = names.get(row["subject_id"], row["subject_id"])
        present = {id_ for (id_,) in rows(self.connection, "SELECT id FROM session")}
        present |= {one.id for one in versions} | whole.numbers.keys()
        joined_rows = things.joined_things(self.ours, self.theirs, self.buried, present)
        now = _rows_of(self.connection)
        mentioned = _mentioned(versions)
        for table in ("part", "person"):
            kept = {row["id"] for row in now[table]} | mentioned
            forgotten = {
                row["id"]
                for row in joined_rows[table]
                if row["id"] not in kept and things.is_forgotten(row, joined_rows, present)
            }
            forgotten -= whole.mentioned(forgotten)
            joined_rows[table] = [row for row in joined_rows[table] if row["id"] not in forgotten]
        numbers = {
            table: dict(rows(self.other, f"SELECT id, number FROM {table}")) for table in things.NUMBERED
        }
        before = {id_ for (id_,) in rows(self.connection, "SELECT id FROM part")}
        self.write_twins(joined_rows.pop(things.TWINS))
        for table, after in joined_rows.items():
            self.write_table(table, now[table], after, numbers.get(table, {}))
        self.note_same_names(before)

    def write_table(
        self, table: str, before: Sequence[Record], after: Sequence[Record], numbers: Mapping[str, int]
    ) -> None:
        """One table. What is new comes in the order of its numbers there."""
        key = things.KEYS[table]
        old = {tuple(row[name] for name in key): row for row in before}
        kept = {tuple(row[name] for name in key) for row in after}
        gone = [row for which, row in old.items() if which not in kept]
        exchange(self.connection, table, key, gone, [], self.found)
        for row in sorted(after, key=lambda row: (numbers.get(row.get("id", ""), 0), str(row[key[0]]))):
            earlier = old.get(tuple(row[name] for name in key))
            if earlier == row:
                continue
            self.found.touch(rewritten=earlier is not None)
            if earlier is not None:
                self.found.written += 1
                update(self.connection, table, {name: row[name] for name in key}, row)
                continue
            number = insert(self.connection, table, row, numbers.get(row.get("id", "")))
            self.note_new(table, numbers.get(row.get("id", "")), number)

    def write_twins(self, rows_alike: Sequence[Record]) -> None:
        """What says the same as another row."""
        before = {one["id"]: one for one in twins(self.connection)}
        after = {one["id"]: one for one in rows_alike}
        if before != after:
            self.found.touch(rewritten=any(after.get(id_) != one for id_, one in before.items()))
            put_twins(self.connection, before, after)

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

    def side(self, source: Source, *, here: bool) -> things.Side:
        """The same, each with the session it belongs to now. To be read before any session is renamed."""
        found = _rows_of(source)
        for one in twins(source):
            found[one.pop("table")].append(one)
        for table, column, at in (
            ("note", "session_id", "at"),
            ("tag", "session_id", "at"),
            ("part", "named_in", "created_at"),
            ("person", "named_in", "created_at"),
        ):
            for row in found[table]:
                row[column] = self.placed(row[column], row[at], here=here)
        for row in found["mark"]:
            if row["subject"] == "session":
                row["subject_id"] = self.placed(row["subject_id"], row["at"], here=here)
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


def _mentioned(versions: Sequence[Version]) -> set[str]:
    """Every id that the sessions to be written mention."""
    found: set[str] = set()
    for version in versions:
        for answer in version.answers.values():
            found.update(UUIDS.findall(answer["value"] or ""))
        for its in version.typed.values():
            found.update(value for row in its for value in row.values() if isinstance(value, str))
    return found


def _rows_of(source: Source) -> dict[str, list[Record]]:
    """One journal's rows that belong to no one session."""
    return {
        table: list(records(source, table, names, "WHERE session_id IS NULL" if table == "part_fact" else ""))
        for table, names in things.COLUMNS.items()
    }
