"""The journal file: making one, and saying where it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.copies import Copy
    from ifs_journal.journal.key import Key

WHICH = (
    "Without a terminal it has to be said which journal to make: --passphrase-file FILE for an encrypted "
    "one (- for standard input), or --unencrypted."
)
ASK = "Encrypt it with a passphrase? Enter: yes."
WAYS = (("p", "yes, with a passphrase"), ("u", "no, a plain file"))
CODE = "A recovery code to keep on paper, in case the passphrase is lost? Enter: later."
CODE_WAYS = (("s", "show it now"), ("l", "later"))
SYNCS = "It is kept on several machines, through:"
CODE_LATER = "A recovery code to keep on paper, any time: ifs journal recovery"


def init(here: Here, *, unencrypted: bool) -> None:
    """Make a journal: encrypted, unless it is said to be plain or the person says so."""
    from ifs_journal.cli.surroundings import say_carried
    from ifs_journal.journal.create import create, refuse_taken
    from ifs_journal.terminal.clean import clean

    path, screen = here.journal_path, here.screen()
    refuse_taken(path)
    key = None if unencrypted or not _wants_passphrase(here) else _key(here)
    create(path, key=key)
    here.unlocker.know(key)
    screen.say("A new journal is at")
    screen.write(f"{clean(str(path))}\n")
    say_carried(screen, path)
    if key is None:
        screen.say("It is not encrypted: whoever can open your files can read it. To begin: ifs check-in")
        return
    screen.say("It is encrypted. To begin: ifs check-in")
    offer_code(here)


def offer_code(here: Here) -> None:
    """In a terminal, offer the recovery code of a journal that was encrypted a moment ago."""
    from ifs_journal.cli.recovery import recovery

    screen = here.screen()
    if screen.interactive and _pick(here, CODE, CODE_WAYS) == "s":
        recovery(here)
    else:
        screen.say(CODE_LATER, "quiet")


def _wants_passphrase(here: Here) -> bool:
    """Whether the new journal is to be encrypted. Raises UsageError where nothing says so."""
    if here.unlocker.given() is not None:
        return True
    if not here.screen().interactive:
        raise UsageError(WHICH)
    return _pick(here, ASK, WAYS) != "u"


def _key(here: Here) -> Key:
    from ifs_journal.cli.passphrases import chosen_key

    return chosen_key(here, here.screen())


def _pick(here: Here, question: str, ways: Sequence[tuple[str, str]]) -> str:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_key

    screen = here.screen()
    return ask_key(terminal_asker(here, plain=screen.plain, wording=None), question, ways)


def info(here: Here, *, as_json: bool, mend: bool = False) -> None:
    """Where the journal is, how big, how many sessions and parts, its copies, and what is around it."""
    from ifs_journal.cli.asides import said_of_asides
    from ifs_journal.cli.keyring import opens_by
    from ifs_journal.cli.removing import several
    from ifs_journal.cli.shown import print_json
    from ifs_journal.cli.surroundings import say_carried, say_open
    from ifs_journal.journal.aside import kept_aside
    from ifs_journal.journal.copies import copies_beside
    from ifs_journal.journal.machines import known_machines, read_place
    from ifs_journal.journal.read_invented import is_invented
    from ifs_journal.journal.reads import counts
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.sizes import spoken_size

    with here.open(read_only=True) as journal:
        found, key = counts(journal), journal.key
        invented = is_invented(journal)
        others = [one.name for one in known_machines(journal).values() if one.key is not None]
    encrypted = key is not None
    path = here.journal_path.absolute()
    way, how = opens_by(here, key)
    facts = {
        "path": str(path),
        "bytes": path.stat().st_size,
        "encrypted": encrypted,
        "opens_by": way,
        "invented": invented,
        **found,
    }
    copies = copies_beside(path)
    newest = copies[0].made.astimezone().isoformat(timespec="seconds") if copies else None
    asides = len(kept_aside(path))
    facts["kept_aside"] = asides
    facts["backups"] = {"count": len(copies), "newest": newest}
    place = read_place(path)
    folders = [] if place is None else [str(one) for one in place.folders]
    facts["sync"] = {"folders": folders, "machines": others}
    if as_json:
        print_json(facts)
        return
    screen = here.screen()
    # A path is never broken: it is there to be copied.
    screen.write(f"{clean(str(path))}\n")
    if invented:
        screen.say("This is the journal of an invented person.")
    screen.say(f"{spoken_size(path.stat().st_size)}, {'encrypted' if encrypted else 'not encrypted'}")
    if how:
        screen.say(how)
    paused = f", {found['paused']} of them paused" if found["paused"] else ""
    sessions, known = several(found["sessions"], "session"), several(found["parts"], "part")
    screen.say(f"{sessions}{paused}; {known}")
    screen.say(_copies(copies))
    for folder in folders:
        screen.say(SYNCS)
        screen.write(f"{clean(folder)}\n")
    if others:
        screen.say(f"Other machines it knows: {', '.join(sorted(others))}.")
    if asides:
        screen.say(" ".join(said_of_asides(asides)))
    say_carried(screen, path)
    say_open(here, screen, mend=mend)


def _copies(copies: Sequence[Copy]) -> str:
    from datetime import date

    from ifs_journal.terminal.times import spoken_day

    if not copies:
        return "No copy lies beside it yet. To make one: ifs journal backup"
    day = spoken_day(copies[0].day, date.today())
    if len(copies) == 1:
        return f"One copy lies beside it, of {day}."
    return f"{len(copies)} copies lie beside it. The newest is of {day}."
