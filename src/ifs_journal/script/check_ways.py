"""The ways through a script: that they lead somewhere, that everything can be met, that all of them end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from ifs_journal.script.check_base import (
    APART,
    FEEL_TOWARD,
    LEAVING,
    RELATIONAL,
    STATE,
    VULNERABLE,
    Shelf,
    View,
    quoted,
)
from ifs_journal.script.model import END, GATE_ENDS, PLACES, TARGET_DONE, Script, Step
from ifs_journal.terms import StepType

WAYS = ("next", "then", "open", "closed", "inside")


@dataclass
class Graph:
    """Steps of one level (a script, or a group) and where each can lead.

    `silent` holds the ways on which nobody is asked anything.
    """

    first: str
    ways: dict[str, list[str]] = field(default_factory=dict)
    silent: dict[str, list[str]] = field(default_factory=dict)

    def reach(self, roots: Iterable[str], passing: Callable[[str], bool] = lambda _: True) -> set[str]:
        """What can be met from the roots. Beyond a step that is not `passing`, nothing is."""
        found: set[str] = set()
        waiting = list(roots)
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                if passing(one):
                    waiting.extend(self.ways.get(one, ()))
        return found


def following(steps: tuple[Step, ...], number: int) -> str:
    """The way on when no branch holds."""
    step = steps[number]
    if step.next is not None:
        return step.next
    return steps[number + 1].id if number + 1 < len(steps) else END


def graph_of(script: Script, steps: tuple[Step, ...], shelf: Shelf, *, called: bool) -> Graph:
    """The ways through one level, as the guide would go them, for a script alone or called."""
    graph = Graph(steps[0].id)
    for number, step in enumerate(steps):
        after = following(steps, number)
        over = step.open or after
        loud: list[str] = []
        silent: list[str] = []
        if step.alone and called:
            silent.append(over)
        else:
            if step.when is not None:
                silent.append(over)
            if step.at_most is not None and step.each is None:
                silent.append(step.then or END)
            (loud if _interrupts(step, shelf) else silent).extend(_outs(script, step, after, called=called))
        graph.silent[step.id] = _led(script, silent, called=called)
        graph.ways[step.id] = [*_led(script, loud, called=called), *graph.silent[step.id]]
    return graph


def _outs(script: Script, step: Step, after: str, *, called: bool) -> list[str]:
    outs = [branch.go for branch in step.branch]
    if step.gate is None:
        return [*outs, after]
    outs += [step.open or after, step.closed or after]
    if step.inside:
        outs.append(step.inside)
    if step.gate == FEEL_TOWARD and script.after_targets and not called:
        outs.append(script.after_targets)
    return outs


def _led(script: Script, ways: list[str], *, called: bool) -> list[str]:
    led = []
    for way in ways:
        led.append(way)
        if way == TARGET_DONE and script.after_targets and not called:
            led.append(script.after_targets)
    return led


def _interrupts(step: Step, shelf: Shelf) -> bool:
    if step.call is not None:
        return not _silent_through(step.call, shelf, frozenset())
    return step.asks or step.gate is not None


def _silent_through(name: str, shelf: Shelf, inside: frozenset[str]) -> bool:
    script = shelf.get(name)
    if script is None or name in inside:
        return False
    waiting, seen = [script.step[0].id], set[str]()
    numbers = {step.id: number for number, step in enumerate(script.step)}
    while waiting:
        one = waiting.pop()
        if one in (END, TARGET_DONE):
            return True
        if one in seen or one not in numbers:
            continue
        seen.add(one)
        step = script.step[numbers[one]]
        after = following(script.step, numbers[one])
        if step.alone or step.when:
            waiting.append(step.open or after)
        asked = step.asks or step.gate is not None
        if step.call:
            asked = not _silent_through(step.call, shelf, inside | {name})
        if not asked and not step.alone:
            waiting.extend([*(branch.go for branch in step.branch), after])
    return False


# --- the rules ------------------------------------------------------------------------------------


def check_ways(view: View) -> None:
    """Every rule about ways, for the script and each of its groups."""
    _targets_exist(view)
    _target_stack(view)
    modes = (False, True) if view.script.listed else (True,)
    graphs = [graph_of(view.script, view.script.step, view.shelf, called=called) for called in modes]
    roots = [view.script.step[0].id, *_doors(view.script)]
    _reachable(view, view.script.step, graphs, roots)
    for graph in graphs:
        _ends_and_rounds(view, graph, view.steps)
    for group, _ in view.everything:
        if group.step:
            inner = graph_of(view.script, group.step, view.shelf, called=modes[0])
            _reachable(view, group.step, [inner], [inner.first])
            _ends_and_rounds(view, inner, {step.id: step for step in group.step})


def _doors(script: Script) -> list[str]:
    doors = (script.on_stop, script.on_new_target, script.after_targets, script.over)
    return [way for way in doors if way]


def _targets_exist(view: View) -> None:
    for key in ("on_stop", "on_new_target", "after_targets", "over"):
        way = getattr(view.script, key)
        if way is not None and way not in view.steps and not (way == END and key != "on_new_target"):
            view.fault(
                "target-missing",
                f"`{key}` leads to “{way}”, and there is no such step",
                "Name a step of this script that is not inside a group",
            )
    for step, group in view.everything:
        beside = {one.id for one in group.step} if group else set(view.steps)
        ways = [(key, getattr(step, key)) for key in WAYS]
        ways += [("go", branch.go) for branch in step.branch]
        for key, way in ways:
            if way is not None and way not in PLACES and way not in beside:
                _missing(view, step, key, way)


def _missing(view: View, step: Step, key: str, way: str) -> None:
    if way in GATE_ENDS or way.startswith("@"):
        remedy = f"Ways that begin with @ belong to the gates; use a step, or {quoted(sorted(PLACES))}"
    elif any(way == one.id for one, _ in view.everything):
        remedy = (
            "It stands on the other side of a group; a way cannot lead into or out of one, except to “end”"
        )
    else:
        remedy = f"Name a step of this script, or {quoted(sorted(PLACES))}"
    view.fault("target-missing", f"`{key}` leads to “{way}”, and there is no such step here", remedy, step.id)


def _reachable(view: View, steps: tuple[Step, ...], graphs: list[Graph], roots: list[str]) -> None:
    met = set[str]().union(*(graph.reach(roots) for graph in graphs))
    for before, step in zip((None, *steps), steps, strict=False):
        if step.id not in met:
            remedy = "Lead to it with `next`, a branch or the order of the steps, or take it out"
            if before is not None and before.next is not None and (before.when or before.alone):
                remedy = (
                    f"“{before.id}” leads on by its `next` even when it is passed over; take that `next` away"
                )
            view.fault("unreachable", "No way leads to this step", remedy, step.id)
        elif step.alone and not view.script.listed:
            view.fault(
                "unreachable",
                "This step is `alone`, and the script is only ever called, so it is never met",
                "Take `alone` away, or list the script",
                step.id,
            )


def _ends_and_rounds(view: View, graph: Graph, steps: dict[str, Step]) -> None:
    for one in steps:
        if graph.reach([one]) <= steps.keys() - PLACES:
            view.fault(
                "no-end",
                "From here no way leads to an end",
                f"Let one of the ways that follow lead to {quoted(sorted(PLACES))}",
                one,
            )
    for round_ in _rounds(graph.silent):
        view.fault(
            "cycle-without-question",
            f"This can go round without asking anything: {_shown(round_, steps)}",
            "Put a question on the way round that is never passed over, or lead out of it",
            round_[0],
        )
    bounded = {
        one: [way for way in ways if not _bounded(steps.get(way))]
        for one, ways in graph.ways.items()
        if not _bounded(steps.get(one))
    }
    for round_ in _rounds(bounded):
        view.fault(
            "cycle-without-maximum",
            f"This can go round without end: {_shown(round_, steps)}",
            "Give one of these steps `at_most` and `then`",
            round_[0],
        )


def _bounded(step: Step | None) -> bool:
    return step is not None and step.each is None and step.at_most is not None and step.then is not None


def _shown(round_: list[str], steps: dict[str, Step]) -> str:
    return quoted([one for one in steps if one in round_])


def _rounds(ways: dict[str, list[str]]) -> list[list[str]]:
    """The sets of steps that lead to one another, each in the script's order."""
    left = {one: {way for way in to if way in ways} - PLACES for one, to in ways.items()}
    while True:
        done = {one for one, to in left.items() if not to & left.keys()}
        if not done:
            break
        left = {one: to - done for one, to in left.items() if one not in done}
    graph = Graph("", {one: sorted(to) for one, to in left.items()})
    beyond = {one: graph.reach(graph.ways[one]) for one in left}
    found: list[list[str]] = []
    for one in left:
        round_ = [other for other in left if other in beyond[one] and one in beyond[other]]
        if round_ and round_ not in found:
            found.append(round_)
    return found


