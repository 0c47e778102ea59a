"""Breaking what is typed between words, where prompt_toolkit breaks it wherever a line is full.

Imported with the prompts, for prompt_toolkit alone.
"""

from __future__ import annotations

from bisect import bisect_right

from prompt_toolkit.formatted_text.utils import fragment_list_to_text
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.utils import get_cwidth

PREFIX = 2
"""Columns in front of every line: the mark, and the same room under it."""


def places(text: str, room: int) -> list[int]:
    """Where each character of `text` stands, counted from the first, in lines of `room` columns.

    A word that would run over the end of a line begins the next one. A space that would begin a line takes
    no room. One more place than characters: the last is where typing goes on.
    """
    found: list[int] = []
    at = 0
    start = 0
    while start < len(text):
        end = start + 1
        while text[start] != " " and end < len(text) and text[end] != " ":
            end += 1
        widths = [get_cwidth(char) for char in text[start:end]]
        column = at % room
        if text[start] == " " and start and at and column == 0:
            widths = [0]
        elif column and column + sum(widths) > room and sum(widths) <= room:
            at += room - column
        for width in widths:
            found.append(at)
            at += width
        start = end
    return [*found, at]


class WordWrap(Processor):
    """Shows a line of typed text with its words whole."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        """The line with blanks in front of words that would be broken."""
        fragments = transformation_input.fragments
        text = fragment_list_to_text(fragments)
        room = transformation_input.width - PREFIX
        simple = all(" " <= char <= "\u02ff" or char in "–—‘’“”…" for char in text)
        if room < 1 or len(text) <= room or not simple:
            # Where characters take two columns or none, the terminal's own way is the safer one.
            return Transformation(fragments)
        stands = places(text, room)
        styles = [style for style, piece, *_ in fragments for _ in piece]
        shown: list[tuple[str, str]] = []
        for number, char in enumerate(text):
            gap = stands[number] - len(shown)
            shown += [("", " ")] * gap
            if stands[number + 1] > stands[number]:
                shown.append((styles[number], char))
        return Transformation(
            [*shown],
            source_to_display=lambda at: stands[min(at, len(text))],
            display_to_source=lambda at: max(bisect_right(stands, at) - 1, 0),
        )
