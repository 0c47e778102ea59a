"""The command of the settings that prints the passphrase, such as a password manager's."""

from __future__ import annotations

import shlex
import subprocess
import sys

from ifs_journal.cli.unlocking import passphrase_of
from ifs_journal.errors import NeedsPassphrase

PATIENCE = 120
"""Seconds the command may take; it may ask somebody to unlock something first."""

FAILED = (
    "The passphrase command of your settings gave no passphrase: {why}. "
    "To see the command: ifs config passphrase_command. To do without: ifs config passphrase_command --unset"
)


def passphrase_from(command: str) -> str:
    """What the command prints, without one line break at its end. It runs without a shell.

    Raises NeedsPassphrase with the reason, and never with anything the command said.
    """
    try:
        done = subprocess.run(
            shlex.split(command),
            # It may ask somebody who is there. Otherwise what waits on standard input is not for it.
            stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if sys.stderr.isatty() else subprocess.DEVNULL,
            timeout=PATIENCE,
            check=False,
        )
        found = passphrase_of(done.stdout) if done.returncode == 0 else None
    except subprocess.TimeoutExpired:
        raise _failed(f"it took longer than {PATIENCE} seconds") from None
    except UnicodeDecodeError:
        raise _failed("what it printed is not UTF-8 text") from None
    except (OSError, ValueError) as error:
        raise _failed(f"it did not start ({getattr(error, 'strerror', None) or 'not a command'})") from None
    if done.returncode < 0:
        raise _failed(f"it was ended by signal {-done.returncode}")
    if done.returncode:
        raise _failed(f"it ended with code {done.returncode}")
    if found is None:
        raise _failed("it printed none")
    return found


def _failed(why: str) -> NeedsPassphrase:
    return NeedsPassphrase(FAILED.format(why=why))
