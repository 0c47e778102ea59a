"""The guided sessions in the order they are shown: by what somebody comes with, the daily ones first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Listed = TypeVar("Listed")

GROUPS: Mapping[str, tuple[str, ...]] = {
    "every day": ("check-in", "now", "write", "self-energy", "appreciation"),
    "getting to know a part": (
        "find-part",
        "unblend",
        "six-fs",
        "protector",
        "talk",
        "letter",
        "need-map",
        "polarized",
    ),
    "with someone": (
        "u-turn",
        "speak-for",
        "after-speaking",
        "before-a-talk",
        "after-a-talk",
        "repair",
        "relationship-pattern",
        "together",
    ),
    "looking after a part": ("follow-up", "update-protector", "vulnerable"),
    "for therapy": ("before-therapy",),
}
"""Every shipped session that is listed, by what it is for."""
OTHERS = "more"
"""Those with no place yet."""
OWN = "yours"


def grouped(
    found: Iterable[tuple[str, Listed]], own: Iterable[tuple[str, Listed]] = ()
) -> Iterator[tuple[str, list[tuple[str, Listed]]]]:
    """What is listed (by name), group by group; empty groups are left out. One's `own` come last."""
    left = dict(found)
    for heading, names in GROUPS.items():
        here = [(name, left.pop(name)) for name in names if name in left]
        if here:
            yield heading, here
    for heading, rest in ((OTHERS, list(left.items())), (OWN, list(own))):
        if rest:
            yield heading, rest
