"""The map on a terminal: drawn where there is room, told in words everywhere, and nothing by colour alone."""

from __future__ import annotations

import io
import os
import sys
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "insight"))

from ifs_journal.insight.map_model import Change, ChangeKind, PartsMap
from ifs_journal.insight.map_text import graphemes
from ifs_journal.terminal.map_page import map_page
from ifs_journal.terminal.screen import Screen, cells
from ifs_journal.terms import PartState, Role, Wording
from insight_maps import NAMES, crowd, facing, guards, of, part, words

WIDTHS = (40, 80, 120)


def shown(
    found: PartsMap, columns: int = 80, *, plain: bool = False, wording: Wording = Wording.IFS, **environ: str
) -> str:
    out = io.StringIO()
    screen = Screen(io.StringIO(), out, environ={"NO_COLOR": "1", **environ}, plain=plain)
    with patch.object(Screen, "size", os.terminal_size((columns, 24))):
        map_page(screen, found, words(wording))
    return out.getvalue()


FEW = of(
    [part(1, name="Critic", sessions=7), part(2, name="Dreamer"), part(3, Role.EXILE, name="Little one")],
    facing(1, 2),
    guards(2, 3),
)


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_small_map_is_drawn_with_self_between_those_who_face_each_other(columns: int):
    lines = shown(FEW, columns).splitlines()
    middle = next(line for line in lines if "~  Self  ~" in line)
    assert middle.index("[Critic] 7") < middle.index("Self")
    row = next(line for line in lines if "[Dreamer]" in line)
    assert row.index("[Dreamer]") > middle.index("Self")
    assert any("(Little one)" in line for line in lines)
    assert any("---" in line or "\\" in line for line in lines[2:8])


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("count", [3, 12, 60])
def test_every_width_shows_everybody_and_keeps_within_it(columns: int, count: int):
    found = crowd(count)
    page = shown(found, columns)
    assert max(map(cells, page.splitlines())) < columns
    running = "".join(page.split())
    assert all(one.name.split()[0] in running for one in found.parts)


@pytest.mark.parametrize(
    ("columns", "count", "environ", "plain"),
    [
        (40, 3, {}, False),
        (59, 3, {}, False),
        (120, 21, {}, False),
        (80, 3, {"TERM": "dumb"}, False),
        (80, 3, {}, True),
    ],
)
def test_where_nothing_can_be_drawn_it_is_told(
    columns: int, count: int, environ: dict[str, str], plain: bool
):
    page = shown(crowd(count), columns, plain=plain, **environ)
    assert "~" not in page
    assert "\nSelf\n" in page
    assert "Around Self" in page


def test_a_screen_reader_hears_each_part_in_one_line_of_whole_sentences():
    lines = shown(FEW, plain=True).splitlines()
    assert "Critic, manager, in 7 sessions. Pulls against Dreamer." in lines
    assert "Dreamer, manager. Pulls against Critic. Looks after Little one." in lines
    assert "Little one, vulnerable part. Is looked after by Dreamer." in lines


def test_what_is_resting_or_new_has_a_mark_and_the_key_says_which():
    parts = [part(1, name="Critic", state=PartState.RESTING), part(2, name="Dreamer", came=True)]
    changes = (Change(ChangeKind.CAME, "p02"),)
    page = shown(of(parts, since=date(2026, 1, 1), changes=changes))
    assert "[Critic] z" in page
    assert "[Dreamer] +" in page
    assert "z resting" in page
    assert "+ came since 2026-01-01" in page
    assert page.endswith("What changed since 2026-01-01\n  Dreamer came.\n")


def test_an_empty_map_says_so_kindly():
    assert "Nobody is on the map for that day yet." in shown(of([]))


def test_plain_words_speak_of_you():
    page = shown(FEW, wording=Wording.PLAIN)
    assert "~  You  ~" in page
    assert "The you that can listen." in page
    assert "Self" not in page


@given(st.lists(NAMES, min_size=1, max_size=20), st.sampled_from(WIDTHS), st.integers(0, 99))
@settings(max_examples=25, deadline=None)
def test_names_of_any_kind_keep_to_the_width_and_harm_no_terminal(names: list[str], columns: int, seed: int):
    page = shown(crowd(len(names), seed, names), columns)
    assert not set("\x1b\x07\r\u202e\u2066") & set(page)
    for line in page.splitlines():
        assert sum(map(cells, graphemes(line))) < columns
