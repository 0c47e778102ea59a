"""What the tests of the whole program leave to be read at the end of a run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from program_terminal import Terminal, journal_path

sys.path[:0] = [str(Path(__file__).parents[1] / room) for room in ("guide", "journal", "session")]

FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
def figures(pytestconfig: pytest.Config) -> list[str]:
    """Lines that are shown when all tests are through."""
    return pytestconfig.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for line in config.stash.get(FIGURES, []):
        terminalreporter.write_line(line)


@pytest.fixture
def journal() -> Path:
    """This test's journal, new and empty."""
    from ifs_journal.journal.create import create

    path = journal_path()
    create(path)
    return path


@pytest.fixture
def locked() -> Path:
    """This test's journal, encrypted and empty."""
    from ifs_journal.journal.create import create
    from program_locked import KEY

    path = journal_path()
    create(path, key=KEY)
    return path


@pytest.fixture
def passphrase_file(tmp_path: Path) -> Path:
    """A file with the passphrase, as an editor leaves it, outside this home."""
    from program_locked import PASSPHRASE

    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return file


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let temporary files of every program lie in this test's home."""
    folder = Path(os.environ["HOME"]) / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))


@pytest.fixture
def ifs() -> Iterator[Callable[..., Terminal]]:
    """Starts `ifs` in a terminal. Whatever is still running at the end is ended."""
    opened: list[Terminal] = []

    def start(*arguments: str, columns: int = 80, **environ: str) -> Terminal:
        opened.append(Terminal(*arguments, columns=columns, environ=environ))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.kill()
