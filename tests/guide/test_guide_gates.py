"""The gates, one by one: what is asked, in which order, and what it takes to go on."""

from __future__ import annotations

from typing import Any

import pytest

import guide_scripts as scripts
import guide_walking as walking
from guide_walking import give, go, open_question, rows_of, said, settle, values
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason, Kind

TO_THE_GATE = ["settled", None, "never good enough", "Part of me", "i_can_see_it"]
GROUNDED = [None, None, None]


def unblend(*answers: Any) -> Live:
    return walking.script_walk("unblend", answers)


def at_the_gate(*answers: Any) -> Live:
    return unblend(*TO_THE_GATE, *answers)


def address(live: Live) -> str:
    return open_question(live).address


def kept(live: Live) -> list[Any]:
    return [item.value for item in live.log]


# The state gate


@pytest.mark.parametrize("level", [8, 9, 10, "too_much"])
def test_from_eight_on_safety_is_asked_and_nothing_is_chosen_for_anybody(level: int | str) -> None:
    live = unblend(level)
    question = open_question(live)
    assert question.step == "safety"
    assert values(question) == ["safe", "not_sure", "not_safe"]
    assert question.explicit
    assert not question.optional
    assert question.suggested is None


@pytest.mark.parametrize("level", [0, 5, "settled", "stirred", "not_sure"])
def test_below_six_nothing_more_is_asked(level: int | str) -> None:
    assert open_question(unblend(level)).step == "feet"


@pytest.mark.parametrize("level", [6, 7, "a_lot"])
def test_from_six_on_steadying_is_offered_and_not_imposed(level: int | str) -> None:
    live = unblend(level)
    assert values(open_question(live)) == ["ground", "go_on", "close"]
    assert open_question(go(live, ["go_on"])).step == "feet"


@pytest.mark.parametrize("answer", ["not_sure", "not_safe"])
@pytest.mark.parametrize("script", ["unblend", "check-in"])
def test_not_safe_or_not_sure_ends_for_safety_and_leaves_no_trace_of_it(script: str, answer: str) -> None:
    live = walking.script_walk(script, [9, answer])
    twice = walking.script_walk(script, [9])
    twice.stop()
    if twice.walk.end is None:
        twice.stop()
    assert live.place.end is EndReason.SAFETY
    assert [(item.kind, item.address, item.value) for item in live.log] == [
        (item.kind, item.address, item.value) for item in twice.log
    ]
    assert answer not in kept(live)
    ended, stopped = walking.memory(live).ended, walking.memory(twice).ended
    assert ended is not None
    assert stopped is not None
    assert (ended.reason, ended.ask_keep) == (stopped.reason, stopped.ask_keep) == ("stopped", True)
    assert live.rows == twice.rows


@pytest.mark.parametrize(
    "before",
    [
        pytest.param([*TO_THE_GATE, ["open"], None, None], id="at the usual end"),
        pytest.param([*TO_THE_GATE, ["reacting"], "it hurts", "no_room", "close"], id="after “not today”"),
    ],
)
def test_not_safe_while_leaving_is_kept_as_a_stop_too(before: list[Any]) -> None:
    live = unblend(*before, 10, "not_safe")
    assert live.place.end is EndReason.SAFETY
    ended = walking.memory(live).ended
    assert ended is not None
    assert (ended.reason, ended.ask_keep) == ("stopped", True)
    stopped = unblend(*before, 10)
    stopped.stop()
    assert walking.memory(stopped).ended is not None
    assert kept(live) == kept(stopped)


def test_ten_and_safe_offers_no_going_on_in_unblend() -> None:
    live = unblend(10, "safe")
    assert values(open_question(live)) == ["ground", "close"]
    give(live, None)
    assert live.place.end is EndReason.NOT_TODAY


def test_ten_and_safe_goes_on_with_a_check_in() -> None:
    live = walking.script_walk("check-in", [10, "safe"])
    assert values(open_question(live)) == ["ground", "go_on", "close"]


def test_safety_left_open_closes_kindly() -> None:
    live = unblend(8, None)
    assert live.place.end is EndReason.NOT_TODAY
    assert "/crisis" in said(live.place)


