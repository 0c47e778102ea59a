"""Getting to a tender part past its gates: tried in every way there is, and each of them ends at the gate."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import Busy
from ifs_journal.journal.journal import Journal
from ifs_journal.script.checker import check_file
from ifs_journal.script.library import gate_words, shipped_sources
from ifs_journal.session.live import Live
from ifs_journal.session.sitting import sit
from ifs_journal.terms import EndReason
from session_talking import Room, Talker, events, ifs, lines
from session_tender import (
    AGREED,
    CONTACT,
    ENTRY,
    KINDLY,
    LEAVING,
    LIMITS,
    NAMED,
    OFFERED,
    TO_CONTACT,
    WHOLE,
    guarded_room,
    rows,
    was_near,
)

TO_PERMISSION = [*ENTRY, *NAMED]
TO_FEELING = [*TO_PERMISSION, *AGREED, None]
TO_WARMTH = [*TO_FEELING, ["open"], "tenderness"]
INSISTING = [*NAMED, *AGREED, *KINDLY, *CONTACT]
"""What somebody answers who means to get there."""


@pytest.fixture
def room(guarded: Path, journal_file: Path) -> Iterator[Room]:
    with guarded_room(guarded, journal_file) as found:
        yield found


def sat(room: Room, replies: list[Any]) -> tuple[Live, Talker]:
    live, talker, _ = room.sit("vulnerable", replies)
    return live, talker


def asked(live: Live) -> str | None:
    question = live.place.question
    return None if question is None else question.address


def word_was_left(talker: Talker) -> bool:
    """Whether there was a word for the one who waits."""
    asked_for = any("wait-for-you" in one or "vulnerable/word" in one for one in talker.asked)
    return asked_for or any("not never" in text for _, text in talker.shown)


# --- a no -----------------------------------------------------------------------------------------

CLOSED = {
    "one of the limits fits": [*LIMITS, "one_of_them"],
    "not sure about the limits": [*LIMITS, "not_sure"],
    "limits skipped": [*LIMITS, "/skip"],
    "a guard nobody sat down with": [*ENTRY[:4], "Stranger"],
    "guard skipped": [*ENTRY[:4], "/skip"],
    "could not stop": [*ENTRY[:5], "no"],
    "not sure of stopping": [*ENTRY[:5], "unsure"],
    "stopping skipped": [*ENTRY[:5], "/skip"],
    "no time afterwards": [*ENTRY[:6], "no"],
    "not sure of afterwards": [*ENTRY[:6], "unsure"],
    "afterwards skipped": [*ENTRY[:6], "/skip"],
    "not sure who is uneasy": [*TO_PERMISSION, "unsure"],
    "uneasy skipped": [*TO_PERMISSION, "/skip"],
    "one says no": [*TO_PERMISSION, "yes", "the worrier", "that I drown", "no"],
    "one is not sure": [*TO_PERMISSION, "yes", None, None, "unsure"],
    "one is skipped": [*TO_PERMISSION, "yes", "/skip", "/skip", "/skip"],
    "a second one says no": [*TO_PERMISSION, "yes", None, None, "yes", "yes", None, None, "no"],
    "too many are uneasy": [*TO_PERMISSION, *["yes", None, None, "yes"] * 3, "yes"],
    "all say no": [*TO_PERMISSION, "no", "no"],
    "all are not sure": [*TO_PERMISSION, "no", "unsure"],
    "all skipped": [*TO_PERMISSION, "no", "/skip"],
    "a part in front stays": [*TO_FEELING, ["reacting"], "it hurts", "no_room", "close"],
    "it is kept company instead": [*TO_FEELING, ["reacting"], "it hurts", "unsure", "company"],
    "it is left for another day": [*TO_FEELING, ["reacting"], None, "no_room", "park"],
    "right inside it": [*TO_FEELING, ["inside_it"]],
    "nothing is felt": [*TO_FEELING, ["nothing"], "quiet", "close"],
    "too much is felt": [*TO_FEELING, ["too_much"], "too_much", "safe", "close"],
    "feeling skipped": [*TO_FEELING, "/skip", "close"],
    "open, and meaning to fix it": [
        *TO_FEELING,
        ["open", {"other": "want to fix it"}],
        "no",
        None,
        "no_room",
    ],
    "no words for warmth": [*TO_WARMTH[:-1], "/skip"],
    "no warmth": [*TO_WARMTH, "no"],
    "not sure of warmth": [*TO_WARMTH, "unsure"],
    "warmth skipped": [*TO_WARMTH, "/skip"],
}


@pytest.mark.thinned(8)
@pytest.mark.parametrize("replies", CLOSED.values(), ids=CLOSED.keys())
def test_a_no_ends_it_kindly(room: Room, replies: list[Any]) -> None:
    live, talker = sat(room, [*replies, *LEAVING])
    assert live.walk.end is EndReason.NOT_TODAY
    assert not was_near(talker)
    assert rows(room, "contact") == []
    assert word_was_left(talker)


@pytest.mark.thinned(8)
@pytest.mark.parametrize("replies", CLOSED.values(), ids=CLOSED.keys())
def test_a_no_is_not_taken_back_by_going_back(room: Room, replies: list[Any]) -> None:
    live, talker = sat(room, replies)
    if live.walk.end is not None:
        pytest.skip("it is over already, and nobody can go back")
    back, tried = sat_again(room, live)
    assert not was_near(talker)
    assert not was_near(tried)
    assert rows(room, "contact") == []
    assert back.walk.end in (EndReason.NOT_TODAY, None)


def sat_again(room: Room, live: Live) -> tuple[Live, Talker]:
    """Somebody who goes back one step and then says yes to everything, and again, further back each time."""
    for steps in (1, 2, 4):
        live, talker, _ = room.resume(["/back"] * steps + [says_yes] * 30, live.id)
        if was_near(talker) or live.walk.end is not None:
            break
    return live, talker


def says_yes(place: Any, aid: Any) -> Any:
    """What somebody answers who wants to get there, whatever is asked."""
    question = place.question
    by_step = {"guard": "Guard", "how": ["open"], "who": "Little one", "uneasy": "no", "another": "no"}
    values = [one.value for one in question.options]
    wanted = ("none", "yes", "gives_room", "open", "settled", "go_on", "close")
    chosen = next((one for one in wanted if one in values), None)
    by_type = {"settle": None, "yes_no_unsure": "yes", "short": "tenderness", "part": "Little one"}
    return by_step.get(question.step, by_type.get(question.type, chosen))


# --- how one arrives ------------------------------------------------------------------------------

STRONG = {
    "a lot": ["a_lot", "close"],
    "too much": ["too_much", "safe", "close"],
    "far away": ["far_away", "close"],
    "eight": [8, "safe", "close"],
    "six": [6, "close"],
    "not sure": ["not_sure"],
    "skipped": ["/skip"],
}


@pytest.mark.parametrize("how", STRONG.values(), ids=STRONG.keys())
def test_on_a_strong_day_nobody_is_visited(room: Room, how: list[Any]) -> None:
    live, talker = sat(room, [*how, *LEAVING])
    assert live.walk.end is EndReason.NOT_TODAY
    assert not any("fits" in one for one in talker.asked)


@pytest.mark.parametrize("how", ["a_lot", "far_away", 9])
def test_a_strong_state_taken_back_still_counts(room: Room, how: Any) -> None:
    _, talker = sat(room, [how, "/back", *ENTRY, *INSISTING])
    assert not any("fits" in one for one in talker.asked)
    assert not was_near(talker)


def test_five_is_the_most(room: Room) -> None:
    _, talker = sat(room, [5, *TO_CONTACT[1:], *CONTACT])
    assert was_near(talker)


# --- a stop for too much, within the last day -----------------------------------------------------


@pytest.mark.parametrize("hours", [0.1, 23])
def test_after_too_much_one_full_day_of_rest_comes_first(room: Room, hours: float) -> None:
    room.sit("check-in", ["too_much", "safe", "close"])
    room.later(hours=hours)
    live, talker = sat(room, [*ENTRY[:1], *LEAVING])
    assert live.walk.end is EndReason.NOT_TODAY
    assert not any("fits" in one for one in talker.asked)


def test_after_that_day_it_may_be_asked_again(room: Room) -> None:
    room.sit("check-in", ["too_much", "safe", "close"])
    room.later(hours=25)
    _, talker = sat(room, [*TO_CONTACT, *CONTACT])
    assert was_near(talker)


def test_a_clock_set_back_does_not_shorten_that_day(room: Room) -> None:
    room.sit("check-in", ["too_much", "safe", "close"])
    room.later(days=-3)
    _, talker = sat(room, [*ENTRY[:1], *LEAVING])
    assert not any("fits" in one for one in talker.asked)


def test_too_much_in_a_session_that_goes_on_beside_counts_on_coming_back(room: Room) -> None:
    sat(room, ENTRY)
    paused = room.journal
    room.sit("check-in", ["too_much", "safe", "close"])
    room.later(hours=2)
    live, talker, _ = room.resume(["settled", *INSISTING], newest_vulnerable(paused))
    assert not was_near(talker)
    assert live.walk.declined


def newest_vulnerable(journal: Journal) -> str:
    sql = "SELECT id FROM session WHERE script = 'vulnerable' ORDER BY number DESC LIMIT 1"
    (found,) = journal.connection.execute(sql).fetchone()
    return str(found)


# --- leaving and coming back ----------------------------------------------------------------------


@pytest.mark.parametrize("away", [{"minutes": 31}, {"days": 1}, {"days": 400}])
@pytest.mark.parametrize("met", [7, 8, 9, 10], ids=lambda met: f"after {met}")
def test_before_contact_coming_back_begins_at_the_first_question(
    room: Room, met: int, away: dict[str, float]
) -> None:
    sat(room, TO_CONTACT[:met])
    room.later(**away)
    live, _, _ = room.resume(["settled"])
    assert asked(live) is not None
    assert str(asked(live)).startswith("vulnerable/today:2/alone")


@pytest.mark.thinned(6)
@pytest.mark.parametrize("away", [{"minutes": 31}, {"days": 1}, {"days": 400}])
@pytest.mark.parametrize("met", [11, 13, 15, 17, 20, 24])
def test_once_agreed_coming_back_leads_to_the_goodbye(room: Room, met: int, away: dict[str, float]) -> None:
    sat(room, WHOLE[:met])
    room.later(**away)
    live, talker, _ = room.resume(["settled"])
    assert asked(live) == "vulnerable/goodbye:1"
    assert not was_near(talker)


def test_coming_back_strong_does_not_go_on(room: Room) -> None:
    sat(room, ENTRY)
    room.later(hours=3)
    _, talker, _ = room.resume(["a_lot", "close"])
    assert talker.options[-1] == ["ground", "close"]


def test_nobody_goes_back_from_the_goodbye_of_another_day(room: Room) -> None:
    sat(room, [*TO_CONTACT, *CONTACT])
    room.later(days=1)
    live, talker, _ = room.resume(["settled", "/back", "/back", "/back"])
    assert not was_near(talker)
    assert asked(live) in ("vulnerable/goodbye:1", "vulnerable/today:2/alone:1")


@pytest.mark.parametrize("met", range(1, 16, 3))
def test_a_kill_leaves_it_where_it_was_and_no_further(room: Room, met: int) -> None:
    before, _ = sat(room, TO_CONTACT[:met])
    question = asked(before)
    live, _, _ = room.resume([])
    assert asked(live) == question


def test_a_no_holds_after_a_kill(room: Room) -> None:
    sat(room, [*TO_PERMISSION, "no", "no"])
    live, talker, _ = room.resume(["/back", "yes", *KINDLY, *CONTACT])
    assert not was_near(talker)
    assert live.walk.declined


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.thinned(6)
@pytest.mark.parametrize("met", range(len(TO_CONTACT) - 3, len(WHOLE) - 6))
def test_after_ten_minutes_the_next_answer_leads_to_the_goodbye(room: Room, met: int) -> None:
    def late(place: Any, aid: Any) -> Any:
        room.later(minutes=11)
        return WHOLE[met]

    live, _ = sat(room, [*WHOLE[:met], late])
    assert asked(live) == "vulnerable/goodbye:1"


def test_what_was_answered_last_is_kept(room: Room) -> None:
    def late(place: Any, aid: Any) -> Any:
        room.later(minutes=11)
        return "lonely"

    live, _ = sat(room, [*TO_CONTACT, *CONTACT[:3], late, None, None, "settled"])
    assert live.walk.end is EndReason.COMPLETE
    assert [one["feeling_now"] for one in rows(room, "contact")] == ["lonely"]


def test_nine_minutes_are_enough_for_all_of_it(room: Room) -> None:
    def later(place: Any, aid: Any) -> Any:
        room.later(minutes=9)
        return CONTACT[0]

    live, _ = sat(room, [*TO_CONTACT, later, *CONTACT[1:], *OFFERED])
    assert asked(live) == "vulnerable/how-is-it:1/state:1"


@pytest.mark.parametrize("much", [timedelta(minutes=-5), timedelta(days=-2), timedelta(days=9)])
def test_a_clock_changed_during_contact_ends_it(room: Room, much: timedelta) -> None:
    def meanwhile(place: Any, aid: Any) -> Any:
        room.hands.at += much
        return CONTACT[0]

    live, _ = sat(room, [*TO_CONTACT, meanwhile])
    assert asked(live) == "vulnerable/goodbye:1"


@pytest.mark.parametrize("hours", [-2, -50])
def test_a_clock_set_back_while_away_asks_anew(room: Room, hours: int) -> None:
    sat(room, ENTRY)
    room.later(hours=hours)
    live, talker, _ = room.resume(["settled"])
    assert talker.asked[0].startswith("returning/")
    assert str(asked(live)).startswith("vulnerable/today:2/alone")


def test_going_back_from_the_goodbye_wins_no_time(room: Room) -> None:
    def late(place: Any, aid: Any) -> Any:
        room.later(minutes=11)
        return CONTACT[0]

    live, talker = sat(room, [*TO_CONTACT, late, "/back", CONTACT[0], "/back", CONTACT[0]])
    assert asked(live) == "vulnerable/goodbye:1"
    assert not any("notices" in one for one in talker.asked)


# --- other doors ----------------------------------------------------------------------------------


def test_a_second_window_gets_no_further_than_the_first(room: Room) -> None:
    first, _ = sat(room, [*TO_PERMISSION, "no"])
    room.resume(["no", *LEAVING], first.id)
    with pytest.raises(Busy):
        sit(room.journal, first, Talker(["yes", *KINDLY]), room.settings, resumed=False, patience=None)
    assert rows(room, "contact") == []
    assert {one["answer"] for one in rows(room, "permission")} == {"no"}


OWN = """
id = "near"
version = 1
title = "Near"
purpose = "Near."
minutes = "1"
state_at_most = {most}
on_stop = "bye"
{over}

