"""What holds for every way through a script, the shipped ones and any that can be written."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import guide_answers as answers
import guide_scripts as scripts
import guide_walking as walking
from ifs_journal.guide.gates import FEEL_TOWARD
from ifs_journal.guide.projection import project
from ifs_journal.script.bundle import Bundle
from ifs_journal.script.library import index
from ifs_journal.session.live import Live
from ifs_journal.terms import EndReason, Kind, LogItem, Row, StepType

EXAMPLES = 4 * int(os.environ.get("GUIDE_EXAMPLES", "1"))
"""For each property and script; more by the environment, for a long look."""
thorough = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
SHIPPED = [
    pytest.param(one["id"], variant, id=one["id"] if variant is None else f"{one['id']} --{variant}")
    for one in index()
    if one["listed"]
    for variant in (None, *one["variants"])
]
KNOWN = {
    "morning_intention": "be slow",
    "statement": "When you came at nine, a part of me felt small.",
    "statement_person": "Anna",
    "trailhead": "a knot when the phone rang",
    "journal": "there",
}
BETWEEN = {"no", "worried"}
SAFE_ANSWERS = {"/safety:": {"safe"}, "/theirs:": BETWEEN, "/mine:": BETWEEN}
"""What the questions after safety leave in a log; anything else ends the session and is not kept."""
LONGEST = 400
"""More steps than anybody takes; a script that is not over by then goes on for ever."""


def begun(data: st.DataObject, bundle: Bundle | None = None, variant: str | None = None) -> Live:
    if bundle is None:
        table = data.draw(scripts.scripts())
        assert scripts.faults(table) == []
        bundle = scripts.bundle(table)
        variant = data.draw(st.sampled_from([None, "long", "other"]))
    return walking.in_memory(bundle, variant, known=KNOWN)


def moves(data: st.DataObject, live: Live, most: int, *, stopping: bool = True) -> Iterator[tuple[str, Any]]:
    """Go on in any way, giving each way that was gone."""
    for _ in range(most):
        if live.place.apart is not None and live.place.end is None:
            # Two people are asked alone; only what came of it is in the log.
            opened = data.draw(st.booleans())
            live.command("apart", words=live.place.apart, open=opened)
            yield "apart", opened
            continue
        if live.place.question is None:
            return
        way, value = data.draw(answers.move(live, stopping=stopping))
        answers.make(live, way, value)
        yield way, value


def holds_at_every_step(data: st.DataObject, live: Live) -> None:
    """Replay, the highest state, safety, progress; and at any place it can be stopped."""
    highest = 0
    for _ in moves(data, live, data.draw(st.integers(5, 30))):
        walking.assert_replays(live)
        assert (live.walk.highest or 0) >= highest
        highest = live.walk.highest or 0
        progress = live.place.progress
        assert 0 <= progress.left_at_least <= progress.left_at_most
        if live.place.question is not None:
            assert progress.left_at_most >= 1
            assert live.place.end is None
        elif live.place.apart is None:
            assert live.place.end is not None
        no_safety_answer(live)
    while live.place.end is None:
        before = live.walk.closing
        live.stop()
        assert live.walk.closing or live.place.end is EndReason.STOPPED
        if before:
            assert live.place.end is not None
    assert memory_end(live) in (EndReason.COMPLETE, EndReason.STOPPED, EndReason.NOT_TODAY)
    no_safety_answer(live)


def memory_end(live: Live) -> str:
    ended = walking.memory(live).ended
    assert ended is not None
    return "stopped" if ended.reason == "safety" else ended.reason


def no_safety_answer(live: Live) -> None:
    for question, kept in SAFE_ANSWERS.items():
        given = {one.value for one in live.log if question in one.address and one.kind is Kind.ANSWER}
        assert given <= kept


@pytest.mark.thinned(8)
@pytest.mark.parametrize(("name", "variant"), SHIPPED)
@thorough
@given(data=st.data())
def test_any_way_through_a_shipped_script_can_be_replayed_and_stopped(
    name: str, variant: str | None, data: st.DataObject
) -> None:
    holds_at_every_step(data, begun(data, walking.shipped(name), variant))


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_any_way_through_any_script_can_be_replayed_and_stopped(data: st.DataObject) -> None:
    holds_at_every_step(data, begun(data))


def back_undoes_one(data: st.DataObject, live: Live) -> None:
    for _ in range(data.draw(st.integers(1, 25))):
        question = live.place.question
        if question is None:
            return
        place, rows, highest = live.place, live.rows, live.walk.highest
        way = data.draw(st.sampled_from(["answer", "answer", "answer", "skip", "off", "stop"]))
        value = data.draw(answers.answer(live, question)) if way == "answer" else None
        if way == "off" and not question.may_be_off:
            continue
        answers.make(live, way, value)
        if live.place.question is None or (question.type is StepType.SETTLE and way != "stop"):
            continue
        undone(live, place, rows, highest, (True, value))
        answers.make(live, way, value)


def undone(live: Live, place: Any, rows: tuple[Row, ...], highest: int | None, took: Any) -> None:
    seqs = {item.seq for item in live.log}
    reached = live.walk.highest
    assert live.take_back() == took
    assert live.walk.highest == reached
    assert live.place.question == place.question or highest != reached
    assert live.place.question is not None
    assert live.place.question.address == place.question.address
    assert walking.without_highest(live.rows) == walking.without_highest(rows)
    if highest == reached:
        assert live.rows == rows
        assert live.place == place
    walking.assert_replays(live)
    gone = seqs - {item.seq for item in live.log}
    assert len(gone) == 1
    assert walking.memory(live).next_seq() > max(gone), "the seq of an item taken back is not used again"


@pytest.mark.thinned(8)
@pytest.mark.parametrize(("name", "variant"), SHIPPED)
@thorough
@given(data=st.data())
def test_back_undoes_one_answer_and_its_rows(name: str, variant: str | None, data: st.DataObject) -> None:
    back_undoes_one(data, begun(data, walking.shipped(name), variant))


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_back_undoes_one_answer_and_its_rows_in_any_script(data: st.DataObject) -> None:
    back_undoes_one(data, begun(data))


@thorough
@given(data=st.data())
def test_going_back_all_the_way_leaves_nothing_but_the_highest_state(data: st.DataObject) -> None:
    live = begun(data)
    first = walking.without_highest(live.rows)
    for _ in moves(data, live, 20, stopping=False):
        pass
    if live.place.question is None:
        return
    highest = live.walk.highest
    while live.take_back()[0]:
        pass
    assert walking.without_highest(live.rows) == first
    assert live.walk.highest == highest
    assert all(item.kind in (Kind.COMMAND, Kind.RESUMED) for item in live.log)
    assert live.place.question is not None
    assert live.place.question.address == "made/arriving:1/state:1"


def ends_at_random(data: st.DataObject, live: Live) -> None:
    """The same with options picked by a seeded hand: long ways are not bounded by what hypothesis keeps."""
    hand = data.draw(st.randoms(use_true_random=False))
    for _ in range(LONGEST):
        question = live.place.question
        if question is None:
            return
        live.answer(question, *_picked(hand, live, question))
    raise AssertionError("it goes on and on")


def _picked(hand: Any, live: Live, question: Any) -> tuple[Kind, Any]:
    simple: dict[StepType, Any] = {
        StepType.SETTLE: None,
        StepType.STATE: hand.choice(["settled", "stirred", "a_lot", "far_away", 8, 10]),
        StepType.SCALE: 5,
        StepType.YES_NO_UNSURE: hand.choice(["yes", "no", "unsure"]),
        StepType.CONFIRM: hand.choice([True, False]),
        StepType.DATE: "2026-03-09",
    }
    if question.step == "safety":
        return Kind.ANSWER, "safe"
    if question.step in ("theirs", "mine"):
        return Kind.ANSWER, hand.choice(["no", "worried"])
    if question.type in simple:
        return Kind.ANSWER, simple[question.type]
    if question.type is StepType.CHOICE:
        return Kind.ANSWER, hand.choice(walking.values(question))
    if question.type is StepType.CHOICES:
        return Kind.ANSWER, [hand.choice(walking.values(question) or [{"other": "something else"}])]
    if question.type in (StepType.PART, StepType.PARTS):
        name = hand.choice(walking.names_for(question))
        found = walking.part(name, new=not walking.memory(live).knows("part", name))
        return Kind.ANSWER, found if question.type is StepType.PART else [found]
    if question.type is StepType.PERSON:
        name = hand.choice(walking.PEOPLE)
        return Kind.ANSWER, walking.person(name, new=not walking.memory(live).knows("person", name))
    return Kind.ANSWER, hand.choice(["fix it", "warm", "one\ntwo", "You never listen. I am furious."])


@pytest.mark.thinned(8)
@pytest.mark.parametrize(("name", "variant"), SHIPPED)
@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_any_answers_lead_to_an_end(name: str, variant: str | None, data: st.DataObject) -> None:
    ends_at_random(data, begun(data, walking.shipped(name), variant))


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_any_answers_lead_any_script_to_an_end(data: st.DataObject) -> None:
    live = begun(data)
    ends_at_random(data, live)


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_the_same_answers_lead_the_same_way_and_leave_the_same_rows(data: st.DataObject) -> None:
    bundle = data.draw(
        st.one_of(
            st.sampled_from(["unblend", "check-in"]).map(walking.shipped),
            scripts.scripts().map(scripts.bundle),
        )
    )
    live = begun(data, bundle)
    for _ in moves(data, live, 30):
        pass
    other = another_time(live)
    assert [item.address for item in other.log] == [item.address for item in live.log]
    assert nameless(other) == nameless(live)
    assert [words.ifs for words in other.place.says] == [words.ifs for words in live.place.says]
    ends = {live.walk.end, other.walk.end}
    assert len(ends) == 1 or ends == {EndReason.SAFETY, EndReason.STOPPED}, "safety is never in the log"


OTHER_SESSION = "0192cccc-0000-7000-8000-000000000002"


def another_time(live: Live) -> Live:
    """The same log in another session, with other times and other ids of parts."""
    text = json.dumps([item.value for item in live.log])
    for number, known in enumerate(walking.PART_IDS.values()):
        text = text.replace(known, f"0192dddd-0000-7000-8000-00000000000{number}")
    renewed = json.loads(text)
    log = [
        LogItem(
            item.seq,
            item.address,
            item.kind,
            value,
            f"2027-01-01T00:00:{number % 60:02}+00:00",
            item.prompt,
            item.quotes,
            item.private,
        )
        for number, (item, value) in enumerate(zip(live.log, renewed, strict=True))
    ]
    other = walking.in_memory(live.bundle, session=OTHER_SESSION, known=KNOWN)
    return Live(OTHER_SESSION, 2, other.bundle, other.wording, other.clock, other.keeper, other.known, log)


def nameless(live: Live) -> str:
    """The rows as text, every id replaced by the order it comes in, every time left out."""
    text = json.dumps(
        [[row.table, row.id, *row.values.values()] for row in project(live.walk, live.id)], ensure_ascii=True
    )
    text = re.sub(r"20\d\d-\d\d-\d\dT[0-9:.]+\+00:00", "then", text)
    order: dict[str, str] = {}
    return re.sub(
        r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        lambda found: order.setdefault(found.group(), f"id {len(order)}"),
        text,
    )


CAUTION = ("too_much", "inside_it", "reacting", "nothing", "open")
AFTER: dict[str, str] = {
    "too_much": "state",
    "inside_it": "how-close",
    "reacting": "worry",
    "nothing": "numb",
}


@settings(thorough, max_examples=5 * EXAMPLES)
@given(
    st.lists(st.sampled_from(CAUTION), min_size=1, max_size=5, unique=True),
    st.lists(answers.TEXT.map(lambda text: {"other": text}), max_size=2),
    st.randoms(use_true_random=False),
)
def test_with_several_feelings_the_most_cautious_decides(
    chosen: list[str], free: list[dict[str, str]], hand: Any
) -> None:
    live = at_the_gate()
    given_: list[Any] = [*chosen, *free]
    hand.shuffle(given_)
    walking.give(live, given_)
    decides = min(chosen, key=CAUTION.index)
    assert walking.rows_of(live, "gate_check")[-1]["class"] == decides
    if decides == "open":
        assert walking.open_question(live).step in ("name", "as-it-is")
        assert (walking.open_question(live).step == "as-it-is") <= bool(free)
    else:
        assert walking.open_question(live).step == AFTER[decides]


@settings(thorough, max_examples=5 * EXAMPLES)
@given(data=st.data())
def test_free_words_alone_never_open_and_never_suggest_open(data: st.DataObject) -> None:
    live = at_the_gate()
    walking.give(live, [{"other": data.draw(answers.TEXT)}])
    question = walking.open_question(live)
    assert question.step == "nearest"
    assert question.suggested in (None, "reacting", "inside_it", "nothing", "too_much")
    assert question.explicit
    assert walking.rows_of(live, "gate_check") == []


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_nothing_but_an_open_answer_opens_the_gate(data: st.DataObject) -> None:
    """Whatever else is answered, skipped or left unsure at the gate, the step behind it is not met."""
    live = walking.in_memory(scripts.bundle(scripts.TOWARD))
    walking.go(live, ["settled", "never good enough"])
    for way, value in moves(data, live, 20, stopping=False):
        question = live.place.question
        behind = question is not None and question.address.startswith("made/listen:")
        last = walking.rows_of(live, "gate_check")
        assert not behind or last[-1]["class"] == "open", (way, value)


@pytest.mark.parametrize("way", ["skip", "nothing", "unsure"])
def test_leaving_the_gate_open_never_opens_it(way: str) -> None:
    live = walking.in_memory(scripts.bundle(scripts.TOWARD))
    walking.go(live, ["settled", "never good enough"])
    answers_ = {"skip": [None], "nothing": [["nothing"], None], "unsure": [[{"other": "hm"}], None]}[way]
    walking.go(live, answers_)
    assert walking.open_question(live).step == "held"
    assert not any(row["class"] == "open" for row in walking.rows_of(live, "gate_check"))


@settings(thorough, max_examples=2 * EXAMPLES)
@given(data=st.data())
def test_the_limits_of_a_session_hold(data: st.DataObject) -> None:
    """At most three concerned parts, three parts deep, three looks at one part's gate that stay closed."""
    live = at_the_gate()
    for _ in range(80):
        question = live.place.question
        if question is None:
            return
        walking.give(live, data.draw(towards_trouble(live)))
        assert len(live.walk.concerns) <= 3
        assert len(live.walk.waiting()) <= 2
        assert all(target.failed <= 3 for target in live.walk.targets)
        question = live.place.question
        if question is not None and question.step == "held":
            assert walking.values(question) == ["company", "park", "close"]
        if question is not None and question.step == "how":
            assert live.walk.targets[live.walk.frames[-1].target].failed < 3


def towards_trouble(live: Live) -> st.SearchStrategy[Any]:
    """Answers that keep the gate busy: reactions, wishes, parts that want to come first."""
    question = walking.open_question(live)
    likely = {
        "how": st.sampled_from(
            [
                ["reacting"],
                ["reacting"],
                ["nothing"],
                ["too_much"],
                ["inside_it"],
                ["open", {"other": "fix it"}],
            ]
        ),
        "turn": st.sampled_from([one for one in walking.values(question) if one != "close"] or [None]),
        "numb": st.just("between"),
        "state": st.sampled_from(["settled", "stirred"]),
        "steady": st.just("go_on"),
        "as-it-is": st.just("no"),
        "room": st.sampled_from(["gives_room", "no_room", "unsure"]),
    }
    return likely.get(question.step, answers.answer(live, question))


def at_the_gate() -> Live:
    """`unblend`, at the question how somebody feels toward the part."""
    live = walking.script_walk(
        "unblend", ["settled", None, "never good enough", "Part of me", "i_can_see_it"]
    )
    question = walking.open_question(live)
    assert question.address == f"unblend/{FEEL_TOWARD.replace('_', '-')}:1/how:1"
    return live
