"""A look at a short text somebody wants to say to somebody else: where it speaks from a part, not for it.

It is a list of words and understands nothing. It points, it decides nothing, and nothing is held back
because of it. The rules are data, `prompts/<language>/speaking.toml`; `library.speaking_rules` reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ifs_journal.guide.phrasing import Notation, Reader, Reading, ends_with

_SHOWN_OF_LONG = 4
"""How many words beyond the limit are shown when a text is long."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One place worth a second look, with what is said about it.

    `words` is `text[start:end]`. It is empty, at the end of the text, where something is missing.
    """

    rule: str
    start: int
    end: int
    words: str
    advice_text: str
    advice_plain: str
    reason: str


def look_over(text: str, rules: Mapping[str, Any], *, request_meant: bool = False) -> tuple[Finding, ...]:
    """What the rules point at, in order of place, a few for each rule at most.

    `request_meant` says that the person wants to ask for something; only then is a missing request pointed
    out. Takes time in proportion to the length of the text. Raises ScriptInvalid for rules that cannot be
    read, never for a text.
    """
    return _compiled(rules).look_over(text, request_meant)


@dataclass(frozen=True, slots=True)
class _Look:
    """What to look for, and the words around it with which it means something else."""

    find: re.Pattern[str]
    not_after: re.Pattern[str] | None
    not_before: re.Pattern[str] | None

    def found(self, string: str) -> Iterator[tuple[int, int]]:
        """Each place in a text as read."""
        for match in self.find.finditer(string):
            start, end = match.span()
            if self.not_after is not None and ends_with(self.not_after, string, start):
                continue
            if self.not_before is not None and self.not_before.match(string, end):
                continue
            yield start, end


@dataclass(frozen=True, slots=True)
class _Leave:
    """A reason to leave places alone: those after some words, or whole sentences."""

    after: re.Pattern[str] | None
    until: re.Pattern[str] | None
    near: bool
    sentence: re.Pattern[str] | None
    and_: re.Pattern[str] | None

    def stretches(self, reading: Reading) -> _Stretches:
        """Where in a text as read nothing is pointed at."""
        return _Stretches(self._after(reading) if self.after is not None else self._sentences(reading))

    def _after(self, reading: Reading) -> Iterator[tuple[int, int]]:
        assert self.after is not None
        stops = [one.start() for one in self.until.finditer(reading.string)] if self.until else []
        for match in self.after.finditer(reading.string):
            start = match.end()
            if self.near:
                yield start, start + 1
                continue
            end = reading.sentence(match.start())[1]
            at = bisect_left(stops, start)
            yield start, min(end, stops[at]) if at < len(stops) else end

    def _sentences(self, reading: Reading) -> Iterator[tuple[int, int]]:
        assert self.sentence is not None
        spans = {reading.sentence(one.start()) for one in self.sentence.finditer(reading.string)}
        if self.and_ is not None:
            spans &= {reading.sentence(one.start()) for one in self.and_.finditer(reading.string)}
        yield from spans


class _Stretches:
    """Stretches of a text, joined where they meet, so that one look tells whether a place is in any."""

    def __init__(self, spans: Iterator[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, position: int) -> bool:
        at = bisect_right(self._starts, position) - 1
        return at >= 0 and position < self._ends[at]


@dataclass(frozen=True, slots=True)
class _Rule:
    """One rule: `kind` says how it looks, `looks` what for."""

    id: str
    kind: str
    advice: tuple[str, str, str]
    looks: Sequence[_Look]
    leave: Sequence[str]


class _Rules:
    """All rules of a language, ready to be used."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        notation = Notation(table["words"])
        matters = table["reading"]["apostrophe_matters"]
        self._reader = Reader(table["spellings"], matters, table["quotes"])
        self._longest: int = table["words_at_most"]
        self._at_most: int = table["at_most"]
        self._leave = {one["id"]: _leave(one, notation) for one in table["leave"]}
        self._rules = [_rule(one, notation) for one in table["rule"]]
        self._requests = _look(table["requests"], notation)
        self._requests_left: Sequence[str] = table["requests"]["leave"]
        self._asks = notation.anywhere(table["requests"]["also"])

    def look_over(self, text: str, request_meant: bool) -> tuple[Finding, ...]:
        """As the function of that name."""
        look = _Sight(self._reader.read(text), self._leave)
        found: list[tuple[int, int, _Rule]] = []
        for rule in self._rules:
            if rule.kind == "several":
                requests = list(look.places([self._requests], self._requests_left))[1:]
                found.extend((*place, rule) for place in requests[:1])
            elif rule.kind == "missing":
                if request_meant and text.strip() and not self._asked(look):
                    found.append((len(text), len(text), rule))
            elif rule.kind == "length":
                more = look.reading.written[self._longest :][:_SHOWN_OF_LONG]
                found.extend((more[0][0], more[-1][1], rule) for _ in more[:1])
            else:
                found.extend((*place, rule) for place in look.places(rule.looks, rule.leave))
        return tuple(_finding(text, *one) for one in self._few(_apart(found)))

    def _asked(self, look: _Sight) -> bool:
        request = next(look.places([self._requests], self._requests_left), None)
        return request is not None or self._asks.search(look.reading.string) is not None

    def _few(self, found: Sequence[tuple[int, int, _Rule]]) -> Iterator[tuple[int, int, _Rule]]:
        seen: dict[str, int] = {}
        for one in found:
            rule = one[2].id
            seen[rule] = seen.get(rule, 0) + 1
            if seen[rule] <= self._at_most:
                yield one


