"""All that is known of one part, and who has been here."""

from __future__ import annotations

from typing import Any

from ifs_journal.journal import read_parts, read_people
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_part_page import part_page
from ifs_journal.journal.shapes import Head
from ifs_journal.terms import Row
from journal_making import new_id, new_session, part, present, put


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
