"""`ifs` alone: where things stand, in counts, and what one could do. No names until a key is pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import NoJournal

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import SessionSummary

NOTHING_YET = "Nothing is written here yet. A check-in takes a minute or two."


def home(here: Here) -> None:
    """Show home; in a terminal, offer what could be next."""
    screen = here.screen()
    if screen.interactive and not screen.plain:
        _in_terminal(here)
        return
    from ifs_journal.journal.reads import paused

    with here.open(read_only=True) as journal:
        for line in _lines(journal, paused(journal)):
            print(line)
        print("To begin: ifs check-in · ifs unblend · To look back: ifs list · People to reach: ifs support")


def _in_terminal(here: Here) -> None:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.cli.sessions import Way, begin, go_on
    from ifs_journal.journal.reads import paused

    screen = here.screen()
    choices = [("c", "check in: a minute or two"), ("u", "a little room, when something has taken over")]
    lines = [NOTHING_YET]
    try:
        with here.open(read_only=True) as journal:
            waiting = paused(journal)
            lines = _lines(journal, waiting)
            if waiting:
                choices.insert(0, ("g", "go on where you paused"))
            choices.append(("l", "look back"))
    except NoJournal:
        pass
    choices += [("s", "steady yourself"), ("p", "people you can reach"), ("x", "leave")]
    screen.say("ifs-journal", "title")
    screen.say("Private, offline, no AI. Self-reflection, not therapy.", "quiet")
    screen.blank()
    picked = terminal_asker(here, plain=False, wording=None).pick("\n".join(lines), choices)
    way = Way(None, False, False, None)
    if picked in ("c", "u"):
        begin(here, {"c": "check-in", "u": "unblend"}[picked], way, [])
    elif picked == "g":
        go_on(here, None, way)
    elif picked != "x":
        _show(here, picked)


def _show(here: Here, picked: str) -> None:
    from ifs_journal.cli import pages, reading

    if picked == "l":
        reading.list_sessions(here, 20, None, as_json=False)
    elif picked == "s":
        pages.ground(here, far=False, plain=False)
    elif picked == "p":
        pages.support(here, None)


def _lines(journal: Journal, waiting: Sequence[SessionSummary]) -> list[str]:
    from ifs_journal.journal.reads import last_check_in

    lines: list[str] = []
    if waiting:
        latest = waiting[0].local_day
        lines.append(f"Paused: {len(waiting)}, the latest from {latest}. To go on: ifs resume")
    last = last_check_in(journal)
    if last is not None:
        lines.append(f"Last check-in: {last.local_day}.")
    return lines or [NOTHING_YET]
