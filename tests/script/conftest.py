from __future__ import annotations

import sys
from pathlib import Path

import pytest

# The measure of how easy a text reads also makes a page of docs/.
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-faults", action="store_true", help="write what the bad scripts are told anew")
