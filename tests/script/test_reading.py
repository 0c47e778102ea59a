"""The plain wording reads at about twelve years of age: measured, and the measure tried out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from statistics import median

import pytest
import reading
from reading import Reading, grade, plain_texts, sentences_of, syllables

ROOT = Path(__file__).resolve().parents[2]

READINGS = {one.name: one for one in reading.readings()}

ALLOWED: Mapping[str, str] = {}
"""Sentences that may be harder, each with the reason why no easier one would do."""


@pytest.mark.parametrize("name", READINGS)
def test_a_script_is_easy_to_read_as_a_whole(name: str) -> None:
    assert READINGS[name].grade <= reading.WHOLE_AT_MOST
    assert median(READINGS[name].long_enough.values()) <= reading.WHOLE_AT_MOST


@pytest.mark.parametrize("name", READINGS)
def test_no_sentence_is_hard_to_read(name: str) -> None:
    hard = {one: round(found, 1) for one, found in READINGS[name].long_enough.items()}
    assert {
        one: found for one, found in hard.items() if found > reading.ONE_AT_MOST and one not in ALLOWED
    } == {}


def test_what_is_allowed_is_still_there_and_still_hard() -> None:
    found = {text: level for one in READINGS.values() for text, level in one.long_enough.items()}
    assert all(reason for reason in ALLOWED.values())
    assert [one for one in ALLOWED if found.get(one, 0) <= reading.ONE_AT_MOST] == []


def test_every_script_is_measured() -> None:
    files = {path.stem for path in (ROOT / "prompts" / "en").glob("*.toml")}
    assert files - set(READINGS) <= set(reading.NOT_SENTENCES)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("part", 1),
        ("anything", 3),
        ("you're", 1),
        ("doesn't", 2),
        ("unblending", 3),
        ("zzyzx", 1),
        ("tender", 2),
    ],
)
def test_syllables_are_counted_as_a_word_is_said(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_the_one_everybody_counts() -> None:
    assert grade(["The cat sat on the mat."]) == pytest.approx(0.39 * 6 + 11.8 * 1 - 15.59)
    assert grade([]) == 0.0


def test_a_hard_text_is_found_hard_and_an_easy_one_easy() -> None:
    hard = "Protective subpersonalities habitually orchestrate sophisticated avoidance strategies."
    assert grade([hard]) > reading.ONE_AT_MOST
    assert grade(["It can stay.", "You are here too."]) < reading.WHOLE_AT_MOST
    assert hard in Reading("made", [hard]).long_enough


def test_a_text_is_taken_apart_into_sentences() -> None:
    text = 'You wrote: "{session.word}". How near is it? To see it again: ifs after-speaking'
    assert sentences_of(text) == ['You wrote: "it".', "How near is it?"]
    assert sentences_of("One thing. Finish: What would help is …") == [
        "One thing.",
        "Finish: What would help is …",
    ]


def test_the_wording_that_is_shown_is_the_one_that_is_read() -> None:
    step = {
        "text": "In terms.",
        "plain": "In plain words.",
        "why": "A reason.",
        "options": [{"label": "far off", "plain": "far away"}, {"label": "here"}],
    }
    added = {"add": [{"after": "a", "step": [{"text": "More.", "plain": "And more."}]}]}
    table = {"step": [step, {"why": "For terms.", "why_plain": "For all."}], "variants": {"long": added}}
    assert sorted(plain_texts(table)) == [
        "A reason.",
        "And more.",
        "For all.",
        "In plain words.",
        "far away",
        "here",
    ]
