"""An encrypted journal through the whole program, in a real terminal and without one."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal import encrypting
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, new_key
from ifs_journal.journal.recovery_code import grouped, rows_of
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, journal_path, program

pytestmark = [pytest.mark.pty, pytest.mark.sampled(6)]

Start = Callable[..., Terminal]
NEW = "eight tin whistles hum"
ASKED = "Passphrase (it stays invisible):"
CANARY = "zimtschnecke"
"""One for all tests here: making it takes its time."""


def ifs_quietly(*arguments: str, text: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    """Run `ifs` without a terminal."""
    done = subprocess.run(
        program(*arguments),
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environ},
    )
    assert "Traceback" not in done.stderr
    assert "ERROR CORE" not in done.stderr
    return done


def only(key: Key):
    return lambda path, salt: iter((key,))


def opens_by(passphrase: str) -> bool:
    """Whether SQLCipher itself opens the journal by a passphrase."""
    import sqlcipher3.dbapi2 as driver

    with closing(connect(journal_path())) as connection:
        connection.execute(f"PRAGMA key = '{passphrase}'")
        try:
            connection.execute("SELECT count(*) FROM session").fetchone()
        except driver.DatabaseError:
            return False
        return True


def unseen(terminal: Terminal, *secrets: str) -> None:
    """No secret was ever on the screen, nor in what the system says of the running program."""
    for secret in secrets:
        assert secret not in terminal.raw
        assert secret.replace(" ", "") not in terminal.raw.replace(" ", "")


def ask_twice(terminal: Terminal, passphrase: str) -> None:
    """Choose a new passphrase."""
    terminal.wait("New passphrase (stays invisible):")
    terminal.press(f"{passphrase}\r")
    terminal.wait("The same once more:")
    seen = Path(f"/proc/{terminal.process.pid}/cmdline")
    assert not seen.exists() or passphrase.encode() not in seen.read_bytes()
    terminal.press(f"{passphrase}\r")


def test_a_new_journal_takes_a_passphrase_typed_twice(ifs: Start) -> None:
    terminal = ifs("journal", "init")
    terminal.wait("Enter: yes.")
    terminal.press("\r")
    terminal.wait("there is no reset, and nobody to ask")
    ask_twice(terminal, PASSPHRASE)
    terminal.wait("It is encrypted.")
    terminal.wait("Enter: later.")
    terminal.press("\r")
    assert terminal.end() == 0
    assert "ifs journal recovery" in terminal.text
    unseen(terminal, PASSPHRASE)
    assert opens_by(PASSPHRASE)


def test_two_that_differ_are_asked_for_again_and_a_short_one_is_spoken_of(ifs: Start) -> None:
    terminal = ifs("journal", "init")
    terminal.wait("Enter: yes.")
    terminal.press("p")
    terminal.wait("New passphrase")
    terminal.press("owl\r")
    terminal.wait("That is short")
    terminal.wait("New passphrase")
    terminal.press(f"{PASSPHRASE}\r")
    terminal.wait("The same once more:")
    terminal.press(f"{NEW}\r")
    terminal.wait("Those two were different.")
    ask_twice(terminal, PASSPHRASE)
    terminal.wait("Enter: later.")
    terminal.press("l")
    assert terminal.end() == 0
    unseen(terminal, PASSPHRASE, NEW)
    assert opens_by(PASSPHRASE)


def test_leaving_the_question_open_makes_nothing(ifs: Start) -> None:
    terminal = ifs("journal", "init")
    terminal.wait("Enter: yes.")
    terminal.press("p")
    terminal.wait("New passphrase")
    terminal.press("\r")
    assert terminal.end() == 25
    assert "Nothing was changed." in terminal.text
    assert not journal_path().exists()


def test_the_first_run_makes_an_encrypted_journal_and_goes_on_in_it(ifs: Start) -> None:
    terminal = ifs("check-in")
    terminal.wait("Enter: go on")
    terminal.press("s")
    for words in ("Enter leaves it open.", "Enter: IFS terms."):
        terminal.wait(words)
        terminal.press("\r")
    terminal.wait("make it, with a passphrase")
    terminal.press("p")
    ask_twice(terminal, PASSPHRASE)
    terminal.wait("Enter: later.")
    terminal.press("\r")
    terminal.wait("How are you arriving?")
    # The key is known: nothing is asked a second time.
    assert ASKED not in terminal.text
    terminal.press("s")
    terminal.wait("Who or what is around")
    terminal.press("\x03")
    assert terminal.end() == 130
    unseen(terminal, PASSPHRASE)
    assert opens_by(PASSPHRASE)
    with Journal.open(journal_path(), unlock=lambda path, salt: iter((new_key_of(path),))) as journal:
        assert journal.connection.execute("SELECT count(*) FROM session").fetchone() == (1,)


def new_key_of(path: Path) -> Key:
    from ifs_journal.journal.key import SALT_BYTES, derive

    return derive(PASSPHRASE, path.read_bytes()[:SALT_BYTES])


def test_it_opens_by_the_passphrase_after_a_slip(ifs: Start, locked: Path) -> None:
    terminal = ifs("list")
    terminal.wait(ASKED)
    terminal.press("seven gray herons wade\r")
    terminal.wait("That did not open it.")
    terminal.wait(ASKED)
    terminal.press(f"{PASSPHRASE}\r")
    assert terminal.end() == 0
    unseen(terminal, PASSPHRASE, "gray herons")


def test_three_wrong_ones_end_it_and_say_nothing_of_what_is_inside(ifs: Start, locked: Path) -> None:
    terminal = ifs("list")
    for time in range(3):
        terminal.wait(ASKED)
        terminal.press(f"wrong {time}\r")
    assert terminal.end() == 21
    assert "That does not open the journal" in " ".join(terminal.text.split())
    assert "the file itself may be damaged: ifs journal restore" in " ".join(terminal.text.split())
    assert "ERROR CORE" not in terminal.raw
    unseen(terminal, "wrong 0", "wrong 1", "wrong 2")


def test_whose_passphrase_is_asked_is_said(ifs: Start, locked: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    create(other, key=new_key(NEW))
    terminal = ifs("journal", "merge", str(other))
    terminal.wait(ASKED)
    terminal.press(f"{PASSPHRASE}\r")
    terminal.wait("other.db has a passphrase of its own.")
    terminal.wait(ASKED)
    terminal.press(f"{NEW}\r")
    assert terminal.end() == 0


@pytest.mark.parametrize("keys", ["\r", "\x03", "\x04"])
def test_leaving_at_the_passphrase_is_kind_and_changes_nothing(ifs: Start, locked: Path, keys: str) -> None:
    before = locked.read_bytes()
    terminal = ifs("check-in")
    terminal.wait(ASKED)
    # A signal that comes in the instant before Python waits for a line is noticed with the next key only.
    terminal.settle(0.1)
    terminal.press(keys)
    assert terminal.end() in (25, 130)
    assert "Traceback" not in terminal.raw
    assert locked.read_bytes() == before


@pytest.mark.parametrize("command", ["ground", "support", "now"])
def test_what_needs_no_journal_asks_for_no_passphrase(ifs: Start, locked: Path, command: str) -> None:
    terminal = ifs(command)
    terminal.settle(1.0)
    assert ASKED not in terminal.text
    assert len(terminal.text) > 20


def recovery_shown(terminal: Terminal) -> list[str]:
    """Ask for the code, and read it off the screen."""
    terminal.wait("Is nobody else looking at the screen?")
    terminal.press("s")
    terminal.wait("Enter: it is on paper.")
    rows = re.findall(r"^ {2}[1-4] {2}([A-Z2-7 ]+)$", terminal.text, re.MULTILINE)
    assert len(rows) == 4
    return rows


def test_the_code_is_shown_checked_with_a_slip_cleared_and_opens_the_journal(
    ifs: Start, locked: Path
) -> None:
    terminal = ifs("journal", "recovery")
    terminal.wait(ASKED)
    terminal.press(f"{PASSPHRASE}\r")
    rows = recovery_shown(terminal)
    assert rows == [grouped(row) for row in rows_of(KEY.raw)]
    terminal.press("\r")
    for number, row in enumerate(rows, 1):
        terminal.wait(f"Row {number} from the paper.")
        if number == 2:
            slip = ("A" if row[0] != "A" else "B") + row[1:]
            terminal.press(f"{slip}\r")
            terminal.wait("Row 2 is a little different.")
        terminal.press(f"{row.lower()}\r")
    terminal.wait("That is the code.")
    assert terminal.end() == 0
    assert not any(row in terminal.text for row in rows)

    again = ifs("list")
    again.wait(ASKED)
    again.press("".join(rows).lower() + "\r")
    assert again.end() == 0
    unseen(again, *rows)


def test_a_code_that_was_not_typed_back_is_said_to_be_unchecked(ifs: Start, locked: Path) -> None:
    terminal = ifs("journal", "recovery")
    terminal.wait(ASKED)
    terminal.press(f"{PASSPHRASE}\r")
    recovery_shown(terminal)
    terminal.press("\r")
    terminal.wait("Row 1 from the paper.")
    terminal.press("\r")
    terminal.wait("The code again?")
    terminal.press("l")
    assert terminal.end() == 0
    assert "It was not checked." in terminal.text


def test_the_code_goes_into_no_pipe(locked: Path, passphrase_file: Path) -> None:
    done = ifs_quietly("--passphrase-file", str(passphrase_file), "journal", "recovery")
    assert done.returncode == 2
    assert rows_of(KEY.raw)[0] not in done.stdout + done.stderr


def test_the_code_alone_in_a_passphrase_file_opens_it(locked: Path, tmp_path: Path) -> None:
    file = tmp_path / "code"
    file.write_text("\n".join(grouped(row) for row in rows_of(KEY.raw)), encoding="utf-8")
    assert ifs_quietly("--passphrase-file", str(file), "list").returncode == 0


def test_another_passphrase(ifs: Start, locked: Path) -> None:
    terminal = ifs("journal", "passphrase")
    terminal.wait(ASKED)
    terminal.press(f"{PASSPHRASE}\r")
    ask_twice(terminal, NEW)
    terminal.wait("The journal has a new passphrase")
    terminal.wait("Enter: later.")
    terminal.press("\r")
    assert terminal.end() == 0
    unseen(terminal, PASSPHRASE, NEW)
    assert opens_by(NEW)
    assert not opens_by(PASSPHRASE)


def copies() -> list[Path]:
    return sorted(journal_path().parent.glob("*.backup"))


def with_plain_copy() -> Path:
    """A plain journal, with a plain copy beside it."""
    create(journal_path())
    with closing(connect(journal_path())) as connection:
        return back_up(connection, journal_path(), "form-1", None)


@pytest.mark.thinned(4)
@pytest.mark.parametrize(
    ("keys", "left", "plain"), [("\r", 1, False), ("w", 1, False), ("r", 0, False), ("l", 1, True)]
)
def test_encrypting_names_the_plain_copies_and_does_with_them_what_is_said(
    ifs: Start, keys: str, left: int, plain: bool
) -> None:
    copy = with_plain_copy()
    terminal = ifs("journal", "encrypt")
    ask_twice(terminal, PASSPHRASE)
    terminal.wait("Enter writes them anew.")
    assert copy.name in terminal.text.replace("\n", "")
    terminal.press(keys)
    terminal.wait("Enter: later.")
    terminal.press("\r")
    assert terminal.end() == 0
    assert opens_by(PASSPHRASE)
    assert len(copies()) == left
    assert [one.read_bytes().startswith(b"SQLite") for one in copies()] == [plain] * left
    unseen(terminal, PASSPHRASE)


@pytest.mark.thinned(4)
@pytest.mark.parametrize(
    ("way", "left", "plain"),
    [(None, 1, True), ("rewrite", 1, False), ("remove", 0, False), ("leave", 1, True)],
)
def test_without_a_terminal_an_option_is_the_consent(
    passphrase_file: Path, way: str | None, left: int, plain: bool
) -> None:
    with_plain_copy()
    more = [] if way is None else ["--copies", way]
    done = ifs_quietly("--passphrase-file", str(passphrase_file), "journal", "encrypt", *more)
    assert done.returncode == 0, done.stderr
    assert ("They stay as they are." in done.stdout) == (way is None)
    assert [one.read_bytes().startswith(b"SQLite") for one in copies()] == [plain] * left
    assert opens_by(PASSPHRASE)


def test_decrypting_asks_first(ifs: Start, locked: Path) -> None:
    for keys, plain in (("k", False), ("d", True)):
        terminal = ifs("journal", "decrypt")
        terminal.wait("whoever can open your files")
        terminal.press(keys)
        if plain:
            terminal.wait(ASKED)
            terminal.press(f"{PASSPHRASE}\r")
        assert terminal.end() == 0
        assert locked.read_bytes().startswith(b"SQLite") == plain


def test_decrypting_without_a_terminal_needs_yes(locked: Path, passphrase_file: Path) -> None:
    given = ("--passphrase-file", str(passphrase_file), "journal", "decrypt")
    assert ifs_quietly(*given).returncode == 2
    assert encrypting.is_encrypted(locked)
    assert ifs_quietly(*given, "--yes").returncode == 0
    assert not encrypting.is_encrypted(locked)


def test_another_window_stands_in_the_way(locked: Path, passphrase_file: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    new.write_text(NEW, encoding="utf-8")
    with Journal.open(locked, unlock=only(KEY)):
        for command in (["decrypt", "--yes"], ["passphrase", "--new-passphrase-file", str(new)]):
            done = ifs_quietly("--passphrase-file", str(passphrase_file), "journal", *command)
            assert done.returncode == 24, done.stderr
            assert "another window" in done.stderr
    assert opens_by(PASSPHRASE)


def check_in() -> str:
    return json.dumps(["settled", [f"Critic {CANARY}"], f"words {CANARY}", "some", None])


def test_a_session_from_a_file_of_answers(locked: Path, passphrase_file: Path, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(check_in(), encoding="utf-8")
    done = ifs_quietly(
        "--passphrase-file", "-", "check-in", "--answers", str(answers), text=f"{PASSPHRASE}\n"
    )
    assert done.returncode == 0, done.stderr
    done = ifs_quietly(
        "check-in", "--answers", "-", text=check_in(), IFS_PASSPHRASE_FILE=str(passphrase_file)
    )
    assert done.returncode == 0, done.stderr
    shown = ifs_quietly("--passphrase-file", str(passphrase_file), "show", "last", "--json")
    assert f"words {CANARY}" in shown.stdout
    found = ifs_quietly("search", CANARY, "--json", IFS_PASSPHRASE_FILE=str(passphrase_file))
    assert json.loads(found.stdout)


def test_a_session_over_the_line_protocol(locked: Path, passphrase_file: Path) -> None:
    replies: list[Any] = json.loads(check_in())
    text = "".join(json.dumps({"answer": one}) + "\n" for one in replies)
    done = ifs_quietly("--passphrase-file", str(passphrase_file), "check-in", "--jsonl", text=text)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["reason"] == "complete"
    assert done.stderr == ""


READERS = [
    ["check-in", "--answers", "-"],
    ["check-in", "--jsonl"],
    ["note"],
    ["journal", "passphrase", "--new-passphrase-file", "-"],
]


@pytest.mark.parametrize("other", READERS)
def test_standard_input_is_not_read_by_two(locked: Path, other: list[str]) -> None:
    before = locked.read_bytes()
    by_option = ifs_quietly("--passphrase-file", "-", *other, text=f"{PASSPHRASE}\n")
    by_variable = ifs_quietly(*other, text=f"{PASSPHRASE}\n", IFS_PASSPHRASE_FILE="-")
    assert by_option.returncode == by_variable.returncode == 2
    assert "once: by --passphrase-file, or by" in by_option.stderr
    assert "once: by IFS_PASSPHRASE_FILE, or by" in by_variable.stderr
    assert locked.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", 65), (b"\n", 65), (b"\xff\xfe", 65), (b"a\0b", 65), (b"wrong\n", 21), (None, 65)],
)
def test_a_passphrase_file_that_does_not_help(
    locked: Path, tmp_path: Path, content: bytes | None, code: int
) -> None:
    file = tmp_path / "given"
    if content is not None:
        file.write_bytes(content)
    before = locked.read_bytes()
    done = ifs_quietly("--passphrase-file", str(file), "list")
    assert done.returncode == code, done.stderr
    assert len(done.stderr.strip().splitlines()) <= 4
    assert "wrong" not in done.stderr
    assert locked.read_bytes() == before


@pytest.mark.thinned(6)
@pytest.mark.parametrize("ending", ["", "\n", "\r\n"])
def test_one_line_break_at_the_end_is_no_part_of_the_passphrase(
    locked: Path, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / "given"
    file.write_bytes(f"{PASSPHRASE}{ending}".encode())
    assert ifs_quietly("list", IFS_PASSPHRASE_FILE=str(file)).returncode == 0


def test_with_nobody_to_ask_it_says_how_to_give_it(locked: Path) -> None:
    done = ifs_quietly("list")
    assert done.returncode == 25
    assert "--passphrase-file FILE" in done.stderr


def test_a_passphrase_is_no_argument() -> None:
    for command in (["journal", "init"], ["journal", "encrypt"], ["journal", "passphrase"]):
        said = ifs_quietly(*command, "--help").stdout
        assert "--passphrase " not in said
        assert ifs_quietly(*command, "--passphrase", PASSPHRASE).returncode == 2
