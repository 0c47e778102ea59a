"""Looking back: the list of sessions, narrowed down by days, parts, people, tags and scripts; one entry.

Reads only, and imports nothing that only writing needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.cli.house import say_error
from ifs_journal.cli.narrowing import Narrowing
from ifs_journal.cli.shown import entry_json, print_json, print_json_list, session_json

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_filters import Filters
    from ifs_journal.journal.reads import SessionSummary
    from ifs_journal.terminal.screen import Screen

NO_SESSIONS = "Nothing here yet. To begin: ifs check-in"
NOTHING_FITS = "Nothing here fits all of that. To see everything: ifs list"
TORN = "These can't be read: {numbers}. To see what it is, and what can be done: ifs journal check"
MOST_COUNTED = 500
"""How many more are counted before it is only said that there are more than that."""
AT_A_TIME = 500
"""How many sessions are fetched at once."""


def list_sessions(here: Here, narrowing: Narrowing, limit: int, *, as_json: bool) -> None:
    """The newest sessions that fit, a line each. Raises UsageError, NotFound, Ambiguous."""
    if as_json:
        with here.open(read_only=True) as journal:
            found = _at_a_time(journal, narrowing.filters(journal), limit)
            print_json_list(map(session_json, chain.from_iterable(found)))
        return
    from ifs_journal.terminal.pages import session_lines

    screen = here.screen()
    # In this order: a pager waits for the person, and by then the journal is closed.
    with screen.paged(), here.open(read_only=True) as journal:
        filters = narrowing.filters(journal)
        shown = 0
        for some in _at_a_time(journal, filters, limit):
            session_lines(screen, some)
            shown += len(some)
        if not shown:
            screen.say(NOTHING_FITS if filters.any else NO_SESSIONS, "quiet")
        elif shown == limit:
            _say_more(screen, journal, filters, limit)


def _at_a_time(journal: Journal, filters: Filters, limit: int) -> Iterator[list[SessionSummary]]:
    """The fitting sessions, some at a time: however many there are, few are held at once.

    What can't be read is said at the end, and keeps nobody from the rest.
    """
    from ifs_journal.journal.read_filters import session_numbers
    from ifs_journal.journal.reads import sessions_numbered

    numbers = session_numbers(journal, filters, limit)
    torn: list[int] = []
    while some := list(islice(numbers, AT_A_TIME)):
        found = sessions_numbered(journal, some)
        torn += set(some) - {one.number for one in found}
        yield found
    if torn:
        say_error(TORN.format(numbers=", ".join(f"#{number}" for number in sorted(torn))))


def _say_more(screen: Screen, journal: Journal, filters: Filters, limit: int) -> None:
    from ifs_journal.journal.read_filters import count_sessions

    more = count_sessions(journal, filters, limit + MOST_COUNTED + 1) - limit
    if more > 0:
        screen.say(_more(more, limit), "quiet")


def _more(more: int, limit: int) -> str:
    if more == 1:
        return f"There is 1 more. To see it: --limit {limit + 1}"
    if more > MOST_COUNTED:
        return f"There are more than {MOST_COUNTED:,} more. To see some of them: --limit {limit + 100}"
    return f"There are {more} more. To see them: --limit {limit + more}"


def show(here: Here, ref: str, *, as_json: bool) -> None:
    """One whole entry. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.reads import entry, find_session

    with here.open(read_only=True) as journal:
        found = entry(journal, find_session(journal, ref).id)
        bundle = "{}" if as_json else journal.find_bundle(found.session.bundle) or "{}"
    if as_json:
        print_json(entry_json(found))
        return
    from ifs_journal.script.labels import BundleLabels
    from ifs_journal.terminal.pages import entry_page

    screen = here.screen()
    with screen.paged():
        entry_page(screen, found, BundleLabels(bundle))
