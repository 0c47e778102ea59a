"""The script library: what there is, how it reads, whether it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.errors import IfsJournalError, ScriptInvalid, UsageError

if TYPE_CHECKING:
    from ifs_journal.script.check_base import Fault
    from ifs_journal.script.library import Source
    from ifs_journal.terminal.screen import Screen
    from ifs_journal.terminal.script_page import Book

OWN = "yours, not reviewed"
UNRAISED = (
    "{name}: it asks something else now than it did in #{session}, and is still version {version}. "
    "Entries you have keep the words they were asked with. With version = {following}, later ones can be "
    "told apart from them."
)
ENGLISH_ONLY = "in English so far"


def list_scripts(here: Here, *, as_json: bool) -> None:
    """Every session there is, by what it is for; one's own marked, and last."""
    from ifs_journal.cli.shown import print_json
    from ifs_journal.script.library import entry, index, languages_of, read_source, spoken
    from ifs_journal.session.settings import own_scripts, settings_or_default

    chosen = settings_or_default()[0].language
    found = [{**one, "own": False, "languages": languages_of(one["id"])} for one in index() if one["listed"]]
    folder = own_scripts()
    for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
        try:
            found.append({**entry(read_source(path).table), "own": True})
        except (ScriptInvalid, KeyError, TypeError, AttributeError):
            found.append(
                {"id": path.stem, "title": "cannot be read", "purpose": "", "minutes": "", "own": True}
            )
    if as_json:
        print_json(found)
        return
    from ifs_journal.cli.grouped import grouped

    named = [(str(one["id"]), one) for one in found]
    screen = here.screen()
    with screen.paged():
        shipped = [(name, one) for name, one in named if not one["own"]]
        for heading, some in grouped(shipped, [(name, one) for name, one in named if one["own"]]):
            screen.say(f"{heading.capitalize()}:", "key")
            for _, one in some:
                _say_script(screen, one, spoken(chosen))
            screen.blank()


def _say_script(screen: Screen, one: Mapping[str, Any], language: str) -> None:
    from ifs_journal.script.library import about

    mark = f" ({OWN})" if one["own"] else ""
    if language not in one.get("languages", [language]):
        mark = f" ({ENGLISH_ONLY})"
    screen.say(f"{one['id']}{mark}", "title")
    screen.say(f"{one['purpose']} {about(one['minutes'])}", indent=2)
    for name, text in one.get("variants", {}).items():
        screen.say(f"--{name}: {text}", "quiet", indent=2)


def show(here: Here, script: str, *, variant: str | None, wording: str | None, as_file: bool) -> None:
    """A script in words, for somebody who looks it over; or its own file, as it was written.

    Raises NotFound, ScriptInvalid, UsageError.
    """
    from ifs_journal.script.library import find_source
    from ifs_journal.session.settings import own_scripts
    from ifs_journal.terms import Wording

    if wording is not None and wording not in list(Wording):
        raise UsageError("--wording takes ifs or plain.")
    source = find_source(script, own_scripts())
    if as_file:
        if variant is not None or wording is not None:
            raise UsageError("--toml prints the whole file as it is: no --variant and no --wording.")
        _print_lines(here, source.path.read_text(encoding="utf-8").rstrip("\n"))
        return
    if variant is not None and variant not in source.table.get("variants", {}):
        known = ", ".join(source.table.get("variants", {})) or "none"
        raise UsageError(f"{script} has no variant “{variant}”. Its variants: {known}.")
    from ifs_journal.terminal.script_page import script_page, show_page

    found = here.settings.wording if wording is None else Wording(wording)
    show_page(here.screen(), script_page(_book(source), found, variant))


def _book(source: Source) -> Book:
    """A script with all that a page about it is made from. Raises ScriptInvalid."""
    from ifs_journal.script.bundle import bundle_of
    from ifs_journal.script.library import is_shipped
    from ifs_journal.script.parsing import parse
    from ifs_journal.script.sources import known_sources
    from ifs_journal.session.settings import own_scripts
    from ifs_journal.terminal.script_page import Book

    script = parse(source)
    bundle = bundle_of(script.id, own=own_scripts())
    called = {name: one for name, one in bundle.scripts.items() if name != script.id}
    return Book(script, called, bundle.gates, known_sources(), own=not is_shipped(source))


def _print_lines(here: Here, text: str) -> None:
    """Lines whose indent means something: as they are in a pipe, wrapped under their indent on a terminal."""
    from ifs_journal.terminal.clean import clean
    from ifs_journal.terminal.screen import wrap

    screen = here.screen()
    with screen.paged():
        for line in clean(text, newlines=True).split("\n"):
            bare = line.lstrip(" ")
            indent = " " * (len(line) - len(bare))
            if not screen.interactive or screen.plain or not bare:
                screen.write(f"{line}\n")
                continue
            first, *rest = wrap(bare, screen.width - 1 - len(indent) - 2)
            under = "".join(f"{indent}  {more}\n" for more in rest)
            screen.write(f"{indent}{first}\n{under}")


