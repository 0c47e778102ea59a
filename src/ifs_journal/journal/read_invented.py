"""Whose journal it is: a person's own, or that of an invented one, made to look around in."""

from __future__ import annotations

from ifs_journal.journal.source import Source, first

INVENTED = "invented"
"""The key in `meta` of a journal that was made up."""


def is_invented(source: Source) -> bool:
    """Whether this is the journal of an invented person."""
    return first(source, "SELECT 1 FROM meta WHERE key = ?", (INVENTED,)) is not None
