"""Any histories, merged in any order: the same journal; and merging again changes nothing."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.guide.projection import difference
from ifs_journal.journal import remarks, remove, write_parts
from ifs_journal.journal.check_trouble import What
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.merge_told import Walks
from ifs_journal.journal.reads import corrections
from ifs_journal.journal.shapes import Ended
from ifs_journal.session.checking import check
from ifs_journal.terms import Difference, Kind, LogItem, PartState, PartStatus, Role
from journal_making import new_session
from journal_merging import NoGuide, SmallGuide, content, copy_of, differences, merge, opened, rows_from

GUIDE = SmallGuide()
WORDS = ("rain", "stone", "river")


class Life:
    """A person with a journal on one machine, doing this and that. The same seed does the same."""

    def __init__(self, journal: Journal, machine: int) -> None:
        self.journal = journal
        self.chance = random.Random(machine)
        self.machine = machine
        self.tick = 0

    def at(self) -> str:
        """A time no other machine has."""
        self.tick += 1
        moment = datetime(2026, 3, 1, 8, tzinfo=UTC) + timedelta(
            seconds=self.tick * 10, milliseconds=self.machine * 7 + 1
        )
        return moment.isoformat(timespec="milliseconds")

    def id(self) -> str:
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def some(self, sql: str) -> Any:
        found = self.journal.connection.execute(f"{sql} ORDER BY 1").fetchall()
        return self.chance.choice(found) if found else None

    def an_open_session(self) -> Any:
        return self.some("SELECT id, revision FROM session WHERE ended_at IS NULL")

    def changed(
        self, session_id: str, log: Sequence[LogItem], later: Mapping[int, Any] | None = None
    ) -> Difference:
        """What follows when a session's log becomes this one."""
        before = corrections(self.journal, session_id)
        rows = rows_from(session_id, self.journal.log(session_id), before)
        return difference(rows, rows_from(session_id, log, before if later is None else later))

    def value(self) -> Any:
        """An answer: words, a part that is new, or one that is known."""
        kind = self.chance.randrange(3)
        known = self.some("SELECT id, name FROM part") if kind else None
        if kind == 1 and known:
            return {"id": known[0], "name": known[1]}
        if kind == 2:
            return {"id": self.id(), "name": self.chance.choice(WORDS), "new": True}
        return self.chance.choice(WORDS)

    def begin(self) -> None:
        at, session_id = self.at(), self.id()
        known = self.some("SELECT id FROM answer WHERE kind = 'answer'")
        start = {"command": "start", "known": {"earlier": known[0]} if known else {}}
        first = LogItem(1, "check-in", Kind.COMMAND, start, at)
        self.journal.begin(new_session(id=session_id, started_at=at, first=first))

    def append(self) -> None:
        found = self.an_open_session()
        if found is None:
            return self.begin()
        session_id, revision = found
        seq, value, at = self.journal.next_seq(session_id), self.value(), self.at()
        item = LogItem(seq, f"check-in/step:{seq}", Kind.ANSWER, value, at, prompt=f"Asked {seq}")
        ended = Ended("complete", at) if self.chance.random() < 0.2 else None
        change = self.changed(session_id, [*self.journal.log(session_id), item])
        self.journal.append(session_id, revision, item, change, reached="x", ended=ended)
        return None

    def back(self) -> None:
        found = self.an_open_session()
        seqs = (
            self.journal.connection.execute(
                "SELECT max(seq) FROM answer WHERE session_id = ? AND seq > 1", (found[0],)
            ).fetchone()
            if found
            else (None,)
        )
        if seqs[0] is not None:
            log = [item for item in self.journal.log(found[0]) if item.seq != seqs[0]]
            change = self.changed(found[0], log)
            self.journal.take_back(found[0], found[1], [seqs[0]], None, change, reached="x")

    def draft(self) -> None:
        found = self.an_open_session()
        if found:
            self.journal.save_draft(found[0], "x", self.chance.choice(WORDS), self.at())

    def finish(self) -> None:
        found = self.an_open_session()
        if found:
            self.journal.finish(*found, "stopped", self.at(), ask_keep=True)

    def decide(self) -> None:
        found = self.some("SELECT id FROM session WHERE ask_keep = 1")
        if found:
            self.journal.keep_decided(found[0])

    def an_answer(self) -> Any:
        return self.some(
            "SELECT session_id, seq, (SELECT revision FROM session s WHERE s.id = session_id) FROM answer "
            "WHERE kind = 'answer' AND json_type(value) = 'text'"
        )

    def correct(self) -> None:
        found = self.an_answer()
        if found:
            session_id, seq, revision = found
            word, log = self.chance.choice(WORDS), self.journal.log(session_id)
            change = self.changed(session_id, log, {**corrections(self.journal, session_id), seq: word})
            self.journal.correct(session_id, revision, seq, word, change, **self.dated())

    def dated(self) -> dict[str, str]:
        return {"at": self.at(), "correction_id": self.id()}

    def forget(self) -> None:
        found = self.an_answer()
        if found:
            session_id, seq, revision = found
            log = [item for item in self.journal.log(session_id) if item.seq != seq]
            change = self.changed(session_id, log)
            remove.remove_answer(self.journal, session_id, revision, seq, change, **self.dated())

    def replace(self) -> None:
        found = self.an_answer()
        if found:
            session_id, seq, revision = found
            word, log = self.chance.choice(WORDS), self.journal.log(session_id)
            change = self.changed(session_id, log, {**corrections(self.journal, session_id), seq: word})
            remove.replace_answer(self.journal, session_id, revision, seq, word, change, **self.dated())

    def delete_session(self) -> None:
        found = self.some("SELECT id FROM session")
        if found:
            self.journal.delete_session(found[0])

    def a_part(self) -> Any:
        return self.some("SELECT id FROM part")

    def delete_part(self) -> None:
        found = self.a_part()
        if found:
            remove.remove_part(self.journal, found[0])

    def add_part(self) -> None:
        name = self.chance.choice(WORDS)
        write_parts.add_part(self.journal, self.id(), name, self.at(), another=True)

    def rename(self) -> None:
        found = self.a_part()
        if found:
            alias = self.id() if self.chance.random() < 0.5 else None
            name = f"{self.chance.choice(WORDS)} {self.tick}"
            write_parts.rename_part(self.journal, found[0], name, alias_id=alias, another=True)

    def label(self) -> None:
        found = self.a_part()
        if found:
            labels = write_parts.Labels(
                self.chance.choice([None, *Role]),
                self.chance.choice([None, *PartStatus]),
                self.chance.choice([None, *PartState]),
                self.chance.choice([None, "", "she"]),
            )
            write_parts.label_part(self.journal, found[0], labels)

    def fact(self) -> None:
        found = self.a_part()
        if found:
            said = (found[0], "job", self.chance.choice(WORDS), None, write_parts.SaidBy.USER, self.at())
            write_parts.add_fact(self.journal, write_parts.Fact(self.id(), *said))

    def alias(self) -> None:
        found = self.a_part()
        if found:
            name = self.chance.choice(WORDS)
            write_parts.add_alias(self.journal, found[0], name, self.id(), another=True)

    def no_alias(self) -> None:
        found = self.some("SELECT part_id, alias FROM part_alias")
        if found:
            write_parts.remove_alias(self.journal, *found)

    def note(self) -> None:
        on = self.chance.choice(["session", "part", None])
        found = self.some(f"SELECT id FROM {on}") if on else None
        more = {f"{on}_id": found[0]} if found else {}
        day = {"local_day": "2026-03-01", "at": self.at(), "note_id": self.id()}
        remarks.add_note(self.journal, self.chance.choice(WORDS), **day, **more)

    def change_note(self) -> None:
        found = self.some("SELECT number, text FROM note")
        if found:
            remarks.change_note(self.journal, found[0], f"{found[1]} {self.machine}", before=found[1])

    def delete_note(self) -> None:
        found = self.some("SELECT number FROM note")
        if found:
            remove.remove_note(self.journal, found[0])

    def tag(self) -> None:
        found = self.some("SELECT id FROM session")
        if found:
            tag = self.chance.choice(WORDS)
            remarks.add_tags(self.journal, found[0], [(self.id(), tag)], at=self.at())

    def no_tag(self) -> None:
        found = self.some("SELECT session_id, tag FROM tag")
        if found:
            remarks.remove_tags(self.journal, found[0], [found[1]])


