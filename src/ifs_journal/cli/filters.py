"""Filters that are used again and again: saved under a name, listed, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.cli.narrowing import SAVED_OPTIONS, Narrowing
from ifs_journal.cli.shown import print_json
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.read_saved_filters import SavedFilter

NONE_YET = 'No filter is saved yet. For example: ifs filters save month --since "past month"'
LONGEST_NAME = 60
"""Characters of a filter's name."""


def list_filters(here: Here, *, as_json: bool) -> None:
    """The saved filters, and what each says."""
    from ifs_journal.journal.read_saved_filters import saved_filters

    with here.open(read_only=True) as journal:
        found = saved_filters(journal)
    if as_json:
        print_json([{"id": one.id, "name": one.name, "options": dict(one.options)} for one in found])
        return
    screen = here.screen()
    if not found:
        screen.say(NONE_YET, "quiet")
    for one in found:
        screen.say(one.name, "key")
        screen.say(", ".join(_told(one)), indent=2)


def save(here: Here, name: str, narrowing: Narrowing) -> None:
    """Keep a filter under a name. Raises UsageError, NotFound, Ambiguous."""
    from ifs_journal.journal.saved_filters import save_filter
    from ifs_journal.session.moment import Clock, new_id

    shown = " ".join(name.split())
    if not shown or len(shown) > LONGEST_NAME or shown.startswith("-"):
        raise UsageError(f"A filter's name is a word or a few, up to {LONGEST_NAME} characters.")
    with here.open() as journal:
        options = narrowing.to_save(journal)
        again = save_filter(journal, shown, options, id_=new_id(), at=Clock().stamp())
    said = "Saved in place of the earlier one." if again else "Saved."
    here.screen().say(f'{said} To use it: ifs list --filter "{shown}"')


def remove(here: Here, name: str) -> None:
    """Remove a filter by its name. The sessions it found stay. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.read_saved_filters import saved_filter
    from ifs_journal.journal.saved_filters import remove_filter

    with here.open() as journal:
        remove_filter(journal, saved_filter(journal, name).id)
    here.screen().say("Removed. The sessions it found are as they were.")


def _told(one: SavedFilter) -> list[str]:
    """The options of a filter in words, a part and a person by the name they have now."""
    now: dict[str, Any] = {"part": one.part, "person": one.person}
    gone = "(no longer in the journal)"
    return [
        f"{name.replace('_', ' ')}: {now.get(name, one.options[name]) or gone}"
        for name in SAVED_OPTIONS
        if name in one.options
    ]
