"""What `screens.py` shows: the entries of an invented person, and a scene for every command.

Everybody here is invented. To add a scene, add a line to `SCENES`:

    Scene("ifs note", [("What would you like to note?", "The tea went cold again.\\r")])

A step is what must be on screen, and the keys pressed then (`\\r` is Enter). Each scene begins with the same
journal and changes none of the others, so scenes can stand in any order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import scenes_deeper as deeper

Step = tuple[str, str]
ENTER = "\r"
NEW_LINE = "\x0a"
CTRL_C = "\x03"
EVENING = datetime(2026, 3, 19, 20, 40, tzinfo=UTC)
"""When every scene plays."""


@dataclass(frozen=True)
class Past:
    """A command that was given before any scene."""

    at: datetime
    command: str
    given: str = ""
    """What it read from standard input."""
    code: int = 0


def held(at: datetime, script: str, *answers: object, code: int = 0) -> Past:
    """A session that was held."""
    return Past(at, f"{script} --answers -", json.dumps(answers), code)


@dataclass(frozen=True)
class Scene:
    """A command line, and what is pressed."""

    command: str
    steps: Sequence[Step] = ()
    about: str = ""
    """A line in front of it, where the command does not say it all."""
    code: int = 0
    """How the program is to end."""
    journal: bool = True
    """Whether there is a journal yet, and a settings file."""
    before: Sequence[Past] = ()
    """What else was done before this scene, and before no other."""
    private: bool = False
    """Shown is what the first of two people sees alone, rather than what both see."""


PASTS = (
    held(
        datetime(2026, 3, 4, 20, 15, tzinfo=UTC),
        "check-in",
        "stirred",
        ["the planner", "a quiet one"],
        "the planner",
        "There is too much to hold until Thursday.",
        "a_little",
        "Write the list down, then stop for tonight.",
    ),
    held(
        datetime(2026, 3, 9, 21, 5, tzinfo=UTC),
        "unblend",
        "stirred",
        None,
        "You always forget",
        'Part of me: "You always forget"',
        "against_me",
        "a_little",
        ["open"],
        "the planner",
        None,
        "settled",
    ),
    Past(datetime(2026, 3, 10, 8, 0, tzinfo=UTC), "parts edit 'the planner' --role manager"),
    Past(
        datetime(2026, 3, 10, 8, 5, tzinfo=UTC),
        "parts edit 'a quiet one' --field place",
        "The throat, and the jaw.",
    ),
    Past(
        datetime(2026, 3, 10, 8, 10, tzinfo=UTC),
        "parts edit 'the planner' --field job --said-by part",
        "I count the days, so that nothing can surprise us.",
    ),
    held(
        datetime(2026, 3, 11, 19, 30, tzinfo=UTC),
        "speak-for",
        "settled",
        "Sam",
        "no",
        "no",
        "you left before we had finished",
        ["a quiet one"],
        "small",
        "the talk would never go on",
        "to be told when you need a break",
        "I want to understand us",
        "request",
        "a word before you go",
        "When you left before we had finished, this is what happened in me. A part of me felt small. "
        "What would help is a word before you go. Would that work for you, or what would?",
        "2026-03-19",
        "settled",
    ),
    held(
        datetime(2026, 3, 13, 22, 10, tzinfo=UTC),
        "find-part",
        "stirred",
        "The phone rang twice and stopped.",
        ["body", "pull"],
        "A pull to check every door.",
        "Both hands.",
        "cant_tell",
        "That it was important.",
        None,
        "park",
        "settled",
    ),
    held(
        datetime(2026, 3, 15, 9, 30, tzinfo=UTC),
        "check-in",
        "settled",
        ["a quiet one"],
        "It likes the window open.",
        "plenty",
        None,
    ),
    held(datetime(2026, 3, 17, 23, 40, tzinfo=UTC), "check-in", "too_much", "safe", "close"),
    Past(datetime(2026, 3, 18, 7, 0, tzinfo=UTC), "tag 2 work 'late evenings'"),
    Past(datetime(2026, 3, 18, 7, 5, tzinfo=UTC), "note 2", "It was quieter on the way home."),
    Past(datetime(2026, 3, 18, 7, 10, tzinfo=UTC), "note --part 'the planner'", "Ask it about Sundays."),
    held(datetime(2026, 3, 19, 20, 20, tzinfo=UTC), "unblend", "stirred", None, code=65),
)
"""The last session of them is paused."""

STOPPED = held(datetime(2026, 3, 19, 20, 30, tzinfo=UTC), "check-in", "a_lot", "go_on", {"command": "stop"})
"""A session that was left early."""

ARRIVING: Step = ("How are you arriving?", "t")
LEAVING: Step = ("as you leave this?", "s")
DONE: Step = ("Anything else with this entry?", "d")

FIRST_RUN = [
    ("There is no journal here yet.", ENTER),
    ("Sometimes a person helps", ENTER),
    ("Which country are you in?", ENTER),
    ("Which words would you like", ENTER),
    ("The journal would be one file", "n"),
]
CHECK_IN = [
    ARRIVING,
    ("Who or what is around", f"the planner{ENTER}"),
    ("What would the planner like", f"It counted the days twice.{ENTER}"),
    ("Is there some of you", "s"),
    ("Is there anything small", f"Tea, and the list can wait.{ENTER}"),
    DONE,
]
HARD_CHECK_IN = [
    ("How are you arriving?", "m"),
    ("Are you safe right now?", "s"),
    ("Would it help to steady yourself first?", "g"),
    ("Eyes open.", ENTER),
    ("three things you can see", ENTER),
    ("One sound, near or far", ENTER),
    ("And now, how are you?", "t"),
    ("Who or what is around", ENTER),
    ("Is there some of you", "l"),
    DONE,
]
NOT_SAFE = [
    ("How are you arriving?", "m"),
    ("Are you safe right now?", "n"),
    ("Press a key", " "),
]
UNBLEND = [
    ("of this kind is paused", "n"),
    ARRIVING,
    ("Feel your feet", ENTER),
    ("What is it saying", f"Nothing you do is ever enough.{ENTER}"),
    ("Read it back", ENTER),
    ("How close is it?", "r"),
    ("leave you a hand's width", "l"),
    ("As you turn to", f"r{ENTER}"),
    ("What is it worried about?", f"That nobody keeps watch.{ENTER}"),
    ("It may have good reason", "n"),
    ("It's staying close.", "f"),
    ("What is it saying", f"Leave it alone{ENTER}"),
    ("Read it back", ENTER),
    ("How close is it?", "s"),
    ("As you turn to", f"o{ENTER}"),
    ("Is it one you know?", f"the watcher{ENTER}"),
    ("As you turn to", f"o{ENTER}"),
    ("Is it one you know?", f"the judge{ENTER}"),
    ("Before you go:", f"Thank you for making room.{ENTER}"),
    LEAVING,
    DONE,
]
NOW = [
    ("Something has you.", ENTER),
    ("One word for it", f"Hurry{ENTER}"),
    ("Could it leave you a hand's width?", "b"),
    ("one small thing", "g"),
    ("leave no trace", "t"),
]
FIND_PART = [
    ARRIVING,
    ("Would you like to take that up?", "w"),
    ("What happened?", f"The phone rang, and nobody spoke.{ENTER}"),
    ("how did it show itself?", f"b u{ENTER}"),
    ("What do you notice", f"A tight throat.{ENTER}"),
    ("Is there a place for it", f"Throat and jaw.{ENTER}"),
    ("Is it one, or are there several", "s"),
    ("A line for each of them", f"Pick it up.{NEW_LINE}Let it ring.{NEW_LINE}I want to go home.{ENTER}"),
    ("Which one wants", "2"),
    ("If it had a worry", ENTER),
    ("Is it one you know?", f"the listener{ENTER}"),
    ("Is that enough", "e"),
    LEAVING,
    DONE,
]
WORDS_FOR_SAM = [
    ("Who are the words for?", f"Sam{ENTER}"),
    ("afraid of?", "n"),
    ("afraid of you", "n"),
]
SPEAK_FOR = [
    ARRIVING,
    *WORDS_FOR_SAM,
    ("Finish the sentence", f"When you left without a word, because you never listen.{ENTER}"),
    ("Which part of you has something to say?", f"a quiet one{ENTER}"),
    ("what did it feel?", f"small{ENTER}"),
    ("what was it worried about?", f"the talk would never go on{ENTER}"),
    ("hold dear?", f"to be told when you need a break{ENTER}"),
    ("why tell them?", f"I want to understand us{ENTER}"),
    ("Does something go with it", "r"),
    ("One doable thing.", f"a word before you go{ENTER}"),
    ("Here it is in one piece.", ENTER),
    ("Keep the text, or change it?", "h"),
    ("Here it is in one piece.", ENTER),
    ("Keep the text, or change it?", "k"),
    ("Is there a day to look at it again", f"friday{ENTER}"),
    LEAVING,
    DONE,
]
UNSAFE = [
    ARRIVING,
    ("Who are the words for?", f"Sam{ENTER}"),
    ("afraid of?", "x"),
    ("Press a key", " "),
]
HOT = [
    ("How are you arriving?", "l"),
    ("Would it help to steady yourself first?", "o"),
    *WORDS_FOR_SAM,
    ("Finish the sentence", f"you left before we had finished{ENTER}"),
    ("Which part of you has something to say?", f"a quiet one{ENTER}"),
    ("what did it feel?", f"small{ENTER}"),
    ("what was it worried about?", ENTER),
    ("hold dear?", ENTER),
    ("why tell them?", ENTER),
    ("Does something go with it", "n"),
    ("Here it is in one piece.", ENTER),
    ("as you leave this?", "l"),
    ("steady yourself before you go?", "l"),
    ("something strong tonight?", f"A walk{ENTER}"),
    ("asked tomorrow how you are?", "y"),
    DONE,
]
AFTER = [
    ARRIVING,
    ("How is it with these words now?", "s"),
    ("How did it go?", f"They listened, and were quiet for a while.{ENTER}"),
    ("need a word from you after that?", ENTER),
    LEAVING,
    DONE,
]
SELF_ENERGY = [
    ARRIVING,
    ("Which of these are around", f"q h{ENTER}"),
    ("Where do you notice it", f"Slower hands.{ENTER}"),
    ("standing in front", f"the planner{ENTER}"),
    ("about standing there?", ENTER),
    ("If you like: think of someone", ENTER),
    DONE,
]
WRITE = [
    ARRIVING,
    ("The page is yours.", f"the planner: Not now.{NEW_LINE}a quiet one: When, then?{ENTER}"),
    ("Who was on the page?", ENTER),
    ("If you like, read it once", ENTER),
    DONE,
]
IN_PLAIN_WORDS = [
    ("How is it in there right now?", f"t{ENTER}"),
    ("What's going on in you?", f"the planner{ENTER}"),
    ("want you to know?", f"It counted the days twice.{ENTER}"),
    ("Is some of you able to listen", f"2{ENTER}"),
    ("something small today", ENTER),
    ("Anything else with this entry?", f"1{ENTER}"),
]
ADD_PART = [
    ("What would you call it?", f"the gardener{ENTER}"),
    ("Anything more about it now?", "m"),
    ("What would you like to write about the gardener?", "w"),
    ("Which of these?", "1"),
    ("Where in or around the body", f"Both hands{ENTER}"),
    ("Whose words are these?", "m"),
    ("What would you like to write about the gardener?", "d"),
]

SCENES = (
    Scene("ifs --help"),
    Scene("ifs check-in --help"),
    Scene("ifs list --help"),
    Scene("ifs parts --help"),
    Scene("ifs parts edit --help"),
    Scene("ifs check-in", FIRST_RUN, "The first time.", journal=False),
    Scene("ifs", [("leave", "x")], "Home, with a session paused and words waiting."),
    Scene(
        "ifs",
        [("more", "m"), ("More:", "b"), ("what is waiting", "d"), ("Each of these can wait longer.", "x")],
        "Its other menu, and what is waiting.",
    ),
    Scene("ifs check-in", CHECK_IN),
    Scene("ifs check-in", HARD_CHECK_IN, "Too much, but safe; steadied first, and nobody named."),
    Scene("ifs check-in", NOT_SAFE, "Not sure to be safe.", code=40),
    Scene(
        "ifs check-in",
        [("Would you like to keep it?", "k"), ("How are you arriving?", CTRL_C)],
        "After a session that was left early.",
        code=130,
        before=[STOPPED],
    ),
    Scene(
        "ifs check-in",
        [("How are you arriving?", "?"), ("/hide", f"/why{ENTER}"), ("offered first", CTRL_C)],
        "The list of keys at `?`, and why this is asked. Then Ctrl-C.",
        code=130,
    ),
    Scene(
        "ifs check-in --plain --wording plain",
        IN_PLAIN_WORDS,
        "For a screen reader, in plain words.",
    ),
    Scene("ifs now", NOW, "Three screens, and no trace."),
    Scene("ifs unblend", UNBLEND, "A concerned part gives no room, and is met first."),
    Scene("ifs find-part", FIND_PART, "Several voices, and one that is like a part already known."),
    Scene("ifs speak-for", SPEAK_FOR, "The wording is looked at, changed and kept."),
    Scene("ifs speak-for", UNSAFE, "It could be dangerous: no words are drafted.", code=40),
    Scene("ifs speak-for", HOT, "In the heat: the words wait a night."),
    Scene("ifs after-speaking", AFTER),
    Scene("ifs self-energy", SELF_ENERGY),
    Scene("ifs six-fs", deeper.SIX_FS),
    Scene("ifs repair", deeper.REPAIR, "Both sittings in one, as things are settled."),
    Scene(
        "ifs together",
        deeper.TOGETHER,
        "What both see. What each is asked alone stands on a screen of its own.",
    ),
    Scene(
        "ifs together",
        deeper.NOT_TODAY,
        "What the first is asked alone, one screen after another.",
        private=True,
    ),
    Scene("ifs together", deeper.NOT_TODAY, "Not today. Every reason there can be looks like this."),
    Scene("ifs vulnerable", deeper.NOT_FOR_TODAY, "Not sure: then not today."),
    Scene("ifs follow-up", deeper.FOLLOW_UP, "A promise that was not kept."),
    Scene("ifs write", WRITE),
    Scene(
        "ifs resume",
        [("What is it saying", f"/crisis{ENTER}"), ("Press a key", " "), ("What is it saying", CTRL_C)],
        "Taken up, and people to reach in the middle of it.",
        code=130,
    ),
    Scene("ifs discard last", [("keep it", "k")]),
    Scene("ifs list"),
    Scene("ifs list --part 'a quiet one' --since 'this month'"),
    Scene("ifs list --tag work"),
    Scene("ifs list --limit 2"),
    Scene("ifs list --script write", about="Nothing fits."),
    Scene("ifs show 2"),
    Scene("ifs show 3"),
    Scene("ifs search", [("Which words?", f"left{ENTER}")]),
    Scene("ifs search the --limit 3", about="Many places."),
    Scene("ifs search violin", about="Nothing."),
    Scene("ifs parts"),
    Scene("ifs parts show 'the planner'"),
    Scene("ifs parts show 'a quiet one' --history"),
    Scene("ifs parts add", ADD_PART),
    Scene(
        "ifs parts rename",
        [
            ("Which part?", f"the planner{ENTER}"),
            ("What is it called now?", f"the counter{ENTER}"),
            ("by the old name as well", "y"),
        ],
    ),
    Scene("ifs parts alias 'a quiet one'", [("What else is it called?", f"the small one{ENTER}")]),
    Scene(
        "ifs parts edit 'the planner'",
        [
            ("What would you like to write about", "l"),
            ("Which label?", "r"),
            ("What does it do", "p"),
            ("What would you like to write about", "j"),
            ("Which of these?", "1"),
            ("What does it do for you?", ENTER),
            ("What would you like to write about", "d"),
        ],
    ),
    Scene("ifs note last", [("What would you like to note", f"The tea went cold again.{ENTER}")]),
    Scene("ifs note --list"),
    Scene("ifs tag 1", [("Tags for", f"work, sundays{ENTER}")]),
    Scene("ifs tag --list"),
    Scene("ifs edit 1", [("Which one?", "4"), ("What would", f" And Friday.{ENTER}")]),
    Scene(
        "ifs edit 3 --forget-earlier",
        [("Which one?", "n")],
        "The list of what can be changed; then nothing is.",
    ),
    Scene("ifs delete 3", [("keep it", "k")]),
    Scene("ifs delete", [("What is to go?", "p"), ("Which part?", f"a quiet one{ENTER}"), ("keep it", "k")]),
    Scene("ifs config", [("Settings.", "w"), ("Which words would you like", ENTER), ("Settings.", "x")]),
    Scene("ifs config contacts", [("People you can reach", "x")]),
    Scene("ifs support"),
    Scene("ifs support --country NZ"),
    # The first question's own line is drawn once more as it ends, so the second waits for its page's words.
    Scene("ifs ground", [("Enter for the next.", ENTER), ("No hurry. Enter for the next.", ENTER)]),
    Scene("ifs scripts list"),
    Scene("ifs scripts show now"),
    Scene("ifs scripts graph now"),
    Scene("ifs journal init --unencrypted", journal=False),
    Scene("ifs journal info"),
    Scene("ifs chekc-in", about="A command there is not.", code=2),
    Scene("ifs parts show 'the pianist'", about="A part there is not.", code=10),
    Scene("ifs show 40", about="An entry there is not.", code=10),
    Scene("ifs list", about="No journal yet.", code=20, journal=False),
)
