"""What waits in a journal: which sentences, promises and trailheads are due, and how it last ended."""

from __future__ import annotations

from datetime import date

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_due import (
    due_agreements,
    due_statements,
    last_stirred,
    open_statement,
    parked_trailheads,
)
from waiting_rows import WaitingRows

TODAY = date(2026, 3, 10)
DAY = TODAY.isoformat()
YESTERDAY = "2026-03-09"


@pytest.fixture
def put(journal: Journal) -> WaitingRows:
    """Puts rows into this test's journal."""
    return WaitingRows(journal.connection, TODAY)


def test_an_empty_journal_has_nothing_waiting(journal: Journal) -> None:
    assert due_statements(journal, DAY) == []
    assert due_agreements(journal, DAY) == []
    assert parked_trailheads(journal) == []
    assert open_statement(journal, DAY) is None
    assert last_stirred(journal, YESTERDAY) is None


def test_a_sentence_is_due_from_its_day_on(journal: Journal, put: WaitingRows) -> None:
    passed = put.statement(4, 2, person_id=put.person("Mo"), held=1)
    today = put.statement(1, 0)
    put.statement(1, -1)
    put.statement(1, None)
    found = due_statements(journal, DAY)
    assert [one.id for one in found] == [today, passed]
    late = found[1]
    assert (late.local_day, late.look_again, late.kind) == ("2026-03-06", "2026-03-08", "speak_for")
    assert (late.person, late.body, late.held) == ("Mo", "Part of me…", True)
    assert [one.id for one in due_statements(journal, DAY, since="2026-03-09")] == [today]


@pytest.mark.parametrize(("delivered", "ago", "due"), [
    ("yes", 1, False), ("no", 1, False), ("yes", 0, False), ("not_yet", 0, False), ("not_yet", 1, True),
])  # fmt: skip
def test_what_became_of_a_sentence_decides_whether_it_is_due(
    journal: Journal, put: WaitingRows, delivered: str, ago: int, due: bool
) -> None:
    put.outcome(put.statement(5, 2), ago, delivered)
    assert bool(due_statements(journal, DAY)) is due


def test_said_after_not_yet_is_said(journal: Journal, put: WaitingRows) -> None:
    saved = put.statement(5, 4)
    put.outcome(saved, 3, "not_yet")
    put.outcome(saved, 2, "yes")
    assert due_statements(journal, DAY) == []
    assert open_statement(journal, DAY) is None


def test_the_open_sentence_is_the_newest_not_known_to_be_said(journal: Journal, put: WaitingRows) -> None:
    older = put.statement(5, None, "older")
    put.outcome(older, 4, "not_yet")
    newer = put.statement(3, 9, "newer")
    found = open_statement(journal, DAY)
    assert found is not None
    assert found.id == newer
    put.outcome(newer, 0, "no")
    found = open_statement(journal, DAY)
    assert found is not None
    assert (found.id, found.body, found.look_again) == (older, "older", None)


def test_a_sentence_that_is_due_comes_before_a_newer_one(journal: Journal, put: WaitingRows) -> None:
    due = put.statement(5, 1, "due")
    put.statement(3, None, "newer")
    found = open_statement(journal, DAY)
    assert found is not None
    assert found.id == due


def test_promises_are_due_on_their_day_and_after(journal: Journal, put: WaitingRows) -> None:
    part = put.part("Nightwatch")
    passed = put.agreement(3, 1, part_id=part)
    today = put.agreement(3, 0, "a call")
    put.agreement(3, -1)
    put.agreement(3, None)
    found = due_agreements(journal, DAY)
    assert [(one.id, one.part, one.text, one.due) for one in found] == [
        (today, None, "a call", DAY),
        (passed, "Nightwatch", "a walk", YESTERDAY),
    ]
    assert [one.id for one in due_agreements(journal, DAY, since=DAY)] == [today]


@pytest.mark.parametrize(("told", "due"), [
    (["kept"], False), (["renegotiated"], False), (["let_go"], False),
    (["partly"], True), (["not_yet"], True), (["not_yet", "kept"], False),
])  # fmt: skip
def test_what_was_said_last_of_a_promise_decides_whether_it_is_due(
    journal: Journal, put: WaitingRows, told: list[str], due: bool
) -> None:
    promise = put.agreement(5, 3)
    for ago, kept in enumerate(reversed(told), 1):
        put.kept(promise, ago, kept)
    assert bool(due_agreements(journal, DAY)) is due


