"""What a person writes about parts by hand: names, labels, facts; and finding a part by any of its names."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal import read_part_page, reads
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.write_parts import (
    Fact,
    Labels,
    add_alias,
    add_fact,
    add_part,
    label_part,
    remove_alias,
    rename_part,
)
from ifs_journal.terms import PartState, PartStatus, Role, SaidBy, is_self, name_key
from journal_making import START, at, empty, new_id, new_session, part, present, put

pytestmark = pytest.mark.sampled(3)

NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "S", "Zs")), min_size=1, max_size=40).filter(
    lambda text: bool(name_key(text)) and not name_key(text).removeprefix("#").isdigit()
)
few = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def added(journal: Journal, name: str, **more: bool) -> str:
    id_ = new_id()
    add_part(journal, id_, name, START, **more)
    return id_


def names(journal: Journal, ref: str) -> list[str]:
    return [one.name for one in reads.part_by_ref(journal, ref)]


# --- adding ------------------------------------------------------------------------------------------


def test_a_part_is_added_with_what_is_said_of_it(journal: Journal) -> None:
    labels = Labels(Role.MANAGER, PartStatus.WELL_KNOWN, PartState.RESTING, "they")
    assert add_part(journal, new_id(), "Planner", START, labels) == 1
    assert add_part(journal, new_id(), "A small one", START) == 2
    small, planner = sorted(reads.parts(journal), key=lambda one: one.name)
    assert (planner.role, planner.status, planner.state) == (Role.MANAGER, "well_known", "resting")
    assert (planner.pronoun, planner.last_seen, planner.last_day) == ("they", None, None)
    assert (small.role, small.status, small.state) == (Role.UNKNOWN, "new", "active")
    assert small.pronoun is None


def test_a_name_is_given_twice_only_on_purpose(journal: Journal) -> None:
    first = added(journal, "Crítíc")
    add_alias(journal, first, "The Judge", new_id())
    for taken in ("critic", " CRITIC ", "the  judge"):
        with pytest.raises(Ambiguous, match="#1"):
            added(journal, taken)
    assert len(reads.parts(journal)) == 1
    added(journal, "Critic", another=True)
    assert len(reads.part_by_ref(journal, "critic")) == 2


def test_two_windows_cannot_both_take_a_name(journal: Journal, path: Path) -> None:
    with Journal.open(path) as other:
        added(other, "Joy")
        with pytest.raises(Ambiguous):
            added(journal, "joy")
    assert names(journal, "joy") == ["Joy"]


def test_a_short_number_is_never_used_again(journal: Journal) -> None:
    added(journal, "One")
    gone = added(journal, "Two")
    with journal.writing() as connection:
        connection.execute("DELETE FROM part WHERE id = ?", (gone,))
    assert add_part(journal, new_id(), "Three", START) == 3


def test_what_was_written_is_there_in_another_process(journal: Journal, path: Path) -> None:
    import subprocess

    added(journal, "Guard")
    code = (
        "import sys; from pathlib import Path; from ifs_journal.journal.journal import Journal; "
        "from ifs_journal.journal.reads import parts; "
        "print([one.name for one in parts(Journal.open(Path(sys.argv[1]), read_only=True))])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['Guard']"


# --- names -------------------------------------------------------------------------------------------


def test_a_renamed_part_keeps_id_and_number_and_can_keep_the_old_name(journal: Journal) -> None:
    id_ = added(journal, "The Critic")
    rename_part(journal, id_, "The Worrier", alias_id=new_id())
    (found,) = reads.part_by_ref(journal, "the critic")
    assert (found.id, found.number, found.name, found.aliases) == (id_, 1, "The Worrier", ("The Critic",))
    rename_part(journal, id_, "The Critic")
    (found,) = reads.part_by_ref(journal, "1")
    assert (found.name, found.aliases) == ("The Critic", ())
    assert reads.part_by_ref(journal, "the worrier") == []


def test_a_session_shows_the_new_name_and_its_answers_keep_their_words(journal: Journal) -> None:
    row = part("Critic")
    head = journal.begin(new_session(rows=put(row, present(row.id, 1))))
    before = journal.log(head.id)
    rename_part(journal, row.id, "Guard")
    assert reads.sessions(journal)[0].parts == ("Guard",)
    assert journal.log(head.id) == before


def test_renaming_to_anothers_name_is_refused_unless_meant(journal: Journal) -> None:
    added(journal, "Joy")
    other = added(journal, "Gloom")
    with pytest.raises(Ambiguous):
        rename_part(journal, other, "JOY")
    assert names(journal, "2") == ["Gloom"]
    rename_part(journal, other, "GLOOM")
    assert names(journal, "2") == ["GLOOM"]
    rename_part(journal, other, "Joy", another=True)
    assert sorted(names(journal, "joy")) == ["Joy", "Joy"]


def test_an_alias_is_added_once_and_taken_away(journal: Journal) -> None:
    id_, other = added(journal, "Joy"), added(journal, "Gloom")
    assert not add_alias(journal, id_, "joy", new_id())
    assert add_alias(journal, id_, "Glee", new_id())
    assert not add_alias(journal, id_, "glee ", new_id())
    with pytest.raises(Ambiguous):
        add_alias(journal, other, "glee", new_id())
    assert remove_alias(journal, id_, "GLEE")
    assert not remove_alias(journal, id_, "GLEE")
    assert names(journal, "glee") == []


def test_a_later_word_of_a_name_finds_it_and_its_middle_does_not(journal: Journal) -> None:
    added(journal, "The inner Critic")
    assert names(journal, "crit") == names(journal, "inner") == ["The inner Critic"]
    assert names(journal, "ritic") == []
    added(journal, "Critter")
    assert names(journal, "crit") == ["Critter"]


def test_near_names_forgive_a_slip_and_show_no_more_than_needed(journal: Journal) -> None:
    for name in ("Critic", "Kritics", "Critics", "Kritik", "Joy"):
        added(journal, name)
    joy = reads.part_by_ref(journal, "joy")[0]
    add_alias(journal, joy.id, "Gladness", new_id())
    assert len(reads.near_names(journal, "kritic")) == 3
    assert "Joy" not in [one.name for one in reads.near_names(journal, "kritic", 9)]
    assert [one.name for one in reads.near_names(journal, "gladnes")] == ["Joy"]
    assert reads.near_names(journal, "nobody") == []


def test_self_is_no_parts_name() -> None:
    assert is_self("Self")
    assert is_self("  the SELF ")
    assert not is_self("Self-like one")
    assert not is_self("the one like Self")


def case_changed(name: str) -> str:
    return f"  {unicodedata.normalize('NFD', name)}  "


@few
@given(NAMES)
def test_a_part_is_found_by_its_name_however_it_is_typed(name: str) -> None:
    with empty() as journal:
        id_ = added(journal, name)
        for typed in (name, case_changed(name), "#1", "1", id_):
            assert [one.id for one in reads.part_by_ref(journal, typed)] == [id_]
        key = name_key(name)
        assert id_ in {one.id for one in reads.find_parts(journal, key[: len(key) // 2 + 1])}
        with pytest.raises(Ambiguous):
            added(journal, case_changed(name))


@pytest.mark.parametrize("typed", ["Zoë's guard", "zoe’s guard", "ZOE‘S GUARD", "zoe`s guard", "Zoeʼs"])
def test_every_apostrophe_is_the_same(typed: str) -> None:
    with empty() as journal:
        id_ = added(journal, "Zoë’s guard")
        assert [one.id for one in reads.part_by_ref(journal, typed)] == [id_]


@few
@given(st.lists(NAMES, min_size=2, max_size=8, unique_by=name_key), st.integers(1, 6))
def test_what_is_found_is_exact_or_begins_so_or_has_such_a_word(given_names: list[str], length: int) -> None:
    with empty() as journal:
        for name in given_names:
            added(journal, name)
        key = name_key(given_names[0])[:length].strip()
        if not key or key.removeprefix("#").isdigit():
            return
        keys = {name: name_key(name) for name in given_names}
        exact = {name for name in given_names if keys[name] == key}
        begins = {name for name in given_names if keys[name].startswith(key)}
        assert set(names(journal, key)) == (exact or begins)


@few
@given(st.lists(NAMES, min_size=1, max_size=5), st.booleans())
def test_renaming_back_and_forth_loses_nothing(given_names: list[str], keep: bool) -> None:
    with empty() as journal:
        id_ = added(journal, "first of all")
        for name in [*given_names, "first of all"]:
            rename_part(journal, id_, name, alias_id=new_id() if keep else None)
        (found,) = reads.part_by_ref(journal, "1")
        assert (found.id, found.name) == (id_, "first of all")
        keys = {name_key(name) for name in given_names} - {name_key("first of all")}
        assert {name_key(alias) for alias in found.aliases} == (keys if keep else set())
        for name in given_names if keep else []:
            assert [one.id for one in reads.part_by_ref(journal, name)] == [id_]


# --- labels and facts --------------------------------------------------------------------------------


def fact(part_id: str, field: str, value: str | None, minute: int, number: int | None = None) -> Fact:
    return Fact(new_id(), part_id, field, value, number, SaidBy.USER, at(minute))


def test_labels_change_alone(journal: Journal) -> None:
    id_ = added(journal, "Joy")
    label_part(journal, id_, Labels(role=Role.FIREFIGHTER, pronoun="she"))
    label_part(journal, id_, Labels(state=PartState.RESTING))
    (found,) = reads.parts(journal)
    assert (found.role, found.state, found.pronoun) == (Role.FIREFIGHTER, "resting", "she")
    label_part(journal, id_, Labels(pronoun=""))
    assert reads.parts(journal)[0].pronoun is None


def test_a_fact_stands_beside_the_earlier_one(journal: Journal) -> None:
    id_ = added(journal, "Joy")
    add_fact(journal, fact(id_, "place", "throat", 1))
    add_fact(journal, fact(id_, "trust", None, 2, 3))
    add_fact(journal, fact(id_, "place", "chest", 3))
    page = read_part_page.part_page(journal, id_, newest=3)
    shown = [(one.field, one.value, one.number_value, one.earlier) for one in page.facts]
    assert shown == [("place", "chest", None, 1), ("trust", None, 3, 0)]
    whole = read_part_page.part_page(journal, id_)
    assert [one.value for one in whole.facts if one.field == "place"] == ["chest", "throat"]
    current = read_part_page.current_fact(journal, id_, "place")
    assert current is not None
    assert (current.value, current.said_by, current.day, current.session) == ("chest", "user", None, None)
    assert read_part_page.current_fact(journal, id_, "image") is None


def test_nothing_is_written_about_a_part_that_is_gone(journal: Journal) -> None:
    id_ = new_id()
    for write in (
        lambda: rename_part(journal, id_, "x"),
        lambda: add_alias(journal, id_, "x", new_id()),
        lambda: label_part(journal, id_, Labels(role=Role.OTHER)),
        lambda: add_fact(journal, fact(id_, "place", "x", 1)),
    ):
        with pytest.raises(NotFound):
            write()


@pytest.mark.parametrize("written", ["label", "alias", "fact", "note", "nothing"])
def test_a_part_somebody_wrote_about_stays_when_its_session_goes(journal: Journal, written: str) -> None:
    row = part("Critic")
    head = journal.begin(new_session(rows=put(row, present(row.id, 1))))
    if written == "label":
        label_part(journal, row.id, Labels(role=Role.MANAGER))
    elif written == "alias":
        add_alias(journal, row.id, "Judge", new_id())
    elif written == "fact":
        add_fact(journal, fact(row.id, "place", "chest", 1))
    elif written == "note":
        with journal.writing() as connection:
            connection.execute(
                "INSERT INTO note (id, part_id, text, at, local_day) VALUES (?, ?, 'x', ?, '2026-03-01')",
                (new_id(), row.id, START),
            )
    journal.delete_session(head.id)
    assert len(reads.parts(journal)) == (0 if written == "nothing" else 1)
