"""The journal file itself."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ifs_journal.cli.apps import app
from ifs_journal.cli.context import here
from ifs_journal.cli.house import THE_FILE, Room
from ifs_journal.cli.options import AsJson, Plain

journal_app = typer.Typer(
    cls=Room, help="The journal file itself.", no_args_is_help=True, rich_markup_mode=None
)
app.add_typer(journal_app, name="journal", rich_help_panel=THE_FILE)


@journal_app.command("init")
def init(
    unencrypted: Annotated[
        bool, typer.Option("--unencrypted", help="A plain file that anyone who can open it can read.")
    ] = False,
) -> None:
    """Make a journal. It never takes the place of a file that is there.

    In a terminal it offers a passphrase. For example: ifs journal init
    """
    from ifs_journal.cli.files import init as act

    act(here, unencrypted=unencrypted)


@journal_app.command("info")
def info(
    as_json: AsJson = False,
    mend: Annotated[
        bool, typer.Option("--mend", help="Close the file and its folder to others on this computer.")
    ] = False,
) -> None:
    """Where the journal is, how much is in it, its copies, and who else may look."""
    from ifs_journal.cli.files import info as act

    act(here, as_json=as_json, mend=mend)


Copies = Annotated[
    str | None,
    typer.Option(
        "--copies",
        metavar="rewrite|remove|leave",
        help="What becomes of copies the new key does not open.",
    ),
]


@journal_app.command("encrypt")
def encrypt(copies: Copies = None) -> None:
    """Encrypt the journal with a passphrase. It is written anew, and checked, before the plain file goes.

    For example: ifs journal encrypt
    """
    from ifs_journal.cli.encrypting import encrypt as act

    act(here, copies=copies)


@journal_app.command("decrypt")
def decrypt(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Turn an encrypted journal back into a plain file, after asking.

    For example: ifs journal decrypt
    """
    from ifs_journal.cli.encrypting import decrypt as act

    act(here, sure=yes)


@journal_app.command("passphrase")
def passphrase(
    new_passphrase_file: Annotated[
        str | None,
        typer.Option(
            "--new-passphrase-file", metavar="FILE", help="A file with the new one; - for standard input."
        ),
    ] = None,
    copies: Copies = None,
) -> None:
    """Change the passphrase. The journal gets a new key, and earlier recovery codes open it no more.

    For example: ifs journal passphrase
    """
    from ifs_journal.cli.encrypting import change

    change(here, new_file=new_passphrase_file, copies=copies)


@journal_app.command("recovery")
def recovery() -> None:
    """Show the recovery code, to be kept on paper, and check it by typing it back.

    For example: ifs journal recovery
    """
    from ifs_journal.cli.recovery import recovery as act

    act(here)


@journal_app.command("backup")
def backup(
    to: Annotated[str, typer.Argument(metavar="[TO]", help="A new file, or a folder that is there.")] = "",
    only: Annotated[
        bool, typer.Option("--only", help="The earlier copies beside the journal go, for this one.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Make a copy of the journal and check it: beside the journal, or at TO. No file is replaced.

    For example: ifs journal backup
    """
    from ifs_journal.cli.backups import backup as act
    from ifs_journal.cli.backups import only_one

    if only:
        only_one(here, to or None, sure=yes)
    else:
        act(here, to or None)


@journal_app.command("restore")
def restore(
    copy: Annotated[
        str, typer.Argument(metavar="[FROM]", help="A copy. In a terminal, without it, choose from a list.")
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a copy in the place of the journal, after showing what that changes. The present file is kept.

    For example: ifs journal restore
    """
    from ifs_journal.cli.restoring import restore as act

    act(here, copy or None, sure=yes)


@journal_app.command("aside")
def aside(
    note: Annotated[bool, typer.Option("--note", help="Keep all of them as notes, without asking.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read answers that were kept aside because a session went on in another window, and take them back in.

    For example: ifs journal aside
    """
    from ifs_journal.cli.asides import asides as act

    act(here, as_notes=note, as_json=as_json)


@journal_app.command("erase")
def erase(yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Remove the journal, its copies and all that lies beside it, after saying what goes and what stays.

    For example: ifs journal erase
    """
    from ifs_journal.cli.erasing import erase as act

    act(here, sure=yes)


@journal_app.command("lock")
def lock() -> None:
    """Forget the key that the keyring keeps: the passphrase is asked for again. It is not needed for this.

    For example: ifs journal lock
    """
    from ifs_journal.cli.keyring import lock as act

    act(here)


@journal_app.command("check")
def check(
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what follows from the rest, on a copy, after asking.")
    ] = False,
    salvage: Annotated[
        Path | None,
        typer.Option("--salvage", metavar="PATH", help="Read what can be read into a new journal there."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look the whole journal over: every page, every row, every word that can be found.

    For example: ifs journal check
    """
    from ifs_journal.cli.checking import check as act

    act(here, repair=repair, salvage=salvage, sure=yes, as_json=as_json)


@journal_app.command("merge")
def merge(
    other: Annotated[Path, typer.Argument(metavar="OTHER", help="The file of the other journal.")],
    yes: Annotated[bool, typer.Option("--yes", help="Merge without asking.")] = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Bring everything of another journal into this one. What it brings is said before anything is done.

    What was removed on either side stays removed. The other file is only read; merge there too, to make both
    the same. For example: ifs journal merge ~/laptop/journal.db
    """
    from ifs_journal.cli.merging import merge as act

    act(here, other, sure=yes, as_json=as_json, plain=plain)


@journal_app.command("sync")
def sync(
    folder: Annotated[
        str, typer.Argument(metavar="[FOLDER]", help="Where your sync service carries the snapshots.")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the others call this machine.")
    ] = "",
    leave: Annotated[
        bool, typer.Option("--leave", help="Remove this machine's snapshot there, and forget the folder.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take in machines not known yet without asking.")
    ] = False,
    plain: Plain = False,
    as_json: AsJson = False,
) -> None:
    """Keep one journal on several machines: take in what the others wrote, write an encrypted snapshot.

    The folder is remembered. For example: ifs journal sync ~/Dropbox/notes
    """
    from ifs_journal.cli import syncing

    place = Path(folder) if folder else None
    if leave:
        syncing.leave(here, place)
    else:
        syncing.sync(here, place, name=name, sure=yes, as_json=as_json, plain=plain)


@journal_app.command("forget-tombstones")
def forget_tombstones(
    yes: Annotated[bool, typer.Option("--yes", help="Forget without asking.")] = False,
    plain: Plain = False,
) -> None:
    """Forget that things were removed. An older copy could then bring them back."""
    from ifs_journal.cli.merging import forget_tombstones as act

    act(here, sure=yes, plain=plain)
