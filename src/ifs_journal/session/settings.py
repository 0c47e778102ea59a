"""A person's settings: country, own contacts, wording, colours. One TOML file in their config folder.

This is the half that reads; `settings_file` writes. The file is optional, and nothing here needs a
journal. A message about a broken file names the file, the key and what to write, and never a value:
contacts are nobody else's business.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any, TypeVar

from ifs_journal.errors import BadData
from ifs_journal.script.library import LANGUAGE
from ifs_journal.session.settings_place import VARIABLE, config_file, config_folder
from ifs_journal.terms import Colours, Wording

__all__ = [
    "KEYRING",
    "KEYS",
    "PASSPHRASE_COMMAND",
    "Contact",
    "Settings",
    "config_file",
    "config_folder",
    "is_command",
    "nearest_key",
    "own_scripts",
    "read_settings",
    "settings_or_default",
]

SCRIPTS = "scripts"
KEYRING = "keyring"
PASSPHRASE_COMMAND = "passphrase_command"
DAY_BEGINS = "day_begins"
LATEST_BEGINNING = time(6)
"""The latest a day can begin."""
KEYS = (
    "country",
    "contacts",
    "wording",
    "colours",
    "language",
    "phrases",
    "backups",
    "clear_after",
    DAY_BEGINS,
    SCRIPTS,
    KEYRING,
    PASSPHRASE_COMMAND,
)
"""Every key of the file, in the order the settings are shown."""

COUNTRY_REMEDY = 'Two letters in quotes are enough: country = "GB"'
WORDING_REMEDY = 'It is one of two words: wording = "ifs" or wording = "plain"'
COLOURS_REMEDY = 'It is one of three words: colours = "auto", colours = "never" or colours = "always"'
LANGUAGE_REMEDY = 'It is a language code in quotes: language = "en"'
PHRASES_REMEDY = "It is true or false, without quotes: phrases = false"
BACKUPS_REMEDY = "It is true or false, without quotes: backups = false"
CLEAR_REMEDY = "It is true or false, without quotes: clear_after = false"
DAY_BEGINS_REMEDY = 'It is a time up to 06:00, in quotes: day_begins = "04:00"'
SCRIPTS_REMEDY = 'It is a folder, in quotes: scripts = "my-scripts"'
KEYRING_REMEDY = "It is true or false, without quotes: keyring = false"
COMMAND_REMEDY = 'It is a command on one line, in quotes: passphrase_command = "pass show ifs"'

Word = TypeVar("Word", Wording, Colours)

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_TOML_PLACE = re.compile(r"line \d+, column \d+")


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone a person chose to reach first, and how: a number, an address, a few words."""

    name: str
    how: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a person has set; every field has a default that works."""

    country: str | None = None
    """As they wrote it: a code such as `GB`, or a country's name. Not checked against the lines."""
    contacts: tuple[Contact, ...] = ()
    """Own contacts in the order of the file, shown before any other line."""
    wording: Wording = Wording.IFS
    colours: Colours = Colours.AUTO
    language: str = LANGUAGE
    phrases: bool = True
    """Whether words about dying or hurting oneself lead to one question, once a sitting."""
    backups: bool = True
    """Whether a copy of the journal is made once a day, when something was written."""
    clear_after: bool = False
    """Whether the screen is cleared when a session ends or pauses."""
    day_begins: time = time()
    """When a day begins, 00:00 to 06:00: what is written before it counts to the evening before."""
    scripts: Path | None = None
    """The folder of their own scripts. None is the folder `scripts` beside the settings file."""
    keyring: bool = False
    """Whether the system's keyring keeps the journal's key, so that the passphrase is not asked each time."""
    passphrase_command: str | None = None
    """What prints the passphrase, as a shell would be told; it is run without one."""
    unknown: tuple[str, ...] = ()
    """Keys of the file that mean nothing here, such as `colour` or `contacts.2.phone`."""

    def unknown_lines(self) -> list[str]:
        """A sentence for each key that means nothing here, with the known one nearest to it."""
        return [f"“{key}” means nothing here.{_meant(key)}" for key in self.unknown]


