"""The groups of commands and their headings. What each command takes stands in `commands/`."""

from __future__ import annotations

import shutil

import typer

from ifs_journal.cli.house import LOOK_BACK, MORE, THE_FILE, House, Room

NARROW = 52
"""Below this many columns help has to be told how wide it may be: by itself it never goes under 50."""


def _narrow() -> int | None:
    columns = shutil.get_terminal_size().columns
    return max(columns - 1, 20) if columns < NARROW else None


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
journal_app = typer.Typer(
    cls=Room, help="The journal file itself.", no_args_is_help=True, rich_markup_mode=None
)
scripts_app = typer.Typer(
    cls=Room,
    help="The guided sessions, as scripts anyone can read.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
parts_app = typer.Typer(
    cls=Room, help="The parts you have met.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(journal_app, name="journal", rich_help_panel=THE_FILE)
app.add_typer(scripts_app, name="scripts", rich_help_panel=MORE)
app.add_typer(parts_app, name="parts", rich_help_panel=LOOK_BACK)


def command_names() -> set[str]:
    """The names of all commands: no script of one's own may take one."""
    found = {one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands}
    return found | {one.name or "" for one in app.registered_groups}
