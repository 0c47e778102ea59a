"""The log: appending, taking back, ending, drafts, corrections, removing; and two windows at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.errors import Busy, IfsJournalError, NotFound
from ifs_journal.journal import reads
from ifs_journal.journal.columns import COLUMNS
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.shapes import Head, answer_id
from ifs_journal.terms import Difference, Kind, LogItem, Row
from journal_making import START, at, drop, item, new_id, new_session, part, present, put

NOTHING = Difference()


def count(journal: Journal, table: str) -> int:
    return int(journal.connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def column(journal: Journal, table: str, name: str) -> list[object]:
    return [value for (value,) in journal.connection.execute(f"SELECT {name} FROM {table} ORDER BY rowid")]


def test_a_session_is_its_log(journal: Journal) -> None:
    head = journal.begin(new_session(first=item(1, ["settled", 3])))
    second = item(2, "text", prompt="And {target.name}?", quotes={"target.name": 1}, private=True)
    revision = journal.append(head.id, head.revision, second, NOTHING, reached="check-in/step:3")
    third = item(3, None, kind=Kind.SKIP)
    assert journal.append(head.id, revision, third, NOTHING, reached="check-in/step:4") == revision + 1
    assert journal.log(head.id) == [item(1, ["settled", 3]), second, third]
    summary = reads.find_session(journal, "last")
    assert (summary.number, summary.revision, summary.reached) == (1, 3, "check-in/step:4")
    assert summary.updated_at == third.at
    assert column(journal, "answer", "id") == [answer_id(head.id, seq) for seq in (1, 2, 3)]


def test_a_bundle_is_kept_once(journal: Journal) -> None:
    journal.begin(new_session())
    journal.begin(new_session())
    assert count(journal, "bundle") == 1
    assert journal.find_bundle("b1") == '{"script":"check-in"}'
    assert journal.find_bundle("b2") is None


def test_a_session_may_begin_without_an_answer(journal: Journal) -> None:
    head = journal.begin(new_session(first=None))
    assert journal.log(head.id) == []
    assert journal.next_seq(head.id) == 1


def test_two_windows_one_goes_on(path: Path, journal: Journal) -> None:
    head = journal.begin(new_session())
    critic = part("Critic")
    with Journal.open(path) as other:
        other.append(head.id, head.revision, item(2, "theirs"), NOTHING, reached="x")
        with pytest.raises(Busy, match="another window"):
            journal.append(head.id, head.revision, item(2, "mine"), put(critic), reached="x")
        with pytest.raises(Busy):
            journal.take_back(head.id, head.revision, [1], None, NOTHING, reached="x")
        with pytest.raises(Busy):
            journal.finish(head.id, head.revision, "complete", at(5))
        with pytest.raises(Busy):
            journal.correct(head.id, head.revision, 1, "x", NOTHING, at=at(5), correction_id=new_id())
        assert [kept.value for kept in other.log(head.id)] == ["an answer", "theirs"]
        assert reads.parts(other) == []


def test_many_windows_racing_keep_one_answer_each_revision(path: Path, journal: Journal) -> None:
    head = journal.begin(new_session())
    kept: list[int] = []
    refused: list[IfsJournalError] = []

    def race(name: int) -> None:
        with Journal.open(path) as window:
            barrier.wait()
            try:
                window.append(head.id, head.revision, item(2, name), NOTHING, reached="x")
                kept.append(name)
            except IfsJournalError as error:
                refused.append(error)

    barrier = threading.Barrier(4)
    threads = [threading.Thread(target=race, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(kept) == 1
    assert [type(error) for error in refused] == [Busy] * 3
    assert journal.log(head.id)[-1].value == kept[0]


def test_an_ended_or_removed_session_takes_no_more(journal: Journal) -> None:
    head = journal.begin(new_session())
    journal.save_draft(head.id, "x", "half a sen", at(2))
    revision = journal.finish(head.id, head.revision, "complete", at(3))
    assert journal.draft(head.id) is None
    for call in (
        lambda: journal.append(head.id, revision, item(2), NOTHING, reached="x"),
        lambda: journal.save_draft(head.id, "x", "more", at(4)),
    ):
        with pytest.raises(Busy):
            call()
    journal.delete_session(head.id)
    with pytest.raises(Busy):
        journal.append(head.id, revision, item(2), NOTHING, reached="x")
    with pytest.raises(NotFound):
        journal.delete_session(head.id)


def test_a_seq_taken_back_is_never_used_again(journal: Journal) -> None:
    head = journal.begin(new_session())
    revision = journal.append(head.id, 1, item(2, "private words"), NOTHING, reached="x")
    revision = journal.take_back(head.id, revision, [2], None, NOTHING, reached="check-in/step:2")
    assert journal.next_seq(head.id) == 3
    carried = item(3, {"highest": 8}, kind=Kind.COMMAND)
    revision = journal.append(head.id, revision, item(4, "again"), NOTHING, reached="x")
    revision = journal.take_back(head.id, revision, [4], carried, NOTHING, reached="check-in/step:2")
    assert [kept.seq for kept in journal.log(head.id)] == [1, 3]
    assert journal.next_seq(head.id) == 5
    tombstones = journal.connection.execute("SELECT * FROM taken_back ORDER BY revision").fetchall()
    assert tombstones == [(head.id, 3, 2, at(2)), (head.id, 5, 4, at(4))]
    with pytest.raises(NotFound):
        journal.take_back(head.id, revision, [2], None, NOTHING, reached="x")
    assert reads.find_session(journal, "last").revision == revision


def test_a_new_part_goes_with_its_answer(journal: Journal) -> None:
    critic = part("Critic")
    head = journal.begin(new_session())
    here = present(critic.id, 2)
    fact = Row(
        "part_fact",
        new_id(),
        {
            "part_id": critic.id,
            "answer_seq": 2,
            "field": "job",
            "value": "to warn",
            "said_by": "part",
            "at": at(2),
        },
    )
    target = Row("session", head.id, {"target_part": critic.id})
    revision = journal.append(head.id, 1, item(2), put(here, fact, target, critic), reached="x")
    assert reads.find_session(journal, "1").parts == ("Critic",)
    journal.take_back(
        head.id,
        revision,
        [2],
        None,
        Difference(put=(Row("session", head.id, {"target_part": None}),), drop=(critic, here, fact)),
        reached="x",
    )
    assert reads.parts(journal) == []
    assert count(journal, "part_fact") == count(journal, "session_part") == 0


@pytest.mark.parametrize("how", ["present", "target", "agreement"])
def test_a_new_part_stays_when_another_session_names_it(journal: Journal, how: str) -> None:
    critic = part("Critic")
    head = journal.begin(new_session())
    here = present(critic.id, 2)
    revision = journal.append(head.id, 1, item(2), put(critic, here), reached="x")
    other = new_session()
    rows = {
        "present": present(critic.id, 1),
        "target": Row("session", other.id, {"target_part": critic.id}),
        "agreement": Row(
            "agreement", new_id(), {"part_id": critic.id, "answer_seq": 1, "text": "rest", "at": at(1)}
        ),
    }
    other_head = journal.begin(new_session(id=other.id, rows=put(rows[how])))
    journal.take_back(head.id, revision, [2], None, drop(critic, here), reached="x")
    assert [kept.name for kept in reads.parts(journal)] == ["Critic"]
    journal.delete_session(head.id)
    assert [kept.name for kept in reads.parts(journal)] == ["Critic"]
    journal.delete_session(other_head.id)


def test_a_part_number_is_never_reused(journal: Journal) -> None:
    critic, pleaser = part("Critic"), part("Pleaser")
    head = journal.begin(new_session(rows=put(critic)))
    journal.take_back(head.id, 1, [1], None, drop(critic), reached="x")
    journal.append(head.id, 2, item(3), put(pleaser), reached="x")
    assert [kept.number for kept in reads.parts(journal)] == [2]


def test_a_known_part_keeps_its_name_and_what_others_said(journal: Journal) -> None:
    critic = part("Critic", role="manager")
    journal.begin(new_session(rows=put(critic)))
    again = part("critic again", id=critic.id, role="exile")
    journal.begin(new_session(rows=put(again)))
    (kept,) = reads.parts(journal)
    assert (kept.name, kept.role) == ("Critic", "manager")


def test_its_first_session_may_say_more_of_a_part(journal: Journal) -> None:
    critic = part("Critic")
    head = journal.begin(new_session(rows=put(critic)))
    more = part("Another name", id=critic.id, role="manager")
    journal.append(head.id, 1, item(2), put(more), reached="x")
    (kept,) = reads.parts(journal)
    assert (kept.name, kept.role) == ("Critic", "manager")


def test_putting_a_row_again_updates_only_what_is_given(journal: Journal) -> None:
    row_id = new_id()
    whole = {"answer_seq": 1, "target_no": 1, "worry": "too fast", "at": at(1)}
    head = journal.begin(new_session(rows=put(Row("concern", row_id, whole))))
    journal.append(head.id, 1, item(2), put(Row("concern", row_id, {"outcome": "parked"})), reached="x")
    ((kept,),) = [reads.entry(journal, head.id).rows["concern"]]
    assert (kept["worry"], kept["outcome"]) == ("too fast", "parked")


@pytest.mark.parametrize(
    "row",
    [
        Row("sqlite_schema", "1", {"name": "x"}),
        Row("answer", "1", {"value": "x"}),
        Row("measure", "1", {"name = 'x'; --": "x"}),
        Row("session", "elsewhere", {"state_before": 1}),
        Row("measure", "1", {"session_id": "elsewhere", "answer_seq": 1, "name": "x", "at": START}),
        Row("session", "", {"revision": 9}),
    ],
)
def test_only_a_sessions_own_rows_can_be_written(journal: Journal, row: Row) -> None:
    head = journal.begin(new_session())
    with pytest.raises(ValueError, match=r"journal|session"):
        journal.append(head.id, 1, item(2), put(row), reached="x")
    assert len(journal.log(head.id)) == 1
    assert reads.find_session(journal, "1").revision == 1


def test_dropping_leaves_other_sessions_rows_alone(journal: Journal) -> None:
    row = Row("measure", new_id(), {"answer_seq": 1, "name": "energy", "number_value": 4, "at": at(1)})
    journal.begin(new_session(rows=put(row)))
    other = journal.begin(new_session())
    journal.append(other.id, 1, item(2), drop(row), reached="x")
    assert count(journal, "measure") == 1
    with pytest.raises(ValueError, match="cannot be dropped"):
        journal.append(other.id, 2, item(3), drop(Row("session", other.id, {})), reached="x")


@pytest.mark.parametrize("number", [-1, 11])
def test_levels_are_0_to_10(journal: Journal, number: int) -> None:
    row = Row("measure", new_id(), {"answer_seq": 1, "name": "energy", "number_value": number, "at": at(1)})
    with pytest.raises(IfsJournalError):
        journal.begin(new_session(rows=put(row)))
    assert reads.sessions(journal) == []


def test_a_row_whose_part_is_unknown_is_refused_whole(journal: Journal) -> None:
    head = journal.begin(new_session())
    with pytest.raises(IfsJournalError):
        journal.append(head.id, 1, item(2), put(present(new_id(), 2)), reached="x")
    assert len(journal.log(head.id)) == 1
    journal.append(head.id, 1, item(2), NOTHING, reached="x")


def test_an_answer_off_the_record_has_no_value(journal: Journal) -> None:
    head = journal.begin(new_session())
    with pytest.raises(IfsJournalError):
        journal.append(head.id, 1, item(2, "words", kind=Kind.OFF), NOTHING, reached="x")
    journal.append(head.id, 1, item(2, None, kind=Kind.OFF), NOTHING, reached="x")


def test_ending_for_safety_is_kept_as_a_stop(journal: Journal) -> None:
    head = journal.begin(new_session())
    assert journal.finish(head.id, 1, "safety", at(4), ask_keep=True) == 2
    (waiting,) = reads.awaiting_keep(journal)
    assert (waiting.end_reason, waiting.ended_at, waiting.ask_keep) == ("stopped", at(4), True)
    journal.keep_decided(head.id)
    assert reads.awaiting_keep(journal) == []


def test_a_draft_is_kept_replaced_and_removed_with_its_answer(journal: Journal) -> None:
    head = journal.begin(new_session())
    assert journal.draft(head.id) is None
    journal.save_draft(head.id, "check-in/step:2", "half", at(1))
    journal.save_draft(head.id, "check-in/step:2", "half a sentence", at(2))
    assert journal.draft(head.id) == ("check-in/step:2", "half a sentence")
    resumed = item(2, {"state": 4}, kind=Kind.RESUMED)
    journal.append(head.id, 1, resumed, NOTHING, clear_draft=False, reached="check-in/step:2")
    assert journal.draft(head.id) is not None
    journal.append(head.id, 2, item(3), NOTHING, reached="x")
    assert journal.draft(head.id) is None


def test_a_correction_is_dated_and_rewrites_nothing(journal: Journal) -> None:
    head = journal.begin(new_session(first=item(1, 3)))
    revision = journal.finish(head.id, 1, "complete", at(2))
    revision = journal.correct(head.id, revision, 1, 4, NOTHING, at=at(10), correction_id=new_id())
    journal.correct(head.id, revision, 1, 5, NOTHING, at=at(11), correction_id=new_id())
    (answer,) = reads.entry(journal, head.id).answers
    assert (answer.value, answer.original, answer.corrected_at) == (5, 3, at(11))
    assert journal.log(head.id) == [item(1, 3)]
    with pytest.raises(NotFound):
        journal.correct(head.id, revision + 1, 7, 5, NOTHING, at=at(12), correction_id=new_id())


def test_removing_a_session_really_removes_it(path: Path, journal: Journal) -> None:
    words = "a sentence nobody will read again"
    critic = part("A name to be forgotten")
    head = journal.begin(
        new_session(bundle_hash="own", first=item(1, words), rows=put(critic, present(critic.id, 1)))
    )
    journal.save_draft(head.id, "x", words, at(1))
    journal.correct(head.id, 1, 1, words, NOTHING, at=at(2), correction_id=new_id())
    follow_up = journal.begin(new_session(parent_session=head.id))
    journal.delete_session(head.id)
    assert [session.id for session in reads.sessions(journal)] == [follow_up.id]
    assert reads.parts(journal) == []
    assert journal.find_bundle("own") is None
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert words.encode() not in content, file.name
        assert b"forgotten" not in content, file.name


def test_a_transaction_cut_short_leaves_the_next_write_free(journal: Journal) -> None:
    head = journal.begin(new_session())
    journal.connection.execute("BEGIN IMMEDIATE")
    journal.connection.execute("UPDATE session SET revision = 9")
    journal.append(head.id, 1, item(2), NOTHING, reached="x")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)

KEPT_WHOLE = [
    "\x00\x07\x1b[31m\x7f",
    "👩‍👩‍👧‍👦 🫶🏽",
    "שלום \u202eabc\u202c مرحبا",
    "e\u0301 \u00e9 \r\n\t",
    "\ud800 alone",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    value=json_values | st.sampled_from(KEPT_WHOLE) | st.text(st.characters()), prompt=st.none() | st.text()
)
def test_what_is_answered_comes_back_as_it_was(journal: Journal, value: object, prompt: str | None) -> None:
    first = LogItem(1, "a:1", Kind.ANSWER, value, START, prompt, {"answer.trigger": 1})
    head: Head = journal.begin(new_session(first=first))
    assert journal.log(head.id) == [first]
    assert reads.entry(journal, head.id).answers[0].value == value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1) | st.sampled_from(KEPT_WHOLE[:4]), text=st.text())
def test_names_and_drafts_come_back_as_they_were(journal: Journal, name: str, text: str) -> None:
    named = part(name)
    head = journal.begin(new_session(rows=put(named)))
    journal.save_draft(head.id, "a:1", text, START)
    assert journal.draft(head.id) == ("a:1", text)
    assert named.id in [kept.id for kept in reads.find_parts(journal, name, 10_000)]
    assert [kept.name for kept in reads.parts(journal) if kept.id == named.id] == [name]


def test_text_utf8_cannot_carry_does_not_lose_the_answer(journal: Journal) -> None:
    head = journal.begin(new_session(rows=put(part("broken \udcff name"))))
    assert [kept.name for kept in reads.parts(journal)] == ["broken ? name"]
    journal.save_draft(head.id, "a:1", "\ud800", START)


def test_every_column_that_may_be_written_exists(journal: Journal) -> None:
    for table, names in COLUMNS.items():
        found = journal.connection.execute("SELECT name FROM pragma_table_info(?)", (table,)).fetchall()
        assert names <= {name for (name,) in found}, table
