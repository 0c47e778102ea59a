"""Near a vulnerable part: what the gates before it take note of, and the time they keep.

A no is kept: going back does not undo it, and nothing in the same session opens the gate again. Contact ends
after a few minutes, by the times the log carries; whatever comes later leads into the goodbye. Sources:
PERM-1 to PERM-5.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ifs_journal.guide.gates import FEEL_TOWARD
from ifs_journal.guide.gates_tender import ENTRY, PERMISSION, VULNERABLE, WAITS
from ifs_journal.guide.standing import Standing
from ifs_journal.guide.state import Check, Frame, Permitted
from ifs_journal.script.model import GATE_CLOSED, GATE_OPEN, Script, Step
from ifs_journal.terms import LogItem

LONGEST = timedelta(minutes=10)
"""How long contact may last before it is time for a goodbye."""
UNSAID = "left_open"
NO_ROOM = ("turn", "held")
"""Where the feel-toward gate leads when a part makes no room."""


def heard(standing: Standing, frame: Frame, step: Step, item: LogItem, value: Any) -> None:
    """Take note of one answer inside a gate before a vulnerable part."""
    if frame.gate != VULNERABLE or standing.gate_words(frame) != PERMISSION:
        return
    if step.id in ("may", "all-agree") or (step.id in ("uneasy", "another") and value not in ("yes", "no")):
        asked = (
            (frame.passed.pop("who", None), frame.passed.pop("fear", None))
            if step.id == "may"
            else (None, None)
        )
        standing.permissions.append(Permitted(item.seq, *asked, value or UNSAID))


def met(standing: Standing, frame: Frame, step: Step) -> None:
    """Take note of a no as soon as it was said: it is not taken back by going back."""
    if frame.gate == VULNERABLE and step.id == WAITS:
        standing.declined = True
    elif frame.gate == FEEL_TOWARD and step.id in NO_ROOM:
        turned(standing, GATE_CLOSED)


def turned(standing: Standing, go: str) -> None:
    """Take note of how it went to turn to a part. Before a vulnerable one, anything but open is a no."""
    if go == GATE_OPEN:
        standing.met = True
    elif standing.root is not None and entry_of(standing.root) is not None:
        standing.declined = True


def decided(standing: Standing, gate: Frame, words: str | None, go: str) -> None:
    """Take note of how such a gate ended. Anything but open is a no, and holds."""
    last = standing.asked[-1]
    opened = go == GATE_OPEN
    found = "open" if opened else "closed"
    standing.checks.append(
        Check(last.seq, last.at, last.address, f"{VULNERABLE}_{words}", gate.target, found, 1)
    )
    if not opened:
        standing.declined = True
    elif words == ENTRY:
        standing.entered = True
    elif words == PERMISSION:
        standing.contact_from = standing.now


def is_over(standing: Standing) -> bool:
    """Whether contact has lasted long enough. A clock that was set back counts as long enough."""
    if standing.contact_from is None:
        return False
    lasted = datetime.fromisoformat(standing.now) - datetime.fromisoformat(standing.contact_from)
    return not timedelta(0) <= lasted <= LONGEST


def entry_of(script: Script) -> str | None:
    """The step at which a script first asks whether today is a day for this."""
    return next((one.id for one in script.step if one.gate == VULNERABLE and one.words == ENTRY), None)
