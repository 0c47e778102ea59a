"""The checker: what is wrong with a script, all of it at once, with where it stands and what helps.

It proves of a script, and of each of its variants, what a person who pauses, stops or goes back relies on:
every way leads somewhere, every round has an end, the gates stand where they have to, nothing is quoted
that cannot be there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from ifs_journal.errors import NotFound, ScriptInvalid
from ifs_journal.script.check_base import Fault, Shelf, View
from ifs_journal.script.library import Source, read_source

__all__ = ["RULES", "Fault", "check", "check_file", "check_library"]

RULES: Mapping[str, str] = {
    "toml": "The file is TOML.",
    "unknown-key": "Every key is one the language has.",
    "key-missing": "The keys every script, step or option needs are there.",
    "key-wrong": "A key holds what it can hold.",
    "one-kind": "A step asks, calls, meets a gate, repeats or copies: one of them.",
    "key-misplaced": "A key means something where it stands.",
    "id-file": "The file is named after the script.",
    "id-reserved": "The id is not already a command, a shipped script, or a place.",
    "id-twice": "Every step has an id of its own.",
    "target-missing": "Every way leads to a step, or to a place every script has.",
    "unreachable": "Every step can be met, in every variant.",
    "no-end": "From every step an end can be reached.",
    "stop-missing": "Stopping leads to a kind close.",
    "cycle-without-question": "Nothing goes round without asking.",
    "cycle-without-maximum": "Nothing goes round for ever.",
    "at-most-without-then": "After the last time there is a way on.",
    "wording-missing": "Both wordings are there, and the reason for asking.",
    "draft-missing": "A draft begins from a text.",
    "options-missing": "There is something to choose from.",
    "option-keys": "Options can be told apart, by value and by key.",
    "slot-undeclared": "Every slot is declared.",
    "slot-type": "What fills a slot fits it.",
    "slot-scope": "A slot belongs to the session, the target, the item or the call.",
    "set-from": "A copy says what is copied.",
    "reference-unknown": "What is quoted exists.",
    "reference-type": "What is quoted has words.",
    "reference-both": "Both wordings quote the same.",
    "reference-place": "Quotes stand only where they are filled in.",
    "condition-slot": "A condition looks at something that is there.",
    "condition-impossible": "A condition can hold.",
    "call-missing": "What is called exists.",
    "call-recursive": "No script calls itself, by any way.",
    "call-arguments": "What is passed and given back fits.",
    "gate-unknown": "The gate and its words exist.",
    "gate-ways": "A gate says where it leads, open and closed.",
    "gate-bypass": "What lies behind a gate is met through it only.",
    "gate-required": "The gates a script needs are there.",
    "shared": "Two people at one screen see nothing of the journal, and are asked alone first.",
    "target-stack": "When another part comes first, there is a way there and back.",
    "group": "A group goes through a list, with a largest number of rounds.",
    "keep": "What is kept only on request is short, and asks nothing of parts.",
    "variant": "A variant names steps that are there.",
}
"""Every rule, by the id a fault carries."""


def check(
    source: Source,
    *,
    tables: Mapping[str, Mapping[str, Any]],
    gates: Mapping[str, Any],
    reserved: Collection[str] = frozenset(),
) -> list[Fault]:
    """All faults of one script and its variants, in the file's order; empty when there is none.

    `tables` holds the raw tables of every script it may call, by id; `gates` the table of `gates.toml`.
    `reserved` are the ids it cannot have (for a person's own script: commands, and scripts that are shipped).
    """
    return _check(source, Shelf(tables), gates, reserved)


def check_library(sources: Mapping[str, Source], gates: Mapping[str, Any]) -> list[Fault]:
    """All faults of scripts that belong together, by id."""
    shelf = Shelf({name: source.table for name, source in sources.items()})
    return [fault for source in sources.values() for fault in _check(source, shelf, gates, ())]


def check_file(
    path: Path,
    *,
    tables: Mapping[str, Mapping[str, Any]],
    gates: Mapping[str, Any],
    reserved: Collection[str] = frozenset(),
) -> list[Fault]:
    """As `check`, for a file that may not even be TOML. Raises NotFound when it is not there."""
    try:
        source = read_source(path)
    except NotFound:
        raise
    except ScriptInvalid as problem:
        said = str(problem).removeprefix(f"{path.name}: ").rstrip(".")
        remedy = "Often a quote or a bracket is missing on that line or the one before"
        return [Fault(path.name, None, None, "toml", said[:1].upper() + said[1:], remedy)]
    return check(source, tables=tables, gates=gates, reserved=reserved)


def _check(source: Source, shelf: Shelf, gates: Mapping[str, Any], reserved: Collection[str]) -> list[Fault]:
    from ifs_journal.script.check_shape import check_names, shaped, variant_sound
    from ifs_journal.script.variants import in_variant

    script, faults = shaped(source)
    if script is None:
        return faults
    if shelf.tables.get(script.id) is not source.table:
        shelf = Shelf({**shelf.tables, script.id: source.table})
    shelf.put(script)
    view = View(script, source, shelf, gates)
    check_names(view, reserved)
    _meaning(view)
    seen = {(fault.step, fault.rule, fault.problem) for fault in view.faults}
    for name, variant in script.variants.items():
        if variant_sound(view, name, variant):
            other = View(in_variant(script, name), source, shelf, gates, name)
            check_names(other, reserved)
            _meaning(other)
            view.faults += [one for one in other.faults if (one.step, one.rule, one.problem) not in seen]
    return sorted(view.faults, key=lambda fault: fault.line or 0)


def _meaning(view: View) -> None:
    from ifs_journal.script.check_calls import check_calls, check_gates
    from ifs_journal.script.check_conditions import check_conditions
    from ifs_journal.script.check_keep import check_keep
    from ifs_journal.script.check_round import check_round
    from ifs_journal.script.check_shape import check_groups
    from ifs_journal.script.check_slots import check_slots
    from ifs_journal.script.check_ways import check_ways
    from ifs_journal.script.check_words import check_words

    check_groups(view)
    check_words(view)
    check_slots(view)
    check_conditions(view)
    check_ways(view)
    check_calls(view)
    check_gates(view)
    check_round(view)
    check_keep(view)
