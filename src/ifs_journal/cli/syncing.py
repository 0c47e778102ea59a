"""Several machines keep one journal, by snapshots in a folder that some service carries between them.

The others' are read and merged first, then this machine's own is written. One that cannot be read keeps
nothing else from being done; why is said at the end.
"""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.cli.asking import CONSENT, terminal_asker
from ifs_journal.cli.context import Here
from ifs_journal.errors import (
    Busy,
    IfsJournalError,
    NeedsPassphrase,
    NewerJournal,
    NotAJournal,
    UsageError,
    WrongKey,
)

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.key import Key
    from ifs_journal.journal.machines import Machine, Place
    from ifs_journal.journal.merge_told import Merged
    from ifs_journal.terminal.screen import Screen

PLAIN = "A journal that goes into a folder a service can read has to be encrypted first: ifs journal encrypt"
FROM = "From {name}:"
NOTHING_NEW = "Nothing new from {name}."
NEW_MACHINE = "The journal of {name} lies here too. This one does not know it yet."
ASK = "Merge it into this one, now and at each sync?"
WAYS = (("m", "merge it"), ("n", "not now"))
NOT_NOW = "Nothing was taken from {name}."
NEEDS_CONSENT = f"{{name}} is not known here yet, so nothing was taken from it. {CONSENT}"
SECRET = "The passphrase of {name} (it stays invisible): "
NOT_OPENED = (
    "The journal of {name} has another passphrase, or did not arrive whole, so nothing was taken from it. In "
    "a terminal its passphrase is asked for once. It can also get the same one: ifs journal passphrase"
)
NEWER = "{name} has a newer version of ifs-journal. To read what it wrote: pip install --upgrade ifs-journal"
WRITTEN = "This machine's own snapshot is in the folder, encrypted:"
OLD = "The snapshot of {name} is from {day}. If that machine is gone, its file can go as well:"
OLD_DAYS = 60
ALONE = "No other machine has written there yet. On each one: ifs journal sync, and the same folder."
LEFT = "This machine's snapshot is gone from there, and the folder is forgotten."
NEVER = "This machine has no snapshot there."
SOMEBODY = "another machine ({id})"


class Read(NamedTuple):
    """What became of one snapshot."""

    path: Path
    name: str
    """How the person calls the machine."""
    found: Merged | None = None
    """None where nothing was taken from it."""
    clean: bool = True
    trouble: IfsJournalError | None = None
    copy: Path | None = None
    """The copy of the journal as it was, made before the first merge."""


def sync(here: Here, folder: Path | None, *, name: str, sure: bool, as_json: bool, plain: bool) -> None:
    """Take in what the other machines wrote, and write what is here.

    Raises UsageError, Busy, CannotWrite; and, once all else is done, what kept a snapshot from being read.
    """
    from ifs_journal.cli.backups import copy_bar
    from ifs_journal.journal.snapshots import chosen_folder, claim, syncing, write_snapshot

    screen = here.screen(plain=plain)
    with here.open() as journal:
        if journal.key is None:
            raise UsageError(PLAIN)
        folder = chosen_folder(journal.path, folder)
        with syncing(journal.path):
            place = claim(journal.path, folder)
            _name_this(journal, place, name)
            done = list(_read_all(_Sync(here, journal, screen, sure, as_json), folder, place))
            with copy_bar(screen) as progress:
                written = write_snapshot(journal, place, folder, progress=progress)
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json({"snapshot": str(written), "machines": [_facts(one) for one in done]})
    else:
        _say_written(screen, written, done)
    troubles = [one.trouble for one in done if one.trouble and not isinstance(one.trouble, NotAJournal)]
    for trouble in () if as_json else troubles[1:]:
        screen.say(str(trouble), "notice")
    if troubles:
        raise troubles[0]


class _Sync(NamedTuple):
    here: Here
    journal: Journal
    screen: Screen
    sure: bool
    as_json: bool


def _name_this(journal: Journal, place: Place, name: str) -> None:
    """Give this machine a name for the others to call it by: the one said, the one kept, or the system's."""
    from ifs_journal.journal.machines import Machine, know, known_machines

    kept = known_machines(journal).get(place.machine)
    known_as = name.strip() or (kept.name if kept else "") or platform.node()
    know(journal, Machine(place.machine, known_as, None))


def _read_all(at: _Sync, folder: Path, place: Place) -> Iterator[Read]:
    from ifs_journal.journal.snapshots import machine_of, snapshots_in

    for path in snapshots_in(folder):
        if machine_of(path) == place.machine:
            continue
        read = _read(at, path)
        _say_read(at, read)
        yield read


def _read(at: _Sync, path: Path) -> Read:
    """Take in one snapshot."""
    from ifs_journal.journal.machines import known_machines
    from ifs_journal.journal.snapshots import machine_of, reading

    known = known_machines(at.journal).get(machine_of(path))
    name = _name(known, path)
    try:
        with reading(path, _unlock(at, known, name)) as other:
            return _take(at, path, other, known)
    except (WrongKey, NeedsPassphrase) as problem:
        return Read(path, name, trouble=type(problem)(_sentence(NOT_OPENED.format(name=name))))
    except NewerJournal:
        return Read(path, name, trouble=NewerJournal(_sentence(NEWER.format(name=name))))
    except (Busy, NotAJournal) as problem:
        return Read(path, name, trouble=problem)


