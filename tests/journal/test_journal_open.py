"""What the deeper sessions left open: what waits from when on, and what ends it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_due import due_agreements
from ifs_journal.journal.read_known import open_need_map, open_talk
from ifs_journal.journal.read_open import (
    LeftOpen,
    check_was_asked_for,
    map_to_ask_about,
    repairs_to_look_back_on,
    repairs_to_turn_back_to,
    talks_to_look_back_on,
    visits_due,
)
from ifs_journal.journal.read_parts import fresh_promises
from waiting_rows import WaitingRows

TODAY = date(2026, 3, 10)
DAY, YESTERDAY, SINCE = "2026-03-10", "2026-03-09", "2026-02-08"
OPEN: dict[str, Callable[[Journal, str, str], list[LeftOpen]]] = {
    "turning back": repairs_to_turn_back_to,
    "looking back": repairs_to_look_back_on,
    "visits": visits_due,
    "talks": talks_to_look_back_on,
    "maps": map_to_ask_about,
}


@pytest.fixture
def put(journal: Journal) -> WaitingRows:
    """Puts rows into this test's journal."""
    return WaitingRows(journal.connection, TODAY)


@pytest.mark.parametrize("name", OPEN)
def test_an_empty_journal_has_nothing_open(journal: Journal, name: str) -> None:
    assert OPEN[name](journal, DAY, SINCE) == []
    assert not check_was_asked_for(journal, YESTERDAY)


def test_a_repair_waits_to_be_turned_back_to_from_the_next_day_on(journal: Journal, put: WaitingRows) -> None:
    put.of("rupture", 0, seen="today")
    put.of("rupture", 31, seen="long ago")
    put.of("rupture", 2, seen="in one sitting", wish="ask")
    put.of("rupture", 2, seen="paused", session_id=put.session(2, paused=True))
    waits = put.of("rupture", 1, seen="a door", person_id=put.person("Mo"))
    found = repairs_to_turn_back_to(journal, DAY, SINCE)
    assert [(one.local_day, one.name, one.words) for one in found] == [(YESTERDAY, "Mo", "a door")]
    put.of("rupture", 0, continues_id=waits, wish="ask")
    assert repairs_to_turn_back_to(journal, DAY, SINCE) == []


@pytest.mark.parametrize(("ago", "happened", "waits"), [
    (1, "yes", False), (1, "no", False), (1, "another_way", False),
    (1, "not_yet", True), (0, "not_yet", False),
])  # fmt: skip
def test_a_repair_waits_to_be_looked_back_on_until_its_end_is_told(
    journal: Journal, put: WaitingRows, ago: int, happened: str, waits: bool
) -> None:
    put.of("rupture", 3, seen="later", wish="ask", look_back=put.day(-1))
    repair = put.of("rupture", 3, seen="a door", wish="ask", look_back=YESTERDAY)
    assert [one.words for one in repairs_to_look_back_on(journal, DAY, SINCE)] == ["a door"]
    put.of("repair_after", ago, rupture_id=repair, happened=happened)
    assert bool(repairs_to_look_back_on(journal, DAY, SINCE)) is waits


def test_a_part_waits_for_a_visit_until_something_else_is_agreed(journal: Journal, put: WaitingRows) -> None:
    part = put.part("Nightwatch")
    put.of("follow_up", 5, part_id=part, next_on=put.day(2))
    assert [(one.name, one.due) for one in visits_due(journal, DAY, SINCE)] == [("Nightwatch", put.day(2))]
    put.of("follow_up", 1, part_id=part, here="quiet")
    assert visits_due(journal, DAY, SINCE) == []
    put.of("follow_up", 5, part_id=put.part("Critic"), next_on=put.day(-1))
    put.of("follow_up", 5, next_on=put.day(1))
    assert visits_due(journal, DAY, SINCE) == []


def test_a_part_that_was_put_away_is_not_called(journal: Journal, put: WaitingRows) -> None:
    part = put.part("Nightwatch")
    put.of("follow_up", 5, part_id=part, next_on=put.day(2))
    journal.connection.execute("UPDATE part SET archived_at = created_at")
    assert visits_due(journal, DAY, SINCE) == []


