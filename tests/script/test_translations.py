"""What the checker tells a translator: one damaged German for each rule, word for word.

After a change of words: `python -m pytest tests/script --write-faults`, and read the difference.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ifs_journal.cli.translations import faults_of_language, language_of, told_of_language
from ifs_journal.script import library
from ifs_journal.script.bundle import bundle_of
from ifs_journal.script.check_base import Fault
from ifs_journal.script.check_translation import RULES, not_yet
from ifs_journal.script.gate_sentences import missing

GOLDEN = Path(__file__).parent / "translated"
PAGE = (Path(__file__).parents[2] / "docs" / "translating.md").read_text(encoding="utf-8")
Damage = tuple[str, str, str]
GERMAN = "Es darf bleiben, auch ohne Wort. Es muss nicht drängen, um bemerkt zu werden."
ENGLISH = "It can stay, without a word. It doesn't have to push to be noticed."
DAMAGES: dict[str, list[Damage]] = {
    "language-script": [("unheard.toml", "", 'id = "unheard"\nversion = 1\n')],
    "language-structure": [
        ("now.toml", "version = 2", "version = 3"),
        ("now.toml", 'next = "room"', 'next = "act"'),
        ("now.toml", 'value = "a_bit"', 'value = "ein_bisschen"'),
        ("check-in.toml", 'knows = ["morning_intention"]', "knows = []"),
        ("check-in.toml", "[variants.quick]", "[variants.schnell]"),
        ("check-in.toml", "[[variants.quick.replace]]", "[[variants.schnell.replace]]"),
        ("grounding.toml", 'id = "press"', 'id = "druck"'),
        ("gates.toml", "[relational.unanswered]", "[relational.offen]"),
    ],
    "language-missing": [
        ("now.toml", 'plain = "Ein Wort dafür, wenn es eins gibt."\n', ""),
        ("now.toml", 'why = "Ein Wort ist ein kleiner Abstand. Keins ist auch gut."\n', ""),
        (
            "now.toml",
            "Es darf bleiben, auch ohne Wort. Es muss nicht drängen, um bemerkt zu werden.",
            "ENGLISH",
        ),
        (
            "gates.toml",
            'why = "Um zu sehen, ob das geholfen hat. Wenn nicht, hat niemand etwas falsch gemacht."',
            "",
        ),
        ("said.toml", 'done = "Fertig."\n', ""),
        ("closing.toml", 'title = "Gehen"', 'title = ""'),
    ],
    "language-quotes": [
        (
            "check-in.toml",
            'text = "Was möchte {target.name} dich wissen lassen?',
            'text = "Was möchtest du wissen?',
        ),
        ("gates.toml", 'text = "Und jetzt, wie geht es dir?"', 'text = "Und jetzt, {person}?"'),
        ("said.toml", 'kept = "Aufgehoben als #{number}.', 'kept = "Aufgehoben als #{nummer}.'),
    ],
    "language-keys": [
        ("now.toml", 'label = "aufheben", key = "a"', 'label = "keine Frage: aufheben", key = "k"'),
        (
            "gates.toml",
            'settled = { label = "ruhig", key = "r" }',
            'settled = { label = "ruhig", key = "a" }',
        ),
        (
            "gates.toml",
            'label = "erst ruhiger werden", key = "r"',
            'label = "erst ruhiger werden", key = "c"',
        ),
    ],
    "language-calls": [("grounding.toml", "", "")],
    "language-gates": [("gates.toml", "[state.someone]", "[relational.someone]")],
    "language-said": [
        ("said.toml", 'review = "Noch etwas mit diesem Eintrag?"', 'anything = "Noch etwas?"'),
        (
            "said.toml",
            'settle = ["Enter, wenn du so weit bist · ? für mehr", "Enter: weiter · ?: mehr"]',
            'settle = ["Enter"]',
        ),
    ],
    "language-numbers": [
        ("support.toml", '"call 143" = "Telefon 143"', '"call 143" = "Telefon 134"'),
        ("support.toml", '"call 024" = "Telefon 024"', '"call 025" = "Telefon 025"'),
    ],
}
"""For each rule: file, what stands there, and what stands there instead. Nothing for both: no such file."""


@pytest.fixture
def prompts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The words of all languages, to be damaged."""
    there = tmp_path / "prompts"
    shutil.copytree(library.prompts_folder().parent, there)
    monkeypatch.setattr(library, "prompts_folder", lambda language="en": there / language)
    return there


