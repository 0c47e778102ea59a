"""`now`: it begins at once, keeps nothing, and asks at its end whether it should."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, find_session, sessions
from ifs_journal.session.kept import Walked, open_kept
from ifs_journal.session.moment import Clock
from session_talking import events, ifs, lines

Run = Callable[..., tuple[int, list[dict[str, Any]]]]
WORDS = [None, "tight", "a_bit", "water"]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def act(script: str, replies: list[Any]) -> tuple[int, list[dict[str, Any]]]:
        code, out, _ = ifs(monkeypatch, script, "--jsonl", stdin=lines(replies))
        return code, events(out)

    return act


def test_it_needs_no_journal_and_leaves_nothing(run: Run, journal_file: Path) -> None:
    code, found = run("now", WORDS)
    assert code == 0
    assert found[0]["session"] is None
    assert found[-1] == {"event": "end", "session": None, "reason": "complete"}
    assert not any(one.get("step") == "keep" for one in found), "there is nothing to keep it in"
    assert not journal_file.parent.exists()


@pytest.mark.parametrize("last", ["no_trace", None])
def test_no_trace_is_what_enter_means(run: Run, journal_file: Path, last: str | None) -> None:
    create(journal_file)
    before = journal_file.read_bytes()
    code, found = run("now", [*WORDS, last])
    assert code == 0
    assert found[-1]["session"] is None
    assert journal_file.read_bytes() == before
    assert not journal_file.with_name(f"{journal_file.name}-wal").exists()


def test_kept_it_is_an_entry_like_any_other(run: Run, journal_file: Path) -> None:
    create(journal_file)
    code, found = run("now", [*WORDS, "keep"])
    assert code == 0
    with Journal.open(journal_file) as journal:
        (one,) = sessions(journal)
        assert one.id == found[-1]["session"]
        assert one.end_reason == "complete"
        whole = entry(journal, find_session(journal, "last").id)
        assert isinstance(open_kept(journal, one, Clock()), Walked), "its answers can be corrected"
    assert [answer.value for answer in whole.answers[1:]] == [*WORDS, "keep"]
    assert [answer.seq for answer in whole.answers] == [1, 2, 3, 4, 5, 6]


def test_enter_alone_leads_through(run: Run, journal_file: Path) -> None:
    create(journal_file)
    code, found = run("now", [None] * 5)
    assert (code, found[-1]["reason"]) == (0, "complete")


def test_left_in_the_middle_nothing_stays(run: Run, journal_file: Path) -> None:
    create(journal_file)
    code, found = run("now", WORDS[:2])
    assert code == 130
    assert found[-1] == {"event": "end", "session": None, "reason": "paused"}
    with Journal.open(journal_file) as journal:
        assert sessions(journal) == []


def test_a_broken_settings_file_is_no_reason_to_wait(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text("this is = not TOML [", encoding="utf-8")
    monkeypatch.setenv("IFS_CONFIG", str(tmp_path))
    assert run("now", WORDS)[0] == 0
