"""Variants: what is kept, dropped, added and replaced, and where ways to dropped steps lead."""

from __future__ import annotations

from typing import Any

import pytest

from ifs_journal.errors import ScriptInvalid
from ifs_journal.script.grammar import validated
from ifs_journal.script.library import find_source
from ifs_journal.script.model import Script
from ifs_journal.script.parsing import parse
from ifs_journal.script.variants import in_variant


def say(name: str, **more: Any) -> dict[str, Any]:
    return {"id": name, "type": "say", "text": name, "plain": name, **more}


def script(**variant: Any) -> Script:
    steps = [
        say("a", next="c"),
        say("b"),
        say("c", branch=[{"when": {"slot": "guide.far", "is": True}, "go": "b"}]),
    ]
    return validated(
        {
            "id": "letters",
            "version": 1,
            "title": "Letters",
            "purpose": "Letters.",
            "minutes": "1",
            "on_stop": "c",
            "step": [*steps, say("d")],
            "variants": {"other": {"help": "another way", **variant}},
        }
    )


def ids(found: Script) -> list[str]:
    return [step.id for step in found.step]


def test_no_variant_is_the_script_itself() -> None:
    whole = script()
    assert in_variant(whole, None) is whole


def test_keep_and_drop() -> None:
    assert ids(in_variant(script(keep=["a", "d"]), "other")) == ["a", "d"]
    assert ids(in_variant(script(drop=["b"]), "other")) == ["a", "c", "d"]


def test_added_steps_follow_the_step_they_are_added_after() -> None:
    added = [{"after": "b", "step": [say("x"), say("y")]}]
    assert ids(in_variant(script(add=added), "other")) == ["a", "b", "x", "y", "c", "d"]


def test_added_steps_stay_where_a_dropped_step_was() -> None:
    added = [{"after": "b", "step": [say("x")]}]
    assert ids(in_variant(script(add=added, drop=["b"]), "other")) == ["a", "x", "c", "d"]


def test_a_replaced_step_keeps_its_place() -> None:
    found = in_variant(script(replace=[{**say("b"), "text": "another b"}]), "other")
    assert ids(found) == ["a", "b", "c", "d"]
    assert found.step[1].text == "another b"


def test_ways_to_a_dropped_step_lead_to_the_next_kept() -> None:
    found = in_variant(script(drop=["b", "c"]), "other")
    assert found.step[0].next == "d"
    assert found.on_stop == "d"
    assert in_variant(script(drop=["b"]), "other").step[1].branch[0].go == "c"


def test_ways_past_the_last_kept_step_lead_to_the_end() -> None:
    found = in_variant(script(drop=["c", "d"]), "other")
    assert found.step[0].next == "end"
    assert found.on_stop == "end"


def test_no_part_comes_first_in_a_variant_without_the_gate_for_it() -> None:
    whole = parse(find_source("repair"))
    assert whole.on_new_target == "which"
    assert in_variant(whole, "long").on_new_target == "which"
    assert in_variant(whole, "look-back").on_new_target is None


@pytest.mark.parametrize(
    "variant",
    [{"keep": ["z"]}, {"drop": ["z"]}, {"add": [{"after": "z", "step": []}]}, {"replace": [say("z")]}],
)
def test_a_step_that_is_not_there_is_refused(variant: dict[str, Any]) -> None:
    with pytest.raises(ScriptInvalid, match="names the step “z”"):
        in_variant(script(**variant), "other")


def test_a_variant_that_is_not_there_is_refused() -> None:
    with pytest.raises(ScriptInvalid, match="no variant “long”"):
        in_variant(script(), "long")


@pytest.mark.parametrize("name", ["quick", "morning", "evening", "long"])
def test_the_check_in_has_its_variants(name: str) -> None:
    source = find_source("check-in")
    whole = parse(source)
    assert ids(in_variant(whole, name)) != ids(whole)
