"""The pages made from the code, and whether the written ones hold together.

`--write` writes the made pages; `--check` says which are out of date and which links lead nowhere.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def schema() -> str:
    """The journal's schema, read back from a new journal."""
    from ifs_journal.journal.create import create
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.schema_doc import schema_markdown

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.db"
        create(path)
        with Journal.open(path) as journal:
            return schema_markdown(journal)


def reading() -> str:
    """How easy the plain wording is to read."""
    from reading import page

    return page()


MADE: Mapping[str, Callable[[], str]] = {"docs/schema.md": schema, "docs/reading.md": reading}
"""Each made page, and what makes it."""


def write() -> None:
    """Write every made page anew."""
    for name, make in MADE.items():
        (ROOT / name).write_text(make(), encoding="utf-8")
        print(f"written: {name}")


def out_of_date() -> Iterator[str]:
    """Made pages that differ from what the code makes now."""
    for name, make in MADE.items():
        page = ROOT / name
        if not page.is_file() or page.read_text(encoding="utf-8") != make():
            yield f"{name} is out of date. To write it anew: make docs"


def dead_links() -> Iterator[str]:
    """Links in the written pages to files that are not there."""
    for page in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]:
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
            for target in LINK.findall(line):
                if not (page.parent / target).exists():
                    yield f"{page.relative_to(ROOT)}:{number}: {target} is not there"


def main(arguments: list[str]) -> int:
    """0 when all is well, 1 when something is out of date or missing, 2 for a wrong call."""
    if arguments == ["--write"]:
        write()
        return 0
    if arguments != ["--check"]:
        print("usage: docs.py --write | --check", file=sys.stderr)
        return 2
    problems = [*out_of_date(), *dead_links()]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
