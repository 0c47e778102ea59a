"""The commands of docs/privacy.md open a journal without this program."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

if os.name == "nt":
    pytest.skip("needs bash", allow_module_level=True)

from ifs_journal.journal.aside import keep_aside
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import new_key
from ifs_journal.journal.recovery_code import grouped, rows_of
from journal_making import item, new_session

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
PASSPHRASE = "it's seven grey herons"
KEY = new_key(PASSPHRASE)
ASKED = "SELECT title || ' is there' FROM session;\n"
STAND_IN = f"""#!{sys.executable}
import sys
from sqlcipher3 import dbapi2
connection = dbapi2.connect(sys.argv[1])
for line in sys.stdin:
    for row in connection.execute(line):
        print(*row)
"""
"""Does what the shell does, with the SQLCipher that this program uses."""


def blocks() -> list[str]:
    """The commands: by the passphrase, by the recovery code."""
    return re.findall(r"^```bash\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def tools_missing() -> str:
    missing = [name for name in ("bash", "base32", "od", "sed", "tr") if shutil.which(name) is None]
    return ", ".join(missing)


def version_of_the_shell() -> int:
    """The first number of the version of the `sqlcipher` shell here; 0 when there is none."""
    if shutil.which("sqlcipher") is None:
        return 0
    done = subprocess.run(
        ["sqlcipher"], input="PRAGMA cipher_version;", capture_output=True, text=True, check=False
    )
    return int(done.stdout.split(".")[0] or 0)


@pytest.fixture(params=["sqlcipher", "stand-in"])
def shell(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real shell, or one that stands in for it."""
    if tools_missing():
        pytest.skip(f"NOT TESTED here: the commands of docs/privacy.md. Missing: {tools_missing()}")
    if request.param == "sqlcipher":
        if version_of_the_shell() < 4:
            pytest.skip("NOT TESTED here: the commands of docs/privacy.md need the shell of SQLCipher 4.")
        return
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "sqlcipher").write_text(STAND_IN, encoding="utf-8")
    (folder / "sqlcipher").chmod(0o700)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an encrypted journal, and an answer kept beside it."""
    path = tmp_path / "kept" / "journal.db"
    create(path, key=KEY)
    with Journal.open(path, unlock=lambda path, salt: iter((KEY,))) as journal:
        journal.begin(new_session())
    keep_aside(path, "a-session", item(3, "in hand"), KEY)
    return path.parent


def typed(commands: str, secret: str, sql: str, folder: Path) -> str:
    done = subprocess.run(
        ["bash", "-c", commands],
        input=f"{secret}\n{sql}",
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout


@pytest.mark.usefixtures("shell")
def test_the_passphrase_opens_it(folder: Path) -> None:
    assert "Check-in is there" in typed(blocks()[0], PASSPHRASE, ASKED, folder)


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("between", ["", " "])
def test_the_recovery_code_opens_it(folder: Path, between: str) -> None:
    code = between.join(grouped(row) for row in rows_of(KEY.raw)).lower()
    assert "Check-in is there" in typed(blocks()[1], code, ASKED, folder)
    code = code.replace("o", "0").replace("i", "1").replace("b", "8")
    assert "Check-in is there" in typed(blocks()[1], code, ASKED, folder)


@pytest.mark.usefixtures("shell")
def test_an_answer_kept_beside_it_opens_too(folder: Path) -> None:
    (aside,) = folder.glob("*.kept-*")
    commands = blocks()[0].replace("journal.db", aside.name)
    assert "in hand" in typed(commands, PASSPHRASE, "SELECT item FROM kept;\n", folder).replace("\\n", "")
