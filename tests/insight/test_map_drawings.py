"""The map as documents: well-formed, complete in themselves, and in every script as it was written."""

from __future__ import annotations

import json
import re
from datetime import date
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ifs_journal.insight.map_graphs import dot, json_text, mermaid
from ifs_journal.insight.map_html import html
from ifs_journal.insight.map_model import Bond, Change, ChangeKind, PartsMap
from ifs_journal.insight.map_svg import svg
from ifs_journal.insight.map_text import ELLIPSIS, em, graphemes, initials, tidy, written
from ifs_journal.insight.map_words import Names
from ifs_journal.terms import BondKind, PartState, Role, Wording
from insight_maps import COMMON, NAMES, crowd, facing, guards, of, part, words

SVG = "{http://www.w3.org/2000/svg}"
SHARED = {"svg": svg, "html": html, "mermaid": mermaid, "dot": dot, "json": json_text}
HOSTILE = '"</text><script>alert(1)</script>` --> end; #1 & \\" {{x}} \x1b[31m\u202eabc'


def shown_texts(found: PartsMap, **more: Names) -> list[str]:
    tree = ElementTree.fromstring(svg(found, words(**more)))
    return [one.text or "" for one in tree.iter(f"{SVG}text")]


@given(st.lists(NAMES, min_size=1, max_size=6))
@settings(max_examples=30, deadline=None)
def test_every_document_can_be_read_whatever_the_names(names: list[str]):
    found = crowd(6, 1, names)
    ElementTree.fromstring(svg(found, words()))
    HTMLParser().feed(html(found, words()))
    json.loads(json_text(found, words()))
    for make in (mermaid, dot):
        assert len(make(found, words()).splitlines()) < 60


@pytest.mark.parametrize("form", SHARED)
def test_a_name_can_put_nothing_into_a_document_but_itself(form: str):
    document = SHARED[form](of([part(1, name=HOSTILE)]), words())
    if form in ("svg", "html"):
        assert "<script" not in document
    assert not set("\x1b\u202e") & set(document)


@pytest.mark.parametrize("form", ["svg", "html"])
def test_a_picture_runs_nothing_and_loads_nothing(form: str):
    document = SHARED[form](crowd(12), words())
    bare = document.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"https?:|//|<script|@import|href|\bsrc=|\bon\w+=", bare)
    assert "prefers-color-scheme:dark" in document


def test_the_page_has_the_picture_and_everybody_in_a_table():
    found = crowd(12)
    page = html(found, words())
    rows = re.findall(r'<th scope="row">(.*?)</th>', page)
    assert page.count("<svg") == 1
    assert sorted(rows) == sorted(one.name for one in found.parts)


def test_names_in_every_script_stand_on_the_picture():
    found = of([part(number, name=name) for number, name in enumerate(COMMON[:9], 1)])
    lines = " ".join(shown_texts(found))
    assert all(word in lines for name in COMMON[:9] for word in name.split())


def test_a_long_name_is_cut_and_stands_whole_beneath_under_its_number():
    found = of([part(7, name=COMMON[9])])
    lines = shown_texts(found)
    assert any(line.endswith(ELLIPSIS) for line in lines)
    assert "#7" in lines
    beneath = " ".join(lines)
    assert f"#7 {COMMON[9]}" in beneath


def test_initials_stand_in_place_of_every_name():
    found = of([part(1, name="The Critic"), part(2, name="the carer"), part(3, name="Ängstliche Seite")])
    for make in SHARED.values():
        document = make(found, words(names=Names.INITIALS))
        assert not re.search("critic|carer|seite", document, re.IGNORECASE)
    assert {"C 1", "C 2", "ÄS"} < set(shown_texts(found, names=Names.INITIALS))


def test_self_is_there_and_no_part_in_every_document():
    found = crowd(3)
    assert "Self" in shown_texts(found)
    assert 'self["Self"]' in mermaid(found, words())
    assert 'self [label="Self" shape=plaintext' in dot(found, words())
    assert "Self" not in [one["name"] for one in json.loads(json_text(found, words()))["parts"]]


