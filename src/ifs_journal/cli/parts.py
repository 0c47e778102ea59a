"""The parts a person knows: the list, and the page of one. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.cli.shown import note_json, print_json
from ifs_journal.errors import UsageError
from ifs_journal.terms import name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_part_page import PartPage
    from ifs_journal.journal.read_parts import Trust
    from ifs_journal.journal.reads import PartSummary
    from ifs_journal.journal.write_parts import Labels

NO_PARTS = "No parts are written down yet. They come as you name them in a session, or with: ifs parts add"
NONE_FITS = "No part fits that. All of them: ifs parts --all"
SORTS = ("seen", "name", "met", "trust")
"""In which order parts can be listed: seen most recently, by name, met first, trusting most."""
FRESH_DAYS = 7
"""For how many days a promise is still marked in the list. After that it stands on the part's page alone:
a list that keeps holding out old promises would be a reproach."""


@dataclass(frozen=True)
class Choice:
    """Which parts are listed, and in which order. Without anything all of them but the archived ones."""

    labels: Labels
    sort: str = "seen"
    since: str | None = None
    everyone: bool = False
    archived: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is narrowed down at all."""
        return self.archived or self.since is not None or bool(self.labels.columns())

    def of(self, found: Sequence[PartSummary], trust: Mapping[str, Trust]) -> list[PartSummary]:
        """Those of the parts that fit, in order. Raises UsageError for days that are not understood."""
        since = self._first_day()
        wanted = self.labels.columns()
        fitting = [
            one
            for one in found
            if all(getattr(one, name) == value for name, value in wanted.items())
            and (since is None or (one.last_day or "") >= since)
            and (one.archived_at is not None or not self.archived)
        ]
        if self.sort == "name":
            fitting.sort(key=lambda one: name_key(one.name))
        elif self.sort == "met":
            fitting.sort(key=lambda one: (one.created_at, one.number))
        elif self.sort == "trust":
            fitting.sort(key=lambda one: -trust[one.id].value if one.id in trust else 1)
        return fitting

    def _first_day(self) -> str | None:
        if self.since is None:
            return None
        from ifs_journal.session.moment import Clock
        from ifs_journal.session.spans import span_in_words

        return span_in_words(self.since, Clock().today()).start.isoformat()


def choice(
    sort: str = "seen",
    role: str | None = None,
    status: str | None = None,
    state: str | None = None,
    since: str | None = None,
    **more: bool,
) -> Choice:
    """What a command's options say. Raises UsageError for a value there is not."""
    from ifs_journal.cli.parts_editing import labels_from

    if sort not in SORTS:
        raise UsageError(f"--sort takes one of: {', '.join(SORTS)}.")
    return Choice(labels_from(role, status, state, None), sort, since, **more)


def list_parts(here: Here, chosen: Choice, *, as_json: bool) -> None:
    """The parts that are chosen, the most recently seen first unless it says otherwise. Raises UsageError."""
    from ifs_journal.journal.read_parts import latest_trust, parts, session_counts

    with here.open(read_only=True) as journal:
        trust = latest_trust(journal)
        found = chosen.of(parts(journal, archived=chosen.everyone or chosen.archived), trust)
        promises = _promises(journal)
        counts = session_counts(journal) if as_json else {}
    if as_json:
        print_json([part_json(one, counts.get(one.id, 0), promises, trust) for one in found])
        return
    screen = here.screen()
    if not found:
        screen.say(NONE_FITS if chosen.any else NO_PARTS, "quiet")
        return
    from ifs_journal.terminal.part_page import part_lines

    part_lines(screen, found, promises, trust)


def show_part(here: Here, ref: str | None, *, history: bool, as_json: bool) -> None:
    """What is known of one part. Raises NotFound, Ambiguous."""
    from ifs_journal.cli.parts_asking import one_part
    from ifs_journal.journal.read_part_page import part_page

    if as_json:
        _print_part(here, ref)
        return
    from ifs_journal.terminal.part_page import SHOWN
    from ifs_journal.terminal.part_page import part_page as show

    screen = here.screen()
    asks = screen.interactive and not history
    with here.open(read_only=True) as journal:
        one = one_part(here, journal, ref)
        page = part_page(journal, one.id, newest=None if history else SHOWN + 1)
        more = show(screen, one, page, history=history, wording=here.wording, asks=asks)
        whole = part_page(journal, one.id) if more and asks and _wants_more(here) else None
    if whole is not None:
        with screen.paged():
            show(screen, one, whole, history=True, wording=here.wording)


def _wants_more(here: Here) -> bool:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_key
    from ifs_journal.terminal.part_page import MORE_KEY, MORE_KEYS

    asker = terminal_asker(here, plain=False, wording=None)
    asker.screen.blank()
    key = ask_key(asker, MORE_KEY, MORE_KEYS)
    asker.screen.blank()
    return key == MORE_KEYS[0][0]


def _print_part(here: Here, ref: str | None) -> None:
    from ifs_journal.cli.parts_asking import one_part
    from ifs_journal.journal.read_part_page import part_page
    from ifs_journal.journal.read_parts import latest_trust

    with here.open(read_only=True) as journal:
        one = one_part(here, journal, ref)
        page = part_page(journal, one.id)
        promises, trust = _promises(journal), latest_trust(journal)
    print_json({**part_json(one, page.sessions, promises, trust), **_page_json(page)})


def _promises(journal: Journal) -> Mapping[str, str | None]:
    from ifs_journal.journal.read_parts import fresh_promises
    from ifs_journal.session.moment import Clock

    return fresh_promises(journal, (Clock().today() - timedelta(days=FRESH_DAYS)).isoformat())


def part_json(
    one: PartSummary, sessions: int, promises: Mapping[str, str | None], trust: Mapping[str, Trust]
) -> dict[str, Any]:
    """A part as JSON has it. These keys are a contract."""
    trusts = trust.get(one.id)
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
        "trust": None if trusts is None else {"value": trusts.value, "day": trusts.day},
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
