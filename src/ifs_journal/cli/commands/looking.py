"""Looking back: the list, one entry."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK
from ifs_journal.cli.options import AsJson


@app.command("list", rich_help_panel=LOOK_BACK)
def list_sessions(
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, the newest first.")] = 20,
    script: Annotated[str | None, typer.Option("--script", help="Only one kind of session.")] = None,
    as_json: AsJson = False,
) -> None:
    """Your sessions, the newest first."""
    from ifs_journal.cli.reading import list_sessions as act

    act(here, limit, script, as_json=as_json)


@app.command(rich_help_panel=LOOK_BACK)
def show(
    session: Annotated[str, typer.Argument(metavar="ID", help="A number such as 12, or last.")] = "last",
    as_json: AsJson = False,
) -> None:
    """One entry, whole.

    For example: ifs show last
    """
    from ifs_journal.cli.reading import show as act

    act(here, session, as_json=as_json)
