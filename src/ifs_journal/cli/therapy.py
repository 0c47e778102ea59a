"""Therapy sessions: writing one down, reading them, changing and removing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from datetime import date

    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.therapy import Therapy
    from ifs_journal.terminal.conversation import Conversation

WHICH_DAY = "Which day was it? Enter for today."
DAY_NOTE = "Such as yesterday, monday, 3 days ago, or 2026-03-09."
CAME = "What came of it, for you? Enter for nothing now."
AGREED = "Was anything agreed, to try or to practise? Enter for nothing."
AHEAD = "That day is still ahead. A therapy session is written down once it was held."
ONE_DAY = "Those are several days. One day is wanted, such as: yesterday"
KEPT = "Kept as therapy session {number}, {day}. To read it: ifs therapy list"
SO_FAR = "What was written so far is kept as therapy session {number}. To go on: ifs therapy edit {number}"
NONE_YET = "No therapy session is written down yet. To add one: ifs therapy"
WHAT = "What would you like to change?"
CHANGED = "Kept. The earlier words are gone."
LEFT = "Left as it was."
LEAVE_OR_TAKE = "Leave these words, or take them away?"
NO_TERMINAL = "There is no terminal to ask in. To change the day alone: ifs therapy edit {number} --day DAY"


def record(here: Here, day: str | None, *, plain: bool) -> None:
    """Write one down: asked for in a terminal; elsewhere what came of it is read from standard input."""
    from ifs_journal.session.moment import Clock

    today = Clock().today()
    held = None if day is None else _held_on(day, today)
    if not here.screen().interactive:
        from ifs_journal.cli.given import from_input

        came = from_input().strip() or None
        with here.open() as journal:
            kept = _Kept(journal, held or today)
            kept.came = came
            here.screen(plain=plain).say(KEPT.format(number=kept.keep(), day=kept.day), "quiet")
        return
    from ifs_journal.cli.asking import terminal_asker

    with here.open() as journal:
        asker = terminal_asker(here, plain=plain, wording=None)
        kept = _Kept(journal, held or _asked_day(asker, WHICH_DAY, today, today))
        try:
            kept.came = _words(asker, CAME, None, lambda text: setattr(kept, "came", text))
            kept.practice = _words(asker, AGREED, None, lambda text: setattr(kept, "practice", text))
        except (KeyboardInterrupt, EOFError):
            # Nothing typed is lost.
            if (kept.came or "").strip() or (kept.practice or "").strip():
                asker.screen.say(SO_FAR.format(number=kept.keep()), "quiet")
            raise
        asker.screen.say(KEPT.format(number=kept.keep(), day=kept.day), "quiet")


class _Kept:
    """A therapy session that is being written down."""

    def __init__(self, journal: Journal, day: date) -> None:
        self.journal, self.day = journal, day.isoformat()
        self.came: str | None = None
        self.practice: str | None = None

    def keep(self) -> int:
        """Keep it. Gives its number."""
        from ifs_journal.journal.therapy import add_therapy
        from ifs_journal.session.moment import Clock, new_id

        return add_therapy(
            self.journal,
            therapy_id=new_id(),
            day=self.day,
            came=(self.came or "").strip() or None,
            practice=(self.practice or "").strip() or None,
            at=Clock().stamp(),
        )


def _held_on(text: str, today: date) -> date:
    """The one day that words name. Raises UsageError for other words, several days, a day still ahead."""
    from datetime import timedelta

    from ifs_journal.session.spans import span_in_words

    span = span_in_words(text, today)
    if span.end - span.start != timedelta(days=1):
        raise UsageError(ONE_DAY)
    if span.start > today:
        raise UsageError(AHEAD)
    return span.start


def _asked_day(asker: Conversation, message: str, default: date, today: date) -> date:
    from ifs_journal.terminal.aside import ask_line

    while True:
        typed = ask_line(asker, message, note=DAY_NOTE)
        if not typed:
            return default
        try:
            return _held_on(typed, today)
        except UsageError as problem:
            asker.screen.say(str(problem), "notice")


def _words(asker: Conversation, message: str, offer: str | None, keep_draft: Any) -> str | None:
    from ifs_journal.terminal.aside import ask_words

    return ask_words(asker, message, offer=offer, keep_draft=keep_draft)


def list_therapy(here: Here, limit: int, *, as_json: bool) -> None:
    """The therapy sessions, the latest first."""
    from ifs_journal.journal.therapy import therapies

    with here.open(read_only=True) as journal:
        found = therapies(journal, limit)
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json([therapy_json(one) for one in found])
        return
    from ifs_journal.terminal.therapy_page import therapy_lines

    screen = here.screen()
    if not found:
        screen.say(NONE_YET, "quiet")
    with screen.paged():
        therapy_lines(screen, found)


def therapy_json(one: Therapy) -> dict[str, Any]:
    """A therapy session as JSON has it. These keys are a contract."""
    from ifs_journal.terminal.times import with_offset

    return {
        "number": one.number,
        "id": one.id,
        "day": one.day,
        "came": one.came,
        "practice": one.practice,
        "at": with_offset(one.at, 0),
        "changed_at": one.changed_at and with_offset(one.changed_at, 0),
    }


def edit(here: Here, number: int, day: str | None, *, plain: bool) -> None:
    """Change one. Raises NotFound, UsageError."""
    from ifs_journal.journal.therapy import therapy
    from ifs_journal.session.moment import Clock

    today = Clock().today()
    with here.open() as journal:
        before = therapy(journal, number)
        screen = here.screen(plain=plain)
        if day is not None:
            after = before._replace(day=_held_on(day, today).isoformat())
        elif screen.interactive:
            after = _asked_changes(here, before, today, plain=plain)
        else:
            raise UsageError(NO_TERMINAL.format(number=number))
        if after == before:
            screen.say(LEFT, "quiet")
            return
        _keep(journal, here, before, after, plain=plain)


def _keep(journal: Journal, here: Here, before: Therapy, after: Therapy, *, plain: bool) -> None:
    from ifs_journal.journal.therapy import change_therapy
    from ifs_journal.session.moment import Clock

    clean = change_therapy(journal, before, after, at=Clock().stamp())
    screen = here.screen(plain=plain)
    screen.say(CHANGED, "quiet")
    if not clean:
        from ifs_journal.terminal.review import TRACES

        screen.say(TRACES, "notice")


def _asked_changes(here: Here, before: Therapy, today: date, *, plain: bool) -> Therapy:
    from datetime import date

    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.therapy_page import therapy_lines

    asker = terminal_asker(here, plain=plain, wording=None)
    therapy_lines(asker.screen, [before])
    asker.screen.blank()
    choices = [("d", "the day"), ("w", "what came of it"), ("a", "what was agreed"), ("n", "nothing")]
    picked = asker.pick(WHAT, choices)
    if picked == "d":
        now = date.fromisoformat(before.day)
        day = _asked_day(asker, f"Which day was it? Enter leaves {before.day}.", now, today)
        return before._replace(day=day.isoformat())
    if picked == "w":
        return before._replace(came=_other_words(asker, CAME, before.came))
    if picked == "a":
        return before._replace(practice=_other_words(asker, AGREED, before.practice))
    return before


def _other_words(asker: Conversation, message: str, before: str | None) -> str | None:
    """Other words in the place of the earlier ones; None where they are to go."""
    written = _words(asker, message, before, None)
    if written is not None or before is None:
        return written
    ways = [("l", "leave them"), ("t", "take them away")]
    return before if asker.pick(LEAVE_OR_TAKE, ways) == "l" else None


def delete(here: Here, number: int, *, sure: bool, plain: bool, and_backups: bool = False) -> None:
    """Remove one for good, after saying what goes. Raises NotFound, UsageError."""
    from ifs_journal.cli.removing import Remover, several
    from ifs_journal.journal.aside import backups_beside
    from ifs_journal.journal.going import Going
    from ifs_journal.journal.therapy import remove_therapy, therapy

    with here.open() as journal:
        found = therapy(journal, number)
        remover = Remover(here, journal, sure=sure, plain=plain, and_backups=and_backups)
        count = len(f"{found.came or ''} {found.practice or ''}".split())
        words = f": {several(count, 'word')}" if count else ""
        lines = [f"Therapy session {number}, {found.day}{words}."]
        if remover.agreed([*lines, *remover.copies(Going(backups=tuple(backups_beside(journal.path))))]):
            remover.done(f"Therapy session {number}", remove_therapy(journal, number))
            if and_backups:
                from ifs_journal.cli.copies_going import replace_beside

                replace_beside(journal, remover.screen)
