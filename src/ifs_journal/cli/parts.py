"""The parts a person knows: the list, and the page of one. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.cli.shown import note_json, print_json

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_part_page import PartPage
    from ifs_journal.journal.reads import PartSummary

NO_PARTS = "No parts are written down yet. They come as you name them in a session, or with: ifs parts add"
FRESH_DAYS = 7
"""For how many days a promise is still marked in the list. After that it stands on the part's page alone:
a list that keeps holding out old promises would be a reproach."""


def list_parts(here: Here, *, everyone: bool, as_json: bool) -> None:
    """The parts, the most recently seen first. Archived ones only where `everyone` is asked for."""
    from ifs_journal.journal.read_parts import parts, session_counts

    with here.open(read_only=True) as journal:
        found = parts(journal, archived=everyone)
        promises = _promises(journal)
        counts = session_counts(journal) if as_json else {}
    if as_json:
        print_json([part_json(one, counts.get(one.id, 0), promises) for one in found])
        return
    screen = here.screen()
    if not found:
        screen.say(NO_PARTS, "quiet")
        return
    from ifs_journal.terminal.part_page import part_lines

    part_lines(screen, found, promises)


def show_part(here: Here, ref: str | None, *, history: bool, as_json: bool) -> None:
    """What is known of one part. Raises NotFound, Ambiguous."""
    from ifs_journal.cli.parts_asking import one_part
    from ifs_journal.journal.read_part_page import part_page

    if as_json:
        _print_part(here, ref)
        return
    from ifs_journal.terminal.part_page import SHOWN
    from ifs_journal.terminal.part_page import part_page as show

    with here.open(read_only=True) as journal:
        one = one_part(here, journal, ref)
        page = part_page(journal, one.id, newest=None if history else SHOWN + 1)
    show(here.screen(), one, page, history=history, wording=here.wording)


def _print_part(here: Here, ref: str | None) -> None:
    from ifs_journal.cli.parts_asking import one_part
    from ifs_journal.journal.read_part_page import part_page

    with here.open(read_only=True) as journal:
        one = one_part(here, journal, ref)
        page = part_page(journal, one.id)
        promises = _promises(journal)
    print_json({**part_json(one, page.sessions, promises), **_page_json(page)})


def _promises(journal: Journal) -> Mapping[str, str | None]:
    from ifs_journal.journal.read_parts import fresh_promises
    from ifs_journal.session.moment import Clock

    return fresh_promises(journal, (Clock().today() - timedelta(days=FRESH_DAYS)).isoformat())


def part_json(one: PartSummary, sessions: int, promises: Mapping[str, str | None]) -> dict[str, Any]:
    """A part as JSON has it. These keys are a contract."""
    return {
        "id": one.id,
        "number": one.number,
        "name": one.name,
        "aliases": list(one.aliases),
        "role": str(one.role),
        "status": one.status,
        "state": one.state,
        "pronoun": one.pronoun,
        "created_at": one.created_at,
        "archived_at": one.archived_at,
        "last_seen": one.last_seen,
        "last_day": one.last_day,
        "sessions": sessions,
        "promise": {"due": promises[one.id]} if one.id in promises else None,
    }


def _page_json(page: PartPage) -> dict[str, Any]:
    said = ("field", "value", "number_value", "said_by", "at", "session", "private")
    return {
        "facts": [{name: getattr(one, name) for name in said} for one in page.facts],
        "came_up": [one._asdict() for one in page.occasions],
        "unblend_attempts": [one._asdict() for one in page.attempts],
        "felt_toward": [one._asdict() for one in page.toward],
        "concerns_about_it": [one._asdict() for one in page.concerns],
        "agreements": [one._asdict() for one in page.promises],
        "relations": [one._asdict() for one in page.bonds],
        "near_it": [one._asdict() for one in page.near],
        "statements": [one._asdict() for one in page.sentences],
        "notes": [note_json(one) for one in page.notes],
        "in_sessions": [one._asdict() for one in page.visits],
    }
