"""Every figure equals what plain SQL and plain counting give, on journals made by chance."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.insight.counted import Counted, Period
from ifs_journal.insight.period import Review, review
from ifs_journal.insight.trends import NAMES, Trend, period_of, trend
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_filters import Filters, count_sessions
from ifs_journal.journal.read_seen import Seen
from insight_rows import TODAY, ChanceRows
from journal_making import empty

pytestmark = pytest.mark.sampled(3)

SOME = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
APART = ("vulnerable", "together", "own-tender", "own-shared")
NEAR = {"i_am_it": 0, "against_me": 1, "i_can_see_it": 2}
Row = dict[str, Any]


class Plain:
    """The same journal read table by table, and counted in Python."""

    def __init__(self, journal: Journal, since: date, before: date, part: str | None) -> None:
        self.journal = journal
        self.sessions = {
            one["id"]: one
            for one in self.table("session")
            if since.isoformat() <= one["local_day"] < before.isoformat() and one["script"] not in APART
        }
        merged = {one["part_id"]: one["other_id"] for one in self.table("tidying")}
        self.whole: Callable[[str], str] = lambda one: merged.get(one, one)
        marked = {one["subject_id"] for one in self.table("mark") if one["mark"] == "private"}
        self.sessions = {key: one for key, one in self.sessions.items() if key not in marked}
        self.private = {
            (one["session_id"], one["seq"])
            for one in self.table("answer")
            if one["private"] or one["id"] in marked
        }
        if part is not None:
            with_it = {
                one["session_id"] for one in self.table("session_part") if self.whole(one["part_id"]) == part
            }
            self.sessions = {key: one for key, one in self.sessions.items() if key in with_it}

    def table(self, name: str) -> list[Row]:
        cursor = self.journal.connection.execute(f"SELECT * FROM {name}")
        columns = [one[0] for one in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor]

    def shown(self, name: str) -> list[Row]:
        """Rows of a table that count: of sessions that fit, and of no private answer."""
        return [one for one in self.table(name) if self.counts(one) and one["session_id"] in self.sessions]

    def counts(self, one: Row) -> bool:
        return (one["session_id"], one["answer_seq"]) not in self.private

    def day(self, one: Row) -> str:
        return str(self.sessions[one["session_id"]]["local_day"])

    def states(self, when: str) -> dict[str, str]:
        """The state of each session that told it in the open, as a word or a number."""
        name = {"before": "state_arriving", "after": "state_leaving"}[when]
        hidden = {
            one["session_id"] for one in self.table("measure") if one["name"] == name and not self.counts(one)
        }
        told = {key: one[f"state_{when}_word"] or one[f"state_{when}"] for key, one in self.sessions.items()}
        return {key: str(said) for key, said in told.items() if said is not None and key not in hidden}


def cells(table: Counted) -> Counter[tuple[str, str]]:
    """A table's counts by the names of row and column; those that are nothing left out."""
    return +Counter(
        {
            (row.key, column.key): number
            for row, numbers in zip(table.rows, table.counts, strict=True)
            for column, number in zip(table.columns, numbers, strict=True)
        }
    )


def only(table: Counted) -> Counter[str]:
    """A table of one column, by row."""
    return Counter({row.key: numbers[0] for row, numbers in zip(table.rows, table.counts, strict=True)})


def stretch(day: str, period: Period) -> str:
    """The week, month or year of a day, as the figure names it."""
    if period.bucket == "week":
        found = date.fromisoformat(day)
        return (found - timedelta(days=found.weekday())).isoformat()
    return day[:7] if period.bucket == "month" else day[:4]


@pytest.fixture(scope="module")
def empty_journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "kept" / "journal.db"
    create(path)
    return path


class Case:
    """A journal by chance, and what is looked at of it."""

    def __init__(self, journal: Journal, seed: int, days: int, *, one_part: bool) -> None:
        rows = ChanceRows(journal.connection, seed)
        rows.fill(14)
        self.since, self.before = TODAY - timedelta(days=days), TODAY + timedelta(days=1)
        self.part = rows.parts[0] if one_part else None
        self.plain = Plain(journal, self.since, self.before, self.part)
        self.seen = Seen(journal, Filters(since=self.since, before=self.before, part=self.part))
        self.period = period_of(self.seen) or Period(self.since, TODAY, 0)

    def trend(self, name: str) -> Trend:
        return trend(name, self.seen, self.period)

    def review(self) -> Review:
        return review(self.seen, self.period)


CASES = st.builds(lambda *given: given, st.integers(0, 10**6), st.sampled_from([30, 90, 160]), st.booleans())


