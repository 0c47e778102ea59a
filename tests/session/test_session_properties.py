"""Whatever is said and however often it is paused: the journal has all of it, as it was given."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import guide_answers as answers
import guide_scripts as scripts
import guide_walking as walking
from ifs_journal.errors import Busy
from ifs_journal.guide.projection import project
from ifs_journal.guide.walk import walk
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import parts
from ifs_journal.script.library import index
from ifs_journal.session.live import Live
from ifs_journal.terms import Kind, StepType
from session_talking import Room, on_disk

SHIPPED = [one["id"] for one in index() if one["listed"] and one["id"] != "now"]
few = settings(
    max_examples=8,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate, Phase.shrink],
    suppress_health_check=[*HealthCheck],
)


@pytest.fixture
def room(journal: Journal) -> Room:
    return Room(journal)


def raw(live: Live, question: Any) -> st.SearchStrategy[tuple[str, Any]]:
    """Any way on, with parts as they are known in this journal."""
    names = st.sampled_from(walking.NAMES)
    if question.type in (StepType.PART, StepType.PARTS):
        value = names if question.type is StepType.PART else st.lists(names, min_size=1, max_size=3)
        return st.tuples(st.just("named"), value) | st.just(("skip", None))
    if question.type is StepType.PERSON:
        return st.tuples(st.just("named"), st.sampled_from(walking.PEOPLE))
    ways = [st.tuples(st.just("answer"), answers.answer(live, question))] * 4
    others = [("skip", None), ("back", None), ("ground", None), ("pause", None), ("again", None)]
    return st.one_of(*ways, st.sampled_from(others))


@few
@given(data=st.data(), script=st.sampled_from([*SHIPPED, "made"]))
def test_a_session_goes_on_from_disk_as_if_it_had_never_been_away(
    room: Room, data: st.DataObject, script: str
) -> None:
    live = begin(room, data, script)
    for _ in range(data.draw(st.integers(3, 25))):
        question = live.place.question
        if question is None:
            break
        way, value = data.draw(raw(live, question))
        live = gone(room, live, way, value)
        on_disk(live, room.journal)
    again = walk(live.bundle, room.journal.log(live.id), live.known)
    assert again.place().question == live.place.question
    assert project(again, live.id) == live.rows
    assert again.highest == live.walk.highest
    first = {part.id for part in parts(room.journal)}
    room.journal.delete_session(live.id)
    assert first >= {part.id for part in parts(room.journal)}
    assert parts(room.journal) == []


def begin(room: Room, data: st.DataObject, script: str) -> Live:
    if script != "made":
        return room.begin(script)
    made = scripts.bundle(data.draw(scripts.scripts()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ifs_journal.session.start.bundle_of", lambda *_, **__: made)
        return room.begin("made")


def gone(room: Room, live: Live, way: str, value: Any) -> Live:
    if way == "again":
        taken = room.taken_up(live.id)
        assert taken.place.question == live.place.question
        assert taken.rows == live.rows
        return taken
    if way == "named":
        from ifs_journal.session.lookups import find_exactly, find_person
        from ifs_journal.session.values import Finders, stored

        question = walking.open_question(live)
        find = Finders(partial(find_exactly, room.journal), partial(find_person, room.journal))
        kept = stored(question, value, find, live.clock)
        answers.make(live, "answer", kept)
    else:
        answers.make(live, way, value)
    return live


@settings(few, max_examples=60)
@given(texts=st.lists(answers.ANY_TEXT | st.text(max_size=400).filter(str.strip), min_size=2, max_size=2))
def test_any_text_comes_back_as_given(room: Room, texts: list[str]) -> None:
    said, sentence = texts
    live = room.begin("unblend")
    for value in ("settled", None, said, sentence):
        walking.give(live, value)
    assert [one.value for one in room.journal.log(live.id)[3:]] == [said, sentence]
    taken = room.taken_up(live.id)
    assert taken.log == live.log
    assert taken.place.key_sentence == sentence
    room.journal.delete_session(live.id)


@settings(few, max_examples=15)
@given(text=answers.ANY_TEXT)
def test_any_draft_comes_back_as_given_where_utf_8_can_hold_it(room: Room, text: str) -> None:
    live = room.begin("unblend")
    live.keeper.save_draft("unblend/says:1", text, live.clock.stamp())
    assert room.journal.draft(live.id) == ("unblend/says:1", text.encode("utf-8", "replace").decode("utf-8"))


def test_a_window_left_behind_never_changes_what_the_other_wrote(room: Room) -> None:
    room.begin("unblend")
    one, other = room.taken_up(), room.taken_up()
    walking.go(one, ["settled", None, "never good enough"])
    for act in (
        lambda: walking.give(other, "stirred"),
        lambda: other.command("ground"),
        other.stop,
        lambda: other.resumed(9),
    ):
        with pytest.raises(Busy):
            act()
    on_disk(one, room.journal)
    assert [item.kind for item in one.log] == [Kind.COMMAND, *[Kind.ANSWER] * 3]
