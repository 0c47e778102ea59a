"""Looking the journal over, mending what follows from the rest, reading what a damaged file still holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from ifs_journal.cli.asking import CONSENT
from ifs_journal.cli.context import Here
from ifs_journal.errors import ExitCode, NotAJournal, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.check_trouble import Trouble
    from ifs_journal.session.checking import Checked, Mended
    from ifs_journal.terminal.screen import Screen

WELL = "All is well. Every page can be read, and every row is in its place."
NOT_WELL = "Not all is well with this journal. Nothing was changed."
NOT_WALKED = (
    "{sessions} can't be walked again, under today's rules or since an answer was removed. "
    "Each can be read as it is."
)
STOPPED = "The rest could not be looked at."
CAN_MEND = "All of it can be made anew from what else is kept. To put it right: ifs journal check --repair"
CAN_READ = (
    "To read everything that can be read into a new journal: ifs journal check --salvage PATH\n"
    "Keep this file as it is until then. If you have a backup, it may hold what is lost here."
)
ASK = "Put it right? It is done on a copy. The file as it is now stays beside the journal."
MEND_OR_LEAVE = (("p", "put it right"), ("l", "leave it as it is"))
LEFT = "Left as it is."
MENDED = "It is put right. The file as it was stays beside the journal:"
NOT_MENDED = "Not all of it could be put right. The journal is as it was. What stays in a copy:"
ONE_OF_THEM = "One of the two, please: --repair, or --salvage PATH."

SAID = {
    "damaged": "The file is damaged: some of it can't be read",
    "schema": "Not made as this version makes it: “{where}”",
    "index": "An index that does not say what its table says: “{where}”",
    "reference": "In “{where}”, rows that name something that is not there: {times}",
    "stray": "In “{where}”, rows that follow from an answer that is not there: {times}",
    "circle": "In “{where}”, rows that follow from each other in a circle: {times}",
    "aside": "Parts that are in the archive, or not, otherwise than it was tidied: {times}",
    "unused": "Words of scripts that are kept for no session: {times}",
    "numbers": "A short number that could be given twice: “{where}”",
    "words": "Texts that search does not find by their words (“{where}”): {times}",
    "record": "In “{where}”, rows that can't be read as what they are: {times}",
    "bundle": "Kept words of scripts that can't be read, or are not the ones they were: {times}",
    "rows": "Sessions in which what was kept is not what follows from the answers: {times}",
}
DOING = {
    "file": "The file",
    "rows": "What belongs together",
    "records": "Every row",
    "words": "Words",
    "sessions": "Sessions",
    "reading": "Reading",
}


def check(here: Here, *, repair: bool, salvage: Path | None, sure: bool, as_json: bool) -> None:
    """Look everything over; with `repair`, put right what follows from the rest, after asking.

    With `salvage`, read what can be read into a new journal there instead.
    """
    if repair and salvage is not None:
        raise UsageError(ONE_OF_THEM)
    if salvage is not None:
        from ifs_journal.cli.salvaging import salvage as act

        act(here, salvage.expanduser().absolute(), as_json=as_json)
        return
    screen = here.screen()
    if repair and not sure and not screen.interactive:
        raise UsageError(CONSENT)
    found = _look(here, screen)
    if not as_json:
        _say(screen, found)
    if repair and found.troubles and found.mendable and (sure or _agreed(here, screen)):
        mended = _mend(here, screen)
        _tell_mended(screen, mended, as_json=as_json)
    elif as_json:
        _print(found)
    elif found.troubles:
        screen.say(CAN_MEND if found.mendable else CAN_READ)
    if found.troubles and not (repair and found.mendable):
        raise typer.Exit(int(ExitCode.NOT_A_JOURNAL))


def _look(here: Here, screen: Screen) -> Checked:
    from ifs_journal.session.checking import NOT_OPENED
    from ifs_journal.session.checking import check as look
    from ifs_journal.terminal.progress import progress_bar

    try:
        journal = here.open(read_only=True)
    except NotAJournal:
        if not here.journal_path.is_file():
            raise
        return NOT_OPENED
    with journal as opened, progress_bar(screen, DOING) as progress:
        return look(opened, progress)


def _mend(here: Here, screen: Screen) -> Mended:
    from ifs_journal.session.checking import mend
    from ifs_journal.terminal.progress import progress_bar

    with progress_bar(screen, DOING) as progress:
        return mend(here.journal_path.absolute(), here.unlock, progress)


def _agreed(here: Here, screen: Screen) -> bool:
    from ifs_journal.cli.asking import terminal_asker

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    if asker.pick(ASK, MEND_OR_LEAVE) == "p":
        return True
    screen.say(LEFT, "quiet")
    raise typer.Exit(int(ExitCode.NOT_A_JOURNAL))


def _say(screen: Screen, found: Checked) -> None:
    from ifs_journal.cli.removing import several

    screen.say(NOT_WELL if found.troubles else WELL, "notice" if found.troubles else "text")
    list_troubles(screen, found.troubles)
    if not found.looked_at:
        screen.say(STOPPED)
    if found.sessions:
        screen.say(f"{several(found.sessions, 'session')} looked at.", "quiet")
    if found.not_walked:
        screen.say(NOT_WALKED.format(sessions=several(found.not_walked, "session")), "quiet")


def list_troubles(screen: Screen, troubles: Sequence[Trouble]) -> None:
    """Say each thing that was found, and at which numbers."""
    for one in troubles:
        said = SAID[one.what].format(where=one.where, times=one.times)
        screen.say(f"- {said}{_numbers(one)}")


def _numbers(one: Trouble) -> str:
    known = [f"#{number}" for number in one.numbers if number]
    if not known or one.what in ("words", "bundle", "unused"):
        return ""
    return f" ({', '.join(known)}{', …' if one.times > len(known) else ''})"


def _tell_mended(screen: Screen, mended: Mended, *, as_json: bool) -> None:
    from ifs_journal.terminal.clean import clean

    if as_json:
        _print(mended.checked, aside=mended.aside)
    elif mended.aside is not None:
        screen.say(MENDED)
        screen.write(f"{clean(str(mended.aside))}\n")
    else:
        screen.say(NOT_MENDED, "notice")
        list_troubles(screen, mended.checked.troubles)
        screen.say(CAN_READ)
    if mended.aside is None:
        raise typer.Exit(int(ExitCode.NOT_A_JOURNAL))


def _print(found: Checked, aside: Path | None = None) -> None:
    from ifs_journal.cli.shown import print_json

    print_json(
        {
            "well": not found.troubles,
            "repairable": found.mendable,
            "earlier_file": None if aside is None else str(aside),
            "sessions": found.sessions,
            "not_walked": found.not_walked,
            "all_looked_at": found.looked_at,
            "troubles": [trouble_json(one) for one in found.troubles],
        }
    )


def trouble_json(one: Trouble) -> dict[str, Any]:
    """A finding as JSON has it."""
    return {
        "what": str(one.what),
        "where": one.where or None,
        "count": one.times,
        "numbers": list(one.numbers),
        "repairable": one.mendable,
    }
