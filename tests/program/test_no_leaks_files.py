"""Merging, restoring, putting right, reading what is damaged, and the keyring: no word gets out."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from files_prepared import PLANTED, sit, without_words
from ifs_journal.journal import encrypting
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.copies import HAND, copies_beside
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import new_key
from ifs_journal.journal.reads import sessions
from ifs_journal.journal.recovery_code import rows_of
from ifs_journal.journal.remove import remove_session
from journal_filled import fill
from program_keyring import FakeKeyring
from program_leaks import in_files, in_process
from program_locked import KEY, PASSPHRASE
from program_marked import ASKED, SECRETS, WORD, home, leaks, only, printed, unexpected, unlock
from program_terminal import Terminal, program
from program_walks import SCRIPTS
from session_talking import Room

pytestmark = [pytest.mark.sampled(3), pytest.mark.pty, pytest.mark.usefixtures("temporary")]

Start = Callable[..., Terminal]
THEIR_PASSPHRASE = "eight tin whistles hum"


def beside_the_journal() -> set[str]:
    """Files that lie there besides, copies aside: each is encrypted, as `leaks` has seen."""
    return {name for name in unexpected() if not re.search(r"\.backup$", name)}


def lived_in(path: Path) -> None:
    """The word in every place that can hold words, and a session that can be walked again."""
    with Journal.open(path, unlock=only(KEY)) as journal:
        fill(journal, WORD)
        without_words(journal)
        sit(Room(journal), WORD)


def asked(
    ifs: Start, question: str, *arguments: str, passphrases: tuple[str, ...] = (PASSPHRASE,)
) -> Terminal:
    """A command that was given what it needs to open, at the question it asks then."""
    terminal = ifs(*arguments)
    for passphrase in passphrases:
        unlock(terminal, passphrase)
    terminal.wait(question)
    return terminal


def test_merging_two_journals_under_different_passphrases(ifs: Start, locked: Path) -> None:
    lived_in(locked)
    theirs, there = new_key(THEIR_PASSPHRASE), home() / "other" / "journal.db"
    there.parent.mkdir()
    shutil.copyfile(locked, there)
    with Journal.open(there, unlock=only(KEY)) as other:
        remove_session(other, list(sessions(other))[-1].id)
        fill(other, f"{WORD} there")
    encrypting.change_key(there, only(KEY), theirs)
    secrets = (THEIR_PASSPHRASE, theirs.raw, *rows_of(theirs.raw))

    def at_the_question() -> Terminal:
        passphrases = (PASSPHRASE, THEIR_PASSPHRASE)
        question = "Merge it into this one?"
        terminal = asked(ifs, question, "journal", "merge", str(there), passphrases=passphrases)
        # What a merge would bring was tried, and undone.
        assert leaks(terminal, *secrets) == []
        return terminal

    at_the_question().kill()
    assert leaks(None, *secrets) == []
    left = at_the_question()
    left.press("n")
    assert left.end() == 0
    merging = at_the_question()
    merging.press("m")
    assert merging.end() == 0
    assert "Removed there" in merging.text.replace("\n", " ")
    assert leaks(merging, *secrets) == []
    assert {name for name in beside_the_journal() if not name.startswith("other/")} == set()
    with Journal.open(locked, unlock=only(KEY)) as journal:
        assert len(list(sessions(journal))) == 2


def test_putting_a_copy_in_place(ifs: Start, locked: Path) -> None:
    lived_in(locked)
    with Journal.open(locked, unlock=only(KEY)) as journal:
        copy = back_up(journal.connection, locked, HAND, KEY)
        fill(journal, f"{WORD} later")
    question = "Put it in the place of the journal?"
    killed = asked(ifs, question, "journal", "restore", str(copy))
    assert leaks(killed) == []
    killed.kill()
    assert leaks() == []
    terminal = asked(ifs, question, "journal", "restore", str(copy))
    terminal.press("r")
    assert terminal.end() == 0
    assert leaks(terminal) == []
    assert beside_the_journal() == set()
    assert len(copies_beside(locked)) == 2


def test_putting_right_what_follows_from_the_rest(ifs: Start, locked: Path) -> None:
    lived_in(locked)
    with Journal.open(locked, unlock=only(KEY)) as journal:
        for sql in PLANTED:
            journal.connection.execute(sql)
    killed = asked(ifs, "Put it right?", "journal", "check", "--repair")
    assert leaks(killed) == []
    killed.kill()
    assert leaks() == []
    terminal = asked(ifs, "Put it right?", "journal", "check", "--repair")
    terminal.press("p")
    assert terminal.end() == 0
    assert leaks(terminal) == []
    assert beside_the_journal() == set()
    assert len(copies_beside(locked)) == 1


@pytest.mark.thinned(6)
@pytest.mark.parametrize("seconds", [None, 0.4, 0.7])
def test_reading_a_damaged_file_into_a_new_one(
    locked: Path, passphrase_file: Path, seconds: float | None
) -> None:
    lived_in(locked)
    data = bytearray(locked.read_bytes())
    data[40 * 4096 : 42 * 4096] = bytes(2 * 4096)
    locked.write_bytes(data)
    new = home() / "read" / "new.db"
    words = ("--passphrase-file", str(passphrase_file), "journal", "check", "--salvage", str(new))
    if seconds is None:
        done = printed(*words)
        assert done.returncode == 0, done.stderr
        assert WORD not in done.stderr + done.stdout
        assert new.exists()
    else:
        process = subprocess.Popen(program(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        assert in_process(SECRETS, process.pid) == []
        process.kill()
        process.wait()
    assert leaks() == []
    assert {name for name in beside_the_journal() if not name.startswith("read/")} == set()


def test_a_key_that_is_in_the_keyring_is_nowhere_else(ifs: Start, locked: Path, tmp_path: Path) -> None:
    fake = FakeKeyring(tmp_path / "keyring")
    assert ifs("config", "keyring", "on", **fake.environ).end() == 0
    first = ifs("check-in", **fake.environ)
    unlock(first)
    steps = SCRIPTS["check-in"](WORD)
    for step in steps[:3]:
        first.wait(step.shown)
        first.press(step.keys)
    first.wait(steps[3].shown)
    assert list(fake.items.values()) == [KEY.raw.hex()]
    assert leaks(first) == []
    first.kill()
    assert leaks() == []

    paused = ifs("resume", **fake.environ)
    paused.wait(steps[3].shown)
    assert ASKED not in paused.raw
    assert leaks(paused) == []
    paused.press("\x03")
    assert paused.end() == 130
    removing = ifs("delete", "last", **fake.environ)
    removing.wait("k keep it")
    removing.press("r")
    assert removing.end() == 0
    assert leaks() == []
    # The keyring holds the key, by which nothing else is known, and no longer than it is wanted there.
    assert in_files([WORD, PASSPHRASE], tmp_path) == []
    assert ifs("journal", "lock", **fake.environ).end() == 0
    assert in_files(SECRETS, home(), tmp_path) == []
    assert beside_the_journal() == {"config/ifs-journal/config.toml"}
