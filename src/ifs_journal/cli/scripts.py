"""The script library: what there is, how it reads, whether it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.errors import ScriptInvalid, UsageError

if TYPE_CHECKING:
    from ifs_journal.script.check_base import Fault
    from ifs_journal.terminal.screen import Screen

OWN = "yours, not reviewed"


def list_scripts(here: Here, *, as_json: bool) -> None:
    """Every session there is, by what it is for; one's own marked, and last."""
    from ifs_journal.cli.shown import print_json
    from ifs_journal.script.library import entry, index, read_source
    from ifs_journal.session.settings import own_scripts

    found = [{**one, "own": False} for one in index() if one["listed"]]
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
                _say_script(screen, one)
            screen.blank()


def _say_script(screen: Screen, one: Mapping[str, Any]) -> None:
    from ifs_journal.script.library import about

    own = f" ({OWN})" if one["own"] else ""
    screen.say(f"{one['id']}{own}", "title")
    screen.say(f"{one['purpose']} {about(one['minutes'])}", indent=2)
    for name, text in one.get("variants", {}).items():
        screen.say(f"--{name}: {text}", "quiet", indent=2)


def show(here: Here, script: str) -> None:
    """The script's own file: it is meant to be read."""
    from ifs_journal.script.library import find_source
    from ifs_journal.session.settings import own_scripts

    source = find_source(script, own_scripts())
    _print_lines(here, source.path.read_text(encoding="utf-8").rstrip("\n"))


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


def check(files: list[Path], commands: Collection[str]) -> None:
    """Check the files given, or the whole library and one's own. `commands` are names none may take."""
    from ifs_journal.script.checker import check_library
    from ifs_journal.script.library import gate_words, shipped_sources
    from ifs_journal.session.settings import own_scripts

    faults = [] if files else check_library(shipped_sources(), gate_words())
    folder = own_scripts()
    own = sorted(folder.glob("*.toml")) if folder.is_dir() else []
    for path in files or own:
        faults += faults_of(path, commands)
    if faults:
        raise ScriptInvalid("\n".join(str(one) for one in faults))
    print("Checked: every way leads somewhere, every gate is in its place, both wordings are there.")


def faults_of(path: Path, commands: Collection[str] = ()) -> list[Fault]:
    """What is wrong with one script file, looked at beside the shipped scripts and the person's own."""
    from ifs_journal.script.checker import check_file
    from ifs_journal.script.library import gate_words, read_source, shipped_sources

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
    """A person's own script is run only when nothing is wrong with it. Raises ScriptInvalid, NotFound."""
    from ifs_journal.script.library import find_source, is_shipped
    from ifs_journal.session.settings import own_scripts

    source = find_source(script, own_scripts())
    if not is_shipped(source):
        faults = faults_of(source.path)
        if faults:
            raise ScriptInvalid("\n".join(str(one) for one in faults))


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
