"""Seeing change: what a period held, and figures over time."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK
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

To = Annotated[str | None, typer.Option("--to", metavar="FILE", help="Into a file instead of the screen.")]
Force = Annotated[bool, typer.Option("--force", help="Replace the file where it is there already.")]
ReadOut = Annotated[bool, typer.Option("--plain", help="For screen readers: nothing drawn, line by line.")]


@app.command(rich_help_panel=LOOK_BACK)
def review(
    week: Annotated[bool, typer.Option("--week", help="The past seven days; so without any option.")] = False,
    month: Annotated[bool, typer.Option("--month", help="The past month.")] = False,
    since: Since = None,
    until: Until = None,
    part: Part = None,
    person: Person = None,
    tag: Tag = None,
    script: Script = None,
    min_distress: MinDistress = None,
    saved: SavedFilter = None,
    form: Annotated[
        str | None, typer.Option("--format", metavar="markdown|html|json", help="A page to keep.")
    ] = None,
    to: To = None,
    force: Force = False,
    as_json: AsJson = False,
    plain: ReadOut = False,
) -> None:
    """What some days held: who was there, what was learned, what was promised.

    For example: ifs review --month, or: ifs review --since "3 weeks ago" --to weeks.html
    """
    from ifs_journal.cli.narrowing import Narrowing
    from ifs_journal.cli.seeing import MONTH, WEEK, Kept
    from ifs_journal.cli.seeing import review as act
    from ifs_journal.errors import UsageError

    if week + month + (since is not None or until is not None) > 1:
        raise UsageError("--week, --month and --since are three stretches of days; one of them, please.")
    if week or month:
        since, until = (MONTH if month else WEEK), "today"
    narrowing = Narrowing(since, until, part, person, tag, script, False, min_distress, saved)
    act(here, narrowing, Kept(form, to, force), as_json=as_json, plain=plain)


@app.command(rich_help_panel=LOOK_BACK)
def trends(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="activity, distress, self, trust, thriving, strategies or room. Left out, a few are shown.",
        ),
    ] = None,
    since: Since = None,
    until: Until = None,
    part: Part = None,
    person: Person = None,
    tag: Tag = None,
    script: Script = None,
    min_distress: MinDistress = None,
    saved: SavedFilter = None,
    table: Annotated[bool, typer.Option("--table", help="Numbers in tables instead of drawings.")] = False,
    form: Annotated[
        str | None, typer.Option("--format", metavar="svg|html|json", help="A figure or a page to keep.")
    ] = None,
    to: To = None,
    force: Force = False,
    as_json: AsJson = False,
    plain: ReadOut = False,
) -> None:
    """Figures over time, counted and not judged. Without days: the past six months.

    For example: ifs trends, or: ifs trends trust --part critic --since "past year"
    """
    from ifs_journal.cli.narrowing import Narrowing
    from ifs_journal.cli.seeing import Kept
    from ifs_journal.cli.seeing import trends as act

    narrowing = Narrowing(since, until, part, person, tag, script, False, min_distress, saved)
    act(here, name, narrowing, Kept(form, to, force), as_json=as_json, plain=plain, table=table)
