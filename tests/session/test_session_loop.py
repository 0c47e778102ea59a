"""The loop: each reply is kept the moment it is given, and every command does what it says."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import awaiting_keep, parts
from ifs_journal.session import phrases
from ifs_journal.session.asker import About, Aid
from ifs_journal.session.loop import Impatient
from ifs_journal.session.settings import Contact, Settings
from ifs_journal.terms import EndReason, Kind
from session_talking import TO_THE_GATE, Room, Talker, on_disk


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def test_a_whole_session_is_kept_as_it_was_said(room: Room) -> None:
    replies = [*TO_THE_GATE, ["open"], "Guard", None, "settled"]
    live, talker, ending = room.sit("unblend", replies)
    assert ending.reason is EndReason.COMPLETE
    assert talker.ended == [ending]
    on_disk(live, room.journal)
    kept = room.entry(live)
    assert [one.value for one in kept.answers if one.kind is Kind.ANSWER][:3] == [
        "settled",
        None,
        "never good enough",
    ]
    assert kept.session.end_reason is EndReason.COMPLETE
    assert not kept.session.ask_keep
    assert [one.name for one in parts(room.journal)] == ["Guard"]
    assert [(row["part_id"], row["place"]) for row in kept.rows["session_part"]] == [
        (parts(room.journal)[0].id, "target")
    ]


def test_every_answer_is_on_disk_before_the_next_question(room: Room) -> None:
    seen: list[int] = []

    def look(value: Any) -> Any:
        def reply(place: Any, aid: Aid) -> Any:
            seen.append(len(room.journal.log(live.id)))
            return value

        return reply

    live = room.begin("unblend")
    talker = Talker([look("settled"), look(None), look("never good enough"), look("Part of me")])
    _sit(room, live, talker)
    assert seen == [1, 2, 3, 4]


def _sit(room: Room, live: Any, talker: Talker) -> Any:
    from ifs_journal.session.sitting import sit

    return sit(room.journal, live, talker, room.settings, resumed=False, patience=None)


def test_the_end_of_input_pauses_and_ctrl_c_too(room: Room) -> None:
    for replies in (["settled"], ["settled", KeyboardInterrupt()], ["settled", "/pause"]):
        live, talker, ending = room.sit("unblend", replies)
        assert ending.reason is None
        assert talker.ended == [ending]
        assert room.journal.log(live.id)[-1].value == {"command": "pause"}
        assert room.entry(live).session.ended_at is None


def test_back_at_the_start_says_so_and_asks_again(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["/back"])
    assert talker.about(About.STEP) == [phrases.ENGLISH.AT_THE_START.ifs]
    assert talker.asked == ["unblend/arriving:1/state:1"] * 2
    assert [item.kind for item in live.log] == [Kind.COMMAND, Kind.COMMAND]


def test_back_offers_what_was_taken_back_and_keeps_no_word_of_it(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["settled", None, "a secret of mine", "/back"])
    assert talker.asked[-1] == "unblend/says:1"
    assert talker.offers[-1] == "a secret of mine"
    assert "secret" not in str(room.journal.log(live.id))
    assert "a secret of mine" not in _whole(room.journal)
    assert _rows(room.journal, "SELECT seq FROM taken_back") == [(4,)]


def _rows(journal: Journal, sql: str) -> list[Any]:
    return [tuple(row) for row in journal.connection.execute(sql).fetchall()]


def _whole(journal: Journal) -> str:
    """Everything the journal holds, as text."""
    tables = [name for (name,) in _rows(journal, "SELECT name FROM sqlite_schema WHERE type = 'table'")]
    return "\n".join(str(_rows(journal, f"SELECT * FROM {name}")) for name in tables if name != "bundle")


def test_back_passes_over_rests(room: Room) -> None:
    _, talker, _ = room.sit("unblend", ["stirred", "/back"])
    assert talker.asked == ["unblend/arriving:1/state:1", "unblend/feet:1", "unblend/arriving:1/state:1"]
    _, talker, _ = room.sit("unblend", ["stirred", None, "/back"])
    assert talker.asked[-1] == "unblend/arriving:1/state:1"
    assert talker.offers[-1] == "stirred"


def test_skip_is_always_possible_and_stores_nothing(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["/skip"] * 5)
    assert talker.refused == []
    assert [(item.kind, item.value) for item in live.log[1:-1]] == [(Kind.SKIP, None)] * 5


def test_why_is_told_and_the_step_comes_again(room: Room) -> None:
    _, talker, _ = room.sit("unblend", ["/why", "settled", "/why"])
    told = talker.about(About.WHY)
    assert told[0].startswith("One word is enough, or a number")
    assert told[1] == phrases.ENGLISH.NO_WHY.ifs
    assert talker.asked == ["unblend/arriving:1/state:1"] * 2 + ["unblend/feet:1"] * 2


def test_help_offers_a_person_first_then_the_step(room: Room) -> None:
    _, talker, _ = room.sit("unblend", ["/help"])
    told = talker.about(About.HELP)
    assert "a person" in told[0]
    assert "/crisis" in told[0]
    assert "/why" in told[1]
    assert talker.asked == ["unblend/arriving:1/state:1"] * 2


def test_crisis_shows_own_people_first_and_leaves_no_trace(room: Room) -> None:
    room.settings = Settings(country="GB", contacts=(Contact("Sam", "call 020 7946 0000"),))
    live, talker, _ = room.sit("unblend", ["settled", "/crisis"])
    (page,) = talker.about(About.CRISIS)
    assert page.index("Sam") < page.index("116 123")
    assert "crisis" not in str(room.journal.log(live.id))
    assert talker.asked[-2:] == ["unblend/feet:1"] * 2


def test_ground_is_shown_and_logged_and_goes_nowhere(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["settled", "/ground"])
    assert any("Eyes open" in text for text in talker.about(About.GROUND))
    assert live.log[-2].value == {"command": "ground"}
    assert talker.asked[-2:] == ["unblend/feet:1"] * 2


def test_off_uses_the_answer_and_never_keeps_it(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["settled", None, "/off"])
    assert phrases.ENGLISH.KEPT_OFF.ifs in talker.about(About.STEP)
    item = room.journal.log(live.id)[3]
    assert (item.kind, item.value, item.address) == (Kind.OFF, None, "unblend/says:1")
    assert live.place.question is not None
    assert live.place.question.draft == 'Part of me: "…"'
    kept = room.entry(live)
    assert kept.answers[3].value is None


def test_off_is_refused_where_the_way_depends_on_the_answer(room: Room) -> None:
    live, talker, _ = room.sit("unblend", ["/off"])
    assert talker.refused == [phrases.ENGLISH.NOT_OFF.ifs]
    assert [item.kind for item in live.log] == [Kind.COMMAND, Kind.COMMAND]


def test_what_does_not_fit_is_refused_without_quoting_it(room: Room) -> None:
    _, talker, _ = room.sit("unblend", ["splendid", 11, True, 3.5, [], {}, None])
    assert len(talker.refused) == 7
    assert "splendid" not in str(talker.refused)
    assert set(talker.asked) == {"unblend/arriving:1/state:1"}


def test_patience_ends_in_a_pause(room: Room) -> None:
    with pytest.raises(Impatient, match="unblend/arriving:1/state:1"):
        room.sit("unblend", ["splendid"] * 9, patience=5)
    live = room.taken_up()
    assert live.log[-1].value == {"command": "pause"}


def test_a_reply_that_fits_begins_the_count_anew(room: Room) -> None:
    replies = [*["splendid"] * 4, "settled", *["no rest"] * 4, None, *[7] * 4, "words"]
    live, talker, _ = room.sit("unblend", replies, patience=5)
    assert len(talker.refused) == 12
    assert live.walk.by_step["says"].value == "words"


def test_nothing_is_said_before_the_people_to_reach(room: Room) -> None:
    _, talker, ending = room.sit("check-in", [9, "not_safe"])
    assert ending.reason is EndReason.SAFETY
    assert not any("Noted" in said for said in talker.about(About.STEP))


@pytest.mark.parametrize("answer", ["not_sure", "not_safe"])
def test_not_safe_shows_the_lines_and_ends(room: Room, answer: str) -> None:
    live, talker, ending = room.sit("unblend", ["a_lot", "go_on", None, "/back", "/back", 9, answer])
    assert ending.reason is EndReason.SAFETY
    (page,) = talker.about(About.CRISIS)
    assert page.startswith("Thank you for saying so.")
    on_disk(live, room.journal)
    kept = room.entry(live)
    assert kept.session.end_reason is EndReason.STOPPED
    assert kept.session.ask_keep
    assert [one.id for one in awaiting_keep(room.journal)] == [live.id]
    assert answer not in _whole(room.journal)
    assert "safety" not in _whole(room.journal)


def test_a_double_stop_leaves_the_same_record(room: Room) -> None:
    unsafe, _, _ = room.sit("unblend", [9, "not_safe"])
    stopped, _, _ = room.sit("unblend", [9, "/stop", "/stop"])
    first, second = room.entry(unsafe), room.entry(stopped)
    assert [(one.kind, one.address, one.value) for one in first.answers] == [
        (one.kind, one.address, one.value) for one in second.answers
    ]
    for key in ("end_reason", "ask_keep", "revision", "reached", "highest_state", "state_after"):
        assert getattr(first.session, key) == getattr(second.session, key), key


def test_a_part_named_by_an_answer_taken_back_goes_with_it(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic", "Joy"], "/back"])
    assert parts(room.journal) == []


def test_a_part_another_session_refers_to_stays(room: Room) -> None:
    first, _, _ = room.sit("check-in", ["settled", ["Critic", "Joy"], "/pause"])
    room.sit("check-in", ["settled", ["critic"], "/pause"])
    live = room.taken_up(str(first.number))
    assert live.take_back()[0]
    assert [one.name for one in parts(room.journal)] == ["Critic"]


def test_a_short_number_is_never_used_again(room: Room) -> None:
    room.sit("check-in", ["settled", ["Critic"], "/back", ["Joy"]])
    assert [(one.name, one.number) for one in parts(room.journal)] == [("Joy", 2)]


def test_a_name_known_already_is_the_same_part(room: Room) -> None:
    room.sit("check-in", ["settled", ["Wächter"], None, None, None])
    room.sit("check-in", ["settled", ["  WACHTER ", "#1", "wächter"], None, None, None])
    assert [one.name for one in parts(room.journal)] == ["Wächter"]


def test_a_morning_and_its_evening(room: Room) -> None:
    room.sit("check-in", ["settled", ["quiet"], None, "be slow"], variant="morning")
    room.later(hours=8)
    _, talker, ending = room.sit("check-in", ["settled", ["quiet"], None, None], variant="evening")
    assert 'This morning you wrote: "be slow".' in talker.about(About.STEP)
    assert ending.reason is EndReason.COMPLETE
    room.later(days=1)
    _, talker, _ = room.sit("check-in", ["settled", ["quiet"], None, None], variant="evening")
    assert not any("This morning" in text for text in talker.about(About.STEP))
