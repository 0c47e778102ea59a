"""Syncing in a real terminal, and cut off at any moment: what is asked, and what is left."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.create import create
from ifs_journal.journal.driver import is_sound, salt_of
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, new_key, only
from ifs_journal.journal.other import OtherJournal
from ifs_journal.journal.reads import sessions
from ifs_journal.journal.snapshots import snapshots_in
from ifs_journal.session.checking import check
from program_leaks import in_files
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, program
from session_talking import Room

Start = Callable[..., Terminal]
OTHER = "eight tin whistles hum"
OTHER_KEY = new_key(OTHER)
KEY_TOO = new_key(PASSPHRASE)
"""The same passphrase, for another file."""
MARK = "zitronengras"
CRITIC = ["settled", ["Critic"], MARK, "some", None]


@pytest.fixture
def carried(tmp_path: Path) -> Path:
    """The folder that both machines share."""
    folder = tmp_path / "all" / "carried"
    folder.mkdir(parents=True)
    return folder


def machine(room: Path, name: str, key: Key) -> Path:
    """A journal with one session, in a folder of its own."""
    path = room / name / "journal.db"
    path.parent.mkdir()
    create(path, key=key)
    with Journal.open(path, unlock=only(key)) as journal:
        Room(journal).sit("check-in", CRITIC)
    return path


def synced(
    path: Path, folder: Path, passphrase: str, room: Path, *more: str
) -> subprocess.CompletedProcess[str]:
    """Sync without a terminal."""
    secret = room / "secret"
    secret.write_text(passphrase)
    return subprocess.run(
        program("journal", "sync", str(folder), "--yes", *more),
        env={**os.environ, "IFS_JOURNAL": str(path), "IFS_PASSPHRASE_FILE": str(secret)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def count(path: Path, key: Key) -> int:
    """How many sessions a journal holds, once it is seen to be whole."""
    with Journal.open(path, unlock=only(key)) as journal:
        assert check(journal).troubles == ()
        return len(sessions(journal))


@pytest.mark.pty
def test_another_machine_is_asked_about_once_and_so_is_its_passphrase(
    ifs: Start, carried: Path, tmp_path: Path
) -> None:
    desk, lap = machine(carried.parent, "desk", KEY), machine(carried.parent, "lap", OTHER_KEY)
    assert synced(lap, carried, OTHER, tmp_path, "--name", "lap").returncode == 0

    terminal = ifs("journal", "sync", str(carried), IFS_JOURNAL=str(desk))
    terminal.wait("Passphrase (it stays invisible):")
    terminal.press(f"{PASSPHRASE}\r")
    terminal.wait("The passphrase of another machine")
    terminal.press(f"{OTHER}\r")
    terminal.wait("Merge it into this one, now and at each sync?")
    assert "Comes in: 1 new session" in terminal.text
    terminal.press("n")
    terminal.wait("Nothing was taken from lap.")
    assert terminal.end() == 0
    assert count(desk, KEY) == 1

    terminal = ifs("journal", "sync", IFS_JOURNAL=str(desk), columns=40)
    terminal.wait("Passphrase")
    terminal.press(f"{PASSPHRASE}\r")
    terminal.wait("The passphrase of another machine")
    terminal.press(f"{OTHER}\r")
    terminal.wait("Merge it into this one, now and at each sync?")
    terminal.press("m")
    terminal.wait("From lap:")
    assert terminal.end() == 0
    assert count(desk, KEY) == 2

    terminal = ifs("journal", "sync", IFS_JOURNAL=str(desk))
    terminal.wait("Passphrase")
    terminal.press(f"{PASSPHRASE}\r")
    terminal.wait("Nothing new from lap.")
    assert terminal.end() == 0
    for secret in (PASSPHRASE, OTHER, MARK):
        assert secret not in terminal.raw


@pytest.mark.kills
def test_a_sync_cut_off_at_any_moment_leaves_both_journals_whole(
    carried: Path, tmp_path: Path, kills: int, figures: list[str]
) -> None:
    chance = random.Random(7)
    desk, lap = machine(carried.parent, "desk", KEY), machine(carried.parent, "lap", KEY_TOO)
    secret = tmp_path / "secret"
    secret.write_text(PASSPHRASE)
    began = time.monotonic()
    assert synced(lap, carried, PASSPHRASE, tmp_path).returncode == 0
    whole = time.monotonic() - began
    rounds = max(2, kills // 5)
    for at in range(rounds):
        path, key = ((desk, KEY), (lap, KEY_TOO))[at % 2]
        with Journal.open(path, unlock=only(key)) as journal:
            Room(journal).sit("check-in", CRITIC)
        before = count(path, key)
        going = subprocess.Popen(
            program("journal", "sync", str(carried), "--yes"),
            env={**os.environ, "IFS_JOURNAL": str(path), "IFS_PASSPHRASE_FILE": str(secret)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(chance.uniform(0.2, 1.1) * whole)
        going.send_signal(signal.SIGKILL)
        going.wait()
        assert count(path, key) >= before
        assert in_files((MARK, PASSPHRASE, KEY.raw, KEY_TOO.raw), carried.parent, Path.home()) == []
        for snapshot in snapshots_in(carried):
            its = KEY if salt_of(snapshot, immutable=True) == KEY.salt else KEY_TOO
            with OtherJournal.open_other(snapshot, only(its)) as other:
                assert is_sound(other.connection, its)
    for _ in range(2):
        for path in (desk, lap):
            done = synced(path, carried, PASSPHRASE, tmp_path)
            assert done.returncode == 0, done.stderr
    assert count(desk, KEY) == count(lap, KEY_TOO) == rounds + 2
    assert len(list(carried.iterdir())) == 2, "nothing that was cut off lies there"
    assert {one.name for one in desk.parent.iterdir() if one.name.startswith(".")} == set()
    figures.append(f"sync: {rounds} kills, both journals and every snapshot whole")
