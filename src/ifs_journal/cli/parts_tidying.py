"""Tidying the record of the parts: archive, merge, split, relate, and taking any of it back.

Each says in one line that the record is tidied and not the parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.cli.parts_asking import ask, name_or_ask, one_part, pick
from ifs_journal.cli.shown import print_json
from ifs_journal.errors import Ambiguous, BadData, NotFound, UsageError
from ifs_journal.terms import BondKind

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.read_part_page import FactLine
    from ifs_journal.journal.read_tidied import Tidied

ONLY_THE_RECORD = "This tidies the record. The parts are as they are. To take it back: ifs parts undo"

ARCHIVED = "#{number} is in the archive: out of lists, and still found by its name."
ARCHIVED_ALREADY = "#{number} is in the archive already."
UNARCHIVED = "#{number} is in the lists again."
NOT_ARCHIVED = "#{number} is not in the archive."

WHICH_MERGED = "Which record is to be read as part of another?"
INTO_WHICH = "As part of which one?"
MERGED = "#{number} is read as part of #{other} now, and found by either name."

WHICH_SPLIT = "Out of whose record?"
NEW_NAME = "What would you call the new one?"
COPIED = "Which of these go along? The old record keeps them all."
COPIED_NOTE = "Numbers, such as: 1 3. Enter takes none."
NO_SUCH_LINES = "Numbers of lines above, please, with spaces between them."
SPLIT = "Written down as #{number}. #{other} keeps all it had."

WHICH_OTHER = "And which other part?"
KIND_ASKED = "How do they stand to each other, as you see it?"
KINDS = (
    ("p", BondKind.PROTECTS, "the first looks after the second"),
    ("o", BondKind.POLARIZED, "they pull against each other"),
    ("a", BondKind.ALLIED, "they stand beside each other"),
    ("t", BondKind.TRIGGERS, "the first stirs up the second"),
    ("e", BondKind.OTHER, "something else, in your words"),
)
"""How parts can stand to each other: key, kind, and how it is asked."""
WORDS_ASKED = "In your words, then?"
WORDS_NOTE = "Enter leaves it."
SPELLED = {"polarised": "polarized", "ally": "allied", "protect": "protects", "trigger": "triggers"}
RELATED = "Written down. This is how you see it now; the parts may see it otherwise."
CAN_GO_BACK = "To take it back: ifs parts undo"
RELATED_ALREADY = "That is written down already."

NOTHING_TIDIED = "Nothing was tidied, so there is nothing to take back."
WHICH_BACK = "Which one is taken back?"
HOW_BACK = "To take one back: ifs parts undo NUMBER"
OLDER = "For an older one, leave with x and give its number: ifs parts undo NUMBER"
TAKEN_BACK = "Taken back: {text}."
NO_SUCH = "There is no such thing to take back. To see what there is: ifs parts undo"
SHORTEST_ID = 4
ON_KEYS = 9
"""How many can be picked by a key."""


def archive(here: Here, ref: str | None) -> None:
    """Put a part's record in the archive. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.tidy import archive_part
    from ifs_journal.session.moment import Clock, new_id

    with here.open() as journal:
        one = one_part(here, journal, ref)
        done = archive_part(journal, one.id, new_id(), Clock().stamp())
    _say(here, (ARCHIVED if done else ARCHIVED_ALREADY).format(number=one.number), done=done)


def unarchive(here: Here, ref: str | None) -> None:
    """Take a part's record out of the archive. Raises NotFound, Ambiguous."""
    from ifs_journal.journal.tidy import unarchive_part
    from ifs_journal.session.moment import Clock

    with here.open() as journal:
        one = one_part(here, journal, ref)
        done = unarchive_part(journal, one.id, Clock().stamp())
    here.screen().say((UNARCHIVED if done else NOT_ARCHIVED).format(number=one.number))


