"""The shape of a file and its variants, before anything is said about what the steps mean."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ifs_journal.script.check_base import Fault, View, quoted
from ifs_journal.script.grammar import keys_of, validated
from ifs_journal.script.library import NOT_SCRIPTS, Source
from ifs_journal.script.model import PLACES, Branch, Option, Script, Step, Variant, When

if TYPE_CHECKING:
    from pydantic import ValidationError

FLAGS = frozenset({"answers", "help", "journal", "json", "jsonl", "passphrase-file", "plain", "wording"})
"""Options every script's command has; a variant cannot be called so."""


KINDS = ("type", "call", "gate", "each", "set")
NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
VALUE = re.compile(r"[a-z][a-z0-9_]*")
KEY = re.compile(r"[a-z]")
MOST_ROUNDS = 50


def shaped(source: Source) -> tuple[Script | None, list[Fault]]:
    """A file as a script, or all that is wrong with its shape."""
    from pydantic import ValidationError

    faults = _value_faults(source)
    try:
        script = validated(source.table)
    except ValidationError as problem:
        faults += _type_faults(source, problem)
    faults = sorted(dict.fromkeys(faults), key=lambda fault: fault.line or 0)
    return (None, faults) if faults else (script, [])


def _type_faults(source: Source, problem: ValidationError) -> list[Fault]:
    found = []
    for error in problem.errors(include_input=False, include_url=False):
        loc = tuple(error["loc"])
        step = _step_at(source.table, loc)
        rule, said, remedy = _explained(error["type"], _key(loc), error)
        found.append(_fault(source, step, rule, said, remedy))
    return found


def _fault(source: Source, step: str | None, rule: str, said: str, remedy: str) -> Fault:
    line = source.lines.get(step) if step else None
    return Fault(source.path.name, line, step, rule, said, remedy)


def _value_faults(source: Source) -> list[Fault]:
    """Names, numbers and kinds that a type alone does not rule out."""
    table = source.table
    found = [_fault(source, None, *one) for one in _wrong_in_script(table)]
    for step in _raw_steps(table):
        name = step.get("id") if isinstance(step.get("id"), str) else None
        found += [_fault(source, name, *one) for one in _wrong_in_step(step)]
    return found


