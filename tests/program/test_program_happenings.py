"""What life does to a journal that is in use: each time its message, its exit code, and nothing kept is lost.

Two terminals at once · a sync service that swaps the file · a laptop that sleeps · a full disk · a read-only
disk · a clock that jumps back · a journal from a newer version · a symlinked path · wrong permissions.
Each through the real program, with a plain journal and with an encrypted one. What happens to a disk while
the whole file changes is in `test_program_disk.py`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from file_worker import only
from files_prepared import fill_well
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from journal_contents import assert_sound, beside, contents
from program_disks import mounted, small_disk
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.sampled(6), pytest.mark.pty, pytest.mark.thinned(4)]

Start = Callable[..., Terminal]
WORDS = "zimtschnecke"
CLOCK = """
import os, runpy, sys
from datetime import timedelta
from ifs_journal.session.moment import Clock
def now(clock):
    with open(os.environ["CLOCK_OFF"]) as file:
        return clock.tick() + timedelta(seconds=float(file.read()))
Clock.now = now
runpy.run_module("ifs_journal", run_name="__main__", alter_sys=True)
"""
"""`ifs` with a clock that is off by as many seconds as a file says now."""
LIMITED = """
import resource, runpy, sys
most = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
runpy.run_module("ifs_journal", run_name="__main__", alter_sys=True)
"""
"""`ifs` where no file can grow beyond so many bytes: a write comes back short, then fails."""


@pytest.fixture(params=["encrypted", "plain"])
def key(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Key | None:
    """The key of this test's journal; its passphrase is given to every program in a file."""
    if request.param == "plain":
        return None
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("IFS_PASSPHRASE_FILE", str(file))
    return KEY


@pytest.fixture
def journal(key: Key | None) -> Path:
    """This test's journal, new and empty, plain or encrypted."""
    create(journal_path(), key=key)
    return journal_path()