def test_a_promise_may_be_to_a_part_with_a_person_or_to_nobody(journal: Journal, put: WaitingRows) -> None:
    put.agreement(3, 2, part_id=put.part("Nightwatch"))
    put.agreement(3, 1, person_id=put.person("Mo"))
    put.agreement(3, 0)
    found = due_agreements(journal, DAY)
    assert [(one.part, one.person) for one in found] == [(None, None), (None, "Mo"), ("Nightwatch", None)]


@pytest.mark.parametrize(("ago", "end", "due"), [
    (0, "complete", False), (1, "complete", False), (2, "complete", True), (0, "stopped", True),
])  # fmt: skip
def test_what_two_people_try_has_no_words_and_ends_as_they_meet_again(
    journal: Journal, put: WaitingRows, ago: int, end: str, due: bool
) -> None:
    session = put.session(3, script="together")
    put.of("shared_trial", 3, session_id=session, trial="a walk", look_again=YESTERDAY)
    put.agreement(3, 1, "a walk", session_id=session)
    (found,) = due_agreements(journal, DAY)
    assert (found.shared, found.text) == (True, "")
    put.session(ago, script="together", end_reason=end)
    assert bool(due_agreements(journal, DAY)) is due


def test_a_parked_trailhead_waits_until_it_is_come_back_to(journal: Journal, put: WaitingRows) -> None:
    put.trailhead(2, parked=False)
    older = put.trailhead(3, trigger="that mail")
    newer = put.trailhead(1, part_id=put.part("Nightwatch"))
    assert [one.id for one in parked_trailheads(journal)] == [newer, older]
    assert [one.id for one in parked_trailheads(journal, since=YESTERDAY)] == [newer]
    put.visit(newer, 0)
    found = parked_trailheads(journal)
    assert [(one.id, one.trigger, one.local_day) for one in found] == [(older, "that mail", "2026-03-07")]


@pytest.mark.parametrize(("ago", "levels", "stirred"), [
    (1, {"state_after": 6}, True),
    (0, {"state_after": 8}, True),
    (2, {"state_after": 8}, False),
    (1, {"state_after": 2, "highest_state": 8}, False),
    (1, {"highest_state": 7}, True),
    (1, {"highest_state": 4}, False),
    (1, {}, False),
])  # fmt: skip
def test_how_the_last_session_ended(
    journal: Journal, put: WaitingRows, ago: int, levels: dict[str, int], stirred: bool
) -> None:
    put.session(ago, **levels)
    assert (last_stirred(journal, YESTERDAY) is not None) is stirred


def test_a_calmer_session_after_it_and_a_paused_one_count_as_they_are(
    journal: Journal, put: WaitingRows
) -> None:
    put.session(1, state_after=8)
    put.session(0, paused=True)
    assert last_stirred(journal, YESTERDAY) is not None
    put.session(0, state_after=2)
    assert last_stirred(journal, YESTERDAY) is None


QUERIES = {
    "statements": lambda journal: due_statements(journal, DAY, since="2026-02-08"),
    "agreements": lambda journal: due_agreements(journal, DAY, since="2026-02-08"),
    "trailheads": lambda journal: parked_trailheads(journal, since="2026-02-08"),
    "open": lambda journal: open_statement(journal, DAY),
    "stirred": lambda journal: last_stirred(journal, YESTERDAY),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_reads_a_whole_table_or_sorts_sessions(journal: Journal, name: str) -> None:
    asked: list[str] = []
    journal.connection.set_trace_callback(asked.append)
    QUERIES[name](journal)
    journal.connection.set_trace_callback(None)
    plan = [str(row[3]) for row in journal.connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    # Only the newest rows are asked for where a table is walked at all: backwards, until one fits.
    walked = [line for line in plan if line.startswith("SCAN") and "USING" not in line]
    assert walked == (["SCAN t"] if name == "open" else [])
    assert [line for line in plan if "session" in line and "SCAN" in line and "INDEX" not in line] == []
