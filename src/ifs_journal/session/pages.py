"""The pages a person can ask for at a question outside a session: steadying, people to reach, help."""

from __future__ import annotations

from ifs_journal.guide.question import Words
from ifs_journal.session.asker import About, Asker
from ifs_journal.session.phrases import phrases_in
from ifs_journal.session.settings import settings_or_default
from ifs_journal.session.support import ground_text, support_text
from ifs_journal.terms import Command

PAGES = (Command.CRISIS, Command.GROUND, Command.HELP, Command.WHY)
"""Commands that show something, after which the question comes again."""
LEAVES = (Command.BACK, Command.SKIP, Command.PAUSE, Command.STOP)
"""Commands that leave a question outside a session as it is."""


def show_page(asker: Asker, command: Command) -> None:
    """Show what one of `PAGES` asks for; any other command shows nothing."""
    settings, _ = settings_or_default()
    if command is Command.CRISIS:
        text = "\n".join(support_text(settings, wording=settings.wording))
        asker.say(Words(text, text), About.CRISIS)
    elif command is Command.GROUND:
        for step in ground_text(False, settings.wording, settings.language):
            asker.say(Words(step, step), About.GROUND)
    elif command is Command.HELP:
        for words in phrases_in(settings.language).HELP[:1]:
            asker.say(words, About.HELP)
    elif command is Command.WHY:
        asker.say(phrases_in(settings.language).NO_WHY, About.WHY)
