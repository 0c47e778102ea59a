"""Encrypting the journal, decrypting it, changing its passphrase; and the older copies each leaves behind."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.errors import NeedsPassphrase, UsageError

if TYPE_CHECKING:
    from ifs_journal.journal.stale import Stale
    from ifs_journal.terminal.screen import Screen

DONE_ENCRYPT = "The journal is encrypted now. From here on it opens with the passphrase."
DONE_DECRYPT = "The journal is not encrypted any more: whoever can open your files can read it."
DONE_CHANGE = (
    "The journal has a new passphrase, and with it a new key: an earlier recovery code opens it no more."
)
COMMAND = "Your passphrase command still gives the earlier one: let your password manager know the new one."
DISK = "A disk may keep traces of the earlier file for a while; an encrypted disk covers that too."
DECRYPT_ASK = "The journal would lie open on this computer, for whoever can open your files."
COPIES_PLAIN = "These copies beside the journal are not encrypted:"
COPIES_OTHER = "These copies beside the journal still open with the earlier passphrase:"
SNAPSHOTS = "This machine's snapshot for the other ones still opens with the earlier passphrase:"
OTHERS_ASK = "Each other machine asks for the new passphrase once, when it next syncs."
SNAPSHOT_STAYS = (
    "This machine's snapshot for the other ones stays encrypted, under the earlier passphrase. To remove it: "
    "ifs journal sync --leave"
)
COPIES_ASK = "What becomes of them?"
COPIES_WAYS = (
    ("w", "write them anew, under the new passphrase"),
    ("r", "remove them"),
    ("l", "leave them as they are"),
)
ELSEWHERE = "Copies and exports made elsewhere stay as they are."
NO_CONSENT = "They stay as they are. Without a terminal it can be said: --copies rewrite, remove or leave."
NEW_FILE = "The new passphrase is given in a file of its own: --new-passphrase-file FILE"
WAYS = {"rewrite": "w", "remove": "r", "leave": "l"}


def encrypt(here: Here, *, copies: str | None) -> None:
    """Encrypt a plain journal."""
    from ifs_journal.cli.files import offer_code
    from ifs_journal.cli.passphrases import chosen_key
    from ifs_journal.journal import encrypting

    path, screen = here.journal_path.absolute(), here.screen()
    if encrypting.is_encrypted(path):
        raise UsageError(encrypting.ALREADY)
    way = _way(copies)
    key = chosen_key(here, screen)
    encrypting.encrypt(path, key)
    here.unlocker.know(key)
    screen.say(DONE_ENCRYPT)
    screen.say(DISK, "quiet")
    _settle_copies(here, screen, way)
    offer_code(here)


def change(here: Here, *, new_file: str | None, copies: str | None) -> None:
    """Give an encrypted journal another passphrase, and so another key."""
    from ifs_journal.cli.files import offer_code
    from ifs_journal.cli.keyring import forget_earlier
    from ifs_journal.cli.passphrases import chosen_key
    from ifs_journal.journal import encrypting

    path, screen = here.journal_path.absolute(), here.screen()
    if not encrypting.is_encrypted(path):
        raise UsageError(encrypting.PLAIN)
    way = _way(copies)
    if new_file == "-":
        here.require_input_free("--new-passphrase-file")
    with here.open(read_only=True) as journal:
        earlier = journal.key
    by_command = here.unlocker.named is None and here.unlocker.command is not None
    if new_file is None and here.unlocker.given() is not None:
        from ifs_journal.terminal.secret import can_ask

        if not can_ask():
            raise NeedsPassphrase(NEW_FILE)
        here.unlocker.forget_given()
    key = chosen_key(here, screen, file=new_file)
    encrypting.change_key(path, here.unlock, key)
    here.unlocker.know(key)
    here.unlocker.know(earlier)
    forget_earlier(here, None if earlier is None else earlier.salt)
    screen.say(DONE_CHANGE)
    if by_command:
        screen.say(COMMAND, "notice")
    _settle_copies(here, screen, way)
    offer_code(here)


def decrypt(here: Here, *, sure: bool) -> None:
    """Write an encrypted journal anew as a plain file, after asking."""
    from ifs_journal.cli.keyring import forget_earlier
    from ifs_journal.journal import encrypting
    from ifs_journal.journal.machines import forget_machines
    from ifs_journal.journal.snapshots import own_snapshots

    path, screen = here.journal_path.absolute(), here.screen()
    salt = encrypting.salt_at(path)
    if salt is None:
        raise UsageError(encrypting.PLAIN)
    if not sure:
        from ifs_journal.cli.asking import CONSENT, terminal_asker

        if not screen.interactive:
            raise UsageError(CONSENT)
        asker = terminal_asker(here, plain=screen.plain, wording=None)
        if asker.pick(DECRYPT_ASK, [("d", "decrypt it"), ("k", "keep it encrypted")]) == "k":
            screen.say("It stays encrypted.", "quiet")
            return
    with here.open() as journal:
        # What opens other machines' snapshots must not lie open here.
        forget_machines(journal)
    encrypting.decrypt(path, here.unlock)
    forget_earlier(here, salt)
    screen.say(DONE_DECRYPT)
    if own_snapshots(path):
        screen.say(SNAPSHOT_STAYS)


def _way(copies: str | None) -> str | None:
    if copies is not None and copies not in WAYS:
        raise UsageError("--copies takes rewrite, remove or leave.")
    return None if copies is None else WAYS[copies]


def _settle_copies(here: Here, screen: Screen, way: str | None) -> None:
    """Say which copies are readable without the new key, and do with them what the person says."""
    from ifs_journal.journal.backups import remove_copy
    from ifs_journal.journal.snapshots import write_again
    from ifs_journal.journal.stale import rewrite, stale_copies

    path = Path(os.path.realpath(here.journal_path))
    with here.open(read_only=True) as journal:
        found = stale_copies(path, journal.key)
        key = journal.key
    if not found or key is None:
        return
    _list(screen, COPIES_PLAIN, [one for one in found if one.plain])
    _list(screen, COPIES_OTHER, [one for one in found if not one.plain and not one.snapshot])
    _list(screen, SNAPSHOTS, [one for one in found if one.snapshot])
    way = way or _asked(here, screen)
    if way is None:
        screen.say(NO_CONSENT, "notice")
        return
    if way == "w" and any(one.snapshot for one in found):
        with here.open() as journal:
            write_again(journal)
        screen.say(OTHERS_ASK, "quiet")
    for one in found:
        if way == "w" and not one.snapshot and not rewrite(one, key, here.unlock):
            screen.say(f"{one.path.name} could not be opened, and stays as it is.", "notice")
        elif way == "r":
            remove_copy(one.path)
    screen.say({"w": "They are written anew.", "r": "They are removed.", "l": "They stay."}[way], "quiet")
    screen.say(ELSEWHERE, "quiet")


def _list(screen: Screen, heading: str, found: Sequence[Stale]) -> None:
    from ifs_journal.terminal.clean import clean

    if found:
        screen.say(heading)
        for one in found:
            # A path is never broken: it is there to be copied.
            screen.write(f"  {clean(str(one.path if one.snapshot else one.path.name))}\n")


def _asked(here: Here, screen: Screen) -> str | None:
    if not screen.interactive:
        return None
    from ifs_journal.cli.asking import terminal_asker
    from ifs_journal.terminal.aside import ask_key

    asker = terminal_asker(here, plain=screen.plain, wording=None)
    return ask_key(asker, f"{COPIES_ASK} Enter writes them anew.", COPIES_WAYS) or "w"
