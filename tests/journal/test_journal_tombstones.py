"""What is removed is remembered by id and time, and nothing else of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ifs_journal.journal import remarks, remove, schema, write_parts
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect
from ifs_journal.journal.journal import Journal
from ifs_journal.terms import Role
from journal_making import START, item, new_id, new_session, part, present, put


def tombstones(journal: Journal) -> set[str]:
    return {id_ for (id_,) in journal.connection.execute("SELECT id FROM tombstone")}


def a_note(journal: Journal) -> str:
    id_ = new_id()
    number = remarks.add_note(journal, "a note", note_id=id_, at=START, local_day="2026-03-01")
    remove.remove_note(journal, number)
    return id_


def a_part(journal: Journal) -> str:
    id_ = new_id()
    write_parts.add_part(journal, id_, "Critic", START)
    remove.remove_part(journal, id_)
    return id_


def an_alias(journal: Journal) -> str:
    part_id, id_ = new_id(), new_id()
    write_parts.add_part(journal, part_id, "Critic", START)
    write_parts.add_alias(journal, part_id, "Judge", id_)
    write_parts.remove_alias(journal, part_id, "judge")
    return id_


def an_alias_that_became_the_name(journal: Journal) -> str:
    part_id, id_ = new_id(), new_id()
    write_parts.add_part(journal, part_id, "Critic", START)
    write_parts.add_alias(journal, part_id, "Judge", id_)
    write_parts.rename_part(journal, part_id, "Judge", another=True)
    return id_


def a_session(journal: Journal) -> str:
    head = journal.begin(new_session())
    journal.delete_session(head.id)
    return head.id


def a_tag(journal: Journal) -> str:
    head, id_ = journal.begin(new_session()), new_id()
    remarks.add_tags(journal, head.id, [(id_, "work")], at=START)
    remarks.remove_tags(journal, head.id, ["Work"])
    return id_


@pytest.mark.parametrize(
    "removed", [a_note, a_part, an_alias, an_alias_that_became_the_name, a_session, a_tag]
)
def test_a_removal_leaves_an_id_and_a_time(journal: Journal, removed: Callable[[Journal], str]) -> None:
    id_ = removed(journal)
    ((found, at),) = journal.connection.execute("SELECT * FROM tombstone").fetchall()
    assert found == id_
    assert at.endswith("+00:00")


def test_labels_set_by_hand_are_dated_and_the_name_too(journal: Journal) -> None:
    id_ = new_id()
    write_parts.add_part(journal, id_, "Critic", START)
    write_parts.label_part(journal, id_, write_parts.Labels(role=Role.MANAGER, pronoun="she"))
    write_parts.label_part(journal, id_, write_parts.Labels(pronoun=""))
    write_parts.rename_part(journal, id_, "Judge")
    found = set(journal.connection.execute("SELECT field, value FROM part_label").fetchall())
    # Within one millisecond the later pronoun takes the earlier one's place.
    assert found - {("pronoun", "she")} == {("role", "manager"), ("pronoun", None), ("name", "Judge")}


def test_a_part_goes_with_the_last_that_mentioned_it_when_its_first_session_is_gone(journal: Journal) -> None:
    critic = part("Critic")
    first = journal.begin(new_session(rows=put(critic, present(critic.id, 1))))
    later = journal.begin(new_session(rows=put(present(critic.id, 1)), first=item(1, "still there")))
    journal.delete_session(first.id)
    assert journal.connection.execute("SELECT count(*) FROM part").fetchone() == (1,)
    journal.delete_session(later.id)
    assert journal.connection.execute("SELECT count(*) FROM part").fetchone() == (0,)
    assert tombstones(journal) == {first.id, later.id}, "a part that goes with its sessions may be met again"


def test_a_part_somebody_wrote_about_by_hand_stays(journal: Journal) -> None:
    critic = part("Critic")
    first = journal.begin(new_session(rows=put(critic, present(critic.id, 1))))
    fact = write_parts.Fact(new_id(), critic.id, "job", "keeps watch", None, write_parts.SaidBy.USER, START)
    write_parts.add_fact(journal, fact)
    journal.delete_session(first.id)
    a_note(journal)
    assert journal.connection.execute("SELECT name FROM part").fetchall() == [("Critic",)]


def test_what_an_older_journal_remembers_as_removed_becomes_tombstones(path: Path) -> None:
    old = path.with_name("old.db")
    create(old, steps=schema.STEPS[:5])
    connection = connect(old)
    connection.execute("INSERT INTO meta (key, value) VALUES ('removed:abc', '')")
    connection.close()
    with Journal.open(old) as journal:
        assert tombstones(journal) == {"abc"}
        assert journal.connection.execute("SELECT * FROM meta WHERE key GLOB 'removed:*'").fetchall() == []
