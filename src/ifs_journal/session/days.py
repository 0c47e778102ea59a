"""Days in words: a small closed grammar, so that a word always means the same day.

The words of every language here are taken in every session: no word of one means another day in another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple


class Grammar(NamedTuple):
    """How one language speaks of days. The patterns find a `count` and a `unit`."""

    weekdays: tuple[str, ...]
    """From Monday on."""
    named: Mapping[str, int]
    """Words for a day, and how many days it is from today."""
    before: tuple[str, ...]
    """What may stand before a weekday."""
    in_: re.Pattern[str]
    ago: re.Pattern[str]
    one: tuple[str, ...]
    """Words for one."""
    week: str
    """The unit that is a week, as the patterns find it; any other is a day."""


ENGLISH = Grammar(
    ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1, "week": 7, "next week": 7},
    ("next ", "on "),
    re.compile(r"in (?P<count>\d{1,3}|a|one) (?P<unit>day|week)s?"),
    re.compile(r"(?P<count>\d{1,3}|a|one) (?P<unit>day|week)s? ago"),
    ("a", "one"),
    "week",
)
GERMAN = Grammar(
    ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag"),
    {
        "heute": 0,
        "heute abend": 0,
        "morgen": 1,
        "übermorgen": 2,
        "gestern": -1,
        "vorgestern": -2,
        "nächste woche": 7,
    },
    ("nächsten ", "am "),
    re.compile(r"in (?P<count>\d{1,3}|einem|einer) (?P<unit>tag|woche)(?:en|n)?"),
    re.compile(r"vor (?P<count>\d{1,3}|einem|einer) (?P<unit>tag|woche)(?:en|n)?"),
    ("einem", "einer"),
    "woche",
)
GRAMMARS = (ENGLISH, GERMAN)
WEEKDAYS = ENGLISH.weekdays
DOTTED = re.compile(r"(\d{1,2})\. ?(\d{1,2})\. ?(\d{4})")
"""Day, month and year, as they are written with full stops between."""


def day_in_words(text: str, today: date) -> date | None:
    """The local day a word or an ISO date names, or None. A weekday is the next one to come, never today."""
    said = " ".join(text.casefold().split())
    with suppress(ValueError):
        return date.fromisoformat(said)
    dotted = DOTTED.fullmatch(said)
    with suppress(ValueError):
        if dotted is not None:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
    for grammar in GRAMMARS:
        found = _days_from_today(grammar, said, today)
        if found is not None:
            return today + timedelta(days=found)
    return None


def _days_from_today(grammar: Grammar, said: str, today: date) -> int | None:
    if said in grammar.named:
        return grammar.named[said]
    bare = said
    for word in grammar.before:
        bare = bare.removeprefix(word)
    if bare in grammar.weekdays:
        return (grammar.weekdays.index(bare) - today.weekday() - 1) % 7 + 1
    for pattern, sign in ((grammar.in_, 1), (grammar.ago, -1)):
        found = pattern.fullmatch(said)
        if found:
            count = 1 if found["count"] in grammar.one else int(found["count"])
            return sign * count * (7 if found["unit"] == grammar.week else 1)
    return None
