"""Words given to an encrypted journal stand in no file, no argument, no environment and no title.

Removed from a plain one, they stand nowhere either.
"""

from __future__ import annotations

import json
import os
import random
import re
import stat
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.backups import back_up
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from journal_filled import fill
from program_leaks import files_in, forms, in_files, in_process, seen_in, titles
from program_locked import KEY
from program_marked import SECRETS, WORD, home, leaks, names, only, printed, unexpected, unlock
from program_terminal import Terminal, journal_path, program
from program_walks import SCRIPTS, Step

pytestmark = [pytest.mark.sampled(3), pytest.mark.pty, pytest.mark.usefixtures("temporary")]

Start = Callable[..., Terminal]


def test_every_form_of_a_secret_is_seen() -> None:
    import base64

    for before in ("", "a", "ab", "abc"):
        text = f"{before}{WORD}, and more"
        for data in (
            text.encode(),
            text.upper().encode(),
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
        ):
            assert seen_in(b"\xff\xfe" + data + b"\0", SECRETS)
        assert seen_in(base64.b64encode(text.encode()), SECRETS)
    assert seen_in(b"..." + KEY.raw + b"...", SECRETS)
    assert seen_in(KEY.raw.hex().upper().encode(), SECRETS)
    assert seen_in(os.urandom(5000), SECRETS) == []
    assert all(len(form) > 8 for secret in SECRETS for form in forms(secret).values())
    assert titles("a\x1b]0;secret\x07b\x1b]2;more\x1b\\c\x1bktmux\x1b\\d") != []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no /proc here")
