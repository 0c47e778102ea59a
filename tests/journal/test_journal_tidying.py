"""Tidying the record of the parts: archive, merge, split, relate, and taking any of it back."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.errors import Ambiguous, NotFound, UsageError
from ifs_journal.journal import reads
from ifs_journal.journal.check_rows import check_rows, mend_rows
from ifs_journal.journal.going import part_going, session_going
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.meant import part_meant
from ifs_journal.journal.read_filters import Filters, session_numbers
from ifs_journal.journal.read_known import known_of_part, lately
from ifs_journal.journal.read_like import parts_like
from ifs_journal.journal.read_part_page import part_page
from ifs_journal.journal.read_parts import latest_trust, session_count, session_counts
from ifs_journal.journal.read_search import search
from ifs_journal.journal.read_tidied import merged, tidied
from ifs_journal.journal.remove import remove_part, remove_session
from ifs_journal.journal.tidy import (
    Bond,
    Split,
    archive_part,
    merge_parts,
    relate_parts,
    split_part,
    take_back,
    unarchive_part,
)
from ifs_journal.journal.write_parts import Fact, add_alias, add_fact, add_part
from ifs_journal.terms import BondKind, SaidBy
from journal_contents import assert_sound, contents
from journal_making import START, at, empty, new_id, new_session, part, present, put
from test_journal_part_page import begin, row

LATER = "2026-04-01T08:00:00+00:00"
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def added(journal: Journal, name: str, **more: bool) -> str:
    id_ = new_id()
    add_part(journal, id_, name, START, **more)
    return id_


def told(journal: Journal, part_id: str, field: str, value: str, minute: int = 0) -> str:
    id_ = new_id()
    add_fact(journal, Fact(id_, part_id, field, value, None, SaidBy.PART, at(minute)))
    return id_


def listed(journal: Journal, **more: bool) -> list[str]:
    return [one.name for one in reads.parts(journal, **more)]


def merge(journal: Journal, one: str, other: str, when: str = LATER) -> str:
    id_ = new_id()
    merge_parts(journal, one, other, id_, when)
    return id_


def split(journal: Journal, part_id: str, name: str, *facts: str, when: str = LATER) -> str:
    new = Split(new_id(), part_id, name, facts, when)
    split_part(journal, new, new_id(), new_id)
    return new.id


def bond(journal: Journal, one: str, kind: BondKind, other: str, words: str | None = None) -> bool:
    return relate_parts(journal, Bond(new_id(), one, kind, other, words, LATER))


# --- archive ---------------------------------------------------------------------------------------


def test_an_archived_part_is_out_of_lists_and_still_found_by_name(journal: Journal) -> None:
    joy = added(journal, "Joy")
    added(journal, "Gloom")
    assert archive_part(journal, joy, new_id(), LATER)
    assert not archive_part(journal, joy, new_id(), LATER)
    assert listed(journal) == ["Gloom"]
    assert listed(journal, archived=True) == ["Gloom", "Joy"]
    assert reads.find_parts(journal, "jo") == []
    assert part_meant(journal, "joy").id == joy
    assert unarchive_part(journal, joy, LATER)
    assert not unarchive_part(journal, joy, LATER)
    assert set(listed(journal)) == {"Gloom", "Joy"}
    assert tidied(journal) == []


# --- merge -----------------------------------------------------------------------------------------


def test_a_merged_record_is_read_as_part_of_the_other(journal: Journal) -> None:
    critic, judge = part("The Critic"), part("The Judge")
    begin(
        journal,
        1,
        *(critic, present(critic.id, 1)),
        row("part_fact", 1, part_id=critic.id, field="place", value="the jaw", said_by="user"),
        row("agreement", 1, part_id=critic.id, text="rest", due="2026-03-09"),
        row("follow_up", 1, part_id=critic.id, here="here", rhythm="once", next_on="2026-03-09"),
    )
    begin(
        journal,
        2,
        *(judge, present(judge.id, 1)),
        row("part_fact", 2, part_id=judge.id, field="trust", number_value=4, said_by="user"),
        row("part_fact", 2, part_id=judge.id, field="message", value="early trains", said_by="part"),
    )
    begin(journal, 3, present(judge.id, 1), present(critic.id, 1))
    merge(journal, judge.id, critic.id)
    (one,) = reads.parts(journal)
    assert (one.name, one.aliases, one.last_day) == ("The Critic", ("The Judge",), "2026-03-04")
    for ref in ("the judge", "judge", "#2", "2", judge.id):
        assert part_meant(journal, ref).id == critic.id
    assert [found.id for found in reads.find_parts(journal, "judg")] == [critic.id]
    assert [near.name for near in reads.near_names(journal, "the jugde")] == ["The Critic"]
    page = part_page(journal, critic.id)
    assert [(fact.field, fact.value) for fact in page.facts] == [
        ("message", "early trains"),
        ("trust", None),
        ("place", "the jaw"),
    ]
    assert [visit.number for visit in page.visits] == [3, 2, 1]
    assert page.sessions == session_count(journal, critic.id) == session_counts(journal)[critic.id] == 3
    assert latest_trust(journal)[critic.id].value == 4
    assert known_of_part(journal, critic.id)["part_words"].text == "early trains"
    assert lately(journal, "2026-03-01", "2026-03-05") == "The Critic"
    assert [like.id for like in parts_like(journal, place=None, words=["early trains"], fears=[])] == [
        critic.id
    ]
    whole = Filters(part=critic.id)
    assert list(session_numbers(journal, whole)) == [3, 2, 1]
    assert {hit.number for hit in search(journal, "answer", whole).hits} == {1, 2, 3}
    assert [hit.text for hit in search(journal, "jaw", whole).hits] == []
    assert part_going(journal, critic.id).facts == 3
    assert part_going(journal, critic.id).parts == ("The Judge",)


def test_a_name_of_a_merged_part_is_taken(journal: Journal) -> None:
    joy, glee = added(journal, "Joy"), added(journal, "Glee")
    merge(journal, glee, joy)
    with pytest.raises(Ambiguous, match="#1"):
        added(journal, "glee")
    assert not add_alias(journal, joy, "Joy", new_id())


def test_merging_goes_on_from_the_one_that_is_shown(journal: Journal) -> None:
    one, two, three = (added(journal, name) for name in ("One", "Two", "Three"))
    first = merge(journal, one, two)
    merge(journal, two, three)
    assert merged(journal) == {one: three, two: three}
    with pytest.raises(UsageError, match="one record"):
        merge(journal, one, three)
    take_back(journal, first, LATER)
    assert merged(journal) == {two: three}
    assert set(listed(journal)) == {"One", "Three"}


def test_a_circle_of_two_copies_is_shown_as_one_part_and_can_be_put_right(journal: Journal) -> None:
    one, two, three = sorted(added(journal, name) for name in ("One", "Two", "Three"))
    with journal.writing() as connection:
        for number, (part_id, other) in enumerate(((one, two), (two, one), (three, two))):
            connection.execute(
                "INSERT INTO tidying (id, part_id, other_id, kind, at) VALUES (?, ?, ?, 'merged', ?)",
                (new_id(), part_id, other, at(number)),
            )
    assert merged(journal) == {two: one, three: one}
    assert [trouble.what for trouble in check_rows(journal.connection)] == ["circle", "aside"]
    connection = journal.connection
    connection.execute("BEGIN IMMEDIATE")
    mend_rows(connection)
    connection.execute("COMMIT")
    assert check_rows(connection) == []
    assert merged(journal) == {one: two, three: two}


# --- split -----------------------------------------------------------------------------------------


def test_a_split_begins_with_what_was_chosen_and_takes_nothing_away(journal: Journal) -> None:
    critic = added(journal, "Critic")
    told(journal, critic, "place", "the jaw")
    says = told(journal, critic, "says", "hurry", 1)
    new = split(journal, critic, "The one who hurries", says)
    assert len(part_page(journal, critic).facts) == 2
    (fact,) = part_page(journal, new).facts
    assert (fact.field, fact.value, fact.said_by, fact.at) == ("says", "hurry", "part", at(1))
    (done,) = tidied(journal)
    assert (done.what, done.name, done.other) == ("split", "The one who hurries", "Critic")
    take_back(journal, done.id, LATER)
    assert listed(journal) == ["Critic"]
    with pytest.raises(Ambiguous):
        split(journal, critic, "critic")
    with pytest.raises(NotFound):
        split(journal, critic, "Another", new_id())
    assert listed(journal) == ["Critic"]


def test_what_is_private_or_tender_stays_where_it_was_said(journal: Journal) -> None:
    critic = part("Critic")
    begin(journal, 1, critic, present(critic.id, 1), row("part_fact", 1, part_id=critic.id, **SAID))
    journal.connection.execute("UPDATE answer SET private = 1")
    begin(journal, 2, row("part_fact", 2, part_id=critic.id, **SAID), script="vulnerable")
    for (id_,) in journal.connection.execute("SELECT id FROM part_fact").fetchall():
        with pytest.raises(NotFound):
            split(journal, critic.id, "New", id_)


SAID: dict[str, Any] = {"field": "says", "value": "hush", "said_by": "part"}


def test_a_copy_goes_with_the_session_it_was_said_in(journal: Journal, path: Path) -> None:
    critic = part("Critic")
    head = begin(journal, 1, critic, present(critic.id, 1), row("part_fact", 1, part_id=critic.id, **SAID))
    (fact,) = journal.connection.execute("SELECT id FROM part_fact").fetchone()
    new = split(journal, critic.id, "New", fact)
    assert session_going(journal, head.id).parts == ()
    remove_session(journal, head.id)
    assert part_page(journal, new).facts == []
    assert_sound(path)


@pytest.mark.parametrize("used", ["session", "fact", "alias", "bond", "archived"])
def test_a_split_part_that_was_used_since_stays(journal: Journal, used: str) -> None:
    critic = added(journal, "Critic")
    new = split(journal, critic, "New")
    (done,) = tidied(journal)
    if used == "session":
        journal.begin(new_session(rows=put(present(new, 1))))
    elif used == "fact":
        told(journal, new, "says", "hello")
    elif used == "alias":
        add_alias(journal, new, "Fresh", new_id())
    elif used == "bond":
        bond(journal, new, BondKind.ALLIED, critic)
    else:
        archive_part(journal, new, new_id(), LATER)
    with pytest.raises(UsageError, match="It stays"):
        take_back(journal, done.id, LATER)
    assert [one.id for one in reads.part_by_ref(journal, "new")] == [new]


# --- relate ----------------------------------------------------------------------------------------


def test_a_bond_is_seen_from_both_sides(journal: Journal) -> None:
    guard, small = added(journal, "Guard"), added(journal, "A small one")
    assert bond(journal, guard, BondKind.PROTECTS, small)
    assert not bond(journal, guard, BondKind.PROTECTS, small)
    assert bond(journal, small, BondKind.TRIGGERS, guard)
    assert bond(journal, guard, BondKind.ALLIED, small)
    assert not bond(journal, small, BondKind.ALLIED, guard)
    assert bond(journal, guard, BondKind.OTHER, small, "they take turns")
    seen = {one.kind for one in part_page(journal, guard).bonds}
    assert seen == {"protects", "triggered_by", "allied", "other"}
    other = {one.kind: one.words for one in part_page(journal, small).bonds}
    assert other == {"protected_by": None, "triggers": None, "allied": None, "other": "they take turns"}
    for done in tidied(journal):
        take_back(journal, done.id, LATER)
    assert part_page(journal, guard).bonds == []
    with pytest.raises(UsageError):
        bond(journal, guard, BondKind.ALLIED, guard)


def test_a_bond_of_a_merged_part_is_one_of_the_part_that_is_shown(journal: Journal) -> None:
    one, two, other = (added(journal, name) for name in ("One", "Two", "Other"))
    bond(journal, one, BondKind.POLARIZED, other)
    bond(journal, one, BondKind.ALLIED, two)
    merge(journal, one, two)
    assert [(found.kind, found.other) for found in part_page(journal, two).bonds] == [("polarized", "Other")]
    assert [(found.kind, found.other) for found in part_page(journal, other).bonds] == [("polarized", "Two")]
    assert not bond(journal, other, BondKind.POLARIZED, two)


# --- removing --------------------------------------------------------------------------------------


def test_a_part_goes_with_all_that_was_merged_into_it(journal: Journal, path: Path) -> None:
    one, two, new = added(journal, "One"), added(journal, "Two"), None
    told(journal, one, "says", "zimtschnecke")
    new = split(journal, two, "New")
    bond(journal, one, BondKind.ALLIED, new)
    merge(journal, one, two)
    remove_part(journal, two)
    assert listed(journal, archived=True) == ["New"]
    assert tidied(journal) == []
    assert_sound(path)
    assert check_rows(journal.connection) == []


def test_a_part_that_was_tidied_outlives_the_session_that_named_it(journal: Journal) -> None:
    for name in ("Kept", "Gone"):
        one = part(name)
        head = journal.begin(new_session(rows=put(one, present(one.id, 1))))
        if name == "Kept":
            archive_part(journal, one.id, kept := new_id(), LATER)
        remove_session(journal, head.id)
    assert listed(journal, archived=True) == ["Kept"]
    take_back(journal, kept, LATER)
    assert listed(journal, archived=True) == []


# --- undo is exact ---------------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["archive", "merge", "split", "relate"]),
        st.integers(0, 5),
        st.integers(0, 5),
        st.sampled_from(list(BondKind)),
    ),
    max_size=8,
)
ASIDE = ("tidying", "bond", "tombstone")


def state(path: Path) -> dict[str, list[Any]]:
    return {table: found for table, found in contents(path).items() if table not in ASIDE}


def do(journal: Journal, number: int, step: tuple[str, int, int, BondKind]) -> None:
    what, one, other, kind = step
    ids = [found.id for found in sorted(reads.parts(journal, archived=True), key=lambda found: found.number)]
    first, second = ids[one % len(ids)], ids[other % len(ids)]
    if what == "archive":
        archive_part(journal, first, new_id(), at(number))
    elif what == "merge":
        merge(journal, first, second, at(number))
    elif what == "split":
        facts = [
            fact
            for (fact,) in journal.connection.execute("SELECT id FROM part_fact WHERE part_id = ?", (first,))
        ]
        split(journal, first, f"New {number}", *facts, when=at(number))
    else:
        relate_parts(journal, Bond(new_id(), first, kind, second, None, at(number)))


@few
@given(STEPS)
def test_taking_everything_back_leaves_the_journal_as_it_was(
    steps: list[tuple[str, int, int, BondKind]],
) -> None:
    with empty() as journal:
        for number in range(4):
            told(journal, added(journal, f"Part {number}"), "says", f"words {number}", number)
        states = [state(journal.path)]
        for number, step in enumerate(steps):
            with suppress(UsageError):
                do(journal, number, step)
            states.append(state(journal.path))
        pages = []
        for done in tidied(journal):
            pages.append(state(journal.path))
            take_back(journal, done.id, LATER)
            assert check_rows(journal.connection) == []
        assert state(journal.path) == states[0]
        assert all(page in states for page in pages)
        assert tidied(journal) == []
        assert_sound(journal.path)
