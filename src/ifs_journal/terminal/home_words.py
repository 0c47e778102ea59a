"""The words of home: what waits, in counts and days; one suggestion with its reason; what to type for each.

No names and nobody's words are in here: they are shown when a key was pressed, by `waiting`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.session.standing import Reason
from ifs_journal.terminal.times import on_day, spoken_day

if TYPE_CHECKING:
    from datetime import date

    from ifs_journal.journal.read_due import DueAgreement, ParkedTrailhead, SavedStatement
    from ifs_journal.journal.read_open import LeftOpen
    from ifs_journal.session.said import Tell
    from ifs_journal.session.standing import Standing
    from ifs_journal.terminal.screen import Screen

SHOWN = 5
"""How many things of each kind that waits are shown at once."""


SETTLE = "promises settle"
"""What is typed after `ifs` to say what became of a promise: a command, and no session's name."""


class Waits(NamedTuple):
    """One kind of thing that waits: how it is counted, and the session that turns to it."""

    one: str
    several: str
    command: str
    """What is typed after `ifs`."""
    key: str
    label: str
    """What that session does, as a menu says it."""


KINDS: Mapping[Reason, Waits] = {
    Reason.STATEMENT: Waits(
        "sentence to look at again",
        "sentences to look at again",
        "after-speaking",
        "a",
        "look again at the sentence",
    ),
    Reason.AGREEMENT: Waits("promise", "promises", SETTLE, "p", "say how it is with a promise"),
    Reason.TRIAL: Waits(
        "thing two of you are trying",
        "things two of you are trying",
        "together",
        "w",
        "sit down together again",
    ),
    Reason.TURNING_BACK: Waits(
        "repair to turn back to",
        "repairs to turn back to",
        "repair --turning-back",
        "t",
        "turn back to the repair",
    ),
    Reason.LOOKING_BACK: Waits(
        "repair to look back on",
        "repairs to look back on",
        "repair --look-back",
        "r",
        "look back on the repair",
    ),
    Reason.VISIT: Waits(
        "part to come back to", "parts to come back to", "follow-up", "v", "come back to a part"
    ),
    Reason.TALK: Waits(
        "talk to look back on", "talks to look back on", "after-a-talk", "h", "look back on the talk"
    ),
    Reason.MAP: Waits(
        "question about a map",
        "questions about a map",
        "need-map --next-day",
        "n",
        "answer one question about the map",
    ),
    Reason.TRAILHEAD: Waits(
        "thing you noticed", "things you noticed", "find-part", "f", "turn to what you noticed"
    ),
}
"""What can wait, by the reason it is suggested for."""


INVENTED = "This is the journal of an invented person."


def lines(found: Standing, tell: Tell = str) -> list[str]:
    """Where things stand, in counts and days; last, one suggestion with its reason."""
    told = [tell(INVENTED)] if found.invented else []
    if found.paused:
        latest = on_day(found.paused[0].local_day, found.today, tell)
        paused = tell("Paused: {count}, the latest begun {day}.")
        told.append(paused.format(count=len(found.paused), day=latest))
    if found.waiting:
        counted = [_count(found, kind, len(some), tell) for kind, some in found.kinds.items() if some]
        told.append(tell("Waiting: {things}.").format(things=", ".join(counted)))
    if found.last_check_in is not None:
        last = on_day(found.last_check_in, found.today, tell)
        told.append(tell("The last check-in was {day}.").format(day=last))
    return [*told, suggestion(found, tell)]


def _count(found: Standing, kind: Reason, number: int, tell: Tell) -> str:
    words = KINDS[kind]
    one, several = words.one, words.several
    if kind is Reason.AGREEMENT and all(each.part_id for each in found.agreements):
        one, several = "promise to a part", "promises to parts"
    return f"{number} {tell(one if number == 1 else several)}"


def suggestion(found: Standing, tell: Tell = str) -> str:
    """One line: what could be next, and why."""
    sentence, day = _suggested(found)
    said = "" if day is None else (spoken_day if day.for_it else on_day)(day.local_day, found.today, tell)
    return tell(sentence).format(day=said)


class _Day(NamedTuple):
    """A day a sentence names: the day something is for, or else the day it was done on."""

    local_day: str
    for_it: bool = False


def _suggested(found: Standing) -> tuple[str, _Day | None]:
    match found.reason:
        case Reason.STIRRED if found.stirred is not None:
            if found.stirred.local_day == found.today.isoformat():
                return "The last session ended stirred. A minute of steadying, or a check-in?", None
            return "Yesterday ended stirred. A minute of steadying, or a check-in?", None
        case Reason.CHECK_ASKED:
            return "You asked for a check today: ifs check-in", None
        case Reason.PAUSED:
            return "What you paused is there as you left it.", None
        case Reason.CHECK_IN:
            return "A check-in takes a minute or two.", None
    return _waits_for_its_day(found) or _waits(found) or ("Nothing else is waiting.", None)


FOR_A_DAY: Mapping[str, tuple[str, str]] = {
    "part": (
        "A promise to a part is for today.",
        "A promise to a part was for {day}. Not yet is fine too.",
    ),
    "promise": ("A promise is for today.", "A promise was for {day}. Not yet is fine too."),
    "trial": (
        "Something two of you are trying is for today.",
        "Something two of you are trying was for {day}. Not yet is fine too.",
    ),
    "visit": ("A visit to a part is for today.", "A visit to a part was for {day}. Not yet is fine too."),
}
"""What is for a day, on that day and after it."""


