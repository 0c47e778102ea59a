"""What all tests share. No test can touch a person's journal or a network: see `isolation.py`."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

import isolation

_SESSION_HOME = tempfile.TemporaryDirectory(prefix="ifs-journal-tests-")
_SESSION_ENVIRONMENT = pytest.MonkeyPatch()
isolation.live_in(Path(_SESSION_HOME.name), _SESSION_ENVIRONMENT)
isolation.refuse_from_now_on()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=25, help="how many times the `kills` tests end a session")
    parser.addoption("--mutants", type=int, default=40, help="how many damaged journals are used")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of a test with very many cases, or a file that takes long, leave most to those who have the time."""
    met: dict[str, int] = {}
    for item in items:
        for mark, name in (("thinned", item.nodeid.partition("[")[0]), ("sampled", str(item.path))):
            found = item.get_closest_marker(mark)
            if found is not None and item.get_closest_marker("kills") is None:
                key = f"{mark} {name}"
                met[key] = met.get(key, -1) + 1
                if met[key] % found.args[0]:
                    item.add_marker(pytest.mark.slow)


def pytest_report_header() -> str:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    try:
        (cipher,) = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return f"sqlcipher3: SQLite {dbapi2.sqlite_version}, SQLCipher {cipher}"


def pytest_unconfigure() -> None:
    _SESSION_ENVIRONMENT.undo()
    _SESSION_HOME.cleanup()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    isolation.live_in(tmp_path_factory.mktemp("home"), monkeypatch)


@pytest.fixture
def journal_file() -> Path:
    """Where this test's journal belongs. Neither the file nor its folder is there yet."""
    return Path(os.environ["IFS_JOURNAL"])


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where demo journals are kept, which are made once and copied."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture
def demo_file(demo_folder: Path, journal_file: Path) -> Path:
    """This test's journal is a copy of the demo journal. `demo_journal.UNTIL` is its today."""
    import demo_journal

    return demo_journal.copied(demo_folder, journal_file)


@pytest.fixture
def kills(pytestconfig: pytest.Config) -> int:
    """How many times a `kills` test ends a session."""
    count: int = pytestconfig.getoption("--kills")
    return count
