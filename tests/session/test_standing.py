"""Where a person stands: one suggestion, always the same for the same journal and day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.session.standing import Reason, standing
from waiting_rows import WaitingRows

TODAY = date(2026, 3, 10)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """A new journal, open."""
    create(tmp_path / "kept" / "journal.db")
    with Journal.open(tmp_path / "kept" / "journal.db") as opened:
        yield opened


@pytest.fixture
def put(journal: Journal) -> WaitingRows:
    """Puts rows into it."""
    return WaitingRows(journal.connection, TODAY)


def test_what_is_suggested_goes_from_the_most_pressing_to_nothing(journal: Journal, put: WaitingRows) -> None:
    def reason() -> Reason:
        return standing(journal, TODAY).reason

    assert reason() is Reason.CHECK_IN
    put.session(3)
    assert reason() is Reason.CHECK_IN
    put.session(0, local_day=TODAY.isoformat())
    assert reason() is Reason.NOTHING
    put.session(3, paused=True)
    assert reason() is Reason.PAUSED
    put.trailhead(3)
    assert reason() is Reason.TRAILHEAD
    put.agreement(3, 1)
    assert reason() is Reason.AGREEMENT
    put.statement(3, 0)
    assert reason() is Reason.STATEMENT
    put.session(0, state_after=7)
    assert reason() is Reason.STIRRED


def test_what_has_waited_long_rests(journal: Journal, put: WaitingRows) -> None:
    put.statement(90, 31)
    put.agreement(90, 31)
    put.trailhead(31)
    assert standing(journal, TODAY).waiting == 0
    put.statement(90, 30)
    put.agreement(90, 30)
    put.trailhead(30)
    assert standing(journal, TODAY).waiting == 3


def test_a_long_silence_is_not_mentioned(journal: Journal, put: WaitingRows) -> None:
    put.session(200)
    found = standing(journal, TODAY)
    assert found.reason is Reason.CHECK_IN
    assert found.last_check_in == put.day(200)
