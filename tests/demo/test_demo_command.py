"""`ifs demo`: a new file and nothing else, in words one can follow."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from ifs_journal.journal.location import journal_path

WHOSE = "This is the journal of an invented person."


def ifs(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ifs_journal", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=cwd,
    )


def test_it_makes_a_journal_that_says_whose_it_is(tmp_path: Path):
    made = ifs("demo", "--into", "demo.db", "--sessions", "5", cwd=tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    path = tmp_path / "demo.db"
    assert f"ifs list --journal {path}" in made.stdout
    assert [one.name for one in tmp_path.iterdir() if not one.name.startswith("home")] == ["demo.db"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert not Path(os.environ["IFS_JOURNAL"]).exists()
    home = ifs("--journal", "demo.db", cwd=tmp_path)
    assert home.stdout.startswith(WHOSE)
    info = ifs("journal", "info", "--json", "--journal", "demo.db", cwd=tmp_path)
    assert json.loads(info.stdout)["invented"] is True
    assert json.loads(info.stdout)["sessions"] == 5


def test_a_file_that_is_there_is_left_alone(tmp_path: Path):
    path = tmp_path / "mine.db"
    path.write_text("something of mine")
    refused = ifs("demo", "--into", str(path), cwd=tmp_path)
    assert refused.returncode == 73
    assert path.read_text() == "something of mine"
    assert list(tmp_path.glob(".mine*")) == []


def test_the_place_of_ones_own_journal_is_kept_free(tmp_path: Path):
    own = journal_path(None, {})
    refused = ifs("demo", "--into", str(own), cwd=tmp_path)
    assert refused.returncode == 2
    assert not own.exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "ifs demo --into demo.db"),
        (["--into", "demo.db", "--sessions", "0"], "--sessions takes a whole number"),
        (["--into", "demo.db", "--until", "soon-ish"], "--until takes a day"),
    ],
)
def test_what_is_missing_is_said(tmp_path: Path, arguments: list[str], says: str):
    refused = ifs("demo", *arguments, cwd=tmp_path)
    assert refused.returncode == 2
    assert says in " ".join(refused.stderr.split())
    assert not (tmp_path / "demo.db").exists()
