"""After a session, before it is closed: read the whole entry, correct an answer, or be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.session.correct import Correctable, correct, correctable

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.live import Live
    from ifs_journal.terminal.conversation import Conversation

CHOICES = [("d", "done"), ("r", "read it"), ("c", "correct an answer")]
KEYS = "123456789abefghijklmnopqrstuvwxyz"


def offer_review(journal: Journal, live: Live, asker: Conversation) -> None:
    """Offer to read and to correct, until the person is done. Leaving by Ctrl-C is being done."""
    try:
        while True:
            asker.screen.blank()
            choice = asker.pick("Anything else with this entry?", CHOICES)
            if choice == "r":
                _read(journal, live, asker)
            elif choice == "c":
                _correct(journal, live, asker)
            else:
                return
    except (KeyboardInterrupt, EOFError):
        return


def _read(journal: Journal, live: Live, asker: Conversation) -> None:
    from ifs_journal.journal.reads import entry
    from ifs_journal.script.labels import BundleLabels
    from ifs_journal.terminal.pages import entry_page

    entry_page(asker.screen, entry(journal, live.id), BundleLabels(live.bundle.body))


def _correct(journal: Journal, live: Live, asker: Conversation) -> None:
    found = correctable(live)
    if not found:
        return
    shown = found[-len(KEYS) :]
    choices = [(KEYS[number], _short(one, live)) for number, one in enumerate(shown)]
    key = asker.pick("Which one?", [*choices, ("d", "none")])
    if key == "d":
        return
    one = shown[KEYS.index(key)]
    correct(journal, live, one, asker)


def _short(one: Correctable, live: Live) -> str:
    text = one.question.text.worded(live.wording)
    return text if len(text) <= 60 else text[:59].rstrip() + "…"
