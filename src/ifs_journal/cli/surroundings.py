"""Saying what is around the journal: others who may look, a service that carries its folder elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here

if TYPE_CHECKING:
    from ifs_journal.journal.surroundings import Open
    from ifs_journal.terminal.screen import Screen

CARRIED = (
    "This folder looks like one that {service} carries to other machines. Two machines writing to the same "
    "file could harm it, and a plain file can be read wherever it arrives."
)
CARRIED_DO = (
    "A folder outside of {service} is the safer place. Another place is named with --journal or IFS_JOURNAL. "
    "To have the journal on several machines: ifs journal sync --help"
)
OPEN = "Others who use this computer may look into:"
OPEN_MEND = "To close them to others: ifs journal info --mend"
OPEN_ASK = "Close them to others?"
OPEN_WAYS = (("m", "close them"), ("l", "leave them as they are"))
MENDED = "They are yours alone now."


def say_carried(screen: Screen, journal: Path) -> None:
    """Where the folder looks like one that is carried elsewhere, say so, and what to do."""
    from ifs_journal.journal.surroundings import carried_by

    service = carried_by(journal)
    if service is not None:
        screen.say(CARRIED.format(service=service), "notice")
        screen.say(CARRIED_DO.format(service=service), "quiet")


def say_open(here: Here, screen: Screen, *, mend: bool) -> None:
    """Name what others may look into, and close it when that is wanted. Raises OSError."""
    from ifs_journal.journal.surroundings import mend as close
    from ifs_journal.journal.surroundings import too_open

    found = too_open(here.journal_path)
    if not found:
        return
    screen.say(OPEN, "notice")
    for one in found:
        _name(screen, one)
    if mend or (screen.interactive and _asked(here, screen)):
        close(found)
        screen.say(MENDED)
    elif not screen.interactive:
        screen.say(OPEN_MEND)


def _name(screen: Screen, one: Open) -> None:
    from ifs_journal.terminal.clean import clean

    screen.write(f"  {clean(str(one.path))} ({one.mode:04o})\n")


def _asked(here: Here, screen: Screen) -> bool:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_key

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    return ask_key(asker, f"{OPEN_ASK} Enter leaves them.", OPEN_WAYS) == "m"
