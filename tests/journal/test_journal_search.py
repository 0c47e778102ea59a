"""Finding words again: which texts, in which order, narrowed down; and narrowing the list of sessions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ifs_journal.errors import Ambiguous, NotFound
from ifs_journal.journal import read_search, reads
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.meant import part_meant, person_meant, tag_meant
from ifs_journal.journal.read_filters import Filters, count_sessions, session_numbers
from ifs_journal.journal.read_search import Found, search
from ifs_journal.journal.shapes import Head
from ifs_journal.journal.words import places, snippet, sought
from ifs_journal.terms import Difference, Row
from journal_making import START, item, new_id, new_session, part, present, put

pytestmark = pytest.mark.sampled(2)

NOTHING = Difference()


def day(number: int, **more: Any) -> dict[str, Any]:
    """What a session of that day of March begins with."""
    start = f"2026-03-{number:02}T07:30:00+00:00"
    return {"started_at": start, "local_day": start[:10], **more}


def write(journal: Journal, number: int, *values: Any, **more: Any) -> Head:
    """A session on that day of March with these answers."""
    head = journal.begin(new_session(**day(number, first=item(1, values[0]), **more)))
    for seq, value in enumerate(values[1:], 2):
        when = f"2026-03-{number:02}T07:{30 + seq}:00+00:00"
        revision = journal.append(head.id, seq - 1, item(seq, value, at=when), NOTHING, reached="x")
        head = head._replace(revision=revision)
    return head


def fresh(folder: str) -> Journal:
    """A new journal in a folder, open."""
    path = Path(folder) / "journal.db"
    create(path)
    return Journal.open(path)


def texts(found: Found) -> list[str]:
    return [one.text for one in found.hits]


@pytest.fixture
def evenings(journal: Journal) -> Journal:
    """A few entries about evenings."""
    write(journal, 1, "A tired evening, and tired again. So tired.")
    write(
        journal,
        2,
        "The evening was long and somebody said a lot of other things, tired as we all were by then",
    )
    write(
        journal,
        3,
        "Élan, naïve and jalapeño",
        "私は今日とても疲れた。",
        "とてもtiredで眠いcalmな日",
        "We don't know; it's so-so",
    )
    return journal


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("tired", 3),
        ("TIR", 3),
        ("evening tired", 2),
        ("tired evening", 2),
        ('"tired evening"', 1),
        ("“tired evening”", 1),
        ('"evening tir"', 0),
        ("elan", 1),
        ("NAIVE jalapeno", 1),
        ("ÉLAN", 1),
        ("don't", 1),
        ("don’t know", 1),
        ("so-so", 1),
        ("疲れた", 1),
        ("とても", 2),
        ("疲", 1),
        ("今日", 1),
        ("昨日", 0),
        ("evening 疲れた", 0),
        ("疲れた。", 1),
        ("とてもtired", 1),
        ("calm", 1),
        ("calm 眠い", 1),
        ("眠いcalmな", 1),
        ("眠い calm nobody", 0),
        ("ening", 0),
        ("tired xyzzy", 0),
        ("", 0),
        ("!?", 0),
    ],
)
def test_words_are_found_by_their_beginnings(evenings: Journal, typed: str, expected: int) -> None:
    found = search(evenings, typed)
    assert len(found.hits) == expected
    assert found.ranked
    assert not found.more


ODD = (
    *(
        '"',
        "'",
        "*",
        "tired*",
        "-tired",
        "(tired",
        "tired)",
        "tired AND",
        "NOT tired",
        "text:tired",
        "^tired",
    ),
    *(
        "tired + long",
        "NEAR(tired long)",
        "{a b}: tired",
        "tired;--",
        "%_",
        "🙂 tired",
        "\x00tired",
        "tired\udcff",
    ),
)


NOT_WRITTEN = ('"', "'", "*", "NOT tired", "text:tired", "NEAR(tired long)", "{a b}: tired", "%_")


@pytest.mark.parametrize("typed", ODD)
def test_any_punctuation_is_safe(evenings: Journal, typed: str) -> None:
    found = search(evenings, typed)
    assert bool(found.hits) is not (typed in NOT_WRITTEN)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30))
def test_anything_typed_is_safe_and_found_if_it_was_written(typed: str) -> None:
    looked_for = sought(typed)
    found = places(typed, looked_for)
    assert all(0 <= start < end <= len(typed) for start, end in found)
    cut = snippet(typed, looked_for, 12)
    assert len(cut.text) <= 14
    assert all(0 <= start < end <= len(cut.text) for start, end in cut.places)


WRITTEN = st.one_of(
    st.text("abcdé ", min_size=1, max_size=12), st.text("疲れた今。 ", min_size=1, max_size=12)
)


@given(st.lists(WRITTEN, min_size=1, max_size=4), st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_found_and_marked(written: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder, fresh(folder) as journal:
        for number, text in enumerate(written, 1):
            write(journal, number, text)
        word = data.draw(st.sampled_from(" ".join(written).split() or ["a"]))
        found = search(journal, word)
        holding = [text for text in written if places(text, sought(word))]
        assert sorted(texts(found)) == sorted(holding)


def test_the_best_fitting_comes_first(evenings: Journal) -> None:
    assert [one.day for one in search(evenings, "tired evening").hits] == ["2026-03-01", "2026-03-02"]


def test_a_hit_says_where_it_stands(journal: Journal) -> None:
    head = write(journal, 4, {"name": "Critic", "id": "x"})
    second = item(2, "tired of it", prompt="What would {part} say?", quotes={"part": 1}, private=True)
    journal.append(head.id, 1, second, NOTHING, reached="x")
    (hit,) = search(journal, "tired").hits
    assert (hit.kind, hit.session, hit.number, hit.seq) == ("answer", head.id, head.number, 2)
    assert (hit.address, hit.day, hit.title) == ("check-in/step:2", "2026-03-04", "Check-in")
    assert (hit.private, hit.prompt, hit.quotes) == (True, "What would {part} say?", {"part": 1})
    assert hit.quoted == {1: {"name": "Critic", "id": "x"}}
    journal.correct(head.id, 2, 1, {"name": "Grumbler", "id": "x"}, NOTHING, at=START, correction_id=new_id())
    (hit,) = search(journal, "tired").hits
    assert hit.quoted == {1: {"name": "Grumbler", "id": "x"}}


def test_only_the_latest_correction_is_found(journal: Journal) -> None:
    head = write(journal, 1, "first words")
    for revision, (text, when) in enumerate(
        [("second words", "2026-03-02"), ("fourth words", "2026-03-04"), ("third words", "2026-03-03")], 1
    ):
        at = f"{when}T10:00:00+00:00"
        journal.correct(head.id, revision, 1, text, NOTHING, at=at, correction_id=new_id())
    assert texts(search(journal, "words")) == ["fourth words"]
    assert texts(search(journal, "first")) == texts(search(journal, "second")) == []
    (hit,) = search(journal, "fourth").hits
    assert (hit.kind, hit.number, hit.seq, hit.address) == ("answer", 1, 1, "check-in/step:1")


def add_note(
    journal: Journal, text: str, when: int, session: str | None = None, of: str | None = None
) -> None:
    sql = "INSERT INTO note (id, session_id, part_id, text, at, local_day) VALUES (?, ?, ?, ?, ?, ?)"
    local = f"2026-03-{when:02}"
    journal.connection.execute(sql, (new_id(), session, of, text, f"{local}T09:00:00+00:00", local))


def add_tag(journal: Journal, session: str, tag: str) -> None:
    sql = "INSERT INTO tag (id, session_id, tag, tag_key, at) VALUES (?, ?, ?, ?, ?)"
    journal.connection.execute(sql, (new_id(), session, tag, tag.casefold(), START))


def add_person(journal: Journal, name: str, *sessions: str) -> str:
    made = new_id()
    sql = "INSERT INTO person (id, name, name_key, created_at) VALUES (?, ?, ?, ?)"
    journal.connection.execute(sql, (made, name, name.casefold(), START))
    for session in sessions:
        sql = (
            "INSERT INTO session_person (id, session_id, person_id, answer_seq, seen_at) "
            "SELECT ?, id, ?, 1, started_at FROM session WHERE id = ?"
        )
        journal.connection.execute(sql, (new_id(), made, session))
    return made


@pytest.fixture
def kept(journal: Journal) -> dict[str, str]:
    """Three sessions with parts, people, tags and notes, all about rivers. Ids by what they are."""
    critic, planner = part("River Critic"), part("the planner")
    again = present(critic.id, 1, "target")
    first = write(journal, 1, "river one", rows=put(critic, present(critic.id, 1), again))
    second = write(journal, 2, "river two", script="unblend", rows=put(planner, present(planner.id, 1)))
    third = write(journal, 3, "river three", rows=put(present(critic.id, 1), present(planner.id, 1)))
    alias = Row("part_alias", new_id(), {"part_id": planner.id, "alias": "Riverboat"})
    journal.append(
        third.id, third.revision, item(2, "x", at="2026-03-03T08:00:00+00:00"), put(alias), reached="x"
    )
    ids = {"critic": critic.id, "planner": planner.id, "1": first.id, "2": second.id, "3": third.id}
    add_note(journal, "river note", 5, session=second.id)
    add_note(journal, "river of the critic", 6, of=critic.id)
    add_note(journal, "river alone", 7)
    add_tag(journal, first.id, "Water")
    add_tag(journal, third.id, "water")
    add_tag(journal, second.id, "waterfall")
    ids["sam"] = add_person(journal, "Sam River", first.id)
    ids["ana"] = add_person(journal, "Ana", second.id, third.id)
    return ids


def kinds(found: Found) -> list[tuple[str, str]]:
    return sorted((one.kind, one.text) for one in found.hits)


def test_everything_a_person_wrote_is_found(journal: Journal, kept: dict[str, str]) -> None:
    found = search(journal, "river")
    assert kinds(found) == [
        ("answer", "river one"),
        ("answer", "river three"),
        ("answer", "river two"),
        ("note", "river alone"),
        ("note", "river note"),
        ("note", "river of the critic"),
        ("part", "River Critic"),
        ("part", "Riverboat"),
        ("person", "Sam River"),
    ]
    assert {one.kind for one in found.hits[:3]} == {"part", "person"}
    by_text = {one.text: one for one in found.hits}
    assert by_text["Riverboat"].thing == (2, "the planner")
    assert by_text["River Critic"].id == kept["critic"]
    assert by_text["river note"].session == kept["2"]
    assert by_text["river of the critic"].thing == (1, "River Critic")
    assert by_text["river alone"].day == "2026-03-07"


@pytest.mark.parametrize("many", [False, True])
@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"since": date(2026, 3, 2)}, "two three note critic alone"),
        ({"before": date(2026, 3, 2)}, "one"),
        ({"since": date(2026, 3, 2), "before": date(2026, 3, 6)}, "two three note"),
        ({"script": "unblend"}, "two note"),
        ({"part": "critic"}, "one three critic Critic"),
        ({"part": "planner", "script": "check-in"}, "three"),
        ({"person": "sam"}, "one River"),
        ({"person": "ana", "part": "critic"}, "three"),
        ({"tag": "water"}, "one three"),
        ({"tag": "waterfall"}, "two note"),
    ],
)
def test_filters_narrow_the_search(
    journal: Journal,
    kept: dict[str, str],
    filters: dict[str, Any],
    expected: str,
    many: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if many:
        monkeypatch.setattr(read_search, "MANY", 2)
        monkeypatch.setattr(read_search, "_FIRST_WALK", 1)
        monkeypatch.setattr(read_search, "_others", _all_others)
    wanted = {
        name: kept.get(value, value) if isinstance(value, str) else value for name, value in filters.items()
    }
    found = search(journal, "river", Filters(**wanted))
    assert found.ranked is not many
    assert sorted(one.text.split()[-1] for one in found.hits) == sorted(
        {"boat": "Riverboat"}.get(word, word) for word in expected.split()
    ) + ["Riverboat"] * (filters == {"part": "planner"})


def _all_others(source: Any, wanted: Any, filters: Any) -> Any:
    everything = list(read_search._places(source, wanted, (1 << 40, 8 << 40)))
    return read_search._current(source, everything, filters)


def test_words_that_are_everywhere_come_newest_first(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_search, "MANY", 5)
    monkeypatch.setattr(read_search, "_FIRST_WALK", 2)
    # Written out of order, as after an import.
    for number in (5, 9, 1, 7, 3, 8, 2, 6, 4):
        write(journal, number, f"the day {number}", "the rest")
    found = search(journal, "the day", limit=4)
    assert texts(found) == ["the day 9", "the day 8", "the day 7", "the day 6"]
    assert (found.ranked, found.more) == (False, True)
    found = search(journal, "the day", limit=9)
    assert len(found.hits) == 9
    assert not found.more


def test_a_common_and_a_rare_word_are_ranked_by_the_rare_one(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_search, "MANY", 5)
    for number in range(1, 9):
        write(journal, number, "the day went on and on")
    write(journal, 10, "the fog, and a good deal of other weather that nobody had expected on the day")
    write(journal, 9, "the fog day fog")
    found = search(journal, "day fog the")
    assert found.ranked
    assert [one.day for one in found.hits] == ["2026-03-09", "2026-03-10"]


def numbers(journal: Journal, **filters: Any) -> list[int]:
    wanted = Filters(**filters)
    found = list(session_numbers(journal, wanted))
    assert count_sessions(journal, wanted, 100) == len(found)
    assert [one.number for one in reads.sessions_numbered(journal, found)] == found
    return found


def test_sessions_are_narrowed_the_newest_first(journal: Journal, kept: dict[str, str]) -> None:
    assert numbers(journal) == [3, 2, 1]
    assert numbers(journal, part=kept["critic"]) == [3, 1]
    assert numbers(journal, part=kept["planner"], person=kept["ana"]) == [3, 2]
    assert numbers(journal, person=kept["sam"]) == [1]
    assert numbers(journal, tag="water") == [3, 1]
    assert numbers(journal, tag="water", part=kept["planner"]) == [3]
    assert numbers(journal, script="unblend") == [2]
    assert numbers(journal, since=date(2026, 3, 2)) == [3, 2]
    assert numbers(journal, since=date(2026, 3, 2), before=date(2026, 3, 3)) == [2]
    journal.finish(
        kept["1"], reads.find_session(journal, "1").revision, "complete", "2026-03-01T09:00:00+00:00"
    )
    assert numbers(journal, paused=True) == [3, 2]
    assert list(session_numbers(journal, Filters(), 1)) == [3]
    assert count_sessions(journal, Filters(), 2) == 2


def test_the_persons_own_day_decides(journal: Journal) -> None:
    # Shortly before midnight in UTC; early on the next day where the person is.
    journal.begin(new_session(started_at="2026-03-01T23:30:00+00:00", local_day="2026-03-02"))
    journal.begin(new_session(started_at="2026-03-02T00:30:00+00:00", local_day="2026-03-01"))
    assert numbers(journal, since=date(2026, 3, 2)) == [1]
    assert numbers(journal, before=date(2026, 3, 2)) == [2]
    assert numbers(journal, since=date.min, before=date.max) == [2, 1]


def test_names_are_meant_kindly(journal: Journal, kept: dict[str, str]) -> None:
    for ref in ("river critic", "RIVER C", "1", "#1", kept["critic"]):
        assert part_meant(journal, ref).id == kept["critic"]
    assert part_meant(journal, "riverboat").id == part_meant(journal, "planner").id == kept["planner"]
    for ref in ("sam", "SAM RIVER", "river", "#1", kept["sam"]):
        assert person_meant(journal, ref, loosely=True).id == kept["sam"]
    with pytest.raises(NotFound):
        person_meant(journal, "river")
    assert tag_meant(journal, " #Water ") == "water"
    assert tag_meant(journal, "waterf") == "waterfall"
    with pytest.raises(Ambiguous, match="#2, #1"):
        part_meant(journal, "river")
    for name in ("Samuel", "Samira"):
        add_person(journal, name)
    with pytest.raises(Ambiguous, match="#1, #3, #4"):
        person_meant(journal, "sam")


def test_names_that_are_not_there(journal: Journal, kept: dict[str, str]) -> None:
    for meant in (part_meant, person_meant, partial(person_meant, loosely=True), tag_meant):
        for ref in ("nobody", "", " ", "#99", "%"):
            with pytest.raises(NotFound):
                meant(journal, ref)
    with pytest.raises(Ambiguous, match="water, waterfall"):
        tag_meant(journal, "wat")


@pytest.fixture
def untouched(path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    """A journal read where nothing can be written."""
    from ifs_journal.errors import CannotWrite

    with Journal.open(path) as journal:
        write(journal, 1, "a tired evening 疲れた")

    def refuse(*_: object, **__: object) -> None:
        raise CannotWrite("read-only")

    monkeypatch.setattr("ifs_journal.journal.opening.JournalLock", refuse)
    with Journal.open(path, read_only=True) as journal:
        yield journal


def test_searching_where_nothing_can_be_written(untouched: Journal) -> None:
    for typed in ("tired", "疲れた", "疲"):
        assert len(search(untouched, typed).hits) == 1


@pytest.mark.parametrize(
    ("text", "typed", "width", "expected", "marked"),
    [
        ("so tired", "tired", 40, "so tired", ["tired"]),
        ("  so\n\ttired  ", "tired", 40, "so  tired", ["tired"]),
        (
            "one two three four five six seven eight nine ten",
            "seven",
            20,
            "…six seven eight nine…",
            ["seven"],
        ),
        ("one two three four five six seven eight nine ten", "one", 20, "one two three four…", ["one"]),
        ("one two three four five six seven eight nine ten", "ten", 20, "…seven eight nine ten", ["ten"]),
        ("x" * 50 + "tired", "xxx", 10, "xxxxxxxxxx…", ["xxxxxxxxxx"]),
        ("nothing of the kind", "tired", 40, "nothing of the kind", []),
        ("ÉLAN élan", "elan", 40, "ÉLAN élan", ["ÉLAN", "élan"]),
        ("私は今日とても疲れた", "今日 疲れ", 40, "私は今日とても疲れた", ["今日", "疲れ"]),
    ],
)
def test_a_snippet_shows_the_words_where_they_stand(
    text: str, typed: str, width: int, expected: str, marked: list[str]
) -> None:
    cut = snippet(text, sought(typed), width)
    assert cut.text == expected
    assert [cut.text[start:end] for start, end in cut.places] == marked
