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
    mapped = put.session(1, script="need-map")
    put.of("need_map", 1, session_id=mapped, example="x")
    assert reason() is Reason.MAP
    put.of("talk_plan", 3, about="x", look_back=put.day(0))
    assert reason() is Reason.TALK
    put.of("follow_up", 3, part_id=put.part("Critic"), next_on=put.day(0))
    assert reason() is Reason.VISIT
    put.of("rupture", 3, seen="x", wish="ask", look_back=put.day(0))
    assert reason() is Reason.LOOKING_BACK
    put.of("rupture", 1, seen="x")
    assert reason() is Reason.TURNING_BACK
    evening = put.session(3, script="together")
    put.of("shared_trial", 3, session_id=evening, trial="x", look_again=put.day(0))
    put.agreement(3, 0, session_id=evening)
    assert reason() is Reason.TRIAL
    put.agreement(3, 1)
    assert reason() is Reason.AGREEMENT
    put.statement(3, 0)
    assert reason() is Reason.STATEMENT
    put.session(0, state_after=7)
    assert reason() is Reason.STIRRED


def test_a_check_asked_for_comes_first_until_there_is_one(journal: Journal, put: WaitingRows) -> None:
    put.statement(3, 0)
    put.of("measure", 1, name="check_tomorrow", value="yes")
    assert standing(journal, TODAY).reason is Reason.CHECK_ASKED
    put.session(0, state_after=7, script="unblend")
    assert standing(journal, TODAY).reason is Reason.STIRRED
    put.session(0)
    found = standing(journal, TODAY)
    assert (found.check_asked, found.reason) == (False, Reason.STATEMENT)


def test_what_two_people_try_is_counted_once(journal: Journal, put: WaitingRows) -> None:
    evening = put.session(3, script="together")
    put.of("shared_trial", 3, session_id=evening, trial="x", look_again=put.day(0))
    put.agreement(3, 0, session_id=evening)
    found = standing(journal, TODAY)
    assert (len(found.trials), found.agreements, found.waiting) == (1, [], 1)


def test_what_has_waited_long_rests(journal: Journal, put: WaitingRows) -> None:
    put.statement(90, 31)
    put.agreement(90, 31)
    put.trailhead(31)
    put.of("rupture", 31, seen="x")
    put.of("rupture", 90, seen="x", wish="ask", look_back=put.day(31))
    put.of("follow_up", 90, part_id=put.part("Critic"), next_on=put.day(31))
    put.of("talk_plan", 90, about="x", look_back=put.day(31))
    put.of("need_map", 31, session_id=put.session(31, script="need-map"), example="x")
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