@dataclass(slots=True)
class _Found:
    """What has been read so far, and what was wrong with the rest."""

    file: Path
    problems: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def wrong(self, key: str, remedy: str) -> None:
        """Note a key that cannot be used."""
        self.problems.append(f"{self.file}: “{key}” cannot be used. {remedy}")

    def text(
        self, table: Mapping[str, Any], key: str, remedy: str, *, called: str | None = None
    ) -> str | None:
        """The words under `key` on one line; None where the key is missing or holds no words."""
        if key not in table:
            return None
        value = table[key]
        words = " ".join(value.split()) if isinstance(value, str) else ""
        if not words:
            self.wrong(called or key, remedy)
        return words or None


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings, or the defaults where there is no file.

    Raises BadData when the file cannot be read, is not TOML, or holds a value of the wrong kind; the
    message names every such key.
    """
    settings, problem = settings_or_default(environ)
    if problem is not None:
        raise BadData(problem)
    return settings


def settings_or_default(environ: Mapping[str, str] | None = None) -> tuple[Settings, str | None]:
    """The settings and, where something is wrong with the file, what. Raises nothing about the file.

    A key that cannot be used gets its default and the others keep theirs, so one mistake never hides
    a person's own contacts. A file that cannot be read at all gives the defaults.
    """
    file = config_file(environ)
    try:
        table = _table(file)
    except BadData as problem:
        return Settings(), str(problem)
    found = _Found(file)
    settings = _settings(table, found)
    return settings, "\n".join(found.problems) or None


def own_scripts(environ: Mapping[str, str] | None = None) -> Path:
    """The folder of a person's own scripts. It need not exist."""
    settings, _ = settings_or_default(environ)
    return settings.scripts or config_folder(environ) / SCRIPTS


def nearest_key(key: str) -> str | None:
    """The known key that somebody may have meant, or None."""
    from difflib import get_close_matches

    found = get_close_matches(key.casefold(), KEYS, n=1)
    return found[0] if found else None


def _meant(key: str) -> str:
    known = nearest_key(key)
    return f" Did you mean “{known}”?" if known else ""


def _table(file: Path) -> dict[str, Any]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError:
        raise BadData(f"{file}: this is not UTF-8 text. Saving it as UTF-8 in an editor helps.") from None
    except OSError as problem:
        raise BadData(
            f"{file}: this cannot be read ({problem.strerror}). "
            f"It is a text file; {VARIABLE}, where it is set, names the folder the file is in."
        ) from None
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        place = _TOML_PLACE.search(str(problem))
        where = f", at {place.group()}" if place else ""
        raise BadData(f'{file}: this is not TOML{where}. A line looks like this: country = "GB"') from None


def _settings(table: Mapping[str, Any], found: _Found) -> Settings:
    found.unknown += [_shown(key) for key in table if key not in KEYS]
    country = found.text(table, "country", COUNTRY_REMEDY)
    contacts = _contacts(table.get("contacts", []), found)
    wording = _word(table, "wording", Wording.IFS, WORDING_REMEDY, found)
    colours = _word(table, "colours", Colours.AUTO, COLOURS_REMEDY, found)
    language = _language(table, found)
    phrases = _switch(table, "phrases", PHRASES_REMEDY, found, default=True)
    backups = _switch(table, "backups", BACKUPS_REMEDY, found, default=True)
    clear_after = _switch(table, "clear_after", CLEAR_REMEDY, found, default=False)
    begins = _beginning(table, found)
    scripts = found.text(table, SCRIPTS, SCRIPTS_REMEDY)
    folder = found.file.parent / os.path.expanduser(scripts) if scripts else None
    keyring = _switch(table, KEYRING, KEYRING_REMEDY, found, default=False)
    command = _command(table, found)
    return Settings(
        country=country,
        contacts=contacts,
        wording=wording,
        colours=colours,
        language=language,
        phrases=phrases,
        backups=backups,
        clear_after=clear_after,
        day_begins=begins,
        scripts=folder,
        keyring=keyring,
        passphrase_command=command,
        unknown=tuple(found.unknown),
    )


