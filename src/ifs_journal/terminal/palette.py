"""One palette for everything shown: names of meaning, not of colour.

The same strings serve rich and prompt_toolkit (and so questionary): both read `bold #5f87af`. Every
colour is a middle tone that keeps a contrast of at least 3.5 on white and on black, so one palette
does for light and dark backgrounds. Nothing sets a background.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ifs_journal.terms import Colours

if TYPE_CHECKING:
    from prompt_toolkit.styles import Style
    from rich.theme import Theme

STYLES: Mapping[str, str] = {
    "text": "",
    "title": "bold",
    "question": "bold",
    "option": "",
    "answer": "",
    "quiet": "#767676",
    "key": "bold #5f87af",
    "mark": "bold #5f87af",
    "quote": "italic #8a6a8a",
    "notice": "#a8622a",
    "care": "bold",
}
"""What each name looks like."""

_MENU: Mapping[str, str] = {
    "completion-menu": "noinherit",
    "completion-menu.completion": "noinherit #767676",
    "completion-menu.completion.current": "noinherit bold #5f87af underline",
    "scrollbar.background": "noinherit",
    "scrollbar.button": "noinherit reverse",
    "aborting": "noinherit",
}


def colour_wanted(environ: Mapping[str, str], terminal: bool, colours: Colours = Colours.AUTO) -> bool:
    """Whether to use colour, from the person's setting and the variables a terminal knows.

    `NO_COLOR` wins over everything; then the setting; where that is auto, `FORCE_COLOR` and
    `CLICOLOR_FORCE`, then a dumb terminal and `CLICOLOR=0`. `terminal` says whether the output is one.
    """
    if environ.get("NO_COLOR"):
        return False
    if colours is not Colours.AUTO:
        return colours is Colours.ALWAYS
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    if environ.get("TERM") == "dumb" or environ.get("CLICOLOR") == "0":
        return False
    return terminal


def rich_theme() -> Theme:
    """The palette for rich."""
    from rich.theme import Theme

    return Theme({name: look or "none" for name, look in STYLES.items()}, inherit=False)


def prompt_style() -> Style:
    """The palette for prompt_toolkit and questionary."""
    from prompt_toolkit.styles import Style

    return Style.from_dict({**STYLES, **_MENU})
