"""Which machine this is among those that share a folder, where its snapshots lie, and which others it knows.

What concerns this machine alone lies in a small file beside the journal (`<journal>.sync`): a journal that is
copied to another machine is another machine. What opens the others' snapshots is in the journal itself, so it
is as well kept as everything else there.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from ifs_journal.errors import CannotWrite
from ifs_journal.journal.disk import written_beside
from ifs_journal.journal.key import Key
from ifs_journal.journal.location import sync_folder
from ifs_journal.journal.source import Source, rows

if TYPE_CHECKING:
    from ifs_journal.journal.journal import Journal

ENDING = ".sync"
"""How the name of the file beside the journal ends."""

REMEMBERED = 30
"""Of how many of its own latest snapshots a machine knows the look: a service may put an earlier one back."""

_META = "machine:"
_ID_BYTES = 8


@dataclass
class Place:
    """This machine's id (16 hexadecimal digits), and its folders with the hashes of what it wrote there."""

    machine: str
    folders: dict[Path, list[str]] = field(default_factory=dict)

    def wrote(self, folder: Path, digest: str) -> None:
        """Remember what is about to be written into a folder."""
        self.folders[folder] = [*self.folders.get(folder, []), digest][-REMEMBERED:]


class Machine(NamedTuple):
    """A machine the journal knows: its id, its name as its person calls it, and the key of its snapshots."""

    id: str
    name: str
    key: Key | None


def place_file(journal: Path) -> Path:
    """The file beside a journal that says which machine this is."""
    real = Path(os.path.realpath(journal))
    return real.with_name(f"{real.name}{ENDING}")


def read_place(journal: Path) -> Place | None:
    """What is kept of this machine; None where nothing is, or nothing that can be used."""
    try:
        found = json.loads(place_file(journal).read_text(encoding="utf-8"))
        folders = {Path(folder): [str(one) for one in its] for folder, its in found["folders"].items()}
        return Place(bytes.fromhex(found["machine"]).hex(), folders)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def keep_place(journal: Path, place: Place) -> None:
    """Keep it, for good: a cut leaves the earlier file or this one. Raises CannotWrite."""
    path = place_file(journal)
    text = {"machine": place.machine, "folders": {str(folder): its for folder, its in place.folders.items()}}
    try:
        with written_beside(path, [json.dumps(text, indent=1).encode()]) as temporary:
            temporary.replace(path)
            sync_folder(path.parent)
    except OSError as error:
        raise CannotWrite(f"Nothing can be written beside {journal}: {error.strerror}.") from error


def new_id() -> str:
    """An id for a machine. It says nothing of it."""
    return os.urandom(_ID_BYTES).hex()


def known_machines(source: Source) -> dict[str, Machine]:
    """The machines a journal knows, by id; itself too, where it was given a name."""
    sql = "SELECT key, value FROM meta WHERE key GLOB ?"
    return {
        one.id: one
        for key, value in rows(source, sql, (f"{_META}*",))
        for one in [_machine(str(key).removeprefix(_META), str(value))]
    }


def know(journal: Journal, machine: Machine) -> None:
    """Remember a machine in the journal; nothing is written where that is known."""
    if known_machines(journal).get(machine.id) == machine:
        return
    key = None if machine.key is None else f"{machine.key.raw.hex()}{machine.key.salt.hex()}"
    with journal.writing() as connection:
        connection.execute(
            "INSERT INTO meta (key, value) VALUES (?, ?) "
            "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (f"{_META}{machine.id}", json.dumps({"name": machine.name, "key": key}, ensure_ascii=False)),
        )


def forget_machines(journal: Journal) -> None:
    """Forget every machine, and with it what opens its snapshots."""
    if known_machines(journal):
        with journal.writing() as connection:
            connection.execute("DELETE FROM meta WHERE key GLOB ?", (f"{_META}*",))


def _machine(id_: str, value: str) -> Machine:
    """One machine; of what cannot be read, only its id."""
    try:
        found: dict[str, Any] = json.loads(value)
        text = found["key"]
        key = None if text is None else Key(bytes.fromhex(text[:64]), bytes.fromhex(text[64:]))
        return Machine(id_, str(found["name"]), key)
    except (ValueError, KeyError, TypeError):
        return Machine(id_, "", None)
