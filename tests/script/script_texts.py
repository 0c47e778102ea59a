"""Every sentence a person reads: what scripts and gates say, and what the program itself says around them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "ifs_journal"
PROMPTS = ROOT / "prompts"

SAID = ("text", "plain", "why", "why_plain", "title", "title_plain", "purpose", "help")
"""Keys under which the program speaks."""
THEIRS = ("label", "draft", "again")
"""Keys under which stands what a person picks or signs: they may say “I”."""
NOT_READ = ("source", "reason", "id", "for", "contact", "verified_on")
"""Keys of other files whose strings nobody is shown in a session."""
LISTS = ("phrases", "speaking", "support")
"""Files that are mostly lists of words and numbers: only what stands under the keys above is read."""
ROOMS = ("session", "terminal", "cli")
FOR_AUTHORS = ("scripts", "script_", "scripts_")
"""Modules that speak to people who write or look over scripts, where a gate is called a gate."""


class Text(NamedTuple):
    """One sentence or a few, and where they stand."""

    where: str
    key: str
    text: str

    @property
    def plain(self) -> bool:
        """Whether it is plain wording."""
        return self.key in ("plain", "why_plain", "title_plain")


def prompt_files(language: str = "en") -> list[Path]:
    """The files with the words of a language."""
    return sorted((PROMPTS / language).glob("*.toml"))


def of_prompts(language: str = "en") -> Iterator[Text]:
    """What scripts, gates and the other files with words say."""
    for path in prompt_files(language):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        yield from of_table(table, path.stem, every="step" not in table and path.stem not in LISTS)


def of_table(table: Any, where: str, *, every: bool = False) -> Iterator[Text]:
    """What one table says, in all that is inside it. With `every`, strings under any other key count too."""
    inside = f"{where}/{table['id']}" if "id" in table else where
    for name, value in table.items():
        if isinstance(value, str):
            if name in (*SAID, *THEIRS) or (every and " " in value and name not in NOT_READ):
                yield Text(inside, name, value)
        elif isinstance(value, dict):
            yield from of_table(value, f"{inside}.{name}", every=every)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, dict):
                    yield from of_table(one, inside, every=every)
                elif isinstance(one, str) and name in ("text", "again"):
                    yield Text(inside, "draft", one)


def of_program() -> Iterator[Text]:
    """What the loop, the terminal and the commands say by themselves: every sentence in their code."""
    for room in ROOMS:
        for path in sorted((SRC / room).rglob("*.py")):
            if not path.stem.startswith(FOR_AUTHORS):
                yield from of_code(path)


def of_code(path: Path) -> Iterator[Text]:
    """The sentences in one module: strings with words in them, docstrings and patterns left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    remarks = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    inside = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if id(node) in remarks or id(node) in inside:
            continue
        if isinstance(node, ast.JoinedStr):
            parts = (one.value if isinstance(one, ast.Constant) else "…" for one in node.values)
            text = "".join(map(str, parts))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        if text.strip().count(" ") > 1 and "\\" not in text:
            yield Text(f"{path.parent.name}/{path.stem}:{node.lineno}", "text", text)
