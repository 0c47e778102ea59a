"""Pages that need no journal: steadying, and people to reach."""

from __future__ import annotations

from ifs_journal.cli.context import Here

AFTER = "Take what helped with you. Not safe? ifs support shows people you can reach."


def support(here: Here, country: str | None) -> None:
    """Show the lines, even when the settings cannot be read."""
    from ifs_journal.session.settings import settings_or_default
    from ifs_journal.session.support import support_text

    settings, problem = settings_or_default()
    screen = here.screen()
    for line in support_text(settings, country, wording=settings.wording):
        screen.say(line)
    if problem:
        screen.blank()
        screen.say(problem, "quiet")


def ground(here: Here, *, far: bool, plain: bool) -> None:
    """The steadying steps, one at a time in a terminal."""
    from ifs_journal.session.settings import settings_or_default
    from ifs_journal.session.support import ground_text

    settings, _ = settings_or_default()
    screen = here.screen(plain=plain)
    steps = ground_text(far, settings.wording, settings.language)
    if not screen.interactive:
        for step in steps:
            screen.say(step)
        return
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.guide.question import Words
    from ifs_journal.session.asker import About
    from ifs_journal.session.said import teller

    asker = terminal_asker(here, plain=plain, wording=settings.wording)
    asker.speak(settings.language)
    for step in steps:
        asker.say(Words(step, step), About.GROUND)
    screen.say(teller(settings.language)(AFTER), "quiet")
