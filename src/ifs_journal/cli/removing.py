"""Removing for good: saying exactly what goes, asking, removing, saying what is left elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.cli.asking import CONSENT, terminal_asker
from ifs_journal.cli.context import Here
from ifs_journal.errors import NotFound, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.going import Going
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.reads import SessionSummary
    from ifs_journal.session.kept import Kept
    from ifs_journal.session.said import Tell
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen

WHAT = "Say what is to go: a session (ifs delete 12), or --note, --part, --person."
KEPT = "Kept."
REMOVED = "{what} is removed."
KINDS = (
    ("s", "a session"),
    ("a", "one answer of a session"),
    ("n", "a note"),
    ("p", "a part"),
    ("w", "a person"),
)
WHICH = {
    "s": "Which session? Its number, or last.",
    "a": "Of which session? Its number, or last.",
    "n": "Which note? Its number.",
    "p": "Which part? Its name or number.",
    "w": "Who? The name or number.",
}
REMOVE_OR_KEEP = (("r", "remove it"), ("k", "keep it"))
REMOVE_TOO = "To remove it too: ifs delete {number} --answer {seq}"
WORDS_STAY = "What you wrote about {whom} in your own sentences stays in the sessions it is in."


def delete(
    here: Here,
    ref: str | None,
    *,
    answer: str | None,
    note: int | None,
    part: str | None,
    person: str | None,
    sure: bool,
    plain: bool,
    and_backups: bool = False,
) -> None:
    """Remove one thing for good, after saying what goes with it."""
    others = [one for one in (note, part, person) if one is not None]
    if len(others) + (ref is not None) > 1:
        raise UsageError("One thing at a time, please.")
    if answer is not None and ref is None:
        raise UsageError("An answer belongs to a session: ifs delete 12 --answer ADDRESS")
    with here.open() as journal:
        remover = Remover(here, journal, sure=sure, plain=plain, and_backups=and_backups)
        if note is not None:
            remover.note(note)
        elif part is not None:
            remover.part(part)
        elif person is not None:
            remover.person(person)
        elif ref is None:
            remover.asked()
        elif answer is not None:
            remover.answer(ref, answer)
        else:
            remover.session(ref)
        if remover.removed and and_backups:
            from ifs_journal.cli.copies_going import replace_beside

            replace_beside(journal, remover.screen)


class Remover:
    """Says, asks, removes, and says what is left."""

    def __init__(
        self, here: Here, journal: Journal, *, sure: bool, plain: bool, and_backups: bool = False
    ) -> None:
        self.here = here
        self.and_backups = and_backups
        self.removed = False
        self.journal = journal
        self.sure = sure
        self.plain = plain
        self.screen: Screen = here.screen(plain=plain)

    def asked(self) -> None:
        """What is to go is asked. Raises UsageError where nobody can be asked."""
        from ifs_journal.terminal.aside import ask_line

        if self.sure or not self.here.screen().interactive:
            raise UsageError(WHAT)
        asker = self.asker
        key = asker.pick("What is to go?", [*KINDS, ("x", "nothing")])
        given = "" if key == "x" else ask_line(asker, WHICH[key])
        if not given:
            self.screen.say(KEPT, "quiet")
            return
        if key == "n" and not given.removeprefix("#").isdecimal():
            raise NotFound("A note is known by its number. To see them: ifs note --list")
        acts: dict[str, Callable[[str], None]] = {
            "s": self.session,
            "a": self.chosen_answer,
            "n": lambda number: self.note(int(number.removeprefix("#"))),
            "p": self.part,
            "w": self.person,
        }
        acts[key](given)

    def chosen_answer(self, ref: str) -> None:
        """One answer of a session, chosen from all of them."""
        from ifs_journal.journal.reads import find_session
        from ifs_journal.terminal.review import choose

        found = answers_of(self.journal, find_session(self.journal, ref))
        one = choose(found, self.asker, "Which one?", lambda one: one.question) if found else None
        if one is None:
            self.screen.say(KEPT, "quiet")
        else:
            self.answer(ref, str(one.seq))

    def session(self, ref: str) -> None:
        """A whole session."""
        from ifs_journal.journal.going import session_going
        from ifs_journal.journal.reads import find_session
        from ifs_journal.journal.remove import remove_session

        found = find_session(self.journal, ref)
        going = session_going(self.journal, found.id)
        lines = [f"{session_name(found)}: {counted(going)}.", *_with_it(going), *self.copies(going)]
        choices = [("r", "remove it"), ("k", "keep it")]
        if going.asides:
            choices[:1] = [("r", "remove it, and those files"), ("o", "remove it, and leave those files")]
        chosen = self.agreed(lines, choices)
        if chosen:
            clean = remove_session(self.journal, found.id, asides=chosen == "r")
            self.done(session_name(found), clean)

    def answer(self, ref: str, which: str) -> None:
        """What one answer said."""
        from ifs_journal.journal.going import answer_going
        from ifs_journal.journal.reads import find_session
        from ifs_journal.session.kept import open_kept
        from ifs_journal.session.moment import Clock

        found = find_session(self.journal, ref)
        seq, _, question = answer_meant(self.journal, found, which)
        kept = open_kept(self.journal, found, Clock())
        going = answer_going(self.journal, found.id, seq)
        what = f"In {session_name(found)}, what you answered to “{question}”{_and_rows(going)}."
        lines = [what, "The question stays, marked as removed.", *_quoted(going), *self.copies(going)]
        if self.agreed(lines):
            self.remove_answer(kept, seq)

    def remove_answer(self, kept: Kept, seq: int) -> None:
        """Remove it, and offer the same for the texts that were put together from it."""
        from ifs_journal.cli.correcting import say_what_holds_it
        from ifs_journal.terminal.review import BUILT, short, texts_from

        from_it = texts_from(kept, seq)
        changed = kept.remove(seq)
        self.done("The answer", changed.clean)
        if self.sure:
            say_what_holds_it(self.here, kept, changed, REMOVE_TOO)
            return
        for text in from_it:
            question = short(text.question.text.worded(kept.wording))
            asked = BUILT.format(question=question, offer="Remove it too?")
            if self.asker.pick(asked, [("r", "remove it too"), ("k", "keep it")]) == "r":
                self.remove_answer(self.again(kept), text.seq)

    def again(self, kept: Kept) -> Kept:
        """The session as it is after a removal."""
        from ifs_journal.journal.reads import find_session
        from ifs_journal.session.kept import open_kept

        return open_kept(self.journal, find_session(self.journal, str(kept.number)), kept.clock)

    def part(self, ref: str) -> None:
        """A part."""
        from ifs_journal.cli.parts_asking import one_part
        from ifs_journal.journal.going import part_going
        from ifs_journal.journal.remove import remove_part

        found = one_part(self.here, self.journal, ref)
        going = part_going(self.journal, found.id)
        learned = counted(going, answers=False)
        merged = f", with {_quoted_names(going.parts)} merged into it" if going.parts else ""
        self.named(f"The part “{found.name}”{merged}", going, learned, remove_part, found.id, "it")

    def person(self, ref: str) -> None:
        """A person."""
        from ifs_journal.journal.going import person_going
        from ifs_journal.journal.meant import person_meant
        from ifs_journal.journal.remove import remove_person

        found = person_meant(self.journal, ref)
        going = person_going(self.journal, found.id)
        self.named(f"“{found.name}”", going, "", remove_person, found.id, "them")

    def named(
        self,
        what: str,
        going: Going,
        learned: str,
        remove: Callable[[Journal, str], bool],
        id_: str,
        whom: str,
    ) -> None:
        """A part or a person: both have a name that stands in sessions."""
        where = f", and the name in {several(going.sessions, 'session')}" if going.sessions else ""
        with_it = f": {learned}" if learned else ""
        lines = [
            f"{what}{with_it}{where}. “…” will stand where the name stood in an answer.",
            WORDS_STAY.format(whom=whom),
            *self.copies(going),
        ]
        if self.agreed(lines):
            self.done(what, remove(self.journal, id_))

    def note(self, number: int) -> None:
        """A note."""
        from ifs_journal.journal.going import note_going
        from ifs_journal.journal.remarks import note
        from ifs_journal.journal.remove import remove_note

        found = note(self.journal, number)
        words = several(len(found.text.split()), "word")
        if self.agreed(
            [f"Note {number}, {found.local_day}: {words}.", *self.copies(note_going(self.journal))]
        ):
            self.done(f"Note {number}", remove_note(self.journal, number))

    @property
    def asker(self) -> Conversation:
        """Somebody who asks in the terminal."""
        return terminal_asker(self.here, plain=self.screen.plain, wording=None)

    def agreed(self, lines: list[str], choices: Sequence[tuple[str, str]] = REMOVE_OR_KEEP) -> str:
        """Say what goes, and ask. Gives the key of what was agreed to, empty for keeping it.

        Raises UsageError where nobody can be asked and nothing was agreed to.
        """
        if self.sure:
            for line in lines:
                self.screen.say(line)
            return "r"
        if not self.here.screen().interactive:
            raise UsageError(CONSENT)
        asked = "\n".join(["Remove for good:", *lines])
        key = self.asker.pick(asked, choices)
        if key != "k":
            return key
        self.screen.say(KEPT, "quiet")
        return ""

    def done(self, what: str, clean: bool) -> None:
        """Say that it is gone, or what keeps a trace of it."""
        self.removed = True
        say_removed(self.screen, what, clean)

    def copies(self, going: Going) -> list[str]:
        """What keeps a copy of what goes."""
        from ifs_journal.cli.copies_going import said_of_copies

        return said_of_copies(self.journal, going, too=self.and_backups)


def say_removed(screen: Screen, what: str, clean: bool, tell: Tell = str) -> None:
    """Say that something is gone, or what keeps a trace of it for now."""
    from ifs_journal.terminal.review import TRACES

    screen.say(tell(REMOVED).format(what=what))
    if not clean:
        screen.say(tell(TRACES), "notice")


def session_name(one: SessionSummary) -> str:
    """A session in a sentence."""
    return f"#{one.number}, {one.title}, {one.local_day}"


def several(count: int, thing: str) -> str:
    """Such as `1 note`, `3 notes` or `2 sentences for a talk`."""
    if count == 1:
        return f"1 {thing}"
    noun, *rest = thing.split(" ", 1)
    return " ".join([f"{count} {noun}s", *rest])


def counted(going: Going, *, answers: bool = True) -> str:
    """What goes, in numbers; what there is none of is left out, except answers."""
    found = [several(going.answers, "answer")] if answers else []
    facts = (
        f"{going.facts} things learned about parts" if answers else f"{going.facts} things learned about it"
    )
    found += [facts.replace("1 things", "1 thing") if going.facts == 1 else facts] if going.facts else []
    counts = (
        (going.promises, "promise"),
        (going.sentences, "sentence for a talk"),
        (going.repairs, "repair"),
        (going.maps, "map"),
        (going.letters, "letter"),
        (going.talks, "talk"),
        (going.therapist_notes, "line for a therapist"),
        (going.notes, "note"),
        (going.tags, "tag"),
    )
    found += [several(count, thing) for count, thing in counts if count]
    return ", ".join(found)


def _with_it(going: Going) -> list[str]:
    lines = []
    if going.parts:
        lines.append(f"Parts met there and mentioned nowhere else: {_quoted_names(going.parts)}.")
    if going.people:
        lines.append(f"People named there and nowhere else: {_quoted_names(going.people)}.")
    if going.asides:
        names = ", ".join(path.name for path in going.asides)
        lines.append(f"Beside the journal, with answers of this session that were kept aside: {names}.")
    return [*lines, *_quoted(going)]


def _quoted_names(names: tuple[str, ...]) -> str:
    return ", ".join(f"“{name}”" for name in names)


def _quoted(going: Going) -> list[str]:
    if not going.quoted_in:
        return []
    where = ", ".join(f"#{number}" for number in going.quoted_in)
    return [f"Quoted in {where}: “…” will stand there instead."]


def _and_rows(going: Going) -> str:
    rest = counted(going._replace(answers=0)).removeprefix("0 answers").removeprefix(", ")
    return f", with {rest}" if rest else ""


class Said(NamedTuple):
    """An answer that can be removed: its seq, its address, and the beginning of its question."""

    seq: int
    address: str
    question: str


def answers_of(journal: Journal, session: SessionSummary) -> list[Said]:
    """The answers of a session that say something."""
    from ifs_journal.guide.quoting import fill
    from ifs_journal.journal.reads import entry
    from ifs_journal.terminal.review import short
    from ifs_journal.terms import Kind

    kept = entry(journal, session.id).answers
    values = {one.seq: one.value for one in kept}
    return [
        Said(one.seq, one.address, short(fill(one.prompt or one.address, one.quotes, values.get)))
        for one in kept
        if one.kind is Kind.ANSWER and one.value is not None
    ]


def answer_meant(journal: Journal, session: SessionSummary, which: str) -> Said:
    """The answer meant by its number in the log, its address or a step's id. Raises NotFound, UsageError."""
    found = []
    for one in answers_of(journal, session):
        last = one.address.rsplit("/", 1)[-1]
        names = {str(one.seq), one.address, last, last.partition(":")[0]}
        if which in names or one.address.endswith(f"/{which}"):
            found.append(one)
    if len(found) > 1:
        addresses = ", ".join(one.address for one in found)
        raise UsageError(f"More than one answer is meant by that. Which one: {addresses}?")
    if not found:
        raise NotFound(
            f"There is no such answer in #{session.number}. "
            f"The seq and address of each: ifs show {session.number} --json"
        )
    return found[0]
