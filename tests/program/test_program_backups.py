"""Copies, restoring and erasing as a person meets them: commands that end, and questions in a terminal."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import Terminal, journal_path, program

pytestmark = pytest.mark.sampled(6)

Start = Callable[..., Terminal]
WORDS = "zimtschnecke"
ONLY = "ifs journal backup --only"
ANSWERS = json.dumps(["settled", ["Critic"], WORDS, "some", "tea"])


def run(*arguments: str, text: str = "") -> tuple[int, str, str]:
    done = subprocess.run(
        program(*arguments), input=text, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, " ".join(done.stdout.split()), " ".join(done.stderr.split())


def check_in() -> None:
    assert run("check-in", "--answers", "-", text=ANSWERS)[0] == 0


def copies(kind: str = "") -> list[Path]:
    return sorted(journal_path().parent.glob(f"*.{kind}*.backup"))


def sessions() -> int:
    return len(json.loads(run("list", "--json")[1]))


@pytest.mark.usefixtures("journal")
def test_the_first_writing_of_a_day_leaves_a_copy() -> None:
    run("list")
    assert copies() == []
    check_in()
    (copy,) = copies("daily-")
    assert WORDS.encode() in copy.read_bytes()
    check_in()
    assert copies() == [copy]


@pytest.mark.usefixtures("journal")
def test_the_copy_of_the_day_can_be_turned_off() -> None:
    assert run("config", "backups", "off")[1] == "A copy of the journal: only when asked for."
    check_in()
    assert copies() == []
    assert run("config", "backups", "perhaps")[0] == 2


@pytest.mark.usefixtures("journal")
def test_a_copy_of_the_day_that_fails_stops_nothing() -> None:
    lock = journal_path().with_name(f"{journal_path().name}.backup.lock")
    lock.mkdir()
    code, out, err = run("check-in", "--answers", "-", text=ANSWERS)
    assert (code, out) == (0, "Kept as #1.")
    assert "what you wrote is kept" in err
    assert WORDS not in err


@pytest.mark.usefixtures("journal")
def test_a_copy_by_hand_goes_where_it_is_wanted(tmp_path: Path) -> None:
    check_in()
    assert "It is not encrypted" in run("journal", "backup")[1]
    folder, file = tmp_path / "stick", tmp_path / "one.db"
    folder.mkdir()
    assert run("journal", "backup", str(folder))[0] == 0
    assert run("journal", "backup", str(file))[0] == 0
    assert len(list(folder.iterdir())) == 1
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert run("journal", "backup", str(file))[0] == 73
    assert run("journal", "backup", str(tmp_path / "no" / "where"))[0] == 73


@pytest.mark.usefixtures("journal")
def test_a_copy_is_taken_back_and_that_can_be_undone() -> None:
    check_in()
    run("journal", "backup")
    check_in()
    (copy,) = copies("hand-")
    assert run("journal", "restore", str(copy))[0] == 2
    code, out, _ = run("journal", "restore", str(copy), "--yes")
    assert code == 0
    assert "1 session not in the copy" in out
    assert sessions() == 1
    (aside,) = copies("before-restore-")
    assert str(aside) in out.replace(" ", "")
    assert run("journal", "restore", str(aside), "--yes")[0] == 0
    assert sessions() == 2


@pytest.mark.usefixtures("journal")
def test_a_journal_that_is_gone_comes_back() -> None:
    check_in()
    (copy,) = copies()
    journal_path().unlink()
    code, out, _ = run("journal", "restore", str(copy), "--yes")
    assert (code, "There is no journal" in out) == (0, True)
    assert sessions() == 1


def test_an_encrypted_journal_keeps_its_copies_encrypted(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("three small grey stones\n")
    key = ("--passphrase-file", str(secret))
    assert run(*key, "journal", "init")[0] == 0
    assert run(*key, "check-in", "--answers", "-", text=ANSWERS)[0] == 0
    assert "It is encrypted" in run(*key, "journal", "backup")[1]
    assert len(copies()) == 2
    assert all(WORDS.encode() not in one.read_bytes() for one in copies())
    assert run("journal", "restore", str(copies()[0]), "--yes")[0] == 25
    assert run(*key, "journal", "restore", str(copies()[0]), "--yes")[0] == 0
    found = json.loads(run(*key, "journal", "info", "--json")[1])
    assert (found["encrypted"], found["backups"]["count"]) == (True, 3)
    assert datetime.fromisoformat(found["backups"]["newest"]) < datetime.now(UTC)
    assert run("journal", "erase", "--yes")[0] == 0
    assert list(journal_path().parent.iterdir()) == []


def test_a_mistaken_passphrase_replaces_nothing(tmp_path: Path) -> None:
    earlier, now = tmp_path / "earlier", tmp_path / "now"
    earlier.write_text("three small grey stones\n")
    now.write_text("four small grey stones\n")
    with_earlier, with_now = ("--passphrase-file", str(earlier)), ("--passphrase-file", str(now))
    run(*with_earlier, "journal", "init")
    run(*with_earlier, "check-in", "--answers", "-", text=ANSWERS)
    change = ("journal", "passphrase", "--new-passphrase-file", str(now), "--copies", "leave")
    assert run(*with_earlier, *change)[0] == 0
    (copy,) = copies()
    before = journal_path().read_bytes()
    assert run(*with_earlier, "journal", "restore", str(copy), "--yes")[0] == 21
    assert run(*with_now, "journal", "restore", str(copy), "--yes")[0] == 21
    assert journal_path().read_bytes() == before
    assert copies() == [copy]


@pytest.mark.usefixtures("journal")
def test_what_is_removed_goes_from_the_copies_too_when_that_is_wanted() -> None:
    check_in()
    run("journal", "backup")
    assert ONLY in run("delete", "1", "--answer", "message", "--yes")[1]
    assert all(WORDS.encode() in one.read_bytes() for one in copies())
    code, out, _ = run("delete", "1", "--and-backups", "--yes")
    assert (code, len(copies())) == (0, 1)
    assert "one fresh copy is in their place" in out
    assert [one.name for one in journal_path().parent.iterdir() if WORDS.encode() in one.read_bytes()] == []


@pytest.mark.usefixtures("journal")
def test_words_that_were_forgotten_are_said_to_be_in_the_copies_and_how_they_go() -> None:
    check_in()
    for one in copies():
        one.unlink()
    edit = ("edit", "1", "--answer", "message", "--forget-earlier")
    out = run(*edit, text="softer")[1]
    assert "Exports and copies made elsewhere still hold it." in out
    assert ONLY not in out
    run("journal", "backup")
    assert ONLY in run(*edit, text="softest")[1]
    assert any(b"softer" in one.read_bytes() for one in copies())
    assert run("journal", "backup", "--only")[0] == 2
    assert run("journal", "backup", "elsewhere", "--only", "--yes")[0] == 2
    code, out, _ = run("journal", "backup", "--only", "--yes")
    assert (code, len(copies())) == (0, 1)
    assert "one fresh copy is in their place" in out
    assert not any(b"softer" in one.read_bytes() for one in copies())


@pytest.mark.usefixtures("journal")
def test_a_changed_note_is_said_to_be_in_the_copies() -> None:
    run("note", text="as it was")
    run("journal", "backup")
    assert ONLY in run("edit", "--note", "1", text="as it is")[1]


def test_a_folder_that_is_carried_elsewhere_is_named(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "journal.db"
    assert "Dropbox carries" in run("--journal", str(path), "journal", "init", "--unencrypted")[1]
    assert "Dropbox carries" in run("--journal", str(path), "journal", "info")[1]


@pytest.mark.thinned(4)
@pytest.mark.pty
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize("columns", [80, 40])
def test_a_copy_is_chosen_from_a_list(ifs: Start, columns: int) -> None:
    check_in()
    check_in()
    terminal = ifs("journal", "restore", columns=columns)
    terminal.wait("made by itself")
    terminal.wait("Which copy?")
    terminal.press("1\r")
    terminal.wait("keep the journal as it is")
    terminal.press("r")
    assert terminal.end() == 0
    assert "Traceback" not in terminal.raw
    assert sessions() == 1


@pytest.mark.pty
def test_an_earlier_passphrase_is_asked_for(ifs: Start, tmp_path: Path) -> None:
    earlier, now = tmp_path / "earlier", tmp_path / "now"
    earlier.write_text("three small grey stones")
    now.write_text("four small grey stones")
    with_earlier = ("--passphrase-file", str(earlier))
    run(*with_earlier, "journal", "init")
    run(*with_earlier, "check-in", "--answers", "-", text=ANSWERS)
    run(*with_earlier, "journal", "passphrase", "--new-passphrase-file", str(now), "--copies", "leave")
    terminal = ifs("journal", "restore", str(copies()[0]))
    terminal.wait("Passphrase")
    terminal.press("four small grey stones\r")
    terminal.wait("an earlier one of the journal")
    terminal.wait("Passphrase")
    terminal.press("three small grey stones\r")
    terminal.wait("The copy holds the same")
    terminal.press("r")
    assert terminal.end() == 0
    found = json.loads(run("--passphrase-file", str(now), "journal", "info", "--json")[1])
    assert (found["sessions"], found["backups"]["count"]) == (1, 2)


@pytest.mark.pty
def test_a_journal_that_no_passphrase_opens_may_be_damaged_and_a_copy_can_take_its_place(
    ifs: Start, tmp_path: Path
) -> None:
    file = tmp_path / "passphrase"
    file.write_text("three small grey stones")
    run("--passphrase-file", str(file), "journal", "init")
    run("--passphrase-file", str(file), "journal", "backup")
    damaged = journal_path().read_bytes()
    journal_path().write_bytes(damaged[:16] + b"\xaa" * 4080 + damaged[4096:])
    terminal = ifs("journal", "restore", str(copies()[0]))
    for _ in range(3):
        terminal.wait("Passphrase")
        terminal.press("three small grey stones\r")
    terminal.wait("the file itself may be damaged")
    terminal.wait("Passphrase")
    terminal.press("three small grey stones\r")
    terminal.wait("From then on it opens with the passphrase of the copy.")
    terminal.wait("keep the journal as it is")
    terminal.press("r")
    assert terminal.end() == 0
    assert run("--passphrase-file", str(file), "list")[0] == 0


@pytest.mark.pty
@pytest.mark.usefixtures("journal")
def test_enter_leaves_the_journal_as_it_is(ifs: Start) -> None:
    check_in()
    terminal = ifs("journal", "restore")
    terminal.wait("Which copy?")
    terminal.press("\r")
    terminal.wait("The journal stays as it is.")
    assert terminal.end() == 0


@pytest.mark.thinned(4)
@pytest.mark.pty
@pytest.mark.usefixtures("journal")
@pytest.mark.parametrize(("typed", "left"), [("\r", True), ("yes\r", True), ("erase\r", False)])
def test_erasing_wants_the_word(ifs: Start, typed: str, left: bool) -> None:
    check_in()
    terminal = ifs("journal", "erase")
    terminal.wait("type: erase")
    terminal.press(typed)
    terminal.wait("Everything is kept." if left else "Nothing of the journal is left here.")
    assert terminal.end() == 0
    assert journal_path().exists() is left
    assert (copies() != []) is left


@pytest.mark.usefixtures("journal")
def test_erasing_says_what_stays_and_wants_consent() -> None:
    run("config", "country", "GB")
    assert run("journal", "erase")[0] == 2
    code, out, _ = run("journal", "erase", "--yes")
    assert code == 0
    assert "the people you can reach" in out
    assert "solid-state" in out
    assert run("journal", "erase", "--yes")[0] == 20
