"""The parts: who has been here, and what is known of each."""

from __future__ import annotations

from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import LOOK_BACK, Room
from ifs_journal.cli.options import AsJson, Plain

parts_app = typer.Typer(
    cls=Room, help="The parts you have met.", invoke_without_command=True, rich_markup_mode=None
)
app.add_typer(parts_app, name="parts", rich_help_panel=LOOK_BACK)

Name = Annotated[
    str | None,
    typer.Argument(
        metavar="[NAME]", help="A name, its beginning, an alias or a number. Asked for if left out."
    ),
]
Another = Annotated[
    bool, typer.Option("--another", help="On purpose: another part has that name, and this is not it.")
]
RoleOption = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="Such as manager, firefighter, exile, other or unknown."),
]
StatusOption = Annotated[
    str | None, typer.Option("--status", metavar="STATUS", help="new, getting_to_know or well_known.")
]
StateOption = Annotated[
    str | None, typer.Option("--state", metavar="STATE", help="active, resting or retired_role.")
]
PronounOption = Annotated[
    str | None, typer.Option("--pronoun", metavar="WORD", help="Such as she, he, they or it.")
]


@parts_app.callback()
def parts(
    ctx: typer.Context,
    sort: Annotated[str, typer.Option("--sort", metavar="HOW", help="seen, name, met or trust.")] = "seen",
    role: RoleOption = None,
    status: StatusOption = None,
    state: StateOption = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Seen on that day or later, such as: last week."),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Archived ones, too.")] = False,
    archived: Annotated[bool, typer.Option("--archived", help="Archived ones alone.")] = False,
    as_json: AsJson = False,
) -> None:
    """The parts you have met, the most recent first."""
    if ctx.invoked_subcommand is None:
        from ifs_journal.cli.parts import choice, list_parts

        chosen = choice(sort, role, status, state, since, everyone=everyone, archived=archived)
        list_parts(here, chosen, as_json=as_json)