def merge(here: Here, ref: str | None, into: str | None) -> None:
    """Read one part's record as part of another's. Raises NotFound, Ambiguous, UsageError."""
    from ifs_journal.journal.tidy import merge_parts
    from ifs_journal.session.moment import Clock, new_id

    with here.open() as journal:
        one = one_part(here, journal, ref, WHICH_MERGED)
        other = one_part(here, journal, into, INTO_WHICH)
        merge_parts(journal, one.id, other.id, new_id(), Clock().stamp())
    _say(here, MERGED.format(number=one.number, other=other.number))


def split(here: Here, ref: str | None, given: str | None, fields: Sequence[str], *, another: bool) -> None:
    """Begin a new part out of another's record. Raises NotFound, Ambiguous, UsageError.

    Without a terminal all lines of the `fields` go along.
    """
    from ifs_journal.cli.parts_changing import settled_name
    from ifs_journal.journal.tidy import Split, split_part
    from ifs_journal.session.moment import Clock, new_id
    from ifs_journal.terminal.part_words import FIELDS

    if not set(fields) <= set(FIELDS):
        raise UsageError(f"--field takes one of: {', '.join(FIELDS)}.")
    with here.open() as journal:
        one = one_part(here, journal, ref, WHICH_SPLIT)
        name = name_or_ask(here, given, NEW_NAME)
        settled = settled_name(here, journal, name, one, another=another)
        if settled is None:
            return
        name, another = settled
        facts = _chosen(here, journal, one.id, fields)
        new = Split(new_id(), one.id, name, facts, Clock().stamp())
        number = split_part(journal, new, new_id(), new_id, another=another)
    _say(here, SPLIT.format(number=number, other=one.number))


def _chosen(here: Here, journal: Journal, part_id: str, fields: Sequence[str]) -> tuple[str, ...]:
    """The ids of the facts that go along: those of the fields, or the ones picked in a terminal."""
    from ifs_journal.journal.read_part_page import facts_to_copy

    found = facts_to_copy(journal, part_id)
    if fields or not here.screen().interactive:
        return tuple(id_ for id_, fact in found if fact.field in fields)
    if not found:
        return ()
    _show_facts(here, [fact for _, fact in found])
    while True:
        typed = ask(here, COPIED, note=COPIED_NOTE).replace(",", " ").split()
        if all(one.isdecimal() and 1 <= int(one) <= len(found) for one in typed):
            return tuple(found[number - 1][0] for number in sorted({int(one) for one in typed}))
        here.screen().say(NO_SUCH_LINES, "notice")


def _show_facts(here: Here, facts: Sequence[FactLine]) -> None:
    from ifs_journal.terminal.part_words import FIELDS, said_of

    screen = here.screen()
    for number, fact in enumerate(facts, 1):
        name = FIELDS[fact.field].name if fact.field in FIELDS else fact.field.replace("_", " ")
        screen.say(f"{number}  {name}: {said_of(fact.field, fact.value, fact.number_value)}")
    screen.blank()


def relate(here: Here, ref: str | None, kind: str | None, other: str | None) -> None:
    """Write down how one part stands to another. Raises NotFound, Ambiguous, UsageError, BadData."""
    from ifs_journal.journal.tidy import Bond, relate_parts
    from ifs_journal.session.moment import Clock, new_id

    known = None if kind is None else _kind(kind)
    with here.open() as journal:
        one = one_part(here, journal, ref)
        if known is None:
            known = _ask_kind(here)
        another = one_part(here, journal, other, WHICH_OTHER)
        words = _words(here) if known is BondKind.OTHER else None
        if words == "":
            return
        bond = Bond(new_id(), one.id, known, another.id, words, Clock().stamp())
        done = relate_parts(journal, bond)
    here.screen().say(RELATED if done else RELATED_ALREADY)
    if done:
        here.screen().say(CAN_GO_BACK, "quiet")


def _kind(given: str) -> BondKind:
    plain = given.strip().casefold()
    plain = SPELLED.get(plain, plain)
    if plain not in list(BondKind):
        raise UsageError(f"How they stand to each other is one of: {', '.join(BondKind)}.")
    return BondKind(plain)


