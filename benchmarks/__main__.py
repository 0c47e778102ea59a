"""`python -m benchmarks`: measure, and print the tables; with `--write`, keep them in docs/speed.md.

With `--encryption` only what encryption costs is measured, and only that part of the page is written.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.encryption import HEADING, costs, section
from benchmarks.figures import Figure, figures
from benchmarks.invented import make_journal

PAGE = Path(__file__).resolve().parents[1] / "docs" / "speed.md"
SIZES = (100, 10_000)
SEED = 1
INTRODUCTION = """\
# Speed and size

Start-up is what a person feels every day. These figures are of whole processes: medians of {runs} runs
after one that is not counted, each beside a floor (a Python that only imports what the command cannot
do without) measured in turns with it. Ratios are what counts; the milliseconds are this machine's.
Journals are unencrypted (the last table says what encryption costs), their sessions invented, walked and
projected by the guide itself. Every program has been run before and starts from its compiled modules, as an
installed one does.

Measured on {day} on {machine}. To measure again: `make bench`, or
`python -m benchmarks --sessions 100 10000 100000 --write`.
"""


def main() -> int:
    """Measure. Gives 0 when all targets hold, 1 when one is missed."""
    options = _options()
    with _folder(options.journals) as folder:
        journals = {size: _journal(folder, size) for size in options.sessions}
        home = folder / "home"
        home.mkdir(exist_ok=True)
        found = []
        for figure in () if options.encryption else figures(home, journals, options.runs):
            found.append(figure)
            print(_line(figure), flush=True)
        spent = []
        for cost in costs(home, journals, options.runs):
            spent.append(cost)
            print(cost.row, flush=True)
    if options.write:
        first = _kept_page() if options.encryption else page(found, options.runs)
        PAGE.write_text(f"{first}\n{section(spent, _day(), _machine())}", encoding="utf-8")
    if options.encryption:
        return 0
    missed = [one for one in found if not one.met]
    print(f"{len(found) - len(missed)} of {len(found)} targets met.")
    return 1 if missed else 0


def page(found: list[Figure], runs: int) -> str:
    """The table of targets as a page. Where a target is missed, it says so."""
    lines = [INTRODUCTION.format(runs=runs, day=_day(), machine=_machine())]
    lines += ["| what | measured | floor | ratio | target | |", "| --- | --- | --- | --- | --- | --- |"]
    lines += [_row(one) for one in found]
    return "\n".join(lines) + "\n"


def _kept_page() -> str:
    """The page as it is, without the part about encryption."""
    return PAGE.read_text(encoding="utf-8").partition(f"\n{HEADING}\n")[0]


def _day() -> str:
    return datetime.now(UTC).date().isoformat()


def _row(one: Figure) -> str:
    verdict = "met" if one.met else "**missed**"
    measured = f"{one.measured:.1f} {one.unit}" if one.floor is None else f"{one.measured:.0f} {one.unit}"
    if one.floor is None:
        return f"| {one.what} | {measured} | – | – | ≤ {one.limit:g} {one.unit} | {verdict} |"
    floor = f"{one.floor:.0f} {one.unit}, `{one.floor_name}`"
    return f"| {one.what} | {measured} | {floor} | {one.value:.2f} | ≤ {one.limit:g} × | {verdict} |"


def _line(one: Figure) -> str:
    limit = f"≤ {one.limit:g} " + ("×" if one.floor is not None else one.unit)
    value = f"{one.value:.2f} ×" if one.floor is not None else f"{one.value:.1f} {one.unit}"
    taken = "" if one.floor is None else f"{one.measured:.0f} / {one.floor:.0f} ms"
    return f"{one.what:64} {value:>11} {limit:>10}  {'met' if one.met else 'MISSED':7} {taken}"


def _machine() -> str:
    cores = os.cpu_count() or 1
    packages = ", ".join(f"{one} {version(one)}" for one in ("typer", "rich", "pydantic", "questionary"))
    return (
        f"{platform.system()} ({platform.machine()}, {cores} cores), "
        f"{platform.python_implementation()} {platform.python_version()}, {packages}"
    )


def _journal(folder: Path, size: int) -> Path:
    path = folder / f"{size}.db"
    if not path.exists():
        begun = time.perf_counter()
        make_journal(path, size, SEED)
        print(f"{size:,} sessions made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return path


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="ifs-benchmarks-") as folder:
        yield Path(folder)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--sessions", type=int, nargs="+", default=SIZES, help="sizes of journals")
    parser.add_argument("--runs", type=int, default=11, help="runs that are counted (default 11)")
    parser.add_argument("--journals", type=Path, help="a folder that keeps the journals for the next run")
    parser.add_argument("--encryption", action="store_true", help="only what encryption costs")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
