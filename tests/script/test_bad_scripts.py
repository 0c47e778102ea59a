"""One bad file for each rule, with all it is told, word for word.

After a change of words: `python -m pytest tests/script --write-faults`, and read the difference.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from ifs_journal.script.checker import RULES, Fault, check_file
from ifs_journal.script.library import gate_words, read_source, shipped_sources

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.toml"))


def faults_of(path: Path) -> list[Fault]:
    tables = {name: source.table for name, source in shipped_sources().items()}
    tables["helper"] = read_source(BAD / "helper" / "helper.toml").table
    return check_file(path, tables=tables, gates=gate_words(), reserved={"id-reserved", "check-in"})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_everything_wrong_is_told(path: Path, request: pytest.FixtureRequest) -> None:
    told = "".join(f"{fault}\n" for fault in faults_of(path))
    expected = path.with_suffix(".txt")
    if request.config.getoption("--write-faults", default=False):
        expected.write_text(told, encoding="utf-8")
    assert told == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_rule_it_is_named_after_is_among_them(path: Path) -> None:
    assert path.stem in {fault.rule for fault in faults_of(path)}


def test_every_rule_has_a_bad_file() -> None:
    assert {path.stem for path in FILES} == set(RULES)


def test_no_fault_carries_a_rule_nobody_knows() -> None:
    assert {fault.rule for path in FILES for fault in faults_of(path)} <= set(RULES)


def test_a_fault_says_file_line_step_and_remedy() -> None:
    (fault,) = faults_of(BAD / "set-from.toml")
    assert str(fault) == (
        "set-from.toml:28 step “copy”: `set` copies a slot, and this step does not say which. Add `from`."
    )
