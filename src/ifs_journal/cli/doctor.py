"""`ifs doctor`: what is installed, how things stand, and what is wrong, each with what to do about it.

It asks for nothing, changes nothing, and works where nothing else does.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ifs_journal.cli.context import Here
from ifs_journal.errors import IfsJournalError, NoJournal

if TYPE_CHECKING:
    from ifs_journal.journal.look import Outside
    from ifs_journal.terminal.screen import Screen

LEAST_FREE = 64 << 20
TIMES_FREE = 3
"""Some commands write the journal anew: free space below this many times its size, or bytes, is told."""

NONE_YET = "There is no journal yet. To begin one: ifs check-in"
UNSEEN = "encrypted; what is in it was not looked at: that takes the passphrase"
ALIKE = "An encrypted journal and a file of some other program can look alike from outside."
WAITING = (
    "{name} lies beside it: it is open in a window now, or one ended all at once. The next opening takes "
    "those answers in. Both files belong together."
)
PLAIN_COPIES = "Whoever can open your files can read them. Put them where nobody else looks, or remove them."
NARROWEST = 40
"""Columns that the screens are made for, at least."""
ALL_WELL = "Nothing needs a look."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong, and what helps: words, or a command to type."""

    about: str
    said: str
    remedy: str = ""
    command: str = ""


