"""`ifs scripts new`: a script of one's own to begin from."""

from __future__ import annotations

from collections.abc import Collection
from typing import get_args

import typer

from ifs_journal.cli.context import Here
from ifs_journal.errors import CannotWrite, ExitCode, UsageError
from ifs_journal.script.scaffold import ID, LONGEST_ID, LONGEST_TITLE, With, scaffold, title_of

WHICH_ID = "What is its command to be? Small letters, numbers and hyphens, such as: evening-words"
WHICH_TITLE = "What is it called in lists? Enter takes: {title}"
ENTER_LEAVES = "Enter alone leaves it."
ID_LEFT_OUT = "Without a terminal, give its id: ifs scripts new evening-words"
BAD_ID = (
    "An id is made of small letters, numbers and hyphens, begins with a letter, and has {most} characters "
    "at most. For example: evening-words"
)
TAKEN_ID = "“{id}” is already the name of a command, or of a script that comes with the program."
YOURS_ALREADY = (
    "You have a script called “{id}” already, and it stays as it is. To read it: ifs scripts show {id}"
)
BAD_TITLE = "A title is one line of {most} characters at most, with something to read in it."
BAD_WITH = "--with takes part or person."


def new(
    here: Here, script: str | None, *, title: str | None, with_: str | None, commands: Collection[str]
) -> None:
    """Write a new script into the person's folder and say where. `commands` are names none may take.

    Raises UsageError for an id, a title or a gate that cannot be; CannotWrite when the file is there already.
    """
    from ifs_journal.session.settings import own_scripts
    from ifs_journal.session.whole_file import new_file

    gate = _gate(with_)
    script = _id(here, script, commands)
    file = own_scripts() / f"{script}.toml"
    new_file(file, scaffold(script, _title(here, script, title), gate))
    _say_where(here, script, str(file))


def _gate(with_: str | None) -> With | None:
    for one in get_args(With):
        if with_ == one:
            known: With = one
            return known
    if with_ is not None:
        raise UsageError(BAD_WITH)
    return None


def _id(here: Here, given: str | None, commands: Collection[str]) -> str:
    """The id given, or asked for until it can be one."""
    if given is not None:
        wrong = wrong_id(given, commands)
        if wrong:
            raise UsageError(wrong)
        if _is_there(given):
            raise CannotWrite(YOURS_ALREADY.format(id=given))
        return given
    if not here.screen().interactive:
        raise UsageError(ID_LEFT_OUT)
    while typed := _ask(here, WHICH_ID, ENTER_LEAVES):
        wrong = wrong_id(typed, commands)
        if wrong is None and _is_there(typed):
            wrong = YOURS_ALREADY.format(id=typed)
        if wrong is None:
            return typed
        here.screen().say(wrong, "notice")
    raise typer.Exit(int(ExitCode.DONE))


def _is_there(script: str) -> bool:
    from ifs_journal.session.settings import own_scripts

    return (own_scripts() / f"{script}.toml").exists()


def wrong_id(script: str, commands: Collection[str]) -> str | None:
    """Why no new script can have this id; None when one can."""
    from ifs_journal.script.library import NOT_SCRIPTS, shipped_sources
    from ifs_journal.script.model import PLACES

    if not ID.fullmatch(script) or len(script) > LONGEST_ID:
        return BAD_ID.format(most=LONGEST_ID)
    if script in {*commands, *shipped_sources(), *NOT_SCRIPTS, *PLACES}:
        return f"{TAKEN_ID.format(id=script)} Another one will do."
    return None


def _title(here: Here, script: str, given: str | None) -> str:
    """The title given, or asked for in a terminal; made of the id where it is left."""
    usual = title_of(script)
    if given is None and here.screen().interactive:
        given = _ask(here, WHICH_TITLE.format(title=usual), "") or usual
    title = usual if given is None else " ".join(given.split())
    if not title or not title.isprintable() or len(title) > LONGEST_TITLE:
        raise UsageError(BAD_TITLE.format(most=LONGEST_TITLE))
    return title


def _ask(here: Here, message: str, note: str) -> str:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_line

    asker = terminal_asker(here, plain=False, wording=None)
    typed = ask_line(asker, message, note=note)
    asker.screen.blank()
    return typed


def _say_where(here: Here, script: str, path: str) -> None:
    from ifs_journal.terminal.clean import clean

    screen = here.screen()
    screen.say("Your script is at")
    # A path is never broken: it is there to be copied.
    screen.write(f"{clean(path)}\n")
    screen.say("Open it in any editor; a remark above every key says what it does.")
    screen.say(f"To see whether it holds: ifs scripts check {script}")
    screen.say(f"To run it: ifs {script}")