def test_the_look_at_a_process_sees_arguments_environment_and_files_without_a_name(tmp_path: Path) -> None:
    code = (
        "import os, sys; file = open(sys.argv[1], 'w+'); file.write(os.environ['A_WORD']); file.flush();"
        "os.unlink(sys.argv[1]); print(flush=True); sys.stdin.read()"
    )
    process = subprocess.Popen(
        ["python3", "-c", code, str(tmp_path / WORD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "A_WORD": WORD},
    )
    assert process.stdout is not None
    process.stdout.readline()
    found = " ".join(in_process(SECRETS, process.pid))
    process.communicate()
    for where in ("cmdline", "environ", "(deleted)"):
        assert where in found


def walk(terminal: Terminal, steps: tuple[Step, ...]) -> None:
    """Answer these steps, and look around at each."""
    for step in steps:
        terminal.wait(step.shown)
        terminal.press(step.keys)
        if step.written:
            assert leaks(terminal) == []


@pytest.mark.thinned(6)
@pytest.mark.parametrize("script", ["write", "check-in", "speak-for"])
def test_a_session_open_typing_killed_paused_ended_and_removed(ifs: Start, locked: Path, script: str) -> None:
    steps = SCRIPTS[script](WORD)
    written = next(at for at, step in enumerate(steps) if step.written and at > 0)
    terminal = ifs(script)
    unlock(terminal)
    walk(terminal, steps[:written])
    terminal.wait(steps[written].shown)
    terminal.press(f"half of {WORD}")
    terminal.wait_typed(f"half of {WORD}")
    # By then a draft is kept.
    terminal.settle(2.2)
    assert leaks(terminal) == []
    terminal.kill()
    assert leaks() == []
    assert unexpected() == set()

    terminal = ifs("resume")
    unlock(terminal)
    terminal.wait(steps[written].shown)
    terminal.press("\x03")
    assert terminal.end() == 130
    assert leaks() == []

    terminal = ifs("resume")
    unlock(terminal)
    walk(terminal, steps[written:])
    terminal.wait("Anything else with this entry?")
    assert leaks(terminal) == []
    terminal.press("d")
    assert terminal.end() == 0
    assert leaks() == []

    terminal = ifs("delete", "last")
    unlock(terminal)
    terminal.wait("k keep it")
    terminal.press("r")
    assert terminal.end() == 0
    assert leaks() == []
    # No history of a shell or of line editing, no cache, no log: the journal and its lock, that is all.
    assert unexpected() == set()


def test_a_note_tags_words_looked_for_and_a_correction(ifs: Start, locked: Path) -> None:
    with Journal.open(locked, unlock=only(KEY)) as journal:
        fill(journal, WORD)
    for arguments, asked, typed in (
        (["note"], "What would you like to note?", f"a note of {WORD}\r"),
        (["tag"], "Tags for", f"{WORD}, more\r"),
        (["search"], "Which words?", f"{WORD}\r"),
        (["parts", "add"], "", f"{WORD} keeper\r"),
    ):
        terminal = ifs(*arguments)
        unlock(terminal)
        terminal.wait(asked)
        terminal.press(typed)
        terminal.settle(0.3)
        assert leaks(terminal) == [], arguments
        if terminal.process.poll() is None:
            terminal.kill()
        assert leaks() == []
    assert unexpected() == set()


def test_an_editor_of_ones_own_leaves_nothing(ifs: Start, locked: Path, tmp_path: Path) -> None:
    editor = tmp_path / "editor"
    seen = tmp_path / "seen"
    editor.write_text(
        f'#!/bin/sh\nls -ld "$1" "$(dirname "$1")" >{seen}\nprintf ", then {WORD}" >>"$1"\n', encoding="utf-8"
    )
    editor.chmod(0o700)
    terminal = ifs("write", EDITOR=str(editor))
    unlock(terminal)
    terminal.wait("How are you arriving?")
    terminal.press("s")
    terminal.wait("The page is yours.")
    terminal.press(f"a line {WORD}\x18\x05")
    terminal.wait_typed(f", then {WORD}")
    assert leaks(terminal) == []
    terminal.press("\x03")
    terminal.end()
    assert {line[:10] for line in seen.read_text().splitlines()} == {"-rw-------", "drwx------"}
    assert leaks() == []
    assert unexpected() == set()


def test_without_a_terminal(locked: Path, passphrase_file: Path) -> None:
    given = ("--passphrase-file", str(passphrase_file))
    answers = json.dumps(["settled", [f"Critic {WORD}"], f"words {WORD}", "some", f"tea {WORD}"])
    for arguments, text in (
        (["check-in", "--answers", "-"], answers),
        (["check-in", "--answers", "-"], json.dumps(["settled", [f"Critic {WORD}"], {"wrong": WORD}])),
        (
            ["check-in", "--jsonl"],
            f'{{"answer":"settled"}}\n{{"answer":["{WORD}"]}}\n{{"answer":{{"{WORD}":1}}}}\n',
        ),
        (["note"], f"a note of {WORD}"),
        (["search", "words", "--json"], ""),
        (["show", "last"], ""),
        (["delete", "last", "--yes"], ""),
    ):
        done = printed(*given, *arguments, text=text)
        assert WORD not in done.stderr, arguments
        assert "Traceback" not in done.stderr, arguments
        assert leaks() == [], arguments
    assert unexpected() == set()


def test_a_session_that_went_on_in_another_window(ifs: Start, locked: Path) -> None:
    """The answer in hand is kept beside the journal, under its key."""
    steps = SCRIPTS["check-in"](WORD)
    terminal = ifs("check-in")
    unlock(terminal)
    walk(terminal, steps[:1])
    terminal.wait(steps[1].shown)
    with Journal.open(locked, unlock=only(KEY)) as journal, journal.writing() as connection:
        connection.execute("UPDATE session SET revision = revision + 1")
    terminal.press(steps[1].keys)
    assert terminal.end() == 24
    assert "kept beside the journal" in terminal.text.replace("\n", " ")
    assert leaks(terminal) == []
    assert any(".kept-" in name for name in names())


def filled_plain() -> Path:
    """A plain journal with the word everywhere, and a plain copy beside it."""
    create(journal_path())
    with Journal.open(journal_path()) as journal:
        fill(journal, WORD)
    with closing(connect(journal_path())) as connection:
        back_up(connection, journal_path(), "form-1", None)
    return journal_path()


def test_encrypting_leaves_no_plain_byte_in_the_home(passphrase_file: Path) -> None:
    filled_plain()
    assert leaks() != []
    done = printed("--passphrase-file", str(passphrase_file), "journal", "encrypt", "--copies", "rewrite")
    assert done.returncode == 0, done.stderr
    assert leaks() == []
    assert {name for name in unexpected() if not name.endswith(".backup")} == set()


@pytest.mark.parametrize("command", ["encrypt", "passphrase"])
def test_killed_while_the_file_is_written_anew(
    locked: Path, passphrase_file: Path, tmp_path: Path, command: str
) -> None:
    """Under an old key or a new one: at no moment is anything readable that was not so before."""
    new = tmp_path / "new"
    new.write_text("eight tin whistles hum", encoding="utf-8")
    arguments = ["--passphrase-file", str(passphrase_file), "journal", command]
    if command == "encrypt":
        locked.unlink()
        filled_plain()
        for copy in locked.parent.glob("*.backup"):
            copy.unlink()
    else:
        with Journal.open(locked, unlock=only(KEY)) as journal:
            fill(journal, WORD)
        arguments += ["--new-passphrase-file", str(new)]
    chance = random.Random(command)
    for _ in range(6):
        process = subprocess.Popen(program(*arguments), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.25, 0.75))
        process.kill()
        process.wait()
        plain = {file for file in files_in(home()) if file.read_bytes().startswith(b"SQLite")}
        readable = {re.sub(r"(-wal|-shm)?:.*", "", one) for one in in_files([WORD], home())}
        assert plain <= {locked}
        assert readable == {file.name for file in plain}


