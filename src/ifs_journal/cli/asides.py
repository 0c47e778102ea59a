"""Answers that were kept aside because a session went on in another window: to read, and to take back in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.cli.context import Here

if TYPE_CHECKING:
    from pathlib import Path

    from ifs_journal.journal.aside import KeptAside
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import SessionSummary
    from ifs_journal.session.said import Tell
    from ifs_journal.terminal.screen import Screen

NONE = "No answer is kept aside. When a session goes on in another window, the answer in hand is kept here."
ONE = "An answer is kept aside, beside the journal."
SOME = "{count} answers are kept aside, beside the journal."
READ_ONE = "To read it: ifs journal aside"
READ_SOME = "To read them: ifs journal aside"
ASK = "Where may it go?"
NOTE_IT = "keep it as a note{about}"
LEAVE_IT = "leave it where it is"
REMOVE_IT = "remove it for good"
KEPT = "Kept as note {number}{about}. To read it: {how}"
HOW = "To keep them as notes: ifs journal aside --note"
CLOSED = "{name} does not open. It may be under an earlier passphrase. It stays where it is."
UNKNOWN = "A session that is not in this journal"


class _Found(NamedTuple):
    """One of them, as a person reads it."""

    kept: KeptAside
    session: SessionSummary | None
    question: str
    words: str

    @property
    def about(self) -> str:
        """Where a note of it is."""
        return "" if self.session is None else f" on #{self.session.number}"


def said_of_asides(count: int, tell: Tell = str) -> tuple[str, str]:
    """That so many answers are kept aside, and how to read them."""
    if count == 1:
        return tell(ONE), tell(READ_ONE)
    return tell(SOME).format(count=count), tell(READ_SOME)


def asides(here: Here, *, as_notes: bool, as_json: bool) -> None:
    """Show each, and ask where it may go; `as_notes` keeps all of them as notes. Raises CannotWrite."""
    with here.open() as journal:
        found, closed = _all(journal)
        if as_json:
            from ifs_journal.cli.shown import print_json

            print_json([_json(one) for one in found])
            return
        screen = here.screen()
        if not found and not closed:
            screen.say(NONE, "quiet")
        for one in found:
            _show(screen, one)
            way = "n" if as_notes else _asked(here, screen, one) if screen.interactive else "l"
            _settle(journal, screen, one, way)
            screen.blank()
        for path in closed:
            screen.say(CLOSED.format(name=path.name), "notice")
        if found and not as_notes and not screen.interactive:
            screen.say(HOW)


def _all(journal: Journal) -> tuple[list[_Found], list[Path]]:
    """Those that can be read, and the files of those that can't."""
    from ifs_journal.journal.aside import kept_aside, read_aside

    found, closed = [], []
    for path in kept_aside(journal.path):
        kept = read_aside(path, journal.key)
        if kept is None:
            closed.append(path)
        else:
            found.append(_readable(journal, kept))
    return found, closed


def _readable(journal: Journal, kept: KeptAside) -> _Found:
    from ifs_journal.errors import IfsJournalError
    from ifs_journal.guide.quoting import fill
    from ifs_journal.journal.reads import find_session
    from ifs_journal.script.labels import BundleLabels
    from ifs_journal.terminal.pages import said

    # Words quoted in a question are not carried along: what is removed later has to be gone here too.
    question = fill(kept.prompt or kept.address, kept.quotes, lambda seq: None)
    try:
        session = find_session(journal, kept.session_id)
    except IfsJournalError:
        return _Found(kept, None, question, said(kept.value, {}))
    bundle = journal.find_bundle(session.bundle)
    labels = {} if bundle is None else BundleLabels(bundle).of(kept.address)
    return _Found(kept, session, question, said(kept.value, labels))


def _show(screen: Screen, one: _Found) -> None:
    from ifs_journal.cli.removing import session_name

    screen.say(UNKNOWN if one.session is None else session_name(one.session), "title")
    screen.say(one.question, "quiet", indent=2)
    screen.say(one.words, indent=2)


def _asked(here: Here, screen: Screen, one: _Found) -> str:
    from ifs_journal.cli.asking import terminal_asker

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    ways = [("n", NOTE_IT.format(about=one.about)), ("l", LEAVE_IT), ("r", REMOVE_IT)]
    return asker.pick(ASK, ways)


def _settle(journal: Journal, screen: Screen, one: _Found, way: str) -> None:
    from ifs_journal.journal.backups import remove_copy

    if way == "l":
        return
    if way == "n":
        number = _note(journal, one)
        how = "ifs note --list" if one.session is None else f"ifs show {one.session.number}"
        screen.say(KEPT.format(number=number, about=one.about, how=how), "quiet")
    remove_copy(one.kept.path)
    if way == "r":
        screen.say("It is removed.", "quiet")


def _note(journal: Journal, one: _Found) -> int:
    from ifs_journal.journal.remarks import add_note
    from ifs_journal.session.moment import Clock, new_id

    clock = Clock()
    return add_note(
        journal,
        f"{one.question}\n{one.words}",
        note_id=new_id(),
        at=clock.stamp(),
        local_day=clock.today().isoformat(),
        session_id=None if one.session is None else one.session.id,
    )


def _json(one: _Found) -> dict[str, Any]:
    return {
        "file": one.kept.path.name,
        "session": one.kept.session_id,
        "number": None if one.session is None else one.session.number,
        "address": one.kept.address,
        "at": one.kept.at,
        "question": one.question,
        "value": one.kept.value,
    }
