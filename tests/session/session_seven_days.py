"""A week of somebody's use, told as a story: seven days, three parts, Anna, and a phone that rang.

Thursday 26 March to Wednesday 1 April 2026, in Vienna; the clocks go forward on the Sunday. Every word is
invented, and none was chosen for being easy.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import guide_walking as walking
from ifs_journal.guide.question import Place
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.session.asker import Aid
from session_talking import Room, lines
from session_week import Program, Week

CRITIC, GUARD, SMALL = "the Critic", "Zoë's façade", "小さい子"
"""The three parts. The second is named wrongly, and the third is met on one evening only."""

MESSAGE = "It said: \"you told me 'never again', remember?\" — and it isn't wrong."
INTENTION = "As if I were somebody I'm fond of 🌱"
RANG = "The phone rang at ten to nine; it was Anna's number"
KNOT = "a knot, naïve & tight"
HEART = "un peu à gauche du cœur"
SLASH = "/mute yourself, that's what it says"
OUTRUN = "that nobody'd come back for it"
SHUT_UP = "shut up & smile; don't make a scene"
NINE = "you came at nine and your phone was off"
CHILD_SAYS = "迎えに来て、と言っている"
HELD = "When you came at nine and your phone was off, a part of me felt small. I'd like us to talk."
NEVER = "You never listen, Anna. A part of me felt small when you came at nine."
SAID = "When you came at nine, a part of me felt small. What would help is a message. Would that work?"
WENT = 'She was quiet, then: "I didn\'t know." Later she wrote "(sorry ❤️)", and I cried a bit, naturally.'
LONG_LINE = "and then the phone again, " * 200 + "until the battery was empty"
PAGE = f"""{CRITIC}: you're late. Again.
me: I hear you.
/etc isn't a place for feelings 🌧️
怒っている
{LONG_LINE}"""
HARBOUR = "a picture of a harbour, empty, the ferry gone"
ON_DAY_TWO = "Ask Dr Šimková: is it the same knot as in '09?"
ON_THE_GUARD = "It softened when I said “thank you” aloud."
BY_ITSELF = "Read again before the session:\n50% of this was about the phone, wasn't it?"


def live_the_week(file: Path) -> Week:
    """Seven days, each session on its own day. Leaves the journal closed."""
    create(file)
    with Journal.open(file) as journal:
        hands = walking.Hands(datetime(2026, 3, 25, 20, 0, tzinfo=UTC))
        week = Week(Room(journal, hands), Program(file, hands.tick))
        for day in (_thursday, _friday, _saturday, _sunday, _monday, _tuesday, _wednesday):
            day(week)
    week.program = Program(file)
    return week


def _thursday(week: Week) -> None:
    """A check-in with an intention, something noticed and parked, and the evening."""
    week.at("2026-03-26", "07:40")
    week.sit(
        "morning",
        "check-in",
        [
            ("state", "stirred"),
            ("who", [CRITIC]),
            ("message", MESSAGE),
            ("self", "some"),
            ("small-wish", "ring Mum before six o'clock"),
            ("intention", INTENTION),
        ],
        "morning",
    )
    week.at("2026-03-26", "12:10")
    week.sit(
        "noticed",
        "find-part",
        [
            ("state", 4),
            ("trigger", RANG),
            ("channels", ["body", "words"]),
            ("noticed", KNOT),
            ("place", HEART),
            ("voices", "one"),
            ("fears", "that it's true"),
            ("known", None),
            ("what-now", "park"),
            ("state", "settled"),
        ],
    )
    week.at("2026-03-26", "21:45")
    week.sit(
        "evening",
        "check-in",
        [("state", "settled"), ("who", None), ("self", "a_little"), ("led-day", "the critic")],
        "evening",
    )


def _friday(week: Week) -> None:
    """An unblending that is interrupted at the door."""
    week.at("2026-03-27", "20:15")
    week.sit(
        "room",
        "unblend",
        [
            ("state", "stirred"),
            ("feet", None),
            ("says", SLASH),
            ("part-of-me", f'Part of me: "{SLASH}"'),
            "/pause",
        ],
    )
    week.looks_home("paused")
    week.program.run("tag", "last", "telephone, Étude")
    week.program.run("note", "last", stdin=ON_DAY_TWO)


def _saturday(week: Week) -> None:
    """The unblending goes on: somebody worried refuses and comes first. Late that evening, hot words."""
    week.at("2026-03-28", "09:05")
    week.resume(
        "room",
        [
            ("state", "settled"),
            ("how-close", "i_am_it"),
            ("ask-room", "stayed"),
            ("fears", OUTRUN),
            ("answer-it", "I can stop the moment you ask me to."),
            ("another-way", "across_the_room"),
            ("across", None),
            ("still-close", "i_can_see_it"),
            ("how", ["reacting"]),
            ("worry", "that it'll drown us both"),
            ("room", "no_room"),
            ("turn", "come_first"),
            ("says", SHUT_UP),
            ("part-of-me", f'Part of me: "{SHUT_UP}"'),
            ("how-close", "i_can_see_it"),
            ("how", ["open"]),
            ("name", GUARD),
            ("how", ["open"]),
            ("name", CRITIC),
            ("parting", None),
            ("state", "settled"),
        ],
    )
    week.at("2026-03-28", "22:40")
    week.sit(
        "hot",
        "speak-for",
        [
            ("state", "a_lot"),
            ("steady", "go_on"),
            ("who", "Anna"),
            ("theirs", "no"),
            ("mine", "worried"),
            ("event", NINE),
            ("speaking", [CRITIC, SMALL]),
            ("feeling", "furious"),
            ("fears", "it'd be like '09"),
            ("needs", "that a promise is a promise"),
            ("feeling", "small"),
            ("fears", CHILD_SAYS),
            ("needs", None),
            ("intention", "I'd miss you"),
            ("asks", "nothing"),
            ("draft", HELD),
            ("state", 7),
            ("steady", "go_on"),
            ("tonight", "the phone stays in the kitchen"),
            ("tomorrow", None),
        ],
    )


def _sunday(week: Week) -> None:
    """A page in the night the clocks went forward. By day, the words again: put another way."""
    week.at("2026-03-29", "01:50")
    week.sit(
        "page",
        "write",
        [
            ("state", "stirred"),
            ("page", partial(_after_half_an_hour, week)),
            ("who", [CRITIC]),
            ("read-back", None),
        ],
    )
    week.at("2026-03-29", "10:00")
    week.looks_home("to look at")
    week.sit(
        "anew",
        "after-speaking",
        [
            ("state", "settled"),
            ("said", "anew"),
            ("theirs", "no"),
            ("mine", "worried"),
            ("draft", NEVER),
            ("look", "change"),
            ("draft", SAID),
            ("day", "tomorrow"),
            ("state", "settled"),
        ],
    )


def _after_half_an_hour(week: Week, place: Place, aid: Aid) -> str:
    week.room.later(minutes=30)
    return PAGE


def _monday(week: Week) -> None:
    """A moment after midnight that is kept. In the evening it is said, and how it went."""
    week.at("2026-03-30", "00:20")
    week.program.run("now", "--jsonl", stdin=lines([None, "tight; Déjà-vu", "a_bit", "water", "keep"]))
    week.at("2026-03-30", "09:00")
    week.looks_home("before it was said")
    week.at("2026-03-30", "18:30")
    week.sit(
        "said",
        "after-speaking",
        [
            ("state", "stirred"),
            ("said", "yes"),
            ("how-it-went", WENT),
            ("parts-after", "well dared"),
            ("state", "settled"),
        ],
    )
    week.looks_home("after it was said")
    week.program.run("tag", "last", "Étude")


def _tuesday(week: Week) -> None:
    """What was parked on Thursday is taken up; later a little room, and a `now` that leaves no trace."""
    week.at("2026-03-31", "12:05")
    week.sit(
        "taken up",
        "find-part",
        [
            ("state", "settled"),
            ("pick-up", "yes"),
            ("channels", ["image"]),
            ("noticed", HARBOUR),
            ("voices", "cant_tell"),
            ("fears", "the last ferry"),
            ("known", GUARD),
            ("what-now", "enough"),
            ("state", "settled"),
        ],
    )
    week.looks_home("after it was taken up")
    week.at("2026-03-31", "20:30")
    week.sit(
        "more room",
        "unblend",
        [
            ("state", "stirred"),
            ("feet", None),
            ("says", "faster"),
            ("part-of-me", 'Part of me: "faster"'),
            ("how-close", "against_me"),
            ("ask-room", "eased"),
            ("how", ["open"]),
            ("name", CRITIC),
            ("parting", None),
            ("state", "settled"),
        ],
    )
    week.program.run("now", "--jsonl", stdin=lines([None, "buzzing", "no", "wait", "no_trace"]))


def _wednesday(week: Week) -> None:
    """What is here of Self, notes, and an evening check-in."""
    week.at("2026-04-01", "08:00")
    week.sit(
        "self",
        "self-energy",
        [
            ("state", "settled"),
            ("around", ["calm", "playfulness"]),
            ("where", "in the hands, kneading (Germteig!)"),
            ("in-front", GUARD),
            ("its-reason", "someone's got to watch the door"),
            ("widen", None),
        ],
    )
    week.program.run("note", "--part", "zoe", stdin=ON_THE_GUARD)
    week.program.run("note", stdin=BY_ITSELF)
    week.at("2026-04-01", "19:00")
    week.sit(
        "last evening",
        "check-in",
        [
            ("state", "settled"),
            ("who", ["Zoe’s facade", CRITIC]),
            ("stands-out", GUARD),
            ("message", "ok."),
            ("self", "plenty"),
            ("small-wish", None),
            ("led-day", None),
        ],
        "evening",
    )