[slots.target]
part = "part"
vulnerable = {{ feeling_now = "text", offered = "choice" }}

[[step]]
id = "arriving"
gate = "state"
words = "arriving"
open = "{first}"
closed = "not-today"

[[step]]
id = "entry"
gate = "vulnerable"
words = "entry"
open = "permission"
closed = "bye"

[[step]]
id = "permission"
gate = "vulnerable"
words = "permission"
open = "toward"
closed = "{after_no}"

[[step]]
id = "toward"
gate = "feel_toward"
open = "warmth"
closed = "bye"
inside = "bye"

[[step]]
id = "warmth"
gate = "vulnerable"
words = "warmth"
open = "feeling"
closed = "bye"

[[step]]
id = "feeling"
type = "short"
private = {private}
slot = "target.vulnerable.feeling_now"
text = "What is it feeling now?"
plain = "What is it feeling now?"
why = "Only now."

[[step]]
id = "bye"
type = "settle"
text = "Goodbye for today."
plain = "Goodbye for today."
"""
SOUND = {"most": 5, "over": 'over = "bye"', "first": "entry", "after_no": "bye", "private": "true"}


def own(tmp_path: Path, **changed: Any) -> Path:
    file = tmp_path / "near.toml"
    file.write_text(OWN.format(**{**SOUND, **changed}), encoding="utf-8")
    return tmp_path


def test_somebodys_own_script_meets_the_same_gates(room: Room, tmp_path: Path) -> None:
    live = room.begin("near", own=own(tmp_path))
    talker = Talker([*ENTRY, "no", "no", *LEAVING])
    sit(room.journal, live, talker, room.settings, resumed=False, patience=None)
    assert "near/entry:1/fits:1" in talker.asked
    assert not any("feeling" in one for one in talker.asked)


def test_in_somebodys_own_script_it_is_private_whatever_it_says(room: Room, tmp_path: Path) -> None:
    live = room.begin("near", own=own(tmp_path, private="false"))
    talker = Talker([*ENTRY, *AGREED, *KINDLY[1:], "lonely", None])
    sit(room.journal, live, talker, room.settings, resumed=False, patience=None)
    assert room.said(live, "feeling").private


@pytest.mark.parametrize(
    "changed",
    [
        {"first": "feeling"},
        {"first": "permission"},
        {"first": "toward"},
        {"first": "warmth"},
        {"after_no": "feeling"},
        {"after_no": "toward"},
        {"most": 6},
        {"over": ""},
        {"over": 'over = "bye"\non_new_target = "entry"\nafter_targets = "bye"'},
    ],
    ids=str,
)
def test_somebodys_own_script_that_goes_round_them_is_refused(
    tmp_path: Path, changed: dict[str, Any]
) -> None:
    tables = {name: source.table for name, source in shipped_sources().items()}
    faults = check_file(own(tmp_path, **changed) / "near.toml", tables=tables, gates=gate_words())
    assert {one.rule for one in faults} & {"gate-required", "gate-bypass"}


def test_the_sound_one_is_not(tmp_path: Path) -> None:
    tables = {name: source.table for name, source in shipped_sources().items()}
    assert check_file(own(tmp_path) / "near.toml", tables=tables, gates=gate_words()) == []


def test_a_file_of_answers_is_asked_everything(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(["settled", {"step": "feeling", "answer": "lonely"}]), encoding="utf-8")
    code, _, _ = ifs(monkeypatch, "vulnerable", "--answers", str(file))
    assert code == 65
    assert rows(room, "contact") == []


@pytest.mark.thinned(6)
@pytest.mark.parametrize("command", ["skip", "stop", "pause"])
def test_commands_in_a_file_open_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: str
) -> None:
    for met in range(1, len(TO_CONTACT)):
        file = tmp_path / f"{met}.json"
        given = [*TO_CONTACT[:met], {"command": command}, *TO_CONTACT[met + 1 :], *CONTACT]
        file.write_text(json.dumps(given), encoding="utf-8")
        ifs(monkeypatch, "vulnerable", "--answers", str(file))
    near = [one for one in rows(room, "contact") if one["need_now"] is not None]
    may_be_left_open = 5
    """Both pauses, the name, how it is noticed, and the pause before turning to it."""
    assert len(near) == (may_be_left_open if command == "skip" else 0)


def test_the_line_protocol_gives_no_way_to_jump(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    jump = lines(ENTRY) + json.dumps(
        {"answer": "lonely", "step": "feeling", "address": "vulnerable/feeling:1"}
    )
    _, out, _ = ifs(monkeypatch, "vulnerable", "--jsonl", stdin=jump + "\n")
    asked_last = [one for one in events(out) if one["event"] == "step"][-1]
    assert asked_last["step"] in ("who", "noticed")
    assert rows(room, "contact") == []