@pytest.fixture
def case(empty_journal: Path, tmp_path: Path) -> Iterator[Callable[[tuple[int, int, bool]], Case]]:
    """Makes a case; each has a journal of its own."""
    with ExitStack() as stack:

        def made(given: tuple[int, int, bool]) -> Case:
            seed, days, one_part = given
            file = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
            shutil.copy(empty_journal, file)
            return Case(stack.enter_context(Journal.open(file)), seed, days, one_part=one_part)

        yield made


Make = Callable[[tuple[int, int, bool]], Case]


@SOME
@given(CASES)
def test_activity(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    whole = it.plain.whole
    there = {
        (one["session_id"], whole(one["part_id"]))
        for one in it.plain.shown("session_part")
        if it.part is None or whole(one["part_id"]) == whole(it.part)
    }
    found = it.trend("activity")
    by_day = Counter(it.plain.sessions[key]["local_day"] for key in {key for key, _ in there})
    assert {day.isoformat(): often for day, often in (found.days or {}).items()} == by_day
    assert found.told == sum(by_day.values())
    assert cells(found.tables[0]) == Counter(
        (part, stretch(it.plain.sessions[key]["local_day"], it.period)) for key, part in there
    )


@SOME
@given(CASES)
def test_distress_and_self(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    plain, sessions = it.plain, it.plain.sessions
    before, after = plain.states("before"), plain.states("after")
    pairs, arriving, leaving = it.trend("distress").tables
    for told, table in ((before, arriving), (after, leaving)):
        assert cells(table) == Counter(
            (said, stretch(sessions[key]["local_day"], it.period)) for key, said in told.items()
        )
    assert cells(pairs) == Counter((before[key], after[key]) for key in before.keys() & after.keys())
    available, qualities = it.trend("self").tables
    assert cells(available) == measured(it, "self_available")
    moments = {(one["session_id"], one["quality"], plain.day(one)) for one in plain.shown("self_moment")}
    assert cells(qualities) == Counter((quality, stretch(day, it.period)) for _, quality, day in moments)


def measured(it: Case, name: str) -> Counter[tuple[str, str]]:
    return Counter(
        (one["value"], stretch(it.plain.day(one), it.period))
        for one in it.plain.shown("measure")
        if one["name"] == name and one["value"] is not None
    )


@SOME
@given(CASES)
def test_trust_and_thriving(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    whole = it.plain.whole
    told = Counter(
        (whole(one["part_id"]), str(one["number_value"]), stretch(it.plain.day(one), it.period))
        for one in it.plain.shown("part_fact")
        if one["field"] == "trust" and (it.part is None or whole(one["part_id"]) == whole(it.part))
    )
    names = {one["name"]: one["id"] for one in it.plain.table("part")}
    found = Counter(
        {
            (names[table.whose or ""], *key): often
            for table in it.trend("trust").tables
            for key, often in cells(table).items()
        }
    )
    assert found == told
    for table, name in zip(it.trend("thriving").tables, ("thriving", "managing"), strict=True):
        assert cells(table) == measured(it, name)


@SOME
@given(CASES)
def test_strategies_and_room(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    maps = {one["id"]: one for one in it.plain.shown("need_map")}
    at_once, later, both = it.trend("strategies").tables
    assert cells(both) == Counter(
        (str(maps[one["need_map_id"]]["relief_now"]), str(one["relief"]))
        for one in it.plain.table("need_map_later")
        if one["need_map_id"] in maps and it.plain.counts(one)
        if one["relief"] is not None and maps[one["need_map_id"]]["relief_now"] is not None
    )
    assert cells(at_once) == Counter(
        (one["strategy"] or "not_said", str(one["relief_now"]))
        for one in maps.values()
        if one["relief_now"] is not None
    )
    assert cells(later) == Counter(
        (maps[one["need_map_id"]]["strategy"] or "not_said", str(one["relief"]))
        for one in it.plain.table("need_map_later")
        if one["need_map_id"] in maps and one["relief"] is not None and it.plain.counts(one)
    )
    followed, *nearness = it.trend("room").tables
    attempts = it.plain.shown("unblend_attempt")
    assert cells(followed) == Counter((one["technique"] or "asking", followed_by(one)) for one in attempts)
    assert sum(table.total for table in nearness) == sum(
        1 for one in attempts if one["blend_before"] and one["blend_after"]
    )


def followed_by(one: Row) -> str:
    if one["response"]:
        return str(one["response"])
    before, after = NEAR.get(one["blend_before"]), NEAR.get(one["blend_after"])
    if before is None or after is None:
        return "not_said"
    return "as_near" if before == after else "further" if after > before else "nearer"


@SOME
@given(CASES)
def test_the_counts_of_a_period(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    plain, found = it.plain, it.review()
    assert only(found.kinds) == Counter(one["script"] for one in plain.sessions.values())
    there = {(one["session_id"], plain.whole(one["part_id"])) for one in plain.shown("session_part")}
    assert only(found.parts) == Counter(part for _, part in there)
    assert found.promises_made == len(plain.shown("agreement"))
    assert only(found.promise_outcomes) == Counter(one["kept"] for one in plain.shown("agreement_outcome"))
    assert only(found.statements) == Counter(one["kind"] for one in plain.shown("statement"))
    assert only(found.statement_outcomes) == Counter(
        one["delivered"] for one in plain.shown("statement_outcome")
    )
    assert found.repair_sittings == len(plain.shown("rupture"))
    assert found.repair_looks == len(plain.shown("repair_after"))
    assert only(found.toward) == Counter(one["class"] for one in plain.shown("gate_check"))
    states = Counter((said, when) for when in ("before", "after") for said in plain.states(when).values())
    assert cells(found.states) == states


@SOME
@given(CASES)
def test_what_opened_a_gate(case: Make, chosen: tuple[int, int, bool]) -> None:
    it = case(chosen)
    visits: dict[tuple[str, int], list[Row]] = {}
    for one in it.plain.shown("gate_check"):
        visits.setdefault((one["session_id"], one["target_no"]), []).append(one)
    opened: Counter[str] = Counter()
    for (session, _), looks in visits.items():
        looks.sort(key=lambda one: one["answer_seq"])
        if looks[-1]["class"] != "open":
            opened["not_that_day"] += 1
        elif all(one["class"] == "open" for one in looks):
            opened["at_once"] += 1
        else:
            since = max(one["answer_seq"] for one in looks if one["class"] != "open")
            done = between(it.plain, session, since, looks[-1]["answer_seq"])
            opened.update(done or {"in_its_time"})
    assert only(it.review().openings) == opened


def between(plain: Plain, session: str, since: int, until: int) -> set[str]:
    def rows(table: str) -> list[Row]:
        shown = (one for one in plain.shown(table) if one["session_id"] == session)
        return [one for one in shown if since <= one["answer_seq"] <= until]

    ways = {one["technique"] or "asking" for one in rows("unblend_attempt")}
    outcomes = {one["outcome"] for one in rows("concern")} - {None, "refused", "parked"}
    heard = {"heard_first"} if "became_target" in outcomes else set()
    return ways | heard | {f"concern_{one}" for one in outcomes - {"became_target"}}


@SOME
@given(CASES)
def test_no_private_word_and_none_of_a_tender_part_is_quoted(
    case: Make, chosen: tuple[int, int, bool]
) -> None:
    it = case(chosen)
    plain, found = it.plain, it.review()
    tender = {one["part_id"] for one in plain.table("contact")}
    facts = [one for one in plain.shown("part_fact") if one["part_id"] not in tender]
    kept = {"message", "appreciation"}
    assert found.learned_count == sum(1 for one in facts if one["field"] not in {*kept, "trust"})
    assert len(found.words) == min(sum(1 for one in facts if one["field"] in kept), 7)
    sentences = {one["id"]: one for one in plain.table("statement")}
    scripts = {one["id"]: one["script"] for one in plain.table("session")}
    for_nobody = {key for key, one in sentences.items() if not plain.counts(one)}
    may = [
        one
        for one in plain.shown("statement_outcome")
        if one["statement_id"] not in for_nobody
        and scripts[sentences[one["statement_id"]]["session_id"]] not in ("vulnerable", "together")
    ]
    assert len(found.said) <= min(len(may), 12)
    assert {one.session for one in found.said} <= {one["number"] for one in plain.sessions.values()}


@pytest.mark.parametrize("name", NAMES)
def test_a_journal_without_sessions_gives_no_figure_and_no_error(name: str, empty_journal: Path) -> None:
    with Journal.open(empty_journal, read_only=True) as journal:
        seen = Seen(journal, Filters())
        assert period_of(seen) is None
        period = Period(TODAY, TODAY, 0)
        assert trend(name, seen, period).told == 0
        assert review(seen, period).kinds.rows == ()


def test_the_level_of_distress_is_the_highest_there_was() -> None:
    with empty() as journal:
        ChanceRows(journal.connection, 7).fill(40)
        for level in (0, 4, 7, 10):
            wanted = journal.connection.execute(
                "SELECT count(*) FROM session WHERE highest_state >= ?1 OR state_before >= ?1", (level,)
            ).fetchone()
            assert count_sessions(journal, Filters(min_distress=level), 1000) == wanted[0]
