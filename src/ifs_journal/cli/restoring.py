"""Putting a copy in the journal's place: which one, what it would change, and then only when agreed to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.cli.asking import CONSENT
from ifs_journal.cli.context import Here
from ifs_journal.errors import IfsJournalError, NeedsPassphrase, NotFound, UsageError, WrongKey

if TYPE_CHECKING:
    from ifs_journal.journal.copies import Copy
    from ifs_journal.journal.opening import Opened
    from ifs_journal.journal.restoring import Comparison, Counts
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen

NONE = "There is no copy beside {path}. A copy elsewhere can be named: ifs journal restore FILE"
NAME_ONE = "Without a terminal the copy has to be named: ifs journal restore FILE. Those beside the journal:"
CHOOSE = "Which copy?"
LEFT = "The journal stays as it is."
THIS = "The copy is whole. In the place of the journal it would mean:"
SAME = "The copy holds the same sessions, notes and parts as the journal."
MISSING = "There is no journal at {path} now. The copy would be put there."
UNREADABLE = "The journal at {path} could not be opened, so the two were not compared."
OWN_KEY = "From then on it opens with the passphrase of the copy."
OWN_PLAIN = "The copy is not encrypted, so from then on the journal is not either."
ASK = "Put it in the place of the journal? The present file is kept beside it."
WAYS = (("r", "put it in place"), ("k", "keep the journal as it is"))
NOT_OPENED = (
    "None of these opened the journal as it is now. If you are sure of the passphrase, the file itself may "
    "be damaged. A copy can still take its place."
)
OTHER_KEY = "The copy has a passphrase of its own, or an earlier one of the journal. That one is asked now."
SURE = "If you are sure of the passphrase, the copy itself may be damaged. An earlier one may open."
DONE = "Done. The journal is as the copy was."
SYNCED = "The next ifs journal sync brings back what the other machines have."
ASIDE = "What was there before is kept at"
KINDS = {
    "daily": "made by itself",
    "hand": "made by hand",
    "before-restore": "before a copy was restored",
    "before-merge": "before two journals were joined",
    "before-repair": "before a repair",
    "replaced": "of a file that was replaced",
}
A_PAGE = 12


def restore(here: Here, from_: str | None, *, sure: bool) -> None:
    """Put a copy in the journal's place, after saying what that changes."""
    path, screen = here.journal_path.absolute(), here.screen()
    chosen = _chosen(here, screen, path) if from_ is None else Path(from_).expanduser().absolute()
    if chosen is None:
        screen.say(LEFT, "quiet")
        return
    opens = _opens(here, screen, path)
    source = _source(here, screen, chosen, path)
    try:
        compared = _compared(here, path, source) if opens else None
        if _agreed(here, screen, _told(path, source, compared), sure=sure):
            _put(here, screen, path, source, compared)
    finally:
        source.close()


def _opens(here: Here, screen: Screen, path: Path) -> bool:
    """Whether there is a journal that opens; its key is known then. Nobody is kept out of it afterwards.

    Raises WrongKey where nobody can be asked: with a mistaken passphrase file nothing is replaced.
    """
    from ifs_journal.journal.restoring import open_present

    try:
        present = open_present(path, here.unlock)
    except WrongKey:
        if not screen.interactive:
            raise
        screen.say(NOT_OPENED)
        return False
    if present is None:
        return False
    here.unlocker.know(present.key)
    present.close()
    return True


def _compared(here: Here, path: Path, source: Opened) -> Comparison | None:
    from ifs_journal.journal.restoring import compare, open_present

    present = open_present(path, here.unlock)
    if present is None:
        return None
    try:
        return compare(present.connection, source.connection)
    finally:
        present.close()


def _source(here: Here, screen: Screen, chosen: Path, path: Path) -> Opened:
    """The copy, open. In a terminal an earlier passphrase is asked for where what was given does not fit."""
    from ifs_journal.journal.opening import open_copy
    from ifs_journal.journal.restoring import open_source
    from ifs_journal.terminal.secret import can_ask

    try:
        open_copy(chosen, here.unlocker.known).close()
    except NeedsPassphrase:
        if here.unlocker.given() is None and can_ask():
            screen.say(OTHER_KEY)
    try:
        return open_source(chosen, path, here.unlock)
    except WrongKey as wrong:
        if here.unlocker.given() is None or not can_ask():
            raise here.unlocker.or_damage(wrong, SURE) from None
    screen.say(OTHER_KEY)
    here.unlocker.forget_given()
    try:
        return open_source(chosen, path, here.unlock)
    except WrongKey as wrong:
        raise here.unlocker.or_damage(wrong, SURE) from None