def beginning(text: str) -> time | None:
    """When a day is to begin, from hours and minutes (`4:00`); None for what is no time up to 06:00."""
    found = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if found is None or int(found[1]) > LATEST_BEGINNING.hour or int(found[2]) > 59:
        return None
    begins = time(int(found[1]), int(found[2]))
    return begins if begins <= LATEST_BEGINNING else None


def _beginning(table: Mapping[str, Any], found: _Found) -> time:
    value = table.get(DAY_BEGINS, "00:00")
    if isinstance(value, time):
        # TOML knows times of its own, without quotes.
        value = f"{value:%H:%M}"
    begins = beginning(value) if isinstance(value, str) else None
    if begins is None:
        found.wrong(DAY_BEGINS, DAY_BEGINS_REMEDY)
        return time()
    return begins


def _word(table: Mapping[str, Any], key: str, default: Word, remedy: str, found: _Found) -> Word:
    """One of a few words, in any case."""
    word = found.text(table, key, remedy)
    if word is None:
        return default
    try:
        return type(default)(word.lower())
    except ValueError:
        found.wrong(key, remedy)
        return default


def _switch(table: Mapping[str, Any], key: str, remedy: str, found: _Found, *, default: bool) -> bool:
    """True or false, and nothing that could be read as either."""
    value = table.get(key, default)
    if isinstance(value, bool):
        return value
    found.wrong(key, remedy)
    return default


def is_command(text: str) -> bool:
    """Whether this can be taken apart into a program and what it is told, on one line."""
    import shlex

    try:
        return text.isprintable() and bool(shlex.split(text))
    except ValueError:
        return False


def _command(table: Mapping[str, Any], found: _Found) -> str | None:
    """A command as it was written: white space within quotes means something there."""
    if PASSPHRASE_COMMAND not in table:
        return None
    value = table[PASSPHRASE_COMMAND]
    if isinstance(value, str) and is_command(value):
        return value
    found.wrong(PASSPHRASE_COMMAND, COMMAND_REMEDY)
    return None


def _language(table: Mapping[str, Any], found: _Found) -> str:
    code = found.text(table, "language", LANGUAGE_REMEDY)
    if code is None:
        return LANGUAGE
    if _LANGUAGE.fullmatch(code):
        return code
    found.wrong("language", LANGUAGE_REMEDY)
    return LANGUAGE


def _contacts(raw: object, found: _Found) -> tuple[Contact, ...]:
    if not isinstance(raw, list):
        found.wrong("contacts", "Each contact begins with a line of its own: [[contacts]]")
        return ()
    contacts = []
    for number, one in enumerate(raw, 1):
        called = f"contacts.{number}"
        if not isinstance(one, dict):
            found.wrong(called, "Each contact begins with a line of its own: [[contacts]]")
            continue
        found.unknown += [f"{called}.{_shown(key)}" for key in one if key not in {"name", "how"}]
        contact = _contact(one, called, found)
        if contact is not None:
            contacts.append(contact)
    return tuple(contacts)


def _contact(table: Mapping[str, Any], called: str, found: _Found) -> Contact | None:
    """One contact; where only one half can be used, that half is still worth showing."""
    halves = {"name": 'name = "Sam"', "how": 'how = "call 020 7946 0000"'}
    words: dict[str, str] = {}
    for key, example in halves.items():
        remedy = f"It is text in quotes: {example}"
        value = found.text(table, key, remedy, called=f"{called}.{key}")
        if key not in table:
            found.problems.append(f"{found.file}: “{called}.{key}” is missing. {remedy}")
        words[key] = value or ""
    return Contact(words["name"], words["how"]) if any(words.values()) else None


def _shown(key: str) -> str:
    return "".join(char for char in key if char.isprintable())