def _unlock(at: _Sync, known: Machine | None, name: str) -> Callable[[Path, bytes], Iterator[Key]]:
    kept = None if known is None else known.key
    question = SECRET.format(name=name)
    return lambda path, salt: at.here.unlocker.of_machine(salt, kept, question)


def _take(at: _Sync, path: Path, other: Journal, known: Machine | None) -> Read:
    """Merge an open snapshot: asked for the first time, silent from then on."""
    from ifs_journal.journal.backups import back_up
    from ifs_journal.journal.copies import BEFORE_MERGE
    from ifs_journal.journal.machines import Machine, know, known_machines
    from ifs_journal.journal.snapshots import machine_of
    from ifs_journal.session.merging import look, merge

    its = known_machines(other).get(machine_of(path))
    name = _name(its, path)
    copy = None
    if known is None:
        planned = look(at.journal, other)
        if not planned.nothing:
            if not at.sure and not _can_ask(at):
                return Read(path, name, trouble=UsageError(_sentence(NEEDS_CONSENT.format(name=name))))
            if not at.sure and not _agreed(at, name, planned):
                return Read(path, name)
            copy = back_up(at.journal.connection, at.journal.path, BEFORE_MERGE, at.journal.key)
    found, clean = merge(at.journal, other)
    know(at.journal, Machine(machine_of(path), name, other.key))
    return Read(path, name, found, clean, copy=copy)


def _name(machine: Machine | None, snapshot: Path) -> str:
    """How the person calls a machine, or enough of its id to tell it from the others."""
    from ifs_journal.journal.snapshots import machine_of

    return (machine.name if machine else "") or SOMEBODY.format(id=machine_of(snapshot)[:4])


def _can_ask(at: _Sync) -> bool:
    return at.screen.interactive and not at.as_json


def _agreed(at: _Sync, name: str, planned: Merged) -> bool:
    """Whether a machine that is not known yet may come in."""
    from ifs_journal.cli.merging import ONLY_REMOVALS, planned_lines

    lines = [
        _sentence(NEW_MACHINE.format(name=name)),
        *(list(planned_lines(planned)) or [ONLY_REMOVALS]),
        ASK,
    ]
    asker = terminal_asker(at.here, plain=at.screen.plain, wording=None)
    return asker.pick("\n".join(lines), list(WAYS)) == "m"


# --- what is said ---------------------------------------------------------------------------------


def _say_read(at: _Sync, read: Read) -> None:
    """What one machine brought, as soon as it is here."""
    from ifs_journal.cli.merging import say_left_behind, told

    if at.as_json:
        return
    say = at.screen.say
    if isinstance(read.trouble, NotAJournal):
        say(str(read.trouble), "notice")
    elif read.trouble is not None:
        return
    elif read.found is None:
        say(NOT_NOW.format(name=read.name), "quiet")
    elif read.found.nothing:
        say(NOTHING_NEW.format(name=read.name))
    else:
        say(FROM.format(name=read.name))
        for line in told(read.found):
            at.screen.say(line, indent=2)
    if read.found is not None:
        say_left_behind(at.screen, read.found, read.copy, clean=read.clean)


def _say_written(screen: Screen, written: Path, done: list[Read]) -> None:
    from ifs_journal.terminal.clean import clean

    screen.say(WRITTEN)
    screen.write(f"{clean(str(written))}\n")
    if not done:
        screen.say(ALONE, "quiet")
    for one in done:
        day = _old(one.path)
        if day is not None:
            screen.say(OLD.format(name=one.name, day=day), "quiet")
            screen.write(f"{clean(str(one.path))}\n")


def _old(snapshot: Path) -> str | None:
    """The day of a snapshot that nobody has written for long, as far as that can be seen."""
    try:
        written = datetime.fromtimestamp(snapshot.stat().st_mtime, UTC)
    except OSError:
        return None
    if datetime.now(UTC) - written < timedelta(days=OLD_DAYS):
        return None
    return written.astimezone().date().isoformat()


def _facts(one: Read) -> dict[str, Any]:
    from ifs_journal.cli.merging import facts

    return {
        "snapshot": str(one.path),
        "name": one.name,
        "read": one.found is not None,
        "why_not": None if one.trouble is None else str(one.trouble),
        **({} if one.found is None else facts(one.found)),
        "copy": None if one.copy is None else str(one.copy),
    }


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- leaving --------------------------------------------------------------------------------------


def leave(here: Here, folder: Path | None) -> None:
    """Remove this machine's snapshot from a folder and forget the folder. Raises UsageError, CannotWrite."""
    from ifs_journal.journal.snapshots import known_folder, syncing
    from ifs_journal.journal.snapshots import leave as act

    path = here.journal_path
    with syncing(path):
        gone = act(path, known_folder(path, folder))
    here.screen().say(LEFT if gone else NEVER)
