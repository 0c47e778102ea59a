"""`ifs config`: what is set, and setting it, from the command line or one question at a time."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.errors import BadData, UsageError
from ifs_journal.session.settings import (
    KEYS,
    Contact,
    beginning,
    config_file,
    is_command,
    nearest_key,
    own_scripts,
    settings_or_default,
)
from ifs_journal.terms import Colours, Wording

if TYPE_CHECKING:
    from ifs_journal.terminal.conversation import Conversation

UNENCRYPTED = (
    "They lie in the settings file, which is plain text and not encrypted: "
    "choose names you don't mind on this computer."
)
CONTACTS_HAVE_NO_ARGUMENT = (
    "Names and numbers of people are not given as arguments, where others could read them. "
    "ifs config contacts asks for them; ifs config contacts - reads a line with the name "
    "and a line with how to reach them from standard input."
)
WORDINGS = {Wording.IFS: "IFS terms (parts, Self)", Wording.PLAIN: "plain words"}
COLOURS = {
    Colours.AUTO: "where the terminal can show them",
    Colours.NEVER: "never",
    Colours.ALWAYS: "always, also into a file or another program",
}
KEYRING = {True: "kept by the keyring, as a key", False: "asked each time"}
COMMAND_ONLY = "The settings are a plain text file, so never the passphrase itself."
PHRASES = {True: "one question", False: "no question"}
BACKUPS = {True: "once a day, when something was written", False: "only when asked for"}
CLEAR_AFTER = {True: "is cleared", False: "stays as it is"}
SWITCHES = {
    "phrases": ("After words about dying or hurting oneself", PHRASES),
    "backups": ("A copy of the journal", BACKUPS),
    "clear_after": ("The screen after a session", CLEAR_AFTER),
    "keyring": ("The passphrase", KEYRING),
}
"""The settings that are on or off: what each is about, and what is said of either."""
NOT_THE_LINES = "Lines to call stay on it, and so does the end of a session for two."
SWITCH = {**dict.fromkeys(("on", "yes", "true"), True), **dict.fromkeys(("off", "no", "false"), False)}
LEAVE_IT = "Enter leaves it as it is."
LEAVE_OR_TAKE_OUT = "Enter leaves it as it is; a dash (-) takes it out."
NO_LINES = (
    "There are no lines for it here yet; ifs support then shows what helps anywhere. "
    "The countries there are lines for: {names}."
)
_LONGEST_KEY = 20
LONGEST = 200
"""Characters of a value; nothing a person would set is longer."""


@dataclass(frozen=True)
class Asked:
    """What `ifs config` was called with."""

    key: str | None = None
    value: str | None = None
    path: bool = False
    edit: bool = False
    unset: bool = False
    as_json: bool = False


def config(here: Here, asked: Asked) -> None:
    """Show or change settings. Raises UsageError, BadData, CannotWrite."""
    _check(asked)
    if asked.path:
        print(config_file())
    elif asked.edit:
        _edit(here)
    elif asked.unset or asked.value is not None:
        assert asked.key is not None
        _set(here, asked.key, None if asked.unset else asked.value)
    elif asked.as_json:
        from ifs_journal.cli.shown import print_json

        found = settings_json()
        print_json(found[asked.key] if asked.key else found)
    elif here.screen().interactive:
        from ifs_journal.cli.settings_asking import ask

        ask(here, asked.key)
    else:
        _print(here, asked.key)


def settings_json() -> dict[str, Any]:
    """The settings as JSON has them. These keys are a contract."""
    settings, problem = settings_or_default()
    file = config_file()
    return {
        "file": str(file),
        "exists": file.exists(),
        "country": settings.country,
        "contacts": [{"name": one.name, "how": one.how} for one in settings.contacts],
        "wording": str(settings.wording),
        "colours": str(settings.colours),
        "language": settings.language,
        "phrases": settings.phrases,
        "backups": settings.backups,
        "clear_after": settings.clear_after,
        "day_begins": f"{settings.day_begins:%H:%M}",
        "scripts": str(own_scripts()),
        "keyring": settings.keyring,
        "passphrase_command": settings.passphrase_command,
        "unknown": list(settings.unknown),
        "problems": problem.splitlines() if problem else [],
    }


def country_kept(typed: str) -> tuple[str, str]:
    """A country as it is kept, and what to say of it: its code where there are lines for it."""
    from ifs_journal.session.support import countries, read_support

    found = read_support().country(typed)
    if found is not None:
        return found.code, f"Country: {found.name} ({found.code})."
    names = ", ".join(f"{name} ({code})" for code, name in countries())
    return typed, f"Country kept. {NO_LINES.format(names=names)}"


def ask_country(asker: Conversation, ending: str) -> str:
    """Which country; empty when it is left open."""
    from ifs_journal.terminal.aside import ask_line

    asked = "Which country are you in? Then ifs support shows who to call there. Two letters or a name."
    return " ".join(ask_line(asker, f"{asked} {ending}").split())[:LONGEST]


def ask_wording(asker: Conversation, ending: str = LEAVE_IT) -> str:
    """Which wording; empty when it is left as it is."""
    from ifs_journal.terminal.aside import ask_key

    choices = [("i", WORDINGS[Wording.IFS]), ("p", f"{WORDINGS[Wording.PLAIN]}: sides of you, no terms")]
    picked = ask_key(asker, f"Which words would you like in sessions? {ending}", choices)
    return {"i": str(Wording.IFS), "p": str(Wording.PLAIN)}.get(picked, "")


# --- the command line ----------------------------------------------------------------------------------


def _check(asked: Asked) -> None:
    if sum((asked.path, asked.edit, asked.unset, asked.as_json)) > 1:
        raise UsageError("--path, --edit, --unset and --json: one of them at a time, please.")
    if asked.key is not None and asked.key not in KEYS:
        known = nearest_key(asked.key)
        meant = f" Did you mean {known}?" if known else ""
        named = asked.key[:_LONGEST_KEY]
        raise UsageError(f"There is no setting “{named}”.{meant} The settings: {', '.join(KEYS)}.")
    if asked.key is not None and (asked.path or asked.edit):
        raise UsageError("--path and --edit are about the whole file and take no setting.")
    if asked.unset and (asked.key is None or asked.value is not None):
        raise UsageError("--unset takes one setting and no value, for example: ifs config country --unset")
    if asked.as_json and asked.value is not None:
        raise UsageError("--json shows a setting and sets none.")


def _set(here: Here, key: str, value: str | None) -> None:
    from ifs_journal.session.settings_file import add_contact

    screen = here.screen()
    if value is None:
        screen.say(" ".join([f"Taken out: {key}.", *take_out(here, key)]))
    elif key == "contacts":
        contacts = _contacts_given(value)
        for one in contacts:
            add_contact(one)
        screen.say(f"Kept: {_people(len(contacts))}. {UNENCRYPTED}")
    else:
        screen.say(keep(here, key, sys.stdin.read(LONGEST + 2) if value == "-" else value))


def keep(here: Here, key: str, value: str) -> str:
    """Set a key of one value, and give what to say of it. Raises UsageError, BadData, CannotWrite."""
    from ifs_journal.session.settings_file import set_value

    kept, said = checked(key, value)
    set_value(key, kept)
    return _switched(here, kept is True) if key == "keyring" else said


def take_out(here: Here, key: str) -> list[str]:
    """Take a setting out, and give what else there is to say of it. Raises BadData, CannotWrite."""
    from ifs_journal.session.settings_file import unset

    unset(key)
    return [_switched(here, False)] if key == "keyring" else []


def _switched(here: Here, on: bool) -> str:
    from ifs_journal.cli.keyring import switched

    return switched(here, on)


def checked(key: str, value: str) -> tuple[str | bool, str]:
    """A value as it is kept, and what to say of it. Raises UsageError, which never names the value."""
    words = " ".join(value.split())
    if not words or len(words) > LONGEST:
        raise UsageError(f"{key} needs a value on one line. To take it out: ifs config {key} --unset")
    if key == "country":
        return country_kept(words)
    if key == "scripts":
        return words, "Own scripts are looked for in that folder now."
    if key == "day_begins":
        begins = beginning(words)
        if begins is None:
            raise UsageError("day_begins takes a time from 00:00 to 06:00, such as 04:00.")
        return f"{begins:%H:%M}", f"A day {day_begins_said(begins)}."
    if key in SWITCHES:
        if words.lower() not in SWITCH:
            raise UsageError(f"{key} takes on or off.")
        on = SWITCH[words.lower()]
        about, ways = SWITCHES[key]
        said = f"{about}: {ways[on]}."
        return on, f"{said} {NOT_THE_LINES}" if on and key == "clear_after" else said
    if key == "passphrase_command":
        return _command(value), f"The passphrase comes from that command now. {COMMAND_ONLY}"
    if key == "language":
        from ifs_journal.script.library import languages

        offered = languages()
        if words not in offered:
            raise UsageError(f"The languages there are sessions in: {', '.join(offered)}.")
        return words, f"Language: {words}."
    offered = list(Wording) if key == "wording" else list(Colours)
    if words.lower() not in offered:
        raise UsageError(f"{key} takes {', '.join(offered[:-1])} or {offered[-1]}.")
    kept = words.lower()
    if key == "wording":
        return kept, f"Wording: {WORDINGS[Wording(kept)]}."
    return kept, f"Colours: {COLOURS[Colours(kept)]}."


def day_begins_said(begins: time) -> str:
    """When a day begins, in words."""
    if begins == time():
        return "begins at midnight"
    return f"begins at {begins:%H:%M}; before that it is still the evening before"


def _command(value: str) -> str:
    command = value.strip()
    if not is_command(command):
        raise UsageError(
            'passphrase_command takes a command on one line, as in: "pass show ifs". '
            "What has a space in it stands in quotes there."
        )
    return command


def _contacts_given(value: str) -> list[Contact]:
    """Contacts from standard input: a line with the name, a line with how, and so on."""
    if value != "-":
        raise UsageError(CONTACTS_HAVE_NO_ARGUMENT)
    lines = [" ".join(line.split()) for line in sys.stdin.read().splitlines()]
    given = [line for line in lines if line]
    if not given or len(given) % 2 or max(map(len, given)) > LONGEST:
        raise BadData(
            "Contacts are pairs of lines on standard input: a name, then how to reach them. "
            "These were not; nothing was changed."
        )
    return [Contact(*pair) for pair in zip(given[::2], given[1::2], strict=True)]


def _print(here: Here, key: str | None) -> None:
    """What is set, for a pipe: people as a count, unless they are asked for by name."""
    settings, problem = settings_or_default()
    shown = {
        "country": settings.country or "",
        "contacts": str(len(settings.contacts)),
        "wording": str(settings.wording),
        "colours": str(settings.colours),
        "language": settings.language,
        "phrases": "on" if settings.phrases else "off",
        "backups": "on" if settings.backups else "off",
        "clear_after": "on" if settings.clear_after else "off",
        "day_begins": f"{settings.day_begins:%H:%M}",
        "scripts": str(own_scripts()),
        "keyring": "on" if settings.keyring else "off",
        "passphrase_command": settings.passphrase_command or "",
    }
    screen = here.screen()
    if key == "contacts":
        for one in settings.contacts:
            screen.say(reached(one))
    elif key is not None:
        screen.say(shown[key])
    else:
        for name, value in shown.items():
            screen.say(f"{name}: {value or 'not set'}")
        screen.say(f"file: {config_file()}" + ("" if config_file().exists() else " (not made yet)"))
        for line in settings.unknown_lines():
            screen.say(line)
    if problem:
        raise BadData(problem)


def _edit(here: Here) -> None:
    from ifs_journal.session.settings_file import make_file
    from ifs_journal.terminal.editor import EditorUnavailable, edit_file, editor_command
    from ifs_journal.terminal.sentences import ENGLISH

    screen = here.screen()
    if not screen.interactive:
        raise UsageError(f"There is no terminal for an editor. The file is {config_file()}")
    if not editor_command(os.environ):
        raise UsageError(ENGLISH.NO_EDITOR)
    file = make_file()
    try:
        edit_file(file, os.environ)
    except EditorUnavailable:
        raise UsageError(f"The editor did not come back well. The file is {file}") from None
    settings, problem = settings_or_default()
    for line in settings.unknown_lines():
        screen.say(line, "notice")
    if problem:
        raise BadData(problem)


def reached(one: Contact) -> str:
    """A contact on one line."""
    return ": ".join(half for half in (one.name, one.how) if half)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"
