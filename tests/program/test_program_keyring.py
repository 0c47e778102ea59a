"""The keyring and the passphrase command through the whole program, with a keyring that is a file."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.cli.context import Here
from ifs_journal.journal import keyring
from ifs_journal.journal.create import create
from ifs_journal.journal.key import Key
from ifs_journal.session.settings_file import set_value
from program_keyring import PLAIN_TEXT, FakeKeyring, without_library
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, journal_path, program

pytestmark = pytest.mark.sampled(6)

Start = Callable[..., Terminal]
NEW = "eight tin whistles hum"
ASKED = "Passphrase (it stays invisible):"
KEPT = "The key is in the Secret Service of this desktop from now on"
NAME = f"ifs-journal/{KEY.salt.hex()}"


def item_of(key: Key) -> dict[str, str]:
    return {f"ifs-journal/{key.salt.hex()}": key.raw.hex()}


def ifs_quietly(*arguments: str, environ: dict[str, str], text: str = "") -> subprocess.CompletedProcess[str]:
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
    return done


@pytest.fixture
def fake(tmp_path: Path) -> FakeKeyring:
    """A keyring for the programs this test starts."""
    return FakeKeyring(tmp_path / "stub")


@pytest.mark.pty
def test_opted_in_the_passphrase_is_asked_once_until_the_key_is_forgotten(
    ifs: Start, locked: Path, fake: FakeKeyring
):
    chosen = ifs("config", "keyring", "on", **fake.environ)
    assert chosen.end() == 0
    assert "its key is kept in the Secret Service of this desktop" in chosen.since

    first = ifs("journal", "info", **fake.environ)
    first.wait(ASKED)
    first.press(f"{PASSPHRASE}\r")
    first.wait(KEPT)
    assert first.end() == 0
    assert "The key is kept in the Secret Service of this desktop." in first.since
    assert fake.items == item_of(KEY)
    first.assert_kind()

    again = ifs("journal", "info", **fake.environ)
    assert again.end() == 0
    assert ASKED not in again.raw
    assert KEPT not in again.since

    forgotten = ifs("journal", "lock", **fake.environ)
    assert forgotten.end() == 0
    assert "The key is forgotten." in forgotten.since
    assert fake.items == {}

    asked = ifs("journal", "info", **fake.environ)
    asked.wait(ASKED)
    asked.press("\r")
    assert asked.end() == 25


def test_opening_from_the_keyring_derives_nothing(
    locked: Path, fake: FakeKeyring, monkeypatch: pytest.MonkeyPatch
):
    set_value("keyring", True)
    derived = []
    monkeypatch.setattr("ifs_journal.cli.unlocking.derive", lambda *given: derived.append(given))
    monkeypatch.setattr(keyring, "kept", lambda salt: KEY if salt == KEY.salt else None)
    with Here().open(read_only=True) as journal:
        assert journal.key == KEY
    assert derived == []


def test_a_journal_that_is_not_encrypted_asks_no_keyring(
    journal: Path, fake: FakeKeyring, monkeypatch: pytest.MonkeyPatch
):
    set_value("keyring", True)
    monkeypatch.setattr(keyring, "safe_keyring", lambda: pytest.fail("was asked"))
    with Here().open(read_only=True) as opened:
        assert opened.key is None


def test_a_key_that_does_not_fit_is_removed_and_the_passphrase_asked_for(
    locked: Path, fake: FakeKeyring, passphrase_file: Path
):
    set_value("keyring", True)
    fake.items = {NAME: "ab" * 32}
    done = ifs_quietly("journal", "info", environ=fake.environ)
    assert done.returncode == 25
    assert "did not fit this journal, and was removed" in done.stderr
    assert fake.items == {}
    done = ifs_quietly("journal", "info", "--passphrase-file", str(passphrase_file), environ=fake.environ)
    assert done.returncode == 0
    assert KEPT in done.stderr
    assert fake.items == item_of(KEY)
    done = ifs_quietly("journal", "info", "--json", environ=fake.environ)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["opens_by"] == "keyring"


def test_switching_it_off_forgets_the_key(locked: Path, fake: FakeKeyring):
    set_value("keyring", True)
    for arguments in (["off"], ["--unset"]):
        fake.items = {**item_of(KEY), "another program/somebody": "x"}
        done = ifs_quietly("config", "keyring", *arguments, environ=fake.environ)
        assert done.returncode == 0
        assert "The key that was in the keyring is forgotten." in " ".join(done.stdout.split())
        assert fake.items == {"another program/somebody": "x"}
    assert ifs_quietly("journal", "info", environ=fake.environ).returncode == 25


def test_forgetting_says_what_was_there(locked: Path, fake: FakeKeyring):
    nothing = ifs_quietly("journal", "lock", environ=fake.environ)
    assert (nothing.returncode, nothing.stderr) == (0, "")
    assert "There is nothing to forget." in nothing.stdout
    fake.items = item_of(KEY)
    unreachable = ifs_quietly("journal", "lock", environ={**fake.environ, "FAKE_KEYRING_LOCKED": "1"})
    assert unreachable.returncode == 73
    assert "The keyring is locked" in unreachable.stderr
    assert fake.items == item_of(KEY)
    assert "is forgotten" in ifs_quietly("journal", "lock", environ=fake.environ).stdout
    assert fake.items == {}


def test_there_is_nothing_to_forget_for_a_plain_journal_and_none_without_a_journal(fake: FakeKeyring):
    assert ifs_quietly("journal", "lock", environ=fake.environ).returncode == 20
    create(journal_path())
    done = ifs_quietly("journal", "lock", environ=fake.environ)
    assert done.returncode == 0
    assert "not encrypted" in done.stdout


@pytest.mark.parametrize("command", [["passphrase"], ["decrypt", "--yes"]])
def test_another_passphrase_and_none_let_the_earlier_key_go(
    command: list[str], locked: Path, fake: FakeKeyring, tmp_path: Path
):
    set_value("keyring", True)
    fake.items = item_of(KEY)
    if command == ["passphrase"]:
        file = tmp_path / "new"
        file.write_text(NEW, encoding="utf-8")
        command = ["passphrase", "--new-passphrase-file", str(file)]
    done = ifs_quietly("journal", *command, environ=fake.environ)
    assert done.returncode == 0, done.stderr
    assert NAME not in fake.items
    done = ifs_quietly("journal", "info", "--json", environ=fake.environ)
    assert json.loads(done.stdout)["opens_by"] == ("keyring" if fake.items else "none")


@pytest.mark.thinned(6)
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"FAKE_KEYRING": PLAIN_TEXT}, "files of its own, which is not safe enough"),
        ({"FAKE_KEYRING": "keyring.backends.nowhere.Keyring"}, "could not be reached (ModuleNotFoundError)"),
        ({"FAKE_KEYRING_LOCKED": "1"}, "The keyring is locked"),
    ],
)
def test_a_keyring_that_cannot_be_used_is_explained_once_and_stops_nothing(
    change: dict[str, str], said: str, locked: Path, fake: FakeKeyring, passphrase_file: Path
):
    set_value("keyring", True)
    environ = {**fake.environ, **change}
    alone = ifs_quietly("list", environ=environ)
    assert alone.returncode == 25
    assert alone.stderr.count(said) == 1
    given = ifs_quietly(
        "journal", "info", "--json", environ={**environ, "IFS_PASSPHRASE_FILE": str(passphrase_file)}
    )
    assert given.returncode == 0
    assert given.stderr.count(said) == 1
    assert json.loads(given.stdout)["opens_by"] == "passphrase"
    assert fake.items == {}


def test_without_the_library_the_way_to_get_it_is_said(locked: Path, tmp_path: Path, passphrase_file: Path):
    environ = without_library(tmp_path)
    done = ifs_quietly("config", "keyring", "on", environ=environ)
    assert done.returncode == 0
    assert "pip install 'ifs-journal[keyring]'" in done.stdout
    done = ifs_quietly("list", "--passphrase-file", str(passphrase_file), environ=environ)
    assert done.returncode == 0
    assert done.stderr.count("pip install 'ifs-journal[keyring]'") == 1
    assert ifs_quietly("config", "keyring", "off", environ=environ).stdout.count("pip") == 0


def printing(code: str) -> str:
    return shlex.join([sys.executable, "-c", code])


def test_a_command_gives_the_passphrase_before_the_keyring_and_after_a_file(
    locked: Path, fake: FakeKeyring, passphrase_file: Path
):
    done = ifs_quietly(
        "config", "passphrase_command", printing(f"print({PASSPHRASE!r})"), environ=fake.environ
    )
    assert done.returncode == 0
    assert "never the passphrase itself" in done.stdout
    found = ifs_quietly("journal", "info", environ=fake.environ)
    assert found.returncode == 0, found.stderr
    assert "The passphrase comes from the passphrase command of your settings." in found.stdout
    shown = json.loads(ifs_quietly("config", "--json", environ=fake.environ).stdout)
    assert shown["passphrase_command"].startswith(sys.executable)
    assert shown["keyring"] is False
    set_value("passphrase_command", printing("raise SystemExit(3)"))
    assert ifs_quietly("list", "--passphrase-file", str(passphrase_file), environ={}).returncode == 0


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("import sys; print('canary'); print('canary', file=sys.stderr); sys.exit(7)", "ended with code 7"),
        ("print()", "it printed none"),
        ("pass", "it printed none"),
        ("import sys; sys.stdout.buffer.write(b'canary' + bytes([255]))", "not UTF-8"),
        ("import sys; sys.stdout.write('canary' + chr(0))", "it printed none"),
        ("import os; os.kill(os.getpid(), 9)", "signal 9"),
    ],
)
def test_a_command_that_fails_is_told_without_what_it_said(code: str, said: str, locked: Path):
    set_value("passphrase_command", printing(code))
    done = ifs_quietly("list", environ={})
    assert done.returncode == 25
    assert said in done.stderr
    assert "canary" not in done.stdout + done.stderr


def test_a_command_that_is_not_there_or_gives_another_passphrase(locked: Path):
    set_value("passphrase_command", "not-a-program-anywhere show ifs")
    done = ifs_quietly("list", environ={})
    assert done.returncode == 25
    assert "did not start" in done.stderr
    set_value("passphrase_command", printing("print('another')"))
    assert ifs_quietly("list", environ={}).returncode == 21


def test_a_command_runs_without_a_shell_and_leaves_standard_input_alone(locked: Path, tmp_path: Path):
    touched = tmp_path / "touched"
    code = f"import sys; sys.stdin.read() and sys.exit(9); print({PASSPHRASE!r})"
    set_value("passphrase_command", f"{printing(code)} ; touch {touched}")
    done = ifs_quietly("search", "-", environ={}, text="tea\n")
    assert done.returncode == 0, done.stderr
    assert not touched.exists()


@pytest.mark.parametrize("value", ["'open quote", "   ", "two\nlines"])
def test_what_is_no_command_is_refused_without_being_shown(value: str, locked: Path):
    done = ifs_quietly("config", "passphrase_command", value, environ={})
    assert done.returncode == 2
    assert "open quote" not in done.stderr
