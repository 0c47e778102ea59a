"""What the gates do and ask, in words, for somebody who looks a script over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ifs_journal.errors import ScriptInvalid
from ifs_journal.guide.gates import RISE, SAFETY_FROM, STEADY_FROM, gate_script
from ifs_journal.guide.knowledge import DEEPEST, MOST_CONCERNS, MOST_FAILED
from ifs_journal.script.model import Script, Step
from ifs_journal.terminal.script_words import Told
from ifs_journal.terms import STATE_LEVEL, State, Wording

STANDS = ", ".join(
    f"{word} {STATE_LEVEL[state]}"
    for state, word in (
        (State.SETTLED, "settled"),
        (State.STIRRED, "stirred"),
        (State.A_LOT, "a lot"),
        (State.FAR_AWAY, "far away or numb"),
        (State.TOO_MUCH, "too much"),
    )
)

TITLES: Mapping[tuple[str, str | None], str] = {
    ("state", "arriving"): "How somebody arrives",
    ("state", "leaving"): "How somebody leaves",
    ("state", "checking"): "How somebody is, in between",
    ("state", "returning"): "How somebody is, after a while away",
    ("feel_toward", None): "How somebody feels toward the part",
    ("relational", None): "Safety between two people",
    ("vulnerable", "entry"): "Before a tender part: whether today is a day for it",
    ("vulnerable", "permission"): "Before a tender part: whether those who guard it agree",
    ("vulnerable", "warmth"): "Before a tender part: whether there is warmth for it",
    ("apart", "checks"): "Each alone: whether this is a day for it",
    ("apart", "ready"): "Each alone: whether both are ready",
    ("apart", "keeping"): "Each alone: whether it may be kept",
}
"""What a gate is about, by its name and its words."""

RULES: Mapping[str, tuple[str, ...]] = {
    "state": (
        f"The words stand for numbers on 0 to 10: {STANDS}. “Not sure” stands for none.",
        f"From {STEADY_FROM}, or {RISE} higher than before, steadying is offered. It can be refused.",
        f"From {SAFETY_FROM}, safety is asked. “Not safe” and “not sure” end the session.",
        "People to reach are shown then, own contacts first. Neither that answer nor the reason is kept.",
    ),
    "feel_toward": (
        "Only an open answer opens it. Of several, the most cautious decides. A skip opens nothing.",
        "A reaction is another part's. Its worry is heard first, then it is asked for room. It may say no.",
        "If it says no, it may come first, be kept company or wait for another visit; or the session closes.",
        f"At most {DEEPEST} parts wait for each other; {MOST_CONCERNS} concerned ones are met in a session.",
        f"After {MOST_FAILED} times for one part, only staying near it, another day, or closing are offered.",
    ),
    "relational": (
        "Asked of everyone, in both directions, once about each person in a session, before any words.",
        "“I could be hurt … or I'm not sure” ends the session with people to reach, whichever way round.",
        "Nothing of that answer is kept. Left open, nothing is written for them today.",
    ),
    "vulnerable": (
        "Met three times: is today a day for it, do all who guard it agree, is there warmth for it.",
        "Only a clear yes leads on. A no holds for the whole session, even if the answer is taken back.",
        "Whoever said no is thanked, and the one who waits gets a word too. All of it is marked private.",
    ),
    "apart": (
        "Each of the two is asked alone, and both are asked everything to the end.",
        "What they answer is kept nowhere. Whatever the reason, a no looks the same on the screen.",
    ),
}
"""What a gate does, in sentences."""
ALWAYS = "No script can change this, or lead round it."


def gates_of(script: Script) -> Iterator[tuple[str, str | None]]:
    """The gates that stand in a script, each once, in their order."""
    found: dict[tuple[str, str | None], None] = {}
    for step in script.step:
        if step.gate is not None:
            found[step.gate, step.words] = None
    yield from found


def title_of(gate: str, words: str | None) -> str:
    """What a gate is about, in a few words."""
    return TITLES.get((gate, words)) or f"{gate}, {words or ''}".replace("_", " ").rstrip(", ")


def sentences_of(gate: str, words: str | None, table: Mapping[str, Any], wording: Wording) -> list[str]:
    """What a gate asks, in its order, each with its answers. Empty for one that is not there."""
    try:
        script = gate_script(gate, dict(table), words)
    except (ScriptInvalid, KeyError):
        return []
    told = Told(script, wording)
    return [_sentence(told, step) for step in script.step if step.text]


def _sentence(told: Told, step: Step) -> str:
    asked = f"“{told.quotes(told.worded(step.text, step.plain))}”"
    answers = " / ".join(told.label(option) for option in step.options)
    return f"{asked} {answers}".rstrip()
