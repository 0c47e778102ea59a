"""`ifs` itself, and its own options."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import options_first
from ifs_journal.cli.options import AsJson
from ifs_journal.errors import UsageError


def run(arguments: list[str]) -> None:
    """Run `ifs` with these arguments, and exit."""
    app(args=options_first(arguments), prog_name="ifs")


@app.callback()
def root(
    ctx: typer.Context,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="PATH", help="Another journal file (or set IFS_JOURNAL)."),
    ] = None,
    passphrase_file: Annotated[
        str | None,
        typer.Option(
            "--passphrase-file",
            metavar="FILE",
            help="A file with the journal's passphrase; - for standard input (or set IFS_PASSPHRASE_FILE).",
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    as_json: AsJson = False,
) -> None:
    """A private, offline journal that guides you kindly through meeting your parts."""
    here.begin(journal, passphrase_file)
    if version:
        from ifs_journal import __version__

        print(f"ifs-journal {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.home import home

        home(here, as_json=as_json)
    elif as_json:
        raise UsageError("--json belongs after the command, as in: ifs list --json")