def test_far_away_gets_the_grounding_that_moves_with_eyes_open() -> None:
    live = unblend("far_away", "ground")
    assert [open_question(live).step] == ["stand"]
    assert open_question(live).text.ifs.startswith("Eyes open. Stand up")
    go(live, [("stand", None), ("press", None), ("aloud", None)])
    assert open_question(live).step == "again"


def test_far_away_is_not_forgotten_when_the_next_time_is_left_open() -> None:
    live = unblend("far_away", "ground", *GROUNDED, None, "ground")
    assert open_question(live).step == "stand"


def test_fog_at_the_gate_gets_the_grounding_that_moves() -> None:
    live = at_the_gate(["nothing"], "foggy")
    assert address(live) == "unblend/feel-toward:1/grounding/stand:1"
    assert open_question(go(live, GROUNDED)).step == "how"


def test_a_lot_gets_the_still_grounding() -> None:
    assert open_question(unblend("a_lot", "ground")).step == "weight"


def test_after_two_rounds_of_steadying_somebody_near_is_suggested() -> None:
    live = unblend("a_lot", "ground", *GROUNDED, "a_lot", "ground", *GROUNDED)
    assert "be near, or call" not in said(live.place)
    give(live, "a_lot")
    assert "be near, or call" in said(live.place)
    assert [item.address for item in live.log if "/weight:" in item.address] == [
        "unblend/arriving:1/grounding/weight:1",
        "unblend/arriving:1/grounding/weight:2",
    ]


def test_after_two_rounds_at_ten_the_session_does_not_go_on() -> None:
    live = unblend(10, *(["safe", "ground", *GROUNDED, 10] * 2), "safe")
    assert live.place.end is EndReason.NOT_TODAY
    assert "be near, or call" in said(live.place)


def test_a_rise_of_three_offers_steadying_at_leaving() -> None:
    answers = [1, *TO_THE_GATE[1:], ["open"], None, None]
    assert unblend(*answers, 3).place.end is EndReason.COMPLETE
    live = unblend(*answers, 4)
    assert address(live) == "unblend/closing:1/closing/leaving:1/steady:1"
    assert values(open_question(live)) == ["ground", "go_on"]
    assert go(live, ["go_on"]).place.question is not None
    assert open_question(live).step == "tonight"


def test_a_state_in_words_and_one_in_numbers_are_both_kept_as_given() -> None:
    words = rows_of(unblend("stirred"), "session")[0]
    number = rows_of(unblend(3), "session")[0]
    unsure = rows_of(unblend("not_sure"), "session")[0]
    assert (words["state_before"], words["state_before_word"]) == (4, "stirred")
    assert (number["state_before"], number["state_before_word"]) == (3, None)
    assert (unsure["state_before"], unsure["state_before_word"]) == (None, "not_sure")


def test_the_highest_state_stays_after_going_back() -> None:
    live = unblend(9)
    assert live.take_back() == (True, 9)
    give(live, "settled")
    assert rows_of(live, "session")[0]["highest_state"] == 9
    assert rows_of(live, "session")[0]["state_before"] == 2
    walking.assert_replays(live)


# The feel-toward gate


def test_the_question_has_no_default_and_lists_reactions_first() -> None:
    question = open_question(at_the_gate())
    assert values(question) == ["reacting", "inside_it", "nothing", "too_much", "open"]
    assert question.other
    assert question.explicit
    assert not question.optional
    assert question.suggested is None


@pytest.mark.parametrize(
    ("given", "decides"),
    [
        (["reacting", "nothing", "open"], "reacting"),
        (["open", "reacting", "inside_it"], "inside_it"),
        (["open", "inside_it", "reacting", "too_much"], "too_much"),
        (["open", "nothing"], "nothing"),
        (["open"], "open"),
    ],
)
def test_the_most_cautious_decides(given: list[str], decides: str) -> None:
    live = at_the_gate(given)
    assert [row["class"] for row in rows_of(live, "gate_check")] == [decides]
    assert (open_question(live).step == "name") == (decides == "open")


