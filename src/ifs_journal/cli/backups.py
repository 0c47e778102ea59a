"""Copies of the journal: the one of the day, made by itself, and those made by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import CannotWrite, IfsJournalError, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.terminal.screen import Screen

NO_DAILY = "Today's copy of the journal could not be made; what you wrote is kept. {why}"
MAKING = {"copy": "Making a copy of the journal"}
HAND_MADE = "A copy of the journal, opened and checked, is at"
ENCRYPTED = "It is encrypted like the journal, and opens with the same passphrase."
PLAIN = "It is not encrypted, like the journal: whoever can open your files can read it."

NONE_BESIDE = "No copies lie beside the journal. To make one: ifs journal backup"
ONLY_ASK = "The copies beside the journal would go, for one fresh one. They are from: {days}."
ONLY_WAYS = (("r", "one fresh copy in their place"), ("k", "keep them"))


def keep_daily(journal: Journal) -> None:
    """Make the copy of the day, if none was made yet and the person wants one. Never stops a command."""
    from ifs_journal.journal.backups import daily_copy
    from ifs_journal.terminal.screen import Screen

    if not _wanted():
        return
    why = None
    try:
        with copy_bar(Screen()) as progress:
            daily_copy(journal, journal.key, datetime.now(UTC), progress=progress)
    except IfsJournalError as problem:
        why = str(problem)
    except KeyboardInterrupt:
        # Somebody would rather leave than wait. The next writing makes the copy.
        pass
    except Exception as problem:
        # The kind of it and no more: its message might quote an entry.
        why = f"({type(problem).__name__})"
    if why is not None:
        from ifs_journal.cli.house import say_error

        say_error(NO_DAILY.format(why=why))


def _wanted() -> bool:
    from ifs_journal.session.settings_place import may_name

    if not may_name("backups"):
        return True
    from ifs_journal.session.settings import settings_or_default

    return settings_or_default()[0].backups


def backup(here: Here, to: str | None) -> None:
    """Make a copy by hand: beside the journal, or at a place of one's own. Raises CannotWrite, Busy."""
    from ifs_journal.journal.backups import back_up
    from ifs_journal.journal.copies import HAND
    from ifs_journal.terminal.clean import clean

    target = None if to is None else _target(here.journal_path, Path(to).expanduser().absolute())
    screen = here.screen()
    with here.open(read_only=True) as journal:
        with copy_bar(screen) as progress:
            made = back_up(journal.connection, journal.path, HAND, journal.key, to=target, progress=progress)
        encrypted = journal.key is not None
    screen.say(HAND_MADE)
    screen.write(f"{clean(str(made))}\n")
    screen.say(ENCRYPTED if encrypted else PLAIN)


def only_one(here: Here, to: str | None, *, sure: bool) -> None:
    """Put one fresh copy in the place of those beside the journal. Raises UsageError, CannotWrite, Busy."""
    from ifs_journal.cli.asking import CONSENT, terminal_asker
    from ifs_journal.cli.copies_going import replace_beside
    from ifs_journal.journal.copies import copies_beside

    if to is not None:
        raise UsageError("--only is about the copies beside the journal and takes no place.")
    screen = here.screen()
    with here.open() as journal:
        earlier = copies_beside(journal.path)
        if not earlier:
            screen.say(NONE_BESIDE)
            return
        if not sure and not screen.interactive:
            raise UsageError(CONSENT)
        if not sure:
            asked = ONLY_ASK.format(days=", ".join(sorted({one.day for one in earlier})))
            asker = terminal_asker(here, plain=screen.plain, wording=None)
            if asker.pick(asked, ONLY_WAYS) == "k":
                screen.say("They are kept.", "quiet")
                return
        replace_beside(journal, screen)


def _target(journal: Path, to: Path) -> Path:
    """The file a copy goes to; in a folder it gets the name it would have beside the journal."""
    from ifs_journal.journal.copies import HAND, copy_path

    if to.is_dir():
        return to / copy_path(journal, HAND, datetime.now(UTC)).name
    if not to.parent.is_dir():
        raise CannotWrite(f"There is no folder {to.parent} to put a copy into.")
    return to


@contextmanager
def copy_bar(screen: Screen) -> Iterator[Callable[[float], None]]:
    """Gives what is told how much of a copy is made, from 0 to 1."""
    from ifs_journal.terminal.progress import progress_bar

    with progress_bar(screen, MAKING) as tell:
        yield lambda share: tell("copy", int(share * 100), 100)
