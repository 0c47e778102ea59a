"""Signals, so that none of them cuts an answer short of the disk.

While something is being kept, a signal waits; right after, it does what it always does: it pauses.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interrupts:
    """Turns the catchable signals into KeyboardInterrupt, but never while `held`."""

    def __init__(self) -> None:
        self._depth = 0
        self._waiting = False

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Take the signals over for as long as a session runs (in the main thread)."""
        before = {}
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None:
                before[number] = signal.signal(number, self._came)
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let nothing interrupt what is inside."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
        if self._waiting and self._depth == 0:
            self._waiting = False
            raise KeyboardInterrupt

    def _came(self, number: int, frame: FrameType | None) -> None:
        if self._depth:
            self._waiting = True
        else:
            raise KeyboardInterrupt
