"""A journal for each test, and the helpers of `tests/guide`, which know how to walk a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal

sys.path.insert(0, str(Path(__file__).parents[1] / "guide"))


@pytest.fixture
def journal(journal_file: Path) -> Iterator[Journal]:
    """A new journal where `IFS_JOURNAL` says, open for writing."""
    create(journal_file)
    with Journal.open(journal_file) as opened:
        yield opened
