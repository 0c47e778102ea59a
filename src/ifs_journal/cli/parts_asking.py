"""What is asked about parts in a terminal, outside a session: which one, its name, one key of a few.

Without a terminal nothing is asked: what was left out is a UsageError, and a name that fits several parts
is Ambiguous.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import typer

from ifs_journal.cli.context import Here
from ifs_journal.errors import ExitCode, UsageError
from ifs_journal.terms import is_self, name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import PartSummary

WHICH = "Which part?"
WHICH_NOTE = "A name, its beginning, or a number. Tab takes a known one."
WHICH_OF = "That fits more than one part. Which one?"
NAME_LEFT_OUT = "Which part? Without a terminal, give its name or number."
LONGEST_SHOWN = 48

SELF = (
    "Self is not a part: it is the you that can listen to all of them. "
    "One that calls itself that can have a name of its own, such as: the one like Self"
)
NO_NAME = "A part needs a name that can be read."
ONLY_DIGITS = "A name of digits alone would be taken for a part's number. A word beside it will do."
TOO_LONG = "That is longer than the {most} characters a name can hold."


def ask(
    here: Here, message: str, *, note: str = "", matches: Callable[[str], Iterable[str]] | None = None
) -> str:
    """Ask for one line; empty when nothing was given."""
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_line

    asker = terminal_asker(here, plain=False, wording=None)
    typed = ask_line(asker, message, note=note, matches=matches)
    asker.screen.blank()
    return typed


def pick(here: Here, message: str, choices: Sequence[tuple[str, str]]) -> str:
    """Ask for one of a few keys."""
    from ifs_journal.cli.asking import terminal_asker

    asker = terminal_asker(here, plain=False, wording=None)
    key = asker.pick(message, choices)
    asker.screen.blank()
    return key


def one_part(here: Here, journal: Journal, ref: str | None, message: str = WHICH) -> PartSummary:
    """The part that is meant; asked for when it is left out. Raises NotFound, Ambiguous, UsageError."""
    from ifs_journal.journal.meant import no_such_part
    from ifs_journal.journal.reads import find_parts, part_by_ref

    if ref is None:
        if not here.screen().interactive:
            raise UsageError(NAME_LEFT_OUT)

        def names(text: str) -> list[str]:
            return [one.name for one in find_parts(journal, text)]

        ref = ask(here, message, note=WHICH_NOTE, matches=names)
        if not ref:
            raise typer.Exit(int(ExitCode.DONE))
    found = part_by_ref(journal, ref)
    if not found:
        raise no_such_part(journal, ref)
    return found[0] if len(found) == 1 else _which(here, found)


def _which(here: Here, found: Sequence[PartSummary]) -> PartSummary:
    from ifs_journal.journal.meant import MOST_NAMED, several

    if not here.screen().interactive or len(found) > MOST_NAMED:
        raise several(found, "part")
    choices = [(str(place), described(one)) for place, one in enumerate(found, 1)]
    return found[int(pick(here, WHICH_OF, choices)) - 1]


def described(one: PartSummary) -> str:
    """A part in a line of a menu: enough to tell it from its namesake."""
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.part_page import NOT_SEEN
    from ifs_journal.terminal.screen import shorten

    seen = f"last seen {one.last_day}" if one.last_day else NOT_SEEN
    return f"{shorten(clean(one.name), LONGEST_SHOWN)} (#{one.number}), {seen}"


def name_or_ask(here: Here, given: str | None, message: str, *, note: str = "") -> str:
    """A name a part can have: the one given, or asked for until it fits. Empty when the person leaves it.

    Raises UsageError when the one given cannot be a name and nothing can be asked.
    """
    interactive = here.screen().interactive
    if given is None and not interactive:
        raise UsageError("Without a terminal, give the name.")
    name = " ".join((ask(here, message, note=note) if given is None else given).split())
    while name or given is not None:
        wrong = misnamed(name)
        if wrong is None:
            return name
        if not interactive:
            raise UsageError(wrong)
        here.screen().say(wrong, "notice")
        name, given = " ".join(ask(here, message, note=note).split()), None
    return name


def misnamed(name: str) -> str | None:
    """Why something cannot be a part's name, or None when it can."""
    from ifs_journal.session.values import LONGEST_NAME

    if is_self(name):
        return SELF
    if not name_key(name):
        return NO_NAME
    if name.removeprefix("#").isdigit():
        return ONLY_DIGITS
    return TOO_LONG.format(most=LONGEST_NAME) if len(name) > LONGEST_NAME else None
