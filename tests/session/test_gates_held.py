"""Each gate, and everybody who tries to get past it: what is behind it is not asked, and nowhere kept."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason
from session_gates import AWAY, BETWEEN, GATES, NAMES, PAIRS, Gate, Tried, through
from session_talking import Room, Talker, events, ifs, lines
from session_tender import on_the_way_out

LEAVING = [on_the_way_out] * 12


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


@pytest.fixture
def tried(room: Room) -> Callable[[Gate], Tried]:
    return lambda gate: Tried(room, gate)


def left(live: Live) -> EndReason | None:
    return live.walk.end


# --- closed, and what follows ---------------------------------------------------------------------


@pytest.mark.parametrize("name", GATES)
def test_a_yes_does_open_it(tried: Any, name: str) -> None:
    attempt = tried(GATES[name])
    attempt.sit(list(attempt.gate.yes)[:-1])
    asked = attempt.room.taken_up().place.question.address
    assert attempt.gate.behind([*attempt.asked, asked]) != []


@pytest.mark.thinned(6)
@pytest.mark.parametrize(("gate", "no"), PAIRS, ids=NAMES)
def test_whoever_does_not_open_it_is_led_out(tried: Any, gate: Gate, no: list[Any]) -> None:
    attempt = tried(gate)
    live = attempt.sit([*no, *LEAVING])
    attempt.assert_held()
    company = "company" in no or "park" in no
    assert left(live) is (EndReason.COMPLETE if company else EndReason.NOT_TODAY)


@pytest.mark.thinned(14)
@pytest.mark.parametrize("away", AWAY, ids=str)
@pytest.mark.parametrize("name", GATES)
def test_a_kill_at_the_gate_leaves_one_at_the_gate(tried: Any, name: str, away: dict[str, float]) -> None:
    attempt = tried(GATES[name])
    before = attempt.sit([])
    question = before.place.question
    attempt.room.later(**away)
    live = attempt.resume(before, [] if away == {"minutes": 0} else ["settled"])
    assert live.place.question is not None
    assert live.place.question.address == question.address
    attempt.assert_held()


@pytest.mark.thinned(14)
@pytest.mark.parametrize("away", AWAY[1:], ids=str)
@pytest.mark.parametrize("name", GATES)
def test_whoever_comes_back_strong_goes_no_further(tried: Any, name: str, away: dict[str, float]) -> None:
    attempt = tried(GATES[name])
    before = attempt.sit([])
    attempt.room.later(**away)
    live = attempt.resume(before, [9, "safe", "close"])
    assert left(live) is None
    again = attempt.resume(live, [9, "/skip"])
    assert left(again) is None
    attempt.assert_held()


@pytest.mark.thinned(14)
@pytest.mark.parametrize(("gate", "no"), PAIRS, ids=NAMES)
def test_going_back_and_coming_back_asks_again_and_opens_nothing(
    tried: Any, gate: Gate, no: list[Any]
) -> None:
    for steps in range(1, 4):
        attempt = tried(gate)
        live = attempt.sit(no)
        if left(live) is not None:
            return
        live = attempt.resume(live, ["/back"] * steps)
        attempt.room.later(days=1)
        attempt.resume(live, ["settled", "/back"])
        attempt.assert_held()


@pytest.mark.thinned(8)
@pytest.mark.parametrize("answer", ["/skip", "not_sure"])
@pytest.mark.parametrize("strong", [9, 10, "too_much", "far_away", "a_lot"])
@pytest.mark.parametrize("name", ["state", "state before speaking", "state before a repair"])
def test_a_strong_state_taken_back_and_left_open_still_counts(
    tried: Any, name: str, strong: Any, answer: str
) -> None:
    attempt = tried(GATES[name])
    live = attempt.sit([strong, "/back", answer])
    attempt.assert_held()
    assert live.place.question.step in ("safety", "steady")


@pytest.mark.parametrize("level", [8, 9, 10])
def test_going_on_is_not_offered_above_what_a_script_allows(room: Room, level: int) -> None:
    _, talker, _ = room.sit("six-fs", [level, "safe", "go_on"])
    assert talker.options[-1] == ["ground", "close"]
    assert talker.refused


@pytest.mark.parametrize("answer", ["not_safe", "not_sure"])
@pytest.mark.parametrize("name", ["state", "state before speaking", "state before a repair"])
def test_not_safe_ends_it_for_good(tried: Any, name: str, answer: str) -> None:
    attempt = tried(GATES[name])
    first = attempt.sit([9])
    other = attempt.room.taken_up(first.id)
    live = attempt.resume(first, [answer])
    assert left(live) is EndReason.SAFETY
    assert attempt.room.entry(live).session.end_reason == "stopped"
    attempt.goes_on_in(other, ["safe", "go_on"])
    attempt.assert_held()


@pytest.mark.thinned(4)
@pytest.mark.parametrize("at", [["unsafe"], ["no", "unsafe"], ["worried", "unsafe"]], ids=str)
@pytest.mark.parametrize("name", BETWEEN)
def test_danger_between_people_ends_it_for_good(tried: Any, name: str, at: list[str]) -> None:
    attempt = tried(BETWEEN[name])
    first = attempt.sit(at[:-1])
    other = attempt.room.taken_up(first.id)
    live = attempt.resume(first, at[-1:])
    assert left(live) is EndReason.SAFETY
    assert attempt.room.entry(live).session.end_reason == "stopped"
    attempt.goes_on_in(other, ["no", "no", "words"])
    attempt.assert_held()
    assert "unsafe" not in json.dumps([one.value for one in attempt.room.entry(live).answers])


@pytest.mark.parametrize("name", ["speaking", "u-turn", "repair", "before a talk"])
def test_it_is_asked_again_about_somebody_else_in_their_place(tried: Any, name: str) -> None:
    """Both answers, taken back as far as the name: nothing of them holds for another person."""
    attempt = tried(BETWEEN[name])
    live = attempt.sit(["no", "no", "/back", "/back", "/back", "Robin"])
    assert live.place.question.step == "theirs"
    attempt.resume(live, ["no", "/skip", *LEAVING])
    attempt.asked = [one for one in attempt.asked if "/between:2" in one or "closing" in one]
    attempt.assert_held()


# --- other doors ----------------------------------------------------------------------------------


@pytest.mark.thinned(6)
@pytest.mark.parametrize("name", GATES)
def test_a_second_window_gets_no_further_than_the_first(tried: Any, name: str) -> None:
    attempt = tried(GATES[name])
    live = attempt.sit([])
    other = attempt.room.taken_up(live.id)
    attempt.resume(live, [*attempt.gate.no[0], *LEAVING])
    attempt.goes_on_in(other, list(attempt.gate.yes))
    attempt.assert_held()


@pytest.mark.thinned(6)
@pytest.mark.parametrize("front", ["--answers", "--jsonl"])
@pytest.mark.parametrize("name", BETWEEN)
def test_danger_is_told_by_the_exit_code(
    tried: Any, monkeypatch: pytest.MonkeyPatch, name: str, front: str
) -> None:
    attempt = tried(BETWEEN[name])
    attempt.begin()
    code, asked = through(monkeypatch, front, attempt, [*attempt.gate.before, "no", "unsafe"])
    attempt.asked += asked
    assert code == 40
    attempt.assert_held()


@pytest.mark.thinned(4)
@pytest.mark.parametrize("name", GATES)
def test_answers_meant_for_what_lies_behind_reach_nothing(
    tried: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    attempt = tried(GATES[name])
    attempt.begin()
    jump = {"step": "behind", "answer": "words"}
    assert through(monkeypatch, "--answers", attempt, [*attempt.gate.before, jump])[0] == 65
    (kept,) = attempt.room.journal.connection.execute(
        "SELECT end_reason FROM session ORDER BY number DESC LIMIT 1"
    ).fetchone()
    assert kept is None
    attempt.assert_held()


@pytest.mark.thinned(4)
@pytest.mark.parametrize("name", GATES)
def test_the_line_protocol_gives_no_way_to_jump(
    tried: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    attempt = tried(GATES[name])
    attempt.begin()
    gate = attempt.gate
    jumps = [
        {"command": "open"},
        {"command": "goto", "step": "words"},
        {"answer": "open", "open": True},
        {"event": "step", "step": "words", "answer": "x"},
        {"command": "apart", "words": "checks", "open": True},
    ]
    stdin = lines(gate.before) + "".join(json.dumps(one) + "\n" for one in jumps)
    variant = [f"--{gate.variant}"] if gate.variant else []
    code, out, _ = ifs(monkeypatch, gate.script, *variant, "--jsonl", stdin=stdin)
    assert code in (65, 130)
    attempt.asked += [one["address"] for one in events(out) if one["event"] == "step"]
    attempt.assert_held()


# --- anything at all, but a yes -------------------------------------------------------------------

NEVER: dict[str, list[Any]] = {
    "state": ["too_much", 9, 10, 8],
    "again": ["too_much", 9, "/skip"],
    "safety": ["safe", "/skip"],
    "steady": ["ground", "close", "/skip"],
    "how": [["reacting"], ["inside_it"], ["nothing"], ["open", "reacting"], [{"other": "so so"}], "/skip"],
    "nearest": ["reacting", "nothing", "/skip"],
    "numb": ["foggy", "between", "quiet"],
    "room": ["gives_room", "no_room", "unsure", "/skip"],
    "room-wordless": ["gives_room", "no_room", "/skip"],
    "turn": ["company", "/back", "/skip", "come_first", "park"],
    "held": ["company", "/back", "park"],
    "theirs": ["/skip", "/back", "no", "worried"],
    "mine": ["/skip", "/back"],
}
"""What may be answered within the gates without opening one."""


def anything_but_yes(chance: random.Random, at_the_gate: bool) -> Callable[[Any, Any], Any]:
    def reply(place: Any, aid: Any) -> Any:
        question = place.question
        inside = question.address.count("/") > 1
        if inside and question.step in NEVER and (at_the_gate or "arriving" not in question.address):
            offered = [one.value for one in question.options]
            fits = [
                one
                for one in NEVER[question.step]
                if not isinstance(one, str) or one.startswith("/") or not offered or one in offered
            ]
            return chance.choice(fits)
        if question.type == "settle":
            return None
        if chance.random() < 0.2:
            return "/back"
        values = [one.value for one in question.options]
        answers = {"short": "words", "long": "words", "part": "Guard", "person": "Anna", "state": "settled"}
        return answers.get(question.type, chance.choice(values) if values else "/skip")

    return reply


@pytest.mark.thinned(10)
@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", GATES)
def test_nothing_but_a_yes_opens_it(tried: Any, name: str, seed: int) -> None:
    """Skipping, going back, being killed, coming back another day, with any answer that is no yes."""
    attempt = tried(GATES[name])
    chance = random.Random(f"{name} {seed}")
    reply = anything_but_yes(chance, attempt.gate.before == [])
    live = attempt.sit([])
    for _ in range(4):
        attempt.room.later(**chance.choice(AWAY))
        live = attempt.resume(live, [reply] * 6)
        if left(live) is not None:
            break
    attempt.assert_held()


# --- the target stack -----------------------------------------------------------------------------

TO_THE_PART = ["settled", "a knot", None, "a fist"]
REFUSED = [["reacting"], "it is useless", "no_room"]
NEXT_PART = ["a wall", None, "grey"]


def six_fs(room: Room, replies: list[Any]) -> tuple[Live, Talker]:
    live, talker, _ = room.sit("six-fs", [*TO_THE_PART, *replies])
    return live, talker


def test_an_open_gate_of_one_part_opens_none_of_another(room: Room) -> None:
    visit = [*NEXT_PART, ["open"], "it nods", "hello", "keeps watch", "open", None, None, "Wall"]
    live, talker = six_fs(room, [*REFUSED, "come_first", *visit])
    assert live.place.question.step == "how"
    assert GATES["toward"].behind(talker.asked[-1:]) == []
    live, talker, _ = room.resume([*REFUSED, "close", *LEAVING], live.id)
    assert left(live) is EndReason.NOT_TODAY
    assert GATES["toward"].behind(talker.asked) == []


@pytest.mark.parametrize("end", [["park"], ["company", None, None], ["close"]], ids=str)
def test_a_part_that_came_first_and_stays_closed_opens_nothing(room: Room, end: list[Any]) -> None:
    _, talker = six_fs(room, [*REFUSED, "come_first", *NEXT_PART, *REFUSED, *end])
    assert GATES["toward"].behind(talker.asked) == []


def test_at_the_limits_only_leaving_it_is_offered(room: Room) -> None:
    tries = [["reacting"], "it is useless", "gives_room"] * 2
    live, talker = six_fs(room, [*tries, ["reacting"]])
    assert live.place.question.step == "held"
    assert talker.refused == []
    assert "come_first" not in [one.value for one in live.place.question.options]
    for _ in range(2):
        live, talker, _ = room.resume(["/skip", *LEAVING], live.id)
        assert GATES["toward"].behind(talker.asked) == []
        if left(live) is not None:
            break


@pytest.mark.thinned(4)
@pytest.mark.parametrize("away", AWAY, ids=str)
def test_the_stack_is_the_same_after_coming_back(room: Room, away: dict[str, float]) -> None:
    live, _ = six_fs(room, [*REFUSED, "come_first", *NEXT_PART])
    room.later(**away)
    again, talker, _ = room.resume(
        [
            "settled",
        ]
        if away != {"minutes": 0}
        else [],
        live.id,
    )
    assert again.place.question.address == live.place.question.address
    assert len(again.place.waiting) == len(live.place.waiting) == 1
    assert GATES["toward"].behind(talker.asked) == []