def run(
    *arguments: str, text: str = "", command: list[str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `ifs` without a terminal. No message holds what was written, or a traceback."""
    done = subprocess.run(
        command or program(*arguments), input=text, capture_output=True, text=True, timeout=60, check=False
    )
    assert WORDS not in done.stderr
    assert "Traceback" not in done.stderr
    return done


def check_in(words: str = WORDS) -> None:
    """One whole check-in."""
    answers = json.dumps(["settled", ["Critic"], words, "some", None])
    assert run("check-in", "--answers", "-", text=answers).returncode == 0


def entry(ref: str = "last") -> dict[str, Any]:
    return dict(json.loads(run("show", ref, "--json").stdout))


def values(ref: str = "last") -> list[Any]:
    found = [one["value"] for one in entry(ref)["answers"]]
    return [[part["name"] for part in one] if isinstance(one, list) else one for one in found]


def listed() -> int:
    return len(json.loads(run("list", "--json").stdout))


def well() -> None:
    """`check` finds nothing."""
    done = run("journal", "check")
    assert done.returncode == 0, done.stdout


def to_the_message(terminal: Terminal) -> Terminal:
    """Answer a check-in until its one long answer is asked for."""
    terminal.question("How are you arriving?")
    terminal.press("t")
    terminal.question("Who or what is around in you?")
    terminal.press("Critic\r")
    terminal.question("What would Critic like")
    return terminal


def told(terminal: Terminal) -> str:
    return " ".join(terminal.text.split())


def aside(journal: Path, key: Key | None) -> str:
    """The one answer that was kept beside the journal, as a person would read it."""
    (file,) = (one for one in journal.parent.iterdir() if ".kept-" in one.name)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    if key is None:
        return str(json.loads(file.read_text(encoding="utf-8"))["item"]["value"])
    assert WORDS.encode() not in file.read_bytes()
    connection = connect(file, key=key)
    try:
        (item,) = connection.execute("SELECT item FROM kept").fetchone()
    finally:
        connection.close()
    return str(json.loads(item)["item"]["value"])


# --- two terminals at once ---------------------------------------------------------------------------


def test_two_terminals_in_one_session_the_second_answer_is_kept_beside(
    ifs: Start, journal: Path, key: Key | None
) -> None:
    first = to_the_message(ifs("check-in"))
    first.press(f"{WORDS} here")
    first.wait_typed(f"{WORDS} here")
    second = ifs("resume")
    second.question("What would Critic like")
    second.press("\x15said over there\r")
    second.question("Is there some of you")
    first.press("\r")
    assert first.end() == 24
    first.assert_kind()
    assert "went on" in told(first)
    assert first.since.count(WORDS) <= 1, "the message must not hold the answer"
    second.press("s")
    second.wait("today?")
    second.press("\x03")
    assert second.end() == 130
    assert values()[2:] == ["said over there", "some"]
    assert aside(journal, key) == f"{WORDS} here"
    well()


def test_two_terminals_in_two_sessions_wait_for_each_other(ifs: Start, journal: Path) -> None:
    one, other = to_the_message(ifs("check-in")), ifs("check-in")
    other.wait("n begin a new one")
    other.press("n")
    to_the_message(other)
    for terminal, words in ((one, "from the one"), (other, "from the other")):
        terminal.press(f"{words}\r")
    for terminal in (one, other):
        terminal.question("Is there some of you")
        terminal.press("\x03")
        assert terminal.end() == 130
    assert {values(number)[2] for number in ("1", "2")} == {"from the one", "from the other"}
    well()


# --- a sync service that swaps the file --------------------------------------------------------------


def from_another_machine(journal: Path, key: Key | None, folder: Path) -> Path:
    """A copy of the journal that was written in elsewhere, as a sync service brings it."""
    there = folder / "there" / "journal.db"
    there.parent.mkdir()
    shutil.copyfile(journal, there)
    with Journal.open(there, unlock=only(key)) as other:
        fill_well(other)
    return there


def waiting(journal: Path) -> set[str]:
    """What lies beside the journal for the database."""
    return {f"{journal.name}-wal", f"{journal.name}-shm"} & beside(journal)


def test_a_file_that_is_swapped_meanwhile_gets_nothing_and_no_answer_is_lost(
    ifs: Start, journal: Path, key: Key | None, tmp_path: Path
) -> None:
    check_in("kept before")
    there = from_another_machine(journal, key, tmp_path)
    before = there.read_bytes()
    terminal = to_the_message(ifs("check-in"))
    there.replace(journal)
    # What waits for the earlier file must not be read with this one.
    meanwhile = run("list")
    assert meanwhile.returncode == 24
    assert "another window" in meanwhile.stderr
    terminal.press(f"{WORDS} here\r")
    assert terminal.end() == 24
    terminal.assert_kind()
    assert "moved or replaced" in told(terminal)
    assert "ifs journal merge" in told(terminal)
    assert aside(journal, key) == f"{WORDS} here"
    assert journal.read_bytes() == before
    assert waiting(journal) == set()
    well()
    there_were = listed()
    (copy,) = journal.parent.glob("*.replaced-*.backup")
    assert run("journal", "merge", str(copy), "--yes").returncode == 0
    assert listed() == there_were + 1
    assert run("resume", "--answers", "-", text=json.dumps(["by hand", "some", None])).returncode == 0
    assert values(str(listed()))[:3] == ["stirred", ["Critic"], "by hand"]
    well()


def test_a_file_that_is_swapped_and_a_window_that_is_killed(
    ifs: Start, journal: Path, key: Key | None, tmp_path: Path
) -> None:
    check_in("kept before")
    there = from_another_machine(journal, key, tmp_path)
    terminal = to_the_message(ifs("check-in"))
    terminal.press(f"{WORDS} here\r")
    terminal.question("Is there some of you")
    there.replace(journal)
    terminal.kill()
    assert waiting(journal)
    well()
    assert values("1")[2] == "kept before"
    assert waiting(journal) == set()
    # What waited is of no use without the file it belonged to, and is kept nevertheless.
    (left,) = journal.parent.glob("*.backup-wal")
    assert (WORDS.encode() in left.read_bytes()) == (key is None)
    assert run("journal", "erase", "--yes").returncode == 0
    assert not left.exists()


# --- a laptop that sleeps, and a clock that jumps back ----------------------------------------------


@pytest.fixture
def clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Sets the clock of every program started with `CLOCK`, those that run already too."""
    file = tmp_path / "off"
    monkeypatch.setenv("CLOCK_OFF", str(file))

    def off(by: timedelta) -> None:
        other = file.with_suffix(".new")
        other.write_text(str(by.total_seconds()), encoding="utf-8")
        other.replace(file)

    off(timedelta())
    return off


def by_the_clock(*arguments: str) -> Terminal:
    return Terminal(command=[sys.executable, "-c", CLOCK, *arguments])


def finish(terminal: Terminal) -> None:
    """Answer what is left of a check-in."""
    terminal.question("Is there some of you")
    terminal.press("s")
    terminal.wait("today?")
    terminal.press("\r")
    terminal.wait("Anything else with this entry?")
    terminal.press("d")
    assert terminal.end() == 0
    terminal.assert_kind()


@pytest.mark.usefixtures("journal")
def test_a_laptop_that_sleeps_in_the_middle_of_an_answer(clock: Callable[[timedelta], None]) -> None:
    terminal = to_the_message(by_the_clock("check-in"))
    terminal.press(f"half of {WORDS}")
    terminal.wait_typed(f"half of {WORDS}")
    terminal.signal(signal.SIGSTOP)
    clock(timedelta(hours=9))
    terminal.signal(signal.SIGCONT)
    terminal.press(", and the rest\r")
    finish(terminal)
    assert values()[2] == f"half of {WORDS}, and the rest"
    times = [datetime.fromisoformat(one["at"]) for one in entry()["answers"]]
    assert times == sorted(times)
    assert times[-1] - times[0] > timedelta(hours=8)
    well()


@pytest.mark.usefixtures("journal")
def test_a_clock_that_jumps_back_in_a_session_and_between_two(clock: Callable[[timedelta], None]) -> None:
    terminal = to_the_message(by_the_clock("check-in"))
    clock(timedelta(days=-3))
    terminal.press(f"{WORDS} before the jump\r")
    terminal.question("Is there some of you")
    terminal.press("\x03")
    assert terminal.end() == 130
    clock(timedelta(days=-6))
    again = by_the_clock("resume")
    # Nobody knows how long it has been, so how the person is gets asked first.
    again.wait("How are you")
    again.press("s")
    finish(again)
    assert values("1")[:3] == ["stirred", ["Critic"], f"{WORDS} before the jump"]
    check_in("by the right clock")
    assert listed() == 2
    well()


# --- a full disk, and a read-only one ----------------------------------------------------------------


@pytest.mark.parametrize("front", ["--answers", "--jsonl"])
def test_a_full_disk_keeps_what_was_answered_before(journal: Path, key: Key | None, front: str) -> None:
    command = [sys.executable, "-c", LIMITED, str(journal.stat().st_size + 300_000), "check-in", front]
    given = ["stirred", ["Critic"], WORDS * 70_000, "some", None]
    if front == "--answers":
        done = run(command=[*command, "-"], text=json.dumps(given))
    else:
        done = run(command=command, text="".join(json.dumps({"answer": one}) + "\n" for one in given))
    assert done.returncode == 73, done.stderr
    assert "What was kept before is still there" in done.stderr
    assert_sound(journal, key)
    assert values() == ["stirred", ["Critic"]]
    answers = json.dumps(["shorter", "some", None])
    assert run("resume", "--answers", "-", text=answers).returncode == 0
    assert values()[2] == "shorter"
    well()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, of 3 MiB."""
    with small_disk(tmp_path / "disk", "3m") as folder:
        yield folder


def test_a_disk_that_fills_up_in_a_session_and_is_read_only_then(
    ifs: Start, disk: Path, key: Key | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = disk / "kept" / "journal.db"
    monkeypatch.setenv("IFS_JOURNAL", str(path))
    create(path, key=key)
    terminal = to_the_message(ifs("check-in"))
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    terminal.press(f"{WORDS} " * 40 + "\r")
    assert terminal.end() == 73
    terminal.assert_kind()
    assert "What was kept before is still there" in told(terminal)
    ballast.unlink()
    assert values() == ["stirred", ["Critic"]]
    well()
    assert mounted("-o", "remount,ro", str(disk))
    try:
        before = path.read_bytes()
        assert listed() == 1
        assert values() == ["stirred", ["Critic"]]
        for arguments in (["check-in", "--jsonl"], ["resume", "--jsonl"], ["note"]):
            done = run(*arguments, text="a note")
            assert done.returncode == 73, (arguments, done.stderr)
        assert path.read_bytes() == before
    finally:
        assert mounted("-o", "remount,rw", str(disk))
    again = ifs("resume")
    again.question("What would Critic like")
    again.press("\x15there is room\r")
    finish(again)
    assert values()[2] == "there is room"


# --- the file itself ---------------------------------------------------------------------------------


def test_a_newer_journal_is_left_untouched(journal: Path, key: Key | None) -> None:
    check_in()
    connection = connect(journal, key=key)
    connection.execute("PRAGMA user_version = 99")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()
    before, names = journal.read_bytes(), beside(journal)
    for arguments in (
        ("list",),
        ("check-in", "--jsonl"),
        ("note",),
        ("delete", "last", "--yes"),
        ("journal", "check", "--repair", "--yes"),
        ("journal", "backup"),
    ):
        done = run(*arguments, text="a note")
        assert (arguments, done.returncode) == (arguments, 23), done.stderr
        assert "newer version" in done.stderr
        assert journal.read_bytes() == before
    assert beside(journal) == names


def test_a_symlinked_path_stays_a_link_and_the_file_behind_it_is_the_journal(
    key: Key | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, link = tmp_path / "real" / "kept.db", tmp_path / "link" / "journal.db"
    create(real, key=key)
    link.parent.mkdir(mode=0o700)
    link.symlink_to(real)
    monkeypatch.setenv("IFS_JOURNAL", str(link))
    check_in()
    assert run("journal", "backup").returncode == 0
    changes = [["journal", "check"], ["journal", "restore", "{copy}", "--yes"]]
    changes += [["journal", "decrypt", "--yes"]] if key is not None else [["delete", "1", "--yes"]]
    for words in changes:
        copy = next(one for one in real.parent.iterdir() if one.name.endswith(".backup"))
        done = run(*(word.format(copy=copy) for word in words))
        assert done.returncode == 0, (words, done.stderr)
        assert link.is_symlink()
        assert link.resolve() == real
    assert listed() == (1 if key is not None else 0)
    assert beside(link) == set()
    assert {name for name in beside(real) if not name.endswith(".backup")} == set()
    # By either name it is one journal, with one lock.
    assert len(contents(real)["session"]) == listed()


def test_two_names_of_one_journal_are_one_session(
    ifs: Start, journal: Path, key: Key | None, tmp_path: Path
) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(journal)
    first = to_the_message(ifs("check-in"))
    second = ifs("resume", IFS_JOURNAL=str(link))
    second.question("What would Critic like")
    second.press("by the link\r")
    second.question("Is there some of you")
    first.press(f"{WORDS}\r")
    assert first.end() == 24
    second.press("\x03")
    assert second.end() == 130
    assert values()[2] == "by the link"
    assert aside(journal, key) == WORDS


@pytest.mark.parametrize(("pressed", "mode"), [("\r", 0o644), ("m", 0o600)])
def test_wrong_permissions_are_named_and_mended_on_consent(
    ifs: Start, journal: Path, pressed: str, mode: int
) -> None:
    assert "No copy lies beside it yet" in run("journal", "info").stdout
    check_in()
    journal.chmod(0o644)
    journal.parent.chmod(0o755)
    quiet = run("journal", "info")
    assert quiet.returncode == 0
    assert "(0644)" in quiet.stdout
    assert "(0755)" in quiet.stdout
    assert "--mend" in quiet.stdout
    assert stat.S_IMODE(journal.stat().st_mode) == 0o644
    terminal = ifs("journal", "info")
    terminal.wait("Close them to others?")
    terminal.settle(0.1)
    terminal.press(pressed)
    assert terminal.end() == 0
    terminal.assert_kind()
    assert stat.S_IMODE(journal.stat().st_mode) == mode
    assert stat.S_IMODE(journal.parent.stat().st_mode) == (0o700 if pressed == "m" else 0o755)
    mended = run("journal", "info", "--mend").stdout
    assert ("yours alone" in mended) == (pressed != "m")
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert "may look" not in run("journal", "info").stdout
    assert values()[2] == WORDS
