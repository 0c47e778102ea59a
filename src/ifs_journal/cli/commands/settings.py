"""The settings, and how everything stands."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import MORE
from ifs_journal.cli.options import AsJson


@app.command(rich_help_panel=MORE)
def config(
    key: Annotated[
        str,
        typer.Argument(metavar="[KEY]", help="country, contacts, wording … Without one: all."),
    ] = "",
    value: Annotated[
        str, typer.Argument(metavar="[VALUE]", help="What to set it to; - reads it from standard input.")
    ] = "",
    path: Annotated[bool, typer.Option("--path", help="Say where the settings file is.")] = False,
    edit: Annotated[bool, typer.Option("--edit", help="Open the settings file in your editor.")] = False,
    unset: Annotated[bool, typer.Option("--unset", help="Take a setting out again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Your settings: country, people you can reach, wording, colours.

    In a terminal, `ifs config` alone shows them and asks, one at a time.

    For example: ifs config country GB
    """
    from ifs_journal.cli.settings import Asked
    from ifs_journal.cli.settings import config as act

    act(here, Asked(key or None, value or None, path=path, edit=edit, unset=unset, as_json=as_json))


@app.command(rich_help_panel=MORE)
def doctor(as_json: AsJson = False) -> None:
    """What is installed, how things stand, and what is wrong, with what to do. It asks and changes nothing.

    For example: ifs doctor
    """
    from ifs_journal.cli.doctor import doctor as act

    act(here, as_json=as_json)
