"""Two people, one screen: private checks that end alike, turns, and what is left of it."""

from __future__ import annotations

import io
import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.cli.shown import entry_json
from ifs_journal.guide.gates_apart import CHECKS, goes_on
from ifs_journal.journal.journal import Journal
from ifs_journal.script.labels import BundleLabels
from ifs_journal.session.asker import About
from ifs_journal.terminal.pages import entry_page
from ifs_journal.terminal.screen import Screen
from ifs_journal.terms import EndReason, Kind
from session_talking import Room, Talker, events, ifs, lines, on_disk
from session_two import CHECKED, FINE, KEEP, NOT_READY, READY, TAKE_OUT, TURNS, alone, both, turn

NOT_TODAY = "Today is a day for something smaller."
WHOLE = [*CHECKED, *TURNS, *both(READY, READY), "walks", "a walk on Sunday", "2026-03-15", None]
REASONS: list[dict[str, Any]] = [
    {"time": "no"},
    {"time": "unsure"},
    {"time": "/skip"},
    {"time": "/stop"},
    {"alone": "/stop"},
    {"lines": "/stop"},
    {"rest": "no"},
    {"stirred": "a_lot"},
    {"stirred": "far_away"},
    {"stirred": "not_sure"},
    {"stirred": 6},
    {"theirs": "unsafe"},
    {"theirs": "/skip"},
    {"mine": "unsafe"},
    {"grown": "no"},
    {"record": "no"},
    {"theirs": "unsafe", "mine": "unsafe", "time": "no"},
]


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_a_whole_evening_leaves_what_was_said_and_a_promise(room: Room) -> None:
    live, talker, ending = room.sit("together", [*WHOLE, *both(KEEP, KEEP)])
    assert (ending.reason, talker.replies, talker.refused) == (EndReason.COMPLETE, [], [])
    on_disk(live, room.journal)
    rows = room.entry(live).rows
    (talk,) = rows["shared_talk"]
    assert talk["first_said"] == "A part of me felt alone."
    assert talk["second_validated"] == "it makes sense"
    (trial,) = rows["shared_trial"]
    assert (trial["trial"], trial["look_again"]) == ("a walk on Sunday", "2026-03-15")
    (promise,) = rows["agreement"]
    assert (promise["text"], promise["due"], promise["part_id"]) == ("a walk on Sunday", "2026-03-15", None)


def test_both_truths_stand_side_by_side(room: Room) -> None:
    _, talker, _ = room.sit("together", [*WHOLE, *both(KEEP, KEEP)])
    (said,) = [text for text in talker.about(About.STEP) if "Both can be true" in text]
    assert '"A part of me felt alone."' in said
    assert '"A part of me felt cornered."' in said


@pytest.mark.thinned(8)
@pytest.mark.parametrize("reason", REASONS, ids=str)
@pytest.mark.parametrize("who", ["first", "second", "both"])
def test_every_not_today_looks_the_same(room: Room, who: str, reason: dict[str, Any]) -> None:
    usual = (alone(time="no"), alone())
    wanted_live, wanted, wanted_end = room.sit("together", both(*usual))
    hurt = alone(**reason)
    given = {"first": (hurt, alone()), "second": (alone(), hurt), "both": (hurt, hurt)}[who]
    live, talker, ending = room.sit("together", both(*given))
    assert ending.reason is wanted_end.reason is EndReason.NOT_TODAY
    assert talker.asked == wanted.asked
    assert talker.shown == wanted.shown
    assert talker.private == wanted.private
    assert (talker.replies, talker.refused) == ([], [])
    mine, theirs = room.entry(live), room.entry(wanted_live)
    assert [(one.seq, one.address, one.kind, one.value) for one in mine.answers] == [
        (one.seq, one.address, one.kind, one.value) for one in theirs.answers
    ]
    assert mine.session.end_reason == theirs.session.end_reason == "not_today"
    assert not mine.session.ask_keep
    assert mine.session.highest_state is None
    assert {table: len(rows) for table, rows in mine.rows.items()} == {
        table: len(rows) for table, rows in theirs.rows.items()
    }


def test_nothing_of_a_check_is_anywhere_in_the_file(room: Room) -> None:
    live, _, _ = room.sit("together", both(alone(theirs="unsafe"), alone(stirred="far_away")))
    values = [one.value for one in room.entry(live).answers]
    assert values[1:] == [{"command": "apart", "words": "checks", "open": False}]
    sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    tables = [name for (name,) in room.journal.connection.execute(sql).fetchall()]
    rows = {
        table: room.journal.connection.execute(f"SELECT * FROM {table}").fetchall()
        for table in tables
        if table != "bundle"
    }
    assert rows["answer"]
    assert not [table for table, found in rows.items() if "far_away" in str(found) or "unsafe" in str(found)]


