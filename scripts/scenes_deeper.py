"""The steps of the deeper sessions, for `scenes.py`: one part, repair, two people, coming back.

Everybody here is invented.
"""

from __future__ import annotations

Step = tuple[str, str]
ENTER = "\r"
CLEAR = "\x15"
ARRIVING = ("How are you arriving?", "s")
LEAVING = ("as you leave this?", "s")
LAST_WORD = ("still need a word", ENTER)
DONE = ("Anything else with this entry?", "d")
OPEN = ("As you turn to", f"o{ENTER}")

SIX_FS = [
    ARRIVING,
    ("Where or how do you notice it?", f"A hand on the back of the neck.{ENTER}"),
    ("Stay with it for a moment", ENTER),
    ("What is it like?", f"Somebody tall, with a list.{ENTER}"),
    OPEN,
    ("How does it take that?", f"It looks up, briefly.{ENTER}"),
    ("What would it like you to know?", f"I have not slept either.{ENTER}"),
    ("What is it trying to do for you?", f"Keep us from being caught out.{ENTER}"),
    ("still open to it", "o"),
    ("afraid would happen if it eased off?", f"Everybody would see.{ENTER}"),
    ("looking after someone in there?", f"a smaller one{ENTER}"),
    ("honestly thank it for?", f"For all the mornings.{ENTER}"),
    ("Is it one you know?", f"{CLEAR}the planner{ENTER}"),
    LAST_WORD,
    LEAVING,
    DONE,
]
REPAIR = [
    ARRIVING,
    ("Who is it with?", f"Sam{ENTER}"),
    ("afraid of?", "w"),
    ("could Sam be afraid of you", "n"),
    ("as a camera would have seen it", f"Sam left the table and I shouted after them{ENTER}"),
    ("moved to protect you", f"Not again, you don't get to go.{ENTER}"),
    ("Is it one you know?", f"{CLEAR}the shouter{ENTER}"),
    ("trying to keep safe", f"That somebody stays.{ENTER}"),
    OPEN,
    ("one kind sentence", f"I can see you are guarding someone.{ENTER}"),
    ("One small comfort", f"Tea, and the blanket.{ENTER}"),
    ("willing to turn toward", "y"),
    ("How are you right now", "s"),
    ("What is true for you", f"a part of me was scared of being left{ENTER}"),
    ("What may be true for them", f"needed air before it got worse{ENTER}"),
    ("or is it a guess?", "g"),
    ("you'd answer for?", f"shouted after you{ENTER}"),
    ("What do you wish for with them?", "o"),
    ("what do you regret", f"I'm sorry I shouted. Next time I will say that I am scared{ENTER}"),
    ("Here it is in one piece.", ENTER),
    ("Keep the text, or change it?", "k"),
    ("How might it reach them", "f"),
    ("When might be a good moment", f"Saturday, after breakfast{ENTER}"),
    ("And if it goes badly", f"I'll walk to the river{ENTER}"),
    ("a day to look back", f"sunday{ENTER}"),
    LAST_WORD,
    LEAVING,
    DONE,
]
ALONE = [
    ("alone", ENTER),
    ("Is there time for this now", "y"),
    ("rested enough", "y"),
    ("How is it in you right now?", "s"),
    ("anything you are afraid of?", "n"),
    ("And the other way round", "n"),
    ("Are you both grown up", "y"),
    ("written into the journal", "y"),
    ("These people can be reached", ENTER),
]
NOT_TODAY = [*ALONE[:3], ("How is it in you right now?", "l"), *ALONE[4:], *ALONE, ("Press a key", " ")]
READY = [
    ("alone", ENTER),
    ("Did you feel heard", "m"),
    ("nearer or further", "n"),
    ("look for something small", "s"),
    ("Thank you.", ENTER),
]
KEEP = [("alone", ENTER), ("Leave it there, or take", "l"), ("Done.", ENTER)]


def _turn(speaks: str, said: str, mirrored: str, matters: str, sense: str) -> list[Step]:
    return [
        (f"speaks {speaks} has the keyboard", ENTER),
        ("Finish: I'm telling you this because", f"I want us to have quiet evenings.{ENTER}"),
        ("Say it aloud", f"{said}{ENTER}"),
        ("Now the one who listens", ENTER),
        ("Say back what you heard", f"{mirrored}{ENTER}"),
        ("Back to the one who spoke", ENTER),
        ("Did it arrive?", "y"),
        ("To the one who listens", ENTER),
        ("what matters most to answer first?", f"{matters}{ENTER}"),
        ("rings true", f"{sense}{ENTER}"),
    ]


TOGETHER = [
    *ALONE,
    *ALONE,
    ("one thing you want to speak about", f"The evenings.{ENTER}"),
    *_turn(
        "first",
        "A part of me felt shut out when the door closed. It was worried that we are drifting.",
        "A part of you felt shut out, and worried about us.",
        "That it was worried about us.",
        "I do close it without a word.",
    ),
    *_turn(
        "second",
        "A part of me comes home full of voices. It needs half an hour of nothing.",
        "A part of you comes home full, and needs half an hour.",
        "The half hour.",
        "I had not known it was about voices.",
    ),
    *READY,
    *READY,
    ("What might help you both?", f"A word at the door. Tea at seven.{ENTER}"),
    ("one small thing you both want to try", f"Half an hour of quiet, then tea together.{ENTER}"),
    ("A day to look at it again", f"sunday{ENTER}"),
    ("one thing you are glad", ENTER),
    *KEEP,
    *KEEP,
    ("Press a key", " "),
]
NOT_FOR_TODAY = [
    ARRIVING,
    ("Enter for the rest", ENTER),
    ("Enter for the last two", ENTER),
    ("Does any of that fit you today?", "s"),
    ("not today is not never", ENTER),
    LEAVING,
    DONE,
]
FOLLOW_UP = [
    ARRIVING,
    ("Which part are you coming back to?", f"the planner{ENTER}"),
    ("Is it here?", "h"),
    ("How is it with that?", "n"),
    ("What do you say?", f"I said I would stop for the night, and I went on.{ENTER}"),
    ("small enough to keep now?", f"The lamp out at ten.{ENTER}"),
    ("Is there a day for it?", f"tomorrow{ENTER}"),
    ("What is it doing these days?", "r"),
    ("Is there anything it wants", ENTER),
    ("Is there a little more today?", ENTER),
    ("Would more short visits be good?", "d"),
    LEAVING,
    DONE,
]
