"""What is used every day: beginning, going on, steadying, people to reach."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import DAILY
from ifs_journal.cli.options import Answers, Jsonl, Plain, WordingOption


@app.command(
    rich_help_panel=DAILY, context_settings={"ignore_unknown_options": True, "allow_extra_args": True}
)
def start(
    ctx: typer.Context,
    script: Annotated[str, typer.Argument(help="Which guided session.")] = "check-in",
    answers: Answers = None,
    jsonl: Jsonl = False,
    plain: Plain = False,
    wording: WordingOption = None,
) -> None:
    """Begin a guided session. `ifs check-in` and `ifs unblend` are short for it.

    For example: ifs start unblend
    """
    from ifs_journal.cli.sessions import Way, begin

    begin(here, script, Way(answers, jsonl, plain, wording), ctx.args)


@app.command(rich_help_panel=DAILY)
def resume(
    session: Annotated[str, typer.Argument(metavar="[ID]", help="A number such as 12, or last.")] = "",
    answers: Answers = None,
    jsonl: Jsonl = False,
    plain: Plain = False,
    wording: WordingOption = None,
) -> None:
    """Go on with a paused session: the newest, or the one you name.

    For example: ifs resume
    """
    from ifs_journal.cli.sessions import Way, go_on

    go_on(here, session or None, Way(answers, jsonl, plain, wording))


@app.command(rich_help_panel=DAILY)
def discard(
    session: Annotated[str, typer.Argument(metavar="ID", help="A number such as 12, or last.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Remove a paused session for good, after saying what goes.

    For example: ifs discard 12
    """
    from ifs_journal.cli.sessions import discard as act

    act(here, session, sure=yes)


@app.command(rich_help_panel=DAILY)
def ground(
    far: Annotated[bool, typer.Option("--far", help="For when things are far away or numb.")] = False,
    plain: Plain = False,
) -> None:
    """Steady yourself: a few quiet steps, eyes open. Needs no journal."""
    from ifs_journal.cli.pages import ground as act

    act(here, far=far, plain=plain)


@app.command(rich_help_panel=DAILY)
def support(
    country: Annotated[
        str | None, typer.Option("--country", metavar="CC", help="A country, such as GB or DE.")
    ] = None,
) -> None:
    """People you can reach: your own contacts first, then crisis lines. Needs no journal.

    For example: ifs support --country NZ
    """
    from ifs_journal.cli.pages import support as act

    act(here, country)
