"""Placeholder until the language rules are merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Finding(NamedTuple):
    """One place the rules point at."""

    rule: str
    start: int
    end: int
    words: str
    advice_text: str
    advice_plain: str
    reason: str


def look_over(text: str, rules: Mapping[str, Any], *, request_meant: bool = False) -> tuple[Finding, ...]:
    """Nothing yet."""
    return ()
