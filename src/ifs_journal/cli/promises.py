"""Promises: which there are and how it stands with them, and saying what became of one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.cli.context import Here
from ifs_journal.errors import NotFound, UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ifs_journal.cli.sessions import Way
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_promises import Promise, Stands, Trial

NONE_YET = "No promises are written down yet. They come as you make them in a session."
NONE_FIT = "No promise fits that. To see them all: ifs promises"
NONE_OPEN = "No promise is open. Nothing has to be said."
NO_SUCH = "There is no promise with that number. To see them: ifs promises"
WHICH = "Say which one, as in: ifs promises settle 7. To see them: ifs promises"
PICK = "Which promise?"
TOGETHER = "What two of you are trying is looked back on together: ifs together"
MENTIONED_FOR = timedelta(days=30)
"""What was to be tried is shown for this long after its day; then it rests in its entry."""
SCRIPT = "promise"
OFFERED = 200
"""How many open promises are offered to pick from."""


class Wanted(NamedTuple):
    """Which promises are asked for. With no standing named, all are."""

    stands: tuple[str, ...] = ()
    part: str | None = None
    person: str | None = None
    limit: int = 10


def list_promises(here: Here, wanted: Wanted, *, as_json: bool) -> None:
    """The promises, under how it stands with them. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.read_promises import promises
    from ifs_journal.session.moment import Clock

    today = Clock().today()
    with here.open(read_only=True) as journal:
        only, part_id, person_id = _narrowed(journal, wanted)
        found = promises(
            journal,
            today.isoformat(),
            limit=wanted.limit,
            only=only,
            part_id=part_id,
            person_id=person_id,
        )
        trying = _trials(journal, wanted, today.isoformat(), part_id)
    if as_json:
        from ifs_journal.cli.shown import print_json

        some = [promise_json(one, stands) for stands, each in found.items() for one in each[: wanted.limit]]
        print_json([*some, *map(_trial_json, trying)])
        return
    from ifs_journal.terminal.promise_page import SETTLE, promise_pages

    screen = here.screen()
    with screen.paged():
        promise_pages(screen, found, trying, today, wanted.limit)
        first = next(iter(_still_open(found)), None)
        if first is not None:
            screen.blank()
            screen.say(SETTLE.format(number=first.number), "quiet")
        elif not any(found.values()) and not trying:
            narrowed = wanted.stands or wanted.part or wanted.person
            screen.say(NONE_FIT if narrowed else NONE_YET, "quiet")


def _narrowed(journal: Journal, wanted: Wanted) -> tuple[Collection[Stands], str | None, str | None]:
    from ifs_journal.journal.meant import part_meant, person_meant
    from ifs_journal.journal.read_promises import Stands

    only = tuple(Stands(one) for one in wanted.stands) or tuple(Stands)
    part = None if wanted.part is None else part_meant(journal, wanted.part).id
    person = None if wanted.person is None else person_meant(journal, wanted.person, loosely=True).id
    return only, part, person


def _trials(journal: Journal, wanted: Wanted, today: str, part_id: str | None) -> list[Trial]:
    from datetime import date

    from ifs_journal.journal.read_promises import Stands, trials

    asked = set(wanted.stands) or {Stands.DUE, Stands.OPEN}
    if wanted.person is not None or not asked & {Stands.DUE, Stands.OPEN}:
        return []
    found = trials(journal, (date.fromisoformat(today) - MENTIONED_FOR).isoformat(), part_id=part_id)
    return [one for one in found if Stands.OPEN in asked or one.due <= today]


def _still_open(found: dict[Stands, list[Promise]]) -> Sequence[Promise]:
    from ifs_journal.journal.read_promises import STILL_OPEN

    return [one for stands in STILL_OPEN for one in found.get(stands, ()) if not one.shared]


def promise_json(one: Promise, stands: Stands) -> dict[str, Any]:
    """A promise as JSON has it. `text` is null where its words are in the entry alone."""
    return {
        "kind": "promise",
        "number": one.number,
        "id": one.id,
        "stands": str(stands),
        "session": one.session,
        "day": one.day,
        "due": one.due,
        "part": one.part,
        "person": one.person,
        "shared": one.shared,
        "text": one.text,
        "kept": one.kept,
        "told": one.told,
        "told_in": one.told_in,
    }


def _trial_json(one: Trial) -> dict[str, Any]:
    return {
        "kind": "trial",
        "session": one.session,
        "day": one.day,
        "due": one.due,
        "part": one.part,
        "text": one.text,
    }


def settle(here: Here, number: int | None, way: Way) -> None:
    """Say what became of one promise: a small session about it. Raises NotFound, UsageError."""
    from ifs_journal.cli.sessions import begin

    chosen = _picked(here, way) if number is None else _numbered(here, number)
    if chosen is not None:
        begin(here, SCRIPT, way, [], promise=chosen)


def _numbered(here: Here, number: int) -> str:
    from ifs_journal.journal.read_promises import find_promise

    with here.open(read_only=True) as journal:
        found = find_promise(journal, number)
    if found is None:
        raise NotFound(NO_SUCH)
    if found.shared:
        raise UsageError(TOGETHER)
    return found.id


def _picked(here: Here, way: Way) -> str | None:
    """The id of the open promise a person picks, or None. Raises UsageError where nobody can be asked."""
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.journal.read_promises import STILL_OPEN, promises
    from ifs_journal.session.moment import Clock
    from ifs_journal.terminal.promise_page import heading, words
    from ifs_journal.terminal.review import choose, short

    if not (way.in_terminal and here.screen().interactive):
        raise UsageError(WHICH)
    today = Clock().today()
    with here.open(read_only=True) as journal:
        found = _still_open(promises(journal, today.isoformat(), limit=OFFERED, only=STILL_OPEN))
    asker = terminal_asker(here, plain=way.plain, wording=way.chosen_wording())
    if not found:
        asker.screen.say(NONE_OPEN, "quiet")
        return None
    picked = choose(list(found), asker, PICK, lambda one: f"{heading(one, today)}\n{short(words(one.text))}")
    return None if picked is None else picked.id
