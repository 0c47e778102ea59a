"""Whether a language has all that the program says itself, in the form of the English, and its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from ifs_journal.script.check_base import Fault
from ifs_journal.script.check_translation import Language, compare_quotes
from ifs_journal.script.library import Source

HOME = "home"
"""The table whose names are the English sentences themselves."""
CRISIS_WORDS = "crisis_words"
"""There may be as many of these as people use."""


def check_said(language: Language, source: Source, english: Mapping[str, Any]) -> list[Fault]:
    """All faults of a `said.toml`. `english` holds what the file would hold in English, by table and name."""
    found = Language(language.code, {}, source, {}, {}, language.crisis)
    _same_form(found, (), {name: one for name, one in source.table.items() if name != HOME}, english)
    for one, own in source.table.get(HOME, {}).items():
        compare_quotes(f"“{own}”", own, one, partial(found.fault, source, "language-quotes"))
    return found.faults


def _same_form(language: Language, path: tuple[str, ...], ours: Any, theirs: Any) -> None:
    name = ".".join(path)

    def note(rule: str, problem: str, remedy: str) -> None:
        language.fault(language.gates, rule, problem, remedy)

    if isinstance(theirs, Mapping):
        if not isinstance(ours, Mapping):
            note("language-said", f"“{name}” holds no table", "Use the form of the English")
        elif theirs:
            for key in (one for one in ours if one not in theirs):
                note("language-said", f"“{'.'.join((*path, key))}” is nothing that is said", "Take it away")
            for key, one in theirs.items():
                if key in ours:
                    _same_form(language, (*path, key), ours[key], one)
                else:
                    note("language-missing", f"“{'.'.join((*path, key))}” is missing", "Translate it")
    elif isinstance(theirs, list):
        if not isinstance(ours, list) or (len(ours) != len(theirs) and path[-1] != CRISIS_WORDS):
            note("language-said", f"“{name}” has not {len(theirs)} entries", "Use the form of the English")
            return
        for number, one in enumerate(ours):
            _same_form(language, (*path, str(number + 1)), one, theirs[min(number, len(theirs) - 1)])
    elif not isinstance(ours, str) or not ours.strip():
        note("language-missing", f"“{name}” has no words", "Translate it")
    else:
        compare_quotes(f"“{name}”", ours, theirs, partial(note, "language-quotes"))


def check_support(language: Language, source: Source, english: Mapping[str, Any]) -> list[Fault]:
    """All faults of a `support.toml`: its sentences, and that no number differs. `english` is the table."""
    found = Language(language.code, {}, source, {}, {})
    _same_form(found, ("sentence",), source.table.get("sentence", {}), english["sentence"])
    known = {one[key] for one in english["line"] for key in ("contact", "hours", "note")}
    known |= {one["name"] for one in english["country"]}
    for said, words in source.table.get("words", {}).items():
        if said not in known:
            remedy = "Take it away, or use what stands there now"
            found.fault(source, "language-numbers", f"“{said}” is not in the English file", remedy)
        elif _digits(said) != _digits(words):
            problem = f"“{words}” has other digits than “{said}”"
            found.fault(source, "language-numbers", problem, "Copy the number")
    return found.faults


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())