@dataclass(slots=True)
class Report:
    """What was seen: lines under headings for a person, the same as values for JSON, and what is wrong."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def say(self, heading: str, line: str) -> None:
        """Add a line under a heading."""
        self.lines.setdefault(heading, []).append(line)

    def wrong(self, about: str, said: str, remedy: str = "", command: str = "") -> None:
        """Add something that is wrong."""
        self.findings.append(Finding(about, said, remedy, command))


def doctor(here: Here, *, as_json: bool) -> None:
    """Look at everything, and show it."""
    report = examine(here)
    if as_json:
        from ifs_journal.cli.shown import print_json

        print_json(report_json(report))
    else:
        _show(here.screen(), report)


def examine(here: Here) -> Report:
    """Look at everything. What cannot be looked at is said, and stops nothing."""
    report = Report()
    looks: dict[str, Callable[[Here, Report], None]] = {
        "versions": _versions,
        "journal": _journal,
        "opening": _opening,
        "space": _space,
        "settings": _settings,
        "dumps": _dumps,
        "terminal": _terminal,
    }
    for about, look in looks.items():
        try:
            look(here, report)
        except IfsJournalError as error:
            report.wrong(about, str(error))
        except ImportError as error:
            said = (
                f"A package is missing or does not fit this computer: {error.name or 'which is not known'}."
            )
            report.wrong(about, said, "This helps:", "pip install --force-reinstall ifs-journal")
        except OSError as error:
            report.wrong(about, f"This could not be looked at ({error.strerror or type(error).__name__}).")
    return report


def report_json(report: Report) -> dict[str, Any]:
    """The report as JSON has it. These keys are a contract."""
    return {
        **report.values,
        "findings": [{name: value or None for name, value in asdict(one).items()} for one in report.findings],
    }


def _show(screen: Screen, report: Report) -> None:
    from ifs_journal.terminal.clean import clean

    for heading, lines in report.lines.items():
        screen.say(heading, "title")
        for line in lines:
            if line.startswith(os.sep):
                # A path is never broken: it is there to be copied.
                screen.write(f"  {clean(line)}\n")
            else:
                screen.say(line, indent=2)
        screen.blank()
    if not report.findings:
        screen.say(ALL_WELL)
        return
    screen.say("To look at", "title")
    for number, one in enumerate(report.findings, 1):
        _item(screen, f"{number}.", one.said)
        if one.remedy:
            screen.say(one.remedy, indent=5)
        if one.command:
            screen.write(f"     {clean(one.command)}\n")


def _item(screen: Screen, mark: str, text: str) -> None:
    if screen.plain:
        screen.say(f"{mark} {text}")
        return
    first, *rest = screen.wrapped(text, indent=5)
    screen.lines([[("notice", line)] for line in (f"  {mark:<3}{first[5:]}", *rest)])


# --- what is looked at ---------------------------------------------------------------------------------


def _versions(here: Here, report: Report) -> None:
    from importlib.metadata import PackageNotFoundError, version

    from ifs_journal.journal.look import versions

    found: dict[str, str | None] = dict(versions())
    try:
        found["keyring"] = version("keyring")
    except PackageNotFoundError:
        found["keyring"] = None
    report.values["versions"] = {name.lower(): one for name, one in found.items()}
    for name, one in found.items():
        report.say("Installed", f"{name} {one}" if one else f"{name}: not installed, and not needed")


def _journal(here: Here, report: Report) -> None:
    path = here.journal_path.absolute()
    values = report.values["journal"] = {"path": str(path), "exists": os.path.lexists(path)}
    report.say("The journal", str(path))
    from ifs_journal.journal.look import outside

    try:
        found = outside(path)
    except NoJournal:
        report.say("The journal", NONE_YET)
        return
    values |= {
        "bytes": found.bytes,
        "encrypted": found.encrypted,
        "waiting_bytes": found.waiting,
        "copies": found.copies,
        "newest_copy": found.newest_copy and _moment(found.newest_copy).isoformat(timespec="seconds"),
    }
    if found.waiting:
        report.say("The journal", WAITING.format(name=f"{path.name}-wal"))
    if found.newest_copy is None:
        report.say("The journal", "no copy beside it")
    else:
        day = _moment(found.newest_copy).strftime("%Y-%m-%d")
        report.say("The journal", f"copies beside it: {found.copies}, the newest of {day}")
    _permissions(found, report)
    _carried(path, report)
    _asides(path, report)
    if found.plain_copies:
        names = ", ".join(found.plain_copies)
        report.wrong("copies", f"Beside it lie copies that are not encrypted: {names}.", PLAIN_COPIES)
    _inside(here, found, report)


def _inside(here: Here, found: Outside, report: Report) -> None:
    """Look inside where that asks nobody anything. Raises what is wrong with the file."""
    from ifs_journal.journal.driver import SCHEMA_VERSION
    from ifs_journal.journal.look import LONGEST_LOOK, require_sound
    from ifs_journal.terminal.sizes import spoken_size

    size = spoken_size(found.bytes)
    if found.encrypted and here.unlocker.named is None:
        report.say("The journal", f"{size}, {UNSEEN}")
        report.say("The journal", ALIKE)
        return
    report.say("The journal", f"{size}, {'encrypted' if found.encrypted else 'not encrypted'}")
    whole = found.waiting == 0 and found.bytes <= LONGEST_LOOK
    form = require_sound(found.path, here.unlock, whole=whole)
    report.values["journal"]["form"] = form
    later = "" if form == SCHEMA_VERSION else f", brought to form {SCHEMA_VERSION} when it is next opened"
    report.say("The journal", f"{'looked through, and whole; ' if whole else ''}its form is {form}{later}")


def _permissions(found: Outside, report: Report) -> None:
    if found.mode is not None and found.mode & 0o077:
        said = f"Others on this computer may open the journal: its permissions are {found.mode:o}."
        report.wrong("permissions", said, "This keeps it yours:", _chmod("600", found.path))
    if found.shared_folder:
        said = "The journal lies in a folder that several people use."
        report.wrong("permissions", said, "A folder of your own is better; --journal PATH says which.")
    elif found.folder_mode is not None and found.folder_mode & 0o077:
        said = f"Others may see what lies in the journal's folder: its permissions are {found.folder_mode:o}."
        remedy = "If nothing else in it is meant for others:"
        report.wrong("permissions", said, remedy, _chmod("700", found.path.parent))


def _carried(path: Path, report: Report) -> None:
    """Whether something seems to carry the journal's folder to other machines."""
    from ifs_journal.cli.surroundings import CARRIED, CARRIED_DO
    from ifs_journal.journal.surroundings import carried_by

    service = report.values["journal"]["carried_by"] = carried_by(path)
    if service is not None:
        report.wrong("carried", CARRIED.format(service=service), CARRIED_DO.format(service=service))


def _asides(path: Path, report: Report) -> None:
    """Answers that were kept aside, by their number: what they say is not looked at."""
    from ifs_journal.cli.asides import said_of_asides
    from ifs_journal.journal.aside import kept_aside

    count = report.values["journal"]["kept_aside"] = len(kept_aside(path))
    if count:
        report.wrong("aside", *said_of_asides(count))


