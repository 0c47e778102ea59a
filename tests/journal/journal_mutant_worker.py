"""Uses damaged journals as a person would, one after the other, and says of each how it ended.

A line of JSON for each, when it begins and when it is over. What hangs ends this process: whoever started it
sees which one it was.
"""

from __future__ import annotations

import faulthandler
import io
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import typer

from ifs_journal.cli import checking, correcting, home, looking, parts, searching
from ifs_journal.cli.context import Here
from ifs_journal.cli.house import told
from ifs_journal.errors import ExitCode
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.reads import newest_open
from ifs_journal.session import checking as checking_rows
from ifs_journal.session.moment import Clock
from ifs_journal.session.start import take_up
from journal_mutants import mutate

LONGEST = 20
"""Seconds one damaged file may take, in all that is done with it."""
NOWHERE = looking.Narrowing()


really_damaged = checking_rows.is_damaged


class Held(Here):
    """A run of `ifs` in which the journal is opened once for everything."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.journal = Journal.open(path)

    @contextmanager
    def _lent(self) -> Iterator[Journal]:
        yield self.journal

    def open(self, *, read_only: bool = False) -> Any:
        return self._lent()


def _reading(here: Here, numbers: int, known: int) -> Iterator[Callable[[], Any]]:
    for as_json in (False, True):
        yield lambda as_json=as_json: home.home(here, as_json=as_json)
        yield lambda as_json=as_json: looking.list_sessions(here, NOWHERE, 100, as_json=as_json)
        yield lambda as_json=as_json: parts.list_parts(here, parts.choice(archived=True), as_json=as_json)
        yield lambda as_json=as_json: correcting.list_notes(here, 100, as_json=as_json)
        yield lambda as_json=as_json: correcting.list_tags(here, as_json=as_json)
        for text in ("the phone", "子"):
            yield lambda as_json=as_json, text=text: searching.search(
                here, text, NOWHERE, 50, as_json=as_json
            )
        for number in range(1, numbers + 1):
            yield lambda as_json=as_json, n=number: looking.show(here, str(n), as_json=as_json)
        for number in range(1, known + 1):
            yield lambda as_json=as_json, n=number: parts.show_part(
                here, str(n), history=as_json, as_json=as_json
            )


def _go_on(journal: Journal) -> None:
    found = newest_open(journal)
    if found is None:
        return
    live = take_up(journal, found, Clock(), None)
    if live.walk.end is None:
        live.command("ground")
        live.take_back()
        live.stop(at_once=True)


def use(path: Path, numbers: int, known: int) -> tuple[Counter[int], list[str]]:
    """Do with a file whatever can be done. Gives the exit codes, and what must not happen."""
    codes: Counter[int] = Counter()
    wrong: list[str] = []
    # The file does not change while it is read, so it is looked over once for all that goes wrong with it.
    checking_rows.is_damaged = cache(really_damaged)

    def act(what: str, doing: Callable[[], Any]) -> None:
        said = io.StringIO()
        sys.stderr = said
        sys.stdout = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        try:
            told(doing)
            code = 0
        except typer.Exit as left:
            code = left.exit_code
        finally:
            sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
        codes[code] += 1
        if code == ExitCode.UNEXPECTED:
            wrong.append(f"{what}: {said.getvalue().strip()[:300]}")

    opened: list[Held] = []
    act("open", lambda: opened.append(Held(path)))
    if not opened:
        here = Here(path)
        act("check", lambda: checking.check(here, repair=False, salvage=None, sure=True, as_json=True))
        return codes, wrong
    held = opened[0]
    for doing in _reading(held, numbers, known):
        act("reading", doing)
    act("check", lambda: checking.check(held, repair=False, salvage=None, sure=True, as_json=True))
    act("resume", lambda: _go_on(held.journal))
    act("close", held.journal.close)
    return codes, wrong


def main() -> None:
    """`journal_mutant_worker.py BASE NUMBERS KNOWN FROM TO`: the seeds from FROM up to, and without, TO."""
    base, (numbers, known, begin, end) = Path(sys.argv[1]), map(int, sys.argv[2:6])
    for seed in range(begin, end):
        print(json.dumps({"began": seed}), flush=True)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "journal.db"
            os.environ["IFS_JOURNAL"] = str(path)
            recipe = mutate(seed, base, path)
            faulthandler.dump_traceback_later(LONGEST, exit=True)
            codes, wrong = use(path, numbers, known)
            faulthandler.cancel_dump_traceback_later()
        print(json.dumps({"seed": seed, "recipe": recipe, "codes": codes, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main()
