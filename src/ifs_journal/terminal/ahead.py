"""Keys pressed before anybody asked for them, and the one among them that always counts."""

from __future__ import annotations

import os

from ifs_journal.errors import Hidden

HIDE_KEY = "\x0c"
"""Ctrl-L, at every prompt: clear the screen, pause, leave.

People know it as "clear", so the hand finds it; no terminal keeps it for itself; no letter or Enter is near
what it does, so it is hardly hit by mistake, and whoever does has lost nothing. Pressed again in haste it
reaches a shell, which clears its screen once more. Function keys are often taken, by window managers and
keyboards, and Ctrl-G by some who share out terminals.
"""


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
