"""No dump of this program's memory: a crash would write keys and words to a file that anyone may find."""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4


def leave_no_dump() -> None:
    """On Linux, tell the kernel never to dump this program, and let no other program look into it.

    A limit on the size of dumps is set at every start; a system that pipes them elsewhere may ignore it.
    """
    if sys.platform == "linux":
        with suppress(Exception):
            import ctypes

            ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def dumps_are_off() -> bool | None:
    """Whether the size of dumps is limited to nothing. None where the system does not say."""
    try:
        import resource
    except ImportError:
        return None
    return resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
