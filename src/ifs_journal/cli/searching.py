"""Finding words again: asks for them if need be, looks, and shows what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.cli.narrowing import Narrowing
from ifs_journal.cli.shown import print_json
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.read_hits import Hit
    from ifs_journal.journal.words import Sought

ASKED = "Which words?"
SNIPPET = 160
"""Characters of a snippet in JSON; on a screen it is at most two lines."""


def search(here: Here, text: str | None, narrowing: Narrowing, limit: int, *, as_json: bool) -> None:
    """Show where words stand. Raises UsageError, NotFound, Ambiguous."""
    screen = here.screen()
    if text is None and not screen.interactive:
        raise UsageError("There is no terminal to ask in. The words can stand behind: ifs search")
    from ifs_journal.journal.read_search import search as look
    from ifs_journal.journal.words import sought

    with here.open(read_only=True) as journal:
        filters = narrowing.filters(journal)
        wanted = sought(_asked(here) if text is None else text)
        found = look(journal, wanted, filters, limit=limit)
    if as_json:
        print_json([hit_json(one, wanted) for one in found.hits])
        return
    from ifs_journal.terminal.found import found_page

    with screen.paged():
        found_page(screen, found, wanted, narrowed=filters.any, limit=limit)


def _asked(here: Here) -> str:
    """The words, typed in the terminal."""
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_line

    asker = terminal_asker(here, plain=False, wording=None)
    typed = ask_line(asker, ASKED)
    asker.screen.blank()
    return typed


def hit_json(one: Hit, wanted: Sought) -> dict[str, Any]:
    """One find as JSON has it. These keys are a contract; `matches` count characters of the snippet."""
    from ifs_journal.guide.quoting import fill
    from ifs_journal.journal.words import snippet

    cut = snippet(one.text, wanted, SNIPPET)
    thing = None if one.thing is None else {"number": one.thing[0], "name": one.thing[1]}
    return {
        "kind": one.kind,
        "id": one.id,
        "session": one.session,
        "number": one.number,
        "seq": one.seq,
        "address": one.address,
        "day": one.day,
        "title": one.title,
        "prompt": fill(one.prompt or "", one.quotes, one.quoted.get),
        "snippet": cut.text,
        "matches": [list(place) for place in cut.places],
        "text": one.text,
        "private": one.private,
        "part": None if one.kind == "person" else thing,
        "person": thing if one.kind == "person" else None,
    }
