"""Removed means removed: no file in the journal's folder holds a byte of it, other windows or not."""

from __future__ import annotations

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ifs_journal.errors import Busy, NotFound
from ifs_journal.journal import reads, remarks, remove
from ifs_journal.journal.aside import keep_aside, kept_aside
from ifs_journal.journal.going import session_going
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_search import search
from ifs_journal.journal.wipe import DUE
from ifs_journal.terms import Kind, Row
from journal_filled import MARK, NOTHING, Filled, fill, holding
from journal_making import at, item, new_id, new_session, part, present, put

pytestmark = pytest.mark.sampled(3)

WINDOW = Path(__file__).with_name("journal_window.py")


def remove_all(journal: Journal, filled: Filled) -> bool:
    """The session, and the part that a note of its own would keep."""
    return all([remove.remove_session(journal, filled.id), remove.remove_part(journal, filled.part)])


def due(journal: Journal) -> bool:
    """Whether the journal is marked for a wipe."""
    found = journal.connection.execute("SELECT count(*) FROM meta WHERE key = ?", (DUE,)).fetchone()
    return bool(found[0])


@contextmanager
def window(path: Path, way: str) -> Iterator[None]:
    """A second window, in a process of its own, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, str(WINDOW), str(path), way],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    try:
        yield
    finally:
        process.stdin.close()
        process.stdout.close()
        assert process.wait(timeout=30) == 0


def test_nothing_is_left_of_a_session(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    assert holding(path.parent) != []
    assert remove_all(journal, filled)
    assert holding(path.parent) == []
    assert reads.parts(journal) == []
    assert journal.connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_the_index_of_words_is_whole_and_empty_afterwards(path: Path, journal: Journal) -> None:
    assert remove_all(journal, fill(journal))
    for index in ("words", "words_unspaced"):
        journal.connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    assert search(journal, MARK).hits == ()


def test_nothing_is_left_on_pages_that_were_moved_about(
    path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite leaves copies of rows in the gaps of its pages, `secure_delete` or not."""
    dice = random.Random(1)
    heads = []
    with monkeypatch.context() as later:
        later.setattr(Journal, "wipe", lambda self: False)
        for round_ in range(300):
            head = journal.begin(new_session())
            heads.append(head)
            revision = 1
            for seq in range(2, 2 + dice.randint(1, 8)):
                named = part(f"PNAME{round_:04}x{seq}y")
                words = f"MARK{round_:04}x{seq}y " + "w" * dice.choice([5, 50, 200, 900, 5000])
                rows = put(named, present(named.id, seq))
                revision = journal.append(head.id, revision, item(seq, words), rows, reached="x")
            if dice.random() < 0.3 and len(heads) > 10:
                remove.remove_session(journal, heads.pop(dice.randrange(len(heads))).id)
        for head in dice.sample(heads, len(heads) // 2):
            remove.remove_session(journal, head.id)
    last = journal.begin(new_session(first=item(1, MARK)))
    assert remove.remove_session(journal, last.id)
    content = path.read_bytes() + path.with_name(path.name + "-wal").read_bytes()
    held = set(re.findall(rb"(?:PNAME|MARK)(\d{4})x", content))
    kept = journal.connection.execute("SELECT DISTINCT substr(value, 6, 4) FROM answer WHERE seq > 1")
    assert {number.decode() for number in held} == {number for (number,) in kept.fetchall()}


@pytest.mark.skipif(sys.platform == "win32", reason="a file in use can't be read there")
def test_a_second_window_that_is_merely_open_is_no_hindrance(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    with window(path, "open"):
        assert remove_all(journal, filled)
        assert holding(path.parent) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a file in use can't be read there")
@pytest.mark.parametrize("read_only", [False, True])
def test_a_second_window_that_reads_is_waited_for_until_the_next_opening(path: Path, read_only: bool) -> None:
    with Journal.open(path) as journal:
        filled = fill(journal)
        with window(path, "reading"):
            assert not remove_all(journal, filled)
            assert holding(path.parent) != []
            # The other window still reads: another opening changes nothing, and says nothing.
            Journal.open(path).close()
            assert holding(path.parent) != []
        with Journal.open(path, read_only=read_only) as again:
            assert holding(path.parent) == []
            assert again.connection.execute("SELECT count(*) FROM meta WHERE key = ?", (DUE,)).fetchone() == (
                0,
            )


def test_a_removal_that_was_cut_short_is_finished_by_the_next_opening(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Journal.open(path) as journal:
        filled = fill(journal)
        with monkeypatch.context() as cut:
            cut.setattr(Journal, "wipe", lambda self: False)
            remove_all(journal, filled)
        assert journal.connection.execute("SELECT count(*) FROM meta WHERE key = ?", (DUE,)).fetchone() == (
            1,
        )
    Journal.open(path).close()
    assert holding(path.parent) == []


REMOVALS: list[Callable[[Journal, Filled], bool]] = [
    lambda journal, one: remove.remove_part(journal, one.part),
    lambda journal, one: remove.remove_person(journal, one.person),
    lambda journal, one: remove.remove_note(journal, one.note),
    lambda journal, one: remarks.remove_tags(journal, one.id, [f"TAG  {MARK}"])[1],
    lambda journal, one: _answer(journal, one, 2),
    lambda journal, one: _answer(journal, one, 3),
]


def _answer(journal: Journal, one: Filled, seq: int) -> bool:
    revision = reads.find_session(journal, one.id).revision
    return remove.remove_answer(journal, one.id, revision, seq, NOTHING, at=at(20), correction_id=new_id())


def test_everything_can_go_piece_by_piece(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    before = len(reads.entry(journal, filled.id).answers)
    for removal in REMOVALS:
        assert removal(journal, filled)
    revision = reads.find_session(journal, filled.id).revision
    journal.append(filled.id, revision, item(9, None, kind=Kind.OFF), NOTHING, reached="x")
    kept = reads.entry(journal, filled.id)
    assert len(kept.answers) == before + 1
    assert [one.removed for one in kept.answers] == [False, True, True, False, False]
    assert (kept.rows["part_fact"], kept.notes, kept.session.tags) == ((), (), ())
    assert kept.answers[0].value[0]["name"] == "…"
    assert kept.answers[3].value["name"] == "…"
    assert holding(path.parent) == []


def test_words_replaced_for_good_leave_nothing_behind(path: Path, journal: Journal) -> None:
    head = journal.begin(new_session(first=item(1, f"first {MARK}")))
    journal.correct(head.id, 1, 1, f"second {MARK}", NOTHING, at=at(2), correction_id=new_id())
    assert remove.replace_answer(journal, head.id, 2, 1, "third", NOTHING, at=at(3), correction_id=new_id())
    assert holding(path.parent) == []
    (answer,) = reads.entry(journal, head.id).answers
    assert (answer.value, answer.original, answer.earlier_kept) == ("third", "third", False)
    with pytest.raises(Busy):
        remove.replace_answer(journal, head.id, 2, 1, "x", NOTHING, at=at(4), correction_id=new_id())


def test_what_is_taken_back_or_kept_off_leaves_nothing_behind(path: Path, journal: Journal) -> None:
    head = journal.begin(new_session())
    revision = journal.append(head.id, 1, item(2, f"said {MARK}"), NOTHING, reached="x")
    revision = journal.take_back(head.id, revision, [2], None, NOTHING, reached="x")
    assert holding(path.parent) == []
    journal.save_draft(head.id, "x", f"half a {MARK}", at(3))
    journal.append(head.id, revision, item(3, None, kind=Kind.OFF), NOTHING, reached="x")
    assert holding(path.parent) == []


def test_a_part_that_was_removed_is_not_made_again(journal: Journal) -> None:
    filled = fill(journal)
    remove.remove_part(journal, filled.part)
    with pytest.raises(Busy):
        journal.append(filled.id, filled.revision, item(9), NOTHING, reached="x")
    revision = reads.find_session(journal, filled.id).revision
    again = put(
        present(filled.part, 9),
        Row("agreement", new_id(), {"part_id": filled.part, "answer_seq": 9, "text": "tea", "at": at(9)}),
    )
    journal.append(filled.id, revision, item(9), again, reached="x")
    kept = reads.entry(journal, filled.id)
    assert kept.rows["session_part"] == ()
    assert [row["part_id"] for row in kept.rows["agreement"]] == [None]


def test_another_session_that_quotes_what_goes_shows_it_no_more(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    answer = next(one for one in reads.entry(journal, filled.id).answers if one.seq == 3)
    start = {"command": "start", "known": {"sentence": answer.id}}
    other = journal.begin(new_session(first=item(1, start, kind=Kind.COMMAND)))
    asked = item(2, "yes", prompt=f'You wanted to say: "I need {MARK}". Was it said?')
    journal.append(other.id, 1, asked, NOTHING, reached="x")
    assert session_going(journal, filled.id).quoted_in == (other.number,)
    remove_all(journal, filled)
    assert reads.entry(journal, other.id).answers[1].prompt == 'You wanted to say: "…". Was it said?'
    assert holding(path.parent) == []


def test_what_goes_is_said_before(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    aside = keep_aside(path, filled.id, item(9, MARK))
    assert aside is not None
    backup = path.with_name(f"{path.name}.form-1.20260301T080000000000.backup")
    backup.touch()
    going = session_going(journal, filled.id)
    assert (going.answers, going.notes, going.tags, going.facts, going.sentences) == (4, 1, 1, 1, 1)
    # A note on the part mentions it, so it would stay.
    assert (going.parts, going.people) == ((), (f"Sam {MARK}",))
    assert (going.asides, going.backups) == ((aside,), (backup,))
    remove.remove_part(journal, filled.part)
    remove.remove_session(journal, filled.id, asides=False)
    assert kept_aside(path, filled.id) == [aside]


def test_what_the_deeper_sessions_left_is_counted_too(journal: Journal) -> None:
    filled = fill(journal)
    tables = ("rupture", "need_map", "letter", "letter", "talk_plan", "handoff_note")
    with journal.writing() as connection:
        for table in tables:
            connection.execute(
                f"INSERT INTO {table} (id, session_id, answer_seq, at) VALUES (?, ?, 1, ?)",
                (new_id(), filled.id, at(1)),
            )
    going = session_going(journal, filled.id)
    counted = (going.repairs, going.maps, going.letters, going.talks, going.therapist_notes)
    assert counted == (1, 1, 2, 1, 1)


def test_files_kept_aside_go_with_their_session(path: Path, journal: Journal) -> None:
    filled = fill(journal)
    keep_aside(path, filled.id, item(9, MARK))
    other = keep_aside(path, new_id(), item(9, "another"))
    remove_all(journal, filled)
    assert holding(path.parent) == []
    assert other is not None
    assert other.exists()


def test_what_is_not_there_cannot_be_removed(journal: Journal) -> None:
    for removal in (remove.remove_session, remove.remove_part, remove.remove_person):
        with pytest.raises(NotFound):
            removal(journal, new_id())
    with pytest.raises(NotFound):
        remove.remove_note(journal, 7)
    head = journal.begin(new_session())
    with pytest.raises(NotFound):
        remove.remove_answer(journal, head.id, 1, 7, NOTHING, at=at(1), correction_id=new_id())
    assert reads.find_session(journal, head.id).revision == 1
