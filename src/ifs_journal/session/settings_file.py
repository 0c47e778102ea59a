"""Writing a person's settings: one key at a time, with everything else of the file left as it is.

The first change writes the whole file, each key explained and commented out. A change is kept only
when the new text reads back as the old settings with that one key changed; the file is replaced as a
whole (0600, in a folder of 0700), so that it is never half written. Imported only to write.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from ifs_journal.errors import BadData
from ifs_journal.session.settings import Contact, config_file
from ifs_journal.session.whole_file import replace_file

COMMENTED: Mapping[str, str] = {
    "country": '# country = "GB"',
    "wording": '# wording = "ifs"',
    "colours": '# colours = "auto"',
    "language": '# language = "en"',
    "phrases": "# phrases = true",
    "backups": "# backups = true",
    "clear_after": "# clear_after = false",
    "day_begins": '# day_begins = "00:00"',
    "scripts": '# scripts = "scripts"',
    "keyring": "# keyring = false",
    "passphrase_command": '# passphrase_command = "pass show ifs"',
}
"""Each key of one value as the new file has it: a comment, with the default where there is one."""

NEW_FILE = """\
# Settings of ifs-journal. This file is plain text and not encrypted.
# Take the # away from a line to set it, or let `ifs config` do it.

# The country whose support lines are shown: two letters, or its name.
{country}

# The words in sessions: "ifs" (parts, Self) or "plain".
{wording}

# Colours: "auto", "never" or "always". NO_COLOR=1 turns them off, whatever stands here.
{colours}

# The language of the sessions.
{language}

# true: after words about dying or hurting oneself, one question, “Could you act on this?”. false: never.
{phrases}

# true: once a day, when something was written, a copy of the journal beside it. false: none by itself.
{backups}

# true: the screen is cleared when a session ends or pauses, and what could be scrolled back to as well.
{clear_after}

# When a day begins, up to "06:00": what is written before it counts to the evening before.
{day_begins}

# The folder of your own scripts. Without a / in front it lies beside this file.
{scripts}

# true: this computer's keyring keeps the journal's key, so that the passphrase is not asked each time.
{keyring}

# A command that prints the passphrase, for a password manager. Never the passphrase itself.
{passphrase_command}

