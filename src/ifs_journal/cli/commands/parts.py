"""The parts: who has been here, and what is known of each."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import parts_app
from ifs_journal.cli.context import here
from ifs_journal.cli.options import AsJson


@parts_app.callback()
def parts(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The parts you have met, the most recent first."""
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.reading import list_parts

        list_parts(here, as_json=as_json)


@parts_app.command("show")
def show_part(
    name: Annotated[str, typer.Argument(help="A name, its beginning, an alias or a number.")],
    as_json: AsJson = False,
) -> None:
    """What is known of one part, in dated words."""
    from ifs_journal.cli.reading import show_part as act

    act(here, name, as_json=as_json)
