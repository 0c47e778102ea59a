"""Two people and the questions they are asked alone: left, come back to, elsewhere, at another time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ifs_journal.errors import Busy
from ifs_journal.journal.journal import Journal
from ifs_journal.session.live import Live
from ifs_journal.session.sitting import sit
from ifs_journal.terms import EndReason
from session_between import rows
from session_gates import AWAY, Gate, Tried, through
from session_talking import Room, Talker
from session_two import CHECKED, TURNS, alone, both


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


TOPIC = "together/topic:1"
NO = both(alone(theirs="unsafe"), alone())
YES = both(alone(), alone())


@pytest.fixture
def paused(room: Room) -> Live:
    """Two people who were asked, went on, and left."""
    live, _, _ = room.sit("together", [*CHECKED, "the evenings"])
    return live


@pytest.mark.thinned(10)
@pytest.mark.parametrize("away", AWAY, ids=str)
@pytest.mark.parametrize("how", [[], YES[:3], YES[: len(YES) // 2], YES[:-1]], ids=len)
def test_left_in_the_middle_they_are_asked_whole_again(
    room: Room, paused: Live, how: list[Any], away: dict[str, float]
) -> None:
    room.later(**away)
    _, talker, ending = room.resume(how, paused.id)
    assert ending.reason is None
    assert not any(one.startswith("together/") for one in talker.asked)
    room.later(**away)
    live, talker, ending = room.resume(NO, paused.id)
    assert ending.reason is EndReason.NOT_TODAY
    assert not any(one.startswith("together/") for one in talker.asked)
    assert len(room.entry(live).rows["shared_talk"]) == 1


@pytest.mark.parametrize("first", [YES, NO], ids=["it goes on", "not today"])
@pytest.mark.parametrize("second", [YES, NO], ids=["it goes on", "not today"])
def test_a_second_window_opened_during_the_checks(
    room: Room, paused: Live, first: list[Any], second: list[Any]
) -> None:
    """Whoever finishes first is kept; the other window learns only that the session went on elsewhere."""
    seen: list[Talker] = []

    def meanwhile(place: Any, aid: Any) -> Any:
        _, talker, _ = room.resume(second, paused.id)
        seen.append(talker)
        return first[-1]

    other = room.taken_up(paused.id)
    talker = Talker([*first[:-1], meanwhile])
    with pytest.raises(Busy):
        sit(room.journal, other, talker, room.settings, resumed=True, patience=None)
    assert not any(one.startswith("together/") for one in talker.asked)
    (inner,) = seen
    assert any(one.startswith("together/") for one in inner.asked) is (second is YES)


def test_a_second_window_at_the_first_checks_asks_them_too(room: Room) -> None:
    live, _, _ = room.sit("together", YES[:4])
    _, talker, _ = room.resume(YES[:4], live.id)
    assert not any(one.startswith("together/") for one in talker.asked)


@pytest.mark.thinned(4)
@pytest.mark.parametrize("much", [timedelta(days=-2), timedelta(hours=5), timedelta(days=40)], ids=str)
@pytest.mark.parametrize("wrong", [{"rest": "no"}, {"stirred": 7}, {"mine": "unsafe"}], ids=str)
def test_a_clock_changed_during_the_checks_changes_nothing(
    room: Room, much: timedelta, wrong: dict[str, Any]
) -> None:
    def meanwhile(place: Any, aid: Any) -> Any:
        room.hands.at += much
        return None

    _, talker, ending = room.sit("together", [meanwhile, *alone()[1:], *alone(**wrong)])
    assert ending.reason is EndReason.NOT_TODAY
    assert not any(one.startswith("together/") for one in talker.asked)


@pytest.mark.parametrize("not_ready", [0, 1])
def test_not_ready_is_not_taken_back_by_going_back(room: Room, not_ready: int) -> None:
    ready = [[None, "mostly", "nearer", "ready", None], [None, "mostly", "nearer", "ready", None]]
    ready[not_ready][3] = "not_yet"
    given = [*CHECKED, *TURNS, *ready[0], *ready[1], *["/back"] * 3]
    live, talker, _ = room.sit("together", given)
    assert not any("options" in one for one in talker.asked)
    _, talker, _ = room.resume([*CHECKED, "/back", "/back"], live.id)
    assert not any("options" in one for one in talker.asked)
    assert rows(room, "shared_trial") == []


@pytest.mark.parametrize("front", ["--answers", "--jsonl"])
@pytest.mark.parametrize("wrong", [{"theirs": "unsafe"}, {"time": "no"}, {"stirred": "/skip"}], ids=str)
def test_every_front_end_leaves_alike(
    monkeypatch: pytest.MonkeyPatch, room: Room, front: str, wrong: dict[str, Any]
) -> None:
    attempt = Tried(room, Gate("together", [], frozenset(), [], ("shared_talk",)))
    code, asked = through(monkeypatch, front, attempt, [*alone(**wrong), *alone()])
    assert code == 0
    assert not any(one.startswith("together/") for one in asked)
    assert rows(room, "shared_talk") == []
    assert room.journal.connection.execute("SELECT end_reason FROM session").fetchone() == ("not_today",)
