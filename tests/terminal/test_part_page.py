"""The list of parts and the page of one: what is shown, at which width, and in which words."""

from __future__ import annotations

import io
import os
import re
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifs_journal.journal.read_part_page import (
    Attempt,
    Bond,
    Concern,
    FactLine,
    Near,
    Occasion,
    PartPage,
    Promise,
    Sentence,
    Toward,
    Visit,
)
from ifs_journal.journal.read_parts import PartSummary
from ifs_journal.journal.remarks import Note
from ifs_journal.terminal import part_page, part_words
from ifs_journal.terminal.screen import Screen, cells
from ifs_journal.terms import PartState, PartStatus, Role, Wording

DAY = "2026-03-02"
AT = "2026-03-02T08:00:00+00:00"
EMPTY = PartPage([], [], [], [], [], [], [], [], [], [], [], None, 0)
NAMES = st.text(st.characters(exclude_categories=()), min_size=1, max_size=200)


def summary(name: str = "Critic", **more: object) -> PartSummary:
    values = {
        "id": name,
        "number": 3,
        "name": name,
        "aliases": (),
        "role": Role.UNKNOWN,
        "status": "new",
        "state": "active",
        "pronoun": None,
        "created_at": AT,
        "first_session": None,
        "archived_at": None,
        "last_seen": AT,
        "last_day": DAY,
    }
    return PartSummary(**{**values, **more})


def fact(field: str, value: str | None, said_by: str = "part", **more: object) -> FactLine:
    values = {"number_value": None, "at": AT, "day": DAY, "session": 7, **more}
    return FactLine(field=field, value=value, said_by=said_by, **values)


def note(text: str) -> Note:
    return Note(3, "n", text, AT, DAY, None, None, "Critic", "Critic")


def full(text: str) -> PartPage:
    """A page on which every section says `text`."""
    return PartPage(
        [fact(field, text) for field in part_words.FIELDS] + [fact("unheard-of", text, "edit")],
        [Occasion(text, DAY, 7)],
        [
            Attempt("asking", "stayed", "i_am_it", None, DAY, 7),
            Attempt("move", None, "i_am_it", "i_can_see_it", DAY, 7),
        ],
        [Toward("open", DAY, 7)],
        [Concern(text, "stepped_back", text, DAY, 7)],
        [Promise(text, DAY, DAY, 7), Promise(text, None, DAY, 7, "let_go", DAY)],
        [Bond(kind, text, DAY, 7) for kind in (*part_words.BONDS, "unheard-of")],
        [Near(True, DAY, 7), Near(False, DAY, 7)],
        [Sentence(text, "speak_for", text, DAY, 7)],
        [note(text)],
        [Visit(7, text, DAY)],
        None,
        1,
    )


def shown(
    one: PartSummary,
    page: PartPage,
    *,
    columns: int = 80,
    history: bool = False,
    wording: Wording = Wording.IFS,
) -> str:
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns), "LINES": "24"}):
        part_page.part_page(
            Screen(io.StringIO(), out, environ={}), one, page, history=history, wording=wording
        )
    return out.getvalue()


def listed(found: list[PartSummary], columns: int, promises: dict[str, str | None] | None = None) -> str:
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns), "LINES": "24"}):
        part_page.part_lines(Screen(io.StringIO(), out, environ={}), found, promises or {})
    return out.getvalue()


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=4), st.sampled_from([40, 60, 80, 130]))
def test_names_of_any_script_and_length_fit(names: list[str], columns: int) -> None:
    found = [summary(name, role=Role.PROTECTOR_UNSPECIFIED, state="retired_role") for name in names]
    lines = listed(found, columns, {names[0]: DAY}).splitlines()
    lines += shown(summary(names[0], aliases=tuple(names)), full(names[0]), columns=columns).splitlines()
    assert all(cells(line) <= columns for line in lines), lines


def test_a_wide_list_is_a_line_each_with_its_details_under_one_another() -> None:
    long = summary("the one who stands at the very long door of everything")
    first, second = listed([long, summary()], 80, {"Critic": DAY}).splitlines()
    assert first.index("last seen") == second.index("last seen")
    assert second.endswith(f"promise for {DAY}")
    assert listed([summary()], 40).splitlines() == ["#3  Critic", f"    last seen {DAY}"]


@pytest.mark.parametrize("names", [("Critic",), ("Critic", "小さい子")])
def test_short_names_need_no_second_line(names: tuple[str, ...]) -> None:
    lines = listed([summary(name) for name in names], 80).splitlines()
    assert len(lines) == len(names)
    assert {cells(line.partition("last seen")[0]) for line in lines} == {max(map(cells, names)) + 6}


def test_the_list_says_only_what_the_person_set() -> None:
    assert "unknown" not in listed([summary()], 80)
    line = listed([summary(role=Role.EXILE, state="resting", archived_at=AT, last_day=None)], 100)
    for words in ("vulnerable part", "resting", "archived", part_page.NOT_SEEN):
        assert words in line


def test_an_empty_page_is_kind_and_short() -> None:
    page = shown(summary(last_day=None), EMPTY)
    assert page.splitlines() == [
        "Critic",
        f"#3 · {part_page.NOT_SEEN}",
        "",
        part_page.NOTHING.format(number=3),
    ]


def test_a_worry_is_not_made_into_a_fear_of_stopping() -> None:
    page = shown(summary(), EMPTY._replace(facts=[fact("fears", "the last ferry", "part")]))
    assert 'it fears: "the last ferry"' in page
    assert "stopped" not in page


