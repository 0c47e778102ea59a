"""A new journal for each test, and the builders beside this file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a new, empty journal lies, in a folder of its own."""
    journal = tmp_path / "kept" / "journal.db"
    create(journal)
    return journal


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    """That journal, open for writing."""
    with Journal.open(path) as opened:
        yield opened
