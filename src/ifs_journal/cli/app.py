"""Every command, with its help. Each imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.context import here
from ifs_journal.cli.house import House, journal_first
from ifs_journal.cli.options import Answers, AsJson, Jsonl, Plain, WordingOption

DAILY = "Every day"
LOOK_BACK = "Looking back"
THE_FILE = "The journal file"
MORE = "More"

app = typer.Typer(
    cls=House,
    name="ifs",
    help="A private, offline journal that guides you kindly through meeting your parts. No AI, no network.",
    no_args_is_help=False,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
journal_app = typer.Typer(help="The journal file itself.", no_args_is_help=True, rich_markup_mode=None)
scripts_app = typer.Typer(
    help="The guided sessions, as scripts anyone can read.", no_args_is_help=True, rich_markup_mode=None
)
parts_app = typer.Typer(help="The parts you have met.", invoke_without_command=True, rich_markup_mode=None)
app.add_typer(journal_app, name="journal", rich_help_panel=THE_FILE)
app.add_typer(scripts_app, name="scripts", rich_help_panel=MORE)
app.add_typer(parts_app, name="parts", rich_help_panel=LOOK_BACK)


def command_names() -> set[str]:
    """The names of all commands: no script of one's own may take one."""
    found = {one.name or (one.callback.__name__ if one.callback else "") for one in app.registered_commands}
    return found | {one.name or "" for one in app.registered_groups}


def run(arguments: list[str]) -> None:
    """Run `ifs` with these arguments, and exit."""
    app(args=journal_first(arguments), prog_name="ifs")


@app.callback()
def root(
    ctx: typer.Context,
    journal: Annotated[
        Path | None,
        typer.Option("--journal", metavar="PATH", help="Another journal file (or set IFS_JOURNAL)."),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """A private, offline journal that guides you kindly through meeting your parts."""
    here.journal_option = journal
    if version:
        from ifs_journal import __version__

        print(f"ifs-journal {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.home import home

        home(here)


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


@app.command("list", rich_help_panel=LOOK_BACK)
def list_sessions(
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many, the newest first.")] = 20,
    script: Annotated[str | None, typer.Option("--script", help="Only one kind of session.")] = None,
    as_json: AsJson = False,
) -> None:
    """Your sessions, the newest first."""
    from ifs_journal.cli.reading import list_sessions as act

    act(here, limit, script, as_json=as_json)


@app.command(rich_help_panel=LOOK_BACK)
def show(
    session: Annotated[str, typer.Argument(metavar="ID", help="A number such as 12, or last.")] = "last",
    as_json: AsJson = False,
) -> None:
    """One entry, whole.

    For example: ifs show last
    """
    from ifs_journal.cli.reading import show as act

    act(here, session, as_json=as_json)


@parts_app.callback()
def parts(ctx: typer.Context, as_json: AsJson = False) -> None:
    """The parts you have met, the most recent first."""
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.reading import list_parts

        list_parts(here, as_json=as_json)


@parts_app.command("show")
def show_part(
    name: Annotated[str, typer.Argument(help="A name, its beginning, an alias or a number.")],
    as_json: AsJson = False,
) -> None:
    """What is known of one part, in dated words."""
    from ifs_journal.cli.reading import show_part as act

    act(here, name, as_json=as_json)


@scripts_app.command("list")
def list_scripts(as_json: AsJson = False) -> None:
    """The guided sessions there are."""
    from ifs_journal.cli.scripts import list_scripts as act

    act(here, as_json=as_json)


@scripts_app.command("show")
def show_script(script: Annotated[str, typer.Argument(help="Its name, such as unblend.")]) -> None:
    """A script as its author wrote it."""
    from ifs_journal.cli.scripts import show as act

    act(here, script)


@scripts_app.command("check")
def check_scripts(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Script files; without any, all there are.")
    ] = None,
) -> None:
    """Check scripts: every way leads somewhere, every gate holds, both wordings are there."""
    from ifs_journal.cli.scripts import check as act

    act(files or [], command_names())


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


@journal_app.command("init")
def init(
    unencrypted: Annotated[
        bool, typer.Option("--unencrypted", help="A plain file that anyone who can open it can read.")
    ] = False,
) -> None:
    """Make a journal. It never takes the place of a file that is there.

    For example: ifs journal init --unencrypted
    """
    from ifs_journal.cli.files import init as act

    act(here, unencrypted=unencrypted)


@journal_app.command("info")
def info(as_json: AsJson = False) -> None:
    """Where the journal is, and how much is in it."""
    from ifs_journal.cli.files import info as act

    act(here, as_json=as_json)
