"""The library of guided sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.apps import DECLARED, app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import MORE, Room
from ifs_journal.cli.options import AsJson, WordingOption

scripts_app = typer.Typer(
    cls=Room,
    help="The guided sessions, as scripts anyone can read.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(scripts_app, name="scripts", rich_help_panel=MORE)


@scripts_app.command("list")
def list_scripts(as_json: AsJson = False) -> None:
    """The guided sessions there are."""
    from ifs_journal.cli.scripts import list_scripts as act

    act(here, as_json=as_json)


@scripts_app.command("show")
def show_script(
    script: Annotated[str, typer.Argument(help="Its name, such as unblend.")],
    variant: Annotated[str | None, typer.Option("--variant", help="One of its variants.")] = None,
    wording: WordingOption = None,
    as_file: Annotated[bool, typer.Option("--toml", help="The file itself, as its author wrote it.")] = False,
) -> None:
    """A script in words: what it asks, why, what follows, and what is kept."""
    from ifs_journal.cli.scripts import show as act

    act(here, script, variant=variant, wording=wording, as_file=as_file)


@scripts_app.command("new")
def new_script(
    script: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="Its id, which becomes its command.")
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="What it is called in lists.")
    ] = None,
    with_: Annotated[
        str | None,
        typer.Option(
            "--with", metavar="part|person", help="Begin with the gate for a part, or for a person."
        ),
    ] = None,
) -> None:
    """Begin a script of your own: sound from the start, with a remark above every key."""
    from ifs_journal.cli.scripts_new import new as act

    act(here, script, title=title, with_=with_, commands=DECLARED.keys())


@scripts_app.command("check")
def check_scripts(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Script files, or names of your own; without any, all there are."),
    ] = None,
) -> None:
    """Check scripts: every way leads somewhere, every gate holds, both wordings are there."""
    from ifs_journal.cli.scripts import check as act

    act(here, files or [], DECLARED.keys())


@scripts_app.command("graph")
def graph_script(
    script: Annotated[str, typer.Argument(help="Its name, such as unblend.")],
    format_: Annotated[
        str, typer.Option("--format", metavar="text|mermaid", help="An outline, or a drawing.")
    ] = "text",
    variant: Annotated[str | None, typer.Option("--variant", help="One of its variants.")] = None,
) -> None:
    """The ways through a script."""
    from ifs_journal.cli.scripts import graph as act

    act(here, script, format_, variant)
