"""`ifs note`, `tag`, `edit` and `delete` where there is no terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.remarks import notes
from session_talking import ifs

Run = Callable[..., tuple[int, str, str]]
WORDS = "zimtschnecke"
CHECK_IN = json.dumps(["settled", ["Critic"], WORDS, "some", "tea"])


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Run:
    """Runs `ifs` on a journal with one check-in. No message may hold what was written."""
    create(journal_file)

    def act(*arguments: str, stdin: bytes | str = b"") -> tuple[int, str, str]:
        code, out, err = ifs(monkeypatch, *arguments, stdin=stdin)
        assert WORDS not in err
        assert "Traceback" not in err
        return code, out, err

    assert act("check-in", "--answers", "-", stdin=CHECK_IN)[0] == 0
    return act


def shown(run: Run, ref: str = "1") -> dict[str, Any]:
    return dict(json.loads(run("show", ref, "--json")[1]))


def answer(run: Run, step: str) -> dict[str, Any]:
    (found,) = [one for one in shown(run)["answers"] if f"/{step}:" in one["address"]]
    return dict(found)


def test_a_note_comes_by_standard_input(run: Run, journal_file: Path) -> None:
    assert run("note", "1", stdin="one line\nand another\n")[:2] == (
        0,
        "Kept as note 1 on #1. To read it: ifs show 1\n",
    )
    assert run("note", stdin="by itself")[0] == 0
    assert run("note", "--part", "crit", stdin="on a part")[0] == 0
    assert run("show", "1")[1].endswith("one line\n  and another\n")
    assert [one["text"] for one in shown(run)["notes"]] == ["one line\nand another"]
    listed = json.loads(run("note", "--list", "--json")[1])
    assert [one["number"] for one in listed] == [3, 2, 1]
    assert [one["session"] is None for one in listed] == [True, True, False]
    assert listed[0]["part"] is not None
    assert "note 3" in run("parts", "show", "critic")[1]
    assert json.loads(run("parts", "show", "critic", "--json")[1])["notes"] == listed[:1]
    plain = run("note", "--list", "--limit", "2")[1]
    assert "note 3 on Critic" in plain
    assert "another" not in plain
    with Journal.open(journal_file) as journal:
        assert [one.text for one in notes(journal)] == ["on a part", "by itself", "one line\nand another"]


def test_nothing_written_is_nothing_kept(run: Run) -> None:
    code, out, _ = run("note", stdin=" \n ")
    assert (code, out) == (0, "Nothing written, so nothing is kept. It can come another time.\n")
    assert json.loads(run("note", "--list", "--json")[1]) == []
    assert run("note", "--list")[1] == "No notes yet. To write one: ifs note\n"


def test_a_note_is_changed_and_removed(run: Run) -> None:
    run("note", stdin="the first words")
    assert "gone" in run("edit", "--note", "1", stdin="others")[1]
    assert "Left as it was." in run("edit", "--note", "1", stdin="")[1]
    assert [one["text"] for one in json.loads(run("note", "--list", "--json")[1])] == ["others"]
    assert run("delete", "--note", "1")[0] == 2
    assert run("delete", "--note", "1", "--yes")[0] == 0
    assert run("delete", "--note", "1", "--yes")[0] == 10
    assert run("edit", "--note", "1", stdin="x")[0] == 10


def test_tags_are_put_on_listed_and_taken_off(run: Run) -> None:
    run("check-in", "--answers", "-", stdin=CHECK_IN)
    assert run("tag", "1", "Work", "#sleep, Café")[1] == "#1 is tagged: Work, sleep, Café.\n"
    assert run("tag", "last", "WORK", "cafe")[1] == "#2 is tagged: Work, Café.\n"
    assert shown(run)["tags"] == ["Work", "sleep", "Café"]
    assert "tagged Work, sleep, Café" in run("list")[1]
    assert "Tags: Work, sleep, Café" in run("show", "1")[1]
    assert json.loads(run("tag", "--list", "--json")[1]) == [
        {"tag": "Café", "sessions": 2},
        {"tag": "Work", "sessions": 2},
        {"tag": "sleep", "sessions": 1},
    ]
    assert run("tag", "1", "--remove", "cafe", "--remove", "none")[1].startswith("Taken off #1: Café.")
    assert shown(run)["tags"] == ["Work", "sleep"]
    assert run("tag", "--list")[1] == "Work: 2 sessions\ncafe: 1 session\nsleep: 1 session\n"


@pytest.mark.parametrize(
    "arguments", [("tag", "1"), ("tag", "1", "!" * 61), ("tag", "1", "--remove", "x" * 61)]
)
def test_a_tag_that_is_none(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments)[0] == 2


def test_an_answer_is_corrected_by_standard_input(run: Run) -> None:
    assert run("edit", "1", "--answer", "message", stdin="softer\n")[1].startswith("Kept, with today's date")
    found = answer(run, "message")
    assert (found["value"], found["first_answer"]) == ("softer", WORDS)
    assert run("edit", "1", "--answer", "self", stdin="l")[0] == 0
    assert shown(run)["self_available"] == "a_little"
    assert run("edit", "1", "--answer", "message", "--forget-earlier", stdin="softest")[0] == 0
    found = answer(run, "message")
    assert (found["value"], "first_answer" in found, "edited_at" in found) == ("softest", False, True)
    assert "the earlier words were not kept" in run("show", "1")[1]


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (("1",), "x", 2),
        (("1", "--answer", "nowhere"), "x", 10),
        (("1", "--answer", "who"), "x", 10),
        (("9", "--answer", "message"), "x", 10),
        (("1", "--answer", "message"), "", 65),
        (("1", "--answer", "message"), b"\xff", 65),
        (("1", "--answer", "self"), "splendid", 65),
        (("1", "--answer", "state"), "11", 65),
        (("1", "--answer", "self", "--forget-earlier"), "l", 2),
    ],
)
def test_a_correction_that_cannot_be(run: Run, arguments: tuple[str, ...], given: Any, code: int) -> None:
    before = shown(run)
    assert run("edit", *arguments, stdin=given)[0] == code
    assert shown(run) == before


def test_a_paused_session_says_how(run: Run) -> None:
    run("check-in", "--answers", "-", stdin=json.dumps(["settled", ["Critic"], WORDS]))
    code, _, err = run("edit", "2", "--answer", "message", stdin="softer")
    assert code == 2
    assert "ifs resume 2" in err
    assert run("edit", "2", "--answer", "message", "--forget-earlier", stdin="softer")[0] == 0
    assert run("delete", "2", "--answer", "who", "--yes")[0] == 2


def test_a_session_goes_for_good(run: Run, journal_file: Path) -> None:
    run("note", "1", stdin="a note")
    run("tag", "1", "work")
    assert run("delete", "1")[0] == 2
    code, out, _ = run("delete", "1", "--yes", "--and-backups")
    assert code == 0
    assert "5 answers, 1 thing learned about parts, 1 promise, 1 note, 1 tag." in " ".join(out.split())
    assert "“Critic”" in out
    assert "Exports and copies made elsewhere still hold it." in out
    assert json.loads(run("list", "--json")[1]) == []
    assert all(WORDS.encode() not in file.read_bytes() for file in journal_file.parent.iterdir())
    assert run("delete", "1", "--yes")[0] == 10


def test_an_answer_goes_and_its_question_stays(run: Run) -> None:
    code, out, _ = run("delete", "1", "--answer", "message", "--yes")
    assert code == 0
    assert "with 1 thing learned about parts" in " ".join(out.split())
    found = answer(run, "message")
    assert (found["kind"], found["value"], "removed_at" in found) == ("off", None, True)
    assert "removed on" in run("show", "1")[1]
    assert run("delete", "1", "--answer", "message", "--yes")[0] == 10
    assert "4 answers" in run("delete", "1", "--yes")[1]


def test_a_part_goes_with_its_name(run: Run) -> None:
    run("check-in", "--answers", "-", stdin=CHECK_IN)
    code, out, _ = run("delete", "--part", "critic", "--yes")
    assert code == 0
    assert "2 things learned about it, and the name in 2 sessions" in " ".join(out.split())
    assert "Critic" not in run("show", "1")[1] + run("show", "2", "--json")[1] + run("list")[1]
    assert json.loads(run("parts", "--json")[1]) == []
    assert run("delete", "--part", "critic", "--yes")[0] == 10
    assert run("delete", "--person", "nobody", "--yes")[0] == 10


@pytest.mark.parametrize(
    "arguments", [(), ("1", "--note", "1"), ("--part", "a", "--person", "b"), ("--answer", "message")]
)
def test_one_thing_at_a_time(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("delete", *arguments, "--yes")[0] == 2
    assert len(json.loads(run("list", "--json")[1])) == 1


def test_copies_beside_the_journal_are_told_of_and_how_they_go(run: Run, journal_file: Path) -> None:
    copy = journal_file.with_name(f"{journal_file.name}.form-1.20260301T080000000000.backup")
    copy.touch()
    run("note", stdin="x")
    assert "ifs journal backup --only" in run("delete", "--note", "1", "--yes")[1]
