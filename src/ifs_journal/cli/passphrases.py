"""Choosing a passphrase for a journal: typed twice in a terminal, or given in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import NeedsPassphrase
from ifs_journal.journal.key import Key, new_key

if TYPE_CHECKING:
    from ifs_journal.terminal.screen import Screen

BEFORE = (
    "If the passphrase is lost, nothing opens the journal any more: there is no reset, and nobody to ask. "
    "A recovery code on paper is the one way back; it is offered in a moment."
)
HOW = "Four or five words that don't belong together make a good one."
NEW = "New passphrase (stays invisible): "
REPEAT = "The same once more: "
DIFFERENT = "Those two were different. Nothing was changed. From the start:"
SHORT = "That is short: a machine could find it by trying. A longer one, or the same again to keep it."
SHORTEST = 12
"""Below this many characters a passphrase is taken only after a word about it."""

NOBODY = (
    "There is no terminal to ask for a passphrase in. Give it in a file: --passphrase-file FILE "
    "(- for standard input), or IFS_PASSPHRASE_FILE."
)
LEFT = "Nothing was changed."


def chosen_key(here: Here, screen: Screen, *, file: str | None = None) -> Key:
    """A key for a new file, from a passphrase in `file`, in what was given to `ifs`, or typed.

    Raises NeedsPassphrase when nobody can be asked or the person would rather not, BadData.
    """
    from ifs_journal.cli.unlocking import passphrase_in

    given = passphrase_in(file) if file is not None else here.unlocker.given()
    return new_key(_typed(screen) if given is None else given)


def _typed(screen: Screen) -> str:
    from ifs_journal.terminal.secret import ask_secret, can_ask

    if not can_ask():
        raise NeedsPassphrase(NOBODY)
    screen.say(BEFORE)
    screen.say(HOW, "quiet")
    warned = ""
    while True:
        first = ask_secret(NEW)
        if not first:
            raise NeedsPassphrase(LEFT)
        if len(first) < SHORTEST and first != warned:
            screen.say(SHORT, "notice")
            warned = first
            continue
        if ask_secret(REPEAT) == first:
            return first
        screen.say(DIFFERENT, "notice")