class _Sight:
    """One text being looked at. What is left alone is worked out once a reason."""

    def __init__(self, reading: Reading, leave: Mapping[str, _Leave]) -> None:
        self.reading = reading
        self._leave = leave
        self._left: dict[str, _Stretches] = {}

    def places(self, looks: Sequence[_Look], leave: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where in the text something is found and not left alone, in order for one look."""
        for look in looks:
            for start, end in look.found(self.reading.string):
                if not any(start in self._stretches(reason) for reason in leave):
                    yield self.reading.place(start, end)

    def _stretches(self, reason: str) -> _Stretches:
        if reason not in self._left:
            self._left[reason] = self._leave[reason].stretches(self.reading)
        return self._left[reason]


def _apart(found: list[tuple[int, int, _Rule]]) -> list[tuple[int, int, _Rule]]:
    """In order of place, without those that overlap an earlier or longer one. What is long may overlap."""
    kept: list[tuple[int, int, _Rule]] = []
    reached = 0
    for start, end, rule in sorted(found, key=lambda one: (one[0], -one[1])):
        if rule.looks:
            if start < reached:
                continue
            reached = end
        kept.append((start, end, rule))
    return kept


def _finding(text: str, start: int, end: int, rule: _Rule) -> Finding:
    return Finding(rule.id, start, end, text[start:end], *rule.advice)


def _rule(table: Mapping[str, Any], notation: Notation) -> _Rule:
    advice = (table["text"], table["plain"], table["reason"])
    looks = [_look(one, notation) for one in table.get("look", ())]
    return _Rule(table["id"], table.get("kind", "look"), advice, looks, table.get("leave", ()))


def _look(table: Mapping[str, Any], notation: Notation) -> _Look:
    after, before = table.get("not_after"), table.get("not_before")
    return _Look(
        notation.anywhere(table["for"]),
        notation.before(after) if after else None,
        notation.anywhere(before) if before else None,
    )


def _leave(table: Mapping[str, Any], notation: Notation) -> _Leave:
    def made(key: str) -> re.Pattern[str] | None:
        return notation.anywhere(table[key]) if key in table else None

    return _Leave(made("after"), made("until"), table.get("near", False), made("sentence"), made("and"))


_kept: dict[int, tuple[Mapping[str, Any], _Rules]] = {}


def _compiled(table: Mapping[str, Any]) -> _Rules:
    """The rules made ready, once for each table. The table is kept too, so that its id stays its own."""
    if id(table) not in _kept:
        _kept.clear()
        _kept[id(table)] = (table, _Rules(table))
    return _kept[id(table)][1]
