"""What is done to a journal's whole file, cut off by SIGKILL anywhere, and what is there afterwards."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from file_worker import LATER, only
from files_prepared import SESSIONS, Stock
from ifs_journal.errors import NoJournal
from ifs_journal.journal.create import create
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key
from ifs_journal.journal.opening import open_copy
from ifs_journal.session.checking import check
from journal_contents import assert_sound, beside, contents
from journal_filled import MARK, holding, numbered

WORKER = Path(__file__).with_name("file_worker.py")
ALONE = threading.Lock()
"""Held while a process is started, and while this one has a journal open: a child that is born in between
would hold the journal's lock for a moment, too."""
LONG = 20.0
"""Seconds after which nothing more comes."""


@dataclass(frozen=True)
class Operation:
    """One thing done to a file: to a plain journal or an encrypted one."""

    name: str
    encrypted: bool

    def __str__(self) -> str:
        return f"{self.name} ({'encrypted' if self.encrypted else 'plain'})"


OPERATIONS = (
    Operation("create", encrypted=False),
    Operation("create", encrypted=True),
    Operation("encrypt", encrypted=False),
    Operation("passphrase", encrypted=True),
    Operation("decrypt", encrypted=True),
    Operation("delete", encrypted=False),
    Operation("delete", encrypted=True),
    Operation("migrate", encrypted=False),
    Operation("migrate", encrypted=True),
    Operation("copies", encrypted=True),
    Operation("backup", encrypted=False),
    Operation("backup", encrypted=True),
    Operation("restore", encrypted=False),
    Operation("restore", encrypted=True),
    Operation("merge", encrypted=False),
    Operation("merge", encrypted=True),
    Operation("repair", encrypted=False),
    Operation("repair", encrypted=True),
)
"""What is cut off. One more wants a line in `file_worker.DOING`, and in `files_prepared.PREPARING` where it
needs more than a filled journal."""

EARLIER_OR_LATER = ("restore", "merge", "repair")
"""What leaves the journal exactly as it was, or exactly as it was to become."""


