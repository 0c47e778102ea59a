"""Puts the words into the wheel: `prompts/`, an index of the scripts in it, and the page of their sources.

The index lets a command name be looked up without reading every script. It is made anew for each
wheel and never lies in the source tree. An editable install gets neither: there the code reads the
checkout's own `prompts/`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

LANGUAGE = "en"


def script_index(root: Path) -> dict[str, list[dict[str, Any]]]:
    """What `index.json` holds for the checkout at `root`. Files without steps are no scripts."""
    sys.path.insert(0, str(root / "src"))
    try:
        from ifs_journal.script.library import index_of
    finally:
        sys.path.remove(str(root / "src"))
    paths = sorted((root / "prompts" / LANGUAGE).glob("*.toml"))
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in paths]
    return {"scripts": index_of(table for table in tables if isinstance(table.get("step"), list))}


class PromptsHook(BuildHookInterface[Any]):
    """Called by hatchling around the build of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        root = Path(self.root)
        self._made = tempfile.TemporaryDirectory()
        index = Path(self._made.name) / "index.json"
        index.write_text(json.dumps(script_index(root), ensure_ascii=False), encoding="utf-8")
        build_data["force_include"][str(root / "prompts")] = "ifs_journal/prompts"
        # `ifs scripts show` says where a script comes from.
        build_data["force_include"][str(root / "docs" / "sources.md")] = "ifs_journal/prompts/sources.md"
        build_data["force_include"][str(index)] = "ifs_journal/prompts/index.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if version != "editable":
            self._made.cleanup()
