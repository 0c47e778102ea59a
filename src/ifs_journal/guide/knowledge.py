"""What the guide itself knows, for conditions to read as `guide.<name>`, and the limits it keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ifs_journal.guide.gates import RISE, STEADY_FROM
from ifs_journal.guide.state import Frame

if TYPE_CHECKING:
    from ifs_journal.guide.walk import Walk

DEEPEST = 3
"""Parts that may be on the target stack at once."""
MOST_CONCERNS = 3
"""Concerned parts met in one session."""
MOST_FAILED = 3
"""Times one part's gate may stay closed before only resting, staying beside it, or stopping is offered."""


def of(walk: Walk, frame: Frame, name: str) -> Any:
    """One thing the guide knows, by name; None for a name there is not. Levels are 0 to 10."""
    level = walk.levels[-1] if walk.levels else None
    target = walk.targets[frame.target]
    depth = len(walk.waiting()) + 1
    may_switch = frame.concern is not None and depth < DEEPEST and target.failed < MOST_FAILED
    rise = bool(walk.levels) and walk.levels[-1] - walk.levels[0] >= RISE
    return {
        "level": level,
        "highest": walk.highest,
        "far": walk.far,
        "needs_steadying": (level or 0) >= STEADY_FROM or walk.far or rise,
        "may_go_on": level is None or walk.root is None or level <= walk.root.state_at_most,
        "may_switch": may_switch,
        "may_park": not may_switch or depth > 1,
        "at_limit": target.failed >= MOST_FAILED or len(walk.concerns) >= MOST_CONCERNS,
        "tender": walk.stopping is None and ((walk.highest or 0) >= STEADY_FROM or rise),
        "stopped": walk.stopping is not None,
    }.get(name)
