"""The languages beside English: their files put side by side with the English ones, for the checker."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifs_journal.script.check_base import Fault
    from ifs_journal.script.check_translation import Language


def language_of(code: str) -> Language:
    """What there is in a language. Raises NotFound, ScriptInvalid when a file cannot be read."""
    from ifs_journal.script.check_translation import Language
    from ifs_journal.script.library import gate_words, prompts_folder, read_source, shipped_sources
    from ifs_journal.terminal.sentences import sentences_in

    gates = read_source(prompts_folder(code) / "gates.toml")
    crisis = ("crisis", *sentences_in(code).CRISIS_WORDS)
    return Language(
        code,
        shipped_sources(code),
        gates,
        shipped_sources(),
        gate_words(),
        tuple(dict.fromkeys(crisis)),
    )


def faults_of_language(code: str) -> list[Fault]:
    """Everything that is wrong with a language's files, its scripts by the rules of every script too."""
    from dataclasses import replace

    from ifs_journal.script.check_said import check_said, check_support
    from ifs_journal.script.check_translation import check_language
    from ifs_journal.script.checker import check
    from ifs_journal.script.library import prompts_folder, read_source
    from ifs_journal.session.phrases import Phrases
    from ifs_journal.session.said import as_data, names_of
    from ifs_journal.terminal.sentences import Sentences

    language = language_of(code)
    tables = {name: one.table for name, one in {**language.english, **language.sources}.items()}
    faults = check_language(language)
    for source in language.sources.values():
        found = check(source, tables=tables, gates=language.gates.table)
        faults += [replace(one, file=f"{code}/{one.file}") for one in found]
    said = prompts_folder(code) / "said.toml"
    if said.is_file():
        kinds = {"session": Phrases, "terminal": Sentences}
        english = {
            table: {name: as_data(one) for name, one in names_of(kind).items()}
            for table, kind in kinds.items()
        }
        faults += check_said(language, read_source(said), english)
    support = prompts_folder(code) / "support.toml"
    if support.is_file():
        english_lines = read_source(prompts_folder() / "support.toml").table
        faults += check_support(language, read_source(support), english_lines)
    return faults


def told_of_language(code: str) -> str:
    """How far a language is, in one sentence or two."""
    from ifs_journal.script.check_translation import not_yet
    from ifs_journal.script.library import prompts_folder

    language = language_of(code)
    left = not_yet(language)
    left += [name for name in ("said.toml", "support.toml") if not (prompts_folder(code) / name).is_file()]
    there = f"{code}: {', '.join(language.sources)}."
    return there + (f" In English until somebody translates it: {', '.join(left)}." if left else "")
