"""All that is known of one part, and who has been here."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal import read_parts, read_people
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_due import due_agreements, open_statement
from ifs_journal.journal.read_part_page import Near, part_page
from ifs_journal.journal.shapes import Head
from ifs_journal.terms import Row
from journal_making import item, new_id, new_session, part, present, put


def day(number: int, *rows: Row, **more: Any) -> dict[str, Any]:
    start = f"2026-03-{number:02}T22:30:00+00:00"
    # The person's own day is already the next one.
    return {"started_at": start, "local_day": f"2026-03-{number + 1:02}", "rows": put(*rows), **more}


def row(table: str, number: int, **values: Any) -> Row:
    return Row(table, new_id(), {"answer_seq": 1, "at": f"2026-03-{number:02}T22:31:00+00:00", **values})


def begin(journal: Journal, number: int, *rows: Row, **more: Any) -> Head:
    return journal.begin(new_session(**day(number, *rows, **more)))


def test_a_page_holds_what_sessions_found_newest_first(journal: Journal) -> None:
    critic, guard = part("Critic"), part("Guard")
    one, two = critic.id, guard.id
    for number in (1, 2, 3):
        begin(
            journal,
            number,
            *((critic, guard) if number == 1 else ()),
            present(one, 1, "target"),
            present(one, 2),
            row("part_fact", number, part_id=one, field="message", value=f"m{number}", said_by="part"),
            row("unblend_attempt", number, part_id=one, technique="asking", response="stayed"),
            row("gate_check", number, part_id=one, gate="feel_toward", target_no=1, **{"class": "open"}),
            row("gate_check", number, part_id=one, gate="permission", target_no=1, **{"class": "yes"}),
            row("concern", number, target_no=1, part_id=two, worry=f"w{number}", outcome="parked"),
            row("concern", number, target_no=2, part_id=two, worry="about another"),
            row("agreement", number, part_id=one, text=f"a{number}", due="2026-03-09"),
            title=f"Title {number}",
        )
    page = part_page(journal, one, newest=2)
    assert [(fact.value, fact.day, fact.session, fact.earlier) for fact in page.facts] == [
        ("m3", "2026-03-04", 3, 2)
    ]
    assert [(tried.technique, tried.response, tried.session) for tried in page.attempts] == [
        ("asking", "stayed", 3),
        ("asking", "stayed", 2),
    ]
    assert [(felt.found, felt.day) for felt in page.toward] == [
        ("open", "2026-03-04"),
        ("open", "2026-03-03"),
    ]
    assert [(said.worry, said.by) for said in page.concerns] == [("w3", "Guard"), ("w2", "Guard")]
    assert [(made.text, made.due) for made in page.promises] == [("a3", "2026-03-09"), ("a2", "2026-03-09")]
    assert [visit.title for visit in page.visits] == ["Title 3", "Title 2"]
    assert page.sessions == 3
    assert len(part_page(journal, one).visits) == 3
    assert not any(part_page(journal, two)[:-1])


def test_what_was_made_earlier_and_came_in_later_is_not_the_newest(journal: Journal) -> None:
    critic = part("Critic")
    for number in (3, 1, 2):
        named = [critic] if number == 3 else []
        begin(
            journal,
            number,
            *named,
            present(critic.id, 1),
            row("agreement", number, part_id=critic.id, text=f"a{number}", due="2026-03-09"),
            row("trailhead", number, part_id=critic.id, trigger=f"t{number}"),
            row("statement", number, kind="speak_for", body=f"s{number}"),
        )
    page = part_page(journal, critic.id, newest=2)
    assert [made.text for made in page.promises] == ["a3", "a2"]
    assert [one.text for one in page.occasions] == ["t3", "t2"]
    assert [one.text for one in page.sentences] == ["s3", "s2"]
    found = due_agreements(journal, "2026-03-09"), open_statement(journal, "2026-03-09")
    assert [made.text for made in found[0]] == ["a3", "a2", "a1"]
    assert found[1] is not None
    assert found[1].body == "s3"


def test_sentences_of_its_sessions_and_notes(journal: Journal) -> None:
    critic = part("Critic")
    with_it = begin(journal, 1, critic, present(critic.id, 1))
    without = begin(journal, 2)
    with journal.writing() as connection:
        for head, text in ((with_it, "a part of me"), (without, "another")):
            connection.execute(
                "INSERT INTO statement (id, session_id, answer_seq, kind, body, at) "
                "VALUES (?, ?, 1, 'speak_for', ?, '2026-03-01T08:00:00+00:00')",
                (new_id(), head.id, text),
            )
        connection.execute(
            "INSERT INTO note (id, part_id, text, at, local_day) "
            "VALUES (?, ?, 'a note', '2026-03-01T08:00:00+00:00', '2026-03-01')",
            (new_id(), critic.id),
        )
        connection.execute(
            "INSERT INTO trailhead (id, session_id, answer_seq, trigger, part_id, at) "
            "VALUES (?, ?, 1, 'a letter came', ?, '2026-03-01T08:00:00+00:00')",
            (new_id(), with_it.id, critic.id),
        )
    page = part_page(journal, critic.id)
    assert [(when.text, when.session) for when in page.occasions] == [("a letter came", 1)]
    assert [(said.text, said.kind, said.person) for said in page.sentences] == [
        ("a part of me", "speak_for", None)
    ]
    assert [note.text for note in page.notes] == ["a note"]


def test_the_list_knows_the_persons_own_day_and_counts_a_session_once(journal: Journal) -> None:
    critic = part("Critic")
    begin(journal, 1, critic, present(critic.id, 1, "target"), present(critic.id, 2))
    begin(journal, 2, present(critic.id, 1))
    (found,) = read_parts.parts(journal)
    assert (found.last_seen, found.last_day) == ("2026-03-02T22:30:00+00:00", "2026-03-03")
    assert read_parts.session_count(journal, critic.id) == 2
    assert read_parts.session_counts(journal) == {critic.id: 2}


def test_a_promise_is_fresh_until_its_day_has_passed(journal: Journal) -> None:
    made = {name: part(name) for name in ("dated", "undated", "old", "none")}

    def agreed(name: str, due: str | None) -> Row:
        return row("agreement", 1, part_id=made[name].id, text="tea", due=due)

    begin(journal, 1, *made.values(), agreed("old", "2026-03-03"), agreed("old", None))
    begin(journal, 7, agreed("dated", "2026-03-20"), agreed("dated", "2026-03-10"), agreed("undated", None))
    assert read_parts.fresh_promises(journal, "2026-03-05") == {
        made["dated"].id: "2026-03-10",
        made["undated"].id: None,
    }


@pytest.mark.parametrize(("kept", "open_"), [("kept", False), ("let_go", False), ("partly", True)])
def test_a_settled_promise_is_not_held_out_any_more(journal: Journal, kept: str, open_: bool) -> None:
    critic = part("Critic")
    made = [row("agreement", 7, part_id=critic.id, text="tea", due=due) for due in ("2026-03-10", None)]
    begin(journal, 7, critic, *made)
    begin(journal, 8, *(row("agreement_outcome", 8, agreement_id=one.id, kept=kept) for one in made))
    assert (critic.id in read_parts.fresh_promises(journal, "2026-03-05")) is open_
    page = part_page(journal, critic.id)
    assert [(one.kept, one.kept_on) for one in page.promises] == [(kept, "2026-03-09")] * 2


def test_how_two_parts_stand_is_told_on_both_pages_and_once(journal: Journal) -> None:
    critic, guard, small = (part(name) for name in ("Critic", "Guard", "Small one"))

    def related(number: int, one: Row, other: Row, kind: str) -> Row:
        return row("relation", number, part_id=one.id, other_id=other.id, kind=kind)

    begin(journal, 1, critic, guard, small, related(1, critic, guard, "polarized"))
    begin(journal, 2, related(2, critic, guard, "polarized"), related(2, guard, small, "protects"))

    def bonds(one: Row) -> set[tuple[str, str, int]]:
        return {(bond.kind, bond.other, bond.session) for bond in part_page(journal, one.id).bonds}

    assert bonds(critic) == {("polarized", "Guard", 2)}
    assert bonds(guard) == {("polarized", "Critic", 2), ("protects", "Small one", 2)}
    assert bonds(small) == {("protected_by", "Guard", 2)}


def test_of_visits_to_a_tender_part_a_page_knows_the_day_alone(journal: Journal) -> None:
    small = part("Small one")
    asked = [
        row("permission", number, about_part_id=small.id, who="a guard", answer="yes") for number in (1, 2)
    ]
    begin(journal, 1, small, asked[0])
    held = row("contact", 2, part_id=small.id, need_now="a blanket")
    begin(journal, 2, asked[1], held, row("handoff_note", 2, part_id=small.id, needs="company"))
    page = part_page(journal, small.id)
    assert page.near == [Near(True, "2026-03-03", 2), Near(False, "2026-03-02", 1)]
    for private in ("a guard", "a blanket", "company"):
        assert private not in str(page)


def test_the_first_number_of_trust_stays_beside_the_newest(journal: Journal) -> None:
    critic = part("Critic")
    for number in (1, 2, 3):
        trust = row(
            "part_fact", number, part_id=critic.id, field="trust", number_value=number, said_by="user"
        )
        begin(journal, number, *([critic] if number == 1 else []), trust)
    page = part_page(journal, critic.id, newest=4)
    assert page.first_trust is not None
    assert page.first_trust.number_value == 1
    assert [one.number_value for one in page.facts] == [3]


def test_a_private_answer_stays_private_on_the_page(journal: Journal) -> None:
    critic = part("Critic")
    facts = [
        row("part_fact", 1, part_id=critic.id, field=field, value="x", said_by="user")
        for field in ("cost", "job")
    ]
    facts[1].values["answer_seq"] = 2
    head = begin(journal, 1, critic, *facts, first=item(1, private=True))
    journal.append(head.id, head.revision, item(2), put(), reached="x")
    found = {one.field: one.private for one in part_page(journal, critic.id).facts}
    assert found == {"cost": True, "job": False}


def test_no_query_of_a_page_reads_a_whole_table(journal: Journal) -> None:
    asked: list[str] = []
    journal.connection.set_trace_callback(asked.append)
    part_page(journal, new_id(), newest=4)
    journal.connection.set_trace_callback(None)
    plan = [
        str(line[3]) for query in asked for line in journal.connection.execute(f"EXPLAIN QUERY PLAN {query}")
    ]
    tables = ("agreement", "relation", "contact", "permission", "part_fact", "answer")
    assert [line for line in plan if line.startswith("SCAN") and line.split()[1] in tables] == []


# --- people ------------------------------------------------------------------------------------------


def with_people(journal: Journal) -> dict[str, str]:
    """Ada (the 2nd), Ádám (the 1st), my sister (never in a session)."""
    ids = {name: new_id() for name in ("Ada", "Ádám", "my sister")}
    heads = {"Ada": begin(journal, 2), "Ádám": begin(journal, 1)}
    with journal.writing() as connection:
        for name, key in (("Ada", "ada"), ("Ádám", "adam"), ("my sister", "my sister")):
            connection.execute(
                "INSERT INTO person (id, name, name_key, created_at) "
                "VALUES (?, ?, ?, '2026-01-01T08:00:00+00:00')",
                (ids[name], name, key),
            )
            if name in heads:
                connection.execute(
                    "INSERT INTO session_person (id, session_id, person_id, answer_seq, seen_at) "
                    "SELECT ?, id, ?, 1, started_at FROM session WHERE id = ?",
                    (new_id(), ids[name], heads[name].id),
                )
    return ids


def test_people_come_newest_seen_first(journal: Journal) -> None:
    assert read_people.people(journal) == []
    with_people(journal)
    found = read_people.people(journal)
    assert [(one.name, one.last_day, one.relation) for one in found] == [
        ("Ada", "2026-03-03", None),
        ("Ádám", "2026-03-02", None),
        ("my sister", None, None),
    ]
    assert [one.name for one in read_people.find_people(journal, "AD")] == ["Ada", "Ádám"]
    assert [one.name for one in read_people.find_people(journal, "s", 1)] == ["my sister"]
    assert read_people.find_people(journal, "%") == []


def test_a_person_is_found_by_name_number_or_id(journal: Journal) -> None:
    ids = with_people(journal)

    def names(ref: str) -> list[str]:
        return [one.name for one in read_people.person_by_ref(journal, ref)]

    assert names("ada") == ["Ada"]
    assert names("adam") == names("ÁDAM ") == names("#2") == names("2") == names(ids["Ádám"]) == ["Ádám"]
    assert sorted(names("ad")) == ["Ada", "Ádám"]
    assert names(ids["my sister"][:13]) == ["my sister"]
    assert names("") == names("nobody") == names("#9") == []