def _raw_steps(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    waiting = [table.get("step")]
    variants = table.get("variants")
    for variant in variants.values() if isinstance(variants, dict) else ():
        if isinstance(variant, dict):
            waiting.append(variant.get("replace"))
            added = variant.get("add")
            waiting += [one.get("step") for one in added if isinstance(one, dict)] if added else []
    while waiting:
        steps = waiting.pop(0)
        for step in steps if isinstance(steps, list) else ():
            if isinstance(step, dict):
                yield step
                waiting.append(step.get("step"))


def _wrong_in_script(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    if table.get("step") == []:
        yield "key-missing", "There are no steps", "Add them as [[step]]"
    yield from _misspelt("id", table.get("id"), NAME)
    variants = table.get("variants")
    for name in variants if isinstance(variants, dict) else ():
        yield from _misspelt(name, name, NAME)
    yield from _out_of_range("version", table.get("version"), 1, None)
    yield from _out_of_range("state_at_most", table.get("state_at_most"), 0, 10)


def _wrong_in_step(step: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    kinds = [one for one in KINDS if one in step]
    if len(kinds) != 1:
        said = f"This one has {' and '.join(kinds) or 'none of them'}"
        yield "one-kind", said, "A step has exactly one of `type`, `call`, `gate`, `each` and `set`"
    yield from _misspelt("id", step.get("id"), NAME)
    yield from _out_of_range("at_most", step.get("at_most"), 1, MOST_ROUNDS)
    options = step.get("options")
    for option in options if isinstance(options, list) else ():
        if isinstance(option, dict):
            yield from _misspelt("value", option.get("value"), VALUE)
            yield from _misspelt("key", option.get("key"), KEY)


def _misspelt(key: str, value: Any, allowed: re.Pattern[str]) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, str) and not allowed.fullmatch(value):
        yield (
            "key-wrong",
            f"`{key}` has letters that cannot be used there",
            "Small letters, with - between words in a name and _ in a value; for a key, one letter",
        )


def _out_of_range(key: str, value: Any, least: int, most: int | None) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, int) and (value < least or (most is not None and value > most)):
        upto = "" if most is None else f" to {most}"
        yield "key-wrong", f"`{key}` is out of range", f"A whole number from {least}{upto}"


def _explained(kind: str, key: str, error: Mapping[str, Any]) -> tuple[str, str, str]:
    if kind == "extra_forbidden":
        return "unknown-key", f"There is no key “{key}” here", _nearest(key)
    if kind == "missing":
        return "key-missing", f"`{key}` is missing", f"Add `{key}`"
    message = str(error["msg"])
    said = message[:1].lower() + message[1:]
    return "key-wrong", f"`{key}`: {said}", "The page about writing scripts says what can stand there"


def _key(loc: tuple[int | str, ...]) -> str:
    names = [str(one).rstrip("_") for one in loc if not isinstance(one, int)]
    return names[-1] if names and names[-1] != "step" else "step"


def _nearest(key: str) -> str:
    known: set[str] = set()
    for model in (Script, Step, Option, Branch, When, Variant):
        known |= keys_of(model)
    near = difflib.get_close_matches(key, sorted(known), 1)
    return f"Perhaps “{near[0]}” is meant" if near else "Look for a misspelling"


def _step_at(table: Mapping[str, Any], loc: tuple[int | str, ...]) -> str | None:
    here: Any = table
    step: str | None = None
    for key in loc:
        try:
            here = here[key]
        except (KeyError, IndexError, TypeError):
            break
        if isinstance(here, dict) and isinstance(here.get("id"), str):
            step = here["id"]
    return step


# --- names ----------------------------------------------------------------------------------------


def check_names(view: View, reserved: Collection[str]) -> None:
    """The script's own name, and its steps'."""
    script, stem = view.script, view.source.path.stem
    if script.id != stem:
        view.fault(
            "id-file",
            f"The script is called “{script.id}” and its file “{view.source.path.name}”",
            f"Name the file “{script.id}.toml”, or change the id",
        )
    if script.id in reserved or script.id in NOT_SCRIPTS:
        view.fault(
            "id-reserved",
            f"“{script.id}” is already the name of a command or of a script that comes with the program",
            "Choose another id",
        )
    seen: set[str] = set()
    for step, _ in view.everything:
        if step.id in seen:
            view.fault(
                "id-twice",
                "Two steps have this id",
                "Give each step its own, inside groups too",
                step.id,
            )
        seen.add(step.id)
        if step.id in PLACES:
            view.fault(
                "id-reserved", f"“{step.id}” is a place every script has", "Choose another id", step.id
            )


def check_groups(view: View) -> None:
    """A group says what it goes through and how often at most, and holds simple steps."""
    for step, group in view.everything:
        if step.each is None:
            continue
        if not step.step:
            view.fault("group", "There are no steps in this group", "Add them as [[step.step]]", step.id)
        if step.at_most is None:
            view.fault("group", "The group has no largest number of rounds", "Add `at_most`", step.id)
        if group is not None:
            view.fault("group", "This group stands inside another", "Put it after the other one", step.id)


# --- variants -------------------------------------------------------------------------------------


def variant_sound(view: View, name: str, variant: Variant) -> bool:
    """Whether a variant can be made at all. Notes what is wrong with it."""
    before = len(view.faults)
    order = [step.id for step in view.script.step]

    def fault(problem: str, remedy: str) -> None:
        view.fault("variant", f"The variant “{name}”: {problem}", remedy)

    replaced = [step.id for step in variant.replace]
    after = [one.after for one in variant.add]
    for one in dict.fromkeys([*(variant.keep or ()), *variant.drop, *after, *replaced]):
        if one not in order:
            fault(f"it names the step “{one}”, which is not in the script", "Name a step outside groups")
    both = [one for one in variant.keep or () if one in variant.drop]
    if both:
        fault(f"it both keeps and drops {quoted(both)}", "Take them out of one of the two")
    gone = set(variant.drop) | (set(order) - set(variant.keep) if variant.keep is not None else set())
    if set(order) <= gone:
        fault("no step is left", "Keep at least one")
    for one in dict.fromkeys(replaced):
        if one in gone:
            fault(f"it replaces the step “{one}”, which it does not keep", "Keep the step, or take this out")
        if replaced.count(one) > 1:
            fault(f"it replaces the step “{one}” twice", "Write one replacement")
    for one in dict.fromkeys(after):
        if after.count(one) > 1:
            fault(f"it adds twice after the step “{one}”", "Put the new steps under one `add`")
    if not variant.help.strip():
        fault("`help` is empty", "Say in a few words how it differs")
    if name in FLAGS:
        fault("its name is already an option of every script", "Choose another name")
    return len(view.faults) == before
