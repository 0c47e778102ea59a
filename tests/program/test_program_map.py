"""`ifs parts map` as it is used: on a terminal, into a pipe, and into files that are kept or shared."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import uuid
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ifs_journal.journal.journal import Journal

if os.name == "nt":
    pytest.skip("needs a pty", allow_module_level=True)

from program_terminal import program

pytestmark = pytest.mark.usefixtures("peopled")


@pytest.fixture
def peopled(journal: Path) -> Path:
    """A journal with two that pull against each other, and one that is guarded."""
    ids = [str(uuid.uuid4()) for _ in range(3)]
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    with Journal.open(journal) as opened:
        run_sql = opened.connection.execute
        roles = (("The Critic", "manager"), ("The Dreamer", "firefighter"), ("Little one", "exile"))
        for id_, (name, role) in zip(ids, roles, strict=True):
            values = (id_, name, name.casefold(), role, now)
            run_sql("INSERT INTO part (id, name, name_key, role, created_at) VALUES (?, ?, ?, ?, ?)", values)
        for one, other, kind in ((0, 1, "polarized"), (0, 2, "protects")):
            values = (str(uuid.uuid4()), ids[one], ids[other], kind, now)
            run_sql("INSERT INTO bond (id, part_id, other_id, kind, at) VALUES (?, ?, ?, ?, ?)", values)
    return journal


def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        program("parts", "map", *arguments),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "COLUMNS": "80", **environ},
    )
    assert "Traceback" not in done.stderr
    return done


def printed(*arguments: str, **environ: str) -> str:
    done = run(*arguments, **environ)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_map_is_drawn_into_a_pipe_without_a_colour():
    page = printed()
    assert "~  Self  ~" in page
    assert "pulls against The Dreamer" in page
    assert "\x1b" not in page


def test_every_format_goes_to_standard_output_and_says_beside_it_what_it_holds():
    for form, begins in (
        ("svg", "<svg"),
        ("html", "<!DOCTYPE html>"),
        ("mermaid", "%%"),
        ("dot", "digraph"),
    ):
        done = run("--format", form)
        assert done.stdout.startswith(begins)
        assert done.stderr == "It holds the names of 3 parts.\n"
    assert json.loads(printed("--json")) == json.loads(printed("--format", "json"))
    assert run("--json").stderr == ""


def test_a_file_is_for_the_person_alone_and_what_is_there_stays(tmp_path: Path):
    file = tmp_path / "map.svg"
    assert "It holds the names of 3 parts." in printed("--to", str(file))
    ElementTree.fromstring(file.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.write_text("mine", encoding="utf-8")
    again = run("--to", str(file))
    assert (again.returncode, file.read_text(encoding="utf-8")) == (73, "mine")
    assert "--force" in again.stderr
    assert "initials" in printed("--to", str(file), "--force", "--names", "initials")
    assert "Critic" not in file.read_text(encoding="utf-8")
    assert os.listdir(tmp_path) == ["map.svg"]


def test_the_journal_itself_is_never_written_over(peopled: Path):
    before = peopled.read_bytes()
    for file in (peopled, peopled.with_name(f"{peopled.name}-wal")):
        assert run("--format", "svg", "--to", str(file), "--force").returncode == 73
    assert peopled.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "png"),
        ("--names", "none"),
        ("--to", "map.txt"),
        ("--force",),
        ("--at", "someday"),
        ("--at", "2025", "--since", "2026"),
    ],
)
def test_what_cannot_be_is_said(arguments: tuple[str, ...]):
    assert run(*arguments).returncode == 2


def test_a_folder_that_is_not_there_is_said(tmp_path: Path):
    assert run("--to", str(tmp_path / "nowhere" / "map.svg")).returncode == 73


def test_the_map_of_an_earlier_day_and_what_came_since():
    assert "Nobody is on the map for that day yet." in printed("--at", "2020")
    found = json.loads(printed("--json", "--since", "today"))
    assert {one["kind"] for one in found["changes"]} >= {"came"}
    assert all(one["came"] for one in found["parts"])
