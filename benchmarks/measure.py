"""Taking the measure of whole processes: how long, how much memory, when the first question is there."""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ifs_journal.journal.key import Key

NOT_KEPT = ("IFS_", "PYTHON", "XDG_")
"""How the names of variables begin that a measured process is not given."""
PATIENCE = 30
"""Seconds until something that should have happened has not."""


@dataclass(frozen=True)
class House:
    """Where the measured programs live: an empty home, and one journal or none."""

    home: Path
    journal: Path

    @property
    def environ(self) -> dict[str, str]:
        """The environment of a measured process: the same for floors and commands.

        Nothing keeps Python from writing down what it compiled: the run that is not counted does so, and
        the program then starts as an installed one does.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith(NOT_KEPT)}
        return {
            **kept,
            "HOME": str(self.home),
            "IFS_JOURNAL": str(self.journal),
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "TERM": "xterm-256color",
            "COLUMNS": "100",
        }


def program() -> str:
    """The installed `ifs` beside this Python. Raises FileNotFoundError when there is none."""
    found = Path(sys.executable).with_name("ifs")
    if not found.exists():
        raise FileNotFoundError("ifs is not installed beside this Python: make setup-dev")
    return str(found)


def python(code: str) -> list[str]:
    """A process of this Python that runs one line."""
    return [sys.executable, "-c", code]


def seconds(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """How long one whole process takes. Raises CalledProcessError when it does not end well."""
    begun = time.perf_counter()
    subprocess.run(
        command, env=dict(environ), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True
    )
    return time.perf_counter() - begun


def until_seen(command: Sequence[str], environ: Mapping[str, str], words: str) -> float:
    """How long until `words` stand on the screen of a terminal of its own. The process is then ended."""
    import pexpect

    begun = time.perf_counter()
    child = pexpect.spawn(
        command[0], list(command[1:]), env=dict(environ), timeout=PATIENCE, dimensions=(40, 100)
    )
    try:
        child.expect_exact(words.encode())
        return time.perf_counter() - begun
    finally:
        child.close(force=True)


_STARTER = """
import os, sys
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
print(usage.ru_maxrss, file=sys.stderr)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def peak_mib(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """The most memory one whole process held at a time, in MiB. Raises CalledProcessError."""
    # A process counts from what the one held that started it, so that has to be a small one.
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", _STARTER, *command],
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=True,
    )
    peak = int(done.stderr.split()[-1])
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def medians(measures: Mapping[str, Callable[[], float]], runs: int) -> dict[str, float]:
    """The median of each over `runs` rounds, after one that is not counted.

    The measures take turns, so that a busy moment of the machine falls on a command and its floor alike.
    """
    found: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(runs + 1):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: statistics.median(all_[1:]) for name, all_ in found.items()}


def milliseconds_an_answer(journal: Path, wanted: int, key: Key | None = None) -> float:
    """The median time to keep one answer with its projection, on disk, in milliseconds.

    Sessions are answered in a copy of the journal, in this process, and each answer is timed from the
    moment it is given until the keeper returns. `key` opens an encrypted one.
    """
    from benchmarks.invented import Person, write_one_by_one
    from ifs_journal.journal.journal import Journal
    from ifs_journal.session.live import Live

    taken: list[float] = []

    class Timed(Live):
        def answer(self, *given: object) -> None:
            begun = time.perf_counter()
            super().answer(*given)  # type: ignore[arg-type]
            taken.append((time.perf_counter() - begun) * 1000)

    with tempfile.TemporaryDirectory(dir=journal.parent) as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(journal, copy)
        with Journal.open(copy, unlock=lambda path, salt: iter(() if key is None else (key,))) as opened:
            person = Person(len(journal.name) + 1000)
            write_one_by_one(opened, person, 5, kind=Timed)
            taken.clear()
            while len(taken) < wanted:
                write_one_by_one(opened, person, 5, kind=Timed)
    return statistics.median(taken)
