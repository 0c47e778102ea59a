"""The rows of the table: what is measured, beside which floor, and what it may take."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.invented import COMMON, RARE
from benchmarks.measure import (
    House,
    medians,
    milliseconds_an_answer,
    peak_mib,
    program,
    python,
    seconds,
    until_seen,
)

LOOKING_BACK = (
    "",
    "list",
    "list --part 1",
    "list --person 1",
    "list --tag work",
    "list --since 2024",
    "list --paused",
    "show",
    f"search {RARE}",
    f"search {COMMON}",
    "parts",
    "parts show 1",
    "review --since 2025-12",
    "trends --since 2025-10",
    "filters list",
    "parts map",
    "note --list",
    "tag --list",
)
"""Commands that read, as measured at each size; the first is home. The first word looked for is rare, the
other not; part 1 is the one that comes most often."""
WHOLE = (
    "list --json --limit 1000000",
    "parts show 1 --history",
    "parts show 1 --json",
    "trends --since 2020 --json",
)
"""Commands of which only the memory is measured: they print all there is."""
TYPER = "import typer"
RICH = "import typer, rich.console, rich.table"
QUESTIONS = "import typer, rich.console, pydantic, questionary"
ANSWERS = 200


@dataclass(frozen=True)
class Figure:
    """One measured thing. `limit` is a ratio to the floor, or where there is none, a number of `unit`."""

    what: str
    measured: float
    limit: float
    unit: str
    floor: float | None = None
    floor_name: str = ""

    @property
    def value(self) -> float:
        """What is held against the limit."""
        return self.measured if self.floor is None else self.measured / self.floor

    @property
    def met(self) -> bool:
        """Whether the limit holds."""
        return self.value <= self.limit


def first_words() -> str:
    """The first question of a check-in, as the shipped words have it."""
    from ifs_journal.script.library import gate_words

    words: str = gate_words()["state"]["arriving"]["state"]["text"]
    return words


def shown(arguments: str) -> str:
    """A command as it is typed."""
    return f"ifs {arguments}".rstrip()


def figures(home: Path, journals: Mapping[int, Path], runs: int) -> Iterator[Figure]:
    """Every row, the ones without a journal first, then those at each size."""
    nowhere = House(home, home / "none.db")
    yield from _timed(
        nowhere,
        runs,
        [
            ("`ifs --version`", ["--version"], TYPER, 1.25),
            ("`ifs --help`", ["--help"], RICH, 1.25),
        ],
    )
    for size, journal in sorted(journals.items()):
        house = House(home, journal)
        at = f" at {size:,} sessions"
        rows = [(f"`{shown(one)}`{at}", one.split(), RICH, 1.5) for one in LOOKING_BACK]
        yield from _timed(house, runs, rows)
        yield _first_question(house, runs, at)
        yield Figure(
            f"one answer kept with its projection, durable{at}",
            milliseconds_an_answer(journal, ANSWERS),
            10,
            "ms",
        )
        for one in (*LOOKING_BACK, *WHOLE):
            peak = partial(peak_mib, [program(), *one.split()], house.environ)
            yield Figure(f"peak memory of `{shown(one)}`{at}", medians({"": peak}, 3)[""], 150, "MiB")


def _timed(house: House, runs: int, rows: Sequence[tuple[str, list[str], str, float]]) -> Iterator[Figure]:
    environ = house.environ
    measures: dict[str, Callable[[], float]] = {}
    for what, arguments, floor, _ in rows:
        measures[floor] = partial(seconds, python(floor), environ)
        measures[what] = partial(seconds, [program(), *arguments], environ)
    found = medians(measures, runs)
    for what, _, floor, limit in rows:
        yield Figure(what, found[what] * 1000, limit, "ms", found[floor] * 1000, floor)


def _first_question(house: House, runs: int, at: str) -> Figure:
    # A session left open would be offered again: each run begins with a journal that has none.
    import sqlcipher3.dbapi2 as driver

    def seen() -> float:
        taken = until_seen([program(), "check-in"], house.environ, first_words())
        with driver.connect(str(house.journal)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("DELETE FROM session WHERE ended_at IS NULL")
        connection.close()
        return taken

    floor = partial(seconds, python(QUESTIONS), house.environ)
    found = medians({"floor": floor, "seen": seen}, runs)
    what = f"first question of `ifs check-in`{at}"
    return Figure(what, found["seen"] * 1000, 1.35, "ms", found["floor"] * 1000, QUESTIONS)
