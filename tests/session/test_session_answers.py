"""Answers from a file, run as the program runs them: what fits, and every way in which something does not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, entry, find_session
from ifs_journal.terms import EndReason, Kind
from session_talking import ifs

Run = Callable[..., tuple[int, str, str]]
WHOLE = ["settled", ["quiet"], "some"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, journal_file: Path, tmp_path: Path) -> Run:
    """`ifs SCRIPT … --answers FILE` with these answers, or with this text as the file."""
    create(journal_file)

    def act(script: str, answers: Any, *more: str, ending: str = "json") -> tuple[int, str, str]:
        file = tmp_path / f"answers.{ending}"
        raw = answers if isinstance(answers, str | bytes) else json.dumps(answers)
        file.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return ifs(monkeypatch, *script.split(), "--answers", str(file), *more)

    return act


def kept(journal_file: Path, ref: str = "last") -> Entry:
    with Journal.open(journal_file) as journal:
        return entry(journal, find_session(journal, ref).id)


def values(found: Entry) -> list[Any]:
    return [one.value for one in found.answers if one.kind is Kind.ANSWER]


def sessions(journal_file: Path) -> int:
    with Journal.open(journal_file) as journal:
        return int(journal.connection.execute("SELECT count(*) FROM session").fetchone()[0])


def test_a_list_of_answers_is_a_whole_session(run: Run, journal_file: Path) -> None:
    assert run("check-in", WHOLE) == (0, "Kept as #1.\n", "")
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE
    assert values(kept(journal_file)) == WHOLE


def test_toml_and_json_leave_the_same_entry(run: Run, journal_file: Path) -> None:
    toml = 'answers = ["settled", ["quiet"], { step = "self", answer = "some" }]\n'
    assert run("check-in", toml, ending="toml")[0] == 0
    assert run("check-in", [*WHOLE[:2], {"step": "self", "answer": "some"}])[0] == 0
    first, second = kept(journal_file, "1"), kept(journal_file, "2")
    assert [(one.address, one.value, one.prompt) for one in first.answers] == [
        (one.address, one.value, one.prompt) for one in second.answers
    ]


@pytest.mark.parametrize(
    "step",
    ["check-in/arriving:1/state:1", "arriving:1/state:1", "state:1", "state"],
)
def test_a_step_is_named_by_its_address_its_end_or_its_id(run: Run, step: str) -> None:
    assert run("check-in", [{"step": step, "answer": "settled"}, *WHOLE[1:]])[0] == 0


@pytest.mark.parametrize("step", ["who", "check-in/arriving:2/state:1", "state:2", "tate", "", "/state:1"])
def test_another_step_than_the_one_meant_pauses(run: Run, journal_file: Path, step: str) -> None:
    code, out, err = run("check-in", [{"step": step, "answer": "settled"}, *WHOLE[1:]])
    assert (code, out) == (65, "")
    assert "check-in/arriving:1/state:1 is asked" in err
    assert "ifs resume" in err
    assert kept(journal_file).session.ended_at is None
    assert values(kept(journal_file)) == []


def test_a_missing_answer_pauses_and_says_where(run: Run, journal_file: Path) -> None:
    code, _, err = run("check-in", WHOLE[:2])
    assert code == 65
    assert "The answers end before check-in/self:1." in err
    assert kept(journal_file).session.ended_at is None
    assert values(kept(journal_file)) == WHOLE[:2]
    assert run("resume", ["some"])[0] == 0
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE


def test_what_is_left_over_is_counted_and_the_entry_complete(run: Run, journal_file: Path) -> None:
    code, out, err = run("check-in", [*WHOLE, "more", "and more"])
    assert (code, out) == (65, "Kept as #1.\n")
    assert "2 answers were left over" in err
    assert kept(journal_file).session.end_reason is EndReason.COMPLETE


@pytest.mark.parametrize("wrong", ["splendid secret", 11, -1, 4.5, True, [], {"step": "state", "answer": []}])
def test_a_wrong_answer_pauses_and_is_not_quoted(run: Run, journal_file: Path, wrong: Any) -> None:
    code, out, err = run("check-in", [wrong, *WHOLE[1:]])
    assert (code, out) == (65, "")
    assert "check-in/arriving:1/state:1" in err
    assert "secret" not in err
    assert kept(journal_file).session.ended_at is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nothing of the kind", "neither JSON"),
        ("", "holds no list"),
        ("[1, 2", "neither JSON"),
        ('{"answers": ["settled"]}', "holds no list"),
        ('"settled"', "holds no list"),
        ("answer = ['settled']", "holds no list"),
        ("answers = 'settled'", "holds no list"),
        ("[" * 100_000, "neither JSON"),
        ("[" + "9" * 5000 + "]", "holds no list"),
        (b"\xff\xfe\x00", "not UTF-8"),
        ('[{"step": "state"}]', "an item is a value"),
        ('[{"answer": 1, "command": "skip"}]', "an item is a value"),
        ('[{"answer": 1, "other": 2}]', "an item is a value"),
        ("[{}]", "an item is a value"),
        ('[{"command": "dance"}]', "no such command"),
        ('[{"command": ["skip"]}]', "no such command"),
        ('[{"step": 3, "answer": 1}]', "address as text"),
    ],
)
def test_a_file_that_is_none_begins_nothing(
    run: Run, journal_file: Path, text: str | bytes, said: str
) -> None:
    code, out, err = run("check-in", text)
    assert (code, out) == (65, "")
    assert said in err
    assert sessions(journal_file) == 0


def test_a_file_that_is_not_there_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path, tmp_path: Path
) -> None:
    create(journal_file)
    for place in (tmp_path / "none.json", tmp_path):
        code, out, err = ifs(monkeypatch, "check-in", "--answers", str(place))
        assert (code, out) == (65, "")
        assert "cannot be read" in err
    assert sessions(journal_file) == 0


def test_without_a_journal_it_is_twenty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(WHOLE))
    code, out, err = ifs(monkeypatch, "check-in", "--answers", str(file))
    assert (code, out) == (20, "")
    assert err


def test_standard_input_is_a_dash(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> None:
    create(journal_file)
    assert ifs(monkeypatch, "check-in", "--answers", "-", stdin=json.dumps(WHOLE))[0] == 0
    toml = 'answers = ["settled", ["quiet"], "some"]'
    assert ifs(monkeypatch, "check-in", "--answers", "-", stdin=toml)[0] == 0
    code, _, err = ifs(monkeypatch, "check-in", "--answers", "-", stdin=b"[\xff]")
    assert code == 65
    assert "UTF-8" in err
    assert sessions(journal_file) == 2


def test_a_file_with_a_byte_order_mark_is_read(run: Run) -> None:
    assert run("check-in", b"\xef\xbb\xbf" + json.dumps(WHOLE).encode())[0] == 0


def test_two_front_ends_at_once_are_refused(run: Run) -> None:
    assert run("check-in", WHOLE, "--jsonl")[0] == 2


def test_dates_of_toml_and_dates_in_words(run: Run, journal_file: Path) -> None:
    toml = """
    answers = [
      "settled", ["Critic"], { command = "skip" }, 4, "silencing", "some", "both", "thriving", "tea",
      { step = "by-when", answer = 2026-03-12 },
    ]
    """
    assert run("check-in --long", toml, ending="toml")[0] == 0
    assert [row["due"] for row in kept(journal_file).rows["agreement"]] == ["2026-03-12"]
    answers = ["settled", ["Critic"], None, 4, "silencing", "some", "both", "thriving", "tea", "tomorrow"]
    assert run("check-in --long", answers)[0] == 0
    (row,) = kept(journal_file).rows["agreement"]
    assert row["due"] > kept(journal_file).session.local_day


@pytest.mark.parametrize("day", ["someday", "2026-02-30", 20260312, ["tomorrow"], ""])
def test_what_is_no_date_is_refused(run: Run, day: Any) -> None:
    answers = ["settled", ["Critic"], None, 4, "silencing", "some", "both", "thriving", "tea", day]
    assert run("check-in --long", answers)[0] == 65


def test_null_leaves_an_optional_step_open_and_no_other(run: Run, journal_file: Path) -> None:
    assert run("check-in", ["settled", None, None])[0] == 0
    assert [one.kind for one in kept(journal_file).answers[2:]] == [Kind.SKIP, Kind.SKIP]
    assert run("check-in", [None])[0] == 65


def test_commands_work_as_anywhere(run: Run, journal_file: Path) -> None:
    answers = [
        "stirred",
        {"command": "back"},
        {"step": "state", "command": "why"},
        "settled",
        {"command": "ground"},
        {"command": "help"},
        {"command": "crisis"},
        {"command": "skip"},
        {"command": "skip"},
    ]
    code, out, _ = run("check-in", answers)
    assert (code, out) == (0, "Kept as #1.\n")
    found = kept(journal_file)
    assert values(found) == ["settled"]
    assert found.session.highest_state == 4
    assert "crisis" not in str(found.answers)


@pytest.mark.parametrize(
    ("script", "answers", "code", "reason"),
    [
        ("check-in", ["settled", {"command": "stop"}], 0, EndReason.STOPPED),
        ("check-in", ["settled", {"command": "pause"}], 130, None),
        ("check-in", [9, "not_sure"], 40, EndReason.STOPPED),
        ("check-in", [9, "not_safe"], 40, EndReason.STOPPED),
        ("unblend", [10, "safe", "close"], 0, EndReason.NOT_TODAY),
    ],
)
def test_every_end_has_its_code(
    run: Run, journal_file: Path, script: str, answers: list[Any], code: int, reason: EndReason | None
) -> None:
    assert run(script, answers)[0] == code
    assert kept(journal_file).session.end_reason is reason


def test_variants_are_flags_and_others_are_refused(run: Run) -> None:
    assert run("check-in --quick", ["settled", None, None])[0] == 0
    assert run("check-in --splendid", [])[0] == 2
    assert run("check-in --quick --long", [])[0] == 2
    assert run("start check-in --quick", ["settled", None, None])[0] == 0


def test_texts_come_back_as_they_were_given(run: Run, journal_file: Path) -> None:
    text = 'a\x00\x1b[2J\u202e\r\n\t" \\ \ud83e\udd17 \ud800 é e\u0301'.encode("utf-16", "surrogatepass")
    given = text.decode("utf-16", "surrogatepass")
    assert run("check-in", ["settled", ["Critic"], given, None, None])[0] == 0
    assert values(kept(journal_file))[2] == given


def test_resume_checks_each_answer_against_its_step(run: Run, journal_file: Path) -> None:
    run("unblend", ["settled", None, "never good enough", {"command": "pause"}])
    code, _, err = run("resume", [{"step": "how-close", "answer": "i_am_it"}])
    assert code == 65
    assert "unblend/part-of-me:1 is asked" in err
    assert run("resume", [{"step": "part-of-me", "answer": "Part of me"}, {"command": "pause"}])[0] == 130
    assert values(kept(journal_file))[-1] == "Part of me"


def test_nothing_to_resume_is_ten(run: Run) -> None:
    assert run("resume", [])[0] == 10
    run("check-in", WHOLE)
    assert run("resume last", [])[0] == 10


def test_left_over_after_an_end_for_safety_is_still_forty(run: Run) -> None:
    assert run("check-in", [9, "not_safe", "more"])[0] == 40
