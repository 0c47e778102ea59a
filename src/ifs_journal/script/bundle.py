"""Everything a session can reach, kept together by content hash.

A session that is paused today goes on tomorrow with the words and ways it began with, even if the
scripts have changed since. The bundle is that promise: script, called scripts, gate words, language.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ifs_journal.errors import ScriptInvalid
from ifs_journal.script.grammar import build
from ifs_journal.script.library import (
    LANGUAGE,
    Source,
    find_source,
    gate_words,
    has_gate_files,
    is_shipped,
    speaking_rules,
    spoken,
)
from ifs_journal.script.model import Script, Step
from ifs_journal.script.parsing import parse
from ifs_journal.script.variants import in_variant

SPEAKING = "speaking"
ABOUT = frozenset({"version", "title", "title_plain", "purpose", "minutes", "sources"})
"""Keys that say something about a script. What is asked does not follow from them."""


@dataclass(frozen=True)
class Bundle:
    """A closed set of scripts and words. `tables` are the raw tables, as canonical JSON holds them."""

    root: str
    language: str
    tables: dict[str, dict[str, Any]]
    gates: dict[str, Any]
    """The gates' sentences by gate, and the language rules where a script looks a draft over."""

    @cached_property
    def body(self) -> str:
        """The bundle as canonical JSON: the same words give the same text."""
        whole = {
            "root": self.root,
            "language": self.language,
            "scripts": self.tables,
            "gates": self.gates,
        }
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of `body`, in hex."""
        return hashlib.sha256(self.body.encode("utf-8")).hexdigest()

    @cached_property
    def scripts(self) -> dict[str, Script]:
        """The parsed scripts by id."""
        return {name: build(table) for name, table in self.tables.items()}

    def script(self, name: str, variant: str | None = None) -> Script:
        """A script of the bundle, in a variant."""
        if name not in self.scripts:
            raise ScriptInvalid(f"The script “{name}” is called, but is not there.")
        return in_variant(self.scripts[name], variant)


def load_bundle(body: str) -> Bundle:
    """A bundle from its stored text."""
    whole = json.loads(body)
    return Bundle(whole["root"], whole["language"], whole["scripts"], whole["gates"])


def bundle_of(name: str, *, own: Path | None = None, language: str = LANGUAGE) -> Bundle:
    """The bundle of a script as it is on disk now. Raises NotFound, ScriptInvalid.

    A bundle speaks one language: the one asked for, where the script, all it can reach and the sentences of
    their gates are there in it; else English. Somebody's own scripts are in whatever language they wrote.
    """
    language = spoken(language)
    sources: dict[str, Source] = {}
    met: set[str] = set()
    wanted = [name]
    while wanted:
        one = wanted.pop()
        if one not in sources:
            sources[one] = find_source(one, own, language)
            script = parse(sources[one])
            met |= {step.gate for step in _every_step(script) if step.gate is not None}
            wanted.extend(sorted(reaches(script)))
    if language != LANGUAGE and not _all_there(sources, met, language):
        return bundle_of(name, own=own)
    tables = {one: _as_json(source.table) for one, source in sources.items()}
    words = {**gate_words(language, met)}
    if any(looks(table) for table in tables.values()):
        words[SPEAKING] = speaking_rules(language)
    return Bundle(name, language, tables, _as_json(words))


def _all_there(sources: dict[str, Source], gates: set[str], language: str) -> bool:
    from ifs_journal.script.gate_sentences import met, missing

    if any(is_shipped(one) and one.path.parent.name != language for one in sources.values()):
        return False
    if not has_gate_files(language, gates):
        return False
    return not missing(gate_words(), gate_words(language), met(one.table for one in sources.values()))


def looks(table: dict[str, Any]) -> bool:
    """Whether a script looks a draft over with the language rules, which then belong to its bundle."""
    return any(step.get("look") == SPEAKING for step in table.get("step", []))


def asks_otherwise(kept: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Whether two tables of one script differ in what is asked, in which words, or where it leads."""
    one, other = ({key: value for key, value in table.items() if key not in ABOUT} for table in (kept, now))
    return _as_json(one) != _as_json(other)


def reaches(script: Script) -> set[str]:
    """The ids of the scripts a script can call, in any variant, its gates' calls included."""
    found: set[str] = set()
    for step in _every_step(script):
        if step.call:
            found.add(step.call)
        if step.gate:
            found.add("grounding")
            if step.gate == "feel_toward" and step.inside is None:
                found.add("unblend")
    return found - {script.id}


def _every_step(script: Script) -> Iterator[Step]:
    """The steps of a script in any variant, those inside groups included."""
    steps = [*script.step]
    for variant in script.variants.values():
        steps += [*variant.replace, *(step for one in variant.add for step in one.step)]
    while steps:
        step: Step = steps.pop()
        steps.extend(step.step)
        yield step


def _as_json(table: dict[str, Any]) -> dict[str, Any]:
    same: dict[str, Any] = json.loads(json.dumps(table, ensure_ascii=False, default=str))
    return same
