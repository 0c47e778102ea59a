"""Saved filters."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK, Room
from ifs_journal.cli.options import (
    AsJson,
    MinDistress,
    Part,
    Person,
    SavedFilter,
    Script,
    Since,
    Tag,
    Until,
)

filters_app = typer.Typer(
    cls=Room,
    help="Filters you use again and again, saved under a name.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(filters_app, name="filters", rich_help_panel=LOOK_BACK)

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name for it: a word or a few.")]


@filters_app.command("list")
def list_filters(as_json: AsJson = False) -> None:
    """The filters you saved, and what each says."""
    from ifs_journal.cli.filters import list_filters as act

    act(here, as_json=as_json)


@filters_app.command("save")
def save(
    name: Name,
    since: Since = None,
    until: Until = None,
    part: Part = None,
    person: Person = None,
    tag: Tag = None,
    script: Script = None,
    min_distress: MinDistress = None,
    saved: SavedFilter = None,
) -> None:
    """Keep a filter under a name. Days stay in words, so they move along.

    For example: ifs filters save evenings --since "past month" --tag evening

    Then: ifs list --filter evenings
    """
    from ifs_journal.cli.filters import save as act
    from ifs_journal.cli.narrowing import Narrowing

    act(here, name, Narrowing(since, until, part, person, tag, script, False, min_distress, saved))


@filters_app.command("remove")
def remove(name: Name) -> None:
    """Remove a filter. The sessions it found stay."""
    from ifs_journal.cli.filters import remove as act

    act(here, name)
