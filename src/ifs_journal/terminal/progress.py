"""A bar for what takes more than a moment, in a terminal that can show one; nothing anywhere else."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
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
    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.began = time.monotonic()
        self.shown: Progress | None = None

    def tell(self, what: str, done: int, of: int) -> None:
        if self.shown is None:
            if time.monotonic() - self.began < PATIENCE:
                return
            self.shown = _begun()
        name = self.names.get(what, what)
        self.shown.update(self.shown.task_ids[0], description=name, completed=done, total=of or None)

    def end(self) -> None:
        if self.shown is not None:
            self.shown.stop()


def _begun() -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), console=Console(stderr=True), transient=True
    )
    bar.add_task("", total=None)
    bar.start()
    return bar
