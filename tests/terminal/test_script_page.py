"""A script as somebody reads it who looks it over: in words, in order, with nothing left out."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.errors import ScriptInvalid
from ifs_journal.guide.gates import gate_script
from ifs_journal.script.bundle import Bundle, bundle_of
from ifs_journal.script.library import gate_words, shipped_sources
from ifs_journal.script.model import When
from ifs_journal.script.sources import known_sources
from ifs_journal.terminal.screen import Screen
from ifs_journal.terminal.script_page import Book, Line, script_page, show_page
from ifs_journal.terminal.script_words import GUIDE, Told
from ifs_journal.terms import Wording

SHIPPED = sorted(shipped_sources())
LISTED = [name for name in SHIPPED if shipped_sources()[name].table.get("listed", True)]


def book(name: str) -> Book:
    bundle = bundle_of(name)
    called = {one: script for one, script in bundle.scripts.items() if one != name}
    return Book(bundle.scripts[name], called, bundle.gates, known_sources())


def made(table: dict[str, Any]) -> Book:
    bundle = Bundle("made", "en", {"made": table}, gate_words())
    return Book(bundle.scripts["made"], {}, bundle.gates, {}, own=True)


def shown(lines: list[Line], columns: int = 80) -> str:
    out = io.StringIO()
    screen = Screen(io.StringIO(), out, environ={"COLUMNS": str(columns)})
    show_page(screen, lines)
    return out.getvalue()


def running(lines: list[Line]) -> str:
    return "\n".join(f"{line.lead}{line.text}" for line in lines)


def page(name: str, wording: Wording = Wording.IFS, variant: str | None = None) -> str:
    return running(script_page(book(name), wording, variant))


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("name", SHIPPED)
def test_no_line_is_wider_than_the_screen(monkeypatch: pytest.MonkeyPatch, name: str, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    text = shown(script_page(book(name)), columns)
    assert max(map(len, text.splitlines())) < columns
    assert "\x1b" not in text
    assert "\n\n\n" not in text


@pytest.mark.parametrize("wording", Wording)
@pytest.mark.parametrize("name", SHIPPED)
def test_every_sentence_stands_there_in_its_wording(name: str, wording: Wording) -> None:
    found = page(name, wording)
    script = bundle_of(name).scripts[name]
    told = Told(script, wording)
    for step in told.steps:
        if step.text:
            assert told.quotes(step.plain if wording is Wording.PLAIN else step.text) in found
        if step.why:
            assert f"Why: {(step.why_plain if wording is Wording.PLAIN else None) or step.why}" in found
        for option in step.options:
            assert told.label(option) in found


@pytest.mark.parametrize("name", LISTED)
def test_nothing_is_called_by_its_id(name: str) -> None:
    script = bundle_of(name).scripts[name]
    found = re.sub(r"ifs [a-z-]+|\(.*?read: \w+\)", "", page(name))
    ids = {step.id for step in Told(script).steps if "-" in step.id}
    assert [one for one in sorted(ids) if re.search(rf"(?<![\w-]){one}(?![\w-])", found)] == []
    assert not re.search(r"\b(?:session|target|item|guide|known)\.\w", found)
    assert not re.search(r"[{}]", found)
    assert "not there" not in found


@pytest.mark.parametrize("name", SHIPPED)
def test_every_check_is_told_with_all_it_may_ask(name: str) -> None:
    found = page(name)
    script = bundle_of(name).scripts[name]
    for step in script.step:
        if step.gate:
            told = Told(gate_script(step.gate, book(name).gates, step.words))
            for asked in told.steps:
                assert told.quotes(asked.text or "") in found


@pytest.mark.parametrize("name", LISTED)
def test_it_says_how_it_may_be_run_and_where_it_comes_from(name: str) -> None:
    found = page(name)
    script = bundle_of(name).scripts[name]
    assert script.purpose in found
    assert f"To run it: ifs {name}" in found
    assert "No clinician has reviewed it." in found
    for key in script.sources:
        assert known_sources()[key].taken.replace("*", "") in found


def test_where_each_answer_leads_stands_beside_it() -> None:
    found = page("unblend")
    assert "- I can see it: to 16" in found
    assert "- it stayed\n" in found
    assert "Only if something was answered at 7." in found
    assert "If “right up against me”, and “I am it” at 5: to 16." in found
    assert "Met 2 times at most; after that: to 18." in found
    assert "Open: to 17. Closed: to 18.\nRight inside the part: to 5." in found
    assert "It goes through “Leaving”." in found
    assert "Inside it: Leaving" in found
    assert "Only if the session was stirring." in found


def test_what_is_quoted_is_named_by_number() -> None:
    assert 'It begins as: “Part of me: "[answer 3]"”' in page("unblend")
    assert "Would [the part] like" not in page("check-in", Wording.PLAIN)
    assert "Would [this side of you] like" in page("check-in", Wording.PLAIN)
    assert "[earlier: morning intention]" in page("check-in", variant="evening")
    assert "[each in turn]: what did it feel?" in page("speak-for")


def test_it_says_what_is_kept_and_what_is_private() -> None:
    assert "Marked private from the start: 12." in page("unblend")
    assert "Kept about the part as “page”, marked private." in page("unblend")
    assert "Marked private" not in page("check-in").replace("marked private", "")
    assert "Nothing is kept unless the last answer asks for it. No journal is needed." in page("now")


def test_limits_are_told_where_there_are_some() -> None:
    found = page("unblend")
    assert "It goes on up to 9 on 0 to 10." in found
    assert "If another part comes first, 3 begins again for that one." in found
    assert "Whoever stops is led to 20." in found
    assert "It goes on up to" not in page("check-in")


def test_variants_are_told_and_can_be_shown_whole() -> None:
    found = page("check-in")
    assert (
        "--quick: three answers: how you are, who is here, and who can be with it. Left out: 4, 5, 6, 8."
        in found
    )
    assert "How would you like to be with yourself today?" in found
    quick = page("check-in", variant="quick")
    assert "Would [the part] like" not in quick
    assert "Other ways through it" not in quick
    assert "To run it: ifs check-in --quick" in quick
    with pytest.raises(ScriptInvalid):
        page("check-in", variant="slow")


def test_a_script_of_ones_own_is_called_that() -> None:
    step = {"id": "bye", "type": "say", "text": "Bye.", "plain": "Bye."}
    table = {
        "id": "made",
        "version": 1,
        "title": "Made",
        "purpose": "A word.",
        "minutes": "1",
        "step": [step],
    }
    found = running(script_page(made(table)))
    assert "yours, not reviewed" in found
    assert "What it draws on" not in found
    assert "The checks" not in found


@pytest.mark.parametrize("name", GUIDE)
def test_what_the_guide_knows_is_told_both_ways_round(name: str) -> None:
    told = Told(bundle_of("unblend").scripts["unblend"])
    so, not_so = (told.condition(When(slot=f"guide.{name}", is_=one), None) for one in (True, False))
    assert (so, not_so) == GUIDE[name]
    assert so != not_so


def test_a_plain_terminal_gets_one_line_for_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    out = io.StringIO()
    lines = script_page(book("check-in"))
    show_page(Screen(io.StringIO(), out, plain=True), lines)
    assert out.getvalue() == "".join(f"{line.lead}{line.text}\n" for line in lines)


def test_every_source_of_the_page_is_read() -> None:
    page = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert len(known_sources()) == len(re.findall(r"^\| `", page, re.MULTILINE))
    assert all(one.taken and one.address for one in known_sources().values())
