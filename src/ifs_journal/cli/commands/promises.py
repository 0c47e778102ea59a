"""Promises: how it stands with them, saying what became of one, and being reminded."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK, Room
from ifs_journal.cli.options import Answers, AsJson, Jsonl, Plain, WordingOption

promises_app = typer.Typer(
    cls=Room, help="Promises to parts and people.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(promises_app, name="promises", rich_help_panel=LOOK_BACK)


@promises_app.callback()
def promises(
    ctx: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Whose day has come.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="All that are open.")] = False,
    not_yet: Annotated[bool, typer.Option("--not-yet", help="Not yet kept, or in part.")] = False,
    kept: Annotated[bool, typer.Option("--kept", help="Kept.")] = False,
    anew: Annotated[bool, typer.Option("--anew", help="Made anew.")] = False,
    let_go: Annotated[bool, typer.Option("--let-go", help="Let go.")] = False,
    part: Annotated[str | None, typer.Option("--part", metavar="NAME", help="Only to this part.")] = None,
    person: Annotated[
        str | None, typer.Option("--person", metavar="NAME", help="Only with this person.")
    ] = None,
    limit: Annotated[
        int, typer.Option("--limit", min=1, metavar="N", help="At most this many of each.")
    ] = 10,
    as_json: AsJson = False,
) -> None:
    """Promises to parts and people: due, open, kept, not yet, made anew, let go.

    For example: ifs promises --due
    """
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.promises import Wanted, list_promises

        asked = {
            "due": due,
            "open": open_,
            "not_yet": not_yet,
            "kept": kept,
            "renegotiated": anew,
            "let_go": let_go,
        }
        stands = tuple(name for name, wanted in asked.items() if wanted)
        list_promises(here, Wanted(stands, part, person, limit), as_json=as_json)


@promises_app.command("settle")
def settle(
    number: Annotated[
        int | None, typer.Argument(metavar="[N]", help="Its number; asked for if left out.")
    ] = None,
    answers: Answers = None,
    jsonl: Jsonl = False,
    plain: Plain = False,
    wording: WordingOption = None,
) -> None:
    """Say what became of one, and what to do with it now.

    For example: ifs promises settle
    """
    from ifs_journal.cli.promises import settle as act
    from ifs_journal.cli.sessions import Way

    act(here, number, Way(answers, jsonl, plain, wording))
