"""What a row holds, as values: JSON and words of the vocabulary. What cannot be that is damage."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, TypeVar

from ifs_journal.errors import NotAJournal

UNREADABLE = (
    "Something in the journal can't be read as what it is meant to be. The rest of it is still there. "
    "To see what it is, and what can be done: ifs journal check"
)

Word = TypeVar("Word", bound=StrEnum)


def from_json(text: Any) -> Any:
    """The value of a column that holds JSON, None for an empty one. Raises NotAJournal."""
    if text is None:
        return None
    try:
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        # Without the error it came from: that holds the text.
        raise NotAJournal(UNREADABLE) from None


def word(kind: type[Word], text: Any) -> Word:
    """The word of the vocabulary in a column. Raises NotAJournal."""
    try:
        return kind(text)
    except (TypeError, ValueError):
        raise NotAJournal(UNREADABLE) from None