def test_an_entry_shows_what_two_people_said_and_nothing_of_what_each_was_asked_alone(room: Room) -> None:
    live, _, _ = room.sit("together", [*WHOLE, *both(KEEP, KEEP)])
    entry = room.entry(live)
    out = io.StringIO()
    entry_page(Screen(io.StringIO(), out, environ={}), entry, BundleLabels(live.bundle.body))
    as_json = json.dumps(entry_json(entry))
    for shown in (out.getvalue(), as_json):
        assert "A part of me felt alone." in shown
        assert "A part of me felt cornered." in shown
        assert "apart" not in shown
    assert not [one for one in entry_json(entry)["answers"] if one["kind"] == "command"]


def test_everybody_is_shown_who_can_be_reached(room: Room) -> None:
    _, talker, _ = room.sit("together", both(alone(time="no"), alone()))
    # Each of the two alone, and once more at the end.
    assert len(talker.about(About.CRISIS)) == 3
    assert len(set(talker.about(About.CRISIS))) == 1
    assert NOT_TODAY in talker.about(About.STEP)


def test_a_screen_that_cannot_be_cleared_is_told_first(room: Room) -> None:
    live, talker = room.begin("together"), Talker(both(alone(time="no"), alone()))
    talker.clears = False
    from ifs_journal.session.sitting import sit

    sit(room.journal, live, talker, room.settings, resumed=False, patience=None)
    told = next(place for place, (_, text) in enumerate(talker.shown) if "cannot be cleared" in text)
    assert told < next(place for place, (about, _) in enumerate(talker.shown) if about is About.CRISIS)


@pytest.mark.parametrize("answered", [0, 3, len(FINE), len(FINE) + 4])
def test_leaving_in_the_middle_of_the_checks_repeats_them_whole(room: Room, answered: int) -> None:
    live, _, ending = room.sit("together", CHECKED[:answered])
    assert ending.reason is None
    assert all(one.kind is Kind.COMMAND for one in room.entry(live).answers)
    _, talker, ending = room.resume([*WHOLE, *both(KEEP, KEEP)])
    assert ending.reason is EndReason.COMPLETE
    assert talker.asked[0] == "apart-first/alone:1"


@pytest.mark.thinned(8)
@pytest.mark.parametrize("minutes", [0, 45, 60 * 30])
@pytest.mark.parametrize("answered", range(1, len(WHOLE) - len(CHECKED) + 1, 3))
def test_a_pause_or_a_kill_later_on_repeats_both_checks(room: Room, answered: int, minutes: int) -> None:
    room.sit("together", WHOLE[: len(CHECKED) + answered])
    room.later(minutes=minutes)
    _, talker, ending = room.resume(both(alone(), alone(theirs="unsafe")))
    assert ending.reason is EndReason.NOT_TODAY
    assert [one.partition("/")[0] for one in talker.asked] == [
        *["apart-first"] * len(FINE),
        *["apart-second"] * len(FINE),
    ]


def test_after_the_checks_it_goes_on_where_it_was(room: Room) -> None:
    room.sit("together", WHOLE[: len(CHECKED) + 4])
    _, talker, ending = room.resume([*CHECKED, *WHOLE[len(CHECKED) + 4 :], *both(KEEP, KEEP)])
    assert (ending.reason, talker.replies) == (EndReason.COMPLETE, [])


def test_a_pause_while_asked_whether_both_are_ready(room: Room) -> None:
    begun = [*CHECKED, *TURNS, *READY, None]
    room.sit("together", begun)
    live, talker, ending = room.resume([*CHECKED, *NOT_READY, *READY, None, *both(KEEP, KEEP)])
    assert (ending.reason, talker.replies) == (EndReason.COMPLETE, [])
    assert not room.entry(live).rows["shared_trial"]


@pytest.mark.parametrize(("first", "second"), list(product([READY, NOT_READY], repeat=2)))
def test_solving_comes_only_when_both_are_ready(room: Room, first: list[Any], second: list[Any]) -> None:
    given = [*CHECKED, *TURNS, *first, *second]
    live, talker, _ = room.sit("together", given)
    shown = talker.about(About.STEP)
    ready = first is READY and second is READY
    assert ("Both ready." in shown) is ready
    assert any(one.startswith("Not yet.") for one in shown) is not ready
    assert ("together/options:1" in talker.asked) is ready
    kept = json.dumps([one.value for one in room.entry(live).answers])
    assert "nearer" not in kept
    assert "mostly" not in kept


