"""Commands are declared late; the table that says where must say so of all of them."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
import typer

from ifs_journal.cli import commands
from ifs_journal.cli.apps import DECLARED, app, declared


@pytest.mark.parametrize("name", DECLARED)
def test_every_command_is_declared_where_the_table_says(name: str):
    assert declared(name).name == name


def test_the_table_has_every_command_that_is_declared():
    for path in Path(commands.__file__).parent.glob("*.py"):
        import_module(f"{commands.__name__}.{path.stem}")
    whole = typer.main.get_group(app)
    assert set(whole.commands) == set(DECLARED)
