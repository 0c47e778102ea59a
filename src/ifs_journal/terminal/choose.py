"""Which asker a terminal gets."""

from __future__ import annotations

from ifs_journal.terminal.conversation import Conversation
from ifs_journal.terminal.screen import Screen
from ifs_journal.terms import Wording


def choose_asker(screen: Screen, wording: Wording) -> Conversation:
    """Questionary on a terminal; the plain asker where asked for, on a dumb one, and where there is none."""
    if screen.plain or not screen.interactive:
        from ifs_journal.terminal.plain import PlainAsker

        return PlainAsker(screen, wording)
    from ifs_journal.terminal.asking import TerminalAsker

    return TerminalAsker(screen, wording)
