"""The shape of a file and its variants, before anything is said about what the steps mean."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from typing import Any

from ifs_journal.script.check_base import Fault, View, quoted
from ifs_journal.script.library import NOT_SCRIPTS, Source
from ifs_journal.script.model import PLACES, Branch, Option, Script, Step, Variant, When

FLAGS = frozenset({"answers", "help", "journal", "json", "jsonl", "passphrase-file", "plain", "wording"})
"""Options every script's command has; a variant cannot be called so."""


def shape_faults(source: Source, problem: Any) -> list[Fault]:
    """What the model refused, in words. `problem` is pydantic's ValidationError."""
    found = []
    for error in problem.errors(include_input=False, include_url=False):
        loc = tuple(error["loc"])
        step = _step_at(source.table, loc)
        rule, said, remedy = _explained(error["type"], _key(loc), error)
        line = source.lines.get(step) if step else None
        found.append(Fault(source.path.name, line, step, rule, said, remedy))
    return list(dict.fromkeys(found))


def _explained(kind: str, key: str, error: Mapping[str, Any]) -> tuple[str, str, str]:
    if kind == "extra_forbidden":
        return "unknown-key", f"There is no key “{key}” here", _nearest(key)
    if kind == "missing":
        return "key-missing", f"`{key}` is missing", f"Add `{key}`"
    message = str(error["msg"]).removeprefix("Value error, ")
    if kind == "value_error" and "exactly one of" in message:
        said = message.rsplit("; ", 1)[-1].replace("this one has", "This one has")
        return "one-kind", said, "A step has exactly one of `type`, `call`, `gate`, `each` and `set`"
    if kind == "string_pattern_mismatch":
        return (
            "key-wrong",
            f"`{key}` has letters that cannot be used there",
            "Small letters, with - between words in a name and _ in a value; for a key, one letter",
        )
    said = message[:1].lower() + message[1:]
    return "key-wrong", f"`{key}`: {said}", "The page about writing scripts says what can stand there"


def _key(loc: tuple[int | str, ...]) -> str:
    names = [str(one) for one in loc if not isinstance(one, int)]
    return names[-1] if names and names[-1] != "step" else "step"


def _nearest(key: str) -> str:
    known: set[str] = set()
    for model in (Script, Step, Option, Branch, When, Variant):
        known |= {field.alias or name for name, field in model.model_fields.items()}
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