DEEDS = (
    *("begin", "append", "append", "append", "append", "back", "draft", "finish", "decide", "correct"),
    *("forget", "replace", "delete_session", "delete_part", "add_part", "rename", "label", "fact"),
    *("alias", "no_alias", "note", "change_note", "delete_note", "tag", "no_tag"),
)

deeds = st.lists(st.sampled_from(DEEDS), max_size=12)
three_ways = st.tuples(deeds, deeds, deeds)
a_few = settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(a_few, max_examples=150)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wipe after each removal is tested elsewhere, and takes most of the time here."""
    monkeypatch.setattr(Journal, "wipe", lambda self: True)


def live(life: Life, done: list[str]) -> None:
    for deed in done:
        getattr(life, deed)()


def histories(folder: Path, base: list[str], *ways: list[str]) -> list[Path]:
    """Copies of one journal that each went a way of their own."""
    start = folder / "start.db"
    with opened(start) as (journal,):
        live(Life(journal, 1), base)
        paths = [copy_of(journal, folder / f"{number}.db") for number in range(len(ways))]
    for number, (path, done) in enumerate(zip(paths, ways, strict=True), 2):
        with opened(path) as (journal,):
            life = Life(journal, number)
            life.tick = len(base) * 5
            live(life, done)
    return paths


def merged(folder: Path, name: str, *order: Path, walks: Walks = GUIDE) -> Path:
    """A copy of the first journal, into which the others were merged one after the other."""
    with opened(order[0]) as (first,):
        path = copy_of(first, folder / f"{name}.db")
    with opened(path, *order[1:]) as (journal, *others):
        for other in others:
            merge(journal, other, walks)
    return path


def either_order(base: list[str], one: list[str], two: list[str], walks: Walks) -> None:
    """Two histories give the same journal in either order; merging more of them changes nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b = histories(folder, base, one, two)
        ab, ba = merged(folder, "ab", a, b, walks=walks), merged(folder, "ba", b, a, walks=walks)
        with opened(ab, ba, a, b) as (journal, *others):
            assert differences(journal, others[0]) == {}
            assert {one.what for one in check(journal).troubles} <= {What.BUNDLE}, "but for invented bundles"
            for other in others:
                before = content(journal, numbers=True)
                assert merge(journal, other, walks).nothing
                assert content(journal, numbers=True) == before


