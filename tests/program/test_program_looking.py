"""Looking back: lists narrowed down, words found again, long lists in a pager; in a terminal and piped."""

from __future__ import annotations

import json
import os
import subprocess
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.shapes import NewSession
from ifs_journal.terms import Difference, Kind, LogItem, Row

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import Terminal, program

pytestmark = pytest.mark.sampled(6)

Start = Callable[..., Terminal]
COUNT = 60


def ifs_printed(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        program(*arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
        env={**os.environ, **environ},
    )


def printed(*arguments: str, **environ: str) -> str:
    """What `ifs` prints into a pipe when all is well."""
    done = ifs_printed(*arguments, **environ)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def as_json(*arguments: str) -> Any:
    return json.loads(printed(*arguments, "--json"))


@pytest.fixture
def kept(journal: Path) -> None:
    """Sixty sessions, one a day up to today. Every tenth is an unblending, with Critic; one is private."""
    critic = str(uuid.uuid4())
    with Journal.open(journal) as opened:
        for number in range(1, COUNT + 1):
            begun = datetime.now(UTC).astimezone() - timedelta(days=COUNT - number)
            at = begun.astimezone(UTC).isoformat(timespec="milliseconds")
            tenth = number % 10 == 0
            rows = [Row("part", critic, {"name": "the Critic", "created_at": at})] if number == 10 else []
            if tenth:
                seen = {"part_id": critic, "answer_seq": 1, "place": "present"}
                rows.append(Row("session_part", str(uuid.uuid4()), seen))
            words = "The lighthouse was far away" if number in (7, 20) else "An ordinary evening"
            first = LogItem(
                1,
                "x/what:1",
                Kind.ANSWER,
                f"{words}, day {number}",
                at,
                "What was it like?",
                private=number == 7,
            )
            opened.begin(new(number, at, begun, first, rows, "unblend" if tenth else "check-in"))


def new(number: int, at: str, begun: datetime, first: LogItem, rows: list[Row], script: str) -> NewSession:
    return NewSession(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, str(number))),
        script=script,
        script_version=1,
        title="Check-in" if script == "check-in" else "A little room",
        language="en",
        wording="ifs",
        bundle_hash="b1",
        bundle_protocol=1,
        bundle_body='{"root": "check-in", "scripts": {}, "gates": {}}',
        started_at=at,
        zone="Europe/Vienna",
        utc_offset=int((begun.utcoffset() or timedelta()).total_seconds() // 60),
        local_day=begun.date().isoformat(),
        reached="x",
        first=first,
        rows=Difference(put=tuple(rows)),
    )


def numbers(*arguments: str) -> list[int]:
    return [one["number"] for one in as_json("list", *arguments)]


@pytest.mark.usefixtures("kept")
def test_a_list_says_how_many_more_there_are() -> None:
    lines = printed("list").splitlines()
    assert len(lines) == 21
    assert lines[0].startswith("#60  ")
    assert lines[-1] == "There are 40 more. To see them: --limit 60"
    assert printed("list", "--limit", "59").splitlines()[-1] == "There is 1 more. To see it: --limit 60"
    assert len(printed("list", "--limit", "60").splitlines()) == 60
    assert len(as_json("list")) == 20


@pytest.mark.usefixtures("kept")
def test_a_narrow_list_keeps_how_a_session_ended_and_who_was_there() -> None:
    narrow = printed("list", "--limit", "11", COLUMNS="40")
    assert max(map(len, narrow.splitlines())) < 40
    assert "Critic" in narrow
    assert "…" not in narrow


@pytest.mark.parametrize("columns", ["80", "40"])
@pytest.mark.parametrize("group", [(), ("parts",), ("journal",), ("scripts",)])
def test_help_says_what_each_command_does_without_cutting_it(group: tuple[str, ...], columns: str) -> None:
    shown = printed(*group, "--help", COLUMNS=columns)
    assert max(map(len, shown.splitlines())) < int(columns)
    assert "..." not in shown.replace("[ARGS]...", "")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("chekc-in",), "Did you mean ifs check-in? To see them all: ifs --help"),
        (("parts", "renam"), "Did you mean ifs parts rename? To see them all: ifs parts --help"),
        (("zzz",), "There is no command “zzz”. To see them all: ifs --help"),
    ],
)
def test_an_unknown_command_is_answered_with_the_nearest(typed: tuple[str, ...], told: str) -> None:
    done = ifs_printed(*typed)
    assert (done.returncode, done.stdout) == (2, "")
    assert told in done.stderr


def test_a_script_comes_through_a_pipe_as_it_was_written() -> None:
    written = (Path(__file__).parents[2] / "prompts" / "en" / "unblend.toml").read_text(encoding="utf-8")
    assert printed("scripts", "show", "unblend", "--toml", COLUMNS="40") == written


@pytest.mark.usefixtures("kept")
def test_a_list_is_narrowed_in_words() -> None:
    today = datetime.now().astimezone().date()
    assert numbers("--since", "today") == [60]
    assert numbers("--since", "3 days ago", "--until", "yesterday") == [59, 58, 57]
    assert numbers("--until", (today - timedelta(days=58)).isoformat()) == [2, 1]
    assert numbers("--part", "critic") == numbers("--script", "unblend") == [60, 50, 40, 30, 20, 10]
    assert numbers("--part", "CRITIC", "--since", "past 15 days") == [60, 50]
    assert numbers("--since", "2999") == []
    assert (
        printed("list", "--since", "2999") == "Nothing here fits all of that. To see everything: ifs list\n"
    )


