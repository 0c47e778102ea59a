"""A part's story on the screen: at every width, in plain letters, and no more than is calm."""

from __future__ import annotations

import io
import os
from unittest.mock import patch

import pytest

from ifs_journal.insight.story import Story
from ifs_journal.journal.read_story import Kept, Labelled, Level, Month, Room, Said
from ifs_journal.journal.read_tidied import Tidied
from ifs_journal.terminal import part_words
from ifs_journal.terminal.screen import Screen, cells
from ifs_journal.terminal.story_page import story_page
from ifs_journal.terminal.tidied_lines import tidied_lines, tidied_text
from ifs_journal.terms import BondKind, TidyKind, Wording
from test_part_page import AT, DAY, summary

NOTHING = Story(None, None, [], [], [], [], [], [])


def full(text: str, count: int = 40) -> Story:
    """A story in which everything says `text`, many times."""
    return Story(
        Said("says", text, "part", DAY, AT, 7),
        Said("fears", text, "user", None, AT, None),
        [Level(number % 11, DAY, AT, number) for number in range(count)],
        [Level(4, None, AT, None), Level(5, DAY, AT, 9)],
        [
            Room(way, answer, 3)
            for way in (*part_words.TECHNIQUES, None, "unheard_of")
            for answer in ("eased", None)
        ],
        [Month(f"2026-{number:02}", "open", number) for number in range(1, 13)],
        [
            Kept(text, DAY, DAY, 7, kept, text, DAY)
            for kept in (*part_words.KEPT, None, "unheard_of")
            for _ in range(4)
        ],
        [Labelled("role", "manager", AT), Labelled("pronoun", None, AT), Labelled("state", "resting", AT)],
    )


def shown(
    story: Story, *, columns: int = 80, history: bool = False, plain: bool = False, **more: Wording
) -> str:
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns), "LINES": "24"}):
        screen = Screen(io.StringIO(), out, environ={}, plain=plain)
        story_page(screen, summary(), story, history=history, **more)
    return out.getvalue()


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("text", ["a few words of it", "一二三四五六七八九十" * 8, "w" * 200])
def test_a_story_fits_every_width(columns: int, text: str) -> None:
    for history in (False, True):
        lines = shown(full(text), columns=columns, history=history).splitlines()
        assert max(map(cells, lines)) < columns
        assert all(line == line.rstrip() for line in lines)


def test_a_story_is_in_words_first_and_names_whose_they_are() -> None:
    page = shown(full("so be it"))
    assert 'First words\n  it says: "so be it"  the part, 2026-03-02, #7' in page
    assert "Latest words\n  it fears: so be it  you, " in page
    assert "asking for a hand's width: it eased 3; tried 3" in page
    assert "Not yet\n" in page
    assert "2026-12: open to it 12" in page
    assert "What you set by hand\n  role: manager" in page


def test_many_lines_are_cut_to_the_first_and_the_latest() -> None:
    page = shown(full("yes"))
    assert "ifs parts story 3 --all" in page
    assert "ifs parts story 3 --all" not in shown(full("yes"), history=True)
    assert shown(full("yes")).count("of 10)") == 6
    assert page.index("not at all (0 of 10)") < page.index("in part (6 of 10)")


def test_open_promises_are_not_held_out() -> None:
    page = shown(full("yes"))
    open_ = page.partition("Promised, and open\n")[2].partition("\n\n")[0]
    assert open_.count("yes\n") + open_.count("yes  ") == 2


def test_a_curve_has_a_table_and_a_screen_reader_the_table_alone() -> None:
    assert "•" in shown(full("yes"))
    read = shown(full("yes"), plain=True)
    assert "•" not in read
    assert "in part (6 of 10) (2026-03-02, #" in read
    assert "()" not in read
    assert "•" not in shown(full("yes", count=2))


def test_plain_wording() -> None:
    assert "How much it trusts you" in shown(full("yes"), wording=Wording.PLAIN)
    assert "this side of you" in shown(full("yes"), wording=Wording.PLAIN)


def test_an_empty_story_says_so_kindly() -> None:
    assert "no story to tell yet, and that is fine" in shown(NOTHING)


# --- what was tidied -----------------------------------------------------------------------------------


def tidied(what: str, *, bond: bool = False, words: str | None = None, name: str = "Joy") -> Tidied:
    return Tidied("id", what, 3, name, None if what == "archived" else 4, "Gloom", words, AT, bond)


@pytest.mark.parametrize("columns", [40, 80])
@pytest.mark.parametrize("plain", [False, True])
def test_what_was_tidied_is_listed_in_words(columns: int, plain: bool) -> None:
    found = [tidied(kind, name="Joy of a very long name indeed, longer than all") for kind in TidyKind]
    found += [tidied(kind, bond=True, words="they share a room") for kind in BondKind]
    out = io.StringIO()
    with patch.dict(os.environ, {"COLUMNS": str(columns), "LINES": "24"}):
        tidied_lines(Screen(io.StringIO(), out, environ={}, plain=plain), found)
    lines = out.getvalue().splitlines()
    assert len([line for line in lines if line.lstrip()[:1].isdigit()]) >= len(found)
    assert plain or max(map(cells, lines)) < columns


def test_each_kind_of_tidying_has_a_sentence() -> None:
    assert tidied_text(tidied("archived")) == "Joy (#3): in the archive"
    assert tidied_text(tidied("merged")) == "Joy (#3): read as part of Gloom (#4)"
    assert tidied_text(tidied("split")) == "Joy (#3): begun out of Gloom (#4)"
    assert tidied_text(tidied("protects", bond=True)) == "Joy (#3) looks after Gloom (#4)"
    assert (
        tidied_text(tidied("other", bond=True, words="neighbours")) == "Joy (#3) and Gloom (#4): neighbours"
    )
