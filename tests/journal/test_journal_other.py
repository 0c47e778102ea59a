"""Another journal is only read: whatever its form, not a byte of it changes, and nothing beside it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ifs_journal.errors import Busy, NewerJournal, NotAJournal, WrongKey
from ifs_journal.journal import reads
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION, connect
from ifs_journal.journal.encrypting import put_another
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, only
from ifs_journal.journal.opening import open_alone
from ifs_journal.journal.other import OtherJournal
from ifs_journal.journal.schema import STEPS
from journal_making import new_session
from journal_merging import merge, opened

WITH_SESSIONS = 3
KEY = Key(bytes(range(32)), bytes(range(16)))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request: pytest.FixtureRequest) -> Key | None:
    return request.param


@pytest.fixture
def there(tmp_path: Path) -> Path:
    """A folder of its own for the other journal."""
    folder = tmp_path / "there"
    folder.mkdir()
    return folder / "other.db"


def of_form(path: Path, version: int, key: Key | None) -> Path:
    """A journal of an earlier form, with a session where today's program can still write one."""
    create(path, key=key, steps=STEPS[:version])
    with Journal.open(path, steps=STEPS[:version], unlock=None if key is None else only(key)) as journal:
        if version >= WITH_SESSIONS:
            journal.begin(new_session())
    path.with_name(f"{path.name}.lock").unlink()
    return path


def seen(path: Path) -> dict[str, bytes]:
    """Everything in the folder of a journal."""
    return {one.name: one.read_bytes() for one in path.parent.iterdir()}


@contextmanager
def other(path: Path, key: Key | None = None) -> Iterator[OtherJournal]:
    with OtherJournal.open_other(path, None if key is None else only(key)) as journal:
        yield journal


def merged(path: Path, key: Key | None, here: Path) -> int:
    """How many sessions a new journal at `here` has, once the other one came in."""
    with opened(here) as (journal,), other(path, key) as source:
        merge(journal, source)
        return len(reads.sessions(journal))


@pytest.mark.thinned(10)
@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_one_of_any_form_is_read_and_stays_as_it_is(
    there: Path, tmp_path: Path, version: int, key: Key | None
) -> None:
    of_form(there, version, key)
    before = seen(there)
    assert merged(there, key, tmp_path / "here.db") == (version >= WITH_SESSIONS)
    assert seen(there) == before
    assert {one.name for one in tmp_path.iterdir()} <= {"there", "here.db", "here.db.lock"}


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION])
def test_what_still_waits_beside_it_is_read_along(
    there: Path, tmp_path: Path, version: int, key: Key | None
) -> None:
    steps = STEPS[:version]
    source = tmp_path / "source.db"
    create(source, key=key, steps=steps)
    with Journal.open(source, steps=steps, unlock=None if key is None else only(key)) as journal:
        journal.begin(new_session())
        for ending in ("", "-wal"):
            shutil.copy(f"{source}{ending}", f"{there}{ending}")
    before = seen(there)
    assert merged(there, key, tmp_path / "here.db") == 1
    assert seen(there) == before


def test_one_that_is_open_in_another_window_is_read_as_it_is(there: Path, tmp_path: Path) -> None:
    create(there)
    with Journal.open(there) as window:
        window.begin(new_session())
        names = set(seen(there))
        with opened(tmp_path / "here.db") as (journal,), other(there) as source:
            window.begin(new_session())
            merge(journal, source)
            assert len(reads.sessions(journal)) == 2
        assert set(seen(there)) == names
        window.begin(new_session())


def test_one_that_is_written_meanwhile_is_not_taken(there: Path, tmp_path: Path) -> None:
    of_form(there, SCHEMA_VERSION, None)
    with opened(tmp_path / "here.db") as (journal,), other(there) as source:
        with Journal.open(there) as window:
            window.begin(new_session())
        with pytest.raises(Busy, match="Nothing was taken"):
            merge(journal, source)
        assert reads.sessions(journal) == []


def test_a_newer_one_is_refused_untouched(there: Path, key: Key | None) -> None:
    of_form(there, SCHEMA_VERSION, key)
    connection = connect(there, key=key)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.execute("PRAGMA journal_mode = DELETE").fetchall()
    connection.close()
    before = seen(there)
    with pytest.raises(NewerJournal), other(there, key):
        pass
    assert seen(there) == before


def test_one_that_was_written_anew_keeps_that_form(there: Path, tmp_path: Path) -> None:
    of_form(there, SCHEMA_VERSION, None)
    alone = open_alone(there, None)
    put_another(alone.connection, there, KEY)
    alone.close()
    before = seen(there)
    assert merged(there, KEY, tmp_path / "here.db") == 1
    assert seen(there) == before


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION])
def test_a_wrong_key_and_a_damaged_one_change_nothing(there: Path, tmp_path: Path, version: int) -> None:
    of_form(there, version, KEY)
    before = seen(there)
    with pytest.raises(WrongKey), other(there, Key(bytes(32), KEY.salt)):
        pass
    assert seen(there) == before
    connection = connect(there, key=KEY, immutable=True)
    (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'session'").fetchone()
    connection.close()
    damaged = bytearray(before[there.name])
    damaged[(page - 1) * 4096 : page * 4096] = os.urandom(4096)
    there.write_bytes(damaged)
    with pytest.raises(NotAJournal), opened(tmp_path / "here.db") as (journal,), other(there, KEY) as source:
        merge(journal, source)
    assert seen(there) == {there.name: damaged}


@pytest.mark.parametrize("version", [SCHEMA_VERSION - 1, SCHEMA_VERSION])
def test_nothing_can_be_written_to_it(there: Path, version: int) -> None:
    of_form(there, version, None)
    with other(there) as source, pytest.raises(Exception, match="readonly database"):
        source.connection.execute("DELETE FROM session")