@pytest.mark.parametrize(("ago", "how", "waits"), [
    (1, "hard", False), (1, None, False), (1, "not_yet", True), (0, "not_yet", False),
])  # fmt: skip
def test_a_talk_waits_until_it_was_held(
    journal: Journal, put: WaitingRows, ago: int, how: str | None, waits: bool
) -> None:
    talk = put.of("talk_plan", 3, about="the rota", look_back=YESTERDAY, person_id=put.person("Mo"))
    put.of("talk_plan", 1, about="later", look_back=put.day(-2))
    (found,) = talks_to_look_back_on(journal, DAY, SINCE)
    assert (found.name, found.words) == ("Mo", "the rota")
    put.of("talk_after", ago, talk_plan_id=talk, how=how)
    assert bool(talks_to_look_back_on(journal, DAY, SINCE)) is waits


def test_the_talk_whose_day_has_come_is_looked_back_on_before_a_newer_one(
    journal: Journal, put: WaitingRows
) -> None:
    due = put.of("talk_plan", 3, about="the rota", look_back=YESTERDAY)
    newer = put.of("talk_plan", 1, about="later", look_back=put.day(-2))
    found = open_talk(journal, DAY)
    assert found is not None
    assert found.row == due
    put.of("talk_after", 0, talk_plan_id=due, how="hard")
    found = open_talk(journal, DAY)
    assert found is not None
    assert found.row == newer


def test_one_question_is_left_of_the_newest_map_of_an_earlier_day(journal: Journal, put: WaitingRows) -> None:
    def mapped(ago: int, example: str) -> str:
        return put.of("need_map", ago, session_id=put.session(ago, script="need-map"), example=example)

    mapped(3, "older")
    newer = mapped(1, "newer")
    mapped(0, "today")
    assert [one.words for one in map_to_ask_about(journal, DAY, SINCE)] == ["newer"]
    put.of("need_map_later", 0, need_map_id=newer, relief=3)
    assert [one.words for one in map_to_ask_about(journal, DAY, SINCE)] == ["older"]
    assert map_to_ask_about(journal, DAY, YESTERDAY) == []


@pytest.mark.parametrize(("ago", "value", "asked"), [
    (1, "yes", True), (1, "no", False), (1, "unsure", False), (0, "yes", False), (2, "yes", False),
])  # fmt: skip
def test_a_check_is_asked_for_on_the_day_before(
    journal: Journal, put: WaitingRows, ago: int, value: str, asked: bool
) -> None:
    put.of("measure", ago, name="tonight", value="yes")
    put.of("measure", ago, name="check_tomorrow", value=value)
    assert check_was_asked_for(journal, YESTERDAY) is asked


QUERIES: dict[str, Callable[[Journal], object]] = {
    **{name: (lambda journal, read=read: read(journal, DAY, SINCE)) for name, read in OPEN.items()},
    "promises": lambda journal: due_agreements(journal, DAY, since=SINCE),
    "fresh promises": lambda journal: fresh_promises(journal, YESTERDAY),
    "check": lambda journal: check_was_asked_for(journal, YESTERDAY),
    "map": lambda journal: open_need_map(journal, DAY),
}


@pytest.mark.parametrize("name", QUERIES)
def test_no_query_reads_a_whole_table(journal: Journal, put: WaitingRows, name: str) -> None:
    for ago in range(300):
        put.session(ago)
    journal.connection.execute("ANALYZE")
    asked: list[str] = []
    journal.connection.set_trace_callback(asked.append)
    QUERIES[name](journal)
    journal.connection.set_trace_callback(None)
    plan = [
        str(row[3]) for query in asked for row in journal.connection.execute(f"EXPLAIN QUERY PLAN {query}")
    ]
    assert plan
    # Only a map is walked, from the newest back, and what is asked for by a list.
    walked = ("USING INDEX need_map_at", "json_each")
    scans = [line for line in plan if line.startswith("SCAN") and not any(one in line for one in walked)]
    assert scans == []
