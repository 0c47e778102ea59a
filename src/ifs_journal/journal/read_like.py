"""Finding the known parts that resemble what was just noticed: is this one we know?

Compared are the place in the body, what is said, and what is feared, each with the same kind of fact
already written down. Words that few parts share weigh more. The same journal and the same words give the
same answer, always.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from ifs_journal.journal.like_words import SAME_PLACE, STOP_WORDS
from ifs_journal.journal.read_tidied import merged
from ifs_journal.journal.source import Source, first, rows
from ifs_journal.terms import name_key

FLOOR = 1.0
"""What a resemblance has to weigh to be offered at all."""
OF_WORDS = 0.6
"""What a word in something said weighs beside a place: words come more easily."""
NEWEST = 50_000
"""How many facts are looked at, from the newest back: years of them, and still in no time."""
SHORT = 3
"""Letters of the shortest word that may have an ending: one letter then, two for longer words."""
LONGEST_QUOTE = 60

_PLACE = ("place",)
_WORDS = ("says", "message", "noticed")
_FEARS = ("fears", "fear_of_unblending", "worry")

_BETWEEN = (
    r"\s\x00-&(-/:-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u2018\u201a-\u206f\u3000-\u303f"
    r"\u060c\u061b\u061f\u0964\u0965\uff00-\uff0f\uff1a-\uff20"
)
"""What stands between words, in any script."""
_WORD = re.compile(f"[^{_BETWEEN}]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_APOSTROPHES = str.maketrans("", "", "'\u2019")


class LikePart(NamedTuple):
    """A known part that resembles what was noticed. `because` is what they share, as it was written down."""

    id: str
    number: int
    name: str
    because: tuple[str, ...]


class _Word(NamedTuple):
    """A word of a text: folded, and where it stands."""

    key: str
    begin: int
    end: int


class _Fact(NamedTuple):
    """One fact that shares words with what was noticed."""

    text: str
    shared: frozenset[str]


def parts_like(
    source: Source,
    *,
    place: str | None,
    words: Sequence[str],
    fears: Sequence[str],
    limit: int = 3,
) -> list[LikePart]:
    """Known parts that resemble what was noticed, the likest first; none where nothing is like enough.

    `place` is where in or around the body, `words` what it says, `fears` what it is afraid of; each may be
    empty. Archived parts are left out; what is known of a merged one is known of the one it was merged into.
    """
    count = int(first(source, "SELECT count(*) FROM part WHERE archived_at IS NULL")[0])
    looks = [
        _Look(_PLACE, _wanted([place] if place else [], places=True), 1.0),
        _Look(_WORDS, _wanted(words, places=False), OF_WORDS, '"'),
        _Look(_FEARS, _wanted(fears, places=False), OF_WORDS, '"'),
    ]
    _read(source, [look for look in looks if look.wanted.words])
    scores: dict[str, float] = {}
    for look in looks:
        for part_id, score in look.scores(count).items():
            scores[part_id] = scores.get(part_id, 0.0) + score
    likest = sorted(((round(score, 6), id_) for id_, score in scores.items() if score >= FLOOR), reverse=True)
    if len(likest) > limit:
        # All that are as like as the last one to be offered: among them the one seen last comes first.
        likest = [one for one in likest if one[0] >= likest[limit - 1][0]]
    ranked = sorted(((score, *_named(source, id_)) for score, id_ in likest), reverse=True)
    return [
        LikePart(id_, number, name, tuple(look.quote(id_) for look in looks if id_ in look.facts))
        for _, _, number, id_, name in ranked[:limit]
    ]


def _wanted(noticed: Sequence[str], *, places: bool) -> _Wanted:
    """The words to look for, each with the one it counts as: a place by any of its names is one place."""
    wanted = {word.key: word.key for text in noticed for word in _informative(text)}
    if places:
        for group in SAME_PLACE:
            mine = sorted(group & wanted.keys())
            wanted |= {key: mine[0] for key in group if mine}
    return _Wanted(wanted)


def _informative(text: str) -> Iterator[_Word]:
    """The words of a text that say something. In scripts without spaces, every two signs side by side."""
    for found in _WORD.finditer(text):
        key = name_key(found.group().translate(_APOSTROPHES))
        begin = found.start()
        if not _UNSPACED.search(key):
            if len(key) > 1 and key not in STOP_WORDS:
                yield _Word(key, begin, found.end())
            continue
        signs = found.group()
        for at in range(max(len(signs) - 1, 1)):
            yield _Word(name_key(signs[at : at + 2]), begin + at, min(begin + at + 2, found.end()))


@dataclass
class _Wanted:
    """The words that are looked for, each with the one it counts as, and what was found out about others."""

    words: dict[str, str]
    seen: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        stems = "|".join(sorted({re.escape(key[: max(SHORT, len(key) - 2)]) for key in self.words}))
        self._stems = re.compile(stems)
        self._near_words = re.compile(f"(?<![^{_BETWEEN}])(?:{stems})[^{_BETWEEN}]*")

    def meets(self, key: str) -> str | None:
        """The wanted word that `key` is, give or take an ending of one or two letters; None for none."""
        if key not in self.seen:
            self.seen[key] = self._near(key)
        return self.seen[key]

    def _near(self, key: str) -> str | None:
        exact = self.words.get(key)
        if exact is not None or key in STOP_WORDS:
            return exact
        for other in self.words:
            short, long = sorted((key, other), key=len)
            ending = 2 if len(short) > SHORT else 1 if len(short) == SHORT else 0
            if len(long) - len(short) <= ending and long.startswith(short):
                return self.words[other]
        return None

    def shared(self, text: str) -> frozenset[str]:
        """The wanted words in a text."""
        folded = text.casefold() if text.isascii() else name_key(text)
        folded = folded.translate(_APOSTROPHES) if "'" in folded or "\u2019" in folded else folded
        if self._stems.search(folded) is None:
            return frozenset()
        if folded.isascii() or not _UNSPACED.search(folded):
            keys = self._near_words.findall(folded)
        else:
            keys = [word.key for word in _informative(folded)]
        return frozenset(met for met in map(self.meets, keys) if met is not None)


@dataclass
class _Look:
    """What one kind of fact has in common with what was noticed: by part, the facts, the oldest first."""

    fields: Sequence[str]
    wanted: _Wanted
    weight: float
    mark: str = ""
    facts: dict[str, list[_Fact]] = field(default_factory=dict)
    rarity: dict[str, float] = field(default_factory=dict)
    """What each shared word weighs: the fewer parts have it, the more."""

    def take(self, part_id: str, text: str) -> None:
        """Look at one fact."""
        shared = self.wanted.shared(text)
        if shared:
            self.facts.setdefault(part_id, []).append(_Fact(text, shared))

    def scores(self, count: int) -> dict[str, float]:
        """How like each part is, by its id, when there are `count` parts in all."""
        having = Counter(key for facts in self.facts.values() for key in _all_shared(facts))
        self.rarity = {key: log((count + 2) / parts) for key, parts in having.items()}
        return {id_: self.weight * self._weigh(_all_shared(facts)) for id_, facts in self.facts.items()}

    def quote(self, part_id: str) -> str:
        """What a part shares, out of the newest of the facts that share most, as it was written down."""
        newest_first = reversed(self.facts[part_id])
        best = max(newest_first, key=lambda fact: round(self._weigh(fact.shared), 6))
        met = [word for word in _informative(best.text) if self.wanted.meets(word.key) is not None]
        # A sign that stands for several words can share one of them: then it is the text that is quoted.
        span = best.text[met[0].begin : met[-1].end] if met else best.text.strip()[:LONGEST_QUOTE]
        if len(span) > LONGEST_QUOTE:
            span = best.text[met[0].begin : met[0].end]
        return f"{self.mark}{' '.join(span.split())}{self.mark}"

    def _weigh(self, shared: frozenset[str]) -> float:
        return sum(self.rarity[key] for key in sorted(shared))


def _read(source: Source, looks: Sequence[_Look]) -> None:
    """Show each look the newest facts of its fields, oldest first, in one go through the table."""
    by_field = {name: look for look in looks for name in look.fields}
    resting = {part_id for (part_id,) in rows(source, "SELECT id FROM part WHERE archived_at IS NOT NULL")}
    roots = merged(source)
    sql = (
        f"SELECT part_id, field, value FROM part_fact WHERE field IN ({', '.join('?' * len(by_field))}) "
        "AND value IS NOT NULL AND number > (SELECT max(number) FROM part_fact) - ? ORDER BY number"
    )
    for part_id, name, text in rows(source, sql, (*by_field, NEWEST)):
        shown = roots.get(part_id, part_id)
        if shown not in resting:
            by_field[name].take(shown, text)


def _all_shared(facts: Sequence[_Fact]) -> frozenset[str]:
    return frozenset[str]().union(*(fact.shared for fact in facts))


def _named(source: Source, part_id: str) -> tuple[str, int, str, str]:
    """When a part was last seen, its number, id and name."""
    sql = (
        "SELECT coalesce((SELECT max(seen_at) FROM session_part WHERE part_id = p.id), p.created_at), "
        "p.number, p.id, p.name FROM part p WHERE p.id = ?"
    )
    seen, number, id_, name = first(source, sql, (part_id,))
    return str(seen), int(number), str(id_), str(name)
