"""A journal with one word in every place that can hold words, and what is left of it in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ifs_journal.journal import remarks
from ifs_journal.journal.journal import Journal
from ifs_journal.terms import Difference, Row
from journal_making import START, at, item, new_id, new_session, part, present, put

MARK = "zimtschnecke"
"""Stands in everything that is to go, and nowhere else."""
NOTHING = Difference()


class Filled(NamedTuple):
    """A session whose every word is marked, and what hangs on it."""

    id: str
    revision: int
    part: str
    person: str
    note: int


def add_person(journal: Journal, name: str, session_id: str) -> str:
    """Somebody a session was the first to name."""
    id_ = new_id()
    values = (id_, name, name.casefold(), START, session_id)
    with journal.writing() as connection:
        connection.execute(
            "INSERT INTO person (id, name, name_key, created_at, first_session) VALUES (?, ?, ?, ?, ?)",
            values,
        )
    return id_


def fill(journal: Journal, mark: str = MARK) -> Filled:
    """A session with the mark in answers, rows, a draft, a correction, notes, tags and names."""
    critic = part(f"Critic {mark}")
    named = {"id": critic.id, "name": f"Critic {mark}", "new": True}
    fact = Row(
        "part_fact",
        new_id(),
        {
            "part_id": critic.id,
            "answer_seq": 2,
            "field": "says",
            "value": f"not {mark} enough",
            "said_by": "part",
            "at": at(2),
        },
    )
    rows = put(critic, present(critic.id, 1), fact)
    head = journal.begin(new_session(first=item(1, [named]), rows=rows))
    sam = add_person(journal, f"Sam {mark}", head.id)
    said = Row(
        "statement",
        new_id(),
        {"answer_seq": 3, "kind": "need", "person_id": sam, "body": f"I need {mark}", "at": at(3)},
    )
    with_sam = Row("session_person", new_id(), {"person_id": sam, "answer_seq": 4, "seen_at": START})
    revision = journal.append(head.id, 1, item(2, f"not {mark} enough"), NOTHING, reached="x")
    revision = journal.append(head.id, revision, item(3, f"I need {mark}"), put(said), reached="x")
    named = {"id": sam, "name": f"Sam {mark}", "new": True}
    revision = journal.append(head.id, revision, item(4, named), put(with_sam), reached="x")
    journal.save_draft(head.id, "x", f"half a {mark}", at(5))
    revision = journal.correct(
        head.id, revision, 2, f"quite {mark} enough", NOTHING, at=at(6), correction_id=new_id()
    )
    note = remarks.add_note(
        journal, f"later: {mark}", note_id=new_id(), at=at(7), local_day="2026-03-01", session_id=head.id
    )
    remarks.add_note(
        journal, f"on it: {mark}", note_id=new_id(), at=at(7), local_day="2026-03-01", part_id=critic.id
    )
    remarks.add_tags(journal, head.id, [(new_id(), f"tag {mark}")], at=at(8))
    return Filled(head.id, revision, critic.id, sam, note)


def holding(folder: Path, mark: str = MARK) -> list[str]:
    """The files in a folder that hold the mark."""
    return sorted(file.name for file in folder.iterdir() if mark.encode() in file.read_bytes())


def numbered(number: int, mark: str = MARK) -> str:
    """The mark of one of many sessions, part of no other's."""
    return f"{mark}-{number:03}"


def fill_many(journal: Journal, count: int) -> list[Filled]:
    """That many sessions, each with a mark of its own, and some long ones among them."""
    filled = [fill(journal, numbered(number)) for number in range(count)]
    for number in range(0, count, 4):
        journal.begin(new_session(first=item(1, f"{MARK} at length {number} " * 400)))
    return filled