def check(here: Here, files: list[Path], commands: Collection[str]) -> None:
    """Check the files given, or the whole library and one's own. `commands` are names none may take.

    A file may be named by the id of a script of one's own.
    """
    from ifs_journal.cli.translations import faults_of_language, told_of_language
    from ifs_journal.script.checker import check_library
    from ifs_journal.script.library import LANGUAGE, gate_words, languages, shipped_sources
    from ifs_journal.session.settings import own_scripts

    others = [one for one in languages() if one != LANGUAGE]
    faults = [] if files else check_library(shipped_sources(), gate_words())
    for code in [] if files else others:
        faults += faults_of_language(code)
    folder = own_scripts()
    own = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    looked_at = [_meant(path, folder) for path in files] or own
    for path in looked_at:
        faults += faults_of(path, commands)
    if faults:
        raise ScriptInvalid("\n".join(str(one) for one in faults))
    print("Checked: every way leads somewhere, every gate is in its place, both wordings are there.")
    for code in [] if files else others:
        print(told_of_language(code))
    _tell_unraised(here, [path for path in looked_at if path.parent == folder])


def _meant(path: Path, folder: Path) -> Path:
    """The file that is meant: one that is there, or a script of one's own by its id."""
    own = folder / f"{path}.toml"
    return own if not path.exists() and len(path.parts) == 1 and own.is_file() else path


def _tell_unraised(here: Here, own: list[Path]) -> None:
    """Say which scripts read otherwise than when they were last used, under the same version.

    Only where a journal can be opened without asking for anything; no journal is no fault here.
    """
    from ifs_journal.journal.read_bundles import last_used
    from ifs_journal.script.bundle import asks_otherwise
    from ifs_journal.script.library import read_source

    if not own:
        return
    screen = here.screen()
    with suppress(IfsJournalError), here.open(read_only=True) as journal:
        for path in own:
            table = read_source(path).table
            used = last_used(journal, table["id"], table["version"])
            if used is not None and asks_otherwise(used.table, table):
                version = table["version"]
                screen.say(
                    UNRAISED.format(
                        name=path.name, version=version, session=used.session, following=version + 1
                    )
                )


def faults_of(path: Path, commands: Collection[str] = ()) -> list[Fault]:
    """What is wrong with one script file, looked at beside the shipped scripts and the person's own."""
    from ifs_journal.script.checker import check_file
    from ifs_journal.script.library import LANGUAGE, gate_words, prompts_folder, read_source, shipped_sources

    folder = path.resolve().parent
    if folder.parent == prompts_folder().parent and folder.name != LANGUAGE:
        from ifs_journal.cli.translations import faults_of_language

        read_source(path)
        named = f"{folder.name}/{path.name}"
        return [one for one in faults_of_language(folder.name) if one.file == named]
    shipped = shipped_sources()
    ours = {source.path.resolve() for source in shipped.values()}
    reserved = set() if path.resolve() in ours else {*shipped, *commands}
    tables = {name: source.table for name, source in shipped.items()}
    for other in sorted(path.parent.glob("*.toml")):
        if other.stem not in tables and other != path:
            with suppress(ScriptInvalid):
                tables[other.stem] = read_source(other).table
    return check_file(path, tables=tables, gates=gate_words(), reserved=reserved)


def require_sound(script: str) -> None:
    """A person's own script is run only when nothing is wrong with it, nor with any of theirs it can call.

    Raises ScriptInvalid, NotFound.
    """
    from ifs_journal.script.library import find_source, is_shipped
    from ifs_journal.session.settings import own_scripts

    faults: list[Fault] = []
    waiting, looked_at = [script], set()
    while waiting:
        source = find_source(waiting.pop(), own_scripts())
        if source.path in looked_at or is_shipped(source):
            continue
        looked_at.add(source.path)
        found = faults_of(source.path)
        faults += found
        waiting += [] if found else _called_by(source)
    if faults:
        raise ScriptInvalid("\n".join(str(one) for one in faults))


def _called_by(source: Source) -> list[str]:
    from ifs_journal.script.bundle import reaches
    from ifs_journal.script.parsing import parse

    return sorted(reaches(parse(source)))


def graph(here: Here, script: str, format_: str, variant: str | None) -> None:
    """The ways through a script, as text or Mermaid."""
    from ifs_journal.script.flowchart import flowchart
    from ifs_journal.script.library import find_source
    from ifs_journal.script.parsing import parse
    from ifs_journal.script.variants import in_variant
    from ifs_journal.session.settings import own_scripts

    source = find_source(script, own_scripts())
    found = in_variant(parse(source), variant)
    if format_ == "mermaid":
        print(flowchart(found, "mermaid"))
    elif format_ == "text":
        _print_lines(here, flowchart(found, "text").rstrip("\n"))
    else:
        raise UsageError("--format takes text or mermaid.")