def test_only_sections_with_something_in_them() -> None:
    page = shown(summary(), EMPTY._replace(facts=[fact("place", "the chest", "user", session=None)]))
    assert page.count("\n\n") == 1
    assert f"  where: the chest  you, {DAY}\n" in page


def test_words_of_the_part_are_quoted_and_whose_words_it_is_stands_with_them() -> None:
    facts = [
        fact("message", "slow down"),
        fact("job", "it plans", "therapist"),
        fact("energy", None, "user", number_value=3),
        fact("strategy", "withdrawal", "user"),
        fact("insight", None),
    ]
    page = shown(summary(), EMPTY._replace(facts=facts))
    assert f'it wanted you to know: "slow down"  the part, {DAY}, #7' in page
    assert f"its job: it plans  your therapist, {DAY}, #7" in page
    assert "its energy: 3 of 10" in page
    assert "pulling back" in page
    assert "None" not in page
    assert "may miss" not in page


def test_trust_is_words_first_then_and_now() -> None:
    first = fact("trust", None, "user", number_value=3, day="2026-01-05", session=2)
    now = fact("trust", None, "user", number_value=5, earlier=3)
    page = EMPTY._replace(facts=[now], first_trust=first)
    said = shown(summary(), page)
    assert "how far it trusts you to lead: first a little (3 of 10)  you, 2026-01-05, #2" in said
    assert f"how far it trusts you to lead: now in part (5 of 10)  you, {DAY}, #7" in said
    assert "how much it trusts you: now in part" in shown(summary(), page, wording=Wording.PLAIN)
    once = EMPTY._replace(facts=[now._replace(earlier=0)], first_trust=now)
    assert "trusts you to lead: in part (5 of 10)" in shown(summary(), once)


def test_every_number_of_trust_has_its_words() -> None:
    said = [part_words.trusted(number) for number in range(11)]
    assert said[0].startswith("not at all")
    assert said[10].startswith("fully")
    assert len(set(said)) == 11


def test_what_became_of_a_promise_stands_with_it() -> None:
    kept = [Promise("a walk", "2026-03-01", DAY, 7, kept, "2026-03-04") for kept in part_words.KEPT]
    page = shown(summary(), EMPTY._replace(promises=kept), history=True, columns=120)
    assert f"a walk  for 2026-03-01; said {DAY}, #7; kept, 2026-03-04" in page
    assert "not yet, 2026-03-04" in page
    assert "renegotiated" not in page


def test_how_it_stands_to_other_parts() -> None:
    bonds = [Bond(kind, "Nightwatch", DAY, 7) for kind in part_words.BONDS]
    page = EMPTY._replace(bonds=bonds)
    said = shown(summary(), page)
    assert "It and other parts" in said
    for words in ("pulls against", "looks after", "is looked after by"):
        assert f"{words} Nightwatch" in said
    assert "It and other sides of you" in shown(summary(), page, wording=Wording.PLAIN)


def test_of_a_visit_to_a_tender_part_only_the_day_is_told() -> None:
    said = shown(summary(), EMPTY._replace(near=[Near(True, DAY, 7), Near(False, DAY, 6)]))
    assert said.splitlines()[-3:] == [
        "Near it",
        f"  {part_words.HELD}  {DAY}, #7",
        f"  {part_words.NOT_HELD}  {DAY}, #6",
    ]


def test_private_words_are_marked_and_chosen_ones_are_told() -> None:
    facts = [
        fact("cost", "sleep", "user", private=True),
        fact("likes_job", "no_choice"),
        fact("doing", "new_job", "user"),
    ]
    said = shown(summary(), EMPTY._replace(facts=facts))
    assert f"what it costs: sleep  you, {DAY}, #7, private" in said
    assert "how the job is for it: it never thought there was a choice" in said
    assert "what it is doing these days: something new" in said
    assert "this side of you, 2026" in shown(summary(), EMPTY._replace(facts=facts), wording=Wording.PLAIN)


def test_earlier_words_are_one_option_away() -> None:
    again = fact("says", "now", earlier=2)
    assert "--all" in shown(summary(), EMPTY._replace(facts=[again]))
    assert "--all" not in shown(summary(), EMPTY._replace(facts=[again]), history=True)
    many = EMPTY._replace(notes=[note(f"remark {number}") for number in range(4)])
    assert "remark 3" not in shown(summary(), many)
    assert "--all" in shown(summary(), many)
    assert "remark 3" in shown(summary(), many, history=True)


def test_every_value_has_a_word() -> None:
    assert set(part_words.ROLES) == set(Role)
    assert set(part_words.STATUSES) == set(PartStatus)
    assert set(part_words.STATES) == set(PartState)
    for labels in (part_words.ROLES, part_words.STATUSES, part_words.STATES, part_words.VOICES):
        keys = [label.key for label in labels.values()]
        assert len(set(keys)) == len(keys)
    keys = [section.key for section in part_words.SECTIONS]
    assert len({*keys, "l", "d"}) == len(keys) + 2
    assert all(len(section.fields) < 10 for section in part_words.SECTIONS)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("wording", list(Wording))
def test_the_voice_of_the_page(columns: int, wording: Wording) -> None:
    said = shown(summary(role=Role.MANAGER), full("x"), columns=columns, wording=wording)
    said += " ".join(field.asked for field in part_words.FIELDS.values())
    said += " ".join(label.about for label in part_words.ROLES.values())
    assert "!" not in said
    assert not re.search(r"\b(just|simply|should|journey|heal|healed|score|I)\b", said)
