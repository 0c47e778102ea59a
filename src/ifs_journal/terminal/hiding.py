"""How hiding is asked for: one key, or `/hide`. The two readers of keys and lines look for it here.

Both raise Hidden by themselves, so it works in every prompt there is, whoever asks.
"""

from __future__ import annotations

import os
import re

from ifs_journal.errors import Hidden
from ifs_journal.terms import Command

HIDE_KEY = "\x0c"
"""Ctrl-L, at every prompt: clear the screen, pause, leave.

People know it as "clear", so the hand finds it; no terminal keeps it for itself; no letter or Enter is near
what it does, so it is hardly hit by mistake, and whoever does has lost nothing. Pressed again in haste it
reaches a shell, which clears its screen once more. Function keys are often taken, by window managers and
keyboards, and Ctrl-G by some who share out terminals.
"""


_TYPED = re.compile(rf"(?:(.*)\s)?/{Command.HIDE}\s*", re.DOTALL | re.IGNORECASE)


def before_hiding(typed: str) -> str | None:
    """What was written before `/hide`, or None when it was not typed.

    It counts at the end of words too: somebody is at the door, and there is no time to begin a new line.
    """
    found = _TYPED.fullmatch(typed)
    return None if found is None else (found[1] or "").rstrip()


def unless_hidden(typed: str) -> str:
    """What was entered. Raises Hidden when it was `/hide`."""
    if before_hiding(typed) is not None:
        raise Hidden
    return typed


def discard(descriptor: int) -> None:
    """Forget what was typed on a terminal before now. Raises Hidden when Ctrl-L is among it."""
    if HIDE_KEY.encode() in _taken(descriptor):
        raise Hidden


def _taken(descriptor: int) -> bytes:
    """What waits to be read, taken away. Nothing where there is no terminal."""
    if os.name != "posix":
        return b""
    import termios

    try:
        before = termios.tcgetattr(descriptor)
        now = termios.tcgetattr(descriptor)
        # In its line mode a terminal would hand over whole lines only, and wait for one.
        now[3] &= ~termios.ICANON
        now[6][termios.VMIN], now[6][termios.VTIME] = 0, 0
        termios.tcsetattr(descriptor, termios.TCSANOW, now)
        try:
            found = os.read(descriptor, 65536)
        finally:
            termios.tcsetattr(descriptor, termios.TCSANOW, before)
        termios.tcflush(descriptor, termios.TCIFLUSH)
    except (OSError, termios.error):
        return b""
    return found
