"""Looking back: lists, finding by reference, parts, entries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal import read_parts, reads
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.shapes import NewSession, answer_id
from ifs_journal.terms import Difference, PartName, Row
from journal_making import at, item, new_id, new_session, part, present, put


def day(number: int, **more: object) -> NewSession:
    start = f"2026-03-{number:02}T07:30:00+00:00"
    return new_session(started_at=start, local_day=start[:10], **more)


def numbers(found: list[reads.SessionSummary]) -> list[int]:
    return [session.number for session in found]


def test_sessions_are_listed_newest_first_and_narrowed(journal: Journal) -> None:
    for number in (3, 1, 2, 4):
        head = journal.begin(day(number, script="unblend" if number == 2 else "check-in"))
        if number < 4:
            journal.finish(head.id, 1, "complete", f"2026-03-{number:02}T08:00:00+00:00")
    assert numbers(reads.sessions(journal)) == [4, 1, 3, 2]
    assert numbers(reads.sessions(journal, limit=2)) == [4, 1]
    since, until = "2026-03-02T00:00:00+00:00", "2026-03-03T07:30:00+00:00"
    assert numbers(reads.sessions(journal, since_utc=since)) == [4, 1, 3]
    assert numbers(reads.sessions(journal, since_utc=since, until_utc=until)) == [3]
    assert numbers(reads.sessions(journal, script="unblend")) == [3]
    assert numbers(reads.sessions(journal, state="paused")) == [4]
    assert numbers(reads.sessions(journal, state="ended")) == [1, 3, 2]
    assert numbers(list(reads.each_session(journal.connection, limit=1))) == [4]
    last = reads.last_check_in(journal)
    assert last is not None
    assert last.number == 1


def test_an_empty_journal_has_nothing_to_show(journal: Journal) -> None:
    assert reads.sessions(journal) == reads.paused(journal) == reads.parts(journal) == []
    assert reads.newest_open(journal) is reads.last_check_in(journal) is None
    assert reads.morning_intention(journal, "2026-03-01") is None
    with pytest.raises(NotFound):
        reads.find_session(journal, "last")
    with pytest.raises(NotFound):
        reads.entry(journal, new_id())


def test_the_paused_session_gone_on_with_last_comes_first(journal: Journal) -> None:
    older, newer = journal.begin(day(1)), journal.begin(day(2))
    journal.append(older.id, 1, item(2, at="2026-03-05T08:00:00+00:00"), Difference(), reached="x")
    assert numbers(reads.paused(journal)) == [older.number, newer.number]
    found = reads.newest_open(journal)
    assert found is not None
    assert (found.id, found.protocol, found.bundle) == (older.id, 1, "b1")


def test_a_session_is_found_by_number_last_id_or_its_beginning(journal: Journal) -> None:
    ids = ["0198aaaa-0000-7000-8000-000000000001", "0198aaaa-0000-7000-8000-000000000002"]
    for number, id_ in enumerate(ids, 1):
        journal.begin(day(number, id=id_))
    for ref in ("2", "#2", " last ", ids[1], ids[1].upper()):
        assert reads.find_session(journal, ref).id == ids[1]
    journal.begin(day(1, id="abcdef00-0000-4000-8000-000000000000"))
    assert reads.find_session(journal, "abcd").number == 3
    with pytest.raises(Ambiguous):
        reads.find_session(journal, "0198")
    for ref in ("", "9", "#0", "abc", "ffff", "%", "²", "9" * 40, "' OR 1=1"):
        with pytest.raises(NotFound):
            reads.find_session(journal, ref)


def with_parts(journal: Journal) -> dict[str, str]:
    """Critic (seen on the 1st), Inner Critic (the 3rd), Élan (the 2nd), Resting (archived)."""
    made = {}
    for name, seen, more in (
        ("Critic", 1, {}),
        ("Inner  Critic", 3, {}),
        ("Élan", 2, {}),
        ("Resting", 4, {"archived_at": at(1)}),
    ):
        row = part(name, **more)
        made[name] = row.id
        journal.begin(day(seen, rows=put(row, present(row.id, 1))))
    alias = Row("part_alias", new_id(), {"part_id": made["Élan"], "alias": "The Critical One"})
    journal.begin(day(1, rows=put(alias)))
    return made


def test_parts_with_when_they_were_last_there(journal: Journal) -> None:
    made = with_parts(journal)
    found = reads.parts(journal)
    assert [kept.name for kept in found] == ["Inner  Critic", "Élan", "Critic"]
    assert found[0].last_seen == "2026-03-03T07:30:00+00:00"
    assert found[1].aliases == ("The Critical One",)
    assert [kept.last_day for kept in found] == ["2026-03-03", "2026-03-02", "2026-03-01"]
    assert read_parts.session_counts(journal) == {
        **dict.fromkeys([kept.id for kept in found], 1),
        made["Resting"]: 1,
    }
    assert [kept.name for kept in reads.parts(journal, archived=True)][-1] == "Resting"


def test_suggestions_begin_with_beginnings_then_the_newest(journal: Journal) -> None:
    made = with_parts(journal)
    assert [kept.name for kept in reads.find_parts(journal, "CRIT")] == ["Critic", "Inner  Critic", "Élan"]
    assert reads.find_parts(journal, "elan") == [PartName(made["Élan"], 3, "Élan")]
    assert [kept.name for kept in reads.find_parts(journal, "", 2)] == ["Inner  Critic", "Élan"]
    assert reads.find_parts(journal, "rest") == reads.find_parts(journal, "%") == []


def test_a_part_is_found_by_name_alias_number_or_id(journal: Journal) -> None:
    made = with_parts(journal)

    def names(ref: str) -> list[str]:
        return [kept.name for kept in reads.part_by_ref(journal, ref)]

    assert names("critic") == ["Critic"]
    assert names("inner critic") == ["Inner  Critic"]
    assert names("the critical one") == names("3") == names("#3") == names(made["Élan"]) == ["Élan"]
    assert names("the crit") == names("el") == ["Élan"]
    assert names("cri") == ["Critic"]
    assert names(made["Élan"][:13]) == ["Élan"]
    assert names("resting") == ["Resting"]
    assert names("nobody") == names("") == names("#99") == []
    journal.begin(day(5, rows=put(part("Critter"), part("3"))))
    assert set(names("cri")) == {"Critic", "Critter"}
    assert names("3") == ["3"]
    assert names("#3") == ["Élan"]


def test_an_entry_is_the_session_with_its_answers_and_rows(journal: Journal) -> None:
    critic = part("Critic")
    fact = {
        "part_id": critic.id,
        "answer_seq": 2,
        "field": "trust",
        "number_value": 3,
        "said_by": "user",
        "at": at(2),
    }
    check = {
        "answer_seq": 2,
        "gate": "feel-toward",
        "class": "open",
        "loop_no": 1,
        "target_no": 1,
        "at": at(2),
    }
    head = journal.begin(new_session(variant="quick"))
    second = item(2, {"part": critic.id}, prompt="{x}?", quotes={"x": 1}, private=True)
    rows = put(
        critic,
        present(critic.id, 2, "target"),
        Row("part_fact", new_id(), fact),
        Row("gate_check", new_id(), check),
        Row(
            "session", head.id, {"state_before": 4, "state_before_word": "stirred", "target_part": critic.id}
        ),
    )
    journal.append(head.id, 1, second, rows, reached="x")
    found = reads.entry(journal, head.id)
    assert (found.session.state_before, found.session.target_part) == (4, critic.id)
    assert (found.session.variant, found.session.parts) == ("quick", ("Critic",))
    assert [answer.seq for answer in found.answers] == [1, 2]
    answer = found.answers[1]
    assert (answer.id, answer.value, answer.quotes) == (answer_id(head.id, 2), {"part": critic.id}, {"x": 1})
    assert (answer.private, answer.corrected_at) == (True, None)
    assert found.rows["part_fact"][0]["number_value"] == 3
    assert found.rows["gate_check"][0]["class"] == "open"
    assert found.rows["concern"] == ()


def test_the_intention_of_a_persons_day(journal: Journal) -> None:
    def intention(text: str, minute: int) -> Row:
        values = {"answer_seq": 1, "name": "intention", "value": text, "at": at(minute)}
        return Row("measure", new_id(), values)

    journal.begin(day(2, rows=put(intention("another day", 9))))
    journal.begin(day(1, rows=put(intention("slowly", 1))))
    later = journal.begin(day(1, rows=put(intention("more slowly", 2))))
    assert reads.morning_intention(journal, "2026-03-01") == (answer_id(later.id, 1), "more slowly")


def test_reading_needs_no_heavy_module(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ifs_journal.journal.journal import Journal; "
        "from ifs_journal.journal import reads; journal = Journal.open(Path(sys.argv[1]), read_only=True); "
        "reads.sessions(journal); reads.parts(journal); "
        "heavy = {'pydantic', 'sqlite_utils', 'sqlite3', 'platformdirs', 'rich'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
