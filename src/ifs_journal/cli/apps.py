"""Every command by name, and which module of `commands/` says what it takes.

A command is declared and built when it is wanted: all of them would take a fifth of the time of `ifs list`.
"""

from __future__ import annotations

import shutil
from importlib import import_module
from typing import Any

import typer

from ifs_journal.cli.house import House, fit_narrow_help

NARROW = 52
"""Below this many columns help has to be told how wide it may be: by itself it never goes under 50."""


def _narrow() -> int | None:
    columns = shutil.get_terminal_size().columns
    return max(columns - 1, 20) if columns < NARROW else None


if _narrow() is not None:
    fit_narrow_help()

app = typer.Typer(
    cls=House,
    name="ifs",
    help="A private, offline journal that guides you kindly through meeting your parts. No AI, no network.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "terminal_width": _narrow()},
)

DECLARED = {
    "start": "daily",
    "resume": "daily",
    "discard": "daily",
    "ground": "daily",
    "support": "daily",
    "list": "looking",
    "show": "looking",
    "search": "looking",
    "review": "seeing",
    "trends": "seeing",
    "filters": "filters",
    "parts": "parts",
    "promises": "promises",
    "remind": "promises",
    "therapy": "therapy",
    "note": "correcting",
    "tag": "correcting",
    "edit": "correcting",
    "delete": "correcting",
    "export": "sharing",
    "import": "sharing",
    "journal": "files",
    "config": "settings",
    "doctor": "settings",
    "scripts": "scripts",
    "demo": "trying",
}
"""The module that declares each command, in the order `--help` shows them under their headings.

No script of one's own may take one of these names.
"""


def declared(name: str) -> Any:
    """The command of this name, built from what its module declares. Raises KeyError for any other name."""
    import_module(f"ifs_journal.cli.commands.{DECLARED[name]}")
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.registered_groups = [one for one in app.registered_groups if one.name == name]
    if alone.registered_groups:
        return typer.main.get_group(alone).commands[name]
    alone.registered_commands = [one for one in app.registered_commands if _name(one) == name]
    return typer.main.get_command(alone)


def _name(command: Any) -> str:
    return command.name or typer.main.get_command_name(command.callback.__name__)
