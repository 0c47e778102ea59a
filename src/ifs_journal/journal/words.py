"""The words somebody looks for: what to ask the index, and where they stand in a text.

Whatever was typed is safe: it never reaches the index as it is. Words in quotes are a phrase; every other
word of two letters or more is looked for by its beginning; all of them have to be there. What holds
characters of a script without spaces between words is looked for as it stands, inside of whatever there is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from ifs_journal.journal.places import UNSPACED

TRIGRAM = 3
"""Characters the index of unspaced scripts needs, at least, to be asked."""

_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_TYPED = re.compile(r'"([^"]*)"?|([^\s"]+)')
# As the index splits words: letters and digits, with the accents that may stand on them.
_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")


@cache
def _unspaced() -> re.Pattern[str]:
    """What is in a script without spaces. Takes a while to be made ready, so only where it is needed."""
    return re.compile(f"[{UNSPACED}]+")


def _tokens(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of a text: from, to, and folded. Of a text without spaces, only those of other scripts."""
    for found in _WORD.finditer(text):
        word, at = found.group(), found.start()
        if word.isascii():
            yield at, found.end(), word.lower()
            continue
        start = 0
        for run in (*_unspaced().finditer(word), None):
            end = len(word) if run is None else run.start()
            if start < end:
                yield at + start, at + end, folded(word[start:end])
            start = end if run is None else run.end()


class Term(NamedTuple):
    """One word or phrase; `beginning` when its last word may go on."""

    text: str
    beginning: bool

    @property
    def asked(self) -> str:
        """It, as FTS5 is asked for it."""
        return f'"{self.text}"' + ("*" if self.beginning else "")


class Sought(NamedTuple):
    """What is looked for: words and phrases, and runs of characters with some of unspaced scripts."""

    terms: tuple[Term, ...]
    runs: tuple[str, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing that can be looked for was typed."""
        return not self.terms and not self.runs

    @property
    def long_runs(self) -> tuple[str, ...]:
        """The runs the index of unspaced scripts can be asked for."""
        return tuple(run for run in self.runs if len(run) >= TRIGRAM)

    @property
    def short_runs(self) -> tuple[str, ...]:
        """The runs that are too short for it."""
        return tuple(run for run in self.runs if len(run) < TRIGRAM)

    @property
    def inside(self) -> tuple[str, ...]:
        """The terms as they may stand inside a text without spaces; none if one of them is too short."""
        found = tuple(term.text for term in self.terms)
        return found if all(len(one) >= TRIGRAM for one in found) else ()


def sought(typed: str) -> Sought:
    """What somebody means by what was typed."""
    terms: list[Term] = []
    runs: list[str] = []
    safe = typed.encode("utf-8", "replace").decode("utf-8").translate(_QUOTES)
    for found in _TYPED.finditer(safe):
        phrase, word = found.groups()
        said = phrase if word is None else word
        if not said.isascii() and _unspaced().search(said):
            runs.append(_without_edges(said))
        elif words_in := [said[start:end] for start, end, _ in _tokens(said)]:
            beginning = word is not None and len(words_in[-1]) > 1
            terms.append(Term(" ".join(words_in), beginning))
    return Sought(tuple(dict.fromkeys(terms)), tuple(dict.fromkeys(runs)))


def _without_edges(said: str) -> str:
    """What was typed, without the punctuation around it."""
    kept = [at for at, char in enumerate(said) if char.isalnum() or _unspaced().match(char)]
    return said[kept[0] : kept[-1] + 1]


def places(text: str, looked_for: Sought) -> list[tuple[int, int]]:
    """Where the words stand in a text: from and to, in characters, in order and without overlaps."""
    found: list[tuple[int, int]] = []
    for run in looked_for.runs:
        found += [one.span() for one in re.finditer(re.escape(run), text, re.IGNORECASE)]
    if looked_for.terms:
        tokens = list(_tokens(text))
        for term in looked_for.terms:
            found += _phrase(tokens, [word for *_, word in _tokens(term.text)], term.beginning)
    return _merged(sorted(found))


def _phrase(tokens: list[tuple[int, int, str]], wanted: list[str], beginning: bool) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    *whole, last = wanted
    size = len(wanted)
    for at in range(len(tokens) - size + 1):
        end = tokens[at + size - 1][2]
        if not (end.startswith(last) if beginning else end == last):
            continue
        if all(tokens[at + step][2] == word for step, word in enumerate(whole)):
            found.append((tokens[at][0], tokens[at + size - 1][1]))
    return found


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def folded(word: str) -> str:
    """A word as the index compares it: without case and accents."""
    bare = unicodedata.normalize("NFD", word.lower())
    return "".join(char for char in bare if not unicodedata.combining(char))


class Snippet(NamedTuple):
    """A piece of a text on one line, and where in it the words stand."""

    text: str
    places: tuple[tuple[int, int], ...]


def snippet(text: str, looked_for: Sought, width: int) -> Snippet:
    """The piece around the first place, at most `width` characters and an ellipsis at each cut end."""
    found = places(text, looked_for)
    start, end = _window(text, found[0][0] if found else 0, width)
    before, after = ("…" if left.strip() else "" for left in (text[:start], text[end:]))
    shift = len(before) - start
    kept = tuple(
        (max(one, start) + shift, min(other, end) + shift)
        for one, other in found
        if one < end and other > start
    )
    return Snippet(before + re.sub(r"\s", " ", text[start:end]) + after, kept)


def _window(text: str, first: int, width: int) -> tuple[int, int]:
    """Where to cut: a little before the first place, between words where there are any near."""
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if end - begin <= width:
        return min(begin, end), end
    start = begin
    if first - begin > width // 3:
        start = max(min(first - width // 4, end - width), begin)
        space = text.find(" ", start - 1, first)
        start = space + 1 if space >= 0 else start
    cut = min(start + width, end)
    space = text.rfind(" ", start + width // 2, cut + 1) if cut < end else -1
    return start, space if space > first else cut