# People you can reach, shown before any other line. Each begins with a line of its own: [[contacts]]
# [[contacts]]
# name = "Sam"
# how = "call 020 7946 0000"
"""

_TABLE = re.compile(r"^[ \t]*\[", re.MULTILINE)
_CONTACT = re.compile(r"^[ \t]*\[\[[ \t]*contacts[ \t]*\]\]", re.MULTILINE)
_UNREADABLE = "{file}: this cannot be changed as it is. `ifs config --edit` opens it. Nothing was changed."

Table = dict[str, Any]


def new_text() -> str:
    """The settings file as it begins: every key explained, nothing set."""
    return NEW_FILE.format_map(COMMENTED)


def set_value(key: str, value: str | bool, environ: Mapping[str, str] | None = None) -> None:
    """Set a key of one value. Raises BadData for a file that cannot be read, CannotWrite."""
    line = f"{key} = {tomlkit.item(value).as_string()}"

    def ways(text: str) -> Iterator[str]:
        yield from _in_place(text, key, COMMENTED[key], line)
        with suppress(TOMLKitError):
            document = tomlkit.parse(text)
            if key in document:
                document[key] = value
                yield tomlkit.dumps(document)
        yield _before_tables(text, line)
        yield f"{line}\n{text}"

    _change(lambda table: table.update({key: value}), ways, environ)


def unset(key: str, environ: Mapping[str, str] | None = None) -> None:
    """Take a key out, or all contacts. Raises BadData for a file that cannot be read, CannotWrite."""

    def ways(text: str) -> Iterator[str]:
        if key in COMMENTED:
            line = re.compile(rf"^{key}[ \t]*=.*$", re.MULTILINE)
            yield line.sub(lambda _: COMMENTED[key], text, count=1)
        else:
            without = text
            while (shorter := _without_contact(without, 0)) != without:
                without = shorter
            yield without
        yield _without(text, lambda document: document.remove(key))

    if config_file(environ).exists():
        _change(lambda table: table.pop(key, None), ways, environ)


def add_contact(contact: Contact, environ: Mapping[str, str] | None = None) -> None:
    """Put a contact after the others. Raises BadData for a file that cannot be read, CannotWrite."""
    values = {"name": contact.name, "how": contact.how}

    def change(table: Table) -> None:
        table["contacts"] = [*_contacts_of(table, environ), values]

    def ways(text: str) -> Iterator[str]:
        with suppress(TOMLKitError):
            document = tomlkit.parse(text)
            listed = document.get("contacts")
            if isinstance(listed, Array):
                inline = tomlkit.inline_table()
                inline.update(values)
                listed.append(inline)
                yield tomlkit.dumps(document)
        name, how = (tomlkit.string(one).as_string() for one in values.values())
        yield f"{text.rstrip()}\n\n[[contacts]]\nname = {name}\nhow = {how}\n"

    _change(change, ways, environ)


def remove_contact(place: int, environ: Mapping[str, str] | None = None) -> None:
    """Take one contact out, by its place in the file from 0. Raises BadData, CannotWrite."""

    def change(table: Table) -> None:
        del _contacts_of(table, environ)[place]
        if not table["contacts"]:
            del table["contacts"]

    def take_out(document: Any) -> None:
        del document["contacts"][place]
        if not document["contacts"]:
            document.remove("contacts")

    _change(change, lambda text: iter([_without_contact(text, place), _without(text, take_out)]), environ)


def make_file(environ: Mapping[str, str] | None = None) -> Path:
    """The settings file, made with every key explained if it is not there. Raises CannotWrite."""
    file = config_file(environ)
    if not file.exists():
        replace_file(file, new_text())
    return file


def _contacts_of(table: Table, environ: Mapping[str, str] | None) -> list[Any]:
    listed = table.get("contacts", [])
    if not isinstance(listed, list):
        raise BadData(_UNREADABLE.format(file=config_file(environ)))
    return listed


def _in_place(text: str, key: str, commented: str, line: str) -> Iterator[str]:
    """The text with a line of this key, or its commented example, replaced where it stands."""
    for pattern in (rf"^{key}[ \t]*=[ \t]*(?:\"[^\"\\\n]*\"|true|false)", rf"^{re.escape(commented)}[ \t]*$"):
        found = re.search(pattern, text, re.MULTILINE)
        if found:
            yield text[: found.start()] + line + text[found.end() :]


def _before_tables(text: str, line: str) -> str:
    """The text with a line of its own before the first table and the remarks that belong to it."""
    found = _TABLE.search(text)
    if found is None:
        return f"{text.rstrip()}\n{line}\n".lstrip()
    above = text[: found.start()].splitlines(keepends=True)
    at = len(above)
    while at and above[at - 1].startswith("#"):
        at -= 1
    return "".join([*above[:at], f"{line}\n\n", *above[at:], text[found.start() :]])


def _without_contact(text: str, place: int) -> str:
    """The text without one `[[contacts]]` table. Remarks after its last line stay."""
    heads = [found.start() for found in _CONTACT.finditer(text)]
    if place >= len(heads):
        return text
    head, *lines = text[heads[place] :].splitlines(keepends=True)
    del head
    end = next((at for at, line in enumerate(lines) if _TABLE.match(line)), len(lines))
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return text[: heads[place]] + "".join(lines[end:]).lstrip("\n")


def _without(text: str, take_out: Callable[[Any], object]) -> str:
    try:
        document = tomlkit.parse(text)
        take_out(document)
        return tomlkit.dumps(document)
    except (TOMLKitError, KeyError, IndexError, TypeError):
        return ""


def _change(
    change: Callable[[Table], object],
    ways: Callable[[str], Iterator[str]],
    environ: Mapping[str, str] | None,
) -> None:
    """Write the first text among `ways` that reads as the file's own settings with `change` made."""
    file = config_file(environ)
    text, windows = _text(file)
    wanted = _table(text)
    if wanted is None:
        raise BadData(_UNREADABLE.format(file=file))
    change(wanted)
    for way in ways(text):
        read = _table(way)
        if read is not None and _same(read) == _same(wanted):
            replace_file(file, way.replace("\n", "\r\n") if windows else way)
            return
    raise BadData(_UNREADABLE.format(file=file))


def _text(file: Path) -> tuple[str, bool]:
    """The file's text with plain line ends (a new file's where there is none), and whether they were not."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return new_text(), False
    except (OSError, UnicodeDecodeError):
        raise BadData(_UNREADABLE.format(file=file)) from None
    return text.replace("\r\n", "\n"), "\r\n" in text


def _table(text: str) -> Table | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _same(table: Table) -> str:
    """A form in which equal tables are equal, whatever the order of their keys (and nan is nan)."""
    return json.dumps(table, sort_keys=True, default=repr)
