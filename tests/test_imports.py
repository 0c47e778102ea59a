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
from ifs_journal.journal.key import new_key

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
MAKING_NAMES = ("hashlib", "secrets")
"""Nothing is made, and no passphrase tried, where a plain journal is read."""
READING = (*ASKING, *SHOWING, *CHECKING, *CHANGING, *NETWORK, *WRITING_SETTINGS, *MAKING_NAMES)
SCRIPTS = (
    "ifs_journal.guide.walk",
    "ifs_journal.records",
    "ifs_journal.script.library",
    "ifs_journal.session.settings",
    "tomllib",
)
ZONES = ("tzlocal", "zoneinfo")
LOOKING = (*READING, *SCRIPTS, *ZONES)
"""Looking back reads no script, parses no settings file and asks for no zone."""

MAY_NOT = {
    "--version": ("ifs_journal.cli.app", "typer", *KEEPING, *READING),
    "--help": (*KEEPING, *READING),
    "list --help": (*KEEPING, *READING),
    "list": LOOKING,
    "list --json": LOOKING,
    "list --since 2026 --until today --part planner": LOOKING,
    "search tired": LOOKING,
    "search hold --json": LOOKING,
    "show": LOOKING,
    "show --json": LOOKING,
    "parts": LOOKING,
    "parts --json": LOOKING,
    "parts show 1": LOOKING,
    "parts show 1 --all": LOOKING,
    "parts --sort trust --since 2026 --role manager": LOOKING,
    "parts story 1": LOOKING,
    "parts story 1 --json": LOOKING,
    "parts undo": LOOKING,
    "parts undo --json": LOOKING,
    "parts show 1 --json": LOOKING,
    "review": LOOKING,
    "review --json": LOOKING,
    "review --format html": LOOKING,
    "trends": LOOKING,
    "trends trust --part planner --json": LOOKING,
    "trends distress --format svg": LOOKING,
    "filters list": LOOKING,
    "filters list --json": LOOKING,
    "parts map": LOOKING,
    "parts map --format svg": LOOKING,
    "parts map --json --at 2026 --since 2025": LOOKING,
    "parts add --help": (*KEEPING, *READING),
    "parts add Somebody": (*ASKING, *SHOWING, *CHECKING, *CHANGING, *NETWORK),
    "promises": LOOKING,
    "promises --due --json": LOOKING,
    "remind": LOOKING,
    "remind --say": LOOKING,
    "remind --ics -": LOOKING,
    "therapy list": LOOKING,
    "therapy --json": LOOKING,
    "note --list": LOOKING,
    "note --list --json": LOOKING,
    "tag --list": LOOKING,
    "tag --list --json": LOOKING,
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


def declaring(found: set[str]) -> set[str]:
    """Those of the modules that declare commands."""
    begun = "ifs_journal.cli.commands."
    return {one.removeprefix(begun) for one in found if one.startswith(begun)}


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


@pytest.mark.thinned(8)
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


def test_an_encrypted_journal_asks_no_settings_no_keyring_and_no_command_that_were_not_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path, file = tmp_path / "encrypted.db", tmp_path / "passphrase"
    file.write_text("seven grey herons wade", encoding="utf-8")
    create(path, key=new_key("seven grey herons wade"))
    monkeypatch.setenv("IFS_JOURNAL", str(path))
    monkeypatch.setenv("IFS_PASSPHRASE_FILE", str(file))
    unwanted = {*LOOKING, "keyring", "ifs_journal.journal.keyring", "ifs_journal.cli.keyring"}
    # A passphrase that is given is tried.
    unwanted.discard("hashlib")
    assert loaded("list") & unwanted == set()


@pytest.mark.thinned(6)
@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        ("list", {"looking"}),
        ("list --help", {"looking"}),
        ("parts show 1", {"parts"}),
        ("review", {"seeing"}),
        ("filters list", {"filters"}),
        ("tag --list", {"correcting"}),
        ("promises", {"promises"}),
        ("remind --say", {"promises"}),
        ("therapy list", {"therapy"}),
        ("config --json", {"settings"}),
        ("support", {"daily"}),
        ("scripts list", {"scripts"}),
        ("journal info", {"files"}),
        ("doctor", {"settings"}),
        ("", set()),
        (f"check-in --answers {EXAMPLE}", set()),
    ],
)
def test_a_command_declares_no_others(
    arguments: str, modules: set[str], kept: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("IFS_JOURNAL", str(kept))
    assert declaring(loaded(arguments)) == modules


def test_a_session_reads_no_script_but_those_it_can_reach(kept: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("IFS_JOURNAL", str(kept))
    program = f"""
import sys
read = []
sys.addaudithook(lambda event, given: read.append(str(given[0])) if event == "open" else None)
{PROGRAM.replace("sorted(sys.modules)", "(one for one in read if one.endswith('.toml'))")}"""
    done = subprocess.run(
        [sys.executable, "-c", program, "check-in", "--answers", str(EXAMPLE)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    read = [Path(one).stem for one in done.stderr.rpartition(LISTED)[2].split() if "prompts" in one]
    assert sorted(read[:-1]) == ["check-in", "gates", "grounding"]
    assert read[-1] == "phrases", "read when the first free text is there, and not before"


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
