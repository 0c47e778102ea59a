"""Whether a text holds one of some phrases people use for wanting to die, or for hurting themselves.

It is a list of words and understands nothing: no hit means no danger, and no silence means none is there.
It says yes or no and never which, so that there is nothing to keep. The phrases are data,
`prompts/<language>/phrases.toml`; `library.phrase_words` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ifs_journal.guide.phrasing import Notation, Reader

_PASSED_OVER = " ,"
"""A break, which no phrase reaches over."""


class PhraseList:
    """The phrases of one language, ready to be looked for."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        """Take the list as its file has it. Raises ScriptInvalid for a phrase that cannot be read."""
        notation = Notation(table["words"])
        # Nothing is left out as quoted: what a part says often stands in quotation marks.
        self._reader = Reader(table["spellings"], table["reading"]["apostrophe_matters"], ())
        self._aside = notation.anywhere(table["aside"]["for"])
        self._phrases = notation.anywhere(one for group in table["group"] for one in group["for"])

    def finds(self, text: str) -> bool:
        """Whether any phrase is in the text. Takes time in proportion to its length; raises nothing."""
        read = self._aside.sub(_PASSED_OVER, self._reader.read(text).string)
        return self._phrases.search(read) is not None