def _target_stack(view: View) -> None:
    script = view.script
    for step, _ in view.everything:
        ways = [getattr(step, key) for key in WAYS] + [branch.go for branch in step.branch]
        if TARGET_DONE in ways and script.after_targets is None:
            view.fault(
                "target-stack",
                "This leads to “target-done”, and the script does not say what follows after that",
                "Give the script `after_targets`, or lead to “end”",
                step.id,
            )
        if step.gate == FEEL_TOWARD and script.on_new_target is None and script.over is None:
            view.fault(
                "target-stack",
                "Another part may come first at this gate, and the script does not say where it begins anew",
                "Give the script `on_new_target`",
                step.id,
            )
    if script.on_new_target in view.steps:
        graph = graph_of(script, script.step, view.shelf, called=False)
        if script.on_new_target not in graph.reach([graph.first]):
            view.fault(
                "target-stack",
                f"`on_new_target` is “{script.on_new_target}”, which the first part never meets",
                "Choose a step that every part begins with",
            )


# --- gates on the way -----------------------------------------------------------------------------


def keeps_gates(view: View) -> None:
    """The step behind a gate is met through the gate, or not at all.

    How somebody is has been asked before a part comes first, so a new part need not pass that gate again; how
    somebody feels toward a part is asked of every part.
    """
    script = view.script
    graph = graph_of(script, script.step, view.shelf, called=False)
    for gate in script.step:
        if not _guards(gate) or gate.open is None or gate.open not in view.steps:
            continue
        without = Graph(graph.first, dict(graph.ways))
        for step in script.step:
            if _guards(step) and step.open == gate.open:
                ways = [branch.go for branch in step.branch] + [step.closed, step.inside]
                without.ways[step.id] = _led(script, [way for way in ways if way], called=False)
        doors = _doors(script) if gate.gate == FEEL_TOWARD else []
        if gate.open in without.reach([graph.first, *doors]):
            view.fault(
                "gate-bypass",
                f"“{gate.open}” lies behind this gate, and there is a way to it round the gate",
                "Let only `open` lead there; a closed gate leads to an end, to rest, or back to the gate",
                gate.id,
            )


