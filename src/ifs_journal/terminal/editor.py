"""Writing an answer in one's own editor.

The text lies in a 0600 file inside a private 0700 folder, both removed afterwards whatever happens.
What the editor itself keeps (swap files, histories) is the editor's own affair.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from ifs_journal.errors import IfsJournalError


class EditorUnavailable(IfsJournalError):
    """No editor is set, or it could not be started or ended badly. The text is unchanged."""


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The words of `VISUAL` or `EDITOR`; empty when neither is set."""
    for name in ("VISUAL", "EDITOR"):
        words = environ.get(name, "").strip()
        if words:
            return _split(words)
    return []


def _split(words: str) -> list[str]:
    try:
        return shlex.split(words, posix=os.name != "nt")
    except ValueError:
        return [words]


def edit(text: str, environ: Mapping[str, str]) -> str:
    """Let the person edit `text` and return what they made of it, without its last line break.

    Raises EditorUnavailable when no editor is set, it cannot be started, or it reports an error.
    """
    command = editor_command(environ)
    if not command:
        raise EditorUnavailable
    with tempfile.TemporaryDirectory(prefix="ifs-") as folder:
        path = Path(folder) / "answer.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        try:
            done = subprocess.run([*command, str(path)], check=False)
            if done.returncode != 0:
                raise EditorUnavailable
            return path.read_text(encoding="utf-8", errors="replace").removesuffix("\n")
        except (OSError, ValueError) as error:
            raise EditorUnavailable from error


def edit_file(path: Path, environ: Mapping[str, str]) -> None:
    """Open a file of the person's own in their editor, where it lies, and wait until they are done.

    Raises EditorUnavailable when no editor is set, it cannot be started, or it reports an error.
    """
    command = editor_command(environ)
    if not command:
        raise EditorUnavailable
    try:
        done = subprocess.run([*command, str(path)], check=False)
    except (OSError, ValueError) as error:
        raise EditorUnavailable from error
    if done.returncode != 0:
        raise EditorUnavailable
