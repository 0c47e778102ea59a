"""Looking back: the list, one entry, finding words again."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK
from ifs_journal.cli.options import (
    AsJson,
    Limit,
    MinDistress,
    Part,
    Person,
    SavedFilter,
    Script,
    Since,
    Tag,
    Until,
)


@app.command("list", rich_help_panel=LOOK_BACK)
def list_sessions(
    since: Since = None,
    until: Until = None,
    part: Part = None,
    person: Person = None,
    tag: Tag = None,
    script: Script = None,
    min_distress: MinDistress = None,
    saved: SavedFilter = None,
    paused: Annotated[bool, typer.Option("--paused", help="Only what is not finished yet.")] = False,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Your sessions, the newest first.

    For example: ifs list --since "last month" --part critic

    Days can be a date (2026-03-09, 2026-03, 2026), today, yesterday, monday, march, this week, last month,
    3 days ago, past 2 weeks, therapy (the last therapy session).
    """
    from ifs_journal.cli.looking import list_sessions as act
    from ifs_journal.cli.narrowing import Narrowing

    narrowing = Narrowing(since, until, part, person, tag, script, paused, min_distress, saved)
    act(here, narrowing, limit, as_json=as_json)


@app.command(rich_help_panel=LOOK_BACK)
def show(
    session: Annotated[str, typer.Argument(metavar="ID", help="A number such as 12, or last.")] = "last",
    as_json: AsJson = False,
) -> None:
    """One entry, whole.

    For example: ifs show last
    """
    from ifs_journal.cli.looking import show as act

    act(here, session, as_json=as_json)


@app.command(rich_help_panel=LOOK_BACK)
def search(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT]", help="Words to look for. Left out, they are asked for."),
    ] = None,
    since: Since = None,
    until: Until = None,
    part: Part = None,
    person: Person = None,
    tag: Tag = None,
    script: Script = None,
    min_distress: MinDistress = None,
    saved: SavedFilter = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """Find words again, in answers, notes and names.

    For example: ifs search (it asks for the words), or: ifs search tired --since "last month"

    All the words have to be there, in any order; the beginning of a word is enough. A phrase stands in double
    quotes. Typed when asked for, the words stay out of your shell's history.
    """
    from ifs_journal.cli.narrowing import Narrowing
    from ifs_journal.cli.searching import search as act

    narrowing = Narrowing(since, until, part, person, tag, script, False, min_distress, saved)
    act(here, " ".join(text) if text else None, narrowing, limit, as_json=as_json)
