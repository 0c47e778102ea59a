"""Lines a person can reach, and a few steadying words. Needs no journal, no settings, no network.

The lines are data: `prompts/en/support.toml`, with the words of other languages in theirs. What comes back is
plain text, one item a line, an empty item between groups.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ifs_journal.guide.question import Words
from ifs_journal.script.library import LANGUAGE, find_source, prompts_folder, read_source, spoken
from ifs_journal.session.settings import Contact, Settings
from ifs_journal.terms import StepType, Wording, name_key

WORDED = ("contact", "hours", "note")
"""What of a line is words, and so in a language."""
UNKNOWN = "unknown"
"""What the data says where no source gave the hours, or a source carried no date."""

_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One line to call, text or write to, and where its number was seen."""

    country: str
    name: str
    contact: str
    channel: Sequence[str]
    hours: str
    note: str
    kind: str
    source: str
    verified_on: str
    """The date of the source: a year, a month (`2025-12`), or "unknown"."""


@dataclass(frozen=True, slots=True)
class Country:
    """A country with lines. `emergency` is empty where no source for the number was seen."""

    code: str
    name: str
    also: Sequence[str]
    emergency: str


@dataclass(frozen=True, slots=True)
class Support:
    """Everything in `support.toml`."""

    countries: tuple[Country, ...]
    lines: tuple[Line, ...]
    pointer: str
    sentences: Mapping[str, Words]

    def country(self, wanted: str) -> Country | None:
        """The country meant by a code or a name, in any case."""
        key = name_key(wanted)
        for one in self.countries:
            if key in {name_key(name) for name in (one.code, one.name, *one.also)}:
                return one
        return None

    def of(self, country: Country, kind: str) -> list[Line]:
        """A country's lines of one kind, `crisis` or `abuse`."""
        return [line for line in self.lines if line.country == country.code and line.kind == kind]


def read_support(language: str = LANGUAGE) -> Support:
    """The shipped lines, under a language's own sentences, in English where it has none.

    The numbers are only ever the English file's. Words around one are translated as a whole, number and all,
    so that a number which is put right there is shown at once, in English until somebody translates it.
    """
    table = read_source(prompts_folder() / "support.toml").table
    own = _own_words(language)
    words: Mapping[str, str] = own.get("words", {})
    countries = [
        Country(**{**one, "name": words.get(one["name"], one["name"]), "also": [*one["also"], one["name"]]})
        for one in table["country"]
    ]
    lines = [
        Line(**{**one, **{key: words.get(one[key], one[key]) for key in WORDED}}) for one in table["line"]
    ]
    said = {**table["sentence"], **own.get("sentence", {})}
    sentences = {name: Words(one["text"], one["plain"]) for name, one in said.items()}
    countries.sort(key=lambda one: one.name)
    return Support(tuple(countries), tuple(lines), table["pointer"]["contact"], sentences)


def _own_words(language: str) -> dict[str, Any]:
    """What a language's `support.toml` holds, beside the English one."""
    path = prompts_folder(spoken(language)) / "support.toml"
    return {} if spoken(language) == LANGUAGE or not path.is_file() else read_source(path).table


def countries(language: str = LANGUAGE) -> list[tuple[str, str]]:
    """Code and name of every country with lines, by name."""
    return [(one.code, one.name) for one in read_support(language).countries]


def support_text(
    settings: Settings,
    country: str | None = None,
    *,
    wording: Wording,
    abuse_first: bool = False,
    language: str | None = None,
) -> list[str]:
    """The lines for `country`, else for the country set, else for all; own contacts first.

    With `abuse_first` the lines about abuse come before the others of a country.

    `country` is a code or a name, in any case. One that is not known is no error: the general pointer
    is shown, and which countries there are. The language is the one set, unless a session has its own.
    """
    page = _Page(read_support(language or settings.language), wording, abuse_first)
    page.own(settings.contacts)
    wanted = (country or settings.country or "").strip()
    found = page.support.country(wanted)
    if found is not None:
        page.one(found)
    elif wanted:
        page.unknown(wanted)
    else:
        page.everywhere()
    return page.lines


def ground_text(far: bool, wording: Wording, language: str = LANGUAGE) -> list[str]:
    """The steadying steps of `grounding.toml` as sentences: for far away or numb, or for too much."""
    table = find_source("grounding", language=language).table
    steps = (step for step in table["step"] if step["type"] == StepType.SETTLE)
    chosen = (step for step in steps if step["when"] == {"slot": "guide.far", "is": far})
    return [Words(step["text"], step["plain"]).worded(wording) for step in chosen]


