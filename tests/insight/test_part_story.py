"""A part's story: its figures told by other means, on invented journals; what is private stays out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.insight.story import Story, by_month, by_outcome, story_of, thinned, turns
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_story import Kept, Level
from ifs_journal.journal.tidy import merge_parts
from ifs_journal.journal.write_parts import Fact, add_fact, add_part
from ifs_journal.terms import Row, SaidBy
from journal_making import START, empty, item, new_id, new_session, present, put

TECHNIQUES = (None, "asking", "move")
RESPONSES = ("eased", "stayed", None)
FOUND = ("open", "reacting", "inside_it")
KEPT = (None, "kept", "not_yet", "renegotiated")


class Event(NamedTuple):
    """A session: which of two parts it was about, what came of it, and whether that may be told."""

    part: int
    trust: int
    technique: str | None
    response: str | None
    found: str
    words: str
    voice: str
    kept: str | None
    private: bool
    tender: bool

    @property
    def told(self) -> bool:
        return not (self.private or self.tender)


EVENTS = st.lists(
    st.builds(
        Event,
        st.integers(0, 1),
        st.integers(0, 10),
        st.sampled_from(TECHNIQUES),
        st.sampled_from(RESPONSES),
        st.sampled_from(FOUND),
        st.text("abc", min_size=1, max_size=3),
        st.sampled_from(["part", "user"]),
        st.sampled_from(KEPT),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
)


def write(journal: Journal, ids: list[str], number: int, one: Event) -> None:
    month, day = number % 9 + 1, number + 1
    at = f"2026-{month:02}-{day:02}T12:00:00+00:00"
    about = {"part_id": ids[one.part], "answer_seq": 1, "at": at}
    agreed = new_id()
    rows = [
        present(ids[one.part], 1),
        Row("part_fact", new_id(), {**about, "field": "trust", "number_value": one.trust, "said_by": "user"}),
        Row("part_fact", new_id(), {**about, "field": "says", "value": one.words, "said_by": one.voice}),
        Row("unblend_attempt", new_id(), {**about, "technique": one.technique, "response": one.response}),
        Row("gate_check", new_id(), {**about, "gate": "feel_toward", "class": one.found}),
        Row("agreement", agreed, {**about, "text": f"promise {number}"}),
    ]
    if one.kept is not None:
        told = {"answer_seq": 1, "at": at, "agreement_id": agreed, "kept": one.kept, "words": "told"}
        rows.append(Row("agreement_outcome", new_id(), told))
    journal.begin(
        new_session(
            started_at=at,
            local_day=at[:10],
            script="vulnerable" if one.tender else "check-in",
            first=item(1, private=one.private),
            rows=put(*rows),
        )
    )


def expect(story: Story, events: list[tuple[str, Event]]) -> None:
    """Told in plain Python from what was put in."""
    told = sorted((at, one) for at, one in events if one.told)
    assert [level.value for level in story.trust] == [one.trust for _, one in told]
    rooms = Counter(
        (one.technique, one.response)
        for _, one in told
        if one.technique is not None or one.response is not None
    )
    assert {(room.technique, room.response): room.times for room in story.room} == rooms
    months = Counter((at[:7], one.found) for at, one in told)
    assert {(month.month, month.found): month.times for month in story.toward} == months
    assert list(by_month(story.toward)) == sorted({at[:7] for at, _ in told})
    kept = Counter(one.kept for _, one in told)
    assert {what: len(found) for what, found in by_outcome(story.agreements).items()} == kept
    own = [one for _, one in told if one.voice == "part"] or [one for _, one in told]
    assert (story.first and story.first.text) == (own[0].words if own else None)
    assert (story.latest and story.latest.text) == (own[-1].words if len(own) > 1 else None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(EVENTS, st.booleans())
def test_a_story_tells_what_was_said_and_nothing_private(events: list[Event], merged: bool) -> None:
    with empty() as journal:
        ids = [new_id(), new_id()]
        for number, id_ in enumerate(ids):
            add_part(journal, id_, f"Part {number}", START)
        for number, one in enumerate(events):
            write(journal, ids, number, one)
        dated = [(f"2026-{number % 9 + 1:02}-{number + 1:02}", one) for number, one in enumerate(events)]
        if merged:
            merge_parts(journal, ids[1], ids[0], new_id(), START)
            expect(story_of(journal, ids[0]), dated)
            return
        for place, id_ in enumerate(ids):
            expect(story_of(journal, id_), [(day, one) for day, one in dated if one.part == place])


def test_what_was_written_by_hand_is_told_too() -> None:
    with empty() as journal:
        id_ = new_id()
        add_part(journal, id_, "Joy", START)
        assert not any(story_of(journal, id_))
        add_fact(journal, Fact(new_id(), id_, "fears", "the dark", None, SaidBy.THERAPIST, START))
        story = story_of(journal, id_)
        assert story.first is not None
        assert (story.first.text, story.first.said_by, story.first.day) == ("the dark", "therapist", None)
        assert story.latest is None


def level(value: int) -> Level:
    return Level(value, None, START, None)


LEVELS = st.lists(st.integers(0, 10).map(level), max_size=60)


@given(LEVELS)
def test_turns_keep_every_change_and_both_ends(found: list[Level]) -> None:
    kept = turns(found)
    assert (kept[:1], kept[-1:]) == (found[:1], found[-1:])
    changes = sum(before.value != after.value for before, after in pairwise(found))
    assert sum(before.value != after.value for before, after in pairwise(kept)) == changes


@given(LEVELS, st.integers(2, 70))
def test_a_curve_has_as_many_points_as_there_is_room_for_and_both_ends(found: list[Level], most: int) -> None:
    kept = thinned(found, most)
    assert len(kept) == min(len(found), most)
    assert (kept[:1], kept[-1:]) == (found[:1], found[-1:])
    places = [next(at for at, one in enumerate(found) if one is each) for each in kept]
    assert places == sorted(set(places))


def test_promises_stand_under_what_became_of_them_the_newest_first() -> None:
    found = [
        Kept(text, None, "2026-03-01", 1, kept, None, None)
        for text, kept in (("a", "kept"), ("b", None), ("c", "kept"))
    ]
    groups = by_outcome(found)
    assert [one.text for one in groups["kept"]] == ["c", "a"]
    assert [one.text for one in groups[None]] == ["b"]
