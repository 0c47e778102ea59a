"""The journal file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import THE_FILE, Room
from ifs_journal.cli.options import AsJson, Plain

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


@journal_app.command("merge")
def merge(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The file of the other journal.")],
    yes: Annotated[bool, typer.Option("--yes", help="Merge without asking.")] = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Bring everything of another journal into this one. What it brings is said before anything is done.

    What was removed on either side stays removed. The other file is only read; merge there too, to make both
    the same. For example: ifs journal merge ~/laptop/journal.db
    """
    from ifs_journal.cli.merging import merge as act

    act(here, other, sure=yes, as_json=as_json, plain=plain)


@journal_app.command("forget-tombstones")
def forget_tombstones(
    yes: Annotated[bool, typer.Option("--yes", help="Forget without asking.")] = False,
    plain: Plain = False,
) -> None:
    """Forget that things were removed. An older copy could then bring them back."""
    from ifs_journal.cli.merging import forget_tombstones as act

    act(here, sure=yes, plain=plain)
