"""Where scripts are found, and how a file becomes a script.

Shipped scripts lie in `prompts/<language>/`, inside the wheel or beside the source. A person's own lie
in their config folder. The loader remembers which line each step stands on, for messages.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from ifs_journal.errors import NotFound, ScriptInvalid

LANGUAGE = "en"
GATE_FILES: Mapping[str, str] = {"vulnerable": "tender", "apart": "apart"}
"""Gates that few scripts meet, and the file their sentences are in. All others are in `gates.toml`."""
NOT_SCRIPTS = frozenset({"gates", "phrases", "said", "speaking", "support", *GATE_FILES.values()})
STEP_ID = re.compile(r'^\s*id\s*=\s*"([^"]+)"')


def prompts_folder(language: str = LANGUAGE) -> Path:
    """The folder with the shipped words of a language."""
    inside_wheel = Path(__file__).resolve().parents[1] / "prompts"
    beside_source = Path(__file__).resolve().parents[3] / "prompts"
    for root in (inside_wheel, beside_source):
        if (root / language).is_dir():
            return root / language
    raise NotFound(f"The scripts for “{language}” are missing here. Installing ifs-journal again helps.")


def languages() -> list[str]:
    """The codes of the languages there are words in."""
    root = prompts_folder().parent
    return sorted(folder.name for folder in root.iterdir() if (folder / "gates.toml").is_file())


def spoken(language: str) -> str:
    """The language a session is in for a code: the code's own, without its region (`de-AT`), or English."""
    if language != LANGUAGE:
        root = prompts_folder().parent
        for code in (language, language.partition("-")[0].lower()):
            if (root / code / "gates.toml").is_file():
                return code
    return LANGUAGE


def languages_of(name: str) -> list[str]:
    """The languages a shipped script is written in."""
    root = prompts_folder().parent
    return [one for one in languages() if (root / one / f"{name}.toml").is_file()]


@dataclass(frozen=True)
class Source:
    """A script file as read: its raw table, and where each step stands."""

    path: Path
    table: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def where(self, step: str | None = None) -> str:
        """File and line, for a message."""
        line = self.lines.get(step or "", 0)
        return f"{self.path.name}:{line}" if line else self.path.name


def read_source(path: Path) -> Source:
    """Read one TOML file. Raises NotFound, or ScriptInvalid with the line when it is not TOML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotFound(f"There is no script file {path.name}.") from None
    except (UnicodeDecodeError, OSError) as problem:
        reason = "it is not UTF-8 text" if isinstance(problem, UnicodeDecodeError) else problem.strerror
        raise ScriptInvalid(f"{path.name}: cannot be read: {reason}.") from None
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise ScriptInvalid(f"{path.name}: this is not TOML: {problem}.") from None
    lines: dict[str, int] = {}
    in_steps = False
    for number, line in enumerate(text.splitlines(), 1):
        in_steps = in_steps or line.lstrip().startswith("[[")
        found = STEP_ID.match(line)
        if found and in_steps:
            lines.setdefault(found.group(1), number)
    return Source(path, table, lines)


@cache
def _read_shipped(path: Path) -> Source:
    """A shipped file, read once a run: a session's start asks for the same one several times."""
    return read_source(path)


def shipped_sources(language: str = LANGUAGE) -> dict[str, Source]:
    """Every shipped script of a language by id, unparsed."""
    folder = prompts_folder(language)
    found = {}
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in NOT_SCRIPTS:
            found[path.stem] = _read_shipped(path)
    return found


def gate_words(language: str = LANGUAGE, met: Iterable[str] = ()) -> dict[str, Any]:
    """The gates' sentences: those most scripts need, and those of the gates that are `met` beside them."""
    words = _read_shipped(prompts_folder(language) / "gates.toml").table
    for gate in sorted(set(met) & GATE_FILES.keys()):
        words = words | _read_shipped(prompts_folder(language) / f"{GATE_FILES[gate]}.toml").table
    return words


def has_gate_files(language: str, met: Iterable[str]) -> bool:
    """Whether a language has the sentences of the gates that few scripts meet, as far as they are met."""
    return all(
        (prompts_folder(language) / f"{GATE_FILES[gate]}.toml").is_file()
        for gate in set(met) & GATE_FILES.keys()
    )


def said_in(language: str) -> dict[str, Any]:
    """What the program itself says in a session, in `session` and `terminal`. English stands in the code."""
    path = prompts_folder(spoken(language)) / "said.toml"
    return _read_shipped(path).table if path.is_file() else {}


def speaking_rules(language: str = LANGUAGE) -> dict[str, Any]:
    """What is looked at in a sentence meant for somebody; English where a language has no rules."""
    path = prompts_folder(language) / "speaking.toml"
    return _read_shipped(path if path.is_file() else prompts_folder() / "speaking.toml").table


def phrase_words(language: str = LANGUAGE) -> dict[str, Any] | None:
    """The phrases after which one question is asked, with its sentences; None where a language has none."""
    path = prompts_folder(language) / "phrases.toml"
    return _read_shipped(path).table if path.is_file() else None


DAILY = (
    "check-in",
    "now",
    "find-part",
    "unblend",
    "speak-for",
    "after-speaking",
    "self-energy",
    "write",
)
"""The order in which the sessions of every day are listed; any others follow by name."""


def index(language: str = LANGUAGE) -> list[dict[str, Any]]:
    """What scripts there are, with titles and variants. From the wheel's index if there is one."""
    built = prompts_folder(language).parent / "index.json"
    if built.is_file() and language == LANGUAGE:
        scripts: list[dict[str, Any]] = json.loads(built.read_text(encoding="utf-8"))["scripts"]
        return scripts
    return index_of(source.table for source in shipped_sources(language).values())


def index_of(tables: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The index of some scripts, from their raw tables: those for every day first."""
    scripts = [entry(table) for table in tables]
    order = {name: place for place, name in enumerate(DAILY)}
    return sorted(scripts, key=lambda one: (order.get(one["id"], len(order)), one["id"]))


def about(minutes: str) -> str:
    """How long a script takes, as a sentence."""
    return f"About {minutes} minute{'' if minutes == '1' else 's'}."


def entry(table: Mapping[str, Any]) -> dict[str, Any]:
    """One line of the index, from a script's raw table."""
    return {
        "id": table["id"],
        "title": table["title"],
        "purpose": table["purpose"],
        "minutes": table["minutes"],
        "variants": {name: one["help"] for name, one in table.get("variants", {}).items()},
        "listed": table.get("listed", True),
    }


def find_source(name: str, own: Path | None = None, language: str = LANGUAGE) -> Source:
    """A script's file by id: shipped first, in English where it is not translated, then a person's own.

    Raises NotFound.
    """
    if name not in NOT_SCRIPTS and re.fullmatch(r"[a-z0-9-]+", name):
        for folder in dict.fromkeys((spoken(language), LANGUAGE)):
            path = prompts_folder(folder) / f"{name}.toml"
            if path.is_file():
                return _read_shipped(path)
        if own is not None and (own / f"{name}.toml").is_file():
            return read_source(own / f"{name}.toml")
    raise NotFound(f"There is no script called “{name}”. To see them: ifs scripts list")


def is_shipped(source: Source) -> bool:
    """Whether a script came with the program, in any language; any other is somebody's own."""
    return source.path.parent.parent == prompts_folder().parent
