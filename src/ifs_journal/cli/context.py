"""What commands share: where the journal is, the settings, the screen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ifs_journal.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ifs_journal.cli.unlocking import Unlocker
    from ifs_journal.journal.journal import Journal
    from ifs_journal.journal.key import Key
    from ifs_journal.session.said import Tell
    from ifs_journal.session.settings import Settings
    from ifs_journal.terminal.conversation import Conversation
    from ifs_journal.terminal.screen import Screen
    from ifs_journal.terms import Wording


@dataclass
class Here:
    """This run of `ifs`."""

    journal_option: Path | None = None
    passphrase_file: str | None = None
    _unlocker: Unlocker | None = None

    def begin(self, journal_option: Path | None, passphrase_file: str | None) -> None:
        """A new run, with what was said; nothing is known of an earlier one in this process."""
        self.journal_option, self.passphrase_file, self._unlocker = journal_option, passphrase_file, None

    @property
    def journal_path(self) -> Path:
        """Where the journal is, or would be."""
        from ifs_journal.journal.location import journal_path

        return journal_path(self.journal_option, os.environ)

    def open(self, *, read_only: bool = False) -> Journal:
        """The journal, open; in a terminal its passphrase is asked for. Raises what opening does."""
        from ifs_journal.errors import WrongKey
        from ifs_journal.journal.journal import Journal

        try:
            journal = Journal.open(self.journal_path, read_only=read_only, unlock=self.unlock)
        except WrongKey as wrong:
            raise self.unlocker.or_damage(wrong) from None
        if journal.key is not None:
            self.unlocker.opened(journal.key)
        if not read_only:
            journal.before_close = _daily_copy
        return journal

    def unlock(self, path: Path, salt: bytes) -> Iterator[Key]:
        """Keys to try for an encrypted file."""
        return self.unlocker(path, salt)

    @property
    def unlocker(self) -> Unlocker:
        """What knows where the passphrase comes from. A journal that is not encrypted never asks for it."""
        if self._unlocker is None:
            from ifs_journal.cli.unlocking import Unlocker

            self._unlocker = Unlocker(self.passphrase_file)
        return self._unlocker

    def require_input_free(self, other: str) -> None:
        """See that standard input is not read by two. Raises UsageError."""
        if self.unlocker.named == "-":
            given = "--passphrase-file" if self.passphrase_file else "IFS_PASSPHRASE_FILE"
            raise UsageError(f"Standard input can be read once: by {given}, or by {other}.")

    def open_other(self, path: Path) -> Journal:
        """Another journal, only read; its own passphrase is asked for. Its file stays as it is.

        Raises as `open` does, and UsageError when it is this journal itself.
        """
        from ifs_journal.journal.other import OtherJournal
        from ifs_journal.session.merging import require_another_file

        # Whatever is done with a second handle to a file lets go of the locks of the first.
        require_another_file(self.journal_path, path)
        return OtherJournal.open_other(path, self.unlocker.of_another)

    @property
    def settings(self) -> Settings:
        """The person's settings. Raises BadData when the file cannot be read."""
        from ifs_journal.session.settings import read_settings

        return read_settings()

    @property
    def wording(self) -> Wording:
        """The words the person chose for pages; a broken settings file changes nothing here."""
        from ifs_journal.session.settings_place import may_name
        from ifs_journal.terms import Wording

        if not may_name("wording"):
            return Wording.IFS
        from ifs_journal.session.settings import settings_or_default

        return settings_or_default()[0].wording

    def screen(self, *, plain: bool = False) -> Screen:
        """The terminal, in the colours the person chose; a broken settings file changes nothing here."""
        from ifs_journal.session.settings_place import may_name
        from ifs_journal.terminal.screen import Screen
        from ifs_journal.terms import Colours

        colours = Colours.AUTO
        if may_name("colours"):
            from ifs_journal.session.settings import settings_or_default

            colours = settings_or_default()[0].colours
        return Screen(plain=plain, colours=colours)


here = Here()


def _daily_copy(journal: Journal) -> None:
    from ifs_journal.cli.backups import keep_daily

    keep_daily(journal)


def own_language(asker: Conversation | None = None) -> Tell:
    """Says home's sentences in the person's language, and lets `asker` say its own in it too."""
    from ifs_journal.session.settings_place import may_name

    if not may_name("language"):
        return str
    from ifs_journal.session.said import teller
    from ifs_journal.session.settings import settings_or_default

    language = settings_or_default()[0].language
    if asker is not None:
        asker.speak(language)
    return teller(language)
