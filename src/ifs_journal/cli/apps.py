"""The groups of commands and their headings. What each command takes stands in `commands/`."""

from __future__ import annotations

import typer

from ifs_journal.cli.house import House

DAILY = "Every day"
LOOK_BACK = "Looking back"
THE_FILE = "The journal file"
MORE = "More"

app = typer.Typer(
    cls=House,
    name="ifs",
    help="A private, offline journal that guides you kindly through meeting your parts. No AI, no network.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
journal_app = typer.Typer(help="The journal file itself.", no_args_is_help=True, rich_markup_mode=None)
scripts_app = typer.Typer(
    help="The guided sessions, as scripts anyone can read.", no_args_is_help=True, rich_markup_mode=None
)
parts_app = typer.Typer(help="The parts you have met.", invoke_without_command=True, rich_markup_mode=None)
app.add_typer(journal_app, name="journal", rich_help_panel=THE_FILE)
app.add_typer(scripts_app, name="scripts", rich_help_panel=MORE)
app.add_typer(parts_app, name="parts", rich_help_panel=LOOK_BACK)


def command_names() -> set[str]:
    """The names of all commands: no script of one's own may take one."""
    found = {one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands}
    return found | {one.name or "" for one in app.registered_groups}