def test_words_of_ones_own_are_kept_and_sorted_by_the_person() -> None:
    live = at_the_gate([{"other": "angry, and a bit warm"}])
    question = open_question(live)
    assert (question.step, question.suggested) == ("nearest", "reacting")
    give(live, "reacting")
    give(live, "that it wins")
    assert rows_of(live, "concern")[0]["feeling"] == "angry, and a bit warm"


@pytest.mark.parametrize("text", ["open", "curious and calm", "warm", "I love it", "compassion, tenderness"])
def test_no_word_suggests_open(text: str) -> None:
    assert open_question(at_the_gate([{"other": text}])).suggested is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("so ANGRY", "reacting"),
        ("it's me", "inside_it"),
        ("numb", "nothing"),
        ("drowning, and angry", "too_much"),
        ("a mirror", None),
    ],
)
def test_a_word_list_puts_a_reaction_first_and_no_more(text: str, near: str | None) -> None:
    question = open_question(at_the_gate([{"other": text}]))
    assert question.suggested == near
    assert values(question) == ["reacting", "inside_it", "nothing", "too_much", "open"]


def test_the_check_for_an_agenda_comes_after_a_wish_word_only() -> None:
    assert open_question(at_the_gate(["open", {"other": "warm"}])).step == "name"
    assert open_question(at_the_gate(["open", {"other": "I want to fix it"}])).step == "as-it-is"
    assert open_question(at_the_gate([{"other": "want to help"}], "open")).step == "as-it-is"
    assert open_question(at_the_gate(["reacting", {"other": "fix it"}])).step == "worry"


def test_the_check_for_an_agenda_comes_once_for_a_part() -> None:
    wish = ["open", {"other": "I want to fix it"}]
    live = at_the_gate(wish, "no", "that it never ends", "gives_room")
    assert open_question(live).step == "how"
    give(live, wish)
    assert open_question(live).step == "name"


def test_the_check_for_an_agenda_comes_again_for_another_part() -> None:
    wish = ["open", {"other": "I want to fix it"}]
    live = at_the_gate(wish, "no", "that it never ends", "no_room", "come_first")
    go(live, [None, None, "i_can_see_it", wish])
    assert open_question(live).step == "as-it-is"


@pytest.mark.parametrize(("answer", "next_"), [("yes", "name"), ("no", "worry"), ("unsure", "worry")])
def test_unsure_whether_it_may_stay_is_not_yes(answer: str, next_: str) -> None:
    assert open_question(at_the_gate(["open", {"other": "fix it"}], answer)).step == next_


def test_a_wish_to_fix_becomes_a_concerned_part() -> None:
    live = at_the_gate(["open", {"other": "fix it"}], "no", "that it never ends", "no_room", "come_first")
    row = rows_of(live, "concern")[0]
    assert (row["worry"], row["outcome"], row["feeling"]) == (
        "that it never ends",
        "became_target",
        "fix it",
    )


def test_inside_it_in_unblend_leads_to_how_close() -> None:
    live = at_the_gate(["inside_it"])
    assert address(live) == "unblend/how-close:2"
    go(live, ["i_can_see_it", ["inside_it"]])
    assert not live.place.question or open_question(live).step != "how-close", "the third time is too many"


def test_inside_it_elsewhere_calls_unblend_within_the_gate() -> None:
    live = walking.in_memory(scripts.bundle(scripts.TOWARD))
    go(live, ["settled", "never good enough", ["inside_it"]])
    assert address(live) == "made/toward:1/unblend/how-close:1"
    give(live, "against_me")
    assert address(live) == "made/toward:1/unblend/ask-room:1"
    give(live, "a_little")
    assert address(live) == "made/toward:1/how:2"
    give(live, ["inside_it"])
    assert address(live) == "made/toward:1/unblend/how-close:2"
    go(live, ["i_can_see_it", ["open"]])
    assert address(live) == "made/listen:1"
    assert [row["technique"] for row in rows_of(live, "unblend_attempt")] == ["asking"]