@pytest.mark.thinned(6)
@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["list", "--since", "soon"], 2, "3 days ago"),
        (["list", "--since", "today", "--until", "yesterday"], 2, "--until lies before --since"),
        (["list", "--part", "nobody"], 10, "ifs parts"),
        (["list", "--person", "nobody"], 10, "Nobody of that name"),
        (["list", "--tag", "nothing"], 10, "No entry has that tag"),
        (["search", "evening", "--script", "nowhere"], 10, "ifs scripts list"),
        (["search"], 2, "no terminal to ask in"),
    ],
)
def test_what_cannot_be_done_is_told(arguments: list[str], code: int, told: str) -> None:
    done = ifs_printed(*arguments)
    assert done.returncode == code
    assert done.stdout == ""
    assert told in done.stderr
    assert "soon" not in done.stderr


def test_without_a_journal_there_is_nothing_to_look_through() -> None:
    assert ifs_printed("search", "evening").returncode == 20


@pytest.mark.usefixtures("journal")
def test_an_empty_journal_has_nothing() -> None:
    assert as_json("search", "evening") == as_json("list") == []
    assert "Nothing with those words is here." in printed("search", "evening")
    assert printed("list") == "Nothing here yet. To begin: ifs check-in\n"


@pytest.mark.usefixtures("kept")
def test_words_are_shown_where_they_stand() -> None:
    said = printed("search", "lighthouse", "FAR")
    heads = [line for line in said.splitlines() if line.startswith("#")]
    assert [head.split()[0] for head in heads] == ["#20", "#7"]
    assert heads[1].endswith("Check-in")
    assert "  What was it like?\n  The *lighthouse* was *far* away, day 20\n" in said
    assert said.endswith("day 7\n  private\n")
    assert "Nothing with those words is there." in printed("search", "lighthouse", "--since", "today")
    assert "no word in that" in printed("search", "?!")


@pytest.mark.usefixtures("kept")
def test_what_is_found_as_json() -> None:
    (found,) = as_json("search", "lighthouse", "--script", "unblend")
    assert found.pop("id")
    assert found.pop("day")
    assert found == {
        "kind": "answer",
        "session": str(uuid.uuid5(uuid.NAMESPACE_URL, "20")),
        "number": 20,
        "seq": 1,
        "address": "x/what:1",
        "title": "A little room",
        "prompt": "What was it like?",
        "snippet": "The lighthouse was far away, day 20",
        "matches": [[4, 14]],
        "text": "The lighthouse was far away, day 20",
        "private": False,
        "part": None,
        "person": None,
    }
    (part,) = [one for one in as_json("search", "critic") if one["kind"] == "part"]
    assert (part["text"], part["part"], part["session"]) == (
        "the Critic",
        {"number": 1, "name": "the Critic"},
        None,
    )
    assert len(as_json("search", "evening", "--limit", "3")) == 3


@pytest.mark.usefixtures("kept")
@pytest.mark.pty
@pytest.mark.parametrize("columns", [80, 40])
def test_words_are_asked_for(ifs: Start, columns: int) -> None:
    terminal = ifs("search", columns=columns)
    terminal.wait("Which words?")
    terminal.press("lighthouse\r")
    assert terminal.end() == 0
    assert "The lighthouse was far away, day 20" in " ".join(terminal.text.split())
    assert "*lighthouse*" not in terminal.raw
    terminal.assert_kind()


@pytest.mark.usefixtures("kept")
@pytest.mark.pty
def test_without_colour_a_plain_mark_shows_what_was_found(ifs: Start) -> None:
    terminal = ifs("search", "lighthouse", NO_COLOR="1")
    assert terminal.end() == 0
    assert "The *lighthouse* was far away" in terminal.text


@pytest.mark.usefixtures("kept")
@pytest.mark.pty
def test_leaving_the_question_is_a_pause(ifs: Start) -> None:
    terminal = ifs("search")
    terminal.wait("Which words?")
    terminal.press("\x03")
    assert terminal.end() == 130


@pytest.fixture
def pager(tmp_path: Path) -> Path:
    """A pager that keeps what it was given beside itself."""
    script = tmp_path / "keeping"
    script.write_text(f'#!/bin/sh\ncat > "{tmp_path}/given"\necho "history:$LESSHISTFILE"\necho paged\n')
    script.chmod(0o700)
    return script


@pytest.mark.thinned(4)
@pytest.mark.usefixtures("kept")
@pytest.mark.pty
@pytest.mark.parametrize(
    ("arguments", "paged"),
    [
        (["list", "--limit", "50"], True),
        (["list"], False),
        (["search", "evening", "--limit", "30"], True),
        (["show", "7"], False),
    ],
)
def test_long_lists_go_through_the_pager(ifs: Start, pager: Path, arguments: list[str], paged: bool) -> None:
    terminal = ifs(*arguments, PAGER=str(pager))
    assert terminal.end() == 0
    given = pager.with_name("given")
    assert given.exists() is paged
    if paged:
        assert "history:-" in terminal.text
        text = given.read_text()
        assert text.count("\n") > 40
        assert "\x1b" not in text
        assert "#60" in text
        assert "#60" not in terminal.raw


@pytest.mark.usefixtures("kept")
@pytest.mark.pty
def test_a_pager_that_is_not_there_is_done_without(ifs: Start) -> None:
    terminal = ifs("list", "--limit", "50", PAGER="/nowhere/pager")
    assert terminal.end() == 0
    assert "#60" in terminal.text
    assert "#11" in terminal.text


@pytest.mark.usefixtures("kept")
@pytest.mark.pty
def test_leaving_the_pager_early_is_no_error(ifs: Start) -> None:
    terminal = ifs("list", "--limit", "60", PAGER="true")
    assert terminal.end() == 0
    assert terminal.raw == ""
