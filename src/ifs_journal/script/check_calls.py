"""Calls and gates: what is called exists and never comes back; the gates a script needs are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ifs_journal.script.check_base import (
    FEEL_TOWARD,
    GATES,
    GROUNDING,
    RELATIONAL,
    STATE,
    UNBLEND,
    Shelf,
    View,
    named,
    quoted,
    same,
)
from ifs_journal.script.check_slots import known_slot
from ifs_journal.script.check_ways import before_gate, before_state, keeps_gates
from ifs_journal.script.model import Script, Step

NOT_BUILT: Mapping[str, str] = {
    "vulnerable": "the gate before tender parts",
    "permission": "the permission gate",
}
"""Slots that need a gate there is not yet, by the first name after their scope."""
BETWEEN_PEOPLE = frozenset({"statement", "rupture"})
"""Slots that a script may fill only behind the gate for safety between people."""


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
        problem = f"“{callee.id}” gives back {quoted(callee.given_back)}, and `into` names {len(step.taken_into)}"
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
        _not_built(view, step)
    keeps_gates(view)
    _between_people(view)
    _required(view)


def _known(view: View, step: Step) -> None:
    if step.gate not in GATES:
        remedy = f"The gates are {quoted(GATES)}"
        view.fault("gate-unknown", f"There is no gate “{step.gate}”", remedy, step.id)
        return
    if step.gate != STATE and step.words is not None:
        view.fault("gate-unknown", "This gate has one set of sentences only", "Take `words` away", step.id)
    if step.gate != RELATIONAL and step.from_ is not None:
        view.fault("key-misplaced", "`from` means nothing on this gate", "Take `from` away", step.id)
    if step.gate == RELATIONAL and step.from_ is not None:
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


def _not_built(view: View, step: Step) -> None:
    for slot in _fills(step):
        name = _first_name(slot)
        if name in NOT_BUILT:
            view.fault(
                "gate-required",
                f"Filling “{slot}” needs {NOT_BUILT[name]}, which this version does not have yet",
                "Leave this out for now",
                step.id,
            )


def _fills(step: Step) -> list[str]:
    return [slot for slot in (step.slot, step.set, *step.taken_into) if slot is not None]


def _first_name(slot: str) -> str:
    return slot.partition(".")[2].split(".")[0]


def _between_people(view: View) -> None:
    """What is meant for somebody is written behind the gate for safety between people, or not at all."""
    met = before_gate(view, RELATIONAL)
    for step, group in view.everything:
        needs = [slot for slot in _fills(step) if _first_name(slot) in BETWEEN_PEOPLE]
        if needs and (group.id if group else step.id) in met:
            view.fault(
                "gate-required",
                f"“{needs[0]}” can be filled before safety between people was asked about",
                f'Let every way to it lead through a step with gate = "{RELATIONAL}", by its `open`',
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
    early, _ = before_state(script, view.shelf, called=False)
    for one in early:
        view.fault(
            "gate-required",
            "This is asked before anybody has asked how the person is",
            'Put a step with gate = "state" and words = "arriving" before it',
            one,
        )
    if script.on_stop is None and any(_asks(step) for step in script.step):
        view.fault(
            "stop-missing",
            "The script asks questions, and does not say where to go when somebody stops",
            "Add `on_stop`, the step that closes kindly",
        )


def _asks(step: Step) -> bool:
    return step.asks or step.call is not None or step.gate is not None or step.each is not None
