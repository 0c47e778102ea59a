"""The words of figures: what their rows and columns are called, and what was counted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ifs_journal.terminal.part_words import CLOSENESS, KEPT, RESPONSES, STRATEGIES, TECHNIQUES, TOWARD
from ifs_journal.terms import Wording

STATES: Mapping[str, str] = {
    "settled": "settled",
    "stirred": "stirred",
    "a_lot": "a lot",
    "too_much": "too much",
    "far_away": "far away or numb",
    "not_sure": "not sure",
    **{str(level): f"{level} of 10" for level in range(11)},
}
AVAILABLE: Mapping[str, str] = {
    "plenty": "plenty",
    "some": "some",
    "a_little": "a little",
    "cant_tell": "can't tell",
}
THRIVING: Mapping[str, str] = {
    "surviving": "one problem to the next",
    "both": "some of each",
    "thriving": "some room to grow",
    "cant_tell": "can't tell",
}
MANAGING: Mapping[str, str] = {
    "managing": "mostly managing",
    "both": "both",
    "at_ease": "mostly at ease",
    "cant_tell": "can't tell",
}
QUALITIES_PLAIN: Mapping[str, str] = {
    "curiosity": "wanting to know",
    "clarity": "seeing clearly",
    "compassion": "kindness",
    "confidence": "trusting it will work out",
    "courage": "being brave",
    "creativity": "new ideas",
    "connectedness": "feeling linked",
    "playfulness": "feeling playful",
    "patience": "being in no hurry",
}
FOLLOWED: Mapping[str, str] = {
    **RESPONSES,
    "further": "seen from further off",
    "as_near": "as near as before",
    "nearer": "nearer than before",
    "not_said": "not told",
}
OPENINGS: Mapping[str, str] = {
    "at_once": "open at the first look",
    "heard_first": "another part was heard first",
    "concern_stepped_back": "a worried part gave some room",
    "concern_accompanied": "you kept a worried part company",
    "in_its_time": "in its own time",
    "not_that_day": "not open that day",
    **{key: f"after {words}" for key, words in TECHNIQUES.items()},
}
STATEMENTS: Mapping[str, str] = {
    "speak_for": "for a part",
    "own_impact": "about what you did",
    "need": "a need",
    "request": "a request",
    "repair_offer": "turning back",
    "limit": "a limit",
    "letter": "a letter",
}
DELIVERED: Mapping[str, str] = {"yes": "said", "not_yet": "not yet", "no": "left unsaid"}
HAPPENED: Mapping[str, str] = {
    "yes": "it happened",
    "another_way": "in another way",
    "not_yet": "not yet",
    "no": "it rests now",
    "not_said": "looked back on",
}
CLOSER: Mapping[str, str] = {
    "further": "further apart",
    "same": "about the same",
    "nearer": "nearer",
}
RUPTURES: Mapping[str, str] = {
    "argument": "a sharp argument",
    "silence": "a cold silence",
    "misunderstanding": "a misunderstanding",
    "betrayal": "a betrayal",
    "long_harm": "something that has hurt for a long time",
}
COLUMNS: Mapping[str, str] = {"sessions": "sessions", "times": "times", "visits": "visits"}
WHEN: Mapping[str, str] = {"before": "arriving", "after": "leaving"}

_KEYS: Mapping[str, Mapping[str, str]] = {
    "state": STATES,
    "state_before": STATES,
    "state_after": STATES,
    "when": WHEN,
    "count": COLUMNS,
    "strategy": {**STRATEGIES, "not_said": "not told"},
    "technique": TECHNIQUES,
    "part_and_technique": TECHNIQUES,
    "followed": FOLLOWED,
    "near_before": CLOSENESS,
    "near_after": CLOSENESS,
    "toward": TOWARD,
    "opened_by": OPENINGS,
    "kept": KEPT,
    "statement_kind": STATEMENTS,
    "delivered": DELIVERED,
}
_ANSWERS: Mapping[str, Mapping[str, str]] = {
    "self_available": AVAILABLE,
    "thriving": THRIVING,
    "managing": MANAGING,
}
HEADS: Mapping[str, str] = {
    "part": "part",
    "script": "session",
    "state": "how it was",
    "state_before": "arriving",
    "answer": "answer",
    "quality": "quality",
    "level": "trust, 0 to 10",
    "strategy": "what it turned to",
    "technique": "way of asking",
    "part_and_technique": "part, and way of asking",
    "near_before": "how near, before",
    "toward": "toward the part",
    "opened_by": "how it opened",
    "kept": "what became of it",
    "statement_kind": "words",
    "delivered": "said or not",
}
"""What stands over the rows of a table."""


class About(NamedTuple):
    """What a figure is called, in both wordings, and what was counted."""

    title: str
    plain: str
    counted: str


ABOUT: Mapping[str, About] = {
    "activity": About("Parts over time", "The sides of you over time", "days and sessions a part was in"),
    "distress": About("How it was, before and after", "How it was, before and after", "answers on arriving"),
    "self": About("What was around of Self", "The you that can listen", "answers about what was around"),
    "trust": About("Trust, part by part", "How much each side of you trusts you", "answers about trust"),
    "thriving": About(
        "From one problem to the next, or room to grow",
        "One problem after another, or room to grow",
        "answers about these days",
    ),
    "strategies": About(
        "What parts turn to, and the relief it brings", "What you turn to, and how much it helps", "maps"
    ),
    "room": About("Asking for a little room", "Asking for a bit of room", "requests for room"),
}
"""Every figure by name."""

TABLES: Mapping[str, About] = {
    "parts": About("Parts, by sessions", "Sides of you, by sessions", ""),
    "before_and_after": About(
        "Arriving (down), then leaving (across)", "At the start (down), then at the end (across)", ""
    ),
    "state_before": About("Arriving", "At the start", ""),
    "state_after": About("Leaving", "At the end", ""),
    "states": About("Arriving and leaving", "At the start and at the end", ""),
    "self_available": About("Some of Self with this", "Some of you able to listen", ""),
    "qualities": About("Qualities of Self that were around", "What you could find in you", ""),
    "thriving": About("These days", "Lately", ""),
    "managing": About("Managing, or at ease", "Coping, or at ease", ""),
    "relief_now": About("Relief at once, 0 to 10", "How much it helped at once, 0 to 10", ""),
    "relief_day_later": About("Relief a day later, 0 to 10", "How much was left a day later, 0 to 10", ""),
    "what_followed": About("What followed", "What happened then", ""),
    "toward": About("How you felt toward a part", "How you felt about it", ""),
    "openings": About("What opened it", "What helped you be open to it", ""),
}
"""Every table that has a title of its own."""

NEARNESS = "nearness_"


def title_of(name: str, wording: Wording, whose: str | None = None) -> str:
    """What a figure or a table is called."""
    if name.startswith(NEARNESS):
        way = name.removeprefix(NEARNESS)
        return f"How near it was, before and after {TECHNIQUES.get(way, way)}"
    if whose is not None:
        return whose
    found = ABOUT.get(name) or TABLES.get(name)
    if found is None:
        return ""
    return found.plain if wording is Wording.PLAIN else found.title


def key_words(what: str, key: str, table: str, wording: Wording = Wording.IFS) -> str:
    """A row or column as a person reads it. Keys without words stand as they are."""
    if what == "answer":
        return _ANSWERS.get(table, {}).get(key, key)
    if what == "quality" and wording is Wording.PLAIN:
        return QUALITIES_PLAIN.get(key, key)
    return _KEYS.get(what, {}).get(key, key)
