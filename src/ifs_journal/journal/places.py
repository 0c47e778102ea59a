"""Where a text stands in the index of words: its kind and its row's number, as one whole number."""

from __future__ import annotations

KIND_SPAN = 1 << 40
"""How many numbers each kind has for itself. Released; it never changes."""

ANSWER, CORRECTION, NOTE, PART, ALIAS, FACT, PERSON = range(7)
"""The kinds of text. Released: a new one goes to the end."""


def place_of(kind: int, number: int) -> int:
    """The place of a row of this kind."""
    return kind * KIND_SPAN + number


def kind_and_number(place: int) -> tuple[int, int]:
    """The kind and the row's number of a place."""
    return divmod(place, KIND_SPAN)
