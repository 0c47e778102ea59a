"""Calls and gates: what is called exists and never comes back; the gates a script needs are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ifs_journal.script.check_base import (
    APART,
    FEEL_TOWARD,
    GATES,
    GROUNDING,
    RELATIONAL,
    STATE,
    UNBLEND,
    VULNERABLE,
    WORDS,
    Shelf,
    View,
    named,
    quoted,
    same,
)
from ifs_journal.script.check_round import unasked
from ifs_journal.script.check_slots import known_person, known_slot
from ifs_journal.script.check_ways import before_gate, before_state, keeps_gates
from ifs_journal.script.model import Script, Step
from ifs_journal.terms import StepType

BEHIND: Mapping[str, tuple[tuple[str, str | None], ...]] = {
    "statement": ((RELATIONAL, None),),
    "rupture": ((RELATIONAL, None),),
    "vulnerable": (
        (VULNERABLE, "entry"),
        (VULNERABLE, "permission"),
        (FEEL_TOWARD, None),
        (VULNERABLE, "warmth"),
    ),
    "shared": ((APART, "checks"),),
    "solving": ((APART, "checks"), (APART, "ready")),
}
"""Slots that can be filled behind certain gates only, by the first name after their scope."""
CALM = 5
"""The highest `state_at_most` of a script in which a vulnerable part is visited."""


def check_calls(view: View) -> None:
    """Every rule about calls."""
    for step, group in view.everything:
        if step.call is not None and step.call not in view.shelf:
            view.fault(
                "call-missing",
                f"This calls “{step.call}”, and there is no such script",
                "Name a script that is in the library or in your own folder",
                step.id,
            )
        elif step.call is not None:
            _arguments(view, step, group)
        _recursion(view, step)


def _arguments(view: View, step: Step, group: Step | None) -> None:
    callee = view.shelf.get(step.call or "")
    if callee is None:
        return
    for name, slot in step.with_.items():
        wanted = "part" if name == "target" else callee.takes.get(name)
        if wanted is None:
            taken = quoted([*callee.takes, "target"])
            _argument(view, step, f"“{callee.id}” takes nothing called “{name}”", f"It takes {taken}")
            continue
        given = known_slot(view, slot, step, group, rule="call-arguments")
        if given is not None and not same(given, wanted):
            problem = f"“{callee.id}” takes “{name}” as {named(wanted)}, and “{slot}” is {named(given)}"
            _argument(view, step, problem, "Pass a slot of the same type")
    for name in callee.takes:
        if name not in step.with_:
            _argument(view, step, f"“{callee.id}” takes “{name}”, which is not passed", "Add it to `with`")
    _given_back(view, step, group, callee)


def _given_back(view: View, step: Step, group: Step | None, callee: Script) -> None:
    if not step.taken_into:
        return
    if not callee.given_back:
        _argument(view, step, f"“{callee.id}” gives nothing back for `into`", "Take `into` away")
        return
    if len(step.taken_into) != len(callee.given_back):
        problem = (
            f"“{callee.id}” gives back {quoted(callee.given_back)}, and `into` names {len(step.taken_into)}"
        )
        _argument(view, step, problem, "Let `into` name one slot for each, in the same order")
        return
    inner = View(callee, view.source, view.shelf, view.gates)
    for name, gives in zip(step.taken_into, callee.given_back, strict=True):
        into = known_slot(view, name, step, group, rule="call-arguments")
        given = inner.type_of(gives)
        if into is not None and given is not None and not same(into, given):
            problem = f"“{callee.id}” gives back {named(given)}, and “{name}” is {named(into)}"
            _argument(view, step, problem, "Let `into` name a slot of the same type")


def _argument(view: View, step: Step, problem: str, remedy: str) -> None:
    view.fault("call-arguments", problem, remedy, step.id)


def _called_by(step: Step) -> list[str]:
    """The scripts a step leads into, those of its gate included."""
    if step.call is not None:
        return [step.call]
    if step.gate == FEEL_TOWARD:
        return [GROUNDING] if step.inside else [GROUNDING, UNBLEND]
    return [GROUNDING] if step.gate == STATE else []


def _all_steps(script: Script) -> Iterator[Step]:
    waiting = [*script.step]
    for variant in script.variants.values():
        waiting += [*variant.replace, *(step for one in variant.add for step in one.step)]
    while waiting:
        step = waiting.pop(0)
        waiting.extend(step.step)
        yield step


def _recursion(view: View, step: Step) -> None:
    for first in _called_by(step):
        if step.gate == FEEL_TOWARD and first == view.script.id:
            continue
        chain = _way_back(view.shelf, first, view.script.id)
        if chain is not None:
            view.fault(
                "call-recursive",
                f"This comes back to the script it stands in: {' → '.join([view.script.id, *chain])}",
                "A script cannot call itself, by any way; take one of these calls out",
                step.id,
            )


def _way_back(shelf: Shelf, start: str, home: str) -> list[str] | None:
    waiting = [[start]]
    seen: set[str] = set()
    while waiting:
        chain = waiting.pop(0)
        if chain[-1] == home:
            return chain
        script = shelf.get(chain[-1])
        if script is None or chain[-1] in seen:
            continue
        seen.add(chain[-1])
        called = dict.fromkeys(one for step in _all_steps(script) for one in _called_by(step))
        waiting.extend([*chain, one] for one in called)
    return None


# --- gates ----------------------------------------------------------------------------------------


def check_gates(view: View) -> None:
    """Every rule about gates."""
    for step, group in view.everything:
        if step.gate is not None:
            _known(view, step)
            _ways(view, step, group)
        _permission(view, step)
    keeps_gates(view)
    _behind(view)
    _tender(view)
    _two_people(view)
    _required(view)


def _known(view: View, step: Step) -> None:
    if step.gate not in GATES:
        remedy = f"The gates are {quoted(GATES)}"
        view.fault("gate-unknown", f"There is no gate “{step.gate}”", remedy, step.id)
        return
    if step.gate in WORDS:
        if step.words not in WORDS[step.gate]:
            problem = f"This gate has no words “{step.words}”" if step.words else "`words` is missing"
            view.fault("gate-unknown", problem, f"Choose one of {quoted(WORDS[step.gate])}", step.id)
    elif step.gate != STATE and step.words is not None:
        view.fault("gate-unknown", "This gate has one set of sentences only", "Take `words` away", step.id)
    if step.gate != RELATIONAL and step.from_ is not None:
        view.fault("key-misplaced", "`from` means nothing on this gate", "Take `from` away", step.id)
    if step.gate == RELATIONAL and step.from_ is not None and step.from_.startswith("known."):
        known_person(view, step.from_, step)
    elif step.gate == RELATIONAL and step.from_ is not None:
        person = known_slot(view, step.from_, step, None)
        if person is not None and not same(person, "person"):
            problem = f"“{step.from_}” is {named(person)}, and this gate asks about a person"
            view.fault("slot-type", problem, "Name a slot of type “person”", step.id)
    sets = [name for name, table in view.gates[STATE].items() if isinstance(table, dict) and "state" in table]
    if step.gate == STATE and step.words not in sets:
        problem = (
            f"The state is not asked with the words “{step.words}”" if step.words else "`words` is missing"
        )
        view.fault("gate-unknown", problem, f"Choose one of {quoted(sets)}", step.id)
    for one in _called_by(step):
        if one not in view.shelf and one != view.script.id:
            view.fault(
                "call-missing",
                f"This gate leads to the script “{one}”, which is not there",
                "It belongs to every installation; installing again brings it back",
                step.id,
            )


def _ways(view: View, step: Step, group: Step | None) -> None:
    for key in ("open", "closed"):
        if getattr(step, key) is None:
            view.fault("gate-ways", f"The gate does not say where `{key}` leads", f"Add `{key}`", step.id)
    if step.gate == FEEL_TOWARD and step.inside is None and view.script.id == UNBLEND:
        view.fault(
            "gate-ways",
            "This gate calls the script it stands in when somebody is right inside a part",
            "Say with `inside` which step to go to instead",
            step.id,
        )
    if step.when is not None:
        view.fault(
            "gate-ways",
            "A gate cannot be passed over on a condition",
            "Branch before it to where it is not needed, or take `when` away",
            step.id,
        )
    if group is not None:
        view.fault("group", "There is a gate inside a group", "Move the gate before the group", step.id)


def _permission(view: View, step: Step) -> None:
    for slot in _fills(step):
        if _first_name(slot) == "permission":
            view.fault(
                "gate-required",
                f"“{slot}” cannot be filled by a script: permission is asked by the gate itself",
                f'Put a step with gate = "{VULNERABLE}" and words = "permission" here',
                step.id,
            )


def _fills(step: Step) -> list[str]:
    return [slot for slot in (step.slot, step.set, *step.taken_into) if slot is not None]


def _first_name(slot: str) -> str:
    return slot.partition(".")[2].split(".")[0]


def _behind(view: View) -> None:
    """What needs a gate is filled behind it, or not at all."""
    met: dict[tuple[str, str | None], set[str]] = {}
    for step, group in view.everything:
        for slot in _fills(step):
            for gate in BEHIND.get(_first_name(slot), ()):
                if gate not in met:
                    met[gate] = before_gate(view, *gate) | unasked(view, *gate)
                if (group.id if group else step.id) in met[gate]:
                    _needs_gate(view, step, slot, *gate)


def _needs_gate(view: View, step: Step, slot: str, gate: str, words: str | None) -> None:
    which = f'gate = "{gate}"' + (f' and words = "{words}"' if words else "")
    problem = f"“{slot}” can be filled before this gate was met: {which}"
    if gate == RELATIONAL:
        problem = f"“{slot}” can be filled before safety between people was asked about"
    view.fault(
        "gate-required",
        problem,
        f"Let every way to it lead through a step with {which}, by its `open`",
        step.id,
    )


def _tender(view: View) -> None:
    """A script in which a vulnerable part is visited is for calm days, and has a goodbye."""
    script = view.script
    met = [step for step in script.step if step.gate == VULNERABLE]
    if not met:
        if script.over is not None:
            problem = "`over` says where contact with a vulnerable part ends, and there is none here"
            view.fault("gate-required", problem, "Take `over` away")
        return
    if script.over is None:
        view.fault(
            "gate-required",
            "Contact with a vulnerable part ends after some minutes, and nothing says where it leads then",
            "Add `over`, the step that begins the goodbye",
        )
    if script.state_at_most > CALM:
        view.fault(
            "gate-required",
            "A vulnerable part is not visited when things are strong, and `state_at_most` is "
            f"{script.state_at_most}",
            f"Write state_at_most = {CALM}, or less",
        )
    if script.on_new_target is not None:
        view.fault(
            "gate-required",
            "Near a vulnerable part no other comes first: one that will not make room is a no",
            "Take `on_new_target` away",
        )
    if not script.listed:
        problem = "A script that is called cannot lead to a vulnerable part"
        view.fault("gate-required", problem, "List the script, or take the gate away", met[0].id)


def _two_people(view: View) -> None:
    """What two people do at one screen shows nothing of the journal, and asks each of them alone first."""
    script = view.script
    apart = [step for step in script.step if step.gate == APART]
    if bool(apart) != script.shared:
        view.fault(
            "shared",
            "Two people look at the screen here, and the script does not say so"
            if apart
            else "`shared` means that two people look at the screen, and nobody is asked alone first",
            'Write shared = true, and a step with gate = "apart" and words = "checks" at the beginning',
            apart[0].id if apart else None,
        )
    if not script.shared:
        return
    if script.knows:
        view.fault(
            "shared", "Nothing of earlier sessions is shown while two people look", "Take `knows` away"
        )
    first = next((step for step in script.step if step.asks or step.gate or step.call or step.each), None)
    if first is not None and (first.gate, first.words) != (APART, "checks"):
        view.fault(
            "shared",
            "This comes before each of the two was asked alone",
            'Put the step with gate = "apart" and words = "checks" before it',
            first.id,
        )
    for step, _ in view.everything:
        if (
            step.type in (StepType.PART, StepType.PARTS, StepType.PERSON)
            or step.call
            or step.gate not in (None, APART)
        ):
            view.fault(
                "shared",
                "This would show, or ask, what is one person's own while two people look",
                "Ask for words only: short, long, choice, date or draft",
                step.id,
            )


def _required(view: View) -> None:
    script = view.script
    gates = {step.gate for step in script.step}
    if script.on_new_target is not None:
        if FEEL_TOWARD not in gates:
            problem = (
                "The script has `on_new_target`, and no feel-toward gate at which a part could come first"
            )
            view.fault(
                "gate-required", problem, 'Add a step with gate = "feel_toward", or take `on_new_target` away'
            )
        if script.after_targets is None:
            problem = (
                "The script has `on_new_target`, and does not say what follows when the last part is done"
            )
            view.fault("gate-required", problem, "Add `after_targets`")
    if not script.listed or script.keep is not None:
        return
    if script.shared:
        # Each of the two is asked how it is by the gate that asks them alone.
        _stops(view)
        return
    early, _ = before_state(script, view.shelf, called=False)
    for one in early:
        view.fault(
            "gate-required",
            "This is asked before anybody has asked how the person is",
            'Put a step with gate = "state" and words = "arriving" before it',
            one,
        )
    _stops(view)


def _stops(view: View) -> None:
    script = view.script
    if script.on_stop is None and any(_asks(step) for step in script.step):
        view.fault(
            "stop-missing",
            "The script asks questions, and does not say where to go when somebody stops",
            "Add `on_stop`, the step that closes kindly",
        )


def _asks(step: Step) -> bool:
    return step.asks or step.call is not None or step.gate is not None or step.each is not None
