"""Who asks, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terms import Wording

CONSENT = "Without a terminal, --yes is the consent."
NOWHERE = "There is no terminal to ask in. With --answers FILE or --jsonl a session runs without one."


def terminal_asker(here: Here, *, plain: bool, wording: Wording | None) -> Conversation:
    """Somebody who asks in the terminal. Raises UsageError where there is none to ask in."""
    from ifs_journal.terminal.choose import choose_asker

    screen = here.screen(plain=plain)
    if not (screen.plain or screen.interactive):
        raise UsageError(NOWHERE)
    return choose_asker(screen, wording or here.settings.wording)
