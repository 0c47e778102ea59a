"""The picture of a script: every step, every way in words, and nothing that breaks the drawing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ifs_journal.script.flowchart import flowchart
from ifs_journal.script.grammar import build
from ifs_journal.script.library import find_source
from ifs_journal.script.model import Script
from ifs_journal.script.parsing import parse

GOOD = Path(__file__).parent / "good"
EVERY = ["check-in", "closing", "grounding", "unblend", *sorted(path.stem for path in GOOD.glob("*.toml"))]
NODE = re.compile(r'^ +(s_\w+)(?:\{"[^"]*"\}|\[\["[^"]*"\]\]|\(\["[^"]*"\]\)|\("[^"]*"\)|\["[^"]*"\])$')
ARROW = re.compile(r'^ +(\S.*) (?:-->|-\.->)(?:\|"[^"]*"\|)? (s_\w+)$')


def drawn(name: str) -> Script:
    source = find_source(name, GOOD)
    return parse(source)


@pytest.mark.parametrize("name", EVERY)
def test_every_arrow_leads_to_a_box(name: str) -> None:
    lines = flowchart(drawn(name)).splitlines()
    assert lines[0] == "flowchart TD"
    boxes = {found.group(1) for line in lines if (found := NODE.match(line))}
    arrows = [found for line in lines[1:] if (found := ARROW.match(line))]
    for line in lines[1:]:
        assert NODE.match(line) or ARROW.match(line) or "subgraph" in line or line.strip() == "end", line
    assert {found.group(2) for found in arrows} <= boxes


@pytest.mark.parametrize("name", EVERY)
def test_every_step_is_in_both(name: str) -> None:
    script = drawn(name)
    steps = [*script.step, *(inner for step in script.step for inner in step.step)]
    picture, outline = flowchart(script), flowchart(script, "text")
    for step in steps:
        assert f"s_{step.id.replace('-', '_')}" in picture
        assert f"{step.id}: " in outline


def test_gates_are_diamonds_calls_are_doubled_and_branches_are_worded() -> None:
    lines = flowchart(drawn("unblend"))
    assert 's_arriving{"arriving<br/>gate: state, arriving<br/>only on its own"}' in lines
    assert 's_closing[["closing<br/>call: closing<br/>only on its own"]]' in lines
    assert 's_how_close -->|"I can see it"| s_feel_toward' in lines
    assert 's_how_close -->|"after 2 times"| s_visit' in lines
    assert 's_ask_room -->|"it eased or a little"| s_feel_toward' in lines
    assert 's_feel_toward -->|"right inside it"| s_how_close' in lines


def test_a_group_holds_its_steps() -> None:
    lines = flowchart(drawn("each-one")).splitlines()
    opens = next(number for number, line in enumerate(lines) if "subgraph" in line)
    closes = next(number for number, line in enumerate(lines) if line.strip() == "end")
    assert any("s_hears[" in line for line in lines[opens:closes])


def test_quotes_and_signs_in_a_sentence_do_not_break_a_label() -> None:
    script = build(
        {
            "id": "odd",
            "version": 1,
            "title": 'A "title" <b> #1',
            "purpose": "x",
            "minutes": "1",
            "step": [{"id": "end-of-it", "type": "say", "text": 'So: "no" & `yes`\n<i>', "plain": "x"}],
        }
    )
    lines = flowchart(script)
    assert 'start(["A #quot;title#quot; #lt;b#gt; #35;1"])' in lines
    assert 's_end_of_it("end-of-it<br/>So: #quot;no#quot; & #96;yes#96; #lt;i#gt;")' in lines


def test_the_outline_reads_like_a_page() -> None:
    assert flowchart(drawn("rounds"), "text") == (
        "Rounds (rounds), 2 min\n"
        "Asks again, three times at most.\n"
        "\n"
        "  arriving: gate: state, arriving\n"
        "      open → again\n"
        "      not open → not today\n"
        "  again: [yes_no_unsure] Is there more?\n"
        "      yes or unsure → again\n"
        "      otherwise → bye\n"
        "      after 3 times → enough\n"
        "  enough: [say] Three times is plenty for today.\n"
        "  bye: [say] Thank you for coming.\n"
        "\n"
        "  on stop → bye\n"
    )
