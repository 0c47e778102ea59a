"""Long texts through the person's own pager, which must not remember what it was shown."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from contextlib import suppress

_COLOUR = re.compile("\x1b\\[[0-9;]*m")
_SHOWS_COLOUR = ("less", "cat")


def pager_command(environ: Mapping[str, str]) -> list[str]:
    """The pager as `PAGER` names it, else less or more where there is one; empty: show it without."""
    named = environ.get("PAGER")
    if named is None:
        found = shutil.which("less") or shutil.which("more")
        return [found] if found else []
    try:
        command = shlex.split(named)
    except ValueError:
        return []
    return command if command and shutil.which(command[0]) else []


def show_long(text: str, environ: Mapping[str, str]) -> bool:
    """Show a text through the pager, and wait until it is left. False when there is none that works."""
    command = pager_command(environ)
    if not command:
        return False
    name = os.path.basename(command[0])
    if name == "less":
        command.append("-R")
    if name not in _SHOWS_COLOUR:
        text = _COLOUR.sub("", text)
    # less keeps what is searched for in it in a file of its own.
    kept = {**environ, "LESSHISTFILE": "-"}
    try:
        child = subprocess.Popen(command, stdin=subprocess.PIPE, env=kept, encoding="utf-8", errors="replace")
    except OSError:
        return False
    _wait(child, text)
    return True


def _wait(child: subprocess.Popen[str], text: str) -> None:
    # Ctrl-C belongs to the pager while it runs.
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with suppress(BrokenPipeError):
            child.communicate(text)
        child.wait()
    finally:
        signal.signal(signal.SIGINT, before)
