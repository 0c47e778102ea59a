"""Who is on the map on a day, counted another way: on invented journals, and in the cases that matter."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "journal"))

from ifs_journal.insight.map_model import WINDOW, ChangeKind, PartsMap, parts_map
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.terms import BondKind, PartState, Role
from journal_making import item, new_id, new_session, part, present, put

DAY_ONE = date(2026, 1, 1)
DAYS = 12
NAMES = "ABCDE"
LAST = DAY_ONE + timedelta(days=DAYS)


def on(day: int) -> date:
    return DAY_ONE + timedelta(days=day)


def at(day: int, second: int = 0) -> str:
    return f"{on(day)}T12:00:{second:02}+00:00"


def day_of(moment: str) -> str:
    return moment[:10]


class Told:
    """A journal that is told things by hand and in sessions, day by day."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.run = journal.connection.execute
        self.ids: dict[str, str] = {}

    def by_hand(self, name: str, day: int = 0) -> None:
        self.ids[name] = new_id()
        values = (self.ids[name], name, name.casefold(), at(day))
        self.run("INSERT INTO part (id, name, name_key, created_at) VALUES (?, ?, ?, ?)", values)

    def session(
        self, day: int, *names: str, script: str = "check-in", private: bool = False, second: int = 0
    ) -> str:
        """A session in which these were there, on one answer."""
        new = [name for name in names if name not in self.ids]
        self.ids |= {name: new_id() for name in new}
        rows = [part(name, id=self.ids[name], created_at=at(day)) for name in new]
        rows += [present(self.ids[name], 1) for name in names]
        begun = new_session(
            script=script,
            started_at=at(day, second),
            local_day=on(day).isoformat(),
            first=item(1, "x", at=at(day, second), private=private),
            rows=put(*rows),
        )
        return self.journal.begin(begun).id

    def label(self, name: str, field: str, value: str, day: int) -> None:
        self.run("INSERT INTO part_label VALUES (?, ?, ?, ?)", (self.ids[name], field, at(day), value))
        self.run(f"UPDATE part SET {field} = ? WHERE id = ?", (value, self.ids[name]))

    def bond(self, one: str, other: str, kind: str, day: int, ended: int | None = None) -> None:
        back = None if ended is None else at(ended, 1)
        values = (new_id(), self.ids[one], self.ids[other], kind, at(day), back)
        self.run(
            "INSERT INTO bond (id, part_id, other_id, kind, at, taken_back_at) VALUES (?, ?, ?, ?, ?, ?)",
            values,
        )

    def relation(self, session: str, one: str, other: str, kind: str, day: int) -> None:
        values = (new_id(), session, 1, at(day), self.ids[one], self.ids[other], kind)
        self.run("INSERT INTO relation VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def tidy(self, one: str, other: str | None, day: int, undone: int | None = None) -> None:
        kind = "archived" if other is None else "merged"
        back = None if undone is None else at(undone)
        values = (new_id(), self.ids[one], other and self.ids[other], kind, at(day), back)
        self.run("INSERT INTO tidying VALUES (?, ?, ?, ?, ?, ?)", values)

    def map(self, day: int = DAYS, since: int | None = None) -> PartsMap:
        return parts_map(self.journal, on(day), None if since is None else on(since), day_of)

    def bonds(self, found: PartsMap) -> set[tuple[str, str, str]]:
        return {(found.names[one.part], found.names[one.other], str(one.kind)) for one in found.bonds}


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    path = tmp_path_factory.mktemp("map") / "journal.db"
    create(path)
    with Journal.open(path) as journal:
        yield journal


@pytest.fixture
def told(journal_file: Path) -> Iterator[Told]:
    create(journal_file)
    with Journal.open(journal_file) as journal:
        yield Told(journal)


def names(found: PartsMap) -> list[str]:
    return [one.name for one in found.parts]


def one(found: PartsMap, name: str) -> Any:
    return next(each for each in found.parts if each.name == name)


# --- counted another way --------------------------------------------------------------------------

SESSIONS = st.lists(
    st.tuples(
        st.integers(0, DAYS),
        st.sets(st.sampled_from(NAMES), min_size=1),
        st.sampled_from(["check-in", "unblend", "vulnerable"]),
        st.booleans(),
    ),
    max_size=8,
)
BONDS = st.lists(
    st.tuples(
        st.permutations(NAMES).map(lambda order: order[:2]),
        st.sampled_from(list(BondKind)),
        st.integers(0, DAYS),
        st.none() | st.integers(0, DAYS),
    ),
    max_size=6,
)


def cleared(journal: Journal) -> Told:
    for table in ("bond", "tidying", "session", "part"):
        journal.connection.execute(f"DELETE FROM {table}")
    return Told(journal)


@given(SESSIONS, BONDS, st.integers(0, DAYS), st.integers(0, DAYS))
@settings(max_examples=25, deadline=None)
def test_figures_are_what_plain_sql_finds(
    opened: Journal, sessions: list[Any], bonds: list[Any], day: int, back: int
):
    told = cleared(opened)
    for name in NAMES:
        told.by_hand(name)
    for second, (begun, there, script, private) in enumerate(sessions):
        told.session(begun, *sorted(there), script=script, private=private, second=second)
    for (left, right), kind, begun, ended in bonds:
        told.bond(left, right, kind, begun, None if ended is None else max(begun, ended))
    since = min(day, back)
    found = told.map(day, since)
    counted = dict(
        told.run(
            "SELECT p.name, (SELECT count(*) FROM session WHERE local_day BETWEEN ? AND ? "
            "AND script NOT IN ('vulnerable') AND id IN (SELECT session_id FROM session_part "
            "JOIN answer USING (session_id) WHERE part_id = p.id AND seq = answer_seq AND NOT private)) "
            "FROM part p",
            (on(since).isoformat(), on(day).isoformat()),
        )
    )
    assert {each.name: each.sessions for each in found.parts} == counted
    assert told.bonds(found) == standing(told, on(day))
    begun = {
        (found.names[each.part], found.names[each.other], str(each.kind))
        for each in found.bonds
        if each.begun
    }
    assert begun == standing(told, on(day)) - standing(told, on(since - 1))


def standing(told: Told, day: date) -> set[tuple[str, str, str]]:
    """Bonds that were said and not ended by a day: the newest word on each pair decides."""
    both_ways = "kind IN ('polarized', 'allied', 'other')"
    return set(
        told.run(
            "WITH ends AS (SELECT kind, at, taken_back_at, "
            f"CASE WHEN {both_ways} THEN min(part_id, other_id) ELSE part_id END AS a, "
            f"CASE WHEN {both_ways} THEN max(part_id, other_id) ELSE other_id END AS b FROM bond), "
            "told AS (SELECT a, b, kind, at AS moment, 1 AS stands FROM ends "
            "UNION ALL SELECT a, b, kind, taken_back_at, 0 FROM ends WHERE taken_back_at NOT NULL), "
            "ranked AS (SELECT *, row_number() OVER "
            "(PARTITION BY a, b, kind ORDER BY moment DESC, stands DESC) AS place "
            "FROM told WHERE substr(moment, 1, 10) <= ?) "
            "SELECT p.name, q.name, kind FROM ranked JOIN part p ON p.id = a JOIN part q ON q.id = b "
            "WHERE place = 1 AND stands",
            (day.isoformat(),),
        )
    )


# --- the cases that matter ------------------------------------------------------------------------


def test_nothing_out_of_private_answers_or_a_visit_to_a_tender_part_is_on_the_map(told: Told):
    told.session(1, "Open")
    told.session(2, "Hidden", private=True)
    told.session(3, "Tender", "Open", script="vulnerable")
    secret = told.session(4, "Open", "Other")
    told.run("UPDATE answer SET private = 1 WHERE session_id = ?", (secret,))
    told.relation(secret, "Open", "Hidden", "protects", 4)
    found = told.map()
    assert names(found) == ["Open"]
    assert (one(found, "Open").sessions, found.bonds) == (1, ())
    assert {"Hidden", "Tender", "Other"}.isdisjoint(found.names.values())


def test_who_is_named_in_a_session_of_two_people_or_in_an_own_script_of_that_kind_is_not_on_the_map(
    told: Told,
):
    told.session(1, "Theirs", script="together")
    for second, kind in enumerate(('"gate":"vulnerable"', '"shared":true'), 1):
        own = told.session(1, f"Own {second}", script="own", second=second)
        told.run("INSERT INTO bundle VALUES (?, 1, ?)", (kind, f"{{{kind}}}"))
        told.run("UPDATE session SET bundle = ? WHERE id = ?", (kind, own))
    assert names(told.map()) == []


def test_what_was_marked_private_by_hand_is_not_on_the_map(told: Told):
    whole = told.session(1, "In a private session")
    one_answer = told.session(2, "In a private answer", second=1)
    told.session(3, "Private part", "Open", second=2)
    (answer,) = told.run("SELECT id FROM answer WHERE session_id = ?", (one_answer,)).fetchone()
    for subject, id_ in (("session", whole), ("answer", answer), ("part", told.ids["Private part"])):
        told.run("INSERT INTO mark VALUES (?, ?, 'private', ?)", (subject, id_, at(4)))
    assert names(told.map()) == ["Open"]


def test_a_tender_part_is_on_the_map_once_something_is_said_of_it_by_hand(told: Told):
    told.session(1, "Guard")
    told.session(2, "Little one", script="vulnerable")
    told.bond("Guard", "Little one", "protects", 3)
    told.label("Little one", "role", "exile", 3)
    found = told.map()
    assert [(each.name, each.behind, each.sessions) for each in found.parts] == [
        ("Guard", False, 1),
        ("Little one", True, 0),
    ]


def test_self_is_never_a_part_even_if_an_old_journal_has_one_of_that_name(told: Told):
    told.by_hand("Self")
    told.by_hand("Critic")
    assert names(told.map()) == ["Critic"]


def test_a_merged_part_counts_as_the_other_and_a_session_of_both_counts_once(told: Told):
    told.session(1, "Critic", "Judge")
    told.session(2, "Judge", second=1)
    told.by_hand("Small one")
    told.bond("Judge", "Small one", "protects", 2)
    told.bond("Judge", "Critic", "allied", 2)
    told.tidy("Judge", "Critic", 5)
    found = told.map(since=5)
    assert names(found) == ["Critic", "Small one"]
    assert told.bonds(found) == {("Critic", "Small one", "protects")}
    assert told.map(since=1).parts[0].sessions == 2
    assert (found.changes[0].kind, found.names[found.changes[0].part]) == (ChangeKind.MERGED, "Judge")
    assert names(told.map(4)) == ["Critic", "Judge", "Small one"]


def test_what_is_merged_into_something_merged_is_followed_to_the_end(told: Told):
    for name in "ABC":
        told.by_hand(name)
    told.tidy("A", "B", 1)
    told.tidy("B", "C", 2)
    assert names(told.map()) == ["C"]
    told.tidy("C", "A", 3)
    assert len(names(told.map())) == 1, "two copies of a journal may have merged in a circle"


def test_an_archived_part_is_left_out_and_there_again_when_that_is_taken_back(told: Told):
    told.by_hand("Critic")
    told.tidy("Critic", None, 2, undone=6)
    assert [names(told.map(day)) for day in (1, 3, 7)] == [["Critic"], [], ["Critic"]]
    assert [each.kind for each in told.map(4, since=2).changes] == [ChangeKind.ARCHIVED]
    assert [each.kind for each in told.map(7, since=5).changes] == [ChangeKind.BACK]


def test_the_map_of_a_day_has_the_roles_states_and_parts_of_that_day(told: Told):
    told.by_hand("Critic")
    told.session(5, "Late one")
    told.label("Critic", "role", "manager", 3)
    told.label("Critic", "state", "resting", 6)
    assert names(told.map(4)) == ["Critic"]
    assert [one(told.map(day), "Critic").role for day in (2, 3)] == [Role.UNKNOWN, Role.MANAGER]
    assert [one(told.map(day), "Critic").state for day in (5, 6)] == [PartState.ACTIVE, PartState.RESTING]
    found = told.map(since=3)
    assert [(each.kind, each.before, each.after) for each in found.changes] == [
        (ChangeKind.CAME, None, None),
        (ChangeKind.ROLE, "unknown", "manager"),
        (ChangeKind.STATE, "active", "resting"),
    ]
    assert one(found, "Late one").came
    assert not one(found, "Critic").came


def test_a_bond_that_was_taken_back_by_hand_ends_what_a_session_said(told: Told):
    asked = told.session(1, "Critic", "Dreamer")
    pair = sorted(("Critic", "Dreamer"), key=lambda name: told.ids[name])
    told.relation(asked, *pair, "polarized", 1)
    assert len(told.map(3).bonds) == 1
    told.bond("Dreamer", "Critic", "polarized", 4, ended=5)
    assert told.map(6).bonds == ()
    assert [each.kind for each in told.map(6, since=5).changes] == [ChangeKind.BOND_ENDED]
    again = told.session(8, "Critic", second=1)
    told.relation(again, *pair, "polarized", 8)
    assert len(told.map(9).bonds) == 1


def test_a_part_without_a_role_that_is_guarded_and_guards_nobody_stands_behind(told: Told):
    for name in ("Guard", "Guarded", "Both", "Labelled"):
        told.by_hand(name)
    told.label("Labelled", "role", "manager", 1)
    for other in ("Guarded", "Both", "Labelled"):
        told.bond("Guard", other, "protects", 1)
    told.bond("Both", "Guarded", "protects", 1)
    assert [each.name for each in told.map().parts if each.behind] == ["Guarded"]


def test_sessions_are_counted_over_three_months_unless_a_day_is_given(told: Told):
    told.session(0, "Critic")
    inside, outside = on(WINDOW - 1), on(WINDOW)
    assert parts_map(told.journal, inside, None, day_of).parts[0].sessions == 1
    assert parts_map(told.journal, outside, None, day_of).parts[0].sessions == 0
    assert parts_map(told.journal, outside, DAY_ONE, day_of).parts[0].sessions == 1