def _waits_for_its_day(found: Standing) -> tuple[str, _Day | None] | None:
    match found.reason:
        case Reason.AGREEMENT:
            first = found.agreements[0]
            kind, due = "part" if first.part_id else "promise", first.due
        case Reason.TRIAL:
            kind, due = "trial", found.trials[0].due
        case Reason.VISIT:
            kind, due = "visit", found.visits[0].due
        case _:
            return None
    today, after = FOR_A_DAY[kind]
    return (today, None) if due == found.today.isoformat() else (after, _Day(due, for_it=True))


def _waits(found: Standing) -> tuple[str, _Day | None] | None:
    match found.reason:
        case Reason.STATEMENT:
            saved = _Day(found.statements[0].local_day)
            return "A sentence you saved {day} is ready to be looked at again.", saved
        case Reason.TURNING_BACK:
            begun = _Day(found.turning_back[0].local_day)
            return "A repair you began {day} is there to turn back to, when you like.", begun
        case Reason.LOOKING_BACK:
            return "A repair is there to look back on, however it went.", None
        case Reason.TALK:
            return "A talk you got ready for is there to look back on, held or not.", None
        case Reason.MAP:
            return "One question is left of the map you made {day}.", _Day(found.maps[0].local_day)
        case Reason.TRAILHEAD:
            noticed = _Day(found.trailheads[0].local_day)
            return "Something you noticed {day} is there whenever you like.", noticed
    return None


def turns_to(found: Standing, offered: Collection[str]) -> list[Waits]:
    """What turns to what waits, each once, of the sessions that can be typed (`offered`)."""
    waiting = {kind for kind, some in found.kinds.items() if some}
    chosen = {words.key: words for kind, words in KINDS.items() if kind in waiting}
    return [words for words in chosen.values() if words.command in offered or words.command == SETTLE]


def ways(found: Standing, offered: Collection[str], tell: Tell = str) -> list[str]:
    """What to type next, for a page nobody can press a key on."""
    begin = [tell("To go on: ifs resume")] if found.paused else []
    begin.append(tell("To begin: ifs check-in"))
    turn = [f"{_capital(tell(words.label))}: ifs {words.command}" for words in turns_to(found, offered)]
    return [" · ".join(begin), *turn, tell("To look back: ifs list · People to reach: ifs support")]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- with names and words ------------------------------------------------------------------------------


class _Item(NamedTuple):
    head: str
    """Its sentence, with `{name}` and `{day}` to be filled in."""
    session: int
    name: str | None
    day: str
    words: str | None = None


def show_waiting(screen: Screen, found: Standing, tell: Tell = str) -> None:
    """What waits, with its words: the latest few of each kind."""
    kinds = [
        [_sentence(one, found.today, tell) for one in found.statements],
        [_promise(one, found.today, tell) for one in (*found.agreements, *found.trials)],
        *_of_earlier_work(found, tell),
        [
            _Item(
                "Noticed {day}", one.session_number, None, on_day(one.local_day, found.today, tell), one.words
            )
            for one in found.trailheads
        ],
    ]
    for kind in kinds:
        for item in kind[:SHOWN]:
            head = tell(item.head).format(name=item.name, day=item.day)
            screen.say(f"{head} (#{item.session})", "quiet")
            if item.words:
                screen.say(item.words, "answer", indent=2)
    left = sum(max(len(kind) - SHOWN, 0) for kind in kinds)
    if left:
        screen.say(tell("And {count} more, in their entries: ifs list").format(count=left), "quiet")


def _sentence(one: SavedStatement, today: date, tell: Tell) -> _Item:
    head = "A sentence for {name}, saved {day}" if one.person else "A sentence, saved {day}"
    return _Item(head, one.session_number, one.person, on_day(one.local_day, today, tell), one.body)


def _promise(one: DueAgreement, today: date, tell: Tell) -> _Item:
    day = spoken_day(one.due, today, tell)
    if one.shared:
        return _Item("Something two of you are trying, for {day}", one.session_number, None, day)
    if one.part:
        return _Item("A promise to {name}, for {day}", one.session_number, one.part, day, one.text)
    head = "A promise with {name}, for {day}" if one.person else "A promise, for {day}"
    return _Item(head, one.session_number, one.person, day, one.text)


def _noticed(one: ParkedTrailhead, today: date, tell: Tell) -> _Item:
    return _Item("Noticed {day}", one.session_number, None, on_day(one.local_day, today, tell), one.words)


EARLIER_WORK: Mapping[Reason, tuple[str, str]] = {
    Reason.TURNING_BACK: ("A repair, begun {day}", "A repair with {name}, begun {day}"),
    Reason.LOOKING_BACK: ("A repair, for {day}", "A repair with {name}, for {day}"),
    Reason.VISIT: ("A visit to a part, for {day}", "A visit to {name}, for {day}"),
    Reason.TALK: ("A talk, for {day}", "A talk with {name}, for {day}"),
    Reason.MAP: ("A map, made {day}", "A map about {name}, made {day}"),
}
"""What is said of a thing the deeper sessions left open, without a name and with one."""


def _of_earlier_work(found: Standing, tell: Tell) -> Iterator[list[_Item]]:
    kinds: dict[Reason, list[LeftOpen]] = {
        Reason.TURNING_BACK: found.turning_back,
        Reason.LOOKING_BACK: found.looking_back,
        Reason.VISIT: found.visits,
        Reason.TALK: found.talks,
        Reason.MAP: found.maps,
    }
    for kind, some in kinds.items():
        nameless, named = EARLIER_WORK[kind]
        yield [
            _Item(
                named if one.name else nameless,
                one.session_number,
                one.name,
                on_day(one.local_day, found.today, tell)
                if kind in (Reason.TURNING_BACK, Reason.MAP)
                else spoken_day(one.due, found.today, tell),
                one.words,
            )
            for one in some
        ]
