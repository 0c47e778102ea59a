"""How much may still come: the longest way on from here, without going round again.

An honest bound for a person who wonders whether there is strength left for the rest. Detours that somebody
has to choose (another part comes first, steadying again) are not counted until they are taken.
"""

from __future__ import annotations

from typing import Any

from ifs_journal.guide.gates import gate_script
from ifs_journal.guide.question import Progress
from ifs_journal.guide.standing import Standing
from ifs_journal.script.model import END, GATE_ENDS, GATE_OPEN, PLACES, Script, Step

Pick = Any
"""`max` or `min`."""
FAR = 10_000


def progress(standing: Standing) -> Progress:
    """How many steps were answered, and how many are ahead, the open one included."""
    if standing.end is not None or not standing.frames:
        return Progress(standing.done, 0, 0)
    return Progress(standing.done, _left(standing, max), _left(standing, min))


def _left(standing: Standing, pick: Pick) -> int:
    total = 0
    for depth, frame in enumerate(reversed(standing.frames)):
        ahead = _Ahead(standing, frame.script, frame.called, pick, frozenset())
        if depth == 0:
            total += ahead(frame.at)
        else:
            step = standing.step_of(frame, frame.at)
            total += pick((ahead(one) for one in _ways(frame.script, step)), default=0)
    return total


def _ways(script: Script, step: Step) -> list[str]:
    """The steps of the same script that may follow a step."""
    order = [one.id for one in script.step]
    here = order.index(step.id)
    after = order[here + 1] if here + 1 < len(order) else None
    ways = [branch.go for branch in step.branch]
    ways += [way for way in (step.open, step.closed, step.then) if way]
    if step.next is not None:
        ways.append(step.next)
    elif step.gate is None and after is not None:
        ways.append(after)
    if "target-done" in ways and script.after_targets:
        ways.append(script.after_targets)
    return [way for way in ways if way not in PLACES and way not in GATE_ENDS and way in order]


class _Ahead:
    """Asked steps from a step to the end of its script, along the longest or the shortest way."""

    def __init__(
        self, standing: Standing, script: Script, called: bool, pick: Pick, inside: frozenset[str]
    ) -> None:
        self.standing = standing
        self.script = script
        self.called = called
        self.pick = pick
        self.inside = inside
        self.steps = {step.id: step for step in script.step}
        self.known: dict[str, int] = {}
        self.open: set[str] = set()

    def __call__(self, step_id: str) -> int:
        if step_id in self.known:
            return self.known[step_id]
        if step_id in self.open or step_id not in self.steps:
            # A way that leads round again: never the longest, and never offered as the shortest.
            return 0 if self.pick is max else FAR
        self.open.add(step_id)
        step = self.steps[step_id]
        own = 0 if self._left_out(step) else self._cost(step)
        ways = [self(one) for one in _ways(self.script, step)]
        if _may_end(self.script, step):
            ways.append(0)
        self.known[step_id] = own + self.pick(ways, default=0)
        self.open.discard(step_id)
        return self.known[step_id]

    def _left_out(self, step: Step) -> bool:
        return (step.alone and self.called) or (self.pick is min and step.when is not None)

    def _cost(self, step: Step) -> int:
        if step.asks:
            return 1
        if step.gate is not None:
            gate = gate_script(step.gate, self.standing.bundle.gates, step.words)
            return _Ahead(self.standing, gate, False, self.pick, self.inside)(gate.step[0].id)
        if (
            step.call is not None
            and step.call not in self.inside
            and step.call in self.standing.bundle.scripts
        ):
            called = self.standing.bundle.script(step.call)
            inside = self.inside | {step.call}
            return _Ahead(self.standing, called, True, self.pick, inside)(called.step[0].id)
        if step.each is not None:
            return len(step.step) * (step.at_most or 1) if self.pick is max else 0
        return 0


def _may_end(script: Script, step: Step) -> bool:
    """Whether the script can be over right after a step."""
    goes = [branch.go for branch in step.branch]
    goes += [way for way in (step.open, step.closed, step.next) if way]
    last = step.id == script.step[-1].id and step.next is None and step.gate is None
    ends = {END, GATE_OPEN} if script.after_targets is None else {END}
    return last or bool(ends & set(goes))
