"""What a look over the whole journal can find: kinds of trouble, where, how often, and at which numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

SHOWN = 20
"""How many numbers a finding names, at most."""

Progress = Callable[[str, int, int], None]
"""Is told what is being looked at, how much of it is done, and how much there is (0: nobody knows)."""


def nobody(what: str, done: int, of: int) -> None:
    """Progress that is shown to nobody."""


class What(StrEnum):
    """What is wrong. Of each, `mendable` says whether it can be put right from what else is kept."""

    DAMAGED = "damaged"
    """Pages of the file itself cannot be read, or contradict each other."""
    SCHEMA = "schema"
    """A table, index, view or trigger is not as this version makes it."""
    INDEX = "index"
    """An index of the file does not say what its table says."""
    REFERENCE = "reference"
    """A row names another that is not there."""
    STRAY = "stray"
    """A row follows from an answer that is not there."""
    CIRCLE = "circle"
    """Sessions that follow from each other, or records merged into each other, in a circle."""
    ASIDE = "aside"
    """Whether a part is put aside does not follow from what was tidied."""
    UNUSED = "unused"
    """Words of scripts that no session uses."""
    NUMBERS = "numbers"
    """A short number that was used could be given again."""
    WORDS = "words"
    """What is written is not found by its words, or words are found that are not written."""
    RECORD = "record"
    """A row is not what its kind of row is."""
    BUNDLE = "bundle"
    """The kept words of a script are not the ones their name stands for."""
    ROWS = "rows"
    """What was drawn out of a session is not what follows from its answers."""


_LOST = frozenset({What.DAMAGED, What.RECORD, What.BUNDLE})


class Trouble(NamedTuple):
    """One finding. `where` is a table, an index or nothing; `numbers` are rows, or sessions for `ROWS`.

    `mendable`: it follows from what else is kept, so it can be made anew. Never holds entry text.
    """

    what: What
    where: str
    times: int
    numbers: tuple[int, ...] = ()
    mendable: bool = True


def trouble(what: What, where: str, numbers: Iterable[int], *, mendable: bool | None = None) -> list[Trouble]:
    """A finding for the rows that have these numbers, or nothing where there are none."""
    all_of_them, shown = 0, []
    for number in numbers:
        all_of_them += 1
        if all_of_them <= SHOWN:
            shown.append(number)
    if not all_of_them:
        return []
    follows = what not in _LOST if mendable is None else mendable
    return [Trouble(what, where, all_of_them, tuple(shown), follows)]
