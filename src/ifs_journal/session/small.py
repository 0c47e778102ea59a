"""A small session beside another: a question or two of the program's own, of which nothing is kept."""

from __future__ import annotations

from ifs_journal.script.bundle import Bundle
from ifs_journal.session.keepers import NoTrace
from ifs_journal.session.live import Live
from ifs_journal.terms import Kind, LogItem


def small_session(live: Live, bundle: Bundle) -> Live:
    """The session of a bundle that leaves no trace, in the wording and by the clock of the one it is in."""
    start = {"command": "start", "variant": None}
    first = LogItem(0, bundle.root, Kind.COMMAND, start, live.clock.stamp())
    return Live(live.id, live.number, bundle, live.wording, live.clock, NoTrace(), log=[first])
