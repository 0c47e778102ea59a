"""The line protocol, as another program meets it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, entry, find_session
from ifs_journal.terms import EndReason
from session_talking import TO_THE_GATE, events, ifs, lines

Event = dict[str, Any]
Run = Callable[..., tuple[int, list[Event]]]
STEP_FIELDS = {
    *("event", "address", "step", "type", "text", "plain", "options", "slot", "optional", "private"),
    "progress",
}
SOMETIMES = {"other", "draft", "suggested", "key_sentence", "target", "waiting"}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> Run:
    """`ifs … --jsonl` with these replies, or with these bytes as its input. Gives code and events."""
    create(journal_file)

    def act(command: str, replies: Any = ()) -> tuple[int, list[Event]]:
        given = replies if isinstance(replies, bytes | str) else lines(replies)
        code, out, _ = ifs(monkeypatch, *command.split(), "--jsonl", stdin=given)
        assert out.endswith("\n")
        return code, events(out)

    return act


def kept(journal_file: Path, ref: str = "last") -> Entry:
    with Journal.open(journal_file) as journal:
        return entry(journal, find_session(journal, ref).id)


def steps(found: list[Event]) -> list[Event]:
    return [one for one in found if one["event"] == "step"]


def asked(found: list[Event]) -> list[str]:
    return [one["step"] for one in steps(found)]


def test_hello_comes_first_and_end_last(run: Run, journal_file: Path) -> None:
    code, found = run("check-in", ["settled", ["quiet"], "some"])
    session = kept(journal_file).session
    assert code == 0
    assert found[0] == {
        "event": "hello",
        "protocol": 1,
        "session": session.id,
        "script": "check-in",
        "version": session.script_version,
        "language": "en",
    }
    assert found[-1] == {"event": "end", "session": session.id, "reason": "complete"}
    assert {one["event"] for one in found} == {"hello", "say", "step", "end"}


def test_every_step_has_every_field(run: Run) -> None:
    for command, replies in (
        ("unblend", [*TO_THE_GATE, [{}], ["open"], "Guard", 3]),
        ("check-in --long", ["settled", ["Critic", "Joy"], "Critic", "hello", 4, None, None, None, None]),
    ):
        _, found = run(command, replies)
        for one in steps(found):
            assert STEP_FIELDS <= set(one) <= STEP_FIELDS | SOMETIMES
            assert set(one["progress"]) == {"done", "left_at_most"}
            assert isinstance(one["options"], list)
            assert all(
                {"value", "label"} <= set(option) <= {"value", "label", "plain"} for option in one["options"]
            )
            assert one["address"].split("/")[-1].split(":")[0] == one["step"]
        done = [one["progress"]["done"] for one in steps(found)]
        assert done == sorted(done)
        assert all(one["progress"]["left_at_most"] >= 1 for one in steps(found))


def test_a_sentence_is_said_and_never_asked(run: Run) -> None:
    _, found = run("check-in", ["settled", ["quiet"], None])
    said = [one for one in found if one["event"] == "say"]
    assert said[0]["about"] == "step"
    assert said[0]["text"].startswith("A minute for whoever is here.")
    assert said[0]["plain"].startswith("Take a moment.")
    assert not {"welcome", "done"} & set(asked(found))


def test_both_wordings_and_what_is_kept_in_view(run: Run) -> None:
    _, found = run("unblend", [*TO_THE_GATE, ["reacting"], "it will drown me", "no_room", "come_first"])
    last = steps(found)[-1]
    assert last["target"] == 'the part worried about "it will drown me"'
    assert last["waiting"] == ['the part that says "never good enough"']
    how = next(one for one in steps(found) if one["step"] == "how")
    assert how["key_sentence"] == "Part of me"
    assert how["other"] is True
    assert how["text"] != how["plain"]
    assert [one["value"] for one in how["options"]] == [
        "reacting",
        "inside_it",
        "nothing",
        "too_much",
        "open",
    ]
    draft = next(one for one in steps(found) if one["type"] == "draft")
    assert draft["draft"] == 'Part of me: "never good enough"'


def test_a_suggestion_is_an_option_and_never_open(run: Run) -> None:
    _, found = run("unblend", [*TO_THE_GATE, ["so angry with it"]])
    last = steps(found)[-1]
    assert (last["step"], last["suggested"]) == ("nearest", "reacting")


def test_an_error_is_followed_by_the_same_step(run: Run) -> None:
    _, found = run("unblend", ["splendid secret", "settled"])
    first, error, again, after = [one for one in found if one["event"] != "hello"][:4]
    assert [one["event"] for one in (first, error, again, after)] == ["step", "error", "step", "step"]
    assert again == first
    assert set(error) == {"event", "message"}
    assert "secret" not in error["message"]
    assert after["step"] == "feet"


@pytest.mark.thinned(6)
@pytest.mark.parametrize(
    "line",
    [
        b"not json\n",
        b"\n",
        b"[]\n",
        b"42\n",
        b"null\n",
        b"{}\n",
        b'"settled"\n',
        b'{"answer": "settled"\n',
        b'{"answer": "settled", "step": "state"}\n',
        b'{"answer": "settled", "command": "skip"}\n',
        b'{"command": "dance"}\n',
        b'{"command": ["skip"]}\n',
        b'{"command": {"skip": 1}}\n',
        b'{"command": null}\n',
        b'{"command": "parts", "text": 3}\n',
        b'{"answer": "\xff\xfe"}\n',
        b'{"answer": "\xed\xa0\x80"}\n',
        '{"answer": "settled"}\n'.encode("utf-16-le"),
        b'{"answer": NaN}\n',
        b'{"answer": ' + b"9" * 5000 + b"}\n",
        b"[" * 100_000 + b"\n",
        b'{"answer": 1e400}\n',
        b'{"answer": {"other": "settled"}}\n',
    ],
)
def test_a_line_that_is_no_reply_is_told_and_nothing_is_kept(
    run: Run, journal_file: Path, line: bytes
) -> None:
    code, found = run("unblend", line)
    assert code == 130
    assert [one["event"] for one in found[:4]] == ["hello", "step", "error", "step"]
    assert found[1] == found[3]
    assert [one.kind for one in kept(journal_file).answers] == ["command", "command"]


def test_five_refusals_in_a_row_pause(run: Run, journal_file: Path) -> None:
    code, found = run("unblend", ["splendid"] * 9)
    assert code == 65
    assert [one["event"] for one in found] == ["hello", *["step", "error"] * 5, "end"]
    assert found[-1]["reason"] == "paused"
    assert kept(journal_file).session.ended_at is None
    code, found = run("resume", ["settled"])
    assert (code, asked(found)[0]) == (130, "state")


def test_refusals_of_any_kind_count_together_and_an_answer_begins_anew(run: Run) -> None:
    bad = b'{"answer": "splendid"}\nnot json\n{"command": "dance"}\n{"command": "off"}\n'
    code, found = run("unblend", bad + b'{"answer": "settled"}\n' + bad)
    assert (code, asked(found)[-1]) == (130, "feet")
    assert run("unblend", bad + b"{}\n")[0] == 65


def test_the_end_of_input_pauses(run: Run, journal_file: Path) -> None:
    code, found = run("unblend", ["settled", None])
    assert code == 130
    assert found[-1] == {"event": "end", "session": kept(journal_file).session.id, "reason": "paused"}
    assert kept(journal_file).answers[-1].value == {"command": "pause"}


def test_resume_says_hello_and_the_open_step_at_the_same_address(run: Run, journal_file: Path) -> None:
    _, before = run("unblend", [*TO_THE_GATE, ["reacting"]])
    code, found = run("resume", [])
    assert code == 130
    assert [one["event"] for one in found] == ["hello", "step", "end"]
    assert found[0] == before[0]
    assert found[1] == steps(before)[-1]


@pytest.mark.parametrize(
    ("command", "replies", "reason", "code"),
    [
        ("check-in", ["settled", None, None], "complete", 0),
        ("check-in", ["/stop"], "stopped", 0),
        ("unblend", [10, "safe", "close"], "not_today", 0),
        ("check-in", ["/pause"], "paused", 130),
        ("check-in", [8, "not_sure"], "safety", 40),
        ("check-in", ["too_much", "not_safe"], "safety", 40),
    ],
)
def test_every_end_has_its_reason_and_its_code(
    run: Run, command: str, replies: list[Any], reason: str, code: int
) -> None:
    left, found = run(command, replies)
    assert (left, found[-1]["event"], found[-1]["reason"]) == (code, "end", reason)


def test_safety_sends_the_lines_and_stores_a_stop(run: Run, journal_file: Path) -> None:
    _, found = run("check-in", [9, "not_safe"])
    crisis = [one for one in found if one["event"] == "say" and one["about"] == "crisis"]
    assert crisis
    assert any(char.isdigit() for one in crisis for char in one["text"])
    found_entry = kept(journal_file)
    assert (found_entry.session.end_reason, found_entry.session.ask_keep) == (EndReason.STOPPED, True)
    assert "not_safe" not in str(found_entry)


@pytest.mark.parametrize("about", ["why", "help", "ground", "crisis"])
def test_commands_are_answered_and_the_same_step_comes_again(
    run: Run, journal_file: Path, about: str
) -> None:
    _, found = run("unblend", ["settled", f"/{about}"])
    place = [one["event"] for one in found].index("say")
    answers = [one for one in found[place:] if one["event"] == "say"]
    assert {one["about"] for one in answers} == {about}
    assert found[place - 1] == steps(found)[-1]
    logged = [one.value for one in kept(journal_file).answers]
    assert ({"command": "ground"} in logged) == (about == "ground")
    assert "crisis" not in str(logged)


def test_back_skip_and_off(run: Run, journal_file: Path) -> None:
    _, found = run("unblend", ["settled", None, "a secret", "/back", "/off", "/skip", "/skip"])
    assert asked(found) == [
        "state",
        "feet",
        "says",
        "part-of-me",
        "says",
        "part-of-me",
        "how-close",
        "ask-room",
    ]
    assert steps(found)[5]["draft"] == 'Part of me: "…"'
    assert "secret" not in str(kept(journal_file))


def test_back_at_the_start_is_said(run: Run) -> None:
    _, found = run("unblend", ["/back"])
    assert [one["event"] for one in found] == ["hello", "step", "say", "step", "end"]


def test_null_on_an_optional_step_is_skip_and_on_a_rest_is_done(run: Run, journal_file: Path) -> None:
    run("check-in", ["settled", None, None])
    assert [one.kind for one in kept(journal_file).answers[1:]] == ["answer", "skip", "skip"]
    _, found = run("unblend", [None, "settled", None])
    assert [one["event"] for one in found[:4]] == ["hello", "step", "error", "step"]
    assert [one.kind for one in kept(journal_file).answers[1:3]] == ["answer", "answer"]


def test_parts_are_suggested_twenty_at_most_and_found_by_text(run: Run) -> None:
    for first in range(0, 24, 8):
        run("check-in", ["settled", [f"Part {number:02}" for number in range(first, first + 8)]])
    run("check-in", ["settled", ["Critic"]])
    ask = '{"answer": "settled"}\n{"command": "parts", "text": "cr"}\n{"command": "parts"}\n'
    _, found = run("check-in", ask)
    who = next(one for one in steps(found) if one["step"] == "who")
    parts = [one for one in who["options"] if one["value"] not in ("quiet", "not_sure")]
    assert len(parts) == 20
    assert all(len(one["value"]) == 36 for one in parts)
    answers = [one for one in found if one["event"] == "say" and one["about"] == "parts"]
    assert [one["label"] for one in answers[0]["options"]] == ["Critic"]
    assert len(answers[1]["options"]) == 20
    assert steps(found)[-1] == who


@pytest.mark.parametrize("way", ["name", "number", "id", "case"])
def test_a_part_is_named_by_name_number_or_id(run: Run, journal_file: Path, way: str) -> None:
    run("check-in", ["settled", ["Critic"]])
    with Journal.open(journal_file) as journal:
        ((part_id,),) = journal.connection.execute("SELECT id FROM part").fetchall()
    said = {"name": "Critic", "number": "#1", "id": part_id, "case": "  CRITIC"}[way]
    run("check-in", ["settled", [said]])
    with Journal.open(journal_file) as journal:
        assert journal.connection.execute("SELECT count(*) FROM part").fetchone()[0] == 1
    assert kept(journal_file).session.parts == ("Critic",)


def test_options_of_yes_no_and_unsure_are_listed(run: Run) -> None:
    _, found = run("unblend", [*TO_THE_GATE, ["open", "I want to fix it"]])
    last = steps(found)[-1]
    assert (last["step"], last["type"]) == ("as-it-is", "yes_no_unsure")
    assert [one["value"] for one in last["options"]] == ["yes", "no", "unsure"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("x" * 100_000, id="a hundred thousand characters"),
        pytest.param("\x1b[2J\x1b]0;title\x07\x00\x7f\x9b31m", id="escapes and control characters"),
        pytest.param("\u202e\u2066right to left\u200f\ufeff", id="direction marks"),
        pytest.param("e\u0301 \u00e9 ﬁ \U0001f469\u200d\U0001f469", id="not normalised"),
        pytest.param("line\r\nline\u2028line\x85line\x0b", id="line ends"),
        pytest.param("half \ud83d of a pair", id="half a pair"),
        pytest.param("{target.name} {answer.says} {{}} %s \\n", id="braces"),
        pytest.param('", "command": "stop', id="quotes"),
    ],
)
def test_texts_are_kept_and_quoted_as_given(run: Run, journal_file: Path, text: str) -> None:
    code, found = run("unblend", ["settled", None, text])
    assert code == 130
    assert steps(found)[-1]["draft"] == f'Part of me: "{text}"'
    assert kept(journal_file).answers[3].value == text
    _, again = run("resume", [])
    assert steps(again)[-1] == steps(found)[-1]


def test_every_event_is_one_line_whoever_reads_it(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path
) -> None:
    create(journal_file)
    text = "a\u2028b\u2029c\x85d\x0be\x1cf\x9bg"
    code, out, _ = ifs(monkeypatch, "unblend", "--jsonl", stdin=lines(["settled", None, text]))
    assert code == 130
    assert out.splitlines() == out.removesuffix("\n").split("\n")
    assert out.replace("\n", "").isprintable()


def test_more_than_an_answer_can_hold_is_refused(run: Run) -> None:
    _, found = run("unblend", ["settled", None, "x" * 1_000_001])
    assert [one["event"] for one in found[-3:]] == ["error", "step", "end"]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u2003"])
def test_nothing_but_spaces_is_no_text(run: Run, text: str) -> None:
    _, found = run("unblend", ["settled", None, text])
    assert [one["event"] for one in found[-3:]] == ["error", "step", "end"]


def test_without_a_journal_it_is_twenty(monkeypatch: pytest.MonkeyPatch) -> None:
    code, out, err = ifs(monkeypatch, "check-in", "--jsonl", stdin=lines(["settled"]))
    assert (code, out) == (20, "")
    assert err


def test_files_and_lines_leave_the_same_entry(
    run: Run, journal_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = [
        *TO_THE_GATE,
        ["reacting", "angry with it"],
        "it will drown me",
        "gives_room",
        ["open"],
        None,
        None,
        3,
    ]
    assert run("unblend", replies)[0] == 0
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(replies))
    assert ifs(monkeypatch, "unblend", "--answers", str(file))[0] == 0
    first, second = kept(journal_file, "1"), kept(journal_file, "2")
    assert [(one.seq, one.address, one.kind, one.value, one.prompt, one.quotes) for one in first.answers] == [
        (one.seq, one.address, one.kind, one.value, one.prompt, one.quotes) for one in second.answers
    ]
    ids = ("id", "session_id", "at")
    for table, rows in first.rows.items():
        assert sorted(str({k: v for k, v in row.items() if k not in ids}) for row in rows) == sorted(
            str({k: v for k, v in row.items() if k not in ids}) for row in second.rows[table]
        )
