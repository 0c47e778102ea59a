"""docs/coverage.md says where each idea is met. Here it is held against the scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.script.library import shipped_sources

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = (DOCS / "coverage.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (?P<number>\d\.\d+) \| (?P<idea>[^|]+) \| (?P<where>[^|]+) \|$", re.MULTILINE)
REFERENCE = re.compile(r"`(?P<script>[a-z-]+): (?P<thing>[a-z_.-]+)`")
LINK = re.compile(r"\[[^\]]+\]\(([^)]+)\)")

ROWS = {found["number"]: found for found in ROW.finditer(PAGE)}
REFERENCES = sorted({(found["script"], found["thing"]) for found in REFERENCE.finditer(PAGE)})
NUMBERS = [f"1.{one}" for one in range(1, 21)] + [f"2.{one}" for one in range(1, 11)]
NUMBERS += [f"3.{one}" for one in range(1, 12)]


def steps(table: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a script: inside groups, and of its variants too."""
    waiting = list(table["step"])
    for variant in table.get("variants", {}).values():
        waiting += variant.get("replace", [])
        waiting += [step for one in variant.get("add", []) for step in one["step"]]
    while waiting:
        step = waiting.pop()
        yield step
        waiting += step.get("step", [])


def things(table: dict[str, Any]) -> set[str]:
    """What a reference may name: the steps, and what answers are kept as."""
    found = set()
    for step in steps(table):
        found.add(step["id"])
        filled = [step[key] for key in ("slot", "into") if isinstance(step.get(key), str)]
        found.update(slot.partition(".")[2] for slot in filled)
    return found


def test_every_idea_has_its_row_in_order() -> None:
    assert list(ROWS) == NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_every_idea_is_met_somewhere(number: str) -> None:
    where = ROWS[number]["where"]
    assert REFERENCE.search(where) or [link for link in LINK.findall(where) if (DOCS / link).is_file()]
    assert REFERENCE.sub("", LINK.sub("", where)).strip(" ,") == ""


@pytest.mark.parametrize(("script", "thing"), REFERENCES)
def test_what_the_page_names_is_there(script: str, thing: str) -> None:
    found = shipped_sources()
    assert script in found, f"there is no script “{script}” yet"
    assert thing in things(found[script].table), f"“{script}” asks or keeps nothing called “{thing}”"


def test_every_session_that_is_listed_is_named() -> None:
    listed = {name for name, one in shipped_sources().items() if one.table.get("listed", True)}
    assert listed - {script for script, _ in REFERENCES} == set()