@pytest.mark.thinned(4)
@pytest.mark.parametrize("encrypted", [False, True])
def test_removed_from_the_journal_it_stands_in_no_file(passphrase_file: Path, encrypted: bool) -> None:
    create(journal_path(), key=KEY if encrypted else None)
    given = ["--passphrase-file", str(passphrase_file)] if encrypted else []
    answers = json.dumps(["settled", [f"Critic {WORD}"], f"words {WORD}", "some", f"tea {WORD}"])
    assert printed(*given, "check-in", "--answers", "-", text=answers).returncode == 0
    assert printed(*given, "note", "last", text=f"a note of {WORD}").returncode == 0
    assert (leaks() == []) == encrypted
    assert printed(*given, "delete", "last", "--yes", "--and-backups").returncode == 0
    assert leaks() == []
    assert unexpected() == set()


def test_files_and_folders_are_for_their_owner_alone(locked: Path, passphrase_file: Path) -> None:
    old = os.umask(0)
    try:
        answers = json.dumps(["settled", ["Critic"], "words", "some", None])
        given = ("--passphrase-file", str(passphrase_file))
        assert printed(*given, "check-in", "--answers", "-", text=answers).returncode == 0
    finally:
        os.umask(old)
    for file in files_in(locked.parent):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
    assert stat.S_IMODE(locked.parent.stat().st_mode) == 0o700


def test_what_the_database_needs_for_a_while_stays_in_memory(locked: Path) -> None:
    with closing(connect(locked, key=KEY)) as connection:
        options = {one for (one,) in connection.execute("PRAGMA compile_options")}
    assert options & {"TEMP_STORE=2", "TEMP_STORE=3"}


def test_copies_and_rebuilding_stay_under_the_key(locked: Path) -> None:
    with Journal.open(locked, unlock=only(KEY)) as journal:
        fill(journal, WORD)
        journal.connection.execute("VACUUM")
        assert leaks() == []
        journal.connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()
        back_up(journal.connection, locked, "form-1", KEY)
        assert leaks() == []
    assert leaks() == []
