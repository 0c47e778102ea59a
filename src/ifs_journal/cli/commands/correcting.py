"""Adding by hand, correcting, removing."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK
from ifs_journal.cli.options import AsJson, Plain

Session = Annotated[str, typer.Argument(metavar="[ID]", help="A number such as 12, or last.")]
Forget = Annotated[
    bool,
    typer.Option("--forget-earlier", help="Keep nothing of the earlier words. Written answers only."),
]
WhichAnswer = Annotated[
    str | None,
    typer.Option("--answer", metavar="ADDRESS", help="Which answer: its address or seq, from show --json."),
]
WhichNote = Annotated[int | None, typer.Option("--note", metavar="N", help="A note, by its number.")]


@app.command(rich_help_panel=LOOK_BACK)
def note(
    session: Session = "",
    part: Annotated[str | None, typer.Option("--part", help="On a part instead.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the notes there are.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, with --list.")] = 20,
    as_json: AsJson = False,
    plain: Plain = False,
) -> None:
    """Write a note: by itself, on a session or on a part. It is asked for, or read from standard input.

    For example: ifs note, or: ifs note last
    """
    from ifs_journal.cli import correcting

    if list_ or as_json:
        correcting.list_notes(here, limit, as_json=as_json)
    else:
        correcting.note(here, session or None, part, plain=plain)


@app.command(rich_help_panel=LOOK_BACK)
def tag(
    session: Session = "",
    tags: Annotated[list[str] | None, typer.Argument(help="Tags to put on it; without any, asks.")] = None,
    remove: Annotated[list[str] | None, typer.Option("--remove", help="A tag to take off.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="Show the tags there are, with counts.")] = False,
    as_json: AsJson = False,
    plain: Plain = False,
) -> None:
    """Put tags on a session: the last one, or the one you name.

    For example: ifs tag, or: ifs tag 12 work sleep
    """
    from ifs_journal.cli import correcting

    if list_ or as_json:
        correcting.list_tags(here, as_json=as_json)
    else:
        correcting.tag(here, session or None, tags or [], remove or [], plain=plain)


@app.command(rich_help_panel=LOOK_BACK)
def edit(
    session: Session = "",
    answer: WhichAnswer = None,
    note: WhichNote = None,
    forget_earlier: Forget = False,
    evening_before: Annotated[
        bool, typer.Option("--evening-before", help="Begun after midnight, it counts to the evening before.")
    ] = False,
    own_day: Annotated[
        bool, typer.Option("--own-day", help="It counts to the day the calendar showed.")
    ] = False,
    plain: Plain = False,
) -> None:
    """Correct an answer, dated and beside the first; or change a note, or the day a session counts to.

    For example: ifs edit 12
    """
    from ifs_journal.cli.correcting import edit as act

    if evening_before or own_day:
        from ifs_journal.cli.correcting import count_to
        from ifs_journal.errors import UsageError

        if evening_before == own_day or answer is not None or note is not None or forget_earlier:
            raise UsageError("--evening-before and --own-day stand alone, one at a time.")
        count_to(here, session or None, evening_before=evening_before)
        return
    act(here, session or None, answer, note, forget=forget_earlier, plain=plain)


@app.command(rich_help_panel=LOOK_BACK)
def delete(
    session: Annotated[
        str, typer.Argument(metavar="[ID]", help="A session: a number such as 12, or last.")
    ] = "",
    answer: WhichAnswer = None,
    note: WhichNote = None,
    part: Annotated[str | None, typer.Option("--part", metavar="NAME", help="A part.")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="A person.")] = None,
    and_backups: Annotated[
        bool,
        typer.Option("--and-backups", help="The copies beside the journal go too; one fresh one is made."),
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    plain: Plain = False,
) -> None:
    """Remove something for good, after saying what goes.

    A session, one answer of it, a note, a part or a person.

    For example: ifs delete, or: ifs delete 12
    """
    from ifs_journal.cli.removing import delete as act

    act(
        here,
        session or None,
        answer=answer,
        note=note,
        part=part,
        person=person,
        sure=yes,
        plain=plain,
        and_backups=and_backups,
    )
