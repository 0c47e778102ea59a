"""JSON as commands print it."""

from __future__ import annotations

import json
from typing import Any


def print_json(value: Any) -> None:
    """Print one value as JSON, readable as it stands."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
