"""`ifs doctor` in every state a journal can be in: it asks for nothing, changes nothing, ends with 0."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION, connect
from ifs_journal.session.settings import config_file
from ifs_journal.session.settings_file import set_value
from program_keyring import PLAIN_TEXT, FakeKeyring
from program_locked import KEY, PASSPHRASE
from program_terminal import Terminal, journal_path, program

Start = Callable[..., Terminal]
CANARY = "zimtschnecke"


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        program("doctor", *arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environ},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert CANARY not in done.stdout
    return done


def looked(*arguments: str, **environ: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--json", *arguments, **environ).stdout)
    return found


def about(found: dict[str, Any]) -> list[str]:
    return [one["about"] for one in found["findings"]]


def everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below a folder, its bytes and when it was changed."""
    return {
        str(path): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_without_a_journal_nothing_is_wrong_and_nothing_is_made():
    found = looked()
    assert found["journal"] == {"path": str(journal_path()), "exists": False}
    assert found["findings"] == []
    assert found["opens_by"] is None
    assert set(found["versions"]) == {"ifs-journal", "python", "sqlite", "sqlcipher", "keyring"}
    assert "Nothing needs a look." in run().stdout
    assert not journal_path().parent.exists()


def test_a_plain_journal_is_looked_through_and_left_as_it_is(journal: Path):
    before = everything(journal.parent)
    found = looked()
    assert found["journal"]["encrypted"] is False
    assert found["journal"]["form"] == SCHEMA_VERSION
    assert found["opens_by"] == "none"
    assert found["findings"] == []
    assert "looked through, and whole" in run().stdout
    assert everything(journal.parent) == before


def test_an_encrypted_journal_is_seen_from_outside_and_inside_when_the_passphrase_is_given(tmp_path: Path):
    create(journal_path(), key=KEY)
    before = everything(journal_path().parent)
    found = looked()
    assert found["journal"]["encrypted"] is True
    assert "form" not in found["journal"]
    assert found["opens_by"] == "passphrase"
    assert found["findings"] == []
    said = " ".join(run().stdout.split())
    assert "what is in it was not looked at" in said
    assert "The passphrase is asked each time." in said
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE, encoding="utf-8")
    assert looked("--passphrase-file", str(file))["journal"]["form"] == SCHEMA_VERSION
    file.write_text("another", encoding="utf-8")
    assert about(looked("--passphrase-file", str(file))) == ["journal"]
    assert everything(journal_path().parent) == before


@pytest.mark.parametrize("damage", ["cut", "text", "empty", "folder", "page"])
def test_a_damaged_file_is_told_with_what_to_do(damage: str, journal: Path):
    whole = journal.read_bytes()
    if damage == "folder":
        journal.unlink()
        journal.mkdir()
    elif damage == "page":
        for page in range(3, 30):
            whole = whole[: page * 4096] + b"\xaa" * 4096 + whole[(page + 1) * 4096 :]
        journal.write_bytes(whole)
    else:
        journal.write_bytes({"cut": whole[:5000], "text": f"{CANARY}\n".encode(), "empty": b""}[damage])
    found = looked()
    assert "journal" in about(found)
    assert "a journal" in found["findings"][0]["said"] or "damaged" in found["findings"][0]["said"]


def test_a_newer_journal_and_one_of_some_other_program_are_named(journal: Path):
    with closing(connect(journal)) as connection:
        connection.execute("PRAGMA user_version = 99")
    assert "newer version" in looked()["findings"][0]["said"]
    with closing(connect(journal)) as connection:
        connection.execute("PRAGMA application_id = 1")
    assert "some other program" in looked()["findings"][0]["said"]


def test_a_folder_that_seems_to_be_carried_elsewhere_is_told_with_what_to_do(journal: Path):
    assert looked()["journal"]["carried_by"] is None
    (journal.parent / ".stfolder").mkdir()
    found = looked()
    assert found["journal"]["carried_by"] == "Syncthing"
    assert about(found) == ["carried"]
    assert "Syncthing" in found["findings"][0]["said"]
    assert "--journal or IFS_JOURNAL" in found["findings"][0]["remedy"]