def _opening(here: Here, report: Report) -> None:
    """How the journal opens, and whether the keyring can be used. The keyring is not asked for anything."""
    from ifs_journal.cli.keyring import ASKED, BY_COMMAND, BY_FILE
    from ifs_journal.journal import keyring

    unlocker = here.unlocker
    values = report.values["keyring"] = {"on": unlocker.uses_keyring, "name": None, "reason": None}
    encrypted = report.values["journal"].get("encrypted")
    report.values["opens_by"] = None if encrypted is None else "passphrase" if encrypted else "none"
    if unlocker.uses_keyring:
        try:
            values["name"] = keyring.safe_keyring().name
        except keyring.NoKeyring as reason:
            values["reason"] = str(reason)
            report.wrong("keyring", str(reason), "Until then the passphrase is asked each time.")
    if unlocker.named is not None:
        line = BY_FILE
    elif unlocker.command is not None:
        line = BY_COMMAND
    elif values["name"]:
        line = f"The keyring is on: {values['name']}. To let it forget the key: ifs journal lock"
        report.values["opens_by"] = "keyring" if encrypted else report.values["opens_by"]
    else:
        line = ASKED
    if encrypted or unlocker.uses_keyring:
        report.say("The journal", line)


def _space(here: Here, report: Report) -> None:
    from ifs_journal.journal.look import free_space
    from ifs_journal.terminal.sizes import spoken_size

    free = report.values["free_bytes"] = free_space(here.journal_path)
    if free is None:
        return
    report.say("This computer", f"free space where the journal lies: {spoken_size(free)}")
    if free < max(LEAST_FREE, TIMES_FREE * report.values["journal"].get("bytes", 0)):
        said = "There is little space left where the journal lies."
        report.wrong("space", said, "Answers need little, but encrypting and deleting write the file anew.")


def _settings(here: Here, report: Report) -> None:
    from ifs_journal.journal.look import own_mode
    from ifs_journal.session.settings import config_file, own_scripts, settings_or_default

    file = config_file()
    settings, problem = settings_or_default()
    unknown = settings.unknown_lines()
    scripts = len([one for one in own_scripts().glob("*.toml") if one.is_file()])
    problems = problem.splitlines() if problem else []
    report.values["settings"] = {"file": str(file), "exists": file.exists(), "problems": problems + unknown}
    report.values["own_scripts"] = scripts
    report.say("Settings", str(file))
    if not file.exists():
        report.say("Settings", "not made yet: everything is as it comes")
    report.say("Settings", f"scripts of your own: {scripts}")
    for line in problems:
        report.wrong("settings", line)
    for line in unknown:
        report.wrong("settings", line, "To open the settings: ifs config --edit")
    mode = own_mode(file) if file.exists() else None
    if mode is not None and mode & 0o077:
        said = f"Others on this computer may read your settings: their permissions are {mode:o}."
        report.wrong("permissions", said, "This keeps them yours:", _chmod("600", file))


def _dumps(here: Here, report: Report) -> None:
    from ifs_journal.cli.dumps import dumps_are_off

    off = report.values["dumps_off"] = dumps_are_off()
    if off:
        report.say("This computer", "after a crash, nothing the program held is written to a file")
    elif off is False:
        said = "After a crash, the system may write what the program held to a file."
        report.wrong("dumps", said, "In a shell, before ifs, this turns it off:", "ulimit -c 0")


def _terminal(here: Here, report: Report) -> None:
    screen = here.screen()
    size, encoding = screen.size, (getattr(sys.stdout, "encoding", None) or "unknown").lower()
    values = {
        "is_terminal": screen.interactive,
        "columns": size.columns,
        "rows": size.lines,
        "colours": screen.colour,
        "plain": screen.plain,
        "encoding": encoding,
    }
    report.values["terminal"] = values
    if screen.interactive:
        colours = "colours" if screen.colour else "no colours"
        report.say("Terminal", f"{size.columns} columns, {size.lines} rows, {colours}")
    else:
        report.say("Terminal", "none here, so nothing is asked: what is printed is for a file or a program")
    if screen.plain:
        report.say("Terminal", "a simple one (TERM=dumb), so sessions are asked in the plain way")
    report.say("Terminal", "for a screen reader: --plain after the name of a session")
    if encoding.replace("-", "") != "utf8":
        said = f"The terminal's letters are {encoding}, so some may be shown as ?."
        report.wrong("terminal", said, "Before ifs, this helps:", "export PYTHONUTF8=1")
    if screen.interactive and size.columns < NARROWEST:
        said = f"The terminal is narrower than {NARROWEST} columns, so lines break where they need not."
        report.wrong("terminal", said, "A wider window helps, or smaller letters.")


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds).astimezone()


def _chmod(mode: str, path: Path) -> str:
    return f"chmod {mode} {shlex.quote(str(path))}"
