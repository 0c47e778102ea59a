"""Small disks of their own, for tests of what happens when one is full or can't be written to."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest


def mounted(*arguments: str) -> bool:
    """Mount something. False where that is not allowed."""
    with suppress(OSError):
        return subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode == 0
    return False


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A disk of that size, such as `3m`, at a new folder. Skips where none can be mounted."""
    folder.mkdir()
    if not mounted("-t", "tmpfs", "-o", f"size={size},mode=0700", "tmpfs", str(folder)):
        pytest.skip("NOT TESTED here: a full disk and a read-only one. Mounting one needs root on Linux.")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)
