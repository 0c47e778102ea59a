"""`ifs journal sync`: machines that share nothing but a folder end with the same journal."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ifs_journal.journal.create import create
from ifs_journal.journal.driver import connect, salt_of
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, new_key, only
from ifs_journal.journal.machines import known_machines, place_file, read_place
from ifs_journal.journal.reads import sessions
from ifs_journal.session.checking import check
from session_talking import Room, ifs

pytestmark = pytest.mark.sampled(6)

SAID = "zitronengras"
CRITIC = ["settled", ["Critic"], SAID, "some", None]
SHARED = "seven grey herons wade"
OTHER = "eight tin whistles hum"
KEYS = {"desk": (SHARED, new_key(SHARED)), "lap": (SHARED, new_key(SHARED)), "van": (OTHER, new_key(OTHER))}


class Machine:
    """One computer: a journal, a passphrase, and the program run there."""

    def __init__(self, name: str, room: Path, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.name, self.folder, self.patch = name, folder, patch
        self.passphrase, self.key = KEYS[name]
        self.path = room / name / "journal.db"
        self.path.parent.mkdir()
        self.secret = room / f"{name}.passphrase"
        self.secret.write_text(self.passphrase)
        create(self.path, key=self.key)

    def run(self, *arguments: object, code: int = 0) -> str:
        """Run `ifs` here. Gives what it said."""
        self.patch.setenv("IFS_JOURNAL", str(self.path))
        self.patch.setenv("IFS_PASSPHRASE_FILE", str(self.secret))
        found, out, err = ifs(self.patch, *map(str, arguments))
        assert found == code, (out, err)
        return " ".join(f"{out} {err}".split())

    def sync(self, *arguments: object, code: int = 0) -> str:
        """Sync with the folder all share."""
        return self.run("journal", "sync", self.folder, *arguments, "--name", self.name, code=code)

    def open(self) -> Journal:
        """The journal."""
        return Journal.open(self.path, unlock=only(self.key))

    def sit(self) -> None:
        """A session, with a part of its own."""
        with self.open() as journal:
            Room(journal).sit("check-in", CRITIC)

    def ids(self) -> set[str]:
        """The sessions there are."""
        with self.open() as journal:
            return {one.id for one in sessions(journal)}

    @property
    def snapshot(self) -> Path:
        """What it wrote into the folder."""
        place = read_place(self.path)
        assert place is not None
        return self.folder / f"journal-{place.machine}.snapshot"


Machines = Callable[..., list[Machine]]


@pytest.fixture
def machines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machines:
    """Makes machines by name."""
    folder = tmp_path / "carried"
    folder.mkdir()
    return lambda *names: [Machine(name, tmp_path, folder, monkeypatch) for name in names]


def test_two_machines_end_with_the_same_journal(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    assert "No other machine has written there yet." in desk.sync()
    lap.sit()
    text = lap.sync("--yes")
    assert text.startswith("From desk: New sessions: #2.")
    assert SAID not in text
    assert "before-merge" in text
    assert "From lap: New sessions: #2." in desk.sync("--yes")
    assert desk.ids() == lap.ids()
    assert len(desk.ids()) == 2
    desk.sit()
    assert "Nothing new from lap." in desk.sync()
    assert "before-merge" not in lap.sync(), "a machine that is known comes in without a question"
    assert desk.ids() == lap.ids()
    with lap.open() as journal:
        assert check(journal).troubles == ()


def test_what_is_removed_on_one_is_removed_on_the_others(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    desk.sync()
    lap.sync("--yes")
    lap.run("delete", "1", "--yes")
    lap.sync()
    assert "Removed here too: 1 session" in desk.sync("--yes")
    assert desk.ids() == lap.ids() == set()
    lap.sync()
    assert lap.ids() == set()


def test_an_unknown_machine_needs_a_yes(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    desk.sync()
    text = lap.sync(code=2)
    assert "Desk is not known here yet, so nothing was taken from it." in text
    assert lap.ids() == set()
    assert lap.snapshot.exists(), "what could be done was done"


def test_another_passphrase_is_refused_without_a_terminal_and_then_remembered(machines: Machines) -> None:
    desk, van = machines("desk", "van")
    desk.sit()
    van.sit()
    van.sync()
    assert "has another passphrase" in desk.sync("--yes", code=25)
    assert len(desk.ids()) == 1
    with desk.open() as journal:
        from ifs_journal.journal.machines import Machine as Known
        from ifs_journal.journal.machines import know

        know(journal, Known(van.snapshot.stem.removeprefix("journal-"), "van", van.key))
    desk.sync("--yes")
    assert len(desk.ids()) == 2


def test_a_plain_journal_never_goes_into_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, journal_file: Path
) -> None:
    create(journal_file)
    code, _, err = ifs(monkeypatch, "journal", "sync", str(tmp_path))
    assert code == 2
    assert "ifs journal encrypt" in err
    assert list(tmp_path.glob("*.snapshot")) == []


def test_the_folder_is_remembered_and_looked_at(machines: Machines, tmp_path: Path) -> None:
    (desk,) = machines("desk")
    assert "ifs journal sync FOLDER" in desk.run("journal", "sync", code=2)
    assert "There is no folder" in desk.run("journal", "sync", tmp_path / "none", code=2)
    assert "the folder of the journal itself" in desk.run("journal", "sync", desk.path.parent, code=2)
    desk.sync()
    before = desk.snapshot.read_bytes()
    desk.run("journal", "sync")
    assert desk.snapshot.read_bytes() != before
    assert str(desk.folder) in desk.run("journal", "info")


def test_only_whole_snapshots_are_read(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    desk.sync()
    whole = desk.snapshot.read_bytes()
    page = len(whole) // 2 // 4096 * 4096
    for torn in (whole[: page + 100], whole[:page], whole[:page] + os.urandom(4096) + whole[page + 4096 :]):
        desk.snapshot.write_bytes(torn)
        assert "is not whole" in lap.sync("--yes")
        assert lap.ids() == set()
    desk.snapshot.write_bytes(whole)
    lap.sync("--yes")
    assert len(lap.ids()) == 1


def test_nothing_beside_a_snapshot_is_touched_or_left(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    desk.sync()
    (desk.folder / "shopping.txt").write_text("milk")
    (desk.folder / "journal-0000.snapshot").write_text("not one of ours")
    before = desk.snapshot.read_bytes()
    lap.sync("--yes")
    assert desk.snapshot.read_bytes() == before
    names = {desk.snapshot.name, lap.snapshot.name, "shopping.txt", "journal-0000.snapshot"}
    assert set(os.listdir(desk.folder)) == names
    left = [one.name for one in lap.path.parent.iterdir() if one.name.startswith(".")]
    assert left == []
    for one in desk.folder.glob("*.snapshot"):
        assert SAID.encode() not in one.read_bytes()


def test_a_journal_that_was_copied_to_another_machine_takes_a_name_of_its_own(
    machines: Machines, tmp_path: Path
) -> None:
    (desk,) = machines("desk")
    desk.sit()
    desk.sync()
    first = desk.snapshot
    copied = tmp_path / "copied"
    shutil.copytree(desk.path.parent, copied)
    desk.sync()
    desk.path = copied / "journal.db"
    desk.sit()
    desk.sync("--yes")
    assert desk.snapshot != first
    assert first.exists()
    assert len(list(desk.folder.glob("*.snapshot"))) == 2


def test_an_earlier_snapshot_put_back_by_the_service_is_still_ones_own(machines: Machines) -> None:
    (desk,) = machines("desk")
    desk.sync()
    own, earlier = desk.snapshot, desk.snapshot.read_bytes()
    desk.sync()
    own.write_bytes(earlier)
    desk.sync()
    assert desk.snapshot == own
    assert list(desk.folder.glob("*.snapshot")) == [own]


def test_a_new_passphrase_reaches_the_snapshot(machines: Machines, tmp_path: Path) -> None:
    desk, lap = machines("desk", "lap")
    desk.sync()
    lap.sync("--yes")
    desk.sync("--yes")
    new = tmp_path / "new"
    new.write_text("nine copper kettles")
    text = desk.run("journal", "passphrase", "--new-passphrase-file", new, "--copies", "rewrite")
    assert "This machine's snapshot for the other ones still opens with the earlier passphrase" in text
    assert str(desk.snapshot) in text
    assert salt_of(desk.snapshot, immutable=True) == salt_of(desk.path)
    assert "another passphrase" in lap.sync(code=25)
    desk.secret.write_text("nine copper kettles")
    assert "Nothing new from lap." in desk.sync(), "its key is remembered"


def test_a_decrypted_journal_knows_no_key_of_another(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sync()
    lap.sync("--yes")
    assert lap.key.raw.hex() not in _meta(lap.path, lap.key)
    assert desk.key.raw.hex() in _meta(lap.path, lap.key)
    assert "ifs journal sync --leave" in lap.run("journal", "decrypt", "--yes")
    assert _meta(lap.path, None) == ""
    assert desk.key.raw.hex().encode() not in lap.path.read_bytes()


def _meta(path: Path, key: Key | None) -> str:
    connection = connect(path, key=key)
    try:
        return "".join(value for (value,) in connection.execute("SELECT value FROM meta"))
    finally:
        connection.close()


def test_leaving_and_erasing_take_the_snapshot_along(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sync()
    lap.sync("--yes")
    own = desk.snapshot
    assert "is gone from there" in desk.run("journal", "sync", "--leave")
    assert not own.exists()
    assert "ifs journal sync FOLDER" in desk.run("journal", "sync", "--leave", code=2)
    own = lap.snapshot
    desk.sync("--yes")
    text = lap.run("journal", "erase", "--yes")
    assert f"this machine's snapshot for the other ones: {own}" in text
    assert f"the snapshots of other machines: {lap.folder}" in text
    assert not own.exists()
    assert not place_file(lap.path).exists()
    assert os.listdir(lap.path.parent) == []


def test_delete_says_what_the_snapshot_still_holds(machines: Machines) -> None:
    desk, _ = machines("desk", "lap")
    desk.sit()
    desk.sit()
    desk.sync()
    assert "keeps it until the next: ifs journal sync" in desk.run("delete", "1", "--yes")
    before = desk.snapshot.read_bytes()
    assert "is written anew without it" in desk.run("delete", "2", "--yes", "--and-backups")
    assert desk.snapshot.read_bytes() != before


def test_json_tells_of_every_machine(machines: Machines) -> None:
    desk, lap = machines("desk", "lap")
    desk.sit()
    desk.sync()
    found: dict[str, Any] = json.loads(lap.sync("--yes", "--json"))
    assert found["snapshot"] == str(lap.snapshot)
    (one,) = found["machines"]
    assert (one["name"], one["read"], one["new"]) == ("desk", True, [1])
    with lap.open() as journal:
        assert {machine.name for machine in known_machines(journal).values()} == {"desk", "lap"}


def test_an_older_form_is_read_without_being_written_to(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, lap = machines("desk", "lap")
    desk.sync()
    from ifs_journal.journal.schema import STEPS, migrate

    desk.snapshot.unlink()
    older = desk.snapshot
    older.touch()
    connection = connect(older, key=desk.key)
    connection.execute("PRAGMA application_id = 1229345585")
    migrate(connection, STEPS[:4])
    connection.close()
    before = older.read_bytes()
    assert "Nothing new from" in lap.sync("--yes")
    assert older.read_bytes() == before
