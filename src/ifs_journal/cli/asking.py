"""Who asks, in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.session.said import Tell
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terms import Wording

NOWHERE = "There is no terminal to ask in. With --answers FILE or --jsonl a session runs without one."


def terminal_asker(here: Here, *, plain: bool, wording: Wording | None) -> Conversation:
    """Somebody who asks in the terminal. Raises UsageError where there is none to ask in."""
    from ifs_journal.terminal.choose import choose_asker

    screen = here.screen(plain=plain)
    if not (screen.plain or screen.interactive):
        raise UsageError(NOWHERE)
    return choose_asker(screen, wording or here.settings.wording)


def own_language(asker: Conversation | None = None) -> Tell:
    """Says home's sentences in the person's language, and lets `asker` say its own in it too."""
    from ifs_journal.session.settings_place import may_name

    if not may_name("language"):
        return str
    from ifs_journal.session.said import teller
    from ifs_journal.session.settings import settings_or_default

    language = settings_or_default()[0].language
    if asker is not None:
        asker.speak(language)
    return teller(language)
