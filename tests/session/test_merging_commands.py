"""`ifs journal merge` and `ifs journal forget-tombstones`: said before, told after, and no entry text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.cli.merging import told
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.merge_told import Merged
from ifs_journal.journal.reads import sessions
from session_talking import Room, ifs

SAID = "zitronengras"
CRITIC = ["settled", ["Critic"], SAID, "some", None]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another machine's journal, with one session."""
    path = tmp_path / "other.db"
    create(path)
    with Journal.open(path) as journal:
        Room(journal).sit("check-in", CRITIC)
    return path


@pytest.fixture
def mine(journal_file: Path) -> Path:
    """This machine's journal, with one session."""
    create(journal_file)
    with Journal.open(journal_file) as journal:
        Room(journal).sit("check-in", CRITIC)
    return journal_file


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object, code: int = 0) -> str:
    found, out, err = ifs(monkeypatch, "journal", *map(str, arguments))
    assert found == code, err
    return " ".join((out or err).split())


def test_it_says_what_comes_and_what_came(monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path) -> None:
    text = run(monkeypatch, "merge", other, "--yes")
    assert text.startswith("Comes in: 1 new session, 1 new part. Merged. New sessions: #2. New parts: #2.")
    assert "Session #1 from there is #2 here." in text
    assert "Parts #1, #2 share one name. They stay as they are." in text
    assert "ifs parts rename 2" in text
    assert SAID not in text
    assert "Critic" not in text
    (copy,) = mine.parent.glob("*before-merge*")
    assert copy.name in text
    assert run(monkeypatch, "merge", other, "--yes").startswith("Everything in it is here already.")
    assert list(mine.parent.glob("*before-merge*")) == [copy], "nothing changed, so no copy was needed"


def test_without_a_terminal_yes_is_the_consent(
    monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path
) -> None:
    assert "--yes is the consent" in run(monkeypatch, "merge", other, code=2)
    with Journal.open(mine, read_only=True) as journal:
        assert len(sessions(journal)) == 1
    assert list(mine.parent.glob("*before-merge*")) == []


def test_json_tells_the_numbers(monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path) -> None:
    found: dict[str, Any] = json.loads(run(monkeypatch, "merge", other, "--yes", "--json"))
    assert found["new"] == [2]
    assert {"what": "session", "there": 1, "here": 2} in found["renumbered"]
    assert found["same_name"] == [[1, 2]]
    assert Path(found["copy"]).exists()
    again = json.loads(run(monkeypatch, "merge", other, "--yes", "--json"))
    assert (again["new"], again["copy"]) == ([], None)


def test_the_other_file_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path) -> None:
    before = other.read_bytes()
    run(monkeypatch, "merge", other, "--yes")
    assert other.read_bytes() == before


def test_what_is_no_other_journal_is_refused(
    monkeypatch: pytest.MonkeyPatch, mine: Path, tmp_path: Path
) -> None:
    assert "this journal itself" in run(monkeypatch, "merge", mine, "--yes", code=2)
    run(monkeypatch, "merge", tmp_path / "nothing.db", "--yes", code=20)
    text = tmp_path / "text.db"
    text.write_text("not a journal at all " * 40)
    run(monkeypatch, "merge", text, "--yes", code=22)


def test_a_removal_there_is_said_before_it_happens_here(
    monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path
) -> None:
    run(monkeypatch, "merge", other, "--yes")
    with Journal.open(other) as journal:
        journal.delete_session(sessions(journal)[0].id)
    text = run(monkeypatch, "merge", other, "--yes")
    assert text.startswith("Removed there, and so removed here for good: 1 session. Merged.")


def test_forgetting_says_what_it_means(monkeypatch: pytest.MonkeyPatch, mine: Path, other: Path) -> None:
    assert run(monkeypatch, "forget-tombstones", "--yes") == "Nothing is remembered as removed."
    run(monkeypatch, "merge", other, "--yes")
    with Journal.open(mine) as journal:
        journal.delete_session(max(sessions(journal), key=lambda one: one.number).id)
    assert "consent" in run(monkeypatch, "forget-tombstones", code=2)
    assert run(monkeypatch, "merge", other, "--yes").startswith("Everything in it is here already.")
    assert "could bring back" in run(monkeypatch, "forget-tombstones", "--yes")
    assert run(monkeypatch, "merge", other, "--yes").startswith("Comes in: 1 new session")


def test_numbers_that_follow_one_another_are_said_together() -> None:
    found = Merged(
        new=[1, 2, 5, 6, 7, 8, 10],
        renumbered=[("session", 3, 5), ("session", 4, 6), ("session", 9, 10), ("part", 1, 2)],
    )
    assert list(told(found)) == [
        "New sessions: #1, #2, #5 to #8, #10.",
        "Sessions #3 to #4 from there are #5 to #6 here.",
        "Session #9 from there is #10 here.",
        "Part #1 from there is #2 here.",
    ]
