"""`ifs therapy`: a day and a few words, found again, and gone for good when they are to go."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.session.moment import Clock
from session_talking import ifs

Run = Callable[..., tuple[int, str, str]]
WORDS = "zimtschnecke im Regen"
SPOKEN = "Zimtschnecke"


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Run:
    """Runs `ifs` on an empty journal. No message may hold what was written."""
    create(journal_file)

    def act(*arguments: str, stdin: bytes | str = b"") -> tuple[int, str, str]:
        code, out, err = ifs(monkeypatch, *arguments, stdin=stdin)
        assert SPOKEN not in err
        assert "Traceback" not in err
        return code, out, err

    return act


def day(ago: int) -> str:
    return (Clock().today() - timedelta(days=ago)).isoformat()


def test_the_day_alone_is_enough(run: Run) -> None:
    assert run("therapy")[0] == 0
    (one,) = json.loads(run("therapy", "--json")[1])
    assert (one["number"], one["day"], one["came"], one["practice"]) == (1, day(0), None, None)
    assert list(one) == ["number", "id", "day", "came", "practice", "at", "changed_at"]


def test_words_come_by_standard_input_and_are_found_again(run: Run) -> None:
    assert run("therapy", "--day", "yesterday", stdin=WORDS)[0] == 0
    assert run("therapy", "list")[1] == f"1: {day(1)}\n  {WORDS}\n"
    (hit,) = json.loads(run("search", "zimt", "--json")[1])
    assert (hit["kind"], hit["day"], hit["text"]) == ("therapy", day(1), WORDS)
    assert json.loads(run("search", "zimt", "--since", "today", "--json")[1]) == []
    assert json.loads(run("search", "zimt", "--tag", "none", "--json")[1] or "[]") == []


@pytest.mark.parametrize(("said", "complaint"), [
    ("last month", "several days"), ("2999-01-01", "still ahead"), ("some day", "not understood"),
])  # fmt: skip
def test_one_day_up_to_today_is_wanted(run: Run, said: str, complaint: str) -> None:
    code, _, err = run("therapy", "--day", said, stdin=WORDS)
    assert code == 2
    assert complaint in err
    assert json.loads(run("therapy", "--json")[1]) == []


def test_the_day_can_be_put_right(run: Run) -> None:
    run("therapy", stdin=WORDS)
    assert run("therapy", "edit", "1", "--day", "3 days ago")[0] == 0
    (one,) = json.loads(run("therapy", "list", "--json")[1])
    assert (one["day"], one["came"]) == (day(3), WORDS)
    assert one["changed_at"] is not None
    assert run("therapy", "edit", "7", "--day", "today")[0] == 10


def test_removed_it_leaves_a_tombstone_and_no_words(run: Run, journal_file: Path) -> None:
    run("therapy", stdin=WORDS)
    (one,) = json.loads(run("therapy", "--json")[1])
    assert run("therapy", "delete", "1")[0] == 2
    assert run("therapy", "delete", "1", "--yes", "--and-backups")[0] == 0
    assert json.loads(run("search", "zimt", "--json")[1]) == []
    with Journal.open(journal_file) as journal:
        assert journal.connection.execute("SELECT id FROM tombstone").fetchall() == [(one["id"],)]
    assert not any(SPOKEN.encode() in path.read_bytes() for path in journal_file.parent.glob("*.db*"))
    assert "All is well" in run("journal", "check")[1]


def test_since_therapy_is_a_day_like_any_other(run: Run) -> None:
    answers = json.dumps(["settled", ["Critic"], "You are late.", "some", "tea"])
    assert run("check-in", "--answers", "-", stdin=answers)[0] == 0
    assert run("list", "--since", "therapy")[0] == 2
    run("therapy", "--day", "yesterday")
    assert len(json.loads(run("list", "--since", "therapy", "--json")[1])) == 1
    assert json.loads(run("list", "--until", "last therapy", "--json")[1]) == []
