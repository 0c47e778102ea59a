"""What each command may load. Start-up is felt every day, and a late import is easily lost.

Nothing here is timed: figures are the business of `benchmarks/`.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ifs_journal.journal.create import create

EXAMPLE = Path(__file__).parents[1] / "examples" / "check-in.toml"
LISTED = "loaded modules: "
PROGRAM = f"""
import sys
sys.argv = ["ifs", *sys.argv[1:]]
from ifs_journal.cli import main
try:
    main()
finally:
    print({LISTED!r} + " ".join(sorted(sys.modules)), file=sys.stderr)
"""

ASKING = ("asyncio", "prompt_toolkit", "questionary")
SHOWING = ("markdown_it", "pygments", "rich.console", "rich.markdown", "rich.text")
"""Piped, only the widths of letters are asked of rich."""
CHECKING = ("importlib.metadata", "pydantic", "pydantic_core")
CHANGING = ("sqlite3", "sqlite_utils")
KEEPING = ("ifs_journal.journal.driver", "sqlcipher3")
NETWORK = (
    "ftplib",
    "http",
    "httpx",
    "requests",
    "smtplib",
    "socketserver",
    "ssl",
    "urllib.request",
    "urllib3",
    "webbrowser",
    "xmlrpc",
)
WRITING_SETTINGS = ("ifs_journal.session.settings_file", "tomlkit")
READING = (*ASKING, *SHOWING, *CHECKING, *CHANGING, *NETWORK, *WRITING_SETTINGS)

MAY_NOT = {
    "--version": ("ifs_journal.cli.app", "typer", *KEEPING, *READING),
    "--help": (*KEEPING, *READING),
    "list --help": (*KEEPING, *READING),
    "list": READING,
    "list --json": READING,
    "list --since 2026 --until today --part planner": READING,
    "search tired": READING,
    "search hold --json": READING,
    "show": READING,
    "show --json": READING,
    "parts": READING,
    "parts --json": READING,
    "parts show 1": READING,
    "parts show 1 --history": READING,
    "parts show 1 --json": READING,
    "parts add --help": (*KEEPING, *READING),
    "parts add Somebody": (*ASKING, *SHOWING, *CHECKING, *CHANGING, *NETWORK),
    "note --list": READING,
    "note --list --json": READING,
    "tag --list": READING,
    "tag --list --json": READING,
    "": READING,
    "--json": READING,
    "config": (*KEEPING, *READING),
    "config country": (*KEEPING, *READING),
    "config --json": READING,
    "config --path": (*KEEPING, *READING),
    "support": (*KEEPING, *READING),
    "support --country GB": (*KEEPING, *READING),
    "ground": (*KEEPING, *READING),
    "scripts list": (*KEEPING, *READING),
    f"check-in --answers {EXAMPLE}": (*ASKING, *SHOWING, *CHANGING, *NETWORK),
}


def ifs(arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments.split()],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(arguments: str) -> set[str]:
    """The modules a command that ends well has loaded by its end."""
    done = ifs(arguments)
    assert done.returncode == 0, done.stderr
    return set(done.stderr.rpartition(LISTED)[2].split())


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal with one entry and two parts."""
    path = tmp_path_factory.mktemp("kept") / "journal.db"
    create(path)
    before = os.environ["IFS_JOURNAL"]
    os.environ["IFS_JOURNAL"] = str(path)
    try:
        done = ifs(f"check-in --answers {EXAMPLE}")
    finally:
        os.environ["IFS_JOURNAL"] = before
    assert done.returncode == 0, done.stderr
    return path


@pytest.mark.parametrize("arguments", MAY_NOT)
def test_a_command_loads_nothing_it_does_not_need(
    arguments: str, kept: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IFS_JOURNAL", str(kept))
    found = loaded(arguments)
    unwanted = [
        one
        for one in sorted(found)
        if any(one == no or one.startswith(f"{no}.") for no in MAY_NOT[arguments])
    ]
    assert unwanted == []


def test_a_list_in_colour_loads_rich_and_still_nothing_that_asks_or_checks(kept: Path):
    program = f"""
import sys
sys.stdout.isatty = lambda: True
{PROGRAM}"""
    done = subprocess.run(
        [sys.executable, "-c", program, "list"],
        env={**os.environ, "IFS_JOURNAL": str(kept)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    found = set(done.stderr.rpartition(LISTED)[2].split())
    assert "rich.console" in found
    assert not found & {*ASKING, *CHECKING, *CHANGING, *NETWORK, "rich.markdown", "pygments"}


def test_no_plugin_of_another_package_gets_to_see_what_is_checked(kept: Path):
    program = "import ifs_journal.cli as c; c.main.__globals__['_start_lightly'](); \
from pydantic.plugin import _loader; print(list(_loader.get_plugins()), _loader._loading_plugins)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "False"]
