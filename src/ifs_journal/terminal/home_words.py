"""The words of home: what waits, in counts and days; one suggestion with its reason; what to type for each.

No names and nobody's words are in here: they are shown when a key was pressed, by `waiting`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ifs_journal.session.standing import Reason
from ifs_journal.terminal.times import on_day, spoken_day

if TYPE_CHECKING:
    from datetime import date

    from ifs_journal.journal.read_due import DueAgreement, SavedStatement
    from ifs_journal.journal.read_open import LeftOpen
    from ifs_journal.session.standing import Standing
    from ifs_journal.terminal.screen import Screen

SHOWN = 5
"""How many things of each kind that waits are shown at once."""


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
    Reason.AGREEMENT: Waits("promise", "promises", "follow-up", "v", "come back to a part"),
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


def lines(found: Standing) -> list[str]:
    """Where things stand, in counts and days; last, one suggestion with its reason."""
    told: list[str] = []
    if found.paused:
        latest = on_day(found.paused[0].local_day, found.today)
        told.append(f"Paused: {len(found.paused)}, the latest begun {latest}.")
    if found.waiting:
        counted = [_count(found, kind, len(waiting)) for kind, waiting in found.kinds.items() if waiting]
        told.append(f"Waiting: {', '.join(counted)}.")
    if found.last_check_in is not None:
        told.append(f"Last check-in: {spoken_day(found.last_check_in, found.today)}.")
    return [*told, suggestion(found)]


def _count(found: Standing, kind: Reason, number: int) -> str:
    words = KINDS[kind]
    one, several = words.one, words.several
    if kind is Reason.AGREEMENT and all(each.part_id for each in found.agreements):
        one, several = "promise to a part", "promises to parts"
    return f"1 {one}" if number == 1 else f"{number} {several}"


def suggestion(found: Standing) -> str:
    """One line: what could be next, and why."""
    today = found.today
    match found.reason:
        case Reason.STIRRED if found.stirred is not None:
            when = "The last session" if found.stirred.local_day == today.isoformat() else "Yesterday"
            return f"{when} ended stirred. A minute of steadying, or a check-in?"
        case Reason.CHECK_ASKED:
            return "You asked for a check today: ifs check-in"
        case Reason.STATEMENT:
            saved = on_day(found.statements[0].local_day, today)
            return f"A sentence you saved {saved} is ready to be looked at again."
        case Reason.AGREEMENT:
            first = found.agreements[0]
            return _for_a_day("A promise to a part" if first.part_id else "A promise", first.due, today)
        case Reason.TRIAL:
            return _for_a_day("Something two of you are trying", found.trials[0].due, today)
        case Reason.VISIT:
            return _for_a_day("A visit to a part", found.visits[0].due, today)
        case Reason.TRAILHEAD:
            noticed = on_day(found.trailheads[0].local_day, today)
            return f"Something you noticed {noticed} is there whenever you like."
        case Reason.PAUSED:
            return "What you paused is there as you left it."
        case Reason.CHECK_IN:
            return "A check-in takes a minute or two."
    return _of_earlier_work(found) or "Nothing else is waiting."


def _for_a_day(what: str, due: str, today: date) -> str:
    if due == today.isoformat():
        return f"{what} is for today."
    return f"{what} was for {spoken_day(due, today)}. Not yet is fine too."


def _of_earlier_work(found: Standing) -> str | None:
    match found.reason:
        case Reason.TURNING_BACK:
            begun = on_day(found.turning_back[0].local_day, found.today)
            return f"A repair you began {begun} is there to turn back to, when you like."
        case Reason.LOOKING_BACK:
            return "A repair is there to look back on, however it went."
        case Reason.TALK:
            return "A talk you got ready for is there to look back on, held or not."
        case Reason.MAP:
            made = on_day(found.maps[0].local_day, found.today)
            return f"One question is left of the map you made {made}."
    return None


def turns_to(found: Standing, offered: Collection[str]) -> list[Waits]:
    """The sessions that turn to what waits, each once, of those that can be typed (`offered`)."""
    waiting = {kind for kind, some in found.kinds.items() if some}
    if not any(one.part_id for one in found.agreements):
        # No session asks after a promise that was made to no part.
        waiting.discard(Reason.AGREEMENT)
    chosen = {words.key: words for kind, words in KINDS.items() if kind in waiting}
    return [words for words in chosen.values() if words.command in offered]


def ways(found: Standing, offered: Collection[str]) -> list[str]:
    """What to type next, for a page nobody can press a key on."""
    begin = ["To go on: ifs resume"] if found.paused else []
    begin.append("To begin: ifs check-in")
    turn = [f"To {words.label}: ifs {words.command}" for words in turns_to(found, offered)]
    return [" · ".join(begin), *turn, "To look back: ifs list · People to reach: ifs support"]


# --- with names and words ------------------------------------------------------------------------------


class _Item(NamedTuple):
    head: str
    session: int
    words: str | None


def show_waiting(screen: Screen, found: Standing) -> None:
    """What waits, with its words: the latest few of each kind."""
    today = found.today
    items: list[Sequence[_Item]] = [
        [_sentence(one, today) for one in found.statements],
        [_promise(one, today) for one in (*found.agreements, *found.trials)],
        [
            _open(f"A repair{_joined('with', one.name)}, begun {on_day(one.local_day, today)}", one)
            for one in found.turning_back
        ],
        [_due("A repair", "with", one, today) for one in found.looking_back],
        [_due("A visit", "to", one, today) for one in found.visits],
        [_due("A talk", "with", one, today) for one in found.talks],
        [
            _open(f"A map{_joined('about', one.name)}, made {on_day(one.local_day, today)}", one)
            for one in found.maps
        ],
        [
            _Item(f"Noticed {on_day(one.local_day, today)}", one.session_number, one.words)
            for one in found.trailheads
        ],
    ]
    for kind in items:
        for item in kind[:SHOWN]:
            screen.say(f"{item.head} (#{item.session})", "quiet")
            if item.words:
                screen.say(item.words, "answer", indent=2)
    left = sum(max(len(kind) - SHOWN, 0) for kind in items)
    if left:
        screen.say(f"And {left} more, in their entries: ifs list", "quiet")


def _sentence(one: SavedStatement, today: date) -> _Item:
    head = f"A sentence{_joined('for', one.person)}, saved {on_day(one.local_day, today)}"
    return _Item(head, one.session_number, one.body)


def _promise(one: DueAgreement, today: date) -> _Item:
    if one.shared:
        return _Item(
            f"Something two of you are trying, for {spoken_day(one.due, today)}", one.session_number, None
        )
    whom = _joined("to", one.part) or _joined("with", one.person)
    return _Item(f"A promise{whom}, for {spoken_day(one.due, today)}", one.session_number, one.text)


def _due(what: str, joined: str, one: LeftOpen, today: date) -> _Item:
    return _open(f"{what}{_joined(joined, one.name)}, for {spoken_day(one.due, today)}", one)


def _open(head: str, one: LeftOpen) -> _Item:
    return _Item(head, one.session_number, one.words)


def _joined(word: str, name: str | None) -> str:
    return f" {word} {name}" if name else ""
