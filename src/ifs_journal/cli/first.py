"""The first run: what this is and is not, when a person is the better choice, where the file will lie.

Three short pages, each left with one key. Everything is only asked until the journal is wanted, so
leaving at any point leaves nothing behind; that there is a journal is why it is never asked again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from ifs_journal.cli.settings import ask_country, ask_wording, keep
from ifs_journal.errors import ExitCode, IfsJournalError
from ifs_journal.session.settings import config_file, settings_or_default

if TYPE_CHECKING:
    from ifs_journal.cli.context import Here
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen

WHAT = (
    "There is no journal here yet. Before the first one, three short pages.\n"
    "\n"
    "Here questions are asked, and you write for yourself. They follow Internal Family Systems (IFS), "
    "a way of listening to the different parts of a person.\n"
    "This is self-reflection, not therapy, and has no ties to the IFS Institute. IFS is widely used and "
    "promising; research is still limited. This program has not been studied, and no clinician has "
    "reviewed it.\n"
    "Nobody watches, and nothing leaves this computer.\n"
    "Need a person now? ifs support"
)
LIMITS_FIRST = (
    "Sometimes a person helps more than a page. Then a check-in, ifs ground and ifs support are the "
    "better choice, and deeper sessions can wait:"
)
LIMITS = (
    "thoughts of ending your life, or an urge to hurt yourself",
    "home is not a safe place",
    "you hear or see what others don't, or lose hold of what is real",
    "you lose time or feel unreal when you turn inward, and no therapist of yours has agreed",
    "you have been drinking or taking something",
    "eating, or not eating, is dangerous now",
    "something terrible happened in the last few days",
    "you are under 18, with no adult to support you in this",
)
LIMITS_LAST = (
    "None of these is a fault in you, and none is kept here. Where your own words are about dying or "
    "hurting yourself, one question may come. To turn that off: ifs config phrases off"
)
OPEN = "Two things can be set now or stay open. ifs config changes them any time."
FILE = (
    "The journal would be one file that stays on this computer:\n{path}\n"
    "With a passphrase only you can open it, and you type it each time. Without one, whoever can open "
    "your files can read it. It can be changed later."
)
MAKE = (
    ("p", "make it, with a passphrase"),
    ("m", "make it without one, and begin"),
    ("n", "not now"),
)
GO_ON = "Enter: go on"
SKIP, NOT_NOW = ("s", "skip to the end"), ("n", "not now")
NOTHING_MADE = "Nothing was made. ifs ground and ifs support are there without a journal."


def first_run(here: Here, asker: Conversation, *, ask_words: bool) -> None:
    """Say what this is, and make the journal when it is wanted.

    `ask_words` is false where the wording was chosen already. Leaves kindly, with nothing made, when
    the person would rather not. Raises CannotWrite.
    """
    from ifs_journal.cli.passphrases import chosen_key
    from ifs_journal.cli.surroundings import say_carried
    from ifs_journal.journal.create import create

    path = here.journal_path
    try:
        _pages(asker)
        settings = _settings(asker, ask_words=ask_words)
        asker.screen.blank()
        say_carried(asker.screen, path)
        made = asker.pick(FILE.format(path=path), MAKE)
        if made == "n":
            _leave(asker.screen, ExitCode.DONE)
        key = chosen_key(here, asker.screen) if made == "p" else None
    except (KeyboardInterrupt, EOFError):
        _leave(asker.screen, ExitCode.PAUSED)
    create(path, key=key)
    here.unlocker.know(key)
    for name, value in settings.items():
        try:
            keep(here, name, value)
        except IfsJournalError as problem:
            # The journal is what was come for; a setting can be set another time.
            asker.screen.say(str(problem), "notice")
    if key is not None:
        from ifs_journal.cli.files import offer_code

        offer_code(here)


def _pages(asker: Conversation) -> None:
    from ifs_journal.terminal.aside import ask_key

    screen = asker.screen
    for page, keys in ((_what, (SKIP, NOT_NOW)), (_limits, (NOT_NOW,))):
        screen.blank()
        page(screen)
        picked = ask_key(asker, GO_ON, keys, in_a_row=True)
        if picked == "n":
            _leave(screen, ExitCode.DONE)
        if picked == "s":
            return


def _what(screen: Screen) -> None:
    screen.say(WHAT)


def _limits(screen: Screen) -> None:
    screen.say(LIMITS_FIRST)
    for text in LIMITS:
        _item(screen, text)
    screen.say(LIMITS_LAST)


def _item(screen: Screen, text: str) -> None:
    from ifs_journal.terminal.screen import wrap

    if screen.plain:
        screen.say(f"- {text}")
        return
    first, *rest = wrap(text, screen.text_width - 2)
    screen.lines([[("text", f"- {first}")], *([("text", f"  {line}")] for line in rest)])


def _settings(asker: Conversation, *, ask_words: bool) -> dict[str, str]:
    """What was answered of the two things; one that is set already is not asked for."""
    settings, problem = settings_or_default()
    ask_place = settings.country is None and problem is None
    ask_words = ask_words and not config_file().exists()
    if not (ask_place or ask_words):
        return {}
    asker.screen.blank()
    asker.screen.say(OPEN)
    found = {
        "country": ask_country(asker, "Enter leaves it open.") if ask_place else "",
        "wording": ask_wording(asker, "Enter: IFS terms.") if ask_words else "",
    }
    return {key: value for key, value in found.items() if value}


def _leave(screen: Screen, code: ExitCode) -> None:
    screen.say(NOTHING_MADE, "quiet")
    raise typer.Exit(int(code))
