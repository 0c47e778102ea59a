"""What is asked in a terminal before a session, and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import own_language

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.terminal.conversation import Conversation

KEEP = "#{number} ended early, on {day}. What you answered is there. Would you like to keep it?"
PAUSED = "#{number} of this kind is paused since {day}, with what you answered. Go on with it?"


def before_session(journal: Journal, asker: Conversation, script: str) -> str | None:
    """Settle what is open first: an entry that ended early, a paused session.

    Gives the paused session's number when the person would rather go on with that one.
    """
    from ifs_journal.cli.asides import said_of_asides
    from ifs_journal.journal.aside import kept_aside
    from ifs_journal.journal.reads import awaiting_keep, paused
    from ifs_journal.terminal.times import day

    unfinished = list(awaiting_keep(journal))
    left = next((one for one in paused(journal) if one.script == script), None)
    beside = len(kept_aside(journal.path))
    tell = own_language(asker) if unfinished or left or beside else str
    if beside:
        asker.screen.say(" ".join(said_of_asides(beside, tell)), "quiet")
    for one in unfinished:
        asked = tell(KEEP).format(number=one.number, day=one.local_day)
        if asker.pick(asked, [("k", tell("keep it")), ("r", tell("remove it for good"))]) == "r":
            from ifs_journal.cli.copies_going import say_still_held
            from ifs_journal.cli.removing import say_removed

            say_removed(asker.screen, f"#{one.number}", journal.delete_session(one.id), tell)
            say_still_held(journal, asker.screen, tell)
        else:
            journal.keep_decided(one.id)
    if left is None:
        return None
    asked = tell(PAUSED).format(number=left.number, day=day(left.updated_at, left.utc_offset))
    ways = [("g", tell("go on with it")), ("n", tell("begin a new one; it stays paused"))]
    return str(left.number) if asker.pick(asked, ways) == "g" else None


def note_whose(script: str, asker: Conversation) -> None:
    """Say so when a script is a person's own."""
    from ifs_journal.cli.scripts import OWN
    from ifs_journal.script.library import find_source, is_shipped
    from ifs_journal.session.settings import own_scripts

    if not is_shipped(find_source(script, own_scripts())):
        asker.screen.say(f"{script}: {OWN}.", "quiet")