def test_back_never_crosses_from_one_to_the_other(room: Room) -> None:
    """After each handover and each private part, there is nothing to go back to."""
    given = [
        *CHECKED,
        "/back",
        "the evenings",
        None,
        None,
        "A part of me felt alone.",
        "/back",
        None,
        "/back",
    ]
    live, talker, _ = room.sit("together", given)
    assert [one.value for one in room.entry(live).answers if one.kind is Kind.ANSWER][:1] == ["the evenings"]
    refused = [text for text in talker.about(About.STEP) if text.startswith("This is the first question")]
    assert len(refused) == 3


def test_back_within_a_check_stays_with_the_one_who_is_asked(room: Room) -> None:
    second = [None, "/back", "yes", "/back", "yes", *alone()[2:]]
    _, talker, _ = room.sit("together", [*alone(), *second])
    assert "This is the first question" in " ".join(talker.about(About.STEP))
    assert talker.asked.count("apart-first/checks:1/time:1") == 1


def test_said_back_and_corrected_up_to_three_times(room: Room) -> None:
    once = [None, "You were cross.", None, "not_yet", "not cross, scared"]
    given = [*CHECKED, "the evenings", None, None, "A part of me felt alone.", *once, *once]
    live, talker, _ = room.sit("together", [*given, None, "You were scared.", None, "not_yet", None, None])
    assert talker.asked.count("together/second-mirrors:3") == 1
    assert talker.asked[-1] == "together/second-answers:1"
    assert room.entry(live).rows["shared_talk"][0]["first_mirrored"] == "You were scared."


def test_a_turn_ends_at_once_without_a_reason(room: Room) -> None:
    given = [*CHECKED, "the evenings", *turn("A part of me felt alone.", heard="over")[:7]]
    _live, talker, ending = room.sit("together", [*given, *both(KEEP, KEEP)])
    assert (ending.reason, talker.replies) == (EndReason.COMPLETE, [])
    assert "together/second-speaks:1" not in talker.asked


def test_each_may_take_out_their_own_words(room: Room) -> None:
    live, talker, ending = room.sit("together", [*WHOLE, *both(KEEP, TAKE_OUT)])
    assert (ending.reason, talker.replies) == (EndReason.COMPLETE, [])
    room.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = room.journal.path.read_bytes()
    assert b"felt cornered" not in kept
    assert b"felt alone" in kept
    (talk,) = room.entry(live).rows["shared_talk"]
    assert (talk["first_said"], talk["second_said"]) == ("A part of me felt alone.", None)


def test_a_kill_right_after_taking_out_brings_nothing_back(room: Room) -> None:
    live, _, _ = room.sit("together", [*WHOLE, *KEEP, None, "remove"])
    live.take_out(("first",))
    room.journal.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"felt alone" not in room.journal.path.read_bytes()


@pytest.mark.parametrize("missing", [one for one in FINE if one not in ("alone", "lines")])
def test_a_question_left_out_is_a_no(missing: str) -> None:
    assert goes_on(CHECKS, FINE)
    assert not goes_on(CHECKS, {name: value for name, value in FINE.items() if name != missing})
    assert not goes_on(CHECKS, FINE | {missing: None})


def test_as_a_protocol(monkeypatch: pytest.MonkeyPatch, journal_file: Path) -> None:
    from ifs_journal.journal.create import create

    create(journal_file)
    code, out, _ = ifs(monkeypatch, "together", "--jsonl", stdin=lines(both(alone(mine="unsafe"), alone())))
    found = events(out)
    assert code == 0
    assert found[-1]["reason"] == "not_today"
    private = [one for one in found if one["event"] == "step" and one["type"] != "settle"]
    assert private
    assert all(one["private"] for one in private)
    assert "unsafe" not in json.dumps([one for one in found if one["event"] != "step"])


def test_a_file_of_answers_tells_nothing_by_what_is_left_over(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path, tmp_path: Path
) -> None:
    from ifs_journal.journal.create import create

    create(journal_file)
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps([*both(alone(rest="no"), alone()), "left", "over"]))
    assert ifs(monkeypatch, "together", "--answers", str(answers))[0] == 0
    with Journal.open(journal_file) as journal:
        assert journal.connection.execute("SELECT end_reason FROM session").fetchone() == ("not_today",)
