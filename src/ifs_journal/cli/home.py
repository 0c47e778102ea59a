"""`ifs` alone: where things stand, in counts, and what one could do. No names until a key is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here, own_language
from ifs_journal.errors import NoJournal

if TYPE_CHECKING:
    from ifs_journal.session.said import Tell
    from ifs_journal.session.standing import Standing
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen

Choices = list[tuple[str, str]]

SESSIONS = {
    "c": ("check-in", "check in: a minute or two"),
    "n": ("now", "now: something has taken over"),
    "f": ("find-part", "find a part: something you noticed"),
    "u": ("unblend", "a little room, when something is close"),
    "k": ("speak-for", "speak for a part to someone"),
    "e": ("self-energy", "what is steady in you, even faintly"),
    "w": ("write", "write freely"),
}
"""Guided sessions by key. One that is not in the library is not offered."""
FIRST = ("c", "n")
"""The sessions on the first menu; without `now` there, a little room takes its place."""
MORE, BACK = "m", "b"
SHOWN = 5
"""How many things of each kind that waits are shown at once."""
LISTED = 20
"""How many sessions looking back shows."""
WAITING = {
    "a": ("after-speaking", "look again at the sentence"),
    "f": ("find-part", "turn to what you noticed"),
}


def home(here: Here, *, as_json: bool) -> None:
    """Show home; in a terminal, offer what could be next. Raises NoJournal where there is nobody to ask."""
    try:
        found = _standing(here)
    except NoJournal:
        if as_json or not here.screen().interactive:
            raise
        _begin(here, "check-in")
        return
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json(home_json(found))
    elif here.screen().interactive:
        _in_terminal(here, found)
    else:
        screen = here.screen()
        tell = own_language()
        for line in [*lines(found, tell), *_ways(found, tell)]:
            screen.say(line)


def _standing(here: Here) -> Standing:
    from ifs_journal.session.moment import Clock
    from ifs_journal.session.standing import standing

    with here.open(read_only=True) as journal:
        return standing(journal, Clock().today())


def home_json(found: Standing) -> dict[str, Any]:
    """Home as JSON has it: counts and days, no names. These keys are a contract."""
    return {
        "day": found.today.isoformat(),
        "paused": len(found.paused),
        "statements_due": len(found.statements),
        "agreements_due": len(found.agreements),
        "trailheads_parked": len(found.trailheads),
        "last_check_in": found.last_check_in,
        "suggestion": {"reason": str(found.reason), "text": suggestion(found)},
    }


def lines(found: Standing, tell: Tell = str) -> list[str]:
    """Where things stand, in counts and days; last, one suggestion with its reason."""
    from ifs_journal.terminal.times import on_day, spoken_day

    told: list[str] = []
    if found.paused:
        latest = on_day(found.paused[0].local_day, found.today, tell)
        paused = tell("Paused: {count}, the latest begun {day}.")
        told.append(paused.format(count=len(found.paused), day=latest))
    waiting = [
        _count(len(found.statements), tell("sentence to look at again"), tell("sentences to look at again")),
        _count(len(found.agreements), tell("promise to a part"), tell("promises to parts")),
        _count(len(found.trailheads), tell("thing you noticed"), tell("things you noticed")),
    ]
    if found.waiting:
        told.append(tell("Waiting: {things}.").format(things=", ".join(one for one in waiting if one)))
    if found.last_check_in is not None:
        last = spoken_day(found.last_check_in, found.today, tell)
        told.append(tell("Last check-in: {day}.").format(day=last))
    return [*told, suggestion(found, tell)]


def suggestion(found: Standing, tell: Tell = str) -> str:
    """One line: what could be next, and why."""
    from ifs_journal.session.standing import Reason
    from ifs_journal.terminal.times import on_day, spoken_day

    today = found.today
    match found.reason:
        case Reason.STIRRED if found.stirred is not None:
            if found.stirred.local_day == today.isoformat():
                return tell("The last session ended stirred. A minute of steadying, or a check-in?")
            return tell("Yesterday ended stirred. A minute of steadying, or a check-in?")
        case Reason.STATEMENT:
            saved = on_day(found.statements[0].local_day, today, tell)
            return tell("A sentence you saved {day} is ready to be looked at again.").format(day=saved)
        case Reason.AGREEMENT:
            due = found.agreements[0].due
            if due == today.isoformat():
                return tell("A promise to a part is for today.")
            was = spoken_day(due, today, tell)
            return tell("A promise to a part was for {day}. Not yet is fine too.").format(day=was)
        case Reason.TRAILHEAD:
            noticed = on_day(found.trailheads[0].local_day, today, tell)
            return tell("Something you noticed {day} is there whenever you like.").format(day=noticed)
        case Reason.PAUSED:
            return tell("What you paused is there as you left it.")
        case Reason.CHECK_IN:
            return tell("A check-in takes a minute or two.")
    return tell("Nothing else is waiting.")


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}" if number else ""


def _ways(found: Standing, tell: Tell) -> list[str]:
    """What to type next, for a page nobody can press a key on."""
    ways = [tell("To go on: ifs resume")] if found.paused else []
    ways.append(tell("To begin: ifs check-in"))
    for script, waits in (("after-speaking", found.statements), ("find-part", found.trailheads)):
        if waits and script in _offered():
            ways.append(f"ifs {script}")
    return [" · ".join(ways), tell("To look back: ifs list · People to reach: ifs support")]


def _offered() -> set[str]:
    from ifs_journal.script.library import index

    return {str(one["id"]) for one in index() if one["listed"]}


# --- in a terminal -------------------------------------------------------------------------------------


def _in_terminal(here: Here, found: Standing) -> None:
    from ifs_journal.cli.asking import terminal_asker

    offered = _offered()
    asker = terminal_asker(here, plain=False, wording=None)
    tell = own_language(asker)
    picked = BACK
    while picked == BACK:
        picked = asker.pick("\n".join(lines(found, tell)), _labels(_menu(found, offered), tell))
        if picked == MORE:
            picked = asker.pick(tell("More:"), _labels(_more(offered), tell))
    if picked == "d":
        _waiting(here, asker, found, offered)
    elif picked in SESSIONS:
        _begin(here, SESSIONS[picked][0])
    elif picked != "x":
        _show(here, picked)


def _menu(found: Standing, offered: set[str]) -> Choices:
    choices: Choices = [("g", "go on where you paused")] if found.paused else []
    if found.waiting:
        choices.append(("d", "what is waiting"))
    choices += [_session(key) for key in _first(offered)]
    choices += [("s", "steady yourself"), ("p", "people you can reach"), (MORE, "more"), ("x", "leave")]
    return choices


def _more(offered: set[str]) -> Choices:
    shown = _first(offered)
    choices = [
        _session(key) for key, (script, _) in SESSIONS.items() if key not in shown and script in offered
    ]
    return [*choices, ("l", "look back"), ("a", "parts you have met"), (BACK, "back")]


def _labels(choices: Choices, tell: Tell) -> Choices:
    """Keys with their labels as the person reads them."""
    return [(key, tell(label)) for key, label in choices]


def _first(offered: set[str]) -> list[str]:
    found = [key for key in FIRST if SESSIONS[key][0] in offered]
    return found if "n" in found else [*found, "u"]


def _session(key: str) -> tuple[str, str]:
    return key, SESSIONS[key][1]


def _waiting(here: Here, asker: Conversation, found: Standing, offered: set[str]) -> None:
    """What waits, now with its words; then the session that turns to it."""
    tell = own_language(asker)
    _show_waiting(asker.screen, found, tell)
    waits = {"a": found.statements, "f": found.trailheads}
    choices = [(key, label) for key, (script, label) in WAITING.items() if waits[key] and script in offered]
    asker.screen.blank()
    choices += [("c", SESSIONS["c"][1]), ("x", "leave")]
    picked = asker.pick(tell("Each of these can wait longer."), _labels(choices, tell))
    if picked != "x":
        _begin(here, "check-in" if picked == "c" else WAITING[picked][0])


def _show_waiting(screen: Screen, found: Standing, tell: Tell) -> None:
    from ifs_journal.terminal.times import on_day, spoken_day

    today = found.today
    for statement in found.statements[:SHOWN]:
        named = tell(
            "A sentence for {person}, saved {day}" if statement.person else "A sentence, saved {day}"
        )
        head = named.format(person=statement.person, day=on_day(statement.local_day, today, tell))
        _item(screen, head, statement.session_number, statement.body)
    for one in found.agreements[:SHOWN]:
        named = "A promise to {part}, for {day}" if one.part else "A promise, for {day}"
        head = tell(named).format(part=one.part, day=spoken_day(one.due, today, tell))
        _item(screen, head, one.session_number, one.text)
    for noticed in found.trailheads[:SHOWN]:
        when = tell("Noticed {day}").format(day=on_day(noticed.local_day, today, tell))
        _item(screen, when, noticed.session_number, noticed.words or "")
    kinds = (found.statements, found.agreements, found.trailheads)
    left = sum(max(len(kind) - SHOWN, 0) for kind in kinds)
    if left:
        screen.say(tell("And {count} more, in their entries: ifs list").format(count=left), "quiet")


def _item(screen: Screen, head: str, session: int, words: str) -> None:
    screen.say(f"{head} (#{session})", "quiet")
    if words:
        screen.say(words, "answer", indent=2)


def _begin(here: Here, script: str) -> None:
    from ifs_journal.cli.sessions import Way, begin

    begin(here, script, Way(None, False, False, None), [])


def _show(here: Here, picked: str) -> None:
    from ifs_journal.cli import pages
    from ifs_journal.cli.looking import Narrowing, list_sessions
    from ifs_journal.cli.parts import list_parts
    from ifs_journal.cli.sessions import Way, go_on

    if picked == "g":
        go_on(here, None, Way(None, False, False, None))
    elif picked == "l":
        list_sessions(here, Narrowing(), LISTED, as_json=False)
    elif picked == "a":
        list_parts(here, everyone=False, as_json=False)
    elif picked == "s":
        pages.ground(here, far=False, plain=False)
    elif picked == "p":
        pages.support(here, None)
