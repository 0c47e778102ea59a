"""Is this one we know: known parts that resemble what was noticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifs_journal.journal.journal import Journal
from ifs_journal.journal.read_like import LikePart, parts_like
from ifs_journal.journal.write_parts import Fact, add_fact, add_part
from ifs_journal.terms import SaidBy
from journal_making import START, at, empty, new_id


class Known:
    """Parts with facts, made by name."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.minute = 0

    def part(self, name: str, **facts: str) -> str:
        id_ = new_id()
        add_part(self.journal, id_, name, START)
        for field, text in facts.items():
            self.say(id_, field, text)
        return id_

    def say(self, part_id: str, field: str, text: str) -> None:
        self.minute += 1
        add_fact(self.journal, Fact(new_id(), part_id, field, text, None, SaidBy.PART, at(self.minute)))

    def like(self, place: str | None = None, *words: str, fears: tuple[str, ...] = ()) -> list[LikePart]:
        return parts_like(self.journal, place=place, words=words, fears=fears)

    def names(self, place: str | None = None, *words: str, fears: tuple[str, ...] = ()) -> list[str]:
        return [one.name for one in self.like(place, *words, fears=fears)]


@pytest.fixture
def known(journal: Journal) -> Known:
    return Known(journal)


@pytest.fixture
def usual(known: Known) -> Known:
    known.part("Critic", place="tight, in the chest", says="You are never good enough", worry="being seen")
    known.part("Joker", place="the jaw", says="make them laugh", fears="silence at the table")
    known.part("Sleeper", place="belly", message="leave me alone")
    known.part("Runner", place="legs and feet", says="get out of here now")
    known.part("Nameless")
    return known


def test_the_same_place_the_same_words_the_same_fear(usual: Known) -> None:
    (found,) = usual.like("chest", "never enough", fears=("to be seen by all",))
    assert (found.name, found.number) == ("Critic", 1)
    assert found.because == ("chest", '"never good enough"', '"seen"')


def test_each_alone_can_be_enough(usual: Known) -> None:
    assert usual.names("CHEST") == ["Critic"]
    assert usual.names(None, "it will never be enough") == ["Critic"]
    assert usual.names(None, fears=("silence, and a whole table of it",)) == ["Joker"]


def test_a_place_by_another_name_and_a_word_by_another_ending(usual: Known) -> None:
    assert usual.like("around the heart")[0].because == ("chest",)
    assert usual.names("stomach") == ["Sleeper"]
    assert usual.names("a foot") == []
    assert usual.names("jaws") == ["Joker"]


def test_nothing_is_offered_without_a_resemblance(usual: Known) -> None:
    assert usual.like("shoulders", "what now", fears=("of the dark",)) == []
    assert usual.like() == usual.like("", "", fears=("",)) == usual.like("  ", "!?") == []
    assert usual.like(None, "I am here and it is what you have") == []


def test_words_all_parts_share_say_nothing(known: Known) -> None:
    for number in range(6):
        known.part(f"Part {number}", place="chest", says="too loud today")
    assert known.like("chest", "so loud today") == []
    known.part("Seventh", place="chest", says="the lighthouse is dark")
    assert known.names("chest", "a lighthouse, today") == ["Seventh"]


def test_rarer_words_weigh_more(known: Known) -> None:
    for number in range(4):
        known.part(f"Part {number}", says="work and money")
    known.part("Rare", says="work at the lighthouse")
    assert known.names(None, "work, money, lighthouse")[0] == "Rare"


def test_at_most_the_limit_and_the_latest_of_equals(known: Known) -> None:
    for name in ("A", "B", "C", "D"):
        known.part(name, place="left knee")
    for number in range(20):
        known.part(f"Elsewhere {number}", place="head")
    assert known.names("knee") == ["D", "C", "B"]
    assert len(parts_like(known.journal, place="knee", words=[], fears=[], limit=1)) == 1


def test_the_quote_is_the_persons_own_and_short(known: Known) -> None:
    long = "Lighthouse " + "word " * 40 + "harbour"
    id_ = known.part("One", says="the lighthouse")
    known.say(id_, "says", long)
    assert known.like(None, "lighthouse harbour")[0].because == ('"Lighthouse"',)
    known.say(id_, "message", "that  Lighthouse,\nin the Harbour")
    assert known.like(None, "harbour lighthouse")[0].because == ('"Lighthouse, in the Harbour"',)


def test_archived_parts_stay_out(usual: Known) -> None:
    with usual.journal.writing() as connection:
        connection.execute("UPDATE part SET archived_at = ? WHERE name = 'Critic'", (START,))
    assert usual.like("chest", "never enough") == []


@pytest.mark.parametrize(
    ("written", "noticed"),
    [
        ("Engegefühl in der BRUST", "Druck auf der Brust"),
        ("сжимает грудь", "в груди сжимает"),
        ("胸口很紧", "胸口发闷"),
        ("むねが苦しい", "むねのあたり"),
        ("ضغط في الصدر", "في الصدر"),
        ("छाती में दबाव", "मेरी छाती"),
        ("e\u0301touffe\u0301e", "ÉTOUFFÉE"),
    ],
)
def test_any_script(known: Known, written: str, noticed: str) -> None:
    known.part("One", place=written)
    known.part("Other", place="1 2 3")
    assert known.names(noticed) == ["One"]


def test_one_sign_that_stands_for_several_words(known: Known) -> None:
    known.part("One", says="\u2100 \ufdfa")
    assert known.names(None, "\u0635\u0644\u0649 \u0627\u0644\u0644\u0647") == ["One"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), noticed=st.text(max_size=60))
def test_any_text_is_compared_without_harm_and_the_same_twice(text: str, noticed: str) -> None:
    with empty() as journal:
        known = Known(journal)
        known.part("One", place=text, says=text, fears=text)
        found = known.like(noticed, noticed, fears=(noticed,))
        assert found == known.like(noticed, noticed, fears=(noticed,))
        assert all(one.because and all(one.because) for one in found)