def damage(prompts: Path, name: str, old: str, new: str) -> None:
    path = prompts / "de" / name
    if not new and not old:
        path.unlink()
        return
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert old in text
    path.write_text(text.replace(old, new.replace("ENGLISH", ENGLISH)) or new, encoding="utf-8")


@pytest.fixture
def told(prompts: Path) -> Callable[[str], list[Fault]]:
    """What is told of the German with the damage of a rule."""

    def act(rule: str) -> list[Fault]:
        for one in DAMAGES[rule]:
            damage(prompts, *one)
        return faults_of_language("de")

    return act


def test_the_shipped_languages_are_sound() -> None:
    for code in library.languages():
        if code != library.LANGUAGE:
            assert [str(one) for one in faults_of_language(code)] == []


@pytest.mark.parametrize("rule", RULES)
def test_everything_wrong_is_told(
    rule: str, told: Callable[[str], list[Fault]], request: pytest.FixtureRequest
) -> None:
    found = told(rule)
    assert rule in {one.rule for one in found}
    lines = "".join(f"{one}\n" for one in found)
    golden = GOLDEN / f"{rule}.txt"
    if request.config.getoption("--write-faults", default=False):
        golden.write_text(lines, encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8")


def test_every_rule_has_its_damage_and_stands_on_the_page() -> None:
    assert set(DAMAGES) == set(RULES)
    assert [one for one in RULES.items() if "| `{}` | {} |".format(*one) not in PAGE] == []


def test_what_is_not_translated_yet_is_no_fault(prompts: Path) -> None:
    gates = prompts / "de" / "gates.toml"
    begin, end = "[relational.theirs]", "[feel_toward.how]"
    text = gates.read_text(encoding="utf-8")
    gates.write_text(text[: text.index(begin)] + text[text.index(end) :], encoding="utf-8")
    later = prompts / "en" / "gates.toml"
    more = '\n[resting.ask]\ntext = "Is it resting?"\nplain = "Is it resting?"\nwhy = "To know."\n'
    later.write_text(later.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert faults_of_language("de") == []
    assert not_yet(language_of("de"))[-2:] == ["gates: relational", "gates: resting"]
    assert told_of_language("de").startswith("de: check-in, closing, grounding, now. In English until")


def test_a_script_that_meets_an_untranslated_gate_is_asked_in_english(prompts: Path) -> None:
    damage(prompts, "gates.toml", "[state.someone]", "[state.niemand]")
    assert bundle_of("check-in", language="de").language == "en"
    assert bundle_of("now", language="de").language == "en"


def test_a_script_that_calls_an_untranslated_one_is_asked_in_english(prompts: Path) -> None:
    damage(prompts, "grounding.toml", "", "")
    found = bundle_of("check-in", language="de")
    assert (found.language, found.tables["check-in"]["title"]) == ("en", "Check-in")
    assert found.gates["state"]["arriving"]["state"]["text"] == "How are you arriving?"
    assert bundle_of("now", language="de").language == "de"


def test_a_bundle_in_german_is_german_throughout() -> None:
    found = bundle_of("check-in", language="de")
    assert found.language == "de"
    assert found.gates == library.gate_words("de")
    assert found.tables["grounding"]["title"] == "Ruhiger werden"
    assert missing(library.gate_words(), found.gates, frozenset({("state", "arriving")})) == []


@pytest.mark.parametrize(
    ("code", "spoken"),
    [("de", "de"), ("de-AT", "de"), ("DE", "de"), ("xx", "en"), ("en-GB", "en"), ("en", "en")],
)
def test_a_region_speaks_its_language_and_what_is_not_there_is_english(code: str, spoken: str) -> None:
    assert library.spoken(code) == spoken


def test_english_reads_no_file_of_another_language(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    real = library.read_source
    library._read_shipped.cache_clear()
    monkeypatch.setattr(library, "read_source", lambda path: read.append(path) or real(path))
    bundle_of("check-in")
    assert sorted(f"{one.parent.name}/{one.name}" for one in read) == [
        "en/check-in.toml",
        "en/gates.toml",
        "en/grounding.toml",
    ]
