"""The guided sessions as they are listed: by what somebody comes with, each in one place."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from ifs_journal.cli.grouped import GROUPS, OTHERS, OWN, grouped
from ifs_journal.script.library import index
from program_terminal import program

pytestmark = pytest.mark.sampled(6)

LISTED = [str(one["id"]) for one in index() if one["listed"]]


def said(*arguments: str, columns: int = 80) -> str:
    env = {**os.environ, "COLUMNS": str(columns)}
    return subprocess.run(
        program(*arguments), env=env, capture_output=True, text=True, timeout=30, check=True
    ).stdout


def test_every_session_has_its_place() -> None:
    placed = [name for names in GROUPS.values() for name in names]
    assert len(set(placed)) == len(placed)
    assert sorted(set(LISTED) - set(placed)) == []


def test_what_has_no_place_comes_after_and_ones_own_comes_last() -> None:
    found = list(grouped([("a-new-one", 1), ("now", 2), ("check-in", 3)], [("mine", 4)]))
    assert found == [
        ("every day", [("check-in", 3), ("now", 2)]),
        (OTHERS, [("a-new-one", 1)]),
        (OWN, [("mine", 4)]),
    ]


@pytest.mark.parametrize("columns", [80, 40])
@pytest.mark.parametrize("arguments", [("scripts", "list"), ("--help",)])
def test_the_list_and_the_help_fit_and_name_every_session(arguments: tuple[str, ...], columns: int) -> None:
    text = said(*arguments, columns=columns)
    assert max(map(len, text.splitlines())) < columns
    words = text.split()
    assert all(name in words for name in LISTED)
    places = [text.lower().index(f"{heading}:") for heading, _ in grouped((name, name) for name in LISTED)]
    assert places == sorted(places)


def test_a_list_for_programs_stays_as_it_is() -> None:
    found = json.loads(said("scripts", "list", "--json"))
    assert [one["id"] for one in found] == LISTED
