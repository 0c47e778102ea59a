"""What one session leaves and another uses, removed or edited in between: nothing breaks or comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import Busy, NotFound
from ifs_journal.guide.projection import project
from ifs_journal.guide.walk import walk
from ifs_journal.journal import remove
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, find_session
from ifs_journal.session import start
from ifs_journal.session.correct import find_answer
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason, Kind
from session_talking import Room, ifs

EVENT, SENTENCE = "you came at nine", "When you came at nine, a part of me felt small."
SPEAKING = ["settled", "Anna", "no", "no", EVENT, ["Critic"], "small", None, None, None, None]
SPOKEN = [*SPEAKING, SENTENCE, None, "settled"]
QUINCE = "a quince"
PARKED = ["settled", "The phone rang", ["body"], QUINCE, "chest", "one"]
SET_ASIDE = [*PARKED, None, None, "park", "settled"]


@pytest.fixture
def room(journal: Journal) -> Iterator[Room]:
    """A room whose index of words and whose references are whole at the end of every test."""
    yield Room(journal)
    for index in ("words", "words_unspaced"):
        journal.connection.execute(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")
    assert journal.connection.execute("PRAGMA foreign_key_check").fetchall() == []


def rows(room: Room, table: str) -> list[dict[str, Any]]:
    cursor: Any = room.journal.connection.execute(f"SELECT * FROM {table}")
    return [dict(zip([one[0] for one in cursor.description], row, strict=True)) for row in cursor]


def take_out(room: Room, live: Live, step: str) -> None:
    room.kept(live).remove(room.said(live, step).seq)


def replace(room: Room, live: Live, step: str, value: Any) -> None:
    one = room.kept(live)
    one.keep(find_answer(one.answers(), step), value, forget=True)


def gone(room: Room, *texts: str) -> None:
    """No file of the journal holds these words."""
    for file in room.journal.path.parent.iterdir():
        content = file.read_bytes()
        assert [text for text in texts if text.encode() in content] == []


def still_walks(room: Room, live: Live) -> None:
    stood = start.stand(room.journal, find_session(room.journal, live.id), room.hands.clock())
    assert [one.address for one in stood.walk.asked] == [one.address for one in live.walk.asked]
    assert stood.rows == project(walk(live.bundle, stood.log, stood.known), live.id, stood.corrections)


# --- a paused session, and what it goes on from is removed meanwhile --------------------------------

AFTER_YES = ["She nodded.", None, "settled"]


@pytest.mark.thinned(6)
@pytest.mark.parametrize(
    ("before", "rest"),
    [
        (["settled"], ["yes", *AFTER_YES]),
        (["settled", "yes"], AFTER_YES),
        (["settled", "yes", "She nodded."], AFTER_YES[1:]),
        (["settled", "not_yet"], ["settled"]),
        (["settled", "anew", "no", "no"], ["A part of me was small.", None, "settled"]),
        (["settled", "anew", "no", "no", "A part of me was small."], [None, "settled"]),
    ],
)
@pytest.mark.parametrize("what", ["session", "answer", "part", "person"])
def test_looking_again_at_a_sentence_that_goes_meanwhile(
    room: Room, before: list[Any], rest: list[Any], what: str
) -> None:
    first, _, _ = room.sit("speak-for", SPOKEN)
    live, _, _ = room.sit("after-speaking", before)
    if what == "session":
        remove.remove_session(room.journal, first.id)
    elif what == "answer":
        take_out(room, first, "draft")
    elif what == "part":
        remove.remove_part(room.journal, rows(room, "part")[0]["id"])
    else:
        remove.remove_person(room.journal, rows(room, "person")[0]["id"])
    live, _, ending = room.resume(rest)
    assert ending.reason is EndReason.COMPLETE
    still_there = what in ("part", "person")
    assert [row["body"] for row in rows(room, "statement")] == [SENTENCE] * still_there + [
        "A part of me was small."
    ] * ("anew" in before)
    assert len(rows(room, "statement_outcome")) == still_there
    assert [row["name"] for row in rows(room, "person")] == ["Anna"] * (what != "person")
    still_walks(room, live)
    if not still_there:
        gone(room, SENTENCE)
    if what == "person":
        gone(room, "Anna")


@pytest.mark.parametrize("before", [["settled"], ["settled", "yes"], ["settled", "yes", ["body"], "a fist"]])
@pytest.mark.parametrize("what", ["session", "answer"])
def test_turning_to_something_set_aside_that_goes_meanwhile(room: Room, before: list[Any], what: str) -> None:
    first, _, _ = room.sit("find-part", SET_ASIDE)
    room.sit("find-part", before)
    if what == "session":
        remove.remove_session(room.journal, first.id)
    else:
        take_out(room, first, "noticed")
    left = {1: ["no", None, ["words"], "a sigh"], 2: [["words"], "a sigh"], 4: [None]}[len(before)]
    live, talker, ending = room.resume([*left, *[None] * 4, "enough", "settled"])
    assert ending.reason is EndReason.COMPLETE, (talker.asked, talker.refused)
    assert rows(room, "trailhead_visit") == [] or what == "answer"
    still_walks(room, live)
    gone(room, QUINCE)


@pytest.mark.thinned(6)
@pytest.mark.parametrize("what", ["part", "person"])
@pytest.mark.parametrize("far", range(5, len(SPOKEN)))
def test_speaking_for_a_part_that_goes_meanwhile(room: Room, far: int, what: str) -> None:
    room.sit("speak-for", SPOKEN[:far])
    for row in rows(room, what):
        remove_it = remove.remove_part if what == "part" else remove.remove_person
        remove_it(room.journal, row["id"])
    there = bool(rows(room, "part"))
    live, talker, ending = room.resume(SPOKEN[far:])
    assert ending.reason is EndReason.COMPLETE, (talker.asked, talker.refused)
    (statement,) = rows(room, "statement")
    assert statement["body"] == SENTENCE
    assert (statement["person_id"] is None) == (what == "person")
    if what == "person":
        assert rows(room, "session_person") == rows(room, "person") == []
        gone(room, "Anna")
    elif not there and far > 5:
        assert rows(room, "part_fact") == rows(room, "session_part") == []
        gone(room, "Critic")
    still_walks(room, live)


# --- a finished one ---------------------------------------------------------------------------------


def test_a_person_who_is_removed_leaves_every_entry_readable_and_whole(room: Room) -> None:
    first, _, _ = room.sit("speak-for", SPOKEN)
    second, _, _ = room.sit("after-speaking", ["settled", "yes", *AFTER_YES])
    remove.remove_person(room.journal, rows(room, "person")[0]["id"])
    assert room.said(second, "arriving").value == "settled"
    assert room.said(first, "who").value["name"] == "…"
    gone(room, "Anna")
    for live in (first, second):
        still_walks(room, live)


def test_a_session_is_removed_whose_sentence_was_looked_at_again(room: Room) -> None:
    first, _, _ = room.sit("speak-for", SPOKEN)
    anew = ["settled", "anew", "no", "no", "Another way.", None, "settled"]
    second, _, _ = room.sit("after-speaking", anew)
    third, _, _ = room.sit("after-speaking", ["settled", "yes", *AFTER_YES])
    remove.remove_session(room.journal, first.id)
    gone(room, SENTENCE, EVENT)
    assert [row["body"] for row in rows(room, "statement")] == ["Another way."]
    assert [row["session_id"] for row in rows(room, "statement_outcome")] == [third.id]
    for live in (second, third):
        still_walks(room, live)
    replace(room, second, "draft", "A third way.")
    remove.remove_session(room.journal, second.id)
    assert rows(room, "statement") == rows(room, "statement_outcome") == []
    still_walks(room, third)
    gone(room, "Another way", "A third way")


def test_the_answer_that_named_a_person_takes_the_person_along(room: Room) -> None:
    live, _, _ = room.sit("speak-for", SPOKEN)
    take_out(room, live, "who")
    assert rows(room, "person") == rows(room, "session_person") == []
    assert [row["person_id"] for row in rows(room, "statement")] == [None]
    gone(room, "Anna")


def test_a_person_another_session_names_stays(room: Room) -> None:
    live, _, _ = room.sit("speak-for", SPOKEN)
    room.sit("speak-for", SPOKEN)
    take_out(room, live, "who")
    assert [row["name"] for row in rows(room, "person")] == ["Anna"]
    assert [row["person_id"] is None for row in rows(room, "statement")] == [True, False]


@pytest.mark.parametrize("step", ["draft", "event", "feeling"])
def test_words_of_a_sentence_are_replaced_or_taken_out(room: Room, step: str) -> None:
    live, _, _ = room.sit("speak-for", SPOKEN)
    before = room.said(live, step).value
    later, _, _ = room.sit("after-speaking", ["settled", "yes", *AFTER_YES])
    replace(room, live, step, "other words")
    still_walks(room, live)
    assert room.said(live, step).value == "other words"
    assert (rows(room, "statement")[0]["body"] == "other words") == (step == "draft")
    take_out(room, live, step)
    assert room.said(live, step).kind is Kind.OFF
    assert (rows(room, "statement") == []) == (step == "draft")
    assert (rows(room, "statement_outcome") == []) == (step == "draft")
    still_walks(room, later)
    gone(room, "other words")
    if step == "draft":
        gone(room, str(before))


def test_voices_a_choice_was_made_from(room: Room) -> None:
    several = [*PARKED[:5], "several", "run off\nbe polite", "be polite"]
    live, _, ending = room.sit("find-part", [*several, None, "the host", "enough", "settled"])
    assert ending.reason is EndReason.COMPLETE
    replace(room, live, "each-voice", "hide\nbe polite")
    still_walks(room, live)
    replace(room, live, "noticed", "a fist")
    assert [row["noticed"] for row in rows(room, "trailhead")] == ["a fist"]
    gone(room, "run off", QUINCE)
    take_out(room, live, "noticed")
    assert [row["noticed"] for row in rows(room, "trailhead")] == [None]
    take_out(room, live, "each-voice")
    assert room.said(live, "each-voice").removed
    assert entry(room.journal, live.id).session.end_reason is EndReason.COMPLETE
    gone(room, "a fist", "hide")


# --- two windows ------------------------------------------------------------------------------------


def test_a_correction_of_what_another_window_removed(room: Room) -> None:
    live, _, _ = room.sit("speak-for", SPOKEN)
    for forget in (False, True):
        window = room.kept(live)
        answer = find_answer(window.answers(), "draft")
        if forget:
            remove.remove_session(room.journal, live.id)
        else:
            take_out(room, live, "event")
        with pytest.raises(Busy, match="changed or removed in another window") as problem:
            window.keep(answer, "new words", forget=forget)
        assert "new words" not in str(problem.value)
        assert "resume" not in str(problem.value)
    with pytest.raises(NotFound):
        remove.remove_session(room.journal, live.id)


def test_the_program_says_it_kindly(
    journal_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from ifs_journal.journal.create import create
    from ifs_journal.session.kept import Walked

    create(journal_file)
    ifs(monkeypatch, "check-in", "--answers", "-", stdin='["settled", ["Critic"], "soft", "some", "tea"]')
    keeps = Walked.keep

    def meanwhile(self: Walked, *given: Any, **more: Any) -> Any:
        with Journal.open(journal_file) as other:
            remove.remove_session(other, self.live.id)
        return keeps(self, *given, **more)

    monkeypatch.setattr(Walked, "keep", meanwhile)
    code, _, err = ifs(monkeypatch, "edit", "1", "--answer", "message", stdin="softer")
    assert code == 24
    assert "in another window" in err
    assert ifs(monkeypatch, "delete", "1", "--yes")[0] == 10