def any_three(base: list[str], ways: Sequence[list[str]], order: Sequence[int]) -> None:
    """Three journals give the same, however they come together; merging any of them again changes nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b, c = histories(folder, base, *ways)
        x, y, z = ((a, b, c)[place] for place in order)
        left = merged(folder, "left", merged(folder, "ab", a, b), c)
        right = merged(folder, "right", x, merged(folder, "yz", z, y))
        with opened(left, right, a, b, c) as (one_way, other_way, *sides):
            assert differences(one_way, other_way, versions=False) == {}
            for side in sides:
                assert merge(one_way, side, GUIDE).nothing


@a_few
@given(base=deeds, one=deeds, two=deeds)
def test_two_histories_give_the_same_in_either_order(base: list[str], one: list[str], two: list[str]) -> None:
    either_order(base, one, two, GUIDE)


@a_few
@given(base=deeds, one=deeds, two=deeds)
def test_sessions_nobody_can_walk_are_joined_too(base: list[str], one: list[str], two: list[str]) -> None:
    either_order(base, one, two, NoGuide())


@a_few
@given(base=deeds, ways=three_ways, order=st.permutations(range(3)))
def test_three_journals_give_the_same_however_they_come_together(
    base: list[str], ways: tuple[list[str], list[str], list[str]], order: list[int]
) -> None:
    any_three(base, ways, order)


@pytest.mark.slow
@pytest.mark.timeout(900)
@many
@given(base=deeds, one=deeds, two=deeds)
def test_many_pairs(base: list[str], one: list[str], two: list[str]) -> None:
    either_order(base, one, two, GUIDE)


@pytest.mark.slow
@pytest.mark.timeout(900)
@many
@given(base=deeds, ways=three_ways, order=st.permutations(range(3)))
def test_many_threes(base: list[str], ways: tuple[list[str], list[str], list[str]], order: list[int]) -> None:
    any_three(base, ways, order)


@a_few
@given(one=deeds, two=deeds)
def test_two_journals_from_nothing_keep_everything_of_both(one: list[str], two: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        a, b = folder / "a.db", folder / "b.db"
        for machine, (path, done) in enumerate(((a, one), (b, two)), 1):
            with opened(path) as (journal,):
                live(Life(journal, machine), done)
        with opened(merged(folder, "ab", a, b), merged(folder, "ba", b, a), a, b) as (ab, ba, *sides):
            assert differences(ab, ba) == {}
            for table, rows in content(ab).items():
                if table != "bundle":
                    assert len(rows) == sum(len(content(side)[table]) for side in sides), table
