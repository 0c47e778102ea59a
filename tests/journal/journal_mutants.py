"""Ways to damage a journal, each made from a seed: the same seed damages the same file in the same way."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ifs_journal.journal.driver import connect

PAGE = 4096
MAGIC = b"SQLite format 3\x00"

Mutation = Callable[[random.Random, Path], str]
"""Damages the file at a path, and says how."""

DEEP = "[" * 3000 + "]" * 3000
STRANGE: list[Any] = [
    None,
    "",
    "x",
    0,
    -1,
    11,
    2**62,
    1.5,
    b"\xff\xfe\x00",
    "{",
    "[]",
    "{}",
    "[1]",
    '"text"',
    "null",
    "12",
    "NaN",
    '{"id": 5, "name": {}}',
    '[{"id": null}, 4]',
    '{"command": []}',
    '{"state": {}, "known": 3}',
    DEEP,
    "9999-99-99",
    "2026-13-01T99:00:00+00:00",
    "2026-03-26T07:40:00",
    "\x00\x1b[2J",
    "a" * 100_000,
    "\u202e\u200f",
]


def mutate(seed: int, base: Path, path: Path) -> str:
    """A damaged copy of `base` at `path`. Gives the recipe."""
    chance = random.Random(seed)
    shutil.copy(base, path)
    recipe = []
    for _ in range(chance.choice((1, 1, 1, 2))):
        one = chance.choice(MUTATIONS)
        # What was damaged before may stand in the way of this one.
        with suppress(Exception):
            recipe.append(f"{one.__name__}: {one(chance, path)}")
    return "; ".join(recipe)


def flip_bytes(chance: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    places = [chance.randrange(len(data)) for _ in range(chance.choice((1, 3, 20, 200)))]
    for place in places:
        data[place] = chance.randrange(256)
    path.write_bytes(data)
    return f"{len(places)} from {min(places)} on"


def flip_in_a_page(chance: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    page = chance.randrange(len(data) // PAGE)
    # The head of a page and its list of cells are where most can go wrong.
    places = [page * PAGE + chance.randrange(chance.choice((12, 60, PAGE))) for _ in range(5)]
    for place in places:
        data[place] = chance.choice((0, 1, 2, 5, 10, 13, 127, 128, 255, chance.randrange(256)))
    path.write_bytes(data)
    return f"page {page + 1}"


def flip_in_the_head(chance: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    places = [chance.randrange(chance.choice((16, 100, 112))) for _ in range(chance.choice((1, 2, 8)))]
    for place in places:
        data[place] = chance.choice((0, 255, chance.randrange(256)))
    path.write_bytes(data)
    return f"{places}"


def cut_short(chance: random.Random, path: Path) -> str:
    data = path.read_bytes()
    length = chance.choice((chance.randrange(len(data)), chance.randrange(200), PAGE, PAGE * 2))
    path.write_bytes(data[:length])
    return f"at {length}"


def garbage_behind(chance: random.Random, path: Path) -> str:
    more = chance.choice((1, 100, PAGE, PAGE * 3))
    path.write_bytes(path.read_bytes() + chance.randbytes(more))
    return f"{more} bytes"


def pages(chance: random.Random, path: Path) -> str:
    data = bytearray(path.read_bytes())
    how = chance.choice(("zero", "copy", "swap", "noise"))
    for _ in range(chance.choice((1, 1, 3, 10))):
        one, other = (
            slice(at * PAGE, at * PAGE + PAGE) for at in chance.choices(range(len(data) // PAGE), k=2)
        )
        first, second = bytes(data[one]), bytes(data[other])
        if how == "swap":
            data[other] = first
        data[one] = {"zero": bytes(PAGE), "noise": chance.randbytes(PAGE)}.get(how, second)
    path.write_bytes(data)
    return how


def other_head(chance: random.Random, path: Path) -> str:
    data = path.read_bytes()
    size = chance.choice((16, 24, 100, PAGE))
    head = chance.choice((MAGIC, b"%PDF-1.7 ", b"PK\x03\x04", bytes(16), chance.randbytes(PAGE)))
    path.write_bytes((head + data[len(head) : size] + data[size:])[: len(data)])
    return f"{head[:8]!r} {size}"


def other_numbers(chance: random.Random, path: Path) -> str:
    name = chance.choice(("user_version", "application_id", "user_version"))
    value = chance.choice((0, 1, 2, 3, 4, 6, 99, -1, 2**31 - 1))
    with closing(connect(path)) as connection:
        connection.execute(f"PRAGMA {name} = {value}")
    return f"{name} {value}"


def waiting_writes(chance: random.Random, path: Path) -> str:
    """A `-wal` beside the file, damaged or of something else."""
    waiting = path.with_name(path.name + "-wal")
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL").fetchall()
        connection.execute("PRAGMA wal_autocheckpoint = 0").fetchall()
        connection.execute("UPDATE part SET name = name || '!'")
        connection.execute("INSERT INTO meta VALUES ('more', 'more')")
        kept, log = path.read_bytes(), bytearray(waiting.read_bytes())
    how = chance.choice(("flip", "cut", "noise", "head", "whole"))
    if how == "flip":
        for _ in range(chance.choice((1, 10, 100))):
            log[chance.randrange(len(log))] = chance.randrange(256)
    elif how == "cut":
        del log[chance.randrange(len(log)) :]
    elif how == "noise":
        log = bytearray(chance.randbytes(len(log)))
    elif how == "head":
        log[:32] = chance.randbytes(32)
    path.write_bytes(kept)
    waiting.write_bytes(log)
    return how


def _tables(connection: Any) -> list[str]:
    sql = (
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return [name for (name,) in connection.execute(sql)]


def _loosened(sql: str) -> str:
    """What makes a table, without anything that refuses a value."""
    sql = re.sub(r" STRICT", "", sql)
    sql = sql.replace(" NOT NULL", "")
    return re.sub(r"CHECK \((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)", "", sql).replace(",\n    \n", "\n")


def strange_values(chance: random.Random, path: Path) -> str:
    """Values no journal writes, put past everything that would refuse them."""
    said = []
    with closing(connect(path)) as connection:
        table = chance.choice([one for one in _tables(connection) if not one.startswith(("words", "_"))])
        filled = ("session", "answer", "part", "bundle", "part_fact", "session_part", "correction", "note")
        table = chance.choice((table, chance.choice(filled)))
        (made,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        _rewrite(connection, table, _loosened(made))
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        columns = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
        for _ in range(chance.choice((1, 1, 3))):
            column, value = chance.choice(columns), chance.choice(STRANGE)
            given = "CAST(? AS TEXT)" if isinstance(value, bytes) and chance.random() < 0.7 else "?"
            which = "" if chance.random() < 0.3 else f" WHERE rowid % 5 = {chance.randrange(5)}"
            triggers = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall()
            # Half of the time what follows from a change does not follow.
            if chance.random() < 0.5:
                for (trigger,) in triggers:
                    connection.execute(f"DROP TRIGGER {trigger}")
            with suppress(Exception):
                connection.execute(f"UPDATE OR IGNORE {table} SET {column} = {given}{which}", (value,))
                said.append(f"{column} = {str(value)[:30]!r}{which}")
    with closing(connect(path)) as connection:
        _rewrite(connection, table, made)
    return f"{table} {said}"


def _rewrite(connection: Any, name: str, made: str) -> None:
    connection.execute("PRAGMA writable_schema = ON")
    connection.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (made, name))
    (version,) = connection.execute("PRAGMA schema_version").fetchone()
    connection.execute(f"PRAGMA schema_version = {version + 1}")
    connection.execute("PRAGMA writable_schema = OFF")


def other_schema(chance: random.Random, path: Path) -> str:
    with closing(connect(path)) as connection:
        things = connection.execute(
            "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        kind, name, made = chance.choice(things)
        how = chance.choice(("drop", "letter", "word", "forget"))
        if how == "drop":
            connection.execute(f'DROP {kind} "{name}"')
        elif how == "letter":
            at = chance.randrange(len(made))
            _rewrite(connection, name, made[:at] + chance.choice("x,()'; ") + made[at + 1 :])
        elif how == "word":
            word = chance.choice(re.findall(r"\w{3,}", made))
            _rewrite(connection, name, made.replace(word, chance.choice(("TEXT", "number", "zzz")), 1))
        else:
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute("DELETE FROM sqlite_schema WHERE name = ?", (name,))
    return f"{how} {name}"


def torn_apart(chance: random.Random, path: Path) -> str:
    """Rows that go without what hangs on them, and rows that name each other."""
    with closing(connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        how = chance.choice(("rows", "rows", "circle", "self", "seq", "address", "swap", "words"))
        if how == "rows":
            table = chance.choice(("session", "answer", "part", "bundle", "person", "statement", "part_fact"))
            connection.execute(f"DELETE FROM {table} WHERE rowid % 4 = {chance.randrange(4)}")
            return f"{how} of {table}"
        sql = {
            "circle": "UPDATE session SET parent_session = (SELECT id FROM session s "
            "WHERE s.number = session.number % (SELECT max(number) FROM session) + 1)",
            "self": "UPDATE session SET parent_session = id",
            "seq": "UPDATE answer SET seq = seq * 7 WHERE number % 3 = 1",
            "address": "UPDATE answer SET address = address || '/x:1' WHERE number % 5 = 2",
            "swap": "UPDATE session SET bundle = (SELECT hash FROM bundle ORDER BY random() LIMIT 1)",
            "words": "DELETE FROM words",
        }[how]
        with suppress(Exception):
            connection.execute(sql)
    return how


MUTATIONS: tuple[Mutation, ...] = (
    flip_bytes,
    flip_in_a_page,
    flip_in_a_page,
    flip_in_the_head,
    cut_short,
    garbage_behind,
    pages,
    other_head,
    other_numbers,
    waiting_writes,
    strange_values,
    strange_values,
    strange_values,
    other_schema,
    torn_apart,
)
