"""Where a text stands in the index of words: its kind and its row's number, as one whole number."""

from __future__ import annotations

KIND_SPAN = 1 << 40
"""How many numbers each kind has for itself. Released; it never changes."""

ANSWER, CORRECTION, NOTE, PART, ALIAS, FACT, PERSON, THERAPY = range(8)
"""The kinds of text. Released: a new one goes to the end."""

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u19e0-\u19ff\ua9e0-\ua9ff\uaa60-\uaa7f"
    "\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f"
    "\U00020000-\U0003ffff"
    "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"
)
"""Ranges of characters in scripts that put no spaces between words. Released: triggers hold it.

Thai, Lao, Burmese and Khmer; kana and Chinese characters; and Hangul, whose words run together too.
"""


def kind_and_number(place: int) -> tuple[int, int]:
    """The kind and the row's number of a place."""
    return divmod(place, KIND_SPAN)
