"""Which of the gates' sentences some scripts can meet, and which of those a language does not have yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

STATE, FEEL_TOWARD, RELATIONAL = "state", "feel_toward", "relational"
NAMES, NEAR_WORDS = "names", "near_words"
RETURNING = (STATE, "returning")
"""Whoever comes back to a session is asked this, whatever the script."""
CHECKING = (STATE, "checking")
"""The feel-toward gate asks this when it is too much."""
OPTIONS = "options"
NAMES_OF: Mapping[str, str] = {"somebody": RELATIONAL}
"""The gate in which somebody without a name is spoken of so. The others are the feel-toward gate's."""
UNNAMED = "unnamed"
"""How a part without a name is spoken of, in any script."""

Met = frozenset[tuple[str, str]]
"""Gates with the words they are met with (empty where a gate has only one set)."""
Path = tuple[str, ...]


def met(tables: Iterable[Mapping[str, Any]]) -> Met:
    """The gates that scripts meet, in any variant, from their raw tables."""
    found = {RETURNING}
    for table in tables:
        found |= {(step["gate"], step.get("words", "")) for step in steps_of(table) if "gate" in step}
    if any(gate == FEEL_TOWARD for gate, _ in found):
        found.add(CHECKING)
    return frozenset(found)


def steps_of(table: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every step of a raw script: those in groups, and those its variants add or replace."""
    waiting = list(table.get("step", []))
    for variant in table.get("variants", {}).values():
        waiting += variant.get("replace", [])
        waiting += [step for one in variant.get("add", []) for step in one.get("step", [])]
    while waiting:
        step = waiting.pop(0)
        yield step
        waiting += step.get("step", [])


def sentences(gates: Mapping[str, Any]) -> dict[Path, Any]:
    """Every sentence, option, name and word list of the gates, by its path."""
    return dict(_leaves((), gates))


def _leaves(path: Path, table: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for name, inside in table.items():
        if not isinstance(inside, Mapping):
            if path[:1] == (NEAR_WORDS,):
                yield (*path, name), inside
            continue
        if "text" in inside or "label" in inside:
            yield (*path, name), inside
        yield from _leaves((*path, name), inside)


def needed(path: Path, gates: Mapping[str, Any], by: Met) -> bool:
    """Whether a sentence can be said where these gates are met."""
    top, inner = path[0], path[1]
    kinds = {gate for gate, _ in by}
    if top == NAMES:
        return inner == UNNAMED or NAMES_OF.get(inner, FEEL_TOWARD) in kinds
    if top == NEAR_WORDS:
        return FEEL_TOWARD in kinds
    if top == STATE and STATE in gates[top].get(inner, {}):
        return (STATE, inner) in by
    return top in kinds


def missing(english: Mapping[str, Any], translated: Mapping[str, Any], by: Met) -> list[Path]:
    """The sentences that can be said where these gates are met, and that a language does not have."""
    there = sentences(translated)
    return [path for path in sentences(english) if needed(path, english, by) and path not in there]
