"""The story of the demo journal: a session is one the guide could have made, and the same each time."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import demo_journal
from ifs_journal.demo.making import live_through
from ifs_journal.demo.person import Person
from ifs_journal.demo.season import season
from ifs_journal.demo.story import FILES, story
from ifs_journal.demo.walking import Walker
from ifs_journal.journal.bulk import filling
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_invented import is_invented
from ifs_journal.script.library import index
from ifs_journal.session.checking import check
from ifs_journal.session.standing import standing


def asked(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with Journal.open(path, read_only=True) as journal:
        return [tuple(row) for row in journal.connection.execute(sql)]


def test_the_whole_demo_journal_is_well(demo_file: Path):
    with Journal.open(demo_file) as journal:
        found = check(journal)
    assert found.troubles == ()
    assert found.walked == found.sessions == demo_journal.SESSIONS


def test_the_story_says_nothing_that_no_session_asks(tmp_path: Path):
    told = story()
    with filling(tmp_path / "one.db") as journal:
        person = Person(told, 1, demo_journal.BEGAN, told.casts[0])
        walker = Walker(journal, person)
        for scene in told.scenes:
            walker.walk(scene)
    assert walker.unasked == []


def test_every_guided_session_comes_in_the_story(demo_file: Path):
    listed = {str(one["id"]) for one in index() if one["listed"]}
    assert {script for (script,) in asked(demo_file, "SELECT DISTINCT script FROM session")} == listed


def test_it_is_a_story(demo_file: Path):
    ends = Counter(asked(demo_file, "SELECT end_reason FROM session"))
    assert ends[("stopped",)] == 1
    assert ends[(None,)] == 1
    assert asked(demo_file, "SELECT 1 FROM answer WHERE kind = 'resumed'") == [(1,)]
    kinds = {one for (one,) in asked(demo_file, "SELECT state_before_word FROM session")}
    assert kinds == {"settled", "stirred", "a_lot", "far_away", None}
    kept = asked(demo_file, "SELECT o.kept FROM agreement_outcome o ORDER BY o.at")
    assert [one for (one,) in kept[:3]] == ["renegotiated", "kept", "kept"]
    assert kept.count(("not_yet",)) == 2
    assert asked(demo_file, "SELECT outcome FROM polarity ORDER BY at") == [("not_yet",), (None,), ("trial",)]
    assert len(asked(demo_file, "SELECT 1 FROM rupture")) == 3
    assert len(asked(demo_file, "SELECT 1 FROM repair_after")) == 1
    for table in ("therapy", "bond", "note", "tag", "part_label", "statement_outcome", "need_map_later"):
        assert asked(demo_file, f"SELECT 1 FROM {table} LIMIT 1"), table


def test_it_leads_up_to_its_day_with_things_to_do(demo_file: Path):
    days = asked(demo_file, "SELECT min(local_day), max(local_day) FROM session")
    last = demo_journal.UNTIL - timedelta(days=1)
    assert days == [(demo_journal.BEGAN.isoformat(), last.isoformat())]
    with Journal.open(demo_file, read_only=True) as journal:
        found = standing(journal, demo_journal.UNTIL)
        assert is_invented(journal)
    assert len(found.paused) == 1
    assert found.agreements
    assert found.trailheads
    assert found.turning_back
    assert found.maps
    assert found.visits


CONTENT = [
    "session",
    "answer",
    "part",
    "part_fact",
    "person",
    "statement",
    "agreement",
    "need_map",
    "note",
    "tag",
    "bond",
    "therapy",
    "gate_check",
    "part_label",
    "session_part",
    "measure",
]


@pytest.mark.parametrize("sessions", [40, pytest.param(500, marks=pytest.mark.slow)])
def test_it_is_the_same_each_time(tmp_path: Path, sessions: int):
    one, again = (
        demo_journal.made_in(tmp_path / "a", sessions),
        demo_journal.made_in(tmp_path / "b", sessions),
    )
    for table in CONTENT:
        sql = f"SELECT * FROM {table} ORDER BY 1, 2"
        assert asked(one, sql) == asked(again, sql), table


def test_another_seed_is_another_telling(tmp_path: Path):
    one, other = (demo_journal.made_in(tmp_path, 40, seed) for seed in (1, 2))
    sql = "SELECT name FROM part ORDER BY number"
    assert asked(one, sql) != asked(other, sql)
    assert not set(asked(one, "SELECT id FROM session")) & set(asked(other, "SELECT id FROM session"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 12))
def test_any_seed_and_cast_can_be_told(tmp_path: Path, seed: int):
    told = story()
    with filling(tmp_path / "one.db") as journal:
        person = Person(told, seed, demo_journal.BEGAN, told.casts[seed % len(told.casts)])
        live_through(journal, person, season(person), lambda: None)
    with Journal.open(tmp_path / "one.db") as journal:
        assert check(journal).troubles == ()


def told_texts() -> list[str]:
    folder = Path(demo_journal.make.__code__.co_filename).parent
    found: list[str] = []

    def gather(value: Any) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for one in value.values():
                gather(one)
        elif isinstance(value, list):
            for one in value:
                gather(one)

    for name in FILES:
        gather(tomllib.loads((folder / name).read_text(encoding="utf-8")))
    return found


def test_names_and_words_that_differ_stand_in_no_sentence_of_a_session():
    told = story()
    names = {name for cast in told.casts for name in cast.values()}
    words = names | {word for several in told.swaps.values() for word in several}
    prompts = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[2] / "prompts" / "en").glob("*.toml")
    )
    for word in words - {"Mother", "Father", "Mum", "Grandmother", "Sam", "Ada"}:
        assert word not in prompts, word


def test_no_name_stands_for_two():
    names = [name for cast in story().casts for name in cast.values()]
    assert len(names) == len(set(names))


def test_the_story_is_plain_and_quiet():
    for text in told_texts():
        assert "!" not in text
        for word in ("just ", "simply", "should ", "journey", "heal"):
            assert word not in text.lower(), text