def test_permissions_come_with_the_command_that_mends_them(journal: Path):
    journal.chmod(0o644)
    journal.parent.chmod(0o755)
    set_value("wording", "plain")
    config_file().chmod(0o640)
    found = looked()
    assert [one["command"] for one in found["findings"]] == [
        f"chmod 600 {journal}",
        f"chmod 700 {journal.parent}",
        f"chmod 600 {config_file()}",
    ]
    for one in found["findings"]:
        subprocess.run(one["command"], shell=True, check=True)
    assert looked()["findings"] == []
    journal.parent.chmod(0o1777)
    assert "several people use" in looked()["findings"][0]["said"]


def test_answers_that_wait_beside_the_journal_and_copies_are_told(journal: Path):
    with closing(connect(journal)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("CREATE TABLE another (one)")
        found = looked()
    assert found["journal"]["waiting_bytes"] > 0
    assert found["findings"] == []
    journal.with_name("journal.db.before-4.backup").write_bytes(journal.read_bytes())
    found = looked()
    assert found["journal"]["copies"] == 1
    assert found["journal"]["newest_copy"][:2] == "20"


def test_plain_copies_beside_an_encrypted_journal_are_told():
    plain = journal_path().with_name("journal.db.before-4.backup")
    create(plain)
    create(journal_path(), key=KEY)
    found = looked()
    assert about(found) == ["copies"]
    assert plain.name in found["findings"][0]["said"]


def test_the_keyring_is_named_and_never_asked(tmp_path: Path):
    create(journal_path(), key=KEY)
    set_value("keyring", True)
    fake = FakeKeyring(tmp_path / "stub")
    fake.file.unlink()
    found = looked(**fake.environ)
    assert found["keyring"] == {"on": True, "name": "the Secret Service of this desktop", "reason": None}
    assert (found["opens_by"], found["findings"]) == ("keyring", [])
    found = looked(**{**fake.environ, "FAKE_KEYRING": PLAIN_TEXT})
    assert found["opens_by"] == "passphrase"
    assert about(found) == ["keyring"]
    assert "not safe enough" in found["findings"][0]["said"]


def test_settings_that_cannot_be_used_are_told_and_own_scripts_counted():
    set_value("wording", "plain")
    with config_file().open("a", encoding="utf-8") as file:
        file.write('colour = "blue"\n')
    folder = config_file().parent / "scripts"
    folder.mkdir()
    (folder / f"{CANARY}.toml").touch()
    found = looked()
    assert found["own_scripts"] == 1
    assert about(found) == ["settings"]
    assert "Did you mean “colours”?" in found["findings"][0]["said"]
    assert "blue" not in json.dumps(found)


def test_a_passphrase_command_is_named_and_not_run(tmp_path: Path):
    create(journal_path(), key=KEY)
    touched = tmp_path / "touched"
    set_value("passphrase_command", f"touch {touched}")
    assert "comes from the passphrase command" in " ".join(run().stdout.split())
    assert not touched.exists()


@pytest.mark.pty
@pytest.mark.parametrize("columns", [40, 80])
def test_the_page_fits_the_terminal(ifs: Start, columns: int):
    create(journal_path(), key=KEY)
    journal_path().chmod(0o644)
    terminal = ifs("doctor", columns=columns)
    assert terminal.end() == 0
    shown = terminal.text
    assert "Traceback" not in shown
    assert "Passphrase" not in shown
    own = [line for line in shown.splitlines() if len(line) >= columns and "/" not in line]
    assert own == []
    assert f"{columns} columns, 40 rows" in shown


def test_an_open_journal_lets_nobody_look_into_the_program():
    if not Path("/proc/self/status").exists():
        pytest.skip("needs Linux")
    import ctypes

    code = (
        "import ctypes; from ifs_journal.cli.dumps import leave_no_dump; leave_no_dump();"
        "print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))"
    )
    assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 1
    done = subprocess.run([program()[0], "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "0\n"
