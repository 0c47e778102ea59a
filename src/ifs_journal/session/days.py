"""Days in words: a small closed grammar, so that a word always means the same day."""

from __future__ import annotations

import re
from datetime import date, timedelta

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NAMED = {"today": 0, "tonight": 0, "tomorrow": 1, "yesterday": -1}
UNITS = {"day": 1, "week": 7}
IN = re.compile(r"^in (\d{1,3}|a|one) (day|week)s?$")
AGO = re.compile(r"^(\d{1,3}|a|one) (day|week)s? ago$")


def day_in_words(text: str, today: date) -> date | None:
    """The local day a word or an ISO date names, or None. A weekday is the next one to come, never today."""
    said = " ".join(text.casefold().split())
    try:
        return date.fromisoformat(said)
    except ValueError:
        pass
    if said in NAMED:
        return today + timedelta(days=NAMED[said])
    bare = said.removeprefix("next ").removeprefix("on ")
    if bare == "week":
        return today + timedelta(days=7)
    if bare in WEEKDAYS:
        ahead = (WEEKDAYS.index(bare) - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    for pattern, sign in ((IN, 1), (AGO, -1)):
        found = pattern.match(said)
        if found:
            count = 1 if found.group(1) in ("a", "one") else int(found.group(1))
            return today + timedelta(days=sign * count * UNITS[found.group(2)])
    return None
