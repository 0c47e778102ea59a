"""The journal file itself."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import THE_FILE, Room
from ifs_journal.cli.options import AsJson

journal_app = typer.Typer(
    cls=Room, help="The journal file itself.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(journal_app, name="journal", rich_help_panel=THE_FILE)


@journal_app.command("init")
def init(
    unencrypted: Annotated[
        bool, typer.Option("--unencrypted", help="A plain file that anyone who can open it can read.")
    ] = False,
) -> None:
    """Make a journal. It never takes the place of a file that is there.

    For example: ifs journal init --unencrypted
    """
    from ifs_journal.cli.files import init as act

    act(here, unencrypted=unencrypted)


@journal_app.command("info")
def info(as_json: AsJson = False) -> None:
    """Where the journal is, and how much is in it."""
    from ifs_journal.cli.files import info as act

    act(here, as_json=as_json)