def _put(here: Here, screen: Screen, path: Path, source: Opened, compared: Comparison | None) -> None:
    from ifs_journal.journal.restoring import restore, restore_over
    from ifs_journal.journal.snapshots import own_snapshots
    from ifs_journal.terminal.clean import clean

    here.unlocker.know(source.key)
    if compared is not None:
        aside: Path | None = restore(path, source, here.unlock)
    else:
        aside = restore_over(path, source)
    screen.say(DONE)
    if own_snapshots(path):
        screen.say(SYNCED)
    if aside is not None:
        screen.say(ASIDE)
        screen.write(f"{clean(str(aside))}\n")


def _told(path: Path, source: Opened, compared: Comparison | None) -> list[str]:
    if compared is None:
        first = UNREADABLE if path.exists() else MISSING
        return [first.format(path=path), OWN_PLAIN if source.key is None else OWN_KEY]
    kinds = (("session", compared.sessions), ("note", compared.notes), ("part", compared.parts))
    lines = [line for thing, counts in kinds for line in _changes(thing, counts)]
    days = [
        f"The newest session of {where} is of {day or 'no day yet'}."
        for where, day in (("the journal", compared.newest_here), ("the copy", compared.newest_there))
    ]
    return [THIS, *lines, *days] if lines else [SAME]


def _changes(thing: str, counts: Counts) -> list[str]:
    from ifs_journal.cli.removing import several

    said = (
        (counts.only_here, "not in the copy: gone from the journal, and still in the file kept aside"),
        (counts.only_there, "only in the copy: back again"),
        (counts.differ, "different in the copy: as it is there"),
    )
    return [f"{several(count, thing)} {what}." for count, what in said if count]


def _agreed(here: Here, screen: Screen, lines: list[str], *, sure: bool) -> bool:
    if sure:
        for line in lines:
            screen.say(line)
        return True
    if not screen.interactive:
        raise UsageError(CONSENT)
    if _asker(here, screen).pick("\n".join([*lines, ASK]), WAYS) == "r":
        return True
    screen.say(LEFT, "quiet")
    return False


def _chosen(here: Here, screen: Screen, path: Path) -> Path | None:
    """One of the copies beside the journal, from a list. None when it was left open."""
    from ifs_journal.journal.copies import copies_beside
    from ifs_journal.terminal.aside import ask_line

    copies = copies_beside(path)
    if not copies:
        raise NotFound(NONE.format(path=path))
    if not screen.interactive:
        raise UsageError("\n".join([NAME_ONE, *(str(one.path) for one in copies)]))
    asker = _asker(here, screen)
    screen.say("Copies beside the journal, the newest first:")
    for number, one in enumerate(copies[:A_PAGE], 1):
        _item(screen, f"{number}: ", _described(here, one))
    while True:
        typed = ask_line(asker, CHOOSE, note="Its number. Enter alone leaves the journal as it is.")
        if not typed:
            return None
        if typed.isdecimal() and 1 <= int(typed) <= len(copies):
            return copies[int(typed) - 1].path
        screen.say("One of the numbers, please. Enter alone is fine too.", "notice")


def _item(screen: Screen, mark: str, text: str) -> None:
    """A line of the list; where it is longer than the screen is wide, the rest stands under its words."""
    if screen.plain:
        screen.say(f"{mark}{text}")
        return
    first, *rest = screen.wrapped(text, indent=len(mark) + 2)
    screen.lines([[("text", line)] for line in (f"  {mark}{first.lstrip()}", *rest)])


def _described(here: Here, one: Copy) -> str:
    """A copy in a line: day, why it was made, size, and how many sessions it holds where that shows."""
    from ifs_journal.cli.removing import several
    from ifs_journal.journal.opening import open_copy
    from ifs_journal.journal.reads import counts
    from ifs_journal.terminal.sizes import spoken_size
    from ifs_journal.terminal.times import spoken_day

    kind = KINDS.get(one.kind, "before a new version" if one.kind.startswith("form-") else "")
    said = [
        spoken_day(one.day, date.today()),
        f"{one.made.astimezone():%H:%M}",
        kind,
        spoken_size(one.path.stat().st_size),
    ]
    try:
        opened = open_copy(one.path, here.unlocker.known)
        try:
            said.append(several(counts(opened.connection)["sessions"], "session"))
        finally:
            opened.close()
    except NeedsPassphrase:
        said.append("encrypted")
    except IfsJournalError:
        said.append("does not open")
    return ", ".join(part for part in said if part)


def _asker(here: Here, screen: Screen) -> Conversation:
    from ifs_journal.cli.asking import terminal_asker

    return terminal_asker(here, plain=screen.plain, wording=None)
