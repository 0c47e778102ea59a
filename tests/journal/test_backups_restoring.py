"""Putting a copy back: compared first, under the journal's own key, and never half."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ifs_journal.errors import BadData, Busy, NotAJournal, UsageError
from ifs_journal.journal.backups import back_up
from ifs_journal.journal.copies import BEFORE_RESTORE, HAND, copies_beside
from ifs_journal.journal.create import create
from ifs_journal.journal.driver import SCHEMA_VERSION, salt_of
from ifs_journal.journal.journal import Journal
from ifs_journal.journal.key import Key, Unlock, new_key
from ifs_journal.journal.opening import Opened, open_copy
from ifs_journal.journal.restoring import Counts, compare, open_present, open_source, restore, restore_over
from ifs_journal.journal.schema import STEPS
from journal_making import new_session, part, present, put

pytestmark = pytest.mark.sampled(3)

MANY = 200
KILLS = 20


def begin(path: Path, title: str, *, key: Key | None = None, **more: object) -> None:
    with Journal.open(path, unlock=one(key)) as journal:
        journal.begin(new_session(title=title, **more))


def titles(path: Path, key: Key | None = None) -> list[str]:
    with Journal.open(path, unlock=one(key)) as journal:
        return [row[0] for row in journal.connection.execute("SELECT title FROM session ORDER BY number")]


def one(key: Key | None) -> Unlock | None:
    return None if key is None else lambda *_: iter([key])


def copy(path: Path, key: Key | None = None) -> Path:
    with Journal.open(path, unlock=one(key)) as journal:
        return back_up(journal.connection, path, HAND, key)


@pytest.fixture
def source(path: Path) -> Iterator[Opened]:
    """A copy with one session; the journal has another one besides."""
    begin(path, "first")
    opened = open_source(copy(path), path, None)
    begin(path, "second")
    yield opened
    opened.close()


def test_the_copy_takes_the_place_and_the_present_is_kept(path: Path, source: Opened) -> None:
    aside = restore(path, source, None)
    assert titles(path) == ["first"]
    assert [copied.kind for copied in copies_beside(path)] == [BEFORE_RESTORE, HAND]
    assert titles(aside) == ["first", "second"]
    assert not path.with_name(f"{path.name}-wal").exists()


def test_restoring_waits_for_no_other_window(path: Path, source: Opened) -> None:
    with Journal.open(path), pytest.raises(Busy):
        restore(path, source, None)
    assert titles(path) == ["first", "second"]


def test_what_would_change_is_counted(path: Path) -> None:
    critic = part("Critic")
    begin(path, "first", rows=put(critic, present(critic.id, 1)))
    source = open_source(copy(path), path, None)
    begin(path, "second", local_day="2026-03-02")
    with Journal.open(path) as journal:
        with journal.writing() as connection:
            connection.execute("UPDATE part SET name = 'Judge'")
            connection.execute("UPDATE session SET revision = 9 WHERE title = 'first'")
        found = compare(journal.connection, source.connection)
    source.close()
    assert found.sessions == Counts(1, 0, 1)
    assert (found.notes, found.parts) == (Counts(0, 0, 0), Counts(0, 0, 1))
    assert (found.newest_here, found.newest_there) == ("2026-03-02", "2026-03-01")


def test_a_copy_under_an_earlier_key_comes_back_under_the_present_one(tmp_path: Path) -> None:
    path, now, earlier = tmp_path / "journal.db", new_key("now"), new_key("earlier")
    old = tmp_path / "old.db"
    create(old, key=earlier)
    begin(old, "first", key=earlier)
    create(path, key=now)
    source = open_source(copy(old, earlier), path, one(earlier))
    restore(path, source, one(now))
    source.close()
    assert salt_of(path) == now.salt
    assert titles(path, now) == ["first"]


def test_a_copy_of_an_older_form_is_brought_up_to_date(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    create(old, steps=STEPS[:1])
    source = open_source(old, path, None)
    restore(path, source, None)
    source.close()
    with Journal.open(path) as journal:
        assert journal.connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
    assert [copied.kind for copied in copies_beside(path)] == [BEFORE_RESTORE]


def test_where_no_journal_is_the_copy_keeps_its_own_key(tmp_path: Path) -> None:
    key, old = new_key("its own"), tmp_path / "old.db"
    create(old, key=key)
    begin(old, "first", key=key)
    path = tmp_path / "elsewhere" / "journal.db"
    assert open_present(path, None) is None
    source = open_source(copy(old, key), path, one(key))
    assert restore_over(path, source) is None
    source.close()
    assert titles(path, key) == ["first"]


def test_a_damaged_journal_is_kept_aside_with_its_last_answers(path: Path, source: Opened) -> None:
    damaged = b"SQLite format 3\x00" + bytes(5000)
    path.write_bytes(damaged)
    path.with_name(f"{path.name}-wal").write_bytes(b"answers")
    assert open_present(path, None) is None
    aside = restore_over(path, source)
    assert aside is not None
    assert aside.read_bytes() == damaged
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == b"answers"
    assert titles(path) == ["first"]


def test_only_a_whole_and_finished_copy_is_taken(path: Path, tmp_path: Path) -> None:
    begin(path, "first")
    with pytest.raises(UsageError, match="itself"):
        open_source(path, path, None)
    made = copy(path)
    made.with_name(f"{made.name}-wal").write_bytes(b"x")
    with pytest.raises(BadData, match="in use"):
        open_source(made, path, None)
    made.with_name(f"{made.name}-wal").unlink()
    raw = bytearray(made.read_bytes())
    raw[8192:60000] = bytes(60000 - 8192)
    made.write_bytes(raw)
    with pytest.raises(NotAJournal):
        open_source(made, path, None)


RESTORING = """
import sys
from pathlib import Path
from ifs_journal.journal.restoring import open_source, restore
path = Path(sys.argv[1])
source = open_source(Path(sys.argv[2]), path, None)
print("ready", flush=True)
restore(path, source, None)
print("done", flush=True)
"""


def test_a_kill_leaves_the_old_journal_or_the_new_one(path: Path) -> None:
    with Journal.open(path) as journal:
        for number in range(MANY):
            journal.begin(new_session(title=f"s{number}"))
    made = copy(path)
    begin(path, "one more")
    seen, chance, longest = set(), random.Random(7), 0.25
    for _ in range(KILLS):
        child = subprocess.Popen(
            [sys.executable, "-c", RESTORING, str(path), str(made)], stdout=subprocess.PIPE, text=True
        )
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, longest))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        found = titles(path)
        assert len(found) in (MANY, MANY + 1)
        seen.add(len(found))
        whole(path)
        for other in copies_beside(path):
            whole(other.path)
            if other.path != made:
                other.path.unlink()
        if len(found) == MANY:
            begin(path, "one more")
    assert seen
    assert [left.name for left in path.parent.iterdir() if left.name.endswith(".new")] == []


def whole(path: Path) -> None:
    opened = open_copy(path, None)
    try:
        assert opened.connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    finally:
        opened.close()
