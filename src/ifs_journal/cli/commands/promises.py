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


@app.command(rich_help_panel=LOOK_BACK)
def remind(
    everything: Annotated[
        bool, typer.Option("--all", help="For every system, not for this one alone.")
    ] = False,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="When, such as 20:30.")] = None,
    ics: Annotated[
        str | None,
        typer.Option(
            "--ics", metavar="FILE", help="Write the days to come as a calendar; - for standard output."
        ),
    ] = None,
    with_words: Annotated[
        bool, typer.Option("--with-words", help="With --ics: your words and names in it, too.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="With --ics: replace a file that is there.")] = False,
    say: Annotated[
        bool, typer.Option("--say", help="One line, without names, if something waits; otherwise nothing.")
    ] = False,
) -> None:
    """How this machine can remind you. It prints what to do, and installs nothing.

    For example: ifs remind --at 20:30, or: ifs remind --ics days.ics
    """
    from ifs_journal.cli import remind as room
    from ifs_journal.errors import UsageError

    if say:
        room.say(here)
    elif ics is not None:
        room.write_calendar(here, ics, with_words=with_words, force=force)
    elif with_words or force:
        raise UsageError(room.NO_WORDS_WITHOUT)
    else:
        room.show_snippets(here, at, everything=everything)
