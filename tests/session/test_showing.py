"""What `ifs show` tells of the daily sessions: the words they turned to, and every row they left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from session_talking import Room, ifs

WORDS = "When you came at nine, a part of me felt small."
SPOKEN = ["settled", "Anna", "no", "no", "you came at nine", ["Critic"], "small", *[None] * 4, WORDS, None]


@pytest.fixture
def looked_again(journal: Journal) -> Journal:
    """Words for Anna, and a second session in which they were said."""
    room = Room(journal)
    room.sit("speak-for", [*SPOKEN, "settled"])
    room.later(days=1)
    room.sit("after-speaking", ["settled", "yes", "She nodded.", None, "settled"])
    return journal


def shown(monkeypatch: pytest.MonkeyPatch, ref: str) -> dict[str, Any]:
    return dict(json.loads(ifs(monkeypatch, "show", ref, "--json")[1]))


def test_the_words_a_session_turned_to_stand_in_its_entry(
    looked_again: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert f"\nWords for Anna, from #1:\n  {WORDS}\n" in ifs(monkeypatch, "show", "2")[1]
    assert shown(monkeypatch, "2")["earlier"] == [
        {"name": "statement", "text": WORDS, "session": 1},
        {"name": "statement_person", "text": "Anna", "session": None},
    ]
    assert shown(monkeypatch, "1")["earlier"] == []


def test_words_that_were_removed_are_three_dots(
    looked_again: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "“…” will stand there instead" in ifs(monkeypatch, "delete", "1", "--yes")[1]
    assert "\nWords for Anna:\n  …\n" in ifs(monkeypatch, "show", "2")[1]
    assert shown(monkeypatch, "2")["earlier"][0] == {"name": "statement", "text": None, "session": None}


def test_json_has_the_rows_of_every_kind_of_session(
    looked_again: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = shown(monkeypatch, "1"), shown(monkeypatch, "2")
    assert [one["body"] for one in first["statement"]] == [WORDS]
    assert [one["flags"] for one in first["statement_version"]] == [[]]
    assert len(first["session_person"]) == len(second["session_person"]) == 1
    (outcome,) = second["statement_outcome"]
    assert (outcome["statement_id"], outcome["delivered"]) == (first["statement"][0]["id"], "yes")
    assert all(second[name] == [] for name in ("trailhead", "trailhead_visit", "self_moment", "statement"))


@pytest.mark.parametrize(("variant", "told"), [(None, False), ("evening", True)])
def test_only_the_evening_tells_of_the_morning(
    journal: Journal, monkeypatch: pytest.MonkeyPatch, variant: str | None, told: bool
) -> None:
    room = Room(journal)
    room.sit("check-in", ["settled", None, "some", "gently"], variant="morning")
    room.sit("check-in", ["settled", None, "some", None], variant=variant)
    assert ("That morning, from #1:\n  gently" in ifs(monkeypatch, "show", "2")[1]) is told


def test_an_answer_is_shown_in_the_words_it_was_offered_in(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    hot = ["a_lot", "go_on", *SPOKEN[1:-1], 7, "go_on"]
    Room(journal).sit("speak-for", hot)
    page = " ".join(ifs(monkeypatch, "show", "1")[1].split())
    assert "There's no need to; you choose. go on" in page
    assert "steady yourself before you go? I can leave it here" in page
