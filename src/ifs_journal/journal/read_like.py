"""Placeholder until merged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ifs_journal.journal.source import Source


class LikePart(NamedTuple):
    """A."""

    id: str
    number: int
    name: str
    because: tuple[str, ...]


def parts_like(
    source: Source, *, place: str | None, words: Sequence[str], fears: Sequence[str], limit: int = 3
) -> list[LikePart]:
    """A."""
    return []
