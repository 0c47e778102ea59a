"""Looking back costs what is shown, not what the journal holds. Counted in steps of SQLite, not in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from benchmarks.invented import COMMON, make_journal

from ifs_journal.insight.story import story_of
from ifs_journal.journal import reads
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.meant import part_meant, tag_meant
from ifs_journal.journal.read_filters import Filters, session_numbers
from ifs_journal.journal.read_part_page import part_page
from ifs_journal.journal.read_parts import latest_trust
from ifs_journal.journal.read_search import search
from ifs_journal.session.standing import standing

FEW, MANY = 100, 1000
EVERY = 10
"""Steps between two looks."""
SOME = 4000
"""Steps that do not count: a list that is not full yet may still grow."""


def page(journal: Journal, filters: Filters) -> None:
    found = reads.sessions_numbered(journal, list(session_numbers(journal, filters, 20)))
    assert found or filters.paused


def newest(journal: Journal) -> None:
    reads.entry(journal, reads.find_session(journal, "last").id)


LOOKING: dict[str, Callable[[Journal], object]] = {
    "home": lambda journal: standing(journal, date(2026, 1, 1)),
    "list": lambda journal: page(journal, Filters()),
    "list --since": lambda journal: page(journal, Filters(since=date(2023, 1, 1))),
    "list --until": lambda journal: page(journal, Filters(before=date(2023, 1, 1))),
    "list --script": lambda journal: page(journal, Filters(script="unblend")),
    "list --part": lambda journal: page(journal, Filters(part=part_meant(journal, "1").id)),
    "list --paused": lambda journal: page(journal, Filters(paused=True)),
    "show": newest,
    "parts": lambda journal: (reads.parts(journal), latest_trust(journal)),
}
FOUND: dict[str, Callable[[Journal], object]] = {
    "search": lambda journal: search(journal, COMMON),
    "search --script": lambda journal: search(journal, COMMON, Filters(script="unblend")),
    "search --part": lambda journal: search(journal, COMMON, Filters(part=part_meant(journal, "1").id)),
    "search --tag": lambda journal: search(journal, COMMON, Filters(tag=tag_meant(journal, "work"))),
    "parts show": lambda journal: part_page(journal, part_meant(journal, "1").id, newest=4),
    "parts show --all": lambda journal: part_page(journal, part_meant(journal, "1").id),
    "parts story": lambda journal: story_of(journal, part_meant(journal, "1").id),
}
"""These grow with how often a word, or a part, is there, and no faster."""


@pytest.fixture(scope="module")
def journals(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("growth")
    for size in (FEW, MANY):
        make_journal(folder / f"{size}.db", size)
    return folder / f"{FEW}.db", folder / f"{MANY}.db"


def steps(path: Path, look: Callable[[Journal], object]) -> int:
    looked = 0

    def count() -> int:
        nonlocal looked
        looked += 1
        return 0

    with Journal.open(path, read_only=True) as journal:
        journal.connection.set_progress_handler(count, EVERY)
        look(journal)
        journal.connection.set_progress_handler(None, EVERY)
    return looked * EVERY


@pytest.mark.parametrize("name", LOOKING)
def test_ten_times_the_sessions_take_no_more_steps(name: str, journals: tuple[Path, Path]):
    few, many = (steps(path, LOOKING[name]) for path in journals)
    assert many <= 2 * few + SOME


@pytest.mark.parametrize("name", FOUND)
def test_ten_times_as_much_to_find_takes_no_more_than_that(name: str, journals: tuple[Path, Path]):
    few, many = (steps(path, FOUND[name]) for path in journals)
    assert many <= 10 * few + 2 * SOME
