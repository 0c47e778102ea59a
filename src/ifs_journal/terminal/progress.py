"""A bar for what takes more than a moment, in a terminal that can show one; nothing anywhere else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from ifs_journal.terminal.screen import Screen

PATIENCE = 1.0
"""Seconds of work before a bar appears."""


@contextmanager
def progress_bar(screen: Screen, names: Mapping[str, str]) -> Iterator[Callable[[str, int, int], None]]:
    """Gives what is to be told: which work, how much of it is done, and of how much (0: nobody knows).

    `names` has words for each kind of work. The bar is gone afterwards.
    """
    if screen.plain or not screen.interactive:
        yield _nothing
        return
    bar = _Bar(names)
    try:
        yield bar.tell
    finally:
        bar.end()


def _nothing(what: str, done: int, of: int) -> None:
    """Told, and shown to nobody."""


class _Bar:
    """Appears by itself some time after the first word of the work, which may be the only one for long.

    Before that word somebody may still be asked for a passphrase.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.told: tuple[str, int, int] | None = None
        self.shown: Progress | None = None
        self.ended = False
        self.one_at_a_time = Lock()
        self.timer = Timer(PATIENCE, self._appear)
        self.timer.daemon = True

    def tell(self, what: str, done: int, of: int) -> None:
        with self.one_at_a_time:
            if self.told is None:
                self.timer.start()
            self.told = what, done, of
            self._update()

    def end(self) -> None:
        self.timer.cancel()
        with self.one_at_a_time:
            self.ended = True
            if self.shown is not None:
                self.shown.stop()

    def _appear(self) -> None:
        with self.one_at_a_time:
            if not self.ended:
                self.shown = _begun()
                self._update()

    def _update(self) -> None:
        if self.shown is None or self.told is None:
            return
        what, done, of = self.told
        name = self.names.get(what, what)
        self.shown.update(self.shown.task_ids[0], description=name, completed=done, total=of or None)


def _begun() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    )
    bar.add_task("", total=None)
    bar.start()
    return bar
