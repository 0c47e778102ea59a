"""JSON as commands print it."""

from __future__ import annotations

import sys
from typing import Any


def print_json(value: Any) -> None:
    """Print one value as JSON, readable as it stands."""
    from ifs_journal.journal.change import to_json

    # JSON is UTF-8 whatever the terminal speaks.
    sys.stdout.flush()
    sys.stdout.buffer.write(f"{to_json(value, indent=2)}\n".encode())
    sys.stdout.buffer.flush()
