"""The page for people who write scripts: it names every key, and what it shows works."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.script.checker import RULES, check
from ifs_journal.script.grammar import Kind, keys_of, validated
from ifs_journal.script.library import NOT_SCRIPTS, Source, gate_words, shipped_sources
from ifs_journal.script.model import Branch, Insertion, Option, Piece, Script, Step, Variant, When
from ifs_journal.terms import StepType

PAGE = (Path(__file__).parents[2] / "docs" / "writing-scripts.md").read_text(encoding="utf-8")
EXAMPLES = [tomllib.loads(found) for found in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
WHOLE = {one["id"]: one for one in EXAMPLES if "id" in one}
PIECES = [one for one in EXAMPLES if "id" not in one]


@pytest.mark.parametrize("model", [Script, Step, Option, Branch, When, Variant, Insertion, Piece])
def test_every_key_is_named(model: Kind) -> None:
    keys = keys_of(model)
    assert [key for key in sorted(keys) if not re.search(rf"`{key}[`s=. ]", PAGE)] == []


def test_every_answer_type_is_named() -> None:
    assert [one for one in StepType if f"| `{one}` |" not in PAGE] == []


def test_every_rule_is_listed() -> None:
    assert re.findall(r"^\| `([a-z-]+)` \| (.*\.) \|$", PAGE, re.MULTILINE) == list(RULES.items())


def faults(table: dict[str, Any]) -> list[str]:
    tables = {name: source.table for name, source in shipped_sources().items()} | WHOLE
    source = Source(Path(f"{table['id']}.toml"), table)
    reserved = {*shipped_sources(), *NOT_SCRIPTS}
    return [str(fault) for fault in check(source, tables=tables, gates=gate_words(), reserved=reserved)]


@pytest.mark.parametrize("name", WHOLE)
def test_the_scripts_it_shows_are_sound(name: str) -> None:
    assert faults(WHOLE[name]) == []


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: next(iter(piece)))
def test_the_pieces_it_shows_are_in_the_language(piece: dict[str, Any]) -> None:
    table = {**WHOLE["one-word"], **piece}
    if "branch" in piece:
        table["step"] = [{**WHOLE["one-word"]["step"][1], "branch": table.pop("branch")}]
    validated(table)


def test_the_variants_it_shows_are_sound() -> None:
    (piece,) = (one for one in PIECES if "variants" in one)
    assert faults({**WHOLE["one-word"], **piece}) == []
