"""All that is in a journal, to be compared; whether the file is sound; and cheap keys."""

from __future__ import annotations

import os
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

from ifs_journal.journal.driver import connect
from ifs_journal.journal.key import KEY_BYTES, SALT_BYTES, Key

PLAIN_HEADER = b"SQLite format 3\x00"


def some_key() -> Key:
    """A key of its own, without the time a passphrase takes."""
    return Key(os.urandom(KEY_BYTES), os.urandom(SALT_BYTES))


def contents(path: Path, key: Key | None = None) -> dict[str, list[Any]]:
    """Every row of every table that is not an index of words, whatever order they lie in."""
    with closing(connect(path, key=key)) as connection:
        run = connection.execute
        tables = run("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
        assert tables
        return {
            table: sorted(run(f'SELECT * FROM "{table}"').fetchall(), key=repr) for (table,) in sorted(tables)
        }


def assert_sound(path: Path, key: Key | None = None) -> None:
    """The file is whole, its rows belong together, and the index of words agrees with them."""
    with closing(connect(path, key=key)) as connection:
        run = connection.execute
        assert run("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert run("PRAGMA foreign_key_check").fetchall() == []
        if key is not None:
            assert run("PRAGMA cipher_integrity_check").fetchall() == []
        for (index,) in run(
            "SELECT name FROM sqlite_schema WHERE name IN ('words', 'words_unspaced')"
        ).fetchall():
            run(f"INSERT INTO {index} ({index}) VALUES ('integrity-check')")


def composed(passphrase: str) -> str:
    """A passphrase as any other program has to be given it."""
    return unicodedata.normalize("NFC", passphrase)


def beside(path: Path) -> set[str]:
    """What lies in the journal's folder, the journal and its lock aside."""
    return set(os.listdir(path.parent)) - {path.name, f"{path.name}.lock"}
