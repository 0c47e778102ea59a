"""Trying things out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import MORE


@app.command(rich_help_panel=MORE)
def demo(
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FILE", help="The new file. None may be there yet.")
    ] = None,
    sessions: Annotated[int, typer.Option("--sessions", metavar="N", help="How many sessions.")] = 160,
    seed: Annotated[
        int, typer.Option("--seed", metavar="N", help="Another number, other names and words.")
    ] = 1,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="The day it leads up to. Else: today.")
    ] = None,
) -> None:
    """An invented person's journal of five months, to look around in. Your own is not touched.

    For example: ifs demo --into demo.db, then: ifs list --journal demo.db
    """
    from ifs_journal.cli.demo import demo as act

    act(here, into, sessions=sessions, seed=seed, until=until)
