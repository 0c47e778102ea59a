"""Adding by hand and correcting: notes, tags, answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ifs_journal.cli.asking import terminal_asker
from ifs_journal.cli.context import Here
from ifs_journal.cli.copies_going import say_still_held
from ifs_journal.errors import BadData, UsageError
from ifs_journal.terms import name_key

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.correct import Changed, Correctable
    from ifs_journal.session.kept import Kept
    from ifs_journal.terminal.conversation import Conversation

LONGEST_TAG = 60
"""Characters in one tag."""

NO_NOTE_KEPT = "Nothing written, so nothing is kept. It can come another time."
WRITE = "What would you like to note{about}?"
NO_TAG_KEPT = "No tag, and that is fine."
NOTE_KEPT = "Kept as note {number}{about}. To read it: {how}"
NOTE_SO_FAR = "What was written so far is kept as note {number}. To go on: ifs edit --note {number}"
COUNTS_TO = "#{number} counts to {day}."
NOTE_CHANGED = "Kept. The earlier words of the note are gone."


def note(here: Here, ref: str | None, part: str | None, *, plain: bool) -> None:
    """Add a note: on a session, on a part, or by itself."""
    from ifs_journal.cli.parts_asking import one_part
    from ifs_journal.journal.reads import find_session

    if ref is not None and part is not None:
        raise UsageError("A note is on a session or on a part; one of them, please.")
    with here.open() as journal:
        session = None if ref is None else find_session(journal, ref)
        on_part = None if part is None else one_part(here, journal, part)
        about, how = "", "ifs note --list"
        if session is not None:
            about, how = f" on #{session.number}", f"ifs show {session.number}"
        elif on_part is not None:
            about = " on this part"
        kept = _Note(
            journal, None if session is None else session.id, None if on_part is None else on_part.id
        )
        text = _written(here, WRITE.format(about=about), kept, plain=plain)
        screen = here.screen(plain=plain)
        if text is None:
            screen.say(NO_NOTE_KEPT, "quiet")
            return
        screen.say(NOTE_KEPT.format(number=kept.keep(text), about=about, how=how), "quiet")


class _Note:
    """Where a note will be kept."""

    def __init__(self, journal: Journal, session_id: str | None, part_id: str | None) -> None:
        self.journal, self.session_id, self.part_id = journal, session_id, part_id
        self.so_far = ""

    def keep(self, text: str) -> int:
        """Keep it. Gives its number."""
        from ifs_journal.journal.remarks import add_note
        from ifs_journal.session.moment import Clock, new_id

        clock = Clock()
        return add_note(
            self.journal,
            text,
            note_id=new_id(),
            at=clock.stamp(),
            local_day=clock.today().isoformat(),
            session_id=self.session_id,
            part_id=self.part_id,
        )


def _written(here: Here, asked: str, kept: _Note, *, plain: bool) -> str | None:
    if not here.screen().interactive:
        from ifs_journal.cli.given import from_input

        return from_input().strip() or None
    from ifs_journal.terminal.aside import ask_words

    asker = terminal_asker(here, plain=plain, wording=None)

    def so_far(text: str) -> None:
        kept.so_far = text

    try:
        return ask_words(asker, asked, keep_draft=so_far)
    except (KeyboardInterrupt, EOFError):
        # Nothing typed is lost: what was written when it was broken off is a note like any other.
        if kept.so_far.strip():
            asker.screen.say(NOTE_SO_FAR.format(number=kept.keep(kept.so_far)), "quiet")
        raise


def list_notes(here: Here, limit: int, *, as_json: bool) -> None:
    """The notes, the newest first, whole."""
    from ifs_journal.journal.remarks import notes

    with here.open(read_only=True) as journal:
        found = notes(journal, limit=limit)
    if as_json:
        from ifs_journal.cli.shown import note_json, print_json

        print_json([note_json(one) for one in found])
        return
    from ifs_journal.terminal.pages import note_lines

    screen = here.screen()
    if not found:
        screen.say("No notes yet. To write one: ifs note", "quiet")
    for place, one in enumerate(found):
        if place:
            screen.blank()
        on = f"#{one.session}" if one.session else one.part
        note_lines(screen, one, f"note {one.number} on {on}" if on else f"note {one.number}")


def tag(here: Here, ref: str | None, tags: Sequence[str], remove: Sequence[str], *, plain: bool) -> None:
    """Put tags on a session, or take them off."""
    from ifs_journal.journal.reads import find_session
    from ifs_journal.journal.remarks import add_tags, remove_tags
    from ifs_journal.session.moment import Clock, new_id

    with here.open() as journal:
        session = find_session(journal, ref or "last")
        screen = here.screen(plain=plain)
        wanted = [one for text in tags for one in _tags(text)]
        if not wanted and not remove:
            if not screen.interactive:
                raise UsageError("Name the tags: ifs tag 12 work sleep")
            wanted = _asked_tags(here, journal, f"#{session.number}, {session.title}", plain=plain)
            if not wanted:
                screen.say(NO_TAG_KEPT, "quiet")
                return
        if wanted:
            add_tags(journal, session.id, [(new_id(), one) for one in wanted], at=Clock().stamp())
        clean = True
        if remove:
            gone, clean = remove_tags(journal, session.id, [one for text in remove for one in _tags(text)])
            text = f"Taken off #{session.number}: {', '.join(gone)}." if gone else "No such tag was there."
            screen.say(text, "quiet")
        now = find_session(journal, session.id).tags
        screen.say(
            f"#{session.number} is tagged: {', '.join(now)}." if now else f"#{session.number} has no tags."
        )
        if not clean:
            from ifs_journal.terminal.review import TRACES

            screen.say(TRACES, "notice")


def _tags(text: str) -> list[str]:
    """The tags in a text with commas between them. Raises UsageError."""
    found = []
    for one in text.split(","):
        bare = " ".join(one.strip().removeprefix("#").split())
        if not bare:
            continue
        if not name_key(bare):
            raise UsageError("A tag needs at least one letter or number.")
        if len(bare) > LONGEST_TAG:
            raise UsageError(f"A tag holds up to {LONGEST_TAG} characters.")
        found.append(bare)
    return found


def _asked_tags(here: Here, journal: Journal, what: str, *, plain: bool) -> list[str]:
    from ifs_journal.journal.remarks import tag_counts
    from ifs_journal.terminal.aside import ask_line

    known = ", ".join(one.tag for one in tag_counts(journal)[:10])
    text = ask_line(
        terminal_asker(here, plain=plain, wording=None),
        f"Tags for {what}? One or more, with commas between.",
        note=f"Used before: {known}" if known else "",
    )
    return _tags(text)


def list_tags(here: Here, *, as_json: bool) -> None:
    """Every tag with how many sessions carry it."""
    from ifs_journal.journal.remarks import tag_counts

    with here.open(read_only=True) as journal:
        found = tag_counts(journal)
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json([{"tag": one.tag, "sessions": one.sessions} for one in found])
        return
    from ifs_journal.cli.removing import several

    screen = here.screen()
    if not found:
        screen.say("No tags yet. To give one: ifs tag", "quiet")
    for one in found:
        screen.say(f"{one.tag}: {several(one.sessions, 'session')}")


def edit(
    here: Here, ref: str | None, answer: str | None, note_number: int | None, *, forget: bool, plain: bool
) -> None:
    """Correct an answer of a session, or change a note."""
    if note_number is not None:
        _edit_note(here, note_number, plain=plain)
        return
    from ifs_journal.journal.reads import find_session
    from ifs_journal.session.correct import find_answer
    from ifs_journal.session.kept import open_kept
    from ifs_journal.session.moment import Clock

    with here.open() as journal:
        kept = open_kept(journal, find_session(journal, ref or "last"), Clock())
        kept.require_editable(forget=forget)
        one = None if answer is None else find_answer(kept.answers(), answer)
        if not here.screen().interactive:
            if one is None:
                raise UsageError(
                    "Without a terminal, say which answer, and give its new words by standard input: "
                    "ifs edit 12 --answer ADDRESS. The addresses: ifs show 12 --json"
                )
            _edit_from_input(here, journal, kept, one, forget=forget)
            return
        from ifs_journal.terminal.review import correct_one, correct_this

        asker = terminal_asker(here, plain=plain, wording=kept.wording)
        if one is None:
            changed = correct_one(kept, asker, forget=forget)
        else:
            changed = correct_this(kept, one, asker, forget=forget)
        if changed is not None and changed.forgotten:
            say_still_held(journal, asker.screen)


def count_to(here: Here, ref: str | None, *, evening_before: bool) -> None:
    """Let a session count to the evening before, or to its own day again. Raises UsageError, Busy."""
    from ifs_journal.journal.day_of import count_to_evening_before, count_to_own_day
    from ifs_journal.journal.reads import find_session
    from ifs_journal.session.moment import Clock

    with here.open() as journal:
        found = find_session(journal, ref or "last")
        way = count_to_evening_before if evening_before else count_to_own_day
        day = way(journal, found, at=Clock().stamp())
    here.screen().say(COUNTS_TO.format(number=found.number, day=day), "quiet")


def _edit_from_input(here: Here, journal: Journal, kept: Kept, one: Correctable, *, forget: bool) -> None:
    from ifs_journal.cli.given import from_input
    from ifs_journal.session.asker import Answered
    from ifs_journal.session.values import NOBODY, Misfit, stored
    from ifs_journal.terminal.keys import answer
    from ifs_journal.terminal.review import KEPT_ALONE, KEPT_BESIDE

    reply = answer(one.question, from_input())
    if not isinstance(reply, Answered):
        raise BadData(reply.message)
    try:
        value = stored(one.question, reply.value, NOBODY, kept.clock)
    except Misfit as misfit:
        raise BadData(str(misfit)) from None
    changed = kept.keep(one, value, forget=forget)
    here.screen().say(KEPT_ALONE if forget else KEPT_BESIDE)
    say_what_holds_it(here, kept, changed, "To change it too: ifs edit {number} --answer {seq}")
    if forget:
        say_still_held(journal, here.screen())


def say_what_holds_it(here: Here, kept: Kept, changed: Changed, how: str) -> None:
    """Say what else holds the words of an answer that was changed or removed, and how to change that too."""
    from ifs_journal.terminal.review import BUILT, TRACES, short, texts_from

    screen = here.screen()
    if not changed.clean:
        screen.say(TRACES)
    for text in texts_from(kept, changed.seq):
        question = short(text.question.text.worded(kept.wording))
        screen.say(BUILT.format(question=question, offer=how.format(number=kept.number, seq=text.seq)))


def _edit_note(here: Here, number: int, *, plain: bool) -> None:
    from ifs_journal.journal.remarks import change_note
    from ifs_journal.journal.remarks import note as find_note
    from ifs_journal.terminal.review import LEFT, TRACES

    with here.open() as journal:
        found = find_note(journal, number)
        screen = here.screen(plain=plain)
        text = _new_note(here, number, found.text, plain=plain)
        if text is None or text == found.text:
            screen.say(f"{LEFT} To remove it: ifs delete --note {number}", "quiet")
            return
        clean = change_note(journal, number, text, before=found.text)
        screen.say(NOTE_CHANGED, "quiet")
        if not clean:
            screen.say(TRACES, "notice")
        say_still_held(journal, screen)


def _new_note(here: Here, number: int, text: str, *, plain: bool) -> str | None:
    if not here.screen().interactive:
        from ifs_journal.cli.given import from_input

        return from_input().strip() or None
    from ifs_journal.terminal.aside import ask_words

    asker: Conversation = terminal_asker(here, plain=plain, wording=None)
    return ask_words(asker, f"Note {number}, as it is now. Change it as you like.", offer=text)
