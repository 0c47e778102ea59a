"""Hiding is a pause in the record and says nothing: no trace that somebody hid, and nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.errors import CannotWrite, Hidden
from ifs_journal.guide.question import Words
from ifs_journal.journal.journal import Journal
from ifs_journal.session.asker import About
from ifs_journal.session.sitting import sit
from session_talking import Room, Talker, events, ifs, lines


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


class Hiding(Talker):
    """Hides while a page is shown."""

    def say(self, words: Words, about: About) -> None:
        """The page waits for a key, and this is it."""
        super().say(words, about)
        if about in (About.CRISIS, About.GROUND):
            raise Hidden


def hidden(room: Room, talker: Talker, *, resumed: bool = False, script: str = "unblend") -> Any:
    live = room.taken_up() if resumed else room.begin(script)
    with pytest.raises(Hidden):
        sit(room.journal, live, talker, room.settings, resumed=resumed, patience=None)
    assert talker.ended == []
    return live


def test_the_record_has_a_pause_like_any_other(room: Room) -> None:
    paused, _, _ = room.sit("unblend", ["settled", "/pause"])
    for talker in (Talker(["settled", Hidden()]), Hiding(["settled", "/crisis"])):
        live = hidden(room, talker)
        ours, theirs = room.journal.log(live.id), room.journal.log(paused.id)
        assert [(one.kind, one.address, one.value) for one in ours] == [
            (one.kind, one.address, one.value) for one in theirs
        ]
        assert room.entry(live).session.ended_at is None


def test_a_page_of_steadying_can_be_hidden_too(room: Room) -> None:
    live = hidden(room, Hiding(["settled", "/ground"]))
    assert [one.value for one in room.journal.log(live.id)][-2:] == [
        {"command": "ground"},
        {"command": "pause"},
    ]


def test_as_a_command_it_is_a_pause(room: Room) -> None:
    live, talker, ending = room.sit("unblend", ["settled", "/hide"])
    assert ending.reason is None
    assert talker.ended == [ending]
    assert room.journal.log(live.id)[-1].value == {"command": "pause"}


def test_the_lines_at_the_end_can_be_hidden_and_the_session_is_over(room: Room) -> None:
    live = hidden(room, Hiding(["too_much", "not_safe"]), script="check-in")
    assert room.entry(live).session.end_reason == "stopped"
    assert [one.value for one in room.entry(live).answers if one.kind == "answer"] == ["too_much"]


def test_how_one_is_on_returning_is_kept(room: Room) -> None:
    room.sit("unblend", ["settled"])
    room.later(hours=3)
    live = hidden(room, Talker(["too_much", Hidden()]), resumed=True)
    assert [one.value["state"] for one in room.journal.log(live.id) if one.kind == "resumed"] == ["too_much"]
    assert room.entry(live).session.ended_at is None


def test_a_disk_that_is_full_is_not_told(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: Any, **more: Any) -> None:
        raise CannotWrite("The disk is full.")

    live = room.begin("unblend")
    live.answer(live.place.question, "answer", "settled")  # type: ignore[arg-type]
    monkeypatch.setattr(live.keeper, "append", full)
    with pytest.raises(Hidden):
        sit(room.journal, live, Talker([Hidden()]), room.settings, resumed=False, patience=None)
    monkeypatch.undo()
    assert [one.value for one in room.taken_up().log][1:] == ["settled"]


def test_programs_see_a_pause(monkeypatch: pytest.MonkeyPatch, journal: Journal) -> None:
    said = [
        ifs(monkeypatch, "unblend", "--jsonl", stdin=lines(["settled", command]))
        for command in ("/hide", "/pause")
    ]
    assert [code for code, _, _ in said] == [130, 130]
    ends = [events(out)[-1] for _, out, _ in said]
    assert [(one["event"], one["reason"]) for one in ends] == [("end", "paused")] * 2
    assert len(events(said[0][1])) == len(events(said[1][1]))


def test_a_file_of_answers_can_hide(monkeypatch: pytest.MonkeyPatch, journal: Journal) -> None:
    said = ifs(monkeypatch, "unblend", "--answers", "-", stdin='["settled", {"command": "hide"}]')
    assert said == (130, "", "")