def _guards(step: Step) -> bool:
    return step.gate in (FEEL_TOWARD, RELATIONAL, VULNERABLE, APART) or (
        step.gate == STATE and step.words != LEAVING
    )


def before_gate(view: View, gate: str, words: str | None = None) -> set[str]:
    """The steps that can be met without one of these gates having opened."""
    script = view.script
    graph = graph_of(script, script.step, view.shelf, called=False)
    without = Graph(graph.first, dict(graph.ways))
    for step in script.step:
        if step.gate == gate and step.words == words:
            ways = [branch.go for branch in step.branch] + [step.closed, step.inside]
            without.ways[step.id] = _led(script, [way for way in ways if way], called=False)
    if gate != RELATIONAL:
        return without.reach([graph.first, *_doors(script)])
    return without.reach(_met_without_safety(script, without))


def _met_without_safety(script: Script, graph: Graph) -> list[str]:
    """Where ways begin that need not lead through safety between people.

    It is asked once a session, not of every part: a part that comes first comes from a feel-toward gate, and
    what follows the last part comes from one too. Both lie behind safety when those gates do.
    """
    for step in script.step:
        if step.gate == FEEL_TOWARD and script.on_new_target:
            graph.ways[step.id] = [*graph.ways[step.id], script.on_new_target]
    return [graph.first, *(way for way in (script.on_stop, script.over) if way)]


def before_state(
    script: Script, shelf: Shelf, *, called: bool, inside: frozenset[str] = frozenset()
) -> tuple[list[str], bool]:
    """What is asked before the state is: the ids of those steps, and whether the end is met without it."""
    graph = graph_of(script, script.step, shelf, called=called)
    steps = {step.id: step for step in script.step}
    asked: list[str] = []

    def passing(one: str) -> bool:
        step = steps.get(one)
        if step is None or (step.alone and called):
            return True
        if step.gate == STATE:
            return step.when is not None
        if step.call is not None:
            return _passes_call(step, asked)
        if step.gate is not None or _asks_content(step):
            asked.append(one)
            return False
        return True

    def _passes_call(step: Step, asked: list[str]) -> bool:
        callee = shelf.get(step.call or "")
        if callee is None or callee.id in inside:
            return True
        early, leaks = before_state(callee, shelf, called=True, inside=inside | {script.id})
        if early:
            asked.append(step.id)
        return not early and (leaks or step.when is not None)

    met = graph.reach([graph.first], passing)
    return [one for one in steps if one in asked], bool(met & {END, TARGET_DONE})


def _asks_content(step: Step) -> bool:
    if step.each is not None:
        return any(one.call is not None or _asks_content(one) for one in step.step)
    return step.asks and step.type is not StepType.SETTLE