@dataclass
class Figures:
    """What came of the kills."""

    kills: int = 0
    done_before: int = 0
    """The thing was over, and said so, before the kill came."""
    earlier: int = 0
    """The journal was as before."""
    later: int = 0
    """The journal was as it was to become."""
    by_operation: dict[str, int] = field(default_factory=dict)

    def add(self, other: Figures) -> None:
        """Count these in."""
        for name in ("kills", "done_before", "earlier", "later"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for name, count in other.by_operation.items():
            self.by_operation[name] = self.by_operation.get(name, 0) + count

    def __str__(self) -> str:
        each = ", ".join(f"{count} {name}" for name, count in sorted(self.by_operation.items()))
        return (
            f"{self.kills} kills ({each}): as before {self.earlier} times, as it was to become {self.later} "
            f"times ({self.done_before} of them told so), whole each time, nothing readable left over"
        )


def held(path: Path, key: Key | None = None) -> dict[str, list[Any]]:
    """All that is in a journal, but for the moments at which things were removed."""
    found = contents(path, key)
    return {**found, "tombstone": [id_ for id_, _ in found.get("tombstone", [])]}


class Scene:
    """A folder with a journal to which something is done again and again, each time from the start."""

    def __init__(self, operation: Operation, folder: Path, stock: Stock) -> None:
        self.operation = operation
        self.folder = folder
        self.key = stock.old if operation.encrypted else None
        self.new = stock.new if operation.encrypted or operation.name == "encrypt" else None
        self.seconds = 0.0
        self.points = 0
        self.calls: list[int] = []
        self._made = 0
        self.before: dict[str, list[Any]] = {}
        self.after: dict[str, list[Any]] = {}
        folder.mkdir()
        if operation.name == "create":
            self.template = folder / "template"
            self.template.mkdir()
        else:
            self.template = stock.lay(operation.name, folder, self.key, self.new)

    def once(self) -> None:
        """Do it without a kill: how long it takes, at how many points it can die, what is there after."""
        path = self.fresh()
        if self.operation.name != "create":
            with ALONE:
                self.before = held(path, self.key)
        worker = Worker(self, path)
        begun = time.monotonic()
        self.points, *self.calls = worker.finish()
        self.seconds = time.monotonic() - begun
        with ALONE:
            key = self._opened(path)
            self.after = held(path, key)
        shutil.rmtree(path.parent)

    def kill_at(self, point: int, figures: Figures) -> None:
        """Let it die at one of its points."""
        path = self.fresh()
        worker = Worker(self, path, point)
        assert worker.finish() == [], f"{self.operation}: nothing died at point {point}"
        self.look(path, figures, told=False, where=f"at point {point} of {self.points}")

    def kill_after(self, chance: random.Random, figures: Figures) -> None:
        """Kill it at any time while it takes."""
        path = self.fresh()
        worker = Worker(self, path)
        waited = chance.uniform(0.0, self.seconds * 1.05)
        told = worker.kill_after(waited)
        self.look(path, figures, told=told, where=f"after {waited * 1000:.2f} ms")

    def command(self, path: Path, stop: int | None = None) -> list[str]:
        """What runs the process that does it, and dies at one of its points if `stop` names one."""
        keys = ["-" if key is None else f"{key.raw.hex()}{key.salt.hex()}" for key in (self.key, self.new)]
        points = [] if stop is None else [str(stop)]
        return [sys.executable, str(WORKER), self.operation.name, str(path), *keys, *points]

    def fresh(self) -> Path:
        """Lay the journal out once more, as it is before."""
        self._made += 1
        folder = self.folder / f"{self._made}"
        shutil.copytree(self.template, folder)
        return folder / "journal.db"

    def look(self, path: Path, figures: Figures, *, told: bool, where: str) -> None:
        """See that all is well with a journal that was cut off, and count it. `told`: it said to be done."""
        try:
            with ALONE:
                later = self._state(path)
        except Exception as error:
            raise AssertionError(f"{self.operation}, killed {where}; kept in {path.parent}") from error
        assert later or not told, f"{self.operation}, killed {where}: said to be done, and is not"
        shutil.rmtree(path.parent)
        figures.kills += 1
        figures.done_before += told
        figures.later += later
        figures.earlier += not later
        figures.by_operation[self.operation.name] = figures.by_operation.get(self.operation.name, 0) + 1

    def _state(self, path: Path) -> bool:
        """Open the journal as a person would, see that all is well. True: as it was to become."""
        if self.operation.name == "create":
            return self._state_created(path)
        plain = path.read_bytes().startswith(b"SQLite")
        key = self._opened(path)
        assert plain == (key is None)
        assert_sound(path, key)
        found = held(path, key)
        self._check(path, key, mended=found == self.after)
        if self.operation.name == "delete":
            later = found == self.after
            assert self._part_of(found)
        elif self.operation.name in EARLIER_OR_LATER:
            assert found in (self.before, self.after)
            later = found == self.after
        elif self.operation.name == "backup":
            assert found == self.before
            later = any(name.endswith(".backup") for name in beside(path))
        else:
            assert found == self.after
            later = key != self.key or self.operation.name in ("migrate", "copies")
        self._look_beside(path, key, later=later)
        return later

    def _opened(self, path: Path) -> Key | None:
        """The key that opens it: the earlier one or the new one."""

        def both(path: Path, salt: bytes):
            yield from (one for one in (self.key, self.new) if one is not None)

        steps = LATER if self.operation.name == "migrate" else None
        with Journal.open(path, unlock=both, steps=steps) as journal:
            return journal.key

    def _check(self, path: Path, key: Key | None, *, mended: bool) -> None:
        """`check` finds nothing; before a repair nothing but what it can put right."""
        if self.operation.name == "migrate":
            return
        with Journal.open(path, read_only=True, unlock=only(key)) as journal:
            checked = check(journal)
        assert checked.troubles == () or (self.operation.name == "repair" and not mended), checked
        assert checked.mendable, checked
        assert checked.looked_at

    def _state_created(self, path: Path) -> bool:
        """A journal that was being made is there, whole, or is not; then it can be made."""
        try:
            key = self._opened(path)
        except NoJournal:
            create(path, key=self.new)
            key = self._opened(path)
            made = False
        else:
            made = True
        assert_sound(path, key)
        self._check(path, key, mended=True)
        assert beside(path) == set()
        return made

    def _part_of(self, found: dict[str, list[Any]]) -> bool:
        """Between the first removal and the last, whole sessions are there or are not."""
        last, rows, first = (set(map(repr, one["session"])) for one in (self.after, found, self.before))
        return last <= rows <= first

    def _look_beside(self, path: Path, key: Key | None, *, later: bool) -> None:
        # An empty lock may be left beside a copy; it holds nothing and hinders nobody.
        copies = [path.with_name(name) for name in beside(path) if not name.endswith(".backup.lock")]
        assert all(copy.name.endswith(".backup") for copy in copies), [copy.name for copy in copies]
        for copy in copies:
            open_copy(copy, lambda path, salt: iter([one for one in (self.key, self.new) if one])).close()
        if self.operation.name == "migrate":
            assert copies
            assert self.before in [held(copy, self.key) for copy in copies]
        if self.operation.name in ("backup", *EARLIER_OR_LATER):
            whole = [held(copy, self.key) for copy in copies]
            assert all(one in (self.before, self.after) for one in whole)
            # The copy that is taken back stays there, and so does what something else took the place of.
            assert self.operation.name != "restore" or self.after in whole
            assert self.operation.name == "backup" or not later or self.before in whole
        if key is not None:
            assert holding(path.parent, MARK) == []
        elif self.operation.name == "delete":
            self._nothing_removed_is_left(path, held(path))

    def _nothing_removed_is_left(self, path: Path, found: dict[str, list[Any]]) -> None:
        kept = repr(found)
        for mark in map(numbered, range(SESSIONS)):
            assert mark in kept or holding(path.parent, mark) == [], mark


class Worker:
    """The process that does it."""

    def __init__(self, scene: Scene, path: Path, stop: int | None = None) -> None:
        with ALONE:
            self.process = subprocess.Popen(
                scene.command(path, stop),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == "ready\n"

    def finish(self) -> list[int]:
        """Let it run to its end. Gives the number of its points and which were calls; nothing if it died."""
        said, _ = self.process.communicate("go\n", timeout=LONG)
        if self.process.returncode == -signal.SIGKILL:
            return []
        assert self.process.returncode == 0
        return [int(number) for number in said.split()[1:]]

    def kill_after(self, seconds: float) -> bool:
        """Kill it after a while. True when it had said that it was done."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("go\n")
        self.process.stdin.flush()
        time.sleep(seconds)
        self.process.kill()
        said, _ = self.process.communicate(timeout=LONG)
        return said.startswith("done")
