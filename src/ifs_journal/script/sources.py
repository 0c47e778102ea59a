"""Where the guided sessions come from: the page of sources, read for those who look a script over."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

_ROW = re.compile(
    r"^\| `(?P<key>[^`]+)` \| (?P<address>.+?) \| (?P<read>.+?) \| (?P<taken>.+?) \|$", re.MULTILINE
)


class CameFrom(NamedTuple):
    """One source: where it is, how much of it was read, and what was taken from it."""

    address: str
    read: str
    taken: str


def known_sources() -> dict[str, CameFrom]:
    """Every source by its key; empty where the page did not come along."""
    here = Path(__file__).resolve()
    for page in (here.parents[1] / "prompts" / "sources.md", here.parents[3] / "docs" / "sources.md"):
        if page.is_file():
            found = _ROW.finditer(page.read_text(encoding="utf-8"))
            return {one["key"]: CameFrom(one["address"], one["read"], one["taken"]) for one in found}
    return {}
