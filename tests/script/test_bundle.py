"""Bundles: the same words give the same hash, and nothing is lost on the way to the journal and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from ifs_journal.errors import NotFound, ScriptInvalid
from ifs_journal.script.bundle import Bundle, bundle_of, load_bundle, reaches
from ifs_journal.script.library import find_source
from ifs_journal.script.parsing import parse

GOOD = Path(__file__).parent / "good"


@pytest.mark.parametrize("name", ["check-in", "unblend"])
def test_the_body_comes_back_as_it_was(name: str) -> None:
    bundle = bundle_of(name)
    again = load_bundle(bundle.body)
    assert again == bundle
    assert (again.body, again.hash) == (bundle.body, bundle.hash)
    assert again.scripts == bundle.scripts


def test_the_hash_is_stable() -> None:
    assert bundle_of("check-in").hash == bundle_of("check-in").hash
    assert bundle_of("check-in").hash != bundle_of("unblend").hash


def test_the_order_of_keys_does_not_change_the_hash() -> None:
    bundle = bundle_of("closing")
    turned = {name: dict(reversed(table.items())) for name, table in reversed(bundle.tables.items())}
    assert Bundle(bundle.root, bundle.language, turned, bundle.gates).hash == bundle.hash


@pytest.mark.parametrize("change", ["words", "gates", "root", "language"])
def test_every_change_of_words_changes_the_hash(change: str) -> None:
    bundle = bundle_of("closing")
    tables = {**bundle.tables, "closing": {**bundle.tables["closing"], "purpose": "Other words."}}
    other = {
        "words": Bundle(bundle.root, bundle.language, tables, bundle.gates),
        "gates": Bundle(bundle.root, bundle.language, bundle.tables, {**bundle.gates, "more": 1}),
        "root": Bundle("grounding", bundle.language, bundle.tables, bundle.gates),
        "language": Bundle(bundle.root, "de", bundle.tables, bundle.gates),
    }[change]
    assert other.hash != bundle.hash


def test_comments_and_layout_do_not_change_the_hash(tmp_path: Path) -> None:
    text = (GOOD / "record.toml").read_text(encoding="utf-8")
    (tmp_path / "record.toml").write_text(f"# Another remark.\n\n{text}", encoding="utf-8")
    assert bundle_of("record", own=tmp_path).hash == bundle_of("record", own=GOOD).hash


def test_a_bundle_holds_all_it_can_reach() -> None:
    assert set(bundle_of("check-in").tables) == {"check-in", "grounding"}
    assert set(bundle_of("unblend").tables) == {"unblend", "closing", "grounding"}
    assert set(bundle_of("caller", own=GOOD).tables) == {"caller", "callee", "grounding"}
    assert set(bundle_of("toward", own=GOOD).tables) == {"toward", "unblend", "closing", "grounding"}


def test_reaches_counts_the_calls_of_variants_and_gates() -> None:
    source = find_source("unblend")
    assert reaches(parse(source)) == {"closing", "grounding"}


def test_a_shipped_script_wins_over_an_own_one_of_the_same_name(tmp_path: Path) -> None:
    (tmp_path / "closing.toml").write_text('id = "closing"', encoding="utf-8")
    assert bundle_of("closing", own=tmp_path).hash == bundle_of("closing").hash


@pytest.mark.parametrize("name", ["nothing", "gates", "../closing", ""])
def test_a_script_that_is_not_there(name: str) -> None:
    with pytest.raises(NotFound):
        bundle_of(name, own=GOOD)


def test_a_script_that_is_not_in_the_bundle() -> None:
    with pytest.raises(ScriptInvalid):
        bundle_of("closing").script("check-in")
