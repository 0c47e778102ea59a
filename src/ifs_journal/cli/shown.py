"""JSON as commands print it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Any


def print_json(value: Any) -> None:
    """Print one value as JSON, readable as it stands."""
    from ifs_journal.journal.change import to_json

    # JSON is UTF-8 whatever the terminal speaks.
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{to_json(value, indent=2)}\n".encode())
    sys.stdout.buffer.flush()


def print_json_list(values: Iterable[Any]) -> None:
    """Print a list as `print_json` does, holding one of its values at a time."""
    from ifs_journal.journal.change import to_json

    sys.stdout.flush()
    out = sys.stdout.buffer
    before = "[\n  "
    for value in values:
        # Inside JSON's strings a line break is written as \n, so every real one is between values.
        indented = to_json(value, indent=2).replace("\n", "\n  ")
        out.write(f"{before}{indented}".encode())
        before = ",\n  "
    out.write(b"[]\n" if before.startswith("[") else b"\n]\n")
    out.flush()
