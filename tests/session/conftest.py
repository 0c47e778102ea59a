"""A journal for each test, and the helpers of `tests/guide`, which know how to walk a script."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal

if TYPE_CHECKING:
    from session_week import Program, Week

sys.path.insert(0, str(Path(__file__).parents[1] / "guide"))


@pytest.fixture
def journal(journal_file: Path) -> Iterator[Journal]:
    """A new journal where `IFS_JOURNAL` says, open for writing."""
    create(journal_file)
    with Journal.open(journal_file) as opened:
        yield opened


@pytest.fixture(scope="session")
def week(tmp_path_factory: pytest.TempPathFactory) -> Week:
    """The seven days, lived once. Tests only ask about them; to change something, take `copied`."""
    from session_seven_days import live_the_week

    return live_the_week(tmp_path_factory.mktemp("week") / "journal" / "journal.db")


@pytest.fixture
def program(week: Week) -> Program:
    """`ifs` with the journal of the week, to be asked."""
    return week.program


@pytest.fixture
def copied(week: Week, journal_file: Path) -> Program:
    """`ifs` with a journal of the same week that may be changed."""
    from session_week import Program

    journal_file.parent.mkdir(mode=0o700)
    shutil.copy(week.program.file, journal_file)
    return Program(journal_file)


@pytest.fixture(scope="session")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal in which a guard was got to know, made once. To use it, copy it."""
    from session_tender import live_with_guard

    return live_with_guard(tmp_path_factory.mktemp("guarded") / "journal" / "journal.db")