class _Page:
    """The text as it grows, group by group."""

    def __init__(self, support: Support, wording: Wording, abuse_first: bool) -> None:
        """Begin an empty page."""
        self.support = support
        self.wording = wording
        self.abuse_first = abuse_first
        self.lines: list[str] = []

    def own(self, contacts: Iterable[Contact]) -> None:
        """The people chosen by the person, where there are any."""
        chosen = [": ".join(half for half in (one.name, one.how) if half) for one in contacts]
        if chosen:
            self._group(self._say("own"), *chosen)

    def one(self, country: Country) -> None:
        """A country's crisis lines, its emergency number, its abuse lines, the pointer, the fine print."""
        crisis = self.support.of(country, "crisis")
        abuse = self.support.of(country, "abuse")
        groups = [[f"{country.name}:", *map(_full, crisis)], [self._emergency(country.emergency)]]
        if abuse:
            groups.insert(0 if self.abuse_first else len(groups), [self._say("abuse"), *map(_full, abuse)])
        for group in groups:
            self._group(*group)
        self._group(self._say("pointer", pointer=self.support.pointer))
        self._group(" ".join([self._say("change"), *self._dates([*crisis, *abuse])]), self._say("unwatched"))

    def unknown(self, wanted: str) -> None:
        """Nothing for this place: what helps anywhere, and which countries there are."""
        shown = "".join(char for char in wanted if char.isprintable())[:_LONGEST_NAME]
        known = ", ".join(f"{one.name} ({one.code})" for one in self.support.countries)
        self._group(self._say("unknown-country", country=shown))
        self._group(self._emergency(""), self._say("pointer", pointer=self.support.pointer))
        self._group(self._say("known", names=known))
        self._group(self._say("unwatched"))

    def everywhere(self) -> None:
        """Every country on a line of its own, how to set one, and last what helps anywhere.

        The page is long; what helps anywhere stands where a terminal stops scrolling.
        """
        self._group(self._say("no-country"), *map(self._short, self.support.countries))
        self._group(
            self._say("set-country", command="ifs config country GB"),
        )
        dates = sorted(line.verified_on for line in self.support.lines if line.verified_on != UNKNOWN)
        age = self._say("all-dates", first=dates[0][:4], last=dates[-1][:4])
        self._group(f"{self._say('change')} {age}", self._say("unwatched"))
        self._group(self._emergency(""), self._say("pointer", pointer=self.support.pointer))

    def _group(self, *lines: str) -> None:
        if self.lines:
            self.lines.append("")
        self.lines.extend(lines)

    def _say(self, sentence: str, **values: str) -> str:
        return self.support.sentences[sentence].worded(self.wording).format_map(values)

    def _emergency(self, number: str) -> str:
        return self._say("emergency", number=number) if number else self._say("emergency-unknown")

    def _dates(self, lines: list[Line]) -> list[str]:
        """One sentence for each date a source carries, the newest first, those without one last."""
        names: dict[str, list[str]] = {}
        for line in lines:
            names.setdefault(line.verified_on, []).append(line.name)
        dated = sorted((date for date in names if date != UNKNOWN), reverse=True)
        said = [self._say("dated", date=date, names=", ".join(names[date])) for date in dated]
        undated = names.get(UNKNOWN, [])
        return [*said, self._say("undated", names=", ".join(undated))] if undated else said

    def _short(self, country: Country) -> str:
        crisis = [_brief(line) for line in self.support.of(country, "crisis")]
        label = self._say("short-abuse")
        abuse = [f"{label}: {_brief(line)}" for line in self.support.of(country, "abuse")]
        number = country.emergency
        emergency = [self._say("short-emergency", number=number)] if number else []
        first, last = (abuse, crisis) if self.abuse_first else (crisis, abuse)
        return f"{country.name} ({country.code}): {'; '.join([*first, *emergency, *last])}"


def _full(line: Line) -> str:
    details = ", ".join(one for one in (line.note, line.hours) if one not in ("", UNKNOWN))
    after = f" ({details})" if details else ""
    if line.name.endswith("?"):
        return f"{line.name} {line.contact[:1].upper()}{line.contact[1:]}{after}"
    return f"{line.name}: {line.contact}{after}"


def _brief(line: Line) -> str:
    return f"{line.name}, {line.contact}"
