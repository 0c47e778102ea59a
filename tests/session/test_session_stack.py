"""The required way: refuse, switch, back twice, SIGKILL, resume. The real program, killed for real."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import Entry, entry, find_session
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import take_up
from ifs_journal.terms import Kind
from session_talking import TO_THE_GATE


class Program:
    """`ifs … --jsonl`, spoken to line by line."""

    def __init__(self, *arguments: str) -> None:
        command = [sys.executable, "-m", "ifs_journal", *arguments, "--jsonl"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.input: IO[bytes] = self.process.stdin
        self.output: IO[bytes] = self.process.stdout
        self.seen: list[dict[str, Any]] = []

    def step(self) -> dict[str, Any]:
        """The next question; what is said before it is remembered."""
        while True:
            line = self.output.readline()
            assert line, "the program ended"
            event = json.loads(line)
            self.seen.append(event)
            if event["event"] == "step":
                return dict(event)

    def reply(self, reply: dict[str, Any]) -> dict[str, Any]:
        """Reply, and wait for the next question: by then the reply is on disk."""
        self.input.write(json.dumps(reply).encode() + b"\n")
        self.input.flush()
        return self.step()

    def close(self) -> None:
        """Let go of it, whatever state it is in."""
        self.process.kill()
        self.process.wait()
        self.input.close()
        self.output.close()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    started: list[Program] = []
    yield started
    for one in started:
        one.close()


def kept(journal_file: Path) -> Entry:
    with Journal.open(journal_file) as journal:
        return entry(journal, find_session(journal, "last").id)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_refuse_switch_back_twice_kill_resume(journal_file: Path, programs: list[Program]) -> None:
    create(journal_file)
    program = Program("unblend")
    programs.append(program)
    program.step()
    for answer in [*TO_THE_GATE, ["reacting"], "it will drown me", "no_room"]:
        turn = program.reply({"answer": answer})
    assert [one["value"] for one in turn["options"]] == ["come_first", "company", "close"]
    first_target = turn.get("target")
    other = program.reply({"answer": "come_first"})
    assert other["address"] == "unblend/says:2"
    assert other["waiting"] == ['the part that says "never good enough"']

    assert program.reply({"command": "back"})["address"] == "unblend/feel-toward:1/turn:1"
    room = program.reply({"command": "back"})
    assert room["address"] == "unblend/feel-toward:1/room:1"
    program.process.send_signal(signal.SIGKILL)
    assert program.process.wait() == -signal.SIGKILL

    again = Program("resume")
    programs.append(again)
    step = again.step()
    assert step == room
    assert step.get("target") == first_target
    assert "waiting" not in step
    found = kept(journal_file)
    assert again.seen[0] == {**program.seen[0], "session": found.session.id}
    assert [one.address for one in found.answers if one.kind is Kind.ANSWER][-1] == (
        "unblend/feel-toward:1/worry:1"
    )
    assert [(row["target_no"], row["worry"], row["outcome"]) for row in found.rows["concern"]] == [
        (0, "it will drown me", None)
    ]
    nothing_of_what_was_taken_back(journal_file, found)


def nothing_of_what_was_taken_back(journal_file: Path, found: Entry) -> None:
    with Journal.open(journal_file) as journal:
        gone = {seq for (seq,) in journal.connection.execute("SELECT seq FROM taken_back").fetchall()}
        assert len(gone) == 2
        assert not gone & {one.seq for one in found.answers}
        for table, rows in found.rows.items():
            assert not gone & {row["answer_seq"] for row in rows}, table
        values = str([one.value for one in found.answers])
        assert "no_room" not in values
        assert "come_first" not in values
        live = take_up(journal, find_session(journal, "last"), Clock(), None)
        assert live.walk.frames[-1].target == 0
        assert len(live.walk.targets) == 1
        assert live.walk.concerns[0].outcome is None
        assert live.walk.concerns[0].becomes is None


def test_after_resuming_the_same_way_can_be_gone_again(journal_file: Path, programs: list[Program]) -> None:
    create(journal_file)
    program = Program("unblend")
    programs.append(program)
    program.step()
    for answer in [*TO_THE_GATE, ["reacting"], "it will drown me", "no_room", "come_first", "shut up"]:
        program.reply({"answer": answer})
    program.process.kill()
    program.process.wait()
    again = Program("resume")
    programs.append(again)
    assert again.step()["address"] == "unblend/part-of-me:2"
    for answer in ["Part of me", "i_can_see_it", ["open"]]:
        step = again.reply({"answer": answer})
    step = again.reply({"command": "skip"})
    assert step["address"] == "unblend/feel-toward:3/how:1"
    assert any("Now back to" in one.get("text", "") for one in again.seen if one["event"] == "say")
    assert [row["outcome"] for row in kept(journal_file).rows["concern"]] == ["became_target"]


def test_bytes_that_are_not_utf_8_are_refused_by_the_program_too(journal_file: Path) -> None:
    """A terminal's own settings may let any byte pass; the program must not."""
    create(journal_file)
    command = [sys.executable, "-m", "ifs_journal", "check-in", "--answers", "-"]
    done = subprocess.run(command, input=b'["\xff"]', capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (65, b"")
    assert b"UTF-8" in done.stderr
    command = [sys.executable, "-m", "ifs_journal", "unblend", "--jsonl"]
    done = subprocess.run(command, input=b'{"answer": "\xff"}\n', capture_output=True, check=False)
    assert done.returncode == 130
    assert [json.loads(line)["event"] for line in done.stdout.decode().splitlines()] == [
        "hello",
        "step",
        "error",
        "step",
        "end",
    ]
