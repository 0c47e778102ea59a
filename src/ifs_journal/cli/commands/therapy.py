"""Therapy sessions: the day, what came of it, what was agreed."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK, Room
from ifs_journal.cli.options import AsJson, Plain

therapy_app = typer.Typer(
    cls=Room, help="Therapy sessions.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(therapy_app, name="therapy", rich_help_panel=LOOK_BACK)

Day = Annotated[
    str | None, typer.Option("--day", metavar="DAY", help="Which day: yesterday, monday, 2026-03-09 …")
]
Number = Annotated[int, typer.Argument(metavar="N", help="Its number, from: ifs therapy list")]


@therapy_app.callback()
def therapy(ctx: typer.Context, day: Day = None, as_json: AsJson = False, plain: Plain = False) -> None:
    """Write down that a therapy session was held: the day, what came of it, what was agreed.

    For example: ifs therapy, or: ifs therapy --day yesterday

    Everything but the day may be left out. From then on “since therapy” is known: ifs list --since therapy
    """
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli import therapy as room

        if as_json:
            room.list_therapy(here, -1, as_json=True)
        else:
            room.record(here, day, plain=plain)


@therapy_app.command("list")
def list_therapy(
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most this many.")] = 20,
    as_json: AsJson = False,
) -> None:
    """The therapy sessions, the latest first.

    For example: ifs therapy list
    """
    from ifs_journal.cli.therapy import list_therapy as act

    act(here, limit, as_json=as_json)


@therapy_app.command("edit")
def edit(number: Number, day: Day = None, plain: Plain = False) -> None:
    """Change one. Earlier words are not kept.

    For example: ifs therapy edit 3
    """
    from ifs_journal.cli.therapy import edit as act

    act(here, number, day, plain=plain)


@therapy_app.command("delete")
def delete(
    number: Number,
    and_backups: Annotated[
        bool,
        typer.Option("--and-backups", help="The copies beside the journal go too; one fresh one is made."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    plain: Plain = False,
) -> None:
    """Remove one for good, after saying what goes.

    For example: ifs therapy delete 3
    """
    from ifs_journal.cli.therapy import delete as act

    act(here, number, sure=yes, plain=plain, and_backups=and_backups)
