"""Being reminded: snippets for a machine's scheduler, a calendar file, and the one line they say."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from ifs_journal.cli.context import Here
from ifs_journal.errors import NeedsPassphrase, NoJournal, UsageError

USUAL = "20:30"
AT = "The time is hours and minutes, such as 20:30."
NOTHING_INSTALLED = (
    "Nothing was installed. Each of these runs one command a day, which prints one line or nothing."
)
ONE_WAITS = "One thing is waiting in your journal. It can wait longer."
SEVERAL_WAIT = "{count} things are waiting in your journal. They can wait longer."
THEN, AWAY = "Then run:", "To be rid of it again:"
LOCKED = "A moment for yourself, if you like."
"""Said where the journal is encrypted: nobody is there to give the passphrase."""
WORDS_IN_IT = "Your own words and names are in this file: whoever can read the calendar can read them."
WROTE = "{count} in {file}. It is a copy: when days change here, write it anew."
NO_WORDS_WITHOUT = "--with-words and --force go with --ics."


def show_snippets(here: Here, at: str | None, *, everything: bool) -> None:
    """Print what to hand to a scheduler: what this machine can use, or all there is."""
    from ifs_journal.terminal.schedules import ALL, for_platform, snippets

    hour, minute = _time(at or USUAL)
    names = ALL if everything else for_platform(sys.platform)
    screen = here.screen()
    for one in snippets(names, _command(here), hour, minute):
        screen.say(one.title, "title")
        screen.say(one.before, "quiet")
        screen.blank()
        # Copied from here: no wrapping, and nothing in front.
        screen.write(f"{one.text}\n")
        screen.blank()
        for said, command in ((THEN, one.after), (AWAY, one.away)):
            if command:
                screen.say(said, "quiet")
                screen.write(f"{command}\n")
        screen.blank()
    screen.say(NOTHING_INSTALLED, "quiet")


def _time(text: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})[:.](\d{2})", text.strip())
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise UsageError(AT)
    return int(found[1]), int(found[2])


def _command(here: Here) -> list[str]:
    """The command a scheduler runs: whole paths, as it knows no others, and this journal if it is another."""
    import shutil

    given = Path(sys.argv[0])
    called = shutil.which("ifs") or (str(given.absolute()) if given.name.startswith("ifs") else "ifs")
    named = here.journal_option is not None or bool(os.environ.get("IFS_JOURNAL"))
    other = ["--journal", str(here.journal_path.absolute())] if named else []
    return [called, *other, "remind", "--say"]


def say(here: Here) -> None:
    """One line, in counts and without names, if something is for today or was; otherwise nothing.

    Nobody is asked for anything: of an encrypted journal the line says nothing.
    """
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.moment import Clock
    from ifs_journal.session.standing import standing

    try:
        with Journal.open(here.journal_path, read_only=True) as journal:
            count = standing(journal, Clock().today()).with_a_day
    except NoJournal:
        return
    except NeedsPassphrase:
        print(LOCKED)
        return
    if count:
        print(ONE_WAITS if count == 1 else SEVERAL_WAIT.format(count=count))


def write_calendar(here: Here, to: str, *, with_words: bool, force: bool) -> None:
    """Write the days to come as a calendar; `-` is standard output. Raises CannotWrite."""
    from ifs_journal.cli.handing import hand_over
    from ifs_journal.cli.removing import several
    from ifs_journal.insight.calendar import calendar
    from ifs_journal.journal.read_dates import coming
    from ifs_journal.session.moment import Clock

    with here.open(read_only=True) as journal:
        found = coming(journal, Clock().today().isoformat())
    text = calendar(found, with_words=with_words)
    file = hand_over(here, to, [text], force=force)
    if file is None:
        return
    screen = here.screen()
    if with_words:
        screen.say(WORDS_IN_IT, "notice")
    screen.say(WROTE.format(count=several(len(found), "day"), file=file), "quiet")
