"""What no sentence of the program may say: every one of them is read, and the rules are tried out too."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from script_texts import THEIRS, Text, of_code, of_program, of_prompts, of_table

CARE = tomllib.loads((Path(__file__).parent / "care.toml").read_text(encoding="utf-8"))
RULES: dict[str, dict[str, Any]] = {rule["id"]: rule for rule in CARE["rule"]}
LOOK = {name: [re.compile(one, re.IGNORECASE) for one in rule["look"]] for name, rule in RULES.items()}
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|`[^`]*`")
"""Words given back, or offered to be said: a person's own, so that it is not the program that speaks."""


FILLED = re.compile(r"\{[^{}]*\}|\bifs [a-z][a-z-]*")
"""Where a person's own words are filled in, and commands to type."""


def found(text: Text) -> Iterator[str]:
    """The rules a text breaks, each with what it found."""
    for name, rule in RULES.items():
        keys = rule.get("keys")
        if (keys == "said" and text.key in THEIRS) or (keys == "plain" and not text.plain):
            continue
        read = FILLED.sub("…", text.text.replace("’", "'"))
        for pattern in LOOK[name]:
            for hit in pattern.finditer(QUOTED.sub("…", read) if keys == "said" else read):
                yield f"{name}: {hit.group()!r}"


ALLOWED = {
    ("commands/parts", "backstage: 'firefighter'"),
    ("commands/parts", "backstage: 'exile'"),
    ("terminal/schedules", "backstage: 'target'"),
    ("terminal/schedules", "loud: '!'"),
    ("terminal/sheet_html", "loud: '!'"),
}
"""Where a command names the roles a person may choose to write down for a part of theirs, and where files for
other programs are written in those programs' words."""


def broken(texts: Iterator[Text]) -> list[str]:
    return [f"{text.where} ({text.key}): {rule}" for text in texts for rule in found(text)]


def test_no_script_says_what_none_may_say() -> None:
    assert broken(of_prompts()) == []


def test_the_program_itself_says_nothing_of_the_kind() -> None:
    assert [text for text in broken(of_program()) if not allowed(text)] == []


def allowed(told: str) -> bool:
    return any(told.startswith(f"{where}:") and told.endswith(rule) for where, rule in ALLOWED)


CAUGHT = [(name, sentence) for name, rule in RULES.items() for sentence in rule["caught"]]


@pytest.mark.parametrize(("rule", "sentence"), CAUGHT)
def test_what_must_not_be_said_is_found(rule: str, sentence: str) -> None:
    key = "plain" if RULES[rule].get("keys") == "plain" else "text"
    assert rule in [one.partition(":")[0] for one in found(Text("", key, sentence))]


@pytest.mark.parametrize("key", ["said", "plain"])
def test_kind_sentences_are_left_alone(key: str) -> None:
    texts = [Text("", "plain" if key == "plain" else "text", one) for one in CARE["kind"][key]]
    assert broken(iter(texts)) == []


def test_there_is_enough_to_try_the_rules_on() -> None:
    assert len(CAUGHT) >= 40
    assert len(CARE["kind"]["said"]) + len(CARE["kind"]["plain"]) >= 40
    assert all(rule["reason"] and rule["caught"] for rule in RULES.values())


@pytest.mark.parametrize("rule", RULES)
def test_no_pattern_is_there_for_nothing(rule: str) -> None:
    sentences = RULES[rule]["caught"]
    idle = [one.pattern for one in LOOK[rule] if not any(map(one.search, sentences))]
    assert idle == []


# --- that all of it is read -----------------------------------------------------------------------------


def test_every_kind_of_text_is_read() -> None:
    texts = list(of_prompts())
    wheres = {text.where.partition("/")[0].partition(".")[0] for text in texts}
    assert {"check-in", "unblend", "gates", "grounding", "closing", "speaking"} <= wheres
    assert {"text", "plain", "why", "why_plain", "label", "draft", "title", "purpose", "help"} <= {
        text.key for text in texts
    }
    assert len(texts) > 500


def test_a_sentence_anywhere_in_a_script_is_read() -> None:
    inner = {"id": "b", "text": "Inside.", "options": [{"value": "x", "label": "Pick me.", "plain": "Me."}]}
    added = {
        "after": "a",
        "step": [{"id": "c", "pieces": [{"text": ["First.", "Then."], "again": ["More."]}]}],
    }
    table = {
        "id": "made",
        "step": [{"id": "a", "each": "x", "step": [inner]}],
        "variants": {"quick": {"help": "Shorter.", "add": [added]}},
    }
    assert {text.text for text in of_table(table, "made")} == {
        "Inside.",
        "Pick me.",
        "Me.",
        "First.",
        "Then.",
        "More.",
        "Shorter.",
    }


def test_sentences_in_code_are_read_and_remarks_are_not(tmp_path: Path) -> None:
    path = tmp_path / "made.py"
    path.write_text(
        '"""A remark about it."""\nA = "One two three."\nB = f"Kept as #{A} for now."\nC = "key"\n'
    )
    assert [text.text for text in of_code(path)] == ["One two three.", "Kept as #… for now."]


def test_the_program_s_own_sentences_are_read() -> None:
    wheres = {text.where.partition(":")[0] for text in of_program()}
    assert {"session/phrases", "terminal/sentences", "cli/first", "cli/home"} <= wheres
