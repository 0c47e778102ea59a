"""The lock beside the journal: shared while it is open, exclusive while the file is replaced."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from ifs_journal.errors import Busy, CannotWrite


class JournalLock:
    """Holds `<journal>.lock`, shared or exclusive, until `release`. Without `fcntl` there is no lock."""

    def __init__(self, journal: Path, *, exclusive: bool = False) -> None:
        """Take the lock at once, or not at all: it never waits.

        Raises Busy when another window holds it the other way, CannotWrite when the lock file cannot
        be made.
        """
        real = Path(os.path.realpath(journal))
        self.path = real.with_name(real.name + ".lock")
        self._handle: int | None = None
        if sys.platform == "win32":
            return
        handle = self._open_file()
        try:
            _lock(handle, exclusive=exclusive)
        except BaseException as error:
            os.close(handle)
            if isinstance(error, OSError):
                raise self._refusal(error, exclusive=exclusive) from error
            raise
        self._handle = handle

    def _open_file(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise CannotWrite(
                f"The folder of the journal cannot be written to: {self.path.parent} ({error.strerror})."
            ) from error

    def _refusal(self, error: OSError, *, exclusive: bool) -> Exception:
        if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK):
            return CannotWrite(f"The lock {self.path} could not be taken ({error.strerror}).")
        if exclusive:
            return Busy("The journal is open in another window. Close it there, then try again.")
        return Busy("The journal file is being replaced in another window. Try again in a moment.")

    def note(self, text: str) -> None:
        """Keep a few words in the lock file, for whoever holds it next. Raises OSError."""
        data = text.encode("ascii")
        if self._handle is not None and os.pread(self._handle, 100, 0) != data:
            os.pwrite(self._handle, data, 0)
            os.ftruncate(self._handle, len(data))

    def noted(self) -> str:
        """What was noted last; empty where nothing was. Raises OSError, ValueError."""
        return "" if self._handle is None else os.pread(self._handle, 100, 0).decode("ascii")

    def release(self) -> None:
        """Let go. More than once does no harm."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def _lock(handle: int, *, exclusive: bool) -> None:
    if sys.platform == "win32":
        return
    import fcntl

    fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
