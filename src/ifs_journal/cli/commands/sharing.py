"""What leaves the journal, and what comes in."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import SHARING
from ifs_journal.cli.options import AsJson, Plain
from ifs_journal.errors import UsageError


@app.command("export", rich_help_panel=SHARING)
def export(
    format_: Annotated[str, typer.Option("--format", metavar="json", help="What kind of file.")] = "json",
    to: Annotated[str, typer.Option("--to", metavar="FILE", help="A new file; - for standard output.")] = "-",
    force: Annotated[bool, typer.Option("--force", help="Take the place of a file that is there.")] = False,
) -> None:
    """Write the whole journal as JSON, to move it or keep it: all of it, with what is private.

    For example: ifs export --to journal.json
    """
    from ifs_journal.cli.exporting import export_whole

    if format_ != "json":
        raise UsageError("--format takes json.")
    export_whole(here, to, force=force)


@app.command("import", rich_help_panel=SHARING)
def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="What ifs export wrote; - for standard input.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would come in.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Take in a whole journal from its JSON. What is here already stays, and is not doubled.

    For example: ifs import journal.json --dry-run
    """
    from ifs_journal.cli.importing import take_in

    take_in(here, file, dry=dry_run, sure=yes, as_json=as_json, plain=plain)