def test_the_third_closed_look_offers_only_to_stay_to_park_or_to_close() -> None:
    live = at_the_gate(
        ["reacting"], "worry one", "gives_room", ["reacting"], None, "gives_room", ["reacting"]
    )
    question = open_question(live)
    assert (question.step, values(question)) == ("held", ["company", "park", "close"])
    assert settle(go(live, ["company"])).place.question is not None
    assert [row["class"] for row in rows_of(live, "gate_check")] == ["reacting"] * 3
    assert [row["loop_no"] for row in rows_of(live, "gate_check")] == [1, 2, 3]


def test_at_three_parts_deep_nobody_else_comes_first() -> None:
    turn = [["reacting"], "worried", "no_room"]
    again = ["come_first", None, None, "i_can_see_it"]
    live = at_the_gate(*turn, *again, *turn, *again, *turn)
    assert values(open_question(live)) == ["company", "park", "close"]
    assert len(live.place.waiting) == 2


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (["gives_room"], "stepped_back"),
        (["no_room"], "refused"),
        (["unsure"], "refused"),
        ([None], None),
        (["no_room", "come_first"], "became_target"),
        (["no_room", "company"], "accompanied"),
    ],
)
def test_what_became_of_a_concerned_part_is_kept(answers: list[Any], outcome: str | None) -> None:
    live = at_the_gate(["reacting"], "it will drown me", *answers)
    assert [row["outcome"] for row in rows_of(live, "concern")] == [outcome]


def test_parking_at_depth_goes_back_to_the_part_that_waits() -> None:
    live = at_the_gate(["reacting"], "worried", "no_room", "come_first")
    go(live, [None, None, "i_can_see_it", ["reacting"], "x", "no_room", "park"])
    assert address(live) == "unblend/feel-toward:3/how:1"
    assert 'Now back to the one who waited: the part that says "never good enough"' in said(live.place)
    assert [row["outcome"] for row in rows_of(live, "concern")] == ["became_target", "parked"]
    assert live.place.waiting == ()


def test_who_is_listened_to_and_who_waits_is_always_known() -> None:
    live = at_the_gate(["reacting"], "it will drown me", "no_room", "come_first")
    assert live.place.target is not None
    assert live.place.target.ifs == 'the part worried about "it will drown me"'
    assert [one.ifs for one in live.place.waiting] == ['the part that says "never good enough"']
    assert live.place.waiting[0].plain == 'the side that says "never good enough"'


def test_coming_back_the_gate_is_asked_anew() -> None:
    live = at_the_gate(["reacting"], "it will drown me", "no_room", "come_first")
    go(live, [None, None, "i_can_see_it", ["open"], None])
    assert address(live) == "unblend/feel-toward:3/how:1"
    go(live, [["reacting"]])
    assert open_question(live).step == "worry"


def test_one_stop_closes_every_frame_with_one_closing() -> None:
    live = at_the_gate(["reacting"], "it will drown me", "no_room", "come_first")
    live.stop()
    assert address(live) == "unblend/closing:1/closing/leaving:1/state:1"
    give(live, "settled")
    assert live.place.end is EndReason.STOPPED
    ended = walking.memory(live).ended
    assert ended is not None
    assert (ended.reason, ended.ask_keep) == ("stopped", False)


def test_a_stop_can_be_taken_back() -> None:
    live = at_the_gate(["reacting"])
    before = live.place
    live.stop()
    assert live.take_back() == (True, None)
    assert live.place == before


def test_an_answer_off_the_record_is_quoted_as_three_dots() -> None:
    live = unblend("settled", None)
    live.answer(open_question(live), Kind.OFF, None)
    assert open_question(live).draft == 'Part of me: "…"'
    give(live, "Part of me")
    assert "never" not in str(live.log)


def test_what_a_branch_reads_cannot_be_left_off_the_record() -> None:
    assert open_question(unblend("settled", None)).may_be_off
    assert not open_question(at_the_gate(["reacting"])).may_be_off
    assert not open_question(walking.in_memory(walking.shipped("check-in"))).may_be_off


def test_stop_here_is_heard_at_the_limit_too() -> None:
    two = (["reacting"], "w", "gives_room", ["reacting"], "w", "gives_room")
    live = at_the_gate(*two, ["too_much"], "a_lot", "close")
    assert open_question(live).address.startswith("unblend/closing:1/")