def test_plain_words_say_you():
    page = html(crowd(3), words(Wording.PLAIN))
    assert "Self" not in page.replace("Self-like", "")
    assert "The you that can listen." in page


def test_each_kind_of_bond_and_role_has_a_form_of_its_own():
    parts = [part(number, role) for number, role in enumerate(Role, 1)]
    bonds = [Bond("p01", f"p{place:02}", kind) for place, kind in enumerate(BondKind, 2)]
    drawn = svg(of(parts, *bonds), words())
    assert all(f"mp-line mp-{kind}" in drawn for kind in BondKind)
    frames = re.findall(r"^  p\d+(\W+)", mermaid(of(parts), words()), re.MULTILINE)
    assert len(set(frames)) == len(Role) - 1, "other and unknown are both left open"
    graph = mermaid(of(parts, guards(1, 2), facing(1, 3)), words())
    assert "p1 -->|looks after| p2" in graph
    assert "p1 x-. pulls against .-x p3" in graph


def test_what_is_resting_is_said_beside_being_paler():
    found = of([part(1, state=PartState.RESTING)])
    assert any("resting" in line for line in shown_texts(found))
    assert "resting" in html(found, words())


def test_what_changed_is_listed_under_the_picture():
    changes = (
        Change(ChangeKind.CAME, "p02"),
        Change(ChangeKind.ROLE, "p01", before="unknown", after="manager"),
        Change(ChangeKind.BOND_BEGUN, "p01", "p02", bond=BondKind.POLARIZED),
        Change(ChangeKind.BOND_ENDED, "p01", "p02", bond=BondKind.ALLIED),
    )
    parts = [part(1), part(2, came=True)]
    lines = shown_texts(of(parts, facing(1, 2), since=date(2026, 1, 1), changes=changes))
    assert "What changed since 2026-01-01" in lines
    assert "Part 2 came." in lines
    assert "Part 1: left open before, manager now." in lines
    assert "Part 1 now pulls against Part 2." in lines
    assert "Part 1 no longer stands beside Part 2." in lines
    assert "double outline: came since 2026-01-01" in lines


def test_json_has_a_place_for_each_that_is_drawn_and_says_how_they_stand():
    found = json.loads(json_text(of([part(1), part(2, Role.EXILE)], guards(1, 2)), words()))
    assert found["bonds"] == [{"kind": "protects", "part": 1, "other": 2, "begun": None}]
    assert [one["behind"] for one in found["parts"]] == [False, True]
    assert all(set(one["place"]) == {"x", "y", "ring"} for one in found["parts"])
    assert (found["day"], found["since"], found["changes"]) == ("2026-03-01", None, None)


@given(NAMES, st.floats(3, 20), st.integers(1, 4))
@settings(max_examples=200, deadline=None)
def test_lines_of_a_name_are_never_wider_than_they_may_be(name: str, width: float, most: int):
    lines, cut = written(tidy(name), width, most)
    assert len(lines) <= most
    assert all(em(line) <= width + 1e-6 or len(graphemes(line.rstrip(ELLIPSIS))) == 1 for line in lines)
    assert cut or "".join(lines).replace(" ", "") == tidy(name).replace(" ", "")


@pytest.mark.parametrize(
    ("text", "count"),
    [("abc", 3), ("e\u0301", 1), ("👩‍👩‍👧", 1), ("🇦🇹🇩🇪", 2), ("👍🏽", 1), ("각", 1), ("", 0)],
)
def test_what_a_reader_takes_for_one_character_stays_whole(text: str, count: int):
    assert len(graphemes(text)) == count


@pytest.mark.parametrize(
    ("name", "short"),
    [("The one who hurries", "OWH"), ("the", "T"), ("Critic", "C"), ("内なる 批評家", "内批"), (" ", "")],
)
def test_initials_leave_the_article_out(name: str, short: str):
    assert initials(name) == short
