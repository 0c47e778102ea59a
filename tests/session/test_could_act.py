"""One question after words about dying: when it comes, what follows, and that nothing of it stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import Hidden
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import entry, find_session, sessions
from ifs_journal.script import library
from ifs_journal.session.asker import About
from ifs_journal.session.could_act import Watch
from ifs_journal.session.live import Live
from ifs_journal.session.settings import Settings
from ifs_journal.terms import Command, EndReason, Kind
from session_talking import Room, events, ifs, lines, on_disk

Run = Callable[..., tuple[int, list[dict[str, Any]]]]
ASKED = "could-you-act/act:1"
DARK = "I want to die"
TO_THE_LINE = ["settled", "Critic"]
TO_THE_EVENT = ["settled", "Anna", "no", "no"]
SMALL = "Today stays small"


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    def act(command: str, replies: list[Any]) -> tuple[int, list[dict[str, Any]]]:
        code, out, _ = ifs(monkeypatch, *command.split(), "--jsonl", stdin=lines(replies))
        return code, events(out)

    return act


def crisis_pages(talker: Any) -> list[str]:
    return list(talker.about(About.CRISIS))


def last_answer(room: Room, live: Live) -> Any:
    return [one.value for one in room.entry(live).answers if one.kind is Kind.ANSWER][-1]


def dump(journal: Journal) -> str:
    """All the journal holds beside the scripts themselves."""
    tables = journal.connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return "\n".join(
        str(row)
        for (name,) in tables
        if name != "bundle"
        for row in journal.connection.execute(f'SELECT * FROM "{name}"')
    )


def test_no_shows_the_lines_once_and_a_gentle_session_goes_on(room: Room) -> None:
    live, talker, ending = room.sit("check-in", [*TO_THE_LINE, DARK, "no", "some", None])
    assert ending.reason is EndReason.COMPLETE
    at = talker.asked.index(ASKED)
    assert talker.asked[at - 1].startswith("check-in/message")
    assert talker.asked[at + 1].startswith("check-in/self")
    (page,) = crisis_pages(talker)
    assert page.startswith("Then it may be here")
    assert "findahelpline.com" in page
    assert not any(SMALL in text for _, text in talker.shown)
    on_disk(live, room.journal)


def test_it_is_asked_once_a_sitting(room: Room) -> None:
    _, talker, ending = room.sit("check-in", [*TO_THE_LINE, DARK, "no", "some", "to kill myself"])
    assert ending.reason is EndReason.COMPLETE
    assert talker.asked.count(ASKED) == 1


def test_going_back_right_after_does_not_ask_again(room: Room) -> None:
    _, talker, _ = room.sit("check-in", [*TO_THE_LINE, DARK, "no", "/back", DARK, "some", None])
    assert talker.asked.count(ASKED) == 1
    assert DARK in talker.offers, "the answer taken back is offered"


@pytest.mark.parametrize("answer", ["yes", "not_sure"])
@pytest.mark.parametrize(
    ("script", "before"), [("check-in", TO_THE_LINE), ("speak-for", TO_THE_EVENT), ("write", ["settled"])]
)
def test_yes_and_not_sure_end_like_not_safe(room: Room, script: str, before: list[Any], answer: str) -> None:
    live, talker, ending = room.sit(script, [*before, DARK, answer])
    assert ending.reason is EndReason.SAFETY
    (page,) = crisis_pages(talker)
    assert page.startswith("Thank you for saying so.")
    kept = room.entry(live)
    assert kept.session.end_reason is EndReason.STOPPED
    assert last_answer(room, live) == DARK, "what was written stays"
    (asks,) = room.journal.connection.execute("SELECT ask_keep FROM session").fetchone()
    assert asks, "the next start asks whether to keep it"
    on_disk(live, room.journal)


def test_after_the_last_answer_it_is_asked_too(room: Room) -> None:
    live, talker, ending = room.sit("check-in", [*TO_THE_LINE, None, "some", DARK, "yes"])
    assert (talker.asked[-1], ending.reason) == (ASKED, EndReason.SAFETY)
    assert room.entry(live).session.end_reason is EndReason.COMPLETE
    on_disk(live, room.journal)


@pytest.mark.parametrize("answer", ["no", "/skip"])
def test_a_deeper_session_stays_small_and_closes(room: Room, answer: str) -> None:
    live, talker, ending = room.sit("speak-for", [*TO_THE_EVENT, DARK, answer, "settled", None, None, None])
    at = talker.asked.index(ASKED)
    assert all("/closing" in one or one.startswith("speak-for/closing") for one in talker.asked[at + 1 :])
    assert sum(SMALL in text for _, text in talker.shown) == 1
    assert len(crisis_pages(talker)) == 1
    assert ending.reason is not EndReason.SAFETY
    on_disk(live, room.journal)


def test_going_back_does_not_lead_deeper_again(room: Room) -> None:
    _, talker, _ = room.sit("speak-for", [*TO_THE_EVENT, DARK, "no", "/back", "/back"])
    at = talker.asked.index(ASKED)
    assert len(talker.asked) == at + 4
    assert len(set(talker.asked[at + 1 :])) == 1, "the same question of the closing each time"


def test_left_open_a_gentle_session_goes_on(room: Room) -> None:
    _, talker, ending = room.sit("check-in", [*TO_THE_LINE, DARK, "/skip", "some", None])
    assert ending.reason is EndReason.COMPLETE
    (page,) = crisis_pages(talker)
    assert page.startswith("Left open")


def test_stopping_at_the_question_stops_the_session_under_the_lines(room: Room) -> None:
    live, talker, ending = room.sit("check-in", [*TO_THE_LINE, DARK, "/stop"])
    assert ending.reason is EndReason.STOPPED
    assert len(crisis_pages(talker)) == 1
    on_disk(live, room.journal)


@pytest.mark.parametrize("leave", ["/pause", KeyboardInterrupt(), EOFError(), "/hide"])
def test_leaving_at_the_question_pauses_after_the_kept_answer(room: Room, leave: Any) -> None:
    live, _, ending = room.sit("check-in", [*TO_THE_LINE, DARK, leave], text="typed elsewhere")
    assert ending.reason is None
    assert last_answer(room, live) == DARK
    assert room.journal.draft(live.id) is None
    _, talker, ending = room.resume(["some", None])
    assert ASKED not in talker.asked, "it is not asked again for the same words"
    assert ending.reason is EndReason.COMPLETE


def test_hiding_at_the_question_pauses_and_says_nothing(room: Room) -> None:
    with pytest.raises(Hidden):
        room.sit("check-in", [*TO_THE_LINE, DARK, Hidden()])
    _, talker, _ = room.resume(["some", None])
    assert ASKED not in talker.asked


@pytest.mark.parametrize("reply", ["no", "yes", "not_sure", "/skip", "/stop", "/crisis"])
def test_nothing_of_the_question_is_ever_kept(room: Room, reply: str, journal_file: Path) -> None:
    room.sit("check-in", [*TO_THE_LINE, DARK, reply])
    room.sit("speak-for", [*TO_THE_EVENT, DARK, reply])
    kept = dump(room.journal)
    found = library.phrase_words()
    assert found is not None
    files = [one for one in journal_file.parent.iterdir() if one.name.startswith(journal_file.name)]
    raw = b"".join(one.read_bytes() for one in files)
    for trace in (
        "could-you-act",
        "not_sure",
        "old companion",
        found["question"]["text"],
        "phrase",
        "crisis",
    ):
        assert trace not in kept, trace
    for trace in (b"could-you-act", b"old companion", found["question"]["text"].encode()):
        assert trace not in raw, trace
    kinds = {one.kind for one in entry(room.journal, find_session(room.journal, "1").id).answers}
    assert kinds <= {Kind.ANSWER, Kind.SKIP, Kind.COMMAND}


def test_turned_off_it_is_never_asked(room: Room) -> None:
    room.settings = Settings(phrases=False)
    _, talker, ending = room.sit("check-in", [*TO_THE_LINE, DARK, "some", None])
    assert (ASKED in talker.asked, ending.reason) == (False, EndReason.COMPLETE)


def test_a_language_without_a_list_asks_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from ifs_journal.session import could_act

    monkeypatch.setattr(could_act, "_phrases", lambda language: None)
    _, talker, _ = room.sit("check-in", [*TO_THE_LINE, DARK, "some", None])
    assert ASKED not in talker.asked


def test_nobody_is_asked_in_front_of_another(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    live = room.begin("check-in")
    question = live.place.question
    assert question is not None
    said = replace(question, type="long")
    assert Watch(on=True).hears(live, said, DARK)
    monkeypatch.setattr(type(live.walk.root), "shared", True, raising=False)
    assert not Watch(on=True).hears(live, said, DARK)


def test_own_words_beside_options_are_read_and_names_are_not(room: Room) -> None:
    live = room.begin("check-in")
    question = live.place.question
    assert question is not None
    choices, part = replace(question, type="choices"), replace(question, type="part")
    assert Watch(on=True).hears(live, choices, ["reacting", {"other": DARK}])
    assert not Watch(on=True).hears(live, choices, ["reacting"])
    assert not Watch(on=True).hears(live, part, {"id": "x", "name": DARK})


def test_the_list_is_not_read_before_there_is_free_text(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    from ifs_journal.session import could_act

    read: list[str] = []
    monkeypatch.setattr(could_act, "_phrases", read.append)
    room.sit("check-in", TO_THE_LINE)
    assert read == []
    room.sit("check-in", [*TO_THE_LINE, "tea"])
    assert read == ["en"]


# --- as another program and a file of answers meet it -----------------------------------------------------


def test_the_line_protocol_has_it_as_a_step(run: Run, journal_file: Path) -> None:
    create(journal_file)
    code, found = run("check-in", [*TO_THE_LINE, DARK, None, "no", "some", None])
    assert code == 0
    steps = [one for one in found if one.get("address") == ASKED]
    assert len(steps) == 2, "nothing is not an answer here; /skip is"
    assert (steps[0]["private"], steps[0]["optional"], steps[0]["slot"]) == (True, False, None)
    assert [one["value"] for one in steps[0]["options"]] == ["no", "not_sure", "yes"]
    assert steps[0]["plain"] != steps[0]["text"] == "Could you act on this?"
    after = found[found.index(steps[1], found.index(steps[0]) + 1) + 1]
    assert (after["event"], after["about"]) == ("say", "crisis")


def test_the_line_protocol_ends_with_forty(run: Run, journal_file: Path) -> None:
    create(journal_file)
    code, found = run("check-in", [*TO_THE_LINE, DARK, "yes"])
    assert (code, found[-1]["reason"]) == (40, "safety")
    code, found = run("check-in", [*TO_THE_LINE, DARK])
    assert (code, found[-1]["reason"]) == (130, "paused")
    code, found = run("check-in", [*TO_THE_LINE, DARK, *[7] * 5])
    assert code == 65
    assert run("resume", ["some", None])[0] == 0


def test_now_asks_it_and_keeps_nothing(run: Run, journal_file: Path) -> None:
    create(journal_file)
    before = journal_file.read_bytes()
    code, found = run("now", [None, DARK, "yes"])
    assert (code, found[-1]) == (40, {"event": "end", "session": None, "reason": "safety"})
    code, found = run("now", [None, DARK, "no", "a_bit", "water", "no_trace"])
    assert (code, found[-1]["reason"]) == (0, "complete")
    assert journal_file.read_bytes() == before
    code, found = run("now", [None, DARK, "no", "a_bit", "water", "keep"])
    assert code == 0
    with Journal.open(journal_file) as journal:
        (one,) = sessions(journal)
        assert [
            answer.address for answer in entry(journal, one.id).answers if "could" in answer.address
        ] == []


def test_in_a_file_of_answers_it_takes_the_next_item(
    monkeypatch: pytest.MonkeyPatch, journal_file: Path, tmp_path: Path
) -> None:
    create(journal_file)
    file = tmp_path / "answers.json"

    def answered(items: list[Any]) -> int:
        file.write_text(json.dumps(items), encoding="utf-8")
        return ifs(monkeypatch, "check-in", "--answers", str(file))[0]

    assert answered([*TO_THE_LINE, DARK, {"step": ASKED, "answer": "no"}, "some", None]) == 0
    assert answered([*TO_THE_LINE, DARK, {"step": "act", "answer": "yes"}]) == 40
    assert answered([*TO_THE_LINE, DARK, "some", None]) == 65, "an older file is told, nothing is guessed"
    (tmp_path / "config.toml").write_text("phrases = false\n", encoding="utf-8")
    monkeypatch.setenv("IFS_CONFIG", str(tmp_path))
    assert answered([*TO_THE_LINE, DARK, "some", None]) == 0


def test_every_command_can_be_given_at_the_question(room: Room) -> None:
    for command in Command:
        _, talker, _ = room.sit("check-in", [*TO_THE_LINE, DARK, f"/{command}", "no", "some", None])
        assert ASKED in talker.asked
