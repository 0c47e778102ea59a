"""Words and patterns of words: a text as a row of plain words, and a small notation to find some in it.

A text is read as one string of words with a space before each: small letters, short forms written out
(“you're” is `you are`), a comma for every smaller break and a full stop for every larger one. Every word
knows where it stood, so whatever is found can be shown as it was written.

The notation is explained at the top of `prompts/en/speaking.toml`. Everything here takes time in proportion
to the length of the text, whatever is in it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from ifs_journal.errors import ScriptInvalid

APOSTROPHES = "'’‘ʼ`´′＇"
_TOKEN = re.compile(
    rf"[^\W_]+(?:[{APOSTROPHES}][^\W_]+)*"  # a word, apostrophes inside it included
    r"|[.!?。！？]+|\n\s*\n|[,;:()\[\]…–—/]"  # a larger break, a smaller one
)
_LARGER = frozenset(".!?。！？\n")
_ANY_WORD = r" [^ .,]+"
_ELEMENT = re.compile(r"(!?)((?:<\w+>|[\w*]+)(?:\|(?:<\w+>|[\w*]+))*)(\??)")
_LONGEST_BEFORE = 80
"""How far back `before` looks, in characters: more than the longest phrase it is used with."""


class Reading:
    """A text as read: one string of words, and where each of them stood."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self.string = " "
        self.written: list[tuple[int, int]] = []
        """Where each written word stands in the text, quoted ones included."""
        self._places: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def fill(self, words: Sequence[str], places: list[tuple[int, int]]) -> None:
        """Take the words as read, and the place of each in the text."""
        position = 0
        for word in words:
            self._starts.append(position)
            position += len(word) + 1
            if word == ".":
                self._ends.append(position)
        self._places = places
        self.string = "".join(f" {word}" for word in words) + " "
        self._ends.append(len(self.string))

    def sentence(self, position: int) -> tuple[int, int]:
        """Where the sentence around a position of the string begins and ends."""
        at = min(bisect_right(self._ends, position), len(self._ends) - 1)
        return (self._ends[at - 1] if at else 0), self._ends[at]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the string stood in the text."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_left(self._starts, end) - 1
        return self._places[first][0], self._places[last][1]


class Reader:
    """Reads a text as words, in the spellings and quotation marks of one language."""

    def __init__(self, spellings: Mapping[str, str], matters: Iterable[str], quotes: Sequence[str]) -> None:
        """Take spellings, those whose apostrophe matters, and pairs of quotation marks (or none)."""
        kept = set(matters)
        self._spellings = {(one if one in kept else _bare(one)): full for one, full in spellings.items()}
        self._quoted = re.compile("|".join(_between(*pair) for pair in quotes)) if quotes else None

    def read(self, text: str) -> Reading:
        """The text as words. Quoted ones are read as breaks."""
        reading = Reading()
        words: list[str] = []
        places: list[tuple[int, int]] = []
        quoted = self._quotes(text)
        for found in _TOKEN.finditer(text):
            place, token = found.span(), found.group()
            is_word = token[0].isalnum()
            if is_word:
                reading.written.append(place)
            before = bisect_right(quoted, (place[0], len(text))) - 1
            inside = before >= 0 and place[0] < quoted[before][1]
            if is_word and not inside:
                read = self._spelled(token).split(" ")
            else:
                read = ["," if is_word or not _is_larger(token) else "."]
            words.extend(read)
            places.extend([place] * len(read))
        reading.fill(words, places)
        return reading

    def _spelled(self, token: str) -> str:
        plain = token.casefold()
        for mark in APOSTROPHES[1:]:
            plain = plain.replace(mark, "'")
        bare = _bare(plain)
        return self._spellings.get(plain) or self._spellings.get(bare) or bare

    def _quotes(self, text: str) -> list[tuple[int, int]]:
        """Where quoted words stand. A text that is one quote as a whole is the person's own."""
        if self._quoted is None:
            return []
        spans = [found.span() for found in self._quoted.finditer(text)]
        whole = len(text) - len(text.lstrip()), len(text.rstrip())
        return [] if spans == [whole] else spans


class Notation:
    """Makes regular expressions out of patterns, with the word lists they name."""

    def __init__(self, lists: Mapping[str, Sequence[str]]) -> None:
        """Take the lists by name."""
        self._lists = lists

    def anywhere(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """Finds any of these. Raises ScriptInvalid for a pattern that cannot be read."""
        return re.compile(f"(?:{self._any(patterns)})(?= )")

    def before(self, patterns: Iterable[str]) -> re.Pattern[str]:
        """Finds any of these at the very end of what is searched; see `ends_with`."""
        return re.compile(rf"(?:{self._any(patterns)})\Z")

    def _any(self, patterns: Iterable[str], inside: tuple[str, ...] = ()) -> str:
        return "|".join(self._phrase(one, inside) for one in patterns)

    def _phrase(self, pattern: str, inside: tuple[str, ...]) -> str:
        elements = pattern.split()
        if not elements or all(one == "..." or one[-1] == "?" or one[0] == "!" for one in elements):
            raise _fault(pattern, "it names no word that has to be there")
        parts = [(one, sum(1 for _ in same)) for one, same in groupby(elements)]
        return "".join(self._element(one, times, pattern, inside) for one, times in parts)

    def _element(self, element: str, times: int, pattern: str, inside: tuple[str, ...]) -> str:
        if element == "...":
            return _up_to(3 * times, _ANY_WORD)
        found = _ELEMENT.fullmatch(element)
        if found is None:
            raise _fault(pattern, f"“{element}” is not a word, a list or “...”")
        refused, words, optional = found.groups()
        either = "|".join(self._word(one, pattern, inside) for one in words.split("|"))
        if refused:
            return f"(?!(?:{either})(?= ))"
        return _up_to(times, either) if optional else f"(?:{either})" * times

    def _word(self, word: str, pattern: str, inside: tuple[str, ...]) -> str:
        if word == "_":
            return _ANY_WORD
        if not word.startswith("<"):
            return " " + word.replace("*", "[^ .,]*")
        name = word[1:-1]
        if name not in self._lists or name in inside:
            raise _fault(pattern, f"there is no word list “{name}” it could use")
        return f"(?:{self._any(self._lists[name], (*inside, name))})"


def ends_with(pattern: re.Pattern[str], string: str, end: int) -> bool:
    """Whether a pattern made by `before` stands right before `end`."""
    return pattern.search(string, max(0, end - _LONGEST_BEFORE), end) is not None


def _up_to(times: int, expression: str) -> str:
    return f"(?:{expression}){{0,{times}}}"


def _bare(word: str) -> str:
    return word.replace("'", "")


def _is_larger(token: str) -> bool:
    """Whether a break ends a sentence. Three dots leave it open."""
    return token[0] in _LARGER and not token.startswith("..")


def _between(opening: str, closing: str) -> str:
    """What finds a quote between two marks. It ends before an empty line, and an apostrophe is no mark."""
    first, last = re.escape(opening), re.escape(closing)
    inner = rf"[^{first}{last}\n]|\n(?!\n)"
    if closing in APOSTROPHES:
        return rf"(?<!\w){first}(?:{inner}|(?<=\w){last}(?=\w))*{last}(?!\w)"
    return f"{first}(?:{inner})*{last}"


def _fault(pattern: str, reason: str) -> ScriptInvalid:
    return ScriptInvalid(f"The pattern “{pattern}” cannot be read: {reason}.")
