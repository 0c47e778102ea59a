"""The story as its file tells it: who is in it, what happens on which day, and words for small visits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

LATER = "later"
"""Stands for a step's id where a session is left for another day."""
FILES = ("cast.toml", "story.toml", "visits.toml")


@dataclass(frozen=True)
class Scene:
    """One session: its day (0 is the first), the time on it, the script, and what is answered.

    `says` are pairs of a step's id and what is answered there, used in this order where a step comes again.
    At `LATER` the session is paused there and taken up on another day: its day, the time, and how they are.
    `ends` is `stop` or `pause` where the scene is not finished, after the last of what is said.
    """

    day: int
    time: str
    script: str
    says: tuple[tuple[str, Any], ...]
    variant: str | None = None
    ends: str | None = None
    tags: tuple[str, ...] = ()
    note: str | None = None
    mood: str | int = "stirred"
    wording: str = "ifs"


@dataclass(frozen=True)
class Phase:
    """A stretch of days, and for each part that comes by in it, what it says and what it asks for."""

    until: int
    says: Mapping[str, Sequence[str]]
    wishes: Mapping[str, Sequence[str]]
    moods: Sequence[str | int]


@dataclass(frozen=True)
class Story:
    """All of it. Times are the person's own; days count from 0 to `days` - 1."""

    zone: str
    days: int
    sessions: int
    casts: Sequence[Mapping[str, str]]
    """By part's or person's place in the story, a name; one mapping for each cast."""
    swaps: Mapping[str, Sequence[str]]
    scenes: Sequence[Scene]
    phases: Sequence[Phase]
    small: Mapping[str, Any]
    bonds: Sequence[Mapping[str, Any]]
    therapy: Sequence[Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]]
    labels: Sequence[Mapping[str, Any]]

    def phase(self, day: int) -> Phase:
        """The stretch a day is in."""
        return next(one for one in self.phases if day < one.until)


@cache
def story() -> Story:
    """The story that comes with the program, read once."""
    told: dict[str, Any] = {}
    for name in FILES:
        told |= tomllib.loads((resources.files(__package__) / name).read_text(encoding="utf-8"))
    return Story(
        zone=told["zone"],
        days=told["days"],
        sessions=told["sessions"],
        casts=told["cast"],
        swaps=told["swap"],
        scenes=[_scene(one) for one in told["scene"]],
        phases=[Phase(**one) for one in told["phase"]],
        small=told["small"],
        bonds=told["bond"],
        therapy=told["therapy"],
        notes=told["note"],
        labels=told["label"],
    )


def _scene(told: Mapping[str, Any]) -> Scene:
    says = tuple((str(step), value) for step, value in told.get("says", ()))
    return Scene(**{**told, "says": says, "tags": tuple(told.get("tags", ()))})
