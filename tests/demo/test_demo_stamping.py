"""Long demo journals: seasons stamped from a template are what walking them would have left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import demo_journal
from ifs_journal.demo import making
from ifs_journal.demo.making import make
from ifs_journal.demo.story import Story, story
from ifs_journal.journal.journal import Journal
from ifs_journal.session.checking import check

SEASON = 22
WHOLE = 5


@pytest.fixture
def most_days() -> int:
    """Into so many days, several days of the story have to be one."""
    return 60


@pytest.fixture
def short(most_days: int, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The story's beginning alone, as a story of its own."""
    whole = story()
    told = replace(whole, days=40, sessions=SEASON, scenes=[one for one in whole.scenes if one.day < 36])
    monkeypatch.setattr(making, "story", lambda: told)
    monkeypatch.setattr(making, "MOST_DAYS", most_days)
    return told


def asked(path: Path, sql: str) -> Iterator[tuple[Any, ...]]:
    with Journal.open(path, read_only=True) as journal:
        yield from [tuple(row) for row in journal.connection.execute(sql)]


@pytest.mark.parametrize("most_days", [60, 4000], ids=["several days in one", "each day its own"])
def test_seasons_are_well_and_in_order(tmp_path: Path, short: Story):
    path, count = tmp_path / "long.db", SEASON * WHOLE + 7
    told: list[tuple[int, int]] = []
    make(path, count, 4, demo_journal.UNTIL, lambda done, of: told.append((done, of)))
    with Journal.open(path) as journal:
        found = check(journal)
    assert found.troubles == ()
    assert found.walked == found.sessions == count
    starts = [start for (start,) in asked(path, "SELECT started_at FROM session ORDER BY number")]
    assert starts == sorted(starts)
    days = [day for (day,) in asked(path, "SELECT local_day FROM session ORDER BY number")]
    assert days == sorted(days)
    assert all(done < of == count for done, of in told)


def test_a_season_looks_back_on_an_earlier_one_of_the_same_cast(tmp_path: Path, short: Story):
    path = tmp_path / "long.db"
    make(path, SEASON * WHOLE, 4, demo_journal.UNTIL)
    (kept,) = asked(
        path,
        "SELECT count(*) FROM agreement_outcome o JOIN agreement a ON a.id = o.agreement_id "
        "WHERE o.at < a.at",
    )
    assert kept == (0,)
    names = [name for (name,) in asked(path, "SELECT name_key FROM part")]
    assert len(names) == len(set(names))
    (again,) = asked(
        path, "SELECT count(*) FROM (SELECT part_id FROM session_part GROUP BY 1 HAVING count(*) > 8)"
    )
    assert again[0] > 0


def test_the_same_numbers_give_the_same_seasons(tmp_path: Path, short: Story):
    for name in ("one.db", "again.db"):
        make(tmp_path / name, SEASON * 3, 4, demo_journal.UNTIL)
    for table in ("session", "answer", "part", "part_fact", "note", "tag"):
        sql = f"SELECT * FROM {table} ORDER BY 1"
        assert list(asked(tmp_path / "one.db", sql)) == list(asked(tmp_path / "again.db", sql)), table


@pytest.mark.slow
def test_a_thousand_sessions_are_well(demo_folder: Path):
    with Journal.open(demo_journal.made_in(demo_folder, 1000)) as journal:
        found = check(journal)
    assert found.troubles == ()
    assert found.walked == 1000
    names = list(asked(demo_journal.made_in(demo_folder, 1000), "SELECT count(*) FROM part"))
    assert 40 <= names[0][0] <= 60
