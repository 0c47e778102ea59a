"""Hiding in a terminal that people use: tmux keeps what was scrolled away, and can be asked for it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

TMUX = shutil.which("tmux")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.pty,
    pytest.mark.skipif(TMUX is None, reason="tmux is not installed: hiding was not tried in a real terminal"),
    pytest.mark.usefixtures("journal"),
]

PATIENCE = 20.0
MARK = "lighthouse"
"""Stands in everything that must be gone."""
PROMPT = "bare> "


class Tmux:
    """A shell in a tmux of its own, 80 columns wide, with `ifs` on its path."""

    def __init__(self, folder: Path) -> None:
        bin_folder = folder / "bin"
        bin_folder.mkdir()
        ifs = bin_folder / "ifs"
        ifs.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m ifs_journal "$@"\n')
        ifs.chmod(0o755)
        # Its socket's path must be short, so that a system takes it.
        self._environ = {
            **os.environ,
            "TMUX_TMPDIR": str(folder),
            "PATH": f"{bin_folder}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
        }
        self._environ.pop("TMUX", None)

    def start(self) -> None:
        """Open the shell, and wait for its prompt."""
        self("new-session", "-d", "-x", "80", "-y", "24", "sh")
        # Some shells take no prompt from outside.
        self.type(f"PS1='{PROMPT}'", "Enter")
        end = time.monotonic() + PATIENCE
        while not self.all.endswith(PROMPT.strip()):
            assert time.monotonic() < end, f"no shell came; there is\n{self.all}"
            time.sleep(0.05)

    def __call__(self, *arguments: str) -> str:
        """Run a tmux command. Gives what it prints."""
        assert TMUX is not None
        command = [TMUX, "-L", "ifs-tests", "-f", os.devnull, *arguments]
        done = subprocess.run(
            command, env=self._environ, capture_output=True, text=True, timeout=PATIENCE, check=True
        )
        return done.stdout

    def type(self, words: str, *keys: str) -> None:
        """Type words as they are, then keys by their names."""
        if words:
            self("send-keys", "-l", words)
        if keys:
            self("send-keys", *keys)

    @property
    def all(self) -> str:
        """The screen, and everything that can be scrolled back to."""
        return self("capture-pane", "-p", "-S", "-").rstrip()

    def wait(self, words: str) -> None:
        """Wait until these words are there."""
        end = time.monotonic() + PATIENCE
        while words not in " ".join(self.all.split()):
            assert time.monotonic() < end, f"waited for {words!r}; there is\n{self.all}"
            time.sleep(0.05)

    def wait_bare(self) -> None:
        """Wait until nothing is left but a shell's prompt."""
        end = time.monotonic() + PATIENCE
        while self.all != PROMPT.strip():
            assert time.monotonic() < end, f"there is still\n{self.all}"
            time.sleep(0.05)


@pytest.fixture
def tmux() -> Iterator[Tmux]:
    with tempfile.TemporaryDirectory(prefix="ifs-") as folder:
        made = Tmux(Path(folder))
        try:
            made.start()
            yield made
        finally:
            made("kill-server")


@pytest.mark.parametrize("options", ["", " --plain"])
@pytest.mark.parametrize("typed", [False, True])
def test_nothing_is_left_to_scroll_back_to(tmux: Tmux, options: str, typed: bool) -> None:
    tmux.type(f"i=0; while [ $i -lt 60 ]; do i=$((i+1)); echo {MARK} $i; done", "Enter")
    tmux.wait(f"{MARK} 60")
    tmux.type(f"ifs check-in{options}", "Enter")
    tmux.wait("How are you arriving?")
    tmux.type("t", *(["Enter"] if options else []))
    tmux.wait("Who or what is around")
    tmux.type(f"the {MARK} keeper", "Enter")
    tmux.wait(f"What would the {MARK} keeper like")
    time.sleep(0.3)
    tmux.type(f"half a {MARK} thought")
    tmux.wait(f"half a {MARK} thought")
    if typed:
        tmux.type(" /hide", "Enter")
    else:
        tmux.type("", "C-l")
    tmux.wait_bare()
    tmux.type("echo code $?; stty -a", "Enter")
    tmux.wait("code 130")
    tmux.wait(" icanon ")
    shown = " ".join(tmux.all.split())
    assert MARK not in shown
    assert " icanon " in shown
    assert " echo " in shown
    tmux.type(f"ifs resume{options}", "Enter")
    tmux.wait(f"half a {MARK} thought")
    tmux.type("", "C-l")
    tmux.wait_bare()


@pytest.mark.parametrize("command", ["ifs", "ifs ground", "ifs support; ifs check-in"])
def test_outside_a_session_too(tmux: Tmux, command: str) -> None:
    tmux.type(command, "Enter")
    tmux.wait({"ifs": "leave", "ifs ground": "Enter for the next."}.get(command, "How are you arriving?"))
    time.sleep(0.3)
    tmux.type("", "C-l")
    tmux.wait_bare()
