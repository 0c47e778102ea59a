"""What a language lacks, or has otherwise than the English: scripts, and the sentences of gates.

A translated script is the English one in other words. Its steps, slots, ways, options and version are the
same; only what a person reads differs, and the letters that pick an option.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ifs_journal.script.check_base import Fault, quoted
from ifs_journal.script.gate_sentences import Met, Path, met, needed, sentences
from ifs_journal.script.library import Source

RULES: Mapping[str, str] = {
    "language-script": "There is an English script of that name.",
    "language-structure": "Steps, slots, ways and version are those of the English script.",
    "language-missing": "Every sentence is there, in both wordings, and said in the language.",
    "language-quotes": "A sentence quotes what the English one quotes.",
    "language-keys": "No answer is picked with the first letter of a word for crisis.",
    "language-calls": "What a script calls is translated too.",
    "language-gates": "The gates a script meets have their sentences.",
    "language-said": "What the program says itself has the form of the English.",
    "language-numbers": "A number to call is the one of the English file.",
}
"""Every rule of translations, by the id a fault carries."""

SCRIPT_WORDS = ("title", "title_plain", "purpose")
STEP_WORDS = ("text", "plain", "why", "why_plain")
FREE = frozenset({"title_plain", "why_plain", "plain"})
"""Words a language may have where the English has none, and the other way round."""
OPTION_WORDS = ("label", "plain", "key")
REFERENCE = re.compile(r"\{([a-z][a-z0-9_.-]*)\}")
FEW_WORDS = 3
"""Up to so many words two languages may well say the same."""


@dataclass
class Language:
    """A language's files beside the English ones."""

    code: str
    sources: Mapping[str, Source]
    gates: Source
    english: Mapping[str, Source]
    english_gates: Mapping[str, Any]
    crisis: tuple[str, ...] = ()
    """The words for crisis that can be typed. No option is picked with the first letter of one."""
    faults: list[Fault] = field(default_factory=list)

    @property
    def met(self) -> Met:
        """The gates that its scripts meet."""
        return met(one.table for one in self.sources.values())

    def fault(self, source: Source, rule: str, problem: str, remedy: str, step: str | None = None) -> None:
        """Note a fault in one of its files."""
        line = source.lines.get(step) if step else None
        self.faults.append(Fault(f"{self.code}/{source.path.name}", line, step, rule, problem, remedy))


def check_language(language: Language) -> list[Fault]:
    """All faults of a language's scripts and of the gates' sentences they can meet."""
    for name, source in language.sources.items():
        english = language.english.get(name)
        if english is None:
            problem = f"There is no English script “{name}”"
            language.fault(source, "language-script", problem, "A script is written in English first")
        else:
            _Script(language, source, english).check()
    _gates(language)
    return language.faults


def not_yet(language: Language) -> list[str]:
    """What is in English until somebody translates it: scripts, and gates no translated script meets."""
    scripts = [one for one in language.english if one not in language.sources]
    there = sentences(language.gates.table)
    left = [
        path
        for path in sentences(language.english_gates)
        if path not in there and not needed(path, language.english_gates, language.met)
    ]
    return [*scripts, *dict.fromkeys(f"gates: {_gate_of(path)}" for path in left)]


def _gate_of(path: Path) -> str:
    return ".".join(path[:2]) if path[0] in ("names", "near_words") else path[0]


