"""`ifs config` in a terminal: what is set, and one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ifs_journal.cli.context import Here
from ifs_journal.cli.settings import (
    BACKUPS,
    CLEAR_AFTER,
    COLOURS,
    COMMAND_ONLY,
    KEYRING,
    LEAVE_IT,
    LEAVE_OR_TAKE_OUT,
    LONGEST,
    PHRASES,
    UNENCRYPTED,
    WORDINGS,
    ask_country,
    ask_wording,
    day_begins_said,
    keep,
    reached,
    take_out,
)
from ifs_journal.errors import UsageError
from ifs_journal.session.settings import Contact, Settings, settings_or_default
from ifs_journal.terms import Colours

if TYPE_CHECKING:
    from ifs_journal.terminal.conversation import Conversation


def ask(here: Here, key: str | None) -> None:
    """Ask for one setting, or show them and ask for what is picked. Raises UsageError, CannotWrite."""
    from ifs_journal.cli.asking import terminal_asker

    settings, problem = settings_or_default()
    asker = terminal_asker(here, plain=False, wording=settings.wording)
    if problem:
        asker.screen.say(problem, "notice")
    for line in settings.unknown_lines():
        asker.screen.say(line, "notice")
    if key is not None:
        _ask_one(here, asker, key)
        return
    keys = {
        "o": "country",
        "p": "contacts",
        "w": "wording",
        "k": "colours",
        "q": "phrases",
        "b": "backups",
        "s": "clear_after",
        "d": "day_begins",
        "r": "keyring",
        "l": "language",
    }
    while (picked := asker.pick("Settings. All of them can stay as they are.", _choices())) != "x":
        asker.screen.blank()
        _ask_one(here, asker, keys[picked])
        asker.screen.blank()


def _choices() -> list[tuple[str, str]]:
    from ifs_journal.script.library import languages

    settings, _ = settings_or_default()
    found = [
        ("o", f"country: {_country_name(settings)}"),
        ("p", f"people you can reach: {len(settings.contacts) or 'none yet'}"),
        ("w", f"wording: {WORDINGS[settings.wording]}"),
        ("k", f"colours: {COLOURS[settings.colours]}"),
        ("q", f"after words about dying or hurting oneself: {PHRASES[settings.phrases]}"),
        ("b", f"a copy of the journal: {BACKUPS[settings.backups]}"),
        ("s", f"the screen after a session: {CLEAR_AFTER[settings.clear_after]}"),
        ("d", f"a day: {day_begins_said(settings.day_begins)}"),
        ("r", f"passphrase of the journal: {KEYRING[settings.keyring]}"),
    ]
    if len(languages()) > 1:
        found.append(("l", f"language: {settings.language}"))
    return [*found, ("x", "done")]


def _country_name(settings: Settings) -> str:
    from ifs_journal.session.support import read_support

    if not settings.country:
        return "not set"
    found = read_support().country(settings.country)
    return f"{found.name} ({found.code})" if found else settings.country


def _ask_one(here: Here, asker: Conversation, key: str) -> None:
    if key == "contacts":
        _ask_contacts(asker)
        return
    value = _ask_value(asker, key)
    if value == "-":
        asker.screen.say(" ".join(["Taken out.", *take_out(here, key)]), "quiet")
        return
    try:
        asker.screen.say(keep(here, key, value) if value else "Left as it is.", "quiet")
    except UsageError as problem:
        asker.screen.say(str(problem), "notice")


def _ask_value(asker: Conversation, key: str) -> str:
    """The new value of a key; empty when it is left as it is."""
    from ifs_journal.terminal.aside import ask_key, ask_line

    if key == "country":
        return ask_country(asker, LEAVE_OR_TAKE_OUT)
    if key == "wording":
        return ask_wording(asker)
    if key == "colours":
        choices = [(str(one)[0], COLOURS[one]) for one in (Colours.NEVER, Colours.AUTO)]
        choices.append(("w", COLOURS[Colours.ALWAYS]))
        picked = ask_key(asker, f"When would you like colours? {LEAVE_IT}", choices)
        return {"n": "never", "a": "auto", "w": "always"}.get(picked, "")
    if key == "phrases":
        text = "After words about dying or hurting oneself, may one question be asked: could you act on this?"
        choices = [("a", "yes, once a session"), ("n", "no, never")]
        return {"a": "on", "n": "off"}.get(ask_key(asker, f"{text} {LEAVE_IT}", choices), "")
    if key == "keyring":
        text = "May this computer's keyring keep the journal's key, so that the passphrase is not asked for?"
        choices = [("a", "ask for the passphrase each time"), ("k", "let the keyring keep the key")]
        return {"a": "off", "k": "on"}.get(ask_key(asker, f"{text} {LEAVE_IT}", choices), "")
    if key == "passphrase_command":
        return ask_line(asker, f"Which command prints the passphrase? {COMMAND_ONLY} {LEAVE_OR_TAKE_OUT}")
    if key == "backups":
        text = "Once a day, when something was written, may a copy of the journal be made beside it?"
        choices = [("a", "yes, once a day"), ("n", "no, only when I ask for one")]
        return {"a": "on", "n": "off"}.get(ask_key(asker, f"{text} {LEAVE_IT}", choices), "")
    if key == "clear_after":
        text = "When a session ends, may the screen be cleared, and what could be scrolled back to?"
        choices = [("a", "yes, each time"), ("n", "no, only when I ask for it")]
        return {"a": "on", "n": "off"}.get(ask_key(asker, f"{text} {LEAVE_IT}", choices), "")
    if key == "day_begins":
        text = "When does a day begin for you? A time up to 06:00; before it, it is still the evening before."
        return ask_line(asker, f"{text} {LEAVE_IT}")
    if key == "language":
        from ifs_journal.script.library import languages

        offered = ", ".join(languages())
        return ask_line(asker, f"Which language? There are: {offered}. {LEAVE_IT}")
    return ask_line(asker, f"In which folder are your own scripts? {LEAVE_OR_TAKE_OUT}")


def _ask_contacts(asker: Conversation) -> None:
    asker.screen.say(f"ifs support shows these people before any other line. {UNENCRYPTED}", "quiet")
    while True:
        settings, problem = settings_or_default()
        for one in settings.contacts:
            asker.screen.say(reached(one), indent=2)
        choices = [("a", "add someone"), ("x", "done")]
        if settings.contacts and not problem:
            choices.insert(1, ("t", "take someone out"))
        picked = asker.pick(f"People you can reach: {len(settings.contacts) or 'none yet'}", choices)
        if picked == "x":
            return
        if picked == "a":
            _add(asker)
        else:
            _take_out(asker, settings)


def _add(asker: Conversation) -> None:
    from ifs_journal.session.settings_file import add_contact
    from ifs_journal.terminal.aside import ask_line

    name = ask_line(asker, "Who? A name, or what you call them. Enter leaves it.")
    how = name and ask_line(asker, "How do you reach them? Such as: call 020 7946 0000. Enter leaves it.")
    if name and how:
        add_contact(Contact(" ".join(name.split())[:LONGEST], " ".join(how.split())[:LONGEST]))
        asker.screen.say("Kept.", "quiet")
    else:
        asker.screen.say("Nothing was added.", "quiet")


def _take_out(asker: Conversation, settings: Settings) -> None:
    from ifs_journal.session.settings_file import remove_contact

    shown = settings.contacts[:9]
    choices = [(str(number), reached(one)) for number, one in enumerate(shown, 1)]
    picked = asker.pick("Who?", [*choices, ("x", "nobody")])
    if picked != "x":
        remove_contact(int(picked) - 1)
        asker.screen.say("Taken out.", "quiet")
