"""`ifs` alone: where things stand, in counts, and what one could do. No names until a key is pressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here, own_language
from ifs_journal.errors import NoJournal

if TYPE_CHECKING:
    from ifs_journal.session.said import Tell
    from ifs_journal.session.standing import Standing
    from ifs_journal.terminal.conversation import Conversation

Choices = list[tuple[str, str]]

SESSIONS = {
    "i": ("check-in", "check in: a minute or two"),
    "n": ("now", "now: something has taken over"),
    "f": ("find-part", "find a part: something you noticed"),
    "u": ("unblend", "a little room, when something is close"),
    "k": ("speak-for", "speak for a part to someone"),
    "e": ("self-energy", "what is steady in you, even faintly"),
    "w": ("write", "write freely"),
}
"""Guided sessions by key, and none by `c`, which begins the word crisis.

One that is not in the library is not offered.
"""
FIRST = ("i", "n")
"""The sessions on the first menu; without `now` there, a little room takes its place."""
MORE, BACK = "m", "b"
PROMISES, THERAPY = "promises", "therapy"
BEHIND_MORE = {"p": PROMISES, "t": THERAPY}
"""What some keys mean on the second menu alone."""
LISTED = 20
"""How many sessions looking back shows."""


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
        from ifs_journal.terminal.home_words import lines, ways

        screen = here.screen()
        tell = own_language()
        for line in [*lines(found, tell), *ways(found, _offered(), tell)]:
            screen.say(line)


def _standing(here: Here) -> Standing:
    from ifs_journal.session.moment import Clock
    from ifs_journal.session.standing import standing

    with here.open(read_only=True) as journal:
        return standing(journal, Clock().today())


def home_json(found: Standing) -> dict[str, Any]:
    """Home as JSON has it: counts and days, no names. These keys are a contract."""
    from ifs_journal.terminal.home_words import suggestion

    return {
        "day": found.today.isoformat(),
        "paused": len(found.paused),
        "statements_due": len(found.statements),
        "agreements_due": len(found.agreements),
        "trials_due": len(found.trials),
        "repairs_to_turn_back_to": len(found.turning_back),
        "repairs_to_look_back_on": len(found.looking_back),
        "visits_due": len(found.visits),
        "talks_to_look_back_on": len(found.talks),
        "map_questions": len(found.maps),
        "trailheads_parked": len(found.trailheads),
        "check_asked_for": found.check_asked,
        "last_check_in": found.last_check_in,
        "suggestion": {"reason": str(found.reason), "text": suggestion(found)},
    }


def _offered() -> set[str]:
    """What can be typed after `ifs` to begin a session: a script's name, or that and one of its flags."""
    from ifs_journal.script.library import index

    listed = [one for one in index() if one["listed"]]
    names = {str(one["id"]) for one in listed}
    return names | {f"{one['id']} --{flag}" for one in listed for flag in one["variants"]}


# --- in a terminal -------------------------------------------------------------------------------------


def _in_terminal(here: Here, found: Standing) -> None:
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.home_words import lines

    offered = _offered()
    asker = terminal_asker(here, plain=False, wording=None)
    tell = own_language(asker)
    picked = BACK
    while picked == BACK:
        picked = asker.pick("\n".join(lines(found, tell)), _labels(_menu(found, offered), tell))
        if picked == MORE:
            picked = asker.pick(tell("More:"), _labels(_more(offered), tell))
            picked = BEHIND_MORE.get(picked, picked)
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
    return [
        *choices,
        ("o", "all the sessions there are"),
        ("l", "look back"),
        ("a", "parts you have met"),
        ("p", "promises you made"),
        ("t", "write down a therapy session"),
        (BACK, "back"),
    ]


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
    from ifs_journal.terminal.home_words import SETTLE, show_waiting, turns_to

    tell = own_language(asker)
    show_waiting(asker.screen, found, tell)
    ways = {words.key: words for words in turns_to(found, offered)}
    choices = [(key, words.label) for key, words in ways.items()]
    asker.screen.blank()
    choices += [("i", SESSIONS["i"][1]), ("x", "leave")]
    picked = asker.pick(tell("Each of these can wait longer."), _labels(choices, tell))
    if picked in ways and ways[picked].command == SETTLE:
        _settle(here, found)
    elif picked != "x":
        _begin(here, *("check-in" if picked == "i" else ways[picked].command).split())


def _settle(here: Here, found: Standing) -> None:
    """Say how it is with a promise: with the one whose day has come, or with one that is picked."""
    from ifs_journal.cli.promises import settle
    from ifs_journal.cli.sessions import Way

    only = found.agreements[0].number if len(found.agreements) == 1 else None
    settle(here, only, Way(None, False, False, None))


def _begin(here: Here, script: str, *flags: str) -> None:
    from ifs_journal.cli.sessions import Way, begin

    begin(here, script, Way(None, False, False, None), list(flags))


def _show(here: Here, picked: str) -> None:
    from ifs_journal.cli import pages
    from ifs_journal.cli.looking import list_sessions
    from ifs_journal.cli.narrowing import Narrowing
    from ifs_journal.cli.parts import choice, list_parts
    from ifs_journal.cli.promises import Wanted, list_promises
    from ifs_journal.cli.scripts import list_scripts
    from ifs_journal.cli.sessions import Way, go_on
    from ifs_journal.cli.therapy import record

    if picked == "g":
        go_on(here, None, Way(None, False, False, None))
    elif picked == "l":
        list_sessions(here, Narrowing(), LISTED, as_json=False)
    elif picked == "o":
        list_scripts(here, as_json=False)
    elif picked == "a":
        list_parts(here, choice(), as_json=False)
    elif picked == PROMISES:
        list_promises(here, Wanted(), as_json=False)
    elif picked == THERAPY:
        record(here, None, plain=False)
    elif picked == "s":
        pages.ground(here, far=False, plain=False)
    elif picked == "p":
        pages.support(here, None)
