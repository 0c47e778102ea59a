"""The index of words: always true to what is kept, whatever was written, corrected, taken back or removed."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.journal import schema, schema_search
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.words import sought
from ifs_journal.terms import Difference, Kind, Row
from journal_making import START, at, drop, item, new_id, new_session, part, present, put, structure
from journal_words import assert_index_is_true

NOTHING = Difference()
TEXTS = (
    "so tired again",
    "Élan, naïve",
    "私は疲れた。今日も",
    "ฉันเหนื่อย",
    "나는 피곤하다",
    "",
    "\x00\udc80",
    "a" * 400,
)
VALUES: tuple[Any, ...] = (
    *TEXTS,
    None,
    True,
    4,
    ["settled", {"other": "like 霧 and fog"}, {"id": "x", "name": "the planner"}],
    {"id": "x", "name": "Grumble", "new": True},
    {"other": "none of these"},
    {},
    [],
)
CHANGES = (
    *("begin", "append", "append", "append", "take_back", "correct", "correct", "forget", "delete"),
    *("note", "unnote", "rename", "alias", "unalias", "person", "fact", "unpart"),
)


class Doing:
    """A journal in which one thing after another happens."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.run = journal.connection.execute
        self.minute = 0

    def one(self, what: str, value: Any, own_words: bool) -> None:
        self.minute += 1
        text = value if isinstance(value, str) and value else "another text 霧の中で"
        text = text.encode("utf-8", "replace").decode()
        session = self.run("SELECT id, revision FROM session ORDER BY random() LIMIT 1").fetchone()
        if what == "begin" or session is None:
            named = part(text)
            self.journal.begin(new_session(first=item(1, value), rows=put(named, present(named.id, 1))))
            return
        self._in_session(what, value, own_words, *session)
        self._beside(what, text, session[0])

    def _in_session(self, what: str, value: Any, own_words: bool, session: str, revision: int) -> None:
        answers = [seq for (seq,) in self.run("SELECT seq FROM answer WHERE session_id = ?", (session,))]
        when = f"2026-03-02T10:{self.minute % 60:02}:00+00:00"
        if what == "append":
            new = item(self.journal.next_seq(session), value, at=when, own_words=own_words)
            self.journal.append(session, revision, new, NOTHING, reached="x")
        elif what == "take_back" and answers:
            self.journal.take_back(session, revision, answers[-1:], None, NOTHING, reached="x")
        elif what == "correct" and answers:
            self.journal.correct(
                session, revision, answers[-1], value, NOTHING, at=when, correction_id=new_id()
            )
        elif what == "forget":
            self.run("UPDATE answer SET value = NULL WHERE session_id = ? AND seq = 1", (session,))
        elif what == "delete":
            self.journal.delete_session(session)

    def _beside(self, what: str, text: str, session: str) -> None:
        if what == "note":
            values = (new_id(), session, text, START, "2026-03-01")
            self.run("INSERT INTO note (id, session_id, text, at, local_day) VALUES (?, ?, ?, ?, ?)", values)
        elif what == "unnote":
            self.run("DELETE FROM note WHERE number = (SELECT max(number) FROM note)")
        elif what == "rename":
            self.run("UPDATE part SET name = ?, name_key = ?", (text, text))
        elif what == "alias":
            sql = (
                "INSERT INTO part_alias (id, part_id, alias, alias_key) SELECT ?, id, ?, ? FROM part LIMIT 1"
            )
            self.run(sql, (new_id(), text, text))
        elif what == "unalias":
            self.run("DELETE FROM part_alias")
        elif what == "person":
            values = (new_id(), text, text, START)
            self.run("INSERT INTO person (id, name, name_key, created_at) VALUES (?, ?, ?, ?)", values)
        elif what == "fact":
            sql = (
                "INSERT INTO part_fact (id, part_id, field, value, said_by, at) "
                "SELECT ?, id, 'says', ?, 'edit', ? FROM part LIMIT 1"
            )
            self.run(sql, (new_id(), text, START))
        elif what == "unpart":
            self.run("DELETE FROM part WHERE number = (SELECT max(number) FROM part)")


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(CHANGES), st.sampled_from(VALUES), st.booleans()), min_size=5, max_size=25
    )
)
def test_the_index_is_true_to_what_is_kept(changes: list[tuple[str, Any, bool]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        create(path)
        with Journal.open(path) as journal:
            doing = Doing(journal)
            for change in changes:
                doing.one(*change)
            assert_index_is_true(journal.connection)
            for (session,) in journal.connection.execute("SELECT id FROM session").fetchall():
                journal.delete_session(session)
            assert_index_is_true(journal.connection)


def found(journal: Journal, typed: str) -> list[str]:
    """The texts in the index that hold the words, current or not."""
    asked = " AND ".join(term.asked for term in sought(typed).terms)
    sql = "SELECT s.text FROM words w JOIN searchable s ON s.place = w.rowid WHERE words MATCH ?"
    return [text for (text,) in journal.connection.execute(sql, (asked,))]


def test_only_a_persons_own_words_are_in_it(journal: Journal) -> None:
    head = journal.begin(new_session(first=item(1, "settled", own_words=False)))
    journal.append(
        head.id, 1, item(2, ["stirred", {"other": "stirred up"}], own_words=False), NOTHING, reached="x"
    )
    journal.append(head.id, 2, item(3, {"command": "stirred"}, kind=Kind.COMMAND), NOTHING, reached="x")
    journal.append(head.id, 3, item(4, {"state": "stirred"}, kind=Kind.RESUMED), NOTHING, reached="x")
    journal.append(head.id, 4, item(5, None, kind=Kind.SKIP), NOTHING, reached="x")
    assert found(journal, "settled") == []
    assert found(journal, "stirred") == ["stirred up"]
    journal.correct(head.id, 5, 1, "stirred", NOTHING, at=at(9), correction_id=new_id())
    assert found(journal, "stirred") == ["stirred up"]
    assert journal.log(head.id)[0].own_words is False


def test_what_a_session_said_of_a_part_is_found_once(journal: Journal) -> None:
    critic = part("Critic")
    fact = {"part_id": critic.id, "field": "says", "value": "never enough", "said_by": "part", "at": at(1)}
    in_session = Row("part_fact", new_id(), {**fact, "answer_seq": 1})
    journal.begin(new_session(first=item(1, "never enough"), rows=put(critic, in_session)))
    assert found(journal, "enough") == ["never enough"]
    sql = "INSERT INTO part_fact (id, part_id, field, value, said_by, at) VALUES (?, ?, ?, ?, ?, ?)"
    journal.connection.execute(sql, (new_id(), critic.id, "says", "enough by hand", "edit", at(2)))
    assert found(journal, "enough") == ["never enough", "enough by hand"]


def test_what_is_removed_is_gone_from_the_file(path: Path) -> None:
    texts = {"abracadabraish": 1, "謎の言葉だった": 2}
    with Journal.open(path) as journal:
        for number in range(30):
            journal.begin(new_session(first=item(1, f"ordinary words {number} 普通の言葉")))
        head = journal.begin(new_session(first=item(1, "abracadabraish")))
        journal.append(head.id, 1, item(2, "謎の言葉だった"), NOTHING, reached="x")
    trigram = "謎の言".encode()
    with Journal.open(path) as journal:
        assert b"abracadabraish" in path.read_bytes()
        assert trigram in path.read_bytes()
        journal.delete_session(head.id)
        assert_index_is_true(journal.connection)
    left = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for text in texts:
        assert text.encode() not in left
    assert trigram not in left
    assert b"abracadabra" not in left


def test_the_index_can_be_filled_anew(journal: Journal) -> None:
    journal.begin(new_session(first=item(1, "a quiet evening 霧の中")))
    for index in ("words", "words_unspaced"):
        journal.connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    assert found(journal, "evening") == []
    schema_search.fill_words(journal.connection)
    assert found(journal, "evening") == ["a quiet evening 霧の中"]
    assert_index_is_true(journal.connection)


def test_taking_back_a_named_part_takes_its_name_out(journal: Journal) -> None:
    critic = part("Grumblewort")
    head = journal.begin(new_session())
    journal.append(head.id, 1, item(2, "x"), put(critic, present(critic.id, 2)), reached="x")
    assert found(journal, "grumble") == ["Grumblewort"]
    journal.take_back(head.id, 2, [2], None, drop(critic, present(critic.id, 2)), reached="x")
    assert found(journal, "grumble") == []


OLD_SESSION = """
INSERT INTO session (id, script, script_version, title, language, wording, bundle, started_at, zone,
    utc_offset, local_day, updated_at, reached)
VALUES (?, 'check-in', 1, 'Check-in', 'en', 'ifs', 'b1', ?, 'UTC', 0, '2026-03-01', ?, 'x')
"""
BUNDLE = {
    "root": "check-in",
    "scripts": {"check-in": {"step": [{"id": "a", "options": [{"value": "outside", "label": "Outside"}]}]}},
    "gates": {"state": {"options": {"settled": {"label": "settled"}}}},
}


def older(path: Path, version: int) -> None:
    """A journal of an earlier version with something in every table the index looks at."""
    create(path, steps=schema.STEPS[:version])
    connection = connect(path)
    run = connection.execute
    run("INSERT INTO bundle VALUES ('b1', 1, ?)", (json.dumps(BUNDLE),))
    run(OLD_SESSION, ("s1", START, START))
    answers = ["settled", "outside", "2026-04-01", "a settled evening 霧", {"name": "Critic"}, ["outside"]]
    for seq, value in enumerate(answers, 1):
        run(
            "INSERT INTO answer (id, session_id, seq, address, kind, value, at, quotes) "
            "VALUES (?, 's1', ?, 'x', 'answer', ?, ?, '{}')",
            (f"a{seq}", seq, json.dumps(value), START),
        )
    for number, (seq, value) in enumerate([(4, "first try"), (4, "an easy evening"), (1, "outside")]):
        run(
            "INSERT INTO correction (id, session_id, answer_seq, value, at) VALUES (?, 's1', ?, ?, ?)",
            (f"c{number}", seq, json.dumps(value), at(number)),
        )
    run("INSERT INTO part (id, name, name_key, created_at) VALUES ('p1', 'Critic', 'critic', ?)", (START,))
    run("INSERT INTO part_alias VALUES ('n1', 'p1', 'Grumbler', 'grumbler')")
    run(
        "INSERT INTO part_fact (id, part_id, field, value, said_by, at) "
        "VALUES ('f1', 'p1', 'says', 'by hand', 'edit', ?)",
        (START,),
    )
    if version > 1:
        run("INSERT INTO person (id, name, name_key, created_at) VALUES ('q1', 'Sam', 'sam', ?)", (START,))
        run("INSERT INTO note (id, text, at, local_day) VALUES ('o1', 'a note', ?, '2026-03-01')", (START,))
    connection.close()


@pytest.mark.parametrize("version", [1, 2])
def test_an_older_journal_gets_its_words_indexed(tmp_path: Path, version: int) -> None:
    path, new = tmp_path / "old.db", tmp_path / "new.db"
    older(path, version)
    create(new)
    with Journal.open(path) as journal:
        assert_index_is_true(journal.connection)
        texts = {text for (text,) in journal.connection.execute("SELECT text FROM searchable")}
        expected = {"a settled evening 霧", "first try", "an easy evening", "Critic", "Grumbler", "by hand"}
        assert texts == expected | ({"Sam", "a note"} if version > 1 else set())
        journal.delete_session("s1")
        assert_index_is_true(journal.connection)
    assert structure(path) == structure(new)


def test_the_file_needs_no_later_sqlite_to_be_read(path: Path) -> None:
    import sqlite3

    if sqlite3.sqlite_version_info < (3, 42):
        pytest.skip(f"this Python's SQLite is {sqlite3.sqlite_version}")
    with Journal.open(path) as journal:
        journal.begin(new_session(first=item(1, "a quiet evening")))
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        assert connection.execute("SELECT rowid FROM words WHERE words MATCH 'evening'").fetchall() == [(1,)]
    finally:
        connection.close()


def test_each_index_wipes_what_it_removes(journal: Journal) -> None:
    for index in ("words", "words_unspaced"):
        sql = f"SELECT v FROM {index}_config WHERE k = 'secure-delete'"
        assert journal.connection.execute(sql).fetchone() == (1,)
