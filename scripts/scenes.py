"""What `screens.py` shows: the entries of an invented person, and one scene for each command.

Everybody here is invented. To add a scene, add a line to `SCENES`:

    Scene("ifs note", [("What would you like to note?", "The tea went cold again.\\r")])

A step is what must be on screen, and the keys pressed then (`\\r` is Enter). Each scene begins with the same
journal and changes none of the others, so scenes can stand in any order. A scene for a command that there is
not yet is left out, and said to be.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

Step = tuple[str, str]
ENTER = "\r"
NEW_LINE = "\x0a"
CTRL_C = "\x03"
EVENING = datetime(2026, 3, 19, 20, 40, tzinfo=UTC)
"""When every scene plays."""


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
    """Whether there is a journal yet."""


@dataclass(frozen=True)
class Past:
    """A session that was held before any scene."""

    at: datetime
    script: str
    answers: tuple[object, ...]
    code: int = 0

    @property
    def given(self) -> str:
        """The answers as `--answers` reads them."""
        return json.dumps(self.answers)


PASTS = (
    Past(
        datetime(2026, 3, 4, 20, 15, tzinfo=UTC),
        "check-in",
        (
            "stirred",
            ["the planner", "a quiet one"],
            "the planner",
            "There is too much to hold until Thursday.",
            "a_little",
            "Write the list down, then stop for tonight.",
        ),
    ),
    Past(
        datetime(2026, 3, 9, 21, 5, tzinfo=UTC),
        "unblend",
        (
            "stirred",
            None,
            "You always forget",
            'Part of me: "You always forget"',
            "against_me",
            "a_little",
            ["open"],
            "the planner",
            "settled",
        ),
    ),
    Past(
        datetime(2026, 3, 15, 9, 30, tzinfo=UTC),
        "check-in",
        ("settled", ["a quiet one"], "It likes the window open.", "plenty", None),
    ),
    Past(datetime(2026, 3, 19, 20, 20, tzinfo=UTC), "unblend", ("stirred", None), code=65),
)
"""The last of them is paused."""

ARRIVING: Step = ("How are you arriving?", "t")

CHECK_IN = [
    ARRIVING,
    ("Who or what is around", f"the planner{ENTER}"),
    ("What would the planner like", f"It counted the days twice.{ENTER}"),
    ("Is there some of you", "s"),
    ("Is there anything small", f"Tea, and the list can wait.{ENTER}"),
    ("Anything else with this entry?", "d"),
]
UNBLEND = [
    ("of this kind is paused", "n"),
    ARRIVING,
    ("Feel your feet", ENTER),
    ("What is it saying", f"Nothing you do is ever enough{ENTER}"),
    ("Read it back", ENTER),
    ("How close is it?", "r"),
    ("leave you a hand's width", "l"),
    ("As you turn to", f"r{ENTER}"),
    ("What is it worried about?", f"That nobody keeps watch{ENTER}"),
    ("It may have good reason", "y"),
    ("As you turn to", f"o{ENTER}"),
    ("Is it one you know?", f"the judge{ENTER}"),
    ("as you leave this?", "s"),
    ("Anything else with this entry?", "d"),
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
    ("What happened?", f"The phone rang, and nobody spoke.{ENTER}"),
    ("how did it show itself?", f"b u{ENTER}"),
    ("What do you notice?", f"A tight throat.{ENTER}"),
    ("Is there a place for it", f"Throat and jaw.{ENTER}"),
    ("Is it one, or are there several", "o"),
    ("If it had a worry", ENTER),
    ("Is it one you know?", f"the listener{ENTER}"),
    ("Is that enough", "e"),
    ("as you leave this?", "s"),
    ("Anything else with this entry?", "d"),
]
SPEAK_FOR = [
    ARRIVING,
    ("Who are the words for?", f"Sam{ENTER}"),
    ("afraid", "n"),
    ("afraid", "n"),
    ("Finish the sentence", f"When you left before we had finished{ENTER}"),
    ("Which part of you has something to say?", f"a quiet one{ENTER}"),
    ("what did it feel?", f"small{ENTER}"),
    ("what was it worried about?", f"the talk would never go on{ENTER}"),
    ("what does it need", f"to be told when you need a break{ENTER}"),
    ("why tell them?", f"I want to understand us{ENTER}"),
    ("Does something go with it", "r"),
    ("One doable thing.", f"a word before you go{ENTER}"),
    ("Here it is in one piece.", ENTER),
    ("Is there a day to look at it again", f"friday{ENTER}"),
    ("as you leave this?", "s"),
    ("Anything else with this entry?", "d"),
]
SELF_ENERGY = [
    ARRIVING,
    ("Which of these are around", f"q h{ENTER}"),
    ("Where do you notice it", f"Slower hands.{ENTER}"),
    ("Is somebody standing in front", ENTER),
    ("If you like: think of someone", ENTER),
    ("Anything else with this entry?", "d"),
]
WRITE = [
    ARRIVING,
    ("The page is yours.", f"the planner: Not now.{NEW_LINE}a quiet one: When, then?{ENTER}"),
    ("Who was on the page?", ENTER),
    ("If you like, read it once", ENTER),
    ("Anything else with this entry?", "d"),
]

SCENES = (
    Scene("ifs --help"),
    Scene("ifs", [("leave", "x")], "Home, with a session paused."),
    Scene("ifs check-in", [("not now", "n")], "The first time.", journal=False),
    Scene("ifs check-in", CHECK_IN),
    Scene(
        "ifs check-in",
        [("How are you arriving?", "?"), ("/hide", CTRL_C)],
        "The list of keys, at `?`. Then Ctrl-C.",
        code=130,
    ),
    Scene("ifs unblend", UNBLEND, "A concerned part is heard first, and gives some room."),
    Scene(
        "ifs resume",
        [("What is it saying", f"/crisis{ENTER}"), ("Press a key", " "), ("What is it saying", CTRL_C)],
        "Taken up, and people to reach in the middle of it.",
        code=130,
    ),
    Scene("ifs now", NOW, "Three screens, and no trace."),
    Scene("ifs find-part", FIND_PART),
    Scene("ifs speak-for", SPEAK_FOR),
    Scene("ifs self-energy", SELF_ENERGY),
    Scene("ifs write", WRITE),
    Scene("ifs list"),
    Scene("ifs show 2"),
    Scene("ifs parts"),
    Scene("ifs parts show 'the planner'"),
    Scene("ifs support"),
    Scene("ifs support --country NZ"),
    Scene("ifs ground", [("Enter for the next.", ENTER)] * 2),
    Scene("ifs scripts list"),
    Scene("ifs scripts graph check-in"),
    Scene("ifs journal info"),
    Scene("ifs discard last", [("keep it", "k")]),
)
