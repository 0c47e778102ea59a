"""A script in one of its variants: the same language, with steps kept, dropped, replaced or added."""

from __future__ import annotations

from typing import Any

from ifs_journal.errors import ScriptInvalid
from ifs_journal.script.model import PLACES, Branch, Script, Step, Variant


def in_variant(script: Script, name: str | None) -> Script:
    """The script as `name` has it. Ways that led to a dropped step lead to the next one kept.

    Raises ScriptInvalid when there is no such variant, or it names a step that is not there.
    """
    if name is None:
        return script
    variant = script.variants.get(name)
    if variant is None:
        raise ScriptInvalid(f"{script.id}: there is no variant “{name}”.")
    _refuse_unknown(script, name, variant)
    order = [step.id for step in script.step]
    kept = [one for one in order if one not in variant.drop]
    if variant.keep is not None:
        kept = [one for one in kept if one in variant.keep]
    heirs = _heirs(order, set(kept))
    replaced = {step.id: step for step in variant.replace}
    added = {one.after: one.step for one in variant.add}
    steps: list[Step] = []
    for step in script.step:
        if step.id in kept:
            steps.append(_redirect(replaced.get(step.id, step), heirs))
        steps.extend(_redirect(new, heirs) for new in added.get(step.id, ()))
    changes: dict[str, Any] = {"step": tuple(steps)}
    if variant.knows is not None:
        changes["knows"] = variant.knows
    for key in ("on_stop", "on_new_target", "after_targets", "over"):
        way = getattr(script, key)
        changes[key] = heirs.get(way, way) if way else way
    if not any(step.gate == "feel_toward" for step in steps):
        # No other part can come first where nobody is asked how they feel toward one.
        changes["on_new_target"] = None
    return script._replace(**changes)


def _refuse_unknown(script: Script, name: str, variant: Variant) -> None:
    order = {step.id for step in script.step}
    named = [*(variant.keep or ()), *variant.drop, *(one.after for one in variant.add)]
    named += [step.id for step in variant.replace]
    for one in named:
        if one not in order:
            raise ScriptInvalid(
                f"{script.id}: the variant “{name}” names the step “{one}”, which is not in the script."
            )


def _heirs(order: list[str], kept: set[str]) -> dict[str, str]:
    """For every dropped step, the next kept one in the script's order, or the end."""
    heirs: dict[str, str] = {}
    following = "end"
    for one in reversed(order):
        if one in kept:
            following = one
        else:
            heirs[one] = following
    return heirs


def _redirect(step: Step, heirs: dict[str, str]) -> Step:
    changes: dict[str, Any] = {}
    for key in ("next", "then", "open", "closed", "inside"):
        way = getattr(step, key)
        if way in heirs and way not in PLACES:
            changes[key] = heirs[way]
    if any(branch.go in heirs for branch in step.branch):
        changes["branch"] = tuple(
            Branch(when=branch.when, go=heirs.get(branch.go, branch.go)) for branch in step.branch
        )
    return step._replace(**changes) if changes else step
