"""Ways round a gate that the ways alone do not show: left out when called, met by a stop, about another.

A step behind a gate is one thing (`check_ways`), a slot that needs one another (`check_calls`). Here is what
would make a gate stand in its place and guard nothing.
"""

from __future__ import annotations

from ifs_journal.script.check_base import (
    APART,
    FEEL_TOWARD,
    LEAVING,
    RELATIONAL,
    STATE,
    UNBLEND,
    VULNERABLE,
    View,
)
from ifs_journal.script.check_ways import Graph, graph_of
from ifs_journal.script.model import Step
from ifs_journal.terms import StepType

CHECKS = "checks"
STOPS = ("on_stop", "over")
"""Where somebody is led who stops, or whose time with a vulnerable part is over."""


def check_round(view: View) -> None:
    """Every rule about what stands in its place and would guard nothing."""
    for step, _ in view.everything:
        _left_out(view, step)
        _called(view, step)
    if view.script.shared and not view.script.listed:
        view.fault(
            "shared",
            "Two people look at the screen here, and the script is only ever called",
            "List the script, or take `shared` away",
        )
    _closed(view)
    _stopped(view)


def _left_out(view: View, step: Step) -> None:
    """A caller has asked how the person is; what else a gate asks, it has not."""
    # Nobody meets it twice: the feel-toward gate itself calls this script.
    within = step.gate == FEEL_TOWARD and view.script.id == UNBLEND
    if step.gate is not None and step.gate != STATE and step.alone and not within:
        view.fault(
            "gate-ways",
            "A gate cannot be passed over when another script calls this one",
            "Take `alone` away",
            step.id,
        )


def _called(view: View, step: Step) -> None:
    """Some sessions are only whole by themselves: their goodbye and their privacy are the outermost's."""
    callee = view.shelf.get(step.call or "")
    if callee is None:
        return
    if any(one.gate == VULNERABLE for one in callee.step):
        view.fault(
            "gate-required",
            f"“{callee.id}” leads to a vulnerable part, and a call cannot",
            "Take the call out; who wants that session begins it by itself",
            step.id,
        )
    if callee.shared:
        view.fault(
            "shared",
            f"“{callee.id}” is for two people at one screen, and is not called by another script",
            "Take the call out; two people begin it by itself",
            step.id,
        )


# --- what a no leads to ---------------------------------------------------------------------------


def _closed(view: View) -> None:
    """Behind a closed gate nothing is asked, so that a no is not one more way to the same questions."""
    graph = graph_of(view.script, view.script.step, view.shelf, called=False)
    for gate in view.script.step:
        if not _is_a_no(gate) or gate.closed is None:
            continue
        otherwise = [one.go for one in gate.branch if one.when.class_ != "open"]
        for asked in _asked_from(view, graph, [gate.closed, *otherwise]):
            view.fault(
                "gate-bypass",
                f"When this gate is closed, “{asked}” is asked all the same",
                "A closed gate leads to an end, to rest, to the closing, or back to a gate",
                gate.id,
            )


def _is_a_no(gate: Step) -> bool:
    if gate.gate == STATE:
        return gate.words != LEAVING
    return gate.gate in (RELATIONAL, VULNERABLE) or (gate.gate, gate.words) == (APART, CHECKS)


def _stopped(view: View) -> None:
    """Stopping is possible at a gate too, so what follows a stop is behind none."""
    script = view.script
    if not any(_is_a_no(one) for one in script.step):
        return
    graph = graph_of(script, script.step, view.shelf, called=False)
    for key in STOPS:
        way = getattr(script, key)
        for asked in _asked_from(view, graph, [way] if way else []):
            view.fault(
                "gate-bypass",
                f"`{key}` leads to “{asked}”, which asks something, and it can be met before any gate",
                "Let it lead to a goodbye: sentences, rest, or a call of the closing",
                asked,
            )


def _asked_from(view: View, graph: Graph, roots: list[str]) -> list[str]:
    """What is asked from there on, without a gate in between, in the script's order."""
    met = graph.reach(roots, lambda one: one not in view.steps or view.steps[one].gate is None)
    return [one.id for one in view.script.step if one.id in met and _asks(view, one)]


def _asks(view: View, step: Step) -> bool:
    if step.call is not None:
        callee = view.shelf.get(step.call)
        return callee is not None and callee.listed
    return any(_asks(view, one) for one in step.step) or (step.asks and step.type is not StepType.SETTLE)


# --- about whom -----------------------------------------------------------------------------------


def unasked(view: View, gate: str, words: str | None) -> set[str]:
    """What can be met after a person was named, before safety with that very person was asked about.

    For every other gate nothing: the ids are those of steps of the script.
    """
    met: set[str] = set()
    if gate != RELATIONAL:
        return met
    graph = graph_of(view.script, view.script.step, view.shelf, called=False)
    for step in view.script.step:
        if not _names(view, step):
            continue
        slots = [slot for slot in (step.slot, *step.taken_into) if slot is not None]
        without = Graph(graph.first, dict(graph.ways))
        for one in view.script.step:
            if one.gate == RELATIONAL and one.from_ in slots:
                without.ways[one.id] = [way for way in graph.ways[one.id] if way != one.open]
        met |= without.reach([step.id])
    return met


def _names(view: View, step: Step) -> bool:
    """Whether a person may be named here: by the step, within its group, or by what it calls."""
    callee = view.shelf.get(step.call or "")
    within = step.step if callee is None else callee.step
    return step.type is StepType.PERSON or any(_names(view, one) for one in within)