def _ask_kind(here: Here) -> BondKind:
    if not here.screen().interactive:
        raise UsageError(f"Without a terminal, say how they stand to each other: {', '.join(BondKind)}.")
    key = pick(here, KIND_ASKED, [(key, label) for key, _, label in KINDS])
    return next(kind for one, kind, _ in KINDS if one == key)


def _words(here: Here) -> str:
    """The person's own words: asked for in a terminal, read from standard input elsewhere."""
    if here.screen().interactive:
        return ask(here, WORDS_ASKED, note=WORDS_NOTE)
    from ifs_journal.cli.given import from_input

    text = from_input().strip()
    if not text:
        raise BadData("Nothing came on standard input, so nothing was written.")
    return text


def undo(here: Here, which: str | None, *, as_json: bool) -> None:
    """What was tidied, the newest first; and one of it taken back. Raises NotFound, UsageError."""
    from ifs_journal.journal.read_tidied import tidied
    from ifs_journal.terminal.tidied_lines import tidied_lines

    if which is None and (as_json or not here.screen().interactive):
        with here.open(read_only=True) as journal:
            found = tidied(journal)
        if as_json:
            print_json([_json(one) for one in found])
        elif not found:
            here.screen().say(NOTHING_TIDIED, "quiet")
        else:
            tidied_lines(here.screen(), found)
            here.screen().say(HOW_BACK, "quiet")
        return
    with here.open() as journal:
        found = tidied(journal)
        if which is None and not found:
            here.screen().say(NOTHING_TIDIED, "quiet")
            return
        one = _pick_one(here, found) if which is None else _meant(found, which)
        if one is not None:
            _take_back(here, journal, one, as_json=as_json)


def _pick_one(here: Here, found: Sequence[Tidied]) -> Tidied | None:
    from ifs_journal.terminal.tidied_lines import tidied_lines, tidied_text

    if len(found) > ON_KEYS:
        tidied_lines(here.screen(), found)
        here.screen().say(OLDER, "quiet")
    choices = [(str(number), tidied_text(one)) for number, one in enumerate(found[:ON_KEYS], 1)]
    key = pick(here, WHICH_BACK, [*choices, ("x", "none of them")])
    return None if key == "x" else found[int(key) - 1]


def _meant(found: Sequence[Tidied], which: str) -> Tidied:
    text = which.strip().casefold()
    if text == "last" and found:
        return found[0]
    if text.isascii() and text.isdecimal() and len(text) <= SHORTEST_ID and 1 <= int(text) <= len(found):
        return found[int(text) - 1]
    fitting = [one for one in found if one.id.startswith(text)] if len(text) >= SHORTEST_ID else []
    if not fitting:
        raise NotFound(NO_SUCH)
    if len(fitting) > 1:
        raise Ambiguous("That is the beginning of more than one id.")
    return fitting[0]


def _take_back(here: Here, journal: Journal, one: Tidied, *, as_json: bool) -> None:
    from ifs_journal.journal.tidy import take_back
    from ifs_journal.session.moment import Clock
    from ifs_journal.terminal.tidied_lines import tidied_text

    take_back(journal, one.id, Clock().stamp())
    if as_json:
        print_json(_json(one))
    else:
        here.screen().say(TAKEN_BACK.format(text=tidied_text(one)))


def _json(one: Tidied) -> dict[str, object]:
    from ifs_journal.terminal.times import with_offset

    other = None if one.other is None else {"number": one.other_number, "name": one.other}
    return {
        "id": one.id,
        "what": one.what,
        "part": {"number": one.number, "name": one.name},
        "other": other,
        "words": one.words,
        "at": with_offset(one.at, 0),
    }


def _say(here: Here, text: str, *, done: bool = True) -> None:
    here.screen().say(text)
    if done:
        here.screen().say(ONLY_THE_RECORD, "quiet")