@dataclass
class _Script:
    """One translated script beside the English one."""

    language: Language
    source: Source
    english: Source

    def check(self) -> None:
        ours, theirs = self.source.table, self.english.table
        self._same_keys(ours, theirs, SCRIPT_WORDS, ("step", "variants"), "The script", None)
        for word in SCRIPT_WORDS:
            self._word(ours, theirs, word, "the script", None)
        self._steps(ours.get("step", []), theirs.get("step", []), "")
        self._variants(ours.get("variants", {}), theirs.get("variants", {}))
        self._calls()

    def fault(self, rule: str, problem: str, remedy: str, step: str | None = None) -> None:
        self.language.fault(self.source, rule, problem, remedy, step)

    def _variants(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        for name in sorted(theirs.keys() ^ ours.keys()):
            there = name in theirs
            problem = f"The variant “{name}” is {'missing' if there else 'not in the English script'}"
            self.fault("language-structure", problem, "Copy it" if there else "Take it away")
        for name in sorted(theirs.keys() & ours.keys()):
            mine, other = ours[name], theirs[name]
            where = f" of the variant “{name}”"
            self._same_keys(mine, other, ("help",), ("add", "replace"), f"The variant “{name}”", None)
            self._word(mine, other, "help", f"the variant “{name}”", None)
            self._steps(mine.get("replace", []), other.get("replace", []), where)
            added, wanted = mine.get("add", []), other.get("add", [])
            if [one.get("after") for one in added] != [one.get("after") for one in wanted]:
                problem = f"The variant “{name}” does not add its steps after the same ones"
                self.fault("language-structure", problem, "Copy `after` from the English script")
                continue
            for one, two in zip(added, wanted, strict=True):
                self._steps(one.get("step", []), two.get("step", []), where)

    def _steps(self, ours: list[dict[str, Any]], theirs: list[dict[str, Any]], where: str) -> None:
        ids, wanted = [one.get("id") for one in ours], [one["id"] for one in theirs]
        missing = [one for one in wanted if one not in ids]
        extra = [one for one in ids if one not in wanted]
        if missing:
            self.fault("language-missing", f"Steps{where} are missing: {quoted(missing)}", "Translate them")
        if extra:
            problem = f"Steps{where} are not in the English script: {quoted(extra)}"
            self.fault("language-structure", problem, "Take them away")
        if not missing and not extra and ids != wanted:
            problem = f"The steps{where} stand in another order"
            self.fault("language-structure", problem, "Use the order of the English script")
        by_id = {one.get("id"): one for one in ours}
        for one in theirs:
            if one["id"] in by_id:
                self._step(by_id[one["id"]], one)

    def _step(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        step = theirs["id"]
        apart = ("options", "draft", "pieces", "step")
        self._same_keys(ours, theirs, STEP_WORDS, apart, "The step", step)
        for word in STEP_WORDS:
            self._word(ours, theirs, word, None, step)
        self._options(ours.get("options", []), theirs.get("options", []), step)
        self._draft(ours, theirs, step)
        self._steps(ours.get("step", []), theirs.get("step", []), f" of the group “{step}”")

    def _options(self, ours: list[dict[str, Any]], theirs: list[dict[str, Any]], step: str) -> None:
        same = [one.get("value") for one in ours] == [one["value"] for one in theirs]
        if not same:
            values = quoted(one["value"] for one in theirs)
            self.fault("language-structure", "The options differ", f"Their values are {values}", step)
            return
        for one, two in zip(ours, theirs, strict=True):
            what = f"the option “{two['value']}”"
            self._same_keys(one, two, OPTION_WORDS, (), what.capitalize(), step)
            self._word(one, two, "label", what, step)
            _key(self.language, self.source, one, two["value"], step)

    def _draft(self, ours: Mapping[str, Any], theirs: Mapping[str, Any], step: str) -> None:
        if ("draft" in ours, "pieces" in ours) != ("draft" in theirs, "pieces" in theirs):
            problem = "A draft is put together in another way"
            self.fault(
                "language-structure", problem, "Use `draft` or `pieces` as the English script does", step
            )
            return
        pairs = [("draft", ours.get("draft", ""), theirs.get("draft", ""))]
        mine, other = ours.get("pieces", []), theirs.get("pieces", [])
        if [one.get("each") for one in mine] != [one.get("each") for one in other]:
            problem = "The pieces of the draft go through other groups"
            self.fault("language-structure", problem, "Use those of the English script, in their order", step)
            return
        for one, two in zip(mine, other, strict=True):
            pairs += [("pieces", _said(one, key), _said(two, key)) for key in ("text", "again")]
        for key, one, two in pairs:
            self._quotes(key, one, two, step)

    def _same_keys(
        self,
        ours: Mapping[str, Any],
        theirs: Mapping[str, Any],
        words: tuple[str, ...],
        apart: tuple[str, ...],
        what: str,
        step: str | None,
    ) -> None:
        """All that is no words is the same."""
        keys = [*theirs, *(one for one in ours if one not in theirs)]
        other = [one for one in keys if one not in (*words, *apart) and ours.get(one) != theirs.get(one)]
        if other:
            problem = f"{what} differs from the English in {', '.join(f'`{one}`' for one in other)}"
            self.fault("language-structure", problem, "Copy it from the English script", step)

    def _word(
        self,
        ours: Mapping[str, Any],
        theirs: Mapping[str, Any],
        word: str,
        what: str | None,
        step: str | None,
    ) -> None:
        mine, other = str(ours.get(word, "")).strip(), str(theirs.get(word, ""))
        of = f" of {what}" if what else ""
        if not other:
            if mine and word not in FREE:
                self.fault("language-structure", f"`{word}`{of} is not in English", "Take it away", step)
            return
        if not mine:
            if word not in FREE or word == "plain":
                self.fault("language-missing", f"`{word}`{of} is missing", "Translate it", step)
            return
        if mine == other and len(mine.split()) > FEW_WORDS:
            self.fault("language-missing", f"`{word}`{of} is still in English", "Translate it", step)
        self._quotes(word, mine, other, step)

    def _quotes(self, word: str, mine: str, other: str, step: str | None) -> None:
        def note(problem: str, remedy: str) -> None:
            self.fault("language-quotes", problem, remedy, step)

        compare_quotes(f"`{word}`", mine, other, note)

    def _calls(self) -> None:
        from ifs_journal.script.bundle import reaches
        from ifs_journal.script.grammar import build

        left = sorted(reaches(build(self.english.table)) - self.language.sources.keys())
        if left:
            problem = f"It leads to {quoted(left)}, which {'is' if len(left) == 1 else 'are'} not translated"
            self.fault("language-calls", problem, "Until all of them are, it is asked in English")


def _said(piece: Mapping[str, Any], key: str) -> str:
    return " ".join(piece.get(key, ()))


def compare_quotes(what: str, mine: str, other: str, note: Callable[[str, str], None]) -> None:
    """Note what one of two sentences quotes and the other does not."""
    ours, theirs = set(REFERENCE.findall(mine)), set(REFERENCE.findall(other))
    if theirs - ours:
        note(f"{what} does not quote {quoted(sorted(theirs - ours))}", "Quote what the English quotes")
    if ours - theirs:
        note(f"{what} quotes {quoted(sorted(ours - theirs))}, which the English does not", "Take it away")


def _key(language: Language, source: Source, option: Mapping[str, Any], value: str, step: str | None) -> None:
    label = str(option.get("label", "")).strip()
    key = str(option.get("key") or label[:1]).lower()
    for word in language.crisis:
        if key and key == word[0]:
            problem = f"The option “{value}” would be picked with “{key}”, the first letter of {word}"
            language.fault(source, "language-keys", problem, "Give it another `key`", step)


# --- the gates ------------------------------------------------------------------------------------------


def _gates(language: Language) -> None:
    ours, theirs = sentences(language.gates.table), sentences(language.english_gates)
    source = language.gates

    def note(rule: str, problem: str, remedy: str) -> None:
        language.fault(source, rule, problem, remedy)

    for path, english in theirs.items():
        name = ".".join(path)
        if path in ours:
            _gate_sentence(language, name, ours[path], english)
        elif needed(path, language.english_gates, language.met):
            note("language-gates", f"“{name}” is missing", "A translated script can meet it; translate it")
    for path in ours:
        if path not in theirs:
            note("language-structure", f"“{'.'.join(path)}” is not in the English gates", "Take it away")
    for name, table in _option_tables(language.gates.table, ()):
        keys = [str(one.get("key") or one.get("label", " ")[0]).lower() for one in table.values()]
        if len(set(keys)) < len(keys):
            note("language-keys", f"Two options of “{name}” are picked with one key", "Give each its own")


def _option_tables(table: Mapping[str, Any], path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, inside in table.items():
        if isinstance(inside, Mapping):
            if name == "options":
                yield ".".join((*path, name)), inside
            yield from _option_tables(inside, (*path, name))


def _gate_sentence(language: Language, name: str, ours: Any, theirs: Any) -> None:
    source = language.gates

    def note(problem: str, remedy: str) -> None:
        language.fault(source, "language-quotes", problem, remedy)

    if not isinstance(theirs, Mapping):
        if not ours or ours == theirs:
            remedy = "Words people use for it in the language; translate the meaning, not the list"
            language.fault(source, "language-missing", f"“{name}” has no words of the language", remedy)
        return
    for word in ("text", "plain", "why", "label"):
        mine, other = str(ours.get(word, "")).strip(), theirs.get(word)
        if other is None or isinstance(other, Mapping) or (word == "plain" and "label" in theirs):
            continue
        if not mine:
            language.fault(source, "language-missing", f"“{name}” has no `{word}`", "Translate it")
        elif mine == other and len(mine.split()) > FEW_WORDS:
            language.fault(source, "language-missing", f"“{name}” is still in English", "Translate it")
        else:
            compare_quotes(f"“{name}”", mine, other, note)
    if "label" in theirs:
        _key(language, source, ours, name, None)
