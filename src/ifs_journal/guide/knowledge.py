"""What the guide itself knows, for conditions to read as `guide.<name>`, and the limits it keeps."""

from __future__ import annotations

from typing import Any

from ifs_journal.guide.gates import RISE, STEADY_FROM
from ifs_journal.guide.slots import filled, promises
from ifs_journal.guide.standing import FLOODED, Standing
from ifs_journal.guide.state import Frame

DEEPEST = 3
"""Parts that may be on the target stack at once."""
MOST_CONCERNS = 3
"""Concerned parts met in one session."""
CALM = 5
"""The highest level, on 0–10, at which a vulnerable part may be visited. Not sure, or far away, is none."""
MOST_FAILED = 3
"""Times one part's gate may stay closed before only resting, staying beside it, or stopping is offered."""


def of(standing: Standing, frame: Frame, name: str) -> Any:
    """One thing the guide knows, by name; None for a name there is not. Levels are 0 to 10."""
    # A state that was taken back and then left open is still the last that is known.
    level = standing.levels[-1] if standing.levels else standing.highest
    target = standing.targets[frame.target]
    depth = len(standing.waiting()) + 1
    # Near a vulnerable part nobody comes first: a concern there is a no.
    may_come_first = frame.concern is not None and standing.frames[-2].script.on_new_target is not None
    may_switch = may_come_first and depth < DEEPEST and target.failed < MOST_FAILED
    rise = bool(standing.levels) and standing.levels[-1] - standing.levels[0] >= RISE
    return {
        "level": level,
        "highest": standing.highest,
        "far": standing.far,
        "needs_steadying": (level or 0) >= STEADY_FROM or standing.far or rise,
        "may_go_on": level is None or standing.root is None or level <= standing.root.state_at_most,
        "may_switch": may_switch,
        "may_park": not may_switch or depth > 1,
        "at_limit": target.failed >= MOST_FAILED or len(standing.concerns) >= MOST_CONCERNS,
        "tender": standing.stopping is None and ((standing.highest or 0) >= STEADY_FROM or rise),
        "stopped": standing.stopping is not None,
        "hot": standing.hot,
        "flagged": bool(standing.findings),
        "met": standing.met,
        "came_first": target.from_concern is not None,
        "promised": bool(promises(standing)),
        "declined": standing.declined,
        "flooded_lately": standing.facts.get(FLOODED, False),
        "calm": level is not None and level <= CALM and not standing.far and not standing.kept_hot,
    }.get(name)


def look(standing: Standing, frame: Frame, name: str) -> Any:
    """A slot's value for a condition: an answer, or what the guide itself knows."""
    scope, _, rest = name.partition(".")
    if scope == "guide":
        return of(standing, frame, rest)
    if scope == "gate":
        return frame.gate_class if rest == "class" else frame.gate_wish
    if scope == "known":
        return standing.known.get(rest)
    found = filled(standing, frame, name)
    return None if found is None else found.value