@parts_app.command("show")
def show_part(
    name: Name = None,
    history: Annotated[
        bool, typer.Option("--all", "--history", help="Earlier words and all the rest.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """What is known of one part, in dated words.

    For example: ifs parts show
    """
    from ifs_journal.cli.parts import show_part as act

    act(here, name, history=history, as_json=as_json)


@parts_app.command("story")
def tell_story(
    name: Name = None,
    history: Annotated[bool, typer.Option("--all", help="Every line of it.")] = False,
    as_json: AsJson = False,
) -> None:
    """A part through time: its first and latest words, its trust, what gave room, what was promised.

    For example: ifs parts story
    """
    from ifs_journal.cli.parts_story import tell_story as act

    act(here, name, history=history, as_json=as_json)


@parts_app.command("add")
def add_part(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="Its name. Asked for if left out.")
    ] = None,
    role: RoleOption = None,
    status: StatusOption = None,
    state: StateOption = None,
    pronoun: PronounOption = None,
    another: Another = False,
) -> None:
    """Write down a part you know. A name is enough.

    For example: ifs parts add
    """
    from ifs_journal.cli.parts_changing import add as act
    from ifs_journal.cli.parts_editing import labels_from

    act(here, name, labels_from(role, status, state, pronoun), another=another)


@parts_app.command("rename")
def rename_part(
    name: Name = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="The new name. Asked for if left out.")
    ] = None,
    keep_alias: Annotated[
        bool | None,
        typer.Option("--keep-alias/--no-alias", help="Whether it is still found by the old name."),
    ] = None,
    another: Another = False,
) -> None:
    """Give a part another name. What was written before keeps its words.

    For example: ifs parts rename
    """
    from ifs_journal.cli.parts_changing import rename as act

    act(here, name, new, keep=keep_alias, another=another)


@parts_app.command("alias")
def alias_part(
    name: Name = None,
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="The other name. Asked for if left out.")
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take that other name away.")] = False,
    another: Another = False,
) -> None:
    """Let a part be found by another name as well.

    For example: ifs parts alias
    """
    from ifs_journal.cli.parts_changing import alias as act

    act(here, name, other, remove=remove, another=another)


@parts_app.command("edit")
def edit_part(
    name: Name = None,
    role: RoleOption = None,
    status: StatusOption = None,
    state: StateOption = None,
    pronoun: PronounOption = None,
    field: Annotated[
        str | None,
        typer.Option(
            "--field",
            metavar="FIELD",
            help="Such as place, image, job or fears; its text from standard input.",
        ),
    ] = None,
    said_by: Annotated[
        str | None, typer.Option("--said-by", metavar="part|me|therapist", help="Whose words --field takes.")
    ] = None,
) -> None:
    """Write about a part: what it does, says, fears or needs. All of it is optional.

    Nothing is overwritten: what you write stands beside what was there, with its day.

    For example: ifs parts edit
    """
    from ifs_journal.cli.parts_editing import edit as act
    from ifs_journal.cli.parts_editing import labels_from

    act(here, name, labels_from(role, status, state, pronoun), field, said_by)


Other = Annotated[str | None, typer.Argument(metavar="[OTHER]", help="Another part. Asked for if left out.")]


@parts_app.command("archive")
def archive_part(name: Name = None) -> None:
    """Put a part's record in the archive. It is still found by its name.

    This tidies the record, not the part. It can be taken back.

    For example: ifs parts archive
    """
    from ifs_journal.cli.parts_tidying import archive as act

    act(here, name)


@parts_app.command("unarchive")
def unarchive_part(name: Name = None) -> None:
    """Take a part's record out of the archive.

    For example: ifs parts unarchive
    """
    from ifs_journal.cli.parts_tidying import unarchive as act

    act(here, name)


@parts_app.command("merge")
def merge_parts(name: Name = None, other: Other = None) -> None:
    """Read a part's record as part of OTHER's, when two names were for one.

    This tidies the record, not the parts. Nothing is moved, and it can be taken back.

    For example: ifs parts merge
    """
    from ifs_journal.cli.parts_tidying import merge as act

    act(here, name, other)


@parts_app.command("split")
def split_part(
    name: Name = None,
    new: Annotated[
        str | None, typer.Argument(metavar="[NEW]", help="Name of the new part. Asked for if left out.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="FIELD", help="What goes along, such as place or says. May be repeated."
        ),
    ] = None,
    another: Another = False,
) -> None:
    """Begin a new part out of a record that turned out to be about two.

    The old record keeps all it has. This tidies the record, not the parts, and can be taken back.

    For example: ifs parts split
    """
    from ifs_journal.cli.parts_tidying import split as act

    act(here, name, new, field or [], another=another)


@parts_app.command("relate")
def relate_parts(
    name: Name = None,
    kind: Annotated[
        str | None,
        typer.Argument(metavar="[KIND]", help="protects, polarized, allied, triggers or other."),
    ] = None,
    other: Other = None,
) -> None:
    """Write down how two parts stand to each other, as you see it now.

    For example: ifs parts relate
    """
    from ifs_journal.cli.parts_tidying import relate as act

    act(here, name, kind, other)


@parts_app.command("undo")
def undo_tidying(
    which: Annotated[
        str | None, typer.Argument(metavar="[WHICH]", help="Its number in the list, or: last.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """What was archived, merged, split or related, and taking one of it back.

    For example: ifs parts undo
    """
    from ifs_journal.cli.parts_tidying import undo as act

    act(here, which, as_json=as_json)


@parts_app.command("map")
def map_of_parts(
    form: Annotated[
        str | None,
        typer.Option("--format", metavar="FORMAT", help="svg, html, mermaid, dot or json."),
    ] = None,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="FILE", help="Write it there. The ending can name the format."),
    ] = None,
    at: Annotated[
        str | None, typer.Option("--at", metavar="DAY", help="As it was then: 2026-03-09, last month …")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Count from then, and say what changed.")
    ] = None,
    names: Annotated[
        str, typer.Option("--names", metavar="full|initials", help="Names in full, or their first letters.")
    ] = "full",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """The parts round Self: who guards whom, who pulls against whom, who is around most.

    For example: ifs parts map --to map.svg
    """
    from ifs_journal.cli.parts_map import Wanted, show_map

    wanted = Wanted("json" if as_json else form, to, at, since, names, force, plain)
    show_map(here, wanted)
